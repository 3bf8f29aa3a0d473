/* SPDX-License-Identifier: MIT
 *
 * test_exchange_take.c - what reaches a worker is a request, or is dropped.
 */
#include "report/exchange.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/fd.h"

#define PATIENCE_MS 20000

/* As exchange.c has it: what a hostile worker would send. */
struct frame {
	uint32_t magic, version, length;
};
#define MAGIC 0x50524259u

/* What is no request is dropped, its descriptors with it, and the worker goes
 * on. */
static void
not_a_request(void **state)
{
	static const struct {
		const char *name;
		struct frame hello;
		size_t len, fds;
		const char *stream; /* what is on it */
		size_t stream_len;
	} cases[] = {
	    {"no descriptors", {MAGIC, 1, 0}, 12, 0, NULL, 0},
	    {"one descriptor", {MAGIC, 1, 0}, 12, 1, NULL, 0},
	    {"three", {MAGIC, 1, 0}, 12, 3, NULL, 0},
	    {"short", {MAGIC, 1, 0}, 5, 2, NULL, 0},
	    {"other magic", {MAGIC + 1, 1, 0}, 12, 2, NULL, 0},
	    {"other version", {MAGIC, 9, 0}, 12, 2, NULL, 0},
	    {"a length", {MAGIC, 1, 4}, 12, 2, NULL, 0},
	    {"nothing on the stream", {MAGIC, 1, 0}, 12, 2, "", 0},
	    {"bad frame", {MAGIC, 1, 0}, 12, 2, "0123456789ab", 12},
	    {"frame too long", {MAGIC, 1, 0}, 12, 2,
		"YBRP\1\0\0\0\xff\xff\xff\xff", 12},
	    {"no JSON", {MAGIC, 1, 0}, 12, 2, "YBRP\1\0\0\0\2\0\0\0{{", 14},
	    {"empty", {MAGIC, 1, 0}, 12, 2, "YBRP\1\0\0\0\0\0\0\0", 12},
	};
	int before = test_open_descriptors(), service, queue, stream[2], fds[3];
	int message, got_message, got_stream;
	struct request q;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_int_equal(exchange_pair(&service, &queue), 0);
		assert_int_equal(
		    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, stream),
		    0);
		message = test_memory_file("x", strlen("x"), true);
		fds[0] = message;
		fds[1] = stream[1];
		fds[2] = message;
		assert_int_equal(fd_pass(service, &cases[i].hello, cases[i].len,
				     fds, cases[i].fds),
		    0);
		if (cases[i].stream != NULL)
			fd_send_all(stream[0], cases[i].stream,
			    cases[i].stream_len, clock_ms() + PATIENCE_MS);
		close(stream[0]);
		close(stream[1]);
		close(message);
		if (exchange_take(queue, &q, &got_message, &got_stream) != -1)
			fail_msg("%s: taken", cases[i].name);
		close(service);
		if (exchange_take(queue, &q, &got_message, &got_stream) != 0)
			fail_msg("%s: not closed", cases[i].name);
		close(queue);
		if (test_open_descriptors() != before)
			fail_msg("%s: lost a descriptor", cases[i].name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(not_a_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
