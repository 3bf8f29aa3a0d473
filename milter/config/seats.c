/* SPDX-License-Identifier: MIT
 *
 * seats.c - who sits on which committee, and from when to when.
 */
#include "config/seats.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "config/day.h"

#define DATE_DIGITS 8 /* of a date, however it is written */

/* Reads "FROM..TO", either of which may be missing but not both. 0 or -1. */
static int
parse_span(const char *s, size_t len, struct seat *seat)
{
	const char *dots = memmem(s, len, "..", 2), *to;
	const char *end = s + len;

	if (dots == NULL || len == 2)
		return -1;
	to = dots + 2;
	if (dots > s && day_parse(s, (size_t)(dots - s), &seat->from) < 0)
		return -1;
	if (to < end && day_parse(to, (size_t)(end - to), &seat->to) < 0)
		return -1;
	return seat->from <= seat->to ? 0 : -1;
}

/* "2" of "Scrutiny Panel 2", and not "20250520". */
static bool
is_number(const char *s, const char *end)
{
	if (end - s >= DATE_DIGITS)
		return false;
	while (s < end && *s >= '0' && *s <= '9')
		s++;
	return s == end;
}

/* Where the span begins: the last word, if it has dots or begins with a
 * digit; else the end. A number behind a name is part of it. */
static const char *
find_span(const char *s, const char *end)
{
	const char *p = end;

	while (p > s && p[-1] != ' ')
		p--;
	if (p > s && is_number(p, end))
		return end;
	if ((*p >= '0' && *p <= '9') || memmem(p, (size_t)(end - p), "..", 2))
		return p;
	return end;
}

enum seats_result
seats_add(struct seats *s, const char *text)
{
	struct seat seat = {NULL, LONG_MIN, LONG_MAX}, *v;
	const char *end = text + strlen(text), *name_end, *span;

	span = find_span(text, end);
	for (name_end = span; name_end > text && name_end[-1] == ' ';)
		name_end--;
	if (name_end == text ||
	    (span < end && parse_span(span, (size_t)(end - span), &seat) < 0))
		return SEATS_WRONG;
	v = reallocarray(s->v, s->n + 1, sizeof *v);
	if (v == NULL)
		return SEATS_NO_MEMORY;
	s->v = v;
	seat.committee = strndup(text, (size_t)(name_end - text));
	if (seat.committee == NULL)
		return SEATS_NO_MEMORY;
	s->v[s->n++] = seat;
	return SEATS_OK;
}

void
seats_free(struct seats *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		free(s->v[i].committee);
	free(s->v);
	*s = (struct seats){0};
}

/* A letter, digit or anything beyond ASCII. */
static bool
in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static bool
has_words(const char *committee, const char *name)
{
	size_t n = strlen(name);
	const char *p;

	for (p = committee; n > 0 && strlen(p) >= n; p++)
		if (strncasecmp(p, name, n) == 0 && !in_word(p[n]) &&
		    (p == committee || !in_word(p[-1])))
			return true;
	return false;
}

bool
seats_hold(const struct seats *s, const char *name, long day)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->v[i].from <= day && day <= s->v[i].to &&
		    has_words(s->v[i].committee, name))
			return true;
	return false;
}
