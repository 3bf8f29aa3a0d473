/* SPDX-License-Identifier: MIT
 *
 * charset.c - bytes in any charset to UTF-8, without losing one of them.
 *
 * Most mail is ASCII or UTF-8: it is checked eight bytes at a time and handed
 * back as it lies.  Latin mail goes through one table.  Only the rest meets
 * ICU, in pieces through a fixed pivot buffer.
 *
 * What a name means follows the WHATWG Encoding Standard, because that is what
 * the recipient's reader does: "iso-8859-1" is windows-1252, "gb2312" is GB
 * 18030.
 *
 * BUGS: undeclared Shift_JIS, KOI8 and the like are not guessed; they come out
 * as windows-1252 letters, ASCII among them intact.
 */
#include "parse/charset.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

enum family {
	FAMILY_UTF8,  /* or undeclared: UTF-8, stray bytes windows-1252 */
	FAMILY_LATIN, /* windows-1252 */
	FAMILY_ASCII, /* ICU; bytes below 0x80 are ASCII */
	FAMILY_WIDE,  /* UTF-16 and UTF-32 */
	FAMILY_OTHER, /* ICU; bytes below 0x80 may mean anything */
};

/* First match wins; a name ending in '*' matches as a prefix. icu is the name
 * to open where it differs. */
static const struct charset_name {
	const char *name;
	enum family family;
	const char *icu;
} names[] = {
    {"utf-8*", FAMILY_UTF8, NULL},
    {"utf8*", FAMILY_UTF8, NULL},
    {"us-ascii", FAMILY_UTF8, NULL},
    {"ascii", FAMILY_UTF8, NULL},
    {"ansi_x3.4*", FAMILY_UTF8, NULL},
    {"unicode-1-1-utf-8", FAMILY_UTF8, NULL},
    {"unknown-8bit", FAMILY_UTF8, NULL},
    {"x-unknown", FAMILY_UTF8, NULL},
    {"unknown", FAMILY_UTF8, NULL},
    {"default", FAMILY_UTF8, NULL},
    {"default_charset", FAMILY_UTF8, NULL},
    {"cp65001", FAMILY_UTF8, NULL},
    {"65001", FAMILY_UTF8, NULL},
    {"iso-8859-1", FAMILY_LATIN, NULL},
    {"iso8859-1", FAMILY_LATIN, NULL},
    {"iso_8859-1*", FAMILY_LATIN, NULL},
    {"latin1", FAMILY_LATIN, NULL},
    {"latin-1", FAMILY_LATIN, NULL},
    {"l1", FAMILY_LATIN, NULL},
    {"windows-1252", FAMILY_LATIN, NULL},
    {"cp1252", FAMILY_LATIN, NULL},
    {"cp-1252", FAMILY_LATIN, NULL},
    {"x-cp1252", FAMILY_LATIN, NULL},
    {"ansi", FAMILY_LATIN, NULL},
    {"iso-8859-9", FAMILY_ASCII, "windows-1254"},
    {"iso-8859-11", FAMILY_ASCII, "windows-874"},
    {"iso-8859-8-i", FAMILY_ASCII, "iso-8859-8"},
    {"iso-8859-*", FAMILY_ASCII, NULL},
    {"iso8859-*", FAMILY_ASCII, NULL},
    {"windows-*", FAMILY_ASCII, NULL},
    {"cp125*", FAMILY_ASCII, NULL},
    {"cp85*", FAMILY_ASCII, NULL},
    {"cp86*", FAMILY_ASCII, NULL},
    {"koi8*", FAMILY_ASCII, NULL},
    {"mac*", FAMILY_ASCII, NULL},
    {"x-mac*", FAMILY_ASCII, NULL},
    {"tis-620", FAMILY_ASCII, "windows-874"},
    {"gb2312*", FAMILY_ASCII, "gb18030"},
    {"gb_2312*", FAMILY_ASCII, "gb18030"},
    {"gbk", FAMILY_ASCII, "gb18030"},
    {"gb18030", FAMILY_ASCII, NULL},
    {"x-gbk", FAMILY_ASCII, "gb18030"},
    {"big5*", FAMILY_ASCII, NULL},
    {"euc-*", FAMILY_ASCII, NULL},
    {"ks_c_5601*", FAMILY_ASCII, "windows-949"},
    {"ksc5601", FAMILY_ASCII, "windows-949"},
    {"shift_jis", FAMILY_ASCII, "windows-31j"},
    {"shift-jis", FAMILY_ASCII, "windows-31j"},
    {"x-sjis", FAMILY_ASCII, "windows-31j"},
    {"sjis", FAMILY_ASCII, "windows-31j"},
    {"utf-16*", FAMILY_WIDE, NULL},
    {"utf16*", FAMILY_WIDE, NULL},
    {"utf-32*", FAMILY_WIDE, NULL},
    {"ucs-2*", FAMILY_WIDE, "utf-16"},
    {"ucs-4*", FAMILY_WIDE, "utf-32"},
    {"iso-10646-ucs-2", FAMILY_WIDE, "utf-16"},
    {"unicode", FAMILY_WIDE, "utf-16"},
    {"unicode-1-1-utf-7", FAMILY_OTHER, "utf-7"},
    {"unicode-2-0-utf-7", FAMILY_OTHER, "utf-7"},
    {"x-unicode-2-0-utf-7", FAMILY_OTHER, "utf-7"},
    {"csunicode11utf7", FAMILY_OTHER, "utf-7"},
    {"x-utf-7", FAMILY_OTHER, "utf-7"},
    {"utf-7", FAMILY_OTHER, NULL},
    {"utf-7*", FAMILY_OTHER, "utf-7"},
    {"utf7*", FAMILY_OTHER, "utf-7"},
};

/* windows-1252, 0x80 to 0x9f; the five holes are C1 controls, as the WHATWG
 * standard has it. */
static const uint16_t latin_high[32] = {0x20ac, 0x81, 0x201a, 0x192, 0x201e,
    0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d,
    0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc,
    0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178};

static uint16_t
latin_char(unsigned char c)
{
	return c >= 0x80 && c < 0xa0 ? latin_high[c - 0x80] : c;
}

static size_t
ascii_prefix(const char *data, size_t len)
{
	size_t i = 0;
	uint64_t word;

	for (; len - i >= sizeof word; i += sizeof word) {
		memcpy(&word, data + i, sizeof word);
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < len && (unsigned char)data[i] < 0x80)
		i++;
	return i;
}

const char *
charset_codepage(unsigned page, char name[32])
{
	/* Those that "cp" and the number is no name of. */
	static const struct {
		unsigned page;
		const char *name;
	} pages[] = {{1200, "utf-16le"}, {1201, "utf-16be"},
	    {10000, "macintosh"}, {20127, "us-ascii"}, {20866, "koi8-r"},
	    {21866, "koi8-u"}, {50220, "iso-2022-jp"}, {51932, "euc-jp"},
	    {51949, "euc-kr"}, {65000, "utf-7"}, {65001, "utf-8"}};

	if (page == 0)
		return NULL;
	snprintf(name, 32, "cp%u", page);
	if (page == 874 || (page >= 1250 && page <= 1258))
		snprintf(name, 32, "windows-%u", page);
	else if (page >= 28591 && page <= 28605)
		snprintf(name, 32, "iso-8859-%u", page - 28590);
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
		if (pages[i].page == page)
			snprintf(name, 32, "%s", pages[i].name);
	return name;
}

bool
charset_ascii(const char *data, size_t len)
{
	return ascii_prefix(data, len) == len;
}

static bool
continues(const unsigned char *p, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return false;
	return true;
}

/* The length of the sequence at p, 2 to 4, or 0 when it is not well-formed:
 * overlong, a surrogate, past U+10FFFF, cut short. RFC 3629 section 4. */
static size_t
sequence(const unsigned char *p, size_t left)
{
	size_t n = p[0] < 0xc2   ? 0
		   : p[0] < 0xe0 ? 2
		   : p[0] < 0xf0 ? 3
		   : p[0] < 0xf5 ? 4
				 : 0;

	if (n == 0 || n > left || !continues(p, n))
		return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return n;
}

size_t
charset_utf8_prefix(const char *data, size_t len)
{
	size_t i = 0, n;

	for (;;) {
		i += ascii_prefix(data + i, len - i);
		if (i == len)
			return len;
		n = sequence((const unsigned char *)data + i, len - i);
		if (n == 0)
			return i;
		i += n;
		/* Scripts other than Latin: stay here while they last. */
		while (i < len && (unsigned char)data[i] >= 0x80 &&
		       (n = sequence(
			    (const unsigned char *)data + i, len - i)) > 0)
			i += n;
	}
}

/* Adds one character of the Basic Multilingual Plane. */
static void
add_char(struct buf *out, unsigned c)
{
	char s[3];

	if (c < 0x80) {
		buf_addc(out, (char)c);
	} else if (c < 0x800) {
		s[0] = (char)(0xc0 | c >> 6);
		s[1] = (char)(0x80 | (c & 0x3f));
		buf_add(out, s, 2);
	} else {
		s[0] = (char)(0xe0 | c >> 12);
		s[1] = (char)(0x80 | (c >> 6 & 0x3f));
		s[2] = (char)(0x80 | (c & 0x3f));
		buf_add(out, s, 3);
	}
}

static int
from_latin(const char *data, size_t len, struct buf *out)
{
	for (size_t i = 0, n; i < len; i += n) {
		n = ascii_prefix(data + i, len - i);
		buf_add(out, data + i, n);
		for (; i + n < len && (unsigned char)data[i + n] >= 0x80; n++)
			add_char(out, latin_char((unsigned char)data[i + n]));
	}
	return buf_failed(out) ? -1 : 0;
}

/* UTF-8 whose invalid bytes are windows-1252. */
static int
from_mixed(const char *data, size_t len, struct buf *out)
{
	for (size_t i = 0, n; i < len; i += n) {
		n = charset_utf8_prefix(data + i, len - i);
		buf_add(out, data + i, n);
		if (i + n < len)
			add_char(out, latin_char((unsigned char)data[i + n++]));
	}
	return buf_failed(out) ? -1 : 0;
}

static int
as_it_is(const char *data, size_t len, struct charset_text *ret)
{
	*ret = (struct charset_text){.data = data, .len = len};
	return 0;
}

/* Hands out what scratch was given, if it took it all. */
static int
from_scratch(int rc, const struct buf *scratch, struct charset_text *ret)
{
	if (rc < 0)
		return -1;
	return as_it_is(buf_str(scratch), scratch->len, ret);
}

static bool
name_matches(const char *pattern, const char *name)
{
	size_t n = strlen(pattern);

	if (n > 0 && pattern[n - 1] == '*')
		return strncasecmp(pattern, name, n - 1) == 0;
	return strcasecmp(pattern, name) == 0;
}

static const struct charset_name *
name_lookup(const char *name)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (name_matches(names[i].name, name))
			return &names[i];
	return NULL;
}

/* Converters stay open: opening one costs more than most texts. */
#define KEPT 8
static struct kept {
	char name[64];
	UConverter *converter;
} kept[KEPT];
static size_t kept_next;
static UConverter *to_utf8;

/* What ICU calls for bytes it cannot take: they become windows-1252. */
static void
invalid_as_latin(const void *context, UConverterToUnicodeArgs *args,
    const char *units, int32_t length, UConverterCallbackReason reason,
    UErrorCode *err)
{
	UChar chars[32];
	int32_t n;

	(void)context;
	if (reason > UCNV_IRREGULAR)
		return;
	*err = U_ZERO_ERROR;
	for (n = 0; n < length && n < 32; n++)
		chars[n] = latin_char((unsigned char)units[n]);
	ucnv_cbToUWriteUChars(args, chars, n, 0, err);
}

static UConverter *
converter_new(const char *name)
{
	UErrorCode err = U_ZERO_ERROR;
	UConverter *c = ucnv_open(name, &err);

	if (U_FAILURE(err))
		return NULL;
	ucnv_setToUCallBack(c, invalid_as_latin, NULL, NULL, NULL, &err);
	return c;
}

/* The converter of that name, reset; NULL when ICU has none. Unknown names are
 * kept too, as NULL, so that a hostile message cannot make us look for the
 * same one a thousand times. */
static UConverter *
converter_get(const char *name)
{
	struct kept *k;

	if (strlen(name) >= sizeof kept[0].name)
		return NULL;
	for (size_t i = 0; i < KEPT; i++)
		if (strcasecmp(kept[i].name, name) == 0) {
			if (kept[i].converter != NULL)
				ucnv_resetToUnicode(kept[i].converter);
			return kept[i].converter;
		}
	k = &kept[kept_next];
	kept_next = (kept_next + 1) % KEPT;
	ucnv_close(k->converter);
	k->converter = converter_new(name);
	memcpy(k->name, name, strlen(name) + 1);
	return k->converter;
}

int
charset_init(void)
{
	UErrorCode err = U_ZERO_ERROR;

	if (to_utf8 == NULL)
		to_utf8 = ucnv_open("utf-8", &err);
	if (to_utf8 == NULL || converter_get("iso-8859-15") == NULL)
		return -1;
	return 0;
}

void
charset_close(void)
{
	for (size_t i = 0; i < KEPT; i++) {
		ucnv_close(kept[i].converter);
		kept[i] = (struct kept){.converter = NULL};
	}
	ucnv_close(to_utf8);
	to_utf8 = NULL;
}

static int
from_icu(UConverter *from, const char *data, size_t len, struct buf *out)
{
	UChar pivot[2048], *read_at = pivot, *write_at = pivot;
	const char *at = data;
	UErrorCode err;
	char *to, *start;

	ucnv_resetFromUnicode(to_utf8);
	do {
		start = to = buf_room(out, 8192);
		if (start == NULL)
			return -1;
		err = U_ZERO_ERROR;
		ucnv_convertEx(to_utf8, from, &to, start + 8192, &at,
		    data + len, pivot, &read_at, &write_at, pivot + 2048, false,
		    true, &err);
		buf_grown(out, (size_t)(to - start));
	} while (err == U_BUFFER_OVERFLOW_ERROR);
	return U_FAILURE(err) ? -1 : 0;
}

/* UTF-16 or UTF-32 by where the zero bytes of Latin text lie, when at least
 * `percent` of the bytes are zero; else NULL. */
static const char *
wide_guess(const char *data, size_t len, size_t percent)
{
	size_t look = len < 4096 ? len : 4096, zero[4] = {0}, some, n, high;

	for (size_t i = 0; i < look; i++)
		if (data[i] == '\0')
			zero[i & 3]++;
	n = zero[0] + zero[1] + zero[2] + zero[3];
	if (n == 0 || n * 100 < look * percent)
		return NULL;
	some = look / 5;
	if (zero[0] > some && zero[1] > some && zero[2] > some)
		return zero[3] <= some / 4 ? "utf-32be" : NULL;
	if (zero[1] > some && zero[2] > some && zero[3] > some)
		return zero[0] <= some / 4 ? "utf-32le" : NULL;
	/* A row of zeros has as many in either place. */
	high = zero[0] + zero[2];
	if (high >= n - n / 8)
		return "utf-16be";
	return high <= n / 8 ? "utf-16le" : NULL;
}

static const struct mark {
	const char *bytes;
	size_t len;
	const char *name;
} marks[] = {
    {"\xef\xbb\xbf", 3, "utf-8"},
    {"\xff\xfe\0\0", 4, "utf-32le"},
    {"\0\0\xfe\xff", 4, "utf-32be"},
    {"\xff\xfe", 2, "utf-16le"},
    {"\xfe\xff", 2, "utf-16be"},
};

static const struct mark *
mark_of(const char *data, size_t len)
{
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (len >= marks[i].len &&
		    memcmp(data, marks[i].bytes, marks[i].len) == 0)
			return &marks[i];
	return NULL;
}

static int
undeclared(
    const char *data, size_t len, struct buf *scratch, struct charset_text *ret)
{
	const char *wide;

	if (charset_utf8_prefix(data, len) == len &&
	    memchr(data, '\0', len) == NULL)
		return as_it_is(data, len, ret);
	wide = wide_guess(data, len, 40);
	if (wide != NULL && to_utf8 != NULL && converter_get(wide) != NULL)
		return from_scratch(
		    from_icu(converter_get(wide), data, len, scratch), scratch,
		    ret);
	return from_scratch(from_mixed(data, len, scratch), scratch, ret);
}

/* True when three bytes in four of the beginning are ASCII text. */
static bool
mostly_ascii(const char *data, size_t len)
{
	size_t look = len < 4096 ? len : 4096, n = 0;

	for (size_t i = 0; i < look; i++)
		n += (data[i] >= ' ' && data[i] < 0x7f) || data[i] == '\n' ||
		     data[i] == '\r' || data[i] == '\t';
	return n >= look - look / 4;
}

/* True when an ASCII letter stands for itself. */
static bool
holds_ascii(UConverter *from)
{
	UErrorCode err = U_ZERO_ERROR;
	UChar out[4];
	int32_t n = ucnv_toUChars(from, out, 4, "A", 1, &err);

	ucnv_resetToUnicode(from);
	return U_SUCCESS(err) && n == 1 && out[0] == 'A';
}

/* Of no charset that we know: a recipient's reader may know it. */
static int
unknown(
    const char *data, size_t len, struct buf *scratch, struct charset_text *ret)
{
	if (undeclared(data, len, scratch, ret) < 0)
		return -1;
	ret->doubtful =
	    charset_utf8_prefix(data, len) < len && !mostly_ascii(data, len);
	return 0;
}

static int
by_name(const char *name, const struct charset_name *known, const char *data,
    size_t len, struct buf *scratch, struct charset_text *ret)
{
	enum family family = known != NULL ? known->family : FAMILY_OTHER;
	UConverter *from;

	if (family == FAMILY_ASCII && charset_ascii(data, len))
		return as_it_is(data, len, ret);
	if (family == FAMILY_WIDE && wide_guess(data, len, 20) == NULL &&
	    (charset_utf8_prefix(data, len) == len || mostly_ascii(data, len)))
		return undeclared(data, len, scratch, ret);
	if (known != NULL && known->icu != NULL)
		name = known->icu;
	if (family == FAMILY_WIDE && strcasecmp(name, "utf-16") == 0 &&
	    wide_guess(data, len, 20) != NULL)
		name = wide_guess(data, len, 20);
	from = to_utf8 != NULL ? converter_get(name) : NULL;
	if (from == NULL)
		return unknown(data, len, scratch, ret);
	/* ASCII said to be EBCDIC: who cannot read EBCDIC reads it. */
	if (family == FAMILY_OTHER && mostly_ascii(data, len) &&
	    !holds_ascii(from))
		return undeclared(data, len, scratch, ret);
	return from_scratch(from_icu(from, data, len, scratch), scratch, ret);
}

int
charset_decode(const char *declared, const char *data, size_t len,
    struct buf *scratch, struct charset_text *ret)
{
	const struct mark *mark = mark_of(data, len);
	const struct charset_name *known;
	const char *wide;

	if (mark == NULL && memchr(data, '\0', len) != NULL &&
	    (wide = wide_guess(data, len, 40)) != NULL)
		declared = wide;
	if (mark != NULL) {
		declared = mark->name;
		data += mark->len;
		len -= mark->len;
	}
	known = declared != NULL ? name_lookup(declared) : NULL;
	if (declared == NULL || (known != NULL && known->family == FAMILY_UTF8))
		return undeclared(data, len, scratch, ret);
	if (known == NULL || known->family != FAMILY_LATIN)
		return by_name(declared, known, data, len, scratch, ret);
	if (charset_utf8_prefix(data, len) == len)
		return as_it_is(data, len, ret);
	return from_scratch(from_latin(data, len, scratch), scratch, ret);
}
