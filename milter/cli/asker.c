/* SPDX-License-Identifier: MIT
 *
 * asker.c - inspects many inputs at once and gives the answers in order.
 *
 * A ring of slots, each EMPTY, READY (to be asked), ASKING or DONE.  The
 * caller's thread fills slots and prints those that are done, oldest first;
 * the askers take ready ones, oldest first.  So there is exactly one answer to
 * each input, in input order, whatever the number of threads.
 */
#include "cli/asker.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/limits.h"
#include "base/ulid.h"
#include "config/config.h"
#include "judge/cannot-tell.h"
#include "report/exchange.h"
#include "report/report.h"

#define RING 64
#define THREADS_MAX 64

enum slot_state { SLOT_EMPTY, SLOT_READY, SLOT_ASKING, SLOT_DONE };

struct slot {
	enum slot_state state;
	char *label;
	char *error;
	bool too_large;
	int message;
	enum request_kind kind;
	size_t size;
	struct report *report;
	int texts;
};

struct asker {
	const struct asker_options *o;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct slot slot[RING];
	size_t added, taken, answered; /* counts of inputs */
	int closing;
	pthread_t thread[THREADS_MAX];
	unsigned threads;
};

static enum trouble
trouble_of(enum outcome o)
{
	switch (o) {
	case OUTCOME_OVERRAN:
		return TROUBLE_OVERRAN;
	case OUTCOME_REPORT:
	case OUTCOME_BAD:
		return TROUBLE_BAD_REPORT;
	default:
		return TROUBLE_WORKER_DIED;
	}
}

static void
drop_texts(struct slot *s)
{
	if (s->texts >= 0)
		close(s->texts);
	s->texts = -1;
}

/* Asks once more at once in a fresh worker, as the daemon does. Returns the
 * judged report; NULL with the trouble when there is none. */
static struct report *
ask_twice(struct asker *a, struct slot *s, enum trouble *ret_trouble)
{
	struct request q = *a->o->pattern;
	struct buf json = BUF_MAX(LIMIT_REPORT_BYTES);
	struct buf err = BUF_MAX(256);
	struct report *r = NULL;
	const struct waiting how = {
	    .patience = patience_of(&a->o->config->set)};
	enum outcome o;
	int tries;

	q.id = ulid_new();
	q.kind = s->kind;
	q.file = s->label;
	for (tries = 0; tries < 2 && r == NULL; tries++) {
		buf_reset(&json);
		o = exchange_ask(
		    &a->o->service, &q, s->message, &how, &json, &s->texts);
		if (o == OUTCOME_REPORT)
			r = report_read(buf_str(&json), json.len, &err);
		if (r == NULL)
			drop_texts(s); /* of an answer that made no sense */
		*ret_trouble = trouble_of(o);
	}
	buf_free(&json);
	buf_free(&err);
	if (r != NULL && judge(a->o->config, r) == 0)
		return r;
	report_free(r);
	return NULL;
}

/* Every input gets a report; what cannot be inspected gets one that says so,
 * with the verdict that the daemon would give. */
static void
ask(struct asker *a, struct slot *s)
{
	enum trouble trouble = TROUBLE_NO_INPUT;
	struct ulid id;

	if (s->too_large)
		trouble = TROUBLE_TOO_LARGE;
	else if (s->error == NULL)
		s->report = ask_twice(a, s, &trouble);
	if (s->report != NULL)
		return;
	id = ulid_new();
	s->report = cannot_tell(a->o->config, id.s, trouble,
	    &a->o->pattern->envelope, s->size, a->o->pattern->at);
	if (s->report == NULL || (s->report->file = strdup(s->label)) == NULL)
		abort(); /* memory is out: no answer would be true */
}

static void *
asking_thread(void *arg)
{
	struct asker *a = arg;
	struct slot *s;

	pthread_mutex_lock(&a->lock);
	for (;;) {
		while (a->taken == a->added && !a->closing)
			pthread_cond_wait(&a->changed, &a->lock);
		if (a->taken == a->added)
			break;
		s = &a->slot[a->taken++ % RING];
		s->state = SLOT_ASKING;
		pthread_mutex_unlock(&a->lock);
		ask(a, s);
		pthread_mutex_lock(&a->lock);
		s->state = SLOT_DONE;
		pthread_cond_broadcast(&a->changed);
	}
	pthread_mutex_unlock(&a->lock);
	return NULL;
}

static void
empty(struct slot *s)
{
	if (s->message >= 0)
		close(s->message);
	drop_texts(s);
	report_free(s->report);
	free(s->label);
	free(s->error);
	*s = (struct slot){.message = -1, .texts = -1};
}

/* Under lock: waits for the oldest input's answer and gives it. */
static void
answer_oldest(struct asker *a)
{
	struct slot *s = &a->slot[a->answered % RING];
	struct asked got;

	while (s->state != SLOT_DONE)
		pthread_cond_wait(&a->changed, &a->lock);
	pthread_mutex_unlock(&a->lock);
	got = (struct asked){s->label, s->error, s->report, s->texts};
	a->o->answer(&got, a->o->arg);
	empty(s);
	pthread_mutex_lock(&a->lock);
	a->answered++;
}

struct asker *
asker_new(const struct asker_options *o)
{
	struct asker *a = calloc(1, sizeof *a);
	unsigned want = o->threads < THREADS_MAX ? o->threads : THREADS_MAX;
	size_t i;

	if (a == NULL)
		return NULL;
	a->o = o;
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->changed, NULL);
	for (i = 0; i < RING; i++)
		a->slot[i] = (struct slot){.message = -1, .texts = -1};
	while (a->threads < want && pthread_create(&a->thread[a->threads], NULL,
					asking_thread, a) == 0)
		a->threads++;
	if (a->threads == 0) {
		free(a);
		return NULL;
	}
	return a;
}

static int
fill(struct slot *s, const struct input *in)
{
	s->label = strdup(in->label);
	s->size = in->len;
	s->too_large = in->too_large;
	if (s->too_large)
		return s->label != NULL ? 0 : -1;
	if (in->error != NULL)
		return s->label != NULL &&
			       (s->error = strdup(in->error)) != NULL
			   ? 0
			   : -1;
	s->message = memfd_new("message");
	return s->label != NULL && s->message >= 0 &&
		       fd_write_all(s->message, in->data, in->len) == 0 &&
		       memfd_seal(s->message) == 0
		   ? 0
		   : -1;
}

int
asker_add(struct asker *a, const struct input *in)
{
	struct slot *s;

	pthread_mutex_lock(&a->lock);
	while (a->added - a->answered == RING ||
	       (a->answered < a->added &&
		   a->slot[a->answered % RING].state == SLOT_DONE))
		answer_oldest(a);
	s = &a->slot[a->added % RING];
	pthread_mutex_unlock(&a->lock);
	s->kind = a->o->kind != NULL ? a->o->kind(in) : a->o->pattern->kind;
	if (fill(s, in) < 0) {
		empty(s);
		return -1;
	}
	pthread_mutex_lock(&a->lock);
	s->state = SLOT_READY;
	a->added++;
	pthread_cond_broadcast(&a->changed);
	pthread_mutex_unlock(&a->lock);
	return 0;
}

void
asker_finish(struct asker *a)
{
	unsigned i;

	pthread_mutex_lock(&a->lock);
	while (a->answered < a->added)
		answer_oldest(a);
	a->closing = 1;
	pthread_cond_broadcast(&a->changed);
	pthread_mutex_unlock(&a->lock);
	for (i = 0; i < a->threads; i++)
		pthread_join(a->thread[i], NULL);
	pthread_mutex_destroy(&a->lock);
	pthread_cond_destroy(&a->changed);
	free(a);
}
