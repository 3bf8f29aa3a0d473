/* SPDX-License-Identifier: MIT
 *
 * sheet-date.h - day numbers as a spreadsheet shows them.
 */
#ifndef EXTRACT_SHEET_DATE_H
#define EXTRACT_SHEET_DATE_H

#include "base/buf.h"
#include "extract/sheet-format.h"

/* Does the section show a date or a time? */
bool sheet_date_is(struct sheet_code c);

/* Adds the day number as the section shows it: one of figures only as
 * dd/mm/yyyy, others as they are, with all four figures of the year, and times
 * by 24 hours. False: it is no day that has a date, nothing was added. */
bool sheet_date_format(
    struct sheet_code c, double days, bool late, struct buf *out);

#endif
