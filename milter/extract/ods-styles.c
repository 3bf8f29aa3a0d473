/* SPDX-License-Identifier: MIT
 *
 * ods-styles.c - which tables, rows and columns are not displayed, and which
 * cells have letters of the colour behind them (OpenDocument 1.3 part 3, 16).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/ods-parts.h"

#define UNTOLD UINT32_MAX
#define WHITE 0xffffffu
/* Channels that differ by less look the same. */
#define SAME_BY 16
#define PARENTS_MAX 8

static char *
key_of(const char *family, const char *name)
{
	size_t size = strlen(family) + strlen(name) + 2;
	char *key = malloc(size);

	if (key != NULL)
		snprintf(key, size, "%s:%s", family, name);
	return key;
}

static int
add_style(struct ods_styles *s, const struct xml_attributes *a)
{
	struct ods_style style = {.colour = UNTOLD, .background = UNTOLD};
	char family[40], name[200], parent[200];
	struct ods_style *v;
	size_t cap = s->cap > 0 ? 2 * s->cap : 64;

	s->open = false;
	if (xml_attribute(a, "family", family, sizeof family) == NULL ||
	    xml_attribute(a, "name", name, sizeof name) == NULL)
		return 0;
	if (s->n == s->cap) {
		v = reallocarray(s->v, cap, sizeof *v);
		if (v == NULL)
			return -1;
		s->v = v;
		s->cap = cap;
	}
	style.key = key_of(family, name);
	if (xml_attribute(a, "parent-style-name", parent, sizeof parent) !=
	    NULL)
		style.parent = key_of(family, parent);
	if (style.key == NULL) {
		free(style.parent);
		return -1;
	}
	s->v[s->n++] = style;
	s->open = true;
	return 0;
}

/* "#rrggbb"; "transparent" and what else there is stays as it was. */
static void
take_colour(const struct xml_attributes *a, const char *name, uint32_t *colour)
{
	char value[16];

	if (xml_attribute(a, name, value, sizeof value) != NULL &&
	    value[0] == '#' && strlen(value) == 7)
		*colour = (uint32_t)strtoul(value + 1, NULL, 16) & WHITE;
}

/* Is a length ("0cm") there, and nothing? */
static bool
no_length(const struct xml_attributes *a, const char *name)
{
	char value[32], *end;

	return xml_attribute(a, name, value, sizeof value) != NULL &&
	       !(strtod(value, &end) > 0) && end != value;
}

int
ods_styles_open(
    struct ods_styles *s, const char *name, const struct xml_attributes *a)
{
	struct ods_style *last = s->open ? &s->v[s->n - 1] : NULL;

	if (strcmp(name, "style") == 0)
		return add_style(s, a);
	if (last == NULL)
		return 0;
	if (strcmp(name, "table-properties") == 0)
		last->hidden |= xml_attribute_is(a, "display", "false");
	else if (strcmp(name, "table-row-properties") == 0)
		last->hidden |= no_length(a, "row-height");
	else if (strcmp(name, "table-column-properties") == 0)
		last->hidden |= no_length(a, "column-width");
	else if (strcmp(name, "table-cell-properties") == 0)
		take_colour(a, "background-color", &last->background);
	else if (strcmp(name, "text-properties") == 0 &&
		 !xml_attribute_is(a, "use-window-font-color", "true"))
		take_colour(a, "color", &last->colour);
	return 0;
}

void
ods_styles_close(struct ods_styles *s, const char *name)
{
	if (strcmp(name, "style") == 0)
		s->open = false;
}

static int
compare(const void *a, const void *b)
{
	const struct ods_style *x = a, *y = b;

	return strcmp(x->key, y->key);
}

static struct ods_style *
find(const struct ods_styles *s, const char *key)
{
	const struct ods_style want = {.key = (char *)key};

	return s->n > 0 ? bsearch(&want, s->v, s->n, sizeof *s->v, compare)
			: NULL;
}

static bool
same_colour(uint32_t a, uint32_t b)
{
	for (int shift = 0; shift < 24; shift += 8) {
		int x = (int)(a >> shift & 0xff), y = (int)(b >> shift & 0xff);

		if (x - y >= SAME_BY || y - x >= SAME_BY)
			return false;
	}
	return true;
}

static void
resolve(const struct ods_styles *s, struct ods_style *style)
{
	uint32_t colour = style->colour, background = style->background;
	const struct ods_style *up = style;

	for (int i = 0; i < PARENTS_MAX && up->parent != NULL; i++) {
		up = find(s, up->parent);
		if (up == NULL)
			break;
		if (colour == UNTOLD)
			colour = up->colour;
		if (background == UNTOLD)
			background = up->background;
	}
	if (background == UNTOLD)
		background = WHITE;
	style->same = colour != UNTOLD && same_colour(colour, background);
}

const struct ods_style *
ods_style(struct ods_styles *s, const char *family, const char *name)
{
	char key[256];

	if (!s->sorted) {
		s->sorted = true;
		s->open = false;
		if (s->n > 0)
			qsort(s->v, s->n, sizeof *s->v, compare);
		for (size_t i = 0; i < s->n; i++)
			resolve(s, &s->v[i]);
	}
	snprintf(key, sizeof key, "%s:%s", family, name);
	return find(s, key);
}

void
ods_styles_free(struct ods_styles *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->v[i].key);
		free(s->v[i].parent);
	}
	free(s->v);
}
