/* SPDX-License-Identifier: MIT
 *
 * package.c - an office document's ZIP package in memory, by part name.
 *
 * Invariant: parts stand in the order of their names, whatever their case; of
 * parts of one name, in the archive's.
 */
#include "extract/package.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "extract/xml.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

struct opening {
	struct package *p;
	bool memory;
};

/* What OpenDocument's content.xml says it is. */
struct content {
	enum package_kind kind;
	bool body; /* it has begun */
};

static int
keep_part(struct package *p, const struct unpack_member *m)
{
	struct package_part part = {.len = m->len,
	    .index = m->index,
	    .encrypted = m->encrypted,
	    .damaged = m->damaged,
	    .limited = m->limited,
	    .unsupported = m->unsupported};
	const bool empty = m->encrypted || m->limited || m->unsupported;
	struct package_part *v;

	if (p->n == p->cap) {
		size_t cap = p->cap > 0 ? 2 * p->cap : 32;

		v = realloc(p->v, cap * sizeof *v);
		if (v == NULL)
			return -1;
		p->v = v;
		p->cap = cap;
	}
	part.name = strdup(m->path + strspn(m->path, "/\\"));
	part.data = empty ? NULL : malloc(m->len + 1);
	if (part.name == NULL || (part.data == NULL && !empty)) {
		free(part.name);
		free(part.data);
		return -1;
	}
	for (char *s = part.name; (s = strchr(s, '\\')) != NULL;)
		*s = '/';
	if (!empty) {
		memcpy(part.data, m->data, m->len);
		part.data[m->len] = '\0';
	}
	p->v[p->n++] = part;
	return 0;
}

static int
take_part(void *arg, const struct unpack_member *m)
{
	struct opening *o = arg;

	if (keep_part(o->p, m) < 0)
		o->memory = true;
	return o->memory ? 1 : 0;
}

static int
by_name(const void *a, const void *b)
{
	const struct package_part *x = a, *y = b;
	int order = strcasecmp(x->name, y->name);

	return order != 0 ? order
			  : (x->index > y->index) - (x->index < y->index);
}

struct package_part *
package_part(const struct package *p, const char *name)
{
	size_t low = 0, high = p->n, middle;

	name += strspn(name, "/");
	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcasecmp(p->v[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < p->n && strcasecmp(p->v[low].name, name) == 0 ? &p->v[low]
								   : NULL;
}

bool
package_part_is_document(const struct package_part *part)
{
	const struct document d = {.zone = ZONE_ATTACHMENT};

	if (part->data == NULL)
		return false;
	switch (document_kind(&d, part->data,
	    part->len < DOCUMENT_HEAD ? part->len : DOCUMENT_HEAD)) {
	case DOCUMENT_PDF:
	case DOCUMENT_RTF:
	case DOCUMENT_ZIP:
	case DOCUMENT_ARCHIVE:
		return true;
	default:
		return false;
	}
}

/* The content types of main parts (ECMA-376-1, 11.3.10, 12.3.23, 13.3.6; MS's
 * for documents with macros), by how they begin and end. */
static const struct {
	const char *begins, *ends;
	enum package_kind kind;
} main_types[] = {
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.",
	".main+xml", PACKAGE_DOCX},
    {"application/vnd.ms-word.", ".main+xml", PACKAGE_DOCX},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.",
	".main+xml", PACKAGE_XLSX},
    {"application/vnd.ms-excel.", ".main+xml", PACKAGE_XLSX},
    {"application/vnd.openxmlformats-officedocument.presentationml.",
	".main+xml", PACKAGE_PPTX},
    {"application/vnd.ms-powerpoint.", ".main+xml", PACKAGE_PPTX},
    {"application/vnd.ms-excel.sheet.binary.", ".main", PACKAGE_OTHER},
};

/* What a package's first file says of an OpenDocument (part 2, 3.3); templates
 * and master documents have a longer name. */
static const struct {
	const char *begins;
	enum package_kind kind;
} open_types[] = {
    {"application/vnd.oasis.opendocument.text", PACKAGE_ODT},
    {"application/vnd.oasis.opendocument.spreadsheet", PACKAGE_ODS},
    {"application/vnd.oasis.opendocument.presentation", PACKAGE_ODP},
    {"application/vnd.oasis.opendocument.", PACKAGE_OTHER},
    {"application/vnd.sun.xml.", PACKAGE_OTHER},
};

/* Parts that tell where the types do not. */
static const struct {
	const char *name;
	enum package_kind kind;
} main_parts[] = {
    {"word/document.xml", PACKAGE_DOCX},
    {"xl/workbook.xml", PACKAGE_XLSX},
    {"ppt/presentation.xml", PACKAGE_PPTX},
    {"xl/worksheets/sheet1.xml", PACKAGE_XLSX},
    {"ppt/slides/slide1.xml", PACKAGE_PPTX},
    {"[Content_Types].xml", PACKAGE_OTHER},
    {"Index/Document.iwa", PACKAGE_OTHER},
    {"Index.zip", PACKAGE_OTHER},
};

static bool
type_matches(const char *type, const char *begins, const char *ends)
{
	size_t len = strlen(type), tail = strlen(ends);

	return strncasecmp(type, begins, strlen(begins)) == 0 && len >= tail &&
	       strcasecmp(type + len - tail, ends) == 0;
}

/* One part's own type goes before that of all parts of an ending, which need
 * not be there. */
static int
open_type(void *arg, const char *name, const struct xml_attributes *a)
{
	enum package_kind *kind = arg;
	const bool own = strcmp(name, "Override") == 0;
	char type[200];

	if ((!own && strcmp(name, "Default") != 0) ||
	    xml_attribute(a, "ContentType", type, sizeof type) == NULL)
		return 0;
	for (size_t i = 0; i < COUNT(main_types); i++)
		if (type_matches(
			type, main_types[i].begins, main_types[i].ends)) {
			*kind = main_types[i].kind;
			return own;
		}
	return 0;
}

static enum package_kind
kind_by_mimetype(const char *s)
{
	for (size_t i = 0; s != NULL && i < COUNT(open_types); i++)
		if (strncmp(s, open_types[i].begins,
			strlen(open_types[i].begins)) == 0)
			return open_types[i].kind;
	return PACKAGE_PLAIN;
}

/* OpenDocument's list of files has the document's own type (part 2, 4.8.4). */
static int
open_file(void *arg, const char *name, const struct xml_attributes *a)
{
	enum package_kind *kind = arg;
	char type[200];

	if (strcmp(name, "file-entry") != 0 ||
	    !xml_attribute_is(a, "full-path", "/"))
		return 0;
	*kind =
	    kind_by_mimetype(xml_attribute(a, "media-type", type, sizeof type));
	return 1;
}

/* What stands in office:body says what it is (part 3, 3.3). */
static int
open_body(void *arg, const char *name, const struct xml_attributes *a)
{
	static const struct {
		const char *name;
		enum package_kind kind;
	} bodies[] = {
	    {"text", PACKAGE_ODT},
	    {"spreadsheet", PACKAGE_ODS},
	    {"presentation", PACKAGE_ODP},
	    {"drawing", PACKAGE_OTHER},
	    {"chart", PACKAGE_OTHER},
	};
	struct content *c = arg;

	(void)a;
	if (!c->body) {
		c->body = strcmp(name, "body") == 0;
		return 0;
	}
	for (size_t i = 0; i < COUNT(bodies); i++)
		if (strcmp(name, bodies[i].name) == 0)
			c->kind = bodies[i].kind;
	return 1;
}

static int
walk_part(const struct package *p, const char *name,
    const struct xml_handler *handler, void *arg)
{
	const struct package_part *part = package_part(p, name);

	if (part == NULL || part->data == NULL)
		return 0;
	return xml_walk(part->data, part->len, handler, arg) == XML_MEMORY ? -1
									   : 0;
}

/* An OpenDocument whose first file is missing or says nothing: programs open
 * it all the same. */
static int
tell_open_kind(struct package *p)
{
	static const struct xml_handler file = {.open = open_file};
	static const struct xml_handler body = {.open = open_body};
	struct content c = {.kind = PACKAGE_PLAIN};

	if (package_part(p, "META-INF/manifest.xml") == NULL)
		return 0;
	if (walk_part(p, "META-INF/manifest.xml", &file, &p->kind) < 0)
		return -1;
	if (p->kind != PACKAGE_PLAIN)
		return 0;
	if (walk_part(p, "content.xml", &body, &c) < 0)
		return -1;
	p->kind = c.kind;
	return 0;
}

static int
tell_kind(struct package *p)
{
	static const struct xml_handler handler = {.open = open_type};
	const struct package_part *mimetype = package_part(p, "mimetype");

	p->kind = PACKAGE_PLAIN;
	if (mimetype != NULL)
		p->kind = kind_by_mimetype(mimetype->data);
	if (p->kind == PACKAGE_PLAIN &&
	    walk_part(p, "[Content_Types].xml", &handler, &p->kind) < 0)
		return -1;
	if (p->kind == PACKAGE_PLAIN && tell_open_kind(p) < 0)
		return -1;
	for (size_t i = 0; p->kind == PACKAGE_PLAIN && i < COUNT(main_parts);
	     i++)
		if (package_part(p, main_parts[i].name) != NULL)
			p->kind = main_parts[i].kind;
	return 0;
}

static int
open_manifest(void *arg, const char *name, const struct xml_attributes *a)
{
	bool *encrypted = arg;

	(void)a;
	*encrypted |= strcmp(name, "encryption-data") == 0;
	return *encrypted;
}

/* OpenDocument 1.3 part 2, 4.4: an encrypted file's entry says how. */
static int
tell_encryption(struct package *p)
{
	static const struct xml_handler handler = {.open = open_manifest};
	const struct package_part *manifest =
	    package_part(p, "META-INF/manifest.xml");

	if (p->kind < PACKAGE_ODT || manifest == NULL || manifest->data == NULL)
		return 0;
	return xml_walk(manifest->data, manifest->len, &handler,
		   &p->encrypted) == XML_MEMORY
		   ? -1
		   : 0;
}

/* Of two parts of one name, programs show one or the other (part 2, 6.2.2:
 * there shall not be two). */
static bool
has_twins(const struct package *p)
{
	for (size_t i = 1; i < p->n; i++)
		if (strcasecmp(p->v[i - 1].name, p->v[i].name) == 0)
			return true;
	return false;
}

int
package_add(struct package *p, const struct unpack_member *m)
{
	return keep_part(p, m);
}

int
package_end(struct package *p)
{
	if (p->n > 0)
		qsort(p->v, p->n, sizeof *p->v, by_name);
	if (tell_kind(p) < 0 || tell_encryption(p) < 0)
		return -1;
	if (p->walked == UNPACK_WHOLE && p->kind != PACKAGE_PLAIN &&
	    has_twins(p))
		p->walked = UNPACK_DAMAGED;
	return 0;
}

int
package_open(
    const char *data, size_t len, struct texts *out, struct package *ret)
{
	struct opening o = {.p = ret};

	*ret = (struct package){.kind = PACKAGE_PLAIN};
	ret->walked = unpack_walk(data, len, out, take_part, &o);
	if (!o.memory && ret->walked != UNPACK_MEMORY && package_end(ret) == 0)
		return 0;
	package_free(ret);
	return -1;
}

void
package_free(struct package *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->v[i].name);
		free(p->v[i].data);
	}
	free(p->v);
	*p = (struct package){.kind = PACKAGE_PLAIN};
}

int
package_walk(const struct document *d, struct package_part *part,
    const struct xml_handler *h, void *arg, struct texts *out)
{
	part->used = true;
	if (part->data == NULL)
		return 0;
	switch (xml_walk(part->data, part->len, h, arg)) {
	case XML_WHOLE:
		return 0;
	case XML_DAMAGED:
		return document_unread(d, UNREAD_DAMAGED, out);
	case XML_STOPPED:
		return document_unread(d, UNREAD_LIMIT, out);
	case XML_MEMORY:
		break;
	}
	out->failed = true;
	return -1;
}
