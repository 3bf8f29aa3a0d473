/* SPDX-License-Identifier: MIT
 *
 * pool.c - forks sandboxed workers, keeps their number, replaces the dead.
 *
 * The parent never reads a request: all workers wait on the same queue and the
 * kernel hands each request to one of them.  What the parent knows of a worker
 * is its exit status and one shared word, "busy since", by which it ends a
 * worker that overran; the worker's own alarm does so first unless hostile
 * bytes have taken it over.
 */
#include "extract/pool.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
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
	_Atomic int64_t *busy; /* shared with the workers, one each */
	sigset_t signals;
	unsigned living;
	unsigned infants; /* died young, in a row */
	int closing;      /* the service is closed: replace nobody */
};

/* Leaves a worker with the queue, nothing, and the log. */
static int
keep_three_descriptors(int queue)
{
	if ((queue != 0 && dup2(queue, 0) < 0) || fd_null(1) < 0)
		return -1;
	return close_range(3, ~0u, 0);
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
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (keep_three_descriptors(p->queue) < 0 ||
	    sandbox_enter(p->sandbox) < 0)
		_exit(1);
	_exit(p->serve(&s->busy[slot], p->arg));
}

static int
fork_worker(struct state *s, unsigned slot)
{
	pid_t pid;

	atomic_store(&s->busy[slot], 0);
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

/* Says how a worker died where that is news, and counts deaths at birth. */
static void
note_death(struct state *s, unsigned slot, int status)
{
	int64_t age = clock_ms() - s->worker[slot].born;

	if (WIFEXITED(status) && WEXITSTATUS(status) == POOL_CLOSED) {
		s->closing = 1;
		return;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == POOL_AGAIN) {
		s->infants = 0;
		return;
	}
	s->infants = age < INFANT_MS ? s->infants + 1 : 0;
	if (WIFSIGNALED(status))
		log_warn(NULL, "worker-died", "pid=%d signal=%d busy=%s",
		    (int)s->worker[slot].pid, WTERMSIG(status),
		    atomic_load(&s->busy[slot]) != 0 ? "yes" : "no");
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

static void
end_overrunners(struct state *s)
{
	int64_t limit = (int64_t)s->pool->deadline_s * 1000 + GRACE_MS;
	int64_t now = clock_ms(), since;
	unsigned i;

	for (i = 0; i < s->pool->workers; i++) {
		since = atomic_load(&s->busy[i]);
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

	for (i = 0; i < s->pool->workers && !s->closing; i++)
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

static int
start(struct state *s)
{
	size_t len = LIMIT_WORKERS * sizeof *s->busy;

	s->busy = mmap(NULL, len, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (s->busy == MAP_FAILED)
		return -1;
	sigemptyset(&s->signals);
	sigaddset(&s->signals, SIGCHLD);
	sigaddset(&s->signals, SIGTERM);
	return sigprocmask(SIG_BLOCK, &s->signals, NULL);
}

int
pool_run(const struct pool *p)
{
	struct state s = {.pool = p, .parent = getpid()};

	if (start(&s) < 0) {
		log_error(NULL, "pool-failed", "error=%s", strerror(errno));
		return -1;
	}
	fill(&s);
	while (s.living > 0 || !s.closing) {
		if (wait_event(&s) == SIGTERM) {
			end_all(&s);
			return 0;
		}
		reap(&s);
		if (s.infants >= INFANT_DEATHS) {
			log_error(NULL, "workers-cannot-live", "deaths=%u",
			    s.infants);
			end_all(&s);
			return -1;
		}
		end_overrunners(&s);
		fill(&s);
	}
	return 0;
}
