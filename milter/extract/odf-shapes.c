/* SPDX-License-Identifier: MIT
 *
 * odf-shapes.c - what is drawn in OpenDocument content: boxes, shapes and
 * pictures, and the slides and master pages they stand on (OpenDocument 1.3
 * part 3, chapter 10).
 *
 * BUGS: whether words stand on a shape is not measured: where one is drawn
 * behind the text of a page, its words are taken to be seen.
 */
#include <string.h>

#include "extract/odf-story-parts.h"
#include "extract/xml.h"

#define NAME_BYTES 200

void
odf_open_box(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	odf_apart(w, w->x->slides ? odf_level(w)->flow : ODF_BOX);
}

static bool
is_outside(const struct odf_walk *w, const struct xml_attributes *a)
{
	static const char *const sides[] = {"x", "y", "width", "height"};
	const long page[2] = {
	    odf_page_width(w->x->styles), odf_page_height(w->x->styles)};
	long at[4];
	char value[32];

	for (size_t i = 0; i < 4; i++) {
		at[i] = xml_attribute(a, sides[i], value, sizeof value) != NULL
			    ? odf_length(value, -1000000000)
			    : -1000000000;
		if (at[i] == -1000000000)
			return false;
	}
	for (size_t i = 0; i < 2; i++)
		if (page[i] > 0 && (at[i] >= page[i] || at[i] + at[i + 2] <= 0))
			return true;
	return false;
}

static void
take_shape(struct odf_walk *w, const struct xml_attributes *a)
{
	static const char *const families[] = {"graphic", "presentation"};
	struct odf_level *l = odf_level(w);
	char name[NAME_BYTES];
	const struct odf_look *look;
	long paper = COLOUR_UNSET;

	if (xml_attribute(a, "style-name", name, sizeof name) == NULL)
		name[0] = '\0';
	for (size_t i = 0; i < 2 && paper == COLOUR_UNSET; i++) {
		look = odf_look(w->x->styles, w->scope, families[i], name);
		paper = odf_look_paper(look);
		l->under |= look->under == 1;
		office_look_over(&l->text, &look->text);
	}
	if (paper >= 0 || paper == COLOUR_UNKNOWN)
		l->behind = paper;
	else if (w->covered == w->unit)
		l->behind = COLOUR_UNKNOWN;
	if (paper >= 0 || paper == COLOUR_UNKNOWN) {
		if (l->under)
			w->under = w->unit;
		w->covered = w->unit;
		w->x->covered |= w->kind == ODF_MASTERS;
	}
}

void
odf_open_shape(struct odf_walk *w, const struct xml_attributes *a)
{
	odf_apart(w, w->x->slides ? odf_level(w)->flow : ODF_BOX);
	take_shape(w, a);
	odf_level(w)->hidden |= xml_attribute_is(a, "display", "none");
	if (w->x->slides && w->kind == ODF_BODY &&
	    odf_level(w)->flow == ODF_SHOWN && is_outside(w, a))
		odf_level(w)->flow = ODF_OUTSIDE;
}

void
odf_open_frame(struct odf_walk *w, const struct xml_attributes *a)
{
	/* Of a master page: "Click to edit the title". */
	if (w->kind == ODF_MASTERS && w->x->slides &&
	    (xml_attribute_is(a, "placeholder", "true") ||
		xml_attribute(a, "class", (char[2]){0}, 2) != NULL))
		odf_level(w)->skip = true;
	else
		odf_open_shape(w, a);
}

void
odf_open_image(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	if (odf_level(w)->under)
		w->under = w->unit;
	w->covered = w->unit;
	w->x->covered |= w->kind == ODF_MASTERS;
}

void
odf_open_slide(struct odf_walk *w, const struct xml_attributes *a)
{
	const struct odf_look *look =
	    odf_look_of(w, "drawing-page", "style-name", a);
	struct odf_level *l = odf_level(w);

	w->unit++;
	l->behind = w->x->covered ? COLOUR_UNKNOWN : COLOUR_AUTO;
	odf_take_paper(l, look);
	if (look->hidden == 1) {
		l->flow = ODF_SLIDE_HIDDEN;
		w->x->nslides++;
	}
}

void
odf_open_notes(struct odf_walk *w, const struct xml_attributes *a)
{
	(void)a;
	if (w->kind == ODF_MASTERS) {
		odf_level(w)->skip = true;
		return;
	}
	odf_apart(w, ODF_NOTES);
	odf_level(w)->behind = COLOUR_UNKNOWN;
}

void
odf_open_master(struct odf_walk *w, const struct xml_attributes *a)
{
	struct odf_level *l = odf_level(w);

	if (w->kind == ODF_MASTERS) {
		l->skip = false;
		l->flow = w->x->slides ? ODF_MASTER : ODF_SHOWN;
		odf_take_paper(
		    l, odf_look_of(w, "drawing-page", "style-name", a));
		w->x->covered |=
		    l->behind != COLOUR_AUTO && l->behind != COLOUR_WHITE;
	}
}
