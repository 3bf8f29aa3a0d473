/* SPDX-License-Identifier: MIT
 *
 * test_cannot_tell.c - "cannot tell" is never "clean", and says why.
 */
#include "judge/cannot-tell.h"

#include <stdlib.h>
#include <string.h>

#include "lib/test.h"

#include "base/envelope.h"
#include "base/limits.h"
#include "config/config.h"
#include "config/files.h"
#include "report/report.h"

#define ID "01J00000000000000000000000"

static struct config *config;

static int
set_up(void **state)
{
	struct buf err = BUF_MAX(4096);

	(void)state;
	files_folder();
	files_write("rules/x.yaml", "");
	files_write("conf/policy.yaml",
	    "- {id: p, action: hold, when: {severe: yes}}\n");
	files_write("conf/lists/never-hold.txt", "police.example\n");
	config = config_load(files_write("conf/probity.yaml",
				 "council: {domains: [town.example]}\n"),
	    &err);
	if (config == NULL)
		fail_msg("%s", buf_str(&err));
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	config_unref(config);
	files_remove();
	return 0;
}

/* Every trouble with a message is a judged hold for the DPO that names it. */
static void
every_trouble(void **state)
{
	static const struct {
		enum trouble trouble;
		enum unread want;
	} cases[] = {
	    {TROUBLE_WORKER_DIED, UNREAD_DAMAGED},
	    {TROUBLE_OVERRAN, UNREAD_TIMEOUT},
	    {TROUBLE_BAD_REPORT, UNREAD_DAMAGED},
	    {TROUBLE_TOO_LARGE, UNREAD_LIMIT},
	};
	struct envelope e = {0};
	struct report *r;
	size_t i;

	(void)state;
	envelope_sender(&e, "<a@town.example>", NULL);
	envelope_recipient(&e, "<b@example.org>", NULL);
	envelope_set(&e.queue_id, "Q1");
	for (i = 0; i < COUNT(cases); i++) {
		assert_int_equal(
		    judge_trouble(cases[i].trouble), RESPONSE_HOLD);
		r = cannot_tell(config, ID, cases[i].trouble, &e, 7, 99);
		assert_non_null(r);
		assert_true(r->verdict.judged);
		assert_int_equal(r->verdict.action, ACTION_HOLD);
		assert_int_equal(r->verdict.routes, 1u << ROUTE_DPO);
		assert_int_equal(r->nunread, 1);
		assert_int_equal(r->unread[0].why, cases[i].want);
		assert_int_equal(r->verdict.nreasons, 1);
		assert_int_equal(r->verdict.reasons[0].unread, 0);
		assert_int_equal(r->verdict.reasons[0].finding, -1);
		test_same("title", r->verdict.reasons[0].title,
		    trouble_sentence(cases[i].trouble));
		test_same("id", r->id, ID);
		test_same("sender", r->sender, "a@town.example");
		test_same("queue id", r->queue_id, "Q1");
		assert_int_equal(r->size, 7);
		assert_int_equal(r->at, 99);
		report_free(r);
	}
	envelope_free(&e);
}

/* Each recipient is held, inside or outside, but the never-hold ones; the
 * message's action is the strongest of theirs. */
static void
recipients(void **state)
{
	static const struct {
		const char *name;
		const char *to[3];
		enum action want_each[3];
		enum action want;
	} cases[] = {
	    {"nobody", {NULL}, {0}, ACTION_HOLD},
	    {"outside", {"b@example.org"}, {ACTION_HOLD}, ACTION_HOLD},
	    {"inside", {"b@town.example"}, {ACTION_HOLD}, ACTION_HOLD},
	    {"never held", {"x@police.example"}, {ACTION_NOTIFY},
		ACTION_NOTIFY},
	    {"both", {"x@police.example", "b@example.org"},
		{ACTION_NOTIFY, ACTION_HOLD}, ACTION_HOLD},
	};
	struct envelope e = {0};
	struct report *r;
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		envelope_sender(&e, "<a@town.example>", NULL);
		for (k = 0; k < 3 && cases[i].to[k] != NULL; k++)
			envelope_recipient(&e, cases[i].to[k], NULL);
		r = cannot_tell(config, ID, TROUBLE_OVERRAN, &e, 1, 1);
		assert_non_null(r);
		assert_int_equal(r->nrecipients, k);
		if (r->verdict.action != cases[i].want)
			fail_msg("%s: got %s", cases[i].name,
			    action_name(r->verdict.action));
		while (k-- > 0) {
			test_same(cases[i].name, r->recipients[k].address,
			    cases[i].to[k]);
			test_same(cases[i].name,
			    action_name(r->recipients[k].action),
			    action_name(cases[i].want_each[k]));
		}
		report_free(r);
		envelope_free(&e);
	}
}

/* It is a report like any other: it is written, and read again. */
static void
is_a_report(void **state)
{
	struct buf json = BUF_MAX(LIMIT_REPORT_BYTES), err = BUF_MAX(256);
	struct report *r, *back;

	(void)state;
	r = cannot_tell(config, ID, TROUBLE_WORKER_DIED, NULL, 0, 0);
	assert_non_null(r);
	test_same("sender", r->sender, "");
	assert_int_equal(r->verdict.action, ACTION_HOLD);
	assert_int_equal(report_write(r, &json), 0);
	back = report_read(buf_str(&json), json.len, &err);
	if (back == NULL)
		fail_msg("%s", buf_str(&err));
	assert_int_equal(back->verdict.action, ACTION_HOLD);
	report_free(back);
	report_free(r);
	buf_free(&json);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_trouble),
	    cmocka_unit_test(recipients),
	    cmocka_unit_test(is_a_report),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
