/* SPDX-License-Identifier: MIT
 *
 * test_seats.c - who sits on which committee on what day.
 */
#include "config/seats.h"

#include <string.h>

#include "config/day.h"
#include "lib/test.h"

/* One seat asked about on one day: both days of a span belong to it, an open
 * end goes on, and a name's words are whole. */
static void
test_hold(void **state)
{
	static const struct {
		const char *seat, *name, *date;
		bool want;
	} cases[] = {
	    {"Planning", "planning", "2027-01-01", true},
	    {"Planning 2025-05-20..", "planning", "2025-05-19", false},
	    {"Planning 2025-05-20..", "planning", "2025-05-20", true},
	    {"Planning 2025-05-20..", "planning", "2099-01-01", true},
	    {"Planning ..2025-05-19", "Planning", "2000-01-01", true},
	    {"Planning ..2025-05-19", "Planning", "2025-05-19", true},
	    {"Planning ..2025-05-19", "Planning", "2025-05-20", false},
	    {"Licensing 2024-05-01..2025-05-19", "licensing", "2024-05-01",
		true},
	    {"Licensing 2024-05-01..2025-05-19", "licensing", "2024-04-30",
		false},
	    {"Licensing 2024-05-01..2025-05-19", "planning", "2024-05-01",
		false},
	    {"Strategic Planning Committee", "planning", "2027-01-01", true},
	    {"Planning & Licensing", "licensing", "2027-01-01", true},
	    {"Licensing Sub-Committee", "licensing", "2027-01-01", true},
	    {"Development  Control", "development control", "2027-01-01",
		false},
	    {"Development Control 2026-01-01..", "development control",
		"2027-01-01", true},
	    {"Replanning", "planning", "2027-01-01", false},
	    {"Planning", "plan", "2027-01-01", false},
	    {"Planning", "", "2027-01-01", false},
	    {"Committee of 2030 Vision", "vision", "2027-01-01", true},
	    {"Scrutiny Panel 2", "scrutiny panel 2", "2027-01-01", true},
	    {"Scrutiny Panel 2", "scrutiny panel 1", "2027-01-01", false},
	    {"Scrutiny Panel 2 2026-01-01..", "scrutiny panel 2", "2025-12-31",
		false},
	    {"Scrutiny Panel 2 2026-01-01..", "scrutiny panel 2", "2026-01-01",
		true},
	};
	struct seats s;
	size_t i;
	long day;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		s = (struct seats){0};
		assert_int_equal(seats_add(&s, cases[i].seat), SEATS_OK);
		assert_int_equal(day_parse(cases[i].date, 10, &day), 0);
		if (seats_hold(&s, cases[i].name, day) != cases[i].want)
			fail_msg("%s, %s, %s: want %d", cases[i].seat,
			    cases[i].name, cases[i].date, cases[i].want);
		seats_free(&s);
	}
}

/* What is no seat is refused, and nothing is added. */
static void
test_wrong(void **state)
{
	static const char *const cases[] = {"", "2025-05-20..",
	    "Planning 2025-05-20", "Planning ..", "Planning 2025-02-30..",
	    "Planning 2025-05-20..2025-05-19", "Planning 20.5.2025..",
	    "Planning 2025-05-20...", "Planning 20250520", "2",
	    "Planning 2025-05-20..2026-05-1"};
	struct seats s = {0};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (seats_add(&s, cases[i]) != SEATS_WRONG)
			fail_msg("'%s': not refused", cases[i]);
	assert_int_equal(s.n, 0);
	assert_false(seats_hold(&s, "planning", 20000));
	seats_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_hold),
	    cmocka_unit_test(test_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
