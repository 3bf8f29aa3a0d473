/* SPDX-License-Identifier: MIT
 *
 * office-look.h - how a run of words looks, as far as it decides whether anyone
 * can see it: the same in documents of every make.
 */
#ifndef EXTRACT_OFFICE_LOOK_H
#define EXTRACT_OFFICE_LOOK_H

#include "extract/xml.h"

/* Colours are 0xRRGGBB, or one of these. */
#define COLOUR_UNSET (-1L)
#define COLOUR_AUTO (-2L)    /* of text: black or white; of shading: none */
#define COLOUR_UNKNOWN (-3L) /* a pattern, a picture, a shape */

#define COLOUR_WHITE 0xffffffL

struct office_look {
	long vanish; /* 0, 1 or unset */
	long size;   /* half points */
	long colour, highlight, shade;
};

/* With nothing set. */
struct office_look office_look_none(void);

/* The colour of an attribute; COLOUR_AUTO where there is none. */
long office_look_colour(const struct xml_attributes *a, const char *name);

/* `percent` of one colour over another. */
long office_look_mixed(long over, long under, long percent);

/* What `over` sets replaces what f has. */
void office_look_over(struct office_look *f, const struct office_look *over);

enum office_seen {
	OFFICE_SHOWN,
	OFFICE_HIDDEN,  /* nobody sees it */
	OFFICE_BLACKED, /* it was to be blacked out, and can be read */
};

/* Can a run be seen on that background (COLOUR_AUTO: the page's, white)? A run
 * in automatic colour is white on dark shading, as Word shows it, but black
 * under a highlight. Where the background is not known it is shown. */
enum office_seen office_look_seen(const struct office_look *run, long behind);

#endif
