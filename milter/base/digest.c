/* SPDX-License-Identifier: MIT
 *
 * digest.c - SHA-256, HMAC-SHA-256 and BLAKE2b-256, by libsodium.
 */
#include "base/digest.h"

#include <sodium.h>
#include <stdint.h>

_Static_assert(sizeof(crypto_generichash_state) <=
		   sizeof(((struct digest_state *)0)->opaque),
    "digest_state is too small for libsodium's state");

struct digest
digest_of(const void *data, size_t len)
{
	struct digest d;

	crypto_hash_sha256(d.b, data, len);
	return d;
}

static crypto_generichash_state *
state(struct digest_state *s)
{
	return (crypto_generichash_state *)(void *)s->opaque;
}

void
digest_start(struct digest_state *s)
{
	crypto_generichash_init(state(s), NULL, 0, DIGEST_LEN);
}

void
digest_field(struct digest_state *s, const void *data, size_t len)
{
	unsigned char size[8];
	uint64_t n = len;
	int i;

	for (i = 0; i < 8; i++, n >>= 8)
		size[i] = (unsigned char)n;
	crypto_generichash_update(state(s), size, sizeof size);
	if (len > 0)
		crypto_generichash_update(state(s), data, len);
}

struct digest
digest_end(struct digest_state *s)
{
	struct digest d;

	crypto_generichash_final(state(s), d.b, DIGEST_LEN);
	return d;
}

struct digest
digest_mac(
    const unsigned char key[DIGEST_KEY_LEN], const void *data, size_t len)
{
	struct digest d;

	crypto_auth_hmacsha256(d.b, data, len, key);
	return d;
}

bool
digest_equal(const struct digest *a, const struct digest *b)
{
	return sodium_memcmp(a->b, b->b, DIGEST_LEN) == 0;
}

struct digest_hex
digest_hex(const struct digest *d)
{
	struct digest_hex h;

	sodium_bin2hex(h.s, sizeof h.s, d->b, DIGEST_LEN);
	return h;
}
