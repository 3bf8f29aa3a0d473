/* SPDX-License-Identifier: MIT
 *
 * source.h - the text of one config file, and places in it.
 *
 * Every reader of this layer starts from a source, so that all of them treat
 * size, byte order mark, NUL and bad UTF-8 alike and say where they stand in
 * the same words.
 */
#ifndef CONFIG_SOURCE_H
#define CONFIG_SOURCE_H

#include <stddef.h>

#include "base/buf.h"

/* What an error message may take; a buf for errors should have this maximum. */
#define SOURCE_ERROR_MAX 4096

struct source {
	const char *path; /* borrowed */
	const char
	    *data; /* the text after any byte order mark; UTF-8, no NUL */
	size_t len;
	struct buf file; /* owns data */
};

/* Lines and columns count from 1; columns count characters, not bytes. */
struct place {
	unsigned line, column;
};

/* Reads a whole file of at most LIMIT_CONFIG_BYTES. Returns 0 (free with
 * source_free), or -1 with errno (ENOENT for a missing file) and the error
 * added to err. path stays the caller's and must outlive the source. */
int source_read(const char *path, struct source *ret, struct buf *err);
void source_free(struct source *s);

/* Checks text that came from elsewhere as source_read does. 0, or -1 with the
 * error added to err. */
int source_check(
    const char *path, const char *data, size_t len, struct buf *err);

/* Where the byte at offset stands. */
struct place source_place(const char *data, size_t offset);

/* Adds "path:line:column: " and the message to err. Always returns -1. */
int source_error(struct buf *err, const char *path, struct place at,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
