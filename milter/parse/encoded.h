/* SPDX-License-Identifier: MIT
 *
 * encoded.h - RFC 2047 encoded words in header text.
 */
#ifndef PARSE_ENCODED_H
#define PARSE_ENCODED_H

#include <stddef.h>

#include "base/buf.h"

/* Adds the text of a header value to out as UTF-8: encoded words decoded,
 * folding undone, raw 8-bit bytes read as UTF-8 or else windows-1252. What is
 * not quite an encoded word stays as it stands. Returns 0, or -1 when memory is
 * out or out's maximum was reached. Linear in len. */
int encoded_decode(const char *raw, size_t len, struct buf *out);

/* The length of the encoded word that starts at s ("=?"), or 0. */
size_t encoded_word(const char *s, size_t len);

#endif
