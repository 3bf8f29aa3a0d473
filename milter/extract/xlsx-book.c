/* SPDX-License-Identifier: MIT
 *
 * xlsx-book.c - a workbook's list of sheets and its defined names.
 */
#include <stdlib.h>
#include <string.h>

#include "extract/xlsx-parts.h"

#define NAME_MAX_BYTES 512

struct book {
	struct xlsx *x;
	struct buf names, defined, value;
	char name[NAME_MAX_BYTES]; /* of the defined name at hand */
	char comment[NAME_MAX_BYTES];
	bool in_name, failed;
};

static int
add_sheet(struct book *b, const struct xml_attributes *a)
{
	struct xlsx *x = b->x;
	struct xlsx_listed s = {.state = SHEET_SHOWN};
	char name[NAME_MAX_BYTES], id[NAME_MAX_BYTES];

	if (xml_attribute(a, "name", name, sizeof name) == NULL)
		name[0] = '\0';
	if (xml_attribute(a, "id", id, sizeof id) == NULL)
		id[0] = '\0';
	if (xml_attribute_is(a, "state", "hidden"))
		s.state = SHEET_HIDDEN;
	else if (xml_attribute_is(a, "state", "veryHidden"))
		s.state = SHEET_VERY_HIDDEN;
	buf_addf(&b->names, "%s\n", name);
	s.name = strdup(name);
	s.id = strdup(id);
	if (s.name == NULL || s.id == NULL ||
	    xlsx_grow(
		&x->sheets, x->nsheets, &x->capsheets, sizeof *x->sheets) < 0) {
		free(s.name);
		free(s.id);
		return -1;
	}
	x->sheets[x->nsheets++] = s;
	return 0;
}

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct book *b = arg;

	if (strcmp(name, "sheet") == 0) {
		b->failed = add_sheet(b, a) < 0;
		return b->failed;
	}
	if (strcmp(name, "workbookPr") == 0)
		b->x->late = (xml_attribute_is(a, "date1904", "1") ||
			      xml_attribute_is(a, "date1904", "true"));
	if (strcmp(name, "definedName") == 0) {
		b->in_name = true;
		buf_reset(&b->value);
		if (xml_attribute(a, "name", b->name, sizeof b->name) == NULL)
			b->name[0] = '\0';
		if (xml_attribute(
			a, "comment", b->comment, sizeof b->comment) == NULL)
			b->comment[0] = '\0';
	}
	return 0;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct book *b = arg;

	if (b->in_name)
		buf_add(&b->value, s, len);
	return 0;
}

/* Does the name stand for a value, not for cells? */
static bool
is_constant(const char *value)
{
	return strchr(value, '"') != NULL ||
	       (*value != '\0' &&
		   strspn(value, "0123456789.-+E{},;") == strlen(value));
}

static int
on_close(void *arg, const char *name)
{
	struct book *b = arg;
	const char *value = buf_str(&b->value);

	if (strcmp(name, "definedName") != 0)
		return 0;
	b->in_name = false;
	/* The program's own: print areas, filters. */
	if (strncmp(b->name, "_xl", 3) == 0)
		return 0;
	if (is_constant(value))
		buf_addf(&b->defined, "%s: %s\n", b->name, value);
	else
		buf_addf(&b->defined, "%s\n", b->name);
	if (b->comment[0] != '\0')
		buf_addf(&b->defined, "%s\n", b->comment);
	return 0;
}

int
xlsx_book_read(struct xlsx *x, struct package_part *book)
{
	static const struct xml_handler h = {
	    .open = on_open, .close = on_close, .text = on_text};
	struct book b = {.x = x,
	    .names = xlsx_buf(x),
	    .defined = xlsx_buf(x),
	    .value = xlsx_buf(x)};
	int rc = xlsx_walk(x, book, &h, &b);

	if (rc == 0 && b.failed)
		rc = -1;
	if (rc == 0)
		rc = xlsx_say(x, ZONE_METADATA, "sheet names", &b.names);
	if (rc == 0)
		rc = xlsx_say(x, ZONE_METADATA, "defined names", &b.defined);
	buf_free(&b.names);
	buf_free(&b.defined);
	buf_free(&b.value);
	return rc;
}
