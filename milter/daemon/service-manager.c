/* SPDX-License-Identifier: MIT
 *
 * service-manager.c - telling systemd how we are.
 */
#include "daemon/service-manager.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

void
service_manager_tell(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	char text[128];
	struct timespec now;
	size_t n = path != NULL ? strlen(path) : 0;
	int fd, len;

	if (n < 2 || n >= sizeof a.sun_path)
		return;
	memcpy(a.sun_path, path, n);
	if (a.sun_path[0] == '@') /* an abstract name */
		a.sun_path[0] = '\0';
	/* A reload must carry its time, for Type=notify-reload. */
	clock_gettime(CLOCK_MONOTONIC, &now);
	len = snprintf(text, sizeof text, "%s\nMONOTONIC_USEC=%lld\n", state,
	    (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	/* Nothing to be done when the manager does not listen. */
	(void)sendto(fd, text, (size_t)len, MSG_NOSIGNAL,
	    (const struct sockaddr *)&a,
	    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n));
	close(fd);
}
