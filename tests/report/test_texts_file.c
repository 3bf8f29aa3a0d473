/* SPDX-License-Identifier: MIT
 *
 * test_texts_file.c - texts reach the reader's terminal whole and harmless.
 */
#include "report/texts-file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/fd.h"
#include "base/limits.h"
#include "extract/texts.h"

static void
print(const char *data, size_t len, int want_ret, const char *want)
{
	struct buf out = BUF_MAX(LIMIT_REPORT_BYTES);
	int got = texts_file_print(data, len, &out);

	if (got != want_ret)
		fail_msg("%s: got %d, want %d", data, got, want_ret);
	if (want != NULL)
		test_same("printed", buf_str(&out), want);
	buf_free(&out);
}

/* What is written is sealed, one line each, and prints with place and zone. */
static void
round_trip(void **state)
{
	struct texts t;
	struct text *text;
	struct map m;
	int fd;

	(void)state;
	texts_init(&t, 1000);
	assert_non_null(texts_add(&t, ZONE_SUBJECT, "0", "subject", "Bins", 4));
	assert_non_null(texts_add(&t, ZONE_ATTACHMENT, "2.1",
	    "row 14 of r\xc3\xa9pairs.csv", "a\tb\nc\n", 6));
	text = texts_add(&t, ZONE_HIDDEN, "3", "sheet 'A' (hidden) of a.xlsx",
	    "N\tM\nx\ty\nz", 9);
	assert_non_null(text);
	text->unit = UNIT_ROW;
	text->table = true;
	text->section = strlen("sheet 'A' (hidden)");
	text->sheet = 2;
	text->numbers = malloc(3 * sizeof *text->numbers);
	assert_non_null(text->numbers);
	memcpy(text->numbers, (const uint32_t[]){1, 14, 15}, 12);
	text->nnumbers = 3;
	text = texts_add(&t, ZONE_ATTACHMENT, "4", "plan.pdf", "a\n\fb", 4);
	assert_non_null(text);
	text->unit = UNIT_PAGE;
	assert_int_equal(
	    texts_sign(&t, SIGN_REDACTION, "4", "page 2 of plan.pdf",
		"text under black can be read"),
	    0);
	assert_int_equal(texts_unread(&t, UNREAD_ENCRYPTED, "3", "scan.pdf",
			     "application/pdf"),
	    0);
	assert_int_equal(texts_unread(&t, UNREAD_DAMAGED, "4", NULL, NULL), 0);
	fd = texts_file(&t);
	assert_true(fd >= 0);
	assert_true(memfd_sealed(fd));
	assert_int_equal(map_fd(fd, &m), 0);
	print(m.data, m.len, 0,
	    "--- subject: subject (part 0)\nBins\n"
	    "--- attachment: row 14 of r\xc3\xa9pairs.csv (part 2.1)\n"
	    "a\tb\nc\n\n"
	    "--- hidden: sheet 'A' (hidden) of a.xlsx (part 3)\n"
	    "    1  N\tM\n   14  x\ty\n   15  z\n"
	    "--- attachment: plan.pdf (part 4)\n"
	    "\xe2\x80\x94 page 1 \xe2\x80\x94\na\n"
	    "\xe2\x80\x94 page 2 \xe2\x80\x94\nb\n"
	    "--- noticed: redaction that can be undone: text under black can "
	    "be "
	    "read: page 2 of plan.pdf (part 4)\n"
	    "--- not read: scan.pdf (part 3): it is encrypted or has a "
	    "password\n"
	    "--- not read: (part 4): it is damaged\n");
	assert_non_null(strstr(m.data,
	    "\"section\":\"sheet 'A' (hidden)\",\"sheet\":2,\"unit\":\"row\","
	    "\"numbers\":\"1,14-15\"}"));
	map_free(&m);
	close(fd);
	texts_free(&t);
}

/* Nothing to say is an empty file, not a failure. */
static void
nothing(void **state)
{
	struct texts t;
	int fd;

	(void)state;
	texts_init(&t, 10);
	fd = texts_file(&t);
	assert_true(fd >= 0 && memfd_sealed(fd));
	assert_int_equal(lseek(fd, 0, SEEK_END), 0);
	close(fd);
	texts_free(&t);
	print("", 0, 0, "");
}

/* No field of a message, nor of a worker that was taken over, can move the
 * terminal's cursor or turn its text around. */
static void
controls(void **state)
{
	static const struct {
		const char *name, *line, *want;
	} cases[] = {
	    {"text",
		"{\"zone\":\"z\",\"place\":\"p\",\"part\":\"1\","
		"\"text\":\"a\\u001b[2Jb\\rc\\u007f\\td\\ne\"}\n",
		"--- z: p (part 1)\na?[2Jb?c?\td\ne\n"},
	    {"C1 and bidi",
		"{\"zone\":\"z\",\"place\":\"p\",\"part\":\"1\","
		"\"text\":\"\\u009b31m \\u202egnp\"}\n",
		"--- z: p (part 1)\n?31m ?gnp\n"},
	    {"zone, place and part",
		"{\"zone\":\"\\u001bz\",\"place\":\"\\u001bp\","
		"\"part\":\"\\u001b1\",\"text\":\"x\"}\n",
		"--- ?z: ?p (part ?1)\nx\n"},
	    {"unread",
		"{\"part\":\"\\u001b1\",\"unread\":\"\\u001bw\","
		"\"name\":\"\\u001bn\"}\n",
		"--- not read: ?n (part ?1): ?w\n"},
	    {"sign",
		"{\"part\":\"\\u001b1\",\"sign\":\"\\u001bw\","
		"\"place\":\"\\u001bp\",\"about\":\"\\u001ba\"}\n",
		"--- noticed: ?w: ?a: ?p (part ?1)\n"},
	    {"numbers that are none",
		"{\"zone\":\"z\",\"place\":\"p\",\"part\":\"1\",\"unit\":"
		"\"row\","
		"\"numbers\":\"7-x,\\u001b\",\"text\":\"a\\nb\\nc\"}\n",
		"--- z: p (part 1)\n    7  a\n    8  b\n    9  c\n"},
	    {"other types",
		"{\"zone\":1,\"place\":null,\"part\":[],\"text\":{}}\n",
		"---  :  (part )\n\n"},
	    {"no object", "[]\n", "--- :  (part )\n\n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		/* Two of them only must not be refused or crash. */
		print(cases[i].line, strlen(cases[i].line), 0,
		    i < 6 ? cases[i].want : NULL);
	}
}

/* What texts_file did not write is refused. */
static void
other_content(void **state)
{
	static const char *const cases[] = {
	    "x",
	    "{\"text\":\"no line end\"}",
	    "not JSON\n",
	    "{\"text\":\"good\"}\n{\n",
	    "\n",
	    "{\"text\":\"\xff\"}\n",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		print(cases[i], strlen(cases[i]), -1, NULL);
}

/* Where it does not fit it is said so. */
static void
too_much(void **state)
{
	const char line[] = "{\"text\":\"0123456789\"}\n";
	struct buf out = BUF_MAX(12);

	(void)state;
	assert_int_equal(texts_file_print(line, sizeof line - 1, &out), -1);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(round_trip),
	    cmocka_unit_test(nothing),
	    cmocka_unit_test(controls),
	    cmocka_unit_test(other_content),
	    cmocka_unit_test(too_much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
