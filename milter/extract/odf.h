/* SPDX-License-Identifier: MIT
 *
 * odf.h - what the readers of OpenDocument share (OpenDocument 1.3 part 3):
 * styles, as far as they decide what can be seen, and properties.
 */
#ifndef EXTRACT_ODF_H
#define EXTRACT_ODF_H

#include <stdbool.h>

#include "extract/office-look.h"
#include "extract/package.h"

/* Where a style may be looked for: automatic styles are those of their own
 * part, common styles everyone's. */
enum odf_scope { ODF_COMMON, ODF_STYLES, ODF_CONTENT, ODF_OBJECT };

enum odf_fill { ODF_FILL_NONE, ODF_FILL_SOLID, ODF_FILL_OTHER };

/* What a style says; colours as office-look.h has them. */
struct odf_look {
	struct office_look text; /* shade: the text's own background */
	long paper; /* of the paragraph, cell, shape or slide, or unset */
	long fill, fill_colour; /* of a shape: enum odf_fill, or unset */
	long hidden;        /* a slide or table not shown: 1; else 0 or unset */
	long under;         /* a shape behind the text of the page: 1 */
	long before, after; /* a page begins before or after it: 1 */
};

/* What it puts behind words: COLOUR_UNSET or COLOUR_AUTO: nothing. */
long odf_look_paper(const struct odf_look *l);

struct odf_styles;

/* Reads the styles of styles.xml and content.xml; with `object`, those of that
 * part too (an embedded object's content.xml); p may be NULL then. Returns NULL when memory is
 * out; damage leaves out styles. Free with odf_styles_free. */
struct odf_styles *odf_styles_new(
    const struct package *p, const struct package_part *object);
void odf_styles_free(struct odf_styles *s);

/* How that style of that family ("paragraph", "text", "table-cell", "table",
 * "graphic", "presentation", "drawing-page") looks, with its parents and the
 * family's default. NULL or an unknown name: the default. Never NULL. */
const struct odf_look *odf_look(struct odf_styles *s, enum odf_scope scope,
    const char *family, const char *name);

/* The largest page, in hundredths of a millimetre; 0: not known. And the
 * colour of pages: COLOUR_AUTO where none is said, COLOUR_UNKNOWN where they
 * differ. */
long odf_page_width(const struct odf_styles *s);
long odf_page_height(const struct odf_styles *s);
long odf_page_colour(const struct odf_styles *s);

/* A length ("2.5cm", "-1in", "12pt", "3mm", "4px") in hundredths of a
 * millimetre; `absent` where it is none, or of no such unit. */
long odf_length(const char *value, long absent);

/* Reads meta.xml: "document properties", lines "creator: NAME"; and "custom
 * properties", those a user defined; and marks it used. Returns 0, or -1 when
 * memory is out. */
int odf_properties_read(
    const struct document *d, struct package *p, struct texts *out);

#endif
