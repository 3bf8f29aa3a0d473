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
channel_say(int fd, const char *word, const char *text, int pass)
{
	struct buf b = BUF_MAX(CHANNEL_TEXT_MAX);
	int ret;

	buf_adds(&b, word);
	if (text != NULL)
		buf_addf(&b, " %.4000s", text);
	ret = fd_pass(fd, buf_str(&b), b.len, &pass, pass >= 0 ? 1 : 0);
	buf_free(&b);
	return ret;
}

ssize_t
channel_hear(int fd, char *text, int *ret_passed)
{
	ssize_t n = fd_take(fd, text, CHANNEL_TEXT_MAX, ret_passed, 1);

	text[n > 0 ? n : 0] = '\0';
	return n;
}
