/* SPDX-License-Identifier: MIT
 *
 * test_exchange_take.c - what reaches a worker is a request, or is dropped.
 */
#include "report/exchange.h"

#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/fd.h"
#include "base/random.h"

#define PATIENCE_MS 20000

/* As exchange.c has it: what a hostile worker would send. */
struct frame {
	uint32_t magic, version, kind, length;
};
#define MAGIC 0x50524259u

/* A stream_len: a request as it should be. */
#define WHOLE SIZE_MAX

static void
send_whole(int stream)
{
	const struct request q = {.id = ulid_new()};
	struct buf b = BUF_MAX(10000);
	struct frame f = {MAGIC, 2, 2, 0};

	buf_add(&b, &f, sizeof f);
	assert_int_equal(request_write(&q, &b), 0);
	f.length = (uint32_t)(b.len - sizeof f);
	memcpy(b.data, &f, sizeof f);
	assert_int_equal(
	    fd_send_all(stream, b.data, b.len, clock_ms() + PATIENCE_MS), 0);
	buf_free(&b);
}

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
	    {"no descriptors", {MAGIC, 2, 1, 0}, 16, 0, NULL, 0},
	    {"one descriptor", {MAGIC, 2, 1, 0}, 16, 1, NULL, 0},
	    {"three", {MAGIC, 2, 1, 0}, 16, 3, NULL, 0},
	    {"short", {MAGIC, 2, 1, 0}, 5, 2, NULL, 0},
	    {"other magic", {MAGIC + 1, 2, 1, 0}, 16, 2, NULL, 0},
	    {"other version", {MAGIC, 9, 1, 0}, 16, 2, NULL, 0},
	    {"a length", {MAGIC, 2, 1, 4}, 16, 2, NULL, 0},
	    {"nothing on the stream", {MAGIC, 2, 1, 0}, 16, 2, "", 0},
	    {"bad frame", {MAGIC, 2, 1, 0}, 16, 2, "0123456789abcdef", 16},
	    {"not a hello", {MAGIC, 2, 2, 0}, 16, 2, NULL, WHOLE},
	    {"with a third", {MAGIC, 2, 1, 0}, 16, 3, NULL, WHOLE},
	    {"not a request", {MAGIC, 2, 1, 0}, 16, 2,
		"YBRP\2\0\0\0\3\0\0\0\0\0\0\0", 16},
	    {"frame too long", {MAGIC, 2, 1, 0}, 16, 2,
		"YBRP\2\0\0\0\2\0\0\0\xff\xff\xff\xff", 16},
	    {"no JSON", {MAGIC, 2, 1, 0}, 16, 2,
		"YBRP\2\0\0\0\2\0\0\0\2\0\0\0{{", 18},
	    {"empty", {MAGIC, 2, 1, 0}, 16, 2, "YBRP\2\0\0\0\2\0\0\0\0\0\0\0",
		16},
	};
	struct service service, queues;
	int before = test_open_descriptors(), stream[2], fds[3];
	int message, got_message, got_stream;
	struct request q;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_int_equal(exchange_pairs(&service, &queues), 0);
		assert_int_equal(
		    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, stream),
		    0);
		message = test_memory_file("x", strlen("x"), true);
		fds[0] = message;
		fds[1] = stream[1];
		fds[2] = message;
		assert_int_equal(fd_pass(service.plain, &cases[i].hello,
				     cases[i].len, fds, cases[i].fds),
		    0);
		if (cases[i].stream_len == WHOLE)
			send_whole(stream[0]);
		else if (cases[i].stream != NULL)
			fd_send_all(stream[0], cases[i].stream,
			    cases[i].stream_len, clock_ms() + PATIENCE_MS);
		/* Somebody waits for the answer. */
		shutdown(stream[0], SHUT_WR);
		close(stream[1]);
		close(message);
		if (exchange_take(
			queues.plain, &q, &got_message, &got_stream) != -1)
			fail_msg("%s: taken", cases[i].name);
		close(stream[0]);
		exchange_close(&service);
		if (exchange_take(
			queues.plain, &q, &got_message, &got_stream) != 0)
			fail_msg("%s: not closed", cases[i].name);
		exchange_close(&queues);
		if (test_open_descriptors() != before)
			fail_msg("%s: lost a descriptor", cases[i].name);
	}
}

/* A request is taken while somebody waits for its answer, and not when nobody
 * does: a worker's time is for those who do. */
static void
only_while_waited_for(void **state)
{
	const struct frame hello = {MAGIC, 2, 1, 0};
	int before = test_open_descriptors(), stream[2], fds[2], waits;
	int got_message, got_stream;
	struct service service, queues;
	struct request q;

	(void)state;
	for (waits = 0; waits < 2; waits++) {
		assert_int_equal(exchange_pairs(&service, &queues), 0);
		assert_int_equal(
		    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, stream),
		    0);
		fds[0] = test_memory_file("x", strlen("x"), true);
		fds[1] = stream[1];
		assert_int_equal(
		    fd_pass(service.documents, &hello, sizeof hello, fds, 2),
		    0);
		send_whole(stream[0]);
		close(fds[0]);
		close(stream[1]);
		if (!waits)
			close(stream[0]);
		assert_int_equal(exchange_take(queues.documents, &q,
				     &got_message, &got_stream),
		    waits ? 1 : -1);
		if (waits) {
			request_free(&q);
			close(got_message);
			close(got_stream);
			close(stream[0]);
		}
		exchange_close(&service);
		exchange_close(&queues);
		assert_int_equal(test_open_descriptors(), before);
	}
}

/* Through its queue a worker can tell requesters nothing. */
static void
one_way(void **state)
{
	struct service service, queues;

	(void)state;
	assert_int_equal(exchange_pairs(&service, &queues), 0);
	assert_int_equal(send(queues.plain, "x", 1, MSG_NOSIGNAL), -1);
	assert_int_equal(send(queues.documents, "x", 1, MSG_NOSIGNAL), -1);
	exchange_close(&service);
	exchange_close(&queues);
	exchange_close(&queues);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(not_a_request),
	    cmocka_unit_test(only_while_waited_for),
	    cmocka_unit_test(one_way),
	};

	random_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
