/* SPDX-License-Identifier: MIT
 *
 * pptx-slide.c - the text of one slide, notes page, master or comment list.
 *
 * A shape's properties (hidden, placeholder, place) stand before its text, so
 * that each word can go where it belongs when it comes.
 *
 * BUGS: it is not looked at whether another shape covers one, nor whether its
 * text has the colour of what lies behind.  A placeholder without a place of its
 * own is taken to be on the slide.
 */
#include "extract/pptx-slide.h"

#include <stdlib.h>
#include <string.h>

#include "extract/office-choice.h"
#include "extract/pptx-place.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Groups within groups whose places are worked out. */
#define GROUPS_MAX 32
/* A hundredth of a point: text of one point and less is not seen. */
#define SIZE_SEEN 100
#define ATTRIBUTE_MAX 4096
#define LOOK_EVERY 4096

struct shape {
	bool hidden, placeholder, body, number;
	struct pptx_box box, inner; /* inner: of a group, its own coordinates */
};

struct group {
	struct pptx_scale scale;
	bool hidden;
};

struct slide {
	struct pptx *x;
	struct pptx_page page;
	struct office_choice choice;
	struct shape shape;
	struct group groups[GROUPS_MAX];
	size_t ngroups; /* open, also those deeper than are kept */
	unsigned in_words, in_run_format, in_line, in_tables; /* open */
	size_t row, cell, columns, line;
	bool no_fill, small; /* the run's text */
	bool hidden, late;
	size_t calls;
	enum pptx_flow last;
};

static const struct group *
group_of(const struct slide *s)
{
	static const struct group whole = {{0, 0, 1, 1}, false};
	size_t n = s->ngroups < GROUPS_MAX ? s->ngroups : GROUPS_MAX;

	return n > 0 ? &s->groups[n - 1] : &whole;
}

static bool
is_off(const struct slide *s)
{
	return s->page.shapes_placed &&
	       pptx_place_off(&group_of(s)->scale, &s->shape.box, s->x->width,
		   s->x->height);
}

static enum pptx_flow
flow_of(struct slide *s)
{
	if (s->page.flow == PPTX_SHOWN) {
		if (s->shape.hidden || group_of(s)->hidden || s->no_fill ||
		    s->small)
			return PPTX_HIDDEN;
		if (is_off(s))
			return PPTX_OFF;
	}
	return s->page.flow;
}

static void
words(struct slide *s, const char *text, size_t len)
{
	struct office_spot spot = {.unit = s->page.number, .line = s->line};
	enum pptx_flow flow;

	if (s->shape.number || (s->page.own_only && s->shape.placeholder) ||
	    (s->page.body_only && s->shape.placeholder && !s->shape.body))
		return;
	flow = flow_of(s);
	if (s->in_tables > 0) {
		spot.row = s->row;
		spot.cell = s->cell;
		spot.wide = s->columns > 1;
	}
	if (flow != s->last && flow != s->page.flow)
		office_flow_cut(&s->x->flows[flow]);
	s->last = flow;
	office_flow_add(&s->x->flows[flow], &spot, text, len);
}

static void
new_line(struct slide *s)
{
	s->line = ++s->x->lines;
}

static void
open_slide(struct slide *s, const struct xml_attributes *a)
{
	if (!xml_attribute_on(a, "show"))
		s->hidden = true;
	if (s->hidden && s->page.flow == PPTX_SHOWN)
		s->page.flow = PPTX_HIDDEN_SLIDE;
}

static void
open_shape(struct slide *s, const struct xml_attributes *a)
{
	(void)a;
	s->shape = (struct shape){.hidden = false};
	new_line(s);
}

static void
add_attribute(struct slide *s, const struct xml_attributes *a, const char *name)
{
	char value[ATTRIBUTE_MAX];

	if (xml_attribute(a, name, value, sizeof value) != NULL)
		office_flow_line(&s->x->flows[PPTX_ALT], s->page.number, value,
		    strlen(value));
}

static void
on_described(struct slide *s, const struct xml_attributes *a)
{
	char value[8];

	s->shape.hidden =
	    xml_attribute(a, "hidden", value, sizeof value) != NULL &&
	    xml_attribute_on(a, "hidden");
	add_attribute(s, a, "title");
	add_attribute(s, a, "descr");
}

static void
on_placeholder(struct slide *s, const struct xml_attributes *a)
{
	s->shape.placeholder = true;
	s->shape.number = xml_attribute_is(a, "type", "sldNum");
	s->shape.body = xml_attribute_is(a, "type", "body");
}

static void
on_offset(struct slide *s, const struct xml_attributes *a)
{
	pptx_place_offset(&s->shape.box, a);
}

static void
on_extent(struct slide *s, const struct xml_attributes *a)
{
	pptx_place_extent(&s->shape.box, a);
}

static void
on_inner_offset(struct slide *s, const struct xml_attributes *a)
{
	pptx_place_offset(&s->shape.inner, a);
}

static void
on_inner_extent(struct slide *s, const struct xml_attributes *a)
{
	pptx_place_extent(&s->shape.inner, a);
}

static void
open_group(struct slide *s, const struct xml_attributes *a)
{
	struct group outer = *group_of(s);

	(void)a;
	if (s->ngroups < GROUPS_MAX)
		s->groups[s->ngroups] = outer;
	s->ngroups++;
	s->shape = (struct shape){.hidden = false};
}

static void
close_group(struct slide *s)
{
	if (s->ngroups > 0)
		s->ngroups--;
}

/* The group's properties are known: its shapes are hidden, and placed, as it
 * is (ECMA-376-1, 20.1.7.5). */
static void
close_group_format(struct slide *s)
{
	struct group *g;

	if (s->ngroups == 0 || s->ngroups > GROUPS_MAX)
		return;
	g = &s->groups[s->ngroups - 1];
	g->hidden |= s->shape.hidden;
	pptx_place_enter(&g->scale, &s->shape.box, &s->shape.inner);
}

static void
open_paragraph(struct slide *s, const struct xml_attributes *a)
{
	(void)a;
	new_line(s);
	s->no_fill = s->small = false;
}

static void
open_run(struct slide *s, const struct xml_attributes *a)
{
	(void)a;
	s->no_fill = s->small = false;
}

static void
on_run_format(struct slide *s, const struct xml_attributes *a)
{
	s->in_run_format++;
	s->small = xml_attribute_number(a, "sz", SIZE_SEEN + 1) <= SIZE_SEEN;
}

static void
close_run_format(struct slide *s)
{
	if (s->in_run_format > 0)
		s->in_run_format--;
}

/* Of text, not of the line around its letters. */
static void
on_no_fill(struct slide *s, const struct xml_attributes *a)
{
	(void)a;
	s->no_fill |= s->in_run_format > 0 && s->in_line == 0;
}

static void
open_line_format(struct slide *s, const struct xml_attributes *a)
{
	(void)a;
	s->in_line++;
}

static void
close_line_format(struct slide *s)
{
	if (s->in_line > 0)
		s->in_line--;
}

static void
on_break(struct slide *s, const struct xml_attributes *a)
{
	(void)a;
	words(s, s->in_tables > 0 ? " " : "\n", 1);
}

static void
open_words(struct slide *s, const struct xml_attributes *a)
{
	(void)a;
	s->in_words++;
}

static void
close_words(struct slide *s)
{
	if (s->in_words > 0)
		s->in_words--;
}

static void
open_table(struct slide *s, const struct xml_attributes *a)
{
	(void)a;
	s->in_tables++;
	s->columns = 0;
}

static void
close_table(struct slide *s)
{
	if (s->in_tables > 0)
		s->in_tables--;
}

static void
open_row(struct slide *s, const struct xml_attributes *a)
{
	(void)a;
	s->row = ++s->x->lines;
	s->cell = SIZE_MAX;
}

static void
open_cell(struct slide *s, const struct xml_attributes *a)
{
	(void)a;
	s->cell++;
	if (s->cell >= s->columns)
		s->columns = s->cell + 1;
}

/* A comment, as programs up to 2019 write it, and a thread's. */
static void
on_comment(struct slide *s, const struct xml_attributes *a)
{
	(void)a;
	new_line(s);
}

static void
on_tooltip(struct slide *s, const struct xml_attributes *a)
{
	char value[ATTRIBUTE_MAX];

	if (xml_attribute(a, "tooltip", value, sizeof value) != NULL)
		office_flow_line(&s->x->flows[PPTX_LINKS], s->page.number,
		    value, strlen(value));
}

static const struct element {
	const char *name;
	void (*open)(struct slide *s, const struct xml_attributes *a);
	void (*close)(struct slide *s);
} elements[] = {
    {"br", on_break, NULL},
    {"cNvPr", on_described, NULL},
    {"chExt", on_inner_extent, NULL},
    {"chOff", on_inner_offset, NULL},
    {"cm", on_comment, NULL},
    {"cxnSp", open_shape, NULL},
    {"ext", on_extent, NULL},
    {"fld", open_run, NULL},
    {"graphicFrame", open_shape, NULL},
    {"grpSp", open_group, close_group},
    {"grpSpPr", NULL, close_group_format},
    {"hlinkClick", on_tooltip, NULL},
    {"hlinkHover", on_tooltip, NULL},
    {"ln", open_line_format, close_line_format},
    {"noFill", on_no_fill, NULL},
    {"off", on_offset, NULL},
    {"p", open_paragraph, NULL},
    {"ph", on_placeholder, NULL},
    {"pic", open_shape, NULL},
    {"r", open_run, NULL},
    {"rPr", on_run_format, close_run_format},
    {"reply", on_comment, NULL},
    {"sld", open_slide, NULL},
    {"sp", open_shape, NULL},
    {"t", open_words, close_words},
    {"tbl", open_table, close_table},
    {"tc", open_cell, NULL},
    {"text", open_words, close_words},
    {"tr", open_row, NULL},
};

static int
compare(const void *key, const void *row)
{
	const struct element *e = row;

	return strcmp(key, e->name);
}

static const struct element *
element_of(const char *name)
{
	return bsearch(
	    name, elements, COUNT(elements), sizeof *elements, compare);
}

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct slide *s = arg;
	const struct element *e;

	if (++s->calls % LOOK_EVERY == 0 && texts_late(s->x->out)) {
		s->late = true;
		return 1;
	}
	if (office_choice_open(&s->choice, name))
		return 0;
	e = element_of(name);
	if (e != NULL && e->open != NULL)
		e->open(s, a);
	return 0;
}

static int
on_close(void *arg, const char *name)
{
	struct slide *s = arg;
	const struct element *e;
	const char *rest;
	size_t len;

	if (office_choice_close(&s->choice, name))
		return 0;
	rest = office_choice_rest(&s->choice, &len);
	if (rest != NULL)
		office_flow_line(
		    &s->x->flows[PPTX_OTHER], s->page.number, rest, len);
	e = element_of(name);
	if (e != NULL && e->close != NULL)
		e->close(s);
	return 0;
}

static int
on_text(void *arg, const char *text, size_t len)
{
	struct slide *s = arg;

	if (!office_choice_text(&s->choice, text, len) && s->in_words > 0)
		words(s, text, len);
	return 0;
}

static int
say_unread(const struct slide *s, enum xml_walked walked)
{
	const struct pptx *x = s->x;

	if (walked == XML_MEMORY) {
		x->out->failed = true;
		return -1;
	}
	if (walked == XML_DAMAGED &&
	    document_unread(x->d, UNREAD_DAMAGED, x->out) < 0)
		return -1;
	if (s->late && document_unread(x->d, UNREAD_TIMEOUT, x->out) < 0)
		return -1;
	if (buf_failed(&s->choice.other) &&
	    document_unread(x->d, UNREAD_LIMIT, x->out) < 0)
		return -1;
	return 0;
}

int
pptx_slide_read(struct pptx *x, struct package_part *part,
    const struct pptx_page *page, bool *hidden)
{
	static const struct xml_handler handler = {on_open, on_close, on_text};
	struct slide s = {.x = x, .page = *page, .last = page->flow};
	int rc;

	part->used = true;
	if (part->data == NULL)
		return 0;
	office_choice_init(&s.choice, x->out->max_bytes);
	new_line(&s);
	rc = say_unread(&s, xml_walk(part->data, part->len, &handler, &s));
	office_choice_free(&s.choice);
	if (hidden != NULL)
		*hidden = s.hidden;
	return rc;
}
