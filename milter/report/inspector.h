/* SPDX-License-Identifier: MIT
 *
 * inspector.h - starts a probity-inspect and waits until it is ready.
 */
#ifndef REPORT_INSPECTOR_H
#define REPORT_INSPECTOR_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "report/exchange.h"

struct inspector {
	pid_t pid;
	struct service service; /* for exchange_ask */
	/* What the program said of itself: "seccomp landlock=7 …". */
	char described[128];
	/* It serves with PCRE2 until the rules' cache is there: see
	 * inspector_compile. */
	bool stopgap;
};

struct inspector_options {
	const char *program; /* or NULL: inspector_path() */
	const char *config;
	const char *user;   /* to become, or NULL */
	int log;            /* descriptor to be its standard error, or -1 */
	unsigned workers;   /* plain ones; 0: as the config says */
	const char *engine; /* probity-inspect's -e; NULL: the best there is */
};

/* Where the program is: beside our own (a build tree), else where it was
 * installed. Static buffer. */
const char *inspector_path(void);

/* Starts it with next to no environment and waits until it is ready. Returns 0
 * and *ret; or -1 with its words in *ret_err ("file:line:column: …"). */
int inspector_start(const struct inspector_options *o, struct inspector *ret,
    struct buf *ret_err);

/* Starts one that only compiles the rules into their cache, politely, and
 * ends. Returns its pid, which the caller reaps, or -1 with errno. */
pid_t inspector_compile(const struct inspector_options *o);

/* Closes the service: workers finish what they have and end. The caller still
 * reaps the pid. */
void inspector_close(struct inspector *i);

#endif
