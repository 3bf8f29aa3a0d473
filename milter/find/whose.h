/* SPDX-License-Identifier: MIT
 *
 * whose.h - whose data a finding is: the sender's own, the recipient's own, a
 * public office-holder's, or somebody else's.
 */
#ifndef FIND_WHOSE_H
#define FIND_WHOSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/words.h"
#include "find/find.h"

struct whose_known;

/* One run of bytes. */
struct whose_name {
	const char *s;
	size_t len;
};

/* What is asked. */
struct whose_question {
	const char *category;
	bool value;    /* the finding is a value, not wording */
	const char *s; /* it, as in the view */
	size_t len;
	enum zone zone;
	const struct text *text; /* it stands in, or NULL */
	/* Names in the same sentence or row, in any number. */
	const struct whose_name *names;
	size_t nnames;
	/* What the words before it say: the writer's, the reader's, or of the
	 * reader's own affairs unless a name beside it is somebody else's;
	 * alone: that nobody but he or she comes up in the sentence. */
	enum {
		WHOSE_WORD_NONE,
		WHOSE_WORD_MY,
		WHOSE_WORD_YOUR,
		WHOSE_WORD_READER,
		WHOSE_WORD_ALONE
	} word;
};

struct whose_known *whose_new(void);
void whose_free(struct whose_known *k);

/* Takes in who sends to whom, and what is quoted (texts may be NULL); both are
 * borrowed until the next message. 0, or -1 when memory is out. */
int whose_start(struct whose_known *k, const struct facts *facts,
    const struct texts *texts);

enum whose whose_of(struct whose_known *k, const struct whose_question *q);

#endif
