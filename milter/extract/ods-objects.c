/* SPDX-License-Identifier: MIT
 *
 * ods-objects.c - charts and other objects within an OpenDocument spreadsheet.
 *
 * A chart keeps a table of the values it was drawn from.  Those that a sheet
 * has are left out; what is left came from cells that have changed or gone.
 *
 * BUGS: numbers are not told from those that sheets have, and left out.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "extract/ods-parts.h"

/* Bytes of text that may be looked through for the values of all objects;
 * beyond, values are given unseen. */
#define LOOKED_THROUGH (256ull * MIB)

struct object {
	struct ods *o;
	struct buf shown, kept, value;
	unsigned cells, paragraphs;
	size_t looked;
	size_t texts; /* how many there were before objects */
};

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct object *x = arg;

	(void)a;
	if (strcmp(name, "table-cell") == 0 && x->cells++ == 0)
		buf_reset(&x->value);
	else if (strcmp(name, "p") == 0 || strcmp(name, "h") == 0)
		x->paragraphs++;
	return 0;
}

/* Is it in a text of the sheets? */
static bool
is_shown(struct object *x)
{
	const struct texts *out = x->o->out;

	for (size_t i = 0; i < x->texts; i++) {
		x->looked += out->v[i].len;
		if (x->looked > LOOKED_THROUGH)
			return false;
		if (memmem(out->v[i].data, out->v[i].len, buf_str(&x->value),
			x->value.len) != NULL)
			return true;
	}
	return false;
}

static void
end_cell(struct object *x)
{
	const char *value = buf_str(&x->value);

	if (strspn(value, " \t\r\n0123456789.,-+%NaE") == x->value.len ||
	    is_shown(x))
		return;
	buf_addf(&x->kept, "%s\n", value);
}

static int
on_close(void *arg, const char *name)
{
	struct object *x = arg;

	if (strcmp(name, "table-cell") == 0 && x->cells > 0) {
		if (--x->cells == 0)
			end_cell(x);
	} else if ((strcmp(name, "p") == 0 || strcmp(name, "h") == 0) &&
		   x->paragraphs > 0) {
		x->paragraphs--;
		if (x->cells == 0)
			buf_addc(&x->shown, '\n');
	}
	return 0;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct object *x = arg;

	if (x->paragraphs > 0)
		buf_add(x->cells > 0 ? &x->value : &x->shown, s, len);
	return 0;
}

static bool
is_object(const struct package_part *part)
{
	static const char end[] = "/content.xml";
	size_t len = strlen(part->name);

	return strncasecmp(part->name, "Object ", 7) == 0 && len > sizeof end &&
	       strcasecmp(part->name + len - (sizeof end - 1), end) == 0;
}

static int
read_object(struct object *x, struct package_part *part)
{
	static const struct xml_handler h = {
	    .open = on_open, .close = on_close, .text = on_text};
	struct ods *o = x->o;

	part->used = true;
	x->cells = x->paragraphs = 0;
	switch (xml_walk(part->data, part->len, &h, x)) {
	case XML_MEMORY:
		return -1;
	case XML_DAMAGED:
		return part->damaged
			   ? 0
			   : document_unread(o->d, UNREAD_DAMAGED, o->out);
	default:
		return 0;
	}
}

int
ods_objects_read(struct ods *o)
{
	struct object x = {.o = o,
	    .shown = BUF_MAX(o->out->max_bytes),
	    .kept = BUF_MAX(o->out->max_bytes),
	    .value = BUF_MAX(128 * KIB),
	    .texts = o->out->n};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < o->p->n; i++) {
		struct package_part *part = &o->p->v[i];

		if (!part->used && part->data != NULL && is_object(part))
			rc = read_object(&x, part);
	}
	if (rc == 0)
		rc = ods_say(
		    o, document_zone(o->d), "charts and objects", "", &x.shown);
	if (rc == 0)
		rc = ods_say(
		    o, ZONE_HIDDEN, "values kept in a chart", "", &x.kept);
	buf_free(&x.shown);
	buf_free(&x.kept);
	buf_free(&x.value);
	return rc;
}
