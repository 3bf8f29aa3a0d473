/* SPDX-License-Identifier: MIT
 *
 * normalise-parts.h - what normalise.c is made of; for normalise*.c only.
 *
 * A stage reads a text and writes a changed copy with a map, or nothing where
 * nothing is to be changed.  Stages answer 1: changed, 0: not, -1: memory is
 * out.
 */
#ifndef FIND_NORMALISE_PARTS_H
#define FIND_NORMALISE_PARTS_H

#include <stdbool.h>

#include "find/normalise.h"

/* ASCII only. */
static inline bool
normal_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static inline bool
normal_figure(char c)
{
	return c >= '0' && c <= '9';
}

/* Adds len bytes of the text at `in` unchanged; and by_len bytes that stand for
 * len bytes of the text at `in`, byte for byte where both are as long. Each
 * returns 0, or -1 when memory is out. */
int normal_map_copy(
    struct normal_map *map, const char *text, size_t in, size_t len);
int normal_map_replace(struct normal_map *map, size_t in, size_t len,
    const char *by, size_t by_len);

/* The first stage: characters, each for itself, and entities. */
int normal_characters(struct normal_map *map, const char *text, size_t len);

/* The second stage: disguised words and full lines. */
int normal_words(
    struct normal_map *map, const char *text, size_t len, bool rows);

/* The second stage as it goes through a text from left to right. */
struct normal_edit {
	const char *text;
	size_t len;
	size_t done; /* the text before it is in the copy, once changed */
	struct normal_map *map;
	bool changed, failed;
};

/* Puts `by` in place of the len bytes at `at`, which is not before done. */
void normal_edit(struct normal_edit *e, size_t at, size_t len, const char *by,
    size_t by_len);

/* Each looks at the place `at`, where its kind of disguise may stand, changes
 * what does, and returns where to go on: `at` when there is nothing of it. */
size_t normal_lookalike(struct normal_edit *e, size_t at);
size_t normal_spaced(struct normal_edit *e, size_t at);
size_t normal_figures(struct normal_edit *e, size_t at);

/* Lines, as far as they have been looked at. */
struct normal_lines {
	size_t at;    /* the next line to look at */
	size_t end;   /* of the paragraph it is in */
	size_t width; /* of that paragraph; 0: it is not wrapped */
};

/* A line's end that is to be a space, or nothing behind a hyphen. */
struct normal_break {
	size_t at, len; /* with the quote mark behind it */
	bool hyphen;
};

/* The next one; false when there is no more. */
bool normal_lines_next(struct normal_lines *l, const char *text, size_t len,
    struct normal_break *ret_break);

#endif
