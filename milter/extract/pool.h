/* SPDX-License-Identifier: MIT
 *
 * pool.h - forks sandboxed workers, keeps their number, replaces the dead.
 */
#ifndef EXTRACT_POOL_H
#define EXTRACT_POOL_H

#include <stdint.h>

#include "extract/sandbox.h"

/* Workers that do the same. */
struct crew {
	enum sandbox_kind kind;
	int queue;           /* becomes each worker's descriptor 0 */
	unsigned workers;    /* how many stand ready */
	unsigned deadline_s; /* one busy for longer is killed */
	/* Serves requests from the queue (descriptor 0) and returns the exit
	 * status of the worker: POOL_AGAIN to be replaced, POOL_CLOSED when the
	 * service was closed. `busy` is the worker's own slot: it stores
	 * clock_ms() when it takes a request and 0 when it has answered, if it
	 * is to serve another. */
	int (*serve)(_Atomic int64_t *busy, void *arg);
};
#define POOL_AGAIN 0
#define POOL_CLOSED 3
#define POOL_CREWS 2

struct pool {
	const struct sandbox *sandbox;
	struct crew crew[POOL_CREWS]; /* one without workers is none */
	void *arg;
};

/* Runs until the service is closed and the last worker has finished (returns
 * 0), until SIGTERM (workers are ended; returns 0), or until workers die faster
 * than they can serve (returns -1, logged). Call it single-threaded. */
int pool_run(const struct pool *p);

#endif
