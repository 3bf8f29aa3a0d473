/* SPDX-License-Identifier: MIT
 *
 * validators-date.c - could someone have been born that day?
 *
 * BUGS
 *	Where the day of the message is not known, 2099 is the last year. Two
 *	digits of year are of either century.
 *	A date with the month first in figures (American) is read day first.
 */
#include "find/validators-checks.h"

#include <string.h>
#include <strings.h>
#include <time.h>

enum { FIELD_DAY, FIELD_MONTH, FIELD_YEAR };

/* A run of digits or of letters; month is 1 to 12 for a month's name. */
struct token {
	const char *s;
	size_t len;
	int number;
	int month;
};

/* Full names; three letters or more of an English one will do. */
static const char *const months[][2] = {
    {"january", "ionawr"},
    {"february", "chwefror"},
    {"march", "mawrth"},
    {"april", "ebrill"},
    {"may", "mai"},
    {"june", "mehefin"},
    {"july", "gorffennaf"},
    {"august", "awst"},
    {"september", "medi"},
    {"october", "hydref"},
    {"november", "tachwedd"},
    {"december", "rhagfyr"},
};

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_prefix(const char *s, size_t n, const char *whole)
{
	return n <= strlen(whole) && strncasecmp(s, whole, n) == 0;
}

static int
month_named(const char *s, size_t n)
{
	for (int i = 0; i < 12; i++)
		if ((n >= 3 && is_prefix(s, n, months[i][0])) ||
		    (n == strlen(months[i][1]) &&
			is_prefix(s, n, months[i][1])))
			return i + 1;
	return 0;
}

/* "12th of March": words a date may hold besides its three fields. */
static bool
filler_word(const char *s, size_t n)
{
	static const char *const words[] = {
	    "st", "nd", "rd", "th", "of", "o", "fed"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (n == strlen(words[i]) && is_prefix(s, n, words[i]))
			return true;
	return false;
}

/* Reads the next field at *at, skipping separators and filler words. Returns
 * 1, 0 at the end, or -1 for what no date holds. */
static int
next(const char *s, size_t len, size_t *at, struct token *ret)
{
	size_t i = *at, start;

	while (i < len) {
		start = i;
		while (i < len && digit(s[i]) == digit(s[start]) &&
		       letter(s[i]) == letter(s[start]))
			i++;
		*at = i;
		*ret = (struct token){.s = s + start, .len = i - start};
		if (digit(s[start])) {
			if (ret->len > 4)
				return -1;
			ret->number = validator_number(ret->s, ret->len);
			return 1;
		}
		if (!letter(s[start])) {
			for (size_t k = start; k < i; k++)
				if (!strchr(" \t\r\n/.-,", s[k]))
					return -1;
			continue;
		}
		ret->month = month_named(ret->s, ret->len);
		if (ret->month > 0)
			return 1;
		if (!filler_word(ret->s, ret->len))
			return -1;
	}
	return 0;
}

/* Which of three tokens is day, month and year. False when none can be. */
static bool
order(const struct token t[3], int field[3])
{
	const struct token *day, *month, *year;

	if (t[0].month > 0) { /* March 12, 1985 */
		field[FIELD_MONTH] = 0;
		field[FIELD_DAY] = 1;
		field[FIELD_YEAR] = 2;
	} else if (t[0].len == 4) { /* 1985-03-12 */
		field[FIELD_YEAR] = 0;
		field[FIELD_MONTH] = 1;
		field[FIELD_DAY] = 2;
	} else {
		field[FIELD_DAY] = 0;
		field[FIELD_MONTH] = 1;
		field[FIELD_YEAR] = 2;
	}
	day = &t[field[FIELD_DAY]];
	month = &t[field[FIELD_MONTH]];
	year = &t[field[FIELD_YEAR]];
	return day->month == 0 && day->len <= 2 && year->month == 0 &&
	       (month->month > 0 || month->len <= 2);
}

/* Two digits of year are of some century: 2000 lets 29 February through where
 * any could. */
static bool
plausible_year(const struct token *t, int *ret_year)
{
	if (t->len == 2) {
		*ret_year = t->number % 4 == 0 ? 2000 : 2001;
		return true;
	}
	*ret_year = t->number;
	return t->len == 4 && t->number >= 1900 && t->number <= 2099;
}

/* Is that day after the day of the message? */
static bool
is_future(const struct validator_given *given, int day, int month, int year)
{
	struct tm now;

	if (given->at == 0 || gmtime_r(&given->at, &now) == NULL)
		return false;
	if (year != now.tm_year + 1900)
		return year > now.tm_year + 1900;
	if (month != now.tm_mon + 1)
		return month > now.tm_mon + 1;
	return day > now.tm_mday;
}

enum answer
validator_dob(const struct validator_given *given, const char *s, size_t len)
{
	struct token t[3], more;
	size_t at = 0;
	int field[3], day, month, year;

	for (int i = 0; i < 3; i++)
		if (next(s, len, &at, &t[i]) != 1)
			return ANSWER_NO;
	if (next(s, len, &at, &more) != 0 || !order(t, field) ||
	    !plausible_year(&t[field[FIELD_YEAR]], &year))
		return ANSWER_NO;
	month = t[field[FIELD_MONTH]].month;
	if (month == 0)
		month = t[field[FIELD_MONTH]].number;
	day = t[field[FIELD_DAY]].number;
	if (!validator_day(day, month, year))
		return ANSWER_NO;
	if (t[field[FIELD_YEAR]].len == 4 && is_future(given, day, month, year))
		return ANSWER_NO;
	return ANSWER_YES;
}
