/* SPDX-License-Identifier: MIT
 *
 * test_phrases.c - phrases in texts.
 */
#include "find/phrases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "lib/test.h"

static int
on_hit(void *arg, uint32_t set, struct span at)
{
	return buf_addf(arg, "%u:%u-%u ", set, at.start, at.end);
}

static int
count_hit(void *arg, uint32_t set, struct span at)
{
	(void)set;
	(void)at;
	++*(size_t *)arg;
	return 0;
}

/* Whole words of any alphabet, spaces of any kind, a star for the rest of a
 * word, case only where it matters. */
static void
test_hits(void **state)
{
	static const struct {
		const char *phrase, *text, *want;
		bool exact;
	} cases[] = {
	    {"ni number", "my NI Number is", "0:3-12 ", false},
	    {"ni number", "Leonini number", "", false},
	    {"ni number", "ni numbers", "", false},
	    {"ni number", "ni\n> > number", "0:0-13 ", false},
	    {"ni number", "ni  \t number", "0:0-12 ", false},
	    {"off the record", "off-the-record", "0:0-14 ", false},
	    {"part two", "exempt_part_two.docx", "0:7-15 ", false},
	    {"diagnos*", "Diagnosed, undiagnosed, diagnos", "0:0-9 0:24-31 ",
		false},
	    {"care leav*", "a care leaver's", "0:2-13 ", false},
	    {"NINO", "el nino NINO", "0:8-12 ", true},
	    {"don't", "I don't. don t", "0:2-7 ", false},
	    {"g\xc5\xb5yl", "G\xc5\xb4YL g\xc5\xb5yliau", "0:0-5 ", false},
	    {"wyl", "g\xc5\xb5yl \xc5\xb5wyl wyl", "0:12-15 ", false},
	    {"wyl", "wyl\xc3\xa9 wyl", "0:6-9 ", false},
	    {"#vote", "so #Vote #voter vote", "0:3-8 ", false},
	    {"c++", "in C++ or c+", "0:3-6 ", false},
	    {"paragraph 3 of", "Paragraph 3 of paragraph 31 of", "0:0-14 ",
		false},
	    {"(pii)", "a (PII) b", "0:2-7 ", false},
	    {"x", "x", "0:0-1 ", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct phrases *b = phrases_new();
		struct buf out = BUF_MAX(1000);

		assert_null(phrases_add(b, 0, cases[i].phrase, cases[i].exact));
		assert_int_equal(phrases_seal(b), 0);
		phrases_scan(
		    b, cases[i].text, strlen(cases[i].text), on_hit, &out);
		test_same(cases[i].text, buf_str(&out), cases[i].want);
		buf_free(&out);
		phrases_free(b);
	}
}

/* What is no phrase is refused with a reason. */
static void
test_refused(void **state)
{
	static const char *const cases[] = {"", "  ", "*", "...", "ab*", "a -*",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "a"};
	struct phrases *b = phrases_new();
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_non_null(phrases_add(b, 0, cases[i], false));
	phrases_free(b);
}

/* A megabyte of one letter, of spaces, of quote marks and of a phrase's own
 * first word takes time in proportion. */
static void
test_linear(void **state)
{
	static const char *const bits[] = {
	    "a", " ", "> ", "not ", "not\n> ", "1"};
	const size_t len = 4u << 20;
	char *text = malloc(len + 16);
	struct phrases *b = phrases_new();
	char phrase[40];
	clock_t start = clock();
	size_t i, j, hits = 0;

	(void)state;
	for (i = 0; i < 30; i++) {
		snprintf(phrase, sizeof phrase, "not not not x%zu", i);
		assert_null(phrases_add(b, 0, phrase, false));
	}
	assert_int_equal(phrases_seal(b), 0);
	for (i = 0; i < COUNT(bits); i++) {
		for (j = 0; j < len; j += strlen(bits[i]))
			memcpy(text + j, bits[i], strlen(bits[i]));
		phrases_scan(b, text, len, count_hit, &hits);
	}
	assert_int_equal(hits, 0);
	assert_true((clock() - start) / CLOCKS_PER_SEC < 20);
	free(text);
	phrases_free(b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_hits),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
