/* SPDX-License-Identifier: MIT
 *
 * messages.h - a parsed message to texts, enclosed messages with it.
 */
#ifndef EXTRACT_MESSAGES_H
#define EXTRACT_MESSAGES_H

#include <stddef.h>

#include "extract/document.h"
#include "extract/texts.h"

struct mail;

/* Reads every part into out. Returns 0, or -1 when memory is out. */
int messages_read(struct mail *m, struct texts *out);

/* The same for a message that came as the document `part`, `depth` deep in
 * another; `where` is added to its places. Past LIMIT_NESTING it is an unread
 * entry. */
int messages_enclosed(const char *part, const char *where, size_t depth,
    const char *data, size_t len, struct texts *out);

/* The same for the MIME entity that a part was wrapped around, as a signature
 * is: in a message's own body it is what the sender wrote. */
int messages_wrapped(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out);

#endif
