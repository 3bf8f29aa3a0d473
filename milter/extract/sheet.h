/* SPDX-License-Identifier: MIT
 *
 * sheet.h - the cells of a table, from any reader, to table texts.
 *
 * A reader makes a sheet, says which rows and columns are hidden, gives it the
 * cells in whatever order they come, and ends it.  What comes out (struct
 * text, UNIT_ROW) is the shown cells as one text and the hidden ones as others,
 * each with the header row first and cells under their headings:
 *
 *	sheet 'Tenants'
 *	sheet 'Tenants', hidden rows
 *	sheet 'Tenants', rows filtered out
 *	sheet 'Tenants', hidden columns
 *	sheet 'Tenants', cells that show nothing
 *
 * A cell is in one of them only; the header row is in each.  Rows keep the
 * numbers the spreadsheet gives them; columns that are empty all the way down
 * are left out.  A hidden sheet is one text, hidden as a whole.
 */
#ifndef EXTRACT_SHEET_H
#define EXTRACT_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "extract/document.h"

/* What a spreadsheet holds at most (XFD1048576); cells further right are put
 * into the last column, rows further down keep their numbers. */
#define SHEET_COLUMNS 16384u
#define SHEET_ROWS 1048576u

enum sheet_state {
	SHEET_SHOWN,
	SHEET_HIDDEN,
	SHEET_VERY_HIDDEN, /* not in the program's list of hidden ones */
	SHEET_KEPT,        /* no sheet: data kept out of sight, as a pivot
			    * table's; hidden, and named without "(hidden)" */
};

struct sheet;

/* A new sheet with that section ("sheet 'Tenants'", sheet_section makes it;
 * NULL: a document that is one table), or NULL when memory is out. d and out
 * are borrowed until sheet_end. */
struct sheet *sheet_new(const struct document *d, const char *section,
    enum sheet_state state, struct texts *out);

/* "sheet 'Tenants'" into section; quotes and controls in the name are made
 * harmless, a long one is cut. */
#define SHEET_SECTION_MAX 160
void sheet_section(const char *name, char section[SHEET_SECTION_MAX]);

/* Rows or columns first to last, from 0, are hidden; before or after their
 * cells. */
void sheet_hide_rows(struct sheet *s, uint32_t first, uint32_t last);
void sheet_hide_columns(struct sheet *s, uint32_t first, uint32_t last);

/* Of the hidden rows, those first to last are left out by a filter, which its
 * readers see and can take away: nobody hid them. The same. */
void sheet_filter_rows(struct sheet *s, uint32_t first, uint32_t last);

/* A cell that displays something else than what it holds. */
#define SHEET_BLANK true

/* A cell's text (UTF-8; line ends and tabs become spaces), by row and column
 * from 0. Cheap where rows ascend, right in any order. An empty one is passed
 * over. `blank`: what it holds is not displayed. Returns 0; 1 when the sheet is
 * full (sheet_end will say so) or it is too late: stop; -1: memory is out. */
int sheet_cell(struct sheet *s, uint32_t row, uint32_t column, bool blank,
    const char *text, size_t len);

/* The sheet's first row is its header, whatever it looks like: a table made
 * of named fields. */
void sheet_headed(struct sheet *s);

/* Adds the texts, notes hidden content (SIGN_HIDDEN) and what a limit left out,
 * frees the sheet. Returns 0 or -1: memory is out. s may be NULL: -1. */
int sheet_end(struct sheet *s);

#endif
