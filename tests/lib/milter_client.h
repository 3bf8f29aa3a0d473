/* SPDX-License-Identifier: MIT
 *
 * milter_client.h - the MTA's side of the milter protocol, version 6.
 *
 * One client is one connection to a filter.  It does what Postfix does: it
 * offers every step and action, leaves out the steps the filter does not want,
 * waits for no reply where the filter promised none, sends the macros the
 * filter listed, and obeys the verdict.
 */
#ifndef TESTS_LIB_MILTER_CLIENT_H
#define TESTS_LIB_MILTER_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strlist.h"
#include "lib/milter_mail.h"

struct milter_client;

/* Where to connect and who is said to be the SMTP client. */
struct milter_peer {
	const char *socket; /* "unix:/path" or "inet:port@address" */
	const char *helo;
	const char *client_name;
	const char *client_addr;
	const struct strlist *macros; /* "name=value", beside the defaults */
	int timeout_ms;               /* for one reply; progress restarts it */
};

/* Fills peer with what suits most tests; the socket stays to be set. */
void milter_peer_init(struct milter_peer *peer);

/* One recipient or sender with its ESMTP arguments; address without angle
 * brackets. */
struct milter_party {
	const char *address;
	struct strlist args;
};

/* One message to send. All borrowed. */
struct milter_message {
	struct milter_party from;
	const struct milter_party *to;
	size_t nto;
	const char *queue_id;
	const struct milter_mail *mail;
};

enum milter_verdict {
	MILTER_CONTINUE,
	MILTER_ACCEPT,
	MILTER_REJECT,
	MILTER_TEMPFAIL,
	MILTER_DISCARD,
	MILTER_ERROR, /* see answer.error; the connection is of no more use */
};
const char *milter_verdict_name(enum milter_verdict v);

enum milter_change_kind { CHANGE_ADD, CHANGE_INSERT, CHANGE_CHANGE };

/* A change to the header block, in the order the filter asked for them. */
struct milter_change {
	enum milter_change_kind kind;
	unsigned index; /* for insert and change */
	char *name;
	char *value; /* "" in a change: the field is deleted */
};

/* What the filter said to one message. */
struct milter_answer {
	enum milter_verdict verdict;
	char *reply; /* "550 5.7.1 text", or NULL */
	struct milter_change *changes;
	size_t nchanges;
	size_t capchanges;
	struct strlist delrcpt; /* verbatim */
	struct strlist refused; /* recipients refused at RCPT */
	struct strlist others;  /* further actions: addrcpt, replbody, … */
	unsigned progress;      /* how often the filter asked for patience */
	size_t skipped;         /* body bytes not sent because of SKIP */
	double seconds;         /* from MAIL to the verdict */
	char *error;            /* or NULL */
};

/* Where a client breaks off on purpose, as an MTA that dies does. */
enum milter_drop { DROP_NEVER, DROP_IN_BODY, DROP_AFTER_END };

/* Connects, negotiates, and says CONNECT and HELO. Returns a new client, to be
 * closed with milter_client_close, or NULL and *ret_error, which the caller
 * frees. */
struct milter_client *milter_client_open(
    const struct milter_peer *peer, char **ret_error);

/* Sends one message and fills answer, which the caller frees with
 * milter_answer_free. May be called again unless the verdict is MILTER_ERROR
 * or something was dropped. */
void milter_client_send(struct milter_client *c, const struct milter_message *m,
    enum milter_drop drop, struct milter_answer *ret);

/* Says QUIT, closes and frees; NULL is harmless. */
void milter_client_close(struct milter_client *c);

void milter_answer_free(struct milter_answer *a);

#endif
