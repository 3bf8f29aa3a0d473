/* SPDX-License-Identifier: MIT
 *
 * smtp-wire.c - bytes to and from an SMTP server.
 *
 * Every wait ends at the earlier of its own time-out and the conversation's
 * deadline.  Sending never blocks in the kernel and never raises SIGPIPE
 * (fd_send_all).
 *
 * BUGS: getaddrinfo(3) waits as long as the system's resolver does; give an
 * address, or a name in /etc/hosts.
 */
#include "act/smtp-wire.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "act/smtp.h"
#include "base/fd.h"
#include "base/limits.h"

#define CONNECT_MS 30000
#define CHUNK 16384

static int64_t
sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int
finish_connect(int fd, int64_t deadline)
{
	socklen_t len = sizeof(int);
	int err = 0;

	if (fd_wait(fd, POLLOUT, deadline) < 0)
		return -1;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) < 0)
		return -1;
	errno = err;
	return err == 0 ? 0 : -1;
}

/* Returns a connected descriptor, or -1 with errno. Nagle's algorithm is off:
 * the last bytes of a message must not wait for an acknowledgement. */
static int
connect_to(const struct addrinfo *a, int64_t deadline)
{
	int fd, err, on = 1;

	fd =
	    socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (connect(fd, a->ai_addr, a->ai_addrlen) == 0)
		return fd;
	if (errno == EINPROGRESS && finish_connect(fd, deadline) == 0)
		return fd;
	err = errno;
	close(fd);
	errno = err;
	return -1;
}

int
smtp_wire_connect(
    struct smtp_wire *w, const struct smtp_server *server, struct buf *ret_why)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list, *a;
	int ms = server->connect_ms > 0 ? server->connect_ms : CONNECT_MS;
	char port[16];
	int err;

	snprintf(port, sizeof port, "%u", server->port);
	err = getaddrinfo(server->host, port, &hints, &list);
	if (err != 0) {
		buf_addf(ret_why, "%s port %s: %s", server->host, port,
		    gai_strerror(err));
		return -1;
	}
	w->fd = -1;
	for (a = list; a != NULL && w->fd < 0; a = a->ai_next)
		w->fd = connect_to(a, sooner(clock_ms() + ms, w->deadline));
	err = errno;
	freeaddrinfo(list);
	if (w->fd >= 0)
		return 0;
	buf_addf(ret_why, "%s port %s: %s", server->host, port, strerror(err));
	return -1;
}

void
smtp_wire_close(struct smtp_wire *w)
{
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
}

int
smtp_wire_send(struct smtp_wire *w, const void *data, size_t len, int ms)
{
	return fd_send_all(
	    w->fd, data, len, sooner(clock_ms() + ms, w->deadline));
}

/* Copies bytes of [*data, end) to out, which has room for twice CHUNK, until
 * CHUNK of them are taken. Returns how many were put. */
static size_t
stuff(const char **data, const char *end, char *out, bool *mid_line)
{
	const char *s = *data;
	size_t n = 0;

	if (end - s > CHUNK)
		end = s + CHUNK;
	for (; s < end; s++) {
		if (*s == '.' && !*mid_line)
			out[n++] = '.';
		*mid_line = *s != '\n';
		out[n++] = *s;
	}
	*data = s;
	return n;
}

int
smtp_wire_send_stuffed(
    struct smtp_wire *w, const char *data, size_t len, bool *mid_line, int ms)
{
	char out[2 * CHUNK];
	const char *end;
	size_t n;

	if (len == 0)
		return 0;
	end = data + len;
	while (data < end) {
		n = stuff(&data, end, out, mid_line);
		if (smtp_wire_send(w, out, n, ms) < 0)
			return -1;
	}
	return 0;
}

static int
receive(struct smtp_wire *w, int64_t deadline)
{
	ssize_t n;

	for (;;) {
		n = recv(w->fd, w->in, sizeof w->in, MSG_DONTWAIT);
		if (n > 0) {
			w->start = 0;
			w->end = (size_t)n;
			return 0;
		}
		if (n == 0) {
			errno = EPIPE;
			return -1;
		}
		if (errno == EINTR)
			continue;
		if (errno != EAGAIN && errno != EWOULDBLOCK)
			return -1;
		if (fd_wait(w->fd, POLLIN, deadline) < 0)
			return -1;
	}
}

/* Ends a line: the CR before its LF goes, and what is not printable ASCII
 * becomes '?', so that a reply can be logged, stored and shown as it is. */
static int
line_done(struct buf *line)
{
	size_t i;

	if (line->len > 0 && line->data[line->len - 1] == '\r')
		line->data[--line->len] = '\0';
	for (i = 0; i < line->len; i++)
		if (line->data[i] < ' ' || line->data[i] > '~')
			line->data[i] = '?';
	if (buf_failed(line)) {
		errno = ENOMEM;
		return -1;
	}
	return 0;
}

int
smtp_wire_line(struct smtp_wire *w, int64_t deadline, struct buf *line)
{
	char c;

	buf_reset(line);
	deadline = sooner(deadline, w->deadline);
	for (;;) {
		/* Looked at for every buffer, so that a server that sends
		 * without end runs into it too. */
		if (w->start == w->end &&
		    (clock_ms() >= deadline ? (errno = ETIMEDOUT, -1)
					    : receive(w, deadline)) < 0)
			return -1;
		c = w->in[w->start++];
		if (c == '\n')
			return line_done(line);
		if (line->len < LIMIT_SMTP_REPLY)
			buf_addc(line, c);
	}
}

bool
smtp_wire_pending(const struct smtp_wire *w)
{
	return w->start < w->end || fd_wait(w->fd, POLLIN, clock_ms()) == 0;
}
