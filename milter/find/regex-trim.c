/* SPDX-License-Identifier: MIT
 *
 * regex-trim.c - takes from a relaxed regex what need not stand at its ends.
 *
 * What is left matches within every match of the whole.  A prefilter runs a
 * pattern from each place that one could start at; so one that starts with a
 * figure, where it can, is cheaper than one that starts with any letter.
 */
#include "find/regex.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of a trimmed regex. */
#define TRIMMED_MAX (1u << 20)
/* So many figures in a row are rare enough to be looked for alone. */
#define FIGURES 4

/* One item of a relaxed regex, with its repeat. */
struct item {
	const char *start, *repeat, *end;
	unsigned long least;
	bool fixed; /* just so many times */
};

static const char *
atom_end(const char *s)
{
	if (*s == '(')
		return regex_group_end(s);
	if (*s == '[')
		return regex_class_end(s);
	return s + (*s == '\\' ? 2 : 1);
}

static struct item
read_item(const char *s)
{
	struct item i = {.start = s, .repeat = atom_end(s), .least = 1};
	size_t braces = regex_braces(i.repeat);

	i.end = i.repeat;
	i.fixed = true;
	if (braces > 0) {
		char *end;

		i.end += braces;
		i.least = strtoul(i.repeat + 1, &end, 10);
		i.fixed = *end == '}';
	} else if (*i.end != '\0' && strchr("?*+", *i.end) != NULL) {
		i.least = *i.end == '+';
		i.fixed = false;
		i.end++;
	}
	return i;
}

static const char *
alternative_end(const char *s, const char *end)
{
	while (s < end && *s != '|')
		s = atom_end(s);
	return s;
}

/* How many figures stand in a row from s on, at least; separators that may be
 * there do not count. */
static unsigned long
figures_at(const char *s, const char *end)
{
	unsigned long n = 0;

	while (s < end) {
		struct item i = read_item(s);
		bool figure = strncmp(s, "\\d", 2) == 0;

		if (!figure && *s == '(' && i.fixed && i.least > 1 &&
		    i.repeat - s > 3 && strncmp(i.repeat - 3, "\\d)", 3) == 0)
			figure = true;
		if (i.least > 0 && !figure)
			break;
		n += figure ? i.least : 0;
		s = i.end;
	}
	return n;
}

/* Where the sequence may start instead: at the first of its figures when only
 * letters and the like stand before them, which are everywhere. */
static const char *
skip_to_figures(const char *s, const char *end)
{
	const char *at = s;
	struct item i;

	if (s >= end || *s != '[' || strpbrk(s, "zZ]") == NULL ||
	    *strpbrk(s, "zZ]") == ']')
		return s;
	for (; at < end && (*at == '[' || *at == '\\' || *at == ' ');
	     at = i.end) {
		i = read_item(at);
		if (i.least > 0 && figures_at(at, end) >= FIGURES)
			return at;
	}
	return at < end && figures_at(at, end) >= FIGURES ? at : s;
}

static bool trim_alternatives(const char *s, const char *end, struct buf *out);

/* Adds the sequence without what need not stand at its start. False when that
 * is all of it. */
static bool
trim_start(const char *s, const char *end, struct buf *out)
{
	struct item i;

	s = skip_to_figures(s, end);
	while (s < end && (i = read_item(s)).least == 0)
		s = i.end;
	if (s >= end)
		return false;
	if (*s == '(' && strncmp(s, "(?:", 3) == 0) {
		size_t start = out->len;

		buf_adds(out, "(?:");
		if (!trim_alternatives(s + 3, i.repeat - 1, out)) {
			out->len = start;
			return trim_start(i.end, end, out);
		}
		buf_addc(out, ')');
		i.least--;
	}
	if (i.least > 0)
		buf_add(out, s, (size_t)(i.repeat - s));
	if (i.least > 1)
		buf_addf(out, "{%lu}", i.least);
	buf_add(out, i.end, (size_t)(end - i.end));
	return true;
}

/* The same for all alternatives. */
static bool
trim_alternatives(const char *s, const char *end, struct buf *out)
{
	for (;;) {
		const char *next = alternative_end(s, end);

		if (!trim_start(s, next, out))
			return false;
		if (next >= end)
			return true;
		buf_addc(out, '|');
		s = next + 1;
	}
}

/* Adds the sequence without what need not stand at its end. */
static void
trim_end(const char *s, const char *end, struct buf *out)
{
	struct item i, last = {s, s, s, 0, true};
	const char *at;

	for (at = s; at < end; at = i.end) {
		i = read_item(at);
		if (i.least > 0)
			last = i;
	}
	buf_add(out, s, (size_t)((last.fixed ? last.end : last.repeat) - s));
	if (!last.fixed && last.least > 1)
		buf_addf(out, "{%lu}", last.least);
}

void
regex_trim(const char *s, struct buf *out)
{
	struct buf body = BUF_MAX(TRIMMED_MAX);
	const char *end = s + strlen(s);

	if (!trim_alternatives(s, end, &body) || buf_failed(&body)) {
		buf_add(out, s, (size_t)(end - s));
	} else {
		s = buf_str(&body);
		end = s + body.len;
		if (alternative_end(s, end) == end)
			trim_end(s, end, out);
		else
			buf_add(out, s, body.len);
	}
	buf_free(&body);
}
