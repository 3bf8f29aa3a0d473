/* SPDX-License-Identifier: MIT
 *
 * reply.h - what the MTA is to be told about one message.
 */
#ifndef INTAKE_REPLY_H
#define INTAKE_REPLY_H

#include <stdbool.h>
#include <stddef.h>

enum reply_word {
	REPLY_ACCEPT,  /* goes on its way, with the changes below */
	REPLY_DISCARD, /* 250, but probity has it: nothing goes on */
	REPLY_LATER,   /* 4.7.1: stays with the sender's MTA */
	REPLY_REFUSE,  /* 5.7.1 with the text */
};

struct reply_header {
	char *name;
	char *value; /* without leading space; ASCII, at most one line */
};

struct reply {
	enum reply_word word;
	char *text; /* for LATER and REFUSE; one ASCII line, or NULL */
	/* Changes, for ACCEPT only. */
	bool clean; /* remove every header of ours that came with it */
	struct reply_header *add;
	size_t nadd;
	bool *remove; /* by recipient index; NULL for none */
};

/* Adds a header; copies both strings. 0, or -1 when memory is out. */
int reply_add_header(struct reply *r, const char *name, const char *value);

/* Replaces the word and text; changes are dropped unless word is ACCEPT. */
void reply_set(struct reply *r, enum reply_word word, const char *text);

/* Frees what r owns and leaves a bare REPLY_LATER: the safe answer. */
void reply_free(struct reply *r);

#endif
