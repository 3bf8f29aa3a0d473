/* SPDX-License-Identifier: MIT
 *
 * mbox.h - many messages in one file (RFC 4155).
 */
#ifndef EXTRACT_MBOX_H
#define EXTRACT_MBOX_H

#include <stddef.h>

#include "extract/document.h"

/* Reads each message; its place is ", in message 3 of NAME". A reader as
 * documents.h says. Past LIMIT_PARTS messages the rest is an unread entry. */
int mbox_read(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out);

#endif
