/* SPDX-License-Identifier: MIT
 *
 * test_held.c - `probity held`: what it prints, what it records, how it exits.
 */
#include "cli/cli.h"

#include "lib/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/random.h"
#include "cli/outcome.h"
#include "cli/rows.h"
#include "store/fixture.h"

static struct held_row rows[] = {
    {
	.id = "01J00000000000000000000001",
	.state = HELD_HELD,
	.received = 1000000000,
	.changed = 1000000000,
	.queue_id = "4F1A2B",
	.sender = "jo@council.example",
	.first_rcpt = "<a@example.org>",
	.nheld = 3,
	.size = 10240,
	.routes = 1u << ROUTE_DPO | 1u << ROUTE_CLERK,
	.severe = true,
	.action = "hold",
	.rules = "nino, home-address",
	.seen = 2,
    },
    {
	.id = "01J00000000000000000000002",
	.state = HELD_UNKNOWN,
	.received = 1000000060,
	.changed = 1000000060,
	.sender = "",
	.first_rcpt = "<j\xc3\xb6@example.org>",
	.nheld = 1,
	.size = 200,
	.action = "ask",
	.rules = "",
	.attempts = 1,
	.seen = 1,
	.last_reply = "lost\r\n\x1b[2J",
    },
};

/* Columns are aligned, long cells cut, and no byte of a message reaches the
 * terminal as a control. */
static void
table(void **state)
{
	struct held_list l = {rows, COUNT(rows)};
	struct held_row wide = rows[0];
	struct buf out = BUF_MAX(100000);

	(void)state;
	assert_int_equal(rows_table(&l, &out), 0);
	test_same("table", buf_str(&out),
	    "ID                          WAITING SINCE     STATE    "
	    "FROM                TO                        ACTION        "
	    "SIZE   WHY\n"
	    "01J00000000000000000000001  2001-09-09 01:46  held     "
	    "jo@council.example  a@example.org and 2 more  hold, severe  "
	    "10 KB  nino, home-address\n"
	    "01J00000000000000000000002  2001-09-09 01:47  unknown  "
	    "<>                  j\xc3\xb6@example.org            ask          "
	    " "
	    "200 B  see 'show'\n");

	buf_reset(&out);
	wide.sender = "\x1b[2J\xff\xe2\x80\xae"
		      "a-very-long-local-part-indeed@council.example";
	l = (struct held_list){&wide, 1};
	assert_int_equal(rows_table(&l, &out), 0);
	assert_non_null(strstr(buf_str(&out),
	    "  ?[2J??a-very-long-local-part-in…  a@example.org"));

	buf_reset(&out);
	l.n = 0;
	assert_int_equal(rows_table(&l, &out), 0);
	test_same("none", buf_str(&out), "Nothing is held.\n");
	buf_free(&out);
}

/* One object a line, all fields always there. */
static void
json(void **state)
{
	struct buf out = BUF_MAX(10000);

	(void)state;
	assert_int_equal(rows_json(&rows[0], &out), 0);
	assert_int_equal(rows_json(&rows[1], &out), 0);
	test_same("json", buf_str(&out),
	    "{\"id\":\"01J00000000000000000000001\",\"state\":\"held\","
	    "\"received\":\"2001-09-09T01:46:40Z\","
	    "\"changed\":\"2001-09-09T01:46:40Z\",\"queue_id\":\"4F1A2B\","
	    "\"sender\":\"jo@council.example\","
	    "\"first_recipient\":\"a@example.org\",\"recipients\":3,"
	    "\"action\":\"hold\",\"severe\":true,"
	    "\"rules\":[\"nino\",\"home-address\"],"
	    "\"routes\":[\"dpo\",\"clerk\"],\"attempts\":0,"
	    "\"last_reply\":null,\"mta_queue_id\":null,\"seen\":2,"
	    "\"size\":10240}\n"
	    "{\"id\":\"01J00000000000000000000002\",\"state\":\"unknown\","
	    "\"received\":\"2001-09-09T01:47:40Z\","
	    "\"changed\":\"2001-09-09T01:47:40Z\",\"queue_id\":null,"
	    "\"sender\":\"\",\"first_recipient\":\"j\xc3\xb6@example.org\","
	    "\"recipients\":1,\"action\":\"ask\",\"severe\":false,"
	    "\"rules\":[],\"routes\":[],\"attempts\":1,"
	    "\"last_reply\":\"lost\\u000d\\u000a\\u001b[2J\","
	    "\"mta_queue_id\":null,\"seen\":1,\"size\":200}\n");
	buf_free(&out);
}

/* Every state a released message can be found in has its own sentence, and
 * only a stored 250 is success. */
static void
outcomes(void **state)
{
	static const struct {
		enum held_state state;
		bool running;
		int want;
		const char *sentence;
	} cases[] = {
	    {HELD_RELEASED, true, EXIT_PASS,
		"released: the MTA said 250 2.0.0 Ok\n"},
	    {HELD_RELEASING, true, EXIT_ABOVE,
		"decision recorded; not sent yet, probityd goes on trying: "
		"the MTA said 250 2.0.0 Ok\n"},
	    {HELD_RELEASING, false, EXIT_ABOVE,
		"decision recorded; probityd is not running: it will be sent "
		"when it starts\n"},
	    {HELD_HELD, true, EXIT_ABOVE,
		"the MTA refused: 250 2.0.0 Ok; still held\n"},
	    {HELD_UNKNOWN, true, EXIT_ABOVE,
		"the MTA was lost after it had the whole message (250 2.0.0 "
		"Ok): it may have been sent. Look in the MTA's log, then "
		"release it again, return it or discard it\n"},
	    {HELD_RETURNED, true, EXIT_ABOVE,
		"not done: already returned on 2001-09-09 01:46\n"},
	};
	struct buf out = BUF_MAX(1000);
	struct held h = {.row = {.changed = 1000000000,
			     .attempts = 1,
			     .last_reply = "250 2.0.0 Ok",
			     .mta_queue_id = "4F"}};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buf_reset(&out);
		h.row.state = cases[i].state;
		assert_int_equal(
		    outcome_release(&h, cases[i].running, &out), cases[i].want);
		test_same(held_state_name(h.row.state), buf_str(&out),
		    cases[i].sentence);
		assert_int_equal(
		    outcome_settled(&h), h.row.state != HELD_RELEASING);
	}
	buf_free(&out);
}

/* ---- the command itself, over a store ---- */

/* A config of the shipped parts whose store and lock are the fixture's. */
static void
write_config(const struct fixture *f, char path[128])
{
	char here[4096];
	FILE *file;

	snprintf(path, 128, "%s/probity.yaml", f->dir);
	assert_non_null(realpath(test_source("conf"), here));
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file,
	    "council:\n"
	    "  name: Town Council\n"
	    "  domains: [council.example]\n"
	    "  contact: the clerk\n"
	    "state_dir: %s\n"
	    "run_dir: %s\n"
	    "policy: %s/policy.yaml\n"
	    "lists: %s/lists\n"
	    "rules: ['%s/../rules']\n"
	    "notices:\n"
	    "  templates: %s/notices\n",
	    f->dir, f->dir, here, here, here, here);
	assert_int_equal(fclose(file), 0);
}

static int
up(void **state)
{
	char path[128];

	if (fixture_up(state) != 0)
		return -1;
	write_config(*state, path);
	return 0;
}

static int
down(void **state)
{
	struct fixture *f = *state;
	static const char *const names[] = {
	    "probity.yaml", "out", "err", "probityd.lock"};
	char path[128];
	size_t i;

	for (i = 0; i < COUNT(names); i++) {
		snprintf(path, sizeof path, "%s/%s", f->dir, names[i]);
		unlink(path);
	}
	return fixture_down(state);
}

/* Sends a standard stream to a file; returns the old one, for put_back. */
static int
capture(const struct fixture *f, FILE *stream, const char *name)
{
	char path[128];
	int fd, old;

	snprintf(path, sizeof path, "%s/%s", f->dir, name);
	fflush(stream);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	old = dup(fileno(stream));
	assert_true(fd >= 0 && old >= 0);
	dup2(fd, fileno(stream));
	close(fd);
	return old;
}

static void
put_back(FILE *stream, int old)
{
	fflush(stream);
	dup2(old, fileno(stream));
	close(old);
}

/* Runs `probity held` with up to four words and wants its exit status and a
 * piece of what it says, on standard output after 0, else on standard error. */
static void
held(const struct fixture *f, const char *const words[4], int want,
    const char *piece)
{
	struct buf said = BUF_MAX(1000000);
	char config[128], path[128], *argv[8];
	int out, err, argc = 0, got, i;

	snprintf(config, sizeof config, "%s/probity.yaml", f->dir);
	argv[argc++] = strdup("held");
	argv[argc++] = strdup("-c");
	argv[argc++] = strdup(config);
	for (i = 0; i < 4 && words[i] != NULL; i++)
		argv[argc++] = strdup(words[i]);
	argv[argc] = NULL;
	out = capture(f, stdout, "out");
	err = capture(f, stderr, "err");
	got = cli_held(argc, argv);
	put_back(stdout, out);
	put_back(stderr, err);
	snprintf(path, sizeof path, "%s/%s", f->dir, want ? "err" : "out");
	assert_int_equal(fd_read_file(path, &said), 0);
	if (got != want || strstr(buf_str(&said), piece) == NULL)
		fail_msg("held %s %s: exit %d, want %d\n got: %s\nwant: %s",
		    words[0], words[1], got, want, buf_str(&said), piece);
	while (argc > 0)
		free(argv[--argc]);
	buf_free(&said);
}

#define SAYS(want, piece, ...) \
	held(f, (const char *const[4]){__VA_ARGS__}, want, piece)

/* Wrong usage is 2 and says what is wrong; nothing is touched. */
static void
wrong_usage(void **state)
{
	struct fixture *f = *state;
	char id[27];

	fixture_message(f->s, id);
	SAYS(2, "usage: probity held", NULL);
	SAYS(2, "none of list, show", "burn", id);
	SAYS(2, "show takes one id", "show");
	SAYS(2, "list takes no id", "list", id);
	SAYS(2, "needs --why", "return", id);
	SAYS(2, "needs --why", "discard", id);
	SAYS(2, "is not an id", "show", "01J");
	SAYS(2, "not a number", "release", "--wait=x", id);
	SAYS(2, "not a number", "list", "--limit=0");
	SAYS(2, "none of held", "list", "--state=lost");
	SAYS(1, "no such message", "show", "01J00000000000000000000000");
	SAYS(1, "no such message", "show", "'; --%_~");
	SAYS(0, "\"state\":\"held\"", "list", "--json");
}

/* list, show and --original show one message each in its own way; the
 * beginning of an id will do, in either case. */
static void
looking(void **state)
{
	struct fixture *f = *state;
	char id[27], lower[27];
	size_t i;

	SAYS(0, "Nothing is held.", "list");
	fixture_message(f->s, id);
	for (i = 0; i < sizeof id; i++)
		lower[i] = (char)(id[i] >= 'A' ? id[i] | 0x20 : id[i]);
	SAYS(0, id, "list");
	SAYS(0, "State:      held since", "show", id);
	SAYS(0, "NI number MW", "show", lower);
	lower[25] = '\0';
	SAYS(0, "\"report\":{\"schema\":1", "show", "--json", lower);
	SAYS(0, "Bins.\r\n", "show", "--original", id);
	SAYS(0, "Nothing is held.", "list", "--state=released");
}

/* With no daemon a release is recorded and says so; a second one is refused,
 * and again with the date once the message is sent. */
static void
release(void **state)
{
	struct fixture *f = *state;
	char id[27], got[27];
	struct held h;

	fixture_message(f->s, id);
	SAYS(1, "probityd is not running", "release", "--who=ann",
	    "--why=public interest", id);
	SAYS(1, "already decided", "release", id);
	assert_int_equal(held_next(f->s, fixture_time, got), STORE_OK);
	assert_int_equal(held_final_dot(f->s, id), STORE_OK);
	assert_int_equal(held_sent(f->s, id, "250 Ok", "4F"), STORE_OK);
	SAYS(1,
	    "already released on 2001-09-09 01:46 by ann; the MTA "
	    "said 250 Ok",
	    "release", id);
	assert_int_equal(held_get(f->s, id, false, &h), STORE_OK);
	test_same("who", h.steps[1].who, "ann");
	test_same("why", h.steps[1].why, "public interest");
	held_free(&h);
}

/* With a daemon (its lock is held) release waits as long as it is told. */
static void
release_waits(void **state)
{
	struct fixture *f = *state;
	char id[27], path[128];
	int64_t start = clock_ms();
	int fd;

	fixture_message(f->s, id);
	snprintf(path, sizeof path, "%s/releaser.lock", f->dir);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	SAYS(1, "probityd goes on trying", "release", "--wait=1", id);
	assert_in_range(clock_ms() - start, 1000, 20000);
	close(fd);
}

/* return and discard end the matter, with one mail to the sender each. */
static void
refusals(void **state)
{
	static const char *const kinds[] = {"returned", "discarded"};
	struct fixture *f = *state;
	struct outgoing_row row = {0};
	char a[27], b[27];
	size_t i;

	fixture_message(f->s, a);
	fixture_message(f->s, b);
	SAYS(0, "returned; the sender is being told", "return",
	    "--why=use the portal", a);
	SAYS(1, "already returned on", "return", "--why=again", a);
	SAYS(1, "already returned on", "release", a);
	SAYS(0, "discarded; the sender is being told", "discard",
	    "--why=sent in error", b);
	for (i = 0; i < COUNT(kinds); i++) {
		assert_int_equal(
		    outgoing_next(f->s, fixture_time, &row), STORE_OK);
		test_same("kind", row.kind, kinds[i]);
		test_same("rcpt", row.rcpt, "jo@council.example");
		test_same("sender", row.sender, "");
		assert_non_null(strstr(
		    row.data, i == 0 ? "use the portal" : "sent in error"));
		outgoing_row_free(&row);
	}
	assert_int_equal(
	    outgoing_next(f->s, fixture_time, &row), STORE_NOT_FOUND);
}

/* A folder without a store stays without one. */
static void
no_store(void **state)
{
	struct fixture *f = *state;
	char path[128];

	store_close(f->s);
	f->s = NULL;
	snprintf(path, sizeof path, "%s/probity.db", f->dir);
	unlink(path);
	SAYS(2, "unable to open database file", "release",
	    "01J00000000000000000000000");
	assert_int_equal(access(path, F_OK), -1);
	f->s = fixture_open(f);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, up, down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(table),
	    cmocka_unit_test(json),
	    cmocka_unit_test(outcomes),
	    TEST(wrong_usage),
	    TEST(looking),
	    TEST(release),
	    TEST(release_waits),
	    TEST(refusals),
	    TEST(no_store),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	random_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
