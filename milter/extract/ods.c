/* SPDX-License-Identifier: MIT
 *
 * ods.c - OpenDocument spreadsheets: the walk through content.xml and
 * styles.xml, and where the words on the way belong.
 *
 * Words stand in paragraphs, and paragraphs in cells, notes, shapes, tracked
 * changes, messages of lists of choices, or headers: the innermost has them.
 *
 * BUGS: who wrote a note or made a change is left out on purpose; formulas are
 * not read, for cells hold their values.
 */
#include "extract/ods.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/odf.h"
#include "extract/ods-parts.h"

/* A cell of LibreOffice holds 65,535 characters, or paragraphs of them. */
#define CELL_MAX (4u * MIB)
/* Runs of spaces are shorter than this. */
#define SPACES_MAX 256
#define WORDS_MAX 4096

static bool
says(const struct buf *b)
{
	return strspn(buf_str(b), " \t\r\n") < b->len;
}

int
ods_say(struct ods *o, enum zone zone, const char *what, const char *section,
    struct buf *text)
{
	char place[SHEET_SECTION_MAX + 48];

	snprintf(place, sizeof place, "%s%s%s", what,
	    section[0] != '\0' ? " " : "", section);
	if (buf_failed(text) && document_unread(o->d, UNREAD_LIMIT, o->out) < 0)
		return -1;
	if (says(text))
		document_add(
		    o->d, zone, place, buf_str(text), text->len, o->out);
	buf_reset(text);
	return o->out->failed ? -1 : 0;
}

/* Where words go that come now; NULL: nowhere. */
static struct buf *
target(struct ods *o)
{
	if (o->notes > 0)
		return &o->note;
	if (o->changes > 0)
		return &o->change;
	if (o->shapes > 0)
		return &o->shape;
	if (o->headers > 0)
		return &o->header;
	if (o->choices > 0)
		return &o->choice;
	return o->cells > 0 ? &o->cell : NULL;
}

static void
add_attribute(struct buf *b, const struct xml_attributes *a, const char *name)
{
	char words[WORDS_MAX];

	if (xml_attribute(a, name, words, sizeof words) != NULL &&
	    words[0] != '\0')
		buf_addf(b, "%s\n", words);
}

/* Elements that say where we are: how deep we are in them. */
static unsigned *
depth_of(struct ods *o, const char *name)
{
	static const struct {
		const char *name;
		size_t offset;
	} places[] = {
	    {"annotation", offsetof(struct ods, notes)},
	    {"tracked-changes", offsetof(struct ods, changes)},
	    {"content-validations", offsetof(struct ods, choices)},
	    {"shapes", offsetof(struct ods, shapes)},
	    {"frame", offsetof(struct ods, shapes)},
	    {"custom-shape", offsetof(struct ods, shapes)},
	    {"rect", offsetof(struct ods, shapes)},
	    {"ellipse", offsetof(struct ods, shapes)},
	    {"circle", offsetof(struct ods, shapes)},
	    {"caption", offsetof(struct ods, shapes)},
	    {"line", offsetof(struct ods, shapes)},
	    {"polyline", offsetof(struct ods, shapes)},
	    {"polygon", offsetof(struct ods, shapes)},
	    {"path", offsetof(struct ods, shapes)},
	    {"connector", offsetof(struct ods, shapes)},
	    {"g", offsetof(struct ods, shapes)},
	    {"control", offsetof(struct ods, shapes)},
	    {"title", offsetof(struct ods, about)},
	    {"desc", offsetof(struct ods, about)},
	    {"p", offsetof(struct ods, paragraphs)},
	    {"h", offsetof(struct ods, paragraphs)},
	    {"header", offsetof(struct ods, headers)},
	    {"footer", offsetof(struct ods, headers)},
	    {"header-left", offsetof(struct ods, headers)},
	    {"footer-left", offsetof(struct ods, headers)},
	    {"header-first", offsetof(struct ods, headers)},
	    {"footer-first", offsetof(struct ods, headers)},
	};

	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (strcmp(places[i].name, name) == 0)
			return (unsigned *)((char *)o + places[i].offset);
	return NULL;
}

/* White space that is written as elements, and links. */
static void
open_words(struct ods *o, const char *name, const struct xml_attributes *a)
{
	struct buf *b = target(o);
	long n;

	if (b == NULL)
		return;
	if (strcmp(name, "s") == 0) {
		n = xml_attribute_number(a, "c", 1);
		for (; n > 0 && b->len < SPACES_MAX + b->max / 2; n--) {
			buf_addc(b, ' ');
			if (n > SPACES_MAX)
				n = SPACES_MAX;
		}
	} else if (strcmp(name, "tab") == 0)
		buf_addc(b, '\t');
	else if (strcmp(name, "line-break") == 0)
		buf_addc(b, '\n');
	else if (strcmp(name, "a") == 0)
		add_attribute(&o->link, a, "href");
}

/* A table's elements, where it is no table within a cell. */
static int
open_table(struct ods *o, const char *name, const struct xml_attributes *a)
{
	if (strcmp(name, "table") == 0)
		return o->tables++ == 0 ? ods_table_begin(o, a) : 0;
	if (o->tables != 1 || o->shapes > 0)
		return 0;
	if (strcmp(name, "table-column") == 0)
		ods_column(o, a);
	else if (strcmp(name, "table-row") == 0)
		ods_row_begin(o, a);
	else if (strcmp(name, "table-row-group") == 0)
		/* Once closed in, all below it are. */
		o->table.hidden_groups +=
		    o->table.hidden_groups > 0 ||
		    xml_attribute_is(a, "display", "false");
	else if (strcmp(name, "table-cell") == 0 ||
		 strcmp(name, "covered-table-cell") == 0) {
		if (o->cells++ == 0)
			ods_cell_begin(o, a, *name == 'c');
	}
	return 0;
}

/* Names, lists of choices, and where data come from. */
static void
open_named(struct ods *o, const char *name, const struct xml_attributes *a)
{
	if (strcmp(name, "named-expression") == 0) {
		add_attribute(&o->name, a, "name");
		add_attribute(&o->name, a, "expression");
	} else if (strcmp(name, "named-range") == 0 ||
		   strcmp(name, "database-range") == 0)
		add_attribute(&o->name, a, "name");
	else if (strcmp(name, "content-validation") == 0)
		add_attribute(&o->choice, a, "condition");
	else if (strcmp(name, "help-message") == 0 ||
		 strcmp(name, "error-message") == 0)
		add_attribute(&o->choice, a, "title");
	else if (strcmp(name, "database-source-sql") == 0)
		add_attribute(&o->name, a, "sql-statement");
	else if (strcmp(name, "scenario") == 0)
		add_attribute(&o->name, a, "comment");
	else if (strcmp(name, "dde-source") == 0 ||
		 strcmp(name, "table-source") == 0) {
		add_attribute(&o->name, a, "dde-topic");
		add_attribute(&o->name, a, "href");
	} else if (strcmp(name, "dde-link") == 0)
		o->cached = true;
}

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct ods *o = arg;
	unsigned *depth;
	int rc;

	if (ods_styles_open(&o->styles, name, a) < 0)
		goto fail;
	rc = open_table(o, name, a);
	if (rc < 0)
		goto fail;
	open_named(o, name, a);
	depth = depth_of(o, name);
	if (depth == &o->paragraphs && target(o) == &o->cell)
		o->had_paragraph = true;
	if (depth != NULL)
		++*depth;
	else
		open_words(o, name, a);
	return 0;
fail:
	o->failed = true;
	return -1;
}

/* Ends a paragraph: words after it stand on another line. */
static void
end_paragraph(struct ods *o)
{
	struct buf *b = target(o);

	if (b != NULL && b->len > 0 && buf_str(b)[b->len - 1] != '\n')
		buf_addc(b, '\n');
}

static int
end_note(struct ods *o)
{
	char what[SHEET_SECTION_MAX + 48], ref[16];
	/* "sheet 'Budget'" without its first word. */
	const char *sheet =
	    strncmp(o->section, "sheet ", 6) == 0 ? o->section + 6 : o->section;

	ods_reference(o, ref);
	snprintf(what, sizeof what, "comment on %s, cell %s", sheet, ref);
	return ods_say(o, ZONE_HIDDEN, what, "", &o->note);
}

static int
close_table(struct ods *o, const char *name)
{
	if (strcmp(name, "table") == 0 && o->tables > 0)
		return --o->tables == 0 ? ods_table_end(o) : 0;
	if (strcmp(name, "dde-link") == 0)
		o->cached = false;
	if (o->tables != 1 || o->shapes > 0)
		return 0;
	if (strcmp(name, "table-row") == 0)
		return ods_row_end(o);
	if (strcmp(name, "table-row-group") == 0)
		o->table.hidden_groups -= o->table.hidden_groups > 0;
	else if ((strcmp(name, "table-cell") == 0 ||
		     strcmp(name, "covered-table-cell") == 0) &&
		 o->cells > 0 && --o->cells == 0)
		return ods_cell_end(o);
	return 0;
}

static int
on_close(void *arg, const char *name)
{
	struct ods *o = arg;
	unsigned *depth = depth_of(o, name);
	int rc = 0;

	ods_styles_close(&o->styles, name);
	if (depth == &o->about && o->shapes > 0)
		buf_addc(&o->description, '\n');
	if (depth == &o->paragraphs)
		end_paragraph(o);
	if (depth == &o->notes && o->notes == 1)
		rc = end_note(o);
	if (depth != NULL && *depth > 0)
		--*depth;
	if (rc == 0)
		rc = close_table(o, name);
	if (rc > 0)
		o->full = true;
	o->failed |= rc < 0;
	return rc;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct ods *o = arg;
	struct buf *b = target(o);

	if (o->about > 0 && o->shapes > 0)
		buf_add(&o->description, s, len);
	else if (o->paragraphs > 0 && b != NULL)
		buf_add(b, s, len);
	return 0;
}

static int
walk(struct ods *o, const char *name)
{
	static const struct xml_handler h = {
	    .open = on_open, .close = on_close, .text = on_text};
	struct package_part *part = package_part(o->p, name);
	enum xml_walked walked;

	if (part == NULL)
		return strcmp(name, "content.xml") == 0
			   ? document_unread(o->d, UNREAD_DAMAGED, o->out)
			   : 0;
	part->used = true;
	/* Who gave us the parts has said of those it could not unpack. */
	if (part->data == NULL)
		return 0;
	walked = xml_walk(part->data, part->len, &h, o);
	/* Nobody else reads it, and it may be large. */
	free(part->data);
	part->data = NULL;
	part->len = 0;
	if (walked == XML_MEMORY || o->failed || o->out->failed)
		return -1;
	return walked == XML_DAMAGED && !part->damaged
		   ? document_unread(o->d, UNREAD_DAMAGED, o->out)
		   : 0;
}

/* Damage may have cut a table and all in it short: what is there counts. */
static int
end_all(struct ods *o)
{
	if (o->table.sheet != NULL && o->cells > 0 && ods_cell_end(o) < 0)
		return -1;
	if (o->table.sheet != NULL && ods_row_end(o) < 0)
		return -1;
	if (ods_table_end(o) < 0 ||
	    ods_say(o, document_zone(o->d), "page header and footer", "",
		&o->header) < 0 ||
	    ods_say(o, ZONE_HIDDEN, "tracked changes", "", &o->change) < 0 ||
	    ods_say(
		o, ZONE_HIDDEN, "choices offered in cells", "", &o->choice) < 0)
		return -1;
	return ods_say(
	    o, ZONE_METADATA, "names of sheets and ranges", "", &o->name);
}

static void
forget_places(struct ods *o)
{
	o->tables = o->cells = o->notes = o->shapes = o->changes = o->choices =
	    o->paragraphs = o->headers = o->about = 0;
}

static void
free_all(struct ods *o)
{
	struct buf *const all[] = {&o->cell, &o->note, &o->shape, &o->change,
	    &o->choice, &o->header, &o->link, &o->name, &o->description,
	    &o->table.text};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		buf_free(all[i]);
	if (o->table.sheet != NULL) {
		o->out->failed = true;
		sheet_end(o->table.sheet);
	}
	free(o->table.v);
	ods_styles_free(&o->styles);
}

int
ods_read(const struct document *d, size_t depth, struct package *p,
    struct texts *out)
{
	const struct buf most = BUF_MAX(out->max_bytes);
	struct ods o = {.d = d,
	    .p = p,
	    .out = out,
	    .cell = BUF_MAX(CELL_MAX),
	    .note = most,
	    .shape = most,
	    .change = most,
	    .choice = most,
	    .header = most,
	    .link = most,
	    .name = most,
	    .description = most};
	int rc;

	(void)depth;
	o.table.text = most;
	rc = walk(&o, "styles.xml");
	forget_places(&o);
	if (rc == 0)
		rc = walk(&o, "content.xml");
	if (rc == 0)
		rc = end_all(&o);
	if (rc == 0)
		rc = ods_objects_read(&o);
	free_all(&o);
	if (rc == 0)
		rc = odf_properties_read(d, p, out);
	return rc;
}
