/* SPDX-License-Identifier: MIT
 *
 * background.h - leaving the terminal, but not before the service serves.
 */
#ifndef DAEMON_BACKGROUND_H
#define DAEMON_BACKGROUND_H

/* Forks; the parent waits until the child writes a byte to the returned
 * descriptor and then exits 0, or exits with the child's status when the child
 * ends first. Returns in the child, in a session of its own, or -1 with errno
 * in the parent. */
int background_begin(void);

/* When the service serves: standard descriptors become /dev/null. */
void background_settle(void);

#endif
