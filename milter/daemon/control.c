/* SPDX-License-Identifier: MIT
 *
 * control.c - the socket by which an operator speaks to the supervisor.
 */
#include "daemon/control.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/fd.h"

#define WORD_MS 1000
#define ANSWER_MS 90000 /* a reload waits for the rules to compile */

static int
address(const char *dir, struct sockaddr_un *a)
{
	*a = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (snprintf(a->sun_path, sizeof a->sun_path, "%s/control", dir) <
	    (int)sizeof a->sun_path)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

int
control_listen(const char *dir, struct buf *ret_err)
{
	struct sockaddr_un a;
	mode_t mask;
	int fd = -1, ok;

	if (address(dir, &a) < 0) {
		buf_addf(ret_err, "%s: too long for a socket's path", dir);
		return -1;
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	unlink(a.sun_path);
	mask = umask(0117);
	ok = fd >= 0 && bind(fd, (struct sockaddr *)&a, sizeof a) == 0 &&
	     listen(fd, 8) == 0;
	umask(mask);
	if (!ok) {
		buf_addf(ret_err, "%s: %s", a.sun_path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

int
control_accept(int listener, char word[33])
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	int64_t until = clock_ms() + WORD_MS;
	size_t n = 0;

	while (fd >= 0 && n < 32 && fd_wait(fd, POLLIN, until) == 0 &&
	       read(fd, word + n, 1) == 1) {
		if (word[n] == '\n') {
			word[n] = '\0';
			return fd;
		}
		n++;
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

void
control_answer(int connection, const char *text)
{
	int64_t until = clock_ms() + WORD_MS;

	if (fd_send_all(connection, text, strlen(text), until) == 0)
		(void)fd_send_all(connection, "\n", 1, until);
	close(connection);
}

int
control_ask(const char *dir, const char *word, struct buf *ret_answer)
{
	int64_t until = clock_ms() + ANSWER_MS;
	struct sockaddr_un a;
	char c;
	int fd;

	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || address(dir, &a) < 0 ||
	    connect(fd, (struct sockaddr *)&a, sizeof a) < 0 ||
	    fd_send_all(fd, word, strlen(word), until) < 0 ||
	    fd_send_all(fd, "\n", 1, until) < 0) {
		buf_addf(ret_answer,
		    "probityd does not answer at %s/control: %s", dir,
		    strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	while (fd_wait(fd, POLLIN, until) == 0 && read(fd, &c, 1) == 1)
		if (c != '\n')
			buf_addc(ret_answer, c);
	close(fd);
	return 0;
}
