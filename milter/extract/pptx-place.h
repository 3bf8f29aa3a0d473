/* SPDX-License-Identifier: MIT
 *
 * pptx-place.h - where a shape stands, in groups and on its slide
 * (ECMA-376-1, 20.1.7).
 */
#ifndef EXTRACT_PPTX_PLACE_H
#define EXTRACT_PPTX_PLACE_H

#include <stdbool.h>

#include "extract/xml.h"

/* From a group's own coordinates to the slide's: x + across * own. */
struct pptx_scale {
	double x, y, across, down;
};

struct pptx_box {
	double x, y, w, h;
	bool placed, sized; /* x and y, w and h are known */
};

/* Each takes an element's attributes: a:off or a:chOff; a:ext or a:chExt. */
void pptx_place_offset(struct pptx_box *b, const struct xml_attributes *a);
void pptx_place_extent(struct pptx_box *b, const struct xml_attributes *a);

/* Goes into a group that stands in `box` and has, for what is in it, the
 * coordinates of `inner`. Nothing changes where either is not known. */
void pptx_place_enter(struct pptx_scale *s, const struct pptx_box *box,
    const struct pptx_box *inner);

/* Does all of the box stand beside a slide of that size? */
bool pptx_place_off(const struct pptx_scale *s, const struct pptx_box *box,
    double width, double height);

#endif
