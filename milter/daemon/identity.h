/* SPDX-License-Identifier: MIT
 *
 * identity.h - whose mail is it, and is it to be inspected?
 */
#ifndef DAEMON_IDENTITY_H
#define DAEMON_IDENTITY_H

#include <stdbool.h>

struct arrival;
struct config;

/* The header fields intake keeps for us: indices into arrival.kept. */
enum kept { KEPT_FROM, KEPT_SUBJECT, KEPT_NOTICE };

struct identity {
	bool inspect;
	const char *why; /* a stable word for the log. Static. */
};

/* The authenticated user, else the envelope sender from a
 * trusted client, else the From field of a local submission; only listed
 * senders are inspected. `notice` says that the message is one of our own
 * notices, proven by its HMAC. */
struct identity identity_of(
    const struct config *c, const struct arrival *a, bool notice);

#endif
