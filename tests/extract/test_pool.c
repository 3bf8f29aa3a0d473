/* SPDX-License-Identifier: MIT
 *
 * test_pool.c - workers stand ready, whatever becomes of them.
 *
 * The pool runs in a child; the test is the one who asks.  A request is one
 * letter, an order to the worker that gets it; answers come back on the queue.
 */
#include "extract/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/fd.h"
#include "extract/sandbox.h"

#define PATIENCE_MS 20000

extern char **environ;

/* Exit statuses of the child that runs the pool. */
enum { ENDED_WELL, ENDED_BADLY, NO_SANDBOX };

struct running {
	pid_t pid;
	int service;
	int other; /* of the second crew; -1 where there is none */
};

static void
say(const char *text)
{
	if (send(0, text, strlen(text), MSG_NOSIGNAL) < 0)
		_exit(9);
}

/* Which descriptors are open, and how many variables there are. */
static void
say_belongings(void)
{
	char text[64] = "";
	size_t n = 0, vars = 0;
	int fd;

	for (fd = 0; fd < 16; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			n += (size_t)snprintf(
			    text + n, sizeof text - n, "%d ", fd);
	while (environ != NULL && environ[vars] != NULL)
		vars++;
	snprintf(text + n, sizeof text - n, "env %zu", vars);
	say(text);
}

static int
serve(_Atomic int64_t *busy, void *arg)
{
	char order, pid[32];

	(void)arg;
	while (recv(0, &order, 1, 0) == 1)
		switch (order) {
		case 'p':
			snprintf(pid, sizeof pid, "%d", (int)getpid());
			say(pid);
			break;
		case 'e':
			say_belongings();
			break;
		case 'a':
			return POOL_AGAIN;
		case 'c': /* a lie */
			return POOL_CLOSED;
		case 'd':
			return 7;
		case 'x': /* dies of a message */
			atomic_store(busy, clock_ms());
			return 7;
		case 's': /* killed by the filter */
			socket(AF_INET, SOCK_STREAM, 0);
			return 7;
		case 'b': /* overruns */
			atomic_store(busy, clock_ms());
			poll(NULL, 0, -1);
			break;
		case 'h': /* hangs, and hides it */
			poll(NULL, 0, -1);
			break;
		default:
			break;
		}
	return POOL_CLOSED;
}

static int
die_at_once(_Atomic int64_t *busy, void *arg)
{
	(void)busy;
	(void)arg;
	return 7;
}

/* One request, and it ends. */
static int
serve_once(_Atomic int64_t *busy, void *arg)
{
	char order, pid[32];

	(void)busy;
	(void)arg;
	if (recv(0, &order, 1, 0) != 1)
		return POOL_CLOSED;
	if (order == 'd')
		return 7;
	if (order == 'e') {
		say_belongings();
		return POOL_AGAIN;
	}
	snprintf(pid, sizeof pid, "%d", (int)getpid());
	say(pid);
	return POOL_AGAIN;
}

/* A queue; its end for those who ask. */
static int
make_queue(int *ret_queue)
{
	int pair[2];

	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
	*ret_queue = pair[0];
	return pair[1];
}

/* The second crew's workers serve one request each; may be none. */
static struct running
start_two(
    unsigned workers, int (*how)(_Atomic int64_t *, void *), unsigned others)
{
	struct pool p = {
	    .crew = {{.kind = SANDBOX_PLAIN, .workers = workers, .serve = how},
		{.kind = SANDBOX_DOCUMENTS,
		    .workers = others,
		    .serve = serve_once}}};
	struct buf err = BUF_MAX(512);
	struct running r = {.other = -1};

	r.service = make_queue(&p.crew[0].queue);
	if (others > 0)
		r.other = make_queue(&p.crew[1].queue);
	r.pid = fork();
	assert_true(r.pid >= 0);
	if (r.pid == 0) {
		close(r.service);
		if (others > 0)
			close(r.other);
		p.sandbox = sandbox_prepare(&err);
		if (p.sandbox == NULL)
			_exit(NO_SANDBOX);
		_exit(pool_run(&p) < 0 ? ENDED_BADLY : ENDED_WELL);
	}
	close(p.crew[0].queue);
	if (others > 0)
		close(p.crew[1].queue);
	return r;
}

static struct running
start(unsigned workers, int (*how)(_Atomic int64_t *, void *))
{
	return start_two(workers, how, 0);
}

/* The same pool, asked by its other queue. */
static struct running
other(const struct running *r)
{
	return (struct running){r->pid, r->other, -1};
}

static void
order(const struct running *r, char what)
{
	assert_int_equal(send(r->service, &what, 1, MSG_NOSIGNAL), 1);
}

/* The next answer. Static. */
static const char *
answer(const struct running *r)
{
	static char text[128];
	ssize_t n;

	if (fd_wait(r->service, POLLIN, clock_ms() + PATIENCE_MS) < 0)
		fail_msg("no worker answers");
	n = recv(r->service, text, sizeof text - 1, 0);
	if (n <= 0)
		fail_msg("the pool is gone");
	text[n] = '\0';
	return text;
}

static int
ask_pid(const struct running *r)
{
	order(r, 'p');
	return (int)strtol(answer(r), NULL, 10);
}

/* How the pool ended; fails when it does not. */
static int
end_of(const struct running *r)
{
	int64_t until = clock_ms() + PATIENCE_MS;
	int status;

	while (waitpid(r->pid, &status, WNOHANG) == 0) {
		if (clock_ms() > until) {
			kill(r->pid, SIGKILL);
			fail_msg("the pool does not end");
		}
		poll(NULL, 0, 10);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static int
close_service(struct running *r)
{
	close(r->service);
	return end_of(r);
}

/* Whatever ends a worker, another one takes the next request. */
static void
replaces_the_dead(void **state)
{
	static const struct {
		const char *name;
		char how;
	} cases[] = {
	    {"served its share", 'a'},
	    {"failed", 'd'},
	    {"failed at a message", 'x'},
	    {"killed by the filter", 's'},
	    {"overran its deadline", 'b'},
	    {"claims that the service is closed", 'c'},
	};
	struct running r = start(1, serve);
	int before, after;
	size_t i;

	(void)state;
	before = ask_pid(&r);
	for (i = 0; i < COUNT(cases); i++) {
#ifdef WITH_SANITIZER
		if (cases[i].how == 's')
			continue;
#endif
		order(&r, cases[i].how);
		after = ask_pid(&r);
		if (after == before)
			fail_msg("%s: the same worker answers", cases[i].name);
		before = after;
	}
	assert_int_equal(close_service(&r), ENDED_WELL);
}

/* A burst of messages that each kill their worker is not taken for workers
 * that cannot live. */
static void
survives_a_burst_of_poison(void **state)
{
	struct running r = start(1, serve);
	int i;

	(void)state;
	for (i = 0; i < 40; i++)
		order(&r, 'x');
	assert_true(ask_pid(&r) > 0);
	assert_int_equal(close_service(&r), ENDED_WELL);
}

/* Workers that die before they serve are given up, and it is said so. */
static void
gives_up_on_the_unfit(void **state)
{
	struct running r = start(2, die_at_once);

	(void)state;
	assert_int_equal(end_of(&r), ENDED_BADLY);
	close(r.service);
}

/* A worker of either crew has its own queue, nothing, the log, and no
 * environment. */
static void
three_descriptors(void **state)
{
	struct running r, o;

	(void)state;
	setenv("PROBITY_SECRET", "x", 1);
	r = start(1, serve);
	order(&r, 'e');
	test_same("belongings", answer(&r), "0 1 2 env 0");
	assert_int_equal(close_service(&r), ENDED_WELL);
	r = start_two(1, serve, 1);
	o = other(&r);
	order(&o, 'e');
	test_same("belongings", answer(&o), "0 1 2 env 0");
	close(o.service);
	assert_int_equal(close_service(&r), ENDED_WELL);
}

/* One crew's workers come and go, fail or not, and the other's stay. */
static void
two_crews(void **state)
{
	struct running r = start_two(1, serve, 2), o = other(&r);
	int standing = ask_pid(&r), pid[100], i, k;

	(void)state;
	for (i = 0; i < (int)COUNT(pid); i++) {
		if (i % 10 == 5)
			order(&o, 'd');
		pid[i] = ask_pid(&o);
		for (k = 0; k < i; k++)
			assert_int_not_equal(pid[k], pid[i]);
	}
	assert_int_equal(ask_pid(&r), standing);
	close(o.service);
	/* Nobody brings documents any more: the others serve on. */
	assert_int_equal(ask_pid(&r), standing);
	poll(NULL, 0, 100);
	assert_int_equal(ask_pid(&r), standing);
	assert_int_equal(close_service(&r), ENDED_WELL);
}

/* While all workers of one crew hang, and after one of the other has died, each
 * crew has its own number. */
static void
one_crew_hangs(void **state)
{
	struct running r = start_two(2, serve, 1), o = other(&r);
	int before;

	(void)state;
	order(&r, 'h');
	order(&r, 'h');
	before = ask_pid(&o);
	assert_int_not_equal(ask_pid(&o), before);
	kill(r.pid, SIGTERM);
	assert_int_equal(end_of(&r), ENDED_WELL);
	close(o.service);
	close(r.service);
}

/* A crew that is done with waits for the other's last worker, and both for no
 * longer than a message may take. */
static void
closes_both(void **state)
{
	struct running r = start_two(1, serve, 1), o = other(&r);

	(void)state;
	order(&r, 'h');
	close(r.service);
	poll(NULL, 0, 1500);
	assert_true(ask_pid(&o) > 0);
	close(o.service);
	assert_int_equal(end_of(&r), ENDED_WELL);
}

/* SIGTERM ends the pool and every worker, busy or not. */
static void
ends_by_signal(void **state)
{
	struct running r = start(2, serve);
	int worker = ask_pid(&r);

	(void)state;
	order(&r, 'h');
	kill(r.pid, SIGTERM);
	assert_int_equal(end_of(&r), ENDED_WELL);
	assert_true(kill(worker, 0) < 0 && errno == ESRCH);
	close(r.service);
}

/* A worker that hangs and hides it holds up the end no longer than a message
 * may take. */
static void
closes_in_spite_of_one(void **state)
{
	struct running r = start(1, serve);

	(void)state;
	assert_true(ask_pid(&r) > 0);
	order(&r, 'h');
	assert_int_equal(close_service(&r), ENDED_WELL);
}

/* When the parent is killed no worker is left. */
static void
leaves_no_orphans(void **state)
{
	struct running r = start(1, serve);
	int worker = ask_pid(&r), i;

	(void)state;
	kill(r.pid, SIGKILL);
	assert_int_equal(end_of(&r), -SIGKILL);
	for (i = 0; i < 500 && kill(worker, 0) == 0; i++)
		poll(NULL, 0, 10);
	/* Unreaped it still counts as there: its end of the queue says. */
	assert_int_equal(
	    fd_wait(r.service, POLLIN, clock_ms() + PATIENCE_MS), 0);
	close(r.service);
}

/* More workers than there can be is refused, not written past the end. */
static void
refuses_too_many(void **state)
{
	struct running r = start(100000, serve);

	(void)state;
	assert_int_equal(end_of(&r), ENDED_BADLY);
	close(r.service);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(replaces_the_dead),
	    cmocka_unit_test(survives_a_burst_of_poison),
	    cmocka_unit_test(gives_up_on_the_unfit),
	    cmocka_unit_test(three_descriptors),
	    cmocka_unit_test(two_crews),
	    cmocka_unit_test(one_crew_hangs),
	    cmocka_unit_test(closes_both),
	    cmocka_unit_test(ends_by_signal),
	    cmocka_unit_test(closes_in_spite_of_one),
	    cmocka_unit_test(leaves_no_orphans),
	    cmocka_unit_test(refuses_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
