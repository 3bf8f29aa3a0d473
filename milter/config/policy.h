/* SPDX-License-Identifier: MIT
 *
 * policy.h - policy.yaml as a table the judge reads.
 *
 * Policies are read top to bottom; all that match contribute, the strongest
 * action wins, every contribution is kept as a reason.  An absent condition
 * asks nothing; a present one answers yes, no or cannot tell.
 */
#ifndef CONFIG_POLICY_H
#define CONFIG_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "base/words.h"

struct policy {
	char *id;
	char *title; /* for a person: why this policy is */
	enum action action;
	bool route_set; /* false: each finding's own category decides */
	enum route route;
	bool observe; /* mode: observe: recorded, not done */

	/* Conditions about the message; a mask of 0 asks nothing. */
	struct strlist senders; /* as mailset.h writes them */
	struct strlist groups;
	int restricted;            /* -1 not asked, 0, 1 */
	unsigned circles;          /* 1 << enum circle; the recipient's */
	struct strlist committees; /* the sender sits on one of them */
	int period;                /* pre-election period: -1 not asked, 0, 1 */
	/* Minutes since midnight in the UK, from … until before to; over
	 * midnight where from is later. Equal: not asked. */
	unsigned hours_from, hours_to;
	unsigned recipients; /* at least so many outside; 0 not asked */
	unsigned people;     /* at least so many; 0 not asked */
	unsigned kinds;      /* at least so many categories; 0 not asked */
	size_t size;         /* message at least so many bytes; 0 */

	/* Conditions about one finding; all must hold for the same one. */
	bool about_findings;                /* any of these was given */
	struct strlist categories;          /* "personal.*" */
	struct strlist rules, except_rules; /* ids, "*-in-words" */
	enum confidence confidence;         /* at least */
	unsigned zones;
	unsigned whose;
	int severe; /* -1 not asked, 0, 1 */
	int hidden; /* place is hidden: -1 not asked, 0, 1 */

	/* Condition about parts that could not be read. */
	unsigned unread; /* 1 << enum unread */
};

struct policies {
	struct policy *v;
	size_t n;
};

/* Reads a policy file: a list of maps, or [] for none on purpose. NULL with
 * "file:line:column: policy ID: …" in *ret_err: unknown key, unknown word (the
 * message lists the known ones), duplicate id, missing action, a policy
 * without any condition. */
struct policies *policies_load(const char *path, struct buf *ret_err);
void policies_free(struct policies *p);

#endif
