/* SPDX-License-Identifier: MIT
 *
 * test_exchange.c - a request reaches a worker and an answer comes back, or it
 * is said why not; whatever the worker does, nothing leaks.
 *
 * Workers are threads of this process, so that every descriptor that either
 * side loses shows in one count.
 */
#include "report/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/fd.h"
#include "base/limits.h"
#include "base/random.h"

/* Long enough for a loaded machine; what is to time out takes the short. */
#define PATIENCE_MS 20000
#define SHORT_MS 1500

/* As exchange.c has it: what a hostile worker would send. */
struct frame {
	uint32_t magic, version, kind, length;
};
#define MAGIC 0x50524259u
#define FRAMES 2
enum { HELLO = 1, REQUEST, REPORT, ELSEWHERE };

struct fake;
typedef void (*behaviour)(struct fake *f, const struct request *q, int stream);

/* A worker: takes requests until the service is closed. */
struct fake {
	int queue;
	int64_t idle_ms; /* before it takes the first */
	behaviour behave;
	int refused; /* how many broke the format */
	pthread_t thread;
};

static void *
work(void *arg)
{
	struct fake *f = arg;
	struct request q = {0};
	int message, stream, got;

	poll(NULL, 0, (int)f->idle_ms);
	while ((got = exchange_take(f->queue, &q, &message, &stream)) != 0) {
		if (got < 0) {
			f->refused++;
			continue;
		}
		f->behave(f, &q, stream);
		close(message);
		close(stream);
		request_free(&q);
	}
	return NULL;
}

static struct request
plain_request(void)
{
	struct request q = {.id = ulid_new(), .at = 1777464000};

	assert_int_equal(
	    envelope_sender(&q.envelope, "<a@town.example>", NULL), 0);
	assert_int_equal(
	    envelope_recipient(&q.envelope, "<b@example.org>", NULL), 0);
	return q;
}

static void
send_bytes(int stream, const void *data, size_t len)
{
	fd_send_all(stream, data, len, clock_ms() + PATIENCE_MS);
}

static void
send_frame(int stream, uint32_t version, uint32_t kind, uint32_t length)
{
	const struct frame f = {MAGIC, version, kind, length};

	send_bytes(stream, &f, sizeof f);
}

static void
wait_for_hangup(int stream)
{
	struct pollfd p = {.fd = stream, .events = POLLRDHUP};

	poll(&p, 1, PATIENCE_MS);
}

/* What a worker may do with a request. */

static void
answers(struct fake *f, const struct request *q, int stream)
{
	struct buf b = BUF_MAX(64);

	(void)f;
	(void)q;
	buf_adds(&b, "{}");
	exchange_answer(stream, &b, -1);
	buf_free(&b);
}

/* Answers, with that descriptor for texts, which it closes. */
static void
answer_with(int stream, int texts)
{
	struct buf b = BUF_MAX(64);

	buf_adds(&b, "{}");
	exchange_answer(stream, &b, texts);
	close(texts);
	buf_free(&b);
}

static void
answers_with_texts(struct fake *f, const struct request *q, int stream)
{
	(void)f;
	(void)q;
	answer_with(stream, test_memory_file("texts", strlen("texts"), true));
}

static void
unsealed_texts(struct fake *f, const struct request *q, int stream)
{
	(void)f;
	(void)q;
	answer_with(stream, test_memory_file("texts", strlen("texts"), false));
}

static void
a_pipe_for_texts(struct fake *f, const struct request *q, int stream)
{
	int fds[2];

	(void)f;
	(void)q;
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	answer_with(stream, fds[0]);
	close(fds[1]);
}

static void
two_descriptors(struct fake *f, const struct request *q, int stream)
{
	const struct frame head = {MAGIC, FRAMES, REPORT, 2};
	int fds[2] = {test_memory_file("a", strlen("a"), true),
	    test_memory_file("b", strlen("b"), true)};

	(void)f;
	(void)q;
	fd_pass(stream, &head, sizeof head, fds, 2);
	send_bytes(stream, "{}", 2);
	close(fds[0]);
	close(fds[1]);
}

static void
texts_then_ends(struct fake *f, const struct request *q, int stream)
{
	const struct frame head = {MAGIC, FRAMES, REPORT, 2};
	int texts = test_memory_file("a", strlen("a"), true);

	(void)f;
	(void)q;
	fd_pass(stream, &head, sizeof head, &texts, 1);
	close(texts);
}

static void
closes(struct fake *f, const struct request *q, int stream)
{
	(void)f;
	(void)q;
	(void)stream;
}

static void
half_a_frame(struct fake *f, const struct request *q, int stream)
{
	(void)f;
	(void)q;
	send_bytes(stream, "PRB", 3);
}

static void
half_an_answer(struct fake *f, const struct request *q, int stream)
{
	(void)f;
	(void)q;
	send_frame(stream, FRAMES, REPORT, 100);
	send_bytes(stream, "{", 1);
}

static void
garbage(struct fake *f, const struct request *q, int stream)
{
	(void)f;
	(void)q;
	send_bytes(stream, "HTTP/1.1 200 OK\r\n\r\n", 19);
}

static void
other_version(struct fake *f, const struct request *q, int stream)
{
	(void)f;
	(void)q;
	send_frame(stream, FRAMES - 1, REPORT, 2);
	send_bytes(stream, "{}", 2);
}

static void
too_long(struct fake *f, const struct request *q, int stream)
{
	(void)f;
	(void)q;
	send_frame(stream, FRAMES, REPORT, LIMIT_REPORT_BYTES + 1);
}

static void
longest_length(struct fake *f, const struct request *q, int stream)
{
	(void)f;
	(void)q;
	send_frame(stream, FRAMES, REPORT, UINT32_MAX);
}

static void
is_silent(struct fake *f, const struct request *q, int stream)
{
	(void)f;
	(void)q;
	wait_for_hangup(stream);
}

static void
trickles(struct fake *f, const struct request *q, int stream)
{
	(void)f;
	(void)q;
	send_frame(stream, FRAMES, REPORT, 1000);
	wait_for_hangup(stream);
}

static void
elsewhere(struct fake *f, const struct request *q, int stream)
{
	(void)f;
	(void)q;
	exchange_elsewhere(stream);
}

static void
elsewhere_with_more(struct fake *f, const struct request *q, int stream)
{
	(void)f;
	(void)q;
	send_frame(stream, FRAMES, ELSEWHERE, 2);
	send_bytes(stream, "{}", 2);
}

static void
elsewhere_with_texts(struct fake *f, const struct request *q, int stream)
{
	const struct frame head = {MAGIC, FRAMES, ELSEWHERE, 0};
	int texts = test_memory_file("a", strlen("a"), true);

	(void)f;
	(void)q;
	fd_pass(stream, &head, sizeof head, &texts, 1);
	close(texts);
}

static void
other_frame(struct fake *f, const struct request *q, int stream)
{
	(void)f;
	(void)q;
	send_frame(stream, FRAMES, REQUEST, 2);
	send_bytes(stream, "{}", 2);
}

static void
answers_slowly(struct fake *f, const struct request *q, int stream)
{
	poll(NULL, 0, SHORT_MS * 2 / 3);
	answers(f, q, stream);
}

static const struct worker_case {
	const char *name;
	behaviour behave; /* NULL: there is no worker */
	int64_t idle_ms;  /* how long it is busy with others before */
	enum outcome want;
	bool slow; /* ends by the deadline */
	bool want_texts;
	/* Where the answer is "elsewhere": the document worker. */
	behaviour documents;
	int64_t documents_idle_ms;
} worker_cases[] = {
    {"answers", answers, 0, OUTCOME_REPORT, false, false, NULL, 0},
    {"answers with texts", answers_with_texts, 0, OUTCOME_REPORT, false, true,
	NULL, 0},
    {"texts not sealed", unsealed_texts, 0, OUTCOME_BAD, false, false, NULL, 0},
    {"texts are a pipe", a_pipe_for_texts, 0, OUTCOME_BAD, false, false, NULL,
	0},
    {"two descriptors", two_descriptors, 0, OUTCOME_BAD, false, false, NULL, 0},
    {"texts, then ends", texts_then_ends, 0, OUTCOME_DIED, false, false, NULL,
	0},
    {"closes", closes, 0, OUTCOME_DIED, false, false, NULL, 0},
    {"half a frame", half_a_frame, 0, OUTCOME_BAD, false, false, NULL, 0},
    {"half an answer", half_an_answer, 0, OUTCOME_DIED, false, false, NULL, 0},
    {"garbage", garbage, 0, OUTCOME_BAD, false, false, NULL, 0},
    {"another version", other_version, 0, OUTCOME_BAD, false, false, NULL, 0},
    {"too long", too_long, 0, OUTCOME_BAD, false, false, NULL, 0},
    {"4 GiB", longest_length, 0, OUTCOME_BAD, false, false, NULL, 0},
    {"is silent", is_silent, 0, OUTCOME_OVERRAN, true, false, NULL, 0},
    {"trickles", trickles, 0, OUTCOME_OVERRAN, true, false, NULL, 0},
    {"answers late, but in time", answers, 900, OUTCOME_REPORT, true, false,
	NULL, 0},
    {"had it only for the last moments", is_silent, 1100, OUTCOME_NO_SERVICE,
	true, false, NULL, 0},
    {"never takes it", NULL, 0, OUTCOME_NO_SERVICE, true, false, NULL, 0},
    {"another frame", other_frame, 0, OUTCOME_BAD, false, false, NULL, 0},
    {"elsewhere", elsewhere, 0, OUTCOME_REPORT, false, true, answers_with_texts,
	0},
    {"elsewhere, and more", elsewhere_with_more, 0, OUTCOME_BAD, false, false,
	answers, 0},
    {"elsewhere, and texts", elsewhere_with_texts, 0, OUTCOME_BAD, false, false,
	answers, 0},
    {"elsewhere for ever", elsewhere, 0, OUTCOME_BAD, false, false, elsewhere,
	0},
    {"elsewhere, where nobody is", elsewhere, 0, OUTCOME_NO_SERVICE, true,
	false, NULL, 0},
    {"elsewhere, where it is deadly", elsewhere, 0, OUTCOME_DIED, false, false,
	closes, 0},
    {"elsewhere, where it hangs", elsewhere, 0, OUTCOME_OVERRAN, true, false,
	is_silent, 0},
    /* All of a worker's time, however long the wait: this one began when more
     * than half was over, and took what went past the end of it. */
    {"elsewhere, late and slowly", elsewhere, 0, OUTCOME_REPORT, true, false,
	answers_slowly, SHORT_MS * 4 / 5},
    {"elsewhere, late, and hangs", elsewhere, 0, OUTCOME_OVERRAN, true, false,
	is_silent, SHORT_MS * 4 / 5},
};

/* Each step may take so long. */
static struct waiting
waiting(int64_t ms)
{
	return (struct waiting){.patience = {ms, ms, ms, 0, 0, 0}};
}

static void
start_worker(struct fake *f)
{
	if (f->behave != NULL)
		assert_int_equal(pthread_create(&f->thread, NULL, work, f), 0);
}

static void
join_worker(struct fake *f)
{
	if (f->behave != NULL)
		pthread_join(f->thread, NULL);
}

static void
try_worker(const struct worker_case *c)
{
	struct fake plain = {.idle_ms = c->idle_ms, .behave = c->behave};
	struct fake documents = {
	    .idle_ms = c->documents_idle_ms, .behave = c->documents};
	const struct waiting how = waiting(c->slow ? SHORT_MS : PATIENCE_MS);
	struct request q = plain_request();
	struct buf report = BUF_MAX(LIMIT_REPORT_BYTES);
	struct service service, queues;
	int before = test_open_descriptors(), texts = -2;
	int message = test_memory_file(
	    "Subject: x\r\n\r\n", strlen("Subject: x\r\n\r\n"), true);
	enum outcome o;

	assert_int_equal(exchange_pairs(&service, &queues), 0);
	plain.queue = queues.plain;
	documents.queue = queues.documents;
	start_worker(&plain);
	start_worker(&documents);
	o = exchange_ask(&service, &q, message, &how, &report, &texts);
	if (o != c->want)
		fail_msg("%s: got %s, want %s", c->name, outcome_name(o),
		    outcome_name(c->want));
	if ((texts >= 0) != c->want_texts)
		fail_msg("%s: texts are %d", c->name, texts);
	test_same(c->name, buf_str(&report), o == OUTCOME_REPORT ? "{}" : "");
	if (texts >= 0)
		close(texts);
	close(message);
	exchange_close(&service);
	join_worker(&plain);
	join_worker(&documents);
	exchange_close(&queues);
	if (test_open_descriptors() != before)
		fail_msg("%s: %d descriptors before, %d after", c->name, before,
		    test_open_descriptors());
	request_free(&q);
	buf_free(&report);
}

/* Whatever a worker does has a name, ends by the deadline and leaks nothing. */
static void
workers_of_all_kinds(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(worker_cases); i++)
		try_worker(&worker_cases[i]);
}

/* A closed queue is known at once. */
static void
queue_closed(void **state)
{
	struct request q = plain_request();
	struct buf report = BUF_MAX(100);
	const struct waiting how = waiting(PATIENCE_MS);
	struct service service, queues;
	int texts, message = test_memory_file("x", strlen("x"), true);
	int64_t start = clock_ms();

	(void)state;
	assert_int_equal(exchange_pairs(&service, &queues), 0);
	exchange_close(&queues);
	assert_int_equal(
	    exchange_ask(&service, &q, message, &how, &report, &texts),
	    OUTCOME_NO_SERVICE);
	assert_true(clock_ms() - start < PATIENCE_MS / 2);
	exchange_close(&service);
	close(message);
	request_free(&q);
}

/* A queue that is full is waited for, and no longer than the deadline. */
static void
queue_full(void **state)
{
	const struct frame hello = {MAGIC, FRAMES, HELLO, 0};
	struct request q = plain_request();
	struct buf report = BUF_MAX(100);
	const struct waiting how = waiting(300);
	struct service service, queues;
	int before, texts, message = test_memory_file("x", strlen("x"), true);
	int stream[2], small = 4096, n = 0, fds[2];
	int64_t start;

	(void)state;
	before = test_open_descriptors();
	assert_int_equal(exchange_pairs(&service, &queues), 0);
	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, stream), 0);
	setsockopt(service.plain, SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
	fds[0] = message;
	fds[1] = stream[1];
	while (fd_pass(service.plain, &hello, sizeof hello, fds, 2) == 0)
		n++;
	assert_true(n > 0 && errno == EAGAIN);
	start = clock_ms();
	assert_int_equal(
	    exchange_ask(&service, &q, message, &how, &report, &texts),
	    OUTCOME_NO_SERVICE);
	assert_true(clock_ms() - start >= 290);
	close(stream[0]);
	close(stream[1]);
	exchange_close(&service);
	exchange_close(&queues);
	assert_int_equal(test_open_descriptors(), before);
	close(message);
	request_free(&q);
}

static int
mta_gone(void *arg)
{
	++*(int *)arg;
	return -1;
}

/* Nobody waits any more: that says nothing about the message, whether it is
 * still in a queue or in a worker, of either crew. */
static void
requester_gone(void **state)
{
	static const struct {
		behaviour plain, documents;
		int beats;
	} cases[] = {
	    {NULL, NULL, 1},
	    {is_silent, NULL, 1},
	    {elsewhere, NULL, 1},
	    {elsewhere, is_silent, 1},
	};
	struct request q = plain_request();
	struct buf report = BUF_MAX(100);
	int texts, beats;
	int message = test_memory_file("x", strlen("x"), true);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct waiting how = waiting(PATIENCE_MS);
		struct fake plain = {.behave = cases[i].plain};
		struct fake documents = {.behave = cases[i].documents};
		struct service service, queues;

		beats = 0;
		how.beat = mta_gone;
		how.beat_arg = &beats;
		assert_int_equal(exchange_pairs(&service, &queues), 0);
		plain.queue = queues.plain;
		documents.queue = queues.documents;
		start_worker(&plain);
		start_worker(&documents);
		assert_int_equal(
		    exchange_ask(&service, &q, message, &how, &report, &texts),
		    OUTCOME_GONE);
		assert_int_equal(beats, cases[i].beats);
		exchange_close(&service);
		join_worker(&plain);
		join_worker(&documents);
		exchange_close(&queues);
	}
	close(message);
	request_free(&q);
}

/* Tells how many recipients came, and the last one. */
static void
counts_recipients(struct fake *f, const struct request *q, int stream)
{
	const struct envelope *e = &q->envelope;
	struct buf b = BUF_MAX(1000);

	(void)f;
	buf_addf(&b, "%zu %s %s", e->nrcpts, e->rcpts[e->nrcpts - 1].address,
	    e->rcpts[e->nrcpts - 1].params.v[0]);
	exchange_answer(stream, &b, -1);
	buf_free(&b);
}

/* The most recipients there can be pass, eight-bit bytes and all; where nobody
 * reads, so large a request ends at the deadline like any other. */
static void
many_recipients(void **state)
{
	static const char *const params[] = {"ORCPT=rfc822;\xe9\xff@x", NULL};
	struct fake f = {.behave = counts_recipients};
	struct request q = {.id = ulid_new()};
	struct buf report = BUF_MAX(1000);
	struct waiting how = waiting(500);
	struct service service, queues;
	int texts, i, message = test_memory_file("x", strlen("x"), true);
	char address[64];

	(void)state;
	for (i = 0; i < LIMIT_RECIPIENTS; i++) {
		snprintf(address, sizeof address, "<r%d\xfc@example.org>", i);
		assert_int_equal(
		    envelope_recipient(&q.envelope, address, params), 0);
	}
	assert_int_equal(
	    envelope_recipient(&q.envelope, "<one@too.many.example>", NULL),
	    -1);
	assert_int_equal(exchange_pairs(&service, &queues), 0);
	f.queue = queues.plain;
	assert_int_equal(
	    exchange_ask(&service, &q, message, &how, &report, &texts),
	    OUTCOME_NO_SERVICE);
	start_worker(&f);
	how = waiting(PATIENCE_MS);
	assert_int_equal(
	    exchange_ask(&service, &q, message, &how, &report, &texts),
	    OUTCOME_REPORT);
	test_same("recipients", buf_str(&report),
	    "10000 r9999\xfc@example.org ORCPT=rfc822;\xe9\xff@x");
	exchange_close(&service);
	join_worker(&f);
	assert_int_equal(f.refused, 1); /* the one that was given up */
	exchange_close(&queues);
	close(message);
	request_free(&q);
	buf_free(&report);
}

/* A worker reads no message that could still change under it. */
static void
unsealed_message(void **state)
{
	struct fake f = {.behave = answers};
	struct request q = plain_request();
	struct buf report = BUF_MAX(100);
	const struct waiting how = waiting(PATIENCE_MS);
	struct service service, queues;
	int before = test_open_descriptors(), texts;
	int message = test_memory_file("x", strlen("x"), false);

	(void)state;
	assert_int_equal(exchange_pairs(&service, &queues), 0);
	f.queue = queues.plain;
	start_worker(&f);
	assert_int_equal(
	    exchange_ask(&service, &q, message, &how, &report, &texts),
	    OUTCOME_DIED);
	exchange_close(&service);
	join_worker(&f);
	assert_int_equal(f.refused, 1);
	exchange_close(&queues);
	close(message);
	assert_int_equal(test_open_descriptors(), before);
	request_free(&q);
}

/* Answers with the request's own label. */
static void
echoes(struct fake *f, const struct request *q, int stream)
{
	struct buf b = BUF_MAX(100);

	(void)f;
	buf_adds(&b, q->file);
	exchange_answer(stream, &b, -1);
	buf_free(&b);
}

#define ASKERS 8
#define QUESTIONS 100

struct asker {
	struct service service;
	int number, wrong;
	pthread_t thread;
};

static void *
ask_often(void *arg)
{
	struct asker *a = arg;
	const struct waiting how = waiting(PATIENCE_MS);
	struct request q = {.id = ulid_new()};
	struct buf report = BUF_MAX(100);
	int i, texts, message = test_memory_file("x", strlen("x"), true);
	char label[32];

	for (i = 0; i < QUESTIONS; i++) {
		snprintf(label, sizeof label, "%d/%d", a->number, i);
		q.file = label;
		buf_reset(&report);
		if (exchange_ask(&a->service, &q, message, &how, &report,
			&texts) != OUTCOME_REPORT ||
		    strcmp(buf_str(&report), label) != 0)
			a->wrong++;
	}
	close(message);
	buf_free(&report);
	return NULL;
}

/* Several threads ask the same service at once, and each gets its own answer,
 * from a worker of either crew. */
static void
many_askers(void **state)
{
	struct fake f[4] = {{.behave = echoes}, {.behave = elsewhere},
	    {.behave = echoes}, {.behave = echoes}};
	struct asker a[ASKERS];
	struct service service, queues;
	int before = test_open_descriptors(), i;

	(void)state;
	assert_int_equal(exchange_pairs(&service, &queues), 0);
	for (i = 0; i < 4; i++) {
		f[i].queue = i < 2 ? queues.plain : queues.documents;
		start_worker(&f[i]);
	}
	for (i = 0; i < ASKERS; i++) {
		a[i] = (struct asker){.service = service, .number = i};
		assert_int_equal(
		    pthread_create(&a[i].thread, NULL, ask_often, &a[i]), 0);
	}
	for (i = 0; i < ASKERS; i++) {
		pthread_join(a[i].thread, NULL);
		assert_int_equal(a[i].wrong, 0);
	}
	exchange_close(&service);
	for (i = 0; i < 4; i++)
		join_worker(&f[i]);
	exchange_close(&queues);
	assert_int_equal(test_open_descriptors(), before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(workers_of_all_kinds),
	    cmocka_unit_test(queue_closed),
	    cmocka_unit_test(queue_full),
	    cmocka_unit_test(requester_gone),
	    cmocka_unit_test(many_recipients),
	    cmocka_unit_test(unsealed_message),
	    cmocka_unit_test(many_askers),
	};

	random_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
