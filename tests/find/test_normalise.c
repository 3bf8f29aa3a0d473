/* SPDX-License-Identifier: MIT
 *
 * test_normalise.c - the view, and the way back to the text.
 */
#include "find/normalise.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/test.h"

/* What people and word processors write becomes what rules are written for;
 * case and letters of other alphabets stay. */
static void
test_view(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {"plain text", "plain text"},
	    {"", ""},
	    {"943\xc2\xa0"
	     "476\xe2\x80\x89"
	     "5919",
		"943 476 5919"},
	    {"pass\xc2\xadword", "password"},
	    {"pa\xe2\x80\x8bss\xe2\x81\xa0word\xef\xbb\xbf", "password"},
	    {"\xe2\x80\xaeMW\xe2\x80\xac", "MW"},
	    {"12\xe2\x80\x91"
	     "34\xe2\x80\x93"
	     "56\xe2\x88\x92"
	     "78",
		"12-34-56-78"},
	    {"\xef\xbc\x99\xef\xbc\x99\xef\xbc\x90 \xef\xbc\xadW", "990 MW"},
	    {"don\xe2\x80\x99t \xe2\x80\x9cno\xe2\x80\x9d", "don't \"no\""},
	    {"o\xef\xac\x83"
	     "ce",
		"office"},
	    {"Cafe\xcc\x81", "Caf\xc3\xa9"},
	    {"C\xc3\xa9 \xc5\xb4yl", "C\xc3\xa9 \xc5\xb4yl"},
	    {"\xcc\x81x", "\xcc\x81x"},
	    {"\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9 ok",
		"\xf0\x9f\x91\xa8\xf0\x9f\x91\xa9 ok"},
	    {"a\xe2\x80\xa8"
	     "b",
		"a b"},
	    {"M\x08W\x7f 0\x1a"
	     "0\x0b"
	     "1\t2\r\n3\f4",
		"MW 00 1\t2\r\n3\f4"},
	    {"M\xc2\x84W caf\xc3\xa9", "MW caf\xc3\xa9"},
	    {"twelve letters\x01 and more than eight",
		"twelve letters and more than eight"},
	};
	struct normal n;
	size_t i;

	(void)state;
	normal_init(&n);
	for (i = 0; i < COUNT(cases); i++) {
		char *got;

		assert_int_equal(
		    normal_make(&n, cases[i].text, strlen(cases[i].text)), 0);
		got = strndup(n.data, n.len);
		test_same(cases[i].text, got, cases[i].want);
		free(got);
	}
	normal_free(&n);
}

/* Text of ASCII is not copied and has no map. */
static void
test_identity(void **state)
{
	const char *text = "NI number MW 00 00 00 A\n";
	struct normal n;

	(void)state;
	normal_init(&n);
	assert_int_equal(normal_make(&n, text, strlen(text)), 0);
	assert_ptr_equal(n.data, text);
	assert_int_equal(n.nruns, 0);
	assert_int_equal(normal_start(&n, 10), 10);
	assert_int_equal(normal_end(&n, 23), 23);
	normal_free(&n);
}

/* A span of the view leads back to the bytes it was made from, without what
 * was removed at its edges. */
static void
test_map(void **state)
{
	static const struct {
		const char *text, *find, *want;
	} cases[] = {
	    {"x MW\xc2\xa0"
	     "00\xc2\xa0"
	     "00 A y",
		"MW 00 00 A",
		"MW\xc2\xa0"
		"00\xc2\xa0"
		"00 A"},
	    {"x\xe2\x80\x8bpa\xc2\xadss\xe2\x80\x8b y", "pass", "pa\xc2\xadss"},
	    {"\xef\xbc\x99\xef\xbc\x98\xef\xbc\x97\xef\xbc\x96", "87",
		"\xef\xbc\x98\xef\xbc\x97"},
	    {"\xc3\xa9\xc3\xa9 o\xef\xac\x83"
	     "ce",
		"ice",
		"\xef\xac\x83"
		"ce"},
	    {"Cafe\xcc\x81 bar", "bar", "bar"},
	    {"Cafe\xcc\x81 bar", "Caf\xc3\xa9", "Cafe\xcc\x81"},
	};
	struct normal n;
	size_t i;

	(void)state;
	normal_init(&n);
	for (i = 0; i < COUNT(cases); i++) {
		const char *at;
		size_t start, end;
		char *got;

		assert_int_equal(
		    normal_make(&n, cases[i].text, strlen(cases[i].text)), 0);
		at =
		    memmem(n.data, n.len, cases[i].find, strlen(cases[i].find));
		assert_non_null(at);
		start = normal_start(&n, (size_t)(at - n.data));
		end = normal_end(
		    &n, (size_t)(at - n.data) + strlen(cases[i].find));
		got = strndup(cases[i].text + start, end - start);
		test_same(cases[i].text, got, cases[i].want);
		free(got);
	}
	normal_free(&n);
}

/* Over any text starts and ends only grow with the offset, stay inside and
 * never cross. */
static void
test_monotone(void **state)
{
	static const char *const bits[] = {"a", " ", "\xc2\xa0", "\xc2\xad",
	    "\xef\xac\x83", "\xcc\x81", "\xe2\x80\x93", "\xef\xbc\x91",
	    "\xc3\xa9", "\xf0\x9f\x98\x80", "\xef\xb7\xba"};
	char text[4096];
	struct normal n;
	size_t i, len, round, last, start;
	unsigned seed = 1;

	(void)state;
	normal_init(&n);
	for (round = 0; round < 300; round++) {
		for (len = 0; len < 200;) {
			const char *bit;

			seed = seed * 1103515245u + 12345u;
			bit = bits[(seed >> 16) % COUNT(bits)];
			memcpy(text + len, bit, strlen(bit));
			len += strlen(bit);
		}
		assert_int_equal(normal_make(&n, text, len), 0);
		for (i = last = 0; i < n.len; i++) {
			start = normal_start(&n, i);
			assert_true(start >= last && start < len);
			assert_true(normal_end(&n, i + 1) > start);
			assert_true(normal_end(&n, i + 1) <= len);
			last = start;
		}
	}
	normal_free(&n);
}

/* The worst text costs time and memory in proportion to its length: a million
 * combining marks, and a map run for every other byte. */
static void
test_linear(void **state)
{
	const size_t len = 3u << 20;
	char *text = malloc(len);
	struct normal n;
	clock_t start;
	size_t i;

	(void)state;
	normal_init(&n);
	for (i = 0; i + 4 <= len; i += 4)
		memcpy(text + i,
		    i % 8 ? "\xcc\x81\xcc\xa3" : "\xcc\xa7\xcc\x82", 4);
	start = clock();
	assert_int_equal(normal_make(&n, text, i), 0);
	for (i = 0; i + 3 <= len; i += 3)
		memcpy(text + i, "a\xc2\xa0", 3);
	assert_int_equal(normal_make(&n, text, i), 0);
	assert_true(n.nruns <= len);
	assert_true((clock() - start) / CLOCKS_PER_SEC < 10);
	free(text);
	normal_free(&n);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_view),
	    cmocka_unit_test(test_identity),
	    cmocka_unit_test(test_map),
	    cmocka_unit_test(test_monotone),
	    cmocka_unit_test(test_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
