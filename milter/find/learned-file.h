/* SPDX-License-Identifier: MIT
 *
 * learned-file.h - what learned.h's struct learned is inside the layer: the
 * weights, and where they come from.
 *
 * A weights file is text, tabs between fields, '#' starts a comment line:
 *
 *	=columns	breach	ours	confidential.comm	personal.special …
 *	=start		-140	210	3:-25	…
 *	visitors	37	4	1:-12	2:110
 *
 * =columns comes first.  The fields behind a feature are hundredths of
 * weights: for a breach, for a councillor's kind of mail, and N:W for the
 * N-th category.  =start is what every passage starts with; =unfamiliar what
 * a word counts that is not in the file and is no name, so that whoever writes
 * of other things than councillors do is told from them by the words alone.
 */
#ifndef FIND_LEARNED_FILE_H
#define FIND_LEARNED_FILE_H

#include <stdint.h>

#include "find/features.h"
#include "find/learned.h"

#define LEARNED_CATEGORIES 64
#define LEARNED_UNFAMILIAR "=unfamiliar"

/* Hundredths of weights; what is added up has room for 60,000 of them. */
struct learned_weight {
	int16_t breach, ours;
};

/* What every passage starts with. */
struct learned_weight learned_start(const struct learned *l);

/* What a word and its other features add. */
struct learned_weight learned_weight(
    const struct learned *l, const struct feature_word *w);

/* Adds to sums what every passage starts with, and what one of a word's three
 * features adds, for the categories. */
void learned_add_start(const struct learned *l, float *sums);
void learned_add(const struct learned *l, const struct feature_word *w,
    size_t feature, float *sums);

/* What one feature that is in the file says for a breach. */
float learned_breach(
    const struct learned *l, const struct feature_word *w, size_t feature);

#endif
