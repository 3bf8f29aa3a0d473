/* SPDX-License-Identifier: MIT
 *
 * cover.c - which bytes of a block have been accounted for, and which not.
 *
 * Ranges come in nearly sorted; cover_start sorts them if they did not.  The
 * walk looks at each byte outside them once, line by line.
 */
#include "parse/cover.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NONE SIZE_MAX

static int
grow(void **v, size_t n, size_t *cap, size_t size)
{
	size_t want = *cap > 0 ? *cap * 2 : 64;
	void *p;

	if (n < *cap)
		return 0;
	p = realloc(*v, want * size);
	if (p == NULL)
		return -1;
	*v = p;
	*cap = want;
	return 0;
}

int
cover_add(struct cover *c, size_t start, size_t end, size_t parent)
{
	void *v = c->ranges;

	if (grow(&v, c->nranges, &c->capranges, sizeof *c->ranges) < 0)
		return -1;
	c->ranges = v;
	c->ranges[c->nranges++] = (struct cover_range){start, end, parent};
	return 0;
}

int
cover_boundary(struct cover *c, const char *text, size_t part)
{
	void *v = c->boundaries;

	if (text == NULL)
		return 0;
	if (grow(&v, c->nboundaries, &c->capboundaries, sizeof *c->boundaries) <
	    0)
		return -1;
	c->boundaries = v;
	c->boundaries[c->nboundaries++] =
	    (struct cover_boundary){text, strlen(text), part, false};
	return 0;
}

void
cover_free(struct cover *c)
{
	free(c->ranges);
	free(c->boundaries);
	*c = (struct cover){.ranges = NULL};
}

static int
by_start(const void *a, const void *b)
{
	const struct cover_range *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

void
cover_start(struct cover *c, const char *data, size_t len)
{
	for (size_t i = 1; i < c->nranges; i++)
		if (c->ranges[i].start < c->ranges[i - 1].start) {
			qsort(
			    c->ranges, c->nranges, sizeof *c->ranges, by_start);
			break;
		}
	c->data = data;
	c->len = len;
	c->at = c->next = 0;
	c->opened = NONE;
}

static bool
white(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n';
}

/* Where the line at `from` ends, its line end included, at most at `limit`. */
static size_t
line_end(const struct cover *c, size_t from, size_t limit)
{
	const char *nl = memchr(c->data + from, '\n', limit - from);

	return nl != NULL ? (size_t)(nl - c->data) + 1 : limit;
}

/* The boundary that the line [from, to) is of, or NULL; a closing one has
 * *ret_closing. */
static struct cover_boundary *
boundary_of(struct cover *c, size_t from, size_t to, bool *ret_closing)
{
	while (to > from && white(c->data[to - 1]))
		to--;
	if (to - from < 3 || memcmp(c->data + from, "--", 2) != 0)
		return NULL;
	from += 2;
	for (size_t i = 0; i < c->nboundaries; i++) {
		struct cover_boundary *b = &c->boundaries[i];
		size_t n = to - from;

		if (n < b->len || n > b->len + 2 ||
		    memcmp(c->data + from, b->text, b->len) != 0)
			continue;
		*ret_closing =
		    n == b->len + 2 && memcmp(c->data + to - 2, "--", 2) == 0;
		if (n == b->len || *ret_closing)
			return b;
	}
	return NULL;
}

static bool
blank(const struct cover *c, size_t from, size_t to)
{
	while (from < to && white(c->data[from]))
		from++;
	return from == to;
}

/* Steps over ranges that begin where we stand. Returns the end of the gap that
 * begins there. */
static size_t
skip_covered(struct cover *c)
{
	while (c->next < c->nranges && c->ranges[c->next].start <= c->at) {
		if (c->ranges[c->next].end > c->at)
			c->at = c->ranges[c->next].end;
		c->next++;
		c->opened = NONE;
	}
	return c->next < c->nranges && c->ranges[c->next].start < c->len
		   ? c->ranges[c->next].start
		   : c->len;
}

/* Reads on to the end of a run of text that begins at c->at. */
static void
take_run(struct cover *c, size_t limit, size_t last, struct cover_gap *ret)
{
	size_t end;
	bool closing;

	ret->start = c->at;
	do {
		end = line_end(c, c->at, limit);
		c->at = end;
	} while (
	    c->at < limit &&
	    boundary_of(c, c->at, line_end(c, c->at, limit), &closing) == NULL);
	ret->end = c->at;
	while (white(c->data[ret->end - 1]))
		ret->end--;
	/* Lines that fields follow are rubbish in a header block. */
	ret->opened = c->opened != NONE && (c->at < limit || limit == c->len);
	ret->parent = c->opened != NONE      ? c->opened
		      : c->next < c->nranges ? c->ranges[c->next].parent
					     : last;
	c->opened = NONE;
}

bool
cover_next(struct cover *c, size_t last, struct cover_gap *ret)
{
	for (;;) {
		size_t limit = skip_covered(c), end;
		struct cover_boundary *b;
		bool closing = false;

		if (c->at >= limit)
			return false;
		end = line_end(c, c->at, limit);
		if (blank(c, c->at, end)) {
			c->at = end;
			continue;
		}
		b = boundary_of(c, c->at, end, &closing);
		if (b == NULL) {
			take_run(c, limit, last, ret);
			return true;
		}
		b->closed |= closing;
		c->opened = closing ? NONE : b->part;
		c->at = end;
	}
}
