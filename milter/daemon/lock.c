/* SPDX-License-Identifier: MIT
 *
 * lock.c - one at a time: lock files that die with their holder.
 *
 * flock(2) locks: they belong to the open file, so the kernel lets go however
 * the holder ends, and no stale pid can deceive anybody.  The folder may belong
 * to a less powerful user than ours, so what is opened must be a plain file
 * with no second name.
 */
#include "daemon/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"

#define RETRY_MS 50

static int
open_lock(const char *dir, const char *name, int flags)
{
	char path[4096];
	struct stat st;
	int fd;

	if (snprintf(path, sizeof path, "%s/%s", dir, name) >=
	    (int)sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0640);
	if (fd >= 0 &&
	    (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_nlink != 1)) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	return fd;
}

int
lock_take(const char *dir, const char *name, int ms)
{
	int fd = open_lock(dir, name, O_RDWR | O_CREAT), err;
	int64_t until = clock_ms() + ms;

	if (fd < 0)
		return -1;
	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if ((errno != EWOULDBLOCK && errno != EINTR) ||
		    clock_ms() >= until) {
			err = errno;
			close(fd);
			errno = err;
			return -1;
		}
		poll(NULL, 0, RETRY_MS);
	}
	return fd;
}

void
lock_sign(int fd)
{
	char pid[32];
	int n = snprintf(pid, sizeof pid, "%d\n", (int)getpid());

	/* For people only: a full disk must not stop the daemon. */
	if (ftruncate(fd, 0) < 0 || pwrite(fd, pid, (size_t)n, 0) != n)
		return;
}

bool
lock_held(const char *dir, const char *name)
{
	int fd = open_lock(dir, name, O_RDONLY);
	bool held;

	if (fd < 0)
		return false;
	held = flock(fd, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK;
	close(fd);
	return held;
}
