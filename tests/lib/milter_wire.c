/* SPDX-License-Identifier: MIT
 *
 * milter_wire.c - packets of the milter protocol, seen from the MTA.
 *
 * A packet is a length of four bytes, a command of one byte that the length
 * counts, and data.
 */
#include "lib/milter_wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/fd.h"

#define GATHER_MAX (256u << 10)
#define REPLY_MAX (16u << 20)
/* A full backlog of a unix socket answers EAGAIN; that is worth waiting for. */
#define CONNECT_TRIES 2000

void
milter_wire_init(struct milter_wire *w, int timeout_ms)
{
	*w = (struct milter_wire){.fd = -1, .timeout_ms = timeout_ms};
	w->deadline = clock_ms() + timeout_ms;
	buf_init(&w->out, 2 * GATHER_MAX);
	buf_init(&w->in, REPLY_MAX);
}

void
milter_wire_close(struct milter_wire *w)
{
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
	buf_free(&w->out);
	buf_free(&w->in);
	free(w->error);
	w->error = NULL;
}

int
milter_wire_fail(struct milter_wire *w, const char *fmt, ...)
{
	va_list ap;

	if (w->error != NULL)
		return -1;
	va_start(ap, fmt);
	if (vasprintf(&w->error, fmt, ap) < 0)
		w->error = NULL;
	va_end(ap);
	return -1;
}

void
milter_wire_put32(void *at, uint32_t n)
{
	n = htonl(n);
	memcpy(at, &n, sizeof n);
}

uint32_t
milter_wire_get32(const void *at)
{
	uint32_t n;

	memcpy(&n, at, sizeof n);
	return ntohl(n);
}

static socklen_t
unix_address(const char *path, struct sockaddr_un *ret)
{
	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof ret->sun_path)
		return 0;
	memcpy(ret->sun_path, path, strlen(path) + 1);
	return sizeof *ret;
}

static socklen_t
inet_address(const char *spec, struct sockaddr_in *ret)
{
	char *end;
	unsigned long port = strtoul(spec, &end, 10);
	const char *host = strcmp(end, "@localhost") == 0 ? "@127.0.0.1" : end;

	*ret = (struct sockaddr_in){.sin_family = AF_INET};
	if (*host != '@' || port > 65535 ||
	    inet_pton(AF_INET, host + 1, &ret->sin_addr) != 1)
		return 0;
	ret->sin_port = htons((uint16_t)port);
	return sizeof *ret;
}

static int
connect_patiently(int fd, const struct sockaddr *a, socklen_t len)
{
	int i;

	for (i = 0; i < CONNECT_TRIES; i++) {
		if (connect(fd, a, len) == 0)
			return 0;
		if (errno != EAGAIN && errno != EINTR)
			return -1;
		usleep(1000);
	}
	return -1;
}

int
milter_wire_connect(struct milter_wire *w, const char *spec)
{
	union {
		struct sockaddr any;
		struct sockaddr_un un;
		struct sockaddr_in in;
	} a;
	socklen_t len = 0;

	if (strncmp(spec, "unix:", 5) == 0)
		len = unix_address(spec + 5, &a.un);
	else if (strncmp(spec, "inet:", 5) == 0)
		len = inet_address(spec + 5, &a.in);
	if (len == 0)
		return milter_wire_fail(
		    w, "'%s' is no unix:/path or inet:port@address", spec);
	w->fd = socket(a.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (w->fd < 0 || connect_patiently(w->fd, &a.any, len) < 0)
		return milter_wire_fail(
		    w, "connect %s: %s", spec, strerror(errno));
	if (a.any.sa_family == AF_INET)
		setsockopt(
		    w->fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
	return 0;
}

int
milter_wire_flush(struct milter_wire *w)
{
	int ret = fd_send_all(w->fd, w->out.data, w->out.len, w->deadline);

	buf_reset(&w->out);
	if (ret < 0)
		return milter_wire_fail(w, "send: %s", strerror(errno));
	return 0;
}

size_t
milter_wire_begin(struct milter_wire *w, char command)
{
	size_t at = w->out.len;

	buf_add(&w->out, "\0\0\0\0", 4);
	buf_addc(&w->out, command);
	return at;
}

int
milter_wire_end(struct milter_wire *w, size_t at)
{
	if (buf_failed(&w->out))
		return milter_wire_fail(w, "packet too large");
	milter_wire_put32(w->out.data + at, (uint32_t)(w->out.len - at - 4));
	return w->out.len < GATHER_MAX ? 0 : milter_wire_flush(w);
}

int
milter_wire_packet(
    struct milter_wire *w, char command, const void *data, size_t len)
{
	size_t at = milter_wire_begin(w, command);

	buf_add(&w->out, data, len);
	return milter_wire_end(w, at);
}

void
milter_wire_string(struct milter_wire *w, const char *s)
{
	buf_add(&w->out, s, strlen(s) + 1);
}

int
milter_wire_read(struct milter_wire *w)
{
	unsigned char size[4];
	uint32_t len;
	char *at;

	if (w->out.len > 0 && milter_wire_flush(w) < 0)
		return -1;
	if (fd_recv_all(w->fd, size, sizeof size, w->deadline) < 0)
		return milter_wire_fail(w, "receive: %s",
		    errno == EPIPE ? "the filter closed the connection"
				   : strerror(errno));
	len = milter_wire_get32(size);
	buf_reset(&w->in);
	at = len > 0 ? buf_room(&w->in, len) : NULL;
	if (at == NULL)
		return milter_wire_fail(w, "packet of %u bytes", len);
	if (fd_recv_all(w->fd, at, len, w->deadline) < 0)
		return milter_wire_fail(w, "receive: %s", strerror(errno));
	buf_grown(&w->in, len);
	return 0;
}

const char *
milter_wire_string_at(const struct milter_wire *w, size_t from, int n)
{
	const char *p, *end = w->in.data + w->in.len;

	if (from >= w->in.len)
		return NULL;
	for (p = w->in.data + from; p < end;
	     p += strnlen(p, (size_t)(end - p)) + 1)
		if (n-- == 0)
			return p;
	return NULL;
}
