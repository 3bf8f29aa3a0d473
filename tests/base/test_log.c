/* SPDX-License-Identifier: MIT
 *
 * test_log.c - one line per event: queue id, event word, key=value.
 *
 * Standard error is led into a pipe; what comes out of it is compared.
 */
#include "base/log.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/limits.h"
#include "lib/test.h"

static char out[1 << 20];

/* Runs fn with standard error led into a file, and leaves in `out` what it
 * wrote. */
static void
capture(void (*fn)(void))
{
	FILE *f = tmpfile();
	int keep = dup(STDERR_FILENO);
	size_t n;

	assert_non_null(f);
	assert_true(keep >= 0);
	fcntl(fileno(f), F_SETFL, O_APPEND);
	assert_true(dup2(fileno(f), STDERR_FILENO) >= 0);
	fn();
	assert_true(dup2(keep, STDERR_FILENO) >= 0);
	close(keep);
	rewind(f);
	n = fread(out, 1, sizeof out - 1, f);
	out[n] = '\0';
	fclose(f);
}

/* The line after "probityd[pid]: ". */
static const char *
after_ident(const char *line)
{
	char want[32];

	snprintf(want, sizeof want, "probityd[%d]: ", (int)getpid());
	if (strncmp(line, want, strlen(want)) != 0)
		fail_msg("got '%s', want it to begin '%s'", line, want);
	return line + strlen(want);
}

static void
one_of_each(void)
{
	log_info("4ABC", "pass", "size=%d", 12);
	log_warn(NULL, "start", "%s", "");
	log_error("4ABC", "held", "rule=%s", "nino");
}

/* Each event is one line: id or "-", event word, pairs; only what is not
 * normal life says so. */
static void
lines(void **state)
{
	char *save, *line;

	(void)state;
	unsetenv("JOURNAL_STREAM");
	log_open("probityd", false);
	capture(one_of_each);
	line = strtok_r(out, "\n", &save);
	test_same("info", after_ident(line), "4ABC: pass size=12");
	line = strtok_r(NULL, "\n", &save);
	test_same("warning", after_ident(line), "warning: -: start ");
	line = strtok_r(NULL, "\n", &save);
	test_same("error", after_ident(line), "error: 4ABC: held rule=nino");
	assert_null(strtok_r(NULL, "\n", &save));
}

/* Under the journal a line starts with its priority and leaves the name to
 * the journal. */
static void
journal(void **state)
{
	(void)state;
	setenv("JOURNAL_STREAM", "8:1234", 1);
	log_open("probityd", false);
	capture(one_of_each);
	test_same("lines", out,
	    "<6>4ABC: pass size=12\n<4>warning: -: start \n"
	    "<3>error: 4ABC: held rule=nino\n");
	unsetenv("JOURNAL_STREAM");
	log_open("probityd", false);
}

static void
hostile(void)
{
	log_info("4A\nBC", "pass", "file=%s", "a\nforged: held\r\033[2J\177b");
}

/* Hostile text can neither begin a line of its own nor steer a terminal. */
static void
controls(void **state)
{
	(void)state;
	capture(hostile);
	test_same("line", after_ident(out),
	    "4A?BC: pass file=a?forged: held??[2J?b\n");
}

static void
endless(void)
{
	static char text[3 * LIMIT_LOG_LINE];

	memset(text, 'x', sizeof text - 1);
	log_info("4ABC", "pass", "%s", text);
	log_info(text, "pass", "n=%d", 1);
}

/* A line longer than the limit is cut and is still one line. */
static void
long_lines(void **state)
{
	char *end;

	(void)state;
	capture(endless);
	end = strchr(out, '\n');
	assert_non_null(end);
	assert_true(end - out <= LIMIT_LOG_LINE + 64);
	assert_true(end - out >= LIMIT_LOG_LINE - 1);
	assert_non_null(strchr(end + 1, '\n'));
	assert_int_equal(strchr(end + 1, '\n')[1], '\0');
}

#define THREADS 4
#define LINES_EACH 300

static void *
chatter(void *arg)
{
	int i;

	for (i = 0; i < LINES_EACH; i++)
		log_info("4ABC", "pass", "thread=%s n=%d end", (char *)arg, i);
	return NULL;
}

static void
all_chatter(void)
{
	static char names[THREADS][64];
	pthread_t t[THREADS];
	int i;

	for (i = 0; i < THREADS; i++) {
		memset(names[i], 'a' + i, sizeof names[i] - 1);
		pthread_create(&t[i], NULL, chatter, names[i]);
	}
	for (i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
}

/* Lines of several threads never mix. */
static void
threads(void **state)
{
	char *save, *line;
	int n = 0;

	(void)state;
	capture(all_chatter);
	for (line = strtok_r(out, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save), n++) {
		after_ident(line);
		if (strlen(line) < 4 ||
		    strcmp(line + strlen(line) - 4, " end") != 0)
			fail_msg("mixed line: '%s'", line);
	}
	assert_int_equal(n, THREADS * LINES_EACH);
}

static int child_status;

/* Runs fn in a child without core dumps and keeps how it ended. */
static void
in_child(void (*fn)(void))
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
		signal(SIGABRT, SIG_DFL);
		fn();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &child_status, 0), pid);
}

static void
die_fatally(void)
{
	log_fatal("start", "what=%s", "no config");
}

static void
die_in_panic(void)
{
	log_panic("state", "n=%d", 3);
}

static void
fatal_child(void)
{
	in_child(die_fatally);
}

static void
panic_child(void)
{
	in_child(die_in_panic);
}

/* A broken world ends with EX_TEMPFAIL, so that an MTA tries again; our own
 * bug ends with an abort; both say why first. */
static void
endings(void **state)
{
	(void)state;
	capture(fatal_child);
	assert_true(WIFEXITED(child_status));
	assert_int_equal(WEXITSTATUS(child_status), EX_TEMPFAIL);
	assert_non_null(strstr(out, "fatal: -: start what=no config\n"));
	capture(panic_child);
	assert_true(WIFSIGNALED(child_status));
	assert_int_equal(WTERMSIG(child_status), SIGABRT);
	assert_non_null(strstr(out, "panic: -: state n=3\n"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines),
	    cmocka_unit_test(journal),
	    cmocka_unit_test(controls),
	    cmocka_unit_test(long_lines),
	    cmocka_unit_test(threads),
	    cmocka_unit_test(endings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
