/* SPDX-License-Identifier: MIT
 *
 * supervisor.c - the small single-threaded process that keeps the others.
 *
 *        ┌─ lock ─ config ─ inspect parent ─ control socket ─ milter processes
 *  start ┤
 *        └─▶ serve: SIGCHLD ▶ start again · SIGHUP or "reload" ▶ reload
 *                   SIGTERM, SIGINT ▶ drain ▶ end
 *
 * It never touches a message.  When it is killed its children go on serving:
 * the milter processes notice (daemon/milter-process.c) and make room as soon
 * as another supervisor holds the lock.
 */
#include "daemon/supervisor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/log.h"
#include "base/user.h"
#include "config/config.h"
#include "daemon/background.h"
#include "daemon/children.h"
#include "daemon/control.h"
#include "daemon/lock.h"
#include "daemon/log-pipe.h"
#include "daemon/service-manager.h"

/* An orphaned milter process may hold the lock for an instant. */
#define LOCK_WAIT_MS 2000

struct supervisor {
	const struct supervisor_options *options;
	struct children children;
	struct config *started;    /* what listen, user and folders follow */
	char *user, *inspect_user; /* or NULL */
	int lock;
	int control;
	int signals;
	struct log_pipe inspect_log; /* in the background only */
	int close_in_child[4];
};

static void
config_fatal(const struct buf *err)
{
	log_event(LEVEL_FATAL, NULL, "config-bad", "%s", buf_str(err));
	exit(EX_CONFIG);
}

/* Makes a folder of ours where it is missing, owned by the service's user. */
static void
make_dir(const char *path, const char *user, mode_t mode)
{
	struct buf err = BUF_MAX(512);
	uid_t uid;
	gid_t gid;

	if (mkdir(path, mode) < 0) {
		if (errno != EEXIST)
			log_fatal("cannot-make-folder", "path=%s error=%s",
			    path, strerror(errno));
		return;
	}
	if (user == NULL)
		return;
	if (user_ids(user, &uid, &gid, &err) < 0 || chown(path, uid, gid) < 0)
		log_fatal("cannot-give-folder", "path=%s user=%s %s", path,
		    user, buf_str(&err));
}

/* Only root can become somebody else; an ordinary user serves as itself. A
 * copy, for it outlives the config: a reload changes nobody's user. */
static char *
user_for(const char *setting, const char *name)
{
	struct buf err = BUF_MAX(512);
	uid_t uid;
	gid_t gid;
	char *copy;

	if (geteuid() != 0 || *name == '\0')
		return NULL;
	if (user_ids(name, &uid, &gid, &err) < 0)
		log_fatal("no-such-user",
		    "%s: %s; make one: useradd --system %s", setting,
		    buf_str(&err), name);
	copy = strdup(name);
	if (copy == NULL)
		log_fatal("memory-out", "");
	return copy;
}

static void
load_config(struct supervisor *s)
{
	struct buf err = BUF_MAX(4096);
	struct children *c = &s->children;
	const struct settings *set;
	size_t i;

	c->config_path = s->options->config;
	c->config = config_load(c->config_path, &err);
	if (c->config == NULL)
		config_fatal(&err);
	s->started = config_ref(c->config);
	set = &c->config->set;
	c->user = s->user = user_for("user", set->user);
	c->inspect_user = s->inspect_user =
	    user_for("inspect.user", set->inspect_user);
	if (set->listen.n > MILTERS_MAX)
		log_fatal("too-many-sockets", "listen=%zu max=%d",
		    set->listen.n, MILTERS_MAX);
	c->nmilters = (unsigned)set->listen.n;
	for (i = 0; i < set->listen.n; i++) {
		c->milter[i] = (struct milter_child){.channel = -1};
		c->milter[i].listen = strdup(set->listen.v[i]);
		if (c->milter[i].listen == NULL)
			log_fatal("memory-out", "");
	}
}

/* Our milter processes look at the lock when we are gone. */
static void
give_lock(const struct supervisor *s)
{
	struct buf err = BUF_MAX(512);
	uid_t uid;
	gid_t gid;

	if (s->children.user == NULL)
		return;
	if (user_ids(s->children.user, &uid, &gid, &err) < 0 ||
	    fchown(s->lock, (uid_t)-1, gid) < 0)
		log_fatal("cannot-give-lock", "user=%s %s", s->children.user,
		    buf_str(&err));
}

static void
take_lock(struct supervisor *s)
{
	const struct settings *set = &s->children.config->set;

	make_dir(set->run_dir, s->children.user, 0755);
	make_dir(set->state_dir, s->children.user, 0750);
	s->lock = lock_take(set->run_dir, LOCK_DAEMON, LOCK_WAIT_MS);
	if (s->lock < 0 && errno == EWOULDBLOCK)
		log_fatal(
		    "already-running", "lock=%s/%s", set->run_dir, LOCK_DAEMON);
	if (s->lock < 0)
		log_fatal("cannot-lock", "path=%s/%s error=%s", set->run_dir,
		    LOCK_DAEMON, strerror(errno));
	lock_sign(s->lock);
	give_lock(s);
}

static void
catch_signals(struct supervisor *s)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_DFL); /* ignored, children would vanish unseen */
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0 ||
	    (s->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)) < 0)
		log_fatal("cannot-catch-signals", "error=%s", strerror(errno));
}

static void
start_all(struct supervisor *s)
{
	struct children *c = &s->children;
	struct buf err = BUF_MAX(4096);
	unsigned i;

	if (s->options->told >= 0 && log_pipe_open(&s->inspect_log) < 0)
		log_fatal("cannot-open-pipe", "error=%s", strerror(errno));
	c->inspect_log = s->inspect_log.write;
	if (children_start_inspector(c, &err) < 0)
		config_fatal(&err);
	s->control = control_listen(c->config->set.run_dir, &err);
	if (s->control < 0)
		log_fatal("cannot-listen", "%s", buf_str(&err));
	s->close_in_child[0] = s->lock;
	s->close_in_child[1] = s->control;
	s->close_in_child[2] = s->signals;
	c->close_in_child = s->close_in_child;
	s->close_in_child[3] = s->options->told;
	c->nclose = 4;
	c->background = s->options->told >= 0;
	for (i = 0; i < c->nmilters; i++)
		if (children_start_milter(c, i, &err) < 0) {
			log_event(LEVEL_FATAL, NULL, "start-failed", "%s",
			    buf_str(&err));
			children_drain(c, 0);
			exit(EX_TEMPFAIL);
		}
	buf_free(&err);
}

static bool
same_list(const struct strlist *a, const struct strlist *b)
{
	size_t i;

	if (a->n != b->n)
		return false;
	for (i = 0; i < a->n; i++)
		if (strcmp(a->v[i], b->v[i]) != 0)
			return false;
	return true;
}

/* Names the settings that differ and that only a start can change. */
static void
name_unchanged(
    const struct settings *now, const struct settings *fresh, struct buf *out)
{
	const struct {
		const char *name;
		bool same;
	} fixed[] = {
	    {"listen", same_list(&now->listen, &fresh->listen)},
	    {"user", strcmp(now->user, fresh->user) == 0},
	    {"inspect.user",
		strcmp(now->inspect_user, fresh->inspect_user) == 0},
	    {"state_dir", strcmp(now->state_dir, fresh->state_dir) == 0},
	    {"run_dir", strcmp(now->run_dir, fresh->run_dir) == 0},
	};
	size_t i;

	for (i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
		if (!fixed[i].same)
			buf_addf(out, "%s%s", out->len > 0 ? "," : "",
			    fixed[i].name);
}

static void
reload(struct supervisor *s, struct buf *ret_answer)
{
	struct buf unchanged = BUF_MAX(256);
	struct buf err = BUF_MAX(4096);
	struct config *fresh;

	service_manager_tell("RELOADING=1");
	fresh = config_load(s->options->config, &err);
	if (fresh != NULL)
		name_unchanged(&s->started->set, &fresh->set, &unchanged);
	if (fresh != NULL && children_reload(&s->children, fresh, &err) == 0) {
		log_info(NULL, "reloaded", "config=%s", s->options->config);
		buf_adds(ret_answer, "ok reloaded");
		if (unchanged.len > 0) {
			log_warn(NULL, "restart-needed", "for=%s",
			    buf_str(&unchanged));
			buf_addf(ret_answer, "; restart to change %s",
			    buf_str(&unchanged));
		}
	} else {
		config_unref(fresh);
		log_error(NULL, "reload-failed", "kept=old %s", buf_str(&err));
		buf_addf(ret_answer, "failed %s", buf_str(&err));
	}
	service_manager_tell("READY=1");
	buf_free(&err);
	buf_free(&unchanged);
}

static void
answer_operator(struct supervisor *s)
{
	struct buf answer = BUF_MAX(4200);
	char word[33];
	int connection = control_accept(s->control, word);

	if (connection < 0)
		return;
	if (strcmp(word, "reload") == 0)
		reload(s, &answer);
	else if (strcmp(word, "status") == 0)
		buf_addf(&answer, "ok pid=%d inspect=%d milters=%u %s",
		    (int)getpid(), (int)s->children.inspector.pid,
		    s->children.nmilters, s->children.inspector.described);
	else
		buf_adds(&answer, "failed unknown word; known: reload, status");
	control_answer(connection, buf_str(&answer));
	buf_free(&answer);
}

/* Returns true when the service is to end. */
static bool
handle_signals(struct supervisor *s)
{
	struct signalfd_siginfo info;
	struct buf unused = BUF_MAX(4200);
	bool stop = false, again = false;
	pid_t pid;
	int status;

	while (read(s->signals, &info, sizeof info) == sizeof info) {
		if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
			stop = true;
		else if (info.ssi_signo == SIGHUP)
			again = true;
	}
	if (again && !stop)
		reload(s, &unused);
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		if (!stop)
			children_ended(&s->children, pid, status);
	buf_free(&unused);
	return stop;
}

static void
serve(struct supervisor *s)
{
	struct pollfd p[3] = {
	    {.fd = s->signals, .events = POLLIN},
	    {.fd = s->control, .events = POLLIN},
	    {.fd = s->inspect_log.read, .events = POLLIN},
	};
	bool stop = false;

	while (!stop) {
		if (poll(p, 3, children_revive(&s->children)) < 0 &&
		    errno != EINTR)
			log_panic("poll-failed", "error=%s", strerror(errno));
		stop = handle_signals(s);
		if (!stop && p[1].revents != 0)
			answer_operator(s);
		if (p[2].revents != 0)
			log_pipe_forward(&s->inspect_log);
	}
}

static void
say_ready(const struct supervisor *s)
{
	log_info(NULL, "serving", "pid=%d milters=%u", (int)getpid(),
	    s->children.nmilters);
	service_manager_tell("READY=1");
	if (s->options->told >= 0) {
		if (fd_write_all(s->options->told, "1", 1) < 0)
			log_warn(NULL, "starter-gone", "");
		close(s->options->told);
		log_settled();
		background_settle();
	}
}

/* For the leak checker's sake. */
static void
tidy(struct supervisor *s)
{
	unsigned i;

	for (i = 0; i < s->children.nmilters; i++)
		free(s->children.milter[i].listen);
	config_unref(s->children.config);
	config_unref(s->started);
	buf_free(&s->inspect_log.line);
	free(s->user);
	free(s->inspect_user);
}

int
supervisor_run(const struct supervisor_options *o)
{
	struct supervisor s = {.options = o,
	    .lock = -1,
	    .control = -1,
	    .inspect_log = {.read = -1, .write = -1}};

	load_config(&s);
	take_lock(&s);
	catch_signals(&s);
	start_all(&s);
	say_ready(&s);
	serve(&s);
	service_manager_tell("STOPPING=1");
	log_info(NULL, "stopping", "pid=%d", (int)getpid());
	children_drain(&s.children,
	    (int)(patience_work_s(&s.children.config->set) + 10) * 1000);
	log_info(NULL, "stopped", "pid=%d", (int)getpid());
	tidy(&s);
	return 0;
}
