/* SPDX-License-Identifier: MIT
 *
 * sheet-number.h - numbers as a spreadsheet shows them.
 *
 * Number formats are those of ECMA-376-1, 18.8.30 and 18.8.31 (numFmts), which
 * old binary workbooks share.  Digits are what matters: identifiers stored as
 * numbers keep their leading zeros and group signs, dates become dd/mm/yyyy,
 * times hh:mm.  Colours, widths and fill characters are passed over.
 */
#ifndef EXTRACT_SHEET_NUMBER_H
#define EXTRACT_SHEET_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* The code of a built-in format by its id: "General" for 0 and unknown ones. */
const char *sheet_format_builtin(unsigned id);

/* Does the format display nothing at all (";;;")? */
bool sheet_format_blank(const char *code);

/* Adds the value as the format shows it; where the format shows nothing, as
 * General does, for it is there to be read. `late`: day 0 is 1 January 1904,
 * not 31 December 1899. Returns 0 or -1, out's failure. */
int sheet_number(const char *code, double value, bool late, struct buf *out);

/* Adds the value as General shows it: no exponent for whole numbers below
 * 10^21, at most 15 digits. */
int sheet_general(double value, struct buf *out);

/* Adds a day number as dd/mm/yyyy, with hh:mm where it has a part of a day. */
int sheet_date(double days, bool late, struct buf *out);

#endif
