/* SPDX-License-Identifier: MIT
 *
 * test_reinject.c - a release: the stored bytes behind one Received line.
 */
#include "lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act/reinject.h"
#include "base/buf.h"
#include "base/envelope.h"
#include "base/fd.h"
#include "lib/sink.h"

#define ID "01JD4S7N3C9V6W2K8R5T1X0ZQA"
#define STORED                                                            \
	"Received: from elsewhere\r\nSubject:no space\r\n\r\n.hidden\r\n" \
	"caf\xe9\r\n"

static const char *const none[] = {NULL};

/* Releases STORED to a sink with everything on; returns what the sink wrote.
 */
static enum smtp_outcome
release(const struct envelope *e, struct buf *ret_eml, struct buf *ret_env)
{
	char dir[] = "/tmp/probity-reinject-XXXXXX", path[64];
	struct sink_options options = {.smtputf8 = true, .dsn = true};
	struct smtp_server server = {
	    .host = "127.0.0.1", .helo = "gw.town.example", .total_ms = 5000};
	struct reinject r = {.envelope = e,
	    .data = STORED,
	    .len = strlen(STORED),
	    .id = ID,
	    .received = 1763647620};
	struct smtp_result result;
	struct sink *sink;

	assert_non_null(mkdtemp(dir));
	options.dir = dir;
	sink = sink_start(&options);
	server.port = sink_port(sink);
	reinject_send(&server, &r, &result);
	sink_stop(sink);
	snprintf(path, sizeof path, "%s/0001.eml", dir);
	fd_read_file(path, ret_eml);
	unlink(path);
	snprintf(path, sizeof path, "%s/0001.env", dir);
	fd_read_file(path, ret_env);
	unlink(path);
	rmdir(dir);
	return result.outcome;
}

/* The bytes after the Received line are the stored ones, and the envelope is
 * the original one, parameters and all. */
static void
test_whole(void **state)
{
	static const char *const mail[] = {"SIZE=10", "BODY=8BITMIME",
	    "RET=FULL", "ENVID=e1", "SMTPUTF8", NULL};
	static const char *const rcpt[] = {
	    "NOTIFY=SUCCESS,FAILURE", "ORCPT=rfc822;x@example.org", NULL};
	struct buf eml = BUF_MAX(100000), env = BUF_MAX(100000);
	struct envelope e = {0};

	(void)state;
	envelope_sender(&e, "<a@town.example>", mail);
	envelope_recipient(&e, "<b@example.org>", rcpt);
	envelope_recipient(&e, "<c@example.org>", none);
	envelope_set(&e.client_name, "pc.town.example");
	envelope_set(&e.client_addr, "192.0.2.7");
	assert_int_equal(release(&e, &eml, &env), SMTP_SENT);
	test_same("eml", buf_str(&eml),
	    "Received: from pc.town.example ([192.0.2.7]) by gw.town.example "
	    "(probity) id " ID "; Thu, 20 Nov 2025 14:07:00 +0000\r\n" STORED);
	test_same("env", buf_str(&env),
	    "MAIL FROM:<a@town.example> RET=FULL ENVID=e1 SMTPUTF8 "
	    "BODY=8BITMIME\n"
	    "RCPT TO:<b@example.org> NOTIFY=SUCCESS,FAILURE "
	    "ORCPT=rfc822;x@example.org\n"
	    "RCPT TO:<c@example.org>\n");
	envelope_free(&e);
	buf_free(&eml);
	buf_free(&env);
}

/* The Received line is one harmless line whatever the client was called. */
static void
test_received(void **state)
{
	static const struct {
		const char *name, *addr, *want;
	} cases[] = {
	    {NULL, NULL, "Received: from unknown ([local]) by "},
	    {"", "", "Received: from unknown ([local]) by "},
	    {"x\r\nBcc: y", "2001:db8::7",
		"Received: from xBcc:y ([IPv6:2001:db8::7]) by "},
	    {"a) (b", "local", "Received: from ab ([local]) by "},
	};
	struct buf eml = BUF_MAX(100000), env = BUF_MAX(100000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct envelope e = {0};

		buf_reset(&eml);
		envelope_sender(&e, "<>", none);
		envelope_recipient(&e, "<b@example.org>", none);
		envelope_set(&e.client_name, cases[i].name);
		envelope_set(&e.client_addr, cases[i].addr);
		assert_int_equal(release(&e, &eml, &env), SMTP_SENT);
		if (strncmp(buf_str(&eml), cases[i].want,
			strlen(cases[i].want)) != 0)
			fail_msg("got %s", buf_str(&eml));
		test_same("rest", strchr(buf_str(&eml), '\n') + 1, STORED);
		envelope_free(&e);
	}
	buf_free(&eml);
	buf_free(&env);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_whole),
	    cmocka_unit_test(test_received),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
