/* SPDX-License-Identifier: MIT
 *
 * fd.h - descriptors: whole reads and writes, sealed memory files, passing.
 */
#ifndef BASE_FD_H
#define BASE_FD_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

/* Milliseconds of a clock that only goes forward (CLOCK_MONOTONIC). */
int64_t clock_ms(void);

/* Writes all len bytes to a blocking descriptor, resuming after signals.
 * Returns 0, or -1 with errno. */
int fd_write_all(int fd, const void *data, size_t len);

/* The same on a socket of either kind, giving up at deadline (clock_ms); errno
 * is then ETIMEDOUT. Never raises SIGPIPE. */
int fd_send_all(int fd, const void *data, size_t len, int64_t deadline);

/* Reads exactly len bytes before deadline. Returns 0, or -1 with errno:
 * ETIMEDOUT, EPIPE when the other side closed first, or read's own. */
int fd_recv_all(int fd, void *data, size_t len, int64_t deadline);

/* Waits until fd is ready for events (poll's) or deadline. Returns 0, or -1
 * with errno ETIMEDOUT or poll's own. A hang-up counts as ready. */
int fd_wait(int fd, short events, int64_t deadline);

/* Makes fd a descriptor of /dev/null. 0, or -1 with errno. */
int fd_null(int fd);

/* First thing in main: makes sure that descriptors 0 to 2 are taken, lest a
 * socket land there and be written to as standard output. */
void fd_fill_standard(void);

/* Adds the whole file to b. Returns 0, or -1 with errno: EFBIG past b's
 * maximum, or open's and read's own. */
int fd_read_file(const char *path, struct buf *b);

/* Adds what is left to read of a descriptor to b: as fd_read_file. */
int fd_read_rest(int fd, struct buf *b);

/* A new memory file (close-on-exec, sealable) of the given name, which shows
 * only in /proc. Returns the descriptor, or -1 with errno. */
int memfd_new(const char *name);

/* Seals fd against writing, growing and shrinking, for good; after that a
 * reader's map of it can neither change nor fault. 0, or -1 with errno. */
int memfd_seal(int fd);

/* True (1) when fd carries all those seals, else 0. */
int memfd_sealed(int fd);

/* A read-only map of a whole descriptor; free with map_free. An empty file
 * gives data "" and len 0. Returns 0, or -1 with errno. */
struct map {
	const char *data;
	size_t len;
};
int map_fd(int fd, struct map *ret);
void map_free(struct map *m);

/* Sends len bytes (one packet on a SOCK_SEQPACKET socket) with n descriptors
 * (n <= 4), which the caller still owns. Returns 0, or -1 with errno. */
int fd_pass(int sock, const void *data, size_t len, const int *fds, size_t n);

/* Receives up to len bytes with at most n descriptors (n <= 4), close-on-exec,
 * now the caller's; unused slots of fds are -1. Returns the byte count, 0 when
 * the other side closed, or -1 with errno: EBADMSG for a packet that was cut or
 * carried more descriptors than n (those are closed). */
ssize_t fd_take(int sock, void *data, size_t len, int *fds, size_t n);

#endif
