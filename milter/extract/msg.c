/* SPDX-License-Identifier: MIT
 *
 * msg.c - Outlook's saved messages (MS-OXMSG) to texts.
 *
 * Each property of no fixed size is a stream "__substg1.0_IIIITTTT" of its id
 * and type; the others stand in "__properties_version1.0", 16 bytes each.  An
 * attachment is a storage; a message attached is a storage in that one.  What
 * properties mean is mapi.c's knowledge.
 *
 * BUGS: recipients and transport headers are passed over.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "extract/bytes.h"
#include "extract/mapi.h"
#include "extract/ole-parts.h"

#define STREAM "__substg1.0_"
#define STREAM_LEN (sizeof STREAM - 1)
#define ATTACHMENT "__attach_version1.0_#"
#define DATA_STREAM "__substg1.0_37010102"
#define DATA_STORAGE "__substg1.0_3701000D"
#define PROPERTY_BYTES 16
/* No meaning of its own: all that are not read first. */
#define OTHERS MAPI_CORRESPONDENCE

struct reader {
	struct ole *o;
	struct mapi_reader mapi;
};

/* What a stream is named after: 0 id, for none. */
static struct mapi_value
value_of(const struct cfb_entry *e, bool attached)
{
	struct mapi_value v = {.attached = attached};
	const char *hex = e->name + STREAM_LEN;
	unsigned long tag;
	char *end;

	if (e->storage || strncasecmp(e->name, STREAM, STREAM_LEN) != 0)
		return v;
	tag = strtoul(hex, &end, 16);
	if (end != hex + 8 || (*end != '\0' && *end != '-'))
		return v;
	v.type = tag & 0xffff;
	/* Of several values each has a stream, "-N" behind its name, and their
	 * lengths have one, which says nothing. */
	if ((v.type & MAPI_SEVERAL) != 0 && *end == '\0' &&
	    v.type != (MAPI_SEVERAL | MAPI_OBJECT))
		return (struct mapi_value){.attached = attached};
	v.type &= ~MAPI_SEVERAL;
	v.id = tag >> 16 & 0xffff;
	return v;
}

/* Reads one stream and hands it on. */
static int
read_value(struct reader *r, const struct cfb_entry *e, struct mapi_value *v,
    struct mapi_attachment *a)
{
	struct buf b = BUF_MAX(r->o->c->len);
	enum mapi_meaning meaning;
	int rc = cfb_read(r->o->c, e, &b);

	v->data = buf_str(&b);
	v->len = b.len;
	meaning = mapi_meaning(v);
	if (rc == 0 && a != NULL)
		rc = mapi_read_attachment(&r->mapi, meaning, v, a);
	if (rc == 0)
		rc = mapi_read(&r->mapi, meaning, v);
	buf_free(&b);
	return rc;
}

/* Those that are read one kind after the other, before all others. */
static bool
comes_first(enum mapi_meaning meaning)
{
	return meaning == MAPI_SUBJECT || meaning == MAPI_BODY ||
	       meaning == MAPI_BODY_HTML || meaning == MAPI_BODY_RTF;
}

/* The streams of a storage that have that meaning; OTHERS: all that do not
 * come first. */
static int
read_values(struct reader *r, const struct cfb_entry *storage,
    enum mapi_meaning wanted, struct mapi_attachment *a)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < storage->n; i++) {
		const struct cfb_entry *e = &r->o->c->v[storage->first + i];
		struct mapi_value v = value_of(e, a != NULL);
		enum mapi_meaning meaning;

		v.len = e->size;
		meaning = mapi_meaning(&v);
		if (v.id == 0 || meaning == MAPI_CORRESPONDENCE ||
		    meaning == MAPI_ATTACHMENT_DATA)
			continue;
		if (wanted == OTHERS ? !comes_first(meaning)
				     : meaning == wanted)
			rc = read_value(r, e, &v, a);
	}
	return rc;
}

/* The code pages, and whatever else has a fixed size. */
static int
read_numbers(struct reader *r)
{
	struct buf b = BUF_MAX(r->o->c->len);
	int rc = ole_stream(r->o, "__properties_version1.0", &b);
	/* The header before them is longer in the outermost message. */
	struct bytes at = bytes_of(buf_str(&b), b.len);

	bytes_take(&at, b.len % PROPERTY_BYTES == 8 ? 24 : 32);
	while (bytes_left(&at) >= PROPERTY_BYTES) {
		struct bytes p = bytes_take(&at, PROPERTY_BYTES);
		struct mapi_value v = {
		    .type = bytes_16(p.at), .id = bytes_16(p.at + 2), .len = 8};

		mapi_take_codepage(&r->mapi, mapi_meaning(&v), p.at + 8, 4);
	}
	buf_free(&b);
	return rc;
}

/* A message attached, or an embedded object. */
static int
read_object(
    struct reader *r, const struct document *d, const struct cfb_entry *storage)
{
	struct ole inner = {.d = d,
	    .depth = r->mapi.depth + 1,
	    .c = r->o->c,
	    .storage = storage,
	    .out = r->o->out,
	    .first = r->o->first};

	if (inner.depth >= LIMIT_NESTING)
		return document_unread(d, UNREAD_LIMIT, r->o->out);
	return ole_storage_read(&inner);
}

static int
read_data(struct reader *r, const struct cfb_entry *storage,
    const struct mapi_attachment *a, const struct document *d)
{
	struct buf b = BUF_MAX(r->o->c->len);
	const struct cfb_entry *object =
	    cfb_find(r->o->c, storage, true, DATA_STORAGE);
	const struct cfb_entry *stream =
	    cfb_find(r->o->c, storage, false, DATA_STREAM);
	int rc = 0;

	if (object != NULL)
		rc = read_object(r, d, object);
	else if (stream == NULL)
		rc = document_unread(d, UNREAD_UNSUPPORTED, r->o->out);
	if (rc == 0 && stream != NULL)
		rc = cfb_read(r->o->c, stream, &b);
	if (rc == 0 && stream != NULL)
		rc = mapi_file(&r->mapi, a, d, buf_str(&b), b.len);
	buf_free(&b);
	return rc;
}

static int
read_attachment(struct reader *r, const struct cfb_entry *storage)
{
	struct mapi_attachment a = {.shown = false};
	char part[MAPI_PLACE_MAX];
	struct document d;

	if (texts_late(r->o->out))
		return mapi_unread(&r->mapi, UNREAD_TIMEOUT);
	if (read_values(r, storage, OTHERS, &a) < 0)
		return -1;
	if (!mapi_document(&r->mapi, &a, part, &d))
		return r->o->out->failed ? -1 : 0;
	return read_data(r, storage, &a, &d);
}

static int
read_attachments(struct reader *r)
{
	const struct cfb_entry *at = r->o->storage;

	for (size_t i = 0; i < at->n; i++) {
		const struct cfb_entry *e = &r->o->c->v[at->first + i];

		if (e->storage &&
		    strncasecmp(e->name, ATTACHMENT, strlen(ATTACHMENT)) == 0 &&
		    r->mapi.nattachments <= LIMIT_PARTS &&
		    read_attachment(r, e) < 0)
			return -1;
	}
	return 0;
}

int
msg_read(struct ole *o)
{
	/* The order in which Outlook prefers them; what says the same as the
	 * one before is left out. */
	static const enum mapi_meaning order[] = {
	    MAPI_SUBJECT, MAPI_BODY, MAPI_BODY_HTML, MAPI_BODY_RTF, OTHERS};
	struct reader *r = calloc(1, sizeof *r);
	int rc;

	if (r == NULL)
		return -1;
	r->o = o;
	mapi_begin(&r->mapi, o->d, o->depth + 1, true, o->out);
	rc = read_numbers(r);
	for (size_t i = 0; rc == 0 && i < sizeof order / sizeof order[0]; i++)
		rc = read_values(r, o->storage, order[i], NULL);
	if (rc == 0)
		rc = read_attachments(r);
	free(r);
	return rc;
}
