/* SPDX-License-Identifier: MIT
 *
 * words.h - the fixed vocabularies, as enums with their names.
 *
 * Every enum's names are what YAML, JSON, the log and the manuals say.  Each
 * `x_name` returns a static string; each `x_parse` returns 0 and sets *ret, or
 * -1 for a word that is not one of them.
 */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Weakest first: the strongest of all contributions is the verdict. */
enum action {
	ACTION_PASS,
	ACTION_TAG,
	ACTION_NOTIFY,
	ACTION_ASK,
	ACTION_HOLD,
	ACTION_REFUSE,
};
#define ACTION_COUNT 6

enum confidence {
	CONFIDENCE_LOW,
	CONFIDENCE_MEDIUM,
	CONFIDENCE_HIGH,
};
#define CONFIDENCE_COUNT 3

/* What part of a message a text is. */
enum zone {
	ZONE_SUBJECT,
	ZONE_AUTHORED,
	ZONE_QUOTED,
	ZONE_FORWARDED,
	ZONE_SIGNATURE,
	ZONE_FOOTER,
	ZONE_ATTACHMENT,
	ZONE_METADATA,
	ZONE_HIDDEN,
	ZONE_OCR,
};
#define ZONE_COUNT 10

/* Whose data a finding is. */
enum whose {
	WHOSE_THIRD_PARTY,
	WHOSE_RECIPIENT,
	WHOSE_SENDER,
	WHOSE_PUBLIC,
	WHOSE_UNKNOWN,
};
#define WHOSE_COUNT 5

/* What a recipient is to the council. */
enum circle {
	CIRCLE_INTERNAL,
	CIRCLE_TRUSTED,
	CIRCLE_PRESS,
	CIRCLE_PARTY,
	CIRCLE_PRIVATE,
	CIRCLE_EXTERNAL,
};
#define CIRCLE_COUNT 6

/* Why a part could not be read. */
enum unread {
	UNREAD_ENCRYPTED,
	UNREAD_DAMAGED,
	UNREAD_UNSUPPORTED,
	UNREAD_LIMIT,
	UNREAD_IMAGE,
	UNREAD_TIMEOUT,
};
#define UNREAD_COUNT 6

/* What the make of a document tells, whatever its words. */
enum sign {
	SIGN_REDACTION, /* text that was to be hidden and can be read */
	SIGN_DISGUISE,  /* its name says another kind than it is */
	SIGN_IMAGE,     /* a picture; `about` is its SHA-256 in hex */
	SIGN_PHOTO,     /* a camera took it */
	SIGN_HIDDEN,    /* a sheet, rows, slides nobody sees, with content */
};
#define SIGN_COUNT 5

/* Officer roles that a category is routed to. */
enum route {
	ROUTE_DPO,
	ROUTE_MO,
	ROUTE_CLERK,
	ROUTE_COMMS,
};
#define ROUTE_COUNT 4

/* Three answers, not two: "cannot tell" is never silently "no". */
enum answer {
	ANSWER_NO,
	ANSWER_YES,
	ANSWER_CANNOT_TELL,
};

const char *action_name(enum action a);
const char *confidence_name(enum confidence c);
const char *zone_name(enum zone z);
const char *whose_name(enum whose w);
const char *circle_name(enum circle c);
const char *unread_name(enum unread u);
const char *sign_name(enum sign s);
const char *route_name(enum route r);

int action_parse(const char *s, enum action *ret);
int confidence_parse(const char *s, enum confidence *ret);
int zone_parse(const char *s, enum zone *ret);
int whose_parse(const char *s, enum whose *ret);
int circle_parse(const char *s, enum circle *ret);
int unread_parse(const char *s, enum unread *ret);
int sign_parse(const char *s, enum sign *ret);
int route_parse(const char *s, enum route *ret);

/* True for ask, hold and refuse. */
bool action_stops(enum action a);

/* True for a category code ("personal.id", "unread.image", …). */
bool category_known(const char *code);

/* The officer a category goes to when no policy says otherwise. Unknown codes
 * go to the DPO: the officer who may see anything. */
enum route category_route(const char *code);

/* All category codes in order; NULL after the last. For help texts. */
const char *category_at(size_t i);

/* True when code is pattern, or pattern is "family.*" and code in it, or
 * pattern is "*". */
bool category_matches(const char *pattern, const char *code);

#endif
