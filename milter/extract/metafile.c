/* SPDX-License-Identifier: MIT
 *
 * metafile.c - the words in Windows metafiles (MS-WMF, MS-EMF).
 *
 * A metafile is a list of drawing calls; those that draw text have it in them.
 * Words of one height are one line, in the order they are drawn.
 *
 * BUGS: text that is drawn by EMF+ records alone is not read; Office writes
 * plain records beside them.  Letters drawn as outlines are no text.
 */
#include "extract/metafile.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/bytes.h"

/* Pixels in a metafile have no compression: 300 by 300 in full colour. A
 * picture of fewer is a logo. */
#define PICTURE_BYTES (256u * KIB)

struct drawing {
	struct buf words;
	uint32_t height; /* of the last words */
	bool any;
	bool picture;
};

/* Where the next words go. */
static void
begin_words(struct drawing *w, uint32_t height)
{
	if (w->any)
		buf_addc(&w->words, height == w->height ? ' ' : '\n');
	w->height = height;
	w->any = true;
}

/* EMR_EXTTEXTOUTA and W (MS-EMF 2.3.5.7, 2.2.5); b is behind type and size. */
static void
emf_text(const struct bytes *record, bool wide, struct drawing *w)
{
	struct bytes b = bytes_at(record, 36, 16), s;
	uint32_t height, n, at;

	bytes_number(&b, 4);
	height = bytes_number(&b, 4);
	n = bytes_number(&b, 4);
	at = bytes_number(&b, 4);
	if (b.cut || n == 0 || n > LIMIT_TEXT_BYTES)
		return;
	s = bytes_at(record, at, wide ? 2 * (size_t)n : n);
	begin_words(w, height);
	if (wide)
		bytes_utf16(s.at, bytes_left(&s) / 2, &w->words);
	else
		bytes_page(1252, s.at, bytes_left(&s), &w->words);
}

/* EMR_SMALLTEXTOUT (2.3.5.37). */
static void
emf_small_text(const struct bytes *record, struct drawing *w)
{
	const uint32_t no_rectangle = 0x100, small = 0x200;
	struct bytes b = bytes_at(record, 12, bytes_left(record)), s;
	uint32_t height = bytes_number(&b, 4), n = bytes_number(&b, 4);
	uint32_t options = bytes_number(&b, 4);

	bytes_take(&b, (options & no_rectangle) != 0 ? 12 : 28);
	if (b.cut || n == 0 || n > LIMIT_TEXT_BYTES)
		return;
	s = bytes_take(&b, (options & small) != 0 ? n : 2 * (size_t)n);
	begin_words(w, height);
	if ((options & small) != 0)
		bytes_page(1252, s.at, bytes_left(&s), &w->words);
	else
		bytes_utf16(s.at, bytes_left(&s) / 2, &w->words);
}

static void
emf_record(uint32_t type, const struct bytes *record, struct drawing *w)
{
	switch (type) {
	case 83: /* EMR_EXTTEXTOUTA */
	case 84: /* EMR_EXTTEXTOUTW */
		emf_text(record, type == 84, w);
		break;
	case 108:
		emf_small_text(record, w);
		break;
	case 76: /* EMR_BITBLT and its sisters */
	case 77:
	case 80:
	case 81:
	case 114:
		w->picture |= bytes_left(record) > PICTURE_BYTES;
		break;
	default:
		break;
	}
}

/* Returns false where the list ends before its end record. */
static bool
read_emf(struct bytes b, struct drawing *w)
{
	while (bytes_left(&b) >= 8) {
		struct bytes head = bytes_at(&b, 0, 8), record;
		uint32_t type = bytes_number(&head, 4);
		uint32_t size = bytes_number(&head, 4);

		if (size < 8 || size > bytes_left(&b))
			return false;
		record = bytes_take(&b, size);
		if (type == 14) /* EMR_EOF */
			return true;
		emf_record(type, &record, w);
	}
	return false;
}

/* META_TEXTOUT (MS-WMF 2.3.3.20): length, letters, where. */
static void
wmf_text(struct bytes *b, struct drawing *w)
{
	size_t n = bytes_number(b, 2);
	struct bytes s = bytes_take(b, n);

	if ((n & 1) != 0)
		bytes_take(b, 1);
	begin_words(w, bytes_number(b, 2));
	bytes_page(1252, s.at, bytes_left(&s), &w->words);
}

/* META_EXTTEXTOUT (2.3.3.5): where, length, options, letters. */
static void
wmf_long_text(struct bytes *b, struct drawing *w)
{
	const uint32_t opaque_or_clipped = 6;
	uint32_t height = bytes_number(b, 2);
	struct bytes s;
	size_t n;

	bytes_number(b, 2);
	n = bytes_number(b, 2);
	if ((bytes_number(b, 2) & opaque_or_clipped) != 0)
		bytes_take(b, 8);
	s = bytes_take(b, n);
	begin_words(w, height);
	bytes_page(1252, s.at, bytes_left(&s), &w->words);
}

static bool
read_wmf(struct bytes b, struct drawing *w)
{
	while (bytes_left(&b) >= 6) {
		struct bytes head = bytes_at(&b, 0, 6), record;
		size_t size = 2 * (size_t)bytes_number(&head, 4);
		uint32_t function = bytes_number(&head, 2);

		if (size < 6 || size > bytes_left(&b))
			return false;
		record = bytes_take(&b, size);
		bytes_take(&record, 6);
		if (function == 0) /* META_EOF */
			return true;
		if (function == 0x0521)
			wmf_text(&record, w);
		else if (function == 0x0a32)
			wmf_long_text(&record, w);
		else if (function == 0x0f43 || function == 0x0b41 ||
			 function == 0x0940)
			w->picture |= size > PICTURE_BYTES;
	}
	return false;
}

int
metafile_read(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out)
{
	struct drawing w = {.words = BUF_MAX(out->max_bytes)};
	struct bytes b = bytes_of(data, len);
	bool whole;
	int rc = 0;

	(void)depth;
	if (len >= 4 && memcmp(data, "\1\0\0\0", 4) == 0) {
		whole = read_emf(b, &w);
	} else {
		/* A header for placing it may come first (2.3.2.3). */
		if (len >= 4 && memcmp(data, "\xd7\xcd\xc6\x9a", 4) == 0)
			bytes_take(&b, 22);
		bytes_take(&b, 18);
		whole = read_wmf(b, &w);
	}
	document_add(
	    d, document_zone(d), NULL, buf_str(&w.words), w.words.len, out);
	if (!whole)
		rc = document_unread(d, UNREAD_DAMAGED, out);
	if (rc == 0 && w.picture)
		rc = document_unread(d, UNREAD_IMAGE, out);
	buf_free(&w.words);
	return rc < 0 || out->failed ? -1 : 0;
}
