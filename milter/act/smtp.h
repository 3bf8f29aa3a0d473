/* SPDX-License-Identifier: MIT
 *
 * smtp.h - hands one message to the MTA, keeping its envelope.
 *
 * One connection, one message, every reply checked.  It is for a port of the
 * council's own MTA: no TLS and no AUTH.
 *
 *   connect ─▶ EHLO ─▶ MAIL ─▶ RCPT… ─▶ DATA ─▶ bytes ─▶ before_dot ─▶ "." ─▶
 * 250 └──────────── a failure here: LATER or REFUSED ────┘              └ LOST
 * ┘
 */
#ifndef ACT_SMTP_H
#define ACT_SMTP_H

#include <stddef.h>

struct strlist;

/* What became of it. Only SMTP_SENT means that the MTA has it. */
enum smtp_outcome {
	SMTP_SENT,    /* 250 to the final dot */
	SMTP_LATER,   /* no connection, or a 4xx: try again */
	SMTP_REFUSED, /* a 5xx: trying again will not help */
	SMTP_LOST,    /* no clear answer after the final dot was begun:
		       * delivered or not, nobody knows */
	SMTP_UNABLE,  /* cannot be said to this server, or at all: it lacks
		       * SMTPUTF8 or 8BITMIME, or an address or parameter may
		       * not stand in a command. Nothing was sent. */
};
/* A stable word for the log. Static. */
const char *smtp_outcome_name(enum smtp_outcome o);

/* Time-outs in milliseconds; 0 takes the default. The defaults are below RFC
 * 5321 4.5.3.2's, since the server is next door; that for the dot is the
 * RFC's own 10 minutes, for giving up there costs most. */
struct smtp_server {
	const char *host; /* name, IPv4 or IPv6 address */
	unsigned port;
	const char *helo; /* "" or NULL: "localhost" */
	int connect_ms;   /* default 30 s, each address */
	int reply_ms;     /* default 120 s, each reply but the last */
	int dot_ms;       /* default 600 s */
	int total_ms;     /* default 1800 s, up to the final dot */
};

struct smtp_recipient {
	const char *address;          /* bare */
	const struct strlist *params; /* NOTIFY=…, ORCPT=…; may be NULL */
};

/* All borrowed. */
struct smtp_mail {
	const char *sender;           /* bare; "" for the null sender */
	const struct strlist *params; /* MAIL's as received; may be NULL */
	const struct smtp_recipient *rcpts;
	size_t nrcpts;
	const char *head; /* sent before data, or NULL: whole lines, CRLF */
	size_t head_len;
	const char *data; /* sent byte for byte; a CRLF is added at the end
			   * where there is none */
	size_t len;
	/* Called when all but the final dot has been sent; the caller records
	 * "from here a crash means unknown". Anything but 0 gives up without
	 * the dot: SMTP_LATER. May be NULL. */
	int (*before_dot)(void *arg);
	void *before_dot_arg;
};

struct smtp_result {
	enum smtp_outcome outcome;
	int code;          /* of the reply that decided, or 0 */
	long rcpt;         /* index of the recipient that was refused, or -1 */
	char text[512];    /* SENT: the 250; else the stage and the reply, or
	                    * what went wrong. One line of printable ASCII,
	                    * may be cut */
	char queue_id[64]; /* the MTA's, where its 250 told it; else "" */
};

/* Sends a message. MAIL and RCPT parameters are said again as they were, but
 * for: SIZE and AUTH, which are dropped; RET, ENVID, NOTIFY and ORCPT, dropped
 * where the server has no DSN; BODY, which follows the bytes; SMTPUTF8, which
 * is added where an address needs it. If any recipient is refused nothing is
 * sent to the others. Fills *ret and returns its outcome. Blocks at most about
 * total_ms + dot_ms (and the resolver's time for a host name); never raises
 * SIGPIPE. Safe in several threads. */
enum smtp_outcome smtp_send(const struct smtp_server *server,
    const struct smtp_mail *mail, struct smtp_result *ret);

#endif
