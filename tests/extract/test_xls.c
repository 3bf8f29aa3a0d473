/* SPDX-License-Identifier: MIT
 *
 * test_xls.c - Excel's binary workbooks: samples that LibreOffice made
 * (tests/documents/README.md), and records written here.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/compound.h"
#include "extract/extract.h"
#include "extract/said.h"
#include "lib/test.h"

#define NINO "National Insurance number MW 00 00 00 A"

/* What is hidden is told as what it is, and its twin has nothing of it. */
static void
test_samples(void **state)
{
	static const struct {
		const char *file, *want;
	} cases[] = {
	    {"hidden-sheet.xls", "hidden sheet 'Tenants' (hidden) of x\n"
				 "2: Resident one|MW 00 00 00 A|90\nsign "},
	    {"hidden-sheet-clean.xls", "2: Repair 0|Mill Road|120\n!sign"},
	    {"cell-comment.xls",
		"hidden comment on 'Budget', cell A6 of x\n" NINO},
	    {"cell-comment-clean.xls", "!hidden"},
	    {"defined-name.xls", "metadata defined names of x\nTenant: " NINO},
	    {"defined-name-clean.xls", "!defined"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct texts t;
		size_t len;
		char *data = compound_sample(cases[i].file, &len);

		compound_read("x", data, len, &t);
		said_has(cases[i].file, &t, cases[i].want);
		assert_int_equal(t.nunread, 0);
		texts_free(&t);
		free(data);
	}
}

static void
record(struct buf *b, unsigned type, const void *data, size_t len)
{
	compound_number(b, type, 2);
	compound_number(b, (uint32_t)len, 2);
	buf_add(b, data, len);
}

#define R(b, type, data) record(b, type, data, sizeof(data) - 1)
#define CELL(row, column) row "\0" column "\0\0\0"

static void
begin(struct buf *b, bool wide)
{
	buf_reset(b);
	if (wide)
		R(b, 0x809, "\0\6\5\0\0\0\0\0\0\0\0\0\0\0\0\0");
	else
		R(b, 0x809, "\0\5\5\0\0\0\0\0");
	R(b, 0xe0, "\0\0\0\0");
	R(b, 0xe0, "\0\0\x0e\0");
}

/* Ends the book's own records, with one sheet that begins behind them. */
static void
end_book(struct buf *b, unsigned state, bool wide)
{
	struct buf s = BUF_MAX(4096);
	uint32_t at = (uint32_t)b->len + 4 + 6 + 1 + wide + 4 + 4;

	compound_number(&s, at, 4);
	compound_number(&s, state, 2);
	compound_number(&s, 4, 1);
	if (wide)
		compound_number(&s, 0, 1);
	buf_adds(&s, "Rent");
	record(b, 0x85, buf_str(&s), s.len);
	R(b, 0x0a, "");
	assert_int_equal(b->len, at);
	R(b, 0x809, "\0\6\x10\0\0\0\0\0");
	buf_free(&s);
}

static void
says(const char *name, struct buf *b, bool wide, const char *want)
{
	struct compound_stream stream = {.path = wide ? "Workbook" : "Book"};

	R(b, 0x0a, "");
	assert_false(buf_failed(b));
	stream.data = b->data;
	stream.len = b->len;
	compound_says(name, &stream, 1, want);
}

/* Strings of the shared table go on in records of their own, where letters may
 * change from one byte to two. */
static void
test_strings(void **state)
{
	struct buf b = BUF_MAX(65536);

	(void)state;
	begin(&b, true);
	R(&b, 0xfc, "\2\0\0\0\2\0\0\0\6\0\0ren");
	R(&b, 0x3c, "\1t\0e\0d\0\4\0\0Oak");
	R(&b, 0x3c, "\0s");
	end_book(&b, 0, true);
	R(&b, 0xfd, CELL("\0", "\0") "\0\0\0\0");
	R(&b, 0xfd, CELL("\0", "\1") "\1\0\0\0");
	says("strings", &b, true, "1: rented|Oaks\n!unread");
	begin(&b, true);
	R(&b, 0xfc, "\2\0\0\0\xff\xff\xff\xff\3\0\0one");
	end_book(&b, 0, true);
	R(&b, 0xfd, CELL("\0", "\0") "\0\0\0\0");
	R(&b, 0xfd, CELL("\1", "\0") "\x77\0\0\0");
	says("a count that lies", &b, true, "1: one\nunread damaged");
	buf_free(&b);
}

/* Every kind of cell, in both versions: words, numbers in four packings, days,
 * results of formulas, truth. */
static void
test_cells(void **state)
{
	struct buf b = BUF_MAX(65536);

	(void)state;
	begin(&b, true);
	end_book(&b, 0, true);
	R(&b, 0x204, CELL("\0", "\0") "\3\0\0abc");
	R(&b, 0x203, CELL("\0", "\1") "\0\0\0\0\0\0\x04\x40");
	R(&b, 0x27e, CELL("\0", "\2") "\x32\0\0\0");
	R(&b, 0xbd, "\0\0\3\0\0\0\x33\0\0\0\0\0\0\0\xf0\x3f\4\0");
	R(&b, 0x205, CELL("\0", "\5") "\1\0");
	R(&b, 0x06, CELL("\0", "\6") "\0\0\0\0\0\0\xff\xff\0\0\0\0\0\0");
	R(&b, 0x207, "\2\0\0ok");
	R(&b, 0x203, "\0\0\7\0\1\0\0\0\0\0\0\0\xf0\x40");
	says("cells", &b, true,
	    "1: abc|2.5|12|0.12|1|TRUE|ok|05/06/2079\n!unread");
	begin(&b, false);
	end_book(&b, 0, false);
	R(&b, 0x204, CELL("\0", "\0") "\4\0Caf\xe9");
	R(&b, 0x1c, "\0\0\0\0\4\0seen");
	says("BIFF5", &b, false,
	    "1: Café\nhidden comments on sheet 'Rent' of x\nA1: seen\n!unread");
	buf_free(&b);
}

/* Rows, columns and sheets that nobody sees. */
static void
test_hidden(void **state)
{
	struct buf b = BUF_MAX(65536);

	(void)state;
	begin(&b, true);
	end_book(&b, 2, true);
	R(&b, 0x204, CELL("\0", "\0") "\3\0\0abc");
	says("very hidden", &b, true,
	    "hidden sheet 'Rent' (very hidden) of x\n1: abc\nsign ");
	begin(&b, true);
	end_book(&b, 0, true);
	R(&b, 0x7d, "\1\0\1\0\0\4\0\0\1\0");
	R(&b, 0x208, "\1\0\0\0\2\0\0\0\0\0\0\0\x20\0\0\0");
	R(&b, 0x204, CELL("\0", "\0") "\3\0\0abc");
	R(&b, 0x204, CELL("\0", "\1") "\3\0\0def");
	R(&b, 0x204, CELL("\1", "\0") "\3\0\0ghi");
	says("hidden row and column", &b, true,
	    "hidden sheet 'Rent', hidden rows of x\n2: ghi\n"
	    "hidden sheet 'Rent', hidden columns of x\n1: |def\nsign ");
	begin(&b, true);
	end_book(&b, 0, true);
	R(&b, 0x9b, "");
	R(&b, 0x208, "\1\0\0\0\2\0\0\0\0\0\0\0\x20\0\0\0");
	R(&b, 0x204, CELL("\0", "\0") "\3\0\0abc");
	R(&b, 0x204, CELL("\1", "\0") "\3\0\0ghi");
	says("filtered row", &b, true,
	    "hidden sheet 'Rent', rows filtered out of x\n2: ghi\nsign ");
	buf_free(&b);
}

/* Protected by a password; or by Excel 4. */
static void
test_refused(void **state)
{
	struct buf b = BUF_MAX(65536);

	(void)state;
	begin(&b, true);
	R(&b, 0x2f, "\0\0");
	end_book(&b, 0, true);
	R(&b, 0x204, CELL("\0", "\0") "\3\0\0abc");
	says("encrypted", &b, true, "unread encrypted\n!abc");
	buf_reset(&b);
	R(&b, 0x409, "\0\0\x10\0\0\0");
	says("old", &b, true, "unread unsupported");
	buf_free(&b);
}

/* Cut or changed anywhere it is read as far as it goes, or told. */
static void
test_torture(void **state)
{
	static const char *const files[] = {
	    "cell-comment.xls", "hidden-sheet.xls"};
	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		size_t len;
		char *data = compound_sample(files[i], &len);

		compound_torture(files[i], data, len);
		free(data);
	}
}

static int
setup(void **state)
{
	(void)state;
	return extract_init();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_samples),
	    cmocka_unit_test(test_strings),
	    cmocka_unit_test(test_cells),
	    cmocka_unit_test(test_hidden),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_torture),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
