/* SPDX-License-Identifier: MIT
 *
 * flat-sheet.c - workbooks of Excel 2003 in XML (SpreadsheetML).
 *
 * Worksheets hold rows, rows cells, cells their data; where a row or a cell has
 * an index it stands there, else next to the last.  Whether a sheet is hidden
 * stands behind its cells, so the file is walked twice.
 *
 * BUGS: values are shown as they are stored, not by their formats; names of
 * ranges and what is printed above and below pages are not read.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "extract/flat.h"
#include "extract/sheet.h"
#include "extract/xml.h"

#define NAME_BYTES 256
#define TEXT_BYTES (256u * 1024)

enum within { IN_NOTHING, IN_CELL, IN_COMMENT, IN_PROPERTY, IN_VISIBLE };

struct book {
	const struct document *d;
	struct texts *out;
	enum sheet_state *states; /* of each worksheet */
	size_t nstates, capstates;
	size_t nsheets; /* begun in this walk */
	struct sheet *sheet;
	uint32_t row, column; /* where the next stands */
	uint32_t cell_column;
	bool properties, cell, comment, data;
	enum within within;
	struct buf text, comments, said;
	bool full; /* the sheet takes no more */
};

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

static int
add_state(struct book *b)
{
	size_t want = b->capstates > 0 ? 2 * b->capstates : 16;
	enum sheet_state *v;

	if (b->nstates == b->capstates) {
		v = reallocarray(b->states, want, sizeof *v);
		if (v == NULL)
			return -1;
		b->states = v;
		b->capstates = want;
	}
	b->states[b->nstates++] = SHEET_SHOWN;
	return 0;
}

static int
open_first(void *arg, const char *name, const struct xml_attributes *a)
{
	struct book *b = arg;

	(void)a;
	buf_reset(&b->text);
	b->within = is(name, "Visible") ? IN_VISIBLE : IN_NOTHING;
	return is(name, "Worksheet") ? add_state(b) : 0;
}

static int
text_of(void *arg, const char *s, size_t len)
{
	struct book *b = arg;

	/* Past what a cell may hold it is cut; see end_text. */
	if (b->within != IN_NOTHING)
		buf_add(&b->text, s, len);
	return 0;
}

static int
close_first(void *arg, const char *name)
{
	struct book *b = arg;

	if (b->nstates > 0 && is(name, "Visible")) {
		if (is(buf_str(&b->text), "SheetHidden"))
			b->states[b->nstates - 1] = SHEET_HIDDEN;
		if (is(buf_str(&b->text), "SheetVeryHidden"))
			b->states[b->nstates - 1] = SHEET_VERY_HIDDEN;
	}
	b->within = IN_NOTHING;
	return 0;
}

static int
open_sheet(struct book *b, const struct xml_attributes *a)
{
	char name[NAME_BYTES] = "?", section[SHEET_SECTION_MAX];
	enum sheet_state state =
	    b->nsheets < b->nstates ? b->states[b->nsheets] : SHEET_SHOWN;

	if (b->sheet != NULL)
		return 0;
	if (texts_late(b->out)) {
		document_unread(b->d, UNREAD_TIMEOUT, b->out);
		return 1;
	}
	b->nsheets++;
	b->row = b->column = 0;
	b->full = false;
	xml_attribute(a, "Name", name, sizeof name);
	buf_addf(&b->said, "%s\n", name);
	sheet_section(name, section);
	b->sheet = sheet_new(b->d, section, state, b->out);
	return b->sheet != NULL ? 0 : 1;
}

/* Where an element stands: by its index, from 1, or as the next. */
static uint32_t
place_of(const struct xml_attributes *a, uint32_t next, uint32_t end)
{
	long index = xml_attribute_number(a, "Index", 0);

	if (index >= 1)
		next = index <= (long)end ? (uint32_t)index - 1 : end - 1;
	return next < end ? next : end - 1;
}

/* How many more than one it stands for. */
static uint32_t
span_of(const struct xml_attributes *a, const char *name, uint32_t end)
{
	long n = xml_attribute_number(a, name, 0);

	return n > 0 && n < (long)end ? (uint32_t)n : 0;
}

static void
open_row(struct book *b, const struct xml_attributes *a)
{
	uint32_t span = span_of(a, "Span", SHEET_ROWS);

	b->row = place_of(a, b->row, SHEET_ROWS);
	b->column = 0;
	if (xml_attribute_is(a, "Hidden", "1"))
		sheet_hide_rows(b->sheet, b->row, b->row + span);
}

static void
open_column(struct book *b, const struct xml_attributes *a)
{
	uint32_t span = span_of(a, "Span", SHEET_COLUMNS);

	b->column = place_of(a, b->column, SHEET_COLUMNS);
	if (xml_attribute_is(a, "Hidden", "1"))
		sheet_hide_columns(b->sheet, b->column, b->column + span);
	b->column += span + 1;
}

static void
open_cell(struct book *b, const struct xml_attributes *a)
{
	b->cell_column = place_of(a, b->column, SHEET_COLUMNS);
	b->column =
	    b->cell_column + 1 + span_of(a, "MergeAcross", SHEET_COLUMNS);
	b->cell = true;
}

static int
open_element(void *arg, const char *name, const struct xml_attributes *a)
{
	struct book *b = arg;

	if (is(name, "Worksheet"))
		return open_sheet(b, a);
	if (is(name, "DocumentProperties") ||
	    is(name, "CustomDocumentProperties"))
		b->properties = true;
	else if (b->properties)
		b->within = IN_PROPERTY;
	if (b->sheet == NULL)
		return 0;
	if (is(name, "Row"))
		open_row(b, a);
	else if (is(name, "Column"))
		open_column(b, a);
	else if (is(name, "Cell"))
		open_cell(b, a);
	else if (is(name, "Comment"))
		b->comment = true;
	else if (is(name, "Data") && b->cell)
		b->within = b->comment ? IN_COMMENT : IN_CELL;
	return 0;
}

static void
add_line(struct buf *out, const struct buf *line)
{
	if (line->len > 0) {
		buf_add(out, line->data, line->len);
		buf_addc(out, '\n');
	}
}

/* What was said in a cell, a comment or a property goes where it belongs. */
static int
end_text(struct book *b)
{
	int rc = 0;

	if (buf_failed(&b->text) &&
	    document_unread(b->d, UNREAD_LIMIT, b->out) < 0)
		return -1;
	if (b->within == IN_CELL && b->sheet != NULL && !b->full)
		rc = sheet_cell(b->sheet, b->row, b->cell_column, false,
		    buf_str(&b->text), b->text.len);
	if (b->within == IN_COMMENT)
		add_line(&b->comments, &b->text);
	if (b->within == IN_PROPERTY)
		add_line(&b->said, &b->text);
	b->full |= rc > 0;
	buf_reset(&b->text);
	b->within = IN_NOTHING;
	return rc < 0 ? 1 : 0;
}

static int
close_element(void *arg, const char *name)
{
	struct book *b = arg;
	int rc = 0;

	/* Letters of a cell may be formatted within. */
	if (is(name, "Data") || b->within == IN_PROPERTY)
		rc = end_text(b);
	if (is(name, "DocumentProperties") ||
	    is(name, "CustomDocumentProperties"))
		b->properties = false;
	else if (is(name, "Row"))
		b->row++;
	else if (is(name, "Cell"))
		b->cell = false;
	else if (is(name, "Comment"))
		b->comment = false;
	else if (is(name, "Worksheet") && b->sheet != NULL) {
		rc |= sheet_end(b->sheet) < 0;
		b->sheet = NULL;
	}
	return rc;
}

static int
add_texts(struct book *b)
{
	document_add(b->d, ZONE_METADATA, "document properties",
	    buf_str(&b->said), b->said.len, b->out);
	document_add(b->d, ZONE_HIDDEN, "comment", buf_str(&b->comments),
	    b->comments.len, b->out);
	if ((buf_failed(&b->said) || buf_failed(&b->comments)) &&
	    document_unread(b->d, UNREAD_LIMIT, b->out) < 0)
		return -1;
	return b->out->failed ? -1 : 0;
}

int
flat_sheet_read(
    const struct document *d, const char *data, size_t len, struct texts *out)
{
	static const struct xml_handler first = {
	    open_first, close_first, text_of};
	static const struct xml_handler second = {
	    open_element, close_element, text_of};
	struct book b = {.d = d,
	    .out = out,
	    .text = BUF_MAX(TEXT_BYTES),
	    .comments = BUF_MAX(out->max_bytes),
	    .said = BUF_MAX(out->max_bytes)};
	enum xml_walked walked = xml_walk(data, len, &first, &b);
	int rc = 0;

	buf_reset(&b.text);
	b.within = IN_NOTHING;
	if (walked == XML_WHOLE || walked == XML_DAMAGED)
		walked = xml_walk(data, len, &second, &b);
	if (b.sheet != NULL && sheet_end(b.sheet) < 0)
		rc = -1;
	if (walked == XML_MEMORY || out->failed)
		rc = -1;
	if (rc == 0)
		rc = add_texts(&b);
	if (rc == 0 && (walked == XML_DAMAGED || b.nsheets == 0))
		rc = document_unread(d, UNREAD_DAMAGED, out);
	if (rc == 0 && walked == XML_STOPPED && !texts_late(out))
		rc = -1;
	free(b.states);
	buf_free(&b.text);
	buf_free(&b.comments);
	buf_free(&b.said);
	return rc;
}
