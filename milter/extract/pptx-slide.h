/* SPDX-License-Identifier: MIT
 *
 * pptx-slide.h - the text of one slide, notes page or master, shape by shape.
 */
#ifndef EXTRACT_PPTX_SLIDE_H
#define EXTRACT_PPTX_SLIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "extract/office-authors.h"
#include "extract/office-flow.h"
#include "extract/xml.h"

enum pptx_flow {
	PPTX_SHOWN,
	PPTX_HIDDEN_SLIDE,
	PPTX_REMOVED, /* slides in the file but not in the presentation */
	PPTX_OFF,     /* shapes beside the slide */
	PPTX_HIDDEN,  /* hidden shapes, text too small or without a fill */
	PPTX_OTHER,   /* a branch of alternate content that is passed over */
	PPTX_NOTES,
	PPTX_COMMENTS,
	PPTX_MASTER,
	PPTX_ALT,
	PPTX_LINKS,
	PPTX_FLOWS,
};

/* One presentation while it is read. */
struct pptx {
	const struct document *d;
	struct package *package;
	struct texts *out;
	struct office_flow flows[PPTX_FLOWS];
	struct office_authors authors;
	double width, height; /* of a slide; 0: not known */
	size_t lines;         /* numbers given so far, in all flows */
	size_t nhidden, noff;
};

/* What is read, and how. */
struct pptx_page {
	enum pptx_flow flow; /* for what is shown on it */
	uint32_t number;     /* of the slide; 0: of none */
	bool shapes_placed;  /* what stands beside it is told apart */
	bool own_only;       /* not what its placeholders say */
	bool body_only;      /* nothing but what its body placeholders say */
};

/* Walks the part. `hidden` (may be NULL) becomes true if it is a slide that is
 * not shown: its text then goes to PPTX_HIDDEN_SLIDE. 0, or -1 when memory is
 * out. */
int pptx_slide_read(struct pptx *x, struct package_part *part,
    const struct pptx_page *page, bool *hidden);

#endif
