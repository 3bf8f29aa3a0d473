/* SPDX-License-Identifier: MIT
 *
 * sandbox.c - where the bytes of a message are decoded, nothing can be done.
 *
 * Promises, in a plain build: a worker that tries to open a file is told that
 * it does not exist; one that tries anything else outside the lists below
 * (a socket, a new process, executable memory, a signal to another) is killed
 * by the kernel, and its message becomes "cannot tell".
 *
 * A document worker may open files for reading, and the kernel's Landlock says
 * which: those below the folders of `readable`.  Where there is no Landlock it
 * is told that they do not exist, like any other worker; the libraries then do
 * with what they loaded before.
 *
 * WITH_SANITIZER relaxes exactly two things, here: no address-space limit, and
 * refusals answer EACCES instead of killing, because the sanitizers' run-time
 * maps terabytes and asks for calls of its own.
 *
 * BUGS: no PID namespace: its first process would have to stay as its init.
 * seccomp refuses kill, ptrace and process_vm_* in its stead.  Landlock says
 * nothing of looking: a document worker that was taken over could learn that a
 * file exists, its size and its times, wherever its user may look.
 */
#include "extract/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <seccomp.h>

#include "base/fd.h"
#include "base/limits.h"
#include "base/log.h"
#include "extract/landlock.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Descriptors a worker ever has open: 0 to 2, message, stream, texts; fonts. */
static const rlim_t worker_files[SANDBOX_KINDS] = {
    [SANDBOX_PLAIN] = 16, [SANDBOX_DOCUMENTS] = 32};

/* What a document worker may read: fonts and how they are chosen, poppler's
 * maps of characters, Tesseract's language data.  None of it is secret. */
static const char *const readable[] = {"/usr/share/fonts",
    "/usr/local/share/fonts", "/etc/fonts", "/usr/share/fontconfig",
    "/var/cache/fontconfig", "/usr/share/poppler", "/usr/share/ghostscript",
    "/usr/share/tesseract-ocr", "/usr/share/tessdata", NULL};
static const char *const nothing[] = {NULL};

struct sandbox {
	struct sock_fprog filter[SANDBOX_KINDS]; /* as the kernel has it */
	int landlock_abi;
	char described[128];
};

#ifdef WITH_SANITIZER
/* Not EPERM: libseccomp refuses a rule that says what the default says. */
#define REFUSE SCMP_ACT_ERRNO(EACCES)
#else
#define REFUSE SCMP_ACT_KILL_PROCESS
#endif

/* Needed by malloc, the exchange, timing and leaving; none names anything
 * outside the process but descriptors it already holds. */
static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(memfd_create),
    SCMP_SYS(recvmsg),
    SCMP_SYS(recvfrom),
    SCMP_SYS(sendmsg),
    SCMP_SYS(sendto),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sysinfo),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getrusage),
    SCMP_SYS(times),
    SCMP_SYS(alarm),
    SCMP_SYS(setitimer),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/* Libraries probe for files and terminals and live without them: answered as
 * if nothing were there. */
struct answer {
	int call;
	int error;
};
static const struct answer absent[] = {
    {SCMP_SYS(open), ENOENT},
    {SCMP_SYS(readlink), ENOENT},
    {SCMP_SYS(readlinkat), ENOENT},
    {SCMP_SYS(getcwd), ENOENT},
    {SCMP_SYS(ioctl), ENOTTY},
    {SCMP_SYS(prlimit64), EPERM},
    {0, 0},
};

/* Without files: nor do these find any. */
static const struct answer no_files[] = {
    {SCMP_SYS(openat), ENOENT},
    {SCMP_SYS(stat), ENOENT},
    {SCMP_SYS(lstat), ENOENT},
    {SCMP_SYS(statx), ENOENT},
    {SCMP_SYS(access), ENOENT},
    {SCMP_SYS(faccessat), ENOENT},
    {SCMP_SYS(faccessat2), ENOENT},
    {0, 0},
};

/* With files: what looks at them, at what is open, and who we are. */
static const int looking[] = {
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(fstatfs),
    SCMP_SYS(getdents64),
    SCMP_SYS(pread64),
    SCMP_SYS(fadvise64),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
};

/* fontconfig would keep what it found in a cache, and lives without. */
static const struct answer unchanged[] = {
    {SCMP_SYS(mkdir), EROFS},
    {SCMP_SYS(mkdirat), EROFS},
    {SCMP_SYS(unlink), EROFS},
    {SCMP_SYS(unlinkat), EROFS},
    {SCMP_SYS(link), EROFS},
    {SCMP_SYS(linkat), EROFS},
    {SCMP_SYS(rename), EROFS},
    {SCMP_SYS(renameat), EROFS},
    {SCMP_SYS(chmod), EROFS},
    {SCMP_SYS(utimensat), EROFS},
    {0, 0},
};

/* Memory, but none that could hold new code. */
static int
add_memory_calls(scmp_filter_ctx f)
{
	const struct scmp_arg_cmp no_exec =
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);

	return seccomp_rule_add_array(
		   f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_exec) < 0 ||
		       seccomp_rule_add_array(f, SCMP_ACT_ALLOW,
			   SCMP_SYS(mprotect), 1, &no_exec) < 0
		   ? -1
		   : 0;
}

/* Of fcntl only what looks or seals: F_SETOWN with F_SETSIG would send any
 * signal to any process of our user, F_SETFL would change the queue for all
 * workers at once, and a copy of the log could be moved as the log may not:
 * there is no room for copies. */
static int
add_fcntl(scmp_filter_ctx f)
{
	static const int commands[] = {
	    F_GETFD, F_SETFD, F_GETFL, F_ADD_SEALS, F_GET_SEALS};
	const struct scmp_arg_cmp copy = {
	    .arg = 1, .op = SCMP_CMP_EQ, .datum_a = F_DUPFD_CLOEXEC};
	size_t i;

	for (i = 0; i < COUNT(commands); i++) {
		const struct scmp_arg_cmp command = {.arg = 1,
		    .op = SCMP_CMP_EQ,
		    .datum_a = (scmp_datum_t)commands[i]};

		if (seccomp_rule_add_array(
			f, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, &command) < 0)
			return -1;
	}
	return seccomp_rule_add_array(
	    f, SCMP_ACT_ERRNO(EMFILE), SCMP_SYS(fcntl), 1, &copy);
}

/* lseek, but not on 0 to 2: the log may be a file, and is not to be written
 * over.  The kernel looks at the lower 32 bits of a descriptor only, so a plain
 * "greater than 2" would let 2^32 + 2 through: allowed are 3 itself and whatever
 * has a higher bit of those set. */
static int
add_lseek(scmp_filter_ctx f)
{
	const struct scmp_arg_cmp three =
	    SCMP_A0(SCMP_CMP_MASKED_EQ, UINT32_MAX, 3);
	uint32_t bit;

	if (seccomp_rule_add_array(
		f, SCMP_ACT_ALLOW, SCMP_SYS(lseek), 1, &three) < 0)
		return -1;
	for (bit = 4; bit != 0; bit <<= 1) {
		const struct scmp_arg_cmp higher =
		    SCMP_A0(SCMP_CMP_MASKED_EQ, bit, bit);

		if (seccomp_rule_add_array(
			f, SCMP_ACT_ALLOW, SCMP_SYS(lseek), 1, &higher) < 0)
			return -1;
	}
	return 0;
}

/* fstat in newer glibc: newfstatat(fd, "", …, AT_EMPTY_PATH). The flag is
 * compared, the path cannot be: with the flag and a path the kernel would look
 * at the path (and Landlock does not mind), so a worker that was taken over
 * could learn that a file exists, and its size, but never open it. */
static int
add_fstat(scmp_filter_ctx f)
{
	const int at_empty_path = 0x1000;
	const struct scmp_arg_cmp empty =
	    SCMP_A3(SCMP_CMP_MASKED_EQ, at_empty_path, at_empty_path);
	const struct scmp_arg_cmp path =
	    SCMP_A3(SCMP_CMP_MASKED_EQ, at_empty_path, 0);

	return seccomp_rule_add_array(
		   f, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1, &empty) < 0 ||
		       seccomp_rule_add_array(f, SCMP_ACT_ERRNO(ENOENT),
			   SCMP_SYS(newfstatat), 1, &path) < 0
		   ? -1
		   : 0;
}

/* openat for reading.  What an open may ask for besides is listed; any other
 * bit, known to this kernel or not, is answered as if nothing were there. */
static int
add_open(scmp_filter_ctx f)
{
	const uint32_t harmless =
	    O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
	const uint32_t other = ~harmless;
	const struct scmp_arg_cmp reading =
	    SCMP_A2(SCMP_CMP_MASKED_EQ, other, 0);
	uint32_t bit;

	if (seccomp_rule_add_array(
		f, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, &reading) < 0)
		return -1;
	for (bit = 1; bit != 0; bit <<= 1) {
		const struct scmp_arg_cmp set =
		    SCMP_A2(SCMP_CMP_MASKED_EQ, bit, bit);

		if ((other & bit) != 0 &&
		    seccomp_rule_add_array(f, SCMP_ACT_ERRNO(ENOENT),
			SCMP_SYS(openat), 1, &set) < 0)
			return -1;
	}
	return 0;
}

static int
add_allowed(scmp_filter_ctx f, const int *calls, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0) < 0)
			return -1;
	return 0;
}

static int
add_answers(scmp_filter_ctx f, const struct answer *a)
{
	for (; a->error != 0; a++)
		if (seccomp_rule_add(
			f, SCMP_ACT_ERRNO((unsigned)a->error), a->call, 0) < 0)
			return -1;
	return 0;
}

static int
add_files(scmp_filter_ctx f)
{
	return add_open(f) < 0 || add_allowed(f, looking, COUNT(looking)) < 0 ||
		       add_answers(f, unchanged) < 0
		   ? -1
		   : 0;
}

static int
add_no_files(scmp_filter_ctx f)
{
	return add_answers(f, no_files) < 0 || add_fstat(f) < 0 ? -1 : 0;
}

static scmp_filter_ctx
build_filter(bool files)
{
	scmp_filter_ctx f = seccomp_init(REFUSE);

	if (f == NULL)
		return NULL;
	if (add_allowed(f, allowed, COUNT(allowed)) < 0 ||
	    add_answers(f, absent) < 0 || add_memory_calls(f) < 0 ||
	    add_fcntl(f) < 0 || add_lseek(f) < 0 ||
	    (files ? add_files(f) : add_no_files(f)) < 0)
		goto fail;
	/* A binary tree of tests: each call costs log(n), not n. */
	seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	return f;
fail:
	seccomp_release(f);
	return NULL;
}

/* The filter as the kernel takes it, made once: a document worker is born for
 * every message. Takes f. 0 or -1. */
static int
compile_filter(scmp_filter_ctx f, struct sock_fprog *ret)
{
	struct buf program = BUF_MAX(sizeof *ret->filter * BPF_MAXINSNS);
	int fd = f != NULL ? memfd_new("filter") : -1;
	int ok = fd >= 0 && seccomp_export_bpf(f, fd) == 0 &&
		 lseek(fd, 0, SEEK_SET) == 0 && fd_read_rest(fd, &program) == 0;

	if (fd >= 0)
		close(fd);
	if (f != NULL)
		seccomp_release(f);
	ret->len = (unsigned short)(program.len / sizeof *ret->filter);
	if (ok)
		ret->filter = (void *)buf_take(&program);
	buf_free(&program);
	return ok && ret->filter != NULL ? 0 : -1;
}

static const struct {
	int flag;
	const char *name;
} namespaces[] = {
    {CLONE_NEWUSER, "user"},
    {CLONE_NEWNET, "net"},
    {CLONE_NEWIPC, "ipc"},
    {CLONE_NEWNS, "mount"},
    {CLONE_NEWUTS, "uts"},
};

/* Each on its own, since kernels and containers refuse different ones. */
static void
leave_namespaces(struct buf *out)
{
	size_t i, left = 0;

	for (i = 0; i < COUNT(namespaces); i++)
		if (unshare(namespaces[i].flag) == 0)
			buf_addf(out, "%s%s", left++ > 0 ? "," : "",
			    namespaces[i].name);
	if (left == 0)
		buf_adds(out, "none");
}

struct sandbox *
sandbox_prepare(struct buf *ret_err)
{
	struct buf spaces = BUF_MAX(64);
	struct buf text = BUF_MAX(sizeof((struct sandbox *)0)->described - 1);
	struct sandbox *s = calloc(1, sizeof *s);

	if (s != NULL)
		s->landlock_abi = landlock_abi();
	if (s == NULL ||
	    compile_filter(build_filter(false), &s->filter[SANDBOX_PLAIN]) <
		0 ||
	    compile_filter(build_filter(s->landlock_abi > 0),
		&s->filter[SANDBOX_DOCUMENTS]) < 0) {
		buf_adds(ret_err, "this kernel or build has no seccomp filter: "
				  "message bytes are not read without one");
		sandbox_free(s);
		return NULL;
	}
	leave_namespaces(&spaces);
	buf_addf(&text, "seccomp landlock=%d namespaces=%s", s->landlock_abi,
	    buf_str(&spaces));
	memcpy(s->described, buf_str(&text), text.len + 1);
	buf_free(&spaces);
	buf_free(&text);
	return s;
}

void
sandbox_free(struct sandbox *s)
{
	int kind;

	if (s == NULL)
		return;
	for (kind = 0; kind < SANDBOX_KINDS; kind++)
		free(s->filter[kind].filter);
	free(s);
}

const char *
sandbox_kind_name(enum sandbox_kind kind)
{
	static const char *const names[] = {"plain", "documents"};

	return names[kind];
}

const char *
sandbox_describe(const struct sandbox *s)
{
	return s->described;
}

/* Never above what we were given: that would need root. */
static int
limit(int resource, rlim_t value)
{
	struct rlimit r;

	if (getrlimit((__rlimit_resource_t)resource, &r) < 0)
		return -1;
	if (r.rlim_max > value)
		r.rlim_max = value;
	r.rlim_cur = r.rlim_max;
	return setrlimit((__rlimit_resource_t)resource, &r);
}

static int
limit_resources(enum sandbox_kind kind)
{
#ifndef WITH_SANITIZER
	if (limit(RLIMIT_AS, LIMIT_WORKER_BYTES) < 0)
		return -1;
#endif
	return limit(RLIMIT_CORE, 0) < 0 || limit(RLIMIT_NPROC, 0) < 0 ||
		       limit(RLIMIT_NOFILE, worker_files[kind]) < 0 ||
		       limit(RLIMIT_FSIZE, 4 * LIMIT_TEXT_BYTES) < 0
		   ? -1
		   : 0;
}

static int
refused(const char *step)
{
	log_error(
	    NULL, "sandbox-failed", "step=%s error=%s", step, strerror(errno));
	return -1;
}

/* Leaving a user namespace gave us all of them over the new one. */
static int
drop_capabilities(void)
{
	struct __user_cap_header_struct header = {
	    .version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0}};

	return (int)syscall(SYS_capset, &header, none);
}

int
sandbox_enter(const struct sandbox *s, enum sandbox_kind kind)
{
	const char *const *files =
	    kind == SANDBOX_DOCUMENTS ? readable : nothing;

	if (limit_resources(kind) < 0)
		return refused("rlimit");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return refused("dumpable");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return refused("no-new-privs");
	if (drop_capabilities() < 0)
		return refused("capabilities");
	if (s->landlock_abi > 0 &&
	    landlock_deny_all(s->landlock_abi, files) < 0)
		return refused("landlock");
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &s->filter[kind]) < 0)
		return refused("seccomp");
	return 0;
}
