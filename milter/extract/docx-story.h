/* SPDX-License-Identifier: MIT
 *
 * docx-story.h - one story of a WordprocessingML document (its body, a header,
 * its footnotes, its comments, …) to what is shown in it and what is not.
 */
#ifndef EXTRACT_DOCX_STORY_H
#define EXTRACT_DOCX_STORY_H

#include "extract/docx-styles.h"
#include "extract/office-authors.h"
#include "extract/package.h"

/* What notes and comments are called in the body, and on which page. */
enum docx_note { DOCX_FOOTNOTE, DOCX_ENDNOTE, DOCX_COMMENT };
#define DOCX_NOTES 3

struct docx_pages {
	uint32_t *v; /* by the note's id; 0: not met */
	size_t n;
};

/* One document while it is read. */
struct docx {
	const struct document *d;
	struct package *package;
	struct texts *out;
	struct docx_styles styles;
	struct office_authors authors;
	struct docx_pages pages[DOCX_NOTES];
	/* The body says where some of its pages end; Word noted where all do;
	 * more stands between two breaks than a page can hold. */
	bool paged, rendered, overfull;
	bool background;          /* the page's own colour is displayed */
	long page_colour;         /* COLOUR_AUTO: white */
	size_t ndeleted, nhidden; /* stretches of text */
};

/* What a story is called, and whether anyone sees it. */
struct docx_story_kind {
	const char *section; /* NULL: the body */
	bool hidden;         /* all of it is */
	bool over_shapes;    /* what lies behind its text is not known */
};

/* Reads a part as a story and adds its texts. 0, or -1 when memory is out. */
int docx_story_read(struct docx *x, struct package_part *part,
    const struct docx_story_kind *kind);

#endif
