/* SPDX-License-Identifier: MIT
 *
 * occurrences.h - spans of a text, in order, none over another.
 */
#ifndef FIND_OCCURRENCES_H
#define FIND_OCCURRENCES_H

#include <stdbool.h>
#include <stddef.h>

#include "find/pattern.h"

struct occurrences {
	struct span *v;
	size_t n, cap;
	bool done; /* the user's: it is complete */
	bool full; /* there were more than it may hold */
};

/* Adds a span at the end. 0; -1 when memory is out; 1 when there are too
 * many, and it is full. */
int occurrences_add(struct occurrences *o, struct span at);

/* Puts in order what was added in none, and drops what lies over another. */
void occurrences_settle(struct occurrences *o);

/* The number of the first span that ends behind the byte. */
size_t occurrences_behind(const struct occurrences *o, size_t at);

/* The occurrence nearest to `at` that lies in the window (a span over it lies
 * zero bytes off), or NULL. Borrowed. */
const struct span *occurrences_nearest(
    const struct occurrences *o, struct span window, struct span at);

/* The bytes from one span to the other; 0 when they touch or overlap. */
size_t occurrences_distance(struct span a, struct span b);

#endif
