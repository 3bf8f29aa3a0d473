/* SPDX-License-Identifier: MIT
 *
 * test_layout.c - sentences, rows, headings and pages.
 */
#include "find/layout.h"

#include <stdlib.h>
#include <string.h>

#include "lib/test.h"

/* The place of `word` in text. */
static struct span
find(const char *text, const char *word)
{
	const char *at = strstr(text, word);

	assert_non_null(at);
	return (struct span){
	    (uint32_t)(at - text), (uint32_t)(at - text + strlen(word))};
}

static void
same(const char *text, struct span got, const char *want)
{
	char *s = strndup(text + got.start, got.end - got.start);

	test_same(text, s, want);
	free(s);
}

/* A sentence ends where people end one, not at "Mrs." or an initial; a row of
 * a table is its own sentence. */
static void
test_sentence(void **state)
{
	static const struct {
		const char *text, *word, *want;
		bool table;
	} cases[] = {
	    {"One. Mrs. Khan rang. Two.", "rang", " Mrs. Khan rang", false},
	    {"One! J. Small rang? Two", "rang", " J. Small rang", false},
	    {"para one\n\npara two\n\nthree", "two", "para two", false},
	    {"- first\n- second here\n- third", "second", "- second here",
		false},
	    {"wrapped\nline here. Next", "line", "wrapped\nline here", false},
	    {"cost 1.50 now. Next", "cost", "cost 1.50 now", false},
	    {"a\tb\nc. D\te\nf", "e", "c. D\te", true},
	};
	struct layout l = {0};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const char *text = cases[i].text;
		struct span s;

		layout_start(&l, text, strlen(text), cases[i].table);
		s = layout_sentence(&l, find(text, cases[i].word));
		while (text[s.start] == '\n')
			s.start++;
		same(text, s, cases[i].want);
	}
	layout_free(&l);
}

/* However long the row, what is said together in it is not; the row is whole.
 */
static void
test_long_row(void **state)
{
	static char text[20000];
	const size_t most = 4 * LAYOUT_SENTENCE;
	struct span at = {10000, 10009}, s;
	struct layout l = {0};

	(void)state;
	memset(text, 'x', sizeof text);
	text[0] = text[sizeof text - 1] = '\n';
	layout_start(&l, text, sizeof text, true);
	s = layout_sentence(&l, at);
	assert_int_equal(s.start, at.start - most);
	assert_int_equal(s.end, at.end + most);
	s = layout_row(&l, at);
	assert_int_equal(s.start, 1);
	assert_int_equal(s.end, sizeof text - 1);
	at = (struct span){1, 2};
	s = layout_sentence(&l, at);
	assert_int_equal(s.start, 1);
	at.end = sizeof text - 2;
	s = layout_sentence(&l, at);
	assert_int_equal(s.end, sizeof text - 1);
	layout_free(&l);
}

/* Rows are numbered from 0 and their cells' headings found by tabs, or else by
 * commas. */
static void
test_table(void **state)
{
	const char *tabs = "Name\tNI number\tWard\nA\tMW\tX\nB\tMX\tY\n";
	const char *commas = "Name,NI number\nA,MW\n";
	struct layout l = {0};

	(void)state;
	layout_start(&l, tabs, strlen(tabs), true);
	assert_int_equal(layout_row_number(&l, find(tabs, "Name").start), 0);
	assert_int_equal(layout_row_number(&l, find(tabs, "MX").start), 2);
	same(tabs, layout_row(&l, find(tabs, "MX")), "B\tMX\tY");
	same(tabs, layout_column_heading(&l, find(tabs, "MX")), "NI number");
	same(tabs, layout_column_heading(&l, find(tabs, "Y")), "Ward");
	same(tabs, layout_column_heading(&l, find(tabs, "NI")), "");
	layout_start(&l, commas, strlen(commas), true);
	same(
	    commas, layout_column_heading(&l, find(commas, "MW")), "NI number");
	layout_free(&l);
}

/* A heading stands by itself; the words inside a paragraph are none. */
static void
test_heading(void **state)
{
	static const struct {
		const char *text, *word;
		bool want;
	} cases[] = {
	    {"Not for publication\n\nThe report says", "Not", true},
	    {"x\n\nAppendix 2: exempt item\n\ny", "exempt", true},
	    {"text before\nNOT FOR PUBLICATION\ntext", "NOT", true},
	    {"The paper was not for publication, they said.", "not for", false},
	    {"text before\nnot for publication\ntext", "not", false},
	    {"x\n\nWe said it is all exempt information\n\ny", "exempt", false},
	    {"Not for publication, we think.", "Not", false},
	};
	struct layout l = {0};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const char *text = cases[i].text;

		layout_start(&l, text, strlen(text), false);
		if (layout_heading(&l, find(text, cases[i].word)) !=
		    cases[i].want)
			fail_msg("%s: %d", text, !cases[i].want);
	}
	layout_free(&l);
}

/* Pages are parted by form feeds; the first and last two lines of each that
 * are not empty are its edges; the first ten lines are the first lines. */
static void
test_pages(void **state)
{
	static const char *const inside[] = {"three", "c3"};
	static const char *const edge[] = {
	    "one", "two", "five", "six", "c1", "c2", "c4", "c5"};
	const char *text = "one\n\ntwo\nthree\nfour\nfive\n\nsix\n\f"
			   "c1\nc2\nc3\nc4\nc5\n";
	struct layout l = {0};
	size_t i;

	(void)state;
	layout_start(&l, text, strlen(text), false);
	for (i = 0; i < COUNT(edge); i++)
		if (!layout_page_edge(&l, find(text, edge[i])))
			fail_msg("%s is no edge", edge[i]);
	for (i = 0; i < COUNT(inside); i++)
		if (layout_page_edge(&l, find(text, inside[i])))
			fail_msg("%s is an edge", inside[i]);
	assert_true(layout_first_lines(&l, find(text, "c2")));
	assert_false(layout_first_lines(&l, find(text, "c5")));
	layout_free(&l);
}

/* Every question may be asked at every place of odd texts. */
static void
test_anywhere(void **state)
{
	static const char *const texts[] = {"a", "\n", "\n\n\n", "\f", "\f\f\n",
	    ".", "a.\n>", "> \n> ", "\t\t\n\t", ",,,\n,", "a\n- b\n-"};
	struct layout l = {0};
	size_t i, j, k;

	(void)state;
	for (i = 0; i < COUNT(texts); i++)
		for (k = 0; k < 2; k++)
			for (j = 0; j < strlen(texts[i]); j++) {
				size_t len = strlen(texts[i]);
				struct span at = {(uint32_t)j, (uint32_t)j + 1};
				struct span s;

				layout_start(&l, texts[i], len, k);
				s = layout_sentence(&l, at);
				assert_true(s.start <= j && s.end > j);
				s = layout_row(&l, at);
				assert_true(s.start <= j && s.end <= len);
				s = layout_column_heading(&l, at);
				assert_true(s.end <= len);
				layout_heading(&l, at);
				layout_first_lines(&l, at);
				layout_page_edge(&l, at);
			}
	layout_free(&l);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sentence),
	    cmocka_unit_test(test_long_row),
	    cmocka_unit_test(test_table),
	    cmocka_unit_test(test_heading),
	    cmocka_unit_test(test_pages),
	    cmocka_unit_test(test_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
