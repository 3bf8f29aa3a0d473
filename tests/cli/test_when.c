/* SPDX-License-Identifier: MIT
 *
 * test_when.c - points in time, and what is none.
 */
#include "cli/when.h"

#include <stdlib.h>
#include <time.h>

#include "lib/test.h"

/* Local time follows TZ; Z is always UTC; a day alone means its noon. */
static void
times(void **state)
{
	static const struct {
		const char *text;
		long long utc, london;
	} cases[] = {
	    {"2027-01-15", 1800014400, 1800014400},
	    {"2027-07-15", 1815652800, 1815649200},
	    {"2027-07-15T18:30", 1815676200, 1815672600},
	    {"2027-07-15 18:30", 1815676200, 1815672600},
	    {"2027-07-15T18:30:05", 1815676205, 1815672605},
	    {"2027-07-15 18:30:05", 1815676205, 1815672605},
	    {"2027-07-15T18:30Z", 1815676200, 1815676200},
	    {"2027-07-15T18:30:05Z", 1815676205, 1815676205},
	    {"2027-07-15Z", 1815652800, 1815652800},
	    {"2028-02-29T00:00Z", 1835395200, 1835395200},
	    {"1970-01-01T00:00:00Z", 0, 0},
	    {"1969-12-31T23:59:59Z", -1, -1},
	};
	long long got;
	size_t i;
	int london;

	(void)state;
	for (london = 0; london < 2; london++) {
		/* POSIX's own form: needs no time zone files. */
		setenv("TZ", london ? "GMT0BST,M3.5.0/1,M10.5.0" : "UTC0", 1);
		tzset();
		for (i = 0; i < COUNT(cases); i++) {
			got = -99;
			if (when_parse(cases[i].text, &got) < 0)
				fail_msg("%s: refused", cases[i].text);
			if (got != (london ? cases[i].london : cases[i].utc))
				fail_msg("%s: got %lld", cases[i].text, got);
		}
	}
}

/* Everything else is refused, and the result left alone. */
static void
no_times(void **state)
{
	static const char *const cases[] = {
	    "",
	    " ",
	    "now",
	    "2027",
	    "2027-04",
	    "27-04-29",
	    "2027-4-29",
	    "2027-04-9",
	    "2027-02-30",
	    "2027-02-29",
	    "2027-13-01",
	    "2027-00-10",
	    "2027-04-00",
	    "2027-04-29T",
	    "2027-04-29T18",
	    "2027-04-29T24:00",
	    "2027-04-29T18:60",
	    "2027-04-29T18:30:99",
	    "2027-04-2918:30",
	    "2027-04-29  18:30",
	    "2027-04-29T18:30 Z",
	    "2027-04-29T18:30+01:00",
	    "2027-04-29T18:30Zx",
	    " 2027-04-29",
	    "2027-04-29 ",
	    "-2027-04-29",
	    "99999-04-29",
	};
	long long got;
	size_t i;

	(void)state;
	setenv("TZ", "UTC0", 1);
	tzset();
	for (i = 0; i < COUNT(cases); i++) {
		got = 12345;
		if (when_parse(cases[i], &got) == 0)
			fail_msg("'%s': taken as %lld", cases[i], got);
		assert_int_equal(got, 12345);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(times),
	    cmocka_unit_test(no_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
