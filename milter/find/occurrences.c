/* SPDX-License-Identifier: MIT
 *
 * occurrences.c - spans of a text, in order.
 */
#include "find/occurrences.h"

#include <stdlib.h>

/* Occurrences of one thing in one text; what has more is no text that a rule
 * can judge, and counts as a limit reached. */
#define OCCURRENCES_MAX 1000000u

int
occurrences_add(struct occurrences *o, struct span at)
{
	struct span *v;
	size_t cap;

	if (o->n == OCCURRENCES_MAX) {
		o->full = true;
		return 1;
	}
	if (o->n == o->cap) {
		cap = o->cap ? 2 * o->cap : 16;
		v = reallocarray(o->v, cap, sizeof *v);
		if (v == NULL)
			return -1;
		o->v = v;
		o->cap = cap;
	}
	o->v[o->n++] = at;
	return 0;
}

static int
by_start(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end > y->end ? -1 : x->end < y->end;
}

void
occurrences_settle(struct occurrences *o)
{
	size_t i, n = 0;

	if (o->n > 0)
		qsort(o->v, o->n, sizeof *o->v, by_start);
	for (i = 0; i < o->n; i++)
		if (n == 0 || o->v[i].start >= o->v[n - 1].end)
			o->v[n++] = o->v[i];
	o->n = n;
}

size_t
occurrences_distance(struct span a, struct span b)
{
	if (a.end <= b.start)
		return b.start - a.end;
	return b.end <= a.start ? a.start - b.end : 0;
}

size_t
occurrences_behind(const struct occurrences *o, size_t at)
{
	size_t low = 0, high = o->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (o->v[mid].end <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The nearest is one of those about the first that ends behind at.start; that
 * one may itself reach out of the window. */
const struct span *
occurrences_nearest(
    const struct occurrences *o, struct span window, struct span at)
{
	const struct span *best = NULL;
	size_t low = occurrences_behind(o, at.start), i;

	for (i = low > 0 ? low - 1 : 0; i <= low + 1 && i < o->n; i++) {
		const struct span *s = &o->v[i];

		if (s->start < window.start || s->end > window.end)
			continue;
		if (best == NULL || occurrences_distance(*s, at) <
					occurrences_distance(*best, at))
			best = s;
	}
	return best;
}
