/* SPDX-License-Identifier: MIT
 *
 * transfer.c - content transfer encodings undone.
 *
 * Uuencode is GMime's.  Base64 is our own: GMime's stops at the first padding
 * and drops an unpadded tail, so that text joined on behind either would go
 * unread.  So is quoted-printable: GMime's knows no soft line break with white
 * space behind its '=' (RFC 2045 section 6.7, rule 3), nor one at a bare CR.
 */
#include "parse/transfer.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <gmime/gmime.h>

static const struct transfer_name {
	const char *name;
	enum transfer encoding;
} names[] = {
    {"7bit", TRANSFER_PLAIN},
    {"8bit", TRANSFER_PLAIN},
    {"binary", TRANSFER_PLAIN},
    {"7-bit", TRANSFER_PLAIN},
    {"8-bit", TRANSFER_PLAIN},
    {"quoted-printable", TRANSFER_QP},
    {"quoted printable", TRANSFER_QP},
    {"base64", TRANSFER_BASE64},
    {"base-64", TRANSFER_BASE64},
    {"x-uuencode", TRANSFER_UU},
    {"uuencode", TRANSFER_UU},
    {"x-uue", TRANSFER_UU},
    {"uue", TRANSFER_UU},
};

enum transfer
transfer_named(const char *value, size_t len)
{
	while (len > 0 && strchr(" \t\r\n\"'", *value) != NULL)
		value++, len--;
	if (len == 0)
		return TRANSFER_PLAIN;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		size_t n = strlen(names[i].name);

		if (len >= n && strncasecmp(value, names[i].name, n) == 0 &&
		    (len == n || strchr(" \t\r\n\"';,(", value[n]) != NULL))
			return names[i].encoding;
	}
	return TRANSFER_UNKNOWN;
}

/* The six bits of each character, or one of the marks. */
enum { BAD = 0x80, PAD = 0xc0, SPACE = 0xa0 };

static uint8_t values[256];

static void
values_fill(void)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl"
				       "mnopqrstuvwxyz0123456789+/";

	memset(values, BAD, sizeof values);
	for (unsigned i = 0; i < 64; i++)
		values[(unsigned char)alphabet[i]] = (uint8_t)i;
	/* The URL alphabet, which some programs use in mail. */
	values['-'] = 62;
	values['_'] = 63;
	values['='] = PAD;
	values[' '] = values['\t'] = values['\r'] = values['\n'] = SPACE;
}

struct base64 {
	uint32_t bits;
	unsigned count; /* characters in bits, 0 to 3 */
	uint8_t *out;
	bool clean;
};

/* Writes the whole bytes that fewer than four characters hold. */
static void
base64_end(struct base64 *s)
{
	if (s->count == 1)
		s->clean = false;
	if (s->count >= 2)
		*s->out++ = (uint8_t)(s->bits >> (s->count == 2 ? 4 : 10));
	if (s->count == 3)
		*s->out++ = (uint8_t)(s->bits >> 2);
	s->bits = s->count = 0;
}

static void
base64_char(struct base64 *s, uint8_t value)
{
	if (value == SPACE)
		return;
	if (value == PAD) {
		if (s->count > 0)
			base64_end(s);
		return;
	}
	if (value == BAD) {
		s->clean = false;
		return;
	}
	s->bits = s->bits << 6 | value;
	if (++s->count == 4) {
		*s->out++ = (uint8_t)(s->bits >> 16);
		*s->out++ = (uint8_t)(s->bits >> 8);
		*s->out++ = (uint8_t)s->bits;
		s->bits = s->count = 0;
	}
}

static const uint8_t *
base64_quads(struct base64 *s, const uint8_t *p, const uint8_t *end)
{
	uint8_t a, b, c, d;

	while (s->count == 0 && end - p >= 4) {
		a = values[p[0]];
		b = values[p[1]];
		c = values[p[2]];
		d = values[p[3]];
		if ((a | b | c | d) & 0x80)
			break;
		s->out[0] = (uint8_t)(a << 2 | b >> 4);
		s->out[1] = (uint8_t)(b << 4 | c >> 2);
		s->out[2] = (uint8_t)(c << 6 | d);
		s->out += 3;
		p += 4;
	}
	return p;
}

bool
transfer_base64(const char *data, size_t len, struct buf *out)
{
	const uint8_t *p = (const uint8_t *)data, *end = p + len;
	char *start = buf_room(out, len / 4 * 3 + 3);
	struct base64 s = {.out = (uint8_t *)start, .clean = true};

	if (start == NULL)
		return false;
	if (values['B'] == 0)
		values_fill();
	while (p < end) {
		p = base64_quads(&s, p, end);
		if (p < end)
			base64_char(&s, values[*p++]);
	}
	base64_end(&s);
	buf_grown(out, (size_t)((char *)s.out - start));
	return s.clean;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The length of a soft line break that stands at an '=', or 0. The end of the
 * data is one too. */
static size_t
soft_break(const char *s, size_t left)
{
	size_t n = 1;

	while (n < left && (s[n] == ' ' || s[n] == '\t'))
		n++;
	if (n == left)
		return n;
	if (s[n] == '\r')
		return n + 1 < left && s[n + 1] == '\n' ? n + 2 : n + 1;
	return s[n] == '\n' ? n + 1 : 0;
}

/* An '=' that begins nothing stands for itself. */
static int
qp_decode(const char *data, size_t len, struct buf *out)
{
	const char *end = data + len, *equals;
	size_t n;

	while (data < end &&
	       (equals = memchr(data, '=', (size_t)(end - data))) != NULL) {
		buf_add(out, data, (size_t)(equals - data));
		data = equals;
		n = soft_break(data, (size_t)(end - data));
		if (n == 0 && end - data > 2 && hex_value(data[1]) >= 0 &&
		    hex_value(data[2]) >= 0) {
			buf_addc(out, (char)(hex_value(data[1]) << 4 |
					     hex_value(data[2])));
			n = 3;
		} else if (n == 0) {
			buf_addc(out, '=');
			n = 1;
		}
		data += n;
	}
	return buf_add(out, data, (size_t)(end - data));
}

/* GMime writes at most as many bytes as it reads, and a few that it kept back
 * from the step before. */
static int
gmime_decode(GMimeContentEncoding encoding, const char *data, size_t len,
    struct buf *out, bool *ret_clean)
{
	GMimeEncoding state;
	char *start = buf_room(out, len + 64);
	size_t n;

	if (start == NULL)
		return -1;
	g_mime_encoding_init_decode(&state, encoding);
	n = g_mime_encoding_step(&state, data, len, start);
	n += g_mime_encoding_flush(&state, "", 0, start + n);
	buf_grown(out, n);
	*ret_clean = n > 0 || len == 0;
	return 0;
}

/* Where the data lines begin: behind "begin MODE NAME", if that is there. */
static size_t
uu_data(const char *data, size_t len)
{
	const char *begin = len > 6 && memcmp(data, "begin ", 6) == 0
				? data
				: memmem(data, len, "\nbegin ", 7);
	const char *nl;

	if (begin == NULL)
		return 0;
	nl = memchr(begin + 1, '\n', len - (size_t)(begin + 1 - data));
	return nl != NULL ? (size_t)(nl - data) + 1 : len;
}

int
transfer_decode(enum transfer encoding, const char *data, size_t len,
    struct buf *out, bool *ret_clean)
{
	size_t skip;

	switch (encoding) {
	case TRANSFER_BASE64:
		*ret_clean = transfer_base64(data, len, out);
		return buf_failed(out) ? -1 : 0;
	case TRANSFER_QP:
		*ret_clean = true;
		return qp_decode(data, len, out);
	case TRANSFER_UU:
		skip = uu_data(data, len);
		return gmime_decode(GMIME_CONTENT_ENCODING_UUENCODE,
		    data + skip, len - skip, out, ret_clean);
	case TRANSFER_PLAIN:
	case TRANSFER_UNKNOWN:
		break;
	}
	*ret_clean = encoding == TRANSFER_PLAIN;
	return buf_add(out, data, len);
}
