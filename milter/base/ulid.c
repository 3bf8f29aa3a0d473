/* SPDX-License-Identifier: MIT
 *
 * ulid.c - names for messages that sort by the time they were made.
 */
#include "base/ulid.h"

#include <sodium.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

struct ulid
ulid_new(void)
{
	struct timespec now;
	struct ulid id = {0};
	unsigned char rnd[16];
	uint64_t ms;
	int i;

	clock_gettime(CLOCK_REALTIME, &now);
	ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
	randombytes_buf(rnd, sizeof rnd);
	for (i = 9; i >= 0; i--, ms >>= 5)
		id.s[i] = alphabet[ms & 31];
	for (i = 0; i < 16; i++)
		id.s[10 + i] = alphabet[rnd[i] & 31];
	return id;
}

bool
ulid_valid(const char *s)
{
	return strlen(s) == ULID_LEN && strspn(s, alphabet) == ULID_LEN;
}
