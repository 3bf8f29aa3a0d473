/* SPDX-License-Identifier: MIT
 *
 * uuencode.c - uuencoded files inside text bodies.
 *
 * A block is a line "begin MODE NAME", at least one data line whose length
 * agrees with its first character, and runs to "end" or to the first line that
 * is not data.  Text that only talks about "begin 644 x" is left alone.
 */
#include "parse/uuencode.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "parse/charset.h"

struct block {
	size_t start, data, end; /* "begin", first data line, behind the last */
	const char *name;
	size_t name_len;
};

static size_t
line_end(const char *s, size_t from, size_t len)
{
	const char *nl = memchr(s + from, '\n', len - from);

	return nl != NULL ? (size_t)(nl - s) + 1 : len;
}

/* The length of a line without its line end. */
static size_t
trimmed(const char *s, size_t from, size_t to)
{
	while (to > from && (s[to - 1] == '\n' || s[to - 1] == '\r'))
		to--;
	return to - from;
}

/* "begin 644 name" at `from`. */
static bool
begin_line(const char *s, size_t from, size_t to, struct block *ret)
{
	size_t n = trimmed(s, from, to), i = 6;

	if (n < 11 || memcmp(s + from, "begin ", 6) != 0)
		return false;
	while (i < n && s[from + i] >= '0' && s[from + i] <= '7')
		i++;
	if (i < 9 || i > 11 || i + 1 >= n || s[from + i] != ' ')
		return false;
	ret->start = from;
	ret->data = to;
	ret->name = s + from + i + 1;
	ret->name_len = n - i - 1;
	return true;
}

/* A data line: its first character says how many bytes it holds; trailing
 * spaces may have been lost on the way, and some add a checksum. */
static bool
data_line(const char *s, size_t from, size_t to)
{
	size_t n = trimmed(s, from, to), want;

	if (n < 2 || s[from] <= ' ' || s[from] > '_')
		return false;
	want = 1 + ((size_t)(s[from] - ' ') + 2) / 3 * 4;
	if (n > want + 1 || n + 3 < want)
		return false;
	for (size_t i = 1; i < n; i++)
		if (s[from + i] < ' ' || s[from + i] > '`')
			return false;
	return true;
}

static bool
final_line(const char *s, size_t from, size_t to)
{
	size_t n = trimmed(s, from, to);

	return (n == 1 && (s[from] == '`' || s[from] == ' ')) ||
	       (n == 3 && memcmp(s + from, "end", 3) == 0);
}

static bool
block_at(const char *s, size_t from, size_t len, struct block *ret)
{
	size_t at = line_end(s, from, len), end;

	if (!begin_line(s, from, at, ret))
		return false;
	for (; at < len; at = end) {
		end = line_end(s, at, len);
		if (!data_line(s, at, end))
			break;
	}
	if (at == ret->data)
		return false;
	for (; at < len; at = end) {
		end = line_end(s, at, len);
		if (!final_line(s, at, end))
			break;
	}
	ret->end = at;
	return true;
}

/* The next block at or after `from`. */
static bool
next_block(const char *s, size_t from, size_t len, struct block *ret)
{
	const char *p;

	while (from < len &&
	       (p = memmem(s + from, len - from, "begin ", 6)) != NULL) {
		from = (size_t)(p - s);
		if ((from == 0 || s[from - 1] == '\n') &&
		    block_at(s, from, len, ret))
			return true;
		from += 6;
	}
	return false;
}

static int
add_block(struct mail *m, size_t owner, const char *text, const struct block *b,
    size_t number)
{
	const struct mail_part *from = &m->parts[owner];
	struct tree_place at = {.depth = from->depth,
	    .parent = from->parent,
	    .message = from->message};
	struct buf path = BUF_MAX(4096);
	struct buf scratch = BUF_MAX(4 * b->name_len + 64);
	struct charset_text name;
	struct mail_part *p;
	int rc = -1;

	buf_addf(&path, "%s.u%zu", from->path, number);
	p = tree_add(m, MAIL_LEAF, buf_str(&path), &at, text + b->start,
	    b->end - b->start);
	if (p == NULL) {
		rc = m->limited ? 0 : -1;
	} else if (charset_decode(
		       NULL, b->name, b->name_len, &scratch, &name) == 0) {
		m->sources[m->nparts - 1].encoding = TRANSFER_UU;
		p->encoded = true;
		p->attachment = true;
		p->type = strdup("application/octet-stream");
		p->name = strndup(name.data, name.len);
		rc = p->type != NULL && p->name != NULL ? 0 : -1;
	}
	buf_free(&path);
	buf_free(&scratch);
	return rc;
}

int
uuencode_take(struct mail *m, size_t part)
{
	struct buf rest;
	struct block b;
	const char *text;
	size_t len, at = 0, number = 0;
	char *bytes;

	if (mail_part_bytes(m, part, &text, &len) < 0)
		return m->sources[part].failed ? 0 : -1;
	if (!next_block(text, 0, len, &b))
		return 0;
	buf_init(&rest, len + 1);
	do {
		buf_add(&rest, text + at, b.start - at);
		at = b.end;
		if (add_block(m, part, text, &b, ++number) < 0)
			goto fail;
	} while (next_block(text, at, len, &b));
	buf_add(&rest, text + at, len - at);
	len = rest.len;
	bytes = buf_take(&rest);
	if (bytes == NULL)
		goto fail;
	/* The blocks point into the old text: m keeps it. */
	if (m->sources[part].decoded != NULL &&
	    tree_own(m, m->sources[part].decoded) < 0) {
		m->sources[part].decoded = bytes;
		return -1;
	}
	m->sources[part].decoded = bytes;
	m->sources[part].decoded_len = len;
	return 0;
fail:
	buf_free(&rest);
	return -1;
}
