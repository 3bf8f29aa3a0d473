/* SPDX-License-Identifier: MIT
 *
 * trials.h - messages whose right answer is known, and what was answered.
 */
#ifndef TESTS_SCORE_TRIALS_H
#define TESTS_SCORE_TRIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "base/words.h"

/* Categories are bits of a set, by their place in category_at. */
#define TRIAL_CATEGORIES 64

/* Where a message comes from. */
enum set {
	SET_UNSEEN,   /* mails/unseen: nothing was learned from them */
	SET_HELD,     /* mails.txt: those nobody tunes to */
	SET_TUNED,    /* mails.txt: the others */
	SET_LEARNED,  /* mails: what learned rules are made from */
	SET_ORDINARY, /* mails/ordinary: other people's mail, all innocent */
	SET_HAM,      /* corpora/ham */
	SET_IDS,      /* corpora/ids.tsv */
	SET_CONDUCT,  /* corpora/conduct */
	SET_TORTURE,  /* corpora/torture */
	SET_DOCS,     /* corpora/docs */
	SET_SAMPLES,  /* tests/mail */
	SET_COUNT
};

/* The word for a set in figures ("unseen"). */
const char *set_name(enum set s);
/* True where nobody may be told which fail: who looks at those tunes to them. */
bool set_hidden(enum set s);

/* A rule that found something at medium or more. */
struct hit {
	size_t category; /* its place in category_at */
	char *rule;
};

struct trial {
	enum set set;
	char *name; /* "mills.tsv:12" */
	char *kind; /* what the set says of it: an identifier's kind; or NULL */
	char *text; /* to show; NULL where it is not ours to show */
	struct buf message;
	struct strlist to;

	/* What is right. */
	uint64_t wanted, allowed;
	bool guilty;
	enum action limit; /* guilty: at least this; innocent: at most */

	/* What was answered. Low: at low confidence or more. */
	enum action action;
	uint64_t low, medium;
	bool unread; /* some part could not be read */
	struct hit *hits;
	size_t nhits;
};

struct trials {
	struct trial *v;
	size_t n, cap;
};

/* A new trial, to be filled in: innocent, nothing allowed. It stays where it
 * is only until the next is added. Ends the program when memory is out. */
struct trial *trials_add(struct trials *l, enum set set, const char *name);

/* Asks real sandboxed workers about all of them, two at a time. A worker that
 * dies, or gives no report, ends the program and names the message. */
void trials_run(struct trials *l);

void trials_free(struct trials *l);

/* The place of a category in category_at, or -1. */
int trials_category(const char *name);

#endif
