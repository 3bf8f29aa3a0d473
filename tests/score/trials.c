/* SPDX-License-Identifier: MIT
 *
 * trials.c - messages whose right answer is known, and what was answered.
 *
 * Two threads, each with workers of its own, take the next trial off the list
 * until none is left; a trial is touched by the thread that took it alone.
 */
#include "score/trials.h"

#include <err.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "lib/test.h"
#include "mail/asking.h"

#include "base/limits.h"
#include "report/report.h"

#define THREADS 2

struct run {
	struct trials *trials;
	atomic_size_t next;
};

struct runner {
	struct run *run;
	struct asking asking;
	pthread_t thread;
};

static const struct {
	const char *name;
	bool hidden;
} sets[SET_COUNT] = {
    [SET_UNSEEN] = {"unseen", true},
    [SET_HELD] = {"held", true},
    [SET_TUNED] = {"tuned", false},
    [SET_LEARNED] = {"learned", false},
    [SET_ORDINARY] = {"ordinary", false},
    [SET_HAM] = {"ham", false},
    [SET_IDS] = {"ids", false},
    [SET_CONDUCT] = {"conduct", false},
    [SET_TORTURE] = {"torture", false},
    [SET_DOCS] = {"docs", false},
    [SET_SAMPLES] = {"samples", false},
};

const char *
set_name(enum set s)
{
	return sets[s].name;
}

bool
set_hidden(enum set s)
{
	return sets[s].hidden;
}

int
trials_category(const char *name)
{
	const char *at;
	int i;

	for (i = 0; i < TRIAL_CATEGORIES; i++) {
		at = category_at((size_t)i);
		if (at == NULL)
			break;
		if (strcmp(at, name) == 0)
			return i;
	}
	return -1;
}

struct trial *
trials_add(struct trials *l, enum set set, const char *name)
{
	struct trial *t;

	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 1024;
		l->v = reallocarray(l->v, l->cap, sizeof *l->v);
		if (l->v == NULL)
			err(1, "trials");
	}
	t = &l->v[l->n++];
	*t = (struct trial){.set = set,
	    .name = strdup(name),
	    .message = BUF_MAX(LIMIT_MESSAGE_BYTES)};
	if (t->name == NULL)
		err(1, "trials");
	return t;
}

/* What a policy would act on: not the sender's, the recipient's or an
 * office-holder's own data. */
static bool
counts(const struct finding *f)
{
	return !category_matches("personal.*", f->category) ||
	       f->whose == WHOSE_THIRD_PARTY || f->whose == WHOSE_UNKNOWN;
}

static void
add_hit(struct trial *t, size_t category, const char *rule)
{
	size_t i;

	for (i = 0; i < t->nhits; i++)
		if (strcmp(t->hits[i].rule, rule) == 0)
			return;
	t->hits = reallocarray(t->hits, t->nhits + 1, sizeof *t->hits);
	if (t->hits == NULL)
		err(1, "trials");
	t->hits[t->nhits].category = category;
	t->hits[t->nhits].rule = strdup(rule);
	if (t->hits[t->nhits++].rule == NULL)
		err(1, "trials");
}

static void
take_answer(struct trial *t, const struct report *r)
{
	const struct finding *f;
	size_t i;
	int category;

	t->action = r->verdict.action;
	t->unread = r->nunread > 0;
	for (i = 0; i < r->findings.n; i++) {
		f = &r->findings.v[i];
		category = trials_category(f->category);
		if (!counts(f) || category < 0)
			continue;
		t->low |= (uint64_t)1 << category;
		if (f->confidence < CONFIDENCE_MEDIUM)
			continue;
		t->medium |= (uint64_t)1 << category;
		add_hit(t, (size_t)category, f->rule);
	}
}

static void *
run_some(void *arg)
{
	struct runner *self = arg;
	struct trials *l = self->run->trials;
	struct report *r;
	struct trial *t;
	size_t i;

	while ((i = atomic_fetch_add(&self->run->next, 1)) < l->n) {
		t = &l->v[i];
		r = asking_about(&self->asking, t->name, t->message.data,
		    t->message.len, &t->to);
		take_answer(t, r);
		report_free(r);
		buf_free(&t->message);
	}
	return NULL;
}

void
trials_run(struct trials *l)
{
	struct run run = {.trials = l};
	struct runner runners[THREADS];
	size_t i;

	for (i = 0; i < THREADS; i++) {
		runners[i].run = &run;
		asking_start(&runners[i].asking, NULL);
	}
	for (i = 0; i < THREADS; i++)
		if (pthread_create(
			&runners[i].thread, NULL, run_some, &runners[i]) != 0)
			errx(1, "a thread cannot be started");
	for (i = 0; i < THREADS; i++)
		pthread_join(runners[i].thread, NULL);
	for (i = 0; i < THREADS; i++)
		asking_end(&runners[i].asking);
}

void
trials_free(struct trials *l)
{
	struct trial *t;
	size_t i, j;

	for (i = 0; i < l->n; i++) {
		t = &l->v[i];
		free(t->name);
		free(t->kind);
		free(t->text);
		buf_free(&t->message);
		strlist_free(&t->to);
		for (j = 0; j < t->nhits; j++)
			free(t->hits[j].rule);
		free(t->hits);
	}
	free(l->v);
	*l = (struct trials){0};
}
