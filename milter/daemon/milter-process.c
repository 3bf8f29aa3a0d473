/* SPDX-License-Identifier: MIT
 *
 * milter-process.c - the process that talks to the MTA.
 *
 * Threads: libmilter's (intake and flow), one that listens to the supervisor,
 * and in the first milter process the releaser.  It never forks, and nobody
 * but the supervisor signals it.
 *
 * When the supervisor is gone it serves on as an orphan, for mail must not
 * stop; as soon as another supervisor holds the lock it makes room.
 */
#include "daemon/milter-process.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "act/notices.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/user.h"
#include "config/config.h"
#include "daemon/background.h"
#include "daemon/channel.h"
#include "daemon/epoch.h"
#include "daemon/flow.h"
#include "daemon/identity.h"
#include "daemon/lock.h"
#include "daemon/records.h"
#include "daemon/releaser.h"
#include "intake/intake.h"

/* How long a listener that another process still holds is waited for. */
#define OPEN_TRIES 100
#define OPEN_PAUSE_MS 100
#define ORPHAN_LOOK_MS 1000
#define RELEASER_STOP_MS 5000
/* A message is no longer in flight when its callback returns; libmilter has yet
 * to write the answer then. */
#define LAST_ANSWER_MS 100
/* Each thread's own malloc arena would cost megabytes apiece. */
#define ARENAS 2

struct process {
	const struct milter_process *p;
	struct intake_options intake;
	struct flow flow;
	struct intake_handler handler;
};

/* Reads config and notices anew and publishes them with a service, which
 * changes hands. 0, or -1 with words. */
static int
publish(const char *path, struct config *config, struct service service,
    struct buf *ret_err)
{
	struct notices *notices;
	struct epoch *e;

	if (config == NULL)
		config = config_load(path, ret_err);
	if (config == NULL) {
		exchange_close(&service);
		return -1;
	}
	notices = notices_load(config, ret_err);
	if (notices == NULL) {
		config_unref(config);
		exchange_close(&service);
		return -1;
	}
	e = epoch_new(config, notices, service);
	if (e == NULL) {
		buf_adds(ret_err, "memory is out");
		return -1;
	}
	epoch_publish(e);
	return 0;
}

/* The same config and notices with a new inspect parent: nothing is read, so
 * that a fault on disk cannot keep mail from being checked. */
static int
publish_service(struct service service, struct buf *ret_err)
{
	struct epoch *now = epoch_current();
	struct epoch *e = epoch_renew(now, service);

	epoch_unref(now);
	if (e == NULL) {
		buf_adds(ret_err, "memory is out");
		return -1;
	}
	epoch_publish(e);
	return 0;
}

/* The supervisor is gone: waits until there is another. Its end closes our
 * channel before it lets go of the lock, so a lock that is held at once says
 * nothing: hence the wait before each look. */
static void
be_orphan(void)
{
	struct epoch *e = epoch_current();

	log_error(NULL, "supervisor-lost", "serving=yes");
	do
		poll(NULL, 0, ORPHAN_LOOK_MS);
	while (!lock_held(e->config->set.run_dir, LOCK_DAEMON));
	epoch_unref(e);
	log_info(NULL, "successor-found", "");
}

static void
obey(const struct milter_process *p, const char *word, struct service passed)
{
	struct buf err = BUF_MAX(CHANNEL_TEXT_MAX);
	int ret = -1;

	if (passed.plain < 0 || passed.documents < 0)
		buf_adds(&err, "no service came with the word");
	else if (strcmp(word, "service") == 0)
		ret = publish_service(passed, &err);
	else
		ret = publish(p->config_path, NULL, passed, &err);
	if (ret == 0)
		channel_say(p->channel, "ready", NULL, NULL);
	else
		channel_say(p->channel, "failed", buf_str(&err), NULL);
	buf_free(&err);
}

static void *
listen_to_supervisor(void *arg)
{
	const struct milter_process *p = arg;
	char word[CHANNEL_TEXT_MAX + 1];
	struct service passed;

	for (;;) {
		if (channel_hear(p->channel, word, &passed) <= 0) {
			be_orphan();
			break;
		}
		if (strcmp(word, "drain") == 0)
			break;
		obey(p, word, passed);
	}
	intake_stop();
	return NULL;
}

static void
set_intake(struct process *s)
{
	const struct settings *set = &s->p->config->set;

	s->intake = (struct intake_options){
	    .listen = s->p->listen,
	    .socket_mode = set->socket_mode,
	    .socket_group = set->socket_group,
	    .own_headers = {"X-Probity-", set->header_verdict},
	    .keep = {[KEPT_FROM] = "From",
		[KEPT_SUBJECT] = "Subject",
		[KEPT_NOTICE] = NOTICES_HEADER},
	    .inflight_bytes = set->inflight_bytes,
	    .inflight_messages = set->inflight_messages,
	};
	s->flow.wake = releaser_wake;
	s->handler = flow_handler(&s->flow);
}

/* An orphan of the daemon before us may need a moment to make room. */
static int
open_socket(const struct intake_options *o, struct buf *ret_err)
{
	int tries;

	for (tries = 0; tries < OPEN_TRIES; tries++) {
		buf_reset(ret_err);
		if (intake_open(o, ret_err) == 0)
			return 0;
		if (errno != EADDRINUSE)
			return -1;
		poll(NULL, 0, OPEN_PAUSE_MS);
	}
	return -1;
}

/* What needs power first, then the power goes, then the rest. */
static int
start(struct process *s, struct buf *ret_err)
{
	const struct milter_process *p = s->p;
	const char *state = p->config->set.state_dir;
	pthread_t listener;

	set_intake(s);
	if (open_socket(&s->intake, ret_err) < 0)
		return -1;
	if (p->user != NULL && user_become(p->user, ret_err) < 0)
		return -1;
	records_init(state);
	records_notice_key(s->flow.key);
	if (publish(
		p->config_path, config_ref(p->config), p->service, ret_err) < 0)
		return -1;
	if (p->releaser && releaser_start(state) < 0) {
		buf_adds(ret_err, "cannot start the releaser");
		return -1;
	}
	if (pthread_create(&listener, NULL, listen_to_supervisor,
		(void *)(uintptr_t)p) != 0) {
		buf_adds(ret_err, "cannot start a thread");
		return -1;
	}
	pthread_detach(listener);
	return 0;
}

static void
drain(const struct milter_process *p)
{
	int64_t until =
	    clock_ms() + ((int64_t)patience_work_s(&p->config->set) + 3) * 1000;

	while (intake_inflight() > 0 && clock_ms() < until)
		poll(NULL, 0, 20);
	poll(NULL, 0, LAST_ANSWER_MS);
	if (p->releaser)
		releaser_stop(RELEASER_STOP_MS);
	log_info(NULL, "drained", "left=%u", intake_inflight());
}

int
milter_process_run(const struct milter_process *p)
{
	struct process s = {.p = p};
	struct buf err = BUF_MAX(CHANNEL_TEXT_MAX);

	signal(SIGPIPE, SIG_IGN);
	mallopt(M_ARENA_MAX, ARENAS);
	if (start(&s, &err) < 0) {
		log_error(NULL, "milter-cannot-start", "%s", buf_str(&err));
		channel_say(p->channel, "failed", buf_str(&err), NULL);
		return EX_TEMPFAIL;
	}
	channel_say(p->channel, "ready", NULL, NULL);
	if (p->background) {
		log_settled();
		background_settle();
	}
	if (intake_serve(&s.intake, &s.handler) < 0) {
		log_error(NULL, "libmilter-failed", "");
		return EX_SOFTWARE;
	}
	drain(p);
	return 0;
}
