/* SPDX-License-Identifier: MIT
 *
 * json-out.c - writes JSON, one line, into a buf.
 *
 * Whether a comma is due shows in the last byte written: it is an opening
 * bracket or a line end exactly where none is, since a string ends in '"'.
 */
#include "base/json-out.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

static void
quoted(struct buf *b, const char *s)
{
	size_t left = strlen(s), n;
	uint32_t c;

	buf_addc(b, '"');
	for (; left > 0; s += n, left -= n) {
		n = utf8_next(s, left, &c);
		if (n == 0) {
			buf_adds(b, "\xef\xbf\xbd");
			n = 1;
		} else if (c == '"' || c == '\\') {
			buf_addf(b, "\\%c", (char)c);
		} else if (c < 0x20 || c == 0x7f) {
			buf_addf(b, "\\u%04x", (unsigned)c);
		} else {
			buf_add(b, s, n);
		}
	}
	buf_addc(b, '"');
}

static void
begin(struct buf *b, const char *name)
{
	char last = b->len > 0 ? b->data[b->len - 1] : '\n';

	if (last != '\n' && last != '{' && last != '[')
		buf_addc(b, ',');
	if (name != NULL) {
		quoted(b, name);
		buf_addc(b, ':');
	}
}

void
json_out_open(struct buf *b, const char *name, char bracket)
{
	begin(b, name);
	buf_addc(b, bracket);
}

void
json_out_close(struct buf *b, char bracket)
{
	buf_addc(b, bracket);
}

void
json_out_string(struct buf *b, const char *name, const char *s)
{
	begin(b, name);
	if (s != NULL)
		quoted(b, s);
	else
		buf_adds(b, "null");
}

void
json_out_number(struct buf *b, const char *name, long long n)
{
	begin(b, name);
	buf_addf(b, "%lld", n);
}

void
json_out_bool(struct buf *b, const char *name, bool value)
{
	begin(b, name);
	buf_adds(b, value ? "true" : "false");
}

void
json_out_raw(struct buf *b, const char *name, const char *json)
{
	begin(b, name);
	buf_adds(b, json);
}
