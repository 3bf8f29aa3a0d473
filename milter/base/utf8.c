/* SPDX-License-Identifier: MIT
 *
 * utf8.c - one code point at a time, strictly.
 */
#include "base/utf8.h"

/* How many bytes a first byte announces, the bits it gives, and the smallest
 * code point that needs so many: anything below is overlong. */
static size_t
first_byte(unsigned char b, uint32_t *ret_bits, uint32_t *ret_least)
{
	if (b < 0x80) {
		*ret_bits = b;
		*ret_least = 0;
		return 1;
	}
	if (b >= 0xc2 && b <= 0xdf) {
		*ret_bits = b & 0x1f;
		*ret_least = 0x80;
		return 2;
	}
	if (b >= 0xe0 && b <= 0xef) {
		*ret_bits = b & 0x0f;
		*ret_least = 0x800;
		return 3;
	}
	if (b >= 0xf0 && b <= 0xf4) {
		*ret_bits = b & 0x07;
		*ret_least = 0x10000;
		return 4;
	}
	return 0;
}

size_t
utf8_next(const char *s, size_t left, uint32_t *ret)
{
	uint32_t c, least;
	size_t len, i;

	if (left == 0)
		return 0;
	len = first_byte((unsigned char)s[0], &c, &least);
	if (len == 0 || len > left)
		return 0;
	for (i = 1; i < len; i++) {
		if (((unsigned char)s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | ((unsigned char)s[i] & 0x3f);
	}
	if (c < least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*ret = c;
	return len;
}

bool
utf8_valid(const char *s, size_t len)
{
	uint32_t c;
	size_t n;

	for (; len > 0; s += n, len -= n)
		if ((n = utf8_next(s, len, &c)) == 0)
			return false;
	return true;
}

bool
utf8_control(uint32_t c)
{
	static const struct {
		uint32_t from, to;
	} ranges[] = {
	    {0x00, 0x1f}, {0x7f, 0x9f}, {0x200e, 0x200f}, /* direction marks */
	    {0x2028, 0x202e}, /* separators, embeddings, overrides */
	    {0x2066, 0x2069}, /* isolates */
	    {0xfeff, 0xfeff}, /* byte order mark */
	};
	size_t i;

	for (i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return true;
	return false;
}
