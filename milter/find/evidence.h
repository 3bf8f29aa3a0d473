/* SPDX-License-Identifier: MIT
 *
 * evidence.h - does a match count, how sure is it, and why.
 */
#ifndef FIND_EVIDENCE_H
#define FIND_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strlist.h"
#include "base/words.h"
#include "find/match.h"

/* How a match's context was met. */
enum evidence_context {
	CONTEXT_NONE,
	CONTEXT_WORDS,
	CONTEXT_COLUMN, /* words in the column's heading */
	CONTEXT_RULE,
};

struct evidence {
	enum confidence confidence;
	enum evidence_context context;
	struct span keyword; /* what met it */
	size_t rule;         /* the other rule, for CONTEXT_RULE */
	bool person;         /* a name stands in the same sentence or row */
	const struct passage *passage; /* of a learned rule; borrowed until the
	                                * next text */
};

/* Weighs a match of the rule. True when it is to be raised: what it needs is
 * there, nothing excludes it and its rule has a step of confidence for it. For
 * a mark: the same, at a confidence of no meaning. */
bool evidence_weigh(
    struct matcher *m, size_t rule, struct span at, struct evidence *ret);

/* Adds the reasons in words. 0, or -1 when memory is out. */
int evidence_explain(struct matcher *m, size_t rule, struct span at,
    const struct evidence *e, struct strlist *out);

/* Adds bytes of the view to out as one line: white space as single spaces, at
 * most EVIDENCE_QUOTE bytes. */
int evidence_quote(const struct matcher *m, struct span at, struct buf *out);
#define EVIDENCE_QUOTE 80

#endif
