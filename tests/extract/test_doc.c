/* SPDX-License-Identifier: MIT
 *
 * test_doc.c - Word's binary documents: samples that LibreOffice made
 * (tests/documents/README.md), and streams written here.
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
	    {"deletion.doc",
		"hidden tracked deletion of x\n" NINO "\nThe tenant was told."},
	    {"deletion-clean.doc", "The tenant was told.\n!hidden"},
	    {"hidden-text.doc", "hidden hidden text of x\n" NINO},
	    {"comment.doc", "hidden comment of x\n" NINO},
	    {"comment-clean.doc", "!hidden\n!sign"},
	    {"blacked-out.doc",
		"hidden text blacked out of x\n" NINO "\nsign "},
	    {"blacked-out-clean.doc", "!hidden\n!sign"},
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

/* A header with one piece of text at 0x400; `lengths` of the stories. */
static void
write_document(struct buf *main, struct buf *table, const char *text,
    unsigned flags, const uint32_t lengths[8])
{
	char fib[0x400] = {0};
	size_t n = strlen(text);
	struct buf b = BUF_MAX(4096);

	fib[0] = (char)0xec;
	fib[1] = (char)0xa5;
	fib[2] = (char)0xc1;
	fib[11] = (char)(flags >> 8);
	for (size_t i = 0; i < 8; i++)
		compound_number(&b, lengths[i], 4);
	memcpy(fib + 0x4c, buf_str(&b), 32);
	buf_reset(&b);
	/* Clx: at 0 of the table, 21 bytes. */
	compound_number(&b, 0, 4);
	compound_number(&b, 21, 4);
	memcpy(fib + 0x9a + 33 * 8, buf_str(&b), 8);
	buf_free(&b);
	buf_add(main, fib, sizeof fib);
	buf_adds(main, text);
	compound_number(table, 2, 1);
	compound_number(table, 16, 4);
	compound_number(table, 0, 4);
	compound_number(table, (uint32_t)n, 4);
	compound_number(table, 0, 2);
	compound_number(table, 0x40000000u | 2 * 0x400, 4);
	compound_number(table, 0, 2);
}

static void
says(const char *name, const char *text, unsigned flags,
    const uint32_t lengths[8], const char *want)
{
	struct buf main = BUF_MAX(65536), table = BUF_MAX(65536);
	struct compound_stream streams[2];

	write_document(&main, &table, text, flags, lengths);
	streams[0] =
	    (struct compound_stream){"WordDocument", main.data, main.len};
	streams[1] = (struct compound_stream){"0Table", table.data, table.len};
	compound_says(name, streams, 2, want);
	buf_free(&main);
	buf_free(&table);
}

/* Stories by their lengths; letters of windows-1252; what fields do is not
 * text, what they show is. */
static void
test_stories(void **state)
{
	(void)state;
	says("stories", "Caf\xe9 \x93so\x94\rnote\rseen\r", 0,
	    (uint32_t[8]){10, 5, 0, 0, 5},
	    "attachment x\nCafé “so”\nattachment footnote of x\nnote\n"
	    "hidden comment of x\nseen\n!unread");
	says("fields", "a \x13 HYPERLINK \"http://e.example/\" \x14go\x15 b\r",
	    0, (uint32_t[8]){44},
	    "a go b\nmetadata link targets of x\nhttp://e.example/");
	says("cells", "one\7two\7\r", 0, (uint32_t[8]){9}, "one\ttwo\n!unread");
}

/* Protected by a password, or with lengths that are not so. */
static void
test_refused(void **state)
{
	(void)state;
	says("encrypted", "secret\r", 0x0100, (uint32_t[8]){7},
	    "unread encrypted\n!secret");
	says("too long", "words\r", 0, (uint32_t[8]){6000, 7000},
	    "words\nunread damaged");
	says("huge", "words\r", 0,
	    (uint32_t[8]){UINT32_MAX, UINT32_MAX, UINT32_MAX},
	    "words\nunread damaged");
}

/* Cut or changed anywhere it is read as far as it goes, or told. */
static void
test_torture(void **state)
{
	size_t len;
	char *data = compound_sample("deletion.doc", &len);

	(void)state;
	compound_torture("deletion.doc", data, len);
	free(data);
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
	    cmocka_unit_test(test_stories),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_torture),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
