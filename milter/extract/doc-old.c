/* SPDX-License-Identifier: MIT
 *
 * doc-old.c - documents of Word 6 and 95 to texts.
 *
 * The same stories as later (doc.c), in pieces or in one stretch; everything
 * stands in the WordDocument stream.  Characters are bytes of the code page of
 * the document's language, or, where Word 95 for East Asia says so, UTF-16.
 *
 * BUGS: nothing is told apart by its formatting: hidden and deleted text counts
 * as shown, rows of tables are not ended.  Pictures are unread, image.
 */
#include "extract/doc-parts.h"

#define FIB_LANGUAGE 0x06
#define FIB_FLAGS 0x0a
#define FIB_SYSTEM 0x12 /* 1: saved on a Macintosh */
#define FIB_FIRST 0x18
#define FIB_LENGTHS 0x34
#define FIB_PIECES 0x160
#define FLAG_COMPLEX 0x0004u
#define FLAG_PICTURES 0x0008u
#define FLAG_WIDE 0x1000u
#define PAGE_MACINTOSH 10000u
#define PIECE_BYTES 8

/* In order; the lengths of each stand at FIB_LENGTHS. */
static const struct {
	const char *section;
	bool hidden;
} stories[] = {{NULL, false}, {"footnote", false}, {"page header", false},
    {"macro", true}, {"comment", true}, {"endnote", false}, {"text box", false},
    {"text box", false}};

struct old {
	struct doc *x;
	bool wide;
	unsigned page;
	/* n + 1 places in the text, then n pieces; n 0: one stretch, which
	 * begins at `first`. */
	struct bytes pieces;
	size_t n;
	uint32_t first, length; /* length in characters */
};

static uint32_t
fib_number(const struct doc *x, size_t at, size_t size)
{
	struct bytes b = bytes_at(&x->stream, at, size);

	return bytes_number(&b, size);
}

static bool
find_pieces(struct old *w)
{
	struct bytes clx =
	    bytes_at(&w->x->stream, fib_number(w->x, FIB_PIECES, 4),
		fib_number(w->x, FIB_PIECES + 4, 4));

	while (bytes_left(&clx) > 0) {
		uint32_t kind = bytes_number(&clx, 1);

		if (kind == 2) {
			w->pieces = bytes_take(&clx, bytes_number(&clx, 4));
			break;
		}
		if (kind != 1)
			return false;
		bytes_take(&clx, bytes_number(&clx, 2));
	}
	if (w->pieces.at == NULL || bytes_left(&w->pieces) < 4 + 4)
		return false;
	w->n = (bytes_left(&w->pieces) - 4) / (4 + PIECE_BYTES);
	w->length = bytes_32(w->pieces.at + 4 * w->n);
	return w->n > 0;
}

static void
take_stretch(struct old *w, size_t at, size_t characters, struct buf *out)
{
	struct bytes b =
	    bytes_at(&w->x->stream, at, (w->wide ? 2 : 1) * characters);

	w->x->damaged |= b.cut;
	buf_add(out, b.at, bytes_left(&b));
}

/* Gathers the bytes of characters first to end. Pieces ascend, so those before
 * *at have been. */
static void
gather(struct old *w, uint32_t first, uint32_t end, size_t *at, struct buf *out)
{
	size_t unit = w->wide ? 2 : 1;

	if (w->n == 0) {
		take_stretch(w, w->first + unit * first, end - first, out);
		return;
	}
	for (; *at < w->n; ++*at) {
		uint32_t from = bytes_32(w->pieces.at + 4 * *at);
		uint32_t to = bytes_32(w->pieces.at + 4 * *at + 4);
		uint32_t fc = bytes_32(
		    w->pieces.at + 4 * (w->n + 1) + PIECE_BYTES * *at + 2);

		if (from >= end)
			return;
		fc += from < first ? (uint32_t)unit * (first - from) : 0;
		from = from < first ? first : from;
		if (from < to)
			take_stretch(w, fc, (to < end ? to : end) - from, out);
		if (to > end)
			return;
	}
}

/* Adds the letters, and what stands for them. */
static void
put(struct doc *x, struct bytes text)
{
	for (; bytes_left(&text) > 0; text.at++) {
		unsigned char c = *text.at;

		x->damaged |= c == 0 && !doc_in_instruction(x);
		if (c >= 0x13 && c <= 0x15)
			doc_field(x, c);
		else if (c < ' ' &&
			 (c = (unsigned char)doc_control(x, c, 0)) == 0)
			continue;
		else if (doc_in_instruction(x))
			buf_addc(&x->flows[DOC_FLOW_LINKS], (char)c);
		else
			buf_addc(&x->flows[DOC_FLOW_SHOWN], (char)c);
	}
}

static int
read_story(struct old *w, size_t i, uint32_t first, uint32_t end, size_t *at)
{
	struct doc *x = w->x;
	struct buf raw = BUF_MAX(2 * x->main.len + 1);
	struct buf text = BUF_MAX(x->o->out->max_bytes);
	int rc;

	gather(w, first, end, at, &raw);
	rc = w->wide ? bytes_utf16(buf_str(&raw), raw.len / 2, &text)
		     : bytes_page(w->page, buf_str(&raw), raw.len, &text);
	x->damaged |= buf_failed(&raw);
	if (rc < 0 && buf_failed(&text))
		rc = ole_unread(x->o, UNREAD_LIMIT);
	if (rc == 0) {
		put(x, bytes_of(buf_str(&text), text.len));
		rc = doc_story_end(x, stories[i].section, stories[i].hidden);
	}
	buf_free(&raw);
	buf_free(&text);
	return rc;
}

static int
read_stories(struct old *w)
{
	uint32_t first = 0;
	size_t at = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof stories / sizeof stories[0];
	     i++) {
		uint32_t len = fib_number(w->x, FIB_LENGTHS + 4 * i, 4);

		if (len > w->length - first) {
			len = w->length - first;
			w->x->damaged = true;
		}
		if (len > 0)
			rc = read_story(w, i, first, first + len, &at);
		first += len;
	}
	/* Behind the last story a paragraph's end may stand, and no more. */
	w->x->damaged |= w->length - first > 2;
	return rc;
}

int
doc_old_read(struct doc *x)
{
	unsigned flags = fib_number(x, FIB_FLAGS, 2);
	struct old w = {.x = x, .wide = (flags & FLAG_WIDE) != 0};
	uint32_t end = fib_number(x, FIB_FIRST + 4, 4);
	int rc;

	w.first = fib_number(x, FIB_FIRST, 4);
	w.page = bytes_language_page(fib_number(x, FIB_LANGUAGE, 2));
	if ((fib_number(x, FIB_SYSTEM, 1) & 1) != 0)
		w.page = PAGE_MACINTOSH;
	if (!find_pieces(&w)) {
		if ((flags & FLAG_COMPLEX) != 0 || end <= w.first)
			return ole_unread(x->o, UNREAD_UNSUPPORTED);
		w.n = 0;
		w.length = (end - w.first) / (w.wide ? 2 : 1);
	}
	rc = read_stories(&w);
	if (rc == 0 && (flags & FLAG_PICTURES) != 0)
		rc = ole_unread(x->o, UNREAD_IMAGE);
	return rc < 0 ? rc : doc_hidden_end(x);
}
