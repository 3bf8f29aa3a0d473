/* SPDX-License-Identifier: MIT
 *
 * csv.h - comma-separated values (RFC 4180), whole and with places.
 */
#ifndef CONFIG_CSV_H
#define CONFIG_CSV_H

#include <stddef.h>

#include "base/buf.h"
#include "config/source.h"

struct csv_cell {
	char *text;
	struct place at;
};

struct csv_row {
	struct csv_cell *v;
	size_t n;
};

struct csv {
	struct csv_row *v;
	size_t n;
};

/* Reads all rows; blank lines, and lines that begin with '#', are left out. Every row has as many cells as the
 * first, or it is an error; so are an unclosed quote, a quote within an
 * unquoted cell and text after a closing quote. Returns 0 (free with
 * csv_free), or -1 with "path:line:column: …" added to err. */
int csv_parse(const struct source *s, struct csv *ret, struct buf *err);
void csv_free(struct csv *c);

#endif
