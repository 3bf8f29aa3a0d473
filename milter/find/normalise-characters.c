/* SPDX-License-Identifier: MIT
 *
 * normalise-characters.c - the first stage of the view: characters and
 * entities.
 *
 * Characters are taken a cluster at a time: one with what combines with it
 * (UAX 15: up to the next character with a normalisation boundary before it).
 * Most clusters normalise to themselves and are copied.
 */
#include <stdlib.h>
#include <string.h>

#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "find/normalise-parts.h"

/* UAX 15's stream-safe format allows 30 combining marks in a row; a longer run
 * is cut, or sorting its marks would cost the square of its length. */
#define CLUSTER_CHARS 32
/* NFKC makes at most 18 UTF-16 units of one character (U+FDFA). */
#define CLUSTER_UNITS (18 * CLUSTER_CHARS)

/* What a character is replaced by before anything else; "" removes it. */
struct replacement {
	UChar32 first, last;
	const char *by;
};

/* By first. Spaces: Unicode's Zs and line separators; dashes: Pd and the minus
 * sign; small capitals, which look like letters and are; the rest are controls,
 * which readers show as nothing, default-ignorable format characters and
 * quotes. */
static const struct replacement replacements[] = {
    {0x0000, 0x0008, ""},
    {0x000b, 0x000b, " "},
    {0x000e, 0x001f, ""},
    {0x007f, 0x0084, ""},
    {0x0085, 0x0085, " "},
    {0x0086, 0x009f, ""},
    {0x00a0, 0x00a0, " "},
    {0x00ad, 0x00ad, ""},
    {0x0251, 0x0251, "a"},
    {0x0261, 0x0261, "g"},
    {0x0262, 0x0262, "g"},
    {0x026a, 0x026a, "i"},
    {0x0274, 0x0274, "n"},
    {0x0280, 0x0280, "r"},
    {0x028f, 0x028f, "y"},
    {0x0299, 0x0299, "b"},
    {0x029c, 0x029c, "h"},
    {0x029f, 0x029f, "l"},
    {0x034f, 0x034f, ""},
    {0x058a, 0x058a, "-"},
    {0x061c, 0x061c, ""},
    {0x115f, 0x1160, ""},
    {0x1680, 0x1680, " "},
    {0x17b4, 0x17b5, ""},
    {0x180b, 0x180f, ""},
    {0x1d00, 0x1d00, "a"},
    {0x1d04, 0x1d04, "c"},
    {0x1d05, 0x1d05, "d"},
    {0x1d07, 0x1d07, "e"},
    {0x1d0a, 0x1d0a, "j"},
    {0x1d0b, 0x1d0b, "k"},
    {0x1d0d, 0x1d0d, "m"},
    {0x1d0f, 0x1d0f, "o"},
    {0x1d18, 0x1d18, "p"},
    {0x1d1b, 0x1d1b, "t"},
    {0x1d1c, 0x1d1c, "u"},
    {0x1d20, 0x1d20, "v"},
    {0x1d21, 0x1d21, "w"},
    {0x1d22, 0x1d22, "z"},
    {0x2000, 0x200a, " "},
    {0x200b, 0x200f, ""},
    {0x2010, 0x2015, "-"},
    {0x2018, 0x201b, "'"},
    {0x201c, 0x201f, "\""},
    {0x2028, 0x2029, " "},
    {0x202a, 0x202e, ""},
    {0x202f, 0x202f, " "},
    {0x2032, 0x2032, "'"},
    {0x2043, 0x2043, "-"},
    {0x205f, 0x205f, " "},
    {0x2060, 0x206f, ""},
    {0x2212, 0x2212, "-"},
    {0x2800, 0x2800, " "},
    {0x2e3a, 0x2e3b, "-"},
    {0x3000, 0x3000, " "},
    {0x3164, 0x3164, ""},
    {0xa730, 0xa730, "f"},
    {0xa731, 0xa731, "s"},
    {0xfe00, 0xfe0f, ""},
    {0xfe31, 0xfe32, "-"},
    {0xfe58, 0xfe58, "-"},
    {0xfe63, 0xfe63, "-"},
    {0xfeff, 0xfeff, ""},
    {0xff0d, 0xff0d, "-"},
    {0xffa0, 0xffa0, ""},
    {0x1d173, 0x1d17a, ""},
    {0xe0000, 0xe0fff, ""},
};

/* Entities that are found in text that was HTML once, by name. */
static const struct entity {
	const char *name;
	UChar32 c;
} entities[] = {
    {"amp", '&'},
    {"apos", '\''},
    {"bull", 0x2022},
    {"copy", 0xa9},
    {"eacute", 0xe9},
    {"emsp", 0x2003},
    {"ensp", 0x2002},
    {"euro", 0x20ac},
    {"gt", '>'},
    {"hellip", 0x2026},
    {"ldquo", 0x201c},
    {"lrm", 0x200e},
    {"lsquo", 0x2018},
    {"lt", '<'},
    {"mdash", 0x2014},
    {"middot", 0xb7},
    {"minus", 0x2212},
    {"nbsp", 0xa0},
    {"ndash", 0x2013},
    {"pound", 0xa3},
    {"quot", '"'},
    {"rdquo", 0x201d},
    {"rlm", 0x200f},
    {"rsquo", 0x2019},
    {"shy", 0xad},
    {"thinsp", 0x2009},
    {"zwj", 0x200d},
    {"zwnj", 0x200c},
};

/* One character and what combines with it. */
struct cluster {
	UChar32 first;
	bool named; /* an entity is among it */
	size_t start, end;
	UChar units[2 * CLUSTER_CHARS];
	int32_t n;
};

/* ASCII that stands for itself: no control but tab and the ends of lines and
 * pages, and not the start of an entity. */
static bool
plain(unsigned char c)
{
	if (c < 0x20)
		return c == '\t' || c == '\n' || c == '\f' || c == '\r';
	return c < 0x7f && c != '&';
}

/* How many bytes from the start are plain. The sums set the high bit of a byte
 * of 0x20 and more, of 0x7f and more, and of one that differs from '&'. */
static size_t
plain_prefix(const char *s, size_t len)
{
	const uint64_t high = 0x8080808080808080u;
	const uint64_t sevens = 0x7f7f7f7f7f7f7f7fu;
	const uint64_t ands = 0x2626262626262626u;
	size_t i = 0, end;
	uint64_t word;

	for (; i + sizeof word <= len; i += sizeof word) {
		memcpy(&word, s + i, sizeof word);
		if ((word & high) == 0 &&
		    ((word + 0x6060606060606060u) & high) == high &&
		    ((word + 0x0101010101010101u) & high) == 0 &&
		    (((word ^ ands) + sevens) & high) == high)
			continue;
		for (end = i + sizeof word; i < end; i++)
			if (!plain((unsigned char)s[i]))
				return i;
		i -= sizeof word;
	}
	while (i < len && plain((unsigned char)s[i]))
		i++;
	return i;
}

static const char *
replacement_for(UChar32 c)
{
	size_t low = 0, high = sizeof replacements / sizeof *replacements;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (c > replacements[mid].last)
			low = mid + 1;
		else if (c < replacements[mid].first)
			high = mid;
		else
			return replacements[mid].by;
	}
	return NULL;
}

static unsigned
digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 99;
}

/* "#8203;" or "#x200b;": how long it is; 0 when it is none. */
static size_t
read_number(const char *s, size_t len, UChar32 *ret_c)
{
	bool hex = len > 1 && (s[1] | 0x20) == 'x';
	size_t first = hex ? 2 : 1, i;
	unsigned base = hex ? 16 : 10;
	UChar32 c = 0;

	for (i = first; i < len && i < first + 7; i++) {
		if (digit_of(s[i]) >= base)
			break;
		c = c * (UChar32)base + (UChar32)digit_of(s[i]);
	}
	if (i == first || i >= len || s[i] != ';' || c > 0x10ffff ||
	    U_IS_SURROGATE(c))
		return 0;
	*ret_c = c;
	return i + 1;
}

/* The entity that starts with the '&' at `at`: where it ends, or `at` when
 * there is none. */
static size_t
read_entity(const char *text, size_t len, size_t at, UChar32 *ret_c)
{
	const char *s = text + at + 1;
	size_t room = len - at - 1, i, n;

	if (room > 0 && *s == '#') {
		n = read_number(s, room, ret_c);
		return n > 0 ? at + 1 + n : at;
	}
	if (room < 3 || *s < 'a' || *s > 'z')
		return at;
	for (i = 0; i < sizeof entities / sizeof *entities; i++) {
		n = strlen(entities[i].name);
		if (room <= n || s[n] != ';' ||
		    memcmp(s, entities[i].name, n) != 0)
			continue;
		*ret_c = entities[i].c;
		return at + n + 2;
	}
	return at;
}

/* The first byte at or after `at` that may not stand for itself. */
static size_t
next_special(const char *text, size_t len, size_t at)
{
	UChar32 c;

	for (;; at++) {
		at += plain_prefix(text + at, len - at);
		if (at == len || text[at] != '&' ||
		    read_entity(text, len, at, &c) > at)
			return at;
	}
}

/* Reads the character at *at, an entity being one, and moves *at behind it. */
static UChar32
read_character(const char *text, size_t len, size_t *at, bool *named)
{
	UChar32 c;

	if (text[*at] == '&') {
		size_t end = read_entity(text, len, *at, &c);

		if (end > *at) {
			*at = end;
			*named = true;
			return c;
		}
	}
	U8_NEXT_OR_FFFD(text, *at, len, c);
	return c;
}

static void
add_unit(struct cluster *k, UChar32 c)
{
	U16_APPEND_UNSAFE(k->units, k->n, c);
}

/* Reads the cluster that starts at `at`. */
static void
read_cluster(struct cluster *k, const UNormalizer2 *nfkc, const char *text,
    size_t len, size_t at)
{
	int chars = 1;

	*k = (struct cluster){.start = at, .end = at};
	k->first = read_character(text, len, &k->end, &k->named);
	add_unit(k, k->first);
	while (k->end < len && chars++ < CLUSTER_CHARS) {
		size_t next = k->end;
		bool named = false;
		UChar32 c = read_character(text, len, &next, &named);

		if (c < 0x80 || replacement_for(c) != NULL ||
		    unorm2_hasBoundaryBefore(nfkc, c))
			break;
		add_unit(k, c);
		k->end = next;
		k->named |= named;
	}
}

/* Adds a cluster in its normal form. */
static int
add_normal(struct normal_map *map, const UNormalizer2 *nfkc, const char *text,
    const struct cluster *k)
{
	size_t len = k->end - k->start;
	UChar to[CLUSTER_UNITS];
	char out[3 * CLUSTER_UNITS];
	UErrorCode err = U_ZERO_ERROR;
	int32_t nto, nout;

	nto = unorm2_normalize(nfkc, k->units, k->n, to, CLUSTER_UNITS, &err);
	u_strToUTF8(out, sizeof out, &nout, to, nto, &err);
	if (U_FAILURE(err) ||
	    ((size_t)nout == len && memcmp(out, text + k->start, len) == 0))
		return normal_map_copy(map, text, k->start, len);
	return normal_map_replace(map, k->start, len, out, (size_t)nout);
}

/* White letters in black squares and circles, which NFKC leaves as they are;
 * 0 for anything else. */
static char
squared_letter(UChar32 c)
{
	if (c < 0x1f150 || c > 0x1f189 || (c - 0x1f150) % 0x20 >= 26)
		return 0;
	return (char)('a' + (c - 0x1f150) % 0x20);
}

/* Adds what starts at *at: a character beyond ASCII, an entity, or an ASCII
 * character that one beyond ASCII may combine with. */
static int
add_character(struct normal_map *map, const UNormalizer2 *nfkc,
    const char *text, size_t len, size_t *at)
{
	size_t start = *at, next = *at;
	bool named = false;
	UChar32 c = read_character(text, len, &next, &named);
	const char *by = replacement_for(c);
	char letter = squared_letter(c);
	struct cluster k;

	*at = next;
	if (by != NULL)
		return normal_map_replace(
		    map, start, next - start, by, strlen(by));
	if (letter != 0)
		return normal_map_replace(map, start, next - start, &letter, 1);
	read_cluster(&k, nfkc, text, len, start);
	*at = k.end;
	if (k.end == next && !named && (c < 0x80 || unorm2_isInert(nfkc, c)))
		return normal_map_copy(map, text, start, next - start);
	return add_normal(map, nfkc, text, &k);
}

int
normal_characters(struct normal_map *map, const char *text, size_t len)
{
	size_t at = 0, special = next_special(text, len, 0);
	UErrorCode err = U_ZERO_ERROR;
	const UNormalizer2 *nfkc;

	if (special == len)
		return 0;
	nfkc = unorm2_getNFKCInstance(&err);
	if (U_FAILURE(err))
		return -1;
	while (at < len) {
		/* The last one before it may combine with it. */
		if (special > at && special < len)
			special--;
		if (normal_map_copy(map, text, at, special - at) < 0)
			return -1;
		at = special;
		if (at < len && add_character(map, nfkc, text, len, &at) < 0)
			return -1;
		special = next_special(text, len, at);
	}
	return 1;
}
