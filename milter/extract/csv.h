/* SPDX-License-Identifier: MIT
 *
 * csv.h - delimited tables: one record a line, tabs between its cells.
 */
#ifndef EXTRACT_CSV_H
#define EXTRACT_CSV_H

#include <stddef.h>

#include "base/buf.h"

/* The delimiter of a table by its first lines: ',', ';', '\t' or '|'; ',' when
 * nothing tells. */
char csv_delimiter(const char *data, size_t len);

/* Adds the records of a table (RFC 4180, and what spreadsheets make of it) to
 * out. Line ends and tabs inside cells become spaces. An empty record is an
 * empty line, so that lines count as rows do. Returns 0 or -1, out's failure. */
int csv_read(const char *data, size_t len, char delimiter, struct buf *out);

#endif
