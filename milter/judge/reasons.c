/* SPDX-License-Identifier: MIT
 *
 * reasons.c - gathering what contributed to a verdict, and keeping the best.
 *
 * A sheet of 2,000 findings under 40 policies makes 80,000 contributions; of
 * one policy no more than JUDGE_REASONS are gathered and of all no more kept.
 * The rest is counted.
 */
#include "judge/reasons.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judge.h"
#include "report/report.h"

struct candidate {
	struct contribution c;
	bool first;   /* of its policy */
	size_t order; /* as policies are read, then as findings stand */
};

void
reasons_next(struct reasons *l)
{
	l->of_policy = 0;
}

static void
note_route(struct reasons *l, const struct contribution *c)
{
	if (c->observed)
		return;
	if (c->action >= ACTION_NOTIFY)
		l->routes_officer |= c->routes;
	else if (c->action == ACTION_TAG)
		l->routes_tag |= c->routes;
}

int
reasons_add(struct reasons *l, const struct contribution *c)
{
	struct candidate *v;
	size_t cap;

	note_route(l, c);
	if (l->of_policy >= JUDGE_REASONS) {
		l->beyond++;
		return 0;
	}
	if (l->n == l->cap) {
		cap = l->cap ? 2 * l->cap : 16;
		v = reallocarray(l->v, cap, sizeof *v);
		if (v == NULL)
			return -1;
		l->v = v;
		l->cap = cap;
	}
	l->v[l->n] = (struct candidate){
	    .c = *c, .first = l->of_policy == 0, .order = l->n};
	l->n++;
	l->of_policy++;
	return 0;
}

static int
compare(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

/* The order of the list a person reads. */
static int
by_strength(const void *va, const void *vb)
{
	const struct candidate *a = va, *b = vb;

	if (a->c.observed != b->c.observed)
		return compare(a->c.observed, b->c.observed);
	if (a->c.action != b->c.action)
		return compare(b->c.action, a->c.action);
	return compare(a->order, b->order);
}

/* The order in which they are worth keeping. */
static int
by_worth(const void *va, const void *vb)
{
	const struct candidate *a = va, *b = vb;

	if (a->first != b->first)
		return compare(b->first, a->first);
	return by_strength(va, vb);
}

/* Returns a new string, or NULL. */
static char *
title_of(const struct contribution *c)
{
	char *s;

	if (c->told == NULL)
		return strdup(c->title);
	return asprintf(&s, "%s (%s)", c->title, c->told) < 0 ? NULL : s;
}

static int
copy_reason(const struct contribution *c, struct reason *ret)
{
	*ret = (struct reason){
	    .policy = strdup(c->policy),
	    .title = title_of(c),
	    .finding = c->finding,
	    .unread = c->unread,
	    .action = c->action,
	    .observed = c->observed,
	};
	return ret->policy != NULL && ret->title != NULL ? 0 : -1;
}

int
reasons_into(struct reasons *l, struct verdict *v)
{
	size_t i, n = l->n < JUDGE_REASONS ? l->n : JUDGE_REASONS;

	v->routes = l->routes_officer != 0 ? l->routes_officer : l->routes_tag;
	v->dropped = l->beyond + (l->n - n);
	if (n == 0)
		return 0;
	if (n < l->n)
		qsort(l->v, l->n, sizeof *l->v, by_worth);
	qsort(l->v, n, sizeof *l->v, by_strength);
	v->reasons = calloc(n, sizeof *v->reasons);
	if (v->reasons == NULL)
		return -1;
	for (i = 0; i < n; i++) {
		v->nreasons = i + 1;
		if (copy_reason(&l->v[i].c, &v->reasons[i]) < 0)
			return -1;
	}
	return 0;
}

void
reasons_free(struct reasons *l)
{
	free(l->v);
	*l = (struct reasons){0};
}
