/* SPDX-License-Identifier: MIT
 *
 * docx-inlines.c - what stands in a line of a story beside plain text: breaks,
 * symbols, fields, links, pictures.
 */
#include "extract/docx-story-parts.h"

#include <stdlib.h>
#include <string.h>

/* An attribute's text, cut beyond. */
#define ATTRIBUTE_MAX 4096

static void
add_char(struct story *s, const char *c)
{
	docx_words(s, c, strlen(c));
}

static bool
in_row(struct story *s)
{
	const struct docx_table *t = docx_table(s);

	return t != NULL && t->columns > 1;
}

static void
on_break_before(struct story *s, const struct xml_attributes *a)
{
	if (s->in[IN_CHANGE] == 0 && xml_attribute_on(a, "val") &&
	    (s->page_said || s->break_made))
		docx_page_break(s, true);
}

static void
on_rendered_break(struct story *s, const struct xml_attributes *a)
{
	(void)a;
	docx_page_break(s, false);
}

static void
on_break(struct story *s, const struct xml_attributes *a)
{
	if (xml_attribute_is(a, "type", "page"))
		docx_page_break(s, true);
	else
		add_char(s, in_row(s) ? " " : "\n");
}

static void
on_tab(struct story *s, const struct xml_attributes *a)
{
	(void)a;
	if (s->in[IN_PARAGRAPH_FORMAT] == 0 && s->in[IN_RUN] > 0)
		add_char(s, docx_table(s) != NULL ? " " : "\t");
}

static void
on_hyphen(struct story *s, const struct xml_attributes *a)
{
	(void)a;
	add_char(s, "-");
}

static void
add_code_point(struct story *s, unsigned long c)
{
	char utf8[4];
	size_t n = 1;

	if (c >= 0x800) {
		n = 3;
		utf8[0] = (char)(0xe0 | c >> 12);
		utf8[1] = (char)(0x80 | (c >> 6 & 0x3f));
		utf8[2] = (char)(0x80 | (c & 0x3f));
	} else if (c >= 0x80) {
		n = 2;
		utf8[0] = (char)(0xc0 | c >> 6);
		utf8[1] = (char)(0x80 | (c & 0x3f));
	} else {
		utf8[0] = (char)c;
	}
	docx_words(s, utf8, n);
}

/* A character by its number in a font: those of Symbol and its like, for which
 * U+F000 on stands, are bullets and arrows, but of any other they are the
 * letters below. */
static void
on_symbol(struct story *s, const struct xml_attributes *a)
{
	char value[16], font[64];
	unsigned long c;

	if (xml_attribute(a, "char", value, sizeof value) == NULL)
		return;
	c = strtoul(value, NULL, 16);
	if (xml_attribute(a, "font", font, sizeof font) == NULL)
		font[0] = '\0';
	if (strstr(font, "ymbol") != NULL || strstr(font, "dings") != NULL)
		c = 0x2022;
	else if (c >= 0xf020 && c <= 0xf0ff)
		c -= 0xf000;
	if (c >= 0x20 && c <= 0xfffd && (c < 0xd800 || c > 0xdfff))
		add_code_point(s, c);
}

static void
on_field(struct story *s, const struct xml_attributes *a)
{
	char type[16];

	if (xml_attribute(a, "fldCharType", type, sizeof type) != NULL)
		docx_fields_mark(&s->fields, type, s->page);
}

void
docx_attribute(struct story *s, enum docx_flow flow,
    const struct xml_attributes *a, const char *name)
{
	char value[ATTRIBUTE_MAX];

	if (xml_attribute(a, name, value, sizeof value) != NULL)
		office_flow_line(
		    &s->flows[flow], s->page, value, strlen(value));
}

static void
on_simple_field(struct story *s, const struct xml_attributes *a)
{
	char code[ATTRIBUTE_MAX];

	if (xml_attribute(a, "instr", code, sizeof code) != NULL)
		docx_fields_code(&s->fields, code, strlen(code), s->page);
}

static void
on_hyperlink(struct story *s, const struct xml_attributes *a)
{
	docx_attribute(s, FLOW_LINKS, a, "tooltip");
}

static void
open_drop_down(struct story *s, const struct xml_attributes *a)
{
	(void)a;
	s->chosen = 0;
	s->choices = 0;
}

static void
on_result(struct story *s, const struct xml_attributes *a)
{
	if (s->in[IN_CHOICES] > 0)
		s->chosen = xml_attribute_number(a, "val", 0);
}

/* Of a drop-down field the entry that is chosen is shown, though it stands
 * where the field's code does. */
static void
on_entry(struct story *s, const struct xml_attributes *a)
{
	char value[ATTRIBUTE_MAX];
	size_t open = s->fields.n;

	if (s->in[IN_CHOICES] == 0 || s->choices++ != s->chosen ||
	    xml_attribute(a, "val", value, sizeof value) == NULL)
		return;
	s->fields.n = 0;
	add_char(s, value);
	s->fields.n = open;
}

/* Alternative text of a picture, chart or shape. */
static void
on_described(struct story *s, const struct xml_attributes *a)
{
	docx_attribute(s, FLOW_ALT, a, "title");
	docx_attribute(s, FLOW_ALT, a, "descr");
}

static void
on_shape(struct story *s, const struct xml_attributes *a)
{
	docx_attribute(s, FLOW_ALT, a, "alt");
}

/* Words as a picture: a watermark. */
static void
on_text_path(struct story *s, const struct xml_attributes *a)
{
	docx_attribute(s, FLOW_BOX, a, "string");
}

static void
close_ruby(struct story *s)
{
	if (s->in[IN_RUBY] > 0 || s->ruby.len == 0)
		return;
	add_char(s, " (");
	docx_words(s, s->ruby.data, s->ruby.len);
	add_char(s, ") ");
	buf_reset(&s->ruby);
}

static void
close_denominator(struct story *s)
{
	add_char(s, " ");
}

static void
on_denominator(struct story *s, const struct xml_attributes *a)
{
	(void)a;
	add_char(s, "/");
}

const struct docx_element *
docx_inlines_element(const char *name)
{
	static const struct docx_element table[] = {
	    {"br", IN_OTHER, on_break, NULL},
	    {"cNvPr", IN_OTHER, on_described, NULL},
	    {"cr", IN_OTHER, on_break, NULL},
	    {"ddList", IN_CHOICES, open_drop_down, NULL},
	    {"delInstrText", IN_CODE, NULL, NULL},
	    {"den", IN_OTHER, on_denominator, close_denominator},
	    {"docPr", IN_OTHER, on_described, NULL},
	    {"fldChar", IN_OTHER, on_field, NULL},
	    {"fldSimple", IN_OTHER, on_simple_field, NULL},
	    {"hyperlink", IN_OTHER, on_hyperlink, NULL},
	    {"instrText", IN_CODE, NULL, NULL},
	    {"lastRenderedPageBreak", IN_OTHER, on_rendered_break, NULL},
	    {"listEntry", IN_OTHER, on_entry, NULL},
	    {"noBreakHyphen", IN_OTHER, on_hyphen, NULL},
	    {"pageBreakBefore", IN_OTHER, on_break_before, NULL},
	    {"ptab", IN_OTHER, on_tab, NULL},
	    {"result", IN_OTHER, on_result, NULL},
	    {"rt", IN_RUBY, NULL, NULL},
	    {"ruby", IN_OTHER, NULL, close_ruby},
	    {"shape", IN_OTHER, on_shape, NULL},
	    {"sym", IN_OTHER, on_symbol, NULL},
	    {"t", IN_WORDS, NULL, NULL},
	    {"tab", IN_OTHER, on_tab, NULL},
	    {"textpath", IN_OTHER, on_text_path, NULL},
	};

	return docx_element(table, sizeof table / sizeof table[0], name);
}
