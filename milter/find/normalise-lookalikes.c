/* SPDX-License-Identifier: MIT
 *
 * normalise-lookalikes.c - letters of other alphabets within words of Latin
 * letters.
 *
 * A word of one alphabet is left alone, whatever it looks like: there are
 * people who write Greek.  So is one with a letter that looks like no Latin
 * one, for that is a symbol and no disguise ("kΩ", "µg").
 *
 * The table is what UTS 39 (confusables.txt) and Unicode's charts show to be
 * alike in common typefaces, one letter for one.
 */
#include <stdbool.h>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "find/normalise-parts.h"

/* Longer words are none. */
#define WORD_BYTES 128

#define GREEK 0x0370
#define ALIKE_END 0x0590

/* By letter, from GREEK on; 0: like none. */
static const char alike[ALIKE_END - GREEK] = {
    [0x0391 - GREEK] = 'A', /* Α */
    [0x0392 - GREEK] = 'B', /* Β */
    [0x0395 - GREEK] = 'E', /* Ε */
    [0x0396 - GREEK] = 'Z', /* Ζ */
    [0x0397 - GREEK] = 'H', /* Η */
    [0x0399 - GREEK] = 'I', /* Ι */
    [0x039a - GREEK] = 'K', /* Κ */
    [0x039c - GREEK] = 'M', /* Μ */
    [0x039d - GREEK] = 'N', /* Ν */
    [0x039f - GREEK] = 'O', /* Ο */
    [0x03a1 - GREEK] = 'P', /* Ρ */
    [0x03a4 - GREEK] = 'T', /* Τ */
    [0x03a5 - GREEK] = 'Y', /* Υ */
    [0x03a7 - GREEK] = 'X', /* Χ */
    [0x03b1 - GREEK] = 'a', /* α */
    [0x03b3 - GREEK] = 'y', /* γ */
    [0x03b5 - GREEK] = 'e', /* ε */
    [0x03b7 - GREEK] = 'n', /* η */
    [0x03b9 - GREEK] = 'i', /* ι */
    [0x03ba - GREEK] = 'k', /* κ */
    [0x03bd - GREEK] = 'v', /* ν */
    [0x03bf - GREEK] = 'o', /* ο */
    [0x03c1 - GREEK] = 'p', /* ρ */
    [0x03c3 - GREEK] = 'o', /* σ */
    [0x03c4 - GREEK] = 't', /* τ */
    [0x03c5 - GREEK] = 'u', /* υ */
    [0x03c7 - GREEK] = 'x', /* χ */
    [0x03c9 - GREEK] = 'w', /* ω */
    [0x03f2 - GREEK] = 'c', /* ϲ */
    [0x03f3 - GREEK] = 'j', /* ϳ */
    [0x03f9 - GREEK] = 'C', /* Ϲ */
    [0x0405 - GREEK] = 'S', /* Ѕ */
    [0x0406 - GREEK] = 'I', /* І */
    [0x0408 - GREEK] = 'J', /* Ј */
    [0x0410 - GREEK] = 'A', /* А */
    [0x0412 - GREEK] = 'B', /* В */
    [0x0415 - GREEK] = 'E', /* Е */
    [0x041a - GREEK] = 'K', /* К */
    [0x041c - GREEK] = 'M', /* М */
    [0x041d - GREEK] = 'H', /* Н */
    [0x041e - GREEK] = 'O', /* О */
    [0x0420 - GREEK] = 'P', /* Р */
    [0x0421 - GREEK] = 'C', /* С */
    [0x0422 - GREEK] = 'T', /* Т */
    [0x0423 - GREEK] = 'Y', /* У */
    [0x0425 - GREEK] = 'X', /* Х */
    [0x0430 - GREEK] = 'a', /* а */
    [0x0432 - GREEK] = 'b', /* в */
    [0x0433 - GREEK] = 'r', /* г */
    [0x0435 - GREEK] = 'e', /* е */
    [0x043a - GREEK] = 'k', /* к */
    [0x043c - GREEK] = 'm', /* м */
    [0x043d - GREEK] = 'h', /* н */
    [0x043e - GREEK] = 'o', /* о */
    [0x043f - GREEK] = 'n', /* п */
    [0x0440 - GREEK] = 'p', /* р */
    [0x0441 - GREEK] = 'c', /* с */
    [0x0442 - GREEK] = 't', /* т */
    [0x0443 - GREEK] = 'y', /* у */
    [0x0445 - GREEK] = 'x', /* х */
    [0x044c - GREEK] = 'b', /* ь */
    [0x0455 - GREEK] = 's', /* ѕ */
    [0x0456 - GREEK] = 'i', /* і */
    [0x0458 - GREEK] = 'j', /* ј */
    [0x0474 - GREEK] = 'V', /* Ѵ */
    [0x0475 - GREEK] = 'v', /* ѵ */
    [0x04ae - GREEK] = 'Y', /* Ү */
    [0x04af - GREEK] = 'y', /* ү */
    [0x04ba - GREEK] = 'H', /* Һ */
    [0x04bb - GREEK] = 'h', /* һ */
    [0x04c0 - GREEK] = 'I', /* Ӏ */
    [0x04cf - GREEK] = 'l', /* ӏ */
    [0x0501 - GREEK] = 'd', /* ԁ */
    [0x050c - GREEK] = 'G', /* Ԍ */
    [0x051a - GREEK] = 'Q', /* Ԛ */
    [0x051b - GREEK] = 'q', /* ԛ */
    [0x051c - GREEK] = 'W', /* Ԝ */
    [0x051d - GREEK] = 'w', /* ԝ */
    [0x053c - GREEK] = 'L', /* Լ */
    [0x054d - GREEK] = 'U', /* Ս */
    [0x0555 - GREEK] = 'O', /* Օ */
    [0x0566 - GREEK] = 'q', /* զ */
    [0x0570 - GREEK] = 'h', /* հ */
    [0x0575 - GREEK] = 'j', /* յ */
    [0x0578 - GREEK] = 'n', /* ո */
    [0x057d - GREEK] = 'u', /* ս */
    [0x0581 - GREEK] = 'g', /* ց */
    [0x0585 - GREEK] = 'o', /* օ */
};

/* A word, and what its letters are. */
struct word {
	size_t start, end;
	size_t latin, alike, foreign;
};

static bool
is_word(UChar32 c)
{
	if (c < 0x80)
		return (unsigned)((c | 0x20) - 'a') < 26 ||
		       (unsigned)(c - '0') < 10;
	return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

static char
alike_for(UChar32 c)
{
	return c >= GREEK && c < ALIKE_END ? alike[c - GREEK] : 0;
}

/* Where the word begins that the byte at `at` is in. */
static size_t
word_start(const struct normal_edit *e, size_t at)
{
	/* Offsets have 31 bits (NORMAL_MAX). */
	int32_t before = (int32_t)at;
	size_t start = at;
	UChar32 c;

	while ((size_t)before > e->done && at - start < WORD_BYTES) {
		U8_PREV_OR_FFFD((const uint8_t *)e->text, 0, before, c);
		if (!is_word(c) || (size_t)before < e->done)
			break;
		start = (size_t)before;
	}
	return start;
}

static void
count(struct word *w, UChar32 c)
{
	if (c < 0x80)
		w->latin += (unsigned)((c | 0x20) - 'a') < 26;
	else if (alike_for(c) != 0)
		w->alike++;
	else if (c < GREEK)
		w->latin += u_isalpha(c) != 0;
	else
		w->foreign++;
}

static struct word
read_word(const struct normal_edit *e, size_t at)
{
	struct word w = {.start = word_start(e, at)};
	size_t next = w.start;

	for (w.end = w.start; w.end < e->len; w.end = next) {
		UChar32 c;

		U8_NEXT_OR_FFFD(e->text, next, e->len, c);
		if (!is_word(c))
			break;
		count(&w, c);
	}
	return w;
}

size_t
normal_lookalike(struct normal_edit *e, size_t at)
{
	struct word w;
	size_t next;

	if (at < e->done)
		return at;
	w = read_word(e, at);
	if (w.latin == 0 || w.alike == 0 || w.foreign > 0 ||
	    w.end - w.start > WORD_BYTES)
		return w.end > at ? w.end : at;
	for (at = w.start; at < w.end; at = next) {
		UChar32 c;
		char by;

		next = at;
		U8_NEXT_OR_FFFD(e->text, next, e->len, c);
		by = alike_for(c);
		if (by != 0)
			normal_edit(e, at, next - at, &by, 1);
	}
	return w.end;
}
