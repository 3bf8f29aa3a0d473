/* SPDX-License-Identifier: MIT
 *
 * releaser.c - the thread that sends what was decided: releases and notices.
 *
 * Officers and the desk only record decisions; this thread alone sends,
 * retries and records the MTA's 250.  It has its own connection to the store,
 * and sends one mail at a time: a release must never overtake itself.
 *
 * An outcome that cannot be recorded (the store is full) after the MTA said
 * 250 is the one case in which the record lags behind the world: the held
 * message then stays "releasing" past its final dot, and the next start makes
 * it "unknown", for an officer to look at; it is not sent again by itself.
 */
#include "daemon/releaser.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "act/reinject.h"
#include "base/fd.h"
#include "base/log.h"
#include "config/config.h"
#include "daemon/epoch.h"
#include "daemon/lock.h"
#include "store/store.h"

/* Officers decide in other processes: look this often. */
#define TICK_MS 250
/* While the store cannot be opened. */
#define STORE_RETRY_MS 1000

/* Seconds until a mail that could not be sent is tried again, by attempt: the
 * MTA is next door, so the first tries come soon. */
static const int pauses[] = {5, 15, 30, 60, 120, 300, 600, 900};
#define PAUSES (sizeof pauses / sizeof pauses[0])

static pthread_t thread;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t stirred = PTHREAD_COND_INITIALIZER;
static bool woken, ended; /* under lock */
static atomic_bool stopping;
static char *where;

/* Waits for a wake or a tick. */
static void
doze(int ms)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += (long)ms * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_mutex_lock(&lock);
	if (!woken && !atomic_load(&stopping))
		pthread_cond_timedwait(&stirred, &lock, &until);
	woken = false;
	pthread_mutex_unlock(&lock);
}

void
releaser_wake(void)
{
	pthread_mutex_lock(&lock);
	woken = true;
	pthread_cond_signal(&stirred);
	pthread_mutex_unlock(&lock);
}

/* When to try again, after so many attempts, the last included. */
static int64_t
later(unsigned attempts)
{
	unsigned past = attempts > 0 ? attempts - 1 : 0;

	return (int64_t)time(NULL) + pauses[past < PAUSES ? past : PAUSES - 1];
}

static struct smtp_server
server_of(const struct config *c)
{
	return (struct smtp_server){
	    .host = c->set.smtp_host,
	    .port = c->set.smtp_port,
	    .helo = c->set.smtp_helo,
	};
}

/* Where a release stands, for before_dot. */
struct release {
	struct store *store;
	const char *id;
};

static int
before_dot(void *arg)
{
	const struct release *r = arg;

	return held_final_dot(r->store, r->id) == STORE_OK ? 0 : -1;
}

static void
record_release(
    struct store *s, const struct held *h, const struct smtp_result *result)
{
	enum store_status status = STORE_FAILED;
	const char *id = h->row.id;

	switch (result->outcome) {
	case SMTP_SENT:
		status = held_sent(s, id, result->text, result->queue_id);
		break;
	case SMTP_LATER:
		status =
		    held_retry(s, id, result->text, later(h->row.attempts));
		break;
	case SMTP_REFUSED:
	case SMTP_UNABLE:
		status = held_refused(s, id, result->text);
		break;
	case SMTP_LOST:
		status = held_lost(s, id, result->text);
		break;
	}
	log_event(status == STORE_OK ? LEVEL_INFO : LEVEL_ERROR,
	    h->row.queue_id, "release", "id=%s outcome=%s as=%s recorded=%s",
	    id, smtp_outcome_name(result->outcome),
	    *result->queue_id != '\0' ? result->queue_id : "-",
	    status == STORE_OK ? "yes" : "no");
}

/* Sends the next release whose time has come. Returns true when there was
 * one. */
static bool
send_release(struct store *s, const struct config *c)
{
	const struct smtp_server server = server_of(c);
	struct smtp_result result;
	struct release about = {.store = s};
	struct held h;
	char id[27];

	if (held_next(s, (int64_t)time(NULL), id) != STORE_OK)
		return false;
	if (held_get(s, id, true, &h) != STORE_OK) {
		/* It is claimed: left so it would wait for the next start. */
		if (held_refused(s, id, "its record cannot be read") !=
		    STORE_OK)
			return false;
		log_error(NULL, "release-unreadable", "id=%s", id);
		return true;
	}
	about.id = h.row.id;
	const struct reinject r = {
	    .envelope = &h.envelope,
	    .data = h.data,
	    .len = h.len,
	    .id = h.row.id,
	    .received = (time_t)h.row.received,
	    .before_dot = before_dot,
	    .before_dot_arg = &about,
	};
	reinject_send(&server, &r, &result);
	record_release(s, &h, &result);
	held_free(&h);
	return true;
}

static void
record_mail(struct store *s, const struct outgoing_row *m,
    const struct smtp_result *result)
{
	enum store_status status;

	if (result->outcome == SMTP_SENT)
		status = outgoing_sent(s, m->n, result->text);
	else if (result->outcome == SMTP_LATER)
		status =
		    outgoing_retry(s, m->n, result->text, later(m->attempts));
	else
		status = outgoing_failed(s, m->n, result->text);
	log_event(result->outcome == SMTP_SENT && status == STORE_OK
		      ? LEVEL_INFO
		      : LEVEL_WARN,
	    NULL, "notice", "kind=%s n=%lld outcome=%s recorded=%s", m->kind,
	    (long long)m->n, smtp_outcome_name(result->outcome),
	    status == STORE_OK ? "yes" : "no");
}

static bool
send_notice(struct store *s, const struct config *c)
{
	const struct smtp_server server = server_of(c);
	struct smtp_result result;
	struct smtp_recipient to;
	struct outgoing_row m;

	if (outgoing_next(s, (int64_t)time(NULL), &m) != STORE_OK)
		return false;
	to = (struct smtp_recipient){.address = m.rcpt};
	const struct smtp_mail mail = {
	    .sender = m.sender,
	    .rcpts = &to,
	    .nrcpts = 1,
	    .data = m.data,
	    .len = m.len,
	};
	smtp_send(&server, &mail, &result);
	record_mail(s, &m, &result);
	outgoing_row_free(&m);
	return true;
}

/* Sends all that waits; the config in force decides where to. */
static void
send_all(struct store *s)
{
	struct epoch *e = epoch_current();
	bool more = true;

	while (more && !atomic_load(&stopping)) {
		more = send_release(s, e->config);
		more = send_notice(s, e->config) || more;
	}
	epoch_unref(e);
}

/* The lock, then the store; waits for both. NULL when we are to stop. */
static struct store *
open_store(int *ret_lock)
{
	struct buf err = BUF_MAX(1024);
	struct store *s = NULL;
	int held = -1;

	while (!atomic_load(&stopping)) {
		if (held < 0)
			held = lock_take(where, LOCK_RELEASER, 0);
		if (held >= 0 && (s = store_open(where, false, &err)) != NULL)
			break;
		buf_reset(&err);
		doze(STORE_RETRY_MS);
	}
	buf_free(&err);
	*ret_lock = held;
	return s;
}

static void
recover(struct store *s)
{
	size_t again = 0, unknown = 0;

	if (held_recover(s, &again, &unknown) != STORE_OK)
		return;
	if (again + unknown > 0)
		log_warn(NULL, "releases-recovered", "again=%zu unknown=%zu",
		    again, unknown);
}

static void *
run(void *arg)
{
	struct store *s;
	int held;

	(void)arg;
	s = open_store(&held);
	if (s != NULL)
		recover(s);
	while (s != NULL && !atomic_load(&stopping)) {
		send_all(s);
		doze(TICK_MS);
	}
	store_close(s);
	if (held >= 0)
		close(held);
	pthread_mutex_lock(&lock);
	ended = true;
	pthread_cond_broadcast(&stirred);
	pthread_mutex_unlock(&lock);
	return NULL;
}

int
releaser_start(const char *state_dir)
{
	where = strdup(state_dir);
	if (where == NULL)
		return -1;
	errno = pthread_create(&thread, NULL, run, NULL);
	return errno == 0 ? 0 : -1;
}

void
releaser_stop(int ms)
{
	int64_t until = clock_ms() + ms;
	bool over = false;

	atomic_store(&stopping, true);
	while (!over && clock_ms() < until) {
		pthread_mutex_lock(&lock);
		pthread_cond_broadcast(&stirred);
		over = ended;
		pthread_mutex_unlock(&lock);
		if (!over)
			poll(NULL, 0, 10);
	}
	if (over)
		pthread_join(thread, NULL);
}
