/* SPDX-License-Identifier: MIT
 *
 * test_sheet.c - cells to tables, hidden ones apart; numbers as they are shown.
 */
#include "extract/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/said.h"
#include "extract/sheet-number.h"
#include "lib/test.h"

static const struct document book = {
    .part = "2", .name = "book", .where = "", .zone = ZONE_ATTACHMENT};

/* Cells of a sheet written as lines: "1:a|b|c". */
static void
add_cells(struct sheet *s, const char *lines)
{
	while (*lines != '\0') {
		uint32_t row = (uint32_t)strtoul(lines, NULL, 10) - 1;
		uint32_t column = 0;

		lines = strchr(lines, ':') + 1;
		for (;;) {
			size_t n = strcspn(lines, "|\n");
			bool blank = n > 0 && *lines == '~';

			assert_int_equal(sheet_cell(s, row, column++, blank,
					     lines + blank, n - blank),
			    0);
			lines += n;
			if (*lines++ == '\n')
				break;
		}
	}
}

static char *
table_of(const char *lines, enum sheet_state state, const char *rows,
    const char *columns)
{
	struct sheet *s;
	struct texts t;
	char *said;

	texts_init(&t, MIB);
	s = sheet_new(&book, "sheet 'T'", state, &t);
	for (; *rows != '\0'; rows++)
		sheet_hide_rows(
		    s, (uint32_t)(*rows - '1'), (uint32_t)(*rows - '1'));
	for (; *columns != '\0'; columns++)
		sheet_hide_columns(
		    s, (uint32_t)(*columns - 'A'), (uint32_t)(*columns - 'A'));
	add_cells(s, lines);
	assert_int_equal(sheet_end(s), 0);
	said = said_texts(&t);
	texts_free(&t);
	return said;
}

/* A cell is in one text only, under its heading, in a row of its number. */
static void
test_hidden(void **state)
{
	static const struct {
		const char *name, *lines, *rows, *columns;
		enum sheet_state state;
		const char *want;
	} cases[] = {
	    {"plain", "1:Name|Debt\n2:Ann|5\n4:Bob|7\n", "", "", SHEET_SHOWN,
		"attachment sheet 'T' of book\n"
		"1: Name|Debt\n2: Ann|5\n4: Bob|7\n"},
	    {"hidden sheet", "1:Name|Debt\n2:Ann|5\n", "2", "B", SHEET_HIDDEN,
		"hidden sheet 'T' (hidden) of book\n1: Name|Debt\n2: Ann|5\n"
		"sign sheet 'T' (hidden) of book: 1 hidden sheet, 1 row\n"},
	    {"very hidden", "1:Name|Debt\n2:Ann|5\n3:Bob|6\n", "", "",
		SHEET_VERY_HIDDEN,
		"hidden sheet 'T' (very hidden) of book\n1: Name|Debt\n2: "
		"Ann|5\n3: Bob|6\nsign sheet 'T' (very hidden) of book: "
		"1 very hidden sheet, 2 rows\n"},
	    {"kept", "1:Name|Debt\n2:Ann|5\n", "", "", SHEET_KEPT,
		"hidden sheet 'T' of book\n1: Name|Debt\n2: Ann|5\n"
		"sign sheet 'T' of book: data kept out of sight, 1 row\n"},
	    {"hidden row", "1:Name|Debt\n2:Ann|5\n3:Bob|6\n", "2", "",
		SHEET_SHOWN,
		"attachment sheet 'T' of book\n1: Name|Debt\n3: Bob|6\n"
		"hidden sheet 'T', hidden rows of book\n1: Name|Debt\n2: "
		"Ann|5\nsign sheet 'T', hidden rows of book: 1 hidden row\n"},
	    {"hidden row without content", "1:Name|Debt\n2:Ann|5\n", "3456", "",
		SHEET_SHOWN,
		"attachment sheet 'T' of book\n1: Name|Debt\n2: Ann|5\n"},
	    {"hidden column", "1:Name|Note|Debt\n2:Ann|x|5\n3:Bob||6\n", "",
		"BZ", SHEET_SHOWN,
		"attachment sheet 'T' of book\n1: Name||Debt\n2: Ann||5\n"
		"3: Bob||6\nhidden sheet 'T', hidden columns of book\n"
		"1: |Note\n2: |x\nsign sheet 'T', hidden columns of book: "
		"1 hidden column\n"},
	    {"blank", "1:Name|Debt\n2:Ann|~5\n", "", "", SHEET_SHOWN,
		"attachment sheet 'T' of book\n1: Name|Debt\n2: Ann\n"
		"hidden sheet 'T', cells that show nothing of book\n"
		"1: Name|Debt\n2: |5\nsign sheet 'T', cells that show nothing "
		"of book: 1 cell that shows nothing\n"},
	    {"all of them", "1:Name|Note|Debt\n2:Ann|x|~5\n3:Bob|y|~6\n", "3",
		"B", SHEET_SHOWN,
		"attachment sheet 'T' of book\n1: Name||Debt\n2: Ann\n"
		"hidden sheet 'T', hidden rows of book\n1: Name|Note|Debt\n"
		"3: Bob|y|6\nhidden sheet 'T', hidden columns of book\n"
		"1: |Note\n2: |x\nhidden sheet 'T', cells that show nothing "
		"of book\n1: Name|Note|Debt\n2: ||5\n"
		"sign sheet 'T', hidden rows of book: 1 hidden row\n"
		"sign sheet 'T', hidden columns of book: 1 hidden column\n"
		"sign sheet 'T', cells that show nothing of book: "
		"1 cell that shows nothing\n"},
	    {"out of order", "3:Bob|6\n1:Name|Debt\n2:Ann|5\n", "", "",
		SHEET_SHOWN,
		"attachment sheet 'T' of book\n1: Name|Debt\n2: Ann|5\n"
		"3: Bob|6\n"},
	    {"one row twice", "1:Name|Debt\n2:Ann\n1:|\n2:|5\n", "", "",
		SHEET_SHOWN,
		"attachment sheet 'T' of book\n1: Name|Debt\n2: Ann|5\n"},
	    {"columns without cells", "1:Name||Debt\n2:Ann||5\n", "", "",
		SHEET_SHOWN,
		"attachment sheet 'T' of book\n1: Name|Debt\n2: Ann|5\n"},
	    {"white space", "1:Name|Debt\n2: Ann\tB\r |5\n3: |\n", "", "",
		SHEET_SHOWN,
		"attachment sheet 'T' of book\n1: Name|Debt\n2: Ann B|5\n"},
	    {"nothing", "1:| |\n", "1", "A", SHEET_HIDDEN, ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *said = table_of(cases[i].lines, cases[i].state,
		    cases[i].rows, cases[i].columns);

		test_same(cases[i].name, said, cases[i].want);
		free(said);
	}
}

/* The first line is the header, or empty where there is none. */
static void
test_header(void **state)
{
	static const struct {
		const char *lines, *want;
	} cases[] = {
	    {"1:Repairs 2026\n3:Name|Born|Ref\n4:Ann|17/05/1980|1\n",
		"3: Name|Born|Ref\n1: Repairs 2026\n4: "},
	    {"1:Printed on|17/05/2026\n2:Name|Born|Ref|NI number\n"
	     "3:Ann|17/05/1980|1|MW000000A\n4:Bob|17/05/1981|2|MW000000A\n",
		"2: Name|Born|Ref|NI number\n1: Printed on|17/05/2026\n3: "},
	    {"1:|Tenant||Rent\n2:Ref|Name|Phone|Due\n"
	     "3:1|Ann|01632960001|5\n4:2|Bob|01632960002|6\n",
		"2: Ref|Name|Phone|Due\n1: |Tenant||Rent\n3: "},
	    {"1:Ann|17/05/1980|MW000000A\n2:Bob|17/05/1981|MW000000A\n",
		"0: \n1: Ann|17/05/1980|MW000000A\n2: "},
	    {"1:Ward|2024|2025\n2:Abbey|5|6\n", "1: Ward|2024|2025\n2: "},
	    {"1:NHS number\n2:9990000000\n3:9990000018\n",
		"1: NHS number\n2: 9990000000\n3: "},
	    {"1:9990000000\n2:9990000018\n", "0: \n1: 9990000000\n"},
	    {"1:Name|a@example.org\n2:Bob|b@example.org\n", "0: \n1: Name"},
	    {"1:Only words here\n", "0: \n1: Only words here\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		static const char first[] = "attachment sheet 'T' of book\n";
		char *said = table_of(cases[i].lines, SHEET_SHOWN, "", "");

		assert_memory_equal(said, first, strlen(first));
		said[strlen(first) + strlen(cases[i].want)] = '\0';
		test_same(cases[i].lines, said + strlen(first), cases[i].want);
		free(said);
	}
}

/* Texts of one sheet have one number, those of another have another. */
static void
test_numbers_of_sheets(void **state)
{
	struct sheet *s;
	struct texts t;

	(void)state;
	texts_init(&t, MIB);
	for (int i = 0; i < 2; i++) {
		s = sheet_new(&book, "sheet 'T'", SHEET_SHOWN, &t);
		sheet_hide_rows(s, 1, 1);
		add_cells(s, "1:Name|Debt\n2:Ann|5\n3:Bob|6\n");
		assert_int_equal(sheet_end(s), 0);
	}
	assert_int_equal(t.n, 4);
	assert_int_equal(t.v[0].sheet, t.v[1].sheet);
	assert_int_not_equal(t.v[1].sheet, t.v[2].sheet);
	assert_int_equal(t.v[0].unit, UNIT_ROW);
	texts_free(&t);
}

/* What is too much is left out and said; wild numbers of rows and columns do
 * no harm. */
static void
test_limits(void **state)
{
	struct sheet *s;
	struct texts t;
	int rc = 0;

	(void)state;
	texts_init(&t, 20000);
	s = sheet_new(&book, "sheet 'T'", SHEET_SHOWN, &t);
	for (uint32_t i = 0; rc == 0; i++)
		rc = sheet_cell(s, i, 0, false, "123456789", 9);
	assert_int_equal(rc, 1);
	assert_int_equal(sheet_end(s), 0);
	assert_int_equal(t.nunread, 1);
	assert_int_equal(t.unread[0].why, UNREAD_LIMIT);
	assert_true(t.bytes > 10000);
	texts_free(&t);

	texts_init(&t, MIB);
	s = sheet_new(&book, "sheet 'T'", SHEET_SHOWN, &t);
	sheet_hide_rows(s, UINT32_MAX - 1, UINT32_MAX);
	sheet_hide_columns(s, 5, UINT32_MAX);
	assert_int_equal(
	    sheet_cell(s, UINT32_MAX, UINT32_MAX, false, "x", 1), 0);
	assert_int_equal(sheet_cell(s, 0, 0, true, "y\xff", 2), 0);
	assert_int_equal(sheet_end(s), 0);
	said_has("wild", &t, "4294967295: |x\n|x");
	texts_free(&t);

	texts_init(&t, MIB);
	t.deadline_ms = 1;
	s = sheet_new(&book, "sheet 'T'", SHEET_SHOWN, &t);
	assert_int_equal(sheet_cell(s, 0, 0, false, "x", 1), 1);
	assert_int_equal(sheet_end(s), 0);
	said_has("late", &t, "unread timeout");
	texts_free(&t);
	assert_int_equal(sheet_end(NULL), -1);
}

/* Numbers are what their format shows of them. */
static void
test_number(void **state)
{
	static const struct {
		const char *code;
		double value;
		const char *want;
	} cases[] = {
	    {"General", 12, "12"},
	    {"General", 1632960001, "1632960001"},
	    {"General", 123456789012345, "123456789012345"},
	    {"General", 1e20, "100000000000000000000"},
	    {"General", 0.1, "0.1"},
	    {"General", -2.5, "-2.5"},
	    {"0", 7.6, "8"},
	    {"0000000000", 12345, "0000012345"},
	    {"00-00-00", 123456, "12-34-56"},
	    {"00-00-00", 1234, "00-12-34"},
	    {"000\\ 000\\ 0000", 9990000018, "999 000 0018"},
	    {"0#### ######", 1632960001, "01632 960001"},
	    {"#,##0.00", 1234567.891, "1,234,567.89"},
	    {"#,##0", 0, "0"},
	    {"\"\xc2\xa3\"#,##0.00", 12,
		"\xc2\xa3"
		"12.00"},
	    {"[$\xc2\xa3-809]#,##0;[Red]-[$\xc2\xa3-809]#,##0", -1234,
		"-\xc2\xa3"
		"1,234"},
	    {"#,##0;(#,##0)", -5, "(5)"},
	    {"#,##0_);[Red]\\(#,##0\\)", 5, "5"},
	    {"0%", 0.25, "25%"},
	    {"0%", 0.025, "3%"},
	    {"0.00E+00", 123456, "123456"},
	    {"# ?/?", 2.5, "2.5 "},
	    {"@", 1632960001, "1632960001"},
	    {"\"Ref \"0", 5, "Ref 5"},
	    {"\"Ref \"General", 5, "Ref 5"},
	    {";;;", 42, "42"},
	    {"[<=9999999]###-####;(###) ###-####", 5551234, "555-1234"},
	    {"[<=9999999]###-####;(###) ###-####", 2125551234,
		"(212) 555-1234"},
	    {"dd/mm/yyyy", 29358, "17/05/1980"},
	    {"m/d/yy", 29358, "17/05/1980"},
	    {"yyyy\\-mm\\-dd", 29358, "17/05/1980"},
	    {"[$-809]d mmmm yyyy;@", 29358, "17 May 1980"},
	    {"dddd, d mmm yy", 29358, "Saturday, 17 May 1980"},
	    {"d/m/yyyy h:mm", 29358.5, "17/05/1980 12:00"},
	    {"mm/yy", 29358, "05/1980"},
	    {"h:mm", 0.75, "18:00"},
	    {"h:mm AM/PM", 0.75, "18:00 "},
	    {"mm:ss", 0.0009, "01:18"},
	    {"[h]:mm", 1.5, "36:00"},
	    {"dd/mm/yyyy", 59, "28/02/1900"},
	    {"dd/mm/yyyy", 60, "29/02/1900"},
	    {"dd/mm/yyyy", 61, "01/03/1900"},
	    {"dd/mm/yyyy", 1, "01/01/1900"},
	    {"dd/mm/yyyy", 2958465, "31/12/9999"},
	    {"dd/mm/yyyy", 2958466, "2958466"},
	    {"dd/mm/yyyy", -5, "-5"},
	    {"dd/mm/yyyy", 36585, "29/02/2000"},
	    {"", 5, "5"},
	    {"[", 5, "5"},
	    {"\"", 5, "5"},
	    {"\\", 5, "5"},
	    {"0.000000000000000000000000000000", 5, "5.000000000000000"},
	};
	struct buf out = BUF_MAX(1024);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		buf_reset(&out);
		assert_int_equal(
		    sheet_number(cases[i].code, cases[i].value, false, &out),
		    0);
		test_same(cases[i].code, buf_str(&out), cases[i].want);
	}
	buf_reset(&out);
	sheet_number("dd/mm/yyyy", 27896, true, &out);
	test_same("1904", buf_str(&out), "17/05/1980");
	buf_reset(&out);
	sheet_date(29358.25, false, &out);
	test_same("date", buf_str(&out), "17/05/1980 06:00");
	buf_free(&out);
}

/* A format that shows nothing shows neither numbers nor words. */
static void
test_blank_format(void **state)
{
	(void)state;
	assert_true(sheet_format_blank(";;;"));
	assert_true(sheet_format_blank(";;"));
	assert_false(sheet_format_blank(";"));
	assert_false(sheet_format_blank("0;;"));
	assert_false(sheet_format_blank("General"));
	assert_string_equal(sheet_format_builtin(14), "dd/mm/yyyy");
	assert_string_equal(sheet_format_builtin(163), "General");
}

/* Hidden rows that a filter leaves out are apart from those somebody hid;
 * rows that are shown within it are shown. */
static void
test_filtered(void **state)
{
	struct sheet *s;
	struct texts t;
	char *said;

	(void)state;
	texts_init(&t, MIB);
	s = sheet_new(&book, "sheet 'T'", SHEET_SHOWN, &t);
	sheet_filter_rows(s, 1, 3);
	add_cells(s, "1:Name|Debt\n2:Ann|5\n3:Bob|6\n4:Cy|7\n5:Di|8\n");
	sheet_hide_rows(s, 1, 1);
	sheet_hide_rows(s, 3, 4);
	assert_int_equal(sheet_end(s), 0);
	said = said_texts(&t);
	texts_free(&t);
	test_same("filtered", said,
	    "attachment sheet 'T' of book\n1: Name|Debt\n3: Bob|6\n"
	    "hidden sheet 'T', hidden rows of book\n1: Name|Debt\n5: Di|8\n"
	    "hidden sheet 'T', rows filtered out of book\n1: Name|Debt\n"
	    "2: Ann|5\n4: Cy|7\n"
	    "sign sheet 'T', hidden rows of book: 1 hidden row\n"
	    "sign sheet 'T', rows filtered out of book: 2 rows filtered out\n");
	free(said);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_hidden),
	    cmocka_unit_test(test_filtered),
	    cmocka_unit_test(test_header),
	    cmocka_unit_test(test_numbers_of_sheets),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_number),
	    cmocka_unit_test(test_blank_format),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
