/* SPDX-License-Identifier: MIT
 *
 * block.c - one message or MIME entity, in memory, read by GMime into parts.
 *
 * GMime finds the structure; this file keeps its promises about the rest:
 *  - nothing is copied: a part's source is a range of the block;
 *  - every byte is accounted for: ranges that GMime turned into fields and
 *    contents are noted (cover.c), what lies between them is boundary lines,
 *    or a stray, or a part that GMime gave up before;
 *  - enclosed messages stay opaque to GMime and are parsed here, as blocks of
 *    their own: it would otherwise read base64 ones as bytes, decode address
 *    lists by recursion (a row of "a:" ends its stack) and nest to its own
 *    limit rather than ours.
 */
#include "parse/block.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <gmime/gmime.h>

#include "base/limits.h"
#include "parse/cover.h"
#include "parse/fields.h"
#include "parse/guard.h"
#include "parse/uuencode.h"

/* In builds with AddressSanitizer its leak checker is told. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_LEAK_CHECKER
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(WITH_LEAK_CHECKER)
#include <sanitizer/lsan_interface.h>
#define LEAK_KNOWN_START() __lsan_disable()
#define LEAK_KNOWN_END() __lsan_enable()
#else
#define LEAK_KNOWN_START() ((void)0)
#define LEAK_KNOWN_END() ((void)0)
#endif

struct block {
	struct mail *m;
	const char *data;
	size_t len;
	struct cover cover;
};

void
block_init(void)
{
	static const char *const subtypes[] = {
	    "rfc822", "rfc2822", "global", "news"};

	/* GMime drops what it had registered before: 16 bytes each, once. */
	LEAK_KNOWN_START();
	g_mime_init();
	for (size_t i = 0; i < sizeof subtypes / sizeof subtypes[0]; i++)
		g_mime_object_register_type(
		    "message", subtypes[i], GMIME_TYPE_PART);
	LEAK_KNOWN_END();
}

/* Wraps the GMime parser and its stream: both are gone on return. The object
 * is the caller's to unref; NULL when GMime found no header block. */
static GMimeObject *
gmime_parse(const char *data, size_t len)
{
	GByteArray bytes = {(guint8 *)(uintptr_t)data, (guint)len};
	GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(&bytes);
	GMimeParser *parser;
	GMimeObject *object;

	g_mime_stream_mem_set_owner((GMimeStreamMem *)stream, FALSE);
	parser = g_mime_parser_new_with_stream(stream);
	g_mime_parser_set_persist_stream(parser, TRUE);
	object = g_mime_parser_construct_part(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	return object;
}

/* The fields of an object, pointing into it; a new array of *ret_n. Notes the
 * bytes they take. */
static struct field *
fields_of(struct block *b, GMimeObject *object, size_t parent, size_t *ret_n)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(object);
	int n = g_mime_header_list_get_count(list);
	struct field *fields = calloc((size_t)n + 1, sizeof *fields);

	for (int i = 0; fields != NULL && i < n; i++) {
		GMimeHeader *h = g_mime_header_list_get_header_at(list, i);
		const char *raw = g_mime_header_get_raw_value(h);
		size_t start = (size_t)g_mime_header_get_offset(h);
		size_t len = strlen(raw);

		if (cover_add(&b->cover, start,
			start + strlen(g_mime_header_get_raw_name(h)) + 1 + len,
			parent) < 0) {
			free(fields);
			return NULL;
		}
		while (len > 0 && strchr("\r\n", raw[len - 1]) != NULL)
			len--;
		fields[i] = (struct field){.name = g_mime_header_get_name(h),
		    .value = raw,
		    .len = len};
	}
	*ret_n = (size_t)n;
	return fields;
}

static bool
is_message(const char *type)
{
	static const char *const types[] = {"message/rfc822", "message/rfc2822",
	    "message/global", "message/news"};

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (strcasecmp(type, types[i]) == 0)
			return true;
	return false;
}

/* Reads a leaf as an enclosed message; it becomes a MAIL_MESSAGE. */
static int
enter_message(struct mail *m, size_t index)
{
	struct mail_part *part = &m->parts[index];
	struct mail_header *headers;
	const char *data;
	size_t len, n;
	struct tree_place at = {
	    .depth = part->depth + 1, .parent = index, .message = index};
	int rc;

	if (part->depth >= LIMIT_NESTING) {
		m->limited = true;
		part->defects |= DEFECT_LIMIT;
		return 0;
	}
	if (mail_part_bytes(m, index, &data, &len) < 0)
		return -1;
	at.path = strdup(part->path);
	if (at.path == NULL)
		return -1;
	part->kind = MAIL_MESSAGE;
	rc = block_parse(m, data, len, &at, &headers, &n);
	if (rc == 0) {
		m->parts[index].headers = headers;
		m->parts[index].nheaders = n;
	}
	free((char *)(uintptr_t)at.path);
	return rc;
}

/* The bytes of a part read once more under its other Content-Type: a reader
 * that goes by that one sees a multipart where GMime saw text. */
static int
enter_other(struct mail *m, size_t index, const struct field *fields, size_t n)
{
	struct mail_part *part = &m->parts[index];
	struct tree_place at = {.depth = part->depth + 1,
	    .parent = index,
	    .message = part->message,
	    .path = NULL};
	struct buf copy = BUF_MAX(part->raw_len + 2 * LIMIT_HEADER_BYTES);
	char *bytes, *path;
	size_t len;
	int rc = -1;

	if (part->depth >= LIMIT_NESTING)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(fields[i].name, "Content-Type") == 0 &&
		    strncasecmp(
			fields[i].value + strspn(fields[i].value, " \t"),
			"multipart/", 10) == 0) {
			buf_addf(&copy, "Content-Type: %.*s\n\n",
			    (int)(fields[i].len & INT32_MAX), fields[i].value);
			break;
		}
	buf_add(&copy, m->sources[index].raw, part->raw_len);
	len = copy.len;
	bytes = buf_take(&copy);
	path = strdup(part->path);
	if (bytes != NULL && path != NULL && tree_own(m, bytes) == 0) {
		at.path = path;
		rc = block_parse(m, bytes, len, &at, NULL, NULL);
	}
	buf_free(&copy);
	free(path);
	return rc;
}

/* Where GMime found the content of a leaf. */
static void
content_range(const struct block *b, GMimeObject *object, size_t *ret_start,
    size_t *ret_end)
{
	GMimeDataWrapper *content =
	    GMIME_IS_PART(object) ? g_mime_part_get_content((GMimePart *)object)
				  : NULL;
	GMimeStream *stream =
	    content != NULL ? g_mime_data_wrapper_get_stream(content) : NULL;

	*ret_start = *ret_end = 0;
	if (stream == NULL || stream->bound_start < 0)
		return;
	*ret_start = (size_t)stream->bound_start;
	*ret_end = stream->bound_end < 0 ? b->len : (size_t)stream->bound_end;
	if (*ret_end > b->len)
		*ret_end = b->len;
	/* Where line ends are mixed GMime takes two bytes for the one before a
	 * boundary. */
	if (b->len - *ret_end >= 4 && *ret_end > *ret_start &&
	    memcmp(b->data + *ret_end + 1, "\n--", 3) == 0 &&
	    b->data[*ret_end] != '\r' && b->data[*ret_end] != '\n')
		(*ret_end)++;
	if (*ret_start > *ret_end)
		*ret_start = *ret_end;
}

static const char *
type_of(GMimeObject *object, char buf[256])
{
	GMimeContentType *type = g_mime_object_get_content_type(object);

	snprintf(buf, 256, "%s/%s", g_mime_content_type_get_media_type(type),
	    g_mime_content_type_get_media_subtype(type));
	return buf;
}

/* Readers look for it in text; people send it as a file of unknown type. */
static bool
may_hold_uuencode(const struct mail *m, size_t index)
{
	const char *type = m->parts[index].type;
	enum transfer encoding = m->sources[index].encoding;

	if (strncmp(type, "text/", 5) == 0)
		return strcmp(type, "text/html") != 0;
	return encoding == TRANSFER_PLAIN && strncmp(type, "image/", 6) != 0;
}

/* What a leaf turns out to hold besides its own text. */
static int
look_inside(struct mail *m, size_t index, const struct field *fields, size_t n)
{
	struct mail_part *part = &m->parts[index];
	const char *other = part->other_type;

	if (is_message(part->type) || (other != NULL && is_message(other)))
		return enter_message(m, index);
	if (other != NULL && strncmp(other, "multipart/", 10) == 0)
		return enter_other(m, index, fields, n);
	if (may_hold_uuencode(m, index))
		return uuencode_take(m, index);
	return 0;
}

static int
add_leaf(struct block *b, GMimeObject *object, const char *path,
    const struct tree_place *at)
{
	size_t start, end, n, index = b->m->nparts;
	struct field *fields = fields_of(b, object, at->parent, &n);
	struct mail_part *part;
	char type[256];
	int rc = -1;

	if (fields == NULL)
		return -1;
	content_range(b, object, &start, &end);
	if (end > start && cover_add(&b->cover, start, end, at->parent) < 0)
		goto out;
	part =
	    tree_add(b->m, MAIL_LEAF, path, at, b->data + start, end - start);
	if (part == NULL) {
		rc = b->m->limited ? 0 : -1;
		goto out;
	}
	rc = fields_describe(fields, n, type_of(object, type), part,
	    &b->m->sources[index].encoding);
	if (rc == 0) {
		b->m->defects |= part->defects;
		rc = look_inside(b->m, index, fields, n);
	}
out:
	free(fields);
	return rc;
}

static int add_object(struct block *b, GMimeObject *object, const char *path,
    const struct tree_place *at);

static int
add_children(
    struct block *b, GMimeObject *object, const char *path, size_t self)
{
	GMimeMultipart *multi = (GMimeMultipart *)object;
	struct tree_place at = {.path = path,
	    .depth = b->m->parts[self].depth + 1,
	    .parent = self,
	    .message = b->m->parts[self].message};
	struct buf child = BUF_MAX(4096);
	int n = g_mime_multipart_get_count(multi), i, rc = 0;

	for (i = 0; i < n && rc == 0 && b->m->nparts < LIMIT_PARTS; i++) {
		buf_reset(&child);
		buf_addf(&child, "%s%s%d", path, path[0] ? "." : "", i + 1);
		rc = add_object(b, g_mime_multipart_get_part(multi, i),
		    buf_str(&child), &at);
	}
	if (i < n)
		b->m->limited = true;
	buf_free(&child);
	return rc;
}

static int
add_multipart(struct block *b, GMimeObject *object, const char *path,
    const struct tree_place *at)
{
	size_t n, self = b->m->nparts;
	struct field *fields;
	struct mail_part *part;
	enum transfer ignored;
	char type[256];
	int rc;

	if (at->depth >= LIMIT_NESTING) {
		/* All of it becomes a stray. */
		b->m->limited = true;
		return 0;
	}
	fields = fields_of(b, object, at->parent, &n);
	if (fields == NULL)
		return -1;
	part = tree_add(b->m, MAIL_MULTI, path, at, b->data, 0);
	rc = part != NULL    ? fields_describe(fields, n, type_of(object, type),
				   part, &ignored)
	     : b->m->limited ? 0
			     : -1;
	free(fields);
	if (rc < 0 || part == NULL)
		return rc;
	if (g_mime_multipart_get_count((GMimeMultipart *)object) == 0)
		part->defects |= DEFECT_NO_BOUNDARY;
	b->m->defects |= part->defects;
	if (cover_boundary(&b->cover,
		g_mime_object_get_content_type_parameter(object, "boundary"),
		self) < 0)
		return -1;
	return add_children(b, object, path, self);
}

static int
add_object(struct block *b, GMimeObject *object, const char *path,
    const struct tree_place *at)
{
	if (GMIME_IS_MULTIPART(object))
		return add_multipart(b, object, path, at);
	return add_leaf(b, object, path, at);
}

/* The block's own header fields, once for the caller. */
static int
take_headers(
    struct block *b, GMimeObject *root, struct mail_header **ret, size_t *ret_n)
{
	struct field *fields;
	bool limited = false;
	size_t n, noted = b->cover.nranges;
	int rc = -1;

	fields = fields_of(b, root, 0, &n);
	if (fields != NULL)
		rc = fields_decode(fields, n, ret, ret_n, &limited);
	free(fields);
	/* The root part notes them again, with its parent. */
	b->cover.nranges = noted;
	b->m->limited |= limited;
	return rc;
}

static int
add_root(struct block *b, GMimeObject *root, const struct tree_place *at,
    struct mail_header **ret_headers, size_t *ret_n)
{
	struct buf path = BUF_MAX(4096);
	int rc = 0;

	if (ret_headers != NULL)
		rc = take_headers(b, root, ret_headers, ret_n);
	/* A container at the top of a message has no number of its own. */
	buf_adds(&path, at->path);
	if (!GMIME_IS_MULTIPART(root))
		buf_adds(&path, at->path[0] != '\0' ? ".1" : "1");
	if (rc == 0)
		rc = add_object(b, root, buf_str(&path), at);
	buf_free(&path);
	return rc;
}

/* The place of a run that GMime should have read as a part of that multipart:
 * behind its other children. */
static int
add_missed(struct block *b, const struct cover_gap *gap)
{
	struct mail *m = b->m;
	const struct mail_part *multi = &m->parts[gap->parent];
	struct tree_place at = {.depth = multi->depth + 1,
	    .parent = gap->parent,
	    .message = multi->message};
	struct buf path = BUF_MAX(4096);
	size_t n = 1;
	int rc;

	m->defects |= DEFECT_HEADERS;
	for (size_t i = gap->parent + 1; i < m->nparts; i++)
		n += m->parts[i].parent == gap->parent &&
		     m->parts[i].kind != MAIL_STRAY;
	if (strcmp(multi->path, "0") != 0)
		buf_addf(&path, "%s.", multi->path);
	buf_addf(&path, "%zu", n);
	at.path = buf_str(&path);
	rc = block_parse(
	    m, b->data + gap->start, gap->end - gap->start, &at, NULL, NULL);
	buf_free(&path);
	return rc;
}

static int
add_stray(struct block *b, const struct cover_gap *gap,
    const struct tree_place *at, bool headless)
{
	struct mail *m = b->m;
	struct tree_place below = *at;
	struct mail_part *p;

	if (gap->parent != SIZE_MAX) {
		below.parent = gap->parent;
		below.path = m->parts[gap->parent].path;
		below.message = m->parts[gap->parent].kind == MAIL_MESSAGE
				    ? gap->parent
				    : m->parts[gap->parent].message;
	}
	p = tree_add(m, MAIL_STRAY, below.path, &below, b->data + gap->start,
	    gap->end - gap->start);
	if (p == NULL)
		return m->limited ? 0 : -1;
	if (headless)
		p->defects = DEFECT_HEADERS;
	else if (gap->parent != SIZE_MAX)
		p->defects = m->parts[gap->parent].defects & DEFECT_NO_BOUNDARY;
	m->defects |= p->defects;
	p->type = strdup("text/plain");
	return p->type != NULL ? 0 : -1;
}

/* What nothing covered: strays, and parts that GMime gave up before. */
static int
add_gaps(
    struct block *b, const struct tree_place *at, size_t root, bool headless)
{
	struct cover_gap gap;
	int rc = 0;

	cover_start(&b->cover, b->data, b->len);
	while (rc == 0 && cover_next(&b->cover, root, &gap)) {
		if (b->m->nparts >= LIMIT_PARTS) {
			/* The rest in one, to be read as it lies. */
			gap.end = b->len;
			return add_stray(b, &gap, at, headless);
		}
		if (gap.opened && b->m->parts[gap.parent].depth < LIMIT_NESTING)
			rc = add_missed(b, &gap);
		else
			rc = add_stray(b, &gap, at, headless);
	}
	for (size_t i = 0; i < b->cover.nboundaries; i++)
		if (!b->cover.boundaries[i].closed)
			b->m->parts[b->cover.boundaries[i].part].defects |=
			    DEFECT_TRUNCATED;
	return rc;
}

/* A message that ends in its header block, which an empty line ends otherwise,
 * was cut there. */
static void
note_cut(struct block *b, size_t root)
{
	const char *end = b->data + b->len;
	struct mail_part *p = &b->m->parts[root];

	if (p->kind != MAIL_LEAF || p->raw_len > 0 || b->len == 0 ||
	    b->data[0] == '\n' || b->data[0] == '\r' ||
	    (b->len >= 2 && memcmp(end - 2, "\n\n", 2) == 0) ||
	    (b->len >= 3 && memcmp(end - 3, "\n\r\n", 3) == 0))
		return;
	p->defects |= DEFECT_TRUNCATED;
}

int
block_parse(struct mail *m, const char *data, size_t len,
    const struct tree_place *at, struct mail_header **ret_headers,
    size_t *ret_n)
{
	struct block b = {.m = m};
	struct cover_gap rubbish = {.parent = at->parent};
	size_t mbox, root = m->nparts;
	GMimeObject *object = NULL;
	int rc = 0;

	if (ret_headers != NULL) {
		*ret_headers = NULL;
		*ret_n = 0;
	}
	b.data = data;
	rubbish.end = guard_header_start(data, len, &mbox);
	if (rubbish.end > mbox) {
		rubbish.start = mbox;
		rc = add_stray(&b, &rubbish, at, true);
	}
	b.data = data + rubbish.end;
	b.len = len - rubbish.end;
	root = m->nparts;
	if (guard_too_many(b.data, b.len))
		m->limited = true;
	else
		object = gmime_parse(b.data, b.len);
	if (rc == 0 && object != NULL)
		rc = add_root(&b, object, at, ret_headers, ret_n);
	if (ret_headers != NULL && root < m->nparts)
		note_cut(&b, root);
	if (root == m->nparts || m->parts[root].kind != MAIL_MULTI)
		root = at->parent;
	if (rc == 0)
		rc = add_gaps(&b, at, root, object == NULL);
	cover_free(&b.cover);
	if (object != NULL)
		g_object_unref(object);
	return rc;
}
