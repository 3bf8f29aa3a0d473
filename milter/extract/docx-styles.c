/* SPDX-License-Identifier: MIT
 *
 * docx-styles.c - the styles of a WordprocessingML document.
 *
 * A style that is based on itself, over however many others, ends where the
 * chain has become longer than any that Word writes.
 */
#include "extract/docx-styles.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Word refuses more than 4,079 styles; its chains end at 11. */
#define STYLES_MAX 20000
#define CHAIN_MAX 32
#define ID_MAX 256

struct reader {
	struct docx_styles *styles;
	struct docx_style *style; /* we are in; NULL: none */
	/* Elements open; `aside` is for what holds of some cells only, and for
	 * what held before a tracked change. */
	unsigned run, paragraph, defaults, aside;
	bool failed;
};

static struct docx_style *
begin_style(struct docx_styles *s, const struct xml_attributes *a)
{
	size_t want = s->cap > 0 ? 2 * s->cap : 64;
	struct docx_style *v;
	char id[ID_MAX];

	if (s->n == s->cap) {
		v = realloc(s->v, want * sizeof *v);
		if (v == NULL)
			return NULL;
		s->v = v;
		s->cap = want;
	}
	v = &s->v[s->n];
	*v = (struct docx_style){
	    .run = office_look_none(), .paragraph = COLOUR_UNSET};
	v->id = strdup(
	    xml_attribute(a, "styleId", id, sizeof id) != NULL ? id : "");
	if (v->id == NULL)
		return NULL;
	v->initial = xml_attribute_is(a, "type", "paragraph") &&
		     xml_attribute(a, "default", id, sizeof id) != NULL &&
		     xml_attribute_on(a, "default");
	s->n++;
	return v;
}

static void
set_base(struct reader *r, const struct xml_attributes *a)
{
	char id[ID_MAX];

	if (r->style->based_on != NULL ||
	    xml_attribute(a, "val", id, sizeof id) == NULL)
		return;
	r->style->based_on = strdup(id);
	r->failed |= r->style->based_on == NULL;
}

static bool
is_aside(const char *name)
{
	return strcmp(name, "tblStylePr") == 0 ||
	       strcmp(name, "rPrChange") == 0 || strcmp(name, "pPrChange") == 0;
}

static void
in_style(struct reader *r, const char *name, const struct xml_attributes *a)
{
	struct docx_style *style = r->style;

	if (strcmp(name, "basedOn") == 0)
		set_base(r, a);
	else if (r->run > 0 && r->aside == 0)
		docx_format_read(&style->run, name, a);
	else if (strcmp(name, "shd") == 0 && r->paragraph > 0 && r->aside == 0)
		style->paragraph = docx_format_shade(a);
	else if (strcmp(name, "shd") == 0)
		style->shades |= docx_format_shade(a) != COLOUR_AUTO;
}

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct reader *r = arg;

	if (strcmp(name, "style") == 0) {
		if (r->styles->n >= STYLES_MAX)
			return 1;
		r->style = begin_style(r->styles, a);
		r->failed |= r->style == NULL;
	} else if (strcmp(name, "docDefaults") == 0) {
		r->defaults++;
	} else if (r->style != NULL) {
		in_style(r, name, a);
	} else if (r->defaults > 0 && r->run > 0) {
		docx_format_read(&r->styles->defaults, name, a);
	}
	r->run += strcmp(name, "rPr") == 0;
	r->paragraph += strcmp(name, "pPr") == 0;
	r->aside += is_aside(name);
	return r->failed;
}

static int
on_close(void *arg, const char *name)
{
	struct reader *r = arg;

	if (strcmp(name, "style") == 0)
		r->style = NULL;
	else if (strcmp(name, "docDefaults") == 0 && r->defaults > 0)
		r->defaults--;
	else if (strcmp(name, "rPr") == 0 && r->run > 0)
		r->run--;
	else if (strcmp(name, "pPr") == 0 && r->paragraph > 0)
		r->paragraph--;
	else if (is_aside(name) && r->aside > 0)
		r->aside--;
	return 0;
}

static int
compare(const void *a, const void *b)
{
	const struct docx_style *x = a, *y = b;

	return strcmp(x->id, y->id);
}

const struct docx_style *
docx_styles_find(const struct docx_styles *s, const char *id)
{
	const struct docx_style key = {.id = (char *)(uintptr_t)id};

	if (s->n == 0)
		return NULL;
	return bsearch(&key, s->v, s->n, sizeof *s->v, compare);
}

/* Fills in what a style does not say itself. The styles it is based on may
 * themselves be filled in already or not: it comes to the same. */
static void
resolve(struct docx_styles *s, struct docx_style *style)
{
	const struct docx_style *base = style;
	struct office_look run;

	for (int i = 0; i < CHAIN_MAX && base->based_on != NULL; i++) {
		base = docx_styles_find(s, base->based_on);
		if (base == NULL || base == style)
			return;
		run = base->run;
		office_look_over(&run, &style->run);
		style->run = run;
		if (style->paragraph == COLOUR_UNSET)
			style->paragraph = base->paragraph;
		style->shades |= base->shades;
	}
}

int
docx_styles_read(const struct package_part *part, struct docx_styles *ret)
{
	static const struct xml_handler handler = {
	    .open = on_open, .close = on_close};
	struct docx_styles s = {.defaults = office_look_none()};
	struct reader r = {.styles = &s};
	enum xml_walked walked = XML_WHOLE;

	if (part != NULL && part->data != NULL)
		walked = xml_walk(part->data, part->len, &handler, &r);
	s.damaged = walked == XML_DAMAGED;
	if (r.failed || walked == XML_MEMORY) {
		docx_styles_free(&s);
		return -1;
	}
	if (s.n > 0)
		qsort(s.v, s.n, sizeof *s.v, compare);
	for (size_t i = 0; i < s.n; i++) {
		resolve(&s, &s.v[i]);
		if (s.v[i].initial)
			s.initial = &s.v[i];
	}
	*ret = s;
	return 0;
}

void
docx_styles_free(struct docx_styles *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->v[i].id);
		free(s->v[i].based_on);
	}
	free(s->v);
	*s = (struct docx_styles){.n = 0};
}

struct office_look
docx_styles_run(const struct docx_styles *s, const struct docx_style *table,
    const struct docx_style *paragraph, const struct docx_style *character)
{
	const struct docx_style *const levels[] = {table, paragraph, character};
	struct office_look f = s->defaults;
	bool hidden = false, always = s->defaults.vanish == 1;

	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
		if (levels[i] == NULL)
			continue;
		office_look_over(&f, &levels[i]->run);
		hidden ^= levels[i]->run.vanish == 1;
	}
	f.vanish = always || hidden;
	return f;
}
