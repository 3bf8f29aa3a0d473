/* SPDX-License-Identifier: MIT
 *
 * test_held_add.c - a message is held whole and once: repeats, races, kills.
 */
#include "store/store.h"

#include "lib/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/fixture.h"

static const char mail[] = "Subject: bins\r\n\r\nTuesday.\r\n";

/* Bytes, envelope, parameters and origin come back as they went in. */
static void
whole(void **state)
{
	struct fixture *f = *state;
	char data[1024], id[27];
	struct envelope e;
	struct held h;
	struct digest key;
	bool joined;
	size_t i;

	for (i = 0; i < sizeof data; i++)
		data[i] = (char)(i * 7); /* every byte, NUL too */
	fixture_envelope(&e, FIXTURE_RCPTS);
	assert_int_equal(
	    fixture_add(f->s, &e, data, sizeof data, id, &joined), STORE_OK);
	fixture_reopen(f);
	assert_int_equal(held_get(f->s, id, true, &h), STORE_OK);
	assert_int_equal(h.len, sizeof data);
	assert_memory_equal(h.data, data, sizeof data);
	key = held_key(&e, data, sizeof data);
	assert_true(digest_equal(&h.key, &key));
	assert_int_equal(h.envelope.nrcpts, e.nrcpts);
	assert_int_equal(h.row.nheld, e.nrcpts);
	for (i = 0; i < e.nrcpts; i++) {
		test_same("verbatim", h.envelope.rcpts[i].verbatim,
		    e.rcpts[i].verbatim);
		test_same(
		    "address", h.envelope.rcpts[i].address, e.rcpts[i].address);
		assert_int_equal(h.envelope.rcpts[i].params.n, 2);
		test_same("ORCPT", h.envelope.rcpts[i].params.v[1],
		    e.rcpts[i].params.v[1]);
	}
	test_same("sender", h.envelope.sender, "jo@council.example");
	assert_int_equal(h.envelope.params.n, 3);
	test_same("ENVID", h.envelope.params.v[2], "ENVID=QQ314159");
	test_same("auth", h.envelope.auth, "jo");
	test_same("addr", h.envelope.client_addr, "192.0.2.7");
	test_same("name", h.envelope.client_name, "pc.council.example");
	test_same("daemon", h.envelope.daemon_name, "smtpd");
	test_same("queue id", h.envelope.queue_id, "4F1A2B");
	assert_non_null(strstr(h.report, id));
	held_free(&h);
	envelope_free(&e);
}

/* Sizes around a piece and far above it, and nothing at all. */
static void
sizes(void **state)
{
	static const size_t lens[] = {0, 1, STORE_PIECE - 1, STORE_PIECE,
	    STORE_PIECE + 1, 3 * STORE_PIECE, 20 * STORE_PIECE + 7};
	struct fixture *f = *state;
	size_t max = 20 * STORE_PIECE + 7, i;
	char *data = malloc(max), id[27];
	struct envelope e;
	struct held h;
	bool joined;

	assert_non_null(data);
	for (i = 0; i < max; i++)
		data[i] = (char)(i ^ i >> 9);
	fixture_envelope(&e, 1);
	for (i = 0; i < COUNT(lens); i++) {
		assert_int_equal(
		    fixture_add(f->s, &e, data, lens[i], id, &joined),
		    STORE_OK);
		assert_int_equal(held_get(f->s, id, true, &h), STORE_OK);
		assert_int_equal(h.len, lens[i]);
		assert_int_equal(memcmp(h.data, data, lens[i]), 0);
		held_free(&h);
	}
	envelope_free(&e);
	free(data);
}

/* An empty or 8-bit envelope: the null sender, addresses that are UTF-8 or no
 * charset at all, no parameters, no origin. */
static void
odd_envelopes(void **state)
{
	static const struct {
		const char *sender, *rcpt;
	} cases[] = {
	    {"<>", "<a@example.org>"},
	    {"<j\xc3\xb6@council.example>", "<\xe4\xb8\xad@example.org>"},
	    {"<\xff\xfe@council.example>", "<\x80@example.org>"},
	    {"<a'); DROP TABLE held; --@x.example>", "<'@example.org>"},
	};
	struct fixture *f = *state;
	struct envelope e;
	struct held h;
	char id[27];
	bool joined;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		e = (struct envelope){0};
		envelope_sender(&e, cases[i].sender, NULL);
		envelope_recipient(&e, cases[i].rcpt, NULL);
		assert_int_equal(
		    fixture_add(f->s, &e, mail, sizeof mail, id, &joined),
		    STORE_OK);
		assert_int_equal(held_get(f->s, id, true, &h), STORE_OK);
		test_same("sender", h.envelope.sender, e.sender);
		test_same("rcpt", h.envelope.rcpts[0].verbatim, cases[i].rcpt);
		assert_int_equal(h.envelope.params.n, 0);
		assert_null(h.envelope.auth);
		assert_null(h.row.queue_id);
		held_free(&h);
		envelope_free(&e);
	}
}

/* The sizes of what a repeat would join, each once: not of what was sent back,
 * and not for ever. */
static void
sizes_of_repeats(void **state)
{
	static const size_t lengths[] = {7, 5, 7, 6};
	struct fixture *f = *state;
	struct envelope e;
	size_t *got, n, i;
	char id[27];
	bool joined;

	fixture_envelope(&e, 1);
	for (i = 0; i < COUNT(lengths); i++)
		assert_int_equal(fixture_add(f->s, &e, "abcdefg" + (i == 2),
				     lengths[i] - (i == 2), id, &joined),
		    STORE_OK);
	fixture_sql(f->s, "UPDATE held SET state = 'returned' WHERE size = 5");
	assert_int_equal(held_sizes(f->s, &got, &n), STORE_OK);
	assert_int_equal(n, 2);
	assert_int_equal(got[0], 6);
	assert_int_equal(got[1], 7);
	free(got);
	fixture_time += LIMIT_REPEAT_S + 1;
	assert_int_equal(held_sizes(f->s, &got, &n), STORE_OK);
	assert_int_equal(n, 0);
	free(got);
	envelope_free(&e);
}

/* What would be held for nobody, or under no id of its own, is refused. */
static void
refused(void **state)
{
	struct fixture *f = *state;
	struct report *r = fixture_report();
	bool held[2] = {false, false}, flags[2], joined;
	struct envelope e;
	char id[27];

	fixture_envelope(&e, 2);
	assert_int_equal(
	    held_add(f->s, &e, mail, 5, held, r, NULL, 0, id, &joined, flags),
	    STORE_FAILED);
	held[1] = true;
	assert_int_equal(held_add(f->s, &e, mail, 5, held, NULL, NULL, 0, id,
			     &joined, flags),
	    STORE_NOT_FOUND);
	assert_int_equal(
	    held_add(f->s, &e, mail, 5, held, r, NULL, 0, id, &joined, flags),
	    STORE_OK);
	/* the same report for another message */
	assert_int_equal(
	    held_add(f->s, &e, mail, 6, held, r, NULL, 0, id, &joined, flags),
	    STORE_CONFLICT);
	r->id[0] = '\0';
	assert_int_equal(
	    held_add(f->s, &e, mail, 6, held, r, NULL, 0, id, &joined, flags),
	    STORE_FAILED);
	assert_int_equal(
	    fixture_number(f->s, "SELECT count(*) FROM incident"), 1);
	report_free(r);
	envelope_free(&e);
}

/* Only the held recipients are concerned; a repeat that names them in another
 * order gets the same answer for each of them. */
static void
split(void **state)
{
	static const bool held[] = {false, true, true, false};
	static const int shuffled[] = {2, 0, 3, 1};
	struct fixture *f = *state;
	struct report *r = fixture_report(), *again = fixture_report();
	struct envelope e, e2;
	bool all[4] = {true, true, true, true}, flags[4], joined;
	struct recipient swap[4];
	char id[27], id2[27];
	struct held h;
	size_t i;

	fixture_envelope(&e, 4);
	fixture_envelope(&e2, 4);
	assert_int_equal(held_add(f->s, &e, mail, sizeof mail, held, r, NULL, 0,
			     id, &joined, flags),
	    STORE_OK);
	assert_false(joined);
	assert_memory_equal(flags, held, sizeof held);
	assert_int_equal(held_get(f->s, id, false, &h), STORE_OK);
	assert_int_equal(h.envelope.nrcpts, 2);
	test_same("1st", h.envelope.rcpts[0].verbatim, "<r1@example.org>");
	test_same("2nd", h.envelope.rcpts[1].verbatim, "<r2@example.org>");
	test_same("row", h.row.first_rcpt, "<r1@example.org>");
	held_free(&h);

	for (i = 0; i < 4; i++)
		swap[i] = e2.rcpts[shuffled[i]];
	memcpy(e2.rcpts, swap, sizeof swap);
	assert_int_equal(held_add(f->s, &e2, mail, sizeof mail, all, again,
			     NULL, 0, id2, &joined, flags),
	    STORE_OK);
	assert_true(joined);
	assert_string_equal(id2, id);
	for (i = 0; i < 4; i++)
		assert_int_equal(flags[i], held[shuffled[i]]);
	report_free(r);
	report_free(again);
	envelope_free(&e);
	envelope_free(&e2);
}

/* The key sees sender, recipients, every parameter and every byte, and not
 * where the message came from. */
static void
keys(void **state)
{
	struct digest first, now;
	struct envelope e;
	char data[sizeof mail];

	(void)state;
	memcpy(data, mail, sizeof data);
#define KEY held_key(&e, data, sizeof data)
#define DIFFERS(change)                                      \
	do {                                                 \
		fixture_envelope(&e, 3);                     \
		change;                                      \
		now = KEY;                                   \
		if (digest_equal(&now, &first))              \
			fail_msg("same key after " #change); \
		envelope_free(&e);                           \
	} while (0)

	fixture_envelope(&e, 3);
	first = KEY;
	envelope_set(&e.queue_id, "OTHER");
	envelope_set(&e.client_addr, "192.0.2.8");
	now = KEY;
	assert_true(digest_equal(&now, &first));
	envelope_free(&e);

	DIFFERS(envelope_set(&e.sender, "jo@other.example"));
	DIFFERS(envelope_set(&e.sender, ""));
	DIFFERS(strlist_add(&e.params, "SMTPUTF8"));
	DIFFERS(strlist_add(&e.rcpts[1].params, "X=1"));
	DIFFERS(envelope_recipient(&e, "<r2@example.org>", NULL));
	DIFFERS(envelope_set(&e.rcpts[0].verbatim, "<R0@example.org>"));
	data[3] ^= 1;
	DIFFERS(do {} while (0));
#undef KEY
#undef DIFFERS
}

/* A repeat joins a record that is alive and young enough, and only that. */
static void
repeats(void **state)
{
	static const struct {
		const char *name;
		const char *state;
		int64_t later;
		bool joins;
	} cases[] = {
	    {"at once", "held", 0, true},
	    {"last moment", "held", LIMIT_REPEAT_S, true},
	    {"too late", "held", LIMIT_REPEAT_S + 1, false},
	    {"clock set back", "held", -30 * 24 * 3600, true},
	    {"releasing", "releasing", 60, true},
	    {"unknown", "unknown", 60, true},
	    {"released", "released", 60, true},
	    {"released, late", "released", LIMIT_REPEAT_S + 1, false},
	    {"returned", "returned", 60, false},
	    {"discarded", "discarded", 60, false},
	};
	struct fixture *f = *state;
	char first[27], second[27], seen[27], sql[100];
	struct digest key;
	struct envelope e;
	struct held h;
	bool joined;
	size_t i;

	fixture_envelope(&e, 2);
	key = held_key(&e, mail, sizeof mail);
	for (i = 0; i < COUNT(cases); i++) {
		fixture_time = 1000000000;
		fixture_sql(f->s, "DELETE FROM incident");
		assert_int_equal(held_seen(f->s, &key, seen), STORE_NOT_FOUND);
		assert_int_equal(
		    fixture_add(f->s, &e, mail, sizeof mail, first, &joined),
		    STORE_OK);
		assert_false(joined);
		snprintf(sql, sizeof sql, "UPDATE held SET state = '%s'",
		    cases[i].state);
		fixture_sql(f->s, sql);
		fixture_time += cases[i].later;
		assert_int_equal(held_seen(f->s, &key, seen),
		    cases[i].joins ? STORE_OK : STORE_NOT_FOUND);
		assert_int_equal(
		    fixture_add(f->s, &e, mail, sizeof mail, second, &joined),
		    STORE_OK);
		if (joined != cases[i].joins ||
		    (strcmp(first, second) == 0) != cases[i].joins)
			fail_msg("%s: joined %d, want %d", cases[i].name,
			    joined, cases[i].joins);
		assert_int_equal(held_get(f->s, first, true, &h), STORE_OK);
		assert_int_equal(h.row.seen, cases[i].joins ? 2 : 1);
		test_same(cases[i].name, held_state_name(h.row.state),
		    cases[i].state);
		held_free(&h);
	}
	envelope_free(&e);
}

/* Mails go with the first record and never with a repeat. */
static void
mails_once(void **state)
{
	static const struct outgoing mails[] = {
	    {"sender-held", "", "jo@council.example", "one\r\n", 5},
	    {"officer-held", "", "dpo@council.example", "two\r\n", 5},
	};
	struct fixture *f = *state;
	bool held[1] = {true}, flags[1], joined;
	struct outgoing_row row = {0};
	struct envelope e;
	struct report *r;
	char id[27];
	int i;

	fixture_envelope(&e, 1);
	for (i = 0; i < 2; i++) {
		r = fixture_report();
		assert_int_equal(held_add(f->s, &e, mail, sizeof mail, held, r,
				     mails, COUNT(mails), id, &joined, flags),
		    STORE_OK);
		report_free(r);
	}
	for (i = 0; i < 2; i++) {
		assert_int_equal(
		    outgoing_next(f->s, fixture_time, &row), STORE_OK);
		test_same("kind", row.kind, mails[i].kind);
		outgoing_row_free(&row);
	}
	assert_int_equal(
	    outgoing_next(f->s, fixture_time, &row), STORE_NOT_FOUND);
	envelope_free(&e);
}

/* Reports one failed step of a child by its exit status. */
static void
wants_exit(pid_t pid, int want)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), want);
}

/* Adds the same 20 messages; exit status 0 when all went in or joined. */
static void
racer(const struct fixture *f, int go)
{
	struct store *s = fixture_open(f);
	char data[32], id[27], c;
	struct envelope e;
	bool joined;
	int i, n;

	fixture_envelope(&e, 3);
	if (read(go, &c, 1) < 0) /* all start when the pipe closes */
		_exit(2);
	for (i = 0; i < 20; i++) {
		n = snprintf(data, sizeof data, "Subject: %d\r\n\r\n", i);
		if (fixture_add(s, &e, data, (size_t)n, id, &joined) !=
		    STORE_OK)
			_exit(1);
	}
	_exit(0);
}

/* Four processes that add the same messages at the same moment make exactly
 * one record of each. */
static void
race(void **state)
{
	struct fixture *f = *state;
	int go[2];
	pid_t pids[4];
	size_t i;

	store_close(f->s);
	f->s = NULL;
	assert_int_equal(pipe(go), 0);
	for (i = 0; i < COUNT(pids); i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			close(go[1]);
			racer(f, go[0]);
		}
	}
	close(go[0]);
	close(go[1]);
	for (i = 0; i < COUNT(pids); i++)
		wants_exit(pids[i], 0);
	f->s = fixture_open(f);
	assert_int_equal(fixture_number(f->s, "SELECT count(*) FROM held"), 20);
	assert_int_equal(
	    fixture_number(f->s, "SELECT count(*) FROM incident"), 20);
	assert_int_equal(fixture_number(f->s, "SELECT sum(seen) FROM held"),
	    20 * (int64_t)COUNT(pids));
}

/* Dies at its kill_at-th row written, or at the commit. */
static int rows_written, kill_at;

static void
count_row(
    void *arg, int what, const char *db, const char *table, sqlite3_int64 row)
{
	(void)arg, (void)what, (void)db, (void)table, (void)row;
	if (++rows_written == kill_at)
		kill(getpid(), SIGKILL);
}

static int
count_commit(void *arg)
{
	count_row(arg, 0, NULL, NULL, 0);
	return 0;
}

/* After the commit is on disk, before anybody is told. */
static int
count_written(void *arg, sqlite3 *db, const char *name, int pages)
{
	(void)db, (void)pages;
	count_row(arg, 0, NULL, name, 0);
	return SQLITE_OK;
}

static void
doomed(const struct fixture *f, int at, const char *data, size_t len)
{
	struct store *s = fixture_open(f);
	struct envelope e;
	char id[27];
	bool joined;

	kill_at = at;
	/* WITHOUT ROWID tables tell nothing; the others give enough points. */
	sqlite3_update_hook(s->db, count_row, NULL);
	sqlite3_commit_hook(s->db, count_commit, NULL);
	sqlite3_wal_hook(s->db, count_written, NULL);
	fixture_envelope(&e, 3);
	_exit(fixture_add(s, &e, data, len, id, &joined) == STORE_OK ? 0 : 1);
}

/* Killed anywhere in held_add, big messages that spill early included: the
 * store opens, holds the message whole or not at all, and a second try ends
 * with exactly one. */
static void
killed(void **state)
{
	struct fixture *f = *state;
	size_t len = 4 * STORE_PIECE;
	char *data = calloc(1, len), id[27];
	int at, status = 0, before, was_there = 0, points = 0;
	struct envelope e;
	struct held h;
	bool joined;
	pid_t pid;

	assert_non_null(data);
	fixture_envelope(&e, 3);
	for (at = 1; at < 100; at++) {
		fixture_sql(f->s, "DELETE FROM incident");
		store_close(f->s);
		f->s = NULL;
		pid = fork();
		if (pid == 0)
			doomed(f, at, data, len);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		f->s = fixture_open(f);
		before = (int)fixture_number(f->s, "SELECT count(*) FROM held");
		assert_int_equal(
		    fixture_add(f->s, &e, data, len, id, &joined), STORE_OK);
		assert_int_equal(joined, before == 1);
		assert_int_equal(
		    fixture_number(f->s, "SELECT count(*) FROM incident"), 1);
		assert_int_equal(held_get(f->s, id, true, &h), STORE_OK);
		assert_int_equal(h.len, len);
		held_free(&h);
		was_there += before;
		if (WIFEXITED(status))
			break;
		assert_int_equal(WTERMSIG(status), SIGKILL);
		points++;
	}
	assert_int_equal(WEXITSTATUS(status), 0);
	/* killed before, inside and after the commit */
	assert_true(points >= 8);
	assert_int_equal(was_there, 2);
	assert_int_equal(
	    fixture_number(f->s, "SELECT count(*) FROM pragma_quick_check"
				 " WHERE quick_check <> 'ok'"),
	    0);
	envelope_free(&e);
	free(data);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_up, fixture_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(whole),
	    TEST(sizes),
	    TEST(odd_envelopes),
	    TEST(sizes_of_repeats),
	    TEST(refused),
	    TEST(split),
	    TEST(keys),
	    TEST(repeats),
	    TEST(mails_once),
	    TEST(race),
	    TEST(killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
