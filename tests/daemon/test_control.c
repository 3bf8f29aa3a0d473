/* SPDX-License-Identifier: MIT
 *
 * test_control.c - an operator is heard, and cannot hold the supervisor up.
 */
#include "daemon/control.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/fd.h"
#include "config/files.h"

struct operator
{
	const char *dir, *word;
	struct buf answer;
	int ret;
	pthread_t thread;
};

static void *
ask(void *arg)
{
	struct operator* o = arg;

	o->ret = control_ask(o->dir, o->word, &o->answer);
	return NULL;
}

static int
listen_in(const char *dir)
{
	struct buf err = BUF_MAX(512);
	int fd = control_listen(dir, &err);

	if (fd < 0)
		fail_msg("%s", buf_str(&err));
	return fd;
}

/* A word goes there, an answer comes back. */
static void
word_and_answer(void **state)
{
	static const struct {
		const char *word, *answer;
	} cases[] = {
	    {"reload", "ok reloaded"},
	    {"status", ""},
	    {"0123456789012345678901234567890", "failed unknown word"},
	};
	const char *dir = files_folder();
	struct operator o;
	int listener = listen_in(dir), connection;
	char word[33];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		o = (struct operator){
		    .dir = dir, .word = cases[i].word, .answer = BUF_MAX(4200)};
		assert_int_equal(pthread_create(&o.thread, NULL, ask, &o), 0);
		connection = control_accept(listener, word);
		assert_true(connection >= 0);
		test_same("word", word, cases[i].word);
		control_answer(connection, cases[i].answer);
		pthread_join(o.thread, NULL);
		assert_int_equal(o.ret, 0);
		test_same("answer", buf_str(&o.answer), cases[i].answer);
		buf_free(&o.answer);
	}
	close(listener);
	files_remove();
}

static int
connect_to(const char *dir)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(a.sun_path, sizeof a.sun_path, "%s/control", dir);
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
	return fd;
}

/* A client that says nothing, too much, or goes costs a second at most, and is
 * hung up on. */
static void
bad_clients(void **state)
{
	static const char *const says[] = {"", "relo",
	    "01234567890123456789012345678901234567890\n",
	    "01234567890123456789012345678901\n"};
	const char *dir = files_folder();
	int listener = listen_in(dir), fd, gone;
	char word[33], c;
	int64_t start;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(says); i++)
		for (gone = 0; gone < 2; gone++) {
			fd = connect_to(dir);
			assert_int_equal(
			    fd_write_all(fd, says[i], strlen(says[i])), 0);
			if (gone)
				close(fd);
			start = clock_ms();
			assert_int_equal(control_accept(listener, word), -1);
			assert_true(clock_ms() - start < 5000);
			if (!gone) {
				/* Unread bytes make it a reset. */
				assert_true(read(fd, &c, 1) <= 0);
				close(fd);
			}
		}
	close(listener);
	files_remove();
}

/* An operator who does not read the answer costs a second at most. */
static void
deaf_client(void **state)
{
	const char *dir = files_folder();
	int listener = listen_in(dir), fd = connect_to(dir), connection;
	char word[33];
	static char much[4 << 20];
	int64_t start;

	(void)state;
	memset(much, 'a', sizeof much - 1);
	assert_int_equal(fd_write_all(fd, "status\n", 7), 0);
	connection = control_accept(listener, word);
	assert_true(connection >= 0);
	start = clock_ms();
	control_answer(connection, much);
	assert_true(clock_ms() - start < 5000);
	close(fd);
	close(listener);
	files_remove();
}

/* Only owner and group may speak; what an earlier daemon left is replaced. */
static void
mode_and_leftovers(void **state)
{
	const char *dir = files_folder();
	char path[4096];
	struct stat st;
	int first, second;

	(void)state;
	snprintf(path, sizeof path, "%s/control", dir);
	first = listen_in(dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0660);
	close(first);
	second = listen_in(dir);
	assert_int_equal(stat(path, &st), 0);
	close(connect_to(dir));
	close(second);
	files_remove();
}

/* Nobody there, or a path no socket can have, is said in a sentence. */
static void
nobody_there(void **state)
{
	const char *dir = files_folder();
	struct buf text = BUF_MAX(4200);
	char deep[200];

	(void)state;
	memset(deep, 'd', sizeof deep - 1);
	deep[0] = '/';
	deep[sizeof deep - 1] = '\0';
	assert_int_equal(control_ask(dir, "status", &text), -1);
	assert_non_null(strstr(buf_str(&text), "does not answer"));
	buf_reset(&text);
	assert_int_equal(control_ask(deep, "status", &text), -1);
	assert_non_null(strstr(buf_str(&text), strerror(ENAMETOOLONG)));
	buf_reset(&text);
	assert_int_equal(control_listen(deep, &text), -1);
	assert_non_null(strstr(buf_str(&text), "too long"));
	buf_reset(&text);
	assert_int_equal(control_listen("/nowhere/at/all", &text), -1);
	assert_non_null(strstr(buf_str(&text), "/nowhere/at/all/control"));
	buf_free(&text);
	files_remove();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(word_and_answer),
	    cmocka_unit_test(bad_clients),
	    cmocka_unit_test(deaf_client),
	    cmocka_unit_test(mode_and_leftovers),
	    cmocka_unit_test(nobody_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
