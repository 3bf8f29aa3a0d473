/* SPDX-License-Identifier: MIT
 *
 * docx-words.c - which of a story's texts words belong to, and where they
 * stand in it.
 */
#include "extract/docx-story-parts.h"

#include <string.h>

/* A page of A4 in ten point holds some 4,500 letters. */
#define PAGE_MAX 6000

struct docx_table *
docx_table(struct story *s)
{
	size_t n = s->ntables < DOCX_TABLES ? s->ntables : DOCX_TABLES;

	return n > s->now.tables ? &s->tables[n - 1] : NULL;
}

void
docx_page_break(struct story *s, bool own)
{
	if (s->kind->section != NULL || s->now.box || s->in[IN_DELETED] > 0)
		return;
	s->x->paged = true;
	s->x->rendered |= !own;
	if (!own && s->break_made && !s->page_said) {
		s->break_made = false;
		return;
	}
	s->page++;
	s->page_len = 0;
	s->page_said = false;
	s->break_made = own;
}

/* The colour behind the run, as far as the run does not say. */
static long
behind(const struct story *s)
{
	const struct docx_frame *now = &s->now;
	const size_t n = s->ntables < DOCX_TABLES ? s->ntables : DOCX_TABLES;

	if (now->paragraph_shade != COLOUR_UNSET &&
	    now->paragraph_shade != COLOUR_AUTO)
		return now->paragraph_shade;
	for (size_t i = n; i-- > now->tables;) {
		const struct docx_table *t = &s->tables[i];
		long shade =
		    t->cell_shade != COLOUR_UNSET ? t->cell_shade : t->shade;

		if (shade == COLOUR_UNSET && t->style != NULL &&
		    t->style->shades)
			return COLOUR_UNKNOWN;
		if (shade != COLOUR_UNSET && shade != COLOUR_AUTO)
			return shade;
	}
	if (now->box || s->kind->over_shapes || s->covered == s->page)
		return COLOUR_UNKNOWN;
	return s->x->page_colour;
}

static enum office_seen
seen(const struct story *s)
{
	const struct docx_frame *now = &s->now;
	const struct docx_style *paragraph =
	    now->paragraph != NULL ? now->paragraph : s->x->styles.initial;
	const size_t n = s->ntables < DOCX_TABLES ? s->ntables : DOCX_TABLES;
	const struct docx_style *table =
	    n > now->tables ? s->tables[n - 1].style : NULL;
	struct office_look f =
	    docx_styles_run(&s->x->styles, table, paragraph, now->character);

	office_look_over(&f, &now->own);
	if (now->box_hidden || now->no_fill)
		return OFFICE_HIDDEN;
	return office_look_seen(&f, behind(s));
}

static enum docx_flow
flow_of(const struct story *s)
{
	static const enum docx_flow flows[] = {
	    [OFFICE_HIDDEN] = FLOW_HIDDEN, [OFFICE_BLACKED] = FLOW_BLACKED};
	enum office_seen look;

	if (s->in[IN_DELETED] > 0)
		return FLOW_DELETED;
	look = seen(s);
	if (look != OFFICE_SHOWN)
		return flows[look];
	return s->now.box ? FLOW_BOX : FLOW_SHOWN;
}

static bool
is_white(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strchr(" \t\r\n", s[i]) == NULL)
			return false;
	return true;
}

static struct office_spot
spot_of(struct story *s, bool shown)
{
	const struct docx_table *t = docx_table(s);
	struct office_spot spot = {.unit = s->page,
	    .line = shown ? s->now.line : s->now.paragraphs,
	    .gap = shown && s->now.gap};

	if (t != NULL && t->row > 0) {
		spot.row = t->row;
		spot.cell = t->cell;
		spot.wide = t->columns > 1;
	}
	return spot;
}

void
docx_words(struct story *s, const char *words, size_t len)
{
	struct office_spot spot;
	enum docx_flow flow;
	bool white, seen_here;

	if (docx_fields_in_code(&s->fields)) {
		docx_fields_add(&s->fields, words, len);
		return;
	}
	if (s->in[IN_RUBY] > 0) {
		buf_add(&s->ruby, words, len);
		return;
	}
	if (s->showing > 0 && s->placeholder_style)
		return;
	white = is_white(words, len);
	flow = flow_of(s);
	seen_here = flow == FLOW_SHOWN || flow == FLOW_BOX;
	if (!seen_here && s->last != flow) {
		if (white)
			return;
		office_flow_cut(&s->flows[flow]);
	}
	spot = spot_of(s, seen_here);
	if (white && s->flows[flow].last.line != spot.line)
		return;
	s->last = flow;
	s->now.said = true;
	if (flow == FLOW_SHOWN) {
		s->page_said |= !white;
		s->page_len += len;
		s->x->overfull |= s->page_len > PAGE_MAX;
	}
	office_flow_add(&s->flows[flow], &spot, words, len);
}
