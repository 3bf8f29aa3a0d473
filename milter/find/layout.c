/* SPDX-License-Identifier: MIT
 *
 * layout.c - the sentences, rows, headings and pages of a view.
 *
 * Running out of memory for an index makes a table one row and a text without
 * page edges: what is then found is less sure, never lost, for callers only
 * narrow by these answers what needs two things in one place.
 *
 * BUGS
 *	Cells of a table are told apart by tabs, or where the first line has
 *	none by commas, without regard to quotes.
 */
#include "find/layout.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LINE_MAX_BYTES 2000 /* a line in text that is no table */
#define HEADING_MAX 120     /* bytes of a heading's line */
#define SHORT_HEADING 60    /* one that needs no empty line below it */
#define HEADING_INDENT 17   /* bytes before the words: "Appendix 2 - " */
#define FIRST_LINES 10      /* that are not empty */
#define EDGE_LINES 2
#define CELLS_BACK 4096 /* further right no column heading is looked for */

void
layout_start(struct layout *l, const char *data, size_t len, bool table)
{
	l->data = data;
	l->len = len;
	l->table = table;
	l->lines.n = l->pages.n = l->nedges = l->first_lines = 0;
	l->lines.done = l->pages.done = l->edged = false;
}

void
layout_free(struct layout *l)
{
	free(l->lines.v);
	free(l->pages.v);
	free(l->edges);
	*l = (struct layout){0};
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The start of the line, at most `most` bytes back; the end, as many on. A page
 * ends its last line. */
static size_t
line_start(const struct layout *l, size_t at, size_t most)
{
	size_t low = at > most ? at - most : 0;

	while (at > low && l->data[at - 1] != '\n' && l->data[at - 1] != '\f')
		at--;
	return at;
}

static size_t
line_end(const struct layout *l, size_t at, size_t most)
{
	size_t span = l->len - at < most ? l->len - at : most;
	const char *end = memchr(l->data + at, '\n', span);

	if (end != NULL)
		span = (size_t)(end - l->data) - at;
	end = memchr(l->data + at, '\f', span);
	return end != NULL ? (size_t)(end - l->data) : at + span;
}

/* Where each stretch that `by` ends starts. */
static void
make_index(const struct layout *l, struct layout_index *x, char by)
{
	const char *end;
	size_t at = 0, cap;
	uint32_t *v;

	x->done = true;
	while (at < l->len || at == 0) {
		if (x->n == x->cap) {
			cap = x->cap ? 2 * x->cap : 256;
			v = reallocarray(x->v, cap, sizeof *v);
			if (v == NULL) {
				x->n = 0;
				return;
			}
			x->v = v;
			x->cap = cap;
		}
		x->v[x->n++] = (uint32_t)at;
		end = memchr(l->data + at, by, l->len - at);
		if (end == NULL)
			return;
		at = (size_t)(end - l->data) + 1;
	}
}

/* The number of the stretch that the byte lies in. */
static size_t
number_of(const struct layout_index *x, size_t at)
{
	size_t low = 0, high = x->n;

	while (high - low > 1) {
		size_t mid = (low + high) / 2;

		if (x->v[mid] <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

size_t
layout_row_number(struct layout *l, size_t at)
{
	if (!l->lines.done)
		make_index(l, &l->lines, '\n');
	return number_of(&l->lines, at);
}

size_t
layout_page_number(struct layout *l, size_t at)
{
	if (!l->pages.done)
		make_index(l, &l->pages, '\f');
	return number_of(&l->pages, at);
}

static struct span
table_row(struct layout *l, struct span at)
{
	size_t row = layout_row_number(l, at.start);
	struct span s = {0, (uint32_t)l->len};

	if (row < l->lines.n)
		s.start = l->lines.v[row];
	if (row + 1 < l->lines.n)
		s.end = l->lines.v[row + 1] - 1;
	else if (s.end > s.start && l->data[s.end - 1] == '\n')
		s.end--;
	if (s.end < at.end)
		s.end = at.end;
	return s;
}

struct span
layout_row(struct layout *l, struct span at)
{
	if (l->table)
		return table_row(l, at);
	return (struct span){(uint32_t)line_start(l, at.start, LINE_MAX_BYTES),
	    (uint32_t)line_end(l, at.end, LINE_MAX_BYTES)};
}

/* Words that a full stop belongs to. */
static bool
is_abbreviation(const struct layout *l, size_t stop)
{
	static const char *const words[] = {"mr", "mrs", "ms", "dr", "prof",
	    "cllr", "rev", "st", "no", "nos", "tel", "ext", "approx", "dept",
	    "ref", "eg", "ie", "g", "e", "vs", "fr", "jr", "sr"};
	size_t start = stop, i, n;

	while (start > 0 && stop - start < 8 &&
	       ((l->data[start - 1] | 0x20) >= 'a' &&
		   (l->data[start - 1] | 0x20) <= 'z'))
		start--;
	n = stop - start;
	if (n == 1) /* an initial */
		return true;
	for (i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == n &&
		    strncasecmp(words[i], l->data + start, n) == 0)
			return true;
	return false;
}

/* Does a sentence end with the stop at i? */
static bool
ends_sentence(const struct layout *l, size_t i)
{
	size_t next = i + 1;

	if (next < l->len && !is_space(l->data[next]))
		return false;
	while (next < l->len && next - i < 8 && is_space(l->data[next]))
		next++;
	if (next < l->len && l->data[next] >= 'a' && l->data[next] <= 'z')
		return false;
	return l->data[i] != '.' || !is_abbreviation(l, i);
}

/* Does a paragraph or an item of a list end with the line at i? */
static bool
ends_paragraph(const struct layout *l, size_t i)
{
	size_t next = i + 1;

	while (next < l->len && next - i < 16 &&
	       (l->data[next] == ' ' || l->data[next] == '\t' ||
		   l->data[next] == '\r' || l->data[next] == '>'))
		next++;
	if (next >= l->len || l->data[next] == '\n' || l->data[next] == '\f')
		return true;
	return next + 1 < l->len && strchr("*-+", l->data[next]) != NULL &&
	       l->data[next + 1] == ' ';
}

/* Does what is said together end with the byte at i? */
static bool
ends_at(const struct layout *l, size_t i)
{
	switch (l->data[i]) {
	case '.':
	case '!':
	case '?':
		return ends_sentence(l, i);
	case '\n':
		return ends_paragraph(l, i);
	default:
		return l->data[i] == '\f';
	}
}

/* The span with so many bytes to either side. */
static struct span
reach(const struct layout *l, struct span at, size_t bytes)
{
	size_t low = at.start > bytes ? at.start - bytes : 0;
	size_t high = l->len - at.end > bytes ? at.end + bytes : l->len;

	return (struct span){(uint32_t)low, (uint32_t)high};
}

/* The row, no further than it may cost to look through for each of thousands
 * of values in it. */
static struct span
near_row(struct layout *l, struct span at)
{
	struct span row = table_row(l, at);
	struct span most = reach(l, at, 4 * (size_t)LAYOUT_SENTENCE);

	if (row.start < most.start)
		row.start = most.start;
	if (row.end > most.end)
		row.end = most.end;
	return row;
}

struct span
layout_sentence(struct layout *l, struct span at)
{
	size_t start = at.start, end = at.end;
	struct span most;

	if (l->table)
		return near_row(l, at);
	most = reach(l, at, LAYOUT_SENTENCE);
	while (start > most.start && !ends_at(l, start - 1))
		start--;
	while (end < most.end && !ends_at(l, end))
		end++;
	return (struct span){(uint32_t)start, (uint32_t)end};
}

static size_t
count_cells(const char *s, size_t len, char by)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		n += s[i] == by;
	return n;
}

struct span
layout_column_heading(struct layout *l, struct span at)
{
	struct span row = table_row(l, at);
	size_t end, start = 0, cells;
	const char *next;
	char by = '\t';

	if (!l->table || row.start == 0 || at.start - row.start > CELLS_BACK)
		return (struct span){0, 0};
	end = line_end(l, 0, CELLS_BACK);
	if (memchr(l->data, by, end) == NULL)
		by = ',';
	cells = count_cells(l->data + row.start, at.start - row.start, by);
	for (; cells > 0; cells--) {
		next = memchr(l->data + start, by, end - start);
		if (next == NULL)
			return (struct span){0, 0};
		start = (size_t)(next - l->data) + 1;
	}
	next = memchr(l->data + start, by, end - start);
	if (next != NULL)
		end = (size_t)(next - l->data);
	return (struct span){(uint32_t)start, (uint32_t)end};
}

static bool
is_blank(const struct layout *l, size_t start, size_t end)
{
	while (
	    start < end && (is_space(l->data[start]) || l->data[start] == '>'))
		start++;
	return start == end;
}

static bool
all_capitals(const struct layout *l, size_t start, size_t end)
{
	size_t capitals = 0;

	for (; start < end; start++) {
		if (l->data[start] >= 'a' && l->data[start] <= 'z')
			return false;
		capitals += l->data[start] >= 'A' && l->data[start] <= 'Z';
	}
	return capitals >= 4;
}

/* Is the cell of a table the only one of its row with anything in it? What
 * stands beside others is a record's, or heads a column. */
static bool
is_alone(struct layout *l, struct span at)
{
	struct span row = table_row(l, at);
	size_t start = at.start, end = at.end;

	if (row.end - row.start > HEADING_MAX)
		return false;
	while (start > row.start && l->data[start - 1] != '\t')
		start--;
	while (end < row.end && l->data[end] != '\t')
		end++;
	return is_blank(l, row.start, start) && is_blank(l, end, row.end);
}

bool
layout_heading(struct layout *l, struct span at)
{
	size_t start = line_start(l, at.start, HEADING_MAX + 1);
	size_t end =
	    line_end(l, at.end > start ? at.end - 1 : start, HEADING_MAX + 1);
	size_t last = end, before;

	if (end - start > HEADING_MAX || at.start - start > HEADING_INDENT)
		return false;
	if (start > 0 && l->data[start - 1] != '\n' &&
	    l->data[start - 1] != '\f')
		return false;
	if (l->table && !is_alone(l, at))
		return false;
	while (last > start && is_space(l->data[last - 1]))
		last--;
	if (all_capitals(l, start, last))
		return true;
	if (last > start && strchr(".,;?", l->data[last - 1]) != NULL)
		return false;
	if (start == 0 || l->data[start - 1] == '\f')
		return true;
	before = line_start(l, start - 1, HEADING_MAX);
	if (!is_blank(l, before, start - 1))
		return false;
	return end >= l->len || end - start <= SHORT_HEADING ||
	       is_blank(l, end, line_end(l, end + 1, HEADING_MAX));
}

bool
layout_first_lines(struct layout *l, struct span at)
{
	size_t start = 0, end, n = 0;

	if (l->first_lines == 0) {
		while (start < l->len && n < FIRST_LINES) {
			end = line_end(l, start, l->len);
			n += !is_blank(l, start, end);
			start = end < l->len ? end + 1 : l->len;
		}
		l->first_lines = start;
	}
	return at.start < l->first_lines && (!l->table || is_alone(l, at));
}

static void
add_edge(struct layout *l, size_t start, size_t end)
{
	size_t cap = l->capedges ? 2 * l->capedges : 64;
	struct span *v;

	if (l->nedges == l->capedges) {
		v = reallocarray(l->edges, cap, sizeof *v);
		if (v == NULL)
			return;
		l->edges = v;
		l->capedges = cap;
	}
	l->edges[l->nedges++] = (struct span){(uint32_t)start, (uint32_t)end};
}

/* The first lines of a page downwards, then the last ones upwards. */
static void
add_page(struct layout *l, size_t start, size_t end)
{
	size_t top = start, bottom = end, n, from;

	for (n = 0; n < EDGE_LINES && top < end;) {
		from = top;
		top = line_end(l, top, end - top);
		n += !is_blank(l, from, top);
		top = top < end ? top + 1 : end;
	}
	add_edge(l, start, top);
	for (n = 0; n < EDGE_LINES && bottom > top;) {
		from = line_start(l, bottom - 1, bottom - 1 - top);
		n += !is_blank(l, from, bottom);
		bottom = from;
	}
	add_edge(l, bottom, end);
}

bool
layout_page_edge(struct layout *l, struct span at)
{
	size_t low = 0, high, start = 0, end;
	const char *feed;

	while (!l->edged) {
		feed = memchr(l->data + start, '\f', l->len - start);
		end = feed != NULL ? (size_t)(feed - l->data) : l->len;
		add_page(l, start, end);
		start = end + 1;
		l->edged = feed == NULL;
	}
	high = l->nedges;
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (l->edges[mid].end <= at.start)
			low = mid + 1;
		else
			high = mid;
	}
	return low < l->nedges && l->edges[low].start <= at.start &&
	       (!l->table || is_alone(l, at));
}
