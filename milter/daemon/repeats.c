/* SPDX-License-Identifier: MIT
 *
 * repeats.c - is this message one that is held already?
 *
 * A sorted list of sizes; it only grows, since a size too many costs one look
 * into the store.
 *
 * BUGS: what another milter process holds is known only from the next start.
 */
#include "daemon/repeats.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "store/store.h"

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static size_t *sizes;
static size_t n, cap;
static bool any; /* every size is possible: not all could be learnt */

/* Where size stands, or would. */
static size_t
place_of(size_t size)
{
	size_t low = 0, high = n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (sizes[middle] < size)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
make_room(void)
{
	size_t more = cap > 0 ? cap * 2 : 256;
	size_t *v = n < cap ? sizes : reallocarray(sizes, more, sizeof *v);

	if (v == NULL)
		return false;
	if (n == cap)
		cap = more;
	sizes = v;
	return true;
}

void
repeats_add(size_t size)
{
	size_t at;

	pthread_rwlock_wrlock(&lock);
	at = place_of(size);
	if (at == n || sizes[at] != size) {
		if (make_room()) {
			memmove(&sizes[at + 1], &sizes[at],
			    (n - at) * sizeof *sizes);
			sizes[at] = size;
			n++;
		} else {
			any = true;
		}
	}
	pthread_rwlock_unlock(&lock);
}

void
repeats_learn(struct store *s)
{
	size_t *held = NULL, count = 0, i;

	if (held_sizes(s, &held, &count) != STORE_OK) {
		pthread_rwlock_wrlock(&lock);
		any = true;
		pthread_rwlock_unlock(&lock);
		return;
	}
	for (i = 0; i < count; i++)
		repeats_add(held[i]);
	free(held);
}

bool
repeats_possible(size_t size)
{
	bool possible;
	size_t at;

	pthread_rwlock_rdlock(&lock);
	at = place_of(size);
	possible = any || (at < n && sizes[at] == size);
	pthread_rwlock_unlock(&lock);
	return possible;
}
