/* SPDX-License-Identifier: MIT
 *
 * finder.c - from a text to the candidates for findings.
 *
 * Each text goes through the same steps: normalised view, one pass of words
 * and one of the engine, then for every rule that matches: needs, exclusions,
 * context, and only for what is raised: whose it is, what is shown.  Nothing is
 * compiled here; the finder's memory is used again for every text.
 */
#include "find/finder.h"

#include <stdlib.h>
#include <string.h>

struct finder *
finder_new(const struct rules *r)
{
	struct finder *f = calloc(1, sizeof *f);

	if (f == NULL)
		return NULL;
	f->rules = r;
	f->people = people_new(&r->key, r->n);
	f->whose = whose_new();
	if (f->people != NULL && f->whose != NULL && match_init(&f->m, r) == 0)
		return f;
	finder_free(f);
	return NULL;
}

void
finder_free(struct finder *f)
{
	if (f == NULL)
		return;
	match_free(&f->m);
	people_free(f->people);
	whose_free(f->whose);
	free(f->v);
	free(f);
}

int
finder_start(
    struct finder *f, const struct facts *facts, const struct texts *texts)
{
	f->facts = facts;
	f->repeats = false;
	f->named = (struct span){0, 0};
	f->named_text = SIZE_MAX;
	match_message(&f->m, facts->at);
	people_start(f->people);
	return whose_start(f->whose, facts, texts);
}

static int
add_candidate(struct finder *f, size_t rule, struct span at)
{
	struct candidate c = {.rule = rule, .at = at}, *v;
	size_t cap;

	if (!evidence_weigh(&f->m, rule, at, &c.evidence))
		return 0;
	if (f->n == f->cap) {
		cap = f->cap ? 2 * f->cap : 64;
		v = reallocarray(f->v, cap, sizeof *v);
		if (v == NULL)
			return -1;
		f->v = v;
		f->cap = cap;
	}
	f->v[f->n++] = c;
	return 0;
}

static int
try_rule(struct finder *f, size_t rule)
{
	const struct occurrences *o;
	size_t i, n = 0;

	if (!match_possible(&f->m, rule))
		return 0;
	o = match_rule(&f->m, rule);
	while (f->repeats && n < o->n &&
	       layout_row_number(&f->m.layout, o->v[n].start) == 0)
		n++;
	for (i = n; i < o->n; i++)
		if (add_candidate(f, rule, o->v[i]) < 0)
			return -1;
	return 0;
}

static bool
is_asked(const struct finder *f, size_t rule)
{
	const struct rule *r = &f->rules->v[rule];

	return !r->mark && r->check == NULL && r->sign == RULE_UNSET &&
	       !(f->facts->line && r->not_on_line);
}

static int
by_place(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->at.start != y->at.start)
		return x->at.start < y->at.start ? -1 : 1;
	if (x->at.end != y->at.end)
		return x->at.end < y->at.end ? -1 : 1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static bool
is_personal(const struct finder *f, const struct candidate *c)
{
	return category_matches("personal.*", f->rules->v[c->rule].category);
}

/* Of candidates for the same bytes, v[start] to v[end - 1], keeps those with
 * context where there is one: a number that is said to be an NHS number is not
 * a tax reference too because 9 in 100 pass both checks. */
static size_t
keep_better(struct finder *f, size_t start, size_t end, size_t n)
{
	bool context = false;
	size_t i;

	for (i = start; i < end; i++)
		context |= is_personal(f, &f->v[i]) &&
			   f->v[i].evidence.context != CONTEXT_NONE;
	for (i = start; i < end; i++)
		if (!context || !is_personal(f, &f->v[i]) ||
		    !f->rules->v[f->v[i].rule].has_context ||
		    f->v[i].evidence.context != CONTEXT_NONE)
			f->v[n++] = f->v[i];
	return n;
}

/* Has another rule of the same category found at least as surely in the
 * passage that is v[i]? It says more plainly why. Candidates are sorted by
 * their start. */
static bool
is_said(const struct finder *f, size_t i)
{
	const struct candidate *learned = &f->v[i];
	const char *category = f->rules->v[learned->rule].category;

	while (i > 0 && f->v[i - 1].at.start == learned->at.start)
		i--;
	for (; i < f->n && f->v[i].at.start < learned->at.end; i++) {
		const struct candidate *c = &f->v[i];

		if (c->evidence.passage == NULL &&
		    c->evidence.confidence >= learned->evidence.confidence &&
		    strcmp(f->rules->v[c->rule].category, category) == 0)
			return true;
	}
	return false;
}

static void
drop_said(struct finder *f)
{
	size_t i, n = 0;

	for (i = 0; i < f->n; i++)
		f->v[i].said =
		    f->v[i].evidence.passage != NULL && is_said(f, i);
	for (i = 0; i < f->n; i++)
		if (!f->v[i].said)
			f->v[n++] = f->v[i];
	f->n = n;
}

static void
settle(struct finder *f)
{
	size_t i, j, n = 0;

	if (f->n > 1)
		qsort(f->v, f->n, sizeof *f->v, by_place);
	for (i = 0; i < f->n; i = j) {
		for (j = i + 1; j < f->n; j++)
			if (f->v[j].at.start != f->v[i].at.start ||
			    f->v[j].at.end != f->v[i].at.end)
				break;
		n = keep_better(f, i, j, n);
	}
	f->n = n;
}

int
finder_text(struct finder *f, const struct text *text, size_t only)
{
	size_t i;

	f->n = 0;
	if (match_start(&f->m, text) < 0)
		return -1;
	if (only < f->rules->n)
		return try_rule(f, only) < 0 || f->m.failed ? -1 : 0;
	for (i = 0; i < f->rules->n; i++)
		if (is_asked(f, i) && try_rule(f, i) < 0)
			return -1;
	settle(f);
	drop_said(f);
	return f->m.failed ? -1 : 0;
}
