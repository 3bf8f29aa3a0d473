/* SPDX-License-Identifier: MIT
 *
 * validators-checks.h - what the files of validators share with each other.
 *
 * Not for use outside validators*.c: rules reach a check by its name.
 */
#ifndef FIND_VALIDATORS_CHECKS_H
#define FIND_VALIDATORS_CHECKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/words.h"
#include "find/validators.h"

/* Longer than any value checked here (an MRZ: two lines of 44). */
#define VALIDATOR_MAX 96

/* Copies s to out in upper case without its separators: white space, hyphen,
 * dot, NBSP and the Unicode dashes U+2010 to U+2015. Letters and digits of
 * ASCII are kept, and the characters named in `also`. Returns how many bytes
 * (out is NUL-terminated), or 0 and an empty out for anything else in s or
 * too much of it. */
size_t validator_strip(
    const char *s, size_t len, const char *also, char out[VALIDATOR_MAX]);

/* As validator_strip, but 0 unless all that is left are digits. */
size_t validator_digits(const char *s, size_t len, char out[VALIDATOR_MAX]);

/* True for n digits that are all the same. */
bool validator_run(const char *digits, size_t n);

/* True for n digits that are all the same, or that count 0123456789 or
 * 1234567890: they pass some checksums and are never a person's number. */
bool validator_filler(const char *digits, size_t n);

/* True when s is nothing but n digits. */
bool validator_all_digits(const char *s, size_t n);

/* The number that n digits (at most 9) spell. */
int validator_number(const char *digits, size_t n);

/* True for a day of that month in some year; in that very year where year is
 * not 0. */
bool validator_day(int day, int month, int year);

/* NHS check digit of ten digits; CHI and H&C share it. */
bool validator_nhs_digit(const char digits[10]);

enum answer validator_nhs_number(const char *s, size_t len);
enum answer validator_chi(const char *s, size_t len);
enum answer validator_nino(const char *s, size_t len);
enum answer validator_utr(const char *s, size_t len);
enum answer validator_upn(const char *s, size_t len);
enum answer validator_uln(const char *s, size_t len);
enum answer validator_driver_number(const char *s, size_t len);
enum answer validator_pnc_id(const char *s, size_t len);
enum answer validator_asn(const char *s, size_t len);
enum answer validator_vrm(const char *s, size_t len);
enum answer validator_vat(const char *s, size_t len);
enum answer validator_mrz(const char *s, size_t len);
enum answer validator_dob(
    const struct validator_given *given, const char *s, size_t len);
enum answer validator_bank_account(
    const struct validator_given *given, const char *s, size_t len);
enum answer validator_card(const char *s, size_t len);
enum answer validator_iban(const char *s, size_t len);
enum answer validator_postcode(const char *s, size_t len);
enum answer validator_uk_phone(const char *s, size_t len);

#endif
