/* SPDX-License-Identifier: MIT
 *
 * test_holidays.c - bank holidays as gov.uk/bank-holidays lists them.
 */
#include "config/holidays.h"

#include <stdio.h>
#include <string.h>

#include "config/day.h"
#include "lib/test.h"

/* Easter Sundays, the earliest and latest there are among them. */
static void
test_easter(void **state)
{
	static const struct {
		int year;
		unsigned month, day;
	} cases[] = {
	    {1943, 4, 25},
	    {1961, 4, 2},
	    {2000, 4, 23},
	    {2008, 3, 23},
	    {2016, 3, 27},
	    {2019, 4, 21},
	    {2023, 4, 9},
	    {2024, 3, 31},
	    {2025, 4, 20},
	    {2027, 3, 28},
	    {2028, 4, 16},
	    {2038, 4, 25},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_int_equal(holidays_easter(cases[i].year),
		    day_number(cases[i].year, cases[i].month, cases[i].day));
}

/* The bank holidays of a year and nation, each as "MM-DD" with a space before
 * it. Static. */
static const char *
holidays_of(enum nation n, int year)
{
	static char all[400];
	struct day_civil d;
	char one[40];
	long day;

	all[0] = '\0';
	for (day = day_number(year, 1, 1); day <= day_number(year, 12, 31);
	     day++) {
		if (!holidays_bank(n, day))
			continue;
		d = day_date(day);
		snprintf(one, sizeof one, " %02u-%02u", d.month, d.day);
		strncat(all, one, sizeof all - strlen(all) - 1);
	}
	return all;
}

/* Whole years: substitutes, moved ones, holidays of one year. */
static void
test_years(void **state)
{
	static const struct {
		enum nation nation;
		int year;
		const char *want;
	} cases[] = {
	    {NATION_ENGLAND, 2019,
		" 01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26"},
	    {NATION_ENGLAND, 2020,
		" 01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"},
	    {NATION_WALES, 2021,
		" 01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"},
	    {NATION_ENGLAND, 2022,
		" 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"},
	    {NATION_ENGLAND, 2023,
		" 01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"},
	    {NATION_ENGLAND, 2027,
		" 01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"},
	    {NATION_ENGLAND, 2012,
		" 01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26"},
	    {NATION_SCOTLAND, 2022,
		" 01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 "
		"12-27"},
	    {NATION_SCOTLAND, 2023,
		" 01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26"},
	    {NATION_SCOTLAND, 2019,
		" 01-01 01-02 04-19 05-06 05-27 08-05 12-02 12-25 12-26"},
	    {NATION_SCOTLAND, 2026,
		" 01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28"},
	    {NATION_NORTHERN_IRELAND, 2024,
		" 01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26"},
	    {NATION_NORTHERN_IRELAND, 2025,
		" 01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26"},
	};
	char name[60];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		snprintf(name, sizeof name, "%s %d",
		    nation_name(cases[i].nation), cases[i].year);
		test_same(name, holidays_of(cases[i].nation, cases[i].year),
		    cases[i].want);
	}
}

/* What an election's timetable leaves out besides. */
static void
test_working(void **state)
{
	long mourning = day_number(2027, 4, 14);
	const struct holidays_extra none = {NULL, 0}, extra = {&mourning, 1};
	const unsigned england = 1u << NATION_ENGLAND;
	const unsigned scotland = 1u << NATION_SCOTLAND;

	(void)state;
	/* Saturday, Sunday, Christmas Eve, Christmas Day, New Year's Eve */
	assert_false(holidays_working(england, &none, day_number(2027, 5, 1)));
	assert_false(holidays_working(england, &none, day_number(2027, 5, 2)));
	assert_false(
	    holidays_working(england, &none, day_number(2026, 12, 24)));
	assert_false(
	    holidays_working(england, &none, day_number(2026, 12, 25)));
	assert_true(holidays_working(england, &none, day_number(2026, 12, 31)));
	/* Easter Monday, and a holiday of another nation */
	assert_false(holidays_working(england, &none, day_number(2027, 3, 29)));
	assert_false(
	    holidays_working(scotland, &none, day_number(2027, 3, 29)));
	assert_true(holidays_working(england, &none, day_number(2026, 11, 30)));
	assert_false(
	    holidays_working(scotland, &none, day_number(2026, 11, 30)));
	assert_false(
	    holidays_working(NATION_ALL, &none, day_number(2026, 11, 30)));
	/* A day of mourning */
	assert_true(holidays_working(england, &none, mourning));
	assert_false(holidays_working(england, &extra, mourning));
	assert_int_equal(
	    holidays_before(england, &extra, day_number(2027, 4, 15), 1),
	    day_number(2027, 4, 13));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_easter),
	    cmocka_unit_test(test_years),
	    cmocka_unit_test(test_working),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
