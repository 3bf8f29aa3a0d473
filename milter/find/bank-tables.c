/* SPDX-License-Identifier: MIT
 *
 * bank-tables.c - modulus checks of sort code and account number.
 *
 * The rules and their fourteen exceptions are Vocalink's "Validating account
 * numbers" (domain.md B.6).  A row weighs the digits; its exception changes the
 * digits, the weights or what the sum has to be.
 */
#include "find/bank-tables.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "find/bank-rows.h"

/* Places of the letters of the standard. */
enum { A = 6, B, C, D, E, F, G, H };

struct bank_tables *
bank_tables_load(
    const char *weights, const char *substitutes, struct buf *ret_err)
{
	struct bank_tables *t = calloc(1, sizeof *t);

	if (t == NULL) {
		buf_addf(ret_err, "%s:1:1: out of memory", weights);
		return NULL;
	}
	if (bank_rows_read(t, weights, ret_err) < 0 ||
	    (substitutes != NULL && *substitutes != '\0' &&
		bank_rows_read_pairs(t, substitutes, ret_err) < 0)) {
		bank_tables_free(t);
		return NULL;
	}
	return t;
}

void
bank_tables_free(struct bank_tables *t)
{
	if (t == NULL)
		return;
	free(t->rows);
	free(t->pairs);
	free(t);
}

/* What is weighed: a row's weights and the digits, both as the exception has
 * them. */
struct weighing {
	int digits[BANK_DIGITS];
	int weights[BANK_DIGITS];
};

static void
put_sort_code(struct weighing *w, unsigned sort_code)
{
	for (int i = 5; i >= 0; i--, sort_code /= 10)
		w->digits[i] = (int)(sort_code % 10);
}

static unsigned
sort_code_of(const int digits[BANK_DIGITS])
{
	unsigned value = 0;

	for (int i = 0; i < A; i++)
		value = value * 10 + (unsigned)digits[i];
	return value;
}

/* Exception 5: the sort code that the pairs name, or the same. */
static unsigned
substitute(const struct bank_tables *t, unsigned sort_code)
{
	for (size_t i = 0; i < t->npairs; i++)
		if (t->pairs[i].from == sort_code)
			return t->pairs[i].to;
	return sort_code;
}

static void
zero_weights_to_b(struct weighing *w)
{
	for (int i = 0; i <= B; i++)
		w->weights[i] = 0;
}

/* Exception 2: weights of its own, by a and g. */
static void
weights_of_2(struct weighing *w)
{
	static const int other[2][BANK_DIGITS] = {
	    {0, 0, 1, 2, 5, 3, 6, 4, 8, 7, 10, 9, 3, 1},
	    {0, 0, 0, 0, 0, 0, 0, 0, 8, 7, 10, 9, 3, 1},
	};

	if (w->digits[A] != 0)
		memcpy(w->weights, other[w->digits[G] == 9], sizeof w->weights);
}

/* Sets up what a row weighs. */
static void
prepare(const struct bank_tables *t, const struct bank_row *row,
    const int digits[BANK_DIGITS], struct weighing *w)
{
	memcpy(w->digits, digits, sizeof w->digits);
	memcpy(w->weights, row->weights, sizeof w->weights);
	switch (row->exception) {
	case 2:
		weights_of_2(w);
		break;
	case 5:
		put_sort_code(w, substitute(t, sort_code_of(digits)));
		break;
	case 7:
		if (digits[G] == 9)
			zero_weights_to_b(w);
		break;
	case 8:
		put_sort_code(w, 90126);
		break;
	case 9:
		put_sort_code(w, 309634);
		break;
	case 10:
		if ((digits[A] == 0 || digits[A] == 9) && digits[B] == 9 &&
		    digits[G] == 9)
			zero_weights_to_b(w);
		break;
	default:
		break;
	}
}

/* The sum of the products or, for DBLAL, of the products' decimal digits. */
static int
sum_of(const struct weighing *w, enum bank_algorithm algorithm)
{
	int sum = 0, product;

	for (int i = 0; i < BANK_DIGITS; i++) {
		product = w->digits[i] * w->weights[i];
		if (algorithm != BANK_DBLAL)
			sum += product;
		else
			for (product = abs(product); product > 0; product /= 10)
				sum += product % 10;
	}
	return sum;
}

/* Exception 5: g (of the first row) or h (of the second) is the check digit
 * itself. */
static bool
check_digit_fits(const struct bank_row *row, int sum, const int *digits)
{
	int rest;

	if (row->algorithm == BANK_DBLAL) {
		rest = sum % 10;
		return digits[H] == (rest == 0 ? 0 : 10 - rest);
	}
	rest = sum % 11;
	if (rest == 1)
		return false;
	return digits[G] == (rest == 0 ? 0 : 11 - rest);
}

/* Exception 14: an account that ends in 0, 1 or 9 may be one of seven digits
 * with a digit added. */
static bool
passes_shortened(const struct weighing *w)
{
	struct weighing moved = *w;

	if (w->digits[H] != 0 && w->digits[H] != 1 && w->digits[H] != 9)
		return false;
	memmove(&moved.digits[B], &w->digits[A], 7 * sizeof *w->digits);
	moved.digits[A] = 0;
	return sum_of(&moved, BANK_MOD11) % 11 == 0;
}

static bool
passes(const struct bank_tables *t, const struct bank_row *row,
    const int digits[BANK_DIGITS])
{
	struct weighing w;
	int sum, modulus = row->algorithm == BANK_MOD11 ? 11 : 10;

	if (row->exception == 3 && row->algorithm == BANK_DBLAL &&
	    (digits[C] == 6 || digits[C] == 9))
		return true;
	prepare(t, row, digits, &w);
	sum = sum_of(&w, row->algorithm);
	switch (row->exception) {
	case 1:
		return (sum + 27) % modulus == 0;
	case 4:
		return sum % modulus == digits[G] * 10 + digits[H];
	case 5:
		return check_digit_fits(row, sum, digits);
	case 14:
		return sum % modulus == 0 || passes_shortened(&w);
	default:
		return sum % modulus == 0;
	}
}

/* Of these pairs of rows one that passes is enough. */
static bool
either_will_do(const struct bank_row *first, const struct bank_row *second)
{
	static const unsigned pairs[][2] = {{2, 9}, {10, 11}, {12, 13}};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (first->exception == pairs[i][0] &&
		    second->exception == pairs[i][1])
			return true;
	return false;
}

/* Exception 6: the account is in a foreign currency and has no check. */
static bool
is_foreign(const struct bank_row *first, const struct bank_row *second,
    const int digits[BANK_DIGITS])
{
	if (first->exception != 6 && !(second && second->exception == 6))
		return false;
	return digits[A] >= 4 && digits[A] <= 8 && digits[G] == digits[H];
}

enum answer
bank_tables_check(
    const struct bank_tables *t, const char sort_code[6], const char account[8])
{
	const struct bank_row *first, *second;
	int digits[BANK_DIGITS];
	bool good;

	for (int i = 0; i < BANK_DIGITS; i++)
		digits[i] = (i < A ? sort_code[i] : account[i - A]) - '0';
	first = bank_rows_find(t, sort_code_of(digits), &second);
	if (first == NULL || is_foreign(first, second, digits))
		return ANSWER_CANNOT_TELL;
	good = passes(t, first, digits);
	if (second != NULL) {
		if (either_will_do(first, second))
			good = good || passes(t, second, digits);
		else
			good = good && passes(t, second, digits);
	}
	return good ? ANSWER_YES : ANSWER_NO;
}
