/* SPDX-License-Identifier: MIT
 *
 * test_lock.c - one at a time, and nothing left behind by the dead.
 */
#include "daemon/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/fd.h"
#include "config/files.h"

/* One holds it, another is told so, and it is free again when closed. */
static void
one_at_a_time(void **state)
{
	const char *dir = files_folder();
	int first, second;

	(void)state;
	assert_false(lock_held(dir, "x.lock"));
	first = lock_take(dir, "x.lock", 0);
	assert_true(first >= 0);
	assert_true(lock_held(dir, "x.lock"));
	assert_true(lock_held(dir, "x.lock"));
	second = lock_take(dir, "x.lock", 0);
	assert_true(second == -1 && errno == EWOULDBLOCK);
	second = lock_take(dir, "y.lock", 0);
	assert_true(second >= 0);
	close(second);
	close(first);
	assert_false(lock_held(dir, "x.lock"));
	first = lock_take(dir, "x.lock", 0);
	assert_true(first >= 0);
	close(first);
	files_remove();
}

/* Somebody who dies, however hard, lets go; who waits then gets it. */
static void
dies_with_its_holder(void **state)
{
	const char *dir = files_folder();
	int64_t start;
	int ready[2], fd;
	pid_t pid;
	char c;

	(void)state;
	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		alarm(20);
		if (lock_take(dir, "x.lock", 0) < 0 ||
		    write(ready[1], "x", 1) != 1)
			_exit(1);
		poll(NULL, 0, 20000);
		_exit(0);
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	start = clock_ms();
	fd = lock_take(dir, "x.lock", 200);
	assert_true(fd == -1 && errno == EWOULDBLOCK);
	assert_true(clock_ms() - start >= 190);
	kill(pid, SIGKILL);
	fd = lock_take(dir, "x.lock", 20000);
	assert_true(fd >= 0);
	waitpid(pid, NULL, 0);
	close(fd);
	close(ready[0]);
	close(ready[1]);
	files_remove();
}

/* The pid in it is for people, and replaces what stood there. */
static void
signed_by_pid(void **state)
{
	const char *dir = files_folder();
	struct buf b = BUF_MAX(100);
	char path[4096], want[32];
	int fd;

	(void)state;
	snprintf(path, sizeof path, "%s",
	    files_write("x.lock", "99999999999999999999\nold\n"));
	fd = lock_take(dir, "x.lock", 0);
	assert_true(fd >= 0);
	lock_sign(fd);
	assert_int_equal(fd_read_file(path, &b), 0);
	snprintf(want, sizeof want, "%d\n", (int)getpid());
	test_same("pid", buf_str(&b), want);
	assert_true((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
	buf_free(&b);
	close(fd);
	files_remove();
}

/* In a folder that is somebody else's, what stands there instead of a lock
 * file is left alone: a link, a second name, a pipe, a folder. */
static void
odd_files(void **state)
{
	const char *dir = files_folder();
	char target[4096], path[4096];
	struct buf b = BUF_MAX(100);
	size_t i;
	static const char *const names[] = {
	    "link", "name", "pipe", "folder", "dangling"};

	(void)state;
	snprintf(
	    target, sizeof target, "%s", files_write("target", "precious"));
	snprintf(path, sizeof path, "%s/link", dir);
	assert_int_equal(symlink(target, path), 0);
	snprintf(path, sizeof path, "%s/name", dir);
	assert_int_equal(link(target, path), 0);
	snprintf(path, sizeof path, "%s/pipe", dir);
	assert_int_equal(mkfifo(path, 0600), 0);
	snprintf(path, sizeof path, "%s/folder", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof path, "%s/dangling", dir);
	assert_int_equal(symlink("nowhere", path), 0);
	for (i = 0; i < COUNT(names); i++) {
		if (lock_take(dir, names[i], 0) != -1)
			fail_msg("%s: taken", names[i]);
		if (lock_held(dir, names[i]))
			fail_msg("%s: held", names[i]);
	}
	assert_int_equal(fd_read_file(target, &b), 0);
	test_same("target", buf_str(&b), "precious");
	buf_free(&b);
	files_remove();
}

/* A folder that is not there, or a path that is too long, is an error. */
static void
nowhere(void **state)
{
	char longest[5000];

	(void)state;
	memset(longest, 'a', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	assert_int_equal(lock_take("/nowhere/at/all", "x", 0), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(lock_take(longest, "x", 0), -1);
	assert_int_equal(errno, ENAMETOOLONG);
	assert_false(lock_held("/nowhere/at/all", "x"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_at_a_time),
	    cmocka_unit_test(dies_with_its_holder),
	    cmocka_unit_test(signed_by_pid),
	    cmocka_unit_test(odd_files),
	    cmocka_unit_test(nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
