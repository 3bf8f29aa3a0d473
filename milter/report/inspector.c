/* SPDX-License-Identifier: MIT
 *
 * inspector.c - starts a probity-inspect and waits until it is ready.
 */
#include "report/inspector.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"

#ifndef PROBITY_LIBEXECDIR
#define PROBITY_LIBEXECDIR "/usr/libexec/probity"
#endif

/* Rules compile within a second or two; a loaded machine may need more. */
#define READY_MS 60000
#define PROGRAM "probity-inspect"
/* Where it finds the document workers' queue; 0 is the plain ones'. */
#define DOCUMENTS_QUEUE 3
/* What compiles beside those that serve gives way to them. */
#define POLITE 10

const char *
inspector_path(void)
{
	static char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 64);
	char *slash;

	path[n > 0 ? n : 0] = '\0';
	slash = strrchr(path, '/');
	if (slash != NULL) {
		snprintf(slash + 1, 64, "%s", PROGRAM);
		if (access(path, X_OK) == 0)
			return path;
	}
	snprintf(path, sizeof path, "%s/%s", PROBITY_LIBEXECDIR, PROGRAM);
	return path;
}

/* Becomes the program; returns when it cannot. */
static void
execute(const struct inspector_options *o, const char *path)
{
	char workers[16];
	const char *argv[12] = {PROGRAM, "-c", o->config};
	/* Read by OpenMP's library before main: workers may make no thread. */
	char threads[] = "OMP_THREAD_LIMIT=1";
	char *const environment[] = {threads, NULL};
	sigset_t none;
	int n = 3;

	snprintf(workers, sizeof workers, "%u", o->workers);
	if (o->user != NULL && *o->user != '\0') {
		argv[n++] = "-u";
		argv[n++] = o->user;
	}
	if (o->workers > 0) {
		argv[n++] = "-w";
		argv[n++] = workers;
	}
	if (o->engine != NULL) {
		argv[n++] = "-e";
		argv[n++] = o->engine;
	}
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	setpgid(0, 0); /* a terminal's ^C is the starter's to handle */
	execve(path, (char *const *)(uintptr_t)argv, environment);
}

/* Makes `to` a copy of fd that outlives exec. 0 or -1. */
static int
give(int fd, int to)
{
	return fd == to ? fcntl(fd, F_SETFD, 0) : dup2(fd, to) < 0 ? -1 : 0;
}

static void
become_inspector(const struct inspector_options *o, const char *path,
    const struct service *queues, int tell)
{
	/* The last one may fall on a descriptor that was needed till then. */
	if (give(queues->plain, 0) == 0 && give(tell, 1) == 0 &&
	    (o->log < 0 || give(o->log, 2) == 0) &&
	    give(queues->documents, DOCUMENTS_QUEUE) == 0)
		execute(o, path);
	_exit(127);
}

static void
describe(struct inspector *i, const char *words)
{
	i->stopgap = strncmp(words, "stopgap ", 8) == 0;
	snprintf(i->described, sizeof i->described, "%s",
	    i->stopgap ? words + 8 : words);
}

/* Reads the one line "ready …" or "failed …". */
static int
await_ready(int fd, const char *path, struct inspector *i, struct buf *ret_err)
{
	struct buf line = BUF_MAX(4096);
	int64_t deadline = clock_ms() + READY_MS;
	char c = 0;
	int ret = -1;

	while (c != '\n' && !buf_failed(&line)) {
		if (fd_wait(fd, POLLIN, deadline) < 0 || read(fd, &c, 1) != 1)
			break;
		if (c != '\n')
			buf_addc(&line, c);
	}
	if (c != '\n' || buf_failed(&line)) {
		buf_addf(ret_err, "%s did not start", path);
	} else if (strncmp(buf_str(&line), "ready ", 6) == 0) {
		describe(i, buf_str(&line) + 6);
		ret = 0;
	} else {
		buf_adds(ret_err, strncmp(buf_str(&line), "failed ", 7) == 0
				      ? buf_str(&line) + 7
				      : buf_str(&line));
	}
	buf_free(&line);
	return ret;
}

int
inspector_start(const struct inspector_options *o, struct inspector *ret,
    struct buf *ret_err)
{
	const char *path = o->program != NULL ? o->program : inspector_path();
	struct inspector i = {.service = SERVICE_NONE};
	struct service queues = SERVICE_NONE;
	int tell[2] = {-1, -1}, ok;

	if (exchange_pairs(&i.service, &queues) < 0 ||
	    pipe2(tell, O_CLOEXEC) < 0 || (i.pid = fork()) < 0) {
		buf_addf(ret_err, "cannot start %s: %s", path, strerror(errno));
		exchange_close(&i.service);
		exchange_close(&queues);
		if (tell[0] >= 0) {
			close(tell[0]);
			close(tell[1]);
		}
		return -1;
	}
	if (i.pid == 0)
		become_inspector(o, path, &queues, tell[1]);
	exchange_close(&queues);
	close(tell[1]);
	ok = await_ready(tell[0], path, &i, ret_err);
	close(tell[0]);
	if (ok < 0) {
		exchange_close(&i.service);
		kill(i.pid, SIGKILL);
		waitpid(i.pid, NULL, 0);
		return -1;
	}
	*ret = i;
	return 0;
}

pid_t
inspector_compile(const struct inspector_options *o)
{
	struct inspector_options compile = *o;
	const char *path = o->program != NULL ? o->program : inspector_path();
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	compile.engine = "store";
	compile.user = NULL; /* the cache is its starter's to write */
	if (setpriority(PRIO_PROCESS, 0, POLITE) == 0 && fd_null(0) == 0 &&
	    fd_null(1) == 0 && (o->log < 0 || give(o->log, 2) == 0))
		execute(&compile, path);
	_exit(127);
}

void
inspector_close(struct inspector *i)
{
	exchange_close(&i->service);
}
