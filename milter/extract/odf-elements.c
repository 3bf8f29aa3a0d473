/* SPDX-License-Identifier: MIT
 *
 * odf-elements.c - what the elements of OpenDocument content mean for the words
 * in them (OpenDocument 1.3 part 3, chapters 4 to 14).
 *
 * Elements are known by their names without prefix; where two of one name
 * matter (presentation:notes, text:notes…) they mean the same here.
 */
#include "extract/odf-story-parts.h"

#include <string.h>

#include "extract/xml.h"

#define NAME_BYTES 200
#define WORDS_BYTES 4096
/* More spaces than are worth keeping. */
#define SPACES 64

static void
skip(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	odf_level(w)->skip = true;
}

const struct odf_look *
odf_look_of(struct odf_walk *w, const char *family, const char *attribute,
    const struct xml_attributes *a)
{
	char name[NAME_BYTES];

	return odf_look(w->x->styles, w->scope, family,
	    xml_attribute(a, attribute, name, sizeof name));
}

void
odf_take_paper(struct odf_level *l, const struct odf_look *look)
{
	const long paper = odf_look_paper(look);

	if (paper != COLOUR_UNSET && paper != COLOUR_AUTO)
		l->behind = paper;
}

void
odf_new_line(struct odf_walk *w)
{
	odf_level(w)->line = ++w->lines;
	w->space = true;
}

static void
open_paragraph(struct odf_walk *w, const struct xml_attributes *a)
{
	const struct odf_look *look =
	    odf_look_of(w, "paragraph", "style-name", a);
	struct odf_level *l = odf_level(w);

	if (look->before == 1 && l->flow == ODF_SHOWN && l->row == 0 &&
	    w->page_said && !w->x->slides)
		odf_next_page(w);
	l->after = look->after == 1 && l->flow == ODF_SHOWN && !w->x->slides;
	office_look_over(&l->text, &look->text);
	odf_take_paper(l, look);
	l->words = true;
	odf_new_line(w);
}

static void
open_span(struct odf_walk *w, const struct xml_attributes *a)
{
	char name[NAME_BYTES];

	if (xml_attribute(a, "style-name", name, sizeof name) != NULL)
		office_look_over(&odf_level(w)->text,
		    &odf_look(w->x->styles, w->scope, "text", name)->text);
}

static void
open_link(struct odf_walk *w, const struct xml_attributes *a)
{
	char target[WORDS_BYTES];

	if (xml_attribute(a, "href", target, sizeof target) != NULL &&
	    strchr(target, ':') != NULL)
		odf_line(w, ODF_LINKS, target);
	open_span(w, a);
}

static void
open_spaces(struct odf_walk *w, const struct xml_attributes *a)
{
	long n = xml_attribute_number(a, "c", 1);

	for (long i = 0; i < n && i < SPACES; i++)
		odf_white(w, ' ', true);
}

static void
open_tab(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	odf_white(w, odf_level(w)->row != 0 ? ' ' : '\t', true);
}

static void
open_break(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	/* A row of a table is one line. */
	odf_white(w, odf_level(w)->row != 0 ? ' ' : '\n', false);
}

static void
open_page_end(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	w->paged = true;
	odf_next_page(w);
}

static void
open_body(struct odf_walk *w, const struct xml_attributes *a)
{
	w->paged |= xml_attribute_is(a, "use-soft-page-breaks", "true");
}

static void
open_section(struct odf_walk *w, const struct xml_attributes *a)
{
	struct odf_level *l = odf_level(w);

	l->hidden |= xml_attribute_is(a, "display", "none") ||
		     (xml_attribute_is(a, "display", "condition") &&
			 xml_attribute_is(a, "is-hidden", "true"));
	odf_take_paper(l, odf_look_of(w, "section", "style-name", a));
}

static void
open_flag_hidden(struct odf_walk *w, const struct xml_attributes *a)
{
	/* text:hidden-paragraph stands in the paragraph that it hides. */
	if (w->depth > 0 && xml_attribute_is(a, "is-hidden", "true"))
		w->levels[w->depth - 1].hidden = true;
}

/* A text kept in an attribute, while its element shows it or nothing. */
static void
open_hidden_text(struct odf_walk *w, const struct xml_attributes *a)
{
	char words[WORDS_BYTES];

	if (xml_attribute_is(a, "is-hidden", "false"))
		return;
	if (xml_attribute(a, "string-value", words, sizeof words) != NULL)
		odf_line(w, ODF_HIDDEN, words);
	odf_level(w)->skip = true;
}

/* The alternative that the element does not show. */
static void
open_conditional(struct odf_walk *w, const struct xml_attributes *a)
{
	static const char *const values[] = {
	    "string-value-if-true", "string-value-if-false"};
	bool shown = xml_attribute_is(a, "current-value", "true");
	char words[WORDS_BYTES];

	if (xml_attribute(a, values[shown], words, sizeof words) != NULL)
		odf_line(w, ODF_HIDDEN, words);
}

/* Variables that a field may show. */
static void
open_variable(struct odf_walk *w, const struct xml_attributes *a)
{
	char words[WORDS_BYTES];

	if (xml_attribute(a, "string-value", words, sizeof words) != NULL)
		odf_line(w, ODF_CODES, words);
}

static void
open_script(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	odf_level(w)->flow = ODF_CODES;
}

/* What stands in a box, note or comment is odf_apart from what is around it, and
 * looks as nothing around it does. */
void
odf_apart(struct odf_walk *w, enum odf_flow flow)
{
	struct odf_level *l = odf_level(w);

	if (l->flow == ODF_SHOWN || flow > ODF_FORM)
		l->flow = flow;
	l->words = l->after = false;
	l->text = office_look_none();
	l->row = l->cell = 0;
	odf_new_line(w);
}

static void
open_note(struct odf_walk *w, const struct xml_attributes *a)
{
	odf_apart(w, xml_attribute_is(a, "note-class", "endnote")
			 ? ODF_ENDNOTE
			 : ODF_FOOTNOTE);
}

static void
open_comment(struct odf_walk *w, const struct xml_attributes *a)
{
	/* In mathematics it is the source of the formula. */
	if (w->math) {
		skip(w, a);
		return;
	}
	odf_apart(w, ODF_COMMENT);
	odf_level(w)->behind = COLOUR_UNKNOWN;
	office_flow_cut(&w->flows[ODF_COMMENT]);
}

static void
open_deletion(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	odf_apart(w, ODF_DELETED);
	office_flow_cut(&w->flows[ODF_DELETED]);
}

static void
open_person(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	/* In the text it is a field, and shown. */
	if (odf_level(w)->words)
		return;
	odf_level(w)->person = true;
	buf_reset(&w->person);
}

static void
open_date(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	odf_level(w)->skip = !odf_level(w)->words;
}

static void
open_alt(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	/* A field that shows the document's title; the title of a chart. */
	if (odf_level(w)->words || w->kind == ODF_EMBEDDED)
		return;
	odf_apart(w, ODF_ALT);
	odf_level(w)->words = true;
	odf_level(w)->behind = COLOUR_UNKNOWN;
}

static void
open_table(struct odf_walk *w, const struct xml_attributes *a)
{
	struct odf_level *l = odf_level(w);
	const struct odf_look *look = odf_look_of(w, "table", "style-name", a);

	if (look->before == 1 && l->flow == ODF_SHOWN && l->row == 0 &&
	    w->page_said && !w->x->slides)
		odf_next_page(w);
	odf_take_paper(l, look);
	l->hidden |= look->hidden == 1;
	l->words = false;
	l->columns = 0;
}

static void
open_column(struct odf_walk *w, const struct xml_attributes *a)
{
	long n = xml_attribute_number(a, "number-columns-repeated", 1);

	/* They stand in the table, or in a group of it. */
	for (size_t i = w->depth; i-- > 0 && i + 3 > w->depth;)
		w->levels[i].columns += (size_t)n;
}

static void
open_row(struct odf_walk *w, const struct xml_attributes *a)
{
	struct odf_level *l = odf_level(w);

	odf_take_paper(l, odf_look_of(w, "table-row", "style-name", a));
	l->hidden |= xml_attribute_is(a, "visibility", "collapse") ||
		     xml_attribute_is(a, "visibility", "filter");
	l->row = ++w->rows;
	l->next_cell = 0;
	l->wide = l->columns > 1;
}

static void
open_cell(struct odf_walk *w, const struct xml_attributes *a)
{
	struct odf_level *l = odf_level(w);
	long n = xml_attribute_number(a, "number-columns-repeated", 1);

	odf_take_paper(l, odf_look_of(w, "table-cell", "style-name", a));
	if (w->depth == 0)
		return;
	l->cell = w->levels[w->depth - 1].next_cell;
	if (l->cell < 1024)
		w->levels[w->depth - 1].next_cell += n < 64 ? (size_t)n : 64;
	odf_new_line(w);
}

static void
open_declared(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	odf_apart(w, ODF_DECLARED);
	odf_level(w)->words = true;
}

static void
open_form(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	odf_level(w)->form = true;
}

static void
open_heading(
    struct odf_walk *w, const struct xml_attributes *a, enum odf_flow flow)
{
	struct odf_level *l = odf_level(w);

	if (w->kind != ODF_MASTERS || l->skip)
		return;
	l->flow = flow;
	l->hidden |= xml_attribute_is(a, "display", "false");
}

static void
open_header(struct odf_walk *w, const struct xml_attributes *a)
{
	open_heading(w, a, ODF_HEADER);
}

static void
open_footer(struct odf_walk *w, const struct xml_attributes *a)
{
	open_heading(w, a, ODF_FOOTER);
}

static void
open_math(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	w->math = true;
	odf_level(w)->words = true;
	odf_new_line(w);
}

/* Sorted by what they are; looked through one by one, for most elements are
 * among the first. */
static const struct {
	const char *name;
	void (*open)(struct odf_walk *w, const struct xml_attributes *a);
} elements[] = {
    {"p", open_paragraph},
    {"span", open_span},
    {"h", open_paragraph},
    {"table-cell", open_cell},
    {"covered-table-cell", open_cell},
    {"table-row", open_row},
    {"s", open_spaces},
    {"tab", open_tab},
    {"line-break", open_break},
    {"soft-page-break", open_page_end},
    {"a", open_link},
    {"table", open_table},
    {"table-column", open_column},
    {"frame", odf_open_frame},
    {"text-box", odf_open_box},
    {"image", odf_open_image},
    {"custom-shape", odf_open_shape},
    {"rect", odf_open_shape},
    {"ellipse", odf_open_shape},
    {"circle", odf_open_shape},
    {"line", odf_open_shape},
    {"polyline", odf_open_shape},
    {"polygon", odf_open_shape},
    {"path", odf_open_shape},
    {"connector", odf_open_shape},
    {"measure", odf_open_shape},
    {"caption", odf_open_shape},
    {"regular-polygon", odf_open_shape},
    {"section", open_section},
    {"note", open_note},
    {"note-citation", skip},
    {"annotation", open_comment},
    {"deletion", open_deletion},
    {"creator", open_person},
    {"date", open_date},
    {"creator-initials", open_date},
    {"sender-initials", open_date},
    {"title", open_alt},
    {"desc", open_alt},
    {"page", odf_open_slide},
    {"notes", odf_open_notes},
    {"footer-decl", open_declared},
    {"header-decl", open_declared},
    {"hidden-text", open_hidden_text},
    {"hidden-paragraph", open_flag_hidden},
    {"conditional-text", open_conditional},
    {"user-field-decl", open_variable},
    {"script", open_script},
    {"forms", open_form},
    {"text", open_body},
    {"master-page", odf_open_master},
    {"header", open_header},
    {"header-left", open_header},
    {"header-first", open_header},
    {"footer", open_footer},
    {"footer-left", open_footer},
    {"footer-first", open_footer},
    {"math", open_math},
    {"automatic-styles", skip},
    {"styles", skip},
    {"font-face-decls", skip},
    {"scripts", skip},
    {"event-listeners", skip},
    {"date-time-decl", skip},
    {"binary-data", skip},
};

/* The controls of forms have their words in attributes. */
static void
read_control(struct odf_walk *w, const struct xml_attributes *a)
{
	static const char *const attributes[] = {
	    "label", "current-value", "title"};
	char words[WORDS_BYTES];

	for (size_t i = 0; i < sizeof attributes / sizeof attributes[0]; i++)
		if (xml_attribute(a, attributes[i], words, sizeof words) !=
		    NULL)
			odf_line(w, ODF_FORM, words);
	if (xml_attribute(a, "value", words, sizeof words) != NULL &&
	    !xml_attribute_is(a, "current-value", words))
		odf_line(w, ODF_FORM, words);
}

void
odf_element_open(
    struct odf_walk *w, const char *name, const struct xml_attributes *a)
{
	const bool master =
	    w->kind == ODF_MASTERS && strcmp(name, "master-page") == 0;

	if (odf_level(w)->skip && !master)
		return;
	if (odf_level(w)->form) {
		read_control(w, a);
		return;
	}
	for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
		if (strcmp(name, elements[i].name) == 0) {
			elements[i].open(w, a);
			return;
		}
}

void
odf_element_close(struct odf_walk *w, const char *name)
{
	struct odf_level *l = odf_level(w);

	if (l->skip)
		return;
	if (l->person && strcmp(name, "creator") == 0)
		odf_author(w);
	if (l->after && l->words && strcmp(name, "span") != 0 &&
	    (strcmp(name, "p") == 0 || strcmp(name, "h") == 0))
		odf_next_page(w);
	if (l->flow != ODF_SHOWN && l->words &&
	    (strcmp(name, "title") == 0 || strcmp(name, "desc") == 0))
		office_flow_cut(&w->flows[l->flow]);
}
