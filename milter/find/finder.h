/* SPDX-License-Identifier: MIT
 *
 * finder.h - what find.h's struct finder is inside the layer.
 */
#ifndef FIND_FINDER_H
#define FIND_FINDER_H

#include <stdbool.h>
#include <stddef.h>

#include "find/evidence.h"
#include "find/find.h"
#include "find/match.h"
#include "find/people.h"
#include "find/whose.h"

/* A match that is to be raised. */
struct candidate {
	size_t rule;
	struct span at;
	struct evidence evidence;
	bool said; /* a learned rule's, and another's too */
};

struct finder {
	const struct rules *rules;
	struct matcher m;
	struct people *people;
	struct whose_known *whose;
	struct candidate *v; /* of one text */
	size_t n, cap;
	size_t text; /* its number in the message */
	/* Its first line heads another text too, and counts there. */
	bool repeats;
	bool listed; /* every picture is in the list: rules_test says so */
	/* The sentence or row whose names were counted last. */
	struct span named;
	size_t named_text;
	const struct facts *facts;
};

/* Starts on a message; texts may be NULL where only single texts are tried. 0,
 * or -1 when memory is out. */
int finder_start(
    struct finder *f, const struct facts *facts, const struct texts *texts);

/* Finds rule `only` in one text, marks too; with `only` the number of rules,
 * all rules but marks. Leaves the candidates in f. 0, or -1. */
int finder_text(struct finder *f, const struct text *text, size_t only);

/* Makes a finding of a candidate and counts people. 0, or -1. */
int finder_raise(
    struct finder *f, const struct candidate *c, struct findings *out);

/* Puts into out what every finding of the rule says. 0, or -1. */
int finder_describe(
    const struct rule *r, enum confidence confidence, struct finding *out);

/* The same as probity-rules(5) says of `severe`. */
bool finder_severe(
    const struct rule *r, enum confidence confidence, bool person);

/* Runs a rule's check about the recipients. 0, or -1. */
int finder_check(struct finder *f, size_t rule, const struct texts *texts,
    struct findings *out);

/* Raises the signs that a rule asks for, as they come in the documents. 0, or
 * -1. */
int finder_signs(struct finder *f, size_t rule, const struct texts *texts,
    struct findings *out);

#endif
