/* SPDX-License-Identifier: MIT
 *
 * pool.c - forks sandboxed workers, keeps their number, replaces the dead.
 *
 * The parent never reads a request: all workers wait on the same queue and the
 * kernel hands each request to one of them.  What the parent knows of a worker
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
};

struct state {
	const struct pool *pool;
	pid_t parent;
	struct worker worker[LIMIT_WORKERS];
	_Atomic int64_t *busy[LIMIT_WORKERS]; /* a shared page for each */
	sigset_t signals;
	unsigned living;
	unsigned infants; /* died young, in a row */
	int64_t closing;  /* since when the service is closed; 0: it is not */
};

/* Leaves a worker with the queue, nothing, and the log. */
static int
keep_three_descriptors(int queue)
{
	if ((queue != 0 && dup2(queue, 0) < 0) || fd_null(1) < 0)
		return -1;
	return close_range(3, ~0u, 0);
}

/* One worker's word is no business of another's. */
static void
forget_others(const struct state *s, unsigned slot)
{
	unsigned i;

	for (i = 0; i < s->pool->workers; i++)
		if (i != slot)
			munmap((void *)s->busy[i], sizeof **s->busy);
}

static void
be_worker(struct state *s, unsigned slot)
{
	const struct pool *p = s->pool;
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
	forget_others(s, slot);
	if (keep_three_descriptors(p->queue) < 0 ||
	    sandbox_enter(p->sandbox) < 0)
		_exit(1);
	_exit(p->serve(s->busy[slot], p->arg));
}

static int
fork_worker(struct state *s, unsigned slot)
{
	pid_t pid;

	atomic_store(s->busy[slot], 0);
	pid = fork();
	if (pid == 0)
		be_worker(s, slot);
	if (pid < 0) {
		log_error(
		    NULL, "worker-fork-failed", "error=%s", strerror(errno));
		return -1;
	}
	s->worker[slot] = (struct worker){.pid = pid, .born = clock_ms()};
	s->living++;
	return 0;
}

/* Is nobody left who could ask? */
static void
look_at_service(struct state *s)
{
	struct pollfd p = {.fd = s->pool->queue, .events = 0};

	if (s->closing == 0 && poll(&p, 1, 0) > 0 && (p.revents & POLLHUP) != 0)
		s->closing = clock_ms();
}

/* Says how a worker died where that is news, and counts deaths at birth; a
 * worker that had begun on a message died of that. */
static void
note_death(struct state *s, unsigned slot, int status)
{
	int64_t age = clock_ms() - s->worker[slot].born;
	bool busy = atomic_load(s->busy[slot]) != 0;

	if (WIFEXITED(status) && WEXITSTATUS(status) == POOL_AGAIN) {
		s->infants = 0;
		return;
	}
	look_at_service(s);
	if (WIFEXITED(status) && WEXITSTATUS(status) == POOL_CLOSED &&
	    s->closing != 0)
		return;
	s->infants = age < INFANT_MS && !busy ? s->infants + 1 : 0;
	if (WIFSIGNALED(status))
		log_warn(NULL, "worker-died", "pid=%d signal=%d busy=%s",
		    (int)s->worker[slot].pid, WTERMSIG(status),
		    busy ? "yes" : "no");
	else
		log_warn(NULL, "worker-died", "pid=%d status=%d",
		    (int)s->worker[slot].pid, WEXITSTATUS(status));
}

static void
reap(struct state *s)
{
	unsigned i;
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (i = 0; i < s->pool->workers; i++)
			if (s->worker[i].pid == pid) {
				note_death(s, i, status);
				s->worker[i].pid = 0;
				s->living--;
			}
}

/* How long a worker may be about one message. */
static int64_t
longest(const struct state *s)
{
	return (int64_t)s->pool->deadline_s * 1000 + GRACE_MS;
}

static void
end_overrunners(struct state *s)
{
	int64_t limit = longest(s), now = clock_ms(), since;
	unsigned i;

	for (i = 0; i < s->pool->workers; i++) {
		since = atomic_load(s->busy[i]);
		if (s->worker[i].pid > 0 && since > 0 && now - since > limit) {
			log_warn(NULL, "worker-overran", "pid=%d ms=%lld",
			    (int)s->worker[i].pid, (long long)(now - since));
			kill(s->worker[i].pid, SIGKILL);
		}
	}
}

static void
fill(struct state *s)
{
	unsigned i;

	for (i = 0; i < s->pool->workers && s->closing == 0; i++)
		if (s->worker[i].pid == 0 && fork_worker(s, i) < 0)
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
	unsigned i;

	for (i = 0; i < s->pool->workers; i++)
		if (s->worker[i].pid > 0)
			kill(s->worker[i].pid, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0)
		;
}

static void
unmap_words(struct state *s)
{
	unsigned i;

	for (i = 0; i < s->pool->workers; i++)
		if (s->busy[i] != NULL)
			munmap((void *)s->busy[i], sizeof **s->busy);
}

static int
start(struct state *s)
{
	unsigned i;
	void *page;

	for (i = 0; i < s->pool->workers; i++) {
		page = mmap(NULL, sizeof **s->busy, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		if (page == MAP_FAILED)
			return -1;
		s->busy[i] = page;
	}
	/* Whoever started us may have ignored it: then nobody is waited for. */
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&s->signals);
	sigaddset(&s->signals, SIGCHLD);
	sigaddset(&s->signals, SIGTERM);
	return sigprocmask(SIG_BLOCK, &s->signals, NULL);
}

/* One event. Returns 1 to go on, 0 for a good end, -1 for a bad one. */
static int
step(struct state *s)
{
	if (wait_event(s) == SIGTERM)
		return 0;
	reap(s);
	if (s->infants >= INFANT_DEATHS) {
		log_error(NULL, "workers-cannot-live", "deaths=%u", s->infants);
		return -1;
	}
	end_overrunners(s);
	look_at_service(s);
	fill(s);
	if (s->closing == 0)
		return 1;
	return s->living > 0 && clock_ms() - s->closing <= longest(s);
}

int
pool_run(const struct pool *p)
{
	struct state s = {.pool = p, .parent = getpid()};
	int ret = -1;

	if (p->workers > LIMIT_WORKERS) {
		log_error(NULL, "pool-failed", "workers=%u", p->workers);
		return -1;
	}
	if (start(&s) < 0) {
		log_error(NULL, "pool-failed", "error=%s", strerror(errno));
	} else {
		fill(&s);
		while ((ret = step(&s)) > 0)
			;
		end_all(&s);
	}
	unmap_words(&s);
	return ret;
}
