/* SPDX-License-Identifier: MIT
 *
 * recipients.h - the named checks about who gets the message.
 */
#ifndef FIND_RECIPIENTS_H
#define FIND_RECIPIENTS_H

#include <stddef.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "extract/texts.h"
#include "find/find.h"

/* What a check says. A value: free with recipients_free. */
struct recipients_answer {
	bool yes;
	struct buf excerpt; /* what is shown: no address, masked names */
	struct strlist evidence;
	struct strlist people; /* the addresses concerned */
};

#define RECIPIENTS_EXCERPT_MAX 512
#define RECIPIENTS_ANSWER                                  \
	{                                                  \
		.excerpt = BUF_MAX(RECIPIENTS_EXCERPT_MAX) \
	}

struct recipients_check {
	const char *name; /* what a rule file says */
	const char *help;
	/* Looks at the message; at_least is the rule's. Returns 0 and sets
	 * *ret, or -1 when memory is out. */
	int (*check)(const struct texts *texts, const struct facts *facts,
	    size_t at_least, struct recipients_answer *ret);
};

/* The check of that name, or NULL. Static. */
const struct recipients_check *recipients_find(const char *name);
const struct recipients_check *recipients_at(size_t i);

void recipients_free(struct recipients_answer *a);

/* Ends a check: an answer that says yes with this excerpt and evidence where
 * yes, else one that says no. Takes over a's lists. 0, or -1 when memory is
 * out and a is freed. */
int recipients_answer(struct recipients_answer *a, bool yes,
    const char *excerpt, const char *evidence, struct recipients_answer *ret);

#endif
