/* SPDX-License-Identifier: MIT
 *
 * validators-vehicle.c - registration marks of vehicles.
 *
 * Facts: DVLA, INF104, as domain.md B.4 has them.
 *
 * BUGS
 *	Marks without a date (AB 12) have a shape that anything may have; trade
 *	plates and those of the Crown dependencies are among them.
 */
#include "find/validators-checks.h"

#include <string.h>

static bool
letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* n letters, none of them among `never`. */
static bool
letters_but(const char *v, size_t n, const char *never)
{
	for (size_t i = 0; i < n; i++)
		if (!letter(v[i]) || strchr(never, v[i]))
			return false;
	return true;
}

/* AB51 ABC: since 2001; 02 to 49 for March, 51 to 99 for September. */
static bool
is_current(const char *v, size_t n)
{
	int age;

	if (n != 7 || !letters_but(v, 2, "IQZ") ||
	    !validator_all_digits(v + 2, 2) || !letters_but(v + 4, 3, "IQ"))
		return false;
	age = validator_number(v + 2, 2);
	return age >= 2 && age != 50;
}

/* A123 BCD: 1983 to 2001. */
static bool
is_prefix(const char *v, size_t n)
{
	size_t digits = n - 4;

	return n >= 5 && n <= 7 && letters_but(v, 1, "IOQUZ") &&
	       validator_all_digits(v + 1, digits) && v[1] != '0' &&
	       letters_but(v + 1 + digits, 1, "IQZ") &&
	       letters_but(v + 2 + digits, 2, "IQ");
}

/* ABC 123D: 1963 to 1983. */
static bool
is_suffix(const char *v, size_t n)
{
	return n >= 5 && n <= 7 && letters_but(v, 3, "IQ") && v[3] != '0' &&
	       validator_all_digits(v + 3, n - 4) &&
	       letters_but(v + n - 1, 1, "IOQUZ");
}

/* Letters then figures, or figures then letters: at most three and four, and
 * *ret_letters how many of them are letters. */
static bool
is_dateless(const char *v, size_t n, size_t *ret_letters)
{
	size_t head = 0, i;
	bool letters_first = n > 0 && letter(v[0]);

	while (head < n && letter(v[head]) == letters_first)
		head++;
	for (i = head; i < n; i++)
		if (letter(v[i]) == letters_first)
			return false;
	*ret_letters = letters_first ? head : n - head;
	return *ret_letters > 0 && *ret_letters <= 3 && n > *ret_letters &&
	       n - *ret_letters <= 4 && v[letters_first ? head : 0] != '0';
}

/* Northern Ireland: two or three letters, an I or Z among them, and figures. */
static bool
is_northern_irish(const char *v, size_t letters)
{
	return letters >= 2 && letter(v[0]) &&
	       (memchr(v, 'I', letters) || memchr(v, 'Z', letters));
}

enum answer
validator_vrm(const char *s, size_t len)
{
	char v[VALIDATOR_MAX];
	size_t n = validator_strip(s, len, "", v), letters;

	if (is_current(v, n) || is_prefix(v, n) || is_suffix(v, n))
		return ANSWER_YES;
	if (!is_dateless(v, n, &letters))
		return ANSWER_NO;
	return is_northern_irish(v, letters) ? ANSWER_YES : ANSWER_CANNOT_TELL;
}
