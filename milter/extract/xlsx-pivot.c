/* SPDX-License-Identifier: MIT
 *
 * xlsx-pivot.c - what pivot tables keep of their source (ECMA-376-1, 18.10).
 *
 * A cache holds all rows of the source, also after the sheet was deleted or
 * its rows were.  They come back as a table with the names of fields as its
 * header.  Where the source is a sheet that is here, only rows that hold words
 * no cell has are given, for the others are read there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "extract/xlsx-parts.h"

#define VALUE_MAX (4u * 32767)

struct cache {
	struct xlsx *x;
	struct sheet *sheet;
	struct buf text; /* of items, and of the record at hand */
	uint32_t *start; /* of each item, in text; one more than nitems */
	size_t nitems, capitems;
	uint32_t *first; /* of each field's items; one more than nfields */
	size_t nfields, capfields;
	size_t items_end; /* of their text */
	bool in_items, here, news, full, failed;
	uint32_t *cells; /* of the record: ends in text */
	size_t ncells, capcells;
	uint32_t record;
	char value[VALUE_MAX];
};

/* The source is a sheet that is here, or a table or name. */
static void
open_source(struct cache *c, const struct xml_attributes *a)
{
	char name[512];

	if (xml_attribute(a, "id", name, sizeof name) != NULL)
		return; /* of another workbook */
	if (xml_attribute(a, "sheet", name, sizeof name) != NULL)
		c->here = xlsx_has_sheet(c->x, name, strlen(name));
	else
		c->here = xml_attribute(a, "name", name, sizeof name) != NULL;
}

static int
open_field(struct cache *c, const struct xml_attributes *a)
{
	/* Groups that no record has a value for come last. */
	if (c->nfields >= SHEET_COLUMNS)
		return 0;
	if (xlsx_grow(
		&c->first, c->nfields + 1, &c->capfields, sizeof *c->first) < 0)
		return -1;
	c->first[c->nfields + 1] = (uint32_t)c->nitems;
	if (xml_attribute(a, "name", c->value, sizeof c->value) != NULL &&
	    sheet_cell(c->sheet, 0, (uint32_t)c->nfields, false, c->value,
		strlen(c->value)) < 0)
		return -1;
	c->nfields++;
	return 0;
}

/* "2024-05-17T00:00:00" as 17/05/2024. */
static void
turn_date(char *s)
{
	char date[11];

	if (strlen(s) < 10 || s[4] != '-' || s[7] != '-')
		return;
	snprintf(date, sizeof date, "%.2s/%.2s/%.4s", s + 8, s + 5, s);
	memcpy(s, date, 10);
	if (strncmp(s + 10, "T00:00:00", 9) == 0)
		s[10] = '\0';
}

/* The value of an item ("s", "n", "d", "b", "e", "m"), in c->value. False: it
 * is no item. */
static bool
take_value(struct cache *c, const char *name, const struct xml_attributes *a)
{
	if (strlen(name) != 1 || strchr("sndbem", *name) == NULL)
		return false;
	if (xml_attribute(a, "v", c->value, sizeof c->value) == NULL)
		c->value[0] = '\0';
	if (*name == 'd')
		turn_date(c->value);
	return true;
}

static int
add_item(struct cache *c)
{
	buf_adds(&c->text, c->value);
	if (xlsx_grow(
		&c->start, c->nitems + 1, &c->capitems, sizeof *c->start) < 0)
		return -1;
	c->start[++c->nitems] = (uint32_t)c->text.len;
	c->first[c->nfields] = (uint32_t)c->nitems;
	return 0;
}

static int
definition_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct cache *c = arg;
	int rc = 0;

	if (strcmp(name, "worksheetSource") == 0)
		open_source(c, a);
	else if (strcmp(name, "cacheField") == 0)
		rc = open_field(c, a);
	else if (strcmp(name, "sharedItems") == 0)
		c->in_items = c->nfields > 0;
	else if (c->in_items && take_value(c, name, a))
		rc = add_item(c);
	c->failed |= rc < 0;
	return rc;
}

static int
definition_close(void *arg, const char *name)
{
	struct cache *c = arg;

	if (strcmp(name, "sharedItems") == 0)
		c->in_items = false;
	return 0;
}

static bool
is_number(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && strchr("0123456789.-+:/", s[i]) != NULL)
		i++;
	return i == len;
}

/* A cell of the record at hand. */
static int
add_value(struct cache *c, const char *s, size_t len)
{
	c->news |= !is_number(s, len) && !xlsx_strings_hold(c->x, s, len);
	buf_add(&c->text, s, len);
	if (xlsx_grow(&c->cells, c->ncells, &c->capcells, sizeof *c->cells) < 0)
		return -1;
	c->cells[c->ncells++] = (uint32_t)c->text.len;
	return buf_failed(&c->text) ? -1 : 0;
}

/* An item by its number among those of the field at hand. */
static int
add_shared(struct cache *c, long i)
{
	size_t field = c->ncells, at;

	if (field >= c->nfields ||
	    (size_t)i >= c->first[field + 1] - c->first[field])
		return add_value(c, "", 0);
	at = c->first[field] + (size_t)i;
	/* The text may move while it grows. */
	if (buf_room(&c->text, c->start[at + 1] - c->start[at]) == NULL)
		return -1;
	return add_value(c, buf_str(&c->text) + c->start[at],
	    c->start[at + 1] - c->start[at]);
}

static int
records_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct cache *c = arg;
	int rc = 0;

	if (strcmp(name, "r") == 0) {
		c->text.len = c->items_end;
		c->ncells = 0;
		c->news = false;
	} else if (c->ncells >= SHEET_COLUMNS)
		return 0;
	else if (strcmp(name, "x") == 0)
		rc = add_shared(c, xml_attribute_number(a, "v", 0));
	else if (take_value(c, name, a))
		rc = add_value(c, c->value, strlen(c->value));
	c->failed |= rc < 0;
	return rc;
}

static int
records_close(void *arg, const char *name)
{
	struct cache *c = arg;
	size_t at = c->items_end;
	int rc = 0;

	if (strcmp(name, "r") != 0)
		return 0;
	c->record++;
	if (c->here && !c->news)
		return 0;
	for (size_t i = 0; rc == 0 && i < c->ncells; i++) {
		rc = sheet_cell(c->sheet, c->record, (uint32_t)i, false,
		    buf_str(&c->text) + at, c->cells[i] - at);
		at = c->cells[i];
	}
	c->failed |= rc < 0;
	c->full |= rc > 0;
	return rc;
}

/* No records were kept: the items of each field, below its name. */
static int
give_items(struct cache *c)
{
	for (size_t f = 0; f < c->nfields; f++)
		for (size_t i = c->first[f]; i < c->first[f + 1]; i++) {
			const char *s = buf_str(&c->text) + c->start[i];
			size_t len = c->start[i + 1] - c->start[i];
			int rc;

			if (c->here && (is_number(s, len) ||
					   xlsx_strings_hold(c->x, s, len)))
				continue;
			rc = sheet_cell(c->sheet,
			    (uint32_t)(i - c->first[f]) + 1, (uint32_t)f, false,
			    s, len);
			if (rc != 0)
				return rc < 0 ? -1 : 0;
			c->record++;
		}
	return 0;
}

static int
read_cache(struct cache *c, struct package_part *definition)
{
	static const struct xml_handler h = {
	    .open = definition_open, .close = definition_close};
	static const struct xml_handler records = {
	    .open = records_open, .close = records_close};
	struct package_relations r = {.v = NULL};
	struct package_part *part;
	size_t at = 0;
	int rc;

	if (xlsx_grow(&c->start, 0, &c->capitems, sizeof *c->start) < 0 ||
	    xlsx_grow(&c->first, 0, &c->capfields, sizeof *c->first) < 0)
		return -1;
	c->start[0] = c->first[0] = 0;
	rc = xlsx_walk(c->x, definition, &h, c);
	if (rc < 0 || c->failed || buf_failed(&c->text) ||
	    package_relations(c->x->p, definition, &r) < 0)
		return -1;
	c->items_end = c->text.len;
	part = package_related(c->x->p, &r, "pivotCacheRecords", &at);
	package_relations_free(&r);
	if (part == NULL || part->used)
		return give_items(c);
	rc = xlsx_walk(c->x, part, &records, c);
	return c->failed ? -1 : rc;
}

static int
read_definition(struct xlsx *x, struct package_part *part)
{
	struct cache *c = calloc(1, sizeof *c);
	int rc;

	if (c == NULL)
		return -1;
	c->x = x;
	/* Items, and one record of them. */
	c->text = BUF_MAX(UINT32_MAX / 2);
	c->sheet = sheet_new(x->d, "pivot table data", SHEET_KEPT, x->out);
	rc = c->sheet != NULL ? read_cache(c, part) : -1;
	if (rc < 0)
		x->out->failed = true;
	if (c->sheet != NULL) {
		sheet_headed(c->sheet);
		if (sheet_end(c->sheet) < 0)
			rc = -1;
	}
	buf_free(&c->text);
	free(c->start);
	free(c->first);
	free(c->cells);
	free(c);
	return rc;
}

int
xlsx_pivots_read(struct xlsx *x)
{
	static const char definition[] = "xl/pivotCache/pivotCacheDefinition";

	for (size_t i = 0; i < x->p->n; i++) {
		struct package_part *part = &x->p->v[i];

		if (strncasecmp(part->name, "xl/pivotTables/", 15) == 0)
			part->used = true;
		if (!part->used &&
		    strncasecmp(
			part->name, definition, sizeof definition - 1) == 0 &&
		    read_definition(x, part) < 0)
			return -1;
	}
	return 0;
}
