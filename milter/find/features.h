/* SPDX-License-Identifier: MIT
 *
 * features.h - a text as learned rules see it: its words, each with the three
 * things that may carry a weight.
 *
 * A word is letters, figures and inner apostrophes; case, apostrophes and
 * letters stretched beyond two do not matter.  Figures are '#', longer
 * ones '##'; '!' and '?' are words too.  A capitalised word inside a sentence
 * is somebody's or something's name: beside its own feature it counts as '@',
 * and neighbours see only the '@', so that what is learned about a name is
 * that one stands there, not whose it is.
 *
 * The three features, and how a weights file writes them:
 *
 *	visits          the word
 *	~visit          its stem (a name's is ~@)
 *	visit nobody    two stems in a row, within a sentence
 *
 * What the trainer counts and what the finder weighs come out of this one
 * file, so that they cannot disagree.
 */
#ifndef FIND_FEATURES_H
#define FIND_FEATURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "find/pattern.h"

/* Bytes of a word that are looked at. */
#define FEATURES_WORD 31
/* A sentence of more words is cut, so that a passage can hold one. */
#define FEATURES_SENTENCE 60

struct feature_word {
	struct span at;
	const char *word, *stem, *before; /* borrowed; before: "" for none */
	uint64_t hashes[3];               /* 0: no such feature */
	bool name;
	bool ends; /* a sentence ends behind it */
};

/* Calls each for every word of the text, valid UTF-8, in order; stops when it
 * returns negative. Returns 0, or what each returned. Time is linear in len;
 * nothing is allocated. */
int features_scan(const char *text, size_t len,
    int (*each)(void *arg, const struct feature_word *w), void *arg);

/* Calls each for every passage of n words, ends[i] telling whether a sentence
 * ends behind word i: the longest run of whole sentences of at most
 * FEATURES_SENTENCE words from each sentence on, unless the one before it
 * holds it. Returns 0, or what each returned if negative. */
int features_passages(const bool *ends, size_t n,
    int (*each)(void *arg, size_t first, size_t end), void *arg);

/* The hash of a feature as a weights file writes it. Never 0. */
uint64_t features_hash(const char *feature);

#endif
