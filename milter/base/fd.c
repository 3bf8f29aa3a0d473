/* SPDX-License-Identifier: MIT
 *
 * fd.c - descriptors: whole reads and writes, sealed memory files, passing.
 */
#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PASS_MAX 4
#define SEALS (F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK)

int64_t
clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int
fd_write_all(int fd, const void *data, size_t len)
{
	const char *p = data;
	ssize_t n;

	while (len > 0) {
		n = write(fd, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

int
fd_wait(int fd, short events, int64_t deadline)
{
	struct pollfd p = {.fd = fd, .events = events};
	int64_t left;
	int n;

	for (;;) {
		left = deadline - clock_ms();
		if (left < 0)
			left = 0;
		n = poll(&p, 1, left > 60000 ? 60000 : (int)left);
		if (n > 0)
			return 0;
		if (n < 0 && errno != EINTR)
			return -1;
		if (n == 0 && clock_ms() >= deadline) {
			errno = ETIMEDOUT;
			return -1;
		}
	}
}

int
fd_send_all(int fd, const void *data, size_t len, int64_t deadline)
{
	const char *p = data;
	ssize_t n;

	while (len > 0) {
		n = send(fd, p, len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n >= 0) {
			p += n;
			len -= (size_t)n;
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			if (fd_wait(fd, POLLOUT, deadline) < 0)
				return -1;
		} else if (errno != EINTR) {
			return -1;
		}
	}
	return 0;
}

int
fd_recv_all(int fd, void *data, size_t len, int64_t deadline)
{
	char *p = data;
	ssize_t n;

	while (len > 0) {
		n = recv(fd, p, len, MSG_DONTWAIT);
		if (n > 0) {
			p += n;
			len -= (size_t)n;
		} else if (n == 0) {
			errno = EPIPE;
			return -1;
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			if (fd_wait(fd, POLLIN, deadline) < 0)
				return -1;
		} else if (errno != EINTR) {
			return -1;
		}
	}
	return 0;
}

int
fd_null(int fd)
{
	int null = open("/dev/null", O_RDWR);
	int ret;

	if (null < 0)
		return -1;
	ret = null == fd ? 0 : dup2(null, fd);
	if (null != fd)
		close(null);
	return ret < 0 ? -1 : 0;
}

void
fd_fill_standard(void)
{
	int fd;

	for (fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && fd_null(fd) < 0)
			abort();
}

int
fd_read_rest(int fd, struct buf *b)
{
	char chunk[16384];
	ssize_t n;

	for (;;) {
		n = read(fd, chunk, sizeof chunk);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return (int)n;
		if (buf_add(b, chunk, (size_t)n) < 0) {
			errno = EFBIG;
			return -1;
		}
	}
}

int
fd_read_file(const char *path, struct buf *b)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int ret, err;

	if (fd < 0)
		return -1;
	ret = fd_read_rest(fd, b);
	err = errno;
	close(fd);
	errno = err;
	return ret;
}

int
memfd_new(const char *name)
{
	return memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

int
memfd_seal(int fd)
{
	return fcntl(fd, F_ADD_SEALS, SEALS | F_SEAL_SEAL);
}

int
memfd_sealed(int fd)
{
	int seals = fcntl(fd, F_GET_SEALS);

	return seals >= 0 && (seals & SEALS) == SEALS;
}

int
map_fd(int fd, struct map *ret)
{
	struct stat st;
	void *data;

	if (fstat(fd, &st) < 0)
		return -1;
	if (st.st_size == 0) {
		*ret = (struct map){"", 0};
		return 0;
	}
	data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED)
		return -1;
	*ret = (struct map){data, (size_t)st.st_size};
	return 0;
}

void
map_free(struct map *m)
{
	if (m->len > 0)
		munmap((void *)(uintptr_t)m->data, m->len);
	*m = (struct map){"", 0};
}

int
fd_pass(int sock, const void *data, size_t len, const int *fds, size_t n)
{
	union {
		char room[CMSG_SPACE(PASS_MAX * sizeof(int))];
		struct cmsghdr align;
	} control = {0};
	struct iovec iov = {(void *)(uintptr_t)data, len};
	struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1};
	struct cmsghdr *c;
	ssize_t sent;

	if (n > 0) {
		msg.msg_control = control.room;
		msg.msg_controllen = CMSG_SPACE(n * sizeof(int));
		c = CMSG_FIRSTHDR(&msg);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(n * sizeof(int));
		memcpy(CMSG_DATA(c), fds, n * sizeof(int));
	}
	do
		sent = sendmsg(sock, &msg, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	if (sent >= 0 && (size_t)sent < len)
		errno = EMSGSIZE;
	return sent == (ssize_t)len ? 0 : -1;
}

static void
close_all(int *fds, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (fds[i] >= 0)
			close(fds[i]);
		fds[i] = -1;
	}
}

/* Moves the descriptors of one control message to fds; extra ones are closed
 * and make the result false. */
static int
collect(struct msghdr *msg, int *fds, size_t n)
{
	struct cmsghdr *c;
	size_t got = 0, i, count;
	int fd, ok = 1;

	for (c = CMSG_FIRSTHDR(msg); c != NULL; c = CMSG_NXTHDR(msg, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (i = 0; i < count; i++) {
			memcpy(&fd, CMSG_DATA(c) + i * sizeof fd, sizeof fd);
			if (got < n) {
				fds[got++] = fd;
			} else {
				close(fd);
				ok = 0;
			}
		}
	}
	return ok;
}

ssize_t
fd_take(int sock, void *data, size_t len, int *fds, size_t n)
{
	union {
		char room[CMSG_SPACE(PASS_MAX * sizeof(int))];
		struct cmsghdr align;
	} control;
	struct iovec iov = {data, len};
	struct msghdr msg = {.msg_iov = &iov,
	    .msg_iovlen = 1,
	    .msg_control = control.room,
	    .msg_controllen = sizeof control.room};
	ssize_t got;
	size_t i;

	for (i = 0; i < n; i++)
		fds[i] = -1;
	do
		got = recvmsg(sock, &msg, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return -1;
	if (!collect(&msg, fds, n) ||
	    (msg.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
		close_all(fds, n);
		errno = EBADMSG;
		return -1;
	}
	return got;
}
