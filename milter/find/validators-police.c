/* SPDX-License-Identifier: MIT
 *
 * validators-police.c - numbers of the Police National Computer.
 *
 * Facts: the criminal justice system's data standards, as domain.md B.9 has
 * them.
 */
#include "find/validators-checks.h"

#include <string.h>

/* The check letters, by a number mod 23: no I, O, S. */
static const char letters[] = "ZABCDEFGHJKLMNPQRTUVWXY";

/* YY or YYYY, a slash, up to seven digits, and the letter that YY and the
 * serial of seven digits, as one number, leave mod 23. */
enum answer
validator_pnc_id(const char *s, size_t len)
{
	char v[VALIDATOR_MAX], *slash;
	size_t n = validator_strip(s, len, "/", v), year, serial;
	long number;

	if (n < 5 || !(slash = strchr(v, '/')))
		return ANSWER_NO;
	year = (size_t)(slash - v);
	if ((year != 2 && year != 4) || n < year + 3)
		return ANSWER_NO;
	serial = n - year - 2;
	if (serial > 7 || !validator_all_digits(v, year) ||
	    !validator_all_digits(slash + 1, serial))
		return ANSWER_NO;
	number = validator_number(v + year - 2, 2) * 10000000l +
		 validator_number(slash + 1, serial);
	return letters[number % 23] == v[n - 1] ? ANSWER_YES : ANSWER_NO;
}

/* YY/FFUU/SS/N…L: year, force (figures) and unit, system, up to eleven digits.
 * The letter is that of force, system, year and the number in eleven digits,
 * as one number, mod 23. */
enum answer
validator_asn(const char *s, size_t len)
{
	char v[VALIDATOR_MAX];
	size_t n = validator_strip(s, len, "/", v), serial;
	long long number = 0;

	if (n < 13 || v[2] != '/' || v[7] != '/' || v[10] != '/')
		return ANSWER_NO;
	serial = n - 12;
	if (serial > 11 || !validator_all_digits(v, 2) ||
	    !validator_all_digits(v + 3, 2) ||
	    !validator_all_digits(v + 8, 2) ||
	    !validator_all_digits(v + 11, serial))
		return ANSWER_NO;
	for (size_t i = 0; i < serial; i++)
		number = number * 10 + (v[11 + i] - '0');
	number += 100000000000ll * (validator_number(v + 3, 2) * 10000 +
				       validator_number(v + 8, 2) * 100 +
				       validator_number(v, 2));
	return letters[number % 23] == v[n - 1] ? ANSWER_YES : ANSWER_NO;
}
