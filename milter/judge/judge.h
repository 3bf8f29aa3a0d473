/* SPDX-License-Identifier: MIT
 *
 * judge.h - (config, report) to verdict; pure, table-driven.
 *
 * No clock, no database, no mail: everything it needs is in its arguments, so
 * that policy tests are tables.
 */
#ifndef JUDGE_JUDGE_H
#define JUDGE_JUDGE_H

/* Reasons kept; an officer reads a few, the rest is counted. */
#define JUDGE_REASONS 200

struct config;
struct report;

/* Fills r->verdict and each recipient's action from the policies; what stood
 * there before is forgotten, so judging twice is judging once.
 *
 * Each recipient is judged by its own circle with the findings in common; with
 * no recipient known, as if to one outsider.  The message's action is the
 * strongest of its recipients'.
 * - recipients[].action says what becomes of that recipient's copy; acting
 *   needs nothing else. tag and notify concern the whole message all the same:
 *   the verdict's action, or its reasons, say so.
 * - A never-hold recipient gets at most tag, whatever the policy: a delay to a
 *   safeguarding team does harm of its own, and whom a member writes to about
 *   the council is not for the council's officers to be told.
 * - Of whole messages (verdict.whole: a stopping policy met
 *   recipients.exposed) all recipients share the strongest stop, because every
 *   copy shows every address; but for the never-hold ones, who still get
 *   theirs.
 * - refuse is for all recipients or none: where a never-hold recipient stands
 *   among them it is a hold instead, which can be split.
 * - severe: ask becomes hold.
 * - Where a stopping policy cannot tell whether it is met and nothing else
 *   stops the copy: ask for a circle outside the council, notify for internal.
 *   Rules that ran into a match limit and findings beyond the limit become an
 *   unread entry "limit" of part "rules" first, so that policies about unread
 *   parts see them.
 * - Policies in observe mode give reasons that do not count. settings.observe
 *   changes nothing but verdict.observe: the verdict is what would be done.
 * - route: from policies, else categories, of all reasons of notify and above
 *   (of tags, when there are only tags).
 * - Pre-election period, committees and hours are those at r->at.
 * Returns 0, or -1 when memory is out: cannot tell; the report is then not
 * judged. */
int judge(const struct config *c, struct report *r);

/* The one place that decides what happens when we cannot tell. */
enum trouble {
	TROUBLE_WORKER_DIED, /* twice, in fresh workers */
	TROUBLE_OVERRAN,     /* the deadline, twice */
	TROUBLE_BAD_REPORT,  /* the worker's answer was not a report */
	TROUBLE_TOO_LARGE,   /* over limits.message */
	TROUBLE_NO_INPUT,    /* check: a file that cannot be opened */
	TROUBLE_NO_SERVICE,  /* no inspection to be had */
	TROUBLE_NO_STORE,    /* the store refused */
	TROUBLE_NO_ROOM,     /* too much in flight */
	TROUBLE_MEMORY,
};
enum response {
	RESPONSE_LATER, /* 4.7.1: the message stays with the sender's MTA */
	RESPONSE_HOLD,  /* held for an officer, unread */
};
enum response judge_trouble(enum trouble t);
/* A stable word for the log and a sentence for a person. Static. */
const char *trouble_word(enum trouble t);
const char *trouble_sentence(enum trouble t);

#endif
