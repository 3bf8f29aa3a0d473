/* SPDX-License-Identifier: MIT
 *
 * validators-contact.c - postcodes and telephone numbers.
 *
 * BUGS
 *	Number ranges are held to their first digits only: libphonenumber's
 *	exact tables call the numbers that Ofcom keeps for drama not valid.
 *	Short freephone numbers (0800 1111) and extensions are not read.
 *	A postcode of the right letters need not exist.
 */
#include "find/validators-checks.h"

#include <string.h>

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* True for a letter that is not among `never`. */
static bool
letter_but(char c, const char *never)
{
	return letter(c) && !strchr(never, c);
}

/* The half before the space, n bytes: A9 A99 A9A AA9 AA99 AA9A. */
static bool
outward(const char *v, size_t n)
{
	size_t area = n > 1 && letter(v[1]) ? 2 : 1;

	if (n < 2 || !letter_but(v[0], "QVX") ||
	    (area == 2 && !letter_but(v[1], "IJZ")))
		return false;
	if (n - area == 1)
		return digit(v[area]);
	if (n - area != 2 || !digit(v[area]))
		return false;
	if (digit(v[area + 1]))
		return true;
	return strchr(area == 1 ? "ABCDEFGHJKPSTUW" : "ABEHMNPRVWXY",
		   v[area + 1]) != NULL;
}

/* GIR 0AA, Gibraltar, and the ones of overseas territories, "… 1ZZ". */
static bool
odd_postcode(const char *v)
{
	static const char *const odd[] = {"GIR0AA", "GX111AA", "ASCN1ZZ",
	    "BBND1ZZ", "BIQQ1ZZ", "FIQQ1ZZ", "PCRN1ZZ", "SIQQ1ZZ", "STHL1ZZ",
	    "TDCU1ZZ", "TKCA1ZZ"};

	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		if (strcmp(v, odd[i]) == 0)
			return true;
	return false;
}

enum answer
validator_postcode(const char *s, size_t len)
{
	char v[VALIDATOR_MAX];
	size_t n = validator_strip(s, len, "", v);

	if (n < 5 || n > 7)
		return ANSWER_NO;
	if (odd_postcode(v))
		return ANSWER_YES;
	if (!outward(v, n - 3) || !digit(v[n - 3]) ||
	    !letter_but(v[n - 2], "CIKMOV") || !letter_but(v[n - 1], "CIKMOV"))
		return ANSWER_NO;
	return ANSWER_YES;
}

/* National numbers (without the 0): what they begin with, the characters one
 * of which must follow, and how many digits there are in all. */
static const struct {
	const char *head, *then;
	size_t shortest, longest;
} ranges[] = {
    {"2", "03489", 10, 10},      /* geographic */
    {"1", "123456789", 9, 10},   /* geographic */
    {"3", "0347", 10, 10},       /* UK-wide */
    {"5", "56", 10, 10},         /* corporate, VoIP */
    {"7", "0123456789", 10, 10}, /* personal, pager, mobile */
    {"80", "08", 9, 10},         /* free */
    {"84", "2345", 10, 10},      /* service */
    {"87", "0123", 10, 10},
    {"9", "018", 10, 10},
};

static bool
national(const char *v, size_t n)
{
	size_t head;

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
		head = strlen(ranges[i].head);
		if (n >= ranges[i].shortest && n <= ranges[i].longest &&
		    strncmp(v, ranges[i].head, head) == 0 &&
		    strchr(ranges[i].then, v[head]))
			return true;
	}
	return false;
}

/* How many digits stand before the national number, 0 when none do: a 0, 44
 * (twelve digits without a plus), 0044; and the (0) that people write after
 * these. */
static size_t
trunk(const char *v, size_t n, bool plus)
{
	size_t skip;

	if (plus)
		skip = n > 2 && memcmp(v, "44", 2) == 0 ? 2 : 0;
	else if (n > 4 && memcmp(v, "0044", 4) == 0)
		skip = 4;
	else if (n == 12 && memcmp(v, "44", 2) == 0)
		skip = 2;
	else
		return n > 1 && v[0] == '0' ? 1 : 0;
	return skip > 0 && v[skip] == '0' ? skip + 1 : skip;
}

enum answer
validator_uk_phone(const char *s, size_t len)
{
	char text[VALIDATOR_MAX], v[VALIDATOR_MAX];
	size_t n = validator_strip(s, len, "+()", text), digits = 0, skip;

	for (size_t i = 0; i < n; i++) {
		if (letter(text[i]) || (text[i] == '+' && i > 0))
			return ANSWER_NO;
		if (digit(text[i]))
			v[digits++] = text[i];
	}
	v[digits] = '\0';
	if (digits == 0 || validator_filler(v, digits))
		return ANSWER_NO;
	skip = trunk(v, digits, text[0] == '+');
	/* "(20) 7946 0958": brackets show the area code to be one. */
	if (skip == 0 && text[0] != '(')
		return ANSWER_NO;
	return national(v + skip, digits - skip) ? ANSWER_YES : ANSWER_NO;
}
