/* SPDX-License-Identifier: MIT
 *
 * pool.c - forks sandboxed workers, keeps their number, replaces the dead.
 *
 * The parent never reads a request: all workers of a crew wait on the same queue
 * and the kernel hands each request to one of them.  What the parent knows of a worker
 * is its exit status and one shared word, "busy since", by which it ends a
 * worker that overran; the worker's own alarm does so first unless hostile
 * bytes have taken it over.  Each worker can reach its own word only, and
 * whether the service is closed the parent asks the queue, not a worker.
 *
 * BUGS: a worker that was taken over can write 0 to its word and never come
 * back: one of the standing ones less, until the service closes.
 */
#include "extract/pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/limits.h"
#include "base/log.h"
#include "extract/sandbox.h"

/* Beyond the deadline before the parent steps in. */
#define GRACE_MS 2000
/* A worker that dies within this time of its birth, this often in a row,
 * cannot start at all: give up and let the supervisor say so. */
#define INFANT_MS 200
#define INFANT_DEATHS 20

struct worker {
	pid_t pid; /* 0: the slot is empty */
	int64_t born;
	_Atomic int64_t *busy; /* a shared page of its own */
};

/* A crew at work. */
struct gang {
	const struct crew *crew;
	struct worker worker[LIMIT_WORKERS];
	unsigned living;
	unsigned infants; /* died young, in a row */
	int64_t closing;  /* since when its queue is closed; 0: it is not */
};

struct state {
	const struct pool *pool;
	pid_t parent;
	struct gang gang[POOL_CREWS];
	sigset_t signals;
};

/* Leaves a worker with its crew's queue, nothing, and the log. */
static int
keep_three_descriptors(int queue)
{
	if ((queue != 0 && dup2(queue, 0) < 0) || fd_null(1) < 0)
		return -1;
	return close_range(3, ~0u, 0);
}

/* Gives back the words of all workers but one. */
static void
unmap_words(struct state *s, const struct worker *but)
{
	struct worker *w;
	unsigned k, i;

	for (k = 0; k < POOL_CREWS; k++)
		for (i = 0; i < LIMIT_WORKERS; i++) {
			w = &s->gang[k].worker[i];
			if (w != but && w->busy != NULL)
				munmap((void *)w->busy, sizeof *w->busy);
		}
}

static void
be_worker(struct state *s, const struct crew *c, struct worker *w)
{
	sigset_t none;

	sigemptyset(&none);
	/* The parent may have died before the kernel knew our wish. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != s->parent)
		_exit(1);
	clearenv();
	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a full log is no reason to die */
	sigprocmask(SIG_SETMASK, &none, NULL);
	unmap_words(s, w); /* no business of this worker's */
	if (keep_three_descriptors(c->queue) < 0 ||
	    sandbox_enter(s->pool->sandbox, c->kind) < 0)
		_exit(1);
	_exit(c->serve(w->busy, s->pool->arg));
}

static int
fork_worker(struct state *s, struct gang *g, struct worker *w)
{
	pid_t pid;

	atomic_store(w->busy, 0);
	pid = fork();
	if (pid == 0)
		be_worker(s, g->crew, w);
	if (pid < 0) {
		log_error(
		    NULL, "worker-fork-failed", "error=%s", strerror(errno));
		return -1;
	}
	w->pid = pid;
	w->born = clock_ms();
	g->living++;
	return 0;
}

/* Is nobody left who could ask? Whoever asked holds the queue until it has its
 * answer, so nobody waits either. */
static void
look_at_queue(struct gang *g)
{
	struct pollfd p = {.fd = g->crew->queue, .events = 0};

	if (g->closing == 0 && poll(&p, 1, 0) > 0 && (p.revents & POLLHUP) != 0)
		g->closing = clock_ms();
}

/* Says how a worker died where that is news, and counts deaths at birth; a
 * worker that had begun on a message died of that. */
static void
note_death(struct gang *g, const struct worker *w, int status)
{
	int64_t age = clock_ms() - w->born;
	bool busy = atomic_load(w->busy) != 0;

	if (WIFEXITED(status) && WEXITSTATUS(status) == POOL_AGAIN) {
		g->infants = 0;
		return;
	}
	look_at_queue(g);
	if (WIFEXITED(status) && WEXITSTATUS(status) == POOL_CLOSED &&
	    g->closing != 0)
		return;
	g->infants = age < INFANT_MS && !busy ? g->infants + 1 : 0;
	if (WIFSIGNALED(status))
		log_warn(NULL, "worker-died",
		    "pid=%d signal=%d busy=%s kind=%s", (int)w->pid,
		    WTERMSIG(status), busy ? "yes" : "no",
		    sandbox_kind_name(g->crew->kind));
	else
		log_warn(NULL, "worker-died", "pid=%d status=%d kind=%s",
		    (int)w->pid, WEXITSTATUS(status),
		    sandbox_kind_name(g->crew->kind));
}

/* The worker of that pid, and its gang; NULL when it is none of ours. */
static struct worker *
find_worker(struct state *s, pid_t pid, struct gang **ret)
{
	unsigned k, i;

	for (k = 0; k < POOL_CREWS; k++)
		for (i = 0; i < s->pool->crew[k].workers; i++)
			if (s->gang[k].worker[i].pid == pid) {
				*ret = &s->gang[k];
				return &s->gang[k].worker[i];
			}
	return NULL;
}

static void
reap(struct state *s)
{
	struct gang *g;
	struct worker *w;
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		w = find_worker(s, pid, &g);
		if (w == NULL)
			continue;
		note_death(g, w, status);
		w->pid = 0;
		g->living--;
	}
}

/* How long a worker may be about one message. */
static int64_t
longest(const struct gang *g)
{
	return (int64_t)g->crew->deadline_s * 1000 + GRACE_MS;
}

static void
end_overrunners(struct gang *g)
{
	int64_t limit = longest(g), now = clock_ms(), since;
	struct worker *w;
	unsigned i;

	for (i = 0; i < g->crew->workers; i++) {
		w = &g->worker[i];
		since = atomic_load(w->busy);
		if (w->pid > 0 && since > 0 && now - since > limit) {
			log_warn(NULL, "worker-overran",
			    "pid=%d ms=%lld kind=%s", (int)w->pid,
			    (long long)(now - since),
			    sandbox_kind_name(g->crew->kind));
			kill(w->pid, SIGKILL);
		}
	}
}

static void
fill(struct state *s, struct gang *g)
{
	unsigned i;

	for (i = 0; i < g->crew->workers && g->closing == 0; i++)
		if (g->worker[i].pid == 0 &&
		    fork_worker(s, g, &g->worker[i]) < 0)
			break;
}

/* Waits for a child to end, SIGTERM, or a second to pass. */
static int
wait_event(const struct state *s)
{
	const struct timespec second = {1, 0};

	return sigtimedwait(&s->signals, NULL, &second);
}

static void
end_all(struct state *s)
{
	unsigned k, i;

	for (k = 0; k < POOL_CREWS; k++)
		for (i = 0; i < s->pool->crew[k].workers; i++)
			if (s->gang[k].worker[i].pid > 0)
				kill(s->gang[k].worker[i].pid, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0)
		;
}

static int
map_words(struct gang *g)
{
	unsigned i;
	void *page;

	for (i = 0; i < g->crew->workers; i++) {
		page = mmap(NULL, sizeof *g->worker[i].busy,
		    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		if (page == MAP_FAILED)
			return -1;
		g->worker[i].busy = page;
	}
	return 0;
}

static int
start(struct state *s)
{
	unsigned k;

	for (k = 0; k < POOL_CREWS; k++) {
		s->gang[k].crew = &s->pool->crew[k];
		if (map_words(&s->gang[k]) < 0)
			return -1;
	}
	/* Whoever started us may have ignored it: then nobody is waited for. */
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&s->signals);
	sigaddset(&s->signals, SIGCHLD);
	sigaddset(&s->signals, SIGTERM);
	return sigprocmask(SIG_BLOCK, &s->signals, NULL);
}

/* Looks after one crew. Returns 1 while it has work, 0 when it is done, -1 when
 * it cannot live. */
static int
look_after(struct state *s, struct gang *g)
{
	if (g->crew->workers == 0)
		return 0;
	if (g->infants >= INFANT_DEATHS) {
		log_error(NULL, "workers-cannot-live", "kind=%s deaths=%u",
		    sandbox_kind_name(g->crew->kind), g->infants);
		return -1;
	}
	end_overrunners(g);
	look_at_queue(g);
	fill(s, g);
	if (g->closing == 0)
		return 1;
	return g->living > 0 && clock_ms() - g->closing <= longest(g);
}

/* One event. Returns 1 to go on, 0 for a good end, -1 for a bad one. */
static int
step(struct state *s)
{
	unsigned k;
	int ret = 0, one;

	if (wait_event(s) == SIGTERM)
		return 0;
	reap(s);
	for (k = 0; k < POOL_CREWS; k++) {
		one = look_after(s, &s->gang[k]);
		if (one < 0)
			return -1;
		ret |= one;
	}
	return ret;
}

int
pool_run(const struct pool *p)
{
	struct state s = {.pool = p, .parent = getpid()};
	unsigned k;
	int ret = -1;

	for (k = 0; k < POOL_CREWS; k++)
		if (p->crew[k].workers > LIMIT_WORKERS) {
			log_error(NULL, "pool-failed", "workers=%u",
			    p->crew[k].workers);
			return -1;
		}
	if (start(&s) < 0) {
		log_error(NULL, "pool-failed", "error=%s", strerror(errno));
	} else {
		for (k = 0; k < POOL_CREWS; k++)
			fill(&s, &s.gang[k]);
		while ((ret = step(&s)) > 0)
			;
		end_all(&s);
	}
	unmap_words(&s, NULL);
	return ret;
}
