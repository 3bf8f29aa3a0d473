/* SPDX-License-Identifier: MIT
 *
 * cannot-tell.h - the report of a message that could not be inspected.
 */
#ifndef JUDGE_CANNOT_TELL_H
#define JUDGE_CANNOT_TELL_H

#include <stddef.h>

#include "judge/judge.h"

struct config;
struct envelope;
struct report;

/* A judged report that says why nothing is known: one unread entry for the
 * whole message, and where judge_trouble says so a hold for the DPO. Never-hold
 * recipients get theirs and the DPO is told. `e` may be NULL. Returns a new
 * report, or NULL when memory is out. */
struct report *cannot_tell(const struct config *c, const char *id,
    enum trouble t, const struct envelope *e, size_t size, long long at);

#endif
