/* SPDX-License-Identifier: MIT
 *
 * test_asker.c - one answer to every input, in order, whatever the workers do.
 *
 * The workers are threads: they answer, dawdle, lie or vanish as the label of
 * the input tells them.
 */
#include "cli/asker.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/fd.h"
#include "base/limits.h"
#include "base/random.h"
#include "config/config.h"
#include "config/files.h"
#include "report/exchange.h"
#include "report/report.h"

#define WORKERS 3

static struct config *config;

static int
set_up(void **state)
{
	struct buf err = BUF_MAX(4096);

	(void)state;
	files_folder();
	files_write("rules/x.yaml", "");
	files_write("conf/policy.yaml",
	    "- {id: p, action: hold, when: {severe: yes}}\n");
	config = config_load(files_write("conf/probity.yaml",
				 "council: {domains: [town.example]}\n"
				 "limits: {message: 1MiB, deadline: 2}\n"),
	    &err);
	if (config == NULL)
		fail_msg("%s", buf_str(&err));
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	config_unref(config);
	files_remove();
	return 0;
}

static void
send_report(const struct request *q, int stream)
{
	struct buf json = BUF_MAX(LIMIT_REPORT_BYTES);
	struct report *r = report_new();
	int texts = memfd_new("texts");

	memcpy(r->id, q->id.s, sizeof r->id);
	r->file = strdup(q->file);
	r->sender = strdup("a@town.example");
	if (report_write(r, &json) == 0 && memfd_seal(texts) == 0)
		exchange_answer(stream, &json, texts);
	close(texts);
	report_free(r);
	buf_free(&json);
}

static void
send_nonsense(int stream)
{
	struct buf json = BUF_MAX(100);
	int texts = memfd_new("texts");

	buf_adds(&json, "{\"schema\":1}");
	if (memfd_seal(texts) == 0)
		exchange_answer(stream, &json, texts);
	close(texts);
	buf_free(&json);
}

static void *
work(void *arg)
{
	const int *queue = arg;
	struct request q = {0};
	int message, stream, got;

	while ((got = exchange_take(*queue, &q, &message, &stream)) != 0) {
		if (got < 0)
			continue;
		if (strstr(q.file, "slow") != NULL)
			poll(NULL, 0, 50);
		if (strstr(q.file, "lies") != NULL)
			send_nonsense(stream);
		else if (strstr(q.file, "dies") == NULL)
			send_report(&q, stream);
		close(message);
		close(stream);
		request_free(&q);
	}
	return NULL;
}

struct answers {
	struct buf seen; /* "label action reason|" */
	size_t n, out_of_order;
};

static void
note(const struct asked *a, void *arg)
{
	struct answers *s = arg;
	const struct verdict *v = &a->report->verdict;

	assert_true(v->judged);
	if (strtoul(a->label, NULL, 10) != s->n)
		s->out_of_order++;
	s->n++;
	test_same("file", a->report->file, a->label);
	buf_addf(&s->seen, "%s %s%s%s %s|", a->label, action_name(v->action),
	    a->error != NULL ? " error " : "", a->error != NULL ? a->error : "",
	    a->texts >= 0 ? "texts" : "-");
}

static enum request_kind
kind(const struct input *in)
{
	return in->len % 2 == 0 ? REQUEST_MESSAGE : REQUEST_DOCUMENT;
}

/* Asks about the inputs with that many threads; workers may be 0. */
static void
ask_all(const struct input *in, size_t n, unsigned threads, unsigned workers,
    struct answers *ret)
{
	struct request pattern = {.any_sender = true, .want_texts = true};
	struct asker_options o = {
	    .config = config,
	    .pattern = &pattern,
	    .kind = kind,
	    .threads = threads,
	    .answer = note,
	    .arg = ret,
	};
	pthread_t t[WORKERS];
	struct asker *a;
	struct service queues;
	size_t i;

	*ret = (struct answers){.seen = BUF_MAX(1u << 20)};
	assert_int_equal(exchange_pairs(&o.service, &queues), 0);
	for (i = 0; i < workers; i++)
		assert_int_equal(
		    pthread_create(&t[i], NULL, work, &queues.plain), 0);
	if (workers == 0)
		exchange_close(&queues);
	a = asker_new(&o);
	assert_non_null(a);
	for (i = 0; i < n; i++)
		assert_int_equal(asker_add(a, &in[i]), 0);
	asker_finish(a);
	exchange_close(&o.service);
	for (i = 0; i < workers; i++)
		pthread_join(t[i], NULL);
	if (workers > 0)
		exchange_close(&queues);
	assert_int_equal(ret->n, n);
	assert_int_equal(ret->out_of_order, 0);
}

/* Far more inputs than slots, some slow: all are answered, in order, by any
 * number of threads, and no descriptor is lost. */
static void
in_order(void **state)
{
	static const unsigned threads[] = {1, 4, 200};
	enum { MANY = 300 };
	static char labels[MANY][16];
	struct input in[MANY];
	struct answers got;
	int before;
	size_t i, k;

	(void)state;
	for (i = 0; i < MANY; i++) {
		snprintf(labels[i], sizeof labels[i], "%zu%s", i,
		    i % 37 == 5 ? "slow" : "");
		in[i] = (struct input){
		    .label = labels[i], .data = "xxxx", .len = i % 5};
	}
	before = test_open_descriptors();
	for (k = 0; k < COUNT(threads); k++) {
		ask_all(in, MANY, threads[k], WORKERS, &got);
		buf_free(&got.seen);
	}
	assert_int_equal(test_open_descriptors(), before);
}

/* What goes wrong with one input is said of that one, as the daemon would. */
static void
troubles(void **state)
{
	const struct input in[] = {
	    {.label = "0 good", .data = "x", .len = 1},
	    {.label = "1 empty", .data = "", .len = 0},
	    {.label = "2 missing", .data = "", .error = "No such file"},
	    {.label = "3 dies", .data = "x", .len = 1},
	    {.label = "4 lies", .data = "x", .len = 1},
	    {.label = "5 large", .data = "", .too_large = true},
	    {.label = "6 good", .data = "\0\xff", .len = 2},
	};
	struct answers got;
	int before = test_open_descriptors();

	(void)state;
	ask_all(in, COUNT(in), 2, WORKERS, &got);
	test_same("answers", buf_str(&got.seen),
	    "0 good pass texts|1 empty pass texts|"
	    "2 missing hold error No such file -|3 dies hold -|"
	    "4 lies hold -|5 large hold -|6 good pass texts|");
	buf_free(&got.seen);
	assert_int_equal(test_open_descriptors(), before);
}

/* With no workers left every input still gets a report, and none says pass. */
static void
no_workers(void **state)
{
	const struct input in[] = {
	    {.label = "0", .data = "x", .len = 1},
	    {.label = "1", .data = "x", .len = 1},
	    {.label = "2", .data = "x", .len = 1},
	};
	struct answers got;

	(void)state;
	ask_all(in, 3, 2, 0, &got);
	test_same("answers", buf_str(&got.seen), "0 hold -|1 hold -|2 hold -|");
	buf_free(&got.seen);
}

/* No input, no answer, and an end. */
static void
nothing(void **state)
{
	struct answers got;

	(void)state;
	ask_all(NULL, 0, 3, WORKERS, &got);
	buf_free(&got.seen);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(in_order),
	    cmocka_unit_test(troubles),
	    cmocka_unit_test(no_workers),
	    cmocka_unit_test(nothing),
	};

	random_init();
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
