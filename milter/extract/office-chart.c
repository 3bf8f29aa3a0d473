/* SPDX-License-Identifier: MIT
 *
 * office-chart.c - what charts and diagrams carry.
 *
 * A chart keeps a copy of the cells it was drawn from (ECMA-376-1, 21.2.2.35,
 * the caches): of each series its name, its categories and its values, each a
 * column here; the n-th point of all columns is a row.
 */
#include "extract/office-chart.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/office-flow.h"
#include "extract/xml.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Excel: 255 series, 32,000 points each in 2-D charts. */
#define COLUMNS_MAX 1024
#define POINTS_MAX 1000000
#define ROW_MAX 1048576
#define NAME_BYTES 256

struct point {
	uint32_t row, column; /* row 0: the header */
	size_t start, len;    /* in values */
};

/* A run of points: the last categories that were kept. */
struct column {
	size_t first, n;
};

struct chart {
	struct point *v;
	size_t n, cap;
	struct buf values, name, line;
	struct office_flow words; /* titles, and all of a diagram */
	uint32_t columns, row;
	struct column now, categories;
	size_t start; /* of the point we are in, in values */
	unsigned series;
	bool in_name, in_value, in_point, in_word, in_column;
	bool limited;
};

static void
add_point(struct chart *c, uint32_t row, size_t start)
{
	size_t len = c->values.len - start;
	size_t want = c->cap > 0 ? 2 * c->cap : 256;
	struct point *v;

	if (len == 0 || c->columns == 0)
		return;
	if (c->n >= POINTS_MAX || c->columns > COLUMNS_MAX) {
		c->limited = true;
		return;
	}
	if (c->n == c->cap) {
		v = realloc(c->v, want * sizeof *v);
		if (v == NULL) {
			c->values.failed = true;
			return;
		}
		c->v = v;
		c->cap = want;
	}
	c->v[c->n++] = (struct point){row, c->columns - 1, start, len};
}

/* Elements that make a column: the caches of charts, and the dimensions of
 * newer ones ([MS-ODRAWXML] 2.24.3). `names`: of what the values are of. */
static const struct {
	const char *name;
	bool names;
} makes[] = {
    {"cat", true},
    {"xVal", true},
    {"strDim", true},
    {"val", false},
    {"yVal", false},
    {"bubbleSize", false},
    {"numDim", false},
};

static size_t
making(const char *name)
{
	size_t i = 0;

	while (i < COUNT(makes) && strcmp(name, makes[i].name) != 0)
		i++;
	return i;
}

static void
begin_column(struct chart *c, bool names)
{
	size_t start = c->values.len;

	c->in_column = true;
	c->columns++;
	c->now.first = c->n;
	if (names)
		buf_adds(&c->values, "category");
	else if (c->name.len > 0)
		buf_add(&c->values, c->name.data, c->name.len);
	else
		buf_adds(&c->values, "value");
	add_point(c, 0, start);
}

static bool
same_column(
    const struct chart *c, const struct column *a, const struct column *b)
{
	for (size_t i = 0; a->n == b->n && i < a->n; i++) {
		const struct point *x = &c->v[a->first + i];
		const struct point *y = &c->v[b->first + i];

		if (x->row != y->row || x->len != y->len ||
		    memcmp(c->values.data + x->start, c->values.data + y->start,
			x->len) != 0)
			return false;
	}
	return a->n == b->n;
}

/* Most series have the categories of the one before them. */
static void
end_column(struct chart *c, bool names)
{
	c->in_column = false;
	c->now.n = c->n - c->now.first;
	if (!names)
		return;
	if (same_column(c, &c->now, &c->categories)) {
		c->n = c->now.first;
		c->columns--;
	} else {
		c->categories = c->now;
	}
}

static int
chart_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct chart *c = arg;
	size_t make = making(name);
	long row;

	c->in_word = strcmp(name, "t") == 0;
	c->in_value = strcmp(name, "v") == 0;
	if (make < COUNT(makes) && !c->in_column) {
		begin_column(c, makes[make].names);
	} else if (strcmp(name, "ser") == 0) {
		c->series++;
		buf_reset(&c->name);
	} else if (strcmp(name, "tx") == 0) {
		c->in_name = c->series > 0;
	} else if (strcmp(name, "pt") == 0 && c->in_column) {
		row = xml_attribute_number(a, "idx", 0);
		c->row = row < ROW_MAX ? (uint32_t)row + 1 : ROW_MAX;
		c->start = c->values.len;
		c->in_point = true;
	} else if (strcmp(name, "v") == 0 && !c->in_point) {
		c->in_word = !c->in_name;
	}
	return c->limited;
}

static void
end_line(struct chart *c)
{
	office_flow_line(&c->words, 0, buf_str(&c->line), c->line.len);
	buf_reset(&c->line);
}

static int
chart_close(void *arg, const char *name)
{
	struct chart *c = arg;
	size_t make = making(name);

	c->in_word = c->in_value = false;
	if (make < COUNT(makes) && c->in_column)
		end_column(c, makes[make].names);
	else if (strcmp(name, "ser") == 0 && c->series > 0)
		c->series--;
	else if (strcmp(name, "tx") == 0)
		c->in_name = false;
	else if (strcmp(name, "pt") == 0 && c->in_point)
		add_point(c, c->row, c->start);
	else if (strcmp(name, "p") == 0 || strcmp(name, "txData") == 0)
		end_line(c);
	c->in_point = c->in_point && strcmp(name, "pt") != 0;
	return c->limited;
}

static void
add_value(struct chart *c, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf_addc(
		    &c->values, strchr("\t\r\n\f", s[i]) != NULL ? ' ' : s[i]);
}

/* A name of a series that stands in a cell is a point of its own; one that
 * was typed in, text. */
static int
chart_text(void *arg, const char *s, size_t len)
{
	struct chart *c = arg;

	if (c->in_point)
		add_value(c, s, len);
	else if (c->in_word)
		buf_add(&c->line, s, len);
	else if (c->in_name && c->in_value && c->name.len + len < NAME_BYTES)
		buf_add(&c->name, s, len);
	return 0;
}

static int
by_row(const void *a, const void *b)
{
	const struct point *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return (x->start > y->start) - (x->start < y->start);
}

/* The points as lines of cells; *ret_numbers has the number of each line. */
static size_t
table_of(struct chart *c, struct buf *table, uint32_t *numbers)
{
	size_t rows = 0;
	uint32_t column = 0;

	qsort(c->v, c->n, sizeof *c->v, by_row);
	for (size_t i = 0; i < c->n && !buf_failed(table); i++) {
		const struct point *p = &c->v[i];

		if (i == 0 || p->row != p[-1].row) {
			if (i > 0)
				buf_addc(table, '\n');
			numbers[rows++] = p->row + 1;
			column = 0;
		} else if (p->column == p[-1].column) {
			buf_addc(table, ' ');
		}
		for (; column < p->column; column++)
			buf_addc(table, '\t');
		buf_add(table, c->values.data + p->start, p->len);
	}
	return rows;
}

static int
put_table(struct chart *c, const struct document *d, enum zone zone,
    const char *section, struct texts *out)
{
	struct buf table = BUF_MAX(out->max_bytes);
	uint32_t *numbers;
	struct text *text;
	size_t rows;
	int rc = 0;

	if (c->n == 0)
		return 0;
	numbers = malloc(c->n * sizeof *numbers);
	if (numbers == NULL) {
		out->failed = true;
		return -1;
	}
	rows = table_of(c, &table, numbers);
	if (c->limited || buf_failed(&table))
		rc = document_unread(d, UNREAD_LIMIT, out);
	text = document_add(d, zone, section, buf_str(&table), table.len, out);
	buf_free(&table);
	if (text == NULL) {
		free(numbers);
		return out->failed ? -1 : rc;
	}
	text->table = true;
	text->unit = UNIT_ROW;
	text->numbers = numbers;
	text->nnumbers = rows;
	return rc;
}

/* What a kind of part is called, by the relation that leads to it. */
static const struct {
	const char *relation, *section;
} kinds[] = {
    {"chart", "chart"},
    {"chartEx", "chart"},
    {"chartUserShapes", "chart"},
    {"diagramData", "diagram"},
};

/* What says how they are drawn, or the same words as a drawing. */
static const char *const plumbing[] = {"diagramLayout", "diagramQuickStyle",
    "diagramColors", "diagramDrawing", "chartStyle", "chartColorStyle",
    "themeOverride"};

static void
mark_plumbing(struct package *p, const struct package_relations *r)
{
	struct package_part *part;

	for (size_t i = 0; i < COUNT(plumbing); i++)
		for (size_t at = 0;
		     (part = package_related(p, r, plumbing[i], &at)) != NULL;)
			part->used = true;
}

static int
put(struct chart *c, const struct document *d, enum zone zone, const char *kind,
    const char *where, struct texts *out)
{
	char section[100];

	snprintf(section, sizeof section, "%s data%s", kind, where);
	if (buf_failed(&c->values) || buf_failed(&c->line)) {
		out->failed = true;
		return -1;
	}
	if (put_table(c, d, zone, section, out) < 0)
		return -1;
	snprintf(section, sizeof section, "%s%s", kind, where);
	return office_flow_put(
	    &c->words, d, zone, section, UNIT_NONE, out, NULL);
}

static int
read_one(const struct document *d, struct package_part *part, enum zone zone,
    const char *kind, const char *where, struct texts *out)
{
	static const struct xml_handler handler = {
	    chart_open, chart_close, chart_text};
	struct chart c = {.values = BUF_MAX(2 * part->len + 65536),
	    .name = BUF_MAX(NAME_BYTES),
	    .line = BUF_MAX(part->len + 1)};
	int rc;

	part->used = true;
	if (part->data == NULL)
		return 0;
	office_flow_init(&c.words, out->max_bytes);
	rc = package_walk(d, part, &handler, &c, out);
	if (rc == 0)
		rc = put(&c, d, zone, kind, where, out);
	free(c.v);
	buf_free(&c.values);
	buf_free(&c.name);
	buf_free(&c.line);
	office_flow_free(&c.words);
	return rc;
}

/* `chart` says that `from` is one, whose own shapes alone are looked for: so
 * that charts which point at each other end. */
static int
read_all(const struct document *d, struct package *p,
    const struct package_part *from, bool chart, enum zone zone,
    const char *where, struct texts *out)
{
	struct package_relations r;
	struct package_part *part;
	int rc = 0;

	if (package_relations(p, from, &r) < 0) {
		out->failed = true;
		return -1;
	}
	mark_plumbing(p, &r);
	for (size_t i = 0; rc == 0 && i < COUNT(kinds); i++)
		for (size_t at = 0;
		     rc == 0 && (part = package_related(
				     p, &r, kinds[i].relation, &at)) != NULL;) {
			if (part->used)
				continue;
			rc = read_one(
			    d, part, zone, kinds[i].section, where, out);
			if (rc == 0 && !chart)
				rc = read_all(
				    d, p, part, true, zone, where, out);
		}
	package_relations_free(&r);
	return rc;
}

int
office_chart_read_all(const struct document *d, struct package *p,
    const struct package_part *from, enum zone zone, const char *where,
    struct texts *out)
{
	return read_all(d, p, from, false, zone, where, out);
}
