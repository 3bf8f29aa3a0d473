/* SPDX-License-Identifier: MIT
 *
 * docx-blocks.c - paragraphs, runs, tables and text boxes of a story, and how
 * they look.
 */
#include "extract/docx-story-parts.h"

#include <string.h>

#define STYLE_MAX 256

bool
docx_in_format(const struct story *s)
{
	return s->in[IN_PARAGRAPH_FORMAT] > 0 || s->in[IN_CHANGE] > 0;
}

static void
open_paragraph(struct story *s, const struct xml_attributes *a)
{
	struct docx_frame *now = &s->now;

	(void)a;
	now->paragraphs = ++s->lines;
	if (!now->mark_gone) {
		now->line = s->lines;
		now->said = false;
	}
	now->mark_gone = false;
	now->paragraph = NULL;
	now->paragraph_shade = COLOUR_UNSET;
	now->character = NULL;
	now->own = office_look_none();
	now->no_fill = false;
}

static void
close_paragraph(struct story *s)
{
	/* An empty paragraph is a gap until words come. */
	s->now.gap = !s->now.said;
}

static void
open_run(struct story *s, const struct xml_attributes *a)
{
	(void)a;
	s->now.character = NULL;
	s->now.own = office_look_none();
	s->now.no_fill = false;
	s->placeholder_style = false;
}

static const struct docx_style *
style_named(struct story *s, const struct xml_attributes *a)
{
	char id[STYLE_MAX];

	if (xml_attribute(a, "val", id, sizeof id) == NULL)
		return NULL;
	return docx_styles_find(&s->x->styles, id);
}

static void
on_paragraph_style(struct story *s, const struct xml_attributes *a)
{
	if (s->in[IN_CHANGE] > 0)
		return;
	s->now.paragraph = style_named(s, a);
	if (s->now.paragraph != NULL && s->now.paragraph_shade == COLOUR_UNSET)
		s->now.paragraph_shade = s->now.paragraph->paragraph;
}

static void
on_run_style(struct story *s, const struct xml_attributes *a)
{
	if (docx_in_format(s))
		return;
	s->now.character = style_named(s, a);
	s->placeholder_style = xml_attribute_is(a, "val", "PlaceholderText");
}

static void
on_table_style(struct story *s, const struct xml_attributes *a)
{
	struct docx_table *t = docx_table(s);

	if (t != NULL && s->in[IN_CHANGE] == 0)
		t->style = style_named(s, a);
}

static void
open_table(struct story *s, const struct xml_attributes *a)
{
	struct docx_table *t;

	(void)a;
	s->ntables++;
	if (s->ntables > DOCX_TABLES)
		return;
	t = &s->tables[s->ntables - 1];
	*t = (struct docx_table){
	    .shade = COLOUR_UNSET, .cell_shade = COLOUR_UNSET};
}

static void
close_table(struct story *s)
{
	if (s->ntables > 0)
		s->ntables--;
	s->now.gap = false;
	s->now.line = ++s->lines;
}

static void
on_column(struct story *s, const struct xml_attributes *a)
{
	struct docx_table *t = docx_table(s);

	(void)a;
	if (t != NULL && s->in[IN_CHANGE] == 0)
		t->columns++;
}

static void
open_row(struct story *s, const struct xml_attributes *a)
{
	struct docx_table *t = docx_table(s);

	(void)a;
	if (t == NULL)
		return;
	t->row = ++s->rows;
	t->cell = 0;
	t->begun = false;
}

static void
open_cell(struct story *s, const struct xml_attributes *a)
{
	struct docx_table *t = docx_table(s);

	(void)a;
	if (t == NULL)
		return;
	if (t->begun)
		t->cell++;
	t->begun = true;
	if (t->columns <= t->cell)
		t->columns = (unsigned)t->cell + 1;
	t->cell_shade = COLOUR_UNSET;
}

/* A property of runs: of the run we are in, or of a paragraph's mark. */
static void
on_property(struct story *s, const char *name, const struct xml_attributes *a)
{
	struct office_look mark = office_look_none();

	if (s->in[IN_RUN_FORMAT] == 0 || s->in[IN_CHANGE] > 0)
		return;
	if (s->in[IN_PARAGRAPH_FORMAT] == 0) {
		docx_format_read(&s->now.own, name, a);
		return;
	}
	docx_format_read(&mark, name, a);
	s->now.mark_gone |= mark.vanish == 1;
}

/* Shading of a cell, a table, a paragraph; a run's is with its format. */
static void
on_shading(struct story *s, const struct xml_attributes *a)
{
	struct docx_table *t = docx_table(s);

	if (s->in[IN_RUN_FORMAT] > 0) {
		on_property(s, "shd", a);
		return;
	}
	if (s->in[IN_CHANGE] > 0)
		return;
	if (s->in[IN_PARAGRAPH_FORMAT] > 0)
		s->now.paragraph_shade = docx_format_shade(a);
	else if (t != NULL && s->in[IN_CELL_FORMAT] > 0)
		t->cell_shade = docx_format_shade(a);
	else if (t != NULL && s->in[IN_TABLE_FORMAT] > 0)
		t->shade = docx_format_shade(a);
}

/* The text of a box stands beside the paragraph it is anchored in. */
static void
open_box(struct story *s, const struct xml_attributes *a)
{
	bool hidden, deleted = s->in[IN_DELETED] > 0;
	struct office_look own = s->now.own;

	(void)a;
	hidden = s->now.box_hidden || (!deleted && own.vanish == 1);
	if (s->nframes < DOCX_FRAMES)
		s->frames[s->nframes] = s->now;
	else
		s->deep = true;
	s->nframes++;
	s->now = (struct docx_frame){.own = office_look_none(),
	    .paragraph_shade = COLOUR_UNSET,
	    .box = true,
	    .box_hidden = hidden,
	    .tables = s->ntables < DOCX_TABLES ? s->ntables : DOCX_TABLES};
}

static void
close_box(struct story *s)
{
	if (s->nframes == 0)
		return;
	if (--s->nframes < DOCX_FRAMES)
		s->now = s->frames[s->nframes];
}

static void
on_anchor(struct story *s, const struct xml_attributes *a)
{
	if (s->in[IN_RUN] > 0 && !s->now.box &&
	    xml_attribute(a, "behindDoc", (char[8]){0}, 8) != NULL &&
	    xml_attribute_on(a, "behindDoc"))
		s->covered = s->page;
}

static void
on_background(struct story *s, const struct xml_attributes *a)
{
	if (!s->x->background || s->in[IN_RUN] > 0)
		return;
	if (xml_attribute(a, "color", (char[8]){0}, 8) != NULL)
		s->x->page_colour = office_look_colour(a, "color");
}

static void
on_fill(struct story *s, const struct xml_attributes *a)
{
	(void)a;
	if (s->x->background && s->in[IN_BACKGROUND] > 0)
		s->x->page_colour = COLOUR_UNKNOWN;
}

static void
on_no_fill(struct story *s, const struct xml_attributes *a)
{
	(void)a;
	if (s->in[IN_FILL] > 0 && s->in[IN_RUN_FORMAT] > 0 &&
	    !docx_in_format(s))
		s->now.no_fill = true;
}

static void
on_vanish(struct story *s, const struct xml_attributes *a)
{
	on_property(s, "vanish", a);
}

static void
on_size(struct story *s, const struct xml_attributes *a)
{
	on_property(s, "sz", a);
}

static void
on_colour(struct story *s, const struct xml_attributes *a)
{
	on_property(s, "color", a);
}

static void
on_highlight(struct story *s, const struct xml_attributes *a)
{
	on_property(s, "highlight", a);
}

const struct docx_element *
docx_blocks_element(const char *name)
{
	static const struct docx_element table[] = {
	    {"anchor", IN_OTHER, on_anchor, NULL},
	    {"background", IN_BACKGROUND, on_background, NULL},
	    {"color", IN_OTHER, on_colour, NULL},
	    {"fill", IN_OTHER, on_fill, NULL},
	    {"gridCol", IN_OTHER, on_column, NULL},
	    {"highlight", IN_OTHER, on_highlight, NULL},
	    {"noFill", IN_OTHER, on_no_fill, NULL},
	    {"p", IN_OTHER, open_paragraph, close_paragraph},
	    {"pPr", IN_PARAGRAPH_FORMAT, NULL, NULL},
	    {"pStyle", IN_OTHER, on_paragraph_style, NULL},
	    {"r", IN_RUN, open_run, NULL},
	    {"rPr", IN_RUN_FORMAT, NULL, NULL},
	    {"rStyle", IN_OTHER, on_run_style, NULL},
	    {"shd", IN_OTHER, on_shading, NULL},
	    {"sz", IN_OTHER, on_size, NULL},
	    {"tbl", IN_OTHER, open_table, close_table},
	    {"tblPr", IN_TABLE_FORMAT, NULL, NULL},
	    {"tblStyle", IN_OTHER, on_table_style, NULL},
	    {"tc", IN_OTHER, open_cell, NULL},
	    {"tcPr", IN_CELL_FORMAT, NULL, NULL},
	    {"textFill", IN_FILL, NULL, NULL},
	    {"tr", IN_OTHER, open_row, NULL},
	    {"txBody", IN_OTHER, open_box, close_box},
	    {"txbxContent", IN_OTHER, open_box, close_box},
	    {"vanish", IN_OTHER, on_vanish, NULL},
	};

	return docx_element(table, sizeof table / sizeof table[0], name);
}
