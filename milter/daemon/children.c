/* SPDX-License-Identifier: MIT
 *
 * children.c - the processes the supervisor starts and starts again.
 *
 * A child that ends is started again at once; one that ends within a second of
 * its birth is given a pause that doubles up to half a minute, so that a fault
 * in the world is not turned into a busy loop.
 */
#include "daemon/children.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/log.h"
#include "config/config.h"
#include "daemon/channel.h"
#include "daemon/milter-process.h"

#define READY_MS 30000
#define YOUNG_MS 1000
#define PAUSE_MIN_MS 250
#define PAUSE_MAX_MS 30000

/* The pause before something that lived this long is started again. */
static int
next_pause(int pause, int64_t lived)
{
	if (lived >= YOUNG_MS)
		return 0;
	if (pause == 0)
		return PAUSE_MIN_MS;
	return pause * 2 < PAUSE_MAX_MS ? pause * 2 : PAUSE_MAX_MS;
}

static struct inspector_options
inspector_options(const struct children *c, const char *engine)
{
	return (struct inspector_options){
	    .config = c->config_path,
	    .user = c->inspect_user,
	    .log = c->inspect_log,
	    .engine = engine,
	};
}

/* Where the rules' cache was not there, PCRE2 serves while a process of its own
 * fills it.  One that compiled older rules is of no use any more. */
static void
fill_cache(struct children *c)
{
	const struct inspector_options o = inspector_options(c, NULL);

	if (c->compiler > 0)
		kill(c->compiler, SIGKILL);
	c->compiler = 0;
	c->compiler_ended = false;
	if (!c->inspector.stopgap)
		return;
	c->compiler = inspector_compile(&o);
	if (c->compiler < 0) {
		log_warn(
		    NULL, "compiler-not-started", "error=%s", strerror(errno));
		c->compiler = 0;
	}
}

static void
say_ready(const struct inspector *i)
{
	log_info(NULL, "inspect-ready", "pid=%d rules=%s sandbox=\"%s\"",
	    (int)i->pid, i->stopgap ? "compiling" : "compiled", i->described);
}

int
children_start_inspector(struct children *c, struct buf *ret_err)
{
	const struct inspector_options o = inspector_options(c, "ready");

	if (inspector_start(&o, &c->inspector, ret_err) < 0)
		return -1;
	c->inspector_born = clock_ms();
	say_ready(&c->inspector);
	fill_cache(c);
	return 0;
}

/* Waits for "ready" or "failed …" on a milter process's channel. */
static int
await_word(int channel, struct buf *ret_err)
{
	char text[CHANNEL_TEXT_MAX + 1];
	struct service passed;

	if (fd_wait(channel, POLLIN, clock_ms() + READY_MS) < 0) {
		buf_adds(ret_err, "the milter process does not answer");
		return -1;
	}
	if (channel_hear(channel, text, &passed) <= 0) {
		buf_adds(ret_err, "the milter process ended");
		return -1;
	}
	exchange_close(&passed);
	if (strcmp(text, "ready") == 0)
		return 0;
	buf_adds(ret_err, strncmp(text, "failed ", 7) == 0 ? text + 7 : text);
	return -1;
}

/* The child's side of the fork. */
static void
be_milter(struct children *c, unsigned i, int channel)
{
	const struct milter_process p = {
	    .config_path = c->config_path,
	    .config = c->config,
	    .listen = c->milter[i].listen,
	    .user = c->user,
	    .releaser = i == 0,
	    .background = c->background,
	    .channel = channel,
	    .service = c->inspector.service,
	};
	sigset_t none;
	unsigned k;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setpgid(0, 0); /* a terminal's ^C is the supervisor's to handle */
	for (k = 0; k < c->nclose; k++)
		if (c->close_in_child[k] >= 0)
			close(c->close_in_child[k]);
	for (k = 0; k < c->nmilters; k++)
		if (c->milter[k].channel >= 0)
			close(c->milter[k].channel);
	exit(milter_process_run(&p));
}

int
children_start_milter(struct children *c, unsigned i, struct buf *ret_err)
{
	struct milter_child *m = &c->milter[i];
	int pair[2];
	pid_t pid;

	if (channel_pair(pair) < 0) {
		buf_addf(ret_err, "cannot start a milter process: %s",
		    strerror(errno));
		return -1;
	}
	pid = fork();
	if (pid < 0) {
		buf_addf(ret_err, "cannot start a milter process: %s",
		    strerror(errno));
		close(pair[0]);
		close(pair[1]);
		return -1;
	}
	if (pid == 0) {
		close(pair[0]);
		be_milter(c, i, pair[1]);
	}
	close(pair[1]);
	m->pid = pid;
	m->channel = pair[0];
	m->born = clock_ms();
	if (await_word(m->channel, ret_err) < 0) {
		kill(pid, SIGKILL); /* its late word would answer another */
		return -1;
	}
	log_info(NULL, "milter-ready", "pid=%d listen=%s", (int)pid, m->listen);
	return 0;
}

void
children_ended(struct children *c, pid_t pid, int status)
{
	struct milter_child *m;
	unsigned i;

	if (pid == c->compiler) {
		c->compiler = 0;
		c->compiler_ended = true;
		return;
	}
	if (pid == c->inspector.pid) {
		log_error(NULL, "inspect-ended", "pid=%d status=%d", (int)pid,
		    status);
		inspector_close(&c->inspector);
		c->inspector.pid = 0;
		c->inspector_pause_ms = next_pause(
		    c->inspector_pause_ms, clock_ms() - c->inspector_born);
		c->inspector_not_before = clock_ms() + c->inspector_pause_ms;
		return;
	}
	for (i = 0; i < c->nmilters; i++) {
		m = &c->milter[i];
		if (m->pid != pid)
			continue;
		log_error(NULL, "milter-ended", "pid=%d status=%d listen=%s",
		    (int)pid, status, m->listen);
		close(m->channel);
		m->channel = -1;
		m->pid = 0;
		m->pause_ms = next_pause(m->pause_ms, clock_ms() - m->born);
		m->not_before = clock_ms() + m->pause_ms;
	}
}

/* Hands a service to a milter process with a word, and hears its answer. */
static int
hand_over(const struct milter_child *m, const char *word,
    const struct service *service, struct buf *ret_err)
{
	if (m->pid == 0)
		return 0;
	if (channel_say(m->channel, word, NULL, service) < 0) {
		buf_adds(ret_err, "the milter process ended");
		return -1;
	}
	return await_word(m->channel, ret_err);
}

/* Hands the service in force to the first n milter processes. One that cannot
 * take it has none that works: it is asked to end, and started again. */
static void
hand_service(struct children *c, unsigned n)
{
	struct buf err = BUF_MAX(4096);
	unsigned i;

	for (i = 0; i < n; i++) {
		buf_reset(&err);
		if (hand_over(&c->milter[i], "service", &c->inspector.service,
			&err) == 0)
			continue;
		log_error(NULL, "service-not-taken", "pid=%d error=\"%s\"",
		    (int)c->milter[i].pid, buf_str(&err));
		kill(c->milter[i].pid, SIGTERM);
	}
	buf_free(&err);
}

static void
revive_inspector(struct children *c)
{
	struct buf err = BUF_MAX(4096);

	if (children_start_inspector(c, &err) < 0) {
		log_error(NULL, "inspect-start-failed", "error=\"%s\"",
		    buf_str(&err));
		c->inspector_pause_ms = next_pause(c->inspector_pause_ms, 0);
		c->inspector_not_before = clock_ms() + c->inspector_pause_ms;
	} else {
		hand_service(c, c->nmilters);
	}
	buf_free(&err);
}

/* Puts an inspect parent that has the compiled rules in the place of the one
 * that made do without.  Where the cache could not be written it compiles once
 * more by itself, while the old one serves. */
static void
exchange_inspector(struct children *c)
{
	const struct inspector_options o = inspector_options(c, NULL);
	struct buf err = BUF_MAX(4096);
	struct inspector fresh;

	c->compiler_ended = false;
	if (inspector_start(&o, &fresh, &err) < 0) {
		log_warn(NULL, "inspect-not-exchanged", "error=\"%s\"",
		    buf_str(&err));
		buf_free(&err);
		return;
	}
	inspector_close(&c->inspector);
	c->inspector = fresh;
	c->inspector_born = clock_ms();
	say_ready(&fresh);
	hand_service(c, c->nmilters);
}

static void
revive_milter(struct children *c, unsigned i)
{
	struct buf err = BUF_MAX(4096);

	if (children_start_milter(c, i, &err) < 0)
		log_error(
		    NULL, "milter-start-failed", "error=\"%s\"", buf_str(&err));
	buf_free(&err);
}

/* The sooner of two waits; -1 is "never". */
static int
sooner(int wait, int64_t left)
{
	if (left < 0)
		left = 0;
	return wait < 0 || left < wait ? (int)left : wait;
}

int
children_revive(struct children *c)
{
	int64_t now = clock_ms();
	struct milter_child *m;
	int wait = -1;
	unsigned i;

	if (c->inspector.pid == 0 && c->inspector_not_before <= now)
		revive_inspector(c);
	else if (c->inspector.pid != 0 && c->compiler_ended)
		exchange_inspector(c);
	if (c->inspector.pid == 0)
		return sooner(-1, c->inspector_not_before - now);
	for (i = 0; i < c->nmilters; i++) {
		m = &c->milter[i];
		if (m->pid == 0 && m->not_before <= now)
			revive_milter(c, i);
		if (m->pid == 0)
			wait = sooner(wait, m->not_before - now);
	}
	return wait;
}

int
children_reload(struct children *c, struct config *config, struct buf *ret_err)
{
	const struct inspector_options o = inspector_options(c, "ready");
	struct inspector fresh;
	unsigned i;

	if (inspector_start(&o, &fresh, ret_err) < 0)
		return -1;
	for (i = 0; i < c->nmilters; i++)
		if (hand_over(
			&c->milter[i], "reload", &fresh.service, ret_err) < 0) {
			inspector_close(&fresh);
			hand_service(c, i);
			return -1;
		}
	/* The old one ends by itself when its last message is done. */
	inspector_close(&c->inspector);
	c->inspector = fresh;
	c->inspector_born = clock_ms();
	c->inspector_pause_ms = 0;
	config_unref(c->config);
	c->config = config;
	say_ready(&c->inspector);
	fill_cache(c);
	return 0;
}

static bool
any_milter(const struct children *c)
{
	unsigned i;

	for (i = 0; i < c->nmilters; i++)
		if (c->milter[i].pid != 0)
			return true;
	return false;
}

static void
forget(struct children *c, pid_t pid)
{
	unsigned i;

	if (c->inspector.pid == pid)
		c->inspector.pid = 0;
	for (i = 0; i < c->nmilters; i++)
		if (c->milter[i].pid == pid)
			c->milter[i].pid = 0;
}

static void
end_leftovers(struct children *c)
{
	unsigned i;

	for (i = 0; i < c->nmilters; i++)
		if (c->milter[i].pid != 0) {
			log_warn(NULL, "drain-overran", "pid=%d",
			    (int)c->milter[i].pid);
			kill(c->milter[i].pid, SIGKILL);
		}
	if (c->inspector.pid != 0)
		kill(c->inspector.pid, SIGTERM);
	if (c->compiler != 0)
		kill(c->compiler, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0)
		;
}

void
children_drain(struct children *c, int ms)
{
	int64_t until = clock_ms() + ms;
	unsigned i;
	pid_t pid;

	for (i = 0; i < c->nmilters; i++)
		if (c->milter[i].pid != 0)
			channel_say(c->milter[i].channel, "drain", NULL, NULL);
	while (any_milter(c) && clock_ms() < until) {
		while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
			forget(c, pid);
		poll(NULL, 0, 20);
	}
	inspector_close(&c->inspector);
	end_leftovers(c);
}
