/* SPDX-License-Identifier: MIT
 *
 * validators-person.c - numbers by which the state knows one person: tax,
 * education, driving.
 *
 * BUGS
 *	The two check letters of a driver number follow no published rule.
 */
#include "find/validators-checks.h"

#include <string.h>

/* The letters of pupil numbers: no I, O, S. */
static const char upn_letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";

static bool
letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Letters 1 and 2 never D F I Q U V, letter 2 never O, seven prefixes never
 * given out, suffix A to D. There is no check digit. Without its suffix the
 * shape is one of many references: cannot tell. */
enum answer
validator_nino(const char *s, size_t len)
{
	static const char unused[][3] = {
	    "BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};
	char v[VALIDATOR_MAX];
	size_t n = validator_strip(s, len, "", v);

	if (n < 8 || n > 9 || !letter(v[0]) || !letter(v[1]) ||
	    strchr("DFIQUV", v[0]) || strchr("DFIOQUV", v[1]) ||
	    !validator_all_digits(v + 2, 6))
		return ANSWER_NO;
	for (size_t i = 0; i < sizeof unused / sizeof *unused; i++)
		if (memcmp(v, unused[i], 2) == 0)
			return ANSWER_NO;
	if (n == 8)
		return ANSWER_CANNOT_TELL;
	return v[8] >= 'A' && v[8] <= 'D' ? ANSWER_YES : ANSWER_NO;
}

/* Ten digits, a K before or after; weights on digits 2 to 10, the sum mod 11
 * picks the first digit. */
enum answer
validator_utr(const char *s, size_t len)
{
	static const int weights[] = {6, 7, 8, 9, 10, 5, 4, 3, 2};
	char text[VALIDATOR_MAX], *v = text;
	size_t n = validator_strip(s, len, "", text);
	int sum = 0;

	if (n == 11 && v[0] == 'K')
		v++, n--;
	else if (n == 11 && v[10] == 'K')
		n--;
	if (n != 10 || !validator_all_digits(v, 10) || validator_filler(v, 10))
		return ANSWER_NO;
	for (int i = 0; i < 9; i++)
		sum += (v[i + 1] - '0') * weights[i];
	return "21987654321"[sum % 11] == v[0] ? ANSWER_YES : ANSWER_NO;
}

/* Check letter, LA (3), school (4), year (2), serial (3, the last a letter on
 * a temporary number): values times 2 to 13, mod 23. */
enum answer
validator_upn(const char *s, size_t len)
{
	char v[VALIDATOR_MAX];
	const char *at;
	int sum = 0, value;

	if (validator_strip(s, len, "", v) != 13 ||
	    !validator_all_digits(v + 1, 11))
		return ANSWER_NO;
	for (int i = 1; i < 13; i++) {
		if (v[i] >= '0' && v[i] <= '9')
			value = v[i] - '0';
		else if ((at = strchr(upn_letters, v[i])))
			value = (int)(at - upn_letters);
		else
			return ANSWER_NO;
		sum += value * (i + 1);
	}
	return upn_letters[sum % 23] == v[0] ? ANSWER_YES : ANSWER_NO;
}

/* Ten digits, weights 10 to 1, remainder 10; round numbers such as 1000000019
 * reach it too and are not learners. */
enum answer
validator_uln(const char *s, size_t len)
{
	char v[VALIDATOR_MAX];
	int sum = 0;

	if (validator_digits(s, len, v) != 10 || v[0] == '0' ||
	    validator_filler(v, 10) || memcmp(v + 1, "0000000", 7) == 0)
		return ANSWER_NO;
	for (int i = 0; i < 10; i++)
		sum += (v[i] - '0') * (10 - i);
	return sum % 11 == 10 ? ANSWER_YES : ANSWER_NO;
}

/* Five of surname, padded with 9 on the right, at least one letter. */
static bool
driver_surname(const char v[5])
{
	int i = 0;

	while (i < 5 && letter(v[i]))
		i++;
	if (i == 0)
		return false;
	while (i < 5 && v[i] == '9')
		i++;
	return i == 5;
}

/* Surname, decade, month (+50 for a woman), day, year, initials, clash digit,
 * two letters; perhaps two digits of issue. */
enum answer
validator_driver_number(const char *s, size_t len)
{
	char v[VALIDATOR_MAX];
	size_t n = validator_strip(s, len, "", v);
	int month;

	if ((n != 16 && n != 18) || !driver_surname(v) ||
	    !validator_all_digits(v + 5, 6) ||
	    !validator_all_digits(v + 16, n - 16))
		return ANSWER_NO;
	month = validator_number(v + 6, 2);
	/* The century is not in it: 2000 lets 29 February through. */
	if (!validator_day(validator_number(v + 8, 2),
		month > 50 ? month - 50 : month, 2000))
		return ANSWER_NO;
	if (!(letter(v[11]) || v[11] == '9') ||
	    !(v[12] == '9' || (letter(v[12]) && v[11] != '9')))
		return ANSWER_NO;
	return letter(v[14]) && letter(v[15]) ? ANSWER_YES : ANSWER_NO;
}
