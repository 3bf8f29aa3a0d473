/* SPDX-License-Identifier: MIT
 *
 * ole.c - a compound file to its reader, by the streams it has.
 *
 * A file made to be several things at once is read as each of them.  Embedded
 * objects are storages in storages; each is read as a document of its own.
 *
 * BUGS: of Publisher, Visio, Project and installer files only the properties
 * are read; macros are not.
 */
#include "extract/ole.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "extract/bytes.h"
#include "extract/documents.h"
#include "extract/ole-parts.h"
#include "parse/charset.h"

/* A compound file of this size holds its own tables and nothing else. */
#define EMPTY_BYTES 4096
#define COMPOBJ_BYTES 512
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Programs whose objects show what they are in the picture that the document
 * keeps of each, as they call themselves (\1CompObj, MS-OLEDS 2.3.8). */
static const char *const drawers[] = {"Equation", "MathType",
    "MS_ClipArt_Gallery", "MSDraw", "MSPhotoEd", "Photoshop"};

/* Is it an object of such a program, in a format of its own? */
static bool
is_drawn(struct ole *o, const char *data, size_t len)
{
	const struct document d = {.name = NULL};
	struct buf b = BUF_MAX(COMPOBJ_BYTES);
	enum document_kind kind =
	    document_kind(&d, data, len < DOCUMENT_HEAD ? len : DOCUMENT_HEAD);
	bool drawn = false;

	if (kind != DOCUMENT_UNSUPPORTED && kind != DOCUMENT_TEXT)
		return false;
	if (ole_stream(o, "\1CompObj", &b) == 0)
		for (size_t i = 0; i < COUNT(drawers) && !drawn; i++)
			drawn = memmem(buf_str(&b), b.len, drawers[i],
				    strlen(drawers[i])) != NULL;
	buf_free(&b);
	return drawn;
}

static int
read_encrypted(struct ole *o)
{
	return ole_unread(o, UNREAD_ENCRYPTED);
}

/* A file embedded by the packager, or a link to one, which holds nothing. */
static int
read_native(struct ole *o)
{
	struct buf b = BUF_MAX(o->c->len);
	int rc = ole_stream(o, "\1Ole10Native", &b);

	if (rc == 0)
		rc = ole_package_inside(o, buf_str(&b), b.len);
	buf_free(&b);
	return rc;
}

static int
read_stream_inside(struct ole *o, const char *stream)
{
	struct buf b = BUF_MAX(o->c->len);
	int rc = ole_stream(o, stream, &b);

	if (rc == 0 && b.len > 0 && !is_drawn(o, buf_str(&b), b.len))
		rc = ole_file_inside(o, NULL, buf_str(&b), b.len);
	buf_free(&b);
	return rc;
}

static int
read_package(struct ole *o)
{
	return read_stream_inside(o, "Package");
}

static int
read_package_stream(struct ole *o)
{
	return read_stream_inside(o, "package_stream");
}

static int
read_odf(struct ole *o)
{
	return read_stream_inside(o, "EmbeddedOdf");
}

static int
read_contents(struct ole *o)
{
	return read_stream_inside(o, "CONTENTS");
}

static int
read_nothing(struct ole *o)
{
	(void)o;
	return 0;
}

/* What is in a storage says what it is. */
static const struct {
	const char *name;
	bool is_storage; /* else a stream */
	bool inner;      /* only of a storage within: an embedded object */
	int (*read)(struct ole *o);
} kinds[] = {
    {"EncryptedPackage", false, false, read_encrypted},
    {"__properties_version1.0", false, false, msg_read},
    {"WordDocument", false, false, doc_read},
    {"Workbook", false, false, xls_read},
    {"Book", false, false, xls_read},
    {"PowerPoint Document", false, false, ppt_read},
    {"\1Ole10Native", false, false, read_native},
    {"Package", false, false, read_package},
    {"package_stream", false, false, read_package_stream},
    {"EmbeddedOdf", false, false, read_odf},
    {"CONTENTS", false, false, read_contents},
    /* Macros alone; a formula's letters; a link; a picture of an object. */
    {"VBA", true, false, read_nothing},
    {"Equation Native", false, true, read_nothing},
    {"\3LinkInfo", false, true, read_nothing},
    {"\3OCXNAME", false, true, read_nothing},
};

int
ole_unread(struct ole *o, enum unread why)
{
	return document_unread(o->d, why, o->out);
}

int
ole_stream(struct ole *o, const char *name, struct buf *ret)
{
	return cfb_read_named(o->c, o->storage, name, ret);
}

int
ole_say(
    struct ole *o, enum zone zone, const char *section, const struct buf *text)
{
	if (buf_failed(text) && ole_unread(o, UNREAD_LIMIT) < 0)
		return -1;
	if (text->len > 0)
		document_add(
		    o->d, zone, section, buf_str(text), text->len, o->out);
	return o->out->failed ? -1 : 0;
}

/* Was it put into a document, or taken out of one? */
static bool
is_object(const struct ole *o)
{
	return cfb_find(o->c, o->storage, false, "\1Ole") != NULL ||
	       cfb_find(o->c, o->storage, false, "\3ObjInfo") != NULL;
}

bool
ole_has_words(const struct ole *o)
{
	for (size_t i = o->first; i < o->out->n; i++)
		if (o->out->v[i].zone != ZONE_METADATA)
			return true;
	return false;
}

/* An object without any, as PowerPoint keeps for macros that are not there; or
 * one within, with a picture of it at most and what its program left. */
static bool
only_marks(const struct ole *o, bool inner)
{
	const struct cfb_entry *v = &o->c->v[o->storage->first];

	if (!inner)
		return o->storage->n == 0 && o->c->len <= EMPTY_BYTES;

	for (size_t i = 0; i < o->storage->n; i++)
		if (v[i].storage || (unsigned char)v[i].name[0] >= ' ')
			return false;
	return true;
}

int
ole_storage_read(struct ole *o)
{
	bool known = false;
	bool inner = o->storage != o->c->v || is_object(o);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < COUNT(kinds); i++) {
		/* A workbook saved for two versions is one workbook. */
		if ((kinds[i].inner && !inner) ||
		    (known && strcmp(kinds[i].name, "Book") == 0) ||
		    cfb_find(o->c, o->storage, kinds[i].is_storage,
			kinds[i].name) == NULL)
			continue;
		known = true;
		rc = kinds[i].read(o);
	}
	if (rc == 0 && !known && !only_marks(o, inner))
		rc = ole_unread(o, UNREAD_UNSUPPORTED);
	if (rc == 0)
		rc = ole_properties_read(o);
	return rc;
}

/* ", inside plan.doc". */
static void
where_inside(const struct document *outer, char where[DOCUMENT_PLACE_MAX])
{
	snprintf(where, DOCUMENT_PLACE_MAX, ", inside %s%s",
	    outer->name != NULL ? outer->name : outer->part, outer->where);
	where[charset_utf8_prefix(where, strlen(where))] = '\0';
}

int
ole_inside(struct ole *o, const struct cfb_entry *storage)
{
	char where[DOCUMENT_PLACE_MAX], part[DOCUMENT_PLACE_MAX];
	struct document d = {.part = part,
	    .name = "embedded object",
	    .where = where,
	    .zone = document_zone(o->d),
	    .enclosed = true};
	struct ole inner = {.d = &d,
	    .depth = o->depth + 1,
	    .c = o->c,
	    .storage = storage,
	    .out = o->out,
	    .first = o->first};

	if (++o->ninside > LIMIT_PARTS || o->depth >= LIMIT_NESTING)
		return ole_unread(o, UNREAD_LIMIT);
	if (texts_late(o->out))
		return ole_unread(o, UNREAD_TIMEOUT);
	where_inside(o->d, where);
	snprintf(part, sizeof part, "%s/%zu", o->d->part, o->ninside);
	return ole_storage_read(&inner);
}

int
ole_file_inside(struct ole *o, const char *name, const char *data, size_t len)
{
	struct inside inside = {.name = name};

	if (name == NULL) {
		inside.name = "embedded object";
		inside.unnamed = true;
		inside.picture = ole_has_words(o);
	}
	if (++o->ninside > LIMIT_PARTS)
		return ole_unread(o, UNREAD_LIMIT);
	inside.index = o->ninside;
	return documents_inside(o->d, o->depth, &inside, data, len, o->out);
}

/* A string that ends with a NUL; empty where there is no such end. */
static struct bytes
take_string(struct bytes *b)
{
	const unsigned char *nul = memchr(b->at, '\0', bytes_left(b));
	struct bytes s;

	if (nul == NULL) {
		b->cut = true;
		return bytes_of(b->at, 0);
	}
	s = bytes_take(b, (size_t)(nul - b->at));
	bytes_take(b, 1);
	return s;
}

/* The last element of a path, as UTF-8. */
static int
name_of(struct bytes path, struct buf *ret)
{
	for (const unsigned char *p = path.end; p > path.at; p--)
		if (p[-1] == '\\' || p[-1] == '/') {
			path.at = p;
			break;
		}
	return bytes_page(0, path.at, bytes_left(&path), ret);
}

int
ole_package_inside(struct ole *o, const char *data, size_t len)
{
	struct bytes b = bytes_of(data, len), label, file;
	struct buf name = BUF_MAX(64 * KIB);
	int rc;

	bytes_number(&b, 4);
	if (len < 6 || is_drawn(o, data + 4, len - 4))
		return 0;
	if (bytes_number(&b, 2) != 2)
		return ole_file_inside(o, NULL, data + 4, len - 4);
	label = take_string(&b);
	file = take_string(&b);
	bytes_take(&b, 2);
	/* 3: the bytes follow; 1: they are elsewhere, only linked. */
	if (bytes_number(&b, 2) != 3)
		return b.cut ? ole_unread(o, UNREAD_DAMAGED) : 0;
	bytes_take(&b, bytes_number(&b, 4)); /* a path again */
	b = bytes_take(&b, bytes_number(&b, 4));
	if (b.cut && ole_unread(o, UNREAD_DAMAGED) < 0)
		return -1;
	rc = name_of(bytes_left(&label) > 0 ? label : file, &name);
	if (rc == 0)
		rc = ole_file_inside(
		    o, buf_str(&name), (const char *)b.at, bytes_left(&b));
	buf_free(&name);
	return rc;
}

int
ole_read(const struct document *d, size_t depth, const char *data, size_t len,
    struct texts *out)
{
	struct cfb c;
	struct ole o = {.d = d, .depth = depth, .c = &c, .out = out};
	int rc = -1;

	switch (cfb_open(data, len, &c)) {
	case CFB_NONE:
		rc = document_unread(d, UNREAD_DAMAGED, out);
		break;
	case CFB_OPEN:
		o.storage = &c.v[0];
		/* What an object stands in has words of its own. */
		o.first = is_object(&o) ? 0 : out->n;
		rc = ole_storage_read(&o);
		if (rc == 0 && c.damaged)
			rc = document_unread(d, UNREAD_DAMAGED, out);
		if (rc == 0 && c.limited)
			rc = document_unread(d, UNREAD_LIMIT, out);
		break;
	case CFB_MEMORY:
		break;
	}
	cfb_free(&c);
	return rc;
}
