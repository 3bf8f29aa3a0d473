/* SPDX-License-Identifier: MIT
 *
 * circumstances.c - who sent a message, and when.
 *
 * BUGS: mail of an assistant who sends for several members counts as that of
 * the one the report names, else of the first of them.
 */
#include "judge/circumstances.h"

#include <stddef.h>
#include <string.h>

#include "config/calendar.h"
#include "config/config.h"
#include "config/day.h"
#include "config/members.h"
#include "config/policy.h"
#include "report/report.h"

/* The member by address; where the login said more than the addresses do, by
 * the name that the report got from it. */
static const struct member *
sender_of(const struct members *m, const struct report *r)
{
	const char *const addresses[] = {r->sender, r->header_from};
	const struct member *who;
	size_t i;

	for (i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
		who =
		    addresses[i] != NULL ? members_find(m, addresses[i]) : NULL;
		if (who != NULL &&
		    (r->member == NULL || strcmp(who->name, r->member) == 0))
			return who;
	}
	return r->member != NULL ? members_named(m, r->member) : NULL;
}

void
circumstances_of(
    struct circumstances *s, const struct config *c, const struct report *r)
{
	*s = (struct circumstances){.dated = r->at > 0};
	if (s->dated)
		s->day = day_in_uk(r->at, &s->minute);
	if (c->members != NULL) {
		s->member = sender_of(c->members, r);
		s->committees_known = members_know_committees(c->members);
	}
	if (c->calendar == NULL || calendar_count(c->calendar) == 0)
		s->period = ANSWER_NO;
	else if (!s->dated)
		s->period = ANSWER_CANNOT_TELL;
	else
		s->period = calendar_period(c->calendar, s->day,
		    s->member != NULL ? s->member->ward : NULL, &s->poll);
}

enum answer
circumstances_period(const struct circumstances *s, const struct policy *p)
{
	if (p->period < 0)
		return ANSWER_YES;
	if (p->period > 0 || s->period == ANSWER_CANNOT_TELL)
		return s->period;
	return s->period == ANSWER_YES ? ANSWER_NO : ANSWER_YES;
}

enum answer
circumstances_committees(const struct circumstances *s, const struct policy *p)
{
	size_t i;

	if (p->committees.n == 0)
		return ANSWER_YES;
	if (s->member == NULL || !s->committees_known || !s->dated)
		return ANSWER_CANNOT_TELL;
	for (i = 0; i < p->committees.n; i++)
		if (seats_hold(
			&s->member->committees, p->committees.v[i], s->day))
			return ANSWER_YES;
	return ANSWER_NO;
}

enum answer
circumstances_hours(const struct circumstances *s, const struct policy *p)
{
	bool after, before;

	if (p->hours_from == p->hours_to)
		return ANSWER_YES;
	if (!s->dated)
		return ANSWER_CANNOT_TELL;
	after = s->minute >= p->hours_from;
	before = s->minute < p->hours_to;
	if (p->hours_from < p->hours_to ? after && before : after || before)
		return ANSWER_YES;
	return ANSWER_NO;
}

const char *
circumstances_told(const struct circumstances *s, const struct policy *p)
{
	return p->period > 0 && s->poll != NULL ? s->poll->told : NULL;
}
