/* SPDX-License-Identifier: MIT
 *
 * xls-extras.c - what a sheet says beside its cells: comments, text boxes,
 * links, what is printed above and below, words of charts.
 *
 * A comment is two things (MS-XLS 2.4.179, 2.4.329): a note that names a cell
 * and an object, and that object's text, which comes before it.
 */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "extract/xls-parts.h"

#define OBJECT_NOTE 0x19u
/* So many comments of a sheet are texts of their own; the rest one together. */
#define OWN_TEXTS 1000
#define COMMENT_MAX (256u * KIB)
/* No object has this number, of 16 bits. */
#define TAKEN UINT32_MAX
/* Texts looked at for the notes of one sheet. */
#define STEPS_MAX 2000000u

void
xls_extras_init(struct xls_extras *e, struct xls *x, const char *name,
    enum sheet_state state)
{
	struct buf b = BUF_MAX(x->o->out->max_bytes);

	*e = (struct xls_extras){.x = x,
	    .name = name,
	    .state = state,
	    .headers = b,
	    .boxes = b,
	    .links = b,
	    .charts = b,
	    .comments = b,
	    .note = b};
}

/* Adds what is printed, without its codes: &L, &"Arial,Bold", &12 (2.4.136).
 */
static void
add_printed(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s != '&') {
			buf_addc(out, *s);
			continue;
		}
		s++;
		if (*s == '\0')
			return;
		if (*s == '&')
			buf_addc(out, '&');
		else if (*s == '"') {
			s = strchr(s + 1, '"');
			if (s == NULL)
				return;
		} else if (strchr("LCR", *s) != NULL)
			buf_addc(out, '\n');
		else
			while (*s >= '0' && *s <= '9' && s[1] >= '0' &&
			       s[1] <= '9')
				s++;
	}
	buf_addc(out, '\n');
}

static void
take_printed(struct xls_extras *e, struct bytes b)
{
	struct buf s = BUF_MAX(COMMENT_MAX);

	if (bytes_left(&b) > 0 &&
	    xls_string(e->x, &b, e->x->wide ? 2 : 1, &s) == 0)
		add_printed(&e->headers, buf_str(&s));
	buf_free(&s);
}

/* The first part of an object (2.5.147): its kind and number. */
static void
take_object(struct xls_extras *e, struct bytes b)
{
	bytes_number(&b, 4);
	e->object = bytes_number(&b, 2);
	e->object_id = bytes_number(&b, 2);
}

/* The text of an object stands in the records that continue it, each with its
 * own byte of flags. */
static void
object_text(
    struct xls_extras *e, struct bytes b, struct bytes stream, struct buf *out)
{
	struct xls_record r;
	size_t units;

	bytes_take(&b, 10);
	units = bytes_number(&b, 2);
	while (units > 0 && xls_next(&stream, &r) && r.type == XLS_CONTINUE) {
		size_t left = bytes_left(&r.data), n;

		if (left < 2)
			break;
		n = (*r.data.at & 1) != 0 ? (left - 1) / 2 : left - 1;
		if (n > units)
			n = units;
		xls_characters(e->x, &r.data, n, out);
		units -= n;
	}
}

static void
take_text(struct xls_extras *e, struct bytes b, const struct bytes *stream)
{
	struct buf text = BUF_MAX(COMMENT_MAX);
	uint32_t head[2] = {e->object_id};

	object_text(e, b, *stream, &text);
	head[1] = (uint32_t)text.len;
	if (e->object == OBJECT_NOTE) {
		buf_add(&e->note, head, sizeof head);
		buf_add(&e->note, buf_str(&text), text.len);
	} else if (text.len > 0)
		buf_addf(&e->boxes, "%s\n", buf_str(&text));
	buf_free(&text);
}

/* The text of the object of that number, which is taken out: its place holds
 * TAKEN after. Notes are in the order of their objects, so that the next is
 * looked at first; of those that are not, a bounded number is found. */
static const char *
take_text_of(struct xls_extras *e, uint32_t id, size_t *at, size_t *steps,
    size_t *ret_len)
{
	uint32_t head[2], taken = TAKEN;

	for (size_t turn = 0; turn < 2 && *steps < STEPS_MAX; turn++) {
		for (; e->note.len - *at >= sizeof head && *steps < STEPS_MAX;
		     ++*steps) {
			char *s = e->note.data + *at;

			memcpy(head, s, sizeof head);
			*at += sizeof head + head[1];
			if (head[0] == id) {
				memcpy(s, &taken, sizeof taken);
				*ret_len = head[1];
				return s + sizeof head;
			}
		}
		if (*steps < STEPS_MAX)
			*at = 0;
	}
	return NULL;
}

/* Texts that no note has. */
static void
add_left(const struct xls_extras *e, struct buf *rest)
{
	const char *s = buf_str(&e->note);
	uint32_t head[2];

	for (size_t at = 0; e->note.len - at >= sizeof head;
	     at += sizeof head + head[1]) {
		memcpy(head, s + at, sizeof head);
		if (head[0] != TAKEN && head[1] > 0) {
			buf_add(rest, s + at + sizeof head, head[1]);
			buf_addc(rest, '\n');
		}
	}
}

/* "B7" of row and column from 0. */
static void
cell_name(uint32_t row, uint32_t column, char name[24])
{
	char letters[8];
	size_t n = sizeof letters;

	letters[--n] = '\0';
	for (uint32_t c = column + 1; c > 0 && n > 0; c = (c - 1) / 26)
		letters[--n] = (char)('A' + (c - 1) % 26);
	snprintf(name, 24, "%s%u", letters + n, row + 1);
}

/* Keeps row, column and object number of a note until all texts are there; of
 * BIFF5, the text itself. */
static void
take_note(struct xls_extras *e, struct bytes b)
{
	uint32_t row = bytes_number(&b, 2), column = bytes_number(&b, 2);
	uint32_t three[3] = {row, column, 0};
	struct bytes text;
	char name[24];

	if (b.cut)
		return;
	if (e->x->wide) {
		bytes_number(&b, 2);
		three[2] = bytes_number(&b, 2);
		buf_add(&e->comments, three, sizeof three);
		return;
	}
	bytes_number(&b, 2);
	text = bytes_take(&b, bytes_left(&b));
	/* Row 0xffff: the note before goes on. */
	cell_name(row, column, name);
	if (row != 0xffff)
		buf_addf(&e->comments, "\n%s: ", name);
	bytes_page(e->x->page, text.at, bytes_left(&text), &e->comments);
}

/* A link's address: strings of UTF-16 in what a moniker is made of
 * (MS-OSHARED 2.3.7); the letters are what matters. */
static void
take_link(struct xls_extras *e, struct bytes b)
{
	static const unsigned char url[] = {0xe0, 0xc9, 0xea, 0x79, 0xf9, 0xba,
	    0xce, 0x11, 0x8c, 0x82, 0x00, 0xaa, 0x00, 0x4b, 0xa9, 0x0b};
	const unsigned char *p = memmem(b.at, bytes_left(&b), url, sizeof url);
	size_t n = 0;
	struct bytes s;

	if (p == NULL)
		return;
	bytes_take(&b, (size_t)(p - b.at) + sizeof url);
	s = bytes_take(&b, bytes_number(&b, 4));
	while (n + 2 <= bytes_left(&s) && bytes_16(s.at + n) != 0)
		n += 2;
	bytes_utf16(s.at, n / 2, &e->links);
	buf_addc(&e->links, '\n');
}

static void
take_chart(struct xls_extras *e, struct bytes b)
{
	bytes_number(&b, 2);
	xls_string(e->x, &b, 1, &e->charts);
	buf_addc(&e->charts, '\n');
}

void
xls_extras_take(struct xls_extras *e, const struct xls_record *r,
    const struct bytes *stream)
{
	switch (r->type) {
	case XLS_HEADER:
	case XLS_FOOTER:
		take_printed(e, r->data);
		break;
	case XLS_OBJECT:
		take_object(e, r->data);
		break;
	case XLS_TXO:
		take_text(e, r->data, stream);
		break;
	case XLS_NOTE:
		take_note(e, r->data);
		break;
	case XLS_HLINK:
		take_link(e, r->data);
		break;
	case XLS_SERIESTEXT:
		take_chart(e, r->data);
		break;
	}
}

static int
say(struct xls_extras *e, enum zone zone, const char *what,
    const struct buf *text)
{
	char sheet[SHEET_SECTION_MAX], section[SHEET_SECTION_MAX + 48];

	sheet_section(e->name, sheet);
	snprintf(section, sizeof section, "%s %s", what, sheet);
	if (strspn(buf_str(text), " \n") == text->len && !buf_failed(text))
		return 0;
	return ole_say(e->x->o, zone, section, text);
}

static int
add_comment(struct xls_extras *e, size_t i, const char *cell, const char *s,
    size_t len, struct buf *rest)
{
	char sheet[SHEET_SECTION_MAX], section[SHEET_SECTION_MAX + 48];

	if (i >= OWN_TEXTS) {
		buf_addf(rest, "%s: %.*s\n", cell, (int)len, s);
		return 0;
	}
	sheet_section(e->name, sheet);
	snprintf(
	    section, sizeof section, "comment on %s, cell %s", sheet + 6, cell);
	document_add(e->x->o->d, ZONE_HIDDEN, section, s, len, e->x->o->out);
	return e->x->o->out->failed ? -1 : 0;
}

/* Puts each note beside its text. */
static int
add_comments(struct xls_extras *e)
{
	struct buf rest = BUF_MAX(e->x->o->out->max_bytes);
	uint32_t three[3];
	size_t at = 0, len, n = 0, steps = 0;
	int rc = 0;

	if (!e->x->wide)
		return say(e, ZONE_HIDDEN, "comments on", &e->comments);
	for (size_t i = 0; rc == 0 && i + sizeof three <= e->comments.len;
	     i += sizeof three) {
		char cell[24];
		const char *s;

		memcpy(three, buf_str(&e->comments) + i, sizeof three);
		cell_name(three[0], three[1], cell);
		s = take_text_of(e, three[2], &at, &steps, &len);
		if (s != NULL)
			rc = add_comment(e, n++, cell, s, len, &rest);
	}
	add_left(e, &rest);
	if (rc == 0)
		rc = say(e, ZONE_HIDDEN, "comments on", &rest);
	buf_free(&rest);
	return rc;
}

int
xls_extras_end(struct xls_extras *e)
{
	enum zone shown =
	    e->state == SHEET_SHOWN ? document_zone(e->x->o->d) : ZONE_HIDDEN;
	int rc = e->failed ? -1 : 0;

	if (rc == 0)
		rc = say(e, shown, "page header and footer of", &e->headers);
	if (rc == 0)
		rc = say(e, shown, "text boxes on", &e->boxes);
	if (rc == 0)
		rc = say(e, shown, "charts on", &e->charts);
	if (rc == 0)
		rc = say(e, ZONE_HIDDEN, "links in", &e->links);
	if (rc == 0)
		rc = add_comments(e);
	buf_free(&e->headers);
	buf_free(&e->boxes);
	buf_free(&e->charts);
	buf_free(&e->links);
	buf_free(&e->comments);
	buf_free(&e->note);
	return rc;
}
