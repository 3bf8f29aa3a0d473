/* SPDX-License-Identifier: MIT
 *
 * test_epoch.c - what a message started with stays until it is done, and not
 * longer.
 */
#include "daemon/epoch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/fd.h"
#include "config/config.h"

/* A stand-in for a service: one end of a pipe, twice; the other end says when
 * both are closed. */
static struct service
service(int *ret_other)
{
	int fds[2];

	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	*ret_other = fds[1];
	return (struct service){fds[0], fcntl(fds[0], F_DUPFD_CLOEXEC, 0)};
}

/* Is the service's end closed? */
static int
closed(int other)
{
	struct pollfd p = {.fd = other, .events = POLLOUT};

	assert_true(poll(&p, 1, 0) >= 0);
	return (p.revents & POLLERR) != 0;
}

static struct config *
config(void)
{
	struct config *c = calloc(1, sizeof *c);

	assert_non_null(c);
	c->refs = 1;
	return c;
}

/* A message's epoch keeps its service open while another is in force, and the
 * last reference closes it. */
static void
kept_until_done(void **state)
{
	struct epoch *mine, *now;
	int a, b;

	(void)state;
	epoch_publish(epoch_new(config(), NULL, service(&a)));
	mine = epoch_current();
	epoch_publish(epoch_new(config(), NULL, service(&b)));
	now = epoch_current();
	assert_ptr_not_equal(mine, now);
	assert_false(closed(a));
	epoch_unref(mine);
	assert_true(closed(a));
	epoch_unref(now);
	assert_false(closed(b));
	epoch_publish(NULL);
	assert_true(closed(b));
	assert_null(epoch_current());
	epoch_unref(NULL);
	close(a);
	close(b);
}

/* A renewed epoch shares config and notices with the one before, whichever of
 * them goes first. */
static void
renewed(void **state)
{
	struct epoch *first, *second;
	struct config *c;
	int a, b, order;

	(void)state;
	for (order = 0; order < 2; order++) {
		c = config();
		config_ref(c);
		first = epoch_new(c, NULL, service(&a));
		second = epoch_renew(first, service(&b));
		assert_non_null(second);
		assert_ptr_equal(second->config, c);
		assert_int_equal(c->refs, 3);
		epoch_unref(order == 0 ? first : second);
		assert_int_equal(c->refs, 2);
		assert_int_equal(closed(a), order == 0);
		assert_int_equal(closed(b), order == 1);
		epoch_unref(order == 0 ? second : first);
		assert_int_equal(c->refs, 1);
		assert_true(closed(a) && closed(b));
		config_unref(c);
		close(a);
		close(b);
	}
}

static void *
publish_soon(void *arg)
{
	poll(NULL, 0, 100);
	epoch_publish(arg);
	return NULL;
}

/* Waiting for the next epoch ends with it, or with the time. */
static void
waits_for_the_next(void **state)
{
	struct epoch *old, *got, *fresh;
	int64_t start;
	pthread_t t;
	int a, b;

	(void)state;
	epoch_publish(epoch_new(config(), NULL, service(&a)));
	old = epoch_current();
	start = clock_ms();
	got = epoch_after(old, 60);
	assert_ptr_equal(got, old);
	assert_true(clock_ms() - start >= 50);
	epoch_unref(got);
	fresh = epoch_new(config(), NULL, service(&b));
	assert_int_equal(pthread_create(&t, NULL, publish_soon, fresh), 0);
	got = epoch_after(old, 20000);
	pthread_join(t, NULL);
	assert_ptr_equal(got, fresh);
	epoch_unref(got);
	/* Already another: no wait at all. */
	got = epoch_after(old, 20000);
	assert_ptr_equal(got, fresh);
	epoch_unref(got);
	epoch_unref(old);
	epoch_publish(NULL);
	assert_true(closed(a) && closed(b));
	close(a);
	close(b);
}

static void *
take_and_drop(void *arg)
{
	struct epoch *e;
	int i;

	(void)arg;
	for (i = 0; i < 2000; i++) {
		e = epoch_current();
		if (e == NULL || fcntl(e->service.plain, F_GETFD) < 0)
			return (void *)1;
		epoch_unref(e);
	}
	return NULL;
}

/* Threads take and drop references while epochs change under them. */
static void
under_load(void **state)
{
	pthread_t t[4];
	void *bad;
	int i, other;

	(void)state;
	epoch_publish(epoch_new(config(), NULL, service(&other)));
	close(other);
	for (i = 0; i < 4; i++)
		assert_int_equal(
		    pthread_create(&t[i], NULL, take_and_drop, NULL), 0);
	for (i = 0; i < 200; i++) {
		epoch_publish(epoch_new(config(), NULL, service(&other)));
		close(other);
	}
	for (i = 0; i < 4; i++) {
		pthread_join(t[i], &bad);
		assert_null(bad);
	}
	epoch_publish(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(kept_until_done),
	    cmocka_unit_test(renewed),
	    cmocka_unit_test(waits_for_the_next),
	    cmocka_unit_test(under_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
