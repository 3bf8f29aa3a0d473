/* SPDX-License-Identifier: MIT
 *
 * normalise-lines.c - line ends that are there only because the line was full.
 *
 * A mail program that wraps lines ends one where its next word would not have
 * fitted.  So within a paragraph whose longest line is about as long as such
 * programs make them, a line and the first word of the next are together longer
 * than that line, or the writer ended it.  Lists, tables, addresses, header
 * lines and headings are left alone, and so is a line that ends a sentence: it
 * costs nothing to leave it.
 */
#include <string.h>

#include "find/normalise-parts.h"

/* The longest line of a wrapped paragraph: RFC 5322 (2.1.1) asks for 78. */
#define WIDTH_MIN 55
#define WIDTH_MAX 100
/* Quote marks are looked at so far. */
#define QUOTE_MAX 32

struct line {
	const char *s; /* behind its quote mark */
	size_t len;    /* without the line end and spaces before it */
	size_t quote;  /* length of the quote mark */
	size_t depth;
	size_t end;  /* in the text: of what it says */
	size_t next; /* in the text */
};

static struct line
read_line(const char *text, size_t len, size_t at)
{
	const char *nl = memchr(text + at, '\n', len - at);
	struct line l = {.s = text + at};

	l.end = nl != NULL ? (size_t)(nl - text) : len;
	l.next = nl != NULL ? l.end + 1 : len;
	while (
	    l.end > at && (text[l.end - 1] == ' ' || text[l.end - 1] == '\r'))
		l.end--;
	if (at < l.end && *l.s == '>') {
		while (l.quote < QUOTE_MAX && at + l.quote < l.end &&
		       (l.s[l.quote] == '>' || l.s[l.quote] == ' '))
			l.depth += l.s[l.quote++] == '>';
		l.s += l.quote;
	}
	l.len = l.end - at - l.quote;
	return l;
}

/* Columns side by side, as tables in plain text have them. */
static bool
columns(const char *s, size_t len)
{
	return memchr(s, '\t', len) != NULL || memchr(s, '|', len) != NULL ||
	       memmem(s, len, "   ", 3) != NULL;
}

/* Where the paragraph that starts at p->at ends, and how wide it is: its
 * longest line with a space in it; 0 when that is no width to wrap at. */
static void
measure(struct normal_lines *p, const char *text, size_t len)
{
	size_t depth = 0, widest = 0, lines = 0;

	for (p->end = p->at; p->end < len; lines++) {
		struct line l = read_line(text, len, p->end);

		if (lines > 0 && (l.len == 0 || l.depth != depth))
			break;
		depth = l.depth;
		p->end = l.next;
		if (l.len > widest && memchr(l.s, ' ', l.len) != NULL)
			widest = l.len;
		if (l.len == 0)
			break;
	}
	p->width = 0;
	if (lines > 1 && widest >= WIDTH_MIN && widest <= WIDTH_MAX &&
	    !columns(text + p->at, p->end - p->at))
		p->width = widest;
}

/* No small letter and more than a word of capitals: a heading, or a marking. */
static bool
capitals(const struct line *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->len; i++) {
		if (l->s[i] >= 'a' && l->s[i] <= 'z')
			return false;
		n += normal_letter(l->s[i]);
	}
	return n > 3;
}

/* Starts like an item of a list, "a)" or "12.", or a header line, "Sent: ". */
static bool
item(const struct line *l)
{
	size_t n = 0;

	if (!normal_letter(l->s[0]) && !normal_figure(l->s[0]) &&
	    (l->s[0] & 0x80) == 0 && strchr("\"'$@", l->s[0]) == NULL)
		return true;
	while (
	    n < l->len && n < 20 && (normal_letter(l->s[n]) || l->s[n] == '-'))
		n++;
	if (n > 0 && n < l->len && l->s[n] == ':')
		return true;
	for (n = 0;
	     n < l->len && n < 3 &&
	     (normal_figure(l->s[n]) || (n == 0 && normal_letter(l->s[n])));)
		n++;
	return n > 0 && n < l->len && (l->s[n] == ')' || l->s[n] == '.') &&
	       (n + 1 == l->len || l->s[n + 1] == ' ');
}

/* Was `l` ended because the first word of `next` did not fit? */
static bool
full(const struct line *l, const struct line *next, size_t width)
{
	const char *space;
	size_t word;

	if (l->len == 0 || next->len == 0 || l->depth != next->depth ||
	    strchr(".!?:;", l->s[l->len - 1]) != NULL || next->s[0] == ' ')
		return false;
	space = memchr(next->s, ' ', next->len);
	word = space != NULL ? (size_t)(space - next->s) : next->len;
	if (l->len > width || l->len + 1 + word <= width || l->len * 2 < width)
		return false;
	return !item(next) && (!capitals(next) || capitals(l));
}

/* "12-" and "34", "well-" and "being": the break came behind the hyphen. */
static bool
broken_at_hyphen(const struct line *l, const struct line *next)
{
	char before = l->len > 1 ? l->s[l->len - 2] : ' ';

	return l->s[l->len - 1] == '-' &&
	       ((normal_letter(before) && normal_letter(next->s[0])) ||
		   (normal_figure(before) && normal_figure(next->s[0])));
}

bool
normal_lines_next(struct normal_lines *p, const char *text, size_t len,
    struct normal_break *ret_break)
{
	while (p->at < len) {
		struct line l, next;

		if (p->at >= p->end)
			measure(p, text, len);
		if (p->width == 0) {
			p->at = p->end;
			continue;
		}
		l = read_line(text, len, p->at);
		for (p->at = l.next; p->at < p->end; p->at = l.next) {
			next = read_line(text, len, p->at);
			if (full(&l, &next, p->width)) {
				*ret_break = (struct normal_break){.at = l.end,
				    .len = l.next + next.quote - l.end,
				    .hyphen = broken_at_hyphen(&l, &next)};
				return true;
			}
			l = next;
		}
	}
	return false;
}
