/* SPDX-License-Identifier: MIT
 *
 * lock.h - one at a time: lock files that die with their holder.
 */
#ifndef DAEMON_LOCK_H
#define DAEMON_LOCK_H

#include <stdbool.h>

/* Takes dir/name, waiting up to ms. Returns the descriptor that holds the lock
 * (close it to let go; a child that inherits it would hold it too, so it is
 * close-on-exec and a forked child must close it), or -1 with errno:
 * EWOULDBLOCK when somebody else holds it. */
int lock_take(const char *dir, const char *name, int ms);

/* Writes our pid into a lock file we hold, for people who look. */
void lock_sign(int fd);

/* True when somebody holds dir/name just now. Takes nothing. */
bool lock_held(const char *dir, const char *name);

#define LOCK_DAEMON "probityd.lock"   /* in run_dir: the supervisor */
#define LOCK_RELEASER "releaser.lock" /* in state_dir: who sends */

#endif
