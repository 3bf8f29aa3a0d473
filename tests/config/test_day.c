/* SPDX-License-Identifier: MIT
 *
 * test_day.c - days are counted as the calendar counts them, and a time is the
 * UK's.
 */
#include "config/day.h"

#include <string.h>
#include <time.h>

#include "lib/test.h"

/* Every day from 1900 to 2199 has the number and weekday libc gives it, and its
 * date comes back. */
static void
test_every_day(void **state)
{
	long day = day_number(1900, 1, 1), last = day_number(2199, 12, 31);
	struct day_civil d;
	struct tm tm;

	(void)state;
	for (; day <= last; day++) {
		d = day_date(day);
		tm = (struct tm){.tm_year = d.year - 1900,
		    .tm_mon = (int)d.month - 1,
		    .tm_mday = (int)d.day};
		assert_int_equal(timegm(&tm), day * 86400LL);
		assert_int_equal(day_weekday(day), (tm.tm_wday + 6) % 7);
		assert_int_equal(day_number(d.year, d.month, d.day), day);
	}
}

/* Only dates of the calendar, wholly and in that form. */
static void
test_parse(void **state)
{
	static const struct {
		const char *text;
		int rc;
	} cases[] = {
	    {"2027-05-06", 0},
	    {"2024-02-29", 0},
	    {"2000-02-29", 0},
	    {"2025-02-29", -1},
	    {"1900-02-29", -1},
	    {"2025-04-31", -1},
	    {"2025-00-10", -1},
	    {"2025-13-10", -1},
	    {"2025-10-00", -1},
	    {"1899-12-31", -1},
	    {"2200-01-01", -1},
	    {"2025-1-10", -1},
	    {"2025-01-1", -1},
	    {"2025/01/10", -1},
	    {"10-01-2025", -1},
	    {"2025-01-10 ", -1},
	    {"+025-01-10", -1},
	    {"", -1},
	};
	size_t i;
	long day;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (day_parse(cases[i].text, strlen(cases[i].text), &day) !=
		    cases[i].rc)
			fail_msg("%s: want %d", cases[i].text, cases[i].rc);
}

/* Summer time begins and ends to the second, and may change the day. */
static void
test_uk(void **state)
{
	static const struct {
		const char *utc, *date;
		unsigned minute;
	} cases[] = {
	    {"2027-01-15T00:00:00", "15 January 2027", 0},
	    {"2027-01-15T23:59:59", "15 January 2027", 1439},
	    {"2027-03-28T00:59:59", "28 March 2027", 59},
	    {"2027-03-28T01:00:00", "28 March 2027", 120},
	    {"2027-06-30T22:59:59", "30 June 2027", 1439},
	    {"2027-06-30T23:00:00", "1 July 2027", 0},
	    {"2027-10-31T00:59:59", "31 October 2027", 119},
	    {"2027-10-31T01:00:00", "31 October 2027", 60},
	    {"2026-10-25T00:30:00", "25 October 2026", 90},
	    {"1969-12-31T23:59:00", "31 December 1969", 1439},
	};
	struct buf told = BUF_MAX(100);
	unsigned minute;
	struct tm tm;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		tm = (struct tm){0};
		assert_non_null(
		    strptime(cases[i].utc, "%Y-%m-%dT%H:%M:%S", &tm));
		buf_reset(&told);
		day_tell(day_in_uk(timegm(&tm), &minute), &told);
		test_same(cases[i].utc, buf_str(&told), cases[i].date);
		assert_int_equal(minute, cases[i].minute);
	}
	buf_free(&told);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_day),
	    cmocka_unit_test(test_parse),
	    cmocka_unit_test(test_uk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
