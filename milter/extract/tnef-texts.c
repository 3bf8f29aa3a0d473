/* SPDX-License-Identifier: MIT
 *
 * tnef-texts.c - winmail.dat to texts.
 *
 * The stream is walked twice: once for the code pages, which may come behind
 * what is written in them, once to read.  What properties mean is mapi.c's
 * knowledge.  An attachment is kept until the next begins, for its name may
 * come behind its bytes, and then read as any document is.
 *
 * BUGS: the table of recipients is passed over; see also mapi.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/mapi.h"
#include "extract/tnef.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* What is embedded as a message (IID_IMessage, MS-OXTNEF 2.1.3.3.15). */
static const char message_guid[] = "\x07\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46";
#define GUID_BYTES 16

struct reader {
	struct mapi_reader mapi;
	struct mapi_attachment attachment;
	bool any, has_data; /* of the attachment */
	struct tnef_value data;
};

/* MS-OXTNEF 2.1.3.2 */
static const struct {
	unsigned first, last;
	enum mapi_meaning meaning;
} attributes[] = {
    {0x0000, 0x000f, MAPI_CORRESPONDENCE},
    {0x0600, 0x0600, MAPI_CORRESPONDENCE},
    {0x8000, 0x8003, MAPI_CORRESPONDENCE},
    {0x8004, 0x8004, MAPI_SUBJECT},
    {0x8005, 0x800b, MAPI_CORRESPONDENCE},
    {0x800c, 0x800c, MAPI_BODY},
    {0x800d, 0x800d, MAPI_CORRESPONDENCE},
    {0x800f, 0x800f, MAPI_ATTACHMENT_DATA},
    {0x8010, 0x8010, MAPI_ATTACHMENT_NAME},
    /* The icon, and when it was made. */
    {0x8011, 0x8020, MAPI_CORRESPONDENCE},
    {0x9001, 0x9001, MAPI_ATTACHMENT_NAME},
    {0x9002, 0x9002, MAPI_ATTACHMENT_BEGINS},
    {0x9004, 0x9004, MAPI_CORRESPONDENCE},
    {0x9006, 0x9006, MAPI_CORRESPONDENCE},
    {0x9007, 0x9007, MAPI_CODEPAGE},
    {0x9008, 0x9008, MAPI_CORRESPONDENCE},
};

/* As a property: an attribute's string is one in the message's code page. */
static struct mapi_value
mapi_value(const struct tnef_value *v)
{
	struct mapi_value m = {.attached = v->attached,
	    .id = v->id,
	    .type = v->type,
	    .data = v->data,
	    .len = v->len};

	if (!v->property)
		m.type = v->type == TNEF_STRING || v->type == TNEF_TEXT
			     ? MAPI_STRING8
			     : MAPI_BINARY;
	return m;
}

static enum mapi_meaning
meaning_of(const struct tnef_value *v, const struct mapi_value *m)
{
	if (v->property)
		return mapi_meaning(m);
	for (size_t i = 0; i < COUNT(attributes); i++)
		if (v->id >= attributes[i].first && v->id <= attributes[i].last)
			return attributes[i].meaning;
	return m->type == MAPI_STRING8 ? MAPI_WORDS : MAPI_UNKNOWN;
}

static int
read_data(struct reader *r, const struct document *d)
{
	const struct tnef_value *v = &r->data;
	size_t guid = 0;

	if (!r->has_data)
		return document_unread(d, UNREAD_UNSUPPORTED, r->mapi.out);
	if (v->property && v->type == MAPI_OBJECT && v->len >= GUID_BYTES)
		guid = GUID_BYTES;
	if (guid > 0 && memcmp(v->data, message_guid, guid) == 0)
		return tnef_texts(d, r->mapi.depth + 1, v->data + guid,
		    v->len - guid, r->mapi.out);
	return mapi_file(
	    &r->mapi, &r->attachment, d, v->data + guid, v->len - guid);
}

/* Reads the attachment gathered so far and begins another. */
static int
finish_attachment(struct reader *r)
{
	char part[MAPI_PLACE_MAX];
	struct document d;
	int rc = 0;

	if (r->any && mapi_document(&r->mapi, &r->attachment, part, &d))
		rc = read_data(r, &d);
	r->attachment = (struct mapi_attachment){.shown = false};
	r->any = r->has_data = false;
	return r->mapi.out->failed ? -1 : rc;
}

static int
take_data(struct reader *r, const struct tnef_value *v)
{
	int rc = r->has_data ? finish_attachment(r) : 0;

	r->any = r->has_data = true;
	r->data = *v;
	return rc;
}

static int
begin_attachment(struct reader *r)
{
	int rc = finish_attachment(r);

	r->any = true;
	return rc;
}

static int
take_value(void *arg, const struct tnef_value *v)
{
	struct mapi_value m = mapi_value(v);
	enum mapi_meaning meaning = meaning_of(v, &m);
	struct reader *r = arg;

	switch (meaning) {
	case MAPI_ATTACHMENT_BEGINS:
		return begin_attachment(r);
	case MAPI_ATTACHMENT_DATA:
		return take_data(r, v);
	case MAPI_ATTACHMENT_NAME:
		r->any = true;
		/* fallthrough */
	case MAPI_ATTACHMENT_TYPE:
	case MAPI_ATTACHMENT_SHOWN:
		return mapi_read_attachment(
		    &r->mapi, meaning, &m, &r->attachment);
	default:
		return mapi_read(&r->mapi, meaning, &m);
	}
}

static int
take_codepage(void *arg, const struct tnef_value *v)
{
	struct mapi_value m = mapi_value(v);
	struct reader *r = arg;

	mapi_take_codepage(&r->mapi, meaning_of(v, &m), v->data, v->len);
	return 0;
}

/* The body of the message that winmail.dat came in: its plain text often says
 * the same. */
static void
find_twin(struct mapi_reader *r)
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
		return document_unread(d, UNREAD_LIMIT, out);
	r = calloc(1, sizeof *r);
	if (r == NULL)
		return -1;
	mapi_begin(&r->mapi, d, depth, d->enclosed, out);
	find_twin(&r->mapi);
	tnef_walk(data, len, take_codepage, r, &damaged);
	rc = tnef_walk(data, len, take_value, r, &damaged);
	if (rc == 0)
		rc = finish_attachment(r);
	if (rc == 0 && damaged)
		rc = mapi_unread(&r->mapi, UNREAD_DAMAGED);
	free(r);
	return rc;
}
