/* SPDX-License-Identifier: MIT
 *
 * test_digest.c - SHA-256 and HMAC-SHA-256, against published vectors.
 */
#include "base/digest.h"

#include <string.h>

#include "lib/test.h"

/* The vectors of FIPS 180-2, appendix B, and of the empty message. */
static void
sha256(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {"", "e3b0c44298fc1c149afbf4c8996fb924"
		 "27ae41e4649b934ca495991b7852b855"},
	    {"abc", "ba7816bf8f01cfea414140de5dae2223"
		    "b00361a396177a9cb410ff61f20015ad"},
	    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		"248d6a61d20638b8e5c026930c3e6039"
		"a33ce45964ff2167f6ecedd419db06c1"},
	};
	struct digest d;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		d = digest_of(cases[i].text, strlen(cases[i].text));
		test_same(cases[i].text, digest_hex(&d).s, cases[i].want);
	}
}

/* The HMAC of a one-block key: RFC 4231 test case 1's text with its key padded
 * by zeros, which HMAC does to a short key anyway (RFC 2104 section 2). */
static void
mac(void **state)
{
	unsigned char key[DIGEST_KEY_LEN] = {0};
	struct digest d;

	(void)state;
	memset(key, 0x0b, 20);
	d = digest_mac(key, "Hi There", 8);
	test_same("HMAC", digest_hex(&d).s,
	    "b0344c61d8db38535ca8afceaf0bf12b"
	    "881dc200c9833da726e9376c2e32cff7");
	key[31] = 1;
	d = digest_mac(key, "Hi There", 8);
	assert_string_not_equal(digest_hex(&d).s,
	    "b0344c61d8db38535ca8afceaf0bf12b"
	    "881dc200c9833da726e9376c2e32cff7");
}

/* The digest of a list of fields. */
static struct digest
fields(const char *a, const char *b, const char *c)
{
	const char *const all[] = {a, b, c};
	struct digest_state s;
	size_t i;

	digest_start(&s);
	for (i = 0; i < COUNT(all); i++)
		if (all[i] != NULL)
			digest_field(&s, all[i], strlen(all[i]));
	return digest_end(&s);
}

/* Moving bytes from one field to the next, or splitting or dropping an empty
 * one, gives another digest; the same fields give the same. */
static void
field_edges(void **state)
{
	struct digest want = fields("ab", "c", NULL), again, other;

	(void)state;
	again = fields("ab", "c", NULL);
	assert_true(digest_equal(&want, &again));
	other = fields("a", "bc", NULL);
	assert_false(digest_equal(&want, &other));
	other = fields("abc", NULL, NULL);
	assert_false(digest_equal(&want, &other));
	other = fields("ab", "c", "");
	assert_false(digest_equal(&want, &other));
	other = fields("", "ab", "c");
	assert_false(digest_equal(&want, &other));
}

/* A difference in any one byte is seen. */
static void
equal(void **state)
{
	struct digest a = digest_of("x", 1), b;
	size_t i;

	(void)state;
	for (i = 0; i < DIGEST_LEN; i++) {
		b = a;
		b.b[i] ^= 1;
		assert_false(digest_equal(&a, &b));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sha256),
	    cmocka_unit_test(mac),
	    cmocka_unit_test(field_edges),
	    cmocka_unit_test(equal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
