/* SPDX-License-Identifier: MIT
 *
 * odf-story.c - one walk through a part of an OpenDocument file.
 *
 * Invariant: levels[depth] is what the innermost open element says, and begins
 * as a copy of what the one around it says.
 *
 * BUGS: shapes of a text document that lie behind its words are not looked for,
 * so white words on a dark shape count as hidden.
 */
#include "extract/odf-story.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/odf-story-parts.h"

#define AUTHORS 200
#define AUTHORS_BYTES (64 * 1024)
/* Calls between two looks at the clock. */
#define CALLS 4096
/* Embedded objects that are read one by one. */
#define OBJECTS 500

void
odf_author(struct odf_walk *w)
{
	char line[256];

	if (w->person.len == 0 || w->x->nauthors == AUTHORS)
		return;
	for (char *p = w->person.data; (p = strpbrk(p, "\r\n\t")) != NULL;)
		*p = ' ';
	snprintf(line, sizeof line, "author: %.200s\n", buf_str(&w->person));
	if (strstr(buf_str(&w->x->authors), line) != NULL)
		return;
	buf_adds(&w->x->authors, line);
	w->x->nauthors++;
}

void
odf_next_page(struct odf_walk *w)
{
	if (w->x->slides || w->kind != ODF_BODY)
		return;
	w->unit++;
	w->page_said = false;
}

static bool
is_blank(const char *s, size_t len)
{
	while (len > 0 && strchr(" \t\n", *s) != NULL && *s != '\0')
		s++, len--;
	return len == 0;
}

/* Which text words belong to. What nobody sees anyway is that. */
static enum odf_flow
flow_of(const struct odf_walk *w, const struct odf_level *l, bool blank)
{
	enum odf_flow flow = l->flow;
	long behind = l->behind;

	if (flow >= ODF_NOTES)
		return flow;
	if (behind == COLOUR_AUTO && w->under == w->unit)
		behind = COLOUR_UNKNOWN;
	if (l->hidden)
		flow = ODF_HIDDEN;
	else
		switch (office_look_seen(&l->text, behind)) {
		case OFFICE_HIDDEN:
			flow = ODF_HIDDEN;
			break;
		case OFFICE_BLACKED:
			flow = ODF_BLACKED;
			break;
		case OFFICE_SHOWN:
			break;
		}
	return blank && flow != w->last ? l->flow : flow;
}

static void
add(struct odf_walk *w, const char *s, size_t len)
{
	const struct odf_level *l = odf_level(w);
	enum odf_flow flow = flow_of(w, l, is_blank(s, len));
	const struct office_spot spot = {.unit = w->unit,
	    .row = l->row,
	    .cell = l->cell,
	    .line = l->line,
	    .wide = l->wide};

	if (flow != w->last && flow >= ODF_HIDDEN)
		office_flow_cut(&w->flows[flow]);
	w->last = flow;
	w->page_said = true;
	office_flow_add(&w->flows[flow], &spot, s, len);
	w->failed |= buf_failed(&w->flows[flow].text);
}

void
odf_words(struct odf_walk *w, const char *s, size_t len)
{
	size_t start = 0, i;

	if (!odf_level(w)->words)
		return;
	/* White space counts as one space, at the start as none (6.1.2). */
	for (i = 0; i < len; i++) {
		bool white = strchr(" \t\r\n", s[i]) != NULL && s[i] != '\0';

		if (white) {
			if (i > start)
				add(w, s + start, i - start);
			if (!w->space)
				add(w, " ", 1);
			start = i + 1;
		}
		w->space = white;
	}
	if (i > start)
		add(w, s + start, i - start);
}

void
odf_white(struct odf_walk *w, char c, bool more)
{
	if (odf_level(w)->words && !odf_level(w)->skip)
		add(w, &c, 1);
	w->space = !more;
}

void
odf_line(struct odf_walk *w, enum odf_flow flow, const char *s)
{
	office_flow_line(&w->flows[flow], w->unit, s, strlen(s));
	w->failed |= buf_failed(&w->flows[flow].text);
}

static int
ends(struct odf_walk *w)
{
	if (++w->calls % CALLS == 0 && texts_late(w->x->out))
		w->late = true;
	return w->failed || w->late;
}

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct odf_walk *w = arg;

	if (w->depth + 1 == ODF_LEVELS)
		return 1;
	w->levels[w->depth + 1] = w->levels[w->depth];
	w->depth++;
	odf_element_open(w, name, a);
	return ends(w);
}

static int
on_close(void *arg, const char *name)
{
	struct odf_walk *w = arg;

	odf_element_close(w, name);
	w->depth -= w->depth > 0;
	return 0;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct odf_walk *w = arg;
	const struct odf_level *l = odf_level(w);

	if (l->skip)
		return 0;
	if (l->person)
		buf_add(&w->person, s, len);
	else if (l->words)
		odf_words(w, s, len);
	return ends(w);
}

static int
walk(struct odf_walk *w, struct package_part *part)
{
	static const struct xml_handler handler = {on_open, on_close, on_text};
	const struct odf *x = w->x;

	switch (xml_walk(part->data, part->len, &handler, w)) {
	case XML_WHOLE:
		return 0;
	case XML_MEMORY:
		x->out->failed = true;
		return -1;
	case XML_DAMAGED:
		return document_unread(x->d, UNREAD_DAMAGED, x->out);
	case XML_STOPPED:
		break;
	}
	if (w->failed) {
		x->out->failed = true;
		return -1;
	}
	return document_unread(
	    x->d, w->late ? UNREAD_TIMEOUT : UNREAD_LIMIT, x->out);
}

int
odf_story_read(struct odf *x, struct package_part *part, enum odf_story kind)
{
	static const enum odf_scope scopes[] = {
	    ODF_CONTENT, ODF_STYLES, ODF_OBJECT};
	struct odf_walk w = {.x = x,
	    .kind = kind,
	    .scope = scopes[kind],
	    .unit = !x->slides || kind != ODF_BODY,
	    .covered = UINT32_MAX,
	    .under = UINT32_MAX,
	    .person = BUF_MAX(4096)};
	int rc = -1;

	part->used = true;
	w.levels = calloc(ODF_LEVELS, sizeof *w.levels);
	if (w.levels == NULL) {
		x->out->failed = true;
		return -1;
	}
	w.levels[0] = (struct odf_level){.text = office_look_none(),
	    .skip = kind == ODF_MASTERS,
	    .behind = x->slides ? COLOUR_AUTO : odf_page_colour(x->styles)};
	for (size_t i = 0; i < ODF_FLOWS; i++)
		office_flow_init(&w.flows[i], x->out->max_bytes);
	rc = walk(&w, part);
	if (rc == 0)
		rc = odf_story_put(&w);
	for (size_t i = 0; i < ODF_FLOWS; i++)
		office_flow_free(&w.flows[i]);
	buf_free(&w.person);
	free(w.levels);
	return rc;
}

/* "Object 1/content.xml" is. */
static bool
is_object(const struct package_part *part)
{
	static const char end[] = "/content.xml";
	size_t len = strlen(part->name);

	return part->data != NULL && len > sizeof end - 1 &&
	       strcmp(part->name + len - (sizeof end - 1), end) == 0;
}

static int
read_objects(struct odf *x)
{
	struct odf_styles *own = x->styles;
	size_t read = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < x->package->n; i++) {
		struct package_part *part = &x->package->v[i];

		if (!is_object(part) || part->used)
			continue;
		if (texts_late(x->out))
			return document_unread(x->d, UNREAD_TIMEOUT, x->out);
		if (read++ == OBJECTS)
			return document_unread(x->d, UNREAD_LIMIT, x->out);
		x->styles = odf_styles_new(NULL, part);
		rc = x->styles != NULL ? odf_story_read(x, part, ODF_EMBEDDED)
				       : -1;
		odf_styles_free(x->styles);
	}
	x->styles = own;
	return rc;
}

static int
sign(const struct odf *x, size_t n, const char *one, const char *many,
    const char *section)
{
	char about[64], place[DOCUMENT_PLACE_MAX];

	if (n == 0)
		return 0;
	document_place(x->d, section, place);
	snprintf(about, sizeof about, "%zu %s", n, n == 1 ? one : many);
	return texts_sign(x->out, SIGN_HIDDEN, x->d->part, place, about);
}

static int
sign_all(const struct odf *x)
{
	if (sign(x, x->nslides, "hidden slide", "hidden slides",
		"hidden slide") < 0 ||
	    sign(x, x->ndeleted, "tracked deletion", "tracked deletions",
		"tracked deletion") < 0)
		return -1;
	return sign(x, x->nhidden, "piece of hidden text",
	    "pieces of hidden text", "hidden text");
}

static int
read_parts(struct odf *x)
{
	struct package_part *content = package_part(x->package, "content.xml");
	struct package_part *styles = package_part(x->package, "styles.xml");
	int rc = 0;

	if (content == NULL || content->data == NULL)
		return document_unread(x->d, UNREAD_DAMAGED, x->out);
	x->styles = odf_styles_new(x->package, NULL);
	if (x->styles == NULL) {
		x->out->failed = true;
		return -1;
	}
	content->used = true;
	if (styles != NULL && styles->data != NULL)
		rc = odf_story_read(x, styles, ODF_MASTERS);
	if (rc == 0)
		rc = odf_story_read(x, content, ODF_BODY);
	if (rc == 0)
		rc = read_objects(x);
	odf_styles_free(x->styles);
	return rc;
}

int
odf_story_document(
    const struct document *d, struct package *p, bool slides, struct texts *out)
{
	struct odf x = {.d = d,
	    .package = p,
	    .out = out,
	    .slides = slides,
	    .authors = BUF_MAX(AUTHORS_BYTES)};
	int rc = read_parts(&x);

	if (rc == 0)
		rc = sign_all(&x);
	if (rc == 0) {
		document_add(d, ZONE_METADATA, "document properties",
		    buf_str(&x.authors), x.authors.len, out);
		rc = out->failed ? -1 : odf_properties_read(d, p, out);
	}
	buf_free(&x.authors);
	return rc;
}
