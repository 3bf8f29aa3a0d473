/* SPDX-License-Identifier: MIT
 *
 * odf-story-parts.h - what the files odf-story*.c share: the state of the walk
 * through one part.
 */
#ifndef EXTRACT_ODF_STORY_PARTS_H
#define EXTRACT_ODF_STORY_PARTS_H

#include "extract/odf-story.h"
#include "extract/office-flow.h"
#include "extract/xml.h"

enum odf_flow {
	ODF_SHOWN,
	ODF_BOX,
	ODF_FOOTNOTE,
	ODF_ENDNOTE,
	ODF_HEADER,
	ODF_FOOTER,
	ODF_MASTER,
	ODF_DECLARED, /* the footers of slides */
	ODF_FORM,
	ODF_NOTES,
	ODF_SLIDE_HIDDEN,
	ODF_COMMENT,
	ODF_DELETED,
	ODF_OUTSIDE, /* off the page */
	ODF_HIDDEN,
	ODF_BLACKED,
	ODF_ALT,
	ODF_CODES,
	ODF_LINKS,
	ODF_FLOWS,
};

/* More than xml.h lets elements nest. */
#define ODF_LEVELS 2048

/* An open element: what it and those around it say of the words in it. */
struct odf_level {
	bool skip;  /* nothing in it is read */
	bool words; /* characters count: in a paragraph */
	bool hidden, form, person;
	enum odf_flow flow;
	struct office_look text;
	long behind;
	size_t line, row, cell;
	size_t next_cell, columns;
	bool wide, after;
	bool under; /* in a frame that is drawn behind the text */
};

struct odf_walk {
	struct odf *x;
	enum odf_story kind;
	enum odf_scope scope;
	struct office_flow flows[ODF_FLOWS];
	struct odf_level *levels; /* ODF_LEVELS */
	size_t depth;
	size_t lines, rows; /* numbers given so far */
	uint32_t unit;
	bool paged;       /* the part says where its pages end */
	bool page_said;   /* words since the last page began */
	uint32_t covered; /* the page or slide has a shape */
	uint32_t under;   /* the page has one behind its text */
	bool space;       /* the last character was white, or none was yet */
	bool math;
	enum odf_flow last;
	struct buf person;
	size_t calls;
	bool failed, late;
};

static inline struct odf_level *
odf_level(struct odf_walk *w)
{
	return &w->levels[w->depth];
}

/* What an element says of itself, at its level, which has its parent's. */
void odf_element_open(
    struct odf_walk *w, const char *name, const struct xml_attributes *a);
void odf_element_close(struct odf_walk *w, const char *name);

/* Words where the walk is. */
void odf_words(struct odf_walk *w, const char *s, size_t len);

/* A space, tab or line end that is there as such; `more`: a space behind it
 * counts too. */
void odf_white(struct odf_walk *w, char c, bool more);

/* A line of its own: an attribute's words. */
void odf_line(struct odf_walk *w, enum odf_flow flow, const char *s);

/* The person whose name was just read changed or commented on it. */
void odf_author(struct odf_walk *w);

/* A page or slide ends. */
void odf_next_page(struct odf_walk *w);

/* Adds what was read to the texts. 0, or -1 when memory is out. */
int odf_story_put(struct odf_walk *w);

/* How the style that an attribute names looks. */
const struct odf_look *odf_look_of(struct odf_walk *w, const char *family,
    const char *attribute, const struct xml_attributes *a);

/* What that puts behind the words of the element. */
void odf_take_paper(struct odf_level *l, const struct odf_look *look);

/* The next words are a line of their own. */
void odf_new_line(struct odf_walk *w);

/* What stands in a box, note or comment is apart from what is around it, and
 * looks as nothing around it does. */
void odf_apart(struct odf_walk *w, enum odf_flow flow);

/* The elements of drawings. */
void odf_open_box(struct odf_walk *w, const struct xml_attributes *a);
void odf_open_shape(struct odf_walk *w, const struct xml_attributes *a);
void odf_open_frame(struct odf_walk *w, const struct xml_attributes *a);
void odf_open_image(struct odf_walk *w, const struct xml_attributes *a);
void odf_open_slide(struct odf_walk *w, const struct xml_attributes *a);
void odf_open_notes(struct odf_walk *w, const struct xml_attributes *a);
void odf_open_master(struct odf_walk *w, const struct xml_attributes *a);

#endif
