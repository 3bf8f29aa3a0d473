/* SPDX-License-Identifier: MIT
 *
 * plain.c - plain text as it was written: lines joined.
 */
#include "extract/plain.h"

#include <string.h>

int
plain_lines(const char *data, size_t len, struct buf *out)
{
	const char *cr;
	size_t n;

	while (len > 0 && (cr = memchr(data, '\r', len)) != NULL) {
		n = (size_t)(cr - data);
		buf_add(out, data, n);
		buf_addc(out, '\n');
		n += n + 1 < len && cr[1] == '\n' ? 2 : 1;
		data += n;
		len -= n;
	}
	return buf_add(out, data, len);
}

struct line {
	const char *s;
	size_t len;   /* without its line end */
	size_t whole; /* with it */
};

static struct line
line_at(const char *s, const char *end)
{
	const char *nl = memchr(s, '\n', (size_t)(end - s));
	struct line l = {.s = s};

	l.whole = nl != NULL ? (size_t)(nl - s) + 1 : (size_t)(end - s);
	l.len = nl != NULL ? l.whole - 1 : l.whole;
	if (l.len > 0 && s[l.len - 1] == '\r')
		l.len--;
	return l;
}

static size_t
quote_depth(const struct line *l)
{
	size_t n = 0;

	while (n < l->len && l->s[n] == '>')
		n++;
	return n;
}

int
plain_flowed(const char *data, size_t len, bool delsp, struct buf *out)
{
	const char *end = data + len;
	bool joining = false;
	size_t before = 0;

	while (data < end) {
		struct line l = line_at(data, end);
		size_t depth = quote_depth(&l), skip = depth;
		bool soft;

		if (skip < l.len && l.s[skip] == ' ')
			skip++;
		/* "-- " is the signature line, never soft (4.3). */
		soft =
		    l.len > skip && l.s[l.len - 1] == ' ' &&
		    !(l.len - skip == 3 && memcmp(l.s + skip, "-- ", 3) == 0);
		if (joining && depth != before)
			buf_addc(out, '\n');
		if (!joining || depth != before) {
			buf_add(out, l.s, depth);
			if (depth > 0)
				buf_addc(out, ' ');
		}
		buf_add(out, l.s + skip, l.len - skip - (soft && delsp));
		if (!soft)
			buf_addc(out, '\n');
		joining = soft;
		before = depth;
		data += l.whole;
	}
	return buf_failed(out) ? -1 : 0;
}

/* Lines that packed data begin with. */
static const struct packed {
	const char *begin;
	enum unread why;
} packings[] = {
    {"-----BEGIN PGP MESSAGE", UNREAD_ENCRYPTED},
    {"-----BEGIN PGP ARMORED FILE", UNREAD_UNSUPPORTED},
    {"-----BEGIN PKCS7-----", UNREAD_ENCRYPTED},
    {"-----BEGIN CMS-----", UNREAD_ENCRYPTED},
    {"=ybegin ", UNREAD_UNSUPPORTED},
    {"begin-base64 ", UNREAD_UNSUPPORTED},
    {"(This file must be converted with BinHex", UNREAD_UNSUPPORTED},
};

static const struct packed *
packed_at(const char *s, size_t len)
{
	while (len > 0 && strchr("> \t", *s) != NULL && *s != '\0')
		s++, len--;
	for (size_t i = 0; i < sizeof packings / sizeof packings[0]; i++) {
		size_t n = strlen(packings[i].begin);

		if (len > n && memcmp(s, packings[i].begin, n) == 0)
			return &packings[i];
	}
	return NULL;
}

bool
plain_packed(const char *data, size_t len, enum unread *ret_why)
{
	const char *end = data + len, *nl;
	const struct packed *found;

	while (data < end) {
		nl = memchr(data, '\n', (size_t)(end - data));
		if (nl == NULL)
			nl = end;
		found = packed_at(data, (size_t)(nl - data));
		if (found != NULL) {
			*ret_why = found->why;
			return true;
		}
		data = nl < end ? nl + 1 : end;
	}
	return false;
}
