/* SPDX-License-Identifier: MIT
 *
 * ulid.h - names for messages that sort by the time they were made.
 */
#ifndef BASE_ULID_H
#define BASE_ULID_H

#include <stdbool.h>

#define ULID_LEN 26
struct ulid {
	char s[ULID_LEN + 1];
};

/* Makes a new id: 48 bits of milliseconds and 80 random bits, in Crockford's
 * base 32 (github.com/ulid/spec). Cannot fail: libsodium aborts without
 * randomness. */
struct ulid ulid_new(void);

/* True when s is 26 characters of that alphabet, in upper case. */
bool ulid_valid(const char *s);

#endif
