/* SPDX-License-Identifier: MIT
 *
 * plain.c - plain text as it was written: lines joined and unfolded.
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

int
plain_unfolded(const char *data, size_t len, struct buf *out)
{
	const char *end = data + len;

	while (data < end) {
		struct line l = line_at(data, end);

		buf_add(out, l.s, l.len);
		data += l.whole;
		if (data < end && (*data == ' ' || *data == '\t'))
			data++;
		else
			buf_addc(out, '\n');
	}
	return buf_failed(out) ? -1 : 0;
}

bool
plain_encrypted(const char *data, size_t len)
{
	static const char mark[] = "-----BEGIN PGP MESSAGE-----";
	const char *p = data, *end = data + len;

	while ((p = memmem(p, (size_t)(end - p), mark, sizeof mark - 1))) {
		if (p == data || p[-1] == '\n')
			return true;
		p++;
	}
	return false;
}
