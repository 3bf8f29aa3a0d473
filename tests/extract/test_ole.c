/* SPDX-License-Identifier: MIT
 *
 * test_ole.c - compound files: what they are, what they say of themselves, and
 * tables that lie.
 */
#include "extract/ole.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/compound.h"
#include "extract/extract.h"
#include "extract/said.h"
#include "lib/test.h"

#define S(path, data)                        \
	(struct compound_stream)             \
	{                                    \
		path, data, sizeof(data) - 1 \
	}

/* A property set's stream: its header, then one set of one string. */
#define SET(id, value)                                               \
	"\xfe\xff\0\0\5\0\2\0"                                       \
	"0123456789abcdef"                                           \
	"\1\0\0\0"                                                   \
	"0123456789abcdef"                                           \
	"\x30\0\0\0"                                                 \
	"\x40\0\0\0\2\0\0\0\1\0\0\0\x18\0\0\0" id "\0\0\0\x20\0\0\0" \
	"\2\0\0\0\xe4\4\0\0\x1e\0\0\0" value

/* What its streams tell decides what a file is. */
static void
test_kinds(void **state)
{
	static const struct {
		const char *name;
		struct compound_stream streams[3];
		size_t n;
		const char *want;
	} cases[] = {
	    {"encrypted",
		{S("EncryptionInfo", "x"), S("EncryptedPackage", "x")}, 2,
		"unread encrypted"},
	    {"unknown", {S("VisioDocument", "x")}, 1, "unread unsupported"},
	    {"unknown with properties",
		{S("VisioDocument", "x"),
		    S("\5SummaryInformation",
			SET("\2", "\6\0\0\0Jos\xe9\0\0\0\0"))},
		2,
		"metadata document properties of x\ntitle: José\n"
		"unread unsupported"},
	    {"macros", {S("VBA/dir", "x")}, 1, "!unread"},
	    /* Its picture in the document shows it. */
	    {"equation",
		{S("\1CompObj", "MathType Equation"),
		    S("\1Ole10Native", "\x8\0\0\0\4\1\0\3\5\n\1\2")},
		2, "!unread"},
	    {"object of another program",
		{S("\1CompObj", "Some Drawing"),
		    S("\1Ole10Native", "\x8\0\0\0\4\1\0\3\0\0\1\2")},
		2, "unread unsupported"},
	    {"object without content",
		{S("\1Ole", "x"), S("\2OlePres000", "x")}, 2, "!unread"},
	    {"no object, without content", {S("\2OlePres000", "x")}, 1,
		"unread unsupported"},
	    {"LibreOffice's object",
		{S("\1Ole", "x"), S("package_stream", "NINO MW000000A")}, 2,
		"attachment embedded object, inside x\nNINO MW000000A\n"
		"!metadata\n!unread"},
	    {"short package", {S("\1Ole10Native", "\3\0\0\0\2\0x")}, 1,
		"unread damaged"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		compound_says(
		    cases[i].name, cases[i].streams, cases[i].n, cases[i].want);
}

/* A file that was put into a document is read by its own name. */
static void
test_package(void **state)
{
	static const char native[] =
	    "\x40\0\0\0\2\0rent.txt\0C:\\a\\rent.txt\0\0\0\3\0"
	    "\x04\0\0\0C:\\\0\x0e\0\0\0NINO MW000000A";
	const struct compound_stream streams[] = {S("\1Ole10Native", native)};

	(void)state;
	compound_says("package", streams, 1,
	    "rent.txt, inside x\nNINO MW000000A\n!unread");
}

/* A table of sectors that runs in a ring ends the reading, and is told. */
static void
test_ring(void **state)
{
	char *big = calloc(1, 20000), *data;
	const struct compound_stream streams[] = {
	    {"EncryptedPackage2", big, 20000}, S("CONTENTS", "plain words")};
	size_t len, fat;
	struct texts t;

	(void)state;
	data = compound_make(streams, 2, &len);
	/* Every number of the table of sectors is made 0. */
	fat = 512 * (1 + (size_t)(unsigned char)data[0x4c]);
	assert_true(fat + 512 <= len);
	memset(data + fat, 0, 512);
	compound_read("ring", data, len, &t);
	assert_true(t.nunread > 0);
	texts_free(&t);
	free(data);
	free(big);
}

/* Sector sizes and counts that cannot be are no reason to fail. */
static void
test_header(void **state)
{
	const struct compound_stream streams[] = {S("CONTENTS", "words")};
	size_t len;
	char *data = compound_make(streams, 1, &len);

	(void)state;
	compound_torture("header", data, len);
	for (size_t at = 0x18; at < 0x50; at += 4)
		for (unsigned v = 0; v < 3; v++) {
			char *copy = malloc(len);
			struct texts t;

			memcpy(copy, data, len);
			memset(copy + at, v == 0 ? 0 : v == 1 ? 0xff : 0x7f, 4);
			compound_read("header", copy, len, &t);
			texts_free(&t);
			free(copy);
		}
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
	    cmocka_unit_test(test_kinds),
	    cmocka_unit_test(test_package),
	    cmocka_unit_test(test_ring),
	    cmocka_unit_test(test_header),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
