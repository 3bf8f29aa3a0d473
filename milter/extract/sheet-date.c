/* SPDX-License-Identifier: MIT
 *
 * sheet-date.c - day numbers as a spreadsheet shows them.
 *
 * Day 1 is 1 January 1900 and day 60 the 29 February 1900 that never was
 * (ECMA-376-1, 18.17.4.1); or day 0 is 1 January 1904.
 */
#include "extract/sheet-date.h"

#include <math.h>
#include <string.h>

#include "extract/sheet-number.h"

/* 31 December 9999. */
#define LAST_DAY 2958465.0
#define DAY_SECONDS 86400
/* Day numbers from 1904 on are so much lower. */
#define LATE_DAYS 1462

struct moment {
	int year, month, day, weekday; /* 0: Sunday */
	long seconds;                  /* of the day */
	double days;
};

static const char *const months[] = {"January", "February", "March", "April",
    "May", "June", "July", "August", "September", "October", "November",
    "December"};
static const char *const weekdays[] = {"Sunday", "Monday", "Tuesday",
    "Wednesday", "Thursday", "Friday", "Saturday"};

/* The civil date of a day number, counted in the 400-year cycle of 146,097
 * days that begins on 1 March of year 0. */
static void
civil(long number, struct moment *m)
{
	/* 1 March 0000 to 30 December 1899. */
	long days = number + 693899, cycle = days / 146097;
	long in = days % 146097;
	long year = (in - in / 1460 + in / 36524 - in / 146096) / 365;
	long of_year = in - (365 * year + year / 4 - year / 100);
	long month = (5 * of_year + 2) / 153;

	m->day = (int)(of_year - (153 * month + 2) / 5 + 1);
	m->month = (int)(month < 10 ? month + 3 : month - 9);
	m->year = (int)(400 * cycle + year + (m->month <= 2));
}

static bool
moment_of(double days, bool late, struct moment *m)
{
	long number;

	if (!(days >= 0) || days > LAST_DAY)
		return false;
	m->days = days;
	if (late)
		days += LATE_DAYS;
	number = (long)floor(days);
	m->seconds = lround((days - floor(days)) * DAY_SECONDS);
	if (m->seconds >= DAY_SECONDS) {
		m->seconds = 0;
		number++;
	}
	m->weekday = (int)((number + 6) % 7);
	if (number == 60) {
		m->year = 1900;
		m->month = 2;
		m->day = 29;
	} else
		civil(number < 60 ? number + 1 : number, m);
	return true;
}

int
sheet_date(double days, bool late, struct buf *out)
{
	struct moment m;

	if (!moment_of(days, late, &m))
		return sheet_general(days, out);
	buf_addf(out, "%02d/%02d/%04d", m.day, m.month, m.year);
	if (m.seconds > 0)
		buf_addf(
		    out, " %02ld:%02ld", m.seconds / 3600, m.seconds / 60 % 60);
	return buf_failed(out) ? -1 : 0;
}

static char
letter_of(const struct sheet_token *t)
{
	return (char)(*t->text | 0x20);
}

bool
sheet_date_is(struct sheet_code c)
{
	struct sheet_token t;

	while (sheet_token_next(&c, &t))
		if (t.kind == SHEET_TOKEN_DATE || t.kind == SHEET_TOKEN_ELAPSED)
			return true;
	return false;
}

/* The letter of the next date sign; 'm' is minutes before seconds. */
static char
letter_after(struct sheet_code c)
{
	struct sheet_token t;

	while (sheet_token_next(&c, &t))
		if (t.kind == SHEET_TOKEN_DATE || t.kind == SHEET_TOKEN_ELAPSED)
			return letter_of(&t);
	return '\0';
}

/* Which parts a date has, as figures; a month in words rules it out. */
static bool
all_figures(struct sheet_code c)
{
	bool day = false, month = false, year = false;
	char before = '\0', letter;
	struct sheet_token t;

	while (sheet_token_next(&c, &t)) {
		if (t.kind != SHEET_TOKEN_DATE)
			continue;
		letter = letter_of(&t);
		if (t.len > 2 && (letter == 'd' || letter == 'm'))
			return false;
		day |= letter == 'd';
		year |= letter == 'y' || letter == 'e';
		month |=
		    letter == 'm' && before != 'h' && letter_after(c) != 's';
		before = letter;
	}
	return day && month && year;
}

static void
add_elapsed(const struct moment *m, char letter, struct buf *out)
{
	double seconds = round(m->days * DAY_SECONDS);

	buf_addf(out, "%02.0f",
	    letter == 's'   ? seconds
	    : letter == 'm' ? floor(seconds / 60)
			    : floor(seconds / 3600));
}

static void
add_part(
    const struct moment *m, char letter, size_t len, bool time, struct buf *out)
{
	if (letter == 'y' || letter == 'e')
		buf_addf(out, "%04d", m->year);
	else if (letter == 'm' && !time && len > 2)
		buf_addf(out, "%.*s", len == 3 ? 3 : 9, months[m->month - 1]);
	else if (letter == 'm' && !time)
		buf_addf(out, "%0*d", len > 1 ? 2 : 1, m->month);
	else if (letter == 'd' && len > 2)
		buf_addf(out, "%.*s", len == 3 ? 3 : 9, weekdays[m->weekday]);
	else if (letter == 'd')
		buf_addf(out, "%0*d", len > 1 ? 2 : 1, m->day);
	else if (letter == 'h')
		buf_addf(out, "%02ld", m->seconds / 3600);
	else if (letter == 'm')
		buf_addf(out, "%02ld", m->seconds / 60 % 60);
	else
		buf_addf(out, "%02ld", m->seconds % 60);
}

/* Adds the parts in the order of the format; `times`: only from the first hour
 * on, for the date has been added. */
static void
add_parts(
    struct sheet_code c, const struct moment *m, bool times, struct buf *out)
{
	bool on = !times;
	char before = '\0', letter;
	struct sheet_token t;

	while (sheet_token_next(&c, &t)) {
		bool part =
		    t.kind == SHEET_TOKEN_DATE || t.kind == SHEET_TOKEN_ELAPSED;

		letter = part ? letter_of(&t) : '\0';
		if (!on && letter == 'h') {
			buf_addc(out, ' ');
			on = true;
		}
		if (on && t.kind == SHEET_TOKEN_DATE)
			add_part(m, letter, t.len,
			    letter == 'm' &&
				(before == 'h' || letter_after(c) == 's'),
			    out);
		else if (on && part)
			add_elapsed(m, letter, out);
		else if (on && t.kind < SHEET_TOKEN_EXPONENT &&
			 t.kind != SHEET_TOKEN_DIGIT &&
			 t.kind != SHEET_TOKEN_POINT)
			buf_add(out, t.text, t.len);
		if (part)
			before = letter;
	}
}

bool
sheet_date_format(struct sheet_code c, double days, bool late, struct buf *out)
{
	bool figures = all_figures(c);
	struct moment m;

	if (!moment_of(days, late, &m))
		return false;
	if (figures)
		buf_addf(out, "%02d/%02d/%04d", m.day, m.month, m.year);
	add_parts(c, &m, figures, out);
	return true;
}
