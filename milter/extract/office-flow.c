/* SPDX-License-Identifier: MIT
 *
 * office-flow.c - a text of an office document while it is put together.
 *
 * Invariant: the units of the text are divided by form feeds, and numbers has
 * the number of each; a unit without words has no part in it.
 */
#include "extract/office-flow.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Paragraphs of a cell beyond so much are lines of their own: the cell is not
 * a field but a column of a layout. */
#define CELL_MAX 300
/* Texts looked through for one that is the same. */
#define SAME_MAX 200

void
office_flow_init(struct office_flow *f, size_t max)
{
	*f = (struct office_flow){.text = BUF_MAX(max)};
}

void
office_flow_free(struct office_flow *f)
{
	buf_free(&f->text);
	free(f->numbers);
	office_flow_init(f, f->text.max);
}

static void
append(struct office_flow *f, const char *s, size_t len)
{
	size_t room = f->text.max - f->text.len;

	if (f->limited)
		return;
	if (len > room) {
		f->limited = true;
		len = room;
	}
	buf_add(&f->text, s, len);
}

static void
append_char(struct office_flow *f, char c)
{
	append(f, &c, 1);
}

static bool
same_spot(const struct office_spot *a, const struct office_spot *b)
{
	return a->unit == b->unit && a->row == b->row && a->cell == b->cell &&
	       a->line == b->line;
}

static void
begin_unit(struct office_flow *f, uint32_t unit)
{
	size_t want = f->cap > 0 ? 2 * f->cap : 16;
	uint32_t *v;

	if (f->n == f->cap) {
		v = realloc(f->numbers, want * sizeof *v);
		if (v == NULL) {
			f->text.failed = true;
			return;
		}
		f->numbers = v;
		f->cap = want;
	}
	if (f->n > 0)
		append_char(f, '\f');
	f->numbers[f->n++] = unit;
}

/* Cells that are counted; Word's tables have 63 columns at most. */
#define CELLS_MAX 100

static void
tabs(struct office_flow *f, size_t from, size_t to)
{
	if (to > CELLS_MAX)
		to = CELLS_MAX;
	for (; from < to && !f->limited; from++)
		append_char(f, '\t');
	f->cell_start = f->text.len;
}

/* The white space between the last words and those at spot. */
static void
divide(struct office_flow *f, const struct office_spot *spot)
{
	const struct office_spot *last = &f->last;
	bool first = f->n == 0;

	if (first || spot->unit != last->unit)
		begin_unit(f, spot->unit);
	if (first || spot->row != last->row) {
		if (!first && spot->unit == last->unit)
			append_char(f, '\n');
		tabs(f, 0, spot->row != 0 ? spot->cell : 0);
	} else if (spot->row != 0 && spot->cell != last->cell) {
		tabs(f, last->cell, spot->cell);
	} else if (spot->row != 0 && spot->wide &&
		   f->text.len - f->cell_start < CELL_MAX) {
		append_char(f, ' ');
	} else if (spot->unit == last->unit) {
		append_char(f, '\n');
		if (spot->gap && spot->row == 0)
			append_char(f, '\n');
	}
}

void
office_flow_add(struct office_flow *f, const struct office_spot *spot,
    const char *s, size_t len)
{
	if (len == 0 || f->limited)
		return;
	if (f->n == 0 || f->cut)
		f->pieces++;
	if (f->n == 0 || !same_spot(&f->last, spot))
		divide(f, spot);
	else if (f->cut)
		append_char(f, spot->row != 0 && spot->wide ? ' ' : '\n');
	f->cut = false;
	f->last = *spot;
	append(f, s, len);
}

void
office_flow_cut(struct office_flow *f)
{
	f->cut = true;
}

void
office_flow_line(
    struct office_flow *f, uint32_t unit, const char *s, size_t len)
{
	struct office_spot spot = {.unit = unit, .line = f->last.line + 1};
	size_t end = f->text.len;

	while (len > 0 && isspace((unsigned char)*s)) {
		s++;
		len--;
	}
	while (len > 0 && isspace((unsigned char)s[len - 1]))
		len--;
	if (len == 0)
		return;
	if (f->n > 0 && f->last.unit == unit && end >= len &&
	    memcmp(f->text.data + end - len, s, len) == 0 &&
	    (end == len || f->text.data[end - len - 1] == '\n' ||
		f->text.data[end - len - 1] == '\f'))
		return;
	office_flow_add(f, &spot, s, len);
}

void
office_flow_links(
    struct office_flow *f, uint32_t unit, const struct package_relations *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].external && r->v[i].target != NULL)
			office_flow_line(
			    f, unit, r->v[i].target, strlen(r->v[i].target));
}

/* U+2500 to U+25FF: lines, blocks and shapes that words are covered with. */
static bool
is_block(const char *s, size_t len)
{
	const unsigned char *u = (const unsigned char *)s;

	return len >= 3 && u[0] == 0xe2 && u[1] >= 0x94 && u[1] <= 0x97;
}

bool
office_flow_says(const char *s, size_t len)
{
	char first = '\0';

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (is_block(s + i, len - i)) {
			i += 2;
		} else if (c == 0xc2 && i + 1 < len && s[i + 1] == '\xa0') {
			i++;
		} else if (c >= 0x80 || isalnum(c)) {
			if (first != '\0' && s[i] != first)
				return true;
			first = s[i];
		}
	}
	return false;
}

/* Is a text that was just added the same as an earlier one? */
static bool
is_twin(
    const struct texts *out, const char *place, const char *data, size_t len)
{
	size_t stop = out->n > SAME_MAX ? out->n - SAME_MAX : 0;

	for (size_t i = out->n; i-- > stop;)
		if (out->v[i].len == len &&
		    strcmp(out->v[i].place, place) == 0 &&
		    memcmp(out->v[i].data, data, len) == 0)
			return true;
	return false;
}

static bool
units_known(const struct office_flow *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->numbers[i] == 0)
			return false;
	return true;
}

static int
give_numbers(
    const struct office_flow *f, enum text_unit unit, struct text *text)
{
	bool plain = true;

	for (size_t i = 0; i < f->n; i++)
		plain &= f->numbers[i] == i + 1;
	text->unit = unit;
	if (plain)
		return 0;
	text->numbers = malloc(f->n * sizeof *text->numbers);
	if (text->numbers == NULL)
		return -1;
	memcpy(text->numbers, f->numbers, f->n * sizeof *text->numbers);
	text->nnumbers = f->n;
	return 0;
}

int
office_flow_put(const struct office_flow *f, const struct document *d,
    enum zone zone, const char *section, enum text_unit unit, struct texts *out,
    struct text **ret)
{
	char place[DOCUMENT_PLACE_MAX];
	struct text *text;

	if (ret != NULL)
		*ret = NULL;
	if (buf_failed(&f->text))
		goto memory;
	if (f->limited && document_unread(d, UNREAD_LIMIT, out) < 0)
		return -1;
	document_place(d, section, place);
	if (f->text.len == 0 ||
	    is_twin(out, place, buf_str(&f->text), f->text.len))
		return 0;
	text =
	    document_add(d, zone, section, buf_str(&f->text), f->text.len, out);
	if (text == NULL)
		return out->failed ? -1 : 0;
	if (unit != UNIT_NONE && units_known(f) &&
	    give_numbers(f, unit, text) < 0)
		goto memory;
	if (ret != NULL)
		*ret = text;
	return 0;
memory:
	out->failed = true;
	return -1;
}
