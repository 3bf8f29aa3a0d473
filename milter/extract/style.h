/* SPDX-License-Identifier: MIT
 *
 * style.h - as much of CSS as tells whether text can be seen.
 */
#ifndef EXTRACT_STYLE_H
#define EXTRACT_STYLE_H

#include <stdbool.h>
#include <stdint.h>

/* Colours are 0xRRGGBB. */
#define STYLE_UNKNOWN UINT32_C(0xff000000)
#define STYLE_CLEAR UINT32_C(0xfe000000) /* transparent */

/* What an element inherits, and its own style attribute changes. */
struct style {
	uint32_t ink, paper;
	bool gone;      /* display:none and the like: nothing undoes it */
	bool invisible; /* visibility:hidden: a child may be visible */
	bool tiny;      /* font-size:0: a child may be larger */
	/* Of the element itself, not of those in it. */
	enum style_flow {
		STYLE_AS_NAMED, /* it flows as its kind does */
		STYLE_LINE,     /* a line or a box of its own */
		STYLE_INLINE    /* within the line around it */
	} flow;
};

/* Black on white: what readers start from. */
struct style style_start(void);

/* Applies a style attribute, or the value of a bgcolor or color attribute. */
void style_apply(struct style *s, const char *css);
void style_paper(struct style *s, const char *colour);
void style_ink(struct style *s, const char *colour);

/* True when text of that style cannot be seen. */
bool style_hides(const struct style *s);

#endif
