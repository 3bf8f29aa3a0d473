/* SPDX-License-Identifier: MIT
 *
 * releaser.h - the thread that sends what was decided: releases and notices.
 */
#ifndef DAEMON_RELEASER_H
#define DAEMON_RELEASER_H

/* Starts the thread. It waits for the lock on the store's folder, so that only
 * one releaser works whatever became of an earlier daemon, settles what that
 * one left half done, and then sends whatever waits. 0, or -1 with errno. */
int releaser_start(const char *state_dir);

/* Something may wait: look now rather than at the next tick. */
void releaser_wake(void);

/* Finishes the mail under way, at most ms, and ends. */
void releaser_stop(int ms);

#endif
