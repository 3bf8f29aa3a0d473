/* SPDX-License-Identifier: MIT
 *
 * sandbox.c - where the bytes of a message are decoded, nothing can be done.
 *
 * Promises, in a plain build: a worker that tries to open a file is told that
 * it does not exist; one that tries anything else outside the list below
 * (a socket, a new process, executable memory, a signal to another) is killed
 * by the kernel, and its message becomes "cannot tell".
 *
 * WITH_SANITIZER relaxes exactly two things, here: no address-space limit, and
 * refusals answer EACCES instead of killing, because the sanitizers' run-time
 * maps terabytes and asks for calls of its own.
 *
 * BUGS: no PID namespace: its first process would have to stay as its init.
 * seccomp refuses kill, ptrace and process_vm_* in its stead.
 */
#include "extract/sandbox.h"

#include <errno.h>
#include <linux/capability.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <seccomp.h>

#include "base/limits.h"
#include "base/log.h"
#include "extract/landlock.h"

/* Descriptors a worker ever has open: 0 to 2, message, stream, texts. */
#define WORKER_FILES 16

struct sandbox {
	scmp_filter_ctx filter;
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
static const struct {
	int call;
	int error;
} absent[] = {
    {SCMP_SYS(open), ENOENT},
    {SCMP_SYS(openat), ENOENT},
    {SCMP_SYS(stat), ENOENT},
    {SCMP_SYS(lstat), ENOENT},
    {SCMP_SYS(statx), ENOENT},
    {SCMP_SYS(access), ENOENT},
    {SCMP_SYS(faccessat), ENOENT},
    {SCMP_SYS(faccessat2), ENOENT},
    {SCMP_SYS(readlink), ENOENT},
    {SCMP_SYS(readlinkat), ENOENT},
    {SCMP_SYS(getcwd), ENOENT},
    {SCMP_SYS(ioctl), ENOTTY},
    {SCMP_SYS(prlimit64), EPERM},
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

/* Of fcntl only what looks, copies or seals: F_SETOWN with F_SETSIG would send
 * any signal to any process of our user, and F_SETFL would change the queue
 * for all workers at once. */
static int
add_fcntl(scmp_filter_ctx f)
{
	static const int commands[] = {F_GETFD, F_SETFD, F_GETFL,
	    F_DUPFD_CLOEXEC, F_ADD_SEALS, F_GET_SEALS};
	size_t i;

	for (i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		const struct scmp_arg_cmp command = {.arg = 1,
		    .op = SCMP_CMP_EQ,
		    .datum_a = (scmp_datum_t)commands[i]};

		if (seccomp_rule_add_array(
			f, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, &command) < 0)
			return -1;
	}
	return 0;
}

/* lseek, but not on 0 to 2: the log may be a file, and is not to be written
 * over. */
static int
add_lseek(scmp_filter_ctx f)
{
	const struct scmp_arg_cmp own = {
	    .arg = 0, .op = SCMP_CMP_GT, .datum_a = 2};

	return seccomp_rule_add_array(
	    f, SCMP_ACT_ALLOW, SCMP_SYS(lseek), 1, &own);
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

static scmp_filter_ctx
build_filter(void)
{
	scmp_filter_ctx f = seccomp_init(REFUSE);
	size_t i;

	if (f == NULL)
		return NULL;
	for (i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
		if (seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0) < 0)
			goto fail;
	for (i = 0; i < sizeof absent / sizeof absent[0]; i++)
		if (seccomp_rule_add(f,
			SCMP_ACT_ERRNO((unsigned)absent[i].error),
			absent[i].call, 0) < 0)
			goto fail;
	if (add_memory_calls(f) < 0 || add_fcntl(f) < 0 || add_lseek(f) < 0 ||
	    add_fstat(f) < 0)
		goto fail;
	/* A binary tree of tests: each call costs log(n), not n. */
	seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	return f;
fail:
	seccomp_release(f);
	return NULL;
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

	for (i = 0; i < sizeof namespaces / sizeof namespaces[0]; i++)
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

	if (s == NULL || (s->filter = build_filter()) == NULL) {
		buf_adds(ret_err, "this kernel or build has no seccomp filter: "
				  "message bytes are not read without one");
		sandbox_free(s);
		return NULL;
	}
	s->landlock_abi = landlock_abi();
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
	if (s == NULL)
		return;
	if (s->filter != NULL)
		seccomp_release(s->filter);
	free(s);
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
limit_resources(void)
{
#ifndef WITH_SANITIZER
	if (limit(RLIMIT_AS, LIMIT_WORKER_BYTES) < 0)
		return -1;
#endif
	return limit(RLIMIT_CORE, 0) < 0 || limit(RLIMIT_NPROC, 0) < 0 ||
		       limit(RLIMIT_NOFILE, WORKER_FILES) < 0 ||
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
sandbox_enter(const struct sandbox *s)
{
	if (limit_resources() < 0)
		return refused("rlimit");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return refused("dumpable");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return refused("no-new-privs");
	if (drop_capabilities() < 0)
		return refused("capabilities");
	if (s->landlock_abi > 0 && landlock_deny_all(s->landlock_abi) < 0)
		return refused("landlock");
	if ((errno = -seccomp_load(s->filter)) != 0)
		return refused("seccomp");
	return 0;
}
