/* SPDX-License-Identifier: MIT
 *
 * zones-lines.c - the lines and paragraphs that zones are told by.
 */
#include <string.h>
#include <strings.h>

#include "extract/zones-parts.h"

struct zones_line
zones_line(const struct zones_text *t, size_t at)
{
	const char *nl = memchr(t->s + at, '\n', t->len - at);
	struct zones_line l = {.s = t->s + at, .start = at};

	l.end = nl != NULL ? (size_t)(nl - t->s) : t->len;
	l.next = nl != NULL ? l.end + 1 : t->len;
	while (l.end > l.start &&
	       (t->s[l.end - 1] == ' ' || t->s[l.end - 1] == '\t'))
		l.end--;
	l.len = l.end - l.start;
	return l;
}

struct zones_line
zones_unquoted(struct zones_line l)
{
	while (l.len > 0 && (*l.s == '>' || *l.s == ' ' || *l.s == '\t'))
		l.s++, l.len--;
	return l;
}

bool
zones_begins(const char *s, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len >= n && strncasecmp(s, word, n) == 0;
}

bool
zones_quoted_line(const struct zones_line *l)
{
	size_t i = 0;

	while (i < 3 && i < l->len && l->s[i] == ' ')
		i++;
	if (i < l->len && l->s[i] == '>')
		return true;
	for (i = 0; i < 4 && i < l->len && l->s[i] >= 'A' && l->s[i] <= 'Z';)
		i++;
	return i > 0 && i + 1 < l->len && l->s[i] == '>' && l->s[i + 1] == ' ';
}

size_t
zones_skip_blank(const struct zones_text *t, size_t at, size_t end)
{
	while (at < end) {
		struct zones_line l = zones_line(t, at);

		if (zones_unquoted(l).len > 0)
			break;
		at = l.next;
	}
	return at < end ? at : end;
}

/* Nothing but dashes, stars and the like: what follows is something else. */
static bool
rule(struct zones_line l)
{
	l = zones_unquoted(l);
	return l.len >= 2 && strspn(l.s, "-_*=+#~ ") >= l.len;
}

size_t
zones_paragraph_end(const struct zones_text *t, size_t at, size_t end)
{
	size_t start = at;

	while (at < end) {
		struct zones_line l = zones_line(t, at);

		if (zones_unquoted(l).len == 0 || (at > start && rule(l)))
			break;
		at = l.next;
	}
	return at < end ? at : end;
}

size_t
zones_paragraph_start(const struct zones_text *t, size_t from, size_t end)
{
	size_t start, at;

	while (end > from && strchr("\n \t", t->s[end - 1]) != NULL)
		end--;
	for (start = end; end > from; end = at - 1) {
		struct zones_line l;

		for (at = end; at > from && t->s[at - 1] != '\n';)
			at--;
		l = zones_line(t, at);
		if (zones_unquoted(l).len == 0)
			break;
		start = at;
		if (at == from || rule(l))
			break;
	}
	return start;
}

size_t
zones_lower(const char *s, size_t len, char *out, size_t size)
{
	bool start = true;
	size_t n = 0;

	out[n++] = ' ';
	for (size_t i = 0; i < len && n + 3 < size; i++) {
		char c = s[i];

		if (c == '\n' || c == '\t' || (start && c == '>'))
			c = ' ';
		if (c != ' ' || out[n - 1] != ' ')
			out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
		start = s[i] == '\n' || (start && c == ' ');
	}
	if (out[n - 1] != ' ')
		out[n++] = ' ';
	out[n] = '\0';
	return n;
}
