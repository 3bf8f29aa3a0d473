/* SPDX-License-Identifier: MIT
 *
 * sheet-header.c - which row of a table is its header.
 *
 * The header is the first row, among the first ones, that is made of labels
 * (short words, few digits, no addresses) and is about as wide as the rows
 * below it: titles and "Printed on: …" above it are narrower.  Where a fuller
 * row of labels follows at once, that one is taken, for the upper one names
 * groups of columns.  A table that begins with data has no header.
 *
 * BUGS: a table of words only, without a header, has its first row taken for
 * one.
 */
#include <stdlib.h>
#include <string.h>

#include "extract/sheet-parts.h"

/* Rows looked at; of those below a candidate, so many tell the width. */
#define FIRST_ROWS 40
#define BELOW 10
/* Bytes of a label, and how many of its characters may be digits. */
#define LABEL_MAX 60
#define LABEL_DIGITS 4
/* Rows of data as wide as the candidate, above it, that rule it out. */
#define DATA_ABOVE 2

struct row_look {
	size_t run; /* where it begins */
	size_t cells, labels;
};

static bool
is_label(const struct sheet_cell *c)
{
	size_t digits = 0, letters = 0;

	if (c->len > LABEL_MAX || memchr(c->text, '@', c->len) != NULL)
		return false;
	for (uint32_t i = 0; i < c->len; i++) {
		unsigned char ch = (unsigned char)c->text[i];

		digits += ch >= '0' && ch <= '9';
		letters +=
		    ((ch | 0x20) >= 'a' && (ch | 0x20) <= 'z') || ch >= 0x80;
	}
	return digits <= LABEL_DIGITS && letters > 0 && letters >= digits;
}

/* A plain year, which may head a column among labels. */
static bool
is_year(const struct sheet_cell *c)
{
	return c->len == 4 &&
	       (memcmp(c->text, "19", 2) == 0 ||
		   memcmp(c->text, "20", 2) == 0) &&
	       c->text[2] >= '0' && c->text[2] <= '9' && c->text[3] >= '0' &&
	       c->text[3] <= '9';
}

static struct row_look
look_at(const struct sheet_row *row, size_t run)
{
	struct row_look look = {.run = run, .cells = row->n};
	size_t years = 0;

	for (size_t i = 0; i < row->n; i++) {
		look.labels += is_label(&row->v[i]);
		years += is_year(&row->v[i]);
	}
	if (look.labels > 0)
		look.labels += years;
	return look;
}

/* Is it made of labels only? One cell in ten may be something else. */
static bool
all_labels(const struct row_look *r)
{
	return r->cells > 0 && r->labels >= r->cells - r->cells / 10;
}

/* How many cells the rows from i on have: the middle one of them. */
static size_t
width_below(const struct row_look *v, size_t n, size_t i)
{
	size_t widths[BELOW], k = 0;

	for (; i < n && k < BELOW; i++) {
		size_t at = k++;

		for (; at > 0 && widths[at - 1] > v[i].cells; at--)
			widths[at] = widths[at - 1];
		widths[at] = v[i].cells;
	}
	return k > 0 ? widths[k / 2] : 0;
}

/* Is row i the header, going by it and those around it? */
static bool
heads(const struct row_look *v, size_t n, size_t i)
{
	size_t below = width_below(v, n, i + 1), above = 0;

	if (!all_labels(&v[i]) || below == 0)
		return false;
	if (v[i].cells == 1)
		/* One column: a label above what is none. */
		return i == 0 && below == 1 && !all_labels(&v[1]);
	if (2 * v[i].cells < below)
		return false;
	for (size_t k = 0; k < i; k++)
		above += v[k].cells >= v[i].cells && v[k].cells > 2;
	return above < DATA_ABOVE;
}

static size_t
choose(const struct row_look *v, size_t n)
{
	size_t i = 0;

	while (i < n && !heads(v, n, i))
		i++;
	while (i + 1 < n && v[i + 1].cells > v[i].cells && heads(v, n, i + 1))
		i++;
	return i;
}

int
sheet_header_find(const struct sheet *s, struct sheet_row *scratch, size_t *ret)
{
	struct row_look v[FIRST_ROWS];
	size_t n = 0, run = 0, i;

	*ret = s->nruns;
	if (s->headed) {
		*ret = 0;
		return 0;
	}
	while (n < FIRST_ROWS && run < s->nruns) {
		size_t start = run;

		if (sheet_row_read(s, &run, scratch) < 0)
			return -1;
		v[n++] = look_at(scratch, start);
	}
	i = choose(v, n);
	if (i < n)
		*ret = v[i].run;
	return 0;
}
