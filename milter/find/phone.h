/* SPDX-License-Identifier: MIT
 *
 * phone.h - telephone numbers, whatever is written between their digits.
 */
#ifndef FIND_PHONE_H
#define FIND_PHONE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strlist.h"

#define PHONE_DIGITS 16

/* Writes a number's digits in national form. Returns how many, or 0 when s is
 * no telephone number. */
size_t phone_digits(const char *s, size_t len, char out[PHONE_DIGITS]);

/* Is the number (its digits) one of those, which are digits only? */
bool phone_listed(const struct strlist *phones, const char *digits, size_t n);

/* Does it stand in a text? NULL is an empty one. */
bool phone_stands_in(const char *text, const char *digits, size_t n);

#endif
