/* SPDX-License-Identifier: MIT
 *
 * test_sandbox.c - nothing can be done in there: tried in a sandbox of each kind,
 * as root and as nobody.
 *
 * Every attempt is made by a child of its own.  It says how it went by its exit
 * status (the errno, 0 for "done") or by how the kernel ended it.
 */
#include "extract/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/fd.h"
#include "base/limits.h"
#include "extract/landlock.h"

#define NOBODY 65534

#ifdef WITH_SANITIZER
#define KILLED EACCES
#else
#define KILLED (-SIGSYS)
#endif

/* What a document worker gets depends on the kernel: with Landlock the first,
 * without the second. */
enum {
	LOOKS = 1000, /* done; else ENOENT */
	CLOSED,       /* EACCES; else ENOENT */
	KEPT,         /* EROFS; else killed */
	HAS,          /* done where this machine has it; else ENOENT */
};

/* This process: a worker may not even ask who its parent is. */
static pid_t tester;

/* In the child: 0, or the errno. */
static int
result(long ret)
{
	return ret < 0 ? errno : 0;
}

static int
open_read(void)
{
	return result(open("/etc/passwd", O_RDONLY));
}

static int
open_create(void)
{
	return result(open("/tmp/probity-escaped", O_WRONLY | O_CREAT, 0600));
}

static int
open_self(void)
{
	return result(open("/proc/self/environ", O_RDONLY));
}

static int
open_memory(void)
{
	return result(open("/proc/self/mem", O_RDONLY));
}

static int
write_memory(void)
{
	return result(open("/proc/self/mem", O_RDWR));
}

static int
open_parent(void)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/maps", (int)tester);
	return result(open(path, O_RDONLY));
}

static int
open_device(void)
{
	return result(open("/dev/null", O_RDWR));
}

static int
open_root(void)
{
	return result(open("/", O_RDONLY | O_DIRECTORY));
}

static int
open_fonts(void)
{
	return result(open("/usr/share/fonts", O_RDONLY | O_DIRECTORY));
}

static int
list_fonts(void)
{
	char entries[4096];
	int fd = open("/usr/share/fonts", O_RDONLY | O_DIRECTORY);

	return fd < 0 ? errno
		      : result(syscall(
			    SYS_getdents64, fd, entries, sizeof entries));
}

static int
read_font_settings(void)
{
	int fd = open("/etc/fonts/fonts.conf", O_RDONLY | O_CLOEXEC);
	char c;

	return fd < 0 ? errno : result(read(fd, &c, 1) == 1 ? 0 : -1);
}

static int
map_file_as_code(void)
{
	int fd = memfd_create("code", 0);

	if (fd < 0 || write(fd, "x", 1) != 1)
		return EIO;
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0) ==
		       MAP_FAILED
		   ? errno
		   : 0;
}

static int
out_of_fonts(void)
{
	return result(open("/usr/share/fonts/../../../etc/passwd", O_RDONLY));
}

static int
write_fonts(void)
{
	return result(open("/usr/share/fonts/x", O_WRONLY | O_CREAT, 0600));
}

static int
open_to_append(void)
{
	return result(
	    open("/etc/fonts/fonts.conf", O_RDONLY | O_APPEND | O_TRUNC));
}

static int
open_unnamed(void)
{
	return result(open("/var/tmp", O_RDWR | O_TMPFILE, 0600));
}

static int
make_folder(void)
{
	return result(mkdir("/var/tmp/probity-folder", 0700));
}

static int
rename_file(void)
{
	return result(rename("/tmp/probity-a", "/tmp/probity-b"));
}

static int
open_process(void)
{
	return result(syscall(SYS_pidfd_open, tester, 0));
}

static int
take_descriptor(void)
{
	return result(syscall(SYS_pidfd_getfd, 0, 0, 0));
}

static int
write_parent(void)
{
	char c = 0;
	struct iovec here = {&c, 1}, there = {&c, 1};

	return result(
	    syscall(SYS_process_vm_writev, tester, &here, 1, &there, 1, 0));
}

static int
connect_queue(void)
{
	const struct sockaddr a = {.sa_family = AF_UNSPEC};

	return result(connect(0, &a, sizeof a));
}

static int
new_thread(void)
{
	return result(syscall(SYS_clone,
	    CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD, 0,
	    0, 0, 0));
}

static int
new_clone(void)
{
	return result(syscall(435, NULL, 0)); /* clone3 */
}

static int
enter_namespace(void)
{
	return result(syscall(SYS_setns, 0, 0));
}

static int
change_root(void)
{
	return result(chroot("/usr/share/fonts"));
}

static int
load_filter(void)
{
	return result(syscall(SYS_seccomp, 1, 0, NULL));
}

static int
open_tree(void)
{
	return result(syscall(SYS_openat, AT_FDCWD, ".", O_PATH, 0));
}

static int
openat2_call(void)
{
	return result(syscall(437, AT_FDCWD, "/etc/passwd", NULL, 0));
}

static int
stat_file(void)
{
	struct stat st;

	return result(stat("/etc/passwd", &st));
}

static int
read_link(void)
{
	char to[64];

	return result(readlink("/proc/self/exe", to, sizeof to));
}

static int
access_file(void)
{
	return result(access("/etc/passwd", R_OK));
}

static int
unlink_file(void)
{
	return result(unlink("/tmp/probity-not-there"));
}

static int
inet_socket(void)
{
	return result(socket(AF_INET, SOCK_STREAM, 0));
}

static int
unix_socket(void)
{
	return result(socket(AF_UNIX, SOCK_DGRAM, 0));
}

static int
socket_pair(void)
{
	int pair[2];

	return result(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
}

static int
shut_queue(void)
{
	return result(shutdown(0, SHUT_RDWR));
}

static int
kill_parent(void)
{
	return result(syscall(SYS_kill, tester, 0));
}

static int
queue_signal(void)
{
	return result(syscall(SYS_tgkill, getpid(), getpid(), 0));
}

/* The way round kill(2): a descriptor that signals whom it is told to. */
static int
own_descriptor(void)
{
	return result(fcntl(0, F_SETOWN, 1));
}

static int
signal_of_descriptor(void)
{
	return result(fcntl(0, F_SETSIG, SIGKILL));
}

/* All workers share the queue's flags. */
static int
set_flags(void)
{
	return result(fcntl(0, F_SETFL, O_NONBLOCK));
}

static int
fork_child(void)
{
	return result(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
}

static int
run_program(void)
{
	char *const none[] = {NULL};

	return result(execve("/bin/true", none, none));
}

static int
run_memory(void)
{
	char *const none[] = {NULL};
	int fd = memfd_create("program", 0);

	return result(syscall(SYS_execveat, fd, "", none, none, 0x1000));
}

static int
map_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
		   ? errno
		   : 0;
}

static int
map_all(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
		   ? errno
		   : 0;
}

static int
make_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED
		   ? 0
		   : result(mprotect(p, 4096, PROT_READ | PROT_EXEC));
}

static int
make_code_by_key(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return result(
	    syscall(SYS_pkey_mprotect, p, 4096, PROT_READ | PROT_EXEC, -1));
}

static int
trace_parent(void)
{
	return result(syscall(SYS_ptrace, PTRACE_ATTACH, tester, 0, 0));
}

static int
read_parent(void)
{
	char c;
	struct iovec here = {&c, 1}, there = {&c, 1};

	return result(
	    syscall(SYS_process_vm_readv, tester, &here, 1, &there, 1, 0));
}

static int
become_root(void)
{
	return result(syscall(SYS_setuid, 0));
}

static int
raise_limit(void)
{
	const struct rlimit r = {RLIM_INFINITY, RLIM_INFINITY};

	return result(setrlimit(RLIMIT_AS, &r));
}

static int
be_dumpable(void)
{
	return result(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
}

static int
new_namespace(void)
{
	return result(syscall(SYS_unshare, 0x10000000));
}

static int
mount_something(void)
{
	return result(syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, NULL));
}

static int
move_log(void)
{
	return result(lseek(2, 0, SEEK_SET));
}

/* The kernel takes it for 2. */
static int
move_log_by_high_bits(void)
{
	return result(syscall(SYS_lseek, (1L << 32) + 2, 0L, SEEK_SET));
}

static int
copy_log(void)
{
	return result(fcntl(2, F_DUPFD_CLOEXEC, 3));
}

static int
cut_log(void)
{
	return result(ftruncate(2, 0));
}

static int
type_on_terminal(void)
{
	return result(syscall(SYS_ioctl, 2, 0x5412, "x")); /* TIOCSTI */
}

static int
ring(void)
{
	char params[256] = {0};

	return result(syscall(425, 4, params)); /* io_uring_setup */
}

/* What a worker needs: the message, memory, an answer. */
static int
honest_work(void)
{
	struct map m;
	char *p = malloc(8u << 20);
	int fd = memfd_new("texts");

	if (p == NULL || fd < 0 || clock_ms() <= 0)
		return ENOMEM;
	memset(p, 'x', 8u << 20);
	if (fd_write_all(fd, p, 1u << 20) < 0 || memfd_seal(fd) < 0 ||
	    !memfd_sealed(fd) || map_fd(fd, &m) < 0)
		return errno;
	if (m.len != 1u << 20 || m.data[m.len - 1] != 'x')
		return EIO;
	map_free(&m);
	free(p);
	return result(close(fd));
}

static int
many_descriptors(void)
{
	int i;

	for (i = 0; i < 1000; i++)
		if (memfd_new("more") < 0)
			return errno;
	return 0;
}

/* More than a worker may write into one memory file. */
static int
huge_file(void)
{
	int fd = memfd_new("huge");

	signal(SIGXFSZ, SIG_IGN);
	if (lseek(fd, (off_t)(4 * LIMIT_TEXT_BYTES), SEEK_SET) < 0)
		return 0;
	return result(write(fd, "x", 1));
}

#ifndef WITH_SANITIZER
static int
huge_memory(void)
{
	return mmap(NULL, LIMIT_WORKER_BYTES, PROT_READ,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
		   ? errno
		   : 0;
}
#endif

static const struct attempt {
	const char *name;
	int (*try)(void);
	int want; /* an errno, 0 for "done", or minus a signal */
	int want_documents;
} attempts[] = {
    {"honest work", honest_work, 0, 0},
    {"open a file", open_read, ENOENT, CLOSED},
    {"make a file", open_create, ENOENT, ENOENT},
    {"open /proc/self", open_self, ENOENT, CLOSED},
    {"open /proc/self/mem", open_memory, ENOENT, CLOSED},
    {"write /proc/self/mem", write_memory, ENOENT, ENOENT},
    {"open another's /proc", open_parent, ENOENT, CLOSED},
    {"open a device", open_device, ENOENT, ENOENT},
    {"open a folder", open_tree, ENOENT, ENOENT},
    {"open the root", open_root, ENOENT, CLOSED},
    {"open the fonts", open_fonts, ENOENT, HAS},
    {"list the fonts", list_fonts, ENOENT, HAS},
    {"read settings of fonts", read_font_settings, ENOENT, HAS},
    {"open what is above the fonts", out_of_fonts, ENOENT, CLOSED},
    {"make a font", write_fonts, ENOENT, ENOENT},
    {"empty a file", open_to_append, ENOENT, ENOENT},
    {"make a file without a name", open_unnamed, ENOENT, ENOENT},
    {"openat2", openat2_call, KILLED, KILLED},
    {"stat", stat_file, ENOENT, LOOKS},
    {"readlink", read_link, ENOENT, ENOENT},
    {"access", access_file, ENOENT, LOOKS},
    {"unlink", unlink_file, KILLED, KEPT},
    {"mkdir", make_folder, KILLED, KEPT},
    {"rename", rename_file, KILLED, KEPT},
    {"chroot", change_root, KILLED, KILLED},
    {"inet socket", inet_socket, KILLED, KILLED},
    {"unix socket", unix_socket, KILLED, KILLED},
    {"socketpair", socket_pair, KILLED, KILLED},
    {"connect", connect_queue, KILLED, KILLED},
    {"shutdown of the queue", shut_queue, KILLED, KILLED},
    {"kill", kill_parent, KILLED, KILLED},
    {"tgkill", queue_signal, KILLED, KILLED},
    {"pidfd_open", open_process, KILLED, KILLED},
    {"pidfd_getfd", take_descriptor, KILLED, KILLED},
    {"F_SETOWN", own_descriptor, KILLED, KILLED},
    {"F_SETSIG", signal_of_descriptor, KILLED, KILLED},
    {"F_SETFL", set_flags, KILLED, KILLED},
    {"fork", fork_child, KILLED, KILLED},
    {"a thread", new_thread, KILLED, KILLED},
    {"clone3", new_clone, KILLED, KILLED},
    {"execve", run_program, KILLED, KILLED},
    {"execveat of memory", run_memory, KILLED, KILLED},
    {"mmap of code", map_code, KILLED, KILLED},
    {"mmap of writable code", map_all, KILLED, KILLED},
    {"mmap of a file as code", map_file_as_code, KILLED, KILLED},
    {"mprotect to code", make_code, KILLED, KILLED},
    {"pkey_mprotect to code", make_code_by_key, KILLED, KILLED},
    {"ptrace", trace_parent, KILLED, KILLED},
    {"process_vm_readv", read_parent, KILLED, KILLED},
    {"process_vm_writev", write_parent, KILLED, KILLED},
    {"setuid", become_root, KILLED, KILLED},
    {"setrlimit", raise_limit, EPERM, EPERM},
    {"prctl", be_dumpable, KILLED, KILLED},
    {"seccomp", load_filter, KILLED, KILLED},
    {"unshare", new_namespace, KILLED, KILLED},
    {"setns", enter_namespace, KILLED, KILLED},
    {"mount", mount_something, KILLED, KILLED},
    {"lseek in the log", move_log, KILLED, KILLED},
    {"lseek in the log by high bits", move_log_by_high_bits, KILLED, KILLED},
    {"a copy of the log", copy_log, EMFILE, EMFILE},
    {"ftruncate of the log", cut_log, KILLED, KILLED},
    {"TIOCSTI", type_on_terminal, ENOTTY, ENOTTY},
    {"io_uring", ring, KILLED, KILLED},
    {"too many descriptors", many_descriptors, EMFILE, EMFILE},
    {"too large a file", huge_file, EFBIG, EFBIG},
#ifndef WITH_SANITIZER
    {"too much memory", huge_memory, ENOMEM, ENOMEM},
#endif
};

/* Exit statuses of a child that did not come to its attempt. */
enum { NO_SANDBOX = 200, NOT_ENTERED, NOT_NOBODY };

static void
enter_or_exit(enum sandbox_kind kind, bool as_nobody)
{
	struct buf err = BUF_MAX(512);
	struct sandbox *box;

	if (as_nobody &&
	    (setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
		setresuid(NOBODY, NOBODY, NOBODY) < 0))
		_exit(NOT_NOBODY);
	box = sandbox_prepare(&err);
	if (box == NULL)
		_exit(NO_SANDBOX);
	if (sandbox_enter(box, kind) < 0)
		_exit(NOT_ENTERED);
}

/* How an attempt is to end in a sandbox of that kind on this machine. */
static int
wanted(const struct attempt *a, enum sandbox_kind kind)
{
	const bool landlock = landlock_abi() > 0;

	if (kind == SANDBOX_PLAIN)
		return a->want;
	switch (a->want_documents) {
	case LOOKS:
		return landlock ? 0 : ENOENT;
	case CLOSED:
		return landlock ? EACCES : ENOENT;
	case KEPT:
		return landlock ? EROFS : KILLED;
	case HAS:
		return landlock ? a->try() : ENOENT;
	default:
		return a->want_documents;
	}
}

/* How an attempt ended, as in struct attempt. */
static int
outcome_of(const struct attempt *a, enum sandbox_kind kind, bool as_nobody)
{
	int status, pair[2];
	pid_t pid;

	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		alarm(20);
		dup2(pair[0], 0);
		close_range(3, ~0u, 0);
		enter_or_exit(kind, as_nobody);
		_exit(a->try());
	}
	close(pair[0]);
	close(pair[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void
try_kind(enum sandbox_kind kind, bool as_nobody)
{
	size_t i;
	int got, want;

	for (i = 0; i < COUNT(attempts); i++) {
		got = outcome_of(&attempts[i], kind, as_nobody);
		want = wanted(&attempts[i], kind);
		if (got != want)
			fail_msg("%s, %s%s: got %d, want %d (minus: a signal)",
			    attempts[i].name, sandbox_kind_name(kind),
			    as_nobody ? ", as nobody" : "", got, want);
	}
}

static void
try_all(bool as_nobody)
{
	try_kind(SANDBOX_PLAIN, as_nobody);
	try_kind(SANDBOX_DOCUMENTS, as_nobody);
}

/* Whoever we are, every way out is shut and the work itself is not. */
static void
as_we_are(void **state)
{
	(void)state;
	try_all(false);
}

/* The same holds for an ordinary user when the tests run as root. */
static void
as_nobody(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	try_all(true);
}

/* The line of a /proc file that begins with name; "" when there is none. */
static const char *
proc_line(pid_t pid, const char *file, const char *name)
{
	static char line[256];
	char path[64];
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
	f = fopen(path, "re");
	assert_non_null(f);
	while (fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, name, strlen(name)) == 0) {
			fclose(f);
			return line;
		}
	fclose(f);
	return "";
}

static void
expect_line(pid_t pid, const char *file, const char *name, const char *want)
{
	const char *line = proc_line(pid, file, name);
	char first[64] = "";

	sscanf(line + (*line != '\0' ? strlen(name) : 0), "%63s", first);
	test_same(name, first, want);
}

/* Seen from outside: limits, no new privileges, and the filter. */
static void
look_at(enum sandbox_kind kind, const char *files)
{
	int ready[2];
	char c;
	pid_t pid;

	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		alarm(20);
		enter_or_exit(kind, false);
		if (write(ready[1], "x", 1) == 1)
			poll(NULL, 0, 20000);
		_exit(0);
	}
	close(ready[1]);
	if (read(ready[0], &c, 1) != 1)
		fail_msg("the child did not enter");
	close(ready[0]);
	expect_line(pid, "limits", "Max core file size", "0");
	expect_line(pid, "limits", "Max processes", "0");
	expect_line(pid, "limits", "Max open files", files);
	expect_line(pid, "limits", "Max file size", "268435456");
#ifndef WITH_SANITIZER
	expect_line(pid, "limits", "Max address space", "2147483648");
#endif
	expect_line(pid, "status", "NoNewPrivs:", "1");
	expect_line(pid, "status", "Seccomp:", "2");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void
seen_from_outside(void **state)
{
	(void)state;
	look_at(SANDBOX_PLAIN, "16");
	look_at(SANDBOX_DOCUMENTS, "32");
}

/* A limit that is lower already stays, and is no reason not to start. */
static void
lower_limits_stay(void **state)
{
	const struct rlimit low = {9, 9};
	int status;
	pid_t pid;

	(void)state;
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		alarm(20);
		close_range(3, ~0u, 0);
		if (setrlimit(RLIMIT_NOFILE, &low) < 0)
			_exit(NOT_ENTERED);
		enter_or_exit(SANDBOX_PLAIN, geteuid() == 0);
		_exit(memfd_new("ok") >= 0 && many_descriptors() == EMFILE ? 0
									   : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* It says of itself what holds, in words that fit a log line. */
static void
describes_itself(void **state)
{
	struct buf err = BUF_MAX(512);
	struct sandbox *box;
	const char *text;
	int status;
	pid_t pid;

	(void)state;
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		box = sandbox_prepare(&err);
		if (box == NULL)
			_exit(NO_SANDBOX);
		text = sandbox_describe(box);
		status = strncmp(text, "seccomp landlock=", 17) == 0 &&
			 strstr(text, " namespaces=") != NULL;
		sandbox_free(box);
		sandbox_free(NULL);
		_exit(status ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(as_we_are),
	    cmocka_unit_test(as_nobody),
	    cmocka_unit_test(seen_from_outside),
	    cmocka_unit_test(lower_limits_stay),
	    cmocka_unit_test(describes_itself),
	};

	tester = getpid();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
