/* SPDX-License-Identifier: MIT
 *
 * alike.c - whether two alternatives of one body say the same.
 */
#include "extract/alike.h"

#include <string.h>
#include <strings.h>

/* A stream of the bytes that count, over one or several texts. */
struct stream {
	const char *at, *end;
	const struct text *next;
	size_t left; /* texts after this one */
	/* What was passed over before the last byte: whether there was
	 * anything, and a sum of what is neither blank nor mark-up. */
	bool apart;
	unsigned between;
};

/* 1: counts. 0: passed over. 2: look closer. (Ranges are GNU C.) */
static const unsigned char classes[256] = {
    ['0' ... '9'] = 1,
    ['A' ... 'Z'] = 1,
    ['a' ... 'z'] = 1,
    ['<'] = 2,
    [0x80 ... 0xc1] = 1,
    [0xc2] = 2,
    [0xc3 ... 0xe1] = 1,
    [0xe2] = 2,
    [0xe3 ... 0xff] = 1,
};

/* The length of "<https://…>" and its like at s, or 0. Looked for only within
 * a line's length, so that a row of '<' costs no more. */
static size_t
link_target(const char *s, size_t left)
{
	static const char *const begins[] = {"<http", "<mailto:", "<tel:"};
	const char *close;

	for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++) {
		size_t n = strlen(begins[i]);

		if (left <= n || strncasecmp(s, begins[i], n) != 0)
			continue;
		close = memchr(s, '>', left < 2048 ? left : 2048);
		/* No target has a blank; words in pointed brackets do. */
		if (close == NULL || memchr(s, ' ', (size_t)(close - s)) ||
		    memchr(s, '\n', (size_t)(close - s)))
			return 0;
		return (size_t)(close - s) + 1;
	}
	return 0;
}

/* Bytes of a no-break space, or of general punctuation (U+2000 to U+206F). */
static size_t
wide_blank(const unsigned char *s, size_t left)
{
	if (left >= 2 && s[0] == 0xc2 && (s[1] == 0xa0 || s[1] == 0xb7))
		return 2;
	if (left >= 3 && s[0] == 0xe2 && (s[1] == 0x80 || s[1] == 0x81))
		return 3;
	return 0;
}

/* How much to pass over at a byte that is not of class 1; 0 when it counts. */
static size_t
to_skip(const struct stream *s)
{
	size_t left = (size_t)(s->end - s->at), n;

	if (classes[(unsigned char)*s->at] == 0)
		return 1;
	if (*s->at != '<')
		return wide_blank((const unsigned char *)s->at, left);
	n = link_target(s->at, left);
	return n > 0 ? n : 1;
}

static void
pass_over(struct stream *s, size_t n)
{
	/* What a plain half writes where the other has a tag. */
	static const char markup[] = " \t\r\n*_>|#=~+`";

	s->apart = true;
	if (n == 1 && memchr(markup, *s->at, sizeof markup - 1) == NULL)
		s->between = s->between * 31 + (unsigned char)*s->at;
	s->at += n;
}

/* The next byte that counts, or -1 at the end. */
static int
next(struct stream *s)
{
	size_t skip;

	s->apart = false;
	s->between = 0;
	for (;;) {
		while (s->at < s->end) {
			unsigned char c = (unsigned char)*s->at;

			if (classes[c] == 1 || (skip = to_skip(s)) == 0)
				return s->at++, c;
			pass_over(s, skip);
		}
		if (s->left == 0)
			return -1;
		s->at = s->next->data;
		s->end = s->at + s->next->len;
		s->next++;
		s->left--;
	}
}

static bool
digit(int c)
{
	return c >= '0' && c <= '9';
}

/* Whether what stands between two bytes that count reads the same in both:
 * words joined in one are apart in the other, and a number's separators make it
 * one number or another. */
static bool
same_between(const struct stream *a, const struct stream *b, int from, int to)
{
	if (from < 0 || to < 0)
		return true;
	if (a->apart != b->apart)
		return false;
	return a->between == b->between || !(digit(from) || digit(to));
}

bool
alike(
    const struct texts *t, size_t first, size_t n, const char *data, size_t len)
{
	struct stream a = {.left = n}, b = {.at = data, .end = data + len};
	int x, y, before = -1;

	if (n == 0)
		return false;
	a.next = &t->v[first];
	do {
		/* Most of the way they run in step. */
		while (a.at < a.end && b.at < b.end && *a.at == *b.at &&
		       classes[(unsigned char)*a.at] == 1) {
			before = (unsigned char)*a.at;
			a.at++, b.at++;
		}
		x = next(&a);
		y = next(&b);
		if (x == y && !same_between(&a, &b, before, x))
			return false;
		before = x;
	} while (x == y && x >= 0);
	return x == y;
}
