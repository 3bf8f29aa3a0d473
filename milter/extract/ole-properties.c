/* SPDX-License-Identifier: MIT
 *
 * ole-properties.c - what a compound file says of itself (MS-OLEPS): who wrote
 * it, for whom, how it is labelled.
 *
 * Numbers, dates and counts are left out, as are names of programs and
 * templates.
 */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "extract/bytes.h"
#include "extract/ole-parts.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
#define SECTION "document properties"
#define LABEL "sensitivity label"
/* Properties of one set that are looked at, and elements of a vector. */
#define PROPERTIES_MAX 500u
#define DICTIONARY_MAX (64u * KIB)
#define TEXT_MAX (64u * KIB)

/* Types (2.15). */
#define VT_LPSTR 0x1eu
#define VT_LPWSTR 0x1fu
#define VT_VECTOR 0x1000u
#define VT_VARIANT 0x0cu
#define VT_BSTR 0x08u

#define ID_DICTIONARY 0u
#define ID_CODEPAGE 1u
#define ID_USER 2u

struct name {
	unsigned id;
	const char *name;
};

/* MS-OLEPS 2.25.1; MS-OSHARED 2.3.3.2.1. */
static const struct name summary[] = {{2, "title"}, {3, "subject"},
    {4, "creator"}, {5, "keywords"}, {6, "description"},
    {8, "last modified by"}};

/* MS-OSHARED 2.3.3.2.2. */
static const struct name document_summary[] = {{2, "category"}, {14, "manager"},
    {15, "company"}, {21, "links"}, {26, "content type"},
    {27, "content status"}, {28, "language"}};

/* One property set in its stream. */
struct set {
	struct ole *o;
	struct bytes all; /* offsets of properties are from its start */
	const struct name *names;
	size_t nnames;
	unsigned page;
	struct bytes dictionary;
	struct buf *out, *labels;
};

/* A string of that many bytes, or units, as UTF-8 up to its NUL. */
static int
add_string(const struct set *s, struct bytes *b, bool wide, struct buf *out)
{
	uint32_t n = bytes_number(b, 4);
	struct bytes t;
	size_t len = 0;

	if (n > TEXT_MAX)
		return 0;
	t = bytes_take(b, wide ? 2 * (size_t)n : n);
	if (wide || s->page == 1200) {
		while (len + 2 <= bytes_left(&t) && bytes_16(t.at + len) != 0)
			len += 2;
		return bytes_utf16(t.at, len / 2, out);
	}
	while (len < bytes_left(&t) && t.at[len] != '\0')
		len++;
	return bytes_page(s->page, t.at, len, out);
}

/* Wide strings end on four bytes; others do where they are several. */
static void
align(const struct set *s, struct bytes *b)
{
	size_t odd = (size_t)(b->at - s->all.at) & 3;

	if (odd != 0 && bytes_left(b) >= 4 - odd)
		bytes_take(b, 4 - odd);
}

static bool
is_string(unsigned type)
{
	return type == VT_LPSTR || type == VT_LPWSTR || type == VT_BSTR;
}

/* A value, if it is words; of several with a semicolon between. */
static void
add_value(const struct set *s, struct bytes *b, struct buf *out)
{
	uint32_t type = bytes_number(b, 4), n = 1, of = type & ~VT_VECTOR;

	if ((type & VT_VECTOR) != 0)
		n = bytes_number(b, 4);
	if (n > PROPERTIES_MAX)
		n = PROPERTIES_MAX;
	for (uint32_t i = 0; i < n && !b->cut && !buf_failed(out); i++) {
		uint32_t each = of == VT_VARIANT ? bytes_number(b, 4) : of;

		if (!is_string(each)) {
			/* In vectors of variants, counts of parts. */
			if (of != VT_VARIANT)
				return;
			bytes_take(b, 4);
			continue;
		}
		if (out->len > 0)
			buf_adds(out, "; ");
		add_string(s, b, each == VT_LPWSTR, out);
		align(s, b);
	}
}

/* The name of a property of the user's own. */
static void
dictionary_name(const struct set *s, unsigned id, struct buf *ret)
{
	struct bytes b = s->dictionary;
	uint32_t n = bytes_number(&b, 4);

	for (uint32_t i = 0; i < n && i < PROPERTIES_MAX && !b.cut; i++) {
		uint32_t at = bytes_number(&b, 4);
		struct buf name = BUF_MAX(TEXT_MAX);

		add_string(s, &b, false, &name);
		if (s->page == 1200)
			align(s, &b);
		if (at == id)
			buf_add(ret, buf_str(&name), name.len);
		buf_free(&name);
		if (at == id)
			return;
	}
}

/* A user's own property; a sensitivity label's name (MSIP_Label_ID_Name) is a
 * text of its own. */
static void
add_user(const struct set *s, unsigned id, const struct buf *value)
{
	static const char suffix[] = "_Name";
	struct buf name = BUF_MAX(TEXT_MAX);
	const char *n;

	dictionary_name(s, id, &name);
	n = buf_str(&name);
	if (strncmp(n, "MSIP_Label_", 11) != 0)
		buf_addf(s->out, "%s: %s\n", n, buf_str(value));
	else if (name.len > sizeof suffix &&
		 strcmp(n + name.len - (sizeof suffix - 1), suffix) == 0)
		buf_addf(s->labels, "%s\n", buf_str(value));
	buf_free(&name);
}

static void
add_named(const struct set *s, unsigned id, const struct buf *value)
{
	for (size_t i = 0; i < s->nnames; i++)
		if (s->names[i].id == id)
			buf_addf(s->out, "%s: %s\n", s->names[i].name,
			    buf_str(value));
}

static bool
is_wanted(const struct set *s, unsigned id)
{
	for (size_t i = 0; i < s->nnames; i++)
		if (s->names[i].id == id)
			return true;
	return s->names == NULL;
}

static void
take_property(const struct set *s, unsigned id, size_t offset)
{
	struct bytes b = bytes_at(&s->all, offset, SIZE_MAX);
	struct buf value = BUF_MAX(TEXT_MAX);

	b.cut = false;
	if (id < ID_USER || !is_wanted(s, id))
		return;
	add_value(s, &b, &value);
	if (value.len > 0 && s->names == NULL)
		add_user(s, id, &value);
	else if (value.len > 0)
		add_named(s, id, &value);
	buf_free(&value);
}

/* The code page and the dictionary, which the others need. */
static void
take_basics(struct set *s, unsigned id, size_t offset)
{
	struct bytes b = bytes_at(&s->all, offset, SIZE_MAX);

	if (id == ID_DICTIONARY)
		s->dictionary = bytes_take(&b, bytes_left(&b) < DICTIONARY_MAX
						   ? bytes_left(&b)
						   : DICTIONARY_MAX);
	else if (id == ID_CODEPAGE && bytes_number(&b, 4) == 2)
		s->page = bytes_number(&b, 2);
}

/* A property set that begins at offset in its stream (2.20). */
static void
read_set(struct set *s, const struct buf *stream, size_t offset)
{
	struct bytes b = bytes_of(buf_str(stream), stream->len);
	struct bytes list;
	uint32_t n;

	s->all = bytes_at(&b, offset, SIZE_MAX);
	s->dictionary = bytes_of("", 0);
	list = s->all;
	bytes_number(&list, 4);
	n = bytes_number(&list, 4);
	if (n > PROPERTIES_MAX)
		n = PROPERTIES_MAX;
	for (struct bytes l = list;
	     bytes_left(&l) >= 8 && (size_t)(l.at - list.at) < 8 * (size_t)n;) {
		unsigned id = bytes_number(&l, 4);

		take_basics(s, id, bytes_number(&l, 4));
	}
	for (struct bytes l = list;
	     bytes_left(&l) >= 8 && (size_t)(l.at - list.at) < 8 * (size_t)n;) {
		unsigned id = bytes_number(&l, 4);

		take_property(s, id, bytes_number(&l, 4));
	}
}

/* A stream of one or two property sets (2.21); the second is the user's. */
static int
read_stream(struct set *s, const char *name)
{
	struct buf stream = BUF_MAX(4 * MIB);
	int rc = ole_stream(s->o, name, &stream);
	struct bytes b = bytes_of(buf_str(&stream), stream.len);
	uint32_t n;

	bytes_take(&b, 24);
	n = bytes_number(&b, 4);
	for (uint32_t i = 0; rc == 0 && i < n && i < 2; i++) {
		bytes_take(&b, 16);
		if (i == 1)
			*s = (struct set){
			    .o = s->o, .out = s->out, .labels = s->labels};
		read_set(s, &stream, bytes_number(&b, 4));
		if (b.cut)
			break;
	}
	buf_free(&stream);
	return rc;
}

int
ole_properties_read(struct ole *o)
{
	struct buf out = BUF_MAX(4 * TEXT_MAX), labels = BUF_MAX(TEXT_MAX);
	struct set s = {.o = o,
	    .names = summary,
	    .nnames = COUNT(summary),
	    .out = &out,
	    .labels = &labels};
	int rc = read_stream(&s, "\5SummaryInformation");

	s = (struct set){.o = o,
	    .names = document_summary,
	    .nnames = COUNT(document_summary),
	    .out = &out,
	    .labels = &labels};
	if (rc == 0)
		rc = read_stream(&s, "\5DocumentSummaryInformation");
	if (rc == 0)
		rc = ole_say(o, ZONE_METADATA, SECTION, &out);
	if (rc == 0)
		rc = ole_say(o, ZONE_METADATA, LABEL, &labels);
	buf_free(&out);
	buf_free(&labels);
	return rc;
}
