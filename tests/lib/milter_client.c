/* SPDX-License-Identifier: MIT
 *
 * milter_client.c - the MTA's side of the milter protocol, version 6.
 *
 * The numbers are those of libmilter/mfdef.h; they are written out here so
 * that the tests stand on the protocol, not on the library under test.
 *
 * A message goes through steps; each step is a packet, before it the macros of
 * that step, after it a reply unless the filter promised none:
 *
 *   CONNECT HELO | MAIL RCPT… DATA HEADER… EOH BODY… BODYEOB | … | QUIT
 *
 * A reply that comes early waits in the socket, as with Postfix.
 *
 * BUGS: no UNKNOWN commands.
 */
#include "lib/milter_client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/fd.h"
#include "lib/milter_macros.h"
#include "lib/milter_wire.h"

#define MILTER_VERSION 6
#define ALL_ACTIONS 0x1ffu
#define ALL_STEPS 0x1fffffu
#define LEADING_SPACE 0x100000u

/* A step: its packet, where its macros belong, the bit by which a filter
 * leaves it out and the bit by which it promises no reply. */
struct step {
	char command;
	enum milter_stage stage;
	uint32_t without;
	uint32_t no_reply;
};
static const struct step step_connect = {'C', STAGE_CONNECT, 0x1, 0x1000};
static const struct step step_helo = {'H', STAGE_HELO, 0x2, 0x2000};
static const struct step step_mail = {'M', STAGE_MAIL, 0x4, 0x4000};
static const struct step step_rcpt = {'R', STAGE_RCPT, 0x8, 0x8000};
static const struct step step_data = {'T', STAGE_DATA, 0x200, 0x10000};
static const struct step step_header = {'L', STAGE_NONE, 0x20, 0x80};
static const struct step step_eoh = {'N', STAGE_EOH, 0x40, 0x40000};
static const struct step step_body = {'B', STAGE_NONE, 0x10, 0x80000};
static const struct step step_end = {'E', STAGE_EOM, 0, 0};

struct milter_client {
	struct milter_wire wire;
	struct milter_macros macros;
	uint32_t steps;               /* the bits the filter chose */
	struct milter_answer *answer; /* of the message under way, or NULL */
	bool ended;                   /* its end was said */
};

/* What a step led to. */
enum outcome { GO_ON, SKIP_REST, VERDICT, BROKEN };

void
milter_peer_init(struct milter_peer *peer)
{
	*peer = (struct milter_peer){
	    .helo = "client.example",
	    .client_name = "client.example",
	    .client_addr = "127.0.0.1",
	    .timeout_ms = 120000,
	};
}

const char *
milter_verdict_name(enum milter_verdict v)
{
	static const char *const names[] = {
	    "continue", "accept", "reject", "tempfail", "discard", "error"};

	return names[v];
}

/* --- replies ---------------------------------------------------------- */

static enum outcome
broken(struct milter_client *c, const char *why)
{
	milter_wire_fail(&c->wire, "%s", why);
	return BROKEN;
}

static enum outcome
note_change(struct milter_client *c, enum milter_change_kind kind, size_t from)
{
	struct milter_answer *a = c->answer;
	const char *name = milter_wire_string_at(&c->wire, from, 0);
	const char *value = milter_wire_string_at(&c->wire, from, 1);
	struct milter_change *ch;

	if (name == NULL || value == NULL)
		return broken(c, "malformed header change");
	if (a->nchanges == a->capchanges) {
		a->capchanges = a->capchanges ? a->capchanges * 2 : 8;
		ch = reallocarray(a->changes, a->capchanges, sizeof *ch);
		if (ch == NULL)
			return broken(c, "out of memory");
		a->changes = ch;
	}
	ch = &a->changes[a->nchanges++];
	ch->kind = kind;
	ch->index = from == 5 ? milter_wire_get32(c->wire.in.data + 1) : 0;
	ch->name = strdup(name);
	ch->value = strdup(value);
	return GO_ON;
}

static enum outcome
note(struct milter_client *c, struct strlist *l, const char *what,
    const char *detail)
{
	char *s;

	if (asprintf(&s, "%s%s", what, detail != NULL ? detail : "") < 0)
		return broken(c, "out of memory");
	strlist_add(l, s);
	free(s);
	return GO_ON;
}

/* An action at the end of the message. */
static enum outcome
action(struct milter_client *c)
{
	const char *first = milter_wire_string_at(&c->wire, 1, 0);
	struct strlist *others = &c->answer->others;

	switch (c->wire.in.data[0]) {
	case 'h':
		return note_change(c, CHANGE_ADD, 1);
	case 'i':
		return note_change(c, CHANGE_INSERT, 5);
	case 'm':
		return note_change(c, CHANGE_CHANGE, 5);
	case '-':
		return note(c, &c->answer->delrcpt, "", first);
	case '+':
	case '2':
		return note(c, others, "addrcpt ", first);
	case 'b':
		return note(c, others, "replbody", NULL);
	case 'e':
		return note(c, others, "chgfrom ", first);
	case 'q':
		return note(c, others, "quarantine ", first);
	}
	return broken(c, "unknown action");
}

static enum outcome
verdict(struct milter_client *c, enum milter_verdict v)
{
	if (c->answer != NULL)
		c->answer->verdict = v;
	else if (v != MILTER_CONTINUE && v != MILTER_ACCEPT)
		return broken(c, "refused before MAIL");
	return VERDICT;
}

static enum outcome
reply_code(struct milter_client *c)
{
	const char *text = milter_wire_string_at(&c->wire, 1, 0);

	if (text == NULL || (*text != '4' && *text != '5') || strlen(text) < 3)
		return broken(c, "malformed reply code");
	if (c->answer != NULL) {
		free(c->answer->reply);
		c->answer->reply = strdup(text);
	}
	return verdict(c, *text == '4' ? MILTER_TEMPFAIL : MILTER_REJECT);
}

/* One packet as the reply to a step; *ret_more when another has to follow. */
static enum outcome
judge_packet(struct milter_client *c, const struct step *s, bool *ret_more)
{
	*ret_more = false;
	switch (c->wire.in.data[0]) {
	case 'c':
		return s->command == 'E' ? verdict(c, MILTER_CONTINUE) : GO_ON;
	case 'a':
		return verdict(c, MILTER_ACCEPT);
	case 'r':
		return verdict(c, MILTER_REJECT);
	case 't':
		return verdict(c, MILTER_TEMPFAIL);
	case 'd':
		return verdict(c, MILTER_DISCARD);
	case 'y':
		return reply_code(c);
	case 's':
		return s->command == 'B' ? SKIP_REST
					 : broken(c, "skip outside the body");
	case 'f':
	case '4':
		return broken(c, "the filter refused the connection");
	case 'p':
		*ret_more = true;
		if (c->answer != NULL)
			c->answer->progress++;
		return GO_ON;
	}
	*ret_more = true;
	return s->command == 'E' ? action(c)
				 : broken(c, "an action before the end");
}

static enum outcome
await_reply(struct milter_client *c, const struct step *s)
{
	enum outcome got;
	bool more;

	do {
		c->wire.deadline = clock_ms() + c->wire.timeout_ms;
		if (milter_wire_read(&c->wire) < 0)
			return BROKEN;
		got = judge_packet(c, s, &more);
	} while (got == GO_ON && more);
	return got;
}

/* --- steps ------------------------------------------------------------ */

static bool
left_out(const struct milter_client *c, const struct step *s)
{
	return (c->steps & s->without) != 0;
}

static int
send_macros(struct milter_client *c, const struct step *s)
{
	return milter_macros_send(&c->macros, &c->wire, s->command, s->stage);
}

/* Ends the step whose packet began at `at`, and waits for its reply where
 * there is one. */
static enum outcome
end_step(struct milter_client *c, const struct step *s, size_t at)
{
	if (milter_wire_end(&c->wire, at) < 0)
		return BROKEN;
	return (c->steps & s->no_reply) != 0 ? GO_ON : await_reply(c, s);
}

/* A step with one string, or with none (NULL). */
static enum outcome
simple_step(struct milter_client *c, const struct step *s, const char *text)
{
	size_t at;

	if (left_out(c, s))
		return GO_ON;
	if (send_macros(c, s) < 0)
		return BROKEN;
	at = milter_wire_begin(&c->wire, s->command);
	if (text != NULL)
		milter_wire_string(&c->wire, text);
	return end_step(c, s, at);
}

/* --- opening ---------------------------------------------------------- */

static int
negotiate(struct milter_client *c)
{
	struct milter_wire *w = &c->wire;
	unsigned char offer[12];

	milter_wire_put32(offer, MILTER_VERSION);
	milter_wire_put32(offer + 4, ALL_ACTIONS);
	milter_wire_put32(offer + 8, ALL_STEPS);
	if (milter_wire_packet(w, 'O', offer, sizeof offer) < 0 ||
	    milter_wire_read(w) < 0)
		return -1;
	if (w->in.data[0] != 'O' || w->in.len < 13)
		return milter_wire_fail(w, "no option negotiation");
	if (milter_wire_get32(w->in.data + 1) != MILTER_VERSION ||
	    (milter_wire_get32(w->in.data + 5) & ~ALL_ACTIONS) != 0 ||
	    (milter_wire_get32(w->in.data + 9) & ~ALL_STEPS) != 0)
		return milter_wire_fail(
		    w, "the filter asks for what was not offered");
	c->steps = milter_wire_get32(w->in.data + 9);
	milter_macros_keep_lists(&c->macros, w);
	return 0;
}

static enum outcome
say_connect(struct milter_client *c, const struct milter_peer *peer)
{
	struct milter_wire *w = &c->wire;
	size_t at;

	if (left_out(c, &step_connect))
		return GO_ON;
	if (send_macros(c, &step_connect) < 0)
		return BROKEN;
	at = milter_wire_begin(w, 'C');
	milter_wire_string(w, peer->client_name);
	buf_addc(&w->out, strchr(peer->client_addr, ':') != NULL ? '6' : '4');
	buf_add(&w->out, "\xc0\x00", 2); /* port 49152 */
	milter_wire_string(w, peer->client_addr);
	return end_step(c, &step_connect, at);
}

struct milter_client *
milter_client_open(const struct milter_peer *peer, char **ret_error)
{
	struct milter_client *c = calloc(1, sizeof *c);

	if (c == NULL)
		return NULL;
	milter_wire_init(&c->wire, peer->timeout_ms);
	c->macros.own = peer->macros;
	if (milter_wire_connect(&c->wire, peer->socket) < 0 ||
	    negotiate(c) < 0 || say_connect(c, peer) == BROKEN ||
	    simple_step(c, &step_helo, peer->helo) == BROKEN) {
		*ret_error = c->wire.error;
		c->wire.error = NULL;
		milter_client_close(c);
		return NULL;
	}
	return c;
}

/* --- one message ------------------------------------------------------ */

static enum outcome
say_party(
    struct milter_client *c, const struct step *s, const struct milter_party *p)
{
	size_t at, i;

	if (left_out(c, s))
		return GO_ON;
	if (send_macros(c, s) < 0)
		return BROKEN;
	at = milter_wire_begin(&c->wire, s->command);
	buf_addf(&c->wire.out, "<%s>", p->address);
	buf_addc(&c->wire.out, '\0');
	for (i = 0; i < p->args.n; i++)
		milter_wire_string(&c->wire, p->args.v[i]);
	return end_step(c, s, at);
}

/* A refusal at RCPT concerns that recipient, unless no other is left. */
static enum outcome
say_recipients(struct milter_client *c, const struct milter_message *m)
{
	struct milter_answer *a = c->answer;
	enum outcome got;
	size_t i;

	for (i = 0; i < m->nto; i++) {
		got = say_party(c, &step_rcpt, &m->to[i]);
		if (got == BROKEN)
			return got;
		if (got == VERDICT && a->verdict != MILTER_REJECT &&
		    a->verdict != MILTER_TEMPFAIL)
			return got;
		if (got == VERDICT)
			strlist_add(&a->refused, m->to[i].address);
	}
	return a->refused.n > 0 && a->refused.n == m->nto ? VERDICT : GO_ON;
}

static enum outcome
say_header(struct milter_client *c, const struct milter_header *h)
{
	size_t at = milter_wire_begin(&c->wire, 'L');
	size_t room = MILTER_DATA_MAX - strlen(h->name) - 2;
	const char *value = h->value;

	if ((c->steps & LEADING_SPACE) == 0)
		value += strspn(value, " \t");
	milter_wire_string(&c->wire, h->name);
	buf_add(&c->wire.out, value, strnlen(value, room));
	buf_addc(&c->wire.out, '\0');
	return end_step(c, &step_header, at);
}

static enum outcome
say_headers(struct milter_client *c, const struct milter_mail *mail)
{
	enum outcome got = GO_ON;
	size_t i;

	if (left_out(c, &step_header))
		return GO_ON;
	for (i = 0; i < mail->nheaders && got == GO_ON; i++)
		got = say_header(c, &mail->headers[i]);
	return got;
}

/* Sends the first `len` bytes of the body in pieces. */
static enum outcome
say_body(struct milter_client *c, const struct milter_mail *mail, size_t len)
{
	enum outcome got = GO_ON;
	size_t done = 0, n, at;

	if (left_out(c, &step_body))
		return GO_ON;
	while (done < len && got == GO_ON) {
		n = len - done < MILTER_DATA_MAX ? len - done : MILTER_DATA_MAX;
		at = milter_wire_begin(&c->wire, 'B');
		buf_add(&c->wire.out, mail->body + done, n);
		got = end_step(c, &step_body, at);
		done += n;
	}
	if (got != SKIP_REST)
		return got;
	c->answer->skipped = len - done;
	return GO_ON;
}

static enum outcome
drop_in_body(struct milter_client *c, const struct milter_mail *mail)
{
	if (say_body(c, mail, mail->body_len / 2) == BROKEN ||
	    milter_wire_flush(&c->wire) < 0)
		return BROKEN;
	return broken(c, "dropped in the body");
}

static enum outcome
drop_after_end(struct milter_client *c)
{
	if (send_macros(c, &step_end) < 0 ||
	    milter_wire_packet(&c->wire, 'E', "", 0) < 0 ||
	    milter_wire_flush(&c->wire) < 0)
		return BROKEN;
	return broken(c, "dropped after the end");
}

/* The steps of one message, up to the one that decides. */
static enum outcome
say_message(struct milter_client *c, const struct milter_message *m,
    enum milter_drop drop)
{
	enum outcome got;

	if ((got = say_party(c, &step_mail, &m->from)) != GO_ON ||
	    (got = say_recipients(c, m)) != GO_ON ||
	    (got = simple_step(c, &step_data, NULL)) != GO_ON ||
	    (got = say_headers(c, m->mail)) != GO_ON ||
	    (got = simple_step(c, &step_eoh, NULL)) != GO_ON)
		return got;
	if (drop == DROP_IN_BODY)
		return drop_in_body(c, m->mail);
	if ((got = say_body(c, m->mail, m->mail->body_len)) != GO_ON)
		return got;
	if (drop == DROP_AFTER_END)
		return drop_after_end(c);
	c->ended = true;
	return simple_step(c, &step_end, NULL);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
milter_client_send(struct milter_client *c, const struct milter_message *m,
    enum milter_drop drop, struct milter_answer *ret)
{
	struct milter_answer a = {.verdict = MILTER_CONTINUE};
	double start = now();

	c->answer = &a;
	c->ended = false;
	c->macros.queue_id = m->queue_id;
	c->wire.deadline = clock_ms() + c->wire.timeout_ms;
	if (say_message(c, m, drop) == BROKEN) {
		a.verdict = MILTER_ERROR;
		a.error = c->wire.error;
		c->wire.error = NULL;
		shutdown(c->wire.fd, SHUT_RDWR);
	} else if (!c->ended) {
		/* Decided early: the filter is told not to wait for more. */
		milter_wire_packet(&c->wire, 'A', "", 0);
	}
	a.seconds = now() - start;
	c->answer = NULL;
	*ret = a;
}

void
milter_client_close(struct milter_client *c)
{
	if (c == NULL)
		return;
	if (c->wire.fd >= 0) {
		c->wire.deadline = clock_ms() + 1000;
		if (milter_wire_packet(&c->wire, 'Q', "", 0) == 0)
			milter_wire_flush(&c->wire);
	}
	milter_wire_close(&c->wire);
	milter_macros_free(&c->macros);
	free(c);
}

void
milter_answer_free(struct milter_answer *a)
{
	size_t i;

	for (i = 0; i < a->nchanges; i++) {
		free(a->changes[i].name);
		free(a->changes[i].value);
	}
	free(a->changes);
	free(a->reply);
	free(a->error);
	strlist_free(&a->delrcpt);
	strlist_free(&a->refused);
	strlist_free(&a->others);
	*a = (struct milter_answer){0};
}
