/* SPDX-License-Identifier: MIT
 *
 * validators-health.c - NHS and CHI numbers.
 *
 * BUGS
 *	One stem in eleven of ten random digits passes: a check digit alone
 *	never says whose number it is, and rules ask for words beside it.
 *	ISBN-10 has the same weights, so its digits cannot be told apart.
 */
#include "find/validators-checks.h"

/* Weights 10 to 2 on the first nine, check = 11 - sum mod 11, where 11 is
 * written 0 and 10 is never issued. With the check digit weighing 1 that is
 * "the whole sum divides by 11", and a stem that needs 10 cannot reach it. */
bool
validator_nhs_digit(const char digits[10])
{
	int sum = 0;

	for (int i = 0; i < 10; i++)
		sum += (digits[i] - '0') * (10 - i);
	return sum % 11 == 0;
}

/* 0123456789 passes, and it is what people write for a sample: whether it is
 * meant, only the words beside it say. The ranges in use are a score and not a reason to refuse: 999 numbers are
 * for tests and are found like any other. */
enum answer
validator_nhs_number(const char *s, size_t len)
{
	char digits[VALIDATOR_MAX];

	if (validator_digits(s, len, digits) != 10 ||
	    validator_run(digits, 10) || !validator_nhs_digit(digits))
		return ANSWER_NO;
	return validator_filler(digits, 10) ? ANSWER_CANNOT_TELL : ANSWER_YES;
}

/* DDMMYY, two digits, a sex digit, the NHS check. The century is not in it,
 * so 29 February is taken of any year that can be a leap year. */
enum answer
validator_chi(const char *s, size_t len)
{
	char digits[VALIDATOR_MAX];

	if (validator_digits(s, len, digits) != 10 ||
	    validator_filler(digits, 10) ||
	    !validator_day(validator_number(digits, 2),
		validator_number(digits + 2, 2),
		2000 + validator_number(digits + 4, 2)))
		return ANSWER_NO;
	return validator_nhs_digit(digits) ? ANSWER_YES : ANSWER_NO;
}
