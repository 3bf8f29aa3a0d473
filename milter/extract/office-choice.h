/* SPDX-License-Identifier: MIT
 *
 * office-choice.h - alternate content: the same thing said twice, for newer and
 * for older programs (ECMA-376-3, 7.6).
 *
 * The first branch is read, the others are passed over.  What the others say
 * and the first does not is given back, for a program that does not know the
 * namespaces of the first shows it.
 */
#ifndef EXTRACT_OFFICE_CHOICE_H
#define EXTRACT_OFFICE_CHOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct office_choice {
	unsigned depth;  /* choices we are in */
	unsigned skip;   /* elements open in a branch passed over */
	uint64_t chosen; /* a bit a level: it had its first branch */
	bool word;       /* in an element of words */
	struct buf first, other;
};

void office_choice_init(struct office_choice *c, size_t max);
void office_choice_free(struct office_choice *c);

/* Each is called for every element and text, first; true: pass it over. */
bool office_choice_open(struct office_choice *c, const char *name);
bool office_choice_close(struct office_choice *c, const char *name);
bool office_choice_text(struct office_choice *c, const char *s, size_t len);

/* After the end of an outermost choice, once: what only the other branches
 * say, its length in *ret_len; NULL: nothing. Borrowed until the next call. */
const char *office_choice_rest(struct office_choice *c, size_t *ret_len);

#endif
