/* SPDX-License-Identifier: MIT
 *
 * pdf-lines.c - the characters of a PDF page as lines.
 *
 * poppler gives lines in the order of reading, column by column: right for
 * prose, but a table falls apart into its columns.  Pieces of one height are
 * put back into one line, divided by tabs, unless two of them are prose: part
 * of a block of long lines.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/pdf-parts.h"

/* Characters of a line of prose, on average over its block; cells are
 * shorter. */
#define PROSE 28
/* Lines looked back for the other pieces of a row. */
#define LOOK_BACK 400

struct line {
	size_t from, to; /* characters */
	size_t chars;
	size_t block_chars; /* average of its block */
	struct pdf_box box;
	bool sideways;
	size_t row; /* the line it is put behind; itself */
	size_t next;
	size_t last; /* of a row's first line */
	bool prose;  /* of the row */
};

static bool
blank(const struct pdf_page *page, size_t i)
{
	return strchr(" \t\r\f", page->text[page->v[i].at]) != NULL;
}

/* The next line from *at on of characters seen so; false: no more. */
static bool
next_line(const struct pdf_page *page, enum pdf_flow_kind kind, size_t *at,
    struct line *ret)
{
	struct line l = {.from = *at};
	size_t i;

	for (i = *at; i < page->n && page->text[page->v[i].at] != '\n'; i++) {
		const struct pdf_char *c = &page->v[i];

		if (c->seen != kind || blank(page, i))
			continue;
		if (l.chars++ == 0)
			l.box = c->box;
		l.sideways |= c->sideways;
		l.box.x1 = fmin(l.box.x1, c->box.x1);
		l.box.y1 = fmin(l.box.y1, c->box.y1);
		l.box.x2 = fmax(l.box.x2, c->box.x2);
		l.box.y2 = fmax(l.box.y2, c->box.y2);
	}
	l.to = i;
	*ret = l;
	*at = i + 1;
	return l.from < page->n;
}

static size_t
take_lines(const struct pdf_page *page, enum pdf_flow_kind kind,
    struct line **ret, struct buf *out)
{
	struct line *v = NULL, *more, l;
	size_t n = 0, cap = 0, at = 0;

	while (next_line(page, kind, &at, &l)) {
		if (l.chars == 0)
			continue;
		if (n == cap) {
			cap = cap > 0 ? 2 * cap : 64;
			more = realloc(v, cap * sizeof *v);
			if (more == NULL) {
				out->failed = true;
				break;
			}
			v = more;
		}
		l.row = l.last = n;
		v[n++] = l;
	}
	*ret = v;
	return n;
}

/* Lines beneath each other with one left edge are a block. */
static void
find_blocks(struct line *v, size_t n)
{
	size_t i, j, k, sum;

	for (i = 0; i < n; i = j) {
		sum = v[i].chars;
		for (j = i + 1; j < n; j++) {
			const double high = v[j].box.y2 - v[j].box.y1;

			if (fabs(v[j].box.x1 - v[i].box.x1) > 2 * high ||
			    v[j].box.y1 < v[j - 1].box.y1 ||
			    v[j].box.y1 - v[j - 1].box.y2 > high)
				break;
			sum += v[j].chars;
		}
		for (k = i; k < j; k++)
			v[k].block_chars = sum / (j - i);
	}
}

static bool
one_height(const struct pdf_box *a, const struct pdf_box *b)
{
	const double high = fmin(a->y2 - a->y1, b->y2 - b->y1);
	const double both = fmin(a->y2, b->y2) - fmax(a->y1, b->y1);

	return both > 0.6 * high && both > 0;
}

/* Is a piece to stand in the row that begins with that line? */
static bool
in_row(const struct line *v, size_t row, const struct line *l)
{
	const struct line *last = &v[v[row].last];

	if (last->sideways || l->sideways || !one_height(&last->box, &l->box) ||
	    l->box.x1 < last->box.x2 - 1)
		return false;
	return !(v[row].prose && l->block_chars >= PROSE);
}

static void
find_rows(struct line *v, size_t n)
{
	size_t i, j, back;

	for (i = 0; i < n; i++) {
		v[i].next = n;
		v[i].prose = v[i].block_chars >= PROSE;
		for (j = i, back = 0; j > 0 && back < LOOK_BACK; back++) {
			j--;
			if (v[j].row != j || !in_row(v, j, &v[i]))
				continue;
			v[i].row = j;
			v[v[j].last].next = i;
			v[j].last = i;
			v[j].prose |= v[i].prose;
			break;
		}
	}
}

/* Between letters that stand apart with no blank between them poppler saw two
 * words, or two cells. */
static char
divider(const struct pdf_char *last, const struct pdf_char *c)
{
	const double high = c->box.y2 - c->box.y1;
	const double gap = c->box.x1 - last->box.x2;

	if (gap > 0.6 * high)
		return '\t';
	return gap > 0.25 * high ? ' ' : '\0';
}

static void
add_line(const struct pdf_page *page, enum pdf_flow_kind kind,
    const struct line *l, struct buf *out)
{
	const struct pdf_char *last = NULL;

	for (size_t i = l->from; i < l->to; i++) {
		const struct pdf_char *c = &page->v[i];

		if (c->seen != kind)
			continue;
		if (blank(page, i)) {
			buf_addc(out, ' ');
			last = NULL;
			continue;
		}
		if (last != NULL && divider(last, c) != '\0')
			buf_addc(out, divider(last, c));
		buf_add(out, page->text + c->at, c->bytes);
		last = c;
	}
}

/* A soft hyphen at the end of a line is no part of the word. */
static bool
end_soft(struct buf *out)
{
	if (out->len < 2 ||
	    memcmp(out->data + out->len - 2, "\xC2\xAD", 2) != 0)
		return false;
	out->len -= 2;
	out->data[out->len] = '\0';
	return true;
}

void
pdf_lines(const struct pdf_page *page, enum pdf_flow_kind kind, struct buf *out)
{
	struct line *v = NULL;
	size_t n = take_lines(page, kind, &v, out), i, j;

	find_blocks(v, n);
	find_rows(v, n);
	for (i = 0; i < n; i++) {
		if (v[i].row != i)
			continue;
		for (j = i; j < n; j = v[j].next) {
			if (j != i)
				buf_addc(out, '\t');
			add_line(page, kind, &v[j], out);
		}
		if (!end_soft(out))
			buf_addc(out, '\n');
	}
	free(v);
}
