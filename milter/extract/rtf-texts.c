/* SPDX-License-Identifier: MIT
 *
 * rtf-texts.c - an RTF document to its texts, and what is embedded in it.
 *
 * BUGS: pages are not told apart, for RTF has only those that begin by hand.
 * Pictures in Windows' own formats are noted by their size only.
 */
#include "extract/rtf-texts.h"

#include <string.h>

#include "base/limits.h"
#include "extract/bytes.h"
#include "extract/documents.h"
#include "extract/office-flow.h"
#include "parse/charset.h"

/* Windows metafiles are pixels without compression, and each object has one
 * for its look. */
#define LOOK_BYTES (1024u * KIB)
#define NAME_BYTES 200

/* A string that ends with NUL; the name behind its last folder. */
static void
read_name(struct bytes *b, char name[NAME_BYTES])
{
	size_t n = 0;
	char c;

	while (!b->cut && (c = (char)bytes_number(b, 1)) != '\0') {
		if (c == '\\' || c == '/')
			n = 0;
		else if (n + 1 < NAME_BYTES)
			name[n++] = c;
	}
	name[n] = '\0';
	if (charset_utf8_prefix(name, n) < n)
		name[0] = '\0';
}

/* What Windows' packager wraps around any file: two names, and where it came
 * from, before it (MS-OLEDS 2.3.6 has the same behind a size). */
static int
read_package(const struct document *d, size_t depth, struct inside *inside,
    struct bytes b, struct texts *out)
{
	char label[NAME_BYTES], path[NAME_BYTES];
	struct bytes file;

	bytes_number(&b, 2);
	read_name(&b, label);
	read_name(&b, path);
	bytes_number(&b, 4);
	bytes_take(&b, bytes_number(&b, 4));
	file = bytes_take(&b, bytes_number(&b, 4));
	inside->name = path[0] != '\0' ? path : label;
	if (b.cut &&
	    documents_inside_unread(d, inside, UNREAD_DAMAGED, out) < 0)
		return -1;
	return documents_inside(
	    d, depth, inside, (const char *)file.at, bytes_left(&file), out);
}

/* An OLE 1.0 stream (MS-OLEDS 2.2.4, 2.2.5). */
static int
read_object(const struct document *d, size_t depth, struct inside *inside,
    const struct buf *data, struct texts *out)
{
	static const char package[] = "Package";
	struct bytes b = bytes_of(data->data, data->len), name, native;
	unsigned format;

	bytes_number(&b, 4);
	format = bytes_number(&b, 4);
	name = bytes_take(&b, bytes_number(&b, 4));
	bytes_take(&b, bytes_number(&b, 4));
	bytes_take(&b, bytes_number(&b, 4));
	/* A link holds nothing but where it points to. */
	if (format == 1)
		return 0;
	native = bytes_take(&b, bytes_number(&b, 4));
	if ((b.cut || format != 2) &&
	    documents_inside_unread(d, inside, UNREAD_DAMAGED, out) < 0)
		return -1;
	if (bytes_left(&native) == 0)
		return 0;
	if (bytes_left(&name) == sizeof package &&
	    memcmp(name.at, package, sizeof package) == 0)
		return read_package(d, depth, inside, native, out);
	return documents_inside(d, depth, inside, (const char *)native.at,
	    bytes_left(&native), out);
}

static int
read_picture(const struct document *d, size_t depth, struct inside *inside,
    const struct buf *data, bool words, struct texts *out)
{
	struct document picture = {.part = d->part, .zone = ZONE_ATTACHMENT};
	const size_t head =
	    data->len < DOCUMENT_HEAD ? data->len : DOCUMENT_HEAD;
	enum document_kind kind;

	inside->picture = words;
	if (data->len == 0)
		return 0;
	kind = document_kind(&picture, data->data, head);
	if (kind == DOCUMENT_IMAGE || kind == DOCUMENT_METAFILE)
		return documents_inside(
		    d, depth, inside, data->data, data->len, out);
	return data->len > (words ? LOOK_BYTES : DOCUMENT_LOGO_BYTES)
		   ? documents_inside_unread(d, inside, UNREAD_IMAGE, out)
		   : 0;
}

int
rtf_texts_files(const struct document *d, size_t depth,
    const struct rtf_text *t, struct texts *out)
{
	const bool words = t->shown.len > 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < t->nfiles; i++) {
		struct inside inside = {.index = i + 1};

		if (texts_late(out))
			return document_unread(d, UNREAD_TIMEOUT, out);
		rc = t->files[i].object ? read_object(d, depth, &inside,
					      &t->files[i].data, out)
					: read_picture(d, depth, &inside,
					      &t->files[i].data, words, out);
	}
	return rc;
}

int
rtf_texts_blacked(
    const struct document *d, const struct rtf_text *t, struct texts *out)
{
	static const char section[] = "text blacked out";
	char place[DOCUMENT_PLACE_MAX];

	document_add(
	    d, ZONE_HIDDEN, section, buf_str(&t->blacked), t->blacked.len, out);
	if (out->failed)
		return -1;
	/* A bar of blocks says nothing. */
	if (!office_flow_says(buf_str(&t->blacked), t->blacked.len))
		return 0;
	document_place(d, section, place);
	return texts_sign(out, SIGN_REDACTION, d->part, place,
	    "text under black can be read");
}

/* HTML in RTF says the same as the RTF; what it hides is worth a look. */
static int
add_texts(const struct document *d, const struct rtf_text *t, struct texts *out)
{
	struct document html = *d;

	document_add(
	    d, document_zone(d), NULL, buf_str(&t->shown), t->shown.len, out);
	document_add(d, ZONE_HIDDEN, "hidden text", buf_str(&t->hidden),
	    t->hidden.len, out);
	if (out->failed || rtf_texts_blacked(d, t, out) < 0)
		return -1;
	html.zone = ZONE_HIDDEN;
	html.charset = "utf-8";
	return t->html.len > 0 && t->shown.len == 0
		   ? document_read(&html, DOCUMENT_HTML, buf_str(&t->html),
			 t->html.len, out)
		   : 0;
}

int
rtf_texts(const struct document *d, size_t depth, const char *data, size_t len,
    struct texts *out)
{
	struct rtf_text t;
	int rc;

	if (rtf_read(data, len, out->max_bytes, &t) < 0) {
		out->failed = true;
		return -1;
	}
	rc = add_texts(d, &t, out);
	if (rc == 0 && t.damaged)
		rc = document_unread(d, UNREAD_DAMAGED, out);
	if (rc == 0 && t.limited)
		rc = document_unread(d, UNREAD_LIMIT, out);
	if (rc == 0)
		rc = rtf_texts_files(d, depth, &t, out);
	rtf_free(&t);
	return rc;
}
