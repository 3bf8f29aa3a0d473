/* SPDX-License-Identifier: MIT
 *
 * conditions.c - what a policy asks of a message, question by question.
 *
 * One short function per criterion, each answering yes, no or cannot tell; a
 * condition that a policy does not set answers yes.  The tables at the end of
 * each half list them in the order they are asked, the cheap ones first.
 */
#include "judge/conditions.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "config/mailset.h"
#include "config/policy.h"
#include "report/report.h"

static enum answer
yes_if(bool yes)
{
	return yes ? ANSWER_YES : ANSWER_NO;
}

/* About the message. */

static enum answer
about_senders(const struct policy *p, const struct subject *s)
{
	size_t i;

	if (p->senders.n == 0)
		return ANSWER_YES;
	if (s->report->sender == NULL)
		return ANSWER_CANNOT_TELL;
	for (i = 0; i < p->senders.n; i++)
		if (mailset_matches(p->senders.v[i], s->report->sender))
			return ANSWER_YES;
	return ANSWER_NO;
}

/* Whoever is in no group, or is no member, is in none of these. */
static enum answer
about_groups(const struct policy *p, const struct subject *s)
{
	if (p->groups.n == 0)
		return ANSWER_YES;
	return yes_if(s->report->group != NULL &&
		      strlist_has(&p->groups, s->report->group));
}

static enum answer
about_restricted(const struct policy *p, const struct subject *s)
{
	return yes_if(
	    p->restricted < 0 || s->report->restricted == (p->restricted != 0));
}

static enum answer
about_size(const struct policy *p, const struct subject *s)
{
	return yes_if(s->report->size >= p->size);
}

/* The count goes on past every cap, but not past what could not be read. */
static enum answer
about_people(const struct policy *p, const struct subject *s)
{
	if (s->report->findings.people >= p->people)
		return ANSWER_YES;
	return s->blind ? ANSWER_CANNOT_TELL : ANSWER_NO;
}

static enum answer
about_kinds(const struct policy *p, const struct subject *s)
{
	if (s->kinds >= p->kinds)
		return ANSWER_YES;
	return s->blind ? ANSWER_CANNOT_TELL : ANSWER_NO;
}

/* Of a message without known recipients: as if to one outsider. */
static enum answer
about_recipients(const struct policy *p, const struct subject *s)
{
	return yes_if(s->outside >= p->recipients);
}

static enum answer
about_period(const struct policy *p, const struct subject *s)
{
	return circumstances_period(&s->circumstances, p);
}

static enum answer
about_committees(const struct policy *p, const struct subject *s)
{
	return circumstances_committees(&s->circumstances, p);
}

static enum answer
about_hours(const struct policy *p, const struct subject *s)
{
	return circumstances_hours(&s->circumstances, p);
}

enum answer
conditions_message(const struct policy *p, const struct subject *s)
{
	static enum answer (*const asked[])(const struct policy *,
	    const struct subject *) = {about_size, about_people, about_kinds,
	    about_recipients, about_restricted, about_period, about_hours,
	    about_groups, about_committees, about_senders};
	enum answer one, all = ANSWER_YES;
	size_t i;

	for (i = 0; i < sizeof asked / sizeof asked[0]; i++) {
		one = asked[i](p, s);
		if (one == ANSWER_NO)
			return ANSWER_NO;
		if (one == ANSWER_CANNOT_TELL)
			all = ANSWER_CANNOT_TELL;
	}
	return all;
}

enum answer
conditions_circle(const struct policy *p, enum circle circle)
{
	return yes_if(p->circles == 0 || (p->circles & 1u << circle) != 0);
}

enum answer
conditions_unread(const struct policy *p, enum unread why)
{
	return yes_if((p->unread & 1u << why) != 0);
}

/* About one finding. */

static enum answer
about_confidence(const struct policy *p, const struct finding *f)
{
	return yes_if(f->confidence >= p->confidence);
}

static enum answer
about_whose(const struct policy *p, const struct finding *f)
{
	return yes_if(p->whose == 0 || (p->whose & 1u << f->whose) != 0);
}

static enum answer
about_zone(const struct policy *p, const struct finding *f)
{
	return yes_if(p->zones == 0 || (p->zones & 1u << f->zone) != 0);
}

static enum answer
about_severe(const struct policy *p, const struct finding *f)
{
	return yes_if(p->severe < 0 || f->severe == (p->severe != 0));
}

static enum answer
about_hidden(const struct policy *p, const struct finding *f)
{
	const bool hidden = f->zone == ZONE_HIDDEN;

	return yes_if(p->hidden < 0 || hidden == (p->hidden != 0));
}

static enum answer
about_category(const struct policy *p, const struct finding *f)
{
	size_t i;

	if (p->categories.n == 0)
		return ANSWER_YES;
	for (i = 0; i < p->categories.n; i++)
		if (category_matches(p->categories.v[i], f->category))
			return ANSWER_YES;
	return ANSWER_NO;
}

static bool
names_rule(const struct strlist *ids, const char *rule)
{
	size_t i;

	for (i = 0; i < ids->n; i++)
		if (fnmatch(ids->v[i], rule, 0) == 0)
			return true;
	return false;
}

static enum answer
about_rule(const struct policy *p, const struct finding *f)
{
	return yes_if((p->rules.n == 0 || names_rule(&p->rules, f->rule)) &&
		      !names_rule(&p->except_rules, f->rule));
}

enum answer
conditions_finding(const struct policy *p, const struct finding *f)
{
	static enum answer (*const asked[])(const struct policy *,
	    const struct finding *) = {about_confidence, about_whose,
	    about_zone, about_severe, about_hidden, about_category, about_rule};
	size_t i;

	for (i = 0; i < sizeof asked / sizeof asked[0]; i++)
		if (asked[i](p, f) == ANSWER_NO)
			return ANSWER_NO;
	return ANSWER_YES;
}

/* What is worked out once. */

/* Counts towards "kinds": somebody else's personal data, medium or more. */
static bool
counts_as_kind(const struct finding *f)
{
	return f->confidence >= CONFIDENCE_MEDIUM &&
	       (f->whose == WHOSE_THIRD_PARTY || f->whose == WHOSE_UNKNOWN) &&
	       category_matches("personal.*", f->category);
}

/* Where it stands: subject and what the sender wrote are about the same
 * matter, every other place (a row, a quoted mail) is for itself. */
static const char *
matter(const struct finding *f)
{
	if (f->zone == ZONE_SUBJECT || f->zone == ZONE_AUTHORED)
		return "";
	return f->place;
}

static int
by_matter(const void *va, const void *vb)
{
	const struct finding *a = *(const struct finding *const *)va;
	const struct finding *b = *(const struct finding *const *)vb;
	int d = strcmp(matter(a), matter(b));

	return d != 0 ? d : strcmp(a->category, b->category);
}

/* The most categories that stand together in one place; v is sorted. */
static size_t
most_kinds(const struct finding *const *v, size_t n)
{
	size_t i, kinds = 0, most = 0;

	for (i = 0; i < n; i++) {
		if (i == 0 || strcmp(matter(v[i]), matter(v[i - 1])) != 0)
			kinds = 1;
		else if (strcmp(v[i]->category, v[i - 1]->category) != 0)
			kinds++;
		if (kinds > most)
			most = kinds;
	}
	return most;
}

static int
count_kinds(const struct findings *l, size_t *ret)
{
	const struct finding **v;
	size_t i, n = 0;

	*ret = 0;
	if (l->n == 0)
		return 0;
	v = calloc(l->n, sizeof *v);
	if (v == NULL)
		return -1;
	for (i = 0; i < l->n; i++)
		if (counts_as_kind(&l->v[i]))
			v[n++] = &l->v[i];
	qsort(v, n, sizeof *v, by_matter);
	*ret = most_kinds(v, n);
	free(v);
	return 0;
}

static bool
any_severe(const struct findings *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->v[i].severe)
			return true;
	return l->people >= CONDITIONS_SEVERE_PEOPLE;
}

static size_t
count_outside(const struct report *r)
{
	size_t i, n = 0;

	for (i = 0; i < r->nrecipients; i++)
		n += r->recipients[i].circle != CIRCLE_INTERNAL;
	return r->nrecipients > 0 ? n : 1;
}

int
conditions_subject(
    struct subject *s, const struct config *c, const struct report *r)
{
	*s = (struct subject){
	    .report = r,
	    .outside = count_outside(r),
	    .severe = any_severe(&r->findings),
	    .blind = r->findings.dropped > 0 || r->findings.cannot_tell.n > 0,
	};
	circumstances_of(&s->circumstances, c, r);
	return count_kinds(&r->findings, &s->kinds);
}
