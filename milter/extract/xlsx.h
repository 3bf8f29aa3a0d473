/* SPDX-License-Identifier: MIT
 *
 * xlsx.h - spreadsheets of Office Open XML (XLSX, XLSM): ECMA-376-1, 18.
 */
#ifndef EXTRACT_XLSX_H
#define EXTRACT_XLSX_H

#include "extract/document.h"
#include "extract/package.h"

/* Reads the package's sheets, shown and hidden, and what else it holds: notes,
 * links, lists of choices, names, drawings, pivot and chart caches, values
 * kept of other workbooks, connections, properties. Marks the parts it has
 * read as used. Returns 0, or -1 when memory is out. */
int xlsx_read(const struct document *d, size_t depth, struct package *p,
    struct texts *out);

#endif
