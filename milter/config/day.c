/* SPDX-License-Identifier: MIT
 *
 * day.c - calendar days, counted, and what the clock says in the UK.
 *
 * BUGS: summer time before 2002 is taken to be as it is now.
 */
#include "config/day.h"

#include <string.h>

#define HOUR_S 3600LL
#define DAY_S 86400LL
#define SUNDAY 6

/* Days of a 400-year cycle of the calendar. */
#define ERA_DAYS 146097L
/* From 1 March of the year 0, where the cycles are counted from, to 1970. */
#define EPOCH 719468L

/* Years begin in March here, so that the leap day comes last. */
long
day_number(int year, unsigned month, unsigned day)
{
	long y = month <= 2 ? year - 1L : year;
	long era = (y >= 0 ? y : y - 399) / 400;
	long of_era = y - era * 400;
	long of_year = (153 * ((long)month + (month > 2 ? -3 : 9)) + 2) / 5 +
		       (long)day - 1;

	return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - EPOCH;
}

struct day_civil
day_date(long day)
{
	long z = day + EPOCH;
	long era = (z >= 0 ? z : z - ERA_DAYS + 1) / ERA_DAYS;
	long of_era = z - era * ERA_DAYS;
	long year =
	    (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	long of_year = of_era - (365 * year + year / 4 - year / 100);
	long march = (5 * of_year + 2) / 153;
	struct day_civil d;

	d.day = (unsigned)(of_year - (153 * march + 2) / 5 + 1);
	d.month = (unsigned)(march < 10 ? march + 3 : march - 9);
	d.year = (int)(year + era * 400 + (d.month <= 2));
	return d;
}

unsigned
day_weekday(long day)
{
	long w = (day + 3) % 7; /* 1 January 1970 was a Thursday */

	return (unsigned)(w < 0 ? w + 7 : w);
}

/* Reads n digits. -1 for anything else. */
static int
digits(const char *s, int n)
{
	int value = 0;

	for (; n > 0; n--, s++) {
		if (*s < '0' || *s > '9')
			return -1;
		value = value * 10 + (*s - '0');
	}
	return value;
}

int
day_parse(const char *s, size_t len, long *ret)
{
	struct day_civil back;
	int y, m, d;
	long day;

	if (len != 10 || s[4] != '-' || s[7] != '-')
		return -1;
	y = digits(s, 4);
	m = digits(s + 5, 2);
	d = digits(s + 8, 2);
	if (y < 1900 || y > 2199 || m < 1 || m > 12 || d < 1)
		return -1;
	day = day_number(y, (unsigned)m, (unsigned)d);
	back = day_date(day);
	if (back.day != (unsigned)d || back.month != (unsigned)m)
		return -1;
	*ret = day;
	return 0;
}

int
day_tell(long day, struct buf *out)
{
	static const char *const months[] = {"January", "February", "March",
	    "April", "May", "June", "July", "August", "September", "October",
	    "November", "December"};
	struct day_civil d = day_date(day);

	return buf_addf(out, "%u %s %d", d.day, months[d.month - 1], d.year);
}

/* 1 am UTC of the last Sunday of a month of 31 days. */
static long long
clocks_change(int year, unsigned month)
{
	long day = day_number(year, month, 31);

	while (day_weekday(day) != SUNDAY)
		day--;
	return day * DAY_S + HOUR_S;
}

long
day_in_uk(long long at, unsigned *ret_minute)
{
	long long day = at / DAY_S - (at % DAY_S < 0);
	int year = day_date((long)day).year;

	if (at >= clocks_change(year, 3) && at < clocks_change(year, 10)) {
		at += HOUR_S;
		day = at / DAY_S - (at % DAY_S < 0);
	}
	*ret_minute = (unsigned)((at - day * DAY_S) / 60);
	return (long)day;
}
