/* SPDX-License-Identifier: MIT
 *
 * smtp.c - hands one message to the MTA, keeping its envelope.
 *
 * What is promised: until before_dot has returned 0 nothing of the final dot
 * is sent, so any failure before it means "not delivered"; after it, only a
 * whole reply says what happened.  All commands are composed, and so checked,
 * before the first is sent: what cannot be said is known before MAIL.
 *
 * BUGS: no TLS, no AUTH, no pipelining: the port is on the council's own
 * machine.  A bare LF before a dot gets that dot doubled (smtp-wire.h), so a
 * server that is strict about line ends would keep one dot too many there.
 */
#include "act/smtp.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "act/smtp-params.h"
#include "act/smtp-reply.h"
#include "act/smtp-wire.h"
#include "base/buf.h"
#include "base/fd.h"
#include "base/limits.h"

#define REPLY_MS 120000
#define DOT_MS 600000
#define TOTAL_MS 1800000
/* How long we wait for the answer to QUIT: nothing depends on it. */
#define QUIT_MS 2000
/* MAIL, and RCPT for each recipient. */
#define COMMANDS_MAX (64u * MIB)

struct talk {
	const struct smtp_server *server;
	const struct smtp_mail *mail;
	struct smtp_result *ret;
	struct smtp_wire wire;
	struct smtp_reply reply; /* the last one */
	int reply_ms;
};

const char *
smtp_outcome_name(enum smtp_outcome o)
{
	static const char *const names[] = {
	    [SMTP_SENT] = "sent",
	    [SMTP_LATER] = "later",
	    [SMTP_REFUSED] = "refused",
	    [SMTP_LOST] = "lost",
	    [SMTP_UNABLE] = "unable",
	};

	return names[o];
}

static void decide(struct talk *t, enum smtp_outcome o, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Every end but success goes through here; returns nothing to check. */
static void
decide(struct talk *t, enum smtp_outcome o, const char *fmt, ...)
{
	va_list ap;

	t->ret->outcome = o;
	va_start(ap, fmt);
	vsnprintf(t->ret->text, sizeof t->ret->text, fmt, ap);
	va_end(ap);
}

static const char *
trouble(int err)
{
	switch (err) {
	case EPIPE:
		return "the server closed the connection";
	case ETIMEDOUT:
		return "no answer in time";
	case EBADMSG:
		return "the answer is no SMTP reply";
	case EFBIG:
		return "the answer has no end";
	default:
		return strerror(err);
	}
}

/* The reply, with the stage it came in, becomes the result. */
static void
decide_by_reply(struct talk *t, const char *stage, enum smtp_outcome o)
{
	char text[400];

	smtp_reply_text(&t->reply, text, sizeof text);
	t->ret->code = t->reply.code;
	if (o == SMTP_SENT) /* the 250 is the record: as the MTA said it */
		decide(t, o, "%s", text);
	else
		decide(t, o, "%s: %s", stage, text);
}

/* Reads the reply to what was sent in this stage. Returns 0 when its first
 * digit is `want`; else the result is decided and it returns -1. */
static int
expect(struct talk *t, const char *stage, int want)
{
	if (smtp_reply_read(&t->wire, clock_ms() + t->reply_ms, &t->reply) <
	    0) {
		decide(t, SMTP_LATER, "%s: %s", stage, trouble(errno));
		return -1;
	}
	if (t->reply.code / 100 == want)
		return 0;
	decide_by_reply(
	    t, stage, t->reply.code / 100 == 5 ? SMTP_REFUSED : SMTP_LATER);
	return -1;
}

static int
command(
    struct talk *t, const char *stage, const char *line, size_t len, int want)
{
	if (smtp_wire_send(&t->wire, line, len, t->reply_ms) < 0) {
		decide(t, SMTP_LATER, "%s: %s", stage, trouble(errno));
		return -1;
	}
	return expect(t, stage, want);
}

static int
start(struct talk *t)
{
	struct buf why = BUF_MAX(400);
	int ret = 0;

	if (smtp_wire_connect(&t->wire, t->server, &why) < 0) {
		decide(t, SMTP_LATER, "connect: %s", buf_str(&why));
		ret = -1;
	}
	buf_free(&why);
	return ret < 0 ? -1 : expect(t, "greeting", 2);
}

static bool
is_host(const char *s)
{
	return *s != '\0' &&
	       s[strspn(s, "abcdefghijklmnopqrstuvwxyz"
			   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:[]_")] ==
		   '\0';
}

/* EHLO, and HELO where that is not known. *ret_ehlo: the extensions are in
 * t->reply. */
static int
greet(struct talk *t, bool *ret_ehlo)
{
	const char *helo = t->server->helo;
	char line[300];
	int len;

	if (helo == NULL || !is_host(helo) || strlen(helo) > 255)
		helo = "localhost";
	len = snprintf(line, sizeof line, "EHLO %s\r\n", helo);
	*ret_ehlo = command(t, "EHLO", line, (size_t)len, 2) == 0;
	if (*ret_ehlo)
		return 0;
	if (t->ret->code / 100 != 5)
		return -1;
	t->ret->code = 0;
	memcpy(line, "HELO", 4);
	return command(t, "HELO", line, (size_t)len, 2);
}

/* Composes MAIL and every RCPT, in `commands`, one a line. */
static int
compose(struct talk *t, bool ehlo, struct buf *commands)
{
	const struct smtp_reply *offer = ehlo ? &t->reply : NULL;
	const struct smtp_mail *m = t->mail;
	struct buf why = BUF_MAX(400);
	size_t i;
	int ret;

	ret = smtp_params_mail(m, offer, commands, &why);
	for (i = 0; i < m->nrcpts && ret == 0; i++)
		ret = smtp_params_rcpt(&m->rcpts[i], offer, commands, &why);
	if (ret < 0 && buf_failed(commands))
		decide(t, SMTP_LATER, "commands: out of memory");
	else if (ret < 0)
		decide(t, SMTP_UNABLE, "%s", buf_str(&why));
	buf_free(&why);
	return ret;
}

/* Says MAIL and every RCPT, stopping at the first that is refused: the message
 * goes to all of its recipients or to none. */
static int
say_envelope(struct talk *t, const char *commands)
{
	const char *end;
	long rcpt;

	for (rcpt = -1; *commands != '\0'; rcpt++, commands = end + 1) {
		end = strchr(commands, '\n');
		if (command(t, rcpt < 0 ? "MAIL" : "RCPT", commands,
			(size_t)(end + 1 - commands), 2) == 0)
			continue;
		t->ret->rcpt = rcpt;
		return -1;
	}
	return 0;
}

static bool
ends_in_crlf(const struct smtp_mail *m)
{
	const char *s = m->len > 0 ? m->data : m->head;
	size_t len = m->len > 0 ? m->len : m->head_len;

	return len == 0 || (len >= 2 && memcmp(s + len - 2, "\r\n", 2) == 0);
}

/* All of the message but the final dot. */
static int
say_message(struct talk *t)
{
	const struct smtp_mail *m = t->mail;
	bool mid_line = false;

	if (command(t, "DATA", "DATA\r\n", 6, 3) < 0)
		return -1;
	if (smtp_wire_send_stuffed(
		&t->wire, m->head, m->head_len, &mid_line, t->reply_ms) < 0 ||
	    smtp_wire_send_stuffed(
		&t->wire, m->data, m->len, &mid_line, t->reply_ms) < 0 ||
	    (!ends_in_crlf(m) &&
		smtp_wire_send(&t->wire, "\r\n", 2, t->reply_ms) < 0)) {
		decide(t, SMTP_LATER, "message: %s", trouble(errno));
		return -1;
	}
	return 0;
}

/* The last moment at which nothing has happened yet. A server that has spoken
 * or gone already has not taken the message. */
static int
ready_for_dot(struct talk *t)
{
	if (smtp_wire_pending(&t->wire)) {
		if (expect(t, "message", 2) == 0)
			decide(t, SMTP_LATER,
			    "message: the server answered before its end");
		return -1;
	}
	if (t->mail->before_dot != NULL &&
	    t->mail->before_dot(t->mail->before_dot_arg) != 0) {
		decide(t, SMTP_LATER,
		    "message: given up before its end: the "
		    "attempt could not be recorded");
		return -1;
	}
	return 0;
}

static void
say_dot(struct talk *t)
{
	int ms = t->server->dot_ms > 0 ? t->server->dot_ms : DOT_MS;

	/* The dot has its own time: being short of it here would turn a
	 * delivery into a doubt. */
	t->wire.deadline = clock_ms() + ms;
	if (smtp_wire_send(&t->wire, ".\r\n", 3, ms) < 0 ||
	    smtp_reply_read(&t->wire, t->wire.deadline, &t->reply) < 0) {
		decide(t, SMTP_LOST, "after the final dot: %s", trouble(errno));
		return;
	}
	switch (t->reply.code / 100) {
	case 2:
		decide_by_reply(t, "message", SMTP_SENT);
		smtp_reply_queue_id(
		    &t->reply, t->ret->queue_id, sizeof t->ret->queue_id);
		break;
	case 4:
		decide_by_reply(t, "message", SMTP_LATER);
		break;
	case 5:
		decide_by_reply(t, "message", SMTP_REFUSED);
		break;
	default:
		decide_by_reply(t, "after the final dot", SMTP_LOST);
		break;
	}
}

/* Takes leave as RFC 5321 asks; what is answered changes nothing. */
static void
quit(struct talk *t)
{
	if (smtp_wire_send(&t->wire, "QUIT\r\n", 6, QUIT_MS) == 0)
		smtp_reply_read(&t->wire, clock_ms() + QUIT_MS, &t->reply);
}

/* Up to the message's end; returns true when QUIT may be said. In the middle
 * of a message it may not: the server would take it for text. */
static bool
converse(struct talk *t)
{
	struct buf commands = BUF_MAX(COMMANDS_MAX);
	bool ehlo, polite = true;

	if (start(t) < 0 || greet(t, &ehlo) < 0 ||
	    compose(t, ehlo, &commands) < 0 ||
	    say_envelope(t, buf_str(&commands)) < 0)
		goto end;
	if (say_message(t) < 0 || ready_for_dot(t) < 0) {
		polite = false;
		goto end;
	}
	say_dot(t);
	polite = t->ret->outcome != SMTP_LOST;
end:
	buf_free(&commands);
	return polite;
}

enum smtp_outcome
smtp_send(const struct smtp_server *server, const struct smtp_mail *mail,
    struct smtp_result *ret)
{
	struct talk t = {.server = server, .mail = mail, .ret = ret};
	int total = server->total_ms > 0 ? server->total_ms : TOTAL_MS;

	*ret = (struct smtp_result){.outcome = SMTP_LATER, .rcpt = -1};
	t.reply_ms = server->reply_ms > 0 ? server->reply_ms : REPLY_MS;
	t.wire.fd = -1;
	t.wire.deadline = clock_ms() + total;
	smtp_reply_init(&t.reply);
	if (mail->nrcpts == 0)
		decide(&t, SMTP_UNABLE, "no recipient");
	else if (converse(&t) && t.wire.fd >= 0)
		quit(&t);
	smtp_wire_close(&t.wire);
	smtp_reply_free(&t.reply);
	return ret->outcome;
}
