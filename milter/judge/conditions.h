/* SPDX-License-Identifier: MIT
 *
 * conditions.h - what a policy asks of a message, question by question.
 */
#ifndef JUDGE_CONDITIONS_H
#define JUDGE_CONDITIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/words.h"
#include "judge/circumstances.h"

struct config;
struct finding;
struct policy;
struct report;

/* People from whom on a message is severe (probity-policy(5)). */
#define CONDITIONS_SEVERE_PEOPLE 10

/* What is asked more than once about one message, worked out once. */
struct subject {
	const struct report *report;
	struct circumstances circumstances;
	size_t outside; /* recipients outside the council */
	size_t kinds;   /* most personal.* categories about one person: at
		       * medium or more, in one place, somebody else's */
	bool severe;    /* of the whole message: probity-policy(5) */
	bool blind;     /* findings may exist that the report does not hold */
};

/* Works s out for a report; borrows it and c. Returns 0, or -1: memory. */
int conditions_subject(
    struct subject *s, const struct config *c, const struct report *r);

/* The questions about the message as a whole, all of them: no when one answers
 * no, else cannot tell when one cannot tell, else yes. The recipient's circle
 * is not among them. */
enum answer conditions_message(const struct policy *p, const struct subject *s);

/* Is the policy for recipients of this circle? */
enum answer conditions_circle(const struct policy *p, enum circle circle);

/* All questions about one finding. */
enum answer conditions_finding(const struct policy *p, const struct finding *f);

/* Is it about parts unread for this reason? No when it asks for none. */
enum answer conditions_unread(const struct policy *p, enum unread why);

#endif
