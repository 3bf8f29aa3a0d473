/* SPDX-License-Identifier: MIT
 *
 * repeats.h - is this message one that is held already?
 *
 * When probityd dies after a hold is on disk and before the MTA heard of it,
 * the MTA hands the same message in again.  Rules or policies may have changed
 * in between, and a copy that now passes would go out beside the held one: so a
 * repeat meets its record before anybody inspects it.
 *
 * Asking the store about every message would cost each a digest; a message of
 * a size that no held one has is surely none, and that is asked here.
 */
#ifndef DAEMON_REPEATS_H
#define DAEMON_REPEATS_H

#include <stdbool.h>
#include <stddef.h>

struct store;

/* Learns the sizes of what is held, whenever the store was opened; one that
 * cannot tell makes every size possible. */
void repeats_learn(struct store *s);

/* A message of this size is held from now on. */
void repeats_add(size_t size);

/* May a message of this size be a repeat? From any thread. */
bool repeats_possible(size_t size);

#endif
