/* SPDX-License-Identifier: MIT
 *
 * flat.h - office documents as one XML file: a whole package of parts (Word's
 * "Flat OPC"), or a workbook of Excel 2003 (SpreadsheetML).
 */
#ifndef EXTRACT_FLAT_H
#define EXTRACT_FLAT_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/document.h"

/* Is it one of these, by how it begins? */
bool flat_content(const char *head, size_t len);

/* Reads either. A reader as documents.h says. */
int flat_read(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out);

/* flat-sheet.c: a workbook. The same. */
int flat_sheet_read(
    const struct document *d, const char *data, size_t len, struct texts *out);

#endif
