/* SPDX-License-Identifier: MIT
 *
 * compound.h - compound files made in memory, for tests, by libgsf.
 */
#ifndef TESTS_EXTRACT_COMPOUND_H
#define TESTS_EXTRACT_COMPOUND_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "extract/texts.h"

struct compound_stream {
	const char *path; /* "Workbook", "__attach/__substg1.0_3701000D/…" */
	const char *data;
	size_t len; /* 0: data is a string */
};

/* A file of the n streams, in storages as their paths say; free it with
 * free(). */
char *compound_make(
    const struct compound_stream *streams, size_t n, size_t *ret_len);

/* Reads it as an attachment of that name into t, which it makes. The bytes end
 * where they end, for the sanitizer. */
void compound_read(
    const char *name, const char *data, size_t len, struct texts *t);

/* compound_make, compound_read and said_has. */
void compound_says(const char *name, const struct compound_stream *streams,
    size_t n, const char *want);

/* Reads the file cut at many places, and with each of its first 2 KiB and some
 * others changed; nothing may be silent that is not whole. */
void compound_torture(const char *name, const char *data, size_t len);

/* The file of that name in tests/documents/samples; free it with free(). */
char *compound_sample(const char *name, size_t *ret_len);

/* Adds a number of that many bytes, little-endian. */
void compound_number(struct buf *b, uint32_t n, size_t size);
/* Adds ASCII as UTF-16. */
void compound_wide(struct buf *b, const char *s);

#endif
