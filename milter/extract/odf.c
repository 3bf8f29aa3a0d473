/* SPDX-License-Identifier: MIT
 *
 * odf.c - the styles of OpenDocument, as far as they decide what can be seen.
 *
 * Invariant: once read, styles are in order of family, name and scope, and the
 * look of each is taken together with its parents' when first asked for.
 *
 * BUGS: conditional styles (style:map) and sizes in percent are not looked at;
 * shapes filled by a gradient or a picture have no colour that is known.
 */
#include "extract/odf.h"

#include <stdlib.h>
#include <string.h>

#include "extract/xml.h"

/* More styles than any program writes; those beyond are as their default. */
#define STYLES_MAX 100000
#define NAME_BYTES 200
/* Parents of parents. */
#define PARENTS 20

struct style {
	char *key; /* "family/name" */
	char *parent;
	enum odf_scope scope;
	bool whole; /* look has its parents' in it */
	struct odf_look look;
};

struct odf_styles {
	struct style *v;
	size_t n, cap;
	long width, height, colour;
	/* While a part is read. */
	enum odf_scope part;
	bool automatic, open, failed;
};

static const struct odf_look none = {
    {COLOUR_UNSET, COLOUR_UNSET, COLOUR_UNSET, COLOUR_UNSET, COLOUR_UNSET},
    COLOUR_UNSET, COLOUR_UNSET, COLOUR_UNSET, COLOUR_UNSET, COLOUR_UNSET,
    COLOUR_UNSET, COLOUR_UNSET};

static const struct {
	const char *unit;
	double hundredths;
} units[] = {
    {"mm", 100},
    {"cm", 1000},
    {"in", 2540},
    {"pt", 2540.0 / 72},
    {"pc", 2540.0 / 6},
    {"px", 2540.0 / 96},
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Digits by hand: strtod goes by the locale. */
static double
number_at(const char **at)
{
	double n = 0, part = 1;
	const char *s = *at;
	bool point = false;

	for (; (*s >= '0' && *s <= '9') || (*s == '.' && !point); s++) {
		if (*s == '.') {
			point = true;
		} else if (point) {
			part /= 10;
			n += (*s - '0') * part;
		} else if (n < 1e9) {
			n = n * 10 + (*s - '0');
		}
	}
	*at = s;
	return n;
}

long
odf_length(const char *value, long absent)
{
	bool negative = *value == '-';
	const char *s = value + negative;
	double n;

	if ((*s < '0' || *s > '9') && *s != '.')
		return absent;
	n = number_at(&s);
	for (size_t i = 0; i < COUNT(units); i++)
		if (strcmp(s, units[i].unit) == 0) {
			n *= units[i].hundredths;
			return n > 1e9 ? absent : (long)(negative ? -n : n);
		}
	return absent;
}

static long
length_attribute(const struct xml_attributes *a, const char *name)
{
	char value[32];

	if (xml_attribute(a, name, value, sizeof value) == NULL)
		return COLOUR_UNSET;
	return odf_length(value, COLOUR_UNSET);
}

static bool
has(const struct xml_attributes *a, const char *name)
{
	char value[2];

	return xml_attribute(a, name, value, sizeof value) != NULL;
}

static void
read_text(struct odf_look *l, const struct xml_attributes *a)
{
	long size = length_attribute(a, "font-size");

	if (xml_attribute_is(a, "display", "none"))
		l->text.vanish = 1;
	else if (has(a, "display"))
		l->text.vanish = 0;
	if (size >= 0)
		l->text.size = size * 144 / 2540;
	if (has(a, "color"))
		l->text.colour = office_look_colour(a, "color");
	/* Black or white, as the background needs. */
	if (xml_attribute_is(a, "use-window-font-color", "true"))
		l->text.colour = COLOUR_AUTO;
	if (has(a, "background-color"))
		l->text.shade = office_look_colour(a, "background-color");
}

static void
read_paper(struct odf_look *l, const struct xml_attributes *a)
{
	if (has(a, "background-color"))
		l->paper = office_look_colour(a, "background-color");
}

static void
read_paragraph(struct odf_look *l, const struct xml_attributes *a)
{
	read_paper(l, a);
	if (has(a, "break-before"))
		l->before = xml_attribute_is(a, "break-before", "page");
	if (has(a, "break-after"))
		l->after = xml_attribute_is(a, "break-after", "page");
}

/* Of a shape or a slide. */
static void
read_fill(struct odf_look *l, const struct xml_attributes *a)
{
	read_paper(l, a);
	if (xml_attribute_is(a, "fill", "none"))
		l->fill = ODF_FILL_NONE;
	else if (xml_attribute_is(a, "fill", "solid"))
		l->fill = ODF_FILL_SOLID;
	else if (has(a, "fill"))
		l->fill = ODF_FILL_OTHER;
	if (has(a, "fill-color"))
		l->fill_colour = office_look_colour(a, "fill-color");
	if (has(a, "visibility"))
		l->hidden = xml_attribute_is(a, "visibility", "hidden");
	if (has(a, "run-through"))
		l->under = xml_attribute_is(a, "run-through", "background");
}

long
odf_look_paper(const struct odf_look *l)
{
	switch (l->fill) {
	case ODF_FILL_NONE:
		return COLOUR_AUTO;
	case ODF_FILL_SOLID:
		return l->fill_colour >= 0 ? l->fill_colour : COLOUR_UNKNOWN;
	case ODF_FILL_OTHER:
		return COLOUR_UNKNOWN;
	default:
		return l->paper;
	}
}

static void
read_table(struct odf_look *l, const struct xml_attributes *a)
{
	read_paper(l, a);
	if (has(a, "display"))
		l->hidden = xml_attribute_is(a, "display", "false");
	if (has(a, "break-before"))
		l->before = xml_attribute_is(a, "break-before", "page");
}

static const struct {
	const char *name;
	void (*read)(struct odf_look *l, const struct xml_attributes *a);
} properties[] = {
    {"text-properties", read_text},
    {"paragraph-properties", read_paragraph},
    {"table-cell-properties", read_paper},
    {"table-row-properties", read_paper},
    {"section-properties", read_paper},
    {"table-properties", read_table},
    {"graphic-properties", read_fill},
    {"drawing-page-properties", read_fill},
};

static struct style *
new_style(struct odf_styles *s)
{
	size_t want = s->cap > 0 ? 2 * s->cap : 64;
	struct style *v;

	if (s->n == STYLES_MAX)
		return NULL;
	if (s->n == s->cap) {
		v = reallocarray(s->v, want, sizeof *v);
		if (v == NULL) {
			s->failed = true;
			return NULL;
		}
		s->v = v;
		s->cap = want;
	}
	s->v[s->n] = (struct style){.look = none};
	return &s->v[s->n++];
}

static void
key_of(const char *family, const char *name, char key[2 * NAME_BYTES])
{
	size_t f = strlen(family), n = strlen(name);

	memcpy(key, family, f);
	key[f] = '/';
	memcpy(key + f + 1, name, n + 1);
}

static void
open_style(struct odf_styles *s, const struct xml_attributes *a, bool standard)
{
	char family[NAME_BYTES], name[NAME_BYTES], key[2 * NAME_BYTES];
	struct style *style;

	s->open = false;
	if (xml_attribute(a, "family", family, sizeof family) == NULL)
		return;
	if (standard || xml_attribute(a, "name", name, sizeof name) == NULL)
		name[0] = '\0';
	style = new_style(s);
	if (style == NULL)
		return;
	key_of(family, name, key);
	style->scope = s->automatic ? s->part : ODF_COMMON;
	style->key = strdup(key);
	if (!standard &&
	    xml_attribute(a, "parent-style-name", name, sizeof name) != NULL)
		style->parent = strdup(name);
	/* A paragraph whose style names a kind of page begins one. */
	if (xml_attribute(a, "master-page-name", name, sizeof name) != NULL &&
	    name[0] != '\0')
		style->look.before = 1;
	s->open = style->key != NULL;
	s->failed |= style->key == NULL;
}

static void
read_page(struct odf_styles *s, const struct xml_attributes *a)
{
	long width = length_attribute(a, "page-width");
	long height = length_attribute(a, "page-height");
	struct odf_look look = none;
	long paper;

	if (width > s->width)
		s->width = width;
	if (height > s->height)
		s->height = height;
	read_fill(&look, a);
	paper = odf_look_paper(&look);
	if (paper != COLOUR_UNSET && paper != COLOUR_AUTO &&
	    paper != COLOUR_WHITE)
		s->colour = s->colour == COLOUR_AUTO || s->colour == paper
				? paper
				: COLOUR_UNKNOWN;
}

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct odf_styles *s = arg;

	if (strcmp(name, "body") == 0)
		return 1;
	if (strcmp(name, "automatic-styles") == 0)
		s->automatic = true;
	else if (strcmp(name, "style") == 0)
		open_style(s, a, false);
	else if (strcmp(name, "default-style") == 0)
		open_style(s, a, true);
	else if (strcmp(name, "page-layout-properties") == 0)
		read_page(s, a);
	for (size_t i = 0; s->open && i < COUNT(properties); i++)
		if (strcmp(name, properties[i].name) == 0)
			properties[i].read(&s->v[s->n - 1].look, a);
	return s->failed;
}

static int
on_close(void *arg, const char *name)
{
	struct odf_styles *s = arg;

	if (strcmp(name, "automatic-styles") == 0)
		s->automatic = false;
	else if (strcmp(name, "style") == 0 ||
		 strcmp(name, "default-style") == 0)
		s->open = false;
	return 0;
}

static void
read_part(
    struct odf_styles *s, const struct package_part *part, enum odf_scope scope)
{
	static const struct xml_handler handler = {on_open, on_close, NULL};

	if (part == NULL || part->data == NULL)
		return;
	s->part = scope;
	s->automatic = s->open = false;
	if (xml_walk(part->data, part->len, &handler, s) == XML_MEMORY)
		s->failed = true;
}

static int
compare(const void *a, const void *b)
{
	const struct style *x = a, *y = b;
	int c = strcmp(x->key, y->key);

	return c != 0 ? c : (int)x->scope - (int)y->scope;
}

struct odf_styles *
odf_styles_new(const struct package *p, const struct package_part *object)
{
	struct odf_styles *s = calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	s->colour = COLOUR_AUTO;
	if (p != NULL) {
		read_part(s, package_part(p, "styles.xml"), ODF_STYLES);
		read_part(s, package_part(p, "content.xml"), ODF_CONTENT);
	}
	read_part(s, object, ODF_OBJECT);
	if (s->failed) {
		odf_styles_free(s);
		return NULL;
	}
	if (s->n > 0)
		qsort(s->v, s->n, sizeof *s->v, compare);
	return s;
}

void
odf_styles_free(struct odf_styles *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++) {
		free(s->v[i].key);
		free(s->v[i].parent);
	}
	free(s->v);
	free(s);
}

static struct style *
find(struct odf_styles *s, enum odf_scope scope, const char *key)
{
	const struct style wanted = {
	    .key = (char *)(uintptr_t)key, .scope = scope};
	struct style *found =
	    s->n > 0 ? bsearch(&wanted, s->v, s->n, sizeof *s->v, compare)
		     : NULL;

	if (found == NULL && scope != ODF_COMMON)
		return find(s, ODF_COMMON, key);
	return found;
}

static void
over_one(long *base, long over)
{
	if (over != COLOUR_UNSET)
		*base = over;
}

static void
look_over(struct odf_look *l, const struct odf_look *over)
{
	office_look_over(&l->text, &over->text);
	over_one(&l->paper, over->paper);
	over_one(&l->fill, over->fill);
	over_one(&l->fill_colour, over->fill_colour);
	over_one(&l->hidden, over->hidden);
	over_one(&l->under, over->under);
	over_one(&l->before, over->before);
	over_one(&l->after, over->after);
}

static const struct odf_look *
whole_look(
    struct odf_styles *s, struct style *style, const char *family, int parents)
{
	char key[2 * NAME_BYTES];
	struct odf_look look;
	struct style *above;

	if (style->whole || style->key[strlen(family) + 1] == '\0')
		return &style->look;
	/* Ends the search also where parents go in a circle. */
	style->whole = true;
	key_of(family, style->parent != NULL ? style->parent : "", key);
	above = find(s, ODF_COMMON, key);
	if (above == NULL || parents == 0) {
		key_of(family, "", key);
		above = find(s, ODF_COMMON, key);
	}
	if (above != NULL && above != style && parents > 0) {
		look = *whole_look(s, above, family, parents - 1);
		look_over(&look, &style->look);
		style->look = look;
	}
	return &style->look;
}

const struct odf_look *
odf_look(struct odf_styles *s, enum odf_scope scope, const char *family,
    const char *name)
{
	char key[2 * NAME_BYTES];
	struct style *style = NULL;

	if (strlen(family) >= NAME_BYTES)
		return &none;
	if (name != NULL && strlen(name) < NAME_BYTES) {
		key_of(family, name, key);
		style = find(s, scope, key);
	}
	if (style == NULL) {
		key_of(family, "", key);
		style = find(s, ODF_COMMON, key);
	}
	return style != NULL ? whole_look(s, style, family, PARENTS) : &none;
}

long
odf_page_width(const struct odf_styles *s)
{
	return s->width;
}

long
odf_page_height(const struct odf_styles *s)
{
	return s->height;
}

long
odf_page_colour(const struct odf_styles *s)
{
	return s->colour;
}
