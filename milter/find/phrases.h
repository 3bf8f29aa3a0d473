/* SPDX-License-Identifier: MIT
 *
 * phrases.h - all phrases of all rules, found in one pass.
 *
 * A book holds phrases in numbered sets.  It is filled once, then only read.
 * A phrase matches whole words of any alphabet, case-blind unless exact; a
 * space in it stands for white space (also across a line end and the '>' of a
 * quoted line), one '-' or one '_'; a '*' at its end for the rest of a word.
 */
#ifndef FIND_PHRASES_H
#define FIND_PHRASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "find/pattern.h"

struct phrases;

struct phrases *phrases_new(void);
void phrases_free(struct phrases *b);

/* Adds a copy of a phrase to a set. Returns NULL, or what is wrong with the
 * phrase in a few words (static). */
const char *phrases_add(
    struct phrases *b, uint32_t set, const char *phrase, bool exact);

/* Makes the book ready for phrases_scan; nothing is added after it. 0 or -1. */
int phrases_seal(struct phrases *b);

/* Calls hit for every phrase at every place it stands at, in the order of
 * their first words, the text being valid UTF-8; stops when hit returns
 * negative. Returns 0, or what hit returned. */
int phrases_scan(const struct phrases *b, const char *text, size_t len,
    int (*hit)(void *arg, uint32_t set, struct span at), void *arg);

#endif
