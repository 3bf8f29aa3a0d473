/* SPDX-License-Identifier: MIT
 *
 * validators.h - named checks that a rule may ask of what its pattern matched.
 *
 * A check is pure: no clock, no memory, and of tables from outside only what
 * it is given.  The facts are those that the issuer of each number publishes,
 * named at each function.
 */
#ifndef FIND_VALIDATORS_H
#define FIND_VALIDATORS_H

#include <stddef.h>
#include <time.h>

#include "base/words.h"

struct bank_tables;

/* What a check may know besides the value. Borrowed. */
struct validator_given {
	const struct bank_tables *bank; /* NULL: the operator has none */
	time_t at;                      /* when the message came; 0: unknown */
};

struct validator {
	const char *name; /* what a rule file says */
	const char *help; /* one line */
	/* Looks at len matched bytes, separators and all, in either case.
	 * YES: every published rule for such a value holds. NO: one does not,
	 * the match is dropped. CANNOT_TELL: the shape is right and the check
	 * that would settle it is not ours to make. */
	enum answer (*check)(const char *s, size_t len);
	/* In place of check, for one that needs more than the value. */
	enum answer (*check_given)(
	    const struct validator_given *given, const char *s, size_t len);
};

/* The answer of v. given may be NULL: nothing is known. */
enum answer validator_check(const struct validator *v,
    const struct validator_given *given, const char *s, size_t len);

/* The validator of that name, or NULL. Static. */
const struct validator *validator_find(const char *name);

/* The i-th validator in the order of the manual, NULL after the last. */
const struct validator *validator_at(size_t i);

#endif
