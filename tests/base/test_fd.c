/* SPDX-License-Identifier: MIT
 *
 * test_fd.c - descriptors: whole reads and writes, sealed memory files,
 * passing.
 */
#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/test.h"

#define BIG (1u << 20)

/* A connected pair of sockets of the given type. */
static void
pair(int type, int s[2])
{
	assert_int_equal(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, s), 0);
}

/* Fails unless `ret` is -1 with the wanted errno. */
static void
refused(const char *what, long ret, int want)
{
	int err = errno;

	if (ret != -1 || err != want)
		fail_msg("%s: got %ld (%s), want -1 (%s)", what, ret,
		    strerror(err), strerror(want));
}

/* The number of open descriptors, to see that none was lost. */
static int
open_count(void)
{
	int fd, n = 0;

	for (fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* More bytes than a socket holds arrive whole while another process reads. */
static void
whole_transfer(void **state)
{
	int s[2], status;
	char *out = malloc(BIG), *in = malloc(BIG);
	pid_t child;
	size_t i;

	(void)state;
	assert_non_null(out);
	assert_non_null(in);
	for (i = 0; i < BIG; i++)
		out[i] = (char)(i * 7);
	pair(SOCK_STREAM, s);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(fd_send_all(s[1], out, BIG, clock_ms() + 20000) == 0 &&
			      fd_write_all(s[1], out, BIG) == 0
			  ? 0
			  : 1);
	for (i = 0; i < 2; i++) {
		memset(in, 0, BIG);
		assert_int_equal(
		    fd_recv_all(s[0], in, BIG, clock_ms() + 20000), 0);
		assert_memory_equal(in, out, BIG);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	close(s[0]);
	close(s[1]);
	free(in);
	free(out);
}

/* A peer that sends too little, takes nothing or is gone ends in an errno that
 * says which, never in SIGPIPE and never in waiting for ever. */
static void
bad_peers(void **state)
{
	int s[2];
	char *data = calloc(1, 8 * BIG), in[4];
	int64_t start;

	(void)state;
	assert_non_null(data);
	pair(SOCK_STREAM, s);
	assert_int_equal(fd_write_all(s[1], "ab", 2), 0);
	start = clock_ms();
	refused(
	    "too little", fd_recv_all(s[0], in, 4, clock_ms() + 50), ETIMEDOUT);
	assert_true(clock_ms() - start >= 50);
	refused("takes nothing",
	    fd_send_all(s[0], data, 8 * BIG, clock_ms() + 50), ETIMEDOUT);
	close(s[1]);
	pair(SOCK_STREAM, s);
	assert_int_equal(fd_write_all(s[1], "ab", 2), 0);
	close(s[1]);
	refused("closed in the middle",
	    fd_recv_all(s[0], in, 4, clock_ms() + 5000), EPIPE);
	refused("gone", fd_send_all(s[0], data, 10, clock_ms() + 5000), EPIPE);
	close(s[0]);
	refused("not a descriptor", fd_write_all(-1, "x", 1), EBADF);
	free(data);
}

/* A deadline that has passed still looks once, and a hang-up counts as
 * ready. */
static void
waiting(void **state)
{
	int s[2];

	(void)state;
	pair(SOCK_STREAM, s);
	refused(
	    "nothing there", fd_wait(s[0], POLLIN, clock_ms() - 1), ETIMEDOUT);
	assert_int_equal(fd_write_all(s[1], "x", 1), 0);
	assert_int_equal(fd_wait(s[0], POLLIN, clock_ms() - 1), 0);
	close(s[1]);
	assert_int_equal(fd_wait(s[0], POLLIN, clock_ms() + 1000), 0);
	close(s[0]);
}

static void
no_operation(int signal)
{
	(void)signal;
}

/* A signal in the middle of a wait neither ends it nor prolongs it much. */
static void
signals(void **state)
{
	struct sigaction act = {.sa_handler = no_operation};
	int64_t start;
	int s[2];

	(void)state;
	assert_int_equal(sigaction(SIGALRM, &act, NULL), 0);
	pair(SOCK_STREAM, s);
	start = clock_ms();
	ualarm(20000, 20000);
	refused("interrupted", fd_wait(s[0], POLLIN, start + 150), ETIMEDOUT);
	ualarm(0, 0);
	assert_true(clock_ms() - start >= 150);
	assert_true(clock_ms() - start < 5000);
	close(s[0]);
	close(s[1]);
}

/* A file is read whole; too large, absent and a folder have each their errno.
 */
static void
files(void **state)
{
	char path[] = "/tmp/probity-test-fd-XXXXXX";
	struct buf b = BUF_MAX(40000), small = BUF_MAX(39999);
	char data[40000];
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	memset(data, 'x', sizeof data);
	data[20000] = '\0';
	assert_int_equal(fd_write_all(fd, data, sizeof data), 0);
	close(fd);
	assert_int_equal(fd_read_file(path, &b), 0);
	assert_int_equal(b.len, sizeof data);
	assert_memory_equal(b.data, data, sizeof data);
	refused("too large", fd_read_file(path, &small), EFBIG);
	unlink(path);
	refused("absent", fd_read_file(path, &b), ENOENT);
	refused("a folder", fd_read_file("/tmp", &b), EISDIR);
	buf_free(&b);
	buf_free(&small);
}

/* A sealed memory file can be read and mapped, and no longer written, grown,
 * cut or unsealed; before that it is not taken for sealed. */
static void
sealing(void **state)
{
	struct map m;
	int fd = memfd_new("test");

	(void)state;
	assert_true(fd >= 0);
	assert_true((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
	assert_int_equal(fd_write_all(fd, "message", 7), 0);
	assert_false(memfd_sealed(fd));
	assert_int_equal(memfd_seal(fd), 0);
	assert_true(memfd_sealed(fd));
	refused("write", write(fd, "x", 1), EPERM);
	refused("grow", ftruncate(fd, 100), EPERM);
	refused("shrink", ftruncate(fd, 1), EPERM);
	refused("unseal", fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL), EPERM);
	assert_int_equal(map_fd(fd, &m), 0);
	assert_int_equal(m.len, 7);
	assert_memory_equal(m.data, "message", 7);
	map_free(&m);
	map_free(&m);
	close(fd);
}

/* A seal against writing alone is not enough: a file that may still shrink
 * would fault its reader. */
static void
half_sealed(void **state)
{
	int fd = memfd_new("test"), s[2];

	(void)state;
	assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE), 0);
	assert_false(memfd_sealed(fd));
	close(fd);
	pair(SOCK_STREAM, s);
	assert_false(memfd_sealed(s[0]));
	assert_false(memfd_sealed(-1));
	close(s[0]);
	close(s[1]);
}

/* While something may still write to it through a map, a file does not let
 * itself be sealed. */
static void
seal_refused(void **state)
{
	int fd = memfd_new("test");
	void *p;

	(void)state;
	assert_int_equal(ftruncate(fd, 4096), 0);
	p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_true(p != MAP_FAILED);
	refused("mapped for writing", memfd_seal(fd), EBUSY);
	munmap(p, 4096);
	assert_int_equal(memfd_seal(fd), 0);
	close(fd);
}

/* An empty file maps to an empty string; what cannot be mapped says so. */
static void
odd_maps(void **state)
{
	int fd = memfd_new("test");
	struct map m = {0};

	(void)state;
	assert_int_equal(map_fd(fd, &m), 0);
	assert_int_equal(m.len, 0);
	test_same("empty", m.data, "");
	map_free(&m);
	close(fd);
	refused("closed", map_fd(fd, &m), EBADF);
}

/* Bytes and descriptors arrive together, close-on-exec, and the unused slots
 * are -1. */
static void
passing(void **state)
{
	int s[2], fds[4], before = open_count(), a = memfd_new("a"),
			  b = memfd_new("b");
	char data[16];
	struct map m;

	(void)state;
	assert_int_equal(fd_write_all(b, "of b", 4), 0);
	pair(SOCK_SEQPACKET, s);
	assert_int_equal(fd_pass(s[0], "hello", 5, (int[]){a, b}, 2), 0);
	close(a);
	close(b);
	assert_int_equal(fd_take(s[1], data, sizeof data, fds, 4), 5);
	assert_memory_equal(data, "hello", 5);
	assert_true(fds[0] >= 0 && fds[1] >= 0);
	assert_int_equal(fds[2], -1);
	assert_int_equal(fds[3], -1);
	assert_true((fcntl(fds[1], F_GETFD) & FD_CLOEXEC) != 0);
	assert_int_equal(map_fd(fds[1], &m), 0);
	assert_memory_equal(m.data, "of b", 4);
	map_free(&m);
	close(fds[0]);
	close(fds[1]);
	assert_int_equal(fd_pass(s[0], "none", 4, NULL, 0), 0);
	assert_int_equal(fd_take(s[1], data, sizeof data, fds, 4), 4);
	assert_int_equal(fds[0], -1);
	close(s[0]);
	assert_int_equal(fd_take(s[1], data, sizeof data, fds, 4), 0);
	close(s[1]);
	assert_int_equal(open_count(), before);
}

/* A packet that was cut, or with more descriptors than asked for, is refused
 * and leaves no descriptor behind. */
static void
bad_packets(void **state)
{
	int s[2], fds[4], before = open_count(), i;
	char data[4];

	(void)state;
	pair(SOCK_SEQPACKET, s);
	assert_int_equal(fd_pass(s[0], "12345", 5, (int[]){s[0]}, 1), 0);
	refused("cut", fd_take(s[1], data, sizeof data, fds, 4), EBADMSG);
	assert_int_equal(
	    fd_pass(s[0], "1", 1, (int[]){s[0], s[0], s[0]}, 3), 0);
	refused("too many", fd_take(s[1], data, sizeof data, fds, 1), EBADMSG);
	for (i = 0; i < 1; i++)
		assert_int_equal(fds[i], -1);
	assert_int_equal(fd_pass(s[0], "1", 1, (int[]){s[0]}, 1), 0);
	refused(
	    "none wanted", fd_take(s[1], data, sizeof data, fds, 0), EBADMSG);
	close(s[0]);
	close(s[1]);
	assert_int_equal(open_count(), before);
}

/* Passing to a peer that is gone is an error, not a signal. */
static void
passing_to_nobody(void **state)
{
	int s[2];

	(void)state;
	pair(SOCK_SEQPACKET, s);
	close(s[1]);
	refused("gone", fd_pass(s[0], "x", 1, NULL, 0), EPIPE);
	close(s[0]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole_transfer),
	    cmocka_unit_test(bad_peers),
	    cmocka_unit_test(waiting),
	    cmocka_unit_test(signals),
	    cmocka_unit_test(files),
	    cmocka_unit_test(sealing),
	    cmocka_unit_test(half_sealed),
	    cmocka_unit_test(seal_refused),
	    cmocka_unit_test(odd_maps),
	    cmocka_unit_test(passing),
	    cmocka_unit_test(bad_packets),
	    cmocka_unit_test(passing_to_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
