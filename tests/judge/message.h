/* SPDX-License-Identifier: MIT
 *
 * message.h - a message as an officer would tell of it, for tables of cases.
 */
#ifndef TESTS_JUDGE_MESSAGE_H
#define TESTS_JUDGE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/words.h"

struct policies;
struct report;

#define LOW CONFIDENCE_LOW
#define MEDIUM CONFIDENCE_MEDIUM
#define HIGH CONFIDENCE_HIGH

/* A recipient and what must become of their copy. */
struct to {
	bool there;
	bool never_hold;
	enum circle circle;
	enum action want;
};
#define TO(circle_, want_)                                 \
	{                                                  \
		.there = true, .circle = CIRCLE_##circle_, \
		.want = ACTION_##want_                     \
	}
#define NEVER_HOLD(circle_, want_)                                             \
	{                                                                      \
		.there = true, .never_hold = true, .circle = CIRCLE_##circle_, \
		.want = ACTION_##want_                                         \
	}

struct found {
	const char *category;
	enum confidence confidence;
	enum whose whose;
	enum zone zone;
	bool severe;
	const char *place; /* NULL: "body" */
	const char *rule;  /* NULL: "rule" */
};
/* A category, its confidence, and what else matters. */
#define FOUND(category_, ...)                                    \
	{                                                        \
		.category = category_, .confidence = __VA_ARGS__ \
	}

/* A message, what was found in it, and what must become of it. */
struct message {
	const char *name;
	const char *policies; /* where it brings its own */
	struct to to[5];
	struct found found[5];
	const char *sender; /* NULL: "cllr@town.example" */
	bool no_sender;     /* nobody knows who sent it */
	const char *group;
	bool restricted;
	size_t size;
	size_t people;
	size_t dropped;          /* findings beyond the limit */
	const char *cannot_tell; /* a rule that gave up */
	const char *unread[3];   /* why */
	bool observe;            /* the whole council observes */
	/* When it was sent, in UTC: "2027-04-15T10:00:00"; then the members
	 * and polls of message.c are known too. NULL: neither. */
	const char *at;
	bool undated; /* they are, but not when it was sent */

	enum action want;
	bool want_severe;
	bool want_whole;
	const char *want_route; /* NULL: "" */
	/* Policies that contributed, strongest first, each once; observed
	 * ones in brackets. NULL: "". */
	const char *want_why;
	const char *want_title; /* of the first reason; NULL: any */
};

/* The report such a message would have. */
struct report *message_report(const struct message *m);
void message_add_found(struct report *r, const struct found *from);

/* Policies of a file, or out of text; the test fails where they are wrong. */
struct policies *message_policies(const char *path);
struct policies *message_policies_text(const char *text);

/* Judges m by these policies, twice, and fails where it is not what it wants.
 */
void message_try(const struct message *m, struct policies *policies);

#endif
