/* SPDX-License-Identifier: MIT
 *
 * envelope.h - the SMTP envelope of one message and where it came from.
 *
 * Addresses are kept twice over where it matters: `verbatim` is what the MTA
 * said ("<a@b.example>"), needed to name a recipient back to it; `address` is
 * the bare mailbox.  ESMTP parameters are kept as given, one a string, because
 * a release has to say them again.
 */
#ifndef BASE_ENVELOPE_H
#define BASE_ENVELOPE_H

#include <stddef.h>

#include "base/strlist.h"

struct recipient {
	char *verbatim;
	char *address;
	struct strlist params; /* NOTIFY=…, ORCPT=… */
};

struct envelope {
	char *sender;          /* bare; "" for the null sender */
	struct strlist params; /* BODY=…, RET=…, ENVID=…, SMTPUTF8, … */
	struct recipient *rcpts;
	size_t nrcpts;
	size_t caprcpts;
	char *auth;        /* {auth_authen}, or NULL */
	char *client_addr; /* "192.0.2.7", "local", or NULL */
	char *client_name; /* or NULL */
	char *daemon_name; /* {daemon_name}, or NULL */
	char *queue_id;    /* the MTA's, or NULL until it is known */
};

/* Sets the sender from MAIL's argv: "<address>" and its parameters; and adds a
 * recipient from RCPT's argv. Return 0, or -1 when memory is out or
 * LIMIT_RECIPIENTS is reached. */
int envelope_sender(
    struct envelope *e, const char *verbatim, const char *const *params);
int envelope_recipient(
    struct envelope *e, const char *verbatim, const char *const *params);

/* Replaces an owned string field by a copy of s (or by NULL); 0 or -1. */
int envelope_set(char **field, const char *s);

/* Frees what e owns and leaves it zeroed. */
void envelope_free(struct envelope *e);

#endif
