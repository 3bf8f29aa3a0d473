/* SPDX-License-Identifier: MIT
 *
 * log-pipe.h - lines of a process that cannot reach the system log itself.
 *
 * Workers have no socket, and what they say may have been put into their mouth
 * by a message: so their lines come to the supervisor, which logs each one as
 * a value of its own event, cut and cleaned.
 */
#ifndef DAEMON_LOG_PIPE_H
#define DAEMON_LOG_PIPE_H

#include "base/buf.h"

struct log_pipe {
	int read;  /* poll it for POLLIN; -1 when there is no pipe */
	int write; /* the other process's standard error */
	struct buf line;
};

/* Opens it, both ends close-on-exec. 0, or -1 with errno. */
int log_pipe_open(struct log_pipe *p);

/* Logs what has come in, without waiting; at most a few lines a call, so that
 * a flood cannot keep the caller. */
void log_pipe_forward(struct log_pipe *p);

#endif
