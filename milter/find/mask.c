/* SPDX-License-Identifier: MIT
 *
 * mask.c - the one way a found value is printed.
 *
 * What kind of value it is shows in the value itself, so that a caller cannot
 * choose wrongly.  Where two kinds fit, the one that hides more wins; a card
 * is the exception: first six and last four digits, as PCI DSS 3.4.1 allows.
 *
 * BUGS
 *	Every character above U+007F but a dash, quote or NBSP counts as a
 *	letter.
 */
#include "find/mask.h"

#include <stdbool.h>
#include <string.h>

#include "find/validators.h"

#define HIDDEN "\xe2\x80\xa2" /* U+2022 */
#define CUT "\xe2\x80\xa6"    /* U+2026 */

#define MASK_MAX 64 /* characters printed */
#define SHORT_ID 8  /* letters and digits: fewer are all hidden */
#define LONG_WORD 3 /* letters: an id seldom has two such words */

enum class { SEPARATOR, DIGIT, LETTER };

/* One character of the value. */
struct character {
	const char *s;
	size_t len;
	enum class class;
	bool valid; /* well-formed UTF-8 */
};

/* How many bytes the UTF-8 sequence at s has, 0 when it is none. */
static size_t
sequence(const char *s, size_t len)
{
	unsigned char c = (unsigned char)*s;
	size_t n = c < 0x80   ? 1
		   : c < 0xc2 ? 0
		   : c < 0xe0 ? 2
		   : c < 0xf0 ? 3
		   : c < 0xf5 ? 4
			      : 0;

	if (n == 0 || n > len)
		return 0;
	for (size_t i = 1; i < n; i++)
		if (((unsigned char)s[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

static enum class classify(const char *s, size_t len) {
	unsigned char third;

	if (len == 1 && *s >= '0' && *s <= '9') return DIGIT;
	if (len == 1) return (*s >= 'a' && *s <= 'z') ||
		(*s >= 'A' && *s <= 'Z')
	    ? LETTER
	    : SEPARATOR;
	if (len == 2 && memcmp(s, "\xc2\xa0", 2) == 0) return SEPARATOR;
	if (len == 3 && memcmp(s, "\xe2\x80", 2) == 0){
	    third = (unsigned char)s[2];
	    /* U+2010 to U+201F: dashes and quotes */
	    return third >= 0x90 && third <= 0x9f ? SEPARATOR : LETTER;}
return LETTER;
}

static struct character
character(const char *s, size_t len)
{
	struct character c = {.s = s, .len = sequence(s, len)};

	c.valid = c.len > 0;
	if (!c.valid) {
		c.len = 1;
		c.class = LETTER;
	} else
		c.class = classify(s, c.len);
	return c;
}

/* What the value holds. */
struct shape {
	size_t digits, letters;
	size_t words;      /* runs of letters alone */
	size_t long_words; /* … of LONG_WORD or more */
};

static struct shape
measure(const char *s, size_t len)
{
	struct shape h = {0};
	size_t run = 0;
	bool mixed = false;
	struct character c;

	for (size_t i = 0; i <= len; i += c.len) {
		c = i < len ? character(s + i, len - i)
			    : (struct character){.len = 1};
		h.digits += c.class == DIGIT;
		h.letters += c.class == LETTER;
		if (c.class != SEPARATOR) {
			mixed |= c.class == DIGIT;
			run++;
			continue;
		}
		h.words += run > 0 && !mixed;
		h.long_words += run >= LONG_WORD && !mixed;
		run = 0;
		mixed = false;
	}
	return h;
}

/* A separator as it stands, but one line and no control character. */
static void
add_separator(const struct character *c, struct buf *out)
{
	if (c->len == 1 && ((unsigned char)*c->s < 0x20 || *c->s == 0x7f))
		buf_addc(out, ' ');
	else
		buf_add(out, c->s, c->len);
}

/* Shows the first `head` and the last `tail` letters and digits of n. */
static void
mask_id(const char *s, size_t len, size_t head, size_t tail, size_t n,
    struct buf *out)
{
	struct character c;
	size_t seen = 0, printed = 0;

	for (size_t i = 0; i < len; i += c.len) {
		c = character(s + i, len - i);
		if (printed++ == MASK_MAX) {
			buf_adds(out, CUT);
			return;
		}
		if (c.class == SEPARATOR) {
			add_separator(&c, out);
			continue;
		}
		if (c.valid && (seen < head || seen >= n - tail))
			buf_add(out, c.s, c.len);
		else
			buf_adds(out, HIDDEN);
		seen++;
	}
}

/* Initials: each run that begins with a letter is that letter and one dot;
 * figures are hidden one by one. */
static void
mask_words(const char *s, size_t len, struct buf *out)
{
	struct character c;
	size_t printed = 0;
	bool inside = false;

	for (size_t i = 0; i < len; i += c.len) {
		c = character(s + i, len - i);
		if (c.class == SEPARATOR || !inside)
			printed++;
		if (printed > MASK_MAX) {
			buf_adds(out, CUT);
			return;
		}
		if (c.class == SEPARATOR) {
			add_separator(&c, out);
			inside = false;
		} else if (c.class == DIGIT) {
			buf_adds(out, HIDDEN);
		} else if (!inside) {
			if (c.valid)
				buf_add(out, c.s, c.len);
			buf_adds(out, HIDDEN);
			inside = true;
		}
	}
}

/* First letter and the domain's last label. */
static void
mask_address(const char *s, size_t len, const char *at, struct buf *out)
{
	struct character first = character(s, len);
	const char *end = s + len, *dot = end - 1;

	if (first.valid && first.class != SEPARATOR && first.s < at)
		buf_add(out, first.s, first.len);
	buf_adds(out, HIDDEN HIDDEN HIDDEN "@" HIDDEN HIDDEN HIDDEN);
	while (dot > at && *dot != '.')
		dot--;
	/* A label longer than any in use is not one to show. */
	if (dot == at || end - dot > 16)
		return;
	for (const char *p = dot; p < end; p++)
		if (*p == '.' || classify(p, 1) != SEPARATOR)
			buf_addc(out, *p);
}

static bool
is_valid(const char *validator, const char *s, size_t len)
{
	return validator_check(validator_find(validator), NULL, s, len) ==
	       ANSWER_YES;
}

int
mask_value(const char *s, size_t len, struct buf *out)
{
	struct shape h = measure(s, len);
	size_t n = h.digits + h.letters;
	const char *at = memchr(s, '@', len);

	if (at && !memchr(s, ' ', len))
		mask_address(s, len, at, out);
	else if (h.letters == 0 && h.digits >= 15 && is_valid("card", s, len))
		mask_id(s, len, 6, 4, n, out);
	else if (h.letters == 0 && is_valid("uk-phone", s, len))
		mask_id(s, len, 0, 2, n, out);
	else if (h.long_words >= 2 || (h.digits == 0 && h.words > 0))
		mask_words(s, len, out);
	else if (n >= SHORT_ID)
		mask_id(s, len, 2, 1, n, out);
	else
		mask_id(s, len, 0, 0, n, out);
	return buf_failed(out) ? -1 : 0;
}
