/* SPDX-License-Identifier: MIT
 *
 * test_channel.c - words arrive one by one, with what was passed along.
 */
#include "daemon/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/fd.h"

/* A word with text and service comes out as it went in. */
static void
words(void **state)
{
	static const struct {
		const char *word, *text;
		bool pass;
		const char *want;
	} cases[] = {
	    {"ready", NULL, false, "ready"},
	    {"failed", "no such file: x", false, "failed no such file: x"},
	    {"failed", "", false, "failed "},
	    {"service", NULL, true, "service"},
	    {"reload", "%s%n", true, "reload %s%n"},
	};
	char text[CHANNEL_TEXT_MAX + 1];
	struct service service, passed;
	int pair[2], fds[2];
	size_t i;

	(void)state;
	assert_int_equal(channel_pair(pair), 0);
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	service = (struct service){fds[0], fds[1]};
	for (i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    channel_say(pair[0], cases[i].word, cases[i].text,
			cases[i].pass ? &service : NULL),
		    0);
	for (i = 0; i < COUNT(cases); i++) {
		passed = (struct service){-2, -2};
		assert_int_equal(channel_hear(pair[1], text, &passed),
		    strlen(cases[i].want));
		test_same("word", text, cases[i].want);
		assert_int_equal(passed.plain >= 0, cases[i].pass);
		assert_int_equal(passed.documents >= 0, cases[i].pass);
		if (!cases[i].pass)
			continue;
		assert_true((fcntl(passed.plain, F_GETFD) & FD_CLOEXEC) != 0);
		/* The pipe's ends, in their order. */
		assert_true(write(passed.documents, "x", 1) == 1 &&
			    read(passed.plain, text, 1) == 1);
		exchange_close(&passed);
	}
	close(fds[0]);
	close(fds[1]);
	close(pair[0]);
	assert_int_equal(channel_hear(pair[1], text, &passed), 0);
	assert_int_equal(passed.plain, -1);
	test_same("closed", text, "");
	assert_int_equal(channel_say(pair[1], "ready", NULL, NULL), -1);
	close(pair[1]);
}

/* A text too long is cut, not lost: it is for people. */
static void
long_text(void **state)
{
	char longest[10000], text[CHANNEL_TEXT_MAX + 1];
	struct service passed;
	int pair[2];

	(void)state;
	memset(longest, 'a', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	assert_int_equal(channel_pair(pair), 0);
	assert_int_equal(channel_say(pair[0], "failed", longest, NULL), 0);
	assert_int_equal(channel_hear(pair[1], text, &passed), 4007);
	assert_int_equal(strlen(text), 4007);
	close(pair[0]);
	close(pair[1]);
}

/* A packet that is longer than any of ours, or carries more, is refused, and
 * what came with it is closed. */
static void
not_ours(void **state)
{
	char big[CHANNEL_TEXT_MAX + 10] = "x", text[CHANNEL_TEXT_MAX + 1];
	struct service passed;
	int pair[2], fds[3], next;

	(void)state;
	assert_int_equal(channel_pair(pair), 0);
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	fds[2] = fds[0];
	next = dup(fds[0]);
	close(next);
	assert_int_equal(
	    send(pair[0], big, sizeof big, MSG_NOSIGNAL), sizeof big);
	assert_int_equal(channel_hear(pair[1], text, &passed), -1);
	assert_int_equal(errno, EBADMSG);
	assert_int_equal(fd_pass(pair[0], "service", 7, fds, 3), 0);
	assert_int_equal(channel_hear(pair[1], text, &passed), -1);
	assert_int_equal(errno, EBADMSG);
	assert_int_equal(passed.plain, -1);
	assert_int_equal(dup(fds[0]), next);
	close(next);
	close(fds[0]);
	close(fds[1]);
	close(pair[0]);
	close(pair[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words),
	    cmocka_unit_test(long_text),
	    cmocka_unit_test(not_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
