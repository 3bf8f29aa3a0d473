/* SPDX-License-Identifier: MIT
 *
 * ods-cells.c - the tables of an OpenDocument spreadsheet (1.3 part 3, 9).
 *
 * Cells and rows say how often they are repeated.  Empty ones cost nothing
 * however often; others are written out as far as the sheet has room.
 *
 * BUGS: a cell's colours are those of its own style, not of its column's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/ods-parts.h"

static bool
is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static uint32_t
repeats(const struct xml_attributes *a, const char *name, uint32_t most)
{
	long n = xml_attribute_number(a, name, 1);

	return n < 1 ? 1 : n > (long)most ? most : (uint32_t)n;
}

/* Does the element's style, or it itself, say that it is not displayed? */
static bool
is_hidden(struct ods *o, const struct xml_attributes *a, const char *family)
{
	const struct ods_style *style;
	char name[200];

	if (xml_attribute_is(a, "visibility", "collapse") ||
	    xml_attribute_is(a, "visibility", "filter"))
		return true;
	if (xml_attribute(a, "style-name", name, sizeof name) == NULL)
		return false;
	style = ods_style(&o->styles, family, name);
	return style != NULL && style->hidden;
}

int
ods_table_begin(struct ods *o, const struct xml_attributes *a)
{
	struct ods_table *t = &o->table;
	char name[512];

	/* One that damage left open in the part before. */
	if (t->sheet != NULL && ods_table_end(o) < 0)
		return -1;
	if (xml_attribute(a, "name", name, sizeof name) == NULL)
		name[0] = '\0';
	/* Values kept of another document: "'file:///…'#Sheet1". */
	if (strncmp(name, "'file:", 6) == 0 || strstr(name, "'#") != NULL)
		o->cached = true;
	o->state = is_hidden(o, a, "table") ? SHEET_HIDDEN : SHEET_SHOWN;
	sheet_section(name, o->section);
	if (o->cached) {
		o->state = SHEET_KEPT;
		snprintf(o->section, sizeof o->section,
		    "values from another document");
	}
	buf_addf(&o->name, "%s\n", name);
	t->row = t->column = t->hidden_groups = 0;
	t->repeated = 1;
	t->n = 0;
	t->sheet = sheet_new(o->d, o->section, o->state, o->out);
	return t->sheet != NULL ? 0 : -1;
}

int
ods_table_end(struct ods *o)
{
	struct sheet *sheet = o->table.sheet;
	enum zone shown =
	    o->state == SHEET_SHOWN ? document_zone(o->d) : ZONE_HIDDEN;
	int rc;

	if (sheet == NULL)
		return 0;
	o->table.sheet = NULL;
	rc = sheet_end(sheet);
	if (rc == 0)
		rc = ods_say(o, shown, "text boxes on", o->section, &o->shape);
	if (rc == 0)
		rc = ods_say(o, ZONE_METADATA, "descriptions of pictures on",
		    o->section, &o->description);
	if (rc == 0)
		rc = ods_say(o, ZONE_HIDDEN, "links in", o->section, &o->link);
	return rc;
}

void
ods_column(struct ods *o, const struct xml_attributes *a)
{
	struct ods_table *t = &o->table;
	uint32_t n = repeats(a, "number-columns-repeated", SHEET_COLUMNS);

	if (t->sheet != NULL && is_hidden(o, a, "table-column"))
		sheet_hide_columns(t->sheet, t->column, t->column + n - 1);
	if (t->column < SHEET_COLUMNS)
		t->column += n;
}

void
ods_row_begin(struct ods *o, const struct xml_attributes *a)
{
	struct ods_table *t = &o->table;

	t->repeated = repeats(a, "number-rows-repeated", SHEET_ROWS);
	t->column = 0;
	t->n = 0;
	buf_reset(&t->text);
	if (t->sheet != NULL &&
	    (t->hidden_groups > 0 || is_hidden(o, a, "table-row")))
		sheet_hide_rows(t->sheet, t->row, t->row + t->repeated - 1);
	if (t->sheet != NULL && xml_attribute_is(a, "visibility", "filter"))
		sheet_filter_rows(t->sheet, t->row, t->row + t->repeated - 1);
}

/* Gives one row of cells to the sheet. */
static int
give_row(struct ods *o, uint32_t row)
{
	struct ods_table *t = &o->table;
	const char *text = buf_str(&t->text);
	int rc = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct ods_cell *c = &t->v[i];

		for (uint32_t k = 0; rc == 0 && k < c->repeated; k++)
			rc = sheet_cell(t->sheet, row, c->column + k, c->blank,
			    text + c->start, c->len);
	}
	return rc;
}

int
ods_row_end(struct ods *o)
{
	struct ods_table *t = &o->table;
	int rc = 0;

	for (uint32_t i = 0;
	     t->sheet != NULL && t->n > 0 && rc == 0 && i < t->repeated; i++)
		rc = give_row(o, t->row + i);
	t->n = 0;
	if (t->row < UINT32_MAX - 2 * SHEET_ROWS)
		t->row += t->repeated;
	return rc;
}

/* What a cell without words holds. */
static void
take_value(struct ods *o, const struct xml_attributes *a)
{
	static const char *const held[] = {"string-value", "date-value",
	    "time-value", "boolean-value", "value"};

	o->value[0] = '\0';
	for (size_t i = 0; i < sizeof held / sizeof *held; i++)
		if (xml_attribute(a, held[i], o->value, sizeof o->value) !=
		    NULL)
			return;
}

void
ods_cell_begin(struct ods *o, const struct xml_attributes *a, bool covered)
{
	const struct ods_style *style = NULL;
	char name[200];

	o->columns = repeats(a, "number-columns-repeated", SHEET_COLUMNS);
	o->covered = covered;
	o->had_paragraph = false;
	o->same = false;
	buf_reset(&o->cell);
	take_value(o, a);
	if (xml_attribute(a, "style-name", name, sizeof name) != NULL)
		style = ods_style(&o->styles, "table-cell", name);
	if (style != NULL)
		o->same = style->same;
}

void
ods_reference(const struct ods *o, char ref[16])
{
	uint32_t column = o->table.column + 1;
	char letters[8];
	size_t n = sizeof letters;

	letters[--n] = '\0';
	for (; column > 0 && n > 0; column = (column - 1) / 26)
		letters[--n] = (char)('A' + (column - 1) % 26);
	snprintf(ref, 16, "%s%u", letters + n, o->table.row + 1);
}

static int
keep_cell(struct ods *o, const char *s, size_t len, bool blank)
{
	struct ods_table *t = &o->table;
	size_t cap = t->cap > 0 ? 2 * t->cap : 64;
	struct ods_cell *v;

	if (t->n >= 2 * (size_t)SHEET_COLUMNS) {
		o->full = true;
		return document_unread(o->d, UNREAD_LIMIT, o->out);
	}
	if (t->n == t->cap) {
		v = reallocarray(t->v, cap, sizeof *v);
		if (v == NULL)
			return -1;
		t->v = v;
		t->cap = cap;
	}
	t->v[t->n] = (struct ods_cell){.column = t->column,
	    .repeated = o->columns,
	    .blank = blank,
	    .start = t->text.len,
	    .len = len};
	if (buf_add(&t->text, s, len) < 0)
		return document_unread(o->d, UNREAD_LIMIT, o->out);
	t->n++;
	return 0;
}

int
ods_cell_end(struct ods *o)
{
	struct ods_table *t = &o->table;
	const char *s = buf_str(&o->cell);
	size_t len = o->cell.len, i = 0;
	bool blank = o->covered || o->same;
	int rc = 0;

	while (i < len && is_white(s[i]))
		i++;
	if (i == len) {
		/* A paragraph without words: the format shows nothing. */
		blank |= o->had_paragraph;
		s = o->value;
		len = strlen(s);
	}
	if (len > 0 && t->sheet != NULL)
		rc = keep_cell(o, s, len, blank);
	if (t->column < SHEET_COLUMNS)
		t->column += o->columns;
	return rc;
}
