/* SPDX-License-Identifier: MIT
 *
 * odf-texts.c - what was read of a part to the document's texts and signs.
 */
#include <string.h>

#include "extract/odf-story-parts.h"

/* Pages with failed redaction that are named one by one. */
#define PAGES_NAMED 100

static const struct {
	const char *name; /* NULL: the document itself */
	enum zone zone;   /* ZONE_ATTACHMENT: that of what is shown */
	bool placed;      /* on a page or slide */
} sections[ODF_FLOWS] = {
    [ODF_SHOWN] = {NULL, ZONE_ATTACHMENT, true},
    [ODF_BOX] = {"text box", ZONE_ATTACHMENT, true},
    [ODF_FOOTNOTE] = {"footnote", ZONE_ATTACHMENT, true},
    [ODF_ENDNOTE] = {"endnote", ZONE_ATTACHMENT, false},
    [ODF_HEADER] = {"page header", ZONE_ATTACHMENT, false},
    [ODF_FOOTER] = {"page footer", ZONE_ATTACHMENT, false},
    [ODF_MASTER] = {"slide master", ZONE_ATTACHMENT, false},
    [ODF_DECLARED] = {"slide footer", ZONE_ATTACHMENT, false},
    [ODF_FORM] = {"form fields", ZONE_ATTACHMENT, false},
    [ODF_NOTES] = {"speaker notes", ZONE_HIDDEN, true},
    [ODF_SLIDE_HIDDEN] = {"hidden slide", ZONE_HIDDEN, true},
    [ODF_COMMENT] = {"comment", ZONE_HIDDEN, true},
    [ODF_DELETED] = {"tracked deletion", ZONE_HIDDEN, false},
    [ODF_OUTSIDE] = {"text off the slide", ZONE_HIDDEN, true},
    [ODF_HIDDEN] = {"hidden text", ZONE_HIDDEN, true},
    [ODF_BLACKED] = {"text blacked out", ZONE_HIDDEN, true},
    [ODF_ALT] = {"alternative text", ZONE_HIDDEN, true},
    [ODF_CODES] = {"field codes", ZONE_HIDDEN, false},
    [ODF_LINKS] = {"link targets", ZONE_METADATA, false},
};

/* A sign for each page that has words under black. */
static int
sign_blacked(const struct odf_walk *w, const struct text *text)
{
	const char *p = text->data, *end = text->data + text->len, *stop;
	struct buf place = BUF_MAX(2 * DOCUMENT_PLACE_MAX);
	int rc = 0;

	for (size_t unit = 0; rc == 0 && p <= end && unit < PAGES_NAMED;
	     unit++) {
		stop = memchr(p, '\f', (size_t)(end - p));
		stop = stop != NULL ? stop : end;
		if (office_flow_says(p, (size_t)(stop - p))) {
			buf_reset(&place);
			text_place(text, unit, &place);
			rc = texts_sign(w->x->out, SIGN_REDACTION,
			    w->x->d->part, buf_str(&place),
			    "text under black can be read");
		}
		p = stop + 1;
	}
	buf_free(&place);
	return rc;
}

static void
count(const struct odf_walk *w, enum odf_flow flow)
{
	const struct office_flow *f = &w->flows[flow];

	if (!office_flow_says(buf_str(&f->text), f->text.len))
		return;
	if (flow == ODF_DELETED)
		w->x->ndeleted += f->pieces;
	else if (flow == ODF_HIDDEN || flow == ODF_OUTSIDE)
		w->x->nhidden += f->pieces;
}

static enum text_unit
unit_of(const struct odf_walk *w, enum odf_flow flow)
{
	if (!sections[flow].placed || w->kind != ODF_BODY)
		return UNIT_NONE;
	if (w->x->slides)
		return UNIT_SLIDE;
	return w->paged ? UNIT_PAGE : UNIT_NONE;
}

int
odf_story_put(struct odf_walk *w)
{
	for (enum odf_flow i = 0; i < ODF_FLOWS; i++) {
		const char *section = sections[i].name;
		enum zone zone = sections[i].zone;
		struct text *text;

		if (zone == ZONE_ATTACHMENT)
			zone = document_zone(w->x->d);
		if (section == NULL && w->kind == ODF_EMBEDDED)
			section = "embedded object";
		if (office_flow_put(&w->flows[i], w->x->d, zone, section,
			unit_of(w, i), w->x->out, &text) < 0)
			return -1;
		count(w, i);
		if (i == ODF_BLACKED && text != NULL &&
		    sign_blacked(w, text) < 0)
			return -1;
	}
	return 0;
}
