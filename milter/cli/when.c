/* SPDX-License-Identifier: MIT
 *
 * when.c - points in time as an operator types them.
 */
#include "cli/when.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

/* With the length of what they stand for: strptime also takes 7 for 07, and
 * nothing at all for a space. */
static const struct {
	const char *form;
	size_t len;
} forms[] = {
    {"%Y-%m-%dT%H:%M:%S", 19},
    {"%Y-%m-%dT%H:%M", 16},
    {"%Y-%m-%d %H:%M:%S", 19},
    {"%Y-%m-%d %H:%M", 16},
    {"%Y-%m-%d", 10},
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
		end = strptime(text, forms[i].form, &tm);
		if (end == NULL || (size_t)(end - text) != forms[i].len)
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
