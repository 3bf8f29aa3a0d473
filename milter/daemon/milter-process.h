/* SPDX-License-Identifier: MIT
 *
 * milter-process.h - the process that talks to the MTA.
 */
#ifndef DAEMON_MILTER_PROCESS_H
#define DAEMON_MILTER_PROCESS_H

#include <stdbool.h>

#include "report/exchange.h"

struct config;

struct milter_process {
	const char *config_path;
	struct config *config; /* in force at the start; a reference */
	const char *listen;
	const char *user; /* to become, or NULL */
	bool releaser;    /* this one sends what was decided */
	bool background;  /* let go of the starter's terminal when ready */
	int channel;      /* to the supervisor */
	struct service service; /* of the inspect parent */
};

/* Runs the process to its end and returns its exit status. Call it in a fresh
 * child, single-threaded. */
int milter_process_run(const struct milter_process *p);

#endif
