/* SPDX-License-Identifier: MIT
 *
 * test_smtp.c - the SMTP client against the sink and against scripted servers.
 */
#include "lib/test.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "act/smtp.h"
#include "base/buf.h"
#include "base/fd.h"
#include "base/strlist.h"
#include "lib/sink.h"

#define MESSAGE "Subject: x\r\n\r\nhello\r\n"

static char dir[64];

static int
make_dir(void **state)
{
	(void)state;
	snprintf(dir, sizeof dir, "/tmp/probity-smtp-XXXXXX");
	return mkdtemp(dir) != NULL ? 0 : -1;
}

static int
remove_dir(void **state)
{
	char path[128];
	int n;

	(void)state;
	for (n = 1; n < 20; n++) {
		snprintf(path, sizeof path, "%s/%04d.env", dir, n);
		unlink(path);
		snprintf(path, sizeof path, "%s/%04d.eml", dir, n);
		unlink(path);
	}
	return rmdir(dir);
}

/* What the sink wrote, as one string; the caller frees with buf_free. */
static struct buf
written(unsigned n, const char *ext)
{
	struct buf b = BUF_MAX(64u << 20);
	char path[128];

	snprintf(path, sizeof path, "%s/%04u.%s", dir, n, ext);
	assert_int_equal(fd_read_file(path, &b), 0);
	return b;
}

static struct smtp_server
server_at(unsigned port)
{
	return (struct smtp_server){.host = "127.0.0.1",
	    .port = port,
	    .helo = "gw.town.example",
	    .connect_ms = 2000,
	    .reply_ms = 2000,
	    .dot_ms = 1500,
	    .total_ms = 5000};
}

static struct strlist
list(const char *const *params)
{
	struct strlist l = {0};

	for (; params != NULL && *params != NULL; params++)
		assert_int_equal(strlist_add(&l, *params), 0);
	return l;
}

/* The bytes arrive as they were given, whatever they are; a missing final
 * CRLF, and only that, is added. */
static void
test_bytes(void **state)
{
	static const struct {
		const char *head, *data, *want;
	} cases[] = {
	    {NULL, MESSAGE, MESSAGE},
	    {"Received: x\r\n", MESSAGE, "Received: x\r\n" MESSAGE},
	    {NULL, "", ""},
	    {"A: b\r\n", "", "A: b\r\n"},
	    {NULL, "no end", "no end\r\n"},
	    {NULL, ".\r\n", ".\r\n"},
	    {NULL, "..\r\n.\r\n...\r\n", "..\r\n.\r\n...\r\n"},
	    {NULL, "a\r\n.", "a\r\n.\r\n"},
	    {"H: i\r\n", ".a", "H: i\r\n.a\r\n"},
	    {NULL, "cr\rcr\r\r\n", "cr\rcr\r\r\n"},
	    {NULL, "ends in lf\n", "ends in lf\n\r\n"},
	    {NULL, "caf\xe9\r\n", "caf\xe9\r\n"},
	    {NULL, "QUIT\r\n", "QUIT\r\n"},
	};
	struct sink_options options = {.dir = dir};
	struct sink *sink = sink_start(&options);
	struct smtp_recipient rcpt = {.address = "b@example.org"};
	struct smtp_server server;
	struct smtp_result r;
	struct buf got;
	size_t i;

	(void)state;
	assert_non_null(sink);
	server = server_at(sink_port(sink));
	for (i = 0; i < COUNT(cases); i++) {
		struct smtp_mail m = {.sender = "a@town.example",
		    .rcpts = &rcpt,
		    .nrcpts = 1,
		    .head = cases[i].head,
		    .head_len = cases[i].head ? strlen(cases[i].head) : 0,
		    .data = cases[i].data,
		    .len = strlen(cases[i].data)};

		assert_int_equal(smtp_send(&server, &m, &r), SMTP_SENT);
		got = written((unsigned)i + 1, "eml");
		test_same(cases[i].data, buf_str(&got), cases[i].want);
		buf_free(&got);
	}
	assert_int_equal(sink_count(sink), COUNT(cases));
	sink_stop(sink);
}

/* A bare line feed before a dot cannot end the message early at a server that
 * takes it for a line end (SMTP smuggling): the dot is doubled. */
static void
test_smuggling(void **state)
{
	static const char data[] =
	    "a\n.\nMAIL FROM:<x@y>\r\nb\n.\r\nc\r\n.\nd\r\n";
	struct sink_options options = {.dir = dir};
	struct sink *sink = sink_start(&options);
	struct smtp_server server = server_at(sink_port(sink));
	struct smtp_recipient rcpt = {.address = "b@example.org"};
	struct smtp_mail m = {.sender = "",
	    .rcpts = &rcpt,
	    .nrcpts = 1,
	    .data = data,
	    .len = sizeof data - 1};
	struct smtp_result r;
	struct buf got;

	(void)state;
	assert_int_equal(smtp_send(&server, &m, &r), SMTP_SENT);
	got = written(1, "eml");
	test_same("strict server", buf_str(&got),
	    "a\n..\nMAIL FROM:<x@y>\r\nb\n..\r\nc\r\n.\nd\r\n");
	buf_free(&got);
	sink_stop(sink);
}

/* A large message with dots everywhere, NUL and all other bytes arrives whole,
 * across every buffer's edge. */
static void
test_large(void **state)
{
	struct sink_options options = {.dir = dir};
	struct sink *sink = sink_start(&options);
	struct smtp_server server = server_at(sink_port(sink));
	struct smtp_recipient rcpt = {.address = "b@example.org"};
	size_t len = 3u << 20, i;
	char *data = malloc(len);
	struct smtp_result r;
	struct smtp_mail m = {.sender = "a@town.example",
	    .rcpts = &rcpt,
	    .nrcpts = 1,
	    .data = data,
	    .len = len};
	struct buf got;

	(void)state;
	for (i = 0; i < len; i++) {
		data[i] = (char)(i * 7 % 251);
		if (data[i] == '\n' || data[i] == '\r')
			data[i] = '.';
	}
	for (i = 0; i + 3 < len; i += 1 + i % 97)
		memcpy(data + i, "\r\n.", 3);
	memcpy(data + len - 2, "\r\n", 2);
	assert_int_equal(smtp_send(&server, &m, &r), SMTP_SENT);
	got = written(1, "eml");
	assert_int_equal(got.len, len);
	assert_memory_equal(got.data, data, len);
	buf_free(&got);
	free(data);
	sink_stop(sink);
}

/* The envelope is said again as it was, as far as the server can take it. */
static void
test_envelope(void **state)
{
	static const struct {
		const char *name;
		struct sink_options sink;
		const char *sender;
		const char *mail[8], *rcpt, *rcpt_params[4];
		const char *data;
		enum smtp_outcome outcome;
		const char *want; /* the .env, or what the text must say */
	} cases[] = {
	    {.name = "all of it",
		.sink = {.dsn = true, .smtputf8 = true},
		.sender = "a@town.example",
		.mail = {"SIZE=99", "BODY=7BIT", "RET=HDRS", "ENVID=QQ+2B1",
		    "AUTH=<>", "SMTPUTF8"},
		.rcpt = "b@example.org",
		.rcpt_params = {"NOTIFY=NEVER",
		    "ORCPT=rfc822;o+2Bb@example.org"},
		.want = "MAIL FROM:<a@town.example> RET=HDRS ENVID=QQ+2B1 "
			"SMTPUTF8 BODY=7BIT\n"
			"RCPT TO:<b@example.org> NOTIFY=NEVER "
			"ORCPT=rfc822;o+2Bb@example.org\n"},
	    {.name = "no DSN there: dropped",
		.sender = "a@town.example",
		.mail = {"ret=full", "ENVID=1"},
		.rcpt = "b@example.org",
		.rcpt_params = {"NOTIFY=FAILURE"},
		.want = "MAIL FROM:<a@town.example>\n"
			"RCPT TO:<b@example.org>\n"},
	    {.name = "null sender",
		.sender = "",
		.rcpt = "b@example.org",
		.want = "MAIL FROM:<>\nRCPT TO:<b@example.org>\n"},
	    {.name = "8-bit bytes",
		.sender = "",
		.rcpt = "b@example.org",
		.data = "\r\ncaf\xe9\r\n",
		.want = "MAIL FROM:<> BODY=8BITMIME\n"
			"RCPT TO:<b@example.org>\n"},
	    {.name = "7BIT was a lie",
		.sender = "",
		.mail = {"BODY=7BIT"},
		.rcpt = "b@example.org",
		.data = "\r\ncaf\xe9\r\n",
		.want = "MAIL FROM:<> BODY=8BITMIME\n"
			"RCPT TO:<b@example.org>\n"},
	    {.name = "8-bit bytes, no 8BITMIME",
		.sink = {.no_8bitmime = true},
		.sender = "",
		.rcpt = "b@example.org",
		.data = "\r\ncaf\xe9\r\n",
		.outcome = SMTP_UNABLE,
		.want = "does not offer 8BITMIME"},
	    {.name = "8BITMIME asked, not needed, not there",
		.sink = {.no_8bitmime = true},
		.sender = "",
		.mail = {"BODY=8BITMIME"},
		.rcpt = "b@example.org",
		.want = "MAIL FROM:<>\nRCPT TO:<b@example.org>\n"},
	    {.name = "SMTPUTF8 asked, not there",
		.sender = "a@town.example",
		.mail = {"SMTPUTF8"},
		.rcpt = "b@example.org",
		.outcome = SMTP_UNABLE,
		.want = "does not offer SMTPUTF8"},
	    {.name = "SMTPUTF8 needed by an address",
		.sink = {.smtputf8 = true},
		.sender = "a@town.example",
		.rcpt = "si\xc3\xb4n@example.org",
		.want = "MAIL FROM:<a@town.example> SMTPUTF8\n"
			"RCPT TO:<si\xc3\xb4n@example.org>\n"},
	    {.name = "SMTPUTF8 needed by the sender, not there",
		.sender = "si\xc3\xb4n@town.example",
		.rcpt = "b@example.org",
		.outcome = SMTP_UNABLE,
		.want = "does not offer SMTPUTF8"},
	    {.name = "REQUIRETLS not there",
		.sender = "a@town.example",
		.mail = {"REQUIRETLS"},
		.rcpt = "b@example.org",
		.outcome = SMTP_UNABLE,
		.want = "does not offer REQUIRETLS"},
	    {.name = "unknown parameter",
		.sink = {.dsn = true},
		.sender = "a@town.example",
		.mail = {"RETX=1", "BY=5"},
		.rcpt = "b@example.org",
		.want = "MAIL FROM:<a@town.example>\n"
			"RCPT TO:<b@example.org>\n"},
	    {.name = "quoted local part and bare postmaster",
		.sender = "\"john <\\\" smith\"@town.example",
		.rcpt = "postmaster",
		.want = "MAIL FROM:<\"john <\\\" smith\"@town.example>\n"
			"RCPT TO:<postmaster>\n"},
	    {.name = "a second command in the recipient",
		.sender = "a@town.example",
		.rcpt = "b@example.org>\r\nRCPT TO:<c@example.org",
		.outcome = SMTP_UNABLE,
		.want = "cannot stand in a command"},
	    {.name = "brackets in the sender",
		.sender = "a@town.example> SIZE=1",
		.rcpt = "b@example.org",
		.outcome = SMTP_UNABLE,
		.want = "cannot stand in a command"},
	    {.name = "unclosed quote",
		.sender = "\"a@town.example",
		.rcpt = "b@example.org",
		.outcome = SMTP_UNABLE,
		.want = "cannot stand in a command"},
	    {.name = "a second parameter in a parameter",
		.sink = {.dsn = true},
		.sender = "a@town.example",
		.mail = {"ENVID=1\r\nRSET"},
		.rcpt = "b@example.org",
		.outcome = SMTP_UNABLE,
		.want = "ENVID cannot stand in a command"},
	    {.name = "empty recipient",
		.sender = "a@town.example",
		.rcpt = "",
		.outcome = SMTP_UNABLE,
		.want = "without an address"},
	};
	unsigned n = 0;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct sink_options options = cases[i].sink;
		struct sink *sink;
		struct smtp_server server;
		struct strlist mail = list(cases[i].mail);
		struct strlist params = list(cases[i].rcpt_params);
		struct smtp_recipient rcpt = {cases[i].rcpt, &params};
		const char *data = cases[i].data ? cases[i].data : MESSAGE;
		struct smtp_mail m = {.sender = cases[i].sender,
		    .params = &mail,
		    .rcpts = &rcpt,
		    .nrcpts = 1,
		    .data = data,
		    .len = strlen(data)};
		struct smtp_result r;
		struct buf got;

		options.dir = dir;
		sink = sink_start(&options);
		server = server_at(sink_port(sink));
		smtp_send(&server, &m, &r);
		if (r.outcome != cases[i].outcome)
			fail_msg("%s: %s, %s", cases[i].name,
			    smtp_outcome_name(r.outcome), r.text);
		if (r.outcome == SMTP_SENT) {
			got = written(++n, "env");
			test_same(cases[i].name, buf_str(&got), cases[i].want);
			buf_free(&got);
		} else if (strstr(r.text, cases[i].want) == NULL) {
			fail_msg("%s: %s", cases[i].name, r.text);
		}
		sink_stop(sink);
		strlist_free(&mail);
		strlist_free(&params);
	}
}

/* What the server does decides the outcome; nothing is ever sent to only some
 * of the recipients. */
static void
test_outcomes(void **state)
{
	static const struct {
		const char *name;
		struct sink_options sink;
		enum smtp_outcome outcome;
		int code;
		long rcpt;
		const char *text, *queue_id;
		unsigned kept;
	} cases[] = {
	    {"taken", {0}, SMTP_SENT, 250, -1,
		"250 2.0.0 Ok: queued as SINK0001", "SINK0001", 1},
	    {"sender refused", {.reject_mail = true}, SMTP_REFUSED, 550, -1,
		"MAIL: 550 5.7.1 sender refused", "", 0},
	    {"second recipient refused", {.reject_rcpt = "c@example.org"},
		SMTP_REFUSED, 550, 1, "RCPT: 550 5.1.1 no such user", "", 0},
	    {"second recipient busy", {.defer_rcpt = "c@example.org"},
		SMTP_LATER, 450, 1, "RCPT: 450 4.2.1 mailbox busy", "", 0},
	    {"4xx to the dot", {.mode = SINK_SOFT_DOT}, SMTP_LATER, 451, -1,
		"message: 451 4.3.0 not now", "", 0},
	    {"5xx to the dot", {.mode = SINK_HARD_DOT}, SMTP_REFUSED, 554, -1,
		"message: 554 5.7.1 not this", "", 0},
	    {"lost after the dot", {.mode = SINK_DROP_DOT}, SMTP_LOST, 0, -1,
		"after the final dot: the server closed the connection", "", 1},
	    {"too slow", {.slow_ms = 3000}, SMTP_LATER, 0, -1,
		"greeting: no answer in time", "", 0},
	};
	struct smtp_recipient rcpts[] = {
	    {.address = "b@example.org"},
	    {.address = "c@example.org"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct sink *sink = sink_start(&cases[i].sink);
		struct smtp_server server = server_at(sink_port(sink));
		struct smtp_mail m = {.sender = "a@town.example",
		    .rcpts = rcpts,
		    .nrcpts = 2,
		    .data = MESSAGE,
		    .len = strlen(MESSAGE)};
		struct smtp_result r;

		smtp_send(&server, &m, &r);
		test_same(cases[i].name, r.text, cases[i].text);
		test_same(cases[i].name, r.queue_id, cases[i].queue_id);
		assert_int_equal(r.outcome, cases[i].outcome);
		assert_int_equal(r.code, cases[i].code);
		assert_int_equal(r.rcpt, cases[i].rcpt);
		assert_int_equal(sink_count(sink), cases[i].kept);
		sink_stop(sink);
	}
}

/* A connection that breaks inside the message is no delivery. */
static void
test_drop_data(void **state)
{
	struct sink_options options = {.mode = SINK_DROP_DATA};
	struct sink *sink = sink_start(&options);
	struct smtp_server server = server_at(sink_port(sink));
	struct smtp_recipient rcpt = {.address = "b@example.org"};
	size_t len = 32u << 20;
	char *data = malloc(len);
	struct smtp_mail m = {.sender = "",
	    .rcpts = &rcpt,
	    .nrcpts = 1,
	    .data = data,
	    .len = len};
	struct smtp_result r;
	size_t i;

	(void)state;
	for (i = 0; i < len; i += 2)
		memcpy(data + i, "\r\n", 2);
	assert_int_equal(smtp_send(&server, &m, &r), SMTP_LATER);
	assert_int_equal(sink_count(sink), 0);
	free(data);
	sink_stop(sink);
}

struct hook {
	struct sink *sink;
	int calls;
	int answer;
	unsigned kept;
};

static int
on_dot(void *arg)
{
	struct hook *h = arg;

	h->calls++;
	h->kept = sink_count(h->sink);
	return h->answer;
}

/* The caller is asked exactly once, before the dot, and can still say no; it
 * is not asked where the message never got so far. */
static void
test_before_dot(void **state)
{
	static const struct {
		const char *name;
		struct sink_options sink;
		int answer, calls;
		enum smtp_outcome outcome;
	} cases[] = {
	    {"yes", {0}, 0, 1, SMTP_SENT},
	    {"no", {0}, -1, 1, SMTP_LATER},
	    {"refused before", {.reject_mail = true}, 0, 0, SMTP_REFUSED},
	    {"lost after", {.mode = SINK_DROP_DOT}, 0, 1, SMTP_LOST},
	};
	struct smtp_recipient rcpt = {.address = "b@example.org"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct hook hook = {.answer = cases[i].answer};
		struct smtp_mail m = {.sender = "",
		    .rcpts = &rcpt,
		    .nrcpts = 1,
		    .data = MESSAGE,
		    .len = strlen(MESSAGE),
		    .before_dot = on_dot,
		    .before_dot_arg = &hook};
		struct smtp_server server;
		struct smtp_result r;

		hook.sink = sink_start(&cases[i].sink);
		server = server_at(sink_port(hook.sink));
		smtp_send(&server, &m, &r);
		test_same(cases[i].name, smtp_outcome_name(r.outcome),
		    smtp_outcome_name(cases[i].outcome));
		assert_int_equal(hook.calls, cases[i].calls);
		assert_int_equal(hook.kept, 0);
		sink_stop(hook.sink);
	}
}

/* A server that plays its lines: each after the greeting is said when a whole
 * line (after a 354: a whole message) has come. NULL closes; "" says nothing.
 */
struct script {
	const char *const *says;
	int listener;
};

static bool
wait_for(int fd, bool message)
{
	char c, last[5] = {0};

	while (recv(fd, &c, 1, 0) == 1) {
		memmove(last, last + 1, 4);
		last[4] = c;
		if (message ? memcmp(last, "\r\n.\r\n", 5) == 0 : c == '\n')
			return true;
	}
	return false;
}

static void *
play(void *arg)
{
	const struct script *s = arg;
	const char *const *say = s->says;
	int fd = accept(s->listener, NULL, NULL);

	while (*say != NULL) {
		fd_send_all(fd, *say, strlen(*say), clock_ms() + 2000);
		if (!wait_for(fd, strncmp(*say, "354", 3) == 0))
			break;
		say++;
	}
	close(fd);
	return NULL;
}

static unsigned
start_script(struct script *s, pthread_t *thread)
{
	struct sockaddr_in a = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof a;

	s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(s->listener, (struct sockaddr *)&a, len), 0);
	assert_int_equal(listen(s->listener, 1), 0);
	getsockname(s->listener, (struct sockaddr *)&a, &len);
	pthread_create(thread, NULL, play, s);
	return ntohs(a.sin_port);
}

#define OK_EHLO "250-x\r\n250 8BITMIME\r\n"
#define UP_TO_DOT "220 x\r\n", OK_EHLO, "250 a\r\n", "250 b\r\n", "354 c\r\n"

/* No reply, however wrong, is taken for a yes; after the dot anything unclear
 * is "lost". */
static void
test_hostile(void **state)
{
	static char long_line[9000], many_lines[6000];
	static const struct {
		const char *name;
		const char *says[8];
		enum smtp_outcome outcome;
		const char *text;
		const char *queue_id;
	} cases[] = {
	    {"closes at once", {NULL}, SMTP_LATER,
		"greeting: the server closed the connection", ""},
	    {"greets with 554", {"554 no\r\n", NULL}, SMTP_REFUSED,
		"greeting: 554 no", ""},
	    {"greets with 421", {"421 busy\r\n", NULL}, SMTP_LATER,
		"greeting: 421 busy", ""},
	    {"is a web server", {"HTTP/1.1 400 Bad\r\n", NULL}, SMTP_LATER,
		"greeting: the answer is no SMTP reply", ""},
	    {"codes differ", {"220-a\r\n221 b\r\n", NULL}, SMTP_LATER,
		"greeting: the answer is no SMTP reply", ""},
	    {"code of four digits", {"2200 a\r\n", NULL}, SMTP_LATER,
		"greeting: the answer is no SMTP reply", ""},
	    {"code 999", {"999 a\r\n", NULL}, SMTP_LATER,
		"greeting: the answer is no SMTP reply", ""},
	    {"endless reply", {many_lines, NULL}, SMTP_LATER,
		"greeting: the answer has no end", ""},
	    {"354 to MAIL", {"220 x\r\n", OK_EHLO, "354 go\r\n", NULL},
		SMTP_LATER, "MAIL: 354 go", ""},
	    {"250 to DATA",
		{"220 x\r\n", OK_EHLO, "250 a\r\n", "250 b\r\n", "250 c\r\n",
		    NULL},
		SMTP_LATER, "DATA: 250 c", ""},
	    {"554 to DATA",
		{"220 x\r\n", OK_EHLO, "250 a\r\n", "250 b\r\n",
		    "554 no valid recipients\r\n", NULL},
		SMTP_REFUSED, "DATA: 554 no valid recipients", ""},
	    {"only HELO",
		{"220 x\r\n", "502 what\r\n", "250 hi\r\n", "250 a\r\n",
		    "250 b\r\n", "354 c\r\n", "250 d\r\n", NULL},
		SMTP_SENT, "250 d", ""},
	    {"neither EHLO nor HELO",
		{"220 x\r\n", "502 what\r\n", "503 no\r\n", NULL}, SMTP_REFUSED,
		"HELO: 503 no", ""},
	    {"controls in a reply",
		{"220 x\r\n", OK_EHLO, "550-a\x1b[31m\r\n550 \tb\xc3\r\n",
		    NULL},
		SMTP_REFUSED, "MAIL: 550 a?[31m; ?b?", ""},
	    {"bare line feeds", {"220 x\n", "250 x\n", "550\n", NULL},
		SMTP_REFUSED, "MAIL: 550 ", ""},
	    {"a very long line", {"220 x\r\n", OK_EHLO, long_line, NULL},
		SMTP_REFUSED, NULL, ""},
	    {"several lines to the dot",
		{UP_TO_DOT, "250-2.0.0 Ok:\r\n250 queued as AB-1\r\n", NULL},
		SMTP_SENT, "250 2.0.0 Ok:; queued as AB-1", "AB-1"},
	    {"Sendmail",
		{UP_TO_DOT,
		    "250 2.0.0 5AKE7x01 Message accepted for delivery\r\n",
		    NULL},
		SMTP_SENT, "250 2.0.0 5AKE7x01 Message accepted for delivery",
		"5AKE7x01"},
	    {"Exim", {UP_TO_DOT, "250 OK id=1rX-0000-Ab\r\n", NULL}, SMTP_SENT,
		"250 OK id=1rX-0000-Ab", "1rX-0000-Ab"},
	    {"an id that is none",
		{UP_TO_DOT, "250 queued as <script>\r\n", NULL}, SMTP_SENT,
		"250 queued as <script>", ""},
	    {"closes after the dot", {UP_TO_DOT, NULL}, SMTP_LOST,
		"after the final dot: the server closed the connection", ""},
	    {"silent after the dot", {UP_TO_DOT, "", NULL}, SMTP_LOST,
		"after the final dot: no answer in time", ""},
	    {"half a reply to the dot", {UP_TO_DOT, "250-x\r\n", NULL},
		SMTP_LOST, "after the final dot: no answer in time", ""},
	    {"nonsense after the dot", {UP_TO_DOT, "fine\r\n", NULL}, SMTP_LOST,
		"after the final dot: the answer is no SMTP reply", ""},
	    {"354 after the dot", {UP_TO_DOT, "354 more\r\n", NULL}, SMTP_LOST,
		"after the final dot: 354 more", ""},
	    {"421 after the dot", {UP_TO_DOT, "421 4.3.0 no\r\n", NULL},
		SMTP_LATER, "message: 421 4.3.0 no", ""},
	    {"answers before the dot",
		{"220 x\r\n", OK_EHLO, "250 a\r\n", "250 b\r\n",
		    "354 c\r\n250 queued as EARLY\r\n", NULL},
		SMTP_LATER, "message: the server answered before its end", ""},
	    {"goes away before the dot",
		{"220 x\r\n", OK_EHLO, "250 a\r\n", "250 b\r\n",
		    "354 c\r\n421 4.3.2 shutting down\r\n", NULL},
		SMTP_LATER, "message: 421 4.3.2 shutting down", ""},
	};
	struct smtp_recipient rcpt = {.address = "b@example.org"};
	struct smtp_mail m = {.sender = "",
	    .rcpts = &rcpt,
	    .nrcpts = 1,
	    .data = MESSAGE,
	    .len = strlen(MESSAGE)};
	size_t i;

	(void)state;
	memset(long_line, 'x', sizeof long_line - 3);
	memcpy(long_line, "550 ", 4);
	memcpy(long_line + sizeof long_line - 3, "\r\n", 3);
	for (i = 0; i + 8 < sizeof many_lines; i += 7)
		memcpy(many_lines + i, "220-x\r\n", 7);
	for (i = 0; i < COUNT(cases); i++) {
		struct script script = {.says = cases[i].says};
		struct smtp_server server;
		struct smtp_result r;
		pthread_t thread;

		server = server_at(start_script(&script, &thread));
		server.dot_ms = 300;
		smtp_send(&server, &m, &r);
		test_same(cases[i].name, smtp_outcome_name(r.outcome),
		    smtp_outcome_name(cases[i].outcome));
		if (cases[i].text != NULL)
			test_same(cases[i].name, r.text, cases[i].text);
		assert_true(strlen(r.text) < sizeof r.text);
		test_same(cases[i].name, r.queue_id, cases[i].queue_id);
		shutdown(script.listener, SHUT_RDWR);
		pthread_join(thread, NULL);
		close(script.listener);
	}
}

/* No server, no name, no recipient: told apart, and nothing hangs. */
static void
test_nobody(void **state)
{
	struct smtp_recipient rcpt = {.address = "b@example.org"};
	struct smtp_mail m = {.sender = "",
	    .rcpts = &rcpt,
	    .nrcpts = 1,
	    .data = MESSAGE,
	    .len = strlen(MESSAGE)};
	struct sink_options options = {0};
	struct sink *sink = sink_start(&options);
	struct smtp_server server = server_at(sink_port(sink));
	struct smtp_result r;

	(void)state;
	sink_stop(sink);
	assert_int_equal(smtp_send(&server, &m, &r), SMTP_LATER);
	assert_non_null(strstr(r.text, "connect: 127.0.0.1 port "));
	m.nrcpts = 0;
	assert_int_equal(smtp_send(&server, &m, &r), SMTP_UNABLE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_bytes, make_dir, remove_dir),
	    cmocka_unit_test_setup_teardown(
		test_smuggling, make_dir, remove_dir),
	    cmocka_unit_test_setup_teardown(test_large, make_dir, remove_dir),
	    cmocka_unit_test_setup_teardown(
		test_envelope, make_dir, remove_dir),
	    cmocka_unit_test(test_outcomes),
	    cmocka_unit_test(test_drop_data),
	    cmocka_unit_test(test_before_dot),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
