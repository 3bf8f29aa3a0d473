/* SPDX-License-Identifier: MIT
 *
 * supervisor.h - the small single-threaded process that keeps the others.
 */
#ifndef DAEMON_SUPERVISOR_H
#define DAEMON_SUPERVISOR_H

#include <stdbool.h>

struct supervisor_options {
	const char *config; /* absolute path */
	int told;           /* descriptor that waits to hear that we serve, one
	                     * byte; or -1. See background.h */
};

/* Runs to the end of the service and returns the exit status. A fault at
 * start-up is logged as fatal and ends the process with 75 or, for a config
 * that cannot be used, 78. */
int supervisor_run(const struct supervisor_options *o);

#endif
