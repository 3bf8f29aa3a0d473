/* SPDX-License-Identifier: MIT
 *
 * docx-styles.h - the styles of a WordprocessingML document, as far as they
 * decide what can be seen (ECMA-376-1, 17.7).
 */
#ifndef EXTRACT_DOCX_STYLES_H
#define EXTRACT_DOCX_STYLES_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/docx-format.h"
#include "extract/package.h"

struct docx_style {
	char *id, *based_on;
	struct office_look run; /* with what it is based on, once resolved */
	long paragraph;         /* shading behind paragraphs */
	bool shades;            /* of a table: some cells are shaded */
	bool initial;           /* what paragraphs without a style have */
};

struct docx_styles {
	struct docx_style *v; /* sorted by id */
	size_t n, cap;
	struct office_look defaults;
	const struct docx_style *initial; /* NULL: none */
	bool damaged;
};

/* Reads styles.xml (NULL: there is none) into *ret, free with
 * docx_styles_free. 0, or -1 when memory is out. */
int docx_styles_read(const struct package_part *part, struct docx_styles *ret);
void docx_styles_free(struct docx_styles *s);

/* The style of that id; NULL: none. */
const struct docx_style *docx_styles_find(
    const struct docx_styles *s, const char *id);

/* How a run looks whose table, paragraph and run have these styles (NULL:
 * none), before its own properties. Hidden twice is shown (17.7.3). */
struct office_look docx_styles_run(const struct docx_styles *s,
    const struct docx_style *table, const struct docx_style *paragraph,
    const struct docx_style *character);

#endif
