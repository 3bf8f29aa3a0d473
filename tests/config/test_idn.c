/* SPDX-License-Identifier: MIT
 *
 * test_idn.c - a domain in Unicode becomes its "xn--" form.
 */
#include "config/idn.h"

#include <stdlib.h>
#include <string.h>

#include "lib/test.h"

/* Labels of ASCII stay, others become Punycode; some of the names of RFC 3492,
 * 7.1 and of everyday. */
static void
test_ascii(void **state)
{
	static const struct {
		const char *domain, *want;
	} cases[] = {
	    {"town.example", "town.example"},
	    {"Town.EXAMPLE", "Town.EXAMPLE"},
	    {"b\xc3\xbc\x63her.example", "xn--bcher-kva.example"},
	    {"B\xc3\x9c\x43HER.example", "xn--bcher-kva.example"},
	    {"mail.m\xc3\xbcnchen.example", "mail.xn--mnchen-3ya.example"},
	    {"t\xc5\xb7.example", "xn--t-foa.example"},
	    {"T\xc5\xb6.example", "xn--t-foa.example"},
	    /* ŁÓDŹ, Žluťoučký */
	    {"\xc5\x81\xc3\x93\x44\xc5\xb9", "xn--d-uga0v4h"},
	    {"\xc5\xbdlu\xc5\xa5ou\xc4\x8dk\xc3\xbd", "xn--luouk-uva4it5a4g"},
	    /* "bücher" twice over */
	    {"b\xc3\xbc\x63her.b\xc3\xbc\x63her",
		"xn--bcher-kva.xn--bcher-kva"},
	    /* пример.испытание */
	    {"\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80."
	     "\xd0\xb8\xd1\x81\xd0\xbf\xd1\x8b\xd1\x82\xd0\xb0\xd0\xbd"
	     "\xd0\xb8\xd0\xb5",
		"xn--e1afmkfd.xn--80akhbyknj4f"},
	    /* 例え.テスト */
	    {"\xe4\xbe\x8b\xe3\x81\x88.\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88",
		"xn--r8jz45g.xn--zckzah"},
	    /* παράδειγμα.δοκιμή */
	    {"\xcf\x80\xce\xb1\xcf\x81\xce\xac\xce\xb4\xce\xb5\xce\xb9\xce\xb3"
	     "\xce\xbc\xce\xb1.\xce\xb4\xce\xbf\xce\xba\xce\xb9\xce\xbc"
	     "\xce\xae",
		"xn--hxajbheg2az3al.xn--jxalpdlp"},
	};
	char got[256];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_int_equal(idn_ascii(cases[i].domain,
				     strlen(cases[i].domain), got, sizeof got),
		    0);
		test_same(cases[i].domain, got, cases[i].want);
	}
}

/* What does not fit, or is no text, is refused and nothing is overrun. */
static void
test_refused(void **state)
{
	char got[8], label[200];
	char *wide = strndup("\xc3\xbc", 2);
	size_t i;

	(void)state;
	assert_int_equal(idn_ascii("abcdefg", 7, got, sizeof got), 0);
	assert_int_equal(idn_ascii("abcdefgh", 8, got, sizeof got), -1);
	assert_int_equal(idn_ascii("b\xc3\xbc\x63her", 7, got, sizeof got), -1);
	assert_int_equal(idn_ascii("\xc3", 1, got, sizeof got), -1);
	assert_int_equal(idn_ascii("\xfc.example", 9, label, sizeof label), -1);
	for (i = 0; i + 2 < sizeof label; i += 2)
		memcpy(label + i, wide, 2);
	assert_int_equal(idn_ascii(label, 180, got, sizeof got), -1);
	free(wide);
}

/* Only bytes beyond ASCII need it. */
static void
test_needed(void **state)
{
	(void)state;
	assert_false(idn_needed("xn--bcher-kva.example"));
	assert_true(idn_needed("b\xc3\xbc"));
	assert_false(idn_needed(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_ascii),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_needed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
