/* SPDX-License-Identifier: MIT
 *
 * csv.h - delimited tables: CSV, TSV and what else divides its cells.
 */
#ifndef EXTRACT_CSV_H
#define EXTRACT_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/document.h"

/* The delimiter of a table by its first lines: ',', ';', '\t', '|' or '^'; ','
 * when nothing tells. */
char csv_delimiter(const char *data, size_t len);

/* Is the text a table beyond doubt, whatever its name: line after line with as
 * many delimiters? */
bool csv_evident(const char *data, size_t len);

/* Reads a table (RFC 4180, and what spreadsheets make of it) of UTF-8 text into
 * out, as sheet.h says; rows count records, empty ones too. A first line "sep=;"
 * names the delimiter and is no row. Returns 0, or -1 when memory is out. */
int csv_read(
    const struct document *d, const char *data, size_t len, struct texts *out);

#endif
