/* SPDX-License-Identifier: MIT
 *
 * milter_mail.c - a message in the pieces an MTA shows to a filter.
 *
 * BUGS: it repairs nothing but line ends; a real MTA may also add Date,
 * Message-ID and From.
 */
#include "lib/milter_mail.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/* One line of the input, without its line end. */
struct line {
	const char *start;
	size_t len;
};

/* Takes the next line off *data; false at the end. */
static bool
next_line(const char **data, const char *end, struct line *ret)
{
	const char *nl;

	if (*data == end)
		return false;
	nl = memchr(*data, '\n', (size_t)(end - *data));
	ret->start = *data;
	ret->len = (size_t)((nl != NULL ? nl : end) - *data);
	*data = nl != NULL ? nl + 1 : end;
	if (ret->len > 0 && ret->start[ret->len - 1] == '\r')
		ret->len--;
	return true;
}

/* The length of the field name that a line begins with, 0 for no field:
 * printable ASCII before the colon, blanks allowed between (RFC 5322 4.5). */
static size_t
name_length(const struct line *l)
{
	size_t n = 0, blanks;

	while (n < l->len && l->start[n] > ' ' && l->start[n] < 0x7f &&
	       l->start[n] != ':')
		n++;
	for (blanks = n; blanks < l->len; blanks++)
		if (l->start[blanks] != ' ' && l->start[blanks] != '\t')
			break;
	return blanks < l->len && l->start[blanks] == ':' ? n : 0;
}

static int
add_header(struct milter_mail *m, const struct line *l, size_t name_len)
{
	const char *colon = memchr(l->start, ':', l->len);
	struct milter_header *h;
	size_t cap;

	if (m->nheaders == m->capheaders) {
		cap = m->capheaders ? m->capheaders * 2 : 16;
		h = reallocarray(m->headers, cap, sizeof *h);
		if (h == NULL)
			return -1;
		m->headers = h;
		m->capheaders = cap;
	}
	h = &m->headers[m->nheaders++];
	h->name = strndup(l->start, name_len);
	h->value = strndup(colon + 1, l->len - (size_t)(colon + 1 - l->start));
	return h->name != NULL && h->value != NULL ? 0 : -1;
}

/* Joins a folded line to the last field. */
static int
fold_header(struct milter_mail *m, const struct line *l)
{
	struct milter_header *h = &m->headers[m->nheaders - 1];
	size_t have = strlen(h->value);
	char *value = realloc(h->value, have + l->len + 2);

	if (value == NULL)
		return -1;
	value[have] = '\n';
	memcpy(value + have + 1, l->start, l->len);
	value[have + 1 + l->len] = '\0';
	h->value = value;
	return 0;
}

/* Reads the header block off *data, with the blank line after it. */
static int
read_headers(struct milter_mail *m, const char **data, const char *end)
{
	const char *before = *data;
	struct line l;
	size_t name;

	for (; next_line(data, end, &l); before = *data) {
		if (l.len == 0)
			return 0;
		name = name_length(&l);
		if ((l.start[0] == ' ' || l.start[0] == '\t') &&
		    m->nheaders > 0) {
			if (fold_header(m, &l) < 0)
				return -1;
		} else if (name == 0) {
			*data = before; /* it is the body's first line */
			return 0;
		} else if (add_header(m, &l, name) < 0) {
			return -1;
		}
	}
	return 0;
}

/* The body with every line end, the last one too, as CRLF. */
static int
read_body(struct milter_mail *m, const char *data, const char *end)
{
	struct buf b;
	struct line l;

	/* At worst every byte is a bare LF. */
	buf_init(&b, 2 * (size_t)(end - data) + 2);
	while (next_line(&data, end, &l)) {
		buf_add(&b, l.start, l.len);
		buf_add(&b, "\r\n", 2);
	}
	m->body_len = b.len;
	m->body = buf_take(&b);
	return m->body != NULL ? 0 : -1;
}

struct milter_mail *
milter_mail_new(const char *data, size_t len)
{
	struct milter_mail *m = calloc(1, sizeof *m);
	const char *end = data + len;

	if (m == NULL)
		return NULL;
	if (read_headers(m, &data, end) < 0 || read_body(m, data, end) < 0) {
		milter_mail_free(m);
		return NULL;
	}
	return m;
}

static void
add_prose(struct buf *b, size_t bytes)
{
	static const char *const words[] = {"bins", "verge", "street", "lamp",
	    "council", "green", "library", "footpath", "allotment", "hall",
	    "river", "bridge", "market", "school", "hedge", "repair"};
	uint32_t r = 1;
	size_t start = b->len, line;

	for (line = 1; b->len - start < bytes && !b->failed; line++) {
		buf_addf(b, "Line %zu of the minutes: the", line);
		for (int i = 0; i < 6; i++) {
			r = r * 1664525u + 1013904223u;
			buf_addf(b, " %s", words[r >> 28]);
		}
		buf_adds(b, ".\r\n");
	}
}

struct milter_mail *
milter_mail_of_size(const char *from, const char *to, size_t bytes)
{
	struct buf b = BUF_MAX(bytes + 4096);
	struct milter_mail *m;

	buf_addf(&b,
	    "From: <%s>\r\nTo: <%s>\r\nSubject: Minutes, all of them\r\n"
	    "Date: Mon, 02 Nov 2026 10:00:00 +0000\r\n"
	    "Message-ID: <size.%zu@client.example>\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n\r\n",
	    from, to, bytes);
	add_prose(&b, bytes);
	m = buf_failed(&b) ? NULL : milter_mail_new(b.data, b.len);
	buf_free(&b);
	return m;
}

void
milter_mail_free(struct milter_mail *m)
{
	size_t i;

	if (m == NULL)
		return;
	for (i = 0; i < m->nheaders; i++) {
		free(m->headers[i].name);
		free(m->headers[i].value);
	}
	free(m->headers);
	free(m->body);
	free(m);
}
