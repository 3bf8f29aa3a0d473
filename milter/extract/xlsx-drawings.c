/* SPDX-License-Identifier: MIT
 *
 * xlsx-drawings.c - text boxes, descriptions of pictures, diagrams and charts
 * of a sheet (ECMA-376-1, 20.5 and 21.2).
 *
 * A chart keeps the values it was drawn from.  Those that a sheet here has are
 * left out; what is left came from a sheet that is gone, or another workbook.
 *
 * BUGS: numbers that a chart keeps of a sheet that is here, and which have been
 * changed there since, are not told.
 */
#include <stdio.h>
#include <string.h>

#include "extract/office-choice.h"
#include "extract/xlsx-parts.h"

#define WORDS_MAX 4096

struct drawing {
	struct xlsx *x;
	struct office_choice choice;
	struct buf shown, hidden, about, kept;
	struct buf formula, value;
	struct buf *into;
	bool unseen; /* the shape is hidden */
};

static struct buf *
words_of(struct drawing *g)
{
	return g->unseen ? &g->hidden : &g->shown;
}

/* What is said of a shape or picture, for those who do not see it. */
static void
open_shape(struct drawing *g, const struct xml_attributes *a)
{
	static const char *const said[] = {"title", "descr"};
	char words[WORDS_MAX];

	g->unseen = xml_attribute_is(a, "hidden", "1") ||
		    xml_attribute_is(a, "hidden", "true");
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		if (xml_attribute(a, said[i], words, sizeof words) != NULL &&
		    words[0] != '\0')
			buf_addf(&g->about, "%s\n", words);
}

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct drawing *g = arg;

	g->into = NULL;
	if (office_choice_open(&g->choice, name))
		return 0;
	if (strcmp(name, "t") == 0)
		g->into = words_of(g);
	else if (strcmp(name, "br") == 0)
		buf_addc(words_of(g), '\n');
	else if (strcmp(name, "cNvPr") == 0)
		open_shape(g, a);
	else if (strcmp(name, "f") == 0) {
		buf_reset(&g->formula);
		g->into = &g->formula;
	} else if (strcmp(name, "v") == 0 || strcmp(name, "pt") == 0) {
		buf_reset(&g->value);
		g->into = &g->value;
	} else if (strcmp(name, "strLit") == 0 || strcmp(name, "numLit") == 0)
		buf_reset(&g->formula);
	return 0;
}

/* A value in a chart's cache: is it nowhere else? */
static void
keep_value(struct drawing *g)
{
	const char *value = buf_str(&g->value);
	bool here = xlsx_refers_here(g->x, buf_str(&g->formula));

	if (strspn(value, " \t\r\n") == g->value.len)
		return;
	if (here && (strspn(value, "0123456789.-+Ee") == g->value.len ||
			xlsx_strings_hold(g->x, value, g->value.len)))
		return;
	buf_addf(&g->kept, "%s\n", value);
}

static int
on_close(void *arg, const char *name)
{
	struct drawing *g = arg;

	g->into = NULL;
	if (office_choice_close(&g->choice, name))
		return 0;
	if (strcmp(name, "p") == 0) {
		struct buf *b = words_of(g);

		if (b->len > 0 && buf_str(b)[b->len - 1] != '\n')
			buf_addc(b, '\n');
	} else if (strcmp(name, "v") == 0 || strcmp(name, "pt") == 0) {
		keep_value(g);
		buf_reset(&g->value);
	}
	return 0;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct drawing *g = arg;

	if (!office_choice_text(&g->choice, s, len) && g->into != NULL)
		buf_add(g->into, s, len);
	return 0;
}

static const struct xml_handler handler = {
    .open = on_open, .close = on_close, .text = on_text};

static int
read_related(struct drawing *g, const struct package_relations *r,
    const char *const types[], size_t ntypes)
{
	struct package_part *part;

	for (size_t i = 0; i < ntypes; i++)
		for (size_t at = 0; (part = package_related(
					 g->x->p, r, types[i], &at)) != NULL;) {
			g->unseen = false;
			buf_reset(&g->formula);
			if (!part->used &&
			    xlsx_walk(g->x, part, &handler, g) < 0)
				return -1;
		}
	return 0;
}

/* A drawing, and the charts and diagrams on it. */
static int
read_drawing(struct drawing *g, struct package_part *part)
{
	static const char *const within[] = {"chart", "chartEx", "diagramData"};
	static const char *const on_charts[] = {"chartUserShapes"};
	struct package_relations r = {.v = NULL}, more = {.v = NULL};
	struct package_part *chart;
	int rc = xlsx_walk(g->x, part, &handler, g);

	if (rc == 0)
		rc = package_relations(g->x->p, part, &r);
	if (rc == 0)
		rc =
		    read_related(g, &r, within, sizeof within / sizeof *within);
	for (size_t at = 0; rc == 0 && (chart = package_related(g->x->p, &r,
					    "chart", &at)) != NULL;) {
		rc = package_relations(g->x->p, chart, &more);
		if (rc == 0)
			rc = read_related(g, &more, on_charts, 1);
		package_relations_free(&more);
		more = (struct package_relations){.v = NULL};
	}
	package_relations_free(&r);
	return rc;
}

static int
vml_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct drawing *g = arg;

	(void)a;
	if (strcmp(name, "textbox") == 0)
		g->into = &g->shown;
	return 0;
}

static int
vml_close(void *arg, const char *name)
{
	struct drawing *g = arg;

	if (strcmp(name, "textbox") == 0) {
		g->into = NULL;
		if (g->shown.len > 0)
			buf_addc(&g->shown, '\n');
	}
	return 0;
}

static int
vml_text(void *arg, const char *s, size_t len)
{
	struct drawing *g = arg;

	while (g->into != NULL && len > 0 && strchr(" \t\r\n", *s) != NULL) {
		s++;
		len--;
	}
	if (g->into != NULL)
		buf_add(g->into, s, len);
	return 0;
}

/* The labels of buttons and boxes of old. Programs write it not well-formed,
 * so damage there says nothing. */
static int
read_vml(struct drawing *g, struct package_part *part)
{
	static const struct xml_handler h = {
	    .open = vml_open, .close = vml_close, .text = vml_text};

	part->used = true;
	g->into = NULL;
	if (part->data == NULL)
		return 0;
	xml_tame(part->data, part->len);
	return xml_walk(part->data, part->len, &h, g) == XML_MEMORY ? -1 : 0;
}

static int
read_all(struct drawing *g, const struct package_relations *r)
{
	struct package_part *part;
	size_t at = 0;

	while ((part = package_related(g->x->p, r, "drawing", &at)) != NULL)
		if (!part->used && read_drawing(g, part) < 0)
			return -1;
	at = 0;
	while ((part = package_related(g->x->p, r, "vmlDrawing", &at)) != NULL)
		if (!part->used && read_vml(g, part) < 0)
			return -1;
	return 0;
}

static int
say_all(struct drawing *g, const char *sheet, enum sheet_state state)
{
	enum zone zone =
	    state == SHEET_SHOWN ? document_zone(g->x->d) : ZONE_HIDDEN;
	struct buf rest = xlsx_buf(g->x);
	const char *other;
	size_t len;
	struct {
		enum zone zone;
		const char *what;
		const struct buf *text;
	} says[] = {
	    {zone, "text boxes on", &g->shown},
	    {ZONE_HIDDEN, "hidden shapes on", &g->hidden},
	    {ZONE_HIDDEN, "values kept in a chart on", &g->kept},
	    {ZONE_METADATA, "descriptions of pictures on", &g->about},
	    {ZONE_HIDDEN, "text boxes, for older programs, on", &rest},
	};
	char section[SHEET_SECTION_MAX + 48];
	int rc = 0;

	other = office_choice_rest(&g->choice, &len);
	if (other != NULL)
		buf_add(&rest, other, len);
	for (size_t i = 0; rc == 0 && i < sizeof says / sizeof *says; i++) {
		snprintf(section, sizeof section, "%s %s", says[i].what, sheet);
		rc = xlsx_say(g->x, says[i].zone, section, says[i].text);
	}
	buf_free(&rest);
	return rc;
}

int
xlsx_drawings_read(struct xlsx *x, const char *name, enum sheet_state state,
    const struct package_relations *r)
{
	struct drawing g = {.x = x,
	    .shown = xlsx_buf(x),
	    .hidden = xlsx_buf(x),
	    .about = xlsx_buf(x),
	    .kept = xlsx_buf(x),
	    .formula = xlsx_buf(x),
	    .value = xlsx_buf(x)};
	char sheet[SHEET_SECTION_MAX];
	int rc;

	sheet_section(name, sheet);
	office_choice_init(&g.choice, x->out->max_bytes);
	rc = read_all(&g, r);
	if (rc == 0)
		rc = say_all(&g, sheet, state);
	office_choice_free(&g.choice);
	buf_free(&g.shown);
	buf_free(&g.hidden);
	buf_free(&g.about);
	buf_free(&g.kept);
	buf_free(&g.formula);
	buf_free(&g.value);
	return rc;
}
