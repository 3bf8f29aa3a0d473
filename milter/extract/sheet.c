/* SPDX-License-Identifier: MIT
 *
 * sheet.c - the cells of a table, as they come from any reader.
 *
 * What is kept is bounded by the text the message may still have (texts.h), a
 * byte for each cell and row counted with it.
 */
#include "extract/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/sheet-parts.h"
#include "parse/charset.h"

/* Runs and hidden ranges that are kept: twice the rows of a full sheet. */
#define RUNS_MAX (2 * (size_t)SHEET_ROWS)

void
sheet_section(const char *name, char section[SHEET_SECTION_MAX])
{
	char clean[SHEET_SECTION_MAX - 32];
	size_t n = 0;

	for (; *name != '\0' && n + 1 < sizeof clean; name++)
		clean[n++] =
		    (unsigned char)*name < ' ' || *name == '\'' ? ' ' : *name;
	clean[charset_utf8_prefix(clean, n)] = '\0';
	snprintf(section, SHEET_SECTION_MAX, "sheet '%s'", clean);
}

struct sheet *
sheet_new(const struct document *d, const char *section, enum sheet_state state,
    struct texts *out)
{
	struct sheet *s = calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	s->d = d;
	s->out = out;
	s->state = state;
	s->room = out->max_bytes > out->bytes ? out->max_bytes - out->bytes : 0;
	if (s->room > UINT32_MAX / 16)
		s->room = UINT32_MAX / 16;
	s->cells = BUF_MAX(8 * s->room + 64);
	snprintf(s->section, sizeof s->section, "%s",
	    section != NULL ? section : "");
	s->section[charset_utf8_prefix(s->section, strlen(s->section))] = '\0';
	return s;
}

static int
grow(void **v, size_t n, size_t *cap, size_t size)
{
	size_t want = *cap > 0 ? *cap * 2 : 64;
	void *p;

	if (n < *cap)
		return 0;
	p = reallocarray(*v, want, size);
	if (p == NULL)
		return -1;
	*v = p;
	*cap = want;
	return 0;
}

static void
add_range(
    struct sheet *s, struct sheet_ranges *r, uint32_t first, uint32_t last)
{
	void *v = r->v;

	if (last < first)
		return;
	if (r->n > 0 && first >= r->v[r->n - 1].first &&
	    first <= r->v[r->n - 1].last + (uint64_t)1) {
		if (last > r->v[r->n - 1].last)
			r->v[r->n - 1].last = last;
		return;
	}
	if (r->n >= RUNS_MAX) {
		s->limited = true;
		return;
	}
	if (grow(&v, r->n, &r->cap, sizeof *r->v) < 0) {
		s->failed = true;
		return;
	}
	r->v = v;
	r->v[r->n++] = (struct sheet_range){first, last};
}

void
sheet_hide_rows(struct sheet *s, uint32_t first, uint32_t last)
{
	add_range(s, &s->hidden_rows, first, last);
}

void
sheet_hide_columns(struct sheet *s, uint32_t first, uint32_t last)
{
	add_range(s, &s->hidden_columns, first, last);
}

void
sheet_filter_rows(struct sheet *s, uint32_t first, uint32_t last)
{
	add_range(s, &s->filtered_rows, first, last);
}

void
sheet_headed(struct sheet *s)
{
	s->headed = true;
}

static bool
is_white(char c)
{
	return c == ' ' || c == '\0' || (c >= '\t' && c <= '\r');
}

static void
add_number(struct buf *b, size_t n)
{
	for (; n >= 0x80; n >>= 7)
		buf_addc(b, (char)(0x80 | (n & 0x7f)));
	buf_addc(b, (char)n);
}

/* Adds text with what would divide cells or rows as spaces. */
static void
add_clean(struct buf *b, const char *text, size_t len)
{
	char *to = buf_room(b, len);

	if (to == NULL)
		return;
	for (size_t i = 0; i < len; i++)
		to[i] = is_white(text[i]) ? ' ' : text[i];
	buf_grown(b, len);
}

/* The run that the next cell of the row belongs to: the last, or a new one. */
static int
run_for(struct sheet *s, uint32_t row)
{
	void *v = s->runs;
	uint32_t at = (uint32_t)s->cells.len;

	if (s->nruns > 0 && s->runs[s->nruns - 1].row == row)
		return 0;
	if (texts_late(s->out)) {
		s->late = true;
		return 1;
	}
	if (s->nruns >= RUNS_MAX || s->room == 0) {
		s->limited = true;
		return 1;
	}
	if (grow(&v, s->nruns, &s->capruns, sizeof *s->runs) < 0) {
		s->failed = true;
		return -1;
	}
	s->runs = v;
	s->room--;
	s->runs[s->nruns++] = (struct sheet_run){row, at, at};
	return 0;
}

int
sheet_cell(struct sheet *s, uint32_t row, uint32_t column, bool blank,
    const char *text, size_t len)
{
	int rc;

	if (s->failed)
		return -1;
	if (s->limited || s->late)
		return 1;
	while (len > 0 && is_white(text[len - 1]))
		len--;
	for (; len > 0 && is_white(*text); len--)
		text++;
	if (len == 0)
		return 0;
	rc = run_for(s, row);
	if (rc != 0)
		return rc;
	if (len >= s->room) {
		s->limited = true;
		len = charset_utf8_prefix(text, s->room);
	}
	s->room -= len < s->room ? len + 1 : s->room;
	if (column >= SHEET_COLUMNS)
		column = SHEET_COLUMNS - 1;
	s->used[column / 8] |= (unsigned char)(1 << column % 8);
	add_number(&s->cells, column);
	add_number(&s->cells, len << 1 | blank);
	add_clean(&s->cells, text, len);
	s->runs[s->nruns - 1].end = (uint32_t)s->cells.len;
	s->failed = buf_failed(&s->cells);
	return s->failed ? -1 : s->limited;
}

static size_t
take_number(const char **p)
{
	size_t n = 0;
	unsigned shift = 0;

	do
		n |= (size_t)(**p & 0x7f) << shift;
	while (shift += 7, (*(*p)++ & 0x80) != 0);
	return n;
}

static int
add_run(
    const struct sheet *s, const struct sheet_run *run, struct sheet_row *row)
{
	const char *p = buf_str(&s->cells) + run->start;
	const char *end = buf_str(&s->cells) + run->end;
	void *v;

	while (p < end) {
		struct sheet_cell c;

		if (row->n >= SHEET_ROW_CELLS) {
			row->limited = true;
			return 0;
		}
		v = row->v;
		if (grow(&v, row->n, &row->cap, sizeof *row->v) < 0)
			return -1;
		row->v = v;
		c.column = (uint32_t)take_number(&p);
		c.len = (uint32_t)take_number(&p);
		c.blank = (c.len & 1) != 0;
		c.len >>= 1;
		c.text = p;
		p += c.len;
		row->v[row->n++] = c;
	}
	return 0;
}

/* By column; those of one column stay in the order they came. */
static int
compare_cells(const void *a, const void *b)
{
	const struct sheet_cell *x = a, *y = b;

	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return x->text < y->text ? -1 : x->text > y->text;
}

int
sheet_row_read(const struct sheet *s, size_t *run, struct sheet_row *row)
{
	row->row = s->runs[*run].row;
	row->n = 0;
	row->limited = false;
	for (; *run < s->nruns && s->runs[*run].row == row->row; ++*run)
		if (add_run(s, &s->runs[*run], row) < 0)
			return -1;
	for (size_t i = 1; i < row->n; i++)
		if (row->v[i].column < row->v[i - 1].column) {
			qsort(row->v, row->n, sizeof *row->v, compare_cells);
			break;
		}
	return 0;
}

bool
sheet_ranges_hold(const struct sheet_ranges *r, uint32_t n)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (r->v[mid].last < n)
			low = mid + 1;
		else
			high = mid;
	}
	return low < r->n && r->v[low].first <= n;
}

static int
compare_ranges(const void *a, const void *b)
{
	const struct sheet_range *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

/* Puts ranges in order and makes those that touch one. */
static void
order_ranges(struct sheet_ranges *r)
{
	size_t n = 0;

	if (r->n == 0)
		return;
	qsort(r->v, r->n, sizeof *r->v, compare_ranges);
	for (size_t i = 1; i < r->n; i++) {
		if (r->v[i].first > r->v[n].last)
			r->v[++n] = r->v[i];
		else if (r->v[i].last > r->v[n].last)
			r->v[n].last = r->v[i].last;
	}
	r->n = n + 1;
}

static int
compare_runs(const void *a, const void *b)
{
	const struct sheet_run *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return x->start < y->start ? -1 : x->start > y->start;
}

static void
order_runs(struct sheet *s)
{
	for (size_t i = 1; i < s->nruns; i++)
		if (s->runs[i].row < s->runs[i - 1].row) {
			qsort(s->runs, s->nruns, sizeof *s->runs, compare_runs);
			return;
		}
}

int
sheet_end(struct sheet *s)
{
	int rc;

	if (s == NULL)
		return -1;
	rc = s->failed ? -1 : 0;
	order_ranges(&s->hidden_rows);
	order_ranges(&s->hidden_columns);
	order_ranges(&s->filtered_rows);
	order_runs(s);
	if (rc == 0 && s->nruns > 0)
		rc = sheet_texts(s);
	if (rc == 0 && s->limited)
		rc = document_unread(s->d, UNREAD_LIMIT, s->out);
	if (rc == 0 && s->late)
		rc = document_unread(s->d, UNREAD_TIMEOUT, s->out);
	buf_free(&s->cells);
	free(s->runs);
	free(s->hidden_rows.v);
	free(s->hidden_columns.v);
	free(s->filtered_rows.v);
	free(s);
	return rc;
}
