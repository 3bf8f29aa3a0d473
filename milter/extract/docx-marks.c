/* SPDX-License-Identifier: MIT
 *
 * docx-marks.c - tracked changes, notes, comments and content controls of a
 * story.
 */
#include "extract/docx-story-parts.h"

#include <stdlib.h>
#include <string.h>

/* The id of a note beyond this has no page; Word counts them from 1. */
#define NOTES_MAX 100000

static void
open_change(struct story *s, const struct xml_attributes *a)
{
	office_authors_add(&s->x->authors, a, "author");
	/* Of a paragraph's mark: what follows is joined to it. */
	if (s->in[IN_PARAGRAPH_FORMAT] > 0 && s->in[IN_RUN_FORMAT] > 0 &&
	    s->in[IN_CHANGE] == 0)
		s->now.mark_gone = true;
}

static void
on_author(struct story *s, const struct xml_attributes *a)
{
	office_authors_add(&s->x->authors, a, "author");
}

static void
note_page(struct story *s, const struct xml_attributes *a, enum docx_note note)
{
	struct docx_pages *p = &s->x->pages[note];
	long id = xml_attribute_number(a, "id", -1);
	uint32_t *v;

	if (s->kind->section != NULL || id < 0 || id >= NOTES_MAX)
		return;
	if ((size_t)id >= p->n) {
		v = realloc(p->v, 2 * ((size_t)id + 1) * sizeof *v);
		if (v == NULL) {
			s->failed = true;
			return;
		}
		memset(v + p->n, 0, (2 * ((size_t)id + 1) - p->n) * sizeof *v);
		p->v = v;
		p->n = 2 * ((size_t)id + 1);
	}
	p->v[id] = s->page;
}

static void
on_footnote_mark(struct story *s, const struct xml_attributes *a)
{
	note_page(s, a, DOCX_FOOTNOTE);
}

static void
on_endnote_mark(struct story *s, const struct xml_attributes *a)
{
	note_page(s, a, DOCX_ENDNOTE);
}

static void
on_comment_mark(struct story *s, const struct xml_attributes *a)
{
	note_page(s, a, DOCX_COMMENT);
}

static void
open_note(struct story *s, const struct xml_attributes *a, enum docx_note note)
{
	const struct docx_pages *p = &s->x->pages[note];
	long id = xml_attribute_number(a, "id", -1);

	s->page = id >= 0 && (size_t)id < p->n ? p->v[id] : 0;
	s->now.line = s->now.paragraphs = ++s->lines;
	s->now.gap = s->now.mark_gone = false;
}

static void
on_footnote(struct story *s, const struct xml_attributes *a)
{
	open_note(s, a, DOCX_FOOTNOTE);
}

static void
on_endnote(struct story *s, const struct xml_attributes *a)
{
	open_note(s, a, DOCX_ENDNOTE);
}

static void
on_comment(struct story *s, const struct xml_attributes *a)
{
	office_authors_add(&s->x->authors, a, "author");
	open_note(s, a, DOCX_COMMENT);
}

/* What a content control shows before anyone has filled it in is no content:
 * text in the style that Word gives it. In any other style it is read. */
static void
on_placeholder(struct story *s, const struct xml_attributes *a)
{
	if (s->showing == 0 && xml_attribute_on(a, "val"))
		s->showing = s->controls;
}

static void
open_control(struct story *s, const struct xml_attributes *a)
{
	(void)a;
	s->controls++;
}

static void
close_control(struct story *s)
{
	if (s->showing == s->controls)
		s->showing = 0;
	if (s->controls > 0)
		s->controls--;
}

const struct docx_element *
docx_marks_element(const char *name)
{
	static const struct docx_element table[] = {
	    {"comment", IN_OTHER, on_comment, NULL},
	    {"commentReference", IN_OTHER, on_comment_mark, NULL},
	    {"del", IN_DELETED, open_change, NULL},
	    {"delText", IN_WORDS, NULL, NULL},
	    {"endnote", IN_OTHER, on_endnote, NULL},
	    {"endnoteReference", IN_OTHER, on_endnote_mark, NULL},
	    {"footnote", IN_OTHER, on_footnote, NULL},
	    {"footnoteReference", IN_OTHER, on_footnote_mark, NULL},
	    {"ins", IN_OTHER, on_author, NULL},
	    {"moveFrom", IN_DELETED, open_change, NULL},
	    {"moveTo", IN_OTHER, on_author, NULL},
	    {"pPrChange", IN_CHANGE, on_author, NULL},
	    {"rPrChange", IN_CHANGE, on_author, NULL},
	    {"sdt", IN_OTHER, open_control, close_control},
	    {"sectPrChange", IN_CHANGE, on_author, NULL},
	    {"showingPlcHdr", IN_OTHER, on_placeholder, NULL},
	    {"tblGridChange", IN_CHANGE, NULL, NULL},
	    {"tblPrChange", IN_CHANGE, on_author, NULL},
	    {"tblPrExChange", IN_CHANGE, on_author, NULL},
	    {"tcPrChange", IN_CHANGE, on_author, NULL},
	    {"trPrChange", IN_CHANGE, on_author, NULL},
	};

	return docx_element(table, sizeof table / sizeof table[0], name);
}
