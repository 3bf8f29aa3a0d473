/* SPDX-License-Identifier: MIT
 *
 * test_calendar.c - calendar.yaml: when the period before a poll begins and
 * ends, where, and how errors are said.
 */
#include "config/calendar.h"

#include <stdio.h>
#include <string.h>

#include "config/day.h"
#include "config/files.h"
#include "lib/test.h"

#define POLL "polls:\n- kind: local\n  poll: 2027-05-06\n"

/* What is wrong is refused with its place, what was found and what was
 * expected. */
static void
test_refused(void **state)
{
	static const struct {
		const char *name, *text, *want;
	} cases[] = {
	    {"empty", "", "c.yaml:1:1: an empty file; expected 'key: value'"},
	    {"a list", "- x\n", "c.yaml:1:1: a list; expected 'key: value'"},
	    {"no polls", "nation: wales\n",
		"c.yaml:1:1: no key 'polls'; expected polls: a list of polls, "
		"or []"},
	    {"unknown key", "pols: []\n",
		"c.yaml:1:1: unknown key 'pols'; did you mean 'polls'? known "
		"keys: nation, holidays, polls"},
	    {"unknown key of a poll", POLL "  ward: North\n",
		"c.yaml:4:3: unknown key 'ward'; did you mean 'wards'? known "
		"keys: kind, poll, title, wards, start, end"},
	    {"key twice", "polls: []\npolls: []\n",
		"c.yaml:2:1: key 'polls' a second time; expected it once (the "
		"other is on line 1)"},
	    {"nation", "nation: kent\npolls: []\n",
		"c.yaml:1:9: unknown nation 'kent'; known nations: england, "
		"wales, scotland, northern-ireland"},
	    {"polls a map", "polls: {kind: local}\n",
		"c.yaml:1:8: polls: no list of at most 1000 polls; expected "
		"'- kind: …' for each, or [] for none"},
	    {"no kind", "polls:\n- poll: 2027-05-06\n",
		"c.yaml:2:3: no key 'kind'; expected kind: local, "
		"by-election, mayoral, pcc, general or referendum"},
	    {"kind", "polls:\n- {kind: byelection, poll: 2027-05-06}\n",
		"c.yaml:2:10: unknown kind 'byelection'; did you mean "
		"'by-election'? known kinds: local, by-election, mayoral, "
		"pcc, general, referendum"},
	    {"no day", "polls:\n- kind: local\n",
		"c.yaml:2:3: no key 'poll'; expected poll: its day, such as "
		"2027-05-06"},
	    {"no such day", "polls:\n- {kind: local, poll: 2027-02-29}\n",
		"c.yaml:2:23: poll: '2027-02-29'; expected a date such as "
		"2027-05-06"},
	    {"another order", "polls:\n- {kind: local, poll: 06/05/2027}\n",
		"c.yaml:2:23: poll: '06/05/2027'; expected a date such as "
		"2027-05-06"},
	    {"start after the poll", POLL "  start: 2027-05-07\n",
		"c.yaml:4:10: start: '2027-05-07'; expected a date at most "
		"200 days before the poll"},
	    {"start of another year", POLL "  start: 2026-03-31\n",
		"c.yaml:4:10: start: '2026-03-31'; expected a date at most "
		"200 days before the poll"},
	    {"end before the poll", POLL "  end: 2027-05-05\n",
		"c.yaml:4:8: end: '2027-05-05'; expected a date at most 60 "
		"days after the poll"},
	    {"end much later", POLL "  end: 2027-07-06\n",
		"c.yaml:4:8: end: '2027-07-06'; expected a date at most 60 "
		"days after the poll"},
	    {"no wards", POLL "  wards: []\n",
		"c.yaml:4:10: wards: an empty list; expected wards, or no "
		"such key for the whole council"},
	    {"no title", POLL "  title: ''\n",
		"c.yaml:4:10: title: not one line of 1 to 200 bytes; expected "
		"what the poll is called"},
	    {"holidays", "holidays: 2022-09-19\npolls: []\n",
		"c.yaml:1:11: holidays: no list; expected dates, such as "
		"[2022-09-19]"},
	    {"a holiday", "holidays: [2022-09-19, monday]\npolls: []\n",
		"c.yaml:1:24: holidays: 'monday'; expected a date such as "
		"2027-05-06"},
	};
	struct buf err = BUF_MAX(4096);
	size_t i;

	(void)state;
	files_folder();
	for (i = 0; i < COUNT(cases); i++) {
		if (calendar_load(files_write("c.yaml", cases[i].text), &err) !=
		    NULL)
			fail_msg("%s: not refused", cases[i].name);
		test_same(
		    cases[i].name, files_short(buf_str(&err)), cases[i].want);
		buf_reset(&err);
	}
	buf_free(&err);
	files_remove();
}

static struct calendar *
load(const char *text)
{
	struct buf err = BUF_MAX(4096);
	struct calendar *c = calendar_load(files_write("c.yaml", text), &err);

	if (c == NULL)
		fail_msg("%s", buf_str(&err));
	return c;
}

static long
day(const char *date)
{
	long d;

	assert_int_equal(day_parse(date, strlen(date), &d), 0);
	return d;
}

/* The period of a poll, as published timetables have it (domain.md D.3; the
 * timetables of Shetland, Dumfries and Galloway; the dissolutions of 2015 to
 * 2024), and computed for polls to come. */
static void
test_period(void **state)
{
	static const struct {
		const char *nation, *kind, *poll, *start;
	} cases[] = {
	    {"england", "local", "2016-05-05", "2016-03-30"},
	    {"england", "local", "2019-05-02", "2019-03-26"},
	    {"england", "local", "2023-05-04", "2023-03-27"},
	    {"england", "local", "2025-05-01", "2025-03-25"},
	    {"england", "local", "2027-05-06", "2027-03-31"},
	    {"wales", "local", "2027-05-06", "2027-03-31"},
	    {"england", "local", "2028-05-04", "2028-03-27"},
	    {"england", "mayoral", "2028-05-04", "2028-03-27"},
	    {"england", "pcc", "2028-05-04", "2028-03-27"},
	    {"england", "by-election", "2025-01-30", "2024-12-20"},
	    {"scotland", "local", "2022-05-05", "2022-03-14"},
	    {"scotland", "by-election", "2022-11-17", "2022-09-29"},
	    {"scotland", "by-election", "2022-12-08", "2022-10-19"},
	    {"england", "general", "2015-05-07", "2015-03-30"},
	    {"england", "general", "2017-06-08", "2017-05-03"},
	    {"england", "general", "2019-12-12", "2019-11-06"},
	    {"wales", "general", "2024-07-04", "2024-05-30"},
	    {"england", "referendum", "2027-10-14", "2027-09-17"},
	};
	char text[200];
	struct buf got = BUF_MAX(100), want = BUF_MAX(100);
	struct calendar *c;
	size_t i;

	(void)state;
	files_folder();
	for (i = 0; i < COUNT(cases); i++) {
		snprintf(text, sizeof text,
		    "nation: %s\npolls: [{kind: %s, poll: %s}]\n",
		    cases[i].nation, cases[i].kind, cases[i].poll);
		c = load(text);
		buf_reset(&got);
		buf_reset(&want);
		day_tell(calendar_at(c, 0)->start, &got);
		day_tell(day(cases[i].start), &want);
		test_same(text, buf_str(&got), buf_str(&want));
		assert_int_equal(calendar_at(c, 0)->end, day(cases[i].poll));
		calendar_free(c);
	}
	buf_free(&got);
	buf_free(&want);
	files_remove();
}

/* Given days come before computed ones; further holidays move the start. */
static void
test_given(void **state)
{
	struct calendar *c;

	(void)state;
	files_folder();
	c = load(POLL "  start: 2027-03-22\n  end: 2027-05-08\n");
	assert_int_equal(calendar_at(c, 0)->start, day("2027-03-22"));
	assert_int_equal(calendar_at(c, 0)->end, day("2027-05-08"));
	calendar_free(c);
	c = load("holidays: [2027-04-14, 2027-04-17]\n" POLL);
	assert_int_equal(calendar_at(c, 0)->start, day("2027-03-30"));
	assert_null(calendar_at(c, 1));
	calendar_free(c);
	files_remove();
}

/* Where and when a period is in force, and which poll is told of. */
static void
test_where(void **state)
{
	static const struct {
		const char *name, *date, *ward;
		enum answer want;
		const char *told;
	} cases[] = {
	    {"the day before", "2027-03-30", "North", ANSWER_NO, NULL},
	    {"the first day", "2027-03-31", "North", ANSWER_YES,
		"local elections on 6 May 2027"},
	    {"the poll", "2027-05-06", NULL, ANSWER_YES,
		"local elections on 6 May 2027"},
	    {"the day after", "2027-05-07", "North", ANSWER_NO, NULL},
	    {"its ward", "2026-09-01", "NORTH", ANSWER_YES,
		"Fox by-election in North Ward on 17 September 2026"},
	    {"another ward", "2026-09-01", "Northgate", ANSWER_NO, NULL},
	    {"a ward of two", "2026-11-01", " south ward ", ANSWER_YES,
		"referendum in 2 wards on 10 November 2026"},
	    {"no ward known", "2026-09-01", NULL, ANSWER_CANNOT_TELL,
		"Fox by-election in North Ward on 17 September 2026"},
	    {"an empty ward", "2026-09-01", "", ANSWER_CANNOT_TELL,
		"Fox by-election in North Ward on 17 September 2026"},
	    {"no ward known, but the council votes", "2027-04-20", "",
		ANSWER_YES, "mayoral election on 22 April 2027"},
	};
	const struct poll *p;
	struct calendar *c;
	enum answer got;
	size_t i;

	(void)state;
	files_folder();
	c = load(POLL "- {kind: by-election, poll: 2026-09-17, "
		      "wards: North Ward, title: Fox by-election}\n"
		      "- {kind: by-election, poll: 2027-04-29, wards: X, "
		      "start: 2027-04-20}\n"
		      "- {kind: mayoral, poll: 2027-04-22, "
		      "start: 2027-04-20}\n"
		      "- {kind: referendum, poll: 2026-11-10, "
		      "wards: [North, South]}\n");
	assert_int_equal(calendar_count(c), 5);
	for (i = 0; i < COUNT(cases); i++) {
		got = calendar_period(c, day(cases[i].date), cases[i].ward, &p);
		if (got != cases[i].want)
			fail_msg("%s: %d, want %d", cases[i].name, got,
			    cases[i].want);
		if (cases[i].told == NULL)
			assert_null(p);
		else
			test_same(cases[i].name, p->told, cases[i].told);
	}
	calendar_free(c);
	files_remove();
}

/* A missing file has no polls; one that cannot be read is an error. */
static void
test_missing(void **state)
{
	struct buf err = BUF_MAX(4096);
	struct calendar *c = calendar_load("/nowhere/c.yaml", &err);
	const struct poll *p;

	(void)state;
	assert_non_null(c);
	assert_int_equal(calendar_count(c), 0);
	assert_int_equal(calendar_period(c, 20000, "North", &p), ANSWER_NO);
	calendar_free(c);
	calendar_free(NULL);
	assert_null(calendar_load("/", &err));
	test_same("error", buf_str(&err), "/: cannot be read: Is a directory");
	buf_free(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_period),
	    cmocka_unit_test(test_given),
	    cmocka_unit_test(test_where),
	    cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
