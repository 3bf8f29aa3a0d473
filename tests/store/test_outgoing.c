/* SPDX-License-Identifier: MIT
 *
 * test_outgoing.c - probity's own mails: each is sent in its turn, once,
 * retried, or kept as failed.
 */
#include "store/store.h"

#include "lib/test.h"

#include <string.h>

#include "store/fixture.h"

static const char data[] = "Subject: x\r\n\r\n\0\xff\r\n";
static const struct outgoing mail = {
    .kind = "officer-held",
    .sender = "",
    .rcpt = "dpo@council.example",
    .data = data,
    .len = sizeof data - 1,
};

static enum store_status
sent(struct store *s, int64_t n)
{
	return outgoing_sent(s, n, "250 ok");
}

static enum store_status
retry(struct store *s, int64_t n)
{
	return outgoing_retry(s, n, "451 later", fixture_time + 60);
}

static enum store_status
failed(struct store *s, int64_t n)
{
	return outgoing_failed(s, n, "550 no");
}

static const struct {
	enum store_status (*run)(struct store *, int64_t);
} verbs[] = {{sent}, {retry}, {failed}};

static void
add(struct store *s)
{
	assert_int_equal(outgoing_add(s, NULL, &mail), STORE_OK);
}

/* Claims the one mail that is due, wants its nth attempt, returns its number. */
static int64_t
claim(struct store *s, unsigned attempts)
{
	struct outgoing_row row = {0};
	int64_t n;

	assert_int_equal(outgoing_next(s, fixture_time, &row), STORE_OK);
	assert_int_equal(row.attempts, attempts);
	n = row.n;
	outgoing_row_free(&row);
	return n;
}

static void
none_due(struct store *s)
{
	struct outgoing_row row = {0};

	assert_int_equal(outgoing_next(s, fixture_time, &row), STORE_NOT_FOUND);
}

/* A mail comes out as it went in, once, oldest first. */
static void
whole(void **state)
{
	struct fixture *f = *state;
	struct outgoing second = mail;
	struct outgoing_row row = {0};

	second.kind = "second";
	add(f->s);
	assert_int_equal(outgoing_add(f->s, NULL, &second), STORE_OK);
	fixture_reopen(f);
	assert_int_equal(outgoing_next(f->s, fixture_time, &row), STORE_OK);
	test_same("kind", row.kind, mail.kind);
	test_same("sender", row.sender, mail.sender);
	test_same("rcpt", row.rcpt, mail.rcpt);
	assert_int_equal(row.len, mail.len);
	assert_memory_equal(row.data, data, mail.len);
	outgoing_row_free(&row);
	assert_int_equal(outgoing_next(f->s, fixture_time, &row), STORE_OK);
	test_same("kind", row.kind, "second");
	outgoing_row_free(&row);
	none_due(f->s);
}

/* Only a claimed mail can be finished, once; sent and failed are ends, retry
 * makes it wait for its time. */
static void
every_move(void **state)
{
	struct fixture *f = *state;
	int64_t n;
	size_t i, j;

	for (i = 0; i < COUNT(verbs); i++) {
		fixture_sql(f->s, "DELETE FROM outgoing");
		add(f->s);
		n = fixture_number(f->s, "SELECT n FROM outgoing");
		for (j = 0; j < COUNT(verbs); j++)
			assert_int_equal(verbs[j].run(f->s, n), STORE_CONFLICT);
		assert_int_equal(claim(f->s, 1), n);
		none_due(f->s);
		assert_int_equal(verbs[i].run(f->s, n), STORE_OK);
		for (j = 0; j < COUNT(verbs); j++)
			assert_int_equal(verbs[j].run(f->s, n), STORE_CONFLICT);
		assert_int_equal(verbs[i].run(f->s, n + 1000), STORE_NOT_FOUND);
		none_due(f->s);
		fixture_time += 60;
		if (verbs[i].run == retry)
			assert_int_equal(claim(f->s, 2), n);
		else
			none_due(f->s);
	}
	assert_int_equal(
	    fixture_number(f->s, "SELECT count(*) FROM outgoing WHERE"
				 " state = 'failed' AND last_reply = '550 no'"),
	    1);
}

/* A clock set back does not leave a mail waiting for weeks. */
static void
clock_back(void **state)
{
	struct fixture *f = *state;
	int64_t n;

	add(f->s);
	n = claim(f->s, 1);
	assert_int_equal(retry(f->s, n), STORE_OK);
	fixture_time -= 30 * 24 * 3600;
	assert_int_equal(claim(f->s, 2), n);
}

/* What was being sent when the daemon died is sent again. */
static void
restart(void **state)
{
	struct fixture *f = *state;
	size_t again, unknown;
	int64_t n;

	add(f->s);
	n = claim(f->s, 1);
	fixture_reopen(f);
	none_due(f->s);
	assert_int_equal(held_recover(f->s, &again, &unknown), STORE_OK);
	assert_int_equal(again + unknown, 0);
	assert_int_equal(claim(f->s, 2), n);
}

/* A mail about an incident names one that exists, and goes with it. */
static void
of_incident(void **state)
{
	struct fixture *f = *state;
	char id[27];

	assert_int_equal(
	    outgoing_add(f->s, "01J00000000000000000000000", &mail),
	    STORE_NOT_FOUND);
	fixture_message(f->s, id);
	assert_int_equal(outgoing_add(f->s, id, &mail), STORE_OK);
	fixture_sql(f->s, "DELETE FROM incident");
	none_due(f->s);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_up, fixture_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(whole),
	    TEST(every_move),
	    TEST(clock_back),
	    TEST(restart),
	    TEST(of_incident),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
