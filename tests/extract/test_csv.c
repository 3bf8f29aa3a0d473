/* SPDX-License-Identifier: MIT
 *
 * test_csv.c - delimited tables.
 */
#include "extract/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/said.h"
#include "lib/test.h"
#include "parse/charset.h"

#define HEAD "attachment a.csv\n"

static char *
read_as(const char *name, enum document_kind kind, const char *data, size_t len)
{
	const struct document d = {
	    .part = "1", .name = name, .where = "", .zone = ZONE_ATTACHMENT};
	struct texts t;
	char *said;

	texts_init(&t, MIB);
	assert_int_equal(document_read(&d, kind, data, len, &t), 0);
	said = said_texts(&t);
	texts_free(&t);
	return said;
}

/* The delimiter is the one that every line has as often. */
static void
test_delimiter(void **state)
{
	static const struct {
		const char *raw;
		char want;
	} cases[] = {
	    {"a,b,c\n1,2,3\n", ','},
	    {"a;b\n1,5;2,5\n3,5;4,5\n", ';'},
	    {"a\tb\nx, y\tz\n", '\t'},
	    {"a|b|c\n1|2|3\n", '|'},
	    {"a^b^c\n1^2^3\n", '^'},
	    {"\"a;b\",c\n\"d;e\",f\n", ','},
	    {"Arrears, as of May\n\nname;debt\nAnn;5\nBob;6\n", ';'},
	    {"one column\n", ','},
	    {"", ','},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (csv_delimiter(cases[i].raw, strlen(cases[i].raw)) !=
		    cases[i].want)
			fail_msg("%s", cases[i].raw);
}

/* Records are lines and cells stand between tabs, whatever they hold; rows are
 * counted as a spreadsheet counts them. */
static void
test_rows(void **state)
{
	static const struct {
		const char *raw, *want;
	} cases[] = {
	    {"a,b\n1,2\n", HEAD "1: a|b\n2: 1|2\n"},
	    {"a,b\r\n1,2", HEAD "1: a|b\n2: 1|2\n"},
	    {"a,b\r1,2", HEAD "1: a|b\n2: 1|2\n"},
	    {"a,b\n\"x, y\",\"say \"\"hi\"\"\"\n",
		HEAD "1: a|b\n2: x, y|say \"hi\"\n"},
	    {"a,b\n\"two\nlines\",1\n3,4\n",
		HEAD "1: a|b\n2: two lines|1\n3: 3|4\n"},
	    {"a,b\n1\t1,c\n", HEAD "1: a|b\n2: 1 1|c\n"},
	    {"a,b\n\n,\n1,2,\n", HEAD "1: a|b\n4: 1|2\n"},
	    {"a,b\nit\"s,5\n", HEAD "1: a|b\n2: it\"s|5\n"},
	    {"a,b\n\"open,5\n1,2\n", HEAD "1: a|b\n2: \"open|5\n3: 1|2\n"},
	    {"a,b\n\"x\"y,5\n", HEAD "1: a|b\n2: xy|5\n"},
	    {"sep=;\r\na;b\r\n1,5;2\r\n", HEAD "1: a|b\n2: 1,5|2\n"},
	    {"SEP=^\na^b\n1^2", HEAD "1: a|b\n2: 1|2\n"},
	    {"List of May\n\nname,debt\nAnn,5\nBob,6\n",
		HEAD "3: name|debt\n1: List of May\n4: Ann|5\n5: Bob|6\n"},
	    {"Ann,17/05/1980\nBob,17/05/1981\n",
		HEAD "0: \n1: Ann|17/05/1980\n2: Bob|17/05/1981\n"},
	    {"", ""},
	    {",\n,\n", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *said = read_as("a.csv", DOCUMENT_TABLE, cases[i].raw,
		    strlen(cases[i].raw));

		test_same(cases[i].raw, said, cases[i].want);
		free(said);
	}
}

/* Any charset, told or not. */
static void
test_charsets(void **state)
{
	static const struct {
		const char *raw;
		size_t len;
	} cases[] = {
	    {"\xef\xbb\xbf"
	     "a,b\n\xc3\xa9,5\n",
		12},
	    {"a,b\n\xe9,5\n", 8},
	    {"\xff\xfe"
	     "a\0,\0b\0\n\0\xe9\0,\0"
	     "5\0\n\0",
		18},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *said = read_as(
		    "a.csv", DOCUMENT_TABLE, cases[i].raw, cases[i].len);

		test_same("charset", said, HEAD "1: a|b\n2: \xc3\xa9|5\n");
		free(said);
	}
}

/* A text that is a table is read as one; sentences are not. */
static void
test_evident(void **state)
{
	static const char table[] = "name\tborn\tdebt\nAnn\t1\t2\nBob\t3\t4\n"
				    "Cy\t5\t6\nDi\t7\t8\n";
	static const char words[] =
	    "Dear Ann, Bob, Cy and Di,\nyes, no, perhaps, and so on\n"
	    "first, second\n\nthird\nBest wishes,\nEve\n";
	char *said = read_as("a.txt", DOCUMENT_TEXT, table, strlen(table));

	(void)state;
	assert_non_null(strstr(said, "2: Ann|1|2"));
	free(said);
	assert_true(csv_evident(table, strlen(table)));
	assert_false(csv_evident(words, strlen(words)));
	assert_false(csv_evident("a;b;c\n1;2;3\n", 12));
	assert_false(csv_evident("", 0));
}

/* Every open quote costs one look to the end at most. */
static void
test_open_quotes(void **state)
{
	struct buf b = BUF_MAX(4 * MIB);
	char *said;

	(void)state;
	for (int i = 0; i < 200000; i++)
		buf_adds(&b, "\"a\"\"b,\n\"");
	said = read_as("a.csv", DOCUMENT_TABLE, buf_str(&b), b.len);
	assert_non_null(said);
	free(said);
	buf_free(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_delimiter),
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_charsets),
	    cmocka_unit_test(test_evident),
	    cmocka_unit_test(test_open_quotes),
	};

	if (charset_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
