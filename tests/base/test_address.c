/* SPDX-License-Identifier: MIT
 *
 * test_address.c - mail addresses as envelope and lists need them.
 */
#include "base/address.h"

#include <stdlib.h>
#include <string.h>

#include "lib/test.h"

/* Brackets, source route and white space around an address go; nothing inside
 * it does, and half a bracket is left alone. */
static void
bare(void **state)
{
	static const struct {
		const char *given, *want;
	} cases[] = {
	    {"<anna@town.example>", "anna@town.example"},
	    {"anna@town.example", "anna@town.example"},
	    {" \t<anna@town.example>\r\n", "anna@town.example"},
	    {"<>", ""},
	    {"", ""},
	    {"   ", ""},
	    {"<", "<"},
	    {">", ">"},
	    {"<anna@town.example", "<anna@town.example"},
	    {"<@relay.example:anna@town.example>", "anna@town.example"},
	    {"<@a.example,@b.example:anna@town.example>", "anna@town.example"},
	    {"<@nothing>", "@nothing"},
	    {"<\"a:b\"@town.example>", "\"a:b\"@town.example"},
	    {"<a@[IPv6:2001:db8::1]>", "a@[IPv6:2001:db8::1]"},
	    {"<jos\303\251@town.example>", "jos\303\251@town.example"},
	};
	size_t i;
	char *got;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		got = address_bare(cases[i].given);
		assert_non_null(got);
		test_same(cases[i].given, got, cases[i].want);
		free(got);
	}
}

/* The domain is what follows the last '@'. */
static void
domain(void **state)
{
	static const struct {
		const char *given, *want;
	} cases[] = {
	    {"anna@town.example", "town.example"},
	    {"\"a@b\"@town.example", "town.example"},
	    {"anna", ""},
	    {"", ""},
	    {"anna@", ""},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		test_same(cases[i].given, address_domain(cases[i].given),
		    cases[i].want);
}

/* Case never makes two mailboxes of one; anything else does. */
static void
same(void **state)
{
	(void)state;
	assert_true(address_same("Anna@Town.Example", "anna@town.example"));
	assert_true(address_same("", ""));
	assert_false(address_same("anna@town.example", "ann@town.example"));
	assert_false(address_same("anna@town.example", "anna@town.example "));
}

/* A domain is under a suffix only at a label's edge. */
static void
under(void **state)
{
	static const struct {
		const char *domain, *suffix;
		bool want;
	} cases[] = {
	    {"town.example", "town.example", true},
	    {"mail.town.example", "town.example", true},
	    {"MAIL.Town.Example", "town.EXAMPLE", true},
	    {"badtown.example", "town.example", false},
	    {"town.example.evil.example", "town.example", false},
	    {"example", "town.example", false},
	    {"town.example", "", false},
	    {"", "", false},
	    {"", "town.example", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (address_domain_under(cases[i].domain, cases[i].suffix) !=
		    cases[i].want)
			fail_msg("'%s' under '%s': want %d", cases[i].domain,
			    cases[i].suffix, cases[i].want);
}

/* What could end an SMTP command early, or say another one, is not an
 * address. */
static void
valid(void **state)
{
	static const struct {
		const char *s;
		bool null_ok, want;
	} cases[] = {
	    {"anna@town.example", false, true},
	    {"jos\303\251@town.example", false, true},
	    {"a@b@town.example", false, true},
	    {"", true, true},
	    {"", false, false},
	    {"anna", false, false},
	    {"anna@", false, false},
	    {"@town.example", false, false},
	    {"an na@town.example", false, false},
	    {"anna@town.example\r\nDATA", false, false},
	    {"anna@town.example> SIZE=1", false, false},
	    {"<anna@town.example", false, false},
	    {"anna\177@town.example", false, false},
	    {"anna\t@town.example", false, false},
	    {" ", true, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (address_valid(cases[i].s, cases[i].null_ok) !=
		    cases[i].want)
			fail_msg("'%s': want %d", cases[i].s, cases[i].want);
}

/* 320 bytes are an address, 321 are not. */
static void
length(void **state)
{
	char s[400];

	(void)state;
	memset(s, 'a', sizeof s);
	s[64] = '@';
	s[320] = '\0';
	assert_true(address_valid(s, false));
	s[320] = 'a';
	s[321] = '\0';
	assert_false(address_valid(s, false));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bare),
	    cmocka_unit_test(domain),
	    cmocka_unit_test(same),
	    cmocka_unit_test(under),
	    cmocka_unit_test(valid),
	    cmocka_unit_test(length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
