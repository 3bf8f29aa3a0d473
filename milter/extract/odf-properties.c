/* SPDX-License-Identifier: MIT
 *
 * odf-properties.c - what an OpenDocument file says of itself: who wrote it,
 * who changed and printed it, for whom (OpenDocument 1.3 part 3, 4.3).
 */
#include "extract/odf.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "extract/office-flow.h"
#include "extract/xml.h"

/* How Microsoft's sensitivity labels are called; see office-properties.c. */
#define LABEL "MSIP_Label_"
#define NAME_BYTES 200
#define VALUE_BYTES (64 * 1024)

struct properties {
	struct office_flow known, custom, label;
	char name[NAME_BYTES]; /* of the property we are in; "": none */
	bool own;              /* a user defined it */
	struct buf value;
};

/* The properties that are someone's words, by element, as they are called. */
static const struct {
	const char *element, *name;
} names[] = {
    {"title", "title"},
    {"subject", "subject"},
    {"description", "comments"},
    {"keyword", "keywords"},
    {"initial-creator", "creator"},
    {"creator", "last modified by"},
    {"printed-by", "printed by"},
    {"contributor", "contributor"},
    {"publisher", "publisher"},
    {"source", "source"},
    {"relation", "relation"},
    {"coverage", "coverage"},
    {"rights", "rights"},
    {"identifier", "identifier"},
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct properties *x = arg;

	x->name[0] = '\0';
	buf_reset(&x->value);
	x->own = strcmp(name, "user-defined") == 0;
	if (x->own && xml_attribute(a, "name", x->name, sizeof x->name) == NULL)
		snprintf(x->name, sizeof x->name, "property");
	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(name, names[i].element) == 0)
			snprintf(x->name, sizeof x->name, "%s", names[i].name);
	if (strcmp(name, "template") == 0 &&
	    xml_attribute(a, "title", (char[2]){0}, 2) != NULL) {
		char title[NAME_BYTES];

		snprintf(x->name, sizeof x->name, "template");
		xml_attribute(a, "title", title, sizeof title);
		buf_adds(&x->value, title);
	}
	return 0;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct properties *x = arg;

	if (x->name[0] != '\0' && len <= x->value.max - x->value.len)
		buf_add(&x->value, s, len);
	return 0;
}

/* Where the property goes, and what it is called there; NULL: nowhere, for of
 * a label's many properties its name alone tells anything. */
static struct office_flow *
flow_of(struct properties *x, const char **ret_name)
{
	const size_t len = strlen(x->name);

	*ret_name = x->name;
	if (!x->own)
		return &x->known;
	if (strncasecmp(x->name, LABEL, strlen(LABEL)) != 0)
		return &x->custom;
	*ret_name = "label";
	return strcasecmp(x->name + len - 5, "_Name") == 0 ? &x->label : NULL;
}

/* "NAME: VALUE", the value's own lines joined. */
static int
on_close(void *arg, const char *name)
{
	struct properties *x = arg;
	struct buf line = BUF_MAX(VALUE_BYTES + 2 * NAME_BYTES);
	const char *title;
	struct office_flow *flow = flow_of(x, &title);

	(void)name;
	for (char *s = x->value.data; s != NULL && *s != '\0'; s++)
		if (strchr("\r\n\t", *s) != NULL)
			*s = ' ';
	if (x->name[0] != '\0' && flow != NULL &&
	    strspn(buf_str(&x->value), " ") < x->value.len) {
		buf_addf(&line, "%s: %s", title, buf_str(&x->value));
		office_flow_line(flow, 0, buf_str(&line), line.len);
	}
	x->name[0] = '\0';
	buf_free(&line);
	return 0;
}

int
odf_properties_read(
    const struct document *d, struct package *p, struct texts *out)
{
	static const struct xml_handler handler = {on_open, on_close, on_text};
	struct package_part *meta = package_part(p, "meta.xml");
	struct properties x = {.value = BUF_MAX(VALUE_BYTES)};
	enum xml_walked walked;
	int rc = 0;

	if (meta == NULL || meta->data == NULL)
		return 0;
	meta->used = true;
	office_flow_init(&x.known, out->max_bytes);
	office_flow_init(&x.custom, out->max_bytes);
	office_flow_init(&x.label, out->max_bytes);
	walked = xml_walk(meta->data, meta->len, &handler, &x);
	if (walked == XML_MEMORY)
		rc = -1;
	if (walked == XML_DAMAGED)
		rc = document_unread(d, UNREAD_DAMAGED, out);
	if (rc == 0)
		rc = office_flow_put(&x.known, d, ZONE_METADATA,
		    "document properties", UNIT_NONE, out, NULL);
	if (rc == 0)
		rc = office_flow_put(&x.custom, d, ZONE_METADATA,
		    "custom properties", UNIT_NONE, out, NULL);
	if (rc == 0)
		rc = office_flow_put(&x.label, d, ZONE_METADATA,
		    "sensitivity label", UNIT_NONE, out, NULL);
	office_flow_free(&x.known);
	office_flow_free(&x.label);
	office_flow_free(&x.custom);
	buf_free(&x.value);
	return rc;
}
