/* SPDX-License-Identifier: MIT
 *
 * pptx.c - PowerPoint presentations: the parts, in the order they are read.
 *
 * Slides are numbered as they are listed, hidden ones among them, which is how
 * PowerPoint counts; each part is read once, however often it is pointed to.
 */
#include "extract/pptx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "extract/office-chart.h"
#include "extract/office-properties.h"
#include "extract/pptx-slide.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const struct {
	const char *section; /* NULL: the slides */
	enum zone zone;      /* ZONE_ATTACHMENT: that of what is shown */
} sections[PPTX_FLOWS] = {
    [PPTX_SHOWN] = {NULL, ZONE_ATTACHMENT},
    [PPTX_HIDDEN_SLIDE] = {"hidden slide", ZONE_HIDDEN},
    [PPTX_REMOVED] = {"slide left out", ZONE_HIDDEN},
    [PPTX_OFF] = {"off the slide", ZONE_HIDDEN},
    [PPTX_HIDDEN] = {"hidden text", ZONE_HIDDEN},
    [PPTX_OTHER] = {"alternative content", ZONE_HIDDEN},
    [PPTX_NOTES] = {"speaker notes", ZONE_HIDDEN},
    [PPTX_COMMENTS] = {"comment", ZONE_HIDDEN},
    [PPTX_MASTER] = {"slide master", ZONE_ATTACHMENT},
    [PPTX_ALT] = {"alternative text", ZONE_HIDDEN},
    [PPTX_LINKS] = {"link targets", ZONE_METADATA},
};

/* What presentation.xml lists. */
struct listing {
	struct pptx *x;
	const struct package_relations *relations;
	struct package_part *slides[LIMIT_MEMBERS];
	size_t n;
};

static int
list_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct listing *l = arg;
	const struct package_relation *r;
	struct package_part *part = NULL;
	char id[64];

	if (strcmp(name, "sldSz") == 0) {
		l->x->width = (double)xml_attribute_number(a, "cx", 0);
		l->x->height = (double)xml_attribute_number(a, "cy", 0);
	} else if (strcmp(name, "sldId") == 0 && l->n < LIMIT_MEMBERS &&
		   xml_attribute_qualified(a, "id", id, sizeof id) != NULL) {
		r = package_relation(l->relations, id);
		if (r != NULL && !r->external)
			part = package_part(l->x->package, r->target);
		/* One that is missing counts as a slide all the same. */
		l->slides[l->n++] = part;
	}
	return 0;
}

static int
author_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct pptx *x = arg;

	if (strcmp(name, "cmAuthor") == 0 || strcmp(name, "author") == 0)
		office_authors_add(&x->authors, a, "name");
	return 0;
}

/* Reads what a part points to by one relation, as `page` says. */
static int
read_related(struct pptx *x, const struct package_relations *r,
    const char *type, const struct pptx_page *page)
{
	struct package_part *part;
	struct package_relations own;

	for (size_t at = 0;
	     (part = package_related(x->package, r, type, &at)) != NULL;) {
		if (part->used)
			continue;
		if (pptx_slide_read(x, part, page, NULL) < 0)
			return -1;
		if (package_relations(x->package, part, &own) < 0) {
			x->out->failed = true;
			return -1;
		}
		office_flow_links(&x->flows[PPTX_LINKS], page->number, &own);
		package_relations_free(&own);
	}
	return 0;
}

/* What belongs to a slide: links, notes, comments. */
static int
read_beside(struct pptx *x, struct package_part *part, uint32_t number)
{
	const struct pptx_page notes = {PPTX_NOTES, number, false, false, true};
	const struct pptx_page comments = {
	    PPTX_COMMENTS, number, false, false, false};
	struct package_relations r;
	int rc;

	if (package_relations(x->package, part, &r) < 0) {
		x->out->failed = true;
		return -1;
	}
	office_flow_links(&x->flows[PPTX_LINKS], number, &r);
	rc = read_related(x, &r, "notesSlide", &notes);
	if (rc == 0)
		rc = read_related(x, &r, "comments", &comments);
	package_relations_free(&r);
	return rc;
}

static int
read_slide(struct pptx *x, struct package_part *part, uint32_t number,
    enum pptx_flow flow)
{
	const struct pptx_page page = {flow, number, true, false, false};
	bool hidden = false;
	char where[40] = "";

	if (pptx_slide_read(x, part, &page, &hidden) < 0)
		return -1;
	x->nhidden += hidden;
	if (number > 0)
		snprintf(where, sizeof where, " on slide %u", number);
	if (office_chart_read_all(x->d, x->package, part,
		hidden || flow != PPTX_SHOWN ? ZONE_HIDDEN
					     : document_zone(x->d),
		where, x->out) < 0)
		return -1;
	return read_beside(x, part, number);
}

static int
read_slides(struct pptx *x, const struct listing *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct package_part *part = l->slides[i];

		if (texts_late(x->out))
			return document_unread(x->d, UNREAD_TIMEOUT, x->out);
		if (part == NULL || part->data == NULL) {
			if (document_unread(x->d, UNREAD_DAMAGED, x->out) < 0)
				return -1;
		} else if (!part->used && read_slide(x, part, (uint32_t)i + 1,
					      PPTX_SHOWN) < 0) {
			return -1;
		}
	}
	return 0;
}

/* Folders whose parts are read without being pointed to: masters, of which
 * only what stands beside their placeholders is shown, and slides that are no
 * longer in the presentation. */
static const struct {
	const char *folder;
	enum pptx_flow flow;
} folders[] = {
    {"ppt/slides/", PPTX_REMOVED},
    {"ppt/slideMasters/", PPTX_MASTER},
    {"ppt/slideLayouts/", PPTX_MASTER},
    {"ppt/notesMasters/", PPTX_MASTER},
    {"ppt/handoutMasters/", PPTX_MASTER},
};

static int
read_folder_part(struct pptx *x, struct package_part *part, enum pptx_flow flow)
{
	const struct pptx_page master = {PPTX_MASTER, 0, false, true, false};

	if (flow == PPTX_REMOVED)
		return read_slide(x, part, 0, flow);
	return pptx_slide_read(x, part, &master, NULL);
}

static int
read_folders(struct pptx *x)
{
	for (size_t i = 0; i < x->package->n; i++) {
		struct package_part *part = &x->package->v[i];
		size_t len = strlen(part->name);

		if (part->used || len < 4 ||
		    strcasecmp(part->name + len - 4, ".xml") != 0)
			continue;
		if (texts_late(x->out))
			return document_unread(x->d, UNREAD_TIMEOUT, x->out);
		for (size_t f = 0; f < COUNT(folders); f++)
			if (strncasecmp(part->name, folders[f].folder,
				strlen(folders[f].folder)) == 0 &&
			    read_folder_part(x, part, folders[f].flow) < 0)
				return -1;
	}
	return 0;
}

static int
read_authors(struct pptx *x, const struct package_relations *r)
{
	static const struct xml_handler handler = {.open = author_open};
	static const char *const types[] = {"commentAuthors", "authors"};
	struct package_part *part;

	for (size_t i = 0; i < COUNT(types); i++)
		for (size_t at = 0; (part = package_related(x->package, r,
					 types[i], &at)) != NULL;)
			if (!part->used &&
			    package_walk(x->d, part, &handler, x, x->out) < 0)
				return -1;
	return 0;
}

static int
read_presentation(struct pptx *x, struct package_part *main)
{
	static const struct xml_handler handler = {.open = list_open};
	struct package_relations r;
	struct listing *l;
	int rc;

	if (package_relations(x->package, main, &r) < 0) {
		x->out->failed = true;
		return -1;
	}
	l = calloc(1, sizeof *l);
	if (l == NULL) {
		package_relations_free(&r);
		x->out->failed = true;
		return -1;
	}
	l->x = x;
	l->relations = &r;
	rc = package_walk(x->d, main, &handler, l, x->out);
	if (rc == 0)
		rc = read_slides(x, l);
	if (rc == 0)
		rc = read_authors(x, &r);
	if (rc == 0)
		rc = read_folders(x);
	free(l);
	package_relations_free(&r);
	return rc;
}

static int
by_text(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;
	int order = strcmp(*x, *y);

	return order != 0 ? order : (*x > *y) - (*x < *y);
}

/* Layouts repeat what their master says: each line once. */
static void
drop_repeated(struct office_flow *f)
{
	size_t n = 1, kept = 0;
	char **lines, *text = f->text.data;
	bool *repeated;

	if (f->text.len == 0 || buf_failed(&f->text))
		return;
	for (size_t i = 0; i < f->text.len; i++)
		n += text[i] == '\n';
	lines = calloc(n, sizeof *lines);
	repeated = calloc(f->text.len + 1, sizeof *repeated);
	if (lines == NULL || repeated == NULL) {
		f->text.failed = true;
		goto end;
	}
	n = 0;
	for (char *p = text, *lf; p != NULL; p = lf) {
		lines[n++] = p;
		lf = strchr(p, '\n');
		if (lf != NULL)
			*lf++ = '\0';
	}
	qsort(lines, n, sizeof *lines, by_text);
	for (size_t i = 1; i < n; i++)
		repeated[lines[i] - text] = strcmp(lines[i - 1], lines[i]) == 0;
	for (size_t at = 0, len; at <= f->text.len; at += len + 1) {
		len = strlen(text + at);
		if (repeated[at])
			continue;
		memmove(text + kept, text + at, len);
		kept += len;
		text[kept++] = '\n';
	}
	f->text.len = kept > 0 ? kept - 1 : 0;
	text[f->text.len] = '\0';
end:
	free(lines);
	free(repeated);
}

static int
put_flows(struct pptx *x)
{
	drop_repeated(&x->flows[PPTX_MASTER]);
	for (size_t i = 0; i < PPTX_FLOWS; i++) {
		enum zone zone = sections[i].zone;

		if (zone == ZONE_ATTACHMENT)
			zone = document_zone(x->d);
		if (office_flow_put(&x->flows[i], x->d, zone,
			sections[i].section, UNIT_SLIDE, x->out, NULL) < 0)
			return -1;
	}
	return 0;
}

static int
sign(const struct pptx *x, size_t n, const char *one, const char *many,
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
sign_flow(const struct pptx *x, enum pptx_flow flow, const char *one,
    const char *many)
{
	const struct office_flow *f = &x->flows[flow];

	if (!office_flow_says(buf_str(&f->text), f->text.len))
		return 0;
	return sign(x, f->pieces, one, many, sections[flow].section);
}

static int
put_signs(const struct pptx *x)
{
	if (sign(x, x->nhidden, "hidden slide", "hidden slides",
		"hidden slide") < 0 ||
	    sign_flow(x, PPTX_HIDDEN, "piece of hidden text",
		"pieces of hidden text") < 0)
		return -1;
	return sign_flow(x, PPTX_OFF, "piece of text off the slide",
	    "pieces of text off the slide");
}

static struct package_part *
main_part(const struct pptx *x)
{
	struct package_relations r;
	struct package_part *part;
	size_t at = 0;

	if (package_relations(x->package, NULL, &r) < 0) {
		x->out->failed = true;
		return NULL;
	}
	part = package_related(x->package, &r, "officeDocument", &at);
	package_relations_free(&r);
	return part != NULL ? part
			    : package_part(x->package, "ppt/presentation.xml");
}

int
pptx_read(const struct document *d, size_t depth, struct package *p,
    struct texts *out)
{
	struct pptx x = {
	    .d = d, .package = p, .out = out, .authors = OFFICE_AUTHORS_INIT};
	struct package_part *main = main_part(&x);
	int rc;

	(void)depth;
	for (size_t i = 0; i < PPTX_FLOWS; i++)
		office_flow_init(&x.flows[i], out->max_bytes);
	if (out->failed)
		rc = -1;
	else if (main != NULL && main->data != NULL)
		rc = read_presentation(&x, main);
	else
		rc = document_unread(d, UNREAD_DAMAGED, out);
	if (rc == 0)
		rc = put_flows(&x);
	if (rc == 0)
		rc = put_signs(&x);
	for (size_t i = 0; i < PPTX_FLOWS; i++)
		office_flow_free(&x.flows[i]);
	if (office_authors_put(&x.authors, d, out) < 0)
		rc = -1;
	if (rc == 0)
		rc = office_properties_read(d, p, out);
	return rc;
}
