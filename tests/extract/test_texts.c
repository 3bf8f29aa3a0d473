/* SPDX-License-Identifier: MIT
 *
 * test_texts.c - the set of texts and its limits.
 */
#include "extract/texts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lib/test.h"

/* What is added comes out valid: line ends, NUL and bad bytes replaced. */
static void
test_cleaned(void **state)
{
	static const struct {
		const char *name, *data;
		size_t len;
		const char *want;
	} cases[] = {
	    {"plain", "plain", 5, "plain"},
	    {"CRLF", "a\r\nb\rc\n\r", 8, "a\nb\nc\n\n"},
	    {"NUL", "a\0b", 3, "a b"},
	    {"invalid",
		"a\xff"
		"b\xe2\x82",
		5,
		"a\xef\xbf\xbd"
		"b\xef\xbf\xbd"
		"\xef\xbf\xbd"},
	};
	struct texts t;

	(void)state;
	texts_init(&t, 1000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text *got = texts_add(&t, ZONE_AUTHORED, "1", "body",
		    cases[i].data, cases[i].len);

		assert_non_null(got);
		test_same(cases[i].name, got->data, cases[i].want);
		assert_int_equal(got->len, strlen(cases[i].want));
	}
	assert_int_equal(t.n, COUNT(cases));
	assert_null(texts_add(&t, ZONE_AUTHORED, "1", "body", "", 0));
	assert_false(t.failed);
	texts_free(&t);
	assert_int_equal(t.n, 0);
}

/* A text past the limit is cut between characters, and said once a part. */
static void
test_limit(void **state)
{
	struct texts t;
	struct text *got;

	(void)state;
	texts_init(&t, 8);
	assert_non_null(texts_add(&t, ZONE_AUTHORED, "1", "body", "abcde", 5));
	assert_int_equal(t.nunread, 0);
	got = texts_add(&t, ZONE_AUTHORED, "2", "body", "fg\xc3\xa9h", 5);
	test_same("cut", got->data, "fg");
	assert_null(texts_add(&t, ZONE_AUTHORED, "2", "body", "\xc3\xa9", 2));
	assert_int_equal(t.nunread, 1);
	assert_int_equal(t.unread[0].why, UNREAD_LIMIT);
	test_same("part", t.unread[0].part, "2");
	assert_false(t.failed);
	texts_free(&t);
}

/* Bad bytes that grow on replacement still respect the limit. */
static void
test_limit_after_replacement(void **state)
{
	struct texts t;
	struct text *got;

	(void)state;
	texts_init(&t, 8);
	got = texts_add(&t, ZONE_AUTHORED, "1", "body", "\xff\xff\xff\xff", 4);
	assert_int_equal(got->len, 6);
	assert_true(t.bytes <= 8);
	assert_int_equal(t.nunread, 1);
	texts_free(&t);
}

/* The number of texts has its limit too. */
static void
test_count(void **state)
{
	struct texts t;

	(void)state;
	texts_init(&t, 100 * LIMIT_TEXTS);
	for (size_t i = 0; i < LIMIT_TEXTS; i++)
		assert_non_null(
		    texts_add(&t, ZONE_AUTHORED, "1", "body", "x", 1));
	assert_null(texts_add(&t, ZONE_AUTHORED, "1", "body", "x", 1));
	assert_int_equal(t.nunread, 1);
	assert_int_equal(t.n, LIMIT_TEXTS);
	texts_free(&t);
}

/* The same part is unread for the same reason only once. */
static void
test_unread_once(void **state)
{
	struct texts t;

	(void)state;
	texts_init(&t, 100);
	texts_unread(&t, UNREAD_IMAGE, "2", "a.png", "image/png");
	texts_unread(&t, UNREAD_IMAGE, "2", NULL, NULL);
	texts_unread(&t, UNREAD_LIMIT, "2", NULL, NULL);
	texts_unread(&t, UNREAD_IMAGE, "3", NULL, NULL);
	assert_int_equal(t.nunread, 3);
	test_same("name", t.unread[0].name, "a.png");
	assert_null(t.unread[1].name);
	texts_free(&t);
}

/* Past the limit one entry says so, and no more are kept; what was noted before
 * counts once, still. */
static void
test_unread_limit(void **state)
{
	struct texts t;
	char part[32];

	(void)state;
	texts_init(&t, 100);
	for (unsigned i = 0; i < LIMIT_PARTS; i++) {
		snprintf(part, sizeof part, "2/%u", i);
		texts_unread(&t, UNREAD_IMAGE, part, "a.png", NULL);
	}
	texts_unread(&t, UNREAD_IMAGE, "2/0", NULL, NULL);
	assert_int_equal(t.nunread, LIMIT_PARTS);
	for (unsigned i = 0; i < LIMIT_PARTS; i++) {
		snprintf(part, sizeof part, "3/%u", i);
		texts_unread(&t, UNREAD_IMAGE, part, "a.png", NULL);
	}
	assert_int_equal(t.nunread, LIMIT_PARTS + 1);
	assert_int_equal(t.unread[LIMIT_PARTS].why, UNREAD_LIMIT);
	test_same("part", t.unread[LIMIT_PARTS].part, "0");
	assert_null(t.unread[LIMIT_PARTS].name);
	assert_false(t.failed);
	texts_free(&t);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cleaned),
	    cmocka_unit_test(test_limit),
	    cmocka_unit_test(test_limit_after_replacement),
	    cmocka_unit_test(test_count),
	    cmocka_unit_test(test_unread_once),
	    cmocka_unit_test(test_unread_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
