/* SPDX-License-Identifier: MIT
 *
 * validators-travel.c - machine-readable lines of passports.
 *
 * BUGS
 *	TD1 and TD2 documents (identity cards, residence permits) are not read.
 */
#include "find/validators-checks.h"

#include <string.h>

#define TD3_LINE 44

/* 0 to 9 as written, A is 10 … Z is 35, the filler 0. */
static int
value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c == '<' ? 0 : c - 'A' + 10;
}

/* Adds the weighted values of [from, to) of a line; *weight goes on from field
 * to field, as the composite check digit needs. */
static int
weighted(const char *line, size_t from, size_t to, size_t *weight)
{
	static const int weights[] = {7, 3, 1};
	int sum = 0;

	for (size_t i = from; i < to; i++)
		sum += value(line[i]) * weights[(*weight)++ % 3];
	return sum;
}

/* Does the check digit at `at` fit [from, to)? Positions count from 0. */
static bool
field(const char *line, size_t from, size_t to, size_t at)
{
	size_t weight = 0;
	int sum = weighted(line, from, to, &weight);

	return value(line[at]) == sum % 10 && (line[at] != '<' || sum == 0);
}

static bool
composite(const char *line)
{
	size_t weight = 0;
	int sum = weighted(line, 0, 10, &weight);

	sum += weighted(line, 13, 20, &weight);
	sum += weighted(line, 21, 43, &weight);
	return line[43] >= '0' && line[43] <= '9' && line[43] - '0' == sum % 10;
}

/* Takes line 2 of a TD3 document, alone or after its line 1: check digits at
 * 10, 20, 28, 43 (this one may be a filler) and the composite at 44. */
enum answer
validator_mrz(const char *s, size_t len)
{
	char text[VALIDATOR_MAX];
	const char *line = text;
	size_t n = validator_strip(s, len, "<", text);

	if (n == 2 * TD3_LINE && text[0] == 'P')
		line += TD3_LINE;
	else if (n != TD3_LINE)
		return ANSWER_NO;
	if (!validator_all_digits(line + 13, 6) ||
	    !validator_all_digits(line + 21, 6))
		return ANSWER_NO;
	if (!field(line, 0, 9, 9) || !field(line, 13, 19, 19) ||
	    !field(line, 21, 27, 27) || !field(line, 28, 42, 42) ||
	    !composite(line))
		return ANSWER_NO;
	return ANSWER_YES;
}
