/* SPDX-License-Identifier: MIT
 *
 * csv.c - comma-separated values (RFC 4180), whole and with places.
 *
 * More lenient than the RFC in one thing: a line may end with LF alone.
 * Nothing is trimmed here.
 *
 * BUGS: the comma is the only separator; a spreadsheet set to a language that
 * separates by semicolons writes files this refuses.
 */
#include "config/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

struct reader {
	const struct source *s;
	size_t at; /* the next byte */
	struct place place;
	struct buf cell;
	struct buf *err;
};

void
csv_free(struct csv *c)
{
	size_t i, j;

	for (i = 0; i < c->n; i++) {
		for (j = 0; j < c->v[i].n; j++)
			free(c->v[i].v[j].text);
		free(c->v[i].v);
	}
	free(c->v);
	*c = (struct csv){0};
}

/* The next byte, or -1 at the end. */
static int
peek(const struct reader *r)
{
	return r->at < r->s->len ? (unsigned char)r->s->data[r->at] : -1;
}

static int
step(struct reader *r)
{
	int c = peek(r);

	r->at++;
	if (c == '\n') {
		r->place.line++;
		r->place.column = 1;
	} else if ((c & 0xc0) != 0x80) {
		r->place.column++;
	}
	return c;
}

/* At the end of a line (CR before LF belongs to it) or of the file. */
static int
at_end(const struct reader *r)
{
	int c = peek(r);

	if (c == '\r' && r->at + 1 < r->s->len)
		return r->s->data[r->at + 1] == '\n';
	return c == '\n' || c == '\r' || c < 0;
}

static void
skip_end(struct reader *r)
{
	if (peek(r) == '\r')
		step(r);
	if (peek(r) == '\n')
		step(r);
}

static int
read_quoted(struct reader *r)
{
	struct place open = r->place;
	int c;

	step(r);
	for (;;) {
		c = peek(r);
		if (c < 0)
			return source_error(r->err, r->s->path, open,
			    "a quote that is never closed; expected another "
			    "\" after the value");
		step(r);
		if (c == '"' && peek(r) != '"')
			break;
		if (c == '"')
			step(r);
		buf_addc(&r->cell, (char)c);
	}
	if (peek(r) != ',' && !at_end(r))
		return source_error(r->err, r->s->path, r->place,
		    "text after a closing quote; expected a comma or the end "
		    "of the line (a quote inside is written twice)");
	return 0;
}

static int
read_plain(struct reader *r)
{
	while (peek(r) != ',' && !at_end(r)) {
		if (peek(r) == '"')
			return source_error(r->err, r->s->path, r->place,
			    "a quote inside a value; expected the whole value "
			    "in quotes and this one written twice");
		buf_addc(&r->cell, (char)step(r));
	}
	return 0;
}

static int
no_memory(struct reader *r)
{
	return source_error(r->err, r->s->path, r->place, "out of memory");
}

static int
read_cell(struct reader *r, struct csv_row *row)
{
	struct csv_cell *v, cell = {.at = r->place};

	buf_reset(&r->cell);
	if ((peek(r) == '"' ? read_quoted(r) : read_plain(r)) < 0)
		return -1;
	/* Doubling: full whenever n is a power of two. */
	if ((row->n & (row->n - 1)) == 0) {
		v = reallocarray(row->v, row->n ? row->n * 2 : 1, sizeof *v);
		if (v == NULL)
			return no_memory(r);
		row->v = v;
	}
	cell.text = buf_failed(&r->cell) ? NULL : strdup(buf_str(&r->cell));
	if (cell.text == NULL)
		return no_memory(r);
	row->v[row->n++] = cell;
	return 0;
}

static int
read_row(struct reader *r, struct csv_row *row)
{
	for (;;) {
		if (read_cell(r, row) < 0)
			return -1;
		if (peek(r) != ',')
			break;
		step(r);
	}
	skip_end(r);
	return 0;
}

/* A comment, to the end of its line. */
static void
skip_line(struct reader *r)
{
	while (!at_end(r))
		step(r);
	skip_end(r);
}

/* The row after those there are: as wide as the first. */
static int
add_row(struct reader *r, struct csv *c)
{
	struct csv_row *v, *row;
	struct place start = r->place;

	if ((c->n & (c->n - 1)) == 0) {
		v = reallocarray(c->v, c->n ? c->n * 2 : 1, sizeof *v);
		if (v == NULL)
			return no_memory(r);
		c->v = v;
	}
	row = &c->v[c->n++];
	*row = (struct csv_row){0};
	if (read_row(r, row) < 0)
		return -1;
	if (row->n != c->v[0].n)
		return source_error(r->err, r->s->path, start,
		    "%zu value%s; expected %zu, as many as the first row "
		    "(quote a value that holds a comma)",
		    row->n, row->n == 1 ? "" : "s", c->v[0].n);
	return 0;
}

int
csv_parse(const struct source *s, struct csv *ret, struct buf *err)
{
	struct reader r = {.s = s, .place = {1, 1}, .err = err};
	struct csv c = {0};
	int rc = 0;

	buf_init(&r.cell, LIMIT_CONFIG_BYTES);
	while (rc == 0 && peek(&r) >= 0) {
		if (peek(&r) == '#')
			skip_line(&r);
		else if (at_end(&r))
			skip_end(&r);
		else
			rc = add_row(&r, &c);
	}
	buf_free(&r.cell);
	if (rc < 0)
		csv_free(&c);
	else
		*ret = c;
	return rc;
}
