/* SPDX-License-Identifier: MIT
 *
 * sheet-texts.c - the cells of a sheet to texts, what is hidden apart.
 *
 * One walk over the rows writes all texts of the sheet at once.  The header
 * row goes first in each that has other rows; where there is none, an empty
 * line does, for the first line of a table is read as headings.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/sheet-parts.h"

/* What becomes of a cell. */
enum fate {
	FATE_SHOWN, /* in a hidden sheet: as hidden as the sheet */
	FATE_ROW,
	FATE_FILTERED,
	FATE_COLUMN,
	FATE_BLANK,
};
#define FATES 5

static const char *const fate_names[FATES] = {
    [FATE_SHOWN] = "",
    [FATE_ROW] = ", hidden rows",
    [FATE_FILTERED] = ", rows filtered out",
    [FATE_COLUMN] = ", hidden columns",
    [FATE_BLANK] = ", cells that show nothing",
};

/* One text in the making. */
struct lines {
	struct buf text;
	uint32_t *numbers;
	size_t n, cap;
	size_t cells; /* without the header's */
	size_t last;  /* the column, in its line, last written to */
	bool open;    /* its last line is the row at hand */
};

struct work {
	struct sheet *s;
	struct lines lines[FATES];
	uint16_t rank[SHEET_COLUMNS];             /* among the columns in use */
	unsigned char columns[SHEET_COLUMNS / 8]; /* hidden ones with cells */
	bool full;
};

static void
rank_columns(struct work *w)
{
	uint16_t n = 0;

	for (size_t i = 0; i < SHEET_COLUMNS; i++) {
		w->rank[i] = n;
		n += w->s->used[i / 8] >> i % 8 & 1;
	}
}

static enum fate
fate_of(const struct work *w, const struct sheet_cell *c, enum fate row)
{
	if (w->s->state != SHEET_SHOWN)
		return FATE_SHOWN;
	if (row != FATE_SHOWN)
		return row;
	if (sheet_ranges_hold(&w->s->hidden_columns, c->column))
		return FATE_COLUMN;
	return c->blank ? FATE_BLANK : FATE_SHOWN;
}

/* Begins a line for a row of that number, counted from 1. */
static int
begin_line(struct lines *l, uint32_t number)
{
	size_t cap = l->cap > 0 ? 2 * l->cap : 64;
	uint32_t *v;

	if (l->n == l->cap) {
		v = reallocarray(l->numbers, cap, sizeof *v);
		if (v == NULL)
			return -1;
		l->numbers = v;
		l->cap = cap;
	}
	if (l->n > 0)
		buf_addc(&l->text, '\n');
	l->numbers[l->n++] = number;
	l->open = true;
	l->last = 0;
	return 0;
}

/* Adds a cell under its heading. A second one in its column follows a space. */
static void
add_cell(struct lines *l, size_t rank, bool first, const struct sheet_cell *c)
{
	if (!first && rank == l->last)
		buf_addc(&l->text, ' ');
	for (; l->last < rank && !buf_failed(&l->text); l->last++)
		buf_addc(&l->text, '\t');
	buf_add(&l->text, c->text, c->len);
}

static int
put_cell(
    struct work *w, enum fate fate, uint32_t row, const struct sheet_cell *c)
{
	struct lines *l = &w->lines[fate];
	bool first = !l->open;

	if (first && begin_line(l, row < UINT32_MAX ? row + 1 : row) < 0)
		return -1;
	add_cell(l, w->rank[c->column], first, c);
	w->full |= buf_failed(&l->text);
	return 0;
}

/* The header's line: all of it above hidden rows, elsewhere what stands above
 * the columns of the text. */
static int
put_header(struct work *w, const struct sheet_row *header)
{
	for (int f = 0; f < FATES; f++) {
		struct lines *l = &w->lines[f];

		l->open = false;
		for (size_t i = 0; i < header->n; i++) {
			const struct sheet_cell *c = &header->v[i];
			int own = (int)fate_of(w, c, FATE_SHOWN);

			if ((f == FATE_SHOWN || f == FATE_COLUMN) && own != f)
				continue;
			if (put_cell(w, (enum fate)f, header->row, c) < 0)
				return -1;
		}
		/* No cell of it is here: an empty line. */
		if (!l->open && begin_line(l, 0) < 0)
			return -1;
	}
	return 0;
}

static enum fate
row_fate(const struct sheet *s, uint32_t row)
{
	if (!sheet_ranges_hold(&s->hidden_rows, row))
		return FATE_SHOWN;
	return sheet_ranges_hold(&s->filtered_rows, row) ? FATE_FILTERED
							 : FATE_ROW;
}

static int
put_row(struct work *w, const struct sheet_row *row)
{
	const enum fate whole = row_fate(w->s, row->row);

	for (int f = 0; f < FATES; f++)
		w->lines[f].open = false;
	for (size_t i = 0; i < row->n; i++) {
		const struct sheet_cell *c = &row->v[i];
		enum fate fate = fate_of(w, c, whole);

		if (put_cell(w, fate, row->row, c) < 0)
			return -1;
		w->lines[fate].cells++;
		if (fate == FATE_COLUMN)
			w->columns[c->column / 8] |=
			    (unsigned char)(1 << c->column % 8);
	}
	w->s->limited |= row->limited;
	return 0;
}

static int
put_rows(struct work *w, size_t header, struct sheet_row *row)
{
	for (size_t run = 0; run < w->s->nruns && !w->full;) {
		bool skip = run == header;

		if (sheet_row_read(w->s, &run, row) < 0 ||
		    (!skip && put_row(w, row) < 0))
			return -1;
	}
	w->s->limited |= w->full;
	return 0;
}

/* "sheet 'Tenants' (hidden)", "sheet 'Tenants', hidden rows". */
static void
name_text(const struct sheet *s, int fate, char section[])
{
	static const char *const states[] = {
	    [SHEET_SHOWN] = "",
	    [SHEET_HIDDEN] = " (hidden)",
	    [SHEET_VERY_HIDDEN] = " (very hidden)",
	    [SHEET_KEPT] = "",
	};

	snprintf(section, DOCUMENT_PLACE_MAX, "%s%s%s", s->section,
	    states[s->state], fate_names[fate]);
}

static int
add_text(struct work *w, int fate, unsigned sheet)
{
	struct sheet *s = w->s;
	struct lines *l = &w->lines[fate];
	enum zone zone = fate == FATE_SHOWN && s->state == SHEET_SHOWN
			     ? document_zone(s->d)
			     : ZONE_HIDDEN;
	char section[DOCUMENT_PLACE_MAX];
	struct text *t;

	name_text(s, fate, section);
	buf_addc(&l->text, '\n');
	t = document_add(s->d, zone, section[0] != '\0' ? section : NULL,
	    buf_str(&l->text), l->text.len, s->out);
	if (t == NULL)
		return s->out->failed ? -1 : 0;
	t->table = true;
	t->unit = UNIT_ROW;
	t->sheet = sheet;
	t->numbers = l->numbers;
	t->nnumbers = l->n;
	l->numbers = NULL;
	return 0;
}

static size_t
count_bits(const unsigned char *bits, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		for (unsigned b = bits[i]; b != 0; b &= b - 1)
			count++;
	return count;
}

/* What is hidden and how much of it: nothing of its words. */
static void
describe(const struct work *w, int fate, char *about, size_t size)
{
	static const struct {
		const char *one, *many;
	} what[] = {
	    [FATE_ROW] = {"hidden row", "hidden rows"},
	    [FATE_FILTERED] = {"row filtered out", "rows filtered out"},
	    [FATE_COLUMN] = {"hidden column", "hidden columns"},
	    [FATE_BLANK] = {"cell that shows nothing",
		"cells that show nothing"},
	};
	const struct lines *l = &w->lines[fate];
	size_t n = l->n - 1;

	if (fate == FATE_SHOWN) {
		snprintf(about, size, "%s, %zu row%s",
		    w->s->state == SHEET_KEPT     ? "data kept out of sight"
		    : w->s->state == SHEET_HIDDEN ? "1 hidden sheet"
						  : "1 very hidden sheet",
		    n, n == 1 ? "" : "s");
		return;
	}
	if (fate == FATE_COLUMN)
		n = count_bits(w->columns, sizeof w->columns);
	if (fate == FATE_BLANK)
		n = l->cells;
	snprintf(about, size, "%zu %s", n,
	    n == 1 ? what[fate].one : what[fate].many);
}

static int
add_sign(struct work *w, int fate)
{
	char about[80], section[DOCUMENT_PLACE_MAX], place[DOCUMENT_PLACE_MAX];
	const struct sheet *s = w->s;

	if ((fate == FATE_SHOWN && s->state == SHEET_SHOWN) ||
	    w->lines[fate].cells == 0)
		return 0;
	describe(w, fate, about, sizeof about);
	name_text(s, fate, section);
	document_place(s->d, section, place);
	return texts_sign(s->out, SIGN_HIDDEN, s->d->part, place, about);
}

static int
add_texts(struct work *w)
{
	unsigned sheet = ++w->s->out->sheets;

	for (int f = 0; f < FATES; f++) {
		struct lines *l = &w->lines[f];
		/* A heading alone is nothing new above rows that are shown. */
		bool any =
		    l->cells > 0 ||
		    (l->text.len > 0 &&
			(f == FATE_COLUMN ||
			    (f == FATE_SHOWN && w->s->state != SHEET_KEPT)));

		if (any && (add_text(w, f, sheet) < 0 || add_sign(w, f) < 0))
			return -1;
	}
	return 0;
}

int
sheet_texts(struct sheet *s)
{
	size_t most = s->out->max_bytes - s->out->bytes, header, run;
	struct work *w = calloc(1, sizeof *w);
	struct sheet_row row = {.v = NULL};
	int rc = -1;

	if (w == NULL)
		return -1;
	w->s = s;
	for (int f = 0; f < FATES; f++)
		w->lines[f].text = BUF_MAX(most + 1);
	rank_columns(w);
	if (sheet_header_find(s, &row, &header) < 0)
		goto out;
	run = header;
	row.n = 0;
	if (header < s->nruns && sheet_row_read(s, &run, &row) < 0)
		goto out;
	if (put_header(w, &row) == 0 && put_rows(w, header, &row) == 0)
		rc = add_texts(w);
out:
	for (int f = 0; f < FATES; f++) {
		buf_free(&w->lines[f].text);
		free(w->lines[f].numbers);
	}
	free(row.v);
	free(w);
	return rc;
}
