/* SPDX-License-Identifier: MIT
 *
 * bytes.c - numbers and letters out of little-endian binary formats.
 */
#include "extract/bytes.h"

#include <string.h>

#include "parse/charset.h"

struct bytes
bytes_of(const void *data, size_t len)
{
	struct bytes b = {.at = data, .cut = false};

	b.end = b.at + len;
	return b;
}

size_t
bytes_left(const struct bytes *b)
{
	return (size_t)(b->end - b->at);
}

uint32_t
bytes_number(struct bytes *b, size_t size)
{
	uint32_t n = 0;

	if (bytes_left(b) < size) {
		b->at = b->end;
		b->cut = true;
		return 0;
	}
	for (size_t i = 0; i < size; i++)
		n |= (uint32_t)b->at[i] << (8 * i);
	b->at += size;
	return n;
}

struct bytes
bytes_take(struct bytes *b, size_t len)
{
	struct bytes part = {.at = b->at};

	if (len > bytes_left(b)) {
		len = bytes_left(b);
		b->cut = part.cut = true;
	}
	b->at += len;
	part.end = b->at;
	return part;
}

struct bytes
bytes_at(const struct bytes *b, size_t from, size_t len)
{
	struct bytes whole = *b;

	whole.cut = false;
	bytes_take(&whole, from);
	return bytes_take(&whole, len);
}

uint32_t
bytes_16(const void *p)
{
	const unsigned char *s = p;

	return s[0] | (uint32_t)s[1] << 8;
}

uint32_t
bytes_32(const void *p)
{
	const unsigned char *s = p;

	return bytes_16(s) | bytes_16(s + 2) << 16;
}

double
bytes_double(const void *p)
{
	uint64_t n = bytes_32(p) |
		     (uint64_t)bytes_32((const unsigned char *)p + 4) << 32;
	double d;

	memcpy(&d, &n, sizeof d);
	return d;
}

int
bytes_character(uint32_t c, struct buf *out)
{
	char s[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	if (n == 1)
		return buf_addc(out, (char)c);
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		s[i] = (char)(0x80 | (c & 0x3f));
	s[0] = (char)((0xf00u >> n & 0xf0) | c);
	return buf_add(out, s, n);
}

int
bytes_utf16(const void *p, size_t units, struct buf *out)
{
	const unsigned char *s = p;

	for (size_t i = 0; i < units; i++) {
		uint32_t c = bytes_16(s + 2 * i), low;

		if (c >= 0xd800 && c < 0xdc00 && i + 1 < units &&
		    (low = bytes_16(s + 2 * i + 2)) >= 0xdc00 && low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i++;
		} else if (c >= 0xd800 && c < 0xe000)
			c = 0xfffd;
		bytes_character(c, out);
	}
	return buf_failed(out) ? -1 : 0;
}

int
bytes_latin(const void *p, size_t len, struct buf *out)
{
	const unsigned char *s = p;

	if (charset_ascii(p, len))
		return buf_add(out, p, len);
	for (size_t i = 0; i < len; i++)
		bytes_character(s[i], out);
	return buf_failed(out) ? -1 : 0;
}

int
bytes_page(unsigned page, const void *p, size_t len, struct buf *out)
{
	struct buf scratch = BUF_MAX(4 * len + 65536);
	struct charset_text t;
	char name[32];
	int rc;

	if (charset_ascii(p, len) && page != 1200 && page != 65000)
		return buf_add(out, p, len);
	rc = charset_decode(charset_codepage(page, name), p, len, &scratch, &t);
	if (rc == 0)
		rc = buf_add(out, t.data, t.len);
	buf_free(&scratch);
	return rc;
}

unsigned
bytes_language_page(unsigned language)
{
	/* By the primary language, the lowest ten bits. */
	static const struct {
		unsigned char language;
		uint16_t page;
	} pages[] = {{0x01, 1256}, {0x02, 1251}, {0x05, 1250}, {0x08, 1253},
	    {0x0d, 1255}, {0x0e, 1250}, {0x11, 932}, {0x12, 949}, {0x15, 1250},
	    {0x18, 1250}, {0x19, 1251}, {0x1a, 1250}, {0x1b, 1250},
	    {0x1c, 1250}, {0x1e, 874}, {0x1f, 1254}, {0x20, 1256}, {0x22, 1251},
	    {0x23, 1251}, {0x24, 1250}, {0x25, 1257}, {0x26, 1257},
	    {0x27, 1257}, {0x29, 1256}, {0x2a, 1258}, {0x2f, 1251}};

	/* Of Chinese, in Taiwan, Hong Kong and Macau by other letters. */
	if ((language & 0x3ff) == 0x04)
		return language == 0x0404 || language == 0x0c04 ||
			       language == 0x1404
			   ? 950
			   : 936;
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
		if (pages[i].language == (language & 0x3ff))
			return pages[i].page;
	return 1252;
}
