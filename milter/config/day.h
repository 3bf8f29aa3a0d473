/* SPDX-License-Identifier: MIT
 *
 * day.h - calendar days, counted, and what the clock says in the UK.
 *
 * A day is its number since 1 January 1970 (Gregorian, no clock, no zone), so
 * that days can be compared and counted. Nothing here asks the system for its
 * time or its time zone: the same message is judged alike on every machine.
 */
#ifndef CONFIG_DAY_H
#define CONFIG_DAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define DAY_MINUTES 1440

struct day_civil {
	int year;
	unsigned month, day; /* from 1 */
};

/* The number of a date, which must be one of the calendar; and back. After the
 * day counts of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
long day_number(int year, unsigned month, unsigned day);
struct day_civil day_date(long day);

/* 0 Monday … 6 Sunday. */
unsigned day_weekday(long day);

/* Reads "2027-05-06", all len bytes of it, of the years 1900 to 2199. 0, or -1
 * for anything that is no date. */
int day_parse(const char *s, size_t len, long *ret);

/* Adds "6 May 2027". */
int day_tell(long day, struct buf *out);

/* The date in the UK at a time (seconds since 1970, UTC), and in *ret_minute
 * the minutes since midnight there. Summer time is that of the Summer Time
 * Order 2002: from 1 am UTC of the last Sunday in March to that of October. */
long day_in_uk(long long at, unsigned *ret_minute);

#endif
