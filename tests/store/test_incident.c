/* SPDX-License-Identifier: MIT
 *
 * test_incident.c - a verdict above pass is recorded with the mails about it.
 */
#include "store/store.h"

#include "lib/test.h"

#include <stdlib.h>
#include <string.h>

#include "store/fixture.h"

/* Report, summary and mails are there after a restart; an id is used once. */
static void
recorded(void **state)
{
	static const struct outgoing mail = {
	    "officer-notify", "", "dpo@council.example", "x\r\n", 3};
	struct fixture *f = *state;
	struct report *r = fixture_report();
	struct outgoing_row row = {0};

	r->verdict.action = ACTION_NOTIFY;
	assert_int_equal(incident_add(f->s, r, &mail, 1), STORE_OK);
	assert_int_equal(incident_add(f->s, r, &mail, 1), STORE_CONFLICT);
	fixture_reopen(f);
	assert_int_equal(
	    fixture_number(f->s,
		"SELECT count(*) FROM incident JOIN incident_summary USING (n)"
		" WHERE report LIKE '{%}' AND at = 1000000000"
		" AND action = 'notify' AND severe AND routes = 5"
		" AND rules = 'nino, unread.image'"),
	    1);
	assert_int_equal(outgoing_next(f->s, fixture_time, &row), STORE_OK);
	test_same("kind", row.kind, "officer-notify");
	outgoing_row_free(&row);
	assert_int_equal(
	    outgoing_next(f->s, fixture_time, &row), STORE_NOT_FOUND);
	report_free(r);
}

/* A verdict of pass is no incident. */
static void
pass(void **state)
{
	struct fixture *f = *state;
	struct report *r = fixture_report();

	r->verdict.action = ACTION_PASS;
	assert_int_equal(incident_add(f->s, r, NULL, 0), STORE_FAILED);
	assert_int_equal(
	    fixture_number(f->s, "SELECT count(*) FROM incident"), 0);
	report_free(r);
}

/* Many reasons of many rules make a short line that says there are more. */
static void
many_rules(void **state)
{
	struct report *r = report_new();
	struct buf out = BUF_MAX(1000);
	struct finding f;
	size_t i;

	(void)state;
	assert_non_null(r);
	r->verdict.reasons = calloc(100, sizeof *r->verdict.reasons);
	assert_non_null(r->verdict.reasons);
	r->verdict.nreasons = 100;
	for (i = 0; i < 100; i++) {
		f = (struct finding){.rule = strdup("some-rule-00")};
		f.rule[10] = (char)('0' + i / 10);
		f.rule[11] = (char)('0' + i % 10);
		assert_int_equal(findings_take(&r->findings, &f), 0);
		r->verdict.reasons[i].finding = (long)i;
		r->verdict.reasons[i].unread = -1;
	}
	assert_int_equal(incident_rules(r, &out), 0);
	assert_true(out.len < 220);
	assert_memory_equal(buf_str(&out), "some-rule-00, some-rule-01, ", 28);
	assert_string_equal(buf_str(&out) + out.len - 5, ", …");
	buf_free(&out);
	report_free(r);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_up, fixture_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(recorded),
	    TEST(pass),
	    TEST(many_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
