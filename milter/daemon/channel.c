/* SPDX-License-Identifier: MIT
 *
 * channel.c - words between the supervisor and a milter process.
 */
#include "daemon/channel.h"

#include <sys/socket.h>

#include "base/buf.h"
#include "base/fd.h"

int
channel_pair(int pair[2])
{
	return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair);
}

int
channel_say(
    int fd, const char *word, const char *text, const struct service *pass)
{
	struct buf b = BUF_MAX(CHANNEL_TEXT_MAX);
	const struct service s = pass != NULL ? *pass : SERVICE_NONE;
	const int fds[2] = {s.plain, s.documents};
	int ret;

	buf_adds(&b, word);
	if (text != NULL)
		buf_addf(&b, " %.4000s", text);
	ret = fd_pass(fd, buf_str(&b), b.len, fds, pass != NULL ? 2 : 0);
	buf_free(&b);
	return ret;
}

ssize_t
channel_hear(int fd, char *text, struct service *ret_passed)
{
	int fds[2];
	ssize_t n = fd_take(fd, text, CHANNEL_TEXT_MAX, fds, 2);

	*ret_passed = (struct service){fds[0], fds[1]};

	text[n > 0 ? n : 0] = '\0';
	return n;
}
