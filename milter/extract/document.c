/* SPDX-License-Identifier: MIT
 *
 * document.c - one body or attachment to texts.
 */
#include "extract/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/alike.h"
#include "extract/csv.h"
#include "extract/html.h"
#include "extract/plain.h"
#include "extract/zones.h"
#include "parse/charset.h"

/* Longer places are cut: file names are hostile too. */
#define PLACE_MAX 400

size_t
document_place(const struct document *d, const char *section,
    char place[DOCUMENT_PLACE_MAX])
{
	char name[DOCUMENT_PLACE_MAX / 2];
	size_t n;

	if (d->name != NULL)
		snprintf(name, sizeof name, "%s", d->name);
	else
		snprintf(name, sizeof name, "attachment (part %s)", d->part);
	name[charset_utf8_prefix(name, strlen(name))] = '\0';
	snprintf(place, DOCUMENT_PLACE_MAX / 2, "%s",
	    section != NULL ? section : "");
	n = charset_utf8_prefix(place, strlen(place));
	snprintf(place + n, DOCUMENT_PLACE_MAX - n, "%s%s%s",
	    n > 0 ? " of " : "", name, d->where);
	place[charset_utf8_prefix(place, strlen(place))] = '\0';
	return n;
}

struct text *
document_add(const struct document *d, enum zone zone, const char *section,
    const char *data, size_t len, struct texts *out)
{
	char place[DOCUMENT_PLACE_MAX];
	size_t n = document_place(d, section, place);
	struct text *t = texts_add(out, zone, d->part, place, data, len);

	if (t != NULL)
		t->section = n;
	return t;
}

enum zone
document_zone(const struct document *d)
{
	return d->zone == ZONE_AUTHORED || d->zone == ZONE_FORWARDED
		   ? ZONE_ATTACHMENT
		   : d->zone;
}

int
document_unread(const struct document *d, enum unread why, struct texts *out)
{
	return texts_unread(out, why, d->part, d->name, d->type);
}

static bool
is_body(const struct document *d)
{
	return d->zone == ZONE_AUTHORED || d->zone == ZONE_FORWARDED;
}

/* "body (HTML)", "attachment notes.txt", "repairs.csv": a place for a person.
 * Cut between characters. */
static void
place_of(const struct document *d, enum document_kind kind, const char *more,
    char place[PLACE_MAX])
{
	char what[PLACE_MAX / 2];

	if (d->zone == ZONE_HIDDEN)
		snprintf(what, sizeof what, "text outside every part");
	else if (is_body(d))
		snprintf(what, sizeof what,
		    kind == DOCUMENT_HTML ? "body (HTML)" : "body");
	else if (d->name == NULL)
		snprintf(what, sizeof what, "attachment (part %s)", d->part);
	else
		snprintf(what, sizeof what, "%s%s",
		    kind == DOCUMENT_TABLE ? "" : "attachment ", d->name);
	what[charset_utf8_prefix(what, strlen(what))] = '\0';
	snprintf(place, PLACE_MAX, "%s%s%s", what, more, d->where);
	place[charset_utf8_prefix(place, strlen(place))] = '\0';
}

static int
add(const struct document *d, enum zone zone, const char *place,
    const char *data, size_t len, struct texts *out)
{
	texts_add(out, zone, d->part, place, data, len);
	return out->failed ? -1 : 0;
}

/* In an enclosed message everything but boilerplate was forwarded. */
static enum zone
zone_in(const struct document *d, enum zone zone)
{
	if (d->zone == ZONE_FORWARDED &&
	    (zone == ZONE_AUTHORED || zone == ZONE_QUOTED))
		return ZONE_FORWARDED;
	return zone;
}

static int
add_spans(const struct document *d, const struct zones *z, const char *place,
    const char *data, struct texts *out)
{
	for (size_t i = 0; i < z->n; i++)
		if (add(d, zone_in(d, z->v[i].zone), place,
			data + z->v[i].start, z->v[i].end - z->v[i].start,
			out) < 0)
			return -1;
	return 0;
}

/* Adds text, a body's cut into zones. */
static int
add_text(const struct document *d, const char *place, const char *data,
    size_t len, struct texts *out)
{
	struct zones z = {.v = NULL};
	int rc;

	if (!is_body(d))
		return add(d, d->zone, place, data, len, out);
	if (alike(out, d->twin, d->ntwin, data, len))
		return 0;
	rc = zones_split(data, len, 0, d->forwarding, &z);
	if (rc == 0)
		rc = add_spans(d, &z, place, data, out);
	zones_free(&z);
	return rc;
}

/* Text that holds something packed, which is not unpacked here. */
static int
note_packed(
    const struct document *d, const char *data, size_t len, struct texts *out)
{
	enum unread why;

	if (!plain_packed(data, len, &why))
		return 0;
	return texts_unread(out, why, d->part, d->name, d->type);
}

int
document_text(
    const struct document *d, const char *data, size_t len, struct texts *out)
{
	char place[PLACE_MAX];

	place_of(d, DOCUMENT_TEXT, "", place);
	return note_packed(d, data, len, out) < 0
		   ? -1
		   : add_text(d, place, data, len, out);
}

static int
read_text(
    const struct document *d, const char *data, size_t len, struct texts *out)
{
	struct buf lines = BUF_MAX(2 * len + 64);
	int rc;

	if (d->flowed)
		rc = plain_flowed(data, len, d->delsp, &lines);
	else
		rc = plain_lines(data, len, &lines);
	if (rc == 0)
		rc = document_text(d, buf_str(&lines), lines.len, out);
	buf_free(&lines);
	return rc;
}

/* The shown text of HTML: quotations as they are marked, the rest like any
 * body. */
static int
add_shown(const struct document *d, const struct html_text *h,
    const char *place, struct texts *out)
{
	enum zone quoted = d->forwarding ? ZONE_FORWARDED : ZONE_QUOTED;
	const char *s = buf_str(&h->shown);
	struct zones z = {.v = NULL};
	size_t at = 0, i;
	int rc = 0;

	for (i = 0; rc == 0 && i < h->nquotes; i++) {
		rc = zones_split(
		    s + at, h->quotes[i].start - at, at, d->forwarding, &z);
		if (rc == 0)
			rc = zones_quote(s, h->quotes[i].start,
			    h->quotes[i].end, quoted, &z);
		at = h->quotes[i].end;
	}
	if (rc == 0)
		rc = zones_split(
		    s + at, h->shown.len - at, at, d->forwarding, &z);
	if (rc == 0)
		rc = zones_trailers(s, h->shown.len, &z);
	if (rc == 0)
		rc = add_spans(d, &z, place, s, out);
	zones_free(&z);
	return rc;
}

static int
add_html(const struct document *d, const struct html_text *h, struct texts *out)
{
	char place[PLACE_MAX];
	int rc = 0;

	place_of(d, DOCUMENT_HTML, "", place);
	if (note_packed(d, buf_str(&h->shown), h->shown.len, out) < 0)
		return -1;
	if (!is_body(d))
		rc = add(
		    d, d->zone, place, buf_str(&h->shown), h->shown.len, out);
	else if (!alike(
		     out, d->twin, d->ntwin, buf_str(&h->shown), h->shown.len))
		rc = add_shown(d, h, place, out);
	place_of(d, DOCUMENT_HTML, ", hidden text", place);
	if (rc == 0)
		rc = add(d, ZONE_HIDDEN, place, buf_str(&h->hidden),
		    h->hidden.len, out);
	if (rc == 0 && h->limited)
		rc = texts_unread(out, UNREAD_LIMIT, d->part, d->name, d->type);
	return rc;
}

static int
read_html(
    const struct document *d, const char *data, size_t len, struct texts *out)
{
	struct html_text h;
	int rc;

	if (html_read(data, len, out->max_bytes, &h) < 0)
		return -1;
	rc = add_html(d, &h, out);
	html_free(&h);
	return rc;
}

/* The charset that HTML names itself ("charset=x" in its first kilobyte), for
 * documents sent without one. */
static const char *
html_charset(const char *data, size_t len, char name[64])
{
	static const char key[] = "charset=";
	size_t n = 0;

	if (len > 1024)
		len = 1024;
	for (size_t i = 0; i + sizeof key < len; i++) {
		if (strncasecmp(data + i, key, sizeof key - 1) != 0)
			continue;
		i += sizeof key - 1;
		i += data[i] == '"' || data[i] == '\'';
		while (
		    i < len && n < 63 && strchr("\"'/> ;\r\n", data[i]) == NULL)
			name[n++] = data[i++];
		name[n] = '\0';
		return n > 0 ? name : NULL;
	}
	return NULL;
}

static int
read_decoded(const struct document *d, enum document_kind kind,
    const char *data, size_t len, struct texts *out)
{
	switch (kind) {
	case DOCUMENT_HTML:
		return read_html(d, data, len, out);
	case DOCUMENT_TABLE:
		return csv_read(d, data, len, out);
	case DOCUMENT_TEXT:
		/* A table is one under any name. */
		if (!is_body(d) && csv_evident(data, len))
			return csv_read(d, data, len, out);
		return read_text(d, data, len, out);
	default:
		return read_text(d, data, len, out);
	}
}

/* Text with another file in it: a ZIP archive's directory stands at the end
 * (APPNOTE 4.3.16, behind at most 64 KiB of comment), and readers of PDF look
 * for its mark in the first kilobyte. */
static bool
holds_file(const struct document *d, const char *data, size_t len)
{
	const size_t tail = len < 65557 ? len : 65557;

	if (memmem(data + len - tail, tail, "PK\5\6", 4) != NULL)
		return true;
	return !is_body(d) &&
	       memmem(data, len < 1024 ? len : 1024, "%PDF-", 5) != NULL;
}

int
document_decode(const struct document *d, const char *charset, const char *data,
    size_t len, struct buf *scratch, struct charset_text *ret,
    struct texts *out)
{
	if (charset_decode(charset, data, len, scratch, ret) < 0)
		return -1;
	if (ret->doubtful && document_unread(d, UNREAD_DAMAGED, out) < 0)
		return -1;
	return holds_file(d, data, len)
		   ? document_unread(d, UNREAD_UNSUPPORTED, out)
		   : 0;
}

static int
read_bytes(const struct document *d, enum document_kind kind, const char *data,
    size_t len, struct texts *out)
{
	struct buf scratch = BUF_MAX(4 * len + 65536);
	const char *charset = d->charset;
	struct charset_text t;
	char name[64];
	int rc;

	if (charset == NULL && kind == DOCUMENT_HTML)
		charset = html_charset(data, len, name);
	rc = document_decode(d, charset, data, len, &scratch, &t, out);
	if (rc == 0 && kind == DOCUMENT_PARTLY)
		rc = document_unread(d, UNREAD_UNSUPPORTED, out);
	if (rc == 0)
		rc = read_decoded(d, kind, t.data, t.len, out);
	buf_free(&scratch);
	return rc;
}

int
document_read(const struct document *d, enum document_kind kind,
    const char *data, size_t len, struct texts *out)
{
	enum unread why;

	switch (kind) {
	case DOCUMENT_EMPTY:
	case DOCUMENT_SIGNATURE:
		return 0;
	case DOCUMENT_IMAGE:
		why = UNREAD_IMAGE;
		break;
	case DOCUMENT_ENCRYPTED:
		why = UNREAD_ENCRYPTED;
		break;
	case DOCUMENT_TEXT:
	case DOCUMENT_HTML:
	case DOCUMENT_TABLE:
	case DOCUMENT_PARTLY:
		return read_bytes(d, kind, data, len, out);
	default:
		why = UNREAD_UNSUPPORTED;
		break;
	}
	return texts_unread(out, why, d->part, d->name, d->type);
}
