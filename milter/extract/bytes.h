/* SPDX-License-Identifier: MIT
 *
 * bytes.h - numbers and letters out of little-endian binary formats.
 *
 * A cursor never passes its end: what is asked for and not there is 0, or
 * nothing, and makes it `cut`.
 */
#ifndef EXTRACT_BYTES_H
#define EXTRACT_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct bytes {
	const unsigned char *at, *end;
	bool cut;
};

struct bytes bytes_of(const void *data, size_t len);
size_t bytes_left(const struct bytes *b);

/* The next number of 1 to 4 bytes. */
uint32_t bytes_number(struct bytes *b, size_t size);

/* The next len bytes as a cursor of their own, or as many as there are. */
struct bytes bytes_take(struct bytes *b, size_t len);

/* The same of a stretch that begins `from` bytes after the cursor. */
struct bytes bytes_at(const struct bytes *b, size_t from, size_t len);

/* A number of 2 or 4 bytes somewhere; no bounds are known here. */
uint32_t bytes_16(const void *p);
uint32_t bytes_32(const void *p);
double bytes_double(const void *p);

/* Adds UTF-16 as UTF-8, a lone surrogate as U+FFFD; an odd last byte is left
 * out. Returns 0 or -1, out's failure. */
int bytes_utf16(const void *p, size_t units, struct buf *out);

/* Adds UTF-16 whose upper bytes, all zero, are left out. */
int bytes_latin(const void *p, size_t len, struct buf *out);

/* Adds bytes of a Windows code page (0: not known) as UTF-8. 0 or -1. */
int bytes_page(unsigned page, const void *p, size_t len, struct buf *out);

/* The code page Windows uses for a language (MS-LCID); 1252 for most. */
unsigned bytes_language_page(unsigned language);

/* Adds one character. */
int bytes_character(uint32_t c, struct buf *out);

#endif
