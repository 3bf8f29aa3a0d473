/* SPDX-License-Identifier: MIT
 *
 * html-tame.c - what is kept from libxml2, which would take too long over it or
 * stop at it.
 */
#include <stdlib.h>
#include <string.h>

#include "extract/html-parts.h"

/* Marks in one tag: libxml2 compares each attribute with all before it. Before
 * an attribute stands white space, or the end of a value, which has '=' and
 * quotes; and it cuts a name after 100 bytes and takes the rest for another. */
#define TAG_MARKS_MAX 1000
#define NAME_MAX_BYTES 100

/* Where libxml2 stands in a tag. */
enum stand {
	STAND_ELEMENT, /* in the name of the element */
	STAND_GAP,     /* before a name */
	STAND_JUNK,    /* in what is no name: passed over up to white space */
	STAND_NAME,
	STAND_NAMED, /* behind a name and white space */
	STAND_EQUALS,
	STAND_BARE, /* in a value without quotes */
	STAND_SINGLE,
	STAND_DOUBLE,
	STAND_END,
};

/* A tag that may have begun, by where libxml2 would stand in it. */
struct tag {
	const char *start;
	unsigned marks, bytes;
};

bool
html_white(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool
letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
of_name(char c)
{
	return letter(c) || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("_:.-", c) != NULL);
}

/* Before a name. */
static enum stand
stand_before(char c, enum stand blank)
{
	if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
		return blank;
	if (c == '>')
		return STAND_END;
	return letter(c) || c == '_' || c == ':' || c == '.' ? STAND_NAME
							     : STAND_JUNK;
}

/* Behind c. A '>' in quotes ends nothing. */
static enum stand
stand_behind(enum stand stand, char c)
{
	enum stand gap = stand_before(c, STAND_GAP);

	switch (stand) {
	case STAND_ELEMENT:
		return of_name(c) ? STAND_ELEMENT : gap;
	case STAND_NAME:
		if (of_name(c))
			return STAND_NAME;
		/* fall through */
	case STAND_NAMED:
		return c == '=' ? STAND_EQUALS : stand_before(c, STAND_NAMED);
	case STAND_EQUALS:
		if (c == '\'' || c == '"')
			return c == '"' ? STAND_DOUBLE : STAND_SINGLE;
		gap = stand_before(c, STAND_EQUALS);
		return gap == STAND_EQUALS || gap == STAND_END ? gap
							       : STAND_BARE;
	case STAND_JUNK:
	case STAND_BARE:
		return gap == STAND_GAP || gap == STAND_END ? gap : stand;
	case STAND_SINGLE:
		return c == '\'' ? STAND_GAP : STAND_SINGLE;
	case STAND_DOUBLE:
		return c == '"' ? STAND_GAP : STAND_DOUBLE;
	case STAND_GAP:
	case STAND_END:
		break;
	}
	return gap;
}

/* The tags that may have begun, the fullest of each stand. */
struct tags {
	struct tag of[STAND_END];
	unsigned live; /* a bit of each stand that one is in */
};

static void
keep_fuller(struct tags *tags, enum stand stand, const struct tag *t)
{
	unsigned bit = 1u << stand;

	if ((tags->live & bit) == 0 || t->marks > tags->of[stand].marks)
		tags->of[stand] = *t;
	tags->live |= bit;
}

/* Goes over c in every tag that may have begun. Returns the start of one that
 * has too many marks, NULL: none. */
static const char *
pass_over(struct tags *tags, char c)
{
	bool mark = html_white(c) || c == '=' || c == '"' || c == '\'';
	struct tags next;

	next.live = 0;
	for (unsigned left = tags->live; left != 0; left &= left - 1) {
		enum stand s = (enum stand)__builtin_ctz(left), to;
		struct tag *t = &tags->of[s];

		to = stand_behind(s, c);
		t->bytes = to == s ? t->bytes + 1 : 0;
		if (to == STAND_NAME && t->bytes >= NAME_MAX_BYTES)
			t->bytes = 0, t->marks++;
		t->marks += mark;
		if (t->marks > TAG_MARKS_MAX)
			return t->start;
		if (to != STAND_END)
			keep_fuller(&next, to, t);
	}
	for (unsigned left = next.live; left != 0; left &= left - 1)
		tags->of[__builtin_ctz(left)] = next.of[__builtin_ctz(left)];
	tags->live = next.live;
	return NULL;
}

/* Where the next byte is that can change anything; end when there is none. */
static const char *
next_of_note(const struct tags *tags, const char *at, const char *end)
{
	const unsigned values = 1u << STAND_JUNK | 1u << STAND_BARE |
				1u << STAND_SINGLE | 1u << STAND_DOUBLE;

	if (tags->live == 0) {
		at = memchr(at, '<', (size_t)(end - at));
		return at != NULL ? at : end;
	}
	if ((tags->live & ~values) == 0)
		while (at < end &&
		       (*at > '>' || *at < '\t' || (*at > '\'' && *at < '<')))
			at++;
	return at;
}

size_t
html_tame_prefix(const char *data, size_t len)
{
	const char *at = data, *end = data + len, *start;
	struct tags tags;

	tags.live = 0;
	for (; (at = next_of_note(&tags, at, end)) < end; at++) {
		start = pass_over(&tags, *at);
		if (start != NULL)
			return (size_t)(start - data);
		if (*at == '<' && at + 1 < end && letter(at[1])) {
			struct tag t = {.start = at};

			/* A long name of an element goes on as another. */
			keep_fuller(&tags, STAND_ELEMENT, &t);
			keep_fuller(&tags, STAND_NAME, &t);
		}
	}
	return len;
}

size_t
html_closed_prefix(const char *data, size_t len)
{
	size_t from = len;
	const char *open;

	while (from > 0 && (from < 3 || memcmp(data + from - 3, "-->", 3) != 0))
		from--;
	open = memmem(data + from, len - from, "<!--", 4);
	return open != NULL ? (size_t)(open - data) : len;
}

char *
html_without_nul(const char *data, size_t *len)
{
	char *copy = malloc(*len + 1);
	size_t n = 0;

	if (copy == NULL)
		return NULL;
	for (size_t i = 0; i < *len; i++)
		if (data[i] != '\0')
			copy[n++] = data[i];
	copy[n] = '\0';
	*len = n;
	return copy;
}
