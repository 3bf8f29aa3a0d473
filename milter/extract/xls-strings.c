/* SPDX-License-Identifier: MIT
 *
 * xls-strings.c - the strings that cells of a workbook share (MS-XLS 2.4.265).
 *
 * The table goes on in CONTINUE records wherever it reaches the end of one.
 * Within the letters of a string the continuation begins with a byte that says
 * anew whether they have one byte or two (2.5.293).
 */
#include <stdlib.h>

#include "base/limits.h"
#include "extract/xls-parts.h"

struct reader {
	struct bytes data, *stream;
	bool ended;
};

/* Goes to the next record if this one is at its end. */
static bool
go_on(struct reader *r)
{
	struct bytes ahead = *r->stream;
	struct xls_record next;

	while (bytes_left(&r->data) == 0) {
		if (!xls_next(&ahead, &next) || next.type != XLS_CONTINUE) {
			r->ended = true;
			return false;
		}
		*r->stream = ahead;
		r->data = next.data;
	}
	return true;
}

static uint32_t
number(struct reader *r, size_t size)
{
	uint32_t n = 0;

	for (size_t i = 0; i < size && go_on(r); i++)
		n |= bytes_number(&r->data, 1) << (8 * i);
	return n;
}

static void
skip(struct reader *r, size_t n)
{
	while (n > 0 && go_on(r)) {
		size_t left = bytes_left(&r->data);

		bytes_take(&r->data, n < left ? n : left);
		n -= n < left ? n : left;
	}
}

static void
characters(struct reader *r, size_t units, bool wide, struct buf *out)
{
	while (units > 0) {
		size_t left;

		if (bytes_left(&r->data) == 0) {
			if (!go_on(r))
				return;
			wide = (bytes_number(&r->data, 1) & 1) != 0;
		}
		left = bytes_left(&r->data) / (wide ? 2 : 1);
		if (left > units)
			left = units;
		if (wide)
			bytes_utf16(r->data.at, left, out);
		else
			bytes_latin(r->data.at, left, out);
		bytes_take(&r->data, left * (wide ? 2 : 1));
		units -= left;
		/* Half a letter: senseless. */
		if (left == 0)
			bytes_take(&r->data, 1);
	}
}

/* One string: length, flags, what is behind its letters, the letters. */
static void
take_string(struct reader *r, struct buf *out)
{
	size_t units = number(r, 2), behind = 0;
	unsigned flags = number(r, 1);

	if ((flags & 8) != 0)
		behind += 4 * (size_t)number(r, 2);
	if ((flags & 4) != 0)
		behind += number(r, 4);
	characters(r, units, (flags & 1) != 0, out);
	skip(r, behind);
}

static int
add_start(struct xls *x)
{
	if (xls_grow(&x->starts, x->nstrings, &x->capstrings,
		sizeof x->starts[0]) < 0)
		return -1;
	x->starts[x->nstrings++] = (uint32_t)x->strings.len;
	return 0;
}

int
xls_strings_read(struct xls *x, struct bytes data, struct bytes *stream)
{
	struct reader r = {.data = data, .stream = stream};
	uint32_t n;

	bytes_number(&r.data, 4);
	n = bytes_number(&r.data, 4);
	for (uint32_t i = 0; i < n && !buf_failed(&x->strings); i++) {
		if (!go_on(&r)) {
			x->damaged = true;
			break;
		}
		if (add_start(x) < 0)
			return -1;
		take_string(&r, &x->strings);
		x->damaged |= r.ended;
	}
	return add_start(x);
}

const char *
xls_shared_string(const struct xls *x, size_t i, size_t *ret_len)
{
	if (i + 1 >= x->nstrings)
		return NULL;
	*ret_len = x->starts[i + 1] - x->starts[i];
	return buf_str(&x->strings) + x->starts[i];
}
