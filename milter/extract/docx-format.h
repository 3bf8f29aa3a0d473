/* SPDX-License-Identifier: MIT
 *
 * docx-format.h - how a run of WordprocessingML looks, as far as it decides
 * whether anyone can see it (ECMA-376-1, 17.3.2).
 */
#ifndef EXTRACT_DOCX_FORMAT_H
#define EXTRACT_DOCX_FORMAT_H

#include "extract/xml.h"

/* Colours are 0xRRGGBB, or one of these. */
#define DOCX_UNSET (-1L)
#define DOCX_AUTO (-2L)    /* of text: black or white; of shading: none */
#define DOCX_UNKNOWN (-3L) /* a pattern, a picture, a shape */

#define DOCX_WHITE 0xffffffL

struct docx_format {
	long vanish; /* 0, 1 or unset */
	long size;   /* half points */
	long colour, highlight, shade;
};

/* With nothing set. */
struct docx_format docx_format_none(void);

/* Takes in one element of run properties; any other is passed over. */
void docx_format_read(
    struct docx_format *f, const char *name, const struct xml_attributes *a);

/* The colour that a w:shd element gives what lies behind text. */
long docx_format_shade(const struct xml_attributes *a);

/* The colour of an attribute; DOCX_AUTO where there is none. */
long docx_format_colour(const struct xml_attributes *a, const char *name);

/* What `over` sets replaces what f has. */
void docx_format_over(struct docx_format *f, const struct docx_format *over);

enum docx_seen {
	DOCX_SHOWN,
	DOCX_HIDDEN,  /* nobody sees it */
	DOCX_BLACKED, /* it was to be blacked out, and can be read */
};

/* Can a run be seen on that background (DOCX_AUTO: the page's, white)? A run
 * in automatic colour is white on dark shading, as Word shows it, but black
 * under a highlight. Where the background is not known it is shown. */
enum docx_seen docx_format_seen(const struct docx_format *run, long behind);

#endif
