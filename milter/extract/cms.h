/* SPDX-License-Identifier: MIT
 *
 * cms.h - S/MIME: what a signature is wrapped around (RFC 8551, RFC 5652).
 */
#ifndef EXTRACT_CMS_H
#define EXTRACT_CMS_H

#include <stddef.h>

#include "extract/document.h"

/* Readies libcrypto without its configuration file. Once per process, before
 * the sandbox. 0 or -1. */
int cms_init(void);

/* Reads the content of opaque signed data as the message or document it is;
 * encrypted data are an unread entry. Whether the signature is good is not
 * asked. A reader as documents.h says. */
int cms_read(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out);

#endif
