/* SPDX-License-Identifier: MIT
 *
 * doc.c - Word's binary documents (MS-DOC) to texts.
 *
 * The text is a row of characters that the piece table (Clx, 2.9.38) puts
 * together from stretches of the WordDocument stream, each of one byte or two
 * a character.  It is one story after the other: the document, footnotes,
 * headers, comments, endnotes, text boxes, each of a length the header tells.
 *
 * BUGS: pages are not known, for the program lays them out; macros are not
 * read.
 */
#include <string.h>

#include "base/limits.h"
#include "extract/doc-parts.h"
#include "extract/ole-pictures.h"

#define FIB_MAGIC 0xa5ecu
#define WORD_97 0x00c1u
#define FLAG_ENCRYPTED 0x0100u
#define FLAG_TABLE_1 0x0200u
/* Places of the header (2.5) that are used here. */
#define FIB_LENGTHS 0x4c
#define FIB_PLACES 0x9a
#define PLACE_HEADERS 11
#define PLACE_CHARACTERS 12
#define PLACE_PARAGRAPHS 13
#define PLACE_PIECES 33
#define PLACE_DRAWINGS 50
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Stories in order (2.3); the macro story is empty. */
static const struct {
	const char *section; /* NULL: the document itself */
	bool hidden;
} stories[] = {{NULL, false}, {"footnote", false}, {"page header", false},
    {"macro", true}, {"comment", true}, {"endnote", false}, {"text box", false},
    {"text box", false}};
#define STORY_HEADERS 2
#define STORY_BOXES 6

static struct bytes
place(const struct doc *x, unsigned number)
{
	struct bytes fib = bytes_at(&x->stream, FIB_PLACES + 8 * number, 8);
	struct bytes table = bytes_of(buf_str(&x->table), x->table.len);
	uint32_t at = bytes_number(&fib, 4);

	return bytes_at(&table, at, bytes_number(&fib, 4));
}

/* Passes over changes of formatting to the table of pieces. */
static void
find_pieces(struct doc *x)
{
	struct bytes clx = place(x, PLACE_PIECES);

	while (bytes_left(&clx) > 0) {
		uint32_t kind = bytes_number(&clx, 1);

		if (kind == 2) {
			x->pieces = bytes_take(&clx, bytes_number(&clx, 4));
			break;
		}
		if (kind != 1)
			break;
		bytes_take(&clx, bytes_number(&clx, 2));
	}
	if (x->pieces.at != NULL && bytes_left(&x->pieces) >= 4)
		x->npieces = (bytes_left(&x->pieces) - 4) / 12;
	x->damaged |= x->npieces == 0 || x->pieces.cut;
}

static uint32_t
piece_start(const struct doc *x, size_t i)
{
	return bytes_32(x->pieces.at + 4 * i);
}

/* Characters of one byte are those of windows-1252 (2.9.73). */
static uint32_t
narrow(unsigned char c)
{
	static const uint16_t upper[] = {0x20ac, 0x81, 0x201a, 0x192, 0x201e,
	    0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d,
	    0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
	    0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178};

	return c >= 0x80 && c < 0xa0 ? upper[c - 0x80] : c;
}

/* Characters first to end of a piece whose bytes begin at `at`. */
static void
take_piece(struct doc *x, bool wide, size_t at, size_t n)
{
	struct bytes b = bytes_at(&x->stream, at, wide ? 2 * n : n);

	x->damaged |= b.cut;
	while (bytes_left(&b) > (wide ? 1 : 0)) {
		uint32_t here = (uint32_t)(b.at - x->stream.at);
		uint32_t c = bytes_number(&b, wide ? 2 : 1), low;

		if (!wide)
			c = narrow((unsigned char)c);
		else if (c >= 0xd800 && c < 0xdc00 && bytes_left(&b) >= 2 &&
			 (low = bytes_16(b.at)) >= 0xdc00 && low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			bytes_number(&b, 2);
		} else if (c >= 0xd800 && c < 0xe000)
			c = 0xfffd;
		doc_character(x, c, here);
	}
}

/* The piece that holds that character, if any does. */
static size_t
piece_at(const struct doc *x, uint32_t character)
{
	size_t low = 0, high = x->npieces;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (piece_start(x, middle + 1) <= character)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Takes what a piece has of the characters first to end. */
static void
take_part(struct doc *x, size_t piece, uint32_t first, uint32_t end)
{
	uint32_t start = piece_start(x, piece), n;
	uint32_t stop = piece_start(x, piece + 1);
	uint32_t fc =
	    bytes_32(x->pieces.at + 4 * (x->npieces + 1) + 8 * piece + 2);
	bool wide = (fc & 0x40000000u) == 0;
	size_t at = wide ? fc : (fc & 0x3fffffffu) / 2;

	if (first < start)
		first = start;
	if (end > stop)
		end = stop;
	if (first >= end)
		return;
	n = end - first;
	if (n > x->budget) {
		x->damaged = true;
		n = (uint32_t)x->budget;
	}
	x->budget -= n;
	take_piece(x, wide, at + (wide ? 2 : 1) * (size_t)(first - start), n);
}

/* Takes the characters first to end of the document. */
static void
take_characters(struct doc *x, uint32_t first, uint32_t end)
{
	for (size_t i = piece_at(x, first);
	     i < x->npieces && piece_start(x, i) < end && x->budget > 0; i++) {
		x->budget--;
		take_part(x, i, first, end);
	}
}

/* Headers and footers have a table of where each begins: six for separators
 * of notes, then six for each section of the document (2.8.22). */
static int
read_headers(struct doc *x, uint32_t start, uint32_t len)
{
	struct bytes plc = place(x, PLACE_HEADERS);
	size_t n = bytes_left(&plc) / 4;
	int rc = 0;

	for (int footer = 0; rc == 0 && footer < 2; footer++) {
		for (size_t i = 6; i + 1 < n; i++) {
			uint32_t at = bytes_32(plc.at + 4 * i);
			uint32_t end = bytes_32(plc.at + 4 * i + 4);
			unsigned which = (i - 6) % 6;

			if (at < end && end <= len &&
			    footer == (which == 2 || which == 3 || which == 5))
				take_characters(x, start + at, start + end);
		}
		rc = doc_story_end(
		    x, footer ? "page footer" : "page header", false);
	}
	if (rc == 0 && n < 8) {
		take_characters(x, start, start + len);
		rc = doc_story_end(x, "page header", false);
	}
	return rc;
}

static int
read_stories(struct doc *x)
{
	uint32_t at = 0, all = 0;
	int rc = 0;

	if (x->npieces > 0)
		all = piece_start(x, x->npieces);
	for (size_t i = 0; rc == 0 && i < COUNT(stories); i++) {
		struct bytes b = bytes_at(&x->stream, FIB_LENGTHS + 4 * i, 4);
		uint32_t len = bytes_number(&b, 4);

		if (len > all - at) {
			len = all - at;
			x->damaged = true;
		}
		x->boxed = i >= STORY_BOXES;
		if (i == STORY_HEADERS)
			rc = read_headers(x, at, len);
		else {
			take_characters(x, at, at + len);
			rc = doc_story_end(
			    x, stories[i].section, stories[i].hidden);
		}
		at += len;
	}
	/* Behind the last story a paragraph's end may stand, and no more. */
	x->damaged |= all - at > 2;
	return rc;
}

/* Pictures in the text, and those that float (OfficeArtContent, 2.9.172), which
 * stand in the stream of the text. */
static int
read_pictures(struct doc *x)
{
	struct buf data = BUF_MAX(x->o->c->len);
	struct bytes drawings = place(x, PLACE_DRAWINGS);
	struct ole_pictures p;
	int rc = ole_stream(x->o, "Data", &data);

	ole_pictures_begin(&p, x->o);
	p.delayed = x->stream;
	if (bytes_left(&drawings) > 8)
		drawings =
		    bytes_at(&drawings, 0, 8 + bytes_32(drawings.at + 4));
	if (rc == 0)
		rc = ole_pictures_take(&p, drawings);
	if (rc == 0)
		rc = ole_pictures_take_word(
		    &p, bytes_of(buf_str(&data), data.len));
	buf_free(&data);
	return rc;
}

static int
read_document(struct doc *x)
{
	int rc;

	find_pieces(x);
	/* Honest files have each character once. */
	x->budget = 2 * x->main.len + x->npieces;
	rc = doc_runs_read(x->stream, place(x, PLACE_CHARACTERS),
	    DOC_CHARACTERS, &x->characters);
	if (rc == 0)
		rc = doc_runs_read(x->stream, place(x, PLACE_PARAGRAPHS),
		    DOC_PARAGRAPHS, &x->paragraphs);
	if (rc == 0)
		rc = read_stories(x);
	if (rc == 0)
		rc = doc_hidden_end(x);
	return rc < 0 ? rc : read_pictures(x);
}

static int
read_stream(struct doc *x)
{
	unsigned version, flags;

	x->stream = bytes_of(buf_str(&x->main), x->main.len);
	if (x->main.len < FIB_PLACES || bytes_16(x->stream.at) == 0)
		return ole_unread(x->o, UNREAD_DAMAGED);
	version = bytes_16(x->stream.at + 2);
	flags = bytes_16(x->stream.at + 10);
	if ((flags & FLAG_ENCRYPTED) != 0)
		return ole_unread(x->o, UNREAD_ENCRYPTED);
	if (version < WORD_97)
		return doc_old_read(x);
	if (bytes_16(x->stream.at) != FIB_MAGIC)
		return ole_unread(x->o, UNREAD_DAMAGED);
	if (ole_stream(x->o, (flags & FLAG_TABLE_1) != 0 ? "1Table" : "0Table",
		&x->table) < 0)
		return -1;
	return read_document(x);
}

static int
read_objects(struct ole *o)
{
	const struct cfb_entry *pool =
	    cfb_find(o->c, o->storage, true, "ObjectPool");

	for (size_t i = 0; pool != NULL && i < pool->n; i++)
		if (o->c->v[pool->first + i].storage &&
		    ole_inside(o, &o->c->v[pool->first + i]) < 0)
			return -1;
	return 0;
}

int
doc_read(struct ole *o)
{
	struct doc x = {
	    .o = o, .main = BUF_MAX(o->c->len), .table = BUF_MAX(o->c->len)};
	int rc;

	for (int i = 0; i < DOC_FLOWS; i++)
		x.flows[i] = BUF_MAX(o->out->max_bytes);
	rc = ole_stream(o, "WordDocument", &x.main);
	if (rc == 0)
		rc = read_stream(&x);
	if (rc == 0 && x.damaged)
		rc = ole_unread(o, UNREAD_DAMAGED);
	if (rc == 0)
		rc = read_objects(o);
	for (int i = 0; i < DOC_FLOWS; i++)
		buf_free(&x.flows[i]);
	doc_runs_free(&x.characters);
	doc_runs_free(&x.paragraphs);
	buf_free(&x.main);
	buf_free(&x.table);
	return rc;
}
