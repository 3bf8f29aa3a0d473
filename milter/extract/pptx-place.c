/* SPDX-License-Identifier: MIT
 *
 * pptx-place.c - where a shape stands, in groups and on its slide.
 *
 * BUGS: rotation is not looked at.
 */
#include "extract/pptx-place.h"

#include <stdlib.h>

static double
coordinate(const struct xml_attributes *a, const char *name)
{
	char value[32];

	if (xml_attribute(a, name, value, sizeof value) == NULL)
		return 0;
	return (double)strtol(value, NULL, 10);
}

void
pptx_place_offset(struct pptx_box *b, const struct xml_attributes *a)
{
	b->x = coordinate(a, "x");
	b->y = coordinate(a, "y");
	b->placed = true;
}

void
pptx_place_extent(struct pptx_box *b, const struct xml_attributes *a)
{
	char value[32];

	/* Extensions of the format are called ext, too. */
	if (xml_attribute(a, "cx", value, sizeof value) == NULL)
		return;
	b->w = coordinate(a, "cx");
	b->h = coordinate(a, "cy");
	b->sized = true;
}

void
pptx_place_enter(struct pptx_scale *s, const struct pptx_box *box,
    const struct pptx_box *inner)
{
	double across, down;

	if (!box->placed || !inner->sized || inner->w <= 0 || inner->h <= 0)
		return;
	across = box->w / inner->w;
	down = box->h / inner->h;
	s->x += s->across * (box->x - inner->x * across);
	s->y += s->down * (box->y - inner->y * down);
	s->across *= across;
	s->down *= down;
}

bool
pptx_place_off(const struct pptx_scale *s, const struct pptx_box *box,
    double width, double height)
{
	double x = s->x + s->across * box->x, y = s->y + s->down * box->y;

	if (!box->placed || width <= 0)
		return false;
	return x >= width || y >= height || x + s->across * box->w <= 0 ||
	       y + s->down * box->h <= 0;
}
