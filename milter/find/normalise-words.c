/* SPDX-License-Identifier: MIT
 *
 * normalise-words.c - the second stage of the view: where disguised words and
 * full lines may be, and the copy that is made when there are any.
 *
 * Nearly all text has nothing of the kind, so the search for places is what
 * costs: blocks of BLOCK bytes are looked at in vectors, and only in one with a
 * likely place is each byte looked at.
 */
#include <string.h>

#include "find/normalise-parts.h"

#define BLOCK 64
/* A place is told by so many bytes from it on. */
#define REACH 6

typedef unsigned char vector __attribute__((vector_size(16)));

void
normal_edit(
    struct normal_edit *e, size_t at, size_t len, const char *by, size_t by_len)
{
	e->changed = true;
	if (normal_map_copy(e->map, e->text, e->done, at - e->done) < 0 ||
	    normal_map_replace(e->map, at, len, by, by_len) < 0)
		e->failed = true;
	e->done = at + len;
}

static vector
load(const char *s)
{
	vector v;

	memcpy(&v, s, sizeof v);
	return v;
}

static vector
letters(vector v)
{
	return (vector)(((v | 0x20) - 'a') < 26);
}

/* What may stand between spaced-out letters, and a little more. */
static vector
separators(vector v)
{
	return (vector)((v - 0x20) < 0x10) | (vector)(v == '_');
}

/* '$' and '@'. */
static vector
signs(vector v)
{
	return (vector)(v == '$') | (vector)(v == '@');
}

/* Figures and signs that may stand for letters, and a few more. */
static vector
figures(vector v, vector sign)
{
	return (vector)((v - '0') < 8) | sign | (vector)(v == '!');
}

/* Not 0 where a letter and two single letters start, with separators between;
 * where a letter or figure, a figure and a letter do; a sign and a letter; or
 * the first byte of a letter of the Greek, Cyrillic or Armenian alphabet. */
static vector
likely(const char *s)
{
	vector v0 = load(s), v1 = load(s + 1), v2 = load(s + 2);
	vector letter0 = letters(v0), letter2 = letters(v2);
	vector sign = signs(v1), figure = figures(v1, sign);
	vector before = letter0 | (vector)((v0 - '0') < 8);
	vector spaced = letter0 & separators(v1) & letter2 &
			separators(load(s + 3)) & letters(load(s + 4)) &
			~letters(load(s + 5));

	return spaced | (letter2 & ((before & figure) | sign)) |
	       (vector)((v0 - 0xcd) < 10);
}

/* Likely places of one block, not 0 where one is. */
struct places {
	unsigned char at[BLOCK];
};

/* The first block at or after `at` with a likely place, and its places; where
 * whole blocks end if there is none. */
static size_t
likely_block(const char *text, size_t len, size_t at, struct places *ret_places)
{
	vector v[BLOCK / 16], any;
	uint64_t half[2];

	for (; at + BLOCK + REACH <= len; at += BLOCK) {
		for (size_t i = 0; i < BLOCK / 16; i++)
			v[i] = likely(text + at + 16 * i);
		any = v[0] | v[1] | v[2] | v[3];
		memcpy(half, &any, sizeof half);
		if ((half[0] | half[1]) == 0)
			continue;
		memcpy(ret_places->at, v, sizeof v);
		return at;
	}
	memset(ret_places->at, 1, BLOCK);
	return at;
}

/* The next likely place of a block; BLOCK when there is none. */
static size_t
next_place(const struct places *p, size_t i)
{
	uint64_t eight;

	while (i < BLOCK && p->at[i] == 0) {
		if (i % sizeof eight == 0) {
			memcpy(&eight, p->at + i, sizeof eight);
			i += eight == 0 ? sizeof eight - 1 : 0;
		}
		i++;
	}
	return i;
}

/* Is something disguised at the likely place `at`? Returns where to go on,
 * after `at`. */
static size_t
look(struct normal_edit *e, size_t at)
{
	unsigned char c = (unsigned char)e->text[at];
	size_t next = at;

	if ((unsigned char)(c - 0xcd) < 10)
		next = normal_lookalike(e, at);
	else if ((unsigned char)((c | 0x20) - 'a') < 26 && at + 4 < e->len &&
		 e->text[at + 1] == e->text[at + 3])
		next = normal_spaced(e, at);
	if (next == at && at + 1 < e->len)
		next = normal_figures(e, at + 1);
	return next > at ? next : at + 1;
}

/* Line ends to be changed, the first of them found. */
struct breaks {
	struct normal_lines lines;
	struct normal_break next;
	bool more;
};

static void
find_break(struct breaks *b, const struct normal_edit *e)
{
	b->more = normal_lines_next(&b->lines, e->text, e->len, &b->next);
}

/* Changes the line ends before `end`. */
static void
join_lines(struct breaks *b, struct normal_edit *e, size_t end)
{
	for (; b->more && b->next.at < end; find_break(b, e))
		if (b->next.at >= e->done)
			normal_edit(
			    e, b->next.at, b->next.len, " ", !b->next.hyphen);
}

/* Looks through the block at `at`, line ends and places in their order:
 * nothing that is looked at goes over a line's end. Returns where it ended. */
static size_t
look_through(
    struct normal_edit *e, struct breaks *b, const struct places *p, size_t at)
{
	size_t block = at, end = at + BLOCK < e->len ? at + BLOCK : e->len;

	while (at < end) {
		at = block + next_place(p, at - block);
		if (at >= end)
			return end;
		join_lines(b, e, at);
		at = look(e, at);
	}
	return at;
}

int
normal_words(struct normal_map *map, const char *text, size_t len, bool rows)
{
	struct normal_edit e = {.text = text, .len = len, .map = map};
	struct breaks b = {.more = false};
	struct places places;
	size_t at = 0;

	if (!rows)
		find_break(&b, &e);
	if (len > 0 && (text[0] == '@' || text[0] == '$'))
		at = normal_figures(&e, 0);
	while (at < len) {
		at = likely_block(text, len, at, &places);
		at = look_through(&e, &b, &places, at);
	}
	join_lines(&b, &e, len);
	if (e.changed && normal_map_copy(map, text, e.done, len - e.done) < 0)
		e.failed = true;
	return e.failed ? -1 : e.changed;
}
