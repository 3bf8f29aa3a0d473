/* SPDX-License-Identifier: MIT
 *
 * sink.h - an SMTP server that takes mail for tests, and misbehaves on demand.
 *
 * It runs in threads of the caller (one that accepts, one a connection), on
 * loopback only.  Each message it takes becomes two files in its folder:
 *   NNNN.env   the MAIL and RCPT lines as received, one a line
 *   NNNN.eml   the bytes as received, dots un-doubled
 * The .eml appears last and whole (by rename).
 */
#ifndef TESTS_LIB_SINK_H
#define TESTS_LIB_SINK_H

#include <stdbool.h>

/* What the sink does wrong, for the first `times` messages (0: all). */
enum sink_mode {
	SINK_GOOD,
	SINK_SOFT_DOT,  /* 4xx after the dot, nothing written */
	SINK_HARD_DOT,  /* 5xx after the dot, nothing written */
	SINK_DROP_DOT,  /* message written, connection dropped unanswered */
	SINK_DROP_DATA, /* dropped after the first bytes of the message */
};

/* Zeroed: an honest server with 8BITMIME only. */
struct sink_options {
	unsigned port;   /* 0: whichever is free */
	const char *dir; /* NULL: messages are counted only */
	bool smtputf8;
	bool dsn;
	bool no_8bitmime;
	bool reject_mail;        /* 550 to MAIL */
	const char *reject_rcpt; /* 550 to RCPT of this address */
	const char *defer_rcpt;  /* 450 to RCPT of this address */
	enum sink_mode mode;
	unsigned times;
	unsigned slow_ms; /* before each reply */
};

struct sink;

/* Starts a sink. The options are copied, their strings borrowed until
 * sink_stop. Returns NULL with errno. */
struct sink *sink_start(const struct sink_options *options);

/* The port it listens on. */
unsigned sink_port(const struct sink *s);

/* How many messages it has written (or counted) so far. */
unsigned sink_count(struct sink *s);

/* Closes everything, waits for the threads, frees. NULL does nothing. */
void sink_stop(struct sink *s);

#endif
