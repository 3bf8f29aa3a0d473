/* SPDX-License-Identifier: MIT
 *
 * normalise.c - the view of a text that rules are matched against, and the way
 * back to the text.
 *
 * Characters are taken a cluster at a time: one with what combines with it
 * (UAX 15: up to the next character with a normalisation boundary before it).
 * Most clusters normalise to themselves and are copied.
 *
 * Invariant: runs are sorted by `out`, and by `in`; the first starts at 0 of
 * the view; each ends where the next starts, the last at the view's end.
 *
 * BUGS
 *	Look-alike letters of other alphabets, spaced-out words and figures
 *	that stand for letters are left as they are.
 */
#include "find/normalise.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

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
 * sign; the rest are controls, which readers show as nothing,
 * default-ignorable format characters and quotes. */
static const struct replacement replacements[] = {
    {0x0000, 0x0008, ""},
    {0x000b, 0x000b, " "},
    {0x000e, 0x001f, ""},
    {0x007f, 0x0084, ""},
    {0x0085, 0x0085, " "},
    {0x0086, 0x009f, ""},
    {0x00a0, 0x00a0, " "},
    {0x00ad, 0x00ad, ""},
    {0x034f, 0x034f, ""},
    {0x058a, 0x058a, "-"},
    {0x061c, 0x061c, ""},
    {0x115f, 0x1160, ""},
    {0x1680, 0x1680, " "},
    {0x17b4, 0x17b5, ""},
    {0x180b, 0x180f, ""},
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

void
normal_init(struct normal *n)
{
	*n = (struct normal){0};
	buf_init(&n->copy, NORMAL_MAX);
}

void
normal_free(struct normal *n)
{
	buf_free(&n->copy);
	free(n->runs);
	normal_init(n);
}

/* ASCII that stands for itself: no control but tab and the ends of lines and
 * pages. */
static bool
plain(unsigned char c)
{
	return c < 0x20 ? c == '\t' || c == '\n' || c == '\f' || c == '\r'
			: c < 0x7f;
}

/* How many bytes from the start are plain. The sums set the high bit of a byte
 * of 0x20 and more, and of 0x7f and more. */
static size_t
plain_prefix(const char *s, size_t len)
{
	const uint64_t high = 0x8080808080808080u;
	size_t i = 0, end;
	uint64_t word;

	for (; i + sizeof word <= len; i += sizeof word) {
		memcpy(&word, s + i, sizeof word);
		if ((word & high) == 0 &&
		    ((word + 0x6060606060606060u) & high) == high &&
		    ((word + 0x0101010101010101u) & high) == 0)
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

/* Notes that the view's next out_len bytes stand for the in_len bytes of the
 * text at `in`; joins the last run where the steps go on evenly. */
static int
add_run(struct normal *n, size_t in, size_t out_len, size_t in_len, bool copied)
{
	uint16_t out_step = copied ? 1 : (uint16_t)out_len;
	uint16_t in_step = copied ? 1 : (uint16_t)in_len;
	struct normal_run *last = n->nruns > 0 ? &n->runs[n->nruns - 1] : NULL;
	size_t cap;

	if (last != NULL && last->out_step == out_step &&
	    last->in_step == in_step &&
	    in - last->in == (n->copy.len - last->out) / out_step * in_step)
		return 0;
	if (n->nruns == n->capruns) {
		cap = n->capruns ? 2 * n->capruns : 64;
		last = reallocarray(n->runs, cap, sizeof *last);
		if (last == NULL)
			return -1;
		n->runs = last;
		n->capruns = cap;
	}
	n->runs[n->nruns++] = (struct normal_run){
	    (uint32_t)n->copy.len, (uint32_t)in, out_step, in_step};
	return 0;
}

static int
copy_bytes(struct normal *n, const char *text, size_t in, size_t len)
{
	if (len == 0)
		return 0;
	if (add_run(n, in, len, len, true) < 0)
		return -1;
	return buf_add(&n->copy, text + in, len);
}

static int
replace_bytes(
    struct normal *n, size_t in, size_t len, const char *by, size_t by_len)
{
	if (by_len == 0)
		return 0;
	if (add_run(n, in, by_len, len, false) < 0)
		return -1;
	return buf_add(&n->copy, by, by_len);
}

/* The end of the cluster that starts at `at`: the first character has been
 * read, up to `next`. */
static size_t
cluster_end(const UNormalizer2 *nfkc, const char *text, size_t len, size_t next)
{
	int chars = 1;

	while (next < len && chars < CLUSTER_CHARS) {
		size_t i = next;
		UChar32 c;

		U8_NEXT_OR_FFFD(text, i, len, c);
		if (c < 0x80 || replacement_for(c) != NULL ||
		    unorm2_hasBoundaryBefore(nfkc, c))
			break;
		next = i;
		chars++;
	}
	return next;
}

/* Adds the cluster [start, end) of the text in its normal form. */
static int
add_cluster(struct normal *n, const UNormalizer2 *nfkc, const char *text,
    size_t start, size_t end)
{
	UChar from[2 * CLUSTER_CHARS], to[CLUSTER_UNITS];
	char out[3 * CLUSTER_UNITS];
	UErrorCode err = U_ZERO_ERROR;
	int32_t nfrom, nto, nout;

	u_strFromUTF8WithSub(from, 2 * CLUSTER_CHARS, &nfrom, text + start,
	    (int32_t)(end - start), 0xfffd, NULL, &err);
	nto = unorm2_normalize(nfkc, from, nfrom, to, CLUSTER_UNITS, &err);
	u_strToUTF8(out, sizeof out, &nout, to, nto, &err);
	if (U_FAILURE(err))
		return copy_bytes(n, text, start, end - start);
	if ((size_t)nout == end - start &&
	    memcmp(out, text + start, (size_t)nout) == 0)
		return copy_bytes(n, text, start, end - start);
	return replace_bytes(n, start, end - start, out, (size_t)nout);
}

/* Adds what starts at the character beyond ASCII at *at, or at the ASCII
 * character that one beyond ASCII may combine with. */
static int
add_character(struct normal *n, const UNormalizer2 *nfkc, const char *text,
    size_t len, size_t *at)
{
	size_t start = *at, next = *at;
	const char *by;
	UChar32 c;

	U8_NEXT_OR_FFFD(text, next, len, c);
	by = replacement_for(c);
	if (by != NULL) {
		*at = next;
		return replace_bytes(n, start, next - start, by, strlen(by));
	}
	*at = cluster_end(nfkc, text, len, next);
	if (*at == next && (c < 0x80 || unorm2_isInert(nfkc, c)))
		return copy_bytes(n, text, start, next - start);
	return add_cluster(n, nfkc, text, start, *at);
}

int
normal_make(struct normal *n, const char *text, size_t len)
{
	UErrorCode err = U_ZERO_ERROR;
	const UNormalizer2 *nfkc;
	size_t at = 0, copied = plain_prefix(text, len);

	n->nruns = 0;
	n->data = text;
	n->len = len;
	if (len > NORMAL_MAX)
		return -1;
	if (copied == len)
		return 0;
	nfkc = unorm2_getNFKCInstance(&err);
	if (U_FAILURE(err))
		return -1;
	buf_reset(&n->copy);
	while (at < len) {
		copied = plain_prefix(text + at, len - at);
		/* The last one may combine with what follows. */
		if (copied > 0 && at + copied < len)
			copied--;
		if (copy_bytes(n, text, at, copied) < 0)
			return -1;
		at += copied;
		if (at < len && add_character(n, nfkc, text, len, &at) < 0)
			return -1;
	}
	n->data = buf_str(&n->copy);
	n->len = n->copy.len;
	return 0;
}

/* The run that the view's byte at offset is in; there is one. */
static const struct normal_run *
run_of(const struct normal *n, size_t offset)
{
	size_t low = 0, high = n->nruns;

	while (high - low > 1) {
		size_t mid = (low + high) / 2;

		if (n->runs[mid].out <= offset)
			low = mid;
		else
			high = mid;
	}
	return &n->runs[low];
}

size_t
normal_start(const struct normal *n, size_t offset)
{
	const struct normal_run *r;

	if (n->nruns == 0)
		return offset;
	r = run_of(n, offset);
	return r->in + (offset - r->out) / r->out_step * r->in_step;
}

size_t
normal_end(const struct normal *n, size_t offset)
{
	const struct normal_run *r;

	if (n->nruns == 0 || offset == 0)
		return offset;
	r = run_of(n, offset - 1);
	return r->in + ((offset - 1 - r->out) / r->out_step + 1) * r->in_step;
}
