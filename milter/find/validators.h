/* SPDX-License-Identifier: MIT
 *
 * validators.h - named checks that a rule may ask of what its pattern matched.
 *
 * A check is pure: no clock, no tables from outside, no memory.  The facts are
 * those that the issuer of each number publishes, named at each function.
 */
#ifndef FIND_VALIDATORS_H
#define FIND_VALIDATORS_H

#include <stddef.h>

#include "base/words.h"

struct validator {
	const char *name; /* what a rule file says */
	const char *help; /* one line */
	/* Looks at len matched bytes, separators and all, in either case.
	 * YES: every published rule for such a value holds. NO: one does not,
	 * the match is dropped. CANNOT_TELL: the shape is right and the check
	 * that would settle it is not ours to make. */
	enum answer (*check)(const char *s, size_t len);
};

/* The validator of that name, or NULL. Static. */
const struct validator *validator_find(const char *name);

/* The i-th validator in the order of the manual, NULL after the last. */
const struct validator *validator_at(size_t i);

#endif
