/* SPDX-License-Identifier: MIT
 *
 * office-properties.c - what an OOXML package says of itself.
 */
#include "extract/office-properties.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "extract/office-flow.h"
#include "extract/xml.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

#define LABEL "MSIP_Label_"
#define NAME_BYTES 256

enum flow { FLOW_PROPERTIES, FLOW_CUSTOM, FLOW_LABEL, FLOW_DATA, FLOW_COUNT };

struct properties {
	const struct document *d;
	struct package *p;
	struct texts *out;
	struct office_flow flows[FLOW_COUNT];
	/* While one part is walked. */
	char name[NAME_BYTES]; /* of the property we are in; "": none */
	struct buf value;
	unsigned depth;
};

/* The properties that are someone's words, by element, as they are called. */
static const struct {
	const char *element, *name;
} known[] = {
    {"title", "title"},
    {"subject", "subject"},
    {"creator", "creator"},
    {"keywords", "keywords"},
    {"description", "comments"},
    {"lastModifiedBy", "last modified by"},
    {"category", "category"},
    {"contentStatus", "status"},
    {"identifier", "identifier"},
    {"Company", "company"},
    {"Manager", "manager"},
    {"HyperlinkBase", "hyperlink base"},
    {"Template", "template"},
};

/* "NAME: VALUE", the value's own lines joined. */
static void
add_property(struct properties *x, enum flow flow, const char *name)
{
	struct buf line = BUF_MAX(x->value.max + 2 * NAME_BYTES);

	for (char *s = x->value.data; s != NULL && *s != '\0'; s++)
		if (strchr("\r\n\t", *s) != NULL)
			*s = ' ';
	if (strspn(buf_str(&x->value), " ") < x->value.len) {
		buf_addf(&line, "%s: %s", name, buf_str(&x->value));
		office_flow_line(&x->flows[flow], 0, buf_str(&line), line.len);
	}
	buf_free(&line);
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct properties *x = arg;

	if (x->name[0] != '\0')
		buf_add(&x->value, s, len);
	return 0;
}

static int
known_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct properties *x = arg;

	(void)a;
	for (size_t i = 0; i < COUNT(known); i++)
		if (strcmp(name, known[i].element) == 0) {
			snprintf(x->name, sizeof x->name, "%s", known[i].name);
			buf_reset(&x->value);
		}
	return 0;
}

static int
known_close(void *arg, const char *name)
{
	struct properties *x = arg;

	(void)name;
	/* Word's own template says nothing. */
	if (x->name[0] != '\0' &&
	    (strcmp(x->name, "template") != 0 ||
		strncmp(buf_str(&x->value), "Normal", 6) != 0))
		add_property(x, FLOW_PROPERTIES, x->name);
	x->name[0] = '\0';
	return 0;
}

static int
custom_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct properties *x = arg;

	if (strcmp(name, "property") != 0)
		return 0;
	if (xml_attribute(a, "name", x->name, sizeof x->name) == NULL)
		memcpy(x->name, "property", sizeof "property");
	buf_reset(&x->value);
	return 0;
}

/* Of a label's many properties its name alone tells anything. */
static int
custom_close(void *arg, const char *name)
{
	struct properties *x = arg;
	size_t len = strlen(x->name);

	if (strcmp(name, "property") != 0)
		return 0;
	if (strncasecmp(x->name, LABEL, strlen(LABEL)) != 0)
		add_property(x, FLOW_CUSTOM, x->name);
	else if (len > 5 && strcasecmp(x->name + len - 5, "_Name") == 0)
		add_property(x, FLOW_LABEL, "label");
	x->name[0] = '\0';
	return 0;
}

static int
label_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct properties *x = arg;

	if (strcmp(name, "label") != 0 || xml_attribute_is(a, "removed", "1") ||
	    xml_attribute_is(a, "removed", "true") ||
	    xml_attribute(a, "id", x->name, sizeof x->name) == NULL)
		return 0;
	buf_reset(&x->value);
	buf_adds(&x->value, x->name);
	add_property(x, FLOW_LABEL, "label id");
	x->name[0] = '\0';
	return 0;
}

/* Data of any make: the text of each element is a line. */
static int
data_text(void *arg, const char *s, size_t len)
{
	struct properties *x = arg;

	buf_add(&x->value, s, len);
	return 0;
}

static int
data_line(struct properties *x)
{
	office_flow_line(
	    &x->flows[FLOW_DATA], 0, buf_str(&x->value), x->value.len);
	buf_reset(&x->value);
	return texts_late(x->out);
}

static int
data_open(void *arg, const char *name, const struct xml_attributes *a)
{
	(void)name;
	(void)a;
	return data_line(arg);
}

static int
data_close(void *arg, const char *name)
{
	(void)name;
	return data_line(arg);
}

static bool
begins(const char *name, const char *with)
{
	return strncasecmp(name, with, strlen(with)) == 0;
}

static bool
ends(const char *name, const char *with)
{
	size_t len = strlen(name), tail = strlen(with);

	return len >= tail && strcasecmp(name + len - tail, with) == 0;
}

static int
read_part(struct properties *x, struct package_part *part,
    const struct xml_handler *handler)
{
	enum xml_walked walked;

	part->used = true;
	if (part->data == NULL)
		return 0;
	x->name[0] = '\0';
	buf_reset(&x->value);
	if (ends(part->name, ".vml"))
		xml_tame(part->data, part->len);
	walked = xml_walk(part->data, part->len, handler, x);
	if (walked == XML_MEMORY) {
		x->out->failed = true;
		return -1;
	}
	if (walked == XML_STOPPED)
		return document_unread(x->d, UNREAD_TIMEOUT, x->out);
	if (walked == XML_DAMAGED)
		return document_unread(x->d, UNREAD_DAMAGED, x->out);
	return 0;
}

static const struct xml_handler known_handler = {
    known_open, known_close, on_text};
static const struct xml_handler custom_handler = {
    custom_open, custom_close, on_text};
static const struct xml_handler label_handler = {.open = label_open};
static const struct xml_handler data_handler = {
    data_open, data_close, data_text};

/* The parts by the names that programs give them, and by the relations of the
 * package that lead to them, whatever they are called. */
static const struct {
	const char *name, *relation;
	const struct xml_handler *handler;
} parts[] = {
    {"docProps/core.xml", "core-properties", &known_handler},
    {"docProps/app.xml", "extended-properties", &known_handler},
    {"docProps/custom.xml", "custom-properties", &custom_handler},
    {"docMetadata/LabelInfo.xml", "classificationlabels", &label_handler},
};

/* Also parts of a document or presentation that its reader did not come to:
 * whatever program shows them, their words are there. */
static bool
is_data(const char *name)
{
	if (!ends(name, ".xml") && !ends(name, ".vml"))
		return false;
	return begins(name, "customXml/item") || begins(name, "word/") ||
	       begins(name, "ppt/");
}

static bool
is_silent(const char *name)
{
	return strcasecmp(name, "[Content_Types].xml") == 0 ||
	       ends(name, ".rels") || begins(name, "customXml/itemProps");
}

static int
read_named(struct properties *x)
{
	for (size_t i = 0; i < x->p->n; i++) {
		struct package_part *part = &x->p->v[i];

		part->used |= is_silent(part->name);
		if (!part->used && is_data(part->name) &&
		    read_part(x, part, &data_handler) < 0)
			return -1;
	}
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct package_part *part = package_part(x->p, parts[i].name);

		if (part != NULL && !part->used &&
		    read_part(x, part, parts[i].handler) < 0)
			return -1;
	}
	return 0;
}

static int
read_related(struct properties *x)
{
	struct package_relations r;
	struct package_part *part;
	int rc = 0;

	if (package_relations(x->p, NULL, &r) < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < COUNT(parts); i++)
		for (size_t at = 0;
		     rc == 0 && (part = package_related(x->p, &r,
				     parts[i].relation, &at)) != NULL;)
			if (!part->used)
				rc = read_part(x, part, parts[i].handler);
	package_relations_free(&r);
	return rc;
}

int
office_properties_read(
    const struct document *d, struct package *p, struct texts *out)
{
	static const struct {
		const char *section;
		enum zone zone;
	} sections[FLOW_COUNT] = {
	    [FLOW_PROPERTIES] = {"document properties", ZONE_METADATA},
	    [FLOW_CUSTOM] = {"custom properties", ZONE_METADATA},
	    [FLOW_LABEL] = {"sensitivity label", ZONE_METADATA},
	    [FLOW_DATA] = {"embedded data", ZONE_HIDDEN},
	};
	struct properties x = {
	    .d = d, .p = p, .out = out, .value = BUF_MAX(out->max_bytes)};
	int rc;

	for (size_t i = 0; i < FLOW_COUNT; i++)
		office_flow_init(&x.flows[i], out->max_bytes);
	rc = read_named(&x) < 0 || read_related(&x) < 0 ? -1 : 0;
	for (size_t i = 0; i < FLOW_COUNT; i++) {
		if (rc == 0)
			rc = office_flow_put(&x.flows[i], d, sections[i].zone,
			    sections[i].section, UNIT_NONE, out, NULL);
		office_flow_free(&x.flows[i]);
	}
	buf_free(&x.value);
	return rc;
}
