/* SPDX-License-Identifier: MIT
 *
 * records.c - the milter process's one way into the store.
 */
#include "daemon/records.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/fd.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/random.h"
#include "daemon/repeats.h"
#include "store/store.h"

/* A thread waits this long for the others' commits: well within the MTA's
 * patience, far above what a commit takes. */
#define WAIT_S 8
/* While the store cannot be opened, trying is worth it this often. */
#define RETRY_MS 1000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *where;
static struct store *store; /* NULL while it cannot be opened; under lock */
static int64_t not_before;  /* clock_ms of the next try; under lock */
static atomic_bool any_poison;

static void
open_locked(void)
{
	struct buf err = BUF_MAX(1024);

	if (store != NULL || clock_ms() < not_before)
		return;
	store = store_open(where, false, &err);
	if (store == NULL) {
		log_error(NULL, "store-unavailable", "%s", buf_str(&err));
		not_before = clock_ms() + RETRY_MS;
	} else {
		repeats_learn(store);
	}
	buf_free(&err);
}

void
records_init(const char *dir)
{
	where = strdup(dir);
	if (where == NULL)
		log_fatal("memory-out", "");
	pthread_mutex_lock(&lock);
	open_locked();
	if (store != NULL) {
		atomic_store(&any_poison, poison_any(store));
		/* Better known now than with the first message to hold. */
		if (store_probe(store) != STORE_OK)
			log_error(NULL, "store-not-writable", "dir=%s", where);
	}
	pthread_mutex_unlock(&lock);
}

void
records_notice_key(unsigned char ret_key[DIGEST_KEY_LEN])
{
	struct store *s = records_take();
	enum store_status status = STORE_FAILED;

	if (s != NULL) {
		status = store_notice_key(s, ret_key);
		records_give(s, status == STORE_FAILED);
	}
	if (status != STORE_OK)
		random_bytes(ret_key, DIGEST_KEY_LEN);
}

struct store *
records_take(void)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += WAIT_S;
	if (pthread_mutex_timedlock(&lock, &until) != 0) {
		log_error(NULL, "store-busy", "waited_s=%d", WAIT_S);
		return NULL;
	}
	open_locked();
	if (store == NULL)
		pthread_mutex_unlock(&lock);
	return store;
}

void
records_give(struct store *s, bool broken)
{
	if (broken) {
		store_close(s);
		store = NULL;
	}
	pthread_mutex_unlock(&lock);
}

void
records_remember_poison(const struct digest *key)
{
	struct store *s = records_take();
	enum store_status status;

	if (s == NULL)
		return;
	status = poison_add(s, key);
	records_give(s, status == STORE_FAILED);
	atomic_store(&any_poison, true);
}

bool
records_any_poison(void)
{
	return atomic_load(&any_poison);
}

bool
records_poison(const struct digest *key)
{
	struct store *s = records_take();
	bool found;

	if (s == NULL)
		return false;
	found = poison_has(s, key);
	records_give(s, false);
	return found;
}
