/* SPDX-License-Identifier: MIT
 *
 * docx-texts.c - what was read of a story to the document's texts and signs.
 */
#include "extract/docx-story-parts.h"

#include <stdio.h>
#include <string.h>

/* Pages with failed redaction that are named one by one. */
#define PAGES_NAMED 100

static const struct {
	const char *name; /* NULL: that of the story */
	enum zone zone;   /* ZONE_ATTACHMENT: that of what is shown */
} sections[FLOW_COUNT] = {
    [FLOW_SHOWN] = {NULL, ZONE_ATTACHMENT},
    [FLOW_BOX] = {"text box", ZONE_ATTACHMENT},
    [FLOW_DELETED] = {"tracked deletion", ZONE_HIDDEN},
    [FLOW_HIDDEN] = {"hidden text", ZONE_HIDDEN},
    [FLOW_BLACKED] = {"text blacked out", ZONE_HIDDEN},
    [FLOW_OTHER] = {"alternative content", ZONE_HIDDEN},
    [FLOW_ALT] = {"alternative text", ZONE_HIDDEN},
    [FLOW_CODES] = {"field codes", ZONE_HIDDEN},
    [FLOW_LINKS] = {"link targets", ZONE_METADATA},
};

/* A sign for each page that has words under black. */
static int
sign_blacked(const struct story *s, const struct text *text)
{
	const struct document *d = s->x->d;
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
			rc = texts_sign(s->x->out, SIGN_REDACTION, d->part,
			    buf_str(&place), "text under black can be read");
		}
		p = stop + 1;
	}
	buf_free(&place);
	return rc;
}

static void
count(const struct story *s, enum docx_flow flow)
{
	const struct office_flow *f = &s->flows[flow];

	if (s->kind->hidden ||
	    !office_flow_says(buf_str(&f->text), f->text.len))
		return;
	if (flow == FLOW_DELETED)
		s->x->ndeleted += f->pieces;
	else if (flow == FLOW_HIDDEN)
		s->x->nhidden += f->pieces;
}

/* Are its pages those a reader sees? Programs that note down no page ends leave
 * only those that were asked for, and number wrongly what is longer. */
static enum text_unit
unit_of(const struct docx *x)
{
	return x->paged && (x->rendered || !x->overfull) ? UNIT_PAGE
							 : UNIT_NONE;
}

int
docx_story_put(struct story *s)
{
	const struct docx *x = s->x;
	char section[100];
	struct text *text;

	for (enum docx_flow i = 0; i < FLOW_COUNT; i++) {
		const char *own = sections[i].name, *story = s->kind->section;
		enum zone zone = sections[i].zone;

		if (zone == ZONE_ATTACHMENT)
			zone =
			    s->kind->hidden ? ZONE_HIDDEN : document_zone(x->d);
		if (own == NULL || (i == FLOW_BOX && story != NULL))
			snprintf(section, sizeof section, "%s",
			    story != NULL ? story : "");
		else
			snprintf(section, sizeof section, "%s%s%s", own,
			    story != NULL ? " in " : "",
			    story != NULL ? story : "");
		if (office_flow_put(&s->flows[i], x->d, zone,
			section[0] != '\0' ? section : NULL, unit_of(x), x->out,
			&text) < 0)
			return -1;
		count(s, i);
		if (i == FLOW_BLACKED && text != NULL &&
		    sign_blacked(s, text) < 0)
			return -1;
	}
	return 0;
}
