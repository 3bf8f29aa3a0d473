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
	says("open field", "\x13 words of the document\r", 0, (uint32_t[8]){24},
	    "unread damaged");
	says("cells", "one\7two\7\r", 0, (uint32_t[8]){9}, "one\ttwo\n!unread");
}

/* A document of Word 6 or 95: text at 0x200, `pieces` of it named in the table
 * at 0x400 (0: no table, one stretch). */
static void
old_says(const char *name, unsigned flags, unsigned system, unsigned language,
    const char *text, size_t len, unsigned pieces, const char *want)
{
	char fib[0x500] = {0};
	struct compound_stream stream = {"WordDocument", fib, sizeof fib};
	size_t unit = (flags & 0x1000) != 0 ? 2 : 1, half = len / unit / 2;
	struct buf b = BUF_MAX(4096);

	memcpy(fib, "\xdc\xa5\x68", 3);
	fib[6] = (char)language;
	fib[7] = (char)(language >> 8);
	fib[10] = (char)flags;
	fib[11] = (char)(flags >> 8);
	fib[0x12] = (char)system;
	compound_number(&b, 0x200, 4);
	compound_number(&b, (uint32_t)(0x200 + len), 4);
	memcpy(fib + 0x18, buf_str(&b), 8);
	buf_reset(&b);
	/* The document is the first half, a comment the rest. */
	compound_number(&b, (uint32_t)half, 4);
	memcpy(fib + 0x34, buf_str(&b), 4);
	buf_reset(&b);
	compound_number(&b, (uint32_t)(len / unit - half), 4);
	memcpy(fib + 0x44, buf_str(&b), 4);
	buf_reset(&b);
	memcpy(fib + 0x200, text, len);
	if (pieces > 0) {
		/* The halves stand in the file the other way round. */
		memcpy(fib + 0x200, text + half * unit, len - half * unit);
		memcpy(fib + 0x300, text, half * unit);
		compound_number(&b, 2, 1);
		compound_number(&b, 12 + 16, 4);
		compound_number(&b, 0, 4);
		compound_number(&b, (uint32_t)half, 4);
		compound_number(&b, (uint32_t)(len / unit), 4);
		for (unsigned i = 0; i < 2; i++) {
			compound_number(&b, 0, 2);
			compound_number(&b, i == 0 ? 0x300 : 0x200, 4);
			compound_number(&b, 0, 2);
		}
		memcpy(fib + 0x400, buf_str(&b), b.len);
		fib[0x161] = 4;
		fib[0x164] = (char)b.len;
	}
	buf_free(&b);
	compound_says(name, &stream, 1, want);
}

/* Stories of older documents, in the code page of their language or system, in
 * one stretch or in pieces; what cannot be found is told. */
static void
test_old(void **state)
{
	static const char text[] = "Caf\xe9 one\rMW 000\r";
	static const char wide[] = "A\0\x14\x04\r\0o\0k\0\r\0";
	static const char want[] =
	    "attachment x\nCafé one\nhidden comment of x\nMW 000\n!unread";

	(void)state;
	old_says("stretch", 0, 0, 0x409, text, 16, 0, want);
	old_says("pieces", 4, 0, 0x409, text, 16, 1, want);
	old_says(
	    "Macintosh", 0, 1, 0x409, "Caf\x8e one\rMW 000\r", 16, 0, want);
	old_says("Russian", 0, 0, 0x419, "\xcf\xf0 ok\rMW 0\r", 11, 0, "Пр");
	old_says("wide", 0x1004, 0, 0x409, wide, 12, 1,
	    "attachment x\nAД\nhidden comment of x\nok\n!unread");
	old_says("picture", 8, 0, 0x409, text, 16, 0, "Café\nunread image");
	/* Behind an object's name, as LibreOffice writes it. */
	old_says("NUL", 0, 0, 0x409,
	    "\x13 EMBED X\0 \x14go\x15\rMW 000 MW 000 M\r", 32, 0,
	    "go\nMW 000 MW 000 M\n!unread");
	old_says("no pieces", 4, 0, 0x409, text, 16, 0, "unread unsupported");
	old_says("encrypted", 0x100, 0, 0x409, text, 16, 0, "unread encrypted");
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
	    cmocka_unit_test(test_old),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_torture),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
