/* SPDX-License-Identifier: MIT
 *
 * extract.h - from a parsed message, or a bare document, to texts with places.
 */
#ifndef EXTRACT_EXTRACT_H
#define EXTRACT_EXTRACT_H

#include <stddef.h>

#include "extract/texts.h"

struct mail;

/* Opens what readers need (converters, parser tables) before the sandbox
 * closes. Once per process. 0, or -1. */
int extract_init(void);

/* Reads every part: header texts (subject; names in metadata), bodies split
 * into zones, enclosed messages, attachments. What cannot be read becomes an
 * unread entry. Returns 0, or -1 when memory is out. */
int extract_mail(struct mail *m, struct texts *out);

/* Reads a bare document of the given file name; the type is guessed from
 * content and name. Same results as for an attachment. */
int extract_document(
    const char *name, const char *data, size_t len, struct texts *out);

/* One authored text and nothing else: `probity check --text`. */
int extract_line(const char *data, size_t len, struct texts *out);

#endif
