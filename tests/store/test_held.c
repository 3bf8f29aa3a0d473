/* SPDX-License-Identifier: MIT
 *
 * test_held.c - the life of a held message: what may follow what, who did it,
 * when it is tried, and what a restart makes of it.
 */
#include "store/store.h"

#include "lib/test.h"

#include <stdio.h>
#include <string.h>

#include "store/fixture.h"

/* Every place a message can be, the three steps of releasing included. */
enum place {
	HELD,
	RELEASING,
	CLAIMED,
	DOTTED,
	UNKNOWN,
	RELEASED,
	RETURNED,
	DISCARDED,
	PLACES,
};
static const struct {
	const char *name;
	enum held_state state;
	int step;
} places[PLACES] = {
    [HELD] = {"held", HELD_HELD, 0},
    [RELEASING] = {"releasing", HELD_RELEASING, 0},
    [CLAIMED] = {"claimed", HELD_RELEASING, 1},
    [DOTTED] = {"dotted", HELD_RELEASING, 2},
    [UNKNOWN] = {"unknown", HELD_UNKNOWN, 0},
    [RELEASED] = {"released", HELD_RELEASED, 0},
    [RETURNED] = {"returned", HELD_RETURNED, 0},
    [DISCARDED] = {"discarded", HELD_DISCARDED, 0},
};

static const char letter[] = "Subject: returned\r\n\r\nSorry.\r\n";
static const struct outgoing notice = {.kind = "returned",
    .sender = "",
    .rcpt = "jo@council.example",
    .data = letter,
    .len = sizeof letter - 1};

static enum store_status
release(struct store *s, const char *id)
{
	return held_release(s, id, "ann", "public interest");
}

static enum store_status
return_it(struct store *s, const char *id)
{
	return held_return(s, id, "ann", "use the portal", &notice);
}

static enum store_status
discard(struct store *s, const char *id)
{
	return held_discard(s, id, "ann", "spam", &notice);
}

static enum store_status
sent(struct store *s, const char *id)
{
	return held_sent(s, id, "250 2.0.0 Ok: queued as 4F", "4F");
}

static enum store_status
retry(struct store *s, const char *id)
{
	return held_retry(s, id, "451 later", fixture_time + 60);
}

static enum store_status
refused(struct store *s, const char *id)
{
	return held_refused(s, id, "550 no");
}

static enum store_status
lost(struct store *s, const char *id)
{
	return held_lost(s, id, "connection lost");
}

/* held_next names no message: it takes the one there is. */
static enum store_status
next(struct store *s, const char *id)
{
	char got[27] = "";
	enum store_status status = held_next(s, fixture_time, got);

	if (status == STORE_OK)
		assert_string_equal(got, id);
	return status;
}

static enum store_status
recover(struct store *s, const char *id)
{
	size_t again, unknown;

	(void)id;
	return held_recover(s, &again, &unknown);
}

/* Where each verb leads from each place; PLACES = it may not, and nothing
 * changes.  Verbs that look for a message answer `none` instead. */
static const struct verb {
	const char *name;
	enum store_status (*run)(struct store *, const char *);
	enum store_status none;
	enum place to[PLACES];
} verbs[] = {
#define NO PLACES
    /* from:   held       releasing  claimed    dotted     unknown */
    {"release", release, STORE_CONFLICT,
	{RELEASING, NO, NO, NO, RELEASING, NO, NO, NO}},
    {"return", return_it, STORE_CONFLICT,
	{RETURNED, NO, NO, NO, RETURNED, NO, NO, NO}},
    {"discard", discard, STORE_CONFLICT,
	{DISCARDED, NO, NO, NO, DISCARDED, NO, NO, NO}},
    {"next", next, STORE_NOT_FOUND, {NO, CLAIMED, NO, NO, NO, NO, NO, NO}},
    {"final_dot", held_final_dot, STORE_CONFLICT,
	{NO, NO, DOTTED, NO, NO, NO, NO, NO}},
    {"sent", sent, STORE_CONFLICT, {NO, NO, NO, RELEASED, NO, NO, NO, NO}},
    {"retry", retry, STORE_CONFLICT,
	{NO, NO, RELEASING, RELEASING, NO, NO, NO, NO}},
    {"refused", refused, STORE_CONFLICT, {NO, NO, HELD, HELD, NO, NO, NO, NO}},
    {"lost", lost, STORE_CONFLICT, {NO, NO, NO, UNKNOWN, NO, NO, NO, NO}},
    {"recover", recover, STORE_OK,
	{NO, NO, RELEASING, UNKNOWN, NO, NO, NO, NO}},
#undef NO
};

/* Takes a new message to a place by allowed moves only. */
static void
bring_to(struct store *s, enum place place, char id[27])
{
	static const struct {
		size_t n;
		enum store_status (*moves[4])(struct store *, const char *);
	} ways[PLACES] = {
	    [RELEASING] = {1, {release}},
	    [CLAIMED] = {2, {release, next}},
	    [DOTTED] = {3, {release, next, held_final_dot}},
	    [UNKNOWN] = {4, {release, next, held_final_dot, lost}},
	    [RELEASED] = {4, {release, next, held_final_dot, sent}},
	    [RETURNED] = {1, {return_it}},
	    [DISCARDED] = {1, {discard}},
	};
	size_t i;

	fixture_message(s, id);
	for (i = 0; i < ways[place].n; i++)
		assert_int_equal(ways[place].moves[i](s, id), STORE_OK);
}

static int64_t
step_of(struct store *s, const char *id)
{
	char sql[512];

	snprintf(sql, sizeof sql,
	    "SELECT step FROM held JOIN incident USING (n) WHERE id = '%s'",
	    id);
	return fixture_number(s, sql);
}

static void
try_verb(const struct fixture *f, const struct verb *verb, enum place from)
{
	enum place to = verb->to[from];
	bool moves = to != PLACES;
	size_t steps;
	int64_t mails;
	struct held h;
	char id[27];
	enum store_status got;

	bring_to(f->s, from, id);
	assert_int_equal(held_get(f->s, id, false, &h), STORE_OK);
	steps = h.nsteps;
	held_free(&h);
	mails = fixture_number(f->s, "SELECT count(*) FROM outgoing");
	got = verb->run(f->s, id);
	if (got != (moves ? STORE_OK : verb->none))
		fail_msg("%s from %s: got %d, want %d", verb->name,
		    places[from].name, got, moves ? STORE_OK : verb->none);

	assert_int_equal(held_get(f->s, id, false, &h), STORE_OK);
	if (!moves)
		to = from;
	if (h.row.state != places[to].state ||
	    step_of(f->s, id) != places[to].step)
		fail_msg("%s from %s: is %s, want %s", verb->name,
		    places[from].name, held_state_name(h.row.state),
		    places[to].name);
	if (h.nsteps != steps + moves)
		fail_msg("%s from %s: %zu steps of history, want %zu",
		    verb->name, places[from].name, h.nsteps, steps + moves);
	if (moves)
		assert_string_equal(h.steps[h.nsteps - 1].to,
		    held_state_name(places[to].state));
	else
		assert_int_equal(
		    fixture_number(f->s, "SELECT count(*) FROM outgoing"),
		    mails);
	held_free(&h);
	/* out of the way of the next case's held_next */
	fixture_sql(f->s, "DELETE FROM incident");
}

/* Every verb from every place goes where the table says, with one step of
 * history, or is refused and leaves everything as it was. */
static void
every_move(void **state)
{
	size_t v;
	int from;

	for (v = 0; v < COUNT(verbs); v++)
		for (from = 0; from < PLACES; from++)
			try_verb(*state, &verbs[v], (enum place)from);
}

/* An id that does not exist is not found, whatever the verb. */
static void
no_such_id(void **state)
{
	struct fixture *f = *state;
	const char *id = "01J00000000000000000000000";
	struct held h;
	size_t v;

	for (v = 0; v < COUNT(verbs); v++)
		if (verbs[v].run != recover)
			assert_int_equal(
			    verbs[v].run(f->s, id), STORE_NOT_FOUND);
	assert_int_equal(held_get(f->s, id, true, &h), STORE_NOT_FOUND);
}

/* The history tells who did what, when and why, and cannot be rewritten. */
static void
history(void **state)
{
	static const struct held_step want[] = {
	    {1000000000, "", "held", "probityd", ""},
	    {1000000010, "held", "releasing", "ann", "public interest"},
	    {1000000020, "releasing", "releasing", "probityd",
		"begins to send"},
	    {1000000030, "releasing", "held", "probityd", "550 no"},
	    {1000000040, "held", "returned", "ann", "use the portal"},
	};
	static enum store_status (*const run[])(
	    struct store *, const char *) = {release, next, refused, return_it};
	struct fixture *f = *state;
	struct held h;
	char id[27];
	size_t i;

	fixture_message(f->s, id);
	for (i = 0; i < COUNT(run); i++) {
		fixture_time += 10;
		assert_int_equal(run[i](f->s, id), STORE_OK);
	}
	fixture_reopen(f);
	assert_int_equal(held_get(f->s, id, false, &h), STORE_OK);
	assert_int_equal(h.nsteps, COUNT(want));
	for (i = 0; i < COUNT(want); i++) {
		assert_int_equal(h.steps[i].at, want[i].at);
		test_same("from", h.steps[i].from, want[i].from);
		test_same("to", h.steps[i].to, want[i].to);
		test_same("who", h.steps[i].who, want[i].who);
		test_same("why", h.steps[i].why, want[i].why);
	}
	assert_int_equal(h.row.changed, 1000000040);
	assert_int_equal(h.row.received, 1000000000);
	held_free(&h);
	assert_int_equal(
	    sqlite3_exec(f->s->db, "UPDATE held_history SET who = 'nobody'",
		NULL, NULL, NULL),
	    SQLITE_CONSTRAINT_TRIGGER);
}

/* A decision and the notice that tells of it are one: the notice is there
 * exactly when the decision is. */
static void
notice_with_decision(void **state)
{
	struct fixture *f = *state;
	struct outgoing_row row = {0};
	char id[27];

	fixture_message(f->s, id);
	assert_int_equal(return_it(f->s, id), STORE_OK);
	assert_int_equal(return_it(f->s, id), STORE_CONFLICT);
	assert_int_equal(outgoing_next(f->s, fixture_time, &row), STORE_OK);
	test_same("kind", row.kind, "returned");
	test_same("rcpt", row.rcpt, "jo@council.example");
	outgoing_row_free(&row);
	assert_int_equal(
	    outgoing_next(f->s, fixture_time, &row), STORE_NOT_FOUND);

	/* no notice, no decision */
	fixture_sql(f->s, "CREATE TRIGGER broken BEFORE INSERT ON outgoing"
			  " BEGIN SELECT raise(ABORT, 'broken'); END");
	fixture_message(f->s, id);
	assert_int_equal(discard(f->s, id), STORE_FAILED);
	fixture_sql(f->s, "DROP TRIGGER broken");
	assert_int_equal(discard(f->s, id), STORE_OK);
}

/* The oldest whose time has come is first; a retry waits for its time, unless
 * the clock was set back since. */
static void
turns(void **state)
{
	struct fixture *f = *state;
	char a[27], b[27], got[27];

	fixture_message(f->s, a);
	fixture_message(f->s, b);
	assert_int_equal(release(f->s, b), STORE_OK);
	assert_int_equal(release(f->s, a), STORE_OK);
	assert_int_equal(held_next(f->s, fixture_time, got), STORE_OK);
	assert_string_equal(got, a);
	assert_int_equal(
	    held_retry(f->s, a, "451 later", fixture_time + 60), STORE_OK);
	assert_int_equal(held_next(f->s, fixture_time, got), STORE_OK);
	assert_string_equal(got, b);
	assert_int_equal(
	    held_next(f->s, fixture_time + 59, got), STORE_NOT_FOUND);
	assert_int_equal(held_next(f->s, fixture_time + 60, got), STORE_OK);
	assert_string_equal(got, a);

	assert_int_equal(
	    held_retry(f->s, a, "451 later", fixture_time + 60), STORE_OK);
	fixture_time -= 30 * 24 * 3600;
	assert_int_equal(held_next(f->s, fixture_time, got), STORE_OK);
	assert_string_equal(got, a);
}

/* Attempts, the MTA's last words and its queue id are those of the row. */
static void
what_the_mta_said(void **state)
{
	struct fixture *f = *state;
	struct held h;
	char id[27];

	fixture_message(f->s, id);
	assert_int_equal(release(f->s, id), STORE_OK);
	assert_int_equal(next(f->s, id), STORE_OK);
	assert_int_equal(retry(f->s, id), STORE_OK);
	fixture_time += 60;
	assert_int_equal(next(f->s, id), STORE_OK);
	assert_int_equal(held_final_dot(f->s, id), STORE_OK);
	assert_int_equal(held_get(f->s, id, false, &h), STORE_OK);
	assert_int_equal(h.row.attempts, 2);
	test_same("reply", h.row.last_reply, "451 later");
	assert_null(h.row.mta_queue_id);
	held_free(&h);
	assert_int_equal(sent(f->s, id), STORE_OK);
	assert_int_equal(held_get(f->s, id, false, &h), STORE_OK);
	test_same("reply", h.row.last_reply, "250 2.0.0 Ok: queued as 4F");
	test_same("queue id", h.row.mta_queue_id, "4F");
	held_free(&h);
}

/* After a crash: claimed is tried again, dotted is unknown, the rest is as it
 * was, and a second start finds nothing to do. */
static void
restart(void **state)
{
	static const enum held_state want[PLACES] = {
	    [HELD] = HELD_HELD,
	    [RELEASING] = HELD_RELEASING,
	    [CLAIMED] = HELD_RELEASING,
	    [DOTTED] = HELD_UNKNOWN,
	    [UNKNOWN] = HELD_UNKNOWN,
	    [RELEASED] = HELD_RELEASED,
	    [RETURNED] = HELD_RETURNED,
	    [DISCARDED] = HELD_DISCARDED,
	};
	struct fixture *f = *state;
	char ids[PLACES][27];
	size_t again, unknown;
	struct held h;
	int i;

	/* RELEASING last: held_next would take it for the others. */
	for (i = PLACES - 1; i >= 0; i--)
		if (i != RELEASING)
			bring_to(f->s, (enum place)i, ids[i]);
	bring_to(f->s, RELEASING, ids[RELEASING]);
	fixture_reopen(f);
	assert_int_equal(held_recover(f->s, &again, &unknown), STORE_OK);
	assert_int_equal(again, 1);
	assert_int_equal(unknown, 1);
	for (i = 0; i < PLACES; i++) {
		assert_int_equal(held_get(f->s, ids[i], false, &h), STORE_OK);
		test_same(places[i].name, held_state_name(h.row.state),
		    held_state_name(want[i]));
		assert_int_equal(step_of(f->s, ids[i]), 0);
		held_free(&h);
	}
	assert_int_equal(held_recover(f->s, &again, &unknown), STORE_OK);
	assert_int_equal(again + unknown, 0);
}

/* A list shows the states asked for, oldest first, up to its limit, with what
 * an officer needs to choose. */
static void
list(void **state)
{
	struct fixture *f = *state;
	const unsigned all = (1u << HELD_STATES) - 1;
	struct held_list l = {0};
	char a[27], b[27], c[27];
	struct held_row *row;

	fixture_message(f->s, a);
	fixture_time += 5;
	fixture_message(f->s, b);
	fixture_time -= 3600; /* order does not depend on the clock */
	fixture_message(f->s, c);
	assert_int_equal(release(f->s, b), STORE_OK);
	assert_int_equal(held_list(f->s, all, 100, &l), STORE_OK);
	assert_int_equal(l.n, 3);
	assert_string_equal(l.v[0].id, a);
	assert_string_equal(l.v[1].id, b);
	assert_string_equal(l.v[2].id, c);
	row = &l.v[0];
	test_same("sender", row->sender, "jo@council.example");
	test_same("first", row->first_rcpt, "<r0@example.org>");
	test_same("queue id", row->queue_id, "4F1A2B");
	test_same("action", row->action, "hold");
	test_same("rules", row->rules, "nino, unread.image");
	assert_int_equal(row->nheld, 2);
	assert_int_equal(row->seen, 1);
	assert_true(row->severe);
	assert_int_equal(row->routes, 1u << ROUTE_DPO | 1u << ROUTE_CLERK);
	held_list_free(&l);

	assert_int_equal(held_list(f->s, all, 2, &l), STORE_OK);
	assert_int_equal(l.n, 2);
	held_list_free(&l);
	assert_int_equal(
	    held_list(f->s, 1u << HELD_RELEASING, 100, &l), STORE_OK);
	assert_int_equal(l.n, 1);
	assert_string_equal(l.v[0].id, b);
	held_list_free(&l);
	assert_int_equal(
	    held_list(f->s, 1u << HELD_UNKNOWN, 100, &l), STORE_OK);
	assert_int_equal(l.n, 0);
	held_list_free(&l);
}

/* An unambiguous beginning names a message; others do not. */
static void
prefix(void **state)
{
	struct fixture *f = *state;
	char id[27], found[27] = "", begin[27];

	fixture_message(f->s, id);
	memcpy(begin, id, sizeof begin);
	assert_int_equal(held_find(f->s, begin, found), STORE_OK);
	assert_string_equal(found, id);
	begin[25] = '\0';
	assert_int_equal(held_find(f->s, begin, found), STORE_OK);
	begin[25] = id[25] == 'Z' ? 'Y' : 'Z';
	assert_int_equal(held_find(f->s, begin, found), STORE_NOT_FOUND);
	fixture_message(f->s, id);
	begin[2] = '\0';
	assert_int_equal(held_find(f->s, begin, found), STORE_CONFLICT);
	assert_int_equal(held_find(f->s, "%", found), STORE_NOT_FOUND);
	assert_int_equal(held_find(f->s, "'", found), STORE_NOT_FOUND);
}

/* Every state has a name that reads back; anything else is none. */
static void
names(void **state)
{
	enum held_state got;
	int i;

	(void)state;
	for (i = 0; i < HELD_STATES; i++) {
		assert_int_equal(
		    held_state_parse(held_state_name((enum held_state)i), &got),
		    0);
		assert_int_equal((int)got, i);
	}
	assert_int_equal(held_state_parse("Held", &got), -1);
	assert_int_equal(held_state_parse("", &got), -1);
	assert_int_equal(held_state_parse(NULL, &got), -1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_up, fixture_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_move),
	    TEST(no_such_id),
	    TEST(history),
	    TEST(notice_with_decision),
	    TEST(turns),
	    TEST(what_the_mta_said),
	    TEST(restart),
	    TEST(list),
	    TEST(prefix),
	    TEST(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
