/* SPDX-License-Identifier: MIT
 *
 * validators.c - the table of validators and the steps they share.
 *
 * The checks themselves stand in validators-health.c, -person.c, -police.c,
 * -travel.c, -vehicle.c, -date.c, -money.c and -contact.c.  They allocate
 * nothing and read no more than len bytes.
 */
#include "find/validators.h"

#include <string.h>

#include "find/validators-checks.h"

static const struct validator validators[] = {
    {"nhs-number", "NHS number, England and Wales (modulus 11)",
	validator_nhs_number, NULL},
    {"chi", "Community Health Index number, Scotland (date, modulus 11)",
	validator_chi, NULL},
    {"nino", "National Insurance number (letters in use)", validator_nino,
	NULL},
    {"utr", "Unique Taxpayer Reference (modulus 11)", validator_utr, NULL},
    {"upn", "Unique Pupil Number (check letter)", validator_upn, NULL},
    {"uln", "Unique Learner Number (modulus 11)", validator_uln, NULL},
    {"driver-number", "GB driver number (date, initials)",
	validator_driver_number, NULL},
    {"vrm", "UK vehicle registration (letters and numbers in use)",
	validator_vrm, NULL},
    {"vat", "VAT registration number (modulus 97)", validator_vat, NULL},
    {"pnc-id", "Police National Computer id (check letter)", validator_pnc_id,
	NULL},
    {"asn", "arrest summons number (check letter)", validator_asn, NULL},
    {"mrz", "machine-readable lines of a passport (check digits)",
	validator_mrz, NULL},
    {"dob", "a date a living person can have been born on", NULL,
	validator_dob},
    {"bank-account",
	"sort code and account number (shape; modulus, with tables)", NULL,
	validator_bank_account},
    {"card", "payment card number (issuer and Luhn)", validator_card, NULL},
    {"iban", "IBAN (country's length, modulus 97)", validator_iban, NULL},
    {"postcode", "UK postcode (letters in use)", validator_postcode, NULL},
    {"uk-phone", "UK telephone number (number ranges)", validator_uk_phone,
	NULL},
};

enum answer
validator_check(const struct validator *v, const struct validator_given *given,
    const char *s, size_t len)
{
	static const struct validator_given nothing;

	if (v->check != NULL)
		return v->check(s, len);
	return v->check_given(given != NULL ? given : &nothing, s, len);
}

const struct validator *
validator_at(size_t i)
{
	if (i >= sizeof validators / sizeof *validators)
		return NULL;
	return &validators[i];
}

const struct validator *
validator_find(const char *name)
{
	const struct validator *v;

	for (size_t i = 0; (v = validator_at(i)); i++)
		if (strcmp(v->name, name) == 0)
			return v;
	return NULL;
}

/* How many bytes of a separator stand at s, 0 for none. A number that was
 * quoted may be broken by the mark of a quoted line. */
static size_t
separator(const char *s, size_t len)
{
	unsigned char third;

	if (*s && strchr(" \t\r\n-.>", *s))
		return 1;
	if (len >= 2 && memcmp(s, "\xc2\xa0", 2) == 0)
		return 2;
	if (len >= 3 && memcmp(s, "\xe2\x80", 2) == 0) {
		third = (unsigned char)s[2];
		return third >= 0x90 && third <= 0x95 ? 3 : 0;
	}
	return 0;
}

/* The upper-case ASCII letter or digit that c is, or c itself when `also`
 * names it; 0 for anything else. */
static char
kept(char c, const char *also)
{
	if (c >= 'a' && c <= 'z')
		return (char)(c - 'a' + 'A');
	if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
		return c;
	return c && strchr(also, c) ? c : '\0';
}

size_t
validator_strip(
    const char *s, size_t len, const char *also, char out[VALIDATOR_MAX])
{
	size_t skip, n = 0;

	for (size_t i = 0; i < len; i += skip ? skip : 1) {
		skip = separator(s + i, len - i);
		if (skip > 0)
			continue;
		out[n] = kept(s[i], also);
		if (out[n] == '\0' || n + 2 > VALIDATOR_MAX) {
			out[0] = '\0';
			return 0;
		}
		n++;
	}
	out[n] = '\0';
	return n;
}

bool
validator_all_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

size_t
validator_digits(const char *s, size_t len, char out[VALIDATOR_MAX])
{
	size_t n = validator_strip(s, len, "", out);

	return validator_all_digits(out, n) ? n : 0;
}

bool
validator_run(const char *digits, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (digits[i] != digits[0])
			return false;
	return true;
}

bool
validator_filler(const char *digits, size_t n)
{
	bool counts = digits[0] == '0' || digits[0] == '1';

	for (size_t i = 1; i < n; i++)
		counts &= digits[i] == '0' + (digits[i - 1] - '0' + 1) % 10;
	return counts || validator_run(digits, n);
}

int
validator_number(const char *digits, size_t n)
{
	int value = 0;

	for (size_t i = 0; i < n; i++)
		value = value * 10 + (digits[i] - '0');
	return value;
}

bool
validator_day(int day, int month, int year)
{
	static const int days[] = {
	    31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
		return false;
	return day != 29 || month != 2 || leap;
}
