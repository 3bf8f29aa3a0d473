/* SPDX-License-Identifier: MIT
 *
 * test_mask.c - what a masked value shows, and that it never shows more.
 */
#include "lib/test.h"

#include <stdlib.h>
#include <string.h>

#include "find/mask.h"

static char *
masked(const char *s, size_t len)
{
	struct buf out = BUF_MAX(4096);

	assert_int_equal(mask_value(s, len, &out), 0);
	char *text = buf_take(&out);
	assert_non_null(text);
	return text;
}

/* Each kind of value shows what its kind may, separators and all. */
static void
test_kinds(void **state)
{
	static const struct {
		const char *value, *want;
	} cases[] = {
	    {"MW000000A", "MW••••••A"},
	    {"MW 00 00 00 A", "MW •• •• •• A"},
	    {"999 000 0018", "99• ••• •••8"},
	    {"GB82 WEST 1234 5698 7654 32", "GB•• •••• •••• •••• •••• •2"},
	    {"4242 4242 4242 4242", "4242 42•• •••• 4242"},
	    {"378282246310005", "378282•••••0005"},
	    /* Luhn fails: an ordinary number. */
	    {"4242424242424241", "42•••••••••••••1"},
	    {"07700 900123", "••••• ••••23"},
	    {"+44 (0)1632 960123", "+•• (•)•••• ••••23"},
	    {"jane.doe@example.org", "j•••@•••.org"},
	    {"Émile@example.co.uk", "É•••@•••.uk"},
	    {"@example.org", "•••@•••.org"},
	    {"jane@localhost", "j•••@•••"},
	    {"Jane Smith", "J• S•"},
	    {"Mrs O'Neill-Évora", "M• O•'N•-É•"},
	    {"Khan", "K•"},
	    {"14 Acacia Avenue, Littleton, EC1A 1BB", "•• A• A•, L•, E•• •B•"},
	    {"EC1A 1BB", "•••• •••"},
	    {"12/3/85", "••/•/••"},
	    {"12/03/1985", "12/••/•••5"},
	    {"Sort code 08-99-99, account 66374958",
		"S• c• ••-••-••, a• ••••••••"},
	    {"", ""},
	    {"12\t34\n5", "•• •• •"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *got = masked(cases[i].value, strlen(cases[i].value));
		test_same(cases[i].value, got, cases[i].want);
		free(got);
	}
}

static bool
is_utf8(const char *s)
{
	size_t follow = 0;

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (follow > 0 && (c & 0xc0) != 0x80)
			return false;
		if (follow > 0)
			follow--;
		else if (c >= 0x80)
			follow = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
		if (c == 0xc0 || c == 0xc1 || c > 0xf4)
			return false;
	}
	return follow == 0;
}

/* Bytes that are no UTF-8, cut sequences and controls come out as UTF-8 on one
 * line. */
static void
test_any_bytes(void **state)
{
	(void)state;
	for (unsigned a = 0; a < 256; a++)
		for (unsigned b = 0; b < 256; b++) {
			char s[4] = {(char)a, (char)b, '1', (char)a};
			for (size_t len = 1; len <= sizeof s; len++) {
				char *got = masked(s, len);
				if (!is_utf8(got) || strpbrk(got, "\r\n\x7f"))
					fail_msg(
					    "bytes %02x %02x: '%s'", a, b, got);
				free(got);
			}
		}
}

/* A long value is cut, and the mark of the cut is there. */
static void
test_long(void **state)
{
	char s[5000];

	(void)state;
	memset(s, '7', sizeof s);
	char *got = masked(s, sizeof s);
	assert_true(strlen(got) < 300);
	assert_string_equal(got + strlen(got) - 3, "…");
	free(got);
	for (size_t i = 0; i < sizeof s; i++)
		s[i] = i % 5 == 4 ? ' ' : 'x';
	got = masked(s, sizeof s);
	assert_true(strlen(got) < 300);
	assert_string_equal(got + strlen(got) - 3, "…");
	free(got);
}

/* A full buffer is an error, never half a value. */
static void
test_full(void **state)
{
	struct buf out = BUF_MAX(4);

	(void)state;
	assert_int_equal(mask_value("MW000000A", 9, &out), -1);
	buf_free(&out);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_kinds),
	    cmocka_unit_test(test_any_bytes),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
