/* SPDX-License-Identifier: MIT
 *
 * validators-money.c - bank accounts, cards and IBANs.
 *
 * BUGS
 *	Without the tables that only an operator may supply (they carry no open
 *	licence) a bank account is no more than its shape.
 */
#include "find/validators-checks.h"

#include <string.h>

#include "find/bank-tables.h"

#define SORT_CODE 6
#define ACCOUNT 8
#define GROUP_MAX 10

/* A sort code or an account number. */
struct group {
	char digits[GROUP_MAX + 1];
	size_t n; /* may be more than are kept */
};

static void
take(struct group *g, char digit)
{
	if (g->n < GROUP_MAX)
		g->digits[g->n] = digit;
	g->n++;
}

/* Reads the run of digits at *at as a sort code may be written: three pairs
 * with one separator between, or plain. */
static void
read_group(const char *s, size_t len, size_t *at, struct group *ret)
{
	size_t i = *at;

	*ret = (struct group){.n = 0};
	for (; i < len && s[i] >= '0' && s[i] <= '9'; i++)
		take(ret, s[i]);
	while (ret->n == 2 || ret->n == 4) {
		if (i + 2 >= len || !strchr(" -.", s[i]) || s[i] == '\0' ||
		    !validator_all_digits(s + i + 1, 2) ||
		    (i + 3 < len && validator_all_digits(s + i + 3, 1)))
			break;
		take(ret, s[i + 1]);
		take(ret, s[i + 2]);
		i += 3;
	}
	*at = i;
}

/* Reads exactly two groups with any words between them. */
static bool
read_groups(const char *s, size_t len, struct group g[2])
{
	size_t n = 0, at = 0;

	while (at < len) {
		if (s[at] < '0' || s[at] > '9') {
			at++;
			continue;
		}
		if (n == 2)
			return false;
		read_group(s, len, &at, &g[n++]);
	}
	return n == 2;
}

static bool
can_be_account(const struct group *g)
{
	return g->n >= 6 && g->n <= GROUP_MAX &&
	       !(g->digits[0] == '0' && validator_run(g->digits, g->n));
}

/* Accounts that are not of eight digits, as their banks count them: 6 and 7
 * get zeros in front; of 10 NatWest means the last eight, the Co-operative
 * and Leeds the first; of 9 (Santander) the first belongs to the sort code. */
static enum answer
check_account(const struct bank_tables *t, const struct group *sort_code,
    const struct group *account)
{
	char code[SORT_CODE + 1], padded[ACCOUNT + 1] = "00000000";
	enum answer last;

	memcpy(code, sort_code->digits, sizeof code);
	switch (account->n) {
	case 9:
		code[SORT_CODE - 1] = account->digits[0];
		return bank_tables_check(t, code, account->digits + 1);
	case 10:
		last = bank_tables_check(t, code, account->digits + 2);
		return last != ANSWER_NO
			   ? last
			   : bank_tables_check(t, code, account->digits);
	default:
		memcpy(
		    padded + ACCOUNT - account->n, account->digits, account->n);
		return bank_tables_check(t, code, padded);
	}
}

/* A sort code of six digits and an account of six to ten, in either order.
 * Without the tables of the banks the shape is all there is. */
enum answer
validator_bank_account(
    const struct validator_given *given, const char *s, size_t len)
{
	enum answer got, best = ANSWER_NO;
	struct group g[2];

	if (!read_groups(s, len, g))
		return ANSWER_NO;
	for (int i = 0; i < 2; i++) {
		if (g[i].n != SORT_CODE || !can_be_account(&g[1 - i]))
			continue;
		if (given->bank == NULL)
			return ANSWER_CANNOT_TELL;
		got = check_account(given->bank, &g[i], &g[1 - i]);
		if (got == ANSWER_YES || best == ANSWER_NO)
			best = got;
	}
	return best;
}

/* Issuer ranges over the first `digits` digits, and the lengths they issue. */
static const struct {
	int digits, from, to;
	size_t shortest, longest;
} issuers[] = {
    {1, 4, 4, 13, 19},       /* Visa */
    {2, 51, 55, 16, 16},     /* Mastercard */
    {4, 2221, 2720, 16, 16}, /* Mastercard */
    {2, 34, 34, 15, 15},     /* American Express */
    {2, 37, 37, 15, 15},     /* American Express */
    {4, 3528, 3589, 16, 19}, /* JCB */
    {3, 300, 305, 14, 19},   /* Diners */
    {2, 36, 36, 14, 19},     /* Diners */
    {2, 38, 39, 14, 19},     /* Diners */
    {2, 50, 50, 13, 19},     /* Maestro */
    {2, 56, 58, 13, 19},     /* Maestro */
    {1, 6, 6, 13, 19},       /* Maestro, Discover, UnionPay */
    {2, 81, 81, 16, 19},     /* UnionPay */
};

static bool
issued(const char *digits, size_t n)
{
	int head;

	for (size_t i = 0; i < sizeof issuers / sizeof *issuers; i++) {
		head = validator_number(digits, (size_t)issuers[i].digits);
		if (head >= issuers[i].from && head <= issuers[i].to &&
		    n >= issuers[i].shortest && n <= issuers[i].longest)
			return true;
	}
	return false;
}

/* From the right every second digit doubled, the digits of it all added. */
static bool
luhn(const char *digits, size_t n)
{
	int sum = 0, value;

	for (size_t i = 0; i < n; i++) {
		value = digits[n - 1 - i] - '0';
		if (i % 2 == 1)
			value = value * 2 > 9 ? value * 2 - 9 : value * 2;
		sum += value;
	}
	return sum % 10 == 0;
}

enum answer
validator_card(const char *s, size_t len)
{
	char digits[VALIDATOR_MAX];
	size_t n = validator_digits(s, len, digits);

	if (n < 13 || n > 19 || validator_filler(digits, n) ||
	    !issued(digits, n))
		return ANSWER_NO;
	return luhn(digits, n) ? ANSWER_YES : ANSWER_NO;
}

/* Country and length, as the ISO 13616 registry gives them. */
static const struct {
	char country[3];
	unsigned char length;
} iban_lengths[] = {{"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28},
    {"BA", 20}, {"BE", 16}, {"BG", 22}, {"BH", 22}, {"BI", 27}, {"BR", 29},
    {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22},
    {"DJ", 27}, {"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24},
    {"FI", 18}, {"FK", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22},
    {"GI", 23}, {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HN", 28}, {"HR", 21},
    {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27},
    {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21},
    {"LT", 20}, {"LU", 20}, {"LV", 21}, {"LY", 25}, {"MC", 27}, {"MD", 24},
    {"ME", 22}, {"MK", 19}, {"MN", 20}, {"MR", 27}, {"MT", 31}, {"MU", 30},
    {"NI", 28}, {"NL", 18}, {"NO", 15}, {"OM", 23}, {"PK", 24}, {"PL", 28},
    {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"RU", 33},
    {"SA", 24}, {"SC", 31}, {"SD", 18}, {"SE", 24}, {"SI", 19}, {"SK", 24},
    {"SM", 27}, {"SO", 23}, {"ST", 25}, {"SV", 28}, {"TL", 23}, {"TN", 24},
    {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20}, {"YE", 30}};

/* The length that v's country uses, 0 when it is not in the registry. */
static size_t
iban_length(const char *v)
{
	for (size_t i = 0; i < sizeof iban_lengths / sizeof *iban_lengths; i++)
		if (memcmp(v, iban_lengths[i].country, 2) == 0)
			return iban_lengths[i].length;
	return 0;
}

/* The first four go to the end, letters count from A = 10, mod 97 is 1. */
static bool
iban_sum(const char *v, size_t n)
{
	int rest = 0;
	char c;

	for (size_t i = 0; i < n; i++) {
		c = v[(i + 4) % n];
		if (c >= '0' && c <= '9')
			rest = (rest * 10 + (c - '0')) % 97;
		else
			rest = (rest * 100 + (c - 'A' + 10)) % 97;
	}
	return rest == 1;
}

/* True when an account number of v's country may look like v's: where the
 * registry asks for a bank code of four letters, and digits after it (GB and
 * Ireland), it has them. */
static bool
iban_structure(const char *v, size_t n)
{
	static const char letters[] = "AZ BG BH GB GI IE IQ JO KW LC LV MT MU "
				      "NL PK PS QA RO SC SV VG ";
	static const char digits[] = "GB IE ";
	char country[] = {v[0], v[1], ' ', '\0'};

	if (strstr(letters, country))
		for (size_t i = 4; i < 8; i++)
			if (v[i] < 'A')
				return false;
	return !strstr(digits, country) || validator_all_digits(v + 8, n - 8);
}

/* A country that is not in the registry as we know it: cannot tell. */
enum answer
validator_iban(const char *s, size_t len)
{
	char v[VALIDATOR_MAX];
	size_t n = validator_strip(s, len, "", v), wanted;

	if (n < 15 || n > 34 || v[0] < 'A' || v[1] < 'A' ||
	    !validator_all_digits(v + 2, 2) || !iban_sum(v, n))
		return ANSWER_NO;
	wanted = iban_length(v);
	if (wanted == 0)
		return ANSWER_CANNOT_TELL;
	return n == wanted && iban_structure(v, n) ? ANSWER_YES : ANSWER_NO;
}

/* Nine digits: the last two are minus the weighted sum of seven, mod 97, or
 * that less 55 (numbers from 100 0000 00 up). */
static bool
vat_sum(const char digits[9])
{
	int sum = validator_number(digits + 7, 2);

	for (int i = 0; i < 7; i++)
		sum += (digits[i] - '0') * (8 - i);
	if (sum % 97 == 0)
		return true;
	return digits[0] != '0' && (sum + 55) % 97 == 0;
}

/* GB or XI may stand before it, three digits of a branch behind it; government
 * departments have GD000 to GD499, health authorities HA500 to HA999. */
enum answer
validator_vat(const char *s, size_t len)
{
	char text[VALIDATOR_MAX], *v = text;
	size_t n = validator_strip(s, len, "", text);

	if (n > 2 && (memcmp(v, "GB", 2) == 0 || memcmp(v, "XI", 2) == 0))
		v += 2, n -= 2;
	if (n == 5 && validator_all_digits(v + 2, 3)) {
		if (memcmp(v, "GD", 2) == 0)
			return v[2] < '5' ? ANSWER_YES : ANSWER_NO;
		if (memcmp(v, "HA", 2) == 0)
			return v[2] >= '5' ? ANSWER_YES : ANSWER_NO;
	}
	if ((n != 9 && n != 12) || !validator_all_digits(v, n) ||
	    validator_run(v, n))
		return ANSWER_NO;
	return vat_sum(v) ? ANSWER_YES : ANSWER_NO;
}
