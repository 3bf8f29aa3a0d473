/* SPDX-License-Identifier: MIT
 *
 * idn.c - a domain in Unicode and its "xn--" form are one.
 *
 * ICU would do it, but is kept to the layer that reads messages; a list needs
 * only that two ways of writing one name meet.
 *
 * BUGS: names are taken as composed (NFC), as keyboards write them. Capitals
 * of other scripts and a German sharp s are left as they are.
 */
#include "config/idn.h"

#include <stdint.h>
#include <string.h>

#define LABEL_MAX 63

/* RFC 3492, section 5. */
#define BASE 36u
#define TMIN 1u
#define TMAX 26u
#define SKEW 38u
#define DAMP 700u
#define INITIAL_BIAS 72u
#define INITIAL_N 128u

bool
idn_needed(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			return true;
	return false;
}

static uint32_t
small(uint32_t c)
{
	bool greek = c >= 0x391 && c <= 0x3a9;
	bool cyrillic = c >= 0x410 && c <= 0x42f;

	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	    greek || cyrillic)
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if (c == 0x178)
		return 0xff;
	/* Latin Extended-A: capitals are even, from 0x139 and 0x179 odd. */
	if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177))
		return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return c + (c & 1);
	return c;
}

/* The code points of UTF-8, in small letters. How many, or -1. */
static int
decode(const char *s, size_t len, uint32_t *ret)
{
	const unsigned char *p = (const unsigned char *)s, *end = p + len;
	uint32_t c;
	int n = 0, more;

	while (p < end) {
		c = *p++;
		more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
		if ((c >= 0x80 && c < 0xc2) || c > 0xf4 || end - p < more ||
		    n == LABEL_MAX)
			return -1;
		if (more > 0)
			c &= 0x3fu >> more;
		for (; more > 0; more--, p++) {
			if ((*p & 0xc0) != 0x80)
				return -1;
			c = c << 6 | (*p & 0x3f);
		}
		ret[n++] = small(c);
	}
	return n;
}

static uint32_t
adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	for (; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
		delta /= BASE - TMIN;
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

/* Where a label is written. */
struct out {
	char *s;
	size_t n, size;
};

static void
put(struct out *o, char c)
{
	if (o->n < o->size)
		o->s[o->n] = c;
	o->n++;
}

static void
put_delta(struct out *o, uint32_t q, uint32_t bias)
{
	uint32_t k, t, digit;

	for (k = BASE;; k += BASE) {
		t = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
		digit = q < t ? q : t + (q - t) % (BASE - t);
		put(o, (char)(digit < 26 ? 'a' + digit : '0' + digit - 26));
		if (q < t)
			return;
		q = (q - t) / (BASE - t);
	}
}

static uint32_t
next_point(const uint32_t *points, int count, uint32_t n)
{
	uint32_t least = UINT32_MAX;
	int i;

	for (i = 0; i < count; i++)
		if (points[i] >= n && points[i] < least)
			least = points[i];
	return least;
}

/* The encoding procedure of RFC 3492, section 6.3; a label of 63 code points
 * cannot make delta overflow. */
static void
put_punycode(struct out *o, const uint32_t *points, int count)
{
	uint32_t n = INITIAL_N, delta = 0, bias = INITIAL_BIAS, m;
	uint32_t basic = 0, handled;
	int i;

	for (i = 0; i < count; i++) {
		if (points[i] < 0x80) {
			put(o, (char)points[i]);
			basic++;
		}
	}
	if (basic > 0)
		put(o, '-');
	for (handled = basic; handled < (uint32_t)count; delta++, n++) {
		m = next_point(points, count, n);
		delta += (m - n) * (handled + 1);
		n = m;
		for (i = 0; i < count; i++) {
			if (points[i] < n)
				delta++;
			if (points[i] != n)
				continue;
			put_delta(o, delta, bias);
			bias = adapt(delta, handled + 1, handled == basic);
			delta = 0;
			handled++;
		}
	}
}

static int
put_label(struct out *o, const char *label, size_t len)
{
	uint32_t points[LABEL_MAX];
	bool plain = true;
	size_t i;
	int n;

	for (i = 0; i < len; i++)
		plain &= (unsigned char)label[i] < 0x80;
	if (plain) {
		for (i = 0; i < len; i++)
			put(o, label[i]);
		return 0;
	}
	n = decode(label, len, points);
	if (n < 0)
		return -1;
	for (i = 0; i < 4; i++)
		put(o, "xn--"[i]);
	put_punycode(o, points, n);
	return 0;
}

int
idn_ascii(const char *domain, size_t len, char *ret, size_t size)
{
	struct out o = {ret, 0, size};
	const char *end = domain + len, *dot;

	for (;;) {
		dot = memchr(domain, '.', (size_t)(end - domain));
		if (put_label(&o, domain,
			(size_t)((dot != NULL ? dot : end) - domain)) < 0)
			return -1;
		if (dot == NULL)
			break;
		put(&o, '.');
		domain = dot + 1;
	}
	put(&o, '\0');
	return o.n <= size ? 0 : -1;
}
