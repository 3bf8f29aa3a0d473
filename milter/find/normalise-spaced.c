/* SPDX-License-Identifier: MIT
 *
 * normalise-spaced.c - "v o t e  f o r": words written a letter at a time.
 *
 * A word is single letters with the same separator between them; words that
 * are spaced with spaces stand two or three apart.  It is closed up when it
 * looks like one: four letters or more, vowels and others, and not the letters
 * of a list, a grid or somebody's initials.
 *
 * BUGS: letters beyond ASCII are not seen; words one space apart from each
 * other are closed up into one.
 */
#include <string.h>

#include "find/normalise-parts.h"

#define LETTERS_MIN 4
/* A word or a row of words is no longer. */
#define LETTERS_MAX 60
/* How far a line's end is looked for. */
#define LINE_MAX_SEEN 200

struct spaced {
	size_t at[LETTERS_MAX]; /* of each letter */
	size_t n;
	size_t longest; /* of its words, in letters */
	size_t end;     /* behind the last letter */
	char separator;
};

static bool
letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static bool
word(char c)
{
	return letter(c) || (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

/* The byte at `at`, or a space beyond the end. */
static char
byte_at(const struct normal_edit *e, size_t at)
{
	return at < e->len ? e->text[at] : ' ';
}

static bool
single(const struct normal_edit *e, size_t at)
{
	return letter(byte_at(e, at)) && !word(byte_at(e, at + 1)) &&
	       byte_at(e, at + 1) != '\'';
}

/* Adds the word whose first letter is at `at`. */
static void
read_word(const struct normal_edit *e, struct spaced *w, size_t at)
{
	size_t n = 1;

	w->at[w->n++] = at;
	while (w->n < LETTERS_MAX && byte_at(e, at + 1) == w->separator &&
	       single(e, at + 2)) {
		at += 2;
		w->at[w->n++] = at;
		n++;
	}
	if (n > w->longest)
		w->longest = n;
	w->end = at + 1;
}

/* Where the next word of a row starts; 0 when there is none. */
static size_t
next_word(const struct normal_edit *e, const struct spaced *w)
{
	size_t at = w->end;

	while (at < w->end + 3 && byte_at(e, at) == ' ')
		at++;
	if (w->separator != ' ' || at - w->end < 2 || !single(e, at))
		return 0;
	return at;
}

/* Does a line of single letters start at `at`? */
static bool
line_of_letters(const struct normal_edit *e, size_t at)
{
	return single(e, at) && byte_at(e, at + 1) == ' ' &&
	       single(e, at + 2) && byte_at(e, at + 3) == ' ' &&
	       single(e, at + 4);
}

/* Where the line before the one at `at` starts; `at` when there is none near
 * by. */
static size_t
line_before(const struct normal_edit *e, size_t at)
{
	size_t start = at;

	if (at == 0 || e->text[at - 1] != '\n')
		return at;
	for (start--; start > 0 && at - start < LINE_MAX_SEEN &&
		      e->text[start - 1] != '\n';)
		start--;
	return start;
}

/* One of several lines of letters, as in a grid for a word search. */
static bool
in_grid(const struct normal_edit *e, const struct spaced *w)
{
	size_t before = line_before(e, w->at[0]), room = e->len - w->end;
	const char *nl;

	if (before != w->at[0] && line_of_letters(e, before))
		return true;
	nl = memchr(e->text + w->end, '\n',
	    room < LINE_MAX_SEEN ? room : LINE_MAX_SEEN);
	return nl != NULL && line_of_letters(e, (size_t)(nl - e->text) + 1);
}

/* What the letters are like. */
struct shape {
	size_t vowels, capitals, in_order, different;
};

static struct shape
shape_of(const struct normal_edit *e, const struct spaced *w)
{
	struct shape s = {0};
	uint32_t seen = 0;

	for (size_t i = 0; i < w->n; i++) {
		char c = e->text[w->at[i]], low = (char)(c | 0x20);

		s.vowels += strchr("aeiouy", low) != NULL;
		s.capitals += c != low;
		s.in_order +=
		    i > 0 && low == (e->text[w->at[i - 1]] | 0x20) + 1;
		seen |= UINT32_C(1) << (low - 'a');
	}
	s.different = (size_t)__builtin_popcount(seen);
	return s;
}

/* Capitals with a name behind them, or with dots between: initials. */
static bool
initials(
    const struct normal_edit *e, const struct spaced *w, const struct shape *s)
{
	char first = byte_at(e, w->end + 1), second = byte_at(e, w->end + 2);

	if (s->capitals != w->n)
		return false;
	if (w->separator == '.')
		return w->n < 6;
	return w->n < 6 && first >= 'A' && first <= 'Z' && second >= 'a' &&
	       second <= 'z';
}

static bool
reads_as_words(const struct normal_edit *e, const struct spaced *w)
{
	struct shape s = shape_of(e, w);

	return w->longest >= LETTERS_MIN && s.different >= 3 &&
	       s.vowels * 5 >= w->n && s.vowels < w->n &&
	       s.in_order * 2 < w->n && !initials(e, w, &s) && !in_grid(e, w);
}

/* May it begin behind, or end before, this byte? */
static bool
apart(char c)
{
	return strchr(" \n\r\t\f\"'()[]", c) != NULL && c != '\0';
}

static bool
apart_behind(const struct normal_edit *e, const struct spaced *w)
{
	char c = byte_at(e, w->end);

	if (apart(c))
		return true;
	return strchr(".,;:!?", c) != NULL && !word(byte_at(e, w->end + 1));
}

size_t
normal_spaced(struct normal_edit *e, size_t at)
{
	struct spaced w = {.separator = byte_at(e, at + 1)};

	if (!single(e, at) || strchr(" .-*_", w.separator) == NULL ||
	    at < e->done || !single(e, at + 2) ||
	    byte_at(e, at + 3) != w.separator || !single(e, at + 4) ||
	    (at > 0 && !apart(e->text[at - 1])))
		return at;
	read_word(e, &w, at);
	for (size_t next; w.n < LETTERS_MAX && (next = next_word(e, &w)) > 0;)
		read_word(e, &w, next);
	if (!apart_behind(e, &w) || !reads_as_words(e, &w))
		return w.end;
	for (size_t i = 1; i < w.n; i++) {
		size_t gap = w.at[i] - w.at[i - 1] - 1;

		/* Of the gap between two words one space is left. */
		if (gap == 1)
			normal_edit(e, w.at[i] - 1, 1, "", 0);
		else
			normal_edit(e, w.at[i] - gap, gap, " ", 1);
	}
	return w.end;
}
