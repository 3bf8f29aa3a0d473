/* SPDX-License-Identifier: MIT
 *
 * messages.c - a parsed message to texts, enclosed messages with it.
 *
 * Both halves of a multipart/alternative are read, for two readers may show two
 * things; only when they say the same is the second left out.
 *
 * An image is unread, and said to be, unless it is one that HTML shows in its
 * place (in multipart/related, with a Content-ID) and is as small as logos are:
 * an entry for each logo in each signature would drown the others.  Where a
 * message has no words but such a picture, the picture is what it says.
 *
 * BUGS: a picture of a text below LOGO_BYTES passes for a logo.
 */
#include "extract/messages.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "extract/document.h"
#include "extract/documents.h"
#include "extract/image.h"
#include "extract/zones.h"
#include "parse/charset.h"
#include "parse/mail.h"

/* As it stands in the message, in base64. */
#define LOGO_BYTES (DOCUMENT_LOGO_BYTES / 3 * 4)
/* As it stands: a detached signature with its certificates. */
#define SIGNATURE_BYTES (24u * KIB)
#define PLACE_MAX 400

struct reader {
	struct mail *m;
	struct texts *out;
	const char *base;  /* of part numbers: "" or "2.1/" */
	const char *where; /* of the message itself */
	size_t depth;      /* of messages that came as documents */
	bool enclosed;     /* not what the sender wrote, but sent on */
	size_t logo;       /* a picture passed over, or SIZE_MAX */
	/* Per part: the texts that a multipart/alternative's first readable
	 * half became. */
	struct twin {
		size_t first, n;
	} * twins;
};

/* Header fields that people write or that mark a message, besides Subject. */
static const char *const read_fields[] = {"Comments", "Keywords",
    "Thread-Topic", "Content-Description", "X-Protective-Marking",
    "X-Classification", "Sensitivity", "msip_labels", "X-Message-Flag"};

static const struct mail_part *
part_at(const struct reader *r, size_t i)
{
	size_t n;

	return &mail_parts(r->m, &n)[i];
}

static size_t
part_count(const struct reader *r)
{
	size_t n;

	mail_parts(r->m, &n);
	return n;
}

static const char *
header_in(const struct mail_header *h, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(h[i].name, name) == 0)
			return h[i].value;
	return NULL;
}

/* The header block that part i stands under: an enclosed message's or the
 * message's own. */
static const struct mail_header *
headers_over(const struct reader *r, size_t message, size_t *ret_n)
{
	if (message == SIZE_MAX)
		return mail_headers(r->m, ret_n);
	*ret_n = part_at(r, message)->nheaders;
	return part_at(r, message)->headers;
}

/* ", inside enclosed message 'Re: bins'", or r->where for the outer one. */
static void
where_in(const struct reader *r, size_t message, char where[PLACE_MAX])
{
	const struct mail_header *h;
	const char *subject;
	size_t n;

	if (message == SIZE_MAX) {
		snprintf(where, PLACE_MAX, "%s", r->where);
		return;
	}
	h = headers_over(r, message, &n);
	subject = header_in(h, n, "Subject");
	snprintf(where, PLACE_MAX / 2, ", inside enclosed message '%s",
	    subject != NULL ? subject : "");
	where[charset_utf8_prefix(where, strlen(where))] = '\0';
	snprintf(where + strlen(where), PLACE_MAX / 2, "'%s", r->where);
	where[charset_utf8_prefix(where, strlen(where))] = '\0';
}

static void
number_of(const struct reader *r, const char *path, char number[PLACE_MAX])
{
	snprintf(number, PLACE_MAX, "%s%s", r->base, path);
}

static bool
is_read(const char *name)
{
	for (size_t i = 0; i < sizeof read_fields / sizeof read_fields[0]; i++)
		if (strcasecmp(read_fields[i], name) == 0)
			return true;
	return false;
}

/* Subject and other written fields of one header block. */
static int
read_headers(struct reader *r, size_t message)
{
	char where[PLACE_MAX], number[PLACE_MAX], place[2 * PLACE_MAX];
	bool enclosed = message != SIZE_MAX || r->enclosed;
	const struct mail_header *h;
	const char *subject;
	size_t n;

	h = headers_over(r, message, &n);
	subject = header_in(h, n, "Subject");
	where_in(r, message, where);
	number_of(
	    r, message == SIZE_MAX ? "0" : part_at(r, message)->path, number);
	for (size_t i = 0; i < n; i++) {
		if (strcasecmp(h[i].name, "Subject") != 0)
			continue;
		snprintf(place, sizeof place, "subject%s", where);
		texts_add(r->out, enclosed ? ZONE_FORWARDED : ZONE_SUBJECT,
		    number, place, h[i].value, strlen(h[i].value));
	}
	for (size_t i = 0; i < n; i++) {
		if (!is_read(h[i].name) ||
		    (subject != NULL && strstr(subject, h[i].value) != NULL))
			continue;
		snprintf(place, sizeof place, "header %s%s", h[i].name, where);
		texts_add(r->out, ZONE_METADATA, number, place, h[i].value,
		    strlen(h[i].value));
	}
	return r->out->failed ? -1 : 0;
}

/* The multipart/alternative that part i is a half of, directly or as the root
 * of a multipart/related; SIZE_MAX when none. */
static size_t
alternative_of(const struct reader *r, size_t i)
{
	size_t up = part_at(r, i)->parent;

	while (up != SIZE_MAX &&
	       strcmp(part_at(r, up)->type, "multipart/related") == 0)
		up = part_at(r, up)->parent;
	if (up != SIZE_MAX &&
	    strcmp(part_at(r, up)->type, "multipart/alternative") == 0)
		return up;
	return SIZE_MAX;
}

static bool
is_logo(const struct reader *r, const struct mail_part *p)
{
	/* Declared as one: what says it is text is shown as text. */
	return p->content_id != NULL && p->raw_len <= LOGO_BYTES &&
	       strncmp(p->type, "image/", 6) == 0 && p->parent != SIZE_MAX &&
	       strcmp(part_at(r, p->parent)->type, "multipart/related") == 0;
}

static bool
below_encrypted(const struct reader *r, const struct mail_part *p)
{
	return p->parent != SIZE_MAX &&
	       strcmp(part_at(r, p->parent)->type, "multipart/encrypted") == 0;
}

static enum zone
zone_of(const struct reader *r, const struct mail_part *p)
{
	if (p->kind == MAIL_STRAY && p->defects == 0)
		return ZONE_HIDDEN;
	if (p->attachment)
		return ZONE_ATTACHMENT;
	return p->message != SIZE_MAX || r->enclosed ? ZONE_FORWARDED
						     : ZONE_AUTHORED;
}

/* What a part is called. */
static int
read_names(struct reader *r, const struct mail_part *p, const char *number,
    const char *where)
{
	char place[2 * PLACE_MAX];

	const char *const texts[] = {p->name, p->other_names, p->description};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		if (texts[i] == NULL || texts[i][0] == '\0')
			continue;
		snprintf(place, sizeof place, "attachment %s%s",
		    i < 2 ? "name" : "description", where);
		texts_add(r->out, ZONE_METADATA, number, place, texts[i],
		    strlen(texts[i]));
	}
	return r->out->failed ? -1 : 0;
}

/* Decodes and reads part i as that kind. */
static int
read_kind(struct reader *r, size_t i, const struct document *d,
    enum document_kind kind)
{
	const char *data = "";
	size_t len = 0;

	/* What is not read is not decoded. */
	if (documents_reads(kind, r->out) &&
	    mail_part_bytes(r->m, i, &data, &len) < 0)
		return -1;
	return documents_read(d, kind, r->depth, data, len, r->out);
}

/* Encoded text that was not wholly of its encoding: also as it stands. */
static int
read_raw(struct reader *r, size_t i, const struct document *d)
{
	struct document raw = *d;
	const char *data, *decoded;
	size_t len, decoded_len;

	if (texts_unread(r->out, UNREAD_DAMAGED, d->part, d->name, d->type) < 0)
		return -1;
	mail_part_raw(r->m, i, &data, &len);
	if (mail_part_bytes(r->m, i, &decoded, &decoded_len) < 0)
		return -1;
	if (decoded == data)
		return 0;
	raw.charset = NULL;
	raw.ntwin = 0;
	return document_read(&raw, DOCUMENT_TEXT, data, len, r->out);
}

/* A logo is not read, but it may be the council's crest. */
static int
read_logo_signs(struct reader *r, size_t i, const struct document *d)
{
	const char *data;
	size_t len;

	if (!r->out->digests)
		return 0;
	if (mail_part_bytes(r->m, i, &data, &len) < 0)
		return -1;
	return image_signs(d, data, len, r->out);
}

static int
read_document(struct reader *r, size_t i, struct document *d)
{
	char head[DOCUMENT_HEAD];
	size_t n = mail_part_head(r->m, i, head, sizeof head);
	size_t alternative = alternative_of(r, i), first = r->out->n;
	enum document_kind kind = document_kind(d, head, n);
	struct twin *twin = NULL;
	int rc;

	if (kind == DOCUMENT_IMAGE && is_logo(r, part_at(r, i))) {
		r->logo = i;
		return read_logo_signs(r, i, d);
	}
	if (kind == DOCUMENT_SIGNATURE &&
	    part_at(r, i)->raw_len > SIGNATURE_BYTES)
		kind = DOCUMENT_UNSUPPORTED;
	if (kind == DOCUMENT_UNSUPPORTED && below_encrypted(r, part_at(r, i)))
		return 0;
	if (alternative != SIZE_MAX && !part_at(r, i)->attachment)
		twin = &r->twins[alternative];
	if (twin != NULL) {
		d->twin = twin->first;
		d->ntwin = twin->n;
	}
	rc = read_kind(r, i, d, kind);
	if (twin != NULL && twin->n == 0)
		*twin = (struct twin){first, r->out->n - first};
	if (rc == 0 && kind < DOCUMENT_RTF &&
	    (part_at(r, i)->defects & DEFECT_ENCODING) != 0)
		rc = read_raw(r, i, d);
	return rc;
}

static int
read_leaf(struct reader *r, size_t i)
{
	const struct mail_part *p = part_at(r, i);
	char where[PLACE_MAX], number[PLACE_MAX];
	const struct mail_header *h;
	const char *subject;
	struct document d = {.part = number,
	    .name = p->name,
	    .type = p->type,
	    .charset = p->charset,
	    .where = where,
	    .zone = zone_of(r, p),
	    .flowed = p->flowed,
	    .delsp = p->delsp,
	    .enclosed = p->message != SIZE_MAX || r->enclosed};
	size_t n;
	int rc;

	number_of(r, p->path, number);
	where_in(r, p->message, where);
	h = headers_over(r, p->message, &n);
	subject = header_in(h, n, "Subject");
	d.forwarding = subject != NULL && zones_forwarding(subject);
	rc = read_names(r, p, number, where);
	if (rc == 0 && (p->defects & DEFECT_LIMIT) != 0)
		rc = texts_unread(
		    r->out, UNREAD_LIMIT, number, p->name, p->type);
	if (rc == 0 &&
	    ((p->kind == MAIL_STRAY && p->defects != 0) ||
		(p->defects & (DEFECT_TRUNCATED | DEFECT_HEADERS)) != 0))
		rc = texts_unread(
		    r->out, UNREAD_DAMAGED, number, p->name, p->type);
	if (rc == 0)
		rc = read_document(r, i, &d);
	if (rc == 0 && p->other_type != NULL) {
		d.type = p->other_type;
		rc = read_document(r, i, &d);
	}
	return rc;
}

static int
read_container(struct reader *r, size_t i)
{
	const struct mail_part *p = part_at(r, i);
	char number[PLACE_MAX], where[PLACE_MAX];
	int rc;

	number_of(r, p->path, number);
	where_in(r, p->message, where);
	rc = read_names(r, p, number, where);
	if (rc == 0 && p->kind == MAIL_MESSAGE)
		rc = read_headers(r, i);
	if (rc == 0 && strcmp(p->type, "multipart/encrypted") == 0)
		rc = texts_unread(
		    r->out, UNREAD_ENCRYPTED, number, NULL, p->type);
	if (rc == 0 &&
	    (p->defects & (DEFECT_NO_BOUNDARY | DEFECT_TRUNCATED |
			      DEFECT_HEADERS)) != 0 &&
	    !mail_part_whole(r->m, i))
		rc =
		    texts_unread(r->out, UNREAD_DAMAGED, number, NULL, p->type);
	return rc;
}

/* A message without words has its picture for its text. */
static int
read_logo(struct reader *r, size_t first)
{
	char number[PLACE_MAX];
	const struct mail_part *p;

	for (size_t i = first; i < r->out->n; i++)
		if (r->out->v[i].zone == ZONE_AUTHORED ||
		    r->out->v[i].zone == ZONE_FORWARDED)
			return 0;
	if (r->logo == SIZE_MAX)
		return 0;
	p = part_at(r, r->logo);
	number_of(r, p->path, number);
	return texts_unread(r->out, UNREAD_IMAGE, number, p->name, p->type);
}

static int
read_all(struct reader *r)
{
	char number[PLACE_MAX];
	size_t nheaders, first;
	int rc = read_headers(r, SIZE_MAX);

	first = r->out->n;
	for (size_t i = 0; rc == 0 && !r->out->wanted && i < part_count(r); i++)
		rc = part_at(r, i)->kind == MAIL_LEAF ||
			     part_at(r, i)->kind == MAIL_STRAY
			 ? read_leaf(r, i)
			 : read_container(r, i);
	if (rc == 0)
		rc = read_logo(r, first);
	number_of(r, "0", number);
	if (rc == 0 && mail_limited(r->m))
		rc = texts_unread(r->out, UNREAD_LIMIT, number, NULL, NULL);
	mail_headers(r->m, &nheaders);
	if (rc == 0 && nheaders == 0)
		rc = texts_unread(r->out, UNREAD_DAMAGED, number, NULL, NULL);
	return rc;
}

static int
read_mail(struct reader *r)
{
	int rc;

	r->twins = calloc(part_count(r) + 1, sizeof *r->twins);
	if (r->twins == NULL)
		return -1;
	rc = read_all(r);
	free(r->twins);
	return rc;
}

int
messages_read(struct mail *m, struct texts *out)
{
	struct reader r = {
	    .m = m, .out = out, .base = "", .where = "", .logo = SIZE_MAX};

	return read_mail(&r);
}

static int
read_bytes(const char *part, const char *where, size_t depth, bool enclosed,
    const char *data, size_t len, struct texts *out)
{
	char base[PLACE_MAX];
	struct reader r = {.out = out,
	    .base = base,
	    .where = where,
	    .depth = depth,
	    .enclosed = enclosed,
	    .logo = SIZE_MAX};
	int rc;

	if (depth > LIMIT_NESTING)
		return texts_unread(
		    out, UNREAD_LIMIT, part, NULL, "message/rfc822");
	snprintf(base, sizeof base, "%s/", part);
	r.m = mail_parse(data, len);
	if (r.m == NULL)
		return -1;
	rc = read_mail(&r);
	mail_free(r.m);
	return rc;
}

int
messages_enclosed(const char *part, const char *where, size_t depth,
    const char *data, size_t len, struct texts *out)
{
	return read_bytes(part, where, depth, true, data, len, out);
}

int
messages_wrapped(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out)
{
	const bool own = d->zone == ZONE_AUTHORED && !d->enclosed;

	return read_bytes(d->part, d->where, depth, !own, data, len, out);
}
