/* SPDX-License-Identifier: MIT
 *
 * rules.h - all rules, linked and compiled; what find.h's struct rules is
 * inside the layer.
 */
#ifndef FIND_RULES_H
#define FIND_RULES_H

#include <stddef.h>
#include <stdint.h>

#include "find/bank-tables.h"
#include "find/engine.h"
#include "find/find.h"
#include "find/learned.h"
#include "find/people.h"
#include "find/phrases.h"
#include "find/rule.h"

/* One file of weights, whichever rules name it, and from how likely on any of
 * them wants to know. */
struct rules_learned {
	const char *path; /* the first rule's */
	struct learned *learned;
	unsigned zones; /* where any of them looks */
	double least;
};

struct rules {
	struct rule *v;
	size_t n, cap;
	struct phrases *book;
	/* Regexes that the engine sifts; the rules' own `regex.first` count
	 * here. */
	const struct pattern **patterns;
	size_t npatterns;
	struct engine_set *engine;
	/* Lists of occurrences: first those the book fills, by its sets, then
	 * those of regexes. */
	uint32_t nlists;
	struct rules_learned *learned;
	size_t nlearned;
	size_t *persons; /* rules with people: name */
	size_t npersons;
	struct people_key key;
	struct bank_tables *bank; /* NULL: the operator has none */
};

/* The index of the rule of that id, or r->n. */
size_t rules_find(const struct rules *r, const char *id);

#endif
