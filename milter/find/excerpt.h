/* SPDX-License-Identifier: MIT
 *
 * excerpt.h - what of a match is shown: the masked value and the rule's own
 * keyword, never the words around.
 */
#ifndef FIND_EXCERPT_H
#define FIND_EXCERPT_H

#include "base/buf.h"
#include "find/evidence.h"
#include "find/match.h"

/* Adds the excerpt of a match to out. 0, or -1 when out is full. */
int excerpt_add(struct matcher *m, size_t rule, struct span at,
    const struct evidence *e, struct buf *out);

#endif
