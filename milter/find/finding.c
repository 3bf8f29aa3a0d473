/* SPDX-License-Identifier: MIT
 *
 * finding.c - the list of findings: taking, bounding, freeing.
 *
 * Invariants: n <= LIMIT_FINDINGS and n <= cap; v[0..n) own their strings.
 * Past the limit the weakest ones give way and are counted, so a caller may
 * hand over everything it finds.
 */
#include "find/finding.h"

#include <stdlib.h>

#include "base/limits.h"

/* Most messages have none or a few findings; the list then doubles. */
#define FIRST_CAP 8

static int
make_room(struct findings *l)
{
	struct finding *v;
	size_t cap;

	if (l->n < l->cap)
		return 0;
	cap = l->cap == 0 ? FIRST_CAP : 2 * l->cap;
	v = reallocarray(l->v, cap, sizeof *v);
	if (v == NULL)
		return -1;
	l->v = v;
	l->cap = cap;
	return 0;
}

/* The index of a finding weaker than c, the weakest kind first, or n. What has
 * been searched stays searched: a place only ever gets a stronger finding. */
static size_t
find_weaker(struct findings *l, enum confidence c)
{
	size_t *i;
	unsigned k;

	for (k = CONFIDENCE_LOW; k < (unsigned)c; k++) {
		i = &l->searched[k];
		while (*i < l->n && l->v[*i].confidence != (enum confidence)k)
			(*i)++;
		if (*i < l->n)
			return *i;
	}
	return l->n;
}

/* The list is full: a stronger finding takes a weaker one's place, so that a
 * flood of guesses cannot hide what is sure. */
static void
displace(struct findings *l, struct finding *f)
{
	size_t i = find_weaker(l, f->confidence);

	l->dropped++;
	if (i == l->n) {
		finding_free(f);
		return;
	}
	finding_free(&l->v[i]);
	l->v[i] = *f;
	*f = (struct finding){0};
}

bool
findings_would_take(struct findings *l, enum confidence c)
{
	return l->n < LIMIT_FINDINGS || find_weaker(l, c) < l->n;
}

int
findings_take(struct findings *l, struct finding *f)
{
	if (l->n >= LIMIT_FINDINGS) {
		displace(l, f);
		return 0;
	}
	if (make_room(l) == -1) {
		finding_free(f);
		return -1;
	}
	l->v[l->n++] = *f;
	*f = (struct finding){0};
	return 0;
}

void
finding_free(struct finding *f)
{
	if (f == NULL)
		return;
	free(f->rule);
	free(f->title);
	free(f->why);
	free(f->law);
	free(f->category);
	strlist_free(&f->evidence);
	free(f->place);
	free(f->part);
	free(f->excerpt);
	*f = (struct finding){0};
}

void
findings_free(struct findings *l)
{
	size_t i;

	if (l == NULL)
		return;
	for (i = 0; i < l->n; i++)
		finding_free(&l->v[i]);
	free(l->v);
	free(l->people_how);
	strlist_free(&l->cannot_tell);
	*l = (struct findings){0};
}
