/* SPDX-License-Identifier: MIT
 *
 * addressed.h - does a text speak to its reader about the reader's own affairs?
 */
#ifndef FIND_ADDRESSED_H
#define FIND_ADDRESSED_H

#include <stdbool.h>
#include <stddef.h>

#include "find/pattern.h"

/* Is a value the reader's own: "your" stands before it in its sentence, and
 * nobody else between the two? */
bool addressed_own(const char *s, struct span sentence, struct span at);

/* Is it told about the reader's family: "your mother", "your son" stands before
 * it, in its sentence or ADDRESSED_BACK bytes back, and nobody else from there
 * to the end of the sentence? */
bool addressed_family(const char *s, struct span sentence, struct span at);
#define ADDRESSED_BACK 300

/* The same of a whole passage, in which "your mother" stands. */
bool addressed_passage(const char *s, struct span at);

/* Does "my" or "our" stand a little before `at` in a text of the reader's? */
bool addressed_mine(const char *text, const char *at);

/* Does nobody come up in a sentence, but names and pronouns? */
bool addressed_alone(const char *s, struct span sentence);

/* Does a sentence speak of a third person: "he", "the lad", "next door"? */
bool addressed_of_others(const char *s, struct span sentence);

#endif
