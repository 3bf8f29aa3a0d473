/* SPDX-License-Identifier: MIT
 *
 * xlsx-outside.c - what a workbook keeps of other places: values of cells in
 * other workbooks (ECMA-376-1, 18.14), and how it reaches data (18.13), which
 * may hold passwords.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "extract/xlsx-parts.h"

#define WORDS_MAX 8192

struct other {
	struct xlsx *x;
	struct sheet *sheet;
	struct buf names, value; /* of its sheets, a line each */
	uint32_t row, column;
	bool in_value, failed, full;
};

/* The name of sheet i, from 0: a line of names. */
static void
name_of(const struct other *o, long i, char *name, size_t size)
{
	const char *p = buf_str(&o->names);

	for (; i > 0 && (p = strchr(p, '\n')) != NULL; i--)
		p++;
	snprintf(name, size, "%.*s", p != NULL ? (int)strcspn(p, "\n") : 0,
	    p != NULL ? p : "");
}

static int
begin_sheet(struct other *o, const struct xml_attributes *a)
{
	char name[120], section[SHEET_SECTION_MAX];

	if (o->sheet != NULL && sheet_end(o->sheet) < 0) {
		o->sheet = NULL;
		return -1;
	}
	name_of(o, xml_attribute_number(a, "sheetId", 0), name, sizeof name);
	snprintf(section, sizeof section,
	    "values from another workbook, sheet '%s'", name);
	o->sheet = sheet_new(o->x->d, section, SHEET_KEPT, o->x->out);
	return o->sheet != NULL ? 0 : -1;
}

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct other *o = arg;
	char words[WORDS_MAX];
	long n;

	o->in_value = strcmp(name, "v") == 0 || strcmp(name, "val") == 0;
	if (strcmp(name, "sheetData") == 0)
		o->failed = begin_sheet(o, a) < 0;
	else if (strcmp(name, "row") == 0) {
		n = xml_attribute_number(a, "r", 0);
		o->row = n > 0 && n <= (long)UINT32_MAX ? (uint32_t)n - 1 : 0;
		o->column = 0;
	} else if (strcmp(name, "cell") == 0) {
		buf_reset(&o->value);
		if (xml_attribute(a, "r", words, sizeof words) != NULL)
			xlsx_reference(words, &o->row, &o->column);
	} else if (strcmp(name, "sheetName") == 0 ||
		   strcmp(name, "ddeItem") == 0) {
		if (xml_attribute(a,
			strcmp(name, "ddeItem") == 0 ? "name" : "val", words,
			sizeof words) != NULL)
			buf_addf(&o->names, "%s\n", words);
	} else if (strcmp(name, "definedName") == 0) {
		/* After the sheets, whose numbers count lines. */
		if (xml_attribute(a, "name", words, sizeof words) != NULL)
			buf_addf(&o->names, "%s\n", words);
	}
	return o->failed;
}

static int
on_close(void *arg, const char *name)
{
	struct other *o = arg;
	int rc = 0;

	o->in_value = false;
	if (strcmp(name, "cell") == 0 && o->sheet != NULL)
		rc = sheet_cell(o->sheet, o->row, o->column++, false,
		    buf_str(&o->value), o->value.len);
	else if (strcmp(name, "value") == 0) {
		/* Of a DDE item. */
		buf_addf(&o->names, "%s\n", buf_str(&o->value));
		buf_reset(&o->value);
	}
	o->failed |= rc < 0;
	return rc;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct other *o = arg;

	if (o->in_value)
		buf_add(&o->value, s, len);
	return 0;
}

/* Where the other workbook is, as relations say. */
static int
add_targets(struct other *o, struct package_part *part)
{
	struct package_relations r = {.v = NULL};
	int rc = package_relations(o->x->p, part, &r);

	for (size_t i = 0; rc == 0 && i < r.n; i++)
		if (r.v[i].external)
			buf_addf(&o->names, "%s\n", r.v[i].target);
	package_relations_free(&r);
	return rc;
}

static int
read_link(struct xlsx *x, struct package_part *part)
{
	static const struct xml_handler h = {
	    .open = on_open, .close = on_close, .text = on_text};
	struct other o = {
	    .x = x, .names = xlsx_buf(x), .value = BUF_MAX(128 * KIB)};
	int rc = xlsx_walk(x, part, &h, &o);

	if (o.failed)
		x->out->failed = true;
	if (o.sheet != NULL && sheet_end(o.sheet) < 0)
		rc = -1;
	if (rc == 0)
		rc = add_targets(&o, part);
	if (rc == 0)
		rc = xlsx_say(
		    x, ZONE_METADATA, "link to another workbook", &o.names);
	buf_free(&o.names);
	buf_free(&o.value);
	return o.failed ? -1 : rc;
}

/* Attributes that say from where and how data come. */
static int
connection_open(void *arg, const char *name, const struct xml_attributes *a)
{
	static const char *const said[] = {"name", "description", "connection",
	    "command", "serverCommand", "url", "post", "sourceFile", "odcFile",
	    "editPage", "prompt", "string"};
	struct buf *b = arg;
	char words[WORDS_MAX];

	(void)name;
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		if (xml_attribute(a, said[i], words, sizeof words) != NULL &&
		    words[0] != '\0')
			buf_addf(b, "%s: %s\n", said[i], words);
	return 0;
}

static int
read_connections(struct xlsx *x, struct package_part *part)
{
	static const struct xml_handler h = {.open = connection_open};
	struct buf b = xlsx_buf(x);
	int rc = xlsx_walk(x, part, &h, &b);

	if (rc == 0)
		rc = xlsx_say(x, ZONE_METADATA, "data connections", &b);
	buf_free(&b);
	return rc;
}

static bool
begins(const struct package_part *part, const char *prefix)
{
	return strncasecmp(part->name, prefix, strlen(prefix)) == 0;
}

int
xlsx_outside_read(struct xlsx *x)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < x->p->n; i++) {
		struct package_part *part = &x->p->v[i];

		if (part->used || strstr(part->name, "_rels/") != NULL)
			continue;
		if (begins(part, "xl/externalLinks/"))
			rc = read_link(x, part);
		else if (begins(part, "xl/connections") ||
			 begins(part, "xl/queryTables/"))
			rc = read_connections(x, part);
	}
	return rc;
}
