/* SPDX-License-Identifier: MIT
 *
 * xlsx.c - spreadsheets of Office Open XML: the order in which parts are read.
 *
 * BUGS: formulas are not read where they have a value; macros are left to
 * whoever reads the package's other members.
 */
#include "extract/xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "extract/office-properties.h"
#include "extract/xlsx-parts.h"

int
xlsx_walk(struct xlsx *x, struct package_part *part,
    const struct xml_handler *h, void *arg)
{
	enum xml_walked walked;

	part->used = true;
	/* Who gave us the parts has said of those it could not unpack. */
	if (part->data == NULL)
		return 0;
	walked = xml_walk(part->data, part->len, h, arg);
	/* Nobody else reads it, and it may be large. */
	free(part->data);
	part->data = NULL;
	part->len = 0;
	if (walked == XML_MEMORY || x->out->failed)
		return -1;
	return walked == XML_DAMAGED && !part->damaged
		   ? document_unread(x->d, UNREAD_DAMAGED, x->out)
		   : 0;
}

int
xlsx_grow(void *list, size_t n, size_t *cap, size_t size)
{
	size_t want = *cap > 0 ? *cap * 2 : 16;
	void **v = list, *p;

	if (n < *cap)
		return 0;
	p = reallocarray(*v, want, size);
	if (p == NULL)
		return -1;
	*v = p;
	*cap = want;
	return 0;
}

struct buf
xlsx_buf(const struct xlsx *x)
{
	return BUF_MAX(x->out->max_bytes);
}

int
xlsx_say(
    struct xlsx *x, enum zone zone, const char *section, const struct buf *text)
{
	if (buf_failed(text) && document_unread(x->d, UNREAD_LIMIT, x->out) < 0)
		return -1;
	if (text->len > 0)
		document_add(
		    x->d, zone, section, buf_str(text), text->len, x->out);
	return x->out->failed ? -1 : 0;
}

const char *
xlsx_reference(const char *s, uint32_t *ret_row, uint32_t *ret_column)
{
	uint32_t row = 0, column = 0;
	const char *p = s;

	for (; (*p | 0x20) >= 'a' && (*p | 0x20) <= 'z' && p - s < 4; p++)
		column = 26 * column + (uint32_t)((*p | 0x20) - 'a') + 1;
	if (p == s || *p < '0' || *p > '9')
		return NULL;
	for (; *p >= '0' && *p <= '9'; p++)
		row = row < UINT32_MAX / 16 ? 10 * row + (uint32_t)(*p - '0')
					    : row;
	if (row == 0)
		return NULL;
	*ret_row = row - 1;
	*ret_column = column - 1;
	return p;
}

bool
xlsx_has_sheet(const struct xlsx *x, const char *name, size_t len)
{
	for (size_t i = 0; i < x->nsheets; i++)
		if (strlen(x->sheets[i].name) == len &&
		    strncasecmp(x->sheets[i].name, name, len) == 0)
			return true;
	return false;
}

bool
xlsx_refers_here(const struct xlsx *x, const char *formula)
{
	const char *bang = strrchr(formula, '!');
	size_t len;

	if (bang == NULL || *formula == '[')
		return false;
	len = (size_t)(bang - formula);
	if (len >= 2 && formula[0] == '\'' && formula[len - 1] == '\'') {
		formula++;
		len -= 2;
	}
	return xlsx_has_sheet(x, formula, len);
}

/* A worksheet and what belongs to it. */
static int
read_worksheet(struct xlsx *x, const char *name, enum sheet_state state,
    struct package_part *part)
{
	struct package_relations r = {.v = NULL};
	int rc = package_relations(x->p, part, &r);

	if (rc == 0)
		rc = xlsx_cells_read(x, name, state, part, &r);
	if (rc == 0)
		rc = xlsx_comments_read(x, name, &r);
	if (rc == 0)
		rc = xlsx_drawings_read(x, name, state, &r);
	package_relations_free(&r);
	return rc;
}

static int
read_listed(struct xlsx *x, const struct xlsx_listed *s)
{
	const struct package_relation *r =
	    package_relation(&x->relations, s->id);
	struct package_part *part =
	    r != NULL ? package_part(x->p, r->target) : NULL;

	/* A module of macros is listed and has no part. */
	if (s->id[0] == '\0')
		return 0;
	if (part == NULL) {
		x->cut = true;
		return document_unread(x->d, UNREAD_DAMAGED, x->out);
	}
	return part->used ? 0 : read_worksheet(x, s->name, s->state, part);
}

static int
read_sheets(struct xlsx *x)
{
	for (size_t i = 0; i < x->nsheets; i++) {
		if (texts_late(x->out))
			return document_unread(x->d, UNREAD_TIMEOUT, x->out);
		if (read_listed(x, &x->sheets[i]) < 0)
			return -1;
	}
	return 0;
}

static bool
begins(const char *name, const char *prefix)
{
	return strncasecmp(name, prefix, strlen(prefix)) == 0;
}

/* Sheets that are in the package and not in the workbook's list: what no
 * program shows. Where there is no workbook nothing says that they are hidden.
 * Returns how many, or -1. */
static int
read_unlisted(struct xlsx *x, bool book)
{
	const enum sheet_state state = book ? SHEET_VERY_HIDDEN : SHEET_SHOWN;
	int n = 0;

	for (size_t i = 0; i < x->p->n; i++) {
		struct package_part *part = &x->p->v[i];

		if (part->used || !begins(part->name, "xl/worksheets/sheet"))
			continue;
		if (read_worksheet(x, part->name + 14, state, part) < 0)
			return -1;
		n++;
	}
	return n;
}

/* Parts with nothing to say: how it looks, how it is printed, in which order
 * it is reckoned, who may comment. */
static void
mark_known(struct xlsx *x)
{
	static const char *const known[] = {"xl/theme/", "xl/calcChain.xml",
	    "xl/printerSettings/", "xl/metadata.xml", "xl/persons/",
	    "xl/styles.xml", "xl/sharedStrings.xml", "xl/charts/style",
	    "xl/charts/colors", "xl/volatileDependencies.xml", "xl/ctrlProps/",
	    "xl/slicers/", "xl/timelines/", "xl/richData/",
	    "xl/featurePropertyBag/", "xl/diagrams/layout",
	    "xl/diagrams/quickStyle", "xl/diagrams/colors",
	    "xl/diagrams/drawing", "docProps/thumbnail", "xl/webextensions/"};
	struct package_part *part;

	for (size_t i = 0; i < x->p->n; i++) {
		part = &x->p->v[i];
		if (package_part_is_document(part))
			continue;
		for (size_t k = 0; k < sizeof known / sizeof *known; k++)
			part->used |= begins(part->name, known[k]);
		part->used |= strstr(part->name, "_rels/") != NULL;
	}
}

static struct package_part *
book_of(struct xlsx *x)
{
	struct package_relations r = {.v = NULL};
	struct package_part *part = NULL;
	size_t at = 0;

	if (package_relations(x->p, NULL, &r) < 0) {
		x->out->failed = true;
		return NULL;
	}
	part = package_related(x->p, &r, "officeDocument", &at);
	package_relations_free(&r);
	return part != NULL ? part : package_part(x->p, "xl/workbook.xml");
}

static struct package_part *
related_or(struct xlsx *x, const char *type, const char *name)
{
	size_t at = 0;
	struct package_part *part =
	    package_related(x->p, &x->relations, type, &at);

	return part != NULL ? part : package_part(x->p, name);
}

static int
read_all(struct xlsx *x)
{
	struct package_part *book = book_of(x), *part;
	int unlisted;

	if (x->out->failed)
		return -1;
	if (book != NULL && (package_relations(x->p, book, &x->relations) < 0 ||
				xlsx_book_read(x, book) < 0))
		return -1;
	part = related_or(x, "sharedStrings", "xl/sharedStrings.xml");
	if (part != NULL && xlsx_strings_read(x, part) < 0)
		return -1;
	part = related_or(x, "styles", "xl/styles.xml");
	if (part != NULL && xlsx_styles_read(x, part) < 0)
		return -1;
	if (read_sheets(x) < 0)
		return -1;
	unlisted = read_unlisted(x, book != NULL);
	if (unlisted < 0 ||
	    (book == NULL && unlisted == 0 &&
		document_unread(x->d, UNREAD_DAMAGED, x->out) < 0) ||
	    xlsx_pivots_read(x) < 0 || xlsx_outside_read(x) < 0 ||
	    (!x->cut && xlsx_strings_left(x) < 0))
		return -1;
	mark_known(x);
	return office_properties_read(x->d, x->p, x->out);
}

int
xlsx_read(const struct document *d, size_t depth, struct package *p,
    struct texts *out)
{
	struct xlsx x = {.d = d, .p = p, .out = out};
	int rc = read_all(&x);

	(void)depth;
	package_relations_free(&x.relations);
	xlsx_strings_free(&x.strings);
	xlsx_styles_free(&x.styles);
	for (size_t i = 0; i < x.nsheets; i++) {
		free(x.sheets[i].name);
		free(x.sheets[i].id);
	}
	free(x.sheets);
	return rc;
}
