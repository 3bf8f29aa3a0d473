/* SPDX-License-Identifier: MIT
 *
 * asking.c - whole messages through real sandboxed workers, for tests.
 */
#include "mail/asking.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/fd.h"
#include "base/limits.h"
#include "base/random.h"
#include "base/ulid.h"
#include "config/config.h"
#include "judge/judge.h"
#include "report/exchange.h"
#include "report/report.h"

/* Sanitizers and a busy machine make it slow; nothing is timed here. */
#define PATIENCE_MS 60000
/* 29 April 2026, noon UTC: fixed, so that no test depends on today. */
#define AT 1777464000

void
asking_start(struct asking *a, const char *engine)
{
	asking_start_with(a, test_source("conf/probity.yaml"), engine);
}

void
asking_start_with(struct asking *a, const char *config, const char *engine)
{
	const char *top = getenv("top_builddir");
	char program[4096];
	struct inspector_options o = {
	    .program = program, .log = -1, .workers = 1, .engine = engine};
	struct buf err = BUF_MAX(4096);

	random_init();
	snprintf(program, sizeof program, "%s/probity-inspect",
	    top != NULL ? top : ".");
	a->config = config_load(config, &err);
	if (a->config == NULL)
		fail_msg("config: %s", buf_str(&err));
	o.config = a->config->path;
	if (inspector_start(&o, &a->inspector, &err) < 0)
		fail_msg("workers: %s", buf_str(&err));
}

void
asking_end(struct asking *a)
{
	inspector_close(&a->inspector);
	waitpid(a->inspector.pid, NULL, 0);
	config_unref(a->config);
}

/* Asks, judges, and frees q. */
static struct report *
ask(struct asking *a, struct request *q, const char *data, size_t len)
{
	struct buf json = BUF_MAX(LIMIT_REPORT_BYTES);
	struct buf err = BUF_MAX(256);
	struct report *r;
	const struct waiting how = {
	    .patience = {PATIENCE_MS, PATIENCE_MS, PATIENCE_MS, 0, 0, 0}};
	enum outcome o;
	int message = test_memory_file(data, len, true), texts;

	o = exchange_ask(
	    &a->inspector.service, q, message, &how, &json, &texts);
	close(message);
	if (o != OUTCOME_REPORT)
		fail_msg("%s: the worker %s", q->file, outcome_name(o));
	r = report_read(buf_str(&json), json.len, &err);
	if (r == NULL)
		fail_msg("%s: %s", q->file, buf_str(&err));
	assert_int_equal(judge(a->config, r), 0);
	request_free(q);
	buf_free(&json);
	return r;
}

struct report *
asking_about(struct asking *a, const char *name, const char *data, size_t len,
    const struct strlist *to)
{
	struct request q = {.kind = REQUEST_MESSAGE,
	    .id = ulid_new(),
	    .file = strdup(name),
	    .any_sender = true,
	    .want_digest = true,
	    .at = AT};
	size_t i;

	for (i = 0; i < to->n; i++)
		assert_int_equal(
		    envelope_recipient(&q.envelope, to->v[i], NULL), 0);
	return ask(a, &q, data, len);
}

struct report *
asking_about_mail(
    struct asking *a, const char *sender, const char *auth, const char *mail)
{
	struct request q = {.kind = REQUEST_MESSAGE,
	    .id = ulid_new(),
	    .file = strdup(sender != NULL ? sender : "no sender"),
	    .at = AT};

	if (sender != NULL)
		assert_int_equal(envelope_sender(&q.envelope, sender, NULL), 0);
	assert_int_equal(envelope_set(&q.envelope.auth, auth), 0);
	return ask(a, &q, mail, strlen(mail));
}
