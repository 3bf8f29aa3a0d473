/* SPDX-License-Identifier: MIT
 *
 * ppt.c - PowerPoint's binary presentations (MS-PPT) to texts.
 *
 * The stream is a forest of records.  The document names its slides in order;
 * a slide's words stand in the list of them, in the slide, or both in part.
 * Where no list can be found, everything is read in the order it stands.
 *
 * BUGS: what earlier saves left in the file and macros are not read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/ole-pictures.h"
#include "extract/ppt-parts.h"

#define DEPTH_MAX 32
#define LIST_SLIDES 0u
#define LIST_MASTERS 1u
#define LIST_NOTES 2u
#define SLIDE_HIDDEN 0x0004u
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const struct {
	const char *section;
	bool hidden;
	enum text_unit unit;
} sections[PPT_FLOWS] = {
    [PPT_SHOWN] = {NULL, false, UNIT_SLIDE},
    [PPT_HIDDEN_SLIDE] = {"hidden slide", true, UNIT_SLIDE},
    [PPT_SPEAKER] = {"speaker notes", true, UNIT_SLIDE},
    [PPT_COMMENTS] = {"comment", true, UNIT_SLIDE},
    [PPT_MASTER] = {"slide master", false, UNIT_NONE},
    [PPT_PRINTED] = {"header and footer", false, UNIT_NONE},
};

/* Where words go while records are walked. */
struct walk {
	struct ppt *p;
	enum ppt_flow flow;
	uint32_t unit;
	bool comment;
	bool printed;
};

/* Honest files are walked once or twice; what lists one slide a million times
 * is not. */
static bool
spend(struct ppt *p, size_t n)
{
	if (n >= p->budget) {
		p->budget = 0;
		p->damaged = true;
		return false;
	}
	p->budget -= n;
	return true;
}

static void
add_text(struct walk *w, enum ppt_flow flow, bool wide, struct bytes b)
{
	struct buf s = BUF_MAX(3 * bytes_left(&b) + 16);
	char *at;
	int rc;

	if (!spend(w->p, bytes_left(&b)))
		return;
	rc = wide ? bytes_utf16(b.at, bytes_left(&b) / 2, &s)
		  : bytes_latin(b.at, bytes_left(&b), &s);
	/* A paragraph, and a line in one. */
	for (at = s.data; rc == 0 && at != NULL && *at != '\0'; at++)
		if (*at == '\r' || *at == '\v')
			*at = '\n';
	if (rc == 0)
		office_flow_line(
		    &w->p->flows[flow], w->unit, buf_str(&s), s.len);
	buf_free(&s);
}

/* A string that is words: of a comment, or printed on each slide. Others name
 * fonts, tags and programs. */
static void
take_string(struct walk *w, const struct ppt_record *r)
{
	if (w->comment && r->instance == 1)
		add_text(w, PPT_COMMENTS, true, r->data);
	else if (w->printed)
		add_text(w, PPT_PRINTED, true, r->data);
}

static void
walk(struct walk *w, struct bytes b, unsigned depth)
{
	struct ppt_record r;

	if (depth > DEPTH_MAX) {
		w->p->damaged = true;
		return;
	}
	while (ppt_next(&b, &r)) {
		struct walk inner = *w;

		if (!spend(w->p, 1))
			return;
		w->p->damaged |= r.data.cut;
		if (r.type == PPT_TEXT_CHARS || r.type == PPT_TEXT_BYTES)
			add_text(w, w->flow, r.type == PPT_TEXT_CHARS, r.data);
		else if (r.type == PPT_CSTRING)
			take_string(w, &r);
		else if (r.container || r.type == PPT_TAG_BLOB) {
			inner.comment |= r.type == PPT_COMMENT;
			inner.printed |= r.type == PPT_HEADERS_FOOTERS;
			walk(&inner, r.data, depth + 1);
		}
	}
}

/* Is the slide left out of the show (2.6.6)? */
static bool
is_hidden(struct ppt *p, const struct ppt_record *slide)
{
	struct bytes b = slide->data;
	struct ppt_record r;

	while (ppt_next(&b, &r) && spend(p, 1))
		if (r.type == PPT_SLIDE_SHOW) {
			bytes_take(&r.data, 10);
			return (bytes_number(&r.data, 2) & SLIDE_HIDDEN) != 0;
		}
	return false;
}

/* The number of the slide of that id, 0: none. */
static uint32_t
slide_of(struct ppt *p, const struct bytes *list, uint32_t id)
{
	struct bytes b = *list;
	struct ppt_record r;
	uint32_t n = 0;

	while (ppt_next(&b, &r) && spend(p, 1))
		if (r.type == PPT_SLIDE_PERSIST) {
			n++;
			bytes_take(&r.data, 12);
			if (bytes_number(&r.data, 4) == id)
				return n;
		}
	return 0;
}

/* One slide, master or page of notes of a list. */
static void
take_page(struct ppt *p, struct walk *w, uint32_t number, unsigned list,
    const struct bytes *slides)
{
	struct ppt_record r;
	struct bytes b;

	if (!ppt_persist_get(p, number, &r)) {
		p->damaged = true;
		return;
	}
	if (list == LIST_SLIDES && is_hidden(p, &r)) {
		w->flow = PPT_HIDDEN_SLIDE;
		p->nhidden++;
	}
	/* Its first record names the slide (2.5.6). */
	b = r.data;
	if (list == LIST_NOTES && r.type == PPT_NOTES) {
		struct ppt_record atom;

		if (ppt_next(&b, &atom))
			w->unit =
			    slide_of(p, slides, bytes_number(&atom.data, 4));
	}
	walk(w, r.data, 0);
}

/* A list: for each page its number, then the words of its placeholders. */
static void
take_list(struct ppt *p, struct bytes list, unsigned which,
    const struct bytes *slides)
{
	static const enum ppt_flow flows[] = {
	    PPT_SHOWN, PPT_MASTER, PPT_SPEAKER};
	struct walk w = {.p = p, .flow = flows[which]};
	struct ppt_record r;
	uint32_t n = 0;

	while (ppt_next(&list, &r)) {
		if (texts_late(p->o->out)) {
			ole_unread(p->o, UNREAD_TIMEOUT);
			return;
		}
		if (r.type == PPT_SLIDE_PERSIST) {
			w.flow = flows[which];
			w.unit = ++n;
			take_page(
			    p, &w, bytes_number(&r.data, 4), which, slides);
		} else if (r.type == PPT_TEXT_CHARS || r.type == PPT_TEXT_BYTES)
			add_text(&w, w.flow, r.type == PPT_TEXT_CHARS, r.data);
	}
}

/* The document's own: lists of pages, what is printed on each. False: there
 * are no lists. */
static bool
take_document(struct ppt *p, const struct ppt_record *document)
{
	struct bytes b = document->data, lists[3] = {{.at = NULL}};
	struct ppt_record r;
	bool any = false;

	while (ppt_next(&b, &r)) {
		struct walk w = {.p = p, .flow = PPT_PRINTED, .printed = true};

		if (r.type == PPT_SLIDE_LIST && r.instance < COUNT(lists)) {
			lists[r.instance] = r.data;
			any = true;
		} else if (r.type == PPT_HEADERS_FOOTERS)
			walk(&w, r.data, 0);
	}
	for (unsigned i = 0; i < COUNT(lists); i++)
		if (lists[i].at != NULL)
			take_list(p, lists[i], i,
			    lists[LIST_SLIDES].at != NULL ? &lists[LIST_SLIDES]
							  : &lists[i]);
	return any;
}

static void
read_all(struct ppt *p)
{
	struct ppt_record r;

	if (!ppt_persist_get(p, p->document, &r) || r.type != PPT_DOCUMENT ||
	    !take_document(p, &r)) {
		struct walk w = {.p = p, .flow = PPT_SHOWN, .unit = 1};

		walk(&w, p->all, 0);
	}
}

static int
add_texts(struct ppt *p)
{
	char place[DOCUMENT_PLACE_MAX], about[64];

	for (int i = 0; i < PPT_FLOWS; i++)
		if (office_flow_put(&p->flows[i], p->o->d,
			sections[i].hidden ? ZONE_HIDDEN
					   : document_zone(p->o->d),
			sections[i].section, sections[i].unit, p->o->out,
			NULL) < 0)
			return -1;
	if (p->nhidden == 0)
		return 0;
	document_place(p->o->d, NULL, place);
	snprintf(about, sizeof about, "%zu hidden slide%s", p->nhidden,
	    p->nhidden == 1 ? "" : "s");
	return texts_sign(p->o->out, SIGN_HIDDEN, p->o->d->part, place, about);
}

/* An embedded object is packed by zlib; its size before stands first. */
static int
read_packed(struct ppt *p, struct bytes b)
{
	struct inside inside = {.name = "embedded object", .unnamed = true};
	uint32_t size = bytes_number(&b, 4);

	if (b.cut || ++p->o->ninside > LIMIT_PARTS)
		return ole_unread(p->o, b.cut ? UNREAD_DAMAGED : UNREAD_LIMIT);
	inside.index = p->o->ninside;
	return ole_zlib_inside(p->o, b, size, &inside);
}

static int
read_pictures(struct ppt *p)
{
	struct buf b = BUF_MAX(p->o->c->len);
	struct ole_pictures pictures;
	int rc = ole_stream(p->o, "Pictures", &b);

	ole_pictures_begin(&pictures, p->o);
	if (rc == 0)
		rc = ole_pictures_take(&pictures, bytes_of(buf_str(&b), b.len));
	buf_free(&b);
	return rc;
}

/* Objects stand beside the slides, in no container. */
static int
read_objects(struct ppt *p)
{
	struct bytes b = p->all;
	struct ppt_record r;

	while (ppt_next(&b, &r)) {
		int rc = 0;

		if (r.type == PPT_OLE_OBJECT && r.instance == 1)
			rc = read_packed(p, r.data);
		else if (r.type == PPT_OLE_OBJECT)
			rc = ole_file_inside(p->o, NULL,
			    (const char *)r.data.at, bytes_left(&r.data));
		if (rc < 0)
			return -1;
	}
	return 0;
}

static int
read_stream(struct ppt *p)
{
	int rc = ole_stream(p->o, "PowerPoint Document", &p->stream);

	p->all = bytes_of(buf_str(&p->stream), p->stream.len);
	p->budget = 4 * p->stream.len + 1;
	if (rc == 0)
		rc = ppt_persist_read(p);
	if (rc < 0)
		return -1;
	if (p->encrypted ||
	    cfb_find(p->o->c, p->o->storage, false, "EncryptedSummary") != NULL)
		return ole_unread(p->o, UNREAD_ENCRYPTED);
	read_all(p);
	rc = add_texts(p);
	if (rc == 0)
		rc = read_objects(p);
	return rc < 0 ? rc : read_pictures(p);
}

int
ppt_read(struct ole *o)
{
	struct ppt p = {.o = o, .stream = BUF_MAX(o->c->len)};
	const struct cfb_entry *outer = o->storage,
			       *both = cfb_find(
				   o->c, o->storage, true, "PP97_DUALSTORAGE");
	int rc;

	/* Saved for PowerPoint 95, whose records are others, and for 97. */
	if (both != NULL)
		o->storage = both;
	else if (cfb_find(o->c, o->storage, false, "Header") != NULL)
		return ole_unread(o, UNREAD_UNSUPPORTED);
	for (int i = 0; i < PPT_FLOWS; i++)
		office_flow_init(&p.flows[i], o->out->max_bytes);
	rc = read_stream(&p);
	if (rc == 0 && p.damaged)
		rc = ole_unread(o, UNREAD_DAMAGED);
	for (int i = 0; i < PPT_FLOWS; i++)
		office_flow_free(&p.flows[i]);
	free(p.persist);
	buf_free(&p.stream);
	o->storage = outer;
	return rc;
}
