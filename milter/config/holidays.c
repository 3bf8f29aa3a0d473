/* SPDX-License-Identifier: MIT
 *
 * holidays.c - bank holidays and the working days that elections count.
 *
 * Each kind of holiday is a row of a table: by date, by weekday, or by Easter,
 * with the nations that keep it. A year's holidays are worked out whole,
 * because a substitute depends on its neighbours.
 *
 * BUGS: holidays moved before 2010 are not known.
 */
#include "config/holidays.h"

#include <string.h>

#include "config/day.h"

#define MONDAY 0
#define SATURDAY 5

#define ENGLAND_WALES (1u << NATION_ENGLAND | 1u << NATION_WALES)
#define SCOTLAND (1u << NATION_SCOTLAND)
#define NORTHERN_IRELAND (1u << NATION_NORTHERN_IRELAND)

const char *
nation_name(enum nation n)
{
	static const char *const names[NATION_COUNT] = {
	    "england", "wales", "scotland", "northern-ireland"};

	return (unsigned)n < NATION_COUNT ? names[n] : "?";
}

/* The same day each year. */
static const struct fixed {
	unsigned month, day, nations;
} fixed_days[] = {
    {1, 1, NATION_ALL},
    {1, 2, SCOTLAND},
    {3, 17, NORTHERN_IRELAND},
    {7, 12, NORTHERN_IRELAND},
    {11, 30, SCOTLAND},
    {12, 25, NATION_ALL},
    {12, 26, NATION_ALL},
};

/* The first or last Monday of a month. */
static const struct monday {
	unsigned month;
	bool last;
	unsigned nations;
} mondays[] = {
    {5, false, NATION_ALL},
    {5, true, NATION_ALL},
    {8, false, SCOTLAND},
    {8, true, ENGLAND_WALES | NORTHERN_IRELAND},
};

/* Days after Easter Sunday. */
static const struct movable {
	int after;
	unsigned nations;
} movables[] = {
    {-2, NATION_ALL},
    {1, ENGLAND_WALES | NORTHERN_IRELAND},
};

/* A Monday that was kept on another day that year. */
static const struct moved {
	int year;
	struct day_civil from, to;
} moves[] = {
    {2012, {2012, 5, 28}, {2012, 6, 4}}, /* Diamond Jubilee */
    {2020, {2020, 5, 4}, {2020, 5, 8}},  /* VE Day, 75 years */
    {2022, {2022, 5, 30}, {2022, 6, 2}}, /* Platinum Jubilee */
};

/* Proclaimed for one year. */
static const struct single {
	struct day_civil at;
	unsigned nations;
} singles[] = {
    {{2011, 4, 29}, NATION_ALL}, /* royal wedding */
    {{2012, 6, 5}, NATION_ALL},  /* Diamond Jubilee */
    {{2022, 6, 3}, NATION_ALL},  /* Platinum Jubilee */
    {{2022, 9, 19}, NATION_ALL}, /* funeral of Elizabeth II */
    {{2023, 5, 8}, NATION_ALL},  /* coronation */
    {{2026, 6, 15}, SCOTLAND},   /* football World Cup */
};
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

#define YEAR_MAX \
	(COUNT(fixed_days) + COUNT(mondays) + COUNT(movables) + COUNT(singles))

/* The bank holidays of a nation in one year. */
struct year {
	long v[YEAR_MAX];
	size_t n;
};

/* "Anonymous Gregorian algorithm" of Nature, 1876, as in J. Meeus,
 * Astronomical Algorithms, chapter 8. */
long
holidays_easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return day_number(year, (unsigned)(n / 31), (unsigned)(n % 31 + 1));
}

static bool
has(const struct year *y, long day)
{
	size_t i;

	for (i = 0; i < y->n; i++)
		if (y->v[i] == day)
			return true;
	return false;
}

static bool
weekend(long day)
{
	return day_weekday(day) >= SATURDAY;
}

/* First those on weekdays, then substitutes for the others: 2 January 2023
 * stays, and New Year's Day goes round it. */
static void
add_fixed(struct year *y, int year, unsigned nation)
{
	size_t i;
	long day;
	int late;

	for (late = 0; late < 2; late++) {
		for (i = 0; i < COUNT(fixed_days); i++) {
			day = day_number(
			    year, fixed_days[i].month, fixed_days[i].day);
			if ((fixed_days[i].nations & nation) == 0 ||
			    weekend(day) != (late == 1))
				continue;
			while (weekend(day) || has(y, day))
				day++;
			y->v[y->n++] = day;
		}
	}
}

static void
add_mondays(struct year *y, int year, unsigned nation)
{
	size_t i, k;
	long day;

	for (i = 0; i < COUNT(mondays); i++) {
		if ((mondays[i].nations & nation) == 0)
			continue;
		day = day_number(
		    year, mondays[i].month, mondays[i].last ? 31 : 1);
		while (day_weekday(day) != MONDAY)
			day += mondays[i].last ? -1 : 1;
		for (k = 0; k < COUNT(moves); k++)
			if (day == day_number(moves[k].year,
				       moves[k].from.month, moves[k].from.day))
				day = day_number(moves[k].year,
				    moves[k].to.month, moves[k].to.day);
		y->v[y->n++] = day;
	}
}

static void
add_others(struct year *y, int year, unsigned nation)
{
	const struct single *s;
	size_t i;

	for (i = 0; i < COUNT(movables); i++)
		if (movables[i].nations & nation)
			y->v[y->n++] =
			    holidays_easter(year) + movables[i].after;
	for (i = 0; i < COUNT(singles); i++) {
		s = &singles[i];
		if ((s->nations & nation) && s->at.year == year)
			y->v[y->n++] = day_number(year, s->at.month, s->at.day);
	}
}

bool
holidays_bank(enum nation n, long day)
{
	int year = day_date(day).year;
	struct year y = {.n = 0};

	add_fixed(&y, year, 1u << n);
	add_mondays(&y, year, 1u << n);
	add_others(&y, year, 1u << n);
	return has(&y, day);
}

bool
holidays_working(unsigned nations, const struct holidays_extra *extra, long day)
{
	struct day_civil d = day_date(day);
	long easter = holidays_easter(d.year);
	size_t i;
	int n;

	if (weekend(day) || day == easter - 2 ||
	    (d.month == 12 && (d.day == 24 || d.day == 25)) ||
	    ((nations & SCOTLAND) && day == easter + 1))
		return false;
	for (n = 0; n < NATION_COUNT; n++)
		if ((nations & 1u << n) && holidays_bank((enum nation)n, day))
			return false;
	for (i = 0; i < extra->n; i++)
		if (extra->v[i] == day)
			return false;
	return true;
}

long
holidays_before(
    unsigned nations, const struct holidays_extra *extra, long day, unsigned n)
{
	while (n > 0)
		if (holidays_working(nations, extra, --day))
			n--;
	return day;
}
