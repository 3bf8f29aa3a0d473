/* SPDX-License-Identifier: MIT
 *
 * docx.c - Word documents: the parts, in the order they are read.
 *
 * The body comes first, for it says on which page notes and comments stand.
 *
 * BUGS: embedded pieces (w:altChunk) are read as documents within, not where
 * they stand; what a master document or a template points to outside is named
 * among the link targets.
 */
#include "extract/docx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/docx-story.h"
#include "extract/office-chart.h"
#include "extract/office-flow.h"
#include "extract/office-properties.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Stories beside the body, by the relation that leads to them. */
static const struct {
	const char *relation;
	struct docx_story_kind kind;
} stories[] = {
    {"header", {"page header", false, true}},
    {"footer", {"page footer", false, true}},
    {"footnotes", {"footnote", false, false}},
    {"endnotes", {"endnote", false, false}},
    {"comments", {"comment", true, false}},
    {"glossaryDocument", {"building blocks", true, true}},
};

/* Settings with something to say. */
struct settings {
	struct docx *x;
	struct office_flow variables, links;
};

static int
settings_open(void *arg, const char *name, const struct xml_attributes *a)
{
	static const struct {
		const char *element, *attribute;
	} said[] = {
	    {"connectString", "val"},
	    {"query", "val"},
	    {"docVar", "val"},
	};
	struct settings *s = arg;
	char value[8192];

	if (strcmp(name, "displayBackgroundShape") == 0)
		s->x->background = xml_attribute_on(a, "val");
	for (size_t i = 0; i < COUNT(said); i++)
		if (strcmp(name, said[i].element) == 0 &&
		    xml_attribute(a, said[i].attribute, value, sizeof value) !=
			NULL)
			office_flow_line(
			    &s->variables, 0, value, strlen(value));
	return 0;
}

static int
people_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct docx *x = arg;

	if (strcmp(name, "person") == 0)
		office_authors_add(&x->authors, a, "author");
	return 0;
}

static int
read_settings(struct docx *x, struct package_part *part)
{
	static const struct xml_handler handler = {.open = settings_open};
	struct settings s = {.x = x};
	struct package_relations r = {.n = 0};
	int rc;

	office_flow_init(&s.variables, x->out->max_bytes);
	office_flow_init(&s.links, x->out->max_bytes);
	rc = package_walk(x->d, part, &handler, &s, x->out);
	if (rc == 0)
		rc = package_relations(x->package, part, &r);
	if (rc == 0) {
		office_flow_links(&s.links, 0, &r);
		rc = office_flow_put(&s.variables, x->d, ZONE_METADATA,
		    "document variables", UNIT_NONE, x->out, NULL);
	}
	if (rc == 0)
		rc = office_flow_put(&s.links, x->d, ZONE_METADATA,
		    "link targets in settings", UNIT_NONE, x->out, NULL);
	package_relations_free(&r);
	office_flow_free(&s.variables);
	office_flow_free(&s.links);
	return rc;
}

/* The first part of that relation, or of that name; NULL: none. */
static struct package_part *
part_of(struct docx *x, const struct package_relations *r, const char *relation,
    const char *name)
{
	size_t at = 0;
	struct package_part *part =
	    package_related(x->package, r, relation, &at);

	return part != NULL ? part : package_part(x->package, name);
}

/* Styles and settings come before any text: they say what can be seen. */
static int
prepare(struct docx *x, const struct package_relations *r)
{
	static const struct xml_handler people = {.open = people_open};
	struct package_part *styles, *settings, *names;

	styles = part_of(x, r, "styles", "word/styles.xml");
	settings = part_of(x, r, "settings", "word/settings.xml");
	names = part_of(x, r, "people", "word/people.xml");
	if (docx_styles_read(styles, &x->styles) < 0) {
		x->out->failed = true;
		return -1;
	}
	if (styles != NULL)
		styles->used = true;
	if (x->styles.damaged &&
	    document_unread(x->d, UNREAD_DAMAGED, x->out) < 0)
		return -1;
	if (settings != NULL && read_settings(x, settings) < 0)
		return -1;
	return names != NULL ? package_walk(x->d, names, &people, x, x->out)
			     : 0;
}

static int
read_story(struct docx *x, struct package_part *part,
    const struct docx_story_kind *kind)
{
	if (docx_story_read(x, part, kind) < 0)
		return -1;
	return office_chart_read_all(x->d, x->package, part,
	    kind->hidden ? ZONE_HIDDEN : document_zone(x->d), "", x->out);
}

static int
read_stories(struct docx *x, const struct package_relations *r)
{
	struct package_part *part;

	for (size_t i = 0; i < COUNT(stories); i++)
		for (size_t at = 0; (part = package_related(x->package, r,
					 stories[i].relation, &at)) != NULL;) {
			if (part->used)
				continue;
			if (texts_late(x->out))
				return document_unread(
				    x->d, UNREAD_TIMEOUT, x->out);
			if (read_story(x, part, &stories[i].kind) < 0)
				return -1;
		}
	return 0;
}

static int
sign(const struct docx *x, size_t n, const char *one, const char *many,
    const char *section)
{
	char about[64], place[DOCUMENT_PLACE_MAX];

	if (n == 0)
		return 0;
	document_place(x->d, section, place);
	snprintf(about, sizeof about, "%zu %s", n, n == 1 ? one : many);
	return texts_sign(x->out, SIGN_HIDDEN, x->d->part, place, about);
}

static struct package_part *
main_part(const struct docx *x)
{
	struct package_relations r;
	struct package_part *part = NULL;
	size_t at = 0;

	if (package_relations(x->package, NULL, &r) < 0) {
		x->out->failed = true;
		return NULL;
	}
	part = package_related(x->package, &r, "officeDocument", &at);
	package_relations_free(&r);
	return part != NULL ? part
			    : package_part(x->package, "word/document.xml");
}

static int
read_document(struct docx *x, struct package_part *body)
{
	static const struct docx_story_kind kind = {NULL, false, false};
	struct package_relations r;
	int rc;

	if (package_relations(x->package, body, &r) < 0) {
		x->out->failed = true;
		return -1;
	}
	rc = prepare(x, &r);
	if (rc == 0)
		rc = read_story(x, body, &kind);
	if (rc == 0)
		rc = read_stories(x, &r);
	package_relations_free(&r);
	if (rc == 0)
		rc = sign(x, x->ndeleted, "tracked deletion",
		    "tracked deletions", "tracked deletion");
	if (rc == 0)
		rc = sign(x, x->nhidden, "piece of hidden text",
		    "pieces of hidden text", "hidden text");
	return rc;
}

int
docx_read(const struct document *d, size_t depth, struct package *p,
    struct texts *out)
{
	struct docx x = {.d = d,
	    .package = p,
	    .out = out,
	    .authors = OFFICE_AUTHORS_INIT,
	    .page_colour = COLOUR_AUTO};
	struct package_part *body = main_part(&x);
	int rc;

	(void)depth;
	if (out->failed)
		rc = -1;
	else if (body != NULL && body->data != NULL)
		rc = read_document(&x, body);
	else
		rc = document_unread(d, UNREAD_DAMAGED, out);
	docx_styles_free(&x.styles);
	for (size_t i = 0; i < DOCX_NOTES; i++)
		free(x.pages[i].v);
	if (office_authors_put(&x.authors, d, out) < 0)
		rc = -1;
	if (rc == 0)
		rc = office_properties_read(d, p, out);
	return rc;
}
