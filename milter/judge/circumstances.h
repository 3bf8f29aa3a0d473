/* SPDX-License-Identifier: MIT
 *
 * circumstances.h - who sent a message, and when: what members.csv and
 * calendar.yaml say about it.
 */
#ifndef JUDGE_CIRCUMSTANCES_H
#define JUDGE_CIRCUMSTANCES_H

#include <stdbool.h>

#include "base/words.h"

struct config;
struct member;
struct policy;
struct poll;
struct report;

/* Borrows from the config. */
struct circumstances {
	const struct member *member; /* whose mail it is, or NULL: unknown */
	bool committees_known;       /* members.csv says who sits where */
	bool dated;                  /* day and minute are known */
	long day;                    /* in the UK: day.h */
	unsigned minute;             /* since midnight there */
	enum answer period;          /* a pre-election period, for the sender */
	const struct poll *poll;     /* of that poll; NULL for no */
};

/* Works them out. The report may come from a worker; members and calendar are
 * the judge's own. */
void circumstances_of(
    struct circumstances *s, const struct config *c, const struct report *r);

/* What a policy asks of them, each of it; a condition that is not set answers
 * yes. */
enum answer circumstances_period(
    const struct circumstances *s, const struct policy *p);
enum answer circumstances_committees(
    const struct circumstances *s, const struct policy *p);
enum answer circumstances_hours(
    const struct circumstances *s, const struct policy *p);

/* What a reason of this policy adds to its title: the poll in whose period it
 * applied ("local elections on 6 May 2027"), or NULL. Borrowed. */
const char *circumstances_told(
    const struct circumstances *s, const struct policy *p);

#endif
