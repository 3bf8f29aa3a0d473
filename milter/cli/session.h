/* SPDX-License-Identifier: MIT
 *
 * session.h - a command's own inspect parent, asked about all its inputs.
 */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/asker.h"

struct session {
	const char *command;     /* for messages */
	const char *config_path; /* or NULL for the usual one */
	struct config *config;   /* set by session_run while it runs */
	struct request pattern;
	bool lines;
	/* Chooses the kind of request for one input; NULL: the pattern's. */
	enum request_kind (*kind)(const struct input *in);
	void (*answer)(const struct asked *a, void *arg);
	void *arg;
};

/* Starts the workers, asks about every input of the paths (standard input when
 * there is none) and ends them. Returns EXIT_PASS, or EXIT_CANNOT after saying
 * why on standard error. */
int session_run(struct session *s, char *const *paths, size_t n);

#endif
