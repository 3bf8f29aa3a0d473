/* SPDX-License-Identifier: MIT
 *
 * channel.h - words between the supervisor and a milter process.
 *
 *   supervisor ─▶ "service" + service   a new inspect parent, same config
 *   supervisor ─▶ "reload"  + service   read the config again, with it
 *   supervisor ─▶ "drain"               finish what you have and end
 *   milter     ─▶ "ready"               after start, and after each of them
 *   milter     ─▶ "failed TEXT"         what was in force stays in force
 *
 * A service is two descriptors (report/exchange.h).
 */
#ifndef DAEMON_CHANNEL_H
#define DAEMON_CHANNEL_H

#include <stddef.h>
#include <sys/types.h>

#include "report/exchange.h"

#define CHANNEL_TEXT_MAX 4096

/* Makes the pair (packets, close-on-exec). 0, or -1 with errno. */
int channel_pair(int pair[2]);

/* Sends a word, with text behind it unless NULL, and a service unless NULL
 * (still the caller's). 0, or -1 with errno. */
int channel_say(
    int fd, const char *word, const char *text, const struct service *pass);

/* Receives one packet into text (CHANNEL_TEXT_MAX + 1 bytes, NUL-terminated);
 * *ret_passed is the service that came with it (the caller's) or SERVICE_NONE.
 * Returns its length, 0 when the other side is gone, or -1 with errno. */
ssize_t channel_hear(int fd, char *text, struct service *ret_passed);

#endif
