/* SPDX-License-Identifier: MIT
 *
 * match-parts.h - what the two halves of match.h share.
 */
#ifndef FIND_MATCH_PARTS_H
#define FIND_MATCH_PARTS_H

#include "find/match.h"

/* Notes that the list, once a text, is not what the start of a text leaves. */
void match_use(struct matcher *m, struct occurrences *o);

/* Does the rule's validator refuse the span? */
bool match_is_invalid(
    const struct matcher *m, const struct rule *r, struct span at);

/* Where the rule's own patterns match; its validator has been asked. Borrowed
 * until the next text. */
const struct occurrences *match_patterns(struct matcher *m, size_t rule);

/* Does a pattern of the rule's `not` match within so many bytes of the span?
 */
bool match_pattern_near(struct matcher *m, size_t rule, const struct pattern *p,
    struct span at, size_t within);

#endif
