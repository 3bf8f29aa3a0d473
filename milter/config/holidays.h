/* SPDX-License-Identifier: MIT
 *
 * holidays.h - bank holidays and the working days that elections count.
 *
 * Bank holidays are computed for any year from the Banking and Financial
 * Dealings Act 1971, Schedule 1, and what is proclaimed each year in its place
 * (gov.uk/bank-holidays): a holiday on a Saturday or Sunday is kept on the
 * next weekday that is none. Single holidays proclaimed for one year are in a
 * table, as far as they were known in November 2026; those to come are given
 * in calendar.yaml.
 */
#ifndef CONFIG_HOLIDAYS_H
#define CONFIG_HOLIDAYS_H

#include <stdbool.h>
#include <stddef.h>

enum nation {
	NATION_ENGLAND,
	NATION_WALES,
	NATION_SCOTLAND,
	NATION_NORTHERN_IRELAND,
};
#define NATION_COUNT 4
#define NATION_ALL ((1u << NATION_COUNT) - 1)

/* As calendar.yaml says it: "england", … "northern-ireland". Static. */
const char *nation_name(enum nation n);

/* Easter Sunday of a year. */
long holidays_easter(int year);

/* Is it a bank holiday of that nation? */
bool holidays_bank(enum nation n, long day);

/* Days that are counted as no working day besides those computed. */
struct holidays_extra {
	long *v;
	size_t n;
};

/* Does an election timetable count this day: not a Saturday or Sunday,
 * Christmas Eve, Christmas Day, Good Friday, a bank holiday of any of these
 * nations (1 << enum nation), nor one of extra. In Scotland not Easter Monday
 * either, which is no bank holiday there but is left out of the timetables of
 * the Electoral Management Board. */
bool holidays_working(
    unsigned nations, const struct holidays_extra *extra, long day);

/* The n-th working day before a day, as "the 25th day before the poll". */
long holidays_before(
    unsigned nations, const struct holidays_extra *extra, long day, unsigned n);

#endif
