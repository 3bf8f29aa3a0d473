/* SPDX-License-Identifier: MIT
 *
 * inspector.h - starts a probity-inspect and waits until it is ready.
 */
#ifndef REPORT_INSPECTOR_H
#define REPORT_INSPECTOR_H

#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

struct inspector {
	pid_t pid;
	int service; /* for exchange_ask */
	/* What the program said of itself: "seccomp landlock=7 …". */
	char described[128];
};

struct inspector_options {
	const char *program; /* or NULL: inspector_path() */
	const char *config;
	const char *user;   /* to become, or NULL */
	int log;            /* descriptor to be its standard error, or -1 */
	unsigned workers;   /* 0: as the config says */
	const char *engine; /* "pcre2", or NULL for the best there is */
};

/* Where the program is: beside our own (a build tree), else where it was
 * installed. Static buffer. */
const char *inspector_path(void);

/* Starts it with an empty environment and waits until it is ready. Returns 0
 * and *ret; or -1 with its words in *ret_err ("file:line:column: …"). */
int inspector_start(const struct inspector_options *o, struct inspector *ret,
    struct buf *ret_err);

/* Closes the service: workers finish what they have and end. The caller still
 * reaps the pid. */
void inspector_close(struct inspector *i);

#endif
