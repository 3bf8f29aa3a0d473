/* SPDX-License-Identifier: MIT
 *
 * test_milter_client.c - the tests' own MTA side, against a scripted filter.
 *
 * The filter is a thread on a unix socket.  It answers the option packet with
 * the bits of the case, records all it is sent as text, and at each step that
 * the case names says the case's packets.
 */
#include "lib/milter_client.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fd.h"
#include "lib/milter_wire.h"
#include "lib/test.h"

#define NO_REPLIES 0x0df080u
#define LEADING_SPACE 0x100000u

/* What the filter says after a packet of the given command. */
struct line {
	char after;
	char command;
	const char *data;
	size_t len;
};
#define SAY(after, command, data)                      \
	{                                              \
		after, command, data, sizeof(data) - 1 \
	}

struct filter {
	const char *path;
	uint32_t steps;
	const char *macro_list; /* for the end of the message, or NULL */
	struct line script[8];
	int listener;
	pthread_t thread;
	struct buf seen; /* one character a packet, data of some */
	size_t body_bytes;
	size_t largest;
};

static void
answer_options(struct filter *f, struct milter_wire *w)
{
	unsigned char numbers[12];
	size_t at = milter_wire_begin(w, 'O');

	milter_wire_put32(numbers, 6);
	milter_wire_put32(numbers + 4, 0x19);
	milter_wire_put32(numbers + 8, f->steps);
	buf_add(&w->out, numbers, sizeof numbers);
	if (f->macro_list != NULL) {
		milter_wire_put32(numbers, 5); /* SMFIM_EOM */
		buf_add(&w->out, numbers, 4);
		milter_wire_string(w, f->macro_list);
	}
	milter_wire_end(w, at);
}

/* Writes a packet as text: its command, and data with NUL as '|'. */
static void
record(struct filter *f, const struct milter_wire *w)
{
	size_t i;

	if (w->in.len - 1 > f->largest)
		f->largest = w->in.len - 1;
	if (w->in.data[0] == 'B') {
		f->body_bytes += w->in.len - 1;
		buf_adds(&f->seen, "B\n");
		return;
	}
	for (i = 0; i < w->in.len; i++)
		buf_addc(&f->seen, w->in.data[i] ? w->in.data[i] : '|');
	buf_addc(&f->seen, '\n');
}

static void
follow_script(struct filter *f, struct milter_wire *w, char command)
{
	size_t i;

	for (i = 0; i < COUNT(f->script); i++)
		if (f->script[i].after == command)
			milter_wire_packet(w, f->script[i].command,
			    f->script[i].data, f->script[i].len);
	milter_wire_flush(w);
}

static void *
filter_main(void *arg)
{
	struct filter *f = arg;
	struct milter_wire w;

	milter_wire_init(&w, 10000);
	w.fd = accept(f->listener, NULL, NULL);
	if (w.fd >= 0 && milter_wire_read(&w) == 0)
		answer_options(f, &w);
	while (milter_wire_read(&w) == 0 && w.in.data[0] != 'Q') {
		record(f, &w);
		follow_script(f, &w, w.in.data[0]);
	}
	milter_wire_close(&w);
	return NULL;
}

static void
start_filter(struct filter *f)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};

	f->path = "/tmp/probity-test-milter-client.sock";
	buf_init(&f->seen, 1 << 20);
	snprintf(a.sun_path, sizeof a.sun_path, "%s.%d", f->path, getpid());
	unlink(a.sun_path);
	f->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(f->listener, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(listen(f->listener, 5), 0);
	assert_int_equal(pthread_create(&f->thread, NULL, filter_main, f), 0);
}

static void
stop_filter(struct filter *f)
{
	char path[128];

	pthread_join(f->thread, NULL);
	close(f->listener);
	snprintf(path, sizeof path, "%s.%d", f->path, getpid());
	unlink(path);
}

/* Sends one mail to the filter and waits until it has seen all. */
static void
send_to(struct filter *f, const char *text, struct milter_answer *ret)
{
	struct milter_mail *mail = milter_mail_new(text, strlen(text));
	struct milter_party to[2] = {
	    {.address = "x@example.org"}, {.address = "y@example.org"}};
	struct strlist macros = {0};
	struct milter_peer peer;
	struct milter_client *c;
	char spec[160], *error = NULL;
	struct milter_message m = {.from.address = "anna@town.example",
	    .to = to,
	    .nto = 2,
	    .queue_id = "4ABC",
	    .mail = mail};

	start_filter(f);
	milter_peer_init(&peer);
	snprintf(spec, sizeof spec, "unix:%s.%d", f->path, getpid());
	peer.socket = spec;
	peer.timeout_ms = 5000;
	strlist_add(&macros, "{auth_authen}=anna");
	peer.macros = &macros;
	strlist_add(&m.from.args, "BODY=8BITMIME");
	c = milter_client_open(&peer, &error);
	if (c == NULL)
		fail_msg("open: %s", error);
	milter_client_send(c, &m, DROP_NEVER, ret);
	milter_client_close(c);
	stop_filter(f);
	strlist_free(&macros);
	strlist_free(&m.from.args);
	milter_mail_free(mail);
}

/* Without a reply to any step, every step is still sent, in order, with macros
 * where Postfix sends them, folds as LF and leading blanks only where the
 * filter asked for them. */
static void
all_steps(void **state)
{
	struct filter f = {
	    .steps = NO_REPLIES | LEADING_SPACE, .script = {SAY('E', 'c', "")}};
	struct milter_answer a;

	(void)state;
	send_to(&f, "Subject:  one\r\n\ttwo\r\nX:\n\nbody\n", &a);
	test_same("verdict", milter_verdict_name(a.verdict), "continue");
	test_same("what the filter saw", buf_str(&f.seen),
	    "DCj|mx.test.example|{daemon_name}|mx.test.example|"
	    "{daemon_addr}|127.0.0.1|v|Postfix 3.7.11|\n"
	    "Cclient.example|4\xc0|127.0.0.1|\nDH\nHclient.example|\n"
	    "DM{auth_authen}|anna|\nM<anna@town.example>|BODY=8BITMIME|\n"
	    "DR\nR<x@example.org>|\nDR\nR<y@example.org>|\nDTi|4ABC|\nT\n"
	    "LSubject|  one\n\ttwo|\nLX||\nDNi|4ABC|\nN\nB\nDEi|4ABC|\nE\n");
	assert_int_equal(f.body_bytes, 6);
	milter_answer_free(&a);
	buf_free(&f.seen);
}

/* A filter without wishes gets a reply-by-reply conversation; one that leaves
 * steps out does not see them; one that lists macros gets those. */
static void
steps_left_out(void **state)
{
	struct filter f = {.steps = 0x10 | 0x2 | 0x200 | 0x40,
	    .macro_list = "{auth_authen} j",
	    .script = {SAY('C', 'c', ""), SAY('M', 'c', ""), SAY('R', 'c', ""),
		SAY('L', 'c', ""), SAY('E', 'a', "")}};
	struct milter_answer a;

	(void)state;
	send_to(&f, "Subject:  one\n\nbody\n", &a);
	test_same("verdict", milter_verdict_name(a.verdict), "accept");
	assert_non_null(strstr(buf_str(&f.seen), "LSubject|one|\nDEj|mx"));
	assert_non_null(strstr(buf_str(&f.seen), "{auth_authen}|anna|\nE\n"));
	assert_null(strstr(buf_str(&f.seen), "B\n"));
	assert_null(strstr(buf_str(&f.seen), "DH"));
	milter_answer_free(&a);
	buf_free(&f.seen);
}

/* Everything a filter may ask for at the end is kept, in order. */
static void
actions(void **state)
{
	struct filter f = {.steps = NO_REPLIES,
	    .script = {SAY('E', 'p', ""), SAY('E', 'h', "X-A\0 1\0"),
		SAY('E', 'm', "\0\0\0\2X-B\0\0"),
		SAY('E', 'i', "\0\0\0\0X-C\0 3\0"),
		SAY('E', '-', "<x@example.org>\0"), SAY('E', 'p', ""),
		SAY('E', 'y', "451 4.7.1 Later\0")}};
	struct milter_answer a;

	(void)state;
	send_to(&f, "Subject: one\n\nbody\n", &a);
	test_same("verdict", milter_verdict_name(a.verdict), "tempfail");
	test_same("reply", a.reply, "451 4.7.1 Later");
	assert_int_equal(a.progress, 2);
	assert_int_equal(a.nchanges, 3);
	assert_int_equal(a.changes[0].kind, CHANGE_ADD);
	test_same("added", a.changes[0].value, " 1");
	assert_int_equal(a.changes[1].kind, CHANGE_CHANGE);
	assert_int_equal(a.changes[1].index, 2);
	test_same("deleted", a.changes[1].value, "");
	assert_int_equal(a.changes[2].kind, CHANGE_INSERT);
	test_same("inserted", a.changes[2].name, "X-C");
	assert_int_equal(a.delrcpt.n, 1);
	test_same("removed", a.delrcpt.v[0], "<x@example.org>");
	milter_answer_free(&a);
	buf_free(&f.seen);
}

/* A refused recipient costs only itself; all refused ends the message, and the
 * filter is told so. */
static void
refusals(void **state)
{
	struct filter f = {.steps = NO_REPLIES & ~0x8000u,
	    .script = {SAY('R', 'y', "550 5.1.1 No\0")}};
	struct milter_answer a;

	(void)state;
	send_to(&f, "Subject: one\n\nbody\n", &a);
	test_same("verdict", milter_verdict_name(a.verdict), "reject");
	assert_int_equal(a.refused.n, 2);
	assert_null(strstr(buf_str(&f.seen), "LSubject"));
	assert_non_null(strstr(buf_str(&f.seen), "A\n"));
	milter_answer_free(&a);
	buf_free(&f.seen);
}

/* A large body goes in pieces of at most 65535 bytes, whole; after SKIP no
 * more of it is sent. */
static void
large_body(void **state)
{
	struct filter f = {.steps = NO_REPLIES, .script = {SAY('E', 'c', "")}};
	struct filter skipping = {.steps = NO_REPLIES & ~0x80000u,
	    .script = {SAY('B', 's', ""), SAY('E', 'd', "")}};
	struct milter_answer a;
	char *text = malloc(300001);

	(void)state;
	assert_non_null(text);
	memset(text, 'x', 300000);
	memcpy(text, "S: x\n\n", 6);
	text[300000] = '\0';
	send_to(&f, text, &a);
	assert_int_equal(f.body_bytes, 300000 - 6 + 2);
	assert_int_equal(f.largest, 65535);
	milter_answer_free(&a);
	buf_free(&f.seen);
	send_to(&skipping, text, &a);
	test_same("verdict", milter_verdict_name(a.verdict), "discard");
	assert_int_equal(skipping.body_bytes, 65535);
	assert_int_equal(a.skipped, 300000 - 6 + 2 - 65535);
	milter_answer_free(&a);
	buf_free(&skipping.seen);
	free(text);
}

/* What is no answer is an error, never a verdict. */
static void
nonsense(void **state)
{
	static const struct {
		const char *name;
		struct line line;
		const char *error;
	} cases[] = {
	    {"unknown", SAY('E', '?', ""), "unknown action"},
	    {"skip at the end", SAY('E', 's', ""), "skip outside the body"},
	    {"bad code", SAY('E', 'y', "200 fine\0"), "malformed reply code"},
	    {"cut change", SAY('E', 'm', "\0\0"), "malformed header change"},
	};
	struct milter_answer a;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct filter f = {
		    .steps = NO_REPLIES, .script = {cases[i].line}};

		send_to(&f, "Subject: one\n\nbody\n", &a);
		test_same(
		    cases[i].name, milter_verdict_name(a.verdict), "error");
		test_same(cases[i].name, a.error ? a.error : "(none)",
		    cases[i].error);
		milter_answer_free(&a);
		buf_free(&f.seen);
	}
}

/* A message without header, without body, or with nothing at all is sent as
 * what there is of it. */
static void
odd_mails(void **state)
{
	static const struct {
		const char *text;
		size_t headers, body;
	} cases[] = {
	    {"", 0, 0},
	    {"\n", 0, 0},
	    {"no header\n", 0, 11},
	    {"A: b", 1, 0},
	    {"A : b\r\n\r\n", 1, 0},
	    {"A: b\nnot a field\n", 1, 13},
	    {"\n\n\n", 0, 4},
	    {" A: b\n", 0, 7},
	};
	struct milter_mail *m;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		m = milter_mail_new(cases[i].text, strlen(cases[i].text));
		assert_non_null(m);
		if (m->nheaders != cases[i].headers ||
		    m->body_len != cases[i].body)
			fail_msg("'%s': got %zu and %zu, want %zu and %zu",
			    cases[i].text, m->nheaders, m->body_len,
			    cases[i].headers, cases[i].body);
		milter_mail_free(m);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_steps),
	    cmocka_unit_test(steps_left_out),
	    cmocka_unit_test(actions),
	    cmocka_unit_test(refusals),
	    cmocka_unit_test(large_body),
	    cmocka_unit_test(nonsense),
	    cmocka_unit_test(odd_mails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
