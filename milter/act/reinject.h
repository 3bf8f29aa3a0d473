/* SPDX-License-Identifier: MIT
 *
 * reinject.h - what a release sends: the stored message, as it came.
 */
#ifndef ACT_REINJECT_H
#define ACT_REINJECT_H

#include <stddef.h>
#include <time.h>

#include "act/smtp.h"

struct envelope;

/* All borrowed. */
struct reinject {
	const struct envelope *envelope; /* recipients: those to send to */
	const char *data;                /* as stored */
	size_t len;
	const char *id;  /* of the held message */
	time_t received; /* when it came in, for the Received line */
	int (*before_dot)(void *arg); /* as struct smtp_mail's; may be NULL */
	void *before_dot_arg;
};

/* Sends the stored bytes behind exactly one new Received line (the held copy
 * lacks the MTA's own), with the envelope as it was: sender, recipients and
 * their parameters. *ret and the answer are smtp_send's; SMTP_LATER with a text
 * also when memory is out. */
enum smtp_outcome reinject_send(const struct smtp_server *server,
    const struct reinject *r, struct smtp_result *ret);

#endif
