/* SPDX-License-Identifier: MIT
 *
 * test_strlist.c - a growing list of owned C strings.
 */
#include "base/strlist.h"

#include <stdio.h>

#include "lib/test.h"

/* Nothing is in an empty list, and freeing it is harmless. */
static void
empty(void **state)
{
	struct strlist l = {0};

	(void)state;
	assert_false(strlist_has(&l, ""));
	strlist_free(&l);
	strlist_free(&l);
}

/* Strings are copied, whole or to a length, and kept in order. */
static void
copies(void **state)
{
	struct strlist l = {0};
	char s[] = "first";

	(void)state;
	assert_int_equal(strlist_add(&l, s), 0);
	s[0] = 'X';
	assert_int_equal(strlist_addn(&l, "second half", 6), 0);
	assert_int_equal(strlist_addn(&l, "short", 99), 0);
	assert_int_equal(strlist_addn(&l, "none", 0), 0);
	assert_int_equal(l.n, 4);
	test_same("copy", l.v[0], "first");
	test_same("cut", l.v[1], "second");
	test_same("stops at its end", l.v[2], "short");
	test_same("nothing", l.v[3], "");
	assert_true(strlist_has(&l, "second"));
	assert_true(strlist_has(&l, ""));
	assert_false(strlist_has(&l, "First"));
	assert_false(strlist_has(&l, "secon"));
	strlist_free(&l);
	assert_int_equal(l.n, 0);
	assert_null(l.v);
}

/* A list may be given one of its own strings, and keeps all through many
 * growths. */
static void
growth(void **state)
{
	struct strlist l = {0};
	char want[32];
	size_t i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		snprintf(want, sizeof want, "%zu", i);
		assert_int_equal(strlist_add(&l, want), 0);
	}
	assert_int_equal(strlist_add(&l, l.v[7]), 0);
	test_same("own string", l.v[1000], "7");
	for (i = 0; i < 1000; i++) {
		snprintf(want, sizeof want, "%zu", i);
		test_same("element", l.v[i], want);
	}
	strlist_free(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(empty),
	    cmocka_unit_test(copies),
	    cmocka_unit_test(growth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
