/* SPDX-License-Identifier: MIT
 *
 * sheet-parts.h - what the files of the sheet builder share: its cells.
 *
 * Cells are kept in one buffer, in the order they came: the column, the length
 * (each seven bits a byte, lowest first; the length's lowest bit says that
 * nothing is displayed) and the text, clean of tabs and line ends.  A run is a
 * stretch of cells that came for one row.
 */
#ifndef EXTRACT_SHEET_PARTS_H
#define EXTRACT_SHEET_PARTS_H

#include "base/buf.h"
#include "extract/sheet.h"

struct sheet_run {
	uint32_t row;
	uint32_t start, end; /* in cells */
};

struct sheet_range {
	uint32_t first, last;
};

struct sheet_ranges {
	struct sheet_range *v;
	size_t n, cap;
};

struct sheet {
	const struct document *d;
	struct texts *out;
	char section[SHEET_SECTION_MAX]; /* "": none */
	enum sheet_state state;
	bool headed;
	bool limited, late, failed;
	size_t room; /* bytes of text that may still come */
	struct buf cells;
	struct sheet_run *runs;
	size_t nruns, capruns;
	struct sheet_ranges hidden_rows, hidden_columns;
	struct sheet_ranges filtered_rows; /* those of hidden_rows in it */
	unsigned char used[SHEET_COLUMNS / 8];
};

struct sheet_cell {
	uint32_t column;
	bool blank;
	const char *text;
	uint32_t len;
};

/* The cells of one row, by column. */
struct sheet_row {
	uint32_t row;
	struct sheet_cell *v;
	size_t n, cap;
	bool limited; /* it had more */
};

/* So many cells of one row are kept: more than a spreadsheet can have. */
#define SHEET_ROW_CELLS (2 * SHEET_COLUMNS)

/* Reads the row whose runs begin at *run, and steps over them. 0 or -1. */
int sheet_row_read(const struct sheet *s, size_t *run, struct sheet_row *row);

/* Is n in one of the ranges? They are in order. */
bool sheet_ranges_hold(const struct sheet_ranges *r, uint32_t n);

/* Finds the header row: the run it begins with, or nruns: there is none. 0 or
 * -1: memory is out. */
int sheet_header_find(
    const struct sheet *s, struct sheet_row *scratch, size_t *ret);

/* Adds the sheet's texts and signs, its runs in order of rows. 0 or -1. */
int sheet_texts(struct sheet *s);

#endif
