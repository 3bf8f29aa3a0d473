/* SPDX-License-Identifier: MIT
 *
 * reasons.h - gathering what contributed to a verdict, and keeping the best.
 */
#ifndef JUDGE_REASONS_H
#define JUDGE_REASONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/words.h"

struct verdict;

/* One contribution, borrowing its strings. */
struct contribution {
	const char *policy;
	const char *title;
	const char *told; /* put in brackets behind the title; or NULL */
	long finding;     /* or -1 */
	long unread;      /* or -1 */
	enum action action;
	bool observed;
	unsigned routes; /* 1 << enum route */
};

struct candidate;

/* Zero-initialise, free with reasons_free. */
struct reasons {
	struct candidate *v;
	size_t n, cap;
	size_t beyond;           /* counted, not gathered */
	size_t of_policy;        /* gathered of the policy at hand */
	unsigned routes_officer; /* of notify and above: an officer is told */
	unsigned routes_tag;
};

/* What follows is the next policy's. */
void reasons_next(struct reasons *l);

/* Adds one. Returns 0, or -1: memory. */
int reasons_add(struct reasons *l, const struct contribution *c);

/* Sets reasons, dropped and routes of v: at most JUDGE_REASONS, strongest
 * first, observed ones last; a policy's first reason is kept before another
 * policy's second. Returns 0, or -1: memory; v is then as far as it came, and
 * the report frees it. */
int reasons_into(struct reasons *l, struct verdict *v);

void reasons_free(struct reasons *l);

#endif
