/* SPDX-License-Identifier: MIT
 *
 * tnef-texts.c - winmail.dat to texts: what Outlook shows of it, and whatever
 * else it says in words.
 *
 * The stream is walked twice: once for the code pages, which may come behind
 * what is written in them, once to read.  Each body is read; one that says
 * the same as the body before it, or as the message's own, is left out.  An
 * attachment is kept until the next begins, for its name may come behind its
 * bytes, and then read as any document is.
 *
 * BUGS: the table of recipients, names and addresses of correspondents and
 * binary properties of up to 1 KiB other than bodies and attachments are
 * passed over; a larger one that the tables do not know is an unread entry.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/messages.h"
#include "extract/rtf.h"
#include "extract/tnef.h"
#include "extract/zones.h"
#include "parse/charset.h"

#define PLACE_MAX 400
#define NAME_MAX_BYTES 1024
/* A picture in a body that is no larger is a logo; see messages.c. */
#define LOGO_BYTES (45u * KIB)
/* Texts looked at for one that says the same. */
#define SEEN_TEXTS 32
/* Identifiers that no table knows are smaller than this; what is larger may be
 * content. */
#define IDENTIFIER_BYTES KIB
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* What is embedded as a message (IID_IMessage, MS-OXTNEF 2.1.3.3.15). */
static const char message_guid[] = "\x07\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46";
#define GUID_BYTES 16

struct attachment {
	bool any;
	bool shown; /* has a Content-ID: a body may show it in place */
	char name[NAME_MAX_BYTES], type[128];
	struct tnef_value data;
	bool has_data;
};

struct reader {
	const struct document *d;
	struct texts *out;
	size_t depth;
	char where[PLACE_MAX], number[PLACE_MAX];
	char codepage[32], html_codepage[32]; /* "": not given */
	struct attachment attachment;
	size_t nattachments;
	size_t twin, ntwin; /* the body read last */
};

enum meaning {
	CORRESPONDENCE, /* passed over: who, when, and numbers */
	SUBJECT,
	BODY,
	BODY_HTML,
	BODY_RTF,
	CODEPAGE,
	HTML_CODEPAGE,
	ATTACHMENT_BEGINS,
	ATTACHMENT_NAME,
	ATTACHMENT_TYPE,
	ATTACHMENT_SHOWN,
	ATTACHMENT_DATA,
	WORDS, /* any other string */
	UNKNOWN,
};

struct range {
	unsigned first, last;
	enum meaning meaning;
};

/* MS-OXTNEF 2.1.3.2 */
static const struct range attributes[] = {
    {0x0000, 0x000f, CORRESPONDENCE},
    {0x0600, 0x0600, CORRESPONDENCE},
    {0x8000, 0x8003, CORRESPONDENCE},
    {0x8004, 0x8004, SUBJECT},
    {0x8005, 0x800b, CORRESPONDENCE},
    {0x800c, 0x800c, BODY},
    {0x800d, 0x800d, CORRESPONDENCE},
    {0x800f, 0x800f, ATTACHMENT_DATA},
    {0x8010, 0x8010, ATTACHMENT_NAME},
    /* The icon, and when it was made. */
    {0x8011, 0x8020, CORRESPONDENCE},
    {0x9001, 0x9001, ATTACHMENT_NAME},
    {0x9002, 0x9002, ATTACHMENT_BEGINS},
    {0x9004, 0x9004, CORRESPONDENCE},
    {0x9006, 0x9006, CORRESPONDENCE},
    {0x9007, 0x9007, CODEPAGE},
    {0x9008, 0x9008, CORRESPONDENCE},
};

/* MS-OXPROPS */
static const struct range properties[] = {
    {0x001a, 0x001a, CORRESPONDENCE},
    {0x0037, 0x0037, SUBJECT},
    {0x003b, 0x0048, CORRESPONDENCE},
    {0x004a, 0x006f, CORRESPONDENCE},
    {0x0071, 0x007f, CORRESPONDENCE},
    {0x0c15, 0x0c25, CORRESPONDENCE},
    {0x0e02, 0x0e04, CORRESPONDENCE},
    {0x0e28, 0x0e29, CORRESPONDENCE},
    {0x1000, 0x1000, BODY},
    /* Checks of the RTF against the text: counts, and the text again. */
    {0x1006, 0x1008, CORRESPONDENCE},
    {0x1009, 0x1009, BODY_RTF},
    {0x1013, 0x1013, BODY_HTML},
    {0x1035, 0x1046, CORRESPONDENCE},
    {0x3fde, 0x3fde, HTML_CODEPAGE},
    {0x3ff8, 0x3ffb, CORRESPONDENCE},
    {0x3ffd, 0x3ffd, CODEPAGE},
    {0x4000, 0x40ff, CORRESPONDENCE},
    {0x5d00, 0x5d1f, CORRESPONDENCE},
};

/* Binary properties that say nothing at any size, of messages and attachments:
 * entry ids, keys, a security descriptor, lists of changes, an icon. */
static const struct range identifiers[] = {
    {0x0031, 0x0031, CORRESPONDENCE},
    {0x0e09, 0x0e0a, CORRESPONDENCE},
    {0x0e27, 0x0e27, CORRESPONDENCE},
    {0x0ff6, 0x0fff, CORRESPONDENCE},
    {0x300b, 0x300b, CORRESPONDENCE},
    {0x3013, 0x3013, CORRESPONDENCE},
    {0x3702, 0x3702, CORRESPONDENCE},
    {0x3709, 0x370a, CORRESPONDENCE},
    {0x65e0, 0x65e3, CORRESPONDENCE},
};

static const struct range attachment_properties[] = {
    {0x3001, 0x3001, ATTACHMENT_NAME},
    {0x3701, 0x3701, ATTACHMENT_DATA},
    {0x3704, 0x3704, ATTACHMENT_NAME},
    {0x3707, 0x3707, ATTACHMENT_NAME},
    {0x370e, 0x370e, ATTACHMENT_TYPE},
    {0x3712, 0x3712, ATTACHMENT_SHOWN},
};

static bool
is_string(const struct tnef_value *v)
{
	if (v->property)
		return v->type == MAPI_STRING8 || v->type == MAPI_UNICODE;
	return v->type == TNEF_STRING || v->type == TNEF_TEXT;
}

static enum meaning
look_up(const struct range *ranges, size_t n, unsigned id, enum meaning other)
{
	for (size_t i = 0; i < n; i++)
		if (id >= ranges[i].first && id <= ranges[i].last)
			return ranges[i].meaning;
	return other;
}

/* Of what no table of its own knows. */
static enum meaning
meaning_of_other(const struct tnef_value *v)
{
	if (is_string(v))
		return WORDS;
	if (!v->property)
		return UNKNOWN;
	if (v->len <= IDENTIFIER_BYTES)
		return CORRESPONDENCE;
	if (v->named)
		return UNKNOWN;
	return look_up(identifiers, COUNT(identifiers), v->id, UNKNOWN);
}

static enum meaning
meaning_of(const struct tnef_value *v)
{
	enum meaning other = meaning_of_other(v);

	if (!v->property)
		return look_up(attributes, COUNT(attributes), v->id, other);
	if (v->named)
		return other;
	if (v->attached)
		return look_up(attachment_properties,
		    COUNT(attachment_properties), v->id, other);
	return look_up(properties, COUNT(properties), v->id, other);
}

static int
unread(struct reader *r, enum unread why)
{
	return texts_unread(r->out, why, r->d->part, r->d->name, r->d->type);
}

/* The charset a string is in, and its length without terminators. */
static const char *
charset_of(const struct reader *r, const struct tnef_value *v, size_t *ret_len)
{
	bool wide = v->property && v->type == MAPI_UNICODE;
	size_t len = v->len, unit = wide ? 2 : 1;

	while (len >= unit && v->data[len - 1] == '\0' &&
	       v->data[len - unit] == '\0')
		len -= unit;
	*ret_len = len;
	if (wide)
		return "utf-16le";
	return r->codepage[0] != '\0' ? r->codepage : NULL;
}

/* A string as UTF-8, in scratch or where it stands. */
static int
string_of(const struct reader *r, const struct tnef_value *v,
    struct buf *scratch, struct charset_text *ret)
{
	size_t len;
	const char *charset = charset_of(r, v, &len);

	return charset_decode(charset, v->data, len, scratch, ret);
}

/* A name, cut to its room. */
static int
take_name(
    const struct reader *r, const struct tnef_value *v, char *name, size_t size)
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
add_words(struct reader *r, enum zone zone, const char *what, const char *s,
    size_t len)
{
	char place[2 * PLACE_MAX];

	if (len == 0 || said(r->out, s, len))
		return 0;
	snprintf(place, sizeof place, "%s%s", what, r->where);
	texts_add(r->out, zone, r->number, place, s, len);
	return r->out->failed ? -1 : 0;
}

static int
read_string(struct reader *r, enum zone zone, const char *what,
    const struct tnef_value *v)
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
read_body(struct reader *r, enum document_kind kind, const char *charset,
    const char *data, size_t len)
{
	struct document d = {.part = r->number,
	    .charset = charset,
	    .where = r->where,
	    .zone = r->d->enclosed ? ZONE_FORWARDED : ZONE_AUTHORED,
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
read_body_text(struct reader *r, const struct tnef_value *v)
{
	size_t len;
	const char *charset = charset_of(r, v, &len);

	return read_body(r, DOCUMENT_TEXT, charset, v->data, len);
}

static int
read_body_html(struct reader *r, const struct tnef_value *v)
{
	const char *charset =
	    r->html_codepage[0] != '\0' ? r->html_codepage : NULL;
	size_t len = v->len;

	if (is_string(v))
		charset = charset_of(r, v, &len);
	return read_body(r, DOCUMENT_HTML, charset, v->data, len);
}

static int
read_rtf(struct reader *r, const struct buf *packed)
{
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
		rc = unread(r, UNREAD_DAMAGED);
	if (rc == 0 && t.limited)
		rc = unread(r, UNREAD_LIMIT);
	if (rc == 0 && t.pictures)
		rc = unread(r, UNREAD_IMAGE);
	if (rc == 0 && t.objects)
		rc = unread(r, UNREAD_UNSUPPORTED);
	rtf_free(&t);
	return rc;
}

static int
read_body_rtf(struct reader *r, const struct tnef_value *v)
{
	struct buf rtf = BUF_MAX(4 * r->out->max_bytes);
	int rc = 0;

	switch (rtf_unpack(v->data, v->len, &rtf)) {
	case RTF_WHOLE:
		break;
	case RTF_DAMAGED:
		rc = unread(r, UNREAD_DAMAGED);
		break;
	case RTF_LIMITED:
		rc = unread(r, UNREAD_LIMIT);
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

/* The bytes of an attachment as the document they are. */
static int
read_file(
    struct reader *r, const struct document *d, const char *data, size_t len)
{
	enum document_kind kind =
	    document_kind(d, data, len < DOCUMENT_HEAD ? len : DOCUMENT_HEAD);

	if (kind == DOCUMENT_IMAGE && r->attachment.shown && len <= LOGO_BYTES)
		return 0;
	return messages_document(d, kind, r->depth, data, len, r->out);
}

static int
read_data(struct reader *r, const struct document *d)
{
	const struct tnef_value *v = &r->attachment.data;

	if (!r->attachment.has_data)
		return texts_unread(
		    r->out, UNREAD_UNSUPPORTED, d->part, d->name, d->type);
	if (!v->property || v->type != MAPI_OBJECT || v->len < GUID_BYTES)
		return read_file(r, d, v->data, v->len);
	if (memcmp(v->data, message_guid, GUID_BYTES) == 0)
		return tnef_texts(d, r->depth + 1, v->data + GUID_BYTES,
		    v->len - GUID_BYTES, r->out);
	return read_file(r, d, v->data + GUID_BYTES, v->len - GUID_BYTES);
}

/* Reads the attachment gathered so far and begins another. */
static int
finish_attachment(struct reader *r)
{
	struct attachment *a = &r->attachment;
	char part[PLACE_MAX];
	struct document d = {.part = part,
	    .name = a->name[0] != '\0' ? a->name : NULL,
	    .type = a->type[0] != '\0' ? a->type : NULL,
	    .where = r->where,
	    .zone = ZONE_ATTACHMENT,
	    .enclosed = true};
	int rc = 0;

	if (a->any && ++r->nattachments > LIMIT_PARTS)
		rc = unread(r, UNREAD_LIMIT);
	else if (a->any) {
		snprintf(
		    part, sizeof part, "%s/%zu", r->d->part, r->nattachments);
		rc = read_data(r, &d);
	}
	*a = (struct attachment){.any = false};
	return rc;
}

/* The longest of its names, and every one of them among the texts. */
static int
name_attachment(struct reader *r, const struct tnef_value *v)
{
	char name[NAME_MAX_BYTES];

	if (take_name(r, v, name, sizeof name) < 0)
		return -1;
	r->attachment.any = true;
	if (strlen(name) > strlen(r->attachment.name))
		memcpy(r->attachment.name, name, sizeof name);
	return add_words(
	    r, ZONE_METADATA, "attachment name", name, strlen(name));
}

static int
take_data(struct reader *r, const struct tnef_value *v)
{
	int rc = r->attachment.has_data ? finish_attachment(r) : 0;

	r->attachment.any = r->attachment.has_data = true;
	r->attachment.data = *v;
	return rc;
}

static int
begin_attachment(struct reader *r)
{
	int rc = finish_attachment(r);

	r->attachment.any = true;
	return rc;
}

static int
take_value(void *arg, const struct tnef_value *v)
{
	struct reader *r = arg;

	switch (meaning_of(v)) {
	case SUBJECT:
		return read_string(r,
		    r->d->enclosed ? ZONE_FORWARDED : ZONE_SUBJECT, "subject",
		    v);
	case BODY:
		return is_string(v) ? read_body_text(r, v)
				    : unread(r, UNREAD_UNSUPPORTED);
	case BODY_HTML:
		return read_body_html(r, v);
	case BODY_RTF:
		return read_body_rtf(r, v);
	case ATTACHMENT_BEGINS:
		return begin_attachment(r);
	case ATTACHMENT_NAME:
		return name_attachment(r, v);
	case ATTACHMENT_TYPE:
		return take_name(
		    r, v, r->attachment.type, sizeof r->attachment.type);
	case ATTACHMENT_SHOWN:
		r->attachment.shown = v->len > 1;
		return 0;
	case ATTACHMENT_DATA:
		return take_data(r, v);
	case WORDS:
		return read_string(r, ZONE_METADATA,
		    v->attached ? "property of an attachment" : "property", v);
	case UNKNOWN:
		return unread(r, UNREAD_UNSUPPORTED);
	case CORRESPONDENCE:
	case CODEPAGE:
	case HTML_CODEPAGE:
		break;
	}
	return 0;
}

static int
take_codepage(void *arg, const struct tnef_value *v)
{
	enum meaning meaning = meaning_of(v);
	struct reader *r = arg;
	const unsigned char *p = (const unsigned char *)v->data;

	if ((meaning == CODEPAGE || meaning == HTML_CODEPAGE) && v->len >= 4)
		charset_codepage(p[0] | (unsigned)p[1] << 8 |
				     (unsigned)p[2] << 16 |
				     (unsigned)p[3] << 24,
		    meaning == CODEPAGE ? r->codepage : r->html_codepage);
	return 0;
}

/* The body of the message that winmail.dat came in: its plain text often says
 * the same. */
static void
find_twin(struct reader *r)
{
	const struct texts *out = r->out;
	size_t i = 0;

	while (i < out->n && out->v[i].zone != ZONE_AUTHORED &&
	       out->v[i].zone != ZONE_FORWARDED)
		i++;
	r->twin = i;
	while (i < out->n && strcmp(out->v[i].part, out->v[r->twin].part) == 0)
		i++;
	r->ntwin = i - r->twin;
}

int
tnef_texts(const struct document *d, size_t depth, const char *data, size_t len,
    struct texts *out)
{
	struct reader *r;
	bool damaged;
	int rc;

	if (depth > LIMIT_NESTING)
		return texts_unread(
		    out, UNREAD_LIMIT, d->part, d->name, d->type);
	r = calloc(1, sizeof *r);
	if (r == NULL)
		return -1;
	r->d = d;
	r->out = out;
	r->depth = depth;
	snprintf(r->where, sizeof r->where, ", inside attachment %s%s",
	    d->name != NULL ? d->name : d->part, d->where);
	r->where[charset_utf8_prefix(r->where, strlen(r->where))] = '\0';
	snprintf(r->number, sizeof r->number, "%s/0", d->part);
	find_twin(r);
	tnef_walk(data, len, take_codepage, r, &damaged);
	rc = tnef_walk(data, len, take_value, r, &damaged);
	if (rc == 0)
		rc = finish_attachment(r);
	if (rc == 0 && damaged)
		rc = unread(r, UNREAD_DAMAGED);
	free(r);
	return rc;
}
