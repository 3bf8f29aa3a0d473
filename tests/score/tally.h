/* SPDX-License-Identifier: MIT
 *
 * tally.h - right and wrong answers counted, by set and category.
 */
#ifndef TESTS_SCORE_TALLY_H
#define TESTS_SCORE_TALLY_H

#include "score/trials.h"

/* Found where it is, missed, found where it is not. */
struct tally {
	unsigned right, missed, wrong;
};

enum sureness { LOW_OR_MORE, MEDIUM_OR_MORE, SURENESSES };

/* Stopped: ask, hold or refuse. */
struct set_tally {
	struct tally categories[SURENESSES][TRIAL_CATEGORIES];
	struct tally all[SURENESSES];
	unsigned n;
	unsigned guilty, right, tagged, stopped;
	unsigned innocent, innocent_tagged, innocent_stopped;
	unsigned as_wanted; /* came to the verdict that is right */
};

/* Counts a set's answers. */
void tally_set(const struct trials *l, enum set set, struct set_tally *ret);

/* Counts only a set's guilty mails in whose right answer a category matches
 * the pattern ("personal.*"). */
void tally_family(const struct trials *l, enum set set, const char *pattern,
    struct set_tally *ret);

/* Identifiers of a kind, or with NULL of all kinds that count (see tally.c);
 * returns false when there are none. */
struct kind_tally {
	unsigned valid, found, invalid, loud;
};
bool tally_kind(
    const struct trials *l, const char *kind, struct kind_tally *ret);

/* Was personal data found in it? */
bool tally_personal(const struct trial *t);

/* Comments: guilty and innocent ones in which some conduct was found. */
void tally_comments(const struct trials *l, struct kind_tally *ret);

/* A rule and how often it was wrong, or a category and how often missed. */
struct offender {
	const char *name; /* borrowed from the trials */
	unsigned times, of;
	const struct trial *examples[3];
	size_t nexamples;
};

/* The rules that were wrong most often, and the categories missed most (their
 * share), in sets that are not hidden; worst first. Returns how many of max
 * there are. */
size_t tally_wrong_rules(
    const struct trials *l, struct offender *ret, size_t max);
size_t tally_missed(const struct trials *l, struct offender *ret, size_t max);

#endif
