/* SPDX-License-Identifier: MIT
 *
 * random.c - readies libsodium.
 */
#include "base/random.h"

#include <sodium.h>

#include "base/log.h"

void
random_init(void)
{
	if (sodium_init() < 0)
		log_fatal("no-randomness", "library=libsodium");
}

void
random_bytes(void *p, size_t len)
{
	randombytes_buf(p, len);
}
