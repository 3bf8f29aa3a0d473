/* SPDX-License-Identifier: MIT
 *
 * xlsx-styles.c - how the cells of each style are shown (ECMA-376-1, 18.8).
 *
 * Of fonts and fills only the colour counts: letters of the colour behind them
 * are not seen.  A cell without a fill is white.
 *
 * BUGS: colours of themes are told apart, not looked up, but for the two that
 * are black and white unless somebody changed them; conditional formats are
 * not read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/sheet-number.h"
#include "extract/xlsx-parts.h"

/* A colour: 0xRRGGBB, one of a theme or an index, or not to be told. */
#define WHITE 0xffffffu
#define BLACK 0u
#define OF_THEME 0x1000000u
#define OF_INDEX 0x2000000u
#define UNTOLD 0x80000000u
/* Channels that differ by less look the same. */
#define SAME_BY 16

#define CODE_MAX 1024

enum part {
	PART_OTHER,
	PART_FONTS,
	PART_FILLS,
	PART_CELLS,
};

struct reading {
	struct xlsx_styles *s;
	enum part part;
	bool solid, in_fill, failed;
};

static uint32_t
colour_of(const struct xml_attributes *a)
{
	char rgb[12], tint[8];
	long n = xml_attribute_number(a, "theme", -1);

	if (xml_attribute(a, "rgb", rgb, sizeof rgb) != NULL &&
	    strlen(rgb) >= 6)
		return (uint32_t)strtoul(rgb + strlen(rgb) - 6, NULL, 16) &
		       WHITE;
	if (n >= 0) {
		if (xml_attribute(a, "tint", tint, sizeof tint) != NULL &&
		    strcmp(tint, "0") != 0)
			return UNTOLD;
		return n == 0   ? WHITE
		       : n == 1 ? BLACK
				: OF_THEME | ((uint32_t)n & 0xffff);
	}
	n = xml_attribute_number(a, "indexed", -1);
	if (n == 1 || n == 9 || n == 65)
		return WHITE;
	if (n == 0 || n == 8 || n == 64)
		return BLACK;
	return n > 0 ? OF_INDEX | ((uint32_t)n & 0xffff) : UNTOLD;
}

static bool
same_colour(uint32_t a, uint32_t b)
{
	if (a == UNTOLD || b == UNTOLD)
		return false;
	if (a > WHITE || b > WHITE)
		return a == b;
	for (int shift = 0; shift < 24; shift += 8) {
		int x = (int)(a >> shift & 0xff), y = (int)(b >> shift & 0xff);

		if (x - y >= SAME_BY || y - x >= SAME_BY)
			return false;
	}
	return true;
}

static int
add_colour(uint32_t **v, size_t *n, size_t *cap, uint32_t colour)
{
	if (xlsx_grow(v, *n, cap, sizeof **v) < 0)
		return -1;
	(*v)[(*n)++] = colour;
	return 0;
}

static int
add_code(struct xlsx_styles *s, const struct xml_attributes *a)
{
	char code[CODE_MAX];

	if (xml_attribute(a, "formatCode", code, sizeof code) == NULL)
		return 0;
	if (xlsx_grow(&s->codes, s->ncodes, &s->capcodes, sizeof *s->codes) < 0)
		return -1;
	s->codes[s->ncodes].id =
	    (unsigned)xml_attribute_number(a, "numFmtId", 0);
	s->codes[s->ncodes].code = strdup(code);
	return s->codes[s->ncodes++].code != NULL ? 0 : -1;
}

/* Mostly the codes are few; the last of an id counts. */
static const char *
code_of(const struct xlsx_styles *s, unsigned id)
{
	for (size_t i = s->ncodes; i-- > 0 && s->ncodes - i < 4096;)
		if (s->codes[i].id == id)
			return s->codes[i].code;
	return sheet_format_builtin(id);
}

static int
add_style(struct xlsx_styles *s, const struct xml_attributes *a)
{
	size_t font = (size_t)xml_attribute_number(a, "fontId", 0);
	size_t fill = (size_t)xml_attribute_number(a, "fillId", 0);
	struct xlsx_style style = {
	    .code =
		code_of(s, (unsigned)xml_attribute_number(a, "numFmtId", 0))};

	style.blank = sheet_format_blank(style.code);
	style.same =
	    font < s->nfonts && same_colour(s->fonts[font],
				    fill < s->nfills ? s->fills[fill] : WHITE);
	if (xlsx_grow(&s->v, s->n, &s->cap, sizeof *s->v) < 0)
		return -1;
	s->v[s->n++] = style;
	return 0;
}

static int
open_font(
    struct xlsx_styles *s, const char *name, const struct xml_attributes *a)
{
	if (strcmp(name, "font") == 0)
		return add_colour(&s->fonts, &s->nfonts, &s->capfonts, BLACK);
	if (strcmp(name, "color") == 0 && s->nfonts > 0)
		s->fonts[s->nfonts - 1] = colour_of(a);
	return 0;
}

static int
open_fill(struct reading *r, const char *name, const struct xml_attributes *a)
{
	struct xlsx_styles *s = r->s;
	uint32_t *last = s->nfills > 0 ? &s->fills[s->nfills - 1] : NULL;

	if (strcmp(name, "fill") == 0)
		return add_colour(&s->fills, &s->nfills, &s->capfills, WHITE);
	if (last == NULL)
		return 0;
	if (strcmp(name, "patternFill") == 0) {
		r->solid = xml_attribute_is(a, "patternType", "solid");
		if (!xml_attribute_is(a, "patternType", "none"))
			*last = UNTOLD;
	} else if (strcmp(name, "gradientFill") == 0)
		*last = UNTOLD;
	else if (strcmp(name, "fgColor") == 0 && r->solid)
		*last = colour_of(a);
	return 0;
}

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	static const struct {
		const char *name;
		enum part part;
	} parts[] = {
	    {"fonts", PART_FONTS},
	    {"fills", PART_FILLS},
	    {"cellXfs", PART_CELLS},
	    {"cellStyleXfs", PART_OTHER},
	    {"borders", PART_OTHER},
	    {"dxfs", PART_OTHER},
	};
	struct reading *r = arg;
	int rc = 0;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strcmp(parts[i].name, name) == 0)
			r->part = parts[i].part;
	if (r->part == PART_OTHER && strcmp(name, "numFmt") == 0)
		rc = add_code(r->s, a);
	else if (r->part == PART_FONTS)
		rc = open_font(r->s, name, a);
	else if (r->part == PART_FILLS)
		rc = open_fill(r, name, a);
	else if (r->part == PART_CELLS && strcmp(name, "xf") == 0)
		rc = add_style(r->s, a);
	r->failed = rc < 0;
	return rc;
}

static int
on_close(void *arg, const char *name)
{
	struct reading *r = arg;

	if (strcmp(name, "fonts") == 0 || strcmp(name, "fills") == 0 ||
	    strcmp(name, "cellXfs") == 0)
		r->part = PART_OTHER;
	return 0;
}

int
xlsx_styles_read(struct xlsx *x, struct package_part *part)
{
	static const struct xml_handler h = {
	    .open = on_open, .close = on_close};
	struct reading r = {.s = &x->styles};
	int rc = xlsx_walk(x, part, &h, &r);

	return r.failed ? -1 : rc;
}

void
xlsx_styles_free(struct xlsx_styles *s)
{
	for (size_t i = 0; i < s->ncodes; i++)
		free(s->codes[i].code);
	free(s->codes);
	free(s->fonts);
	free(s->fills);
	free(s->v);
}
