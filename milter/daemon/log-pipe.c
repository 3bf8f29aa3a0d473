/* SPDX-License-Identifier: MIT
 *
 * log-pipe.c - lines of a process that cannot reach the system log itself.
 */
#include "daemon/log-pipe.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/log.h"

/* Of the pipe's 64 KiB a call takes this much: some 40 lines. */
#define READ_MAX 4096

int
log_pipe_open(struct log_pipe *p)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) < 0)
		return -1;
	if (fcntl(fds[0], F_SETFL, O_NONBLOCK) < 0) {
		close(fds[0]);
		close(fds[1]);
		return -1;
	}
	*p = (struct log_pipe){
	    .read = fds[0], .write = fds[1], .line = BUF_MAX(LIMIT_LOG_LINE)};
	return 0;
}

static void
log_one(struct log_pipe *p)
{
	if (p->line.len > 0)
		log_info(NULL, "inspect-says", "text=\"%s\"", p->line.data);
	buf_reset(&p->line);
}

void
log_pipe_forward(struct log_pipe *p)
{
	char bytes[READ_MAX];
	ssize_t n = read(p->read, bytes, sizeof bytes), i;

	for (i = 0; i < n; i++)
		if (bytes[i] == '\n')
			log_one(p);
		else if (bytes[i] != '\0') /* a full line keeps its start */
			buf_addc(&p->line, bytes[i]);
}
