/* SPDX-License-Identifier: MIT
 *
 * deed.h - does what a verdict says: records, notices, the answer to the MTA.
 */
#ifndef DAEMON_DEED_H
#define DAEMON_DEED_H

#include <stdbool.h>

struct config;
struct envelope;
struct map;
struct notices;
struct reply;
struct report;

/* All borrowed. */
struct deed {
	const struct config *config;
	const struct notices *notices;
	const unsigned char *key; /* for our notices' header */
	const struct envelope *envelope;
	const char *subject; /* the field's value as it came, or NULL */
	const struct report *report;
	const struct map *bytes;
};

enum deed_result {
	DEED_DONE,
	DEED_WAITING,  /* done, and something waits to be sent */
	DEED_NO_STORE, /* nothing was done: the message must stay where it is */
	DEED_NO_MEMORY,
};

/* Is the message a repeat of one that is held (daemon/repeats.h)? Then it joins
 * that record, *ret is filled as it was for the first, and true is returned
 * with the result. d->report is not looked at. False also where that cannot be
 * told for the moment. */
bool deed_repeat(
    const struct deed *d, struct reply *ret, enum deed_result *ret_result);

/* Records what must be recorded, on disk, then fills *ret. */
enum deed_result deed_do(const struct deed *d, struct reply *ret);

#endif
