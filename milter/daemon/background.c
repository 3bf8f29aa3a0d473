/* SPDX-License-Identifier: MIT
 *
 * background.c - leaving the terminal, but not before the service serves.
 *
 * The operator's shell gets the prompt back with the truth: exit status 0 means
 * that mail is being checked.
 */
#include "daemon/background.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/log.h"

static void
wait_and_exit(int fd, pid_t child)
{
	int status;
	char c;
	ssize_t n;

	do
		n = read(fd, &c, 1);
	while (n < 0 && errno == EINTR);
	if (n == 1)
		_exit(0);
	if (waitpid(child, &status, 0) == child && WIFEXITED(status))
		_exit(WEXITSTATUS(status));
	_exit(EX_SOFTWARE);
}

int
background_begin(void)
{
	int fds[2];
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) < 0 || (pid = fork()) < 0)
		return -1;
	if (pid > 0) {
		close(fds[1]);
		wait_and_exit(fds[0], pid);
	}
	close(fds[0]);
	setsid();
	if (chdir("/") < 0)
		return -1;
	return fds[1];
}

void
background_settle(void)
{
	int fd;

	for (fd = 0; fd <= 2; fd++)
		if (fd_null(fd) < 0)
			log_warn(NULL, "descriptor-kept", "fd=%d", fd);
}
