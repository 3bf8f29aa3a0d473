/* SPDX-License-Identifier: MIT
 *
 * judge.c - from findings to a verdict, by the policies in their order.
 *
 * A policy asks about the message, about findings, about unread parts, and
 * about the recipient's circle.  Only the last differs between recipients, so
 * everything is asked once a message and weighed once a circle, however many
 * recipients there are.
 */
#include "judge/judge.h"

#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "config/policy.h"
#include "judge/conditions.h"
#include "judge/reasons.h"
#include "report/report.h"

/* The policy id of the reason that says a never-hold recipient got theirs. */
#define NEVER_HOLD "never-hold"
/* The part an unread entry names when it is the rules that gave up. */
#define PART_RULES "rules"

/* One judgement under way. */
struct hearing {
	const struct policies *policies;
	struct report *report;
	struct subject subject;
	/* Who is there: [circle][never-hold]. */
	bool present[CIRCLE_COUNT][2];
	bool any_never_hold;
	/* Strongest action for each circle, before never-hold is heard. */
	enum action strongest[CIRCLE_COUNT];
	/* First stopping policy that could not tell, for each circle. */
	const struct policy *unsure[CIRCLE_COUNT];
	enum route *routes; /* of each finding; NULL for none */
	struct reasons reasons;
};

/* What one policy met. */
struct met {
	const struct policy *policy;
	enum answer answer;
	enum action action; /* what it asks for, as things stand */
	bool exposed;       /* a recipients.exposed finding is among them */
};

/* As in a policy's "circles: outside". */
static bool
outside(enum circle c)
{
	return c != CIRCLE_INTERNAL;
}

static enum action
stronger(enum action a, enum action b)
{
	return a > b ? a : b;
}

static enum action
capped(enum action a, bool never_hold)
{
	return never_hold && a > ACTION_TAG ? ACTION_TAG : a;
}

/* Severe is never left to the sender. A refusal would take their copy from
 * never-hold recipients too; a hold can be split. */
static enum action
adapted(const struct hearing *h, enum action a)
{
	if (a == ACTION_REFUSE && h->any_never_hold)
		a = ACTION_HOLD;
	if (a == ACTION_ASK && h->subject.severe)
		a = ACTION_HOLD;
	return a;
}

static void
note_audience(struct hearing *h)
{
	const struct report_recipient *to;
	size_t i;

	for (i = 0; i < h->report->nrecipients; i++) {
		to = &h->report->recipients[i];
		h->present[to->circle][to->never_hold] = true;
		h->any_never_hold |= to->never_hold;
	}
	if (h->report->nrecipients == 0)
		h->present[CIRCLE_EXTERNAL][false] = true;
}

/* True when somebody of that circle is there. */
static bool
present(const struct hearing *h, int circle)
{
	return h->present[circle][false] || h->present[circle][true];
}

/* Does policy p concern anybody of that circle who is there? */
static bool
concerns(const struct hearing *h, const struct policy *p, int circle)
{
	return present(h, circle) &&
	       conditions_circle(p, (enum circle)circle) == ANSWER_YES;
}

/* The strongest that action a comes to for those whom p concerns: less than a
 * when they are all never-hold; pass when there are none. */
static enum action
effective(const struct hearing *h, const struct policy *p, enum action a)
{
	enum action most = ACTION_PASS;
	int c;

	for (c = 0; c < CIRCLE_COUNT; c++) {
		if (!concerns(h, p, c))
			continue;
		if (h->present[c][false])
			return a;
		most = stronger(most, capped(a, true));
	}
	return most;
}

static bool
concerns_any(const struct hearing *h, const struct policy *p)
{
	int c;

	for (c = 0; c < CIRCLE_COUNT; c++)
		if (concerns(h, p, c))
			return true;
	return false;
}

static int
contribute(struct hearing *h, const struct met *m, long finding, long unread)
{
	const struct policy *p = m->policy;
	struct contribution c = {
	    .policy = p->id,
	    .title = p->title != NULL ? p->title : p->id,
	    .told = circumstances_told(&h->subject.circumstances, p),
	    .finding = finding,
	    .unread = unread,
	    .action = effective(h, p, m->action),
	    .observed = p->observe,
	    .routes = 1u << ROUTE_DPO,
	};

	if (p->route_set)
		c.routes = 1u << p->route;
	else if (finding >= 0)
		c.routes = 1u << h->routes[finding];
	return reasons_add(&h->reasons, &c);
}

/* Does any finding meet the policy? When findings may be missing, none is not
 * an answer. Notes whether one is about exposed recipients. */
static enum answer
about_findings(const struct hearing *h, struct met *m)
{
	const struct findings *l = &h->report->findings;
	enum answer answer = h->subject.blind ? ANSWER_CANNOT_TELL : ANSWER_NO;
	size_t i;

	for (i = 0; i < l->n; i++) {
		if (conditions_finding(m->policy, &l->v[i]) != ANSWER_YES)
			continue;
		answer = ANSWER_YES;
		if (strcmp(l->v[i].category, "recipients.exposed") == 0)
			m->exposed = true;
	}
	return answer;
}

static enum answer
about_unread(const struct hearing *h, const struct policy *p)
{
	const struct report *r = h->report;
	size_t i;

	for (i = 0; i < r->nunread; i++)
		if (conditions_unread(p, r->unread[i].why) == ANSWER_YES)
			return ANSWER_YES;
	return ANSWER_NO;
}

/* No beats cannot tell beats yes. */
static enum answer
both(enum answer a, enum answer b)
{
	if (a == ANSWER_NO || b == ANSWER_NO)
		return ANSWER_NO;
	return a == ANSWER_YES ? b : a;
}

/* Asks one policy everything but the circle. */
static void
ask(const struct hearing *h, struct met *m)
{
	m->answer = conditions_message(m->policy, &h->subject);
	if (m->answer != ANSWER_NO && m->policy->unread != 0)
		m->answer = both(m->answer, about_unread(h, m->policy));
	if (m->answer != ANSWER_NO && m->policy->about_findings)
		m->answer = both(m->answer, about_findings(h, m));
}

/* A reason for each finding and each unread part a policy met, or one for the
 * message. */
static int
give_reasons(struct hearing *h, const struct met *m)
{
	const struct policy *p = m->policy;
	const struct report *r = h->report;
	size_t i;

	if (!p->about_findings && p->unread == 0)
		return contribute(h, m, -1, -1);
	for (i = 0; p->about_findings && i < r->findings.n; i++)
		if (conditions_finding(p, &r->findings.v[i]) == ANSWER_YES &&
		    contribute(h, m, (long)i, -1) < 0)
			return -1;
	for (i = 0; p->unread != 0 && i < r->nunread; i++)
		if (conditions_unread(p, r->unread[i].why) == ANSWER_YES &&
		    contribute(h, m, -1, (long)i) < 0)
			return -1;
	return 0;
}

/* Lays what a policy met before every circle it is for. */
static void
weigh(struct hearing *h, const struct met *m)
{
	bool stops = action_stops(m->action);
	int c;

	for (c = 0; c < CIRCLE_COUNT; c++) {
		if (!concerns(h, m->policy, c))
			continue;
		if (m->answer == ANSWER_CANNOT_TELL) {
			if (stops && h->unsure[c] == NULL)
				h->unsure[c] = m->policy;
			continue;
		}
		h->strongest[c] = stronger(h->strongest[c], m->action);
		if (m->exposed && stops && h->present[c][false])
			h->report->verdict.whole = true;
	}
}

static int
hear_policies(struct hearing *h)
{
	const struct policy *p;
	struct met m;
	size_t i;

	for (i = 0; i < h->policies->n; i++) {
		p = &h->policies->v[i];
		if (!concerns_any(h, p))
			continue;
		m = (struct met){.policy = p, .action = adapted(h, p->action)};
		ask(h, &m);
		reasons_next(&h->reasons);
		if (m.answer == ANSWER_YES && give_reasons(h, &m) < 0)
			return -1;
		if (m.answer != ANSWER_NO && !p->observe)
			weigh(h, &m);
	}
	return 0;
}

/* The unread entry that stands for rules that gave up, or -1. */
static long
rules_entry(const struct report *r)
{
	size_t i;

	for (i = 0; i < r->nunread; i++)
		if (r->unread[i].why == UNREAD_LIMIT &&
		    strcmp(r->unread[i].part, PART_RULES) == 0)
			return (long)i;
	return -1;
}

/* Was that policy's doubt given as a reason for a circle after c? */
static bool
already_told(const struct hearing *h, const bool *raised, int c)
{
	int other;

	for (other = c + 1; other < CIRCLE_COUNT; other++)
		if (raised[other] && h->unsure[other] == h->unsure[c])
			return true;
	return false;
}

/* "Cannot tell" must not become "no": where nothing else stops the copy. The
 * circles outside come first (they stand last), for theirs is the stronger. */
static int
hear_unsure(struct hearing *h)
{
	bool raised[CIRCLE_COUNT] = {false};
	enum action least;
	struct met m;
	int c;

	for (c = CIRCLE_COUNT - 1; c >= 0; c--) {
		least = outside((enum circle)c) ? adapted(h, ACTION_ASK)
						: ACTION_NOTIFY;
		if (h->unsure[c] == NULL || h->strongest[c] >= least)
			continue;
		h->strongest[c] = least;
		raised[c] = true;
		if (already_told(h, raised, c))
			continue;
		m = (struct met){.policy = h->unsure[c], .action = least};
		reasons_next(&h->reasons);
		if (contribute(h, &m, -1, rules_entry(h->report)) < 0)
			return -1;
	}
	return 0;
}

/* One stop for all where the message may not be split, and for a refusal. */
static void
level(struct hearing *h)
{
	enum action most = ACTION_PASS;
	int c;

	for (c = 0; c < CIRCLE_COUNT; c++)
		if (h->present[c][false])
			most = stronger(most, h->strongest[c]);
	if (most != ACTION_REFUSE &&
	    !(h->report->verdict.whole && action_stops(most)))
		return;
	for (c = 0; c < CIRCLE_COUNT; c++)
		h->strongest[c] = most;
}

/* It explains; whom to tell is for the policies to say. */
static int
say_never_hold(struct hearing *h)
{
	static const struct contribution c = {
	    .policy = NEVER_HOLD,
	    .title = "Mail to this recipient is never held, for a delay can do "
		     "harm of its own.",
	    .finding = -1,
	    .unread = -1,
	    .action = ACTION_TAG,
	    .routes = 0,
	};

	reasons_next(&h->reasons);
	return reasons_add(&h->reasons, &c);
}

static int
decide(struct hearing *h)
{
	struct report *r = h->report;
	struct verdict *v = &r->verdict;
	struct report_recipient *to;
	bool spared = false;
	size_t i;

	level(h);
	if (r->nrecipients == 0)
		v->action = h->strongest[CIRCLE_EXTERNAL];
	for (i = 0; i < r->nrecipients; i++) {
		to = &r->recipients[i];
		to->action = capped(h->strongest[to->circle], to->never_hold);
		spared |= to->action != h->strongest[to->circle];
		v->action = stronger(v->action, to->action);
	}
	return spared ? say_never_hold(h) : 0;
}

/* Frees what an earlier judgement left. */
static void
forget(struct report *r)
{
	struct verdict *v = &r->verdict;
	size_t i;

	for (i = 0; i < v->nreasons; i++) {
		free(v->reasons[i].policy);
		free(v->reasons[i].title);
	}
	free(v->reasons);
	*v = (struct verdict){0};
}

/* Limits of the rules become an unread entry, once. */
static int
note_limits(struct report *r)
{
	if (r->findings.dropped == 0 && r->findings.cannot_tell.n == 0)
		return 0;
	if (rules_entry(r) >= 0)
		return 0;
	return report_add_unread(r, UNREAD_LIMIT, PART_RULES, NULL);
}

static int
note_routes(struct hearing *h)
{
	const struct findings *l = &h->report->findings;
	size_t i;

	if (l->n == 0)
		return 0;
	h->routes = calloc(l->n, sizeof *h->routes);
	if (h->routes == NULL)
		return -1;
	for (i = 0; i < l->n; i++)
		h->routes[i] = category_route(l->v[i].category);
	return 0;
}

int
judge(const struct config *c, struct report *r)
{
	struct hearing h = {.policies = c->policies, .report = r};
	int ret = -1;

	forget(r);
	if (note_limits(r) < 0 || conditions_subject(&h.subject, c, r) < 0 ||
	    note_routes(&h) < 0)
		goto done;
	r->verdict.severe = h.subject.severe;
	r->verdict.observe = c->set.observe;
	note_audience(&h);
	if (hear_policies(&h) < 0 || hear_unsure(&h) < 0 || decide(&h) < 0 ||
	    reasons_into(&h.reasons, &r->verdict) < 0)
		goto done;
	r->verdict.judged = true;
	ret = 0;
done:
	reasons_free(&h.reasons);
	free(h.routes);
	return ret;
}
