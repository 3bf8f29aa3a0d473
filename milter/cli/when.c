/* SPDX-License-Identifier: MIT
 *
 * when.c - points in time as an operator types them.
 */
#include "cli/when.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

static const char *const forms[] = {
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
};

/* strptime takes the 31st of February; a calendar does not. */
static bool
same_day(const struct tm *a, const struct tm *b)
{
	return a->tm_year == b->tm_year && a->tm_mon == b->tm_mon &&
	       a->tm_mday == b->tm_mday;
}

int
when_parse(const char *text, long long *ret)
{
	struct tm tm, given;
	const char *end;
	size_t i;
	time_t t;
	bool utc;

	for (i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		tm = (struct tm){.tm_hour = 12, .tm_isdst = -1};
		end = strptime(text, forms[i], &tm);
		if (end == NULL)
			continue;
		utc = strcmp(end, "Z") == 0;
		if (*end != '\0' && !utc)
			continue;
		given = tm;
		t = utc ? timegm(&tm) : mktime(&tm);
		if (!same_day(&tm, &given))
			return -1;
		*ret = (long long)t;
		return 0;
	}
	return -1;
}
