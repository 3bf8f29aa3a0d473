/* SPDX-License-Identifier: MIT
 *
 * children.h - the processes the supervisor starts and starts again.
 */
#ifndef DAEMON_CHILDREN_H
#define DAEMON_CHILDREN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "report/inspector.h"

struct config;

#define MILTERS_MAX 8

struct milter_child {
	char *listen; /* owned: a reload does not change it */
	pid_t pid;    /* 0: not running */
	int channel;
	int64_t born;
	int64_t not_before; /* clock_ms: when it may be started again */
	int pause_ms;
};

struct children {
	const char *config_path;
	struct config *config; /* in force; the children's reference */
	const char *user;      /* milter processes become it, or NULL */
	const char *inspect_user;
	struct inspector inspector;
	int64_t inspector_born;
	int64_t inspector_not_before;
	int inspector_pause_ms;
	pid_t compiler;      /* fills the cache of the rules; 0: none */
	bool compiler_ended; /* the inspect parent is to be exchanged */
	struct milter_child milter[MILTERS_MAX];
	unsigned nmilters;
	bool background; /* nobody reads standard error once we serve */
	int inspect_log; /* the inspect parent's standard error; -1: ours */
	/* Descriptors a forked child must not keep. */
	const int *close_in_child;
	unsigned nclose;
};

/* Starts the inspect parent; 0, or -1 with its words. */
int children_start_inspector(struct children *c, struct buf *ret_err);

/* Starts milter process i and waits for its "ready". 0, or -1 with words. */
int children_start_milter(struct children *c, unsigned i, struct buf *ret_err);

/* Starts again what has ended and whose pause is over. Returns milliseconds
 * until there is more to start, or -1. */
int children_revive(struct children *c);

/* Notes that pid ended. */
void children_ended(struct children *c, pid_t pid, int status);

/* Puts a freshly read config in force everywhere: a new inspect parent is
 * started with it and its service handed to every milter process. Takes
 * `config` when it succeeds (0); otherwise (-1, with words) what was in force
 * is, but for milter processes that had taken the new config before another
 * one failed: they have the old workers again. */
int children_reload(
    struct children *c, struct config *config, struct buf *ret_err);

/* Asks all milter processes to finish, waits up to ms, then ends what is left.
 * The supervisor must not start anything afterwards. */
void children_drain(struct children *c, int ms);

#endif
