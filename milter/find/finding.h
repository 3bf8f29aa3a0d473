/* SPDX-License-Identifier: MIT
 *
 * finding.h - one rule met at one place.
 */
#ifndef FIND_FINDING_H
#define FIND_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strlist.h"
#include "base/words.h"

struct finding {
	char *rule;     /* its id */
	char *title;    /* for a person */
	char *why;      /* the rule's reason, for the notices */
	char *law;      /* or NULL */
	char *category; /* "personal.id" */
	enum confidence confidence;
	enum zone zone;
	enum whose whose;
	struct strlist evidence; /* "format", "check digit", "keyword 'NI
	                          * number' 14 characters before", … */
	char *place;
	char *part;
	char *excerpt; /* masked value and the rule's own keyword, no more */
	size_t start;  /* bytes of the text the place names, [start, end) */
	size_t end;
	bool person; /* tied to a person in the same sentence or row */
	bool severe; /* held, never asked */
};

struct findings {
	struct finding *v;
	size_t n, cap;
	size_t searched[CONFIDENCE_COUNT]; /* findings_take's own */
	size_t dropped; /* found beyond LIMIT_FINDINGS, counted only */
	size_t people;  /* distinct data subjects, counted past every cap */
	char
	    *people_how; /* "12 distinct National Insurance numbers", or NULL */
	/* Rules whose pattern ran into a match limit: those texts are not
	 * known to be clean. Ids. */
	struct strlist cannot_tell;
};

/* Takes *f (its strings change hands, *f is zeroed) into the list; past
 * LIMIT_FINDINGS it takes the place of a weaker one, or is freed, and one is
 * counted in `dropped`. Returns 0, or -1 when memory is out (*f is then
 * freed). */
int findings_take(struct findings *l, struct finding *f);

/* Would a finding so sure be kept? What would not need not be made, only
 * counted in `dropped`. */
bool findings_would_take(struct findings *l, enum confidence c);

void finding_free(struct finding *f);
void findings_free(struct findings *l);

#endif
