/* SPDX-License-Identifier: MIT
 *
 * test_log_pipe.c - lines of another process become events of ours.
 */
#include "daemon/log-pipe.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/fd.h"
#include "base/limits.h"

/* What log_pipe_forward logs of the bytes, in `calls` calls. */
static char *
logged(const char *bytes, size_t len, int calls)
{
	struct buf said = BUF_MAX(1u << 20);
	char path[] = "/tmp/probity-log-pipe-XXXXXX";
	struct log_pipe p;
	int file = mkstemp(path), kept = dup(STDERR_FILENO);

	assert_true(file >= 0 && kept >= 0);
	assert_int_equal(log_pipe_open(&p), 0);
	assert_int_equal(fd_write_all(p.write, bytes, len), 0);
	assert_true(dup2(file, STDERR_FILENO) >= 0);
	while (calls-- > 0)
		log_pipe_forward(&p);
	assert_true(dup2(kept, STDERR_FILENO) >= 0);
	assert_int_equal(fd_read_file(path, &said), 0);
	unlink(path);
	close(file);
	close(kept);
	close(p.read);
	close(p.write);
	buf_free(&p.line);
	return buf_take(&said);
}

static size_t
count_lines(const char *s)
{
	size_t n = 0;

	for (; (s = strchr(s, '\n')) != NULL; s++)
		n++;
	return n;
}

/* Each line is one event; half a line waits for its end; empty ones and NULs
 * say nothing; and a control cannot forge a line or move a terminal. */
static void
lines(void **state)
{
	static const struct {
		const char *name, *bytes;
		size_t len, lines;
		const char *has;
	} cases[] = {
	    {"two", "one\ntwo\n", 8, 2, "inspect-says text=\"two\"\n"},
	    {"half", "one\nhal", 7, 1, "text=\"one\"\n"},
	    {"empty", "\n\n\n", 3, 0, ""},
	    {"NUL", "a\0b\n", 4, 1, "text=\"ab\"\n"},
	    {"controls", "a\x1b[31m\rb\n", 9, 1, "text=\"a?[31m?b\"\n"},
	};
	size_t i;
	char *said;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		said = logged(cases[i].bytes, cases[i].len, 2);
		if (count_lines(said) != cases[i].lines ||
		    strstr(said, cases[i].has) == NULL)
			fail_msg("%s:\n got: %s\nwant: %s", cases[i].name, said,
			    cases[i].has);
		free(said);
	}
}

/* A line without end is cut to a log line's length, and a flood is taken a
 * little at a time. */
static void
bounds(void **state)
{
	char flood[40000];
	char *said;

	(void)state;
	memset(flood, 'x', sizeof flood);
	flood[sizeof flood - 1] = '\n';
	said = logged(flood, sizeof flood, 20);
	assert_int_equal(count_lines(said), 1);
	assert_in_range(strlen(said), 500, LIMIT_LOG_LINE + 64);
	free(said);
	memset(flood, '\n', sizeof flood);
	for (size_t i = 0; i < sizeof flood; i += 2)
		flood[i] = 'y';
	said = logged(flood, sizeof flood, 1);
	assert_in_range(count_lines(said), 1, 4096);
	free(said);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines),
	    cmocka_unit_test(bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
