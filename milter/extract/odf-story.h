/* SPDX-License-Identifier: MIT
 *
 * odf-story.h - the words of one XML part of an OpenDocument file, each to what
 * it is: shown, hidden, deleted, a comment, a note, a heading of pages.
 */
#ifndef EXTRACT_ODF_STORY_H
#define EXTRACT_ODF_STORY_H

#include "extract/odf.h"
#include "extract/texts.h"

/* One document while it is read. */
struct odf {
	const struct document *d;
	struct package *package;
	struct texts *out;
	struct odf_styles *styles;
	struct buf authors; /* "author: NAME", a line each */
	size_t nauthors;
	bool slides; /* a presentation */
	/* A kind of slide has a shape or a picture of its own: what lies behind
	 * the words of slides is not known. */
	bool covered;
	size_t ndeleted, nhidden, nslides; /* stretches of text; slides */
};

/* Reads a part as content ("object": of an embedded object) or, with `styles`,
 * only the headers, footers and words that its master pages have; adds its
 * texts. 0, or -1 when memory is out. */
enum odf_story { ODF_BODY, ODF_MASTERS, ODF_EMBEDDED };
int odf_story_read(
    struct odf *x, struct package_part *part, enum odf_story kind);

/* Reads a whole document: styles, master pages, content, embedded objects,
 * properties; and notes what is hidden (SIGN_HIDDEN). 0 or -1. */
int odf_story_document(const struct document *d, struct package *p, bool slides,
    struct texts *out);

#endif
