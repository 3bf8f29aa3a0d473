/* SPDX-License-Identifier: MIT
 *
 * epoch.c - config and inspection service in force together.
 */
#include "daemon/epoch.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "act/notices.h"
#include "config/config.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct epoch *in_force; /* holds one reference; under lock */

struct epoch *
epoch_new(
    struct config *config, struct notices *notices, struct service service)
{
	struct epoch *e = calloc(1, sizeof *e);
	int *shared = malloc(sizeof *shared);

	if (e == NULL || shared == NULL) {
		config_unref(config);
		notices_free(notices);
		exchange_close(&service);
		free(e);
		free(shared);
		return NULL;
	}
	*shared = 1;
	*e = (struct epoch){config, notices, service, 1, shared};
	return e;
}

struct epoch *
epoch_renew(const struct epoch *now, struct service service)
{
	struct epoch *e = calloc(1, sizeof *e);

	if (e == NULL) {
		exchange_close(&service);
		return NULL;
	}
	*e = (struct epoch){
	    config_ref(now->config), now->notices, service, 1, now->shared};
	__atomic_add_fetch(e->shared, 1, __ATOMIC_RELAXED);
	return e;
}

void
epoch_unref(struct epoch *e)
{
	if (e == NULL || __atomic_sub_fetch(&e->refs, 1, __ATOMIC_ACQ_REL) > 0)
		return;
	exchange_close(&e->service);
	if (__atomic_sub_fetch(e->shared, 1, __ATOMIC_ACQ_REL) == 0) {
		notices_free(e->notices);
		free(e->shared);
	}
	config_unref(e->config);
	free(e);
}

void
epoch_publish(struct epoch *e)
{
	struct epoch *old;

	pthread_mutex_lock(&lock);
	old = in_force;
	in_force = e;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
	epoch_unref(old);
}

static struct epoch *
take_locked(void)
{
	if (in_force != NULL)
		__atomic_add_fetch(&in_force->refs, 1, __ATOMIC_RELAXED);
	return in_force;
}

struct epoch *
epoch_current(void)
{
	struct epoch *e;

	pthread_mutex_lock(&lock);
	e = take_locked();
	pthread_mutex_unlock(&lock);
	return e;
}

struct epoch *
epoch_after(const struct epoch *old, int ms)
{
	struct timespec until;
	struct epoch *e;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += (ms % 1000) * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000L;
	}
	pthread_mutex_lock(&lock);
	while (in_force == old &&
	       pthread_cond_timedwait(&changed, &lock, &until) == 0)
		;
	e = take_locked();
	pthread_mutex_unlock(&lock);
	return e;
}
