/* SPDX-License-Identifier: MIT
 *
 * mapi.c - the properties of an Outlook message to texts: what Outlook shows of
 * it, and whatever else it says in words.
 *
 * Each body is read; one that says the same as the body before it, or as the
 * message's own, is left out.
 *
 * BUGS: names and addresses of correspondents and binary properties of up to
 * 1 KiB other than bodies and attachments are passed over; a larger one that
 * the tables do not know is an unread entry.
 */
#include "extract/mapi.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "extract/bytes.h"
#include "extract/documents.h"
#include "extract/rtf-texts.h"
#include "extract/rtf.h"
#include "parse/charset.h"

/* Texts looked at for one that says the same. */
#define SEEN_TEXTS 32
/* Identifiers that no table knows are smaller than this; what is larger may be
 * content. */
#define IDENTIFIER_BYTES KIB
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

struct range {
	unsigned first, last;
	enum mapi_meaning meaning;
};

/* MS-OXPROPS */
static const struct range properties[] = {
    {0x001a, 0x001a, MAPI_CORRESPONDENCE},
    {0x0037, 0x0037, MAPI_SUBJECT},
    {0x003b, 0x0048, MAPI_CORRESPONDENCE},
    {0x004a, 0x006f, MAPI_CORRESPONDENCE},
    {0x0071, 0x007f, MAPI_CORRESPONDENCE},
    {0x0c15, 0x0c25, MAPI_CORRESPONDENCE},
    {0x0e02, 0x0e04, MAPI_CORRESPONDENCE},
    {0x0e28, 0x0e29, MAPI_CORRESPONDENCE},
    {0x1000, 0x1000, MAPI_BODY},
    /* Checks of the RTF against the text: counts, and the text again. */
    {0x1006, 0x1008, MAPI_CORRESPONDENCE},
    {0x1009, 0x1009, MAPI_BODY_RTF},
    {0x1013, 0x1013, MAPI_BODY_HTML},
    {0x1035, 0x1046, MAPI_CORRESPONDENCE},
    {0x3fde, 0x3fde, MAPI_HTML_CODEPAGE},
    {0x3ff8, 0x3ffb, MAPI_CORRESPONDENCE},
    {0x3ffd, 0x3ffd, MAPI_CODEPAGE},
    {0x4000, 0x40ff, MAPI_CORRESPONDENCE},
    {0x5d00, 0x5d1f, MAPI_CORRESPONDENCE},
};

/* Binary properties that say nothing at any size, of messages and attachments:
 * entry ids, keys, a security descriptor, lists of changes, an icon. */
static const struct range identifiers[] = {
    {0x0031, 0x0031, MAPI_CORRESPONDENCE},
    {0x0e09, 0x0e0a, MAPI_CORRESPONDENCE},
    {0x0e27, 0x0e27, MAPI_CORRESPONDENCE},
    {0x0ff6, 0x0fff, MAPI_CORRESPONDENCE},
    {0x300b, 0x300b, MAPI_CORRESPONDENCE},
    {0x3013, 0x3013, MAPI_CORRESPONDENCE},
    {0x3702, 0x3702, MAPI_CORRESPONDENCE},
    {0x3709, 0x370a, MAPI_CORRESPONDENCE},
    {0x65e0, 0x65e3, MAPI_CORRESPONDENCE},
};

static const struct range attachment_properties[] = {
    {0x3001, 0x3001, MAPI_ATTACHMENT_NAME},
    {0x3701, 0x3701, MAPI_ATTACHMENT_DATA},
    {0x3704, 0x3704, MAPI_ATTACHMENT_NAME},
    {0x3707, 0x3707, MAPI_ATTACHMENT_NAME},
    {0x370e, 0x370e, MAPI_ATTACHMENT_TYPE},
    {0x3712, 0x3712, MAPI_ATTACHMENT_SHOWN},
};

static bool
is_string(const struct mapi_value *v)
{
	return v->type == MAPI_STRING8 || v->type == MAPI_UNICODE;
}

static enum mapi_meaning
look_up(
    const struct range *ranges, size_t n, unsigned id, enum mapi_meaning other)
{
	for (size_t i = 0; i < n; i++)
		if (id >= ranges[i].first && id <= ranges[i].last)
			return ranges[i].meaning;
	return other;
}

/* The fonts and colours that Word wrote the message in (a package of a theme,
 * ECMA-376-1 14.2.7), as Outlook keeps them in every message with RTF. */
static bool
is_theme(const struct mapi_value *v)
{
	static const char part[] = "theme/theme/themeManager.xml";

	return v->type == MAPI_BINARY && v->data != NULL && v->len > 4 &&
	       memcmp(v->data, "PK\3\4", 4) == 0 &&
	       memmem(v->data, v->len, part, sizeof part - 1) != NULL;
}

/* Of what no table of its own knows. */
static enum mapi_meaning
meaning_of_other(const struct mapi_value *v)
{
	if (is_string(v))
		return MAPI_WORDS;
	if (v->len <= IDENTIFIER_BYTES)
		return MAPI_CORRESPONDENCE;
	if (v->id >= MAPI_NAMED)
		return is_theme(v) ? MAPI_CORRESPONDENCE : MAPI_UNKNOWN;
	return look_up(identifiers, COUNT(identifiers), v->id, MAPI_UNKNOWN);
}

enum mapi_meaning
mapi_meaning(const struct mapi_value *v)
{
	enum mapi_meaning other = meaning_of_other(v);

	if (v->id >= MAPI_NAMED)
		return other;
	if (v->attached)
		return look_up(attachment_properties,
		    COUNT(attachment_properties), v->id, other);
	return look_up(properties, COUNT(properties), v->id, other);
}

void
mapi_begin(struct mapi_reader *r, const struct document *d, size_t depth,
    bool enclosed, struct texts *out)
{
	*r = (struct mapi_reader){
	    .d = d, .out = out, .depth = depth, .enclosed = enclosed};
	snprintf(r->where, sizeof r->where, ", inside attachment %s%s",
	    d->name != NULL ? d->name : d->part, d->where);
	r->where[charset_utf8_prefix(r->where, strlen(r->where))] = '\0';
	snprintf(r->number, sizeof r->number, "%s/0", d->part);
}

void
mapi_take_codepage(struct mapi_reader *r, enum mapi_meaning meaning,
    const void *data, size_t len)
{
	if (len < 4)
		return;
	if (meaning == MAPI_CODEPAGE)
		charset_codepage(bytes_32(data), r->codepage);
	else if (meaning == MAPI_HTML_CODEPAGE)
		charset_codepage(bytes_32(data), r->html_codepage);
}

int
mapi_unread(struct mapi_reader *r, enum unread why)
{
	return document_unread(r->d, why, r->out);
}

/* The charset a string is in, and its length without terminators. */
static const char *
charset_of(
    const struct mapi_reader *r, const struct mapi_value *v, size_t *ret_len)
{
	bool wide = v->type == MAPI_UNICODE;
	size_t len = v->len, unit = wide ? 2 : 1;

	while (len >= unit && v->data[len - 1] == '\0' &&
	       v->data[len - unit] == '\0')
		len -= unit;
	*ret_len = len;
	if (wide)
		return "utf-16le";
	if (r->codepage[0] == '\0' && r->html_codepage[0] != '\0')
		return r->html_codepage;
	return r->codepage[0] != '\0' ? r->codepage : NULL;
}

/* A string as UTF-8, in scratch or where it stands. */
static int
string_of(const struct mapi_reader *r, const struct mapi_value *v,
    struct buf *scratch, struct charset_text *ret)
{
	size_t len;
	const char *charset = charset_of(r, v, &len);

	return charset_decode(charset, v->data, len, scratch, ret);
}

/* A name, cut to its room. */
static int
take_name(const struct mapi_reader *r, const struct mapi_value *v, char *name,
    size_t size)
{
	struct buf scratch = BUF_MAX(4 * v->len + 65536);
	struct charset_text t;
	int rc = string_of(r, v, &scratch, &t);

	if (rc == 0) {
		snprintf(name, size, "%.*s",
		    (int)(t.len < size ? t.len : size - 1), t.data);
		name[charset_utf8_prefix(name, strlen(name))] = '\0';
	}
	buf_free(&scratch);
	return rc;
}

/* True when one of the first texts says just that: a subject is given three
 * times over. */
static bool
said(const struct texts *out, const char *s, size_t len)
{
	for (size_t i = 0; i < out->n && i < SEEN_TEXTS; i++)
		if (out->v[i].len == len && memcmp(out->v[i].data, s, len) == 0)
			return true;
	return false;
}

static int
add_words(struct mapi_reader *r, enum zone zone, const char *what,
    const char *s, size_t len)
{
	char place[2 * MAPI_PLACE_MAX];

	if (len == 0 || said(r->out, s, len))
		return 0;
	snprintf(place, sizeof place, "%s%s", what, r->where);
	texts_add(r->out, zone, r->number, place, s, len);
	return r->out->failed ? -1 : 0;
}

static int
read_string(struct mapi_reader *r, enum zone zone, const char *what,
    const struct mapi_value *v)
{
	struct buf scratch = BUF_MAX(4 * v->len + 65536);
	struct charset_text t;
	int rc = string_of(r, v, &scratch, &t);

	if (rc == 0)
		rc = add_words(r, zone, what, t.data, t.len);
	buf_free(&scratch);
	return rc;
}

/* Reads a body, unless the one before said the same. */
static int
read_body(struct mapi_reader *r, enum document_kind kind, const char *charset,
    const char *data, size_t len)
{
	struct document d = {.part = r->number,
	    .charset = charset,
	    .where = r->where,
	    .zone = r->enclosed ? ZONE_FORWARDED : ZONE_AUTHORED,
	    .forwarding = r->d->forwarding,
	    .twin = r->twin,
	    .ntwin = r->ntwin};
	size_t first = r->out->n;

	if (len == 0)
		return 0;
	if (document_read(&d, kind, data, len, r->out) < 0)
		return -1;
	if (r->out->n > first && r->out->v[first].zone != ZONE_HIDDEN) {
		r->twin = first;
		r->ntwin = r->out->n - first;
	}
	return 0;
}

static int
read_body_text(struct mapi_reader *r, const struct mapi_value *v)
{
	size_t len;
	const char *charset = charset_of(r, v, &len);

	return read_body(r, DOCUMENT_TEXT, charset, v->data, len);
}

static int
read_body_html(struct mapi_reader *r, const struct mapi_value *v)
{
	const char *charset =
	    r->html_codepage[0] != '\0' ? r->html_codepage : NULL;
	size_t len = v->len;

	if (is_string(v))
		charset = charset_of(r, v, &len);
	return read_body(r, DOCUMENT_HTML, charset, v->data, len);
}

static int
read_rtf(struct mapi_reader *r, const struct buf *packed)
{
	const struct document body = {.part = r->number,
	    .name = "body",
	    .where = r->where,
	    .zone = ZONE_ATTACHMENT,
	    .enclosed = true};
	struct rtf_text t;
	int rc;

	if (rtf_read(buf_str(packed), packed->len, r->out->max_bytes, &t) < 0)
		return -1;
	rc = read_body(
	    r, DOCUMENT_TEXT, "utf-8", buf_str(&t.shown), t.shown.len);
	if (rc == 0)
		rc = read_body(
		    r, DOCUMENT_HTML, "utf-8", buf_str(&t.html), t.html.len);
	if (rc == 0)
		rc = add_words(r, ZONE_HIDDEN, "body, hidden text",
		    buf_str(&t.hidden), t.hidden.len);
	if (rc == 0 && t.damaged)
		rc = mapi_unread(r, UNREAD_DAMAGED);
	if (rc == 0 && t.limited)
		rc = mapi_unread(r, UNREAD_LIMIT);
	if (rc == 0)
		rc = rtf_texts_blacked(&body, &t, r->out);
	if (rc == 0)
		rc = rtf_texts_files(&body, r->depth, &t, r->out);
	rtf_free(&t);
	return rc;
}

static int
read_body_rtf(struct mapi_reader *r, const struct mapi_value *v)
{
	struct buf rtf = BUF_MAX(4 * r->out->max_bytes);
	int rc = 0;

	switch (rtf_unpack(v->data, v->len, &rtf)) {
	case RTF_WHOLE:
		break;
	case RTF_DAMAGED:
		rc = mapi_unread(r, UNREAD_DAMAGED);
		break;
	case RTF_LIMITED:
		rc = mapi_unread(r, UNREAD_LIMIT);
		break;
	case RTF_MEMORY:
		rc = -1;
		break;
	}
	if (rc == 0 && rtf.len > 0)
		rc = read_rtf(r, &rtf);
	buf_free(&rtf);
	return rc;
}

int
mapi_read(struct mapi_reader *r, enum mapi_meaning meaning,
    const struct mapi_value *v)
{
	switch (meaning) {
	case MAPI_SUBJECT:
		return read_string(r,
		    r->enclosed ? ZONE_FORWARDED : ZONE_SUBJECT, "subject", v);
	case MAPI_BODY:
		return is_string(v) ? read_body_text(r, v)
				    : mapi_unread(r, UNREAD_UNSUPPORTED);
	case MAPI_BODY_HTML:
		return read_body_html(r, v);
	case MAPI_BODY_RTF:
		return read_body_rtf(r, v);
	case MAPI_WORDS:
		return read_string(r, ZONE_METADATA,
		    v->attached ? "property of an attachment" : "property", v);
	case MAPI_UNKNOWN:
		return mapi_unread(r, UNREAD_UNSUPPORTED);
	default:
		return 0;
	}
}

static int
name_attachment(struct mapi_reader *r, const struct mapi_value *v,
    struct mapi_attachment *a)
{
	char name[MAPI_NAME_MAX];

	if (take_name(r, v, name, sizeof name) < 0)
		return -1;
	if (strlen(name) > strlen(a->name))
		memcpy(a->name, name, sizeof name);
	return add_words(
	    r, ZONE_METADATA, "attachment name", name, strlen(name));
}

int
mapi_read_attachment(struct mapi_reader *r, enum mapi_meaning meaning,
    const struct mapi_value *v, struct mapi_attachment *a)
{
	switch (meaning) {
	case MAPI_ATTACHMENT_NAME:
		return name_attachment(r, v, a);
	case MAPI_ATTACHMENT_TYPE:
		return take_name(r, v, a->type, sizeof a->type);
	case MAPI_ATTACHMENT_SHOWN:
		a->shown = v->len > 1;
		return 0;
	default:
		return 0;
	}
}

bool
mapi_document(struct mapi_reader *r, const struct mapi_attachment *a,
    char part[MAPI_PLACE_MAX], struct document *ret)
{
	if (++r->nattachments > LIMIT_PARTS) {
		mapi_unread(r, UNREAD_LIMIT);
		return false;
	}
	snprintf(part, MAPI_PLACE_MAX, "%s/%zu", r->d->part, r->nattachments);
	*ret = (struct document){.part = part,
	    .name = a->name[0] != '\0' ? a->name : NULL,
	    .type = a->type[0] != '\0' ? a->type : NULL,
	    .where = r->where,
	    .zone = ZONE_ATTACHMENT,
	    .enclosed = true};
	return true;
}

int
mapi_file(struct mapi_reader *r, const struct mapi_attachment *a,
    const struct document *d, const char *data, size_t len)
{
	enum document_kind kind =
	    document_kind(d, data, len < DOCUMENT_HEAD ? len : DOCUMENT_HEAD);

	if (kind == DOCUMENT_IMAGE && a->shown && len <= DOCUMENT_LOGO_BYTES)
		return 0;
	return documents_read(d, kind, r->depth, data, len, r->out);
}
