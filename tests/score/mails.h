/* SPDX-License-Identifier: MIT
 *
 * mails.h - reads tests/score/mails.txt, which says at its top how it is made.
 */
#ifndef TESTS_SCORE_MAILS_H
#define TESTS_SCORE_MAILS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/strlist.h"

/* One mail and what is expected of it. Strings point into the file's text;
 * those not given are NULL, but for the ones with a default. */
struct sample {
	char *name;
	char *from, *to, *subject, *type; /* have defaults */
	char *file;
	char *expect, *allow; /* categories; expect "none": innocent */
	char *action;
	char *body;
	bool held; /* of the third that nobody tunes to */
};

/* Takes the next mail off *at, which it writes into. Returns 1, 0 at the end,
 * -1 for a line that cannot be understood: *ret_bad is that line. */
int mails_next(char **at, struct sample *ret, const char **ret_bad);

/* Adds the mail as a message to b. Returns 0, or -1 when b is full. */
int mails_message(const struct sample *s, struct buf *b);

/* Adds the addresses of a comma-separated list, without display names. */
int mails_addresses(const char *list, struct strlist *out);

/* True for a mail in which nothing may be found. */
bool mails_innocent(const struct sample *s);

#endif
