/* SPDX-License-Identifier: MIT
 *
 * tally.c - right and wrong answers counted, by set and category.
 */
#include "score/tally.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

/* A category with fewer mails is not named among those missed. */
#define FEW 10

static void
count(struct tally *t, bool wanted, bool allowed, bool found)
{
	if (wanted && found)
		t->right++;
	else if (wanted)
		t->missed++;
	else if (found && !allowed)
		t->wrong++;
}

static void
count_categories(const struct trial *t, struct set_tally *ret)
{
	size_t i, s;

	for (i = 0; i < TRIAL_CATEGORIES; i++) {
		uint64_t bit = (uint64_t)1 << i;

		for (s = 0; s < SURENESSES; s++) {
			bool found = ((s == LOW_OR_MORE ? t->low : t->medium) &
					 bit) != 0;

			count(&ret->categories[s][i], (t->wanted & bit) != 0,
			    (t->allowed & bit) != 0, found);
			count(&ret->all[s], (t->wanted & bit) != 0,
			    (t->allowed & bit) != 0, found);
		}
	}
}

static void
count_action(const struct trial *t, struct set_tally *ret)
{
	bool tagged = t->action >= ACTION_TAG;
	bool stopped = action_stops(t->action);

	ret->n++;
	if (t->guilty) {
		ret->guilty++;
		ret->right += (t->wanted & t->medium) != 0;
		ret->tagged += tagged;
		ret->stopped += stopped;
		ret->as_wanted += t->action >= t->limit;
	} else {
		ret->innocent++;
		ret->innocent_tagged += tagged;
		ret->innocent_stopped += stopped;
		ret->as_wanted += t->action <= t->limit;
	}
}

void
tally_set(const struct trials *l, enum set set, struct set_tally *ret)
{
	size_t i;

	*ret = (struct set_tally){0};
	for (i = 0; i < l->n; i++)
		if (l->v[i].set == set) {
			count_categories(&l->v[i], ret);
			count_action(&l->v[i], ret);
		}
}

static bool
wants(const struct trial *t, const char *pattern)
{
	size_t i;

	for (i = 0; i < TRIAL_CATEGORIES; i++)
		if ((t->wanted & (uint64_t)1 << i) != 0 &&
		    category_matches(pattern, category_at(i)))
			return true;
	return false;
}

void
tally_family(const struct trials *l, enum set set, const char *pattern,
    struct set_tally *ret)
{
	size_t i;

	*ret = (struct set_tally){0};
	for (i = 0; i < l->n; i++)
		if (l->v[i].set == set && wants(&l->v[i], pattern))
			count_action(&l->v[i], ret);
}

static bool
found_of(const struct trial *t, const char *pattern)
{
	size_t i;

	for (i = 0; i < t->nhits; i++)
		if (category_matches(pattern, category_at(t->hits[i].category)))
			return true;
	return false;
}

bool
tally_personal(const struct trial *t)
{
	return found_of(t, "personal.*");
}

/* The account numbers and mobile numbers that are "not valid" are good ones of
 * other kinds, and do not count among all. */
static bool
is_of_kind(const struct trial *t, const char *kind)
{
	if (kind != NULL)
		return strcmp(t->kind, kind) == 0;
	return t->guilty || (strcmp(t->kind, "uk_bank_modulus") != 0 &&
				strcmp(t->kind, "uk_mobile") != 0);
}

static void
count_found(const struct trial *t, const char *pattern, struct kind_tally *ret)
{
	bool found = found_of(t, pattern);

	*(t->guilty ? &ret->valid : &ret->invalid) += 1;
	*(t->guilty ? &ret->found : &ret->loud) += found;
}

bool
tally_kind(const struct trials *l, const char *kind, struct kind_tally *ret)
{
	size_t i;

	*ret = (struct kind_tally){0};
	for (i = 0; i < l->n; i++)
		if (l->v[i].set == SET_IDS && is_of_kind(&l->v[i], kind))
			count_found(&l->v[i], "personal.*", ret);
	return ret->valid + ret->invalid > 0;
}

void
tally_comments(const struct trials *l, struct kind_tally *ret)
{
	size_t i;

	*ret = (struct kind_tally){0};
	for (i = 0; i < l->n; i++)
		if (l->v[i].set == SET_CONDUCT)
			count_found(&l->v[i], "conduct.*", ret);
}

struct offenders {
	struct offender *v;
	size_t n;
};

static struct offender *
offender(struct offenders *o, const char *name)
{
	size_t i;

	for (i = 0; i < o->n; i++)
		if (strcmp(o->v[i].name, name) == 0)
			return &o->v[i];
	o->v = reallocarray(o->v, o->n + 1, sizeof *o->v);
	if (o->v == NULL)
		err(1, "offenders");
	o->v[o->n] = (struct offender){.name = name};
	return &o->v[o->n++];
}

static void
offend(struct offender *o, const struct trial *t)
{
	o->times++;
	if (o->nexamples < sizeof o->examples / sizeof o->examples[0])
		o->examples[o->nexamples++] = t;
}

static size_t
take_worst(struct offenders *o, int (*order)(const void *, const void *),
    struct offender *ret, size_t max)
{
	size_t i;

	if (o->n > 0)
		qsort(o->v, o->n, sizeof *o->v, order);
	for (i = 0; i < o->n && i < max && o->v[i].times > 0; i++)
		ret[i] = o->v[i];
	free(o->v);
	return i;
}

static int
by_times(const void *a, const void *b)
{
	const struct offender *x = a, *y = b;

	if (x->times != y->times)
		return x->times < y->times ? 1 : -1;
	return strcmp(x->name, y->name);
}

static int
by_share(const void *a, const void *b)
{
	const struct offender *x = a, *y = b;
	double share = (double)x->times / x->of,
	       other = (double)y->times / y->of;

	if (share < other || share > other)
		return share < other ? 1 : -1;
	return strcmp(x->name, y->name);
}

static bool
may_be_named(const struct trial *t)
{
	return !set_hidden(t->set) && t->set != SET_CONDUCT &&
	       t->set != SET_TORTURE && t->set != SET_DOCS &&
	       t->set != SET_IDS && t->set != SET_SAMPLES;
}

size_t
tally_wrong_rules(const struct trials *l, struct offender *ret, size_t max)
{
	struct offenders all = {0};
	struct offender *o;
	size_t i, j;

	for (i = 0; i < l->n; i++) {
		const struct trial *t = &l->v[i];

		for (j = 0; j < t->nhits && may_be_named(t); j++) {
			uint64_t bit = (uint64_t)1 << t->hits[j].category;

			o = offender(&all, t->hits[j].rule);
			o->of++;
			if (!((t->wanted | t->allowed) & bit))
				offend(o, t);
		}
	}
	return take_worst(&all, by_times, ret, max);
}

size_t
tally_missed(const struct trials *l, struct offender *ret, size_t max)
{
	struct offenders all = {0};
	struct offender *o;
	size_t i, j;

	for (i = 0; i < l->n; i++) {
		const struct trial *t = &l->v[i];

		for (j = 0; j < TRIAL_CATEGORIES && may_be_named(t); j++) {
			uint64_t bit = (uint64_t)1 << j;

			if (!(t->wanted & bit))
				continue;
			o = offender(&all, category_at(j));
			o->of++;
			if (!(t->medium & bit))
				offend(o, t);
		}
	}
	for (i = 0; i < all.n;)
		if (all.v[i].of < FEW)
			all.v[i] = all.v[--all.n];
		else
			i++;
	return take_worst(&all, by_share, ret, max);
}
