/* SPDX-License-Identifier: MIT
 *
 * test_mbox.c - many messages in one file, each read.
 */
#include "extract/mbox.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/extract.h"
#include "extract/texts.h"
#include "lib/test.h"

#define ONE(n)                                           \
	"From a@town.example Thu Jan  1 00:00:00 2026\n" \
	"From: a@town.example\nSubject: number " n "\n\nBody of " n "\n\n"

static const struct document document = {.part = "2",
    .name = "archive.mbox",
    .where = "",
    .zone = ZONE_ATTACHMENT,
    .enclosed = true};

static int
start(void **state)
{
	(void)state;
	return extract_init();
}

/* Every message, each with its place; a "From " in a body begins none. */
static void
test_messages(void **state)
{
	static const char file[] =
	    ONE("one") ONE("two") ">From here on it is text\n\n" ONE("three");
	size_t bodies = 0;
	struct texts t;

	(void)state;
	texts_init(&t, 1 << 20);
	assert_int_equal(mbox_read(&document, 0, file, sizeof file - 1, &t), 0);
	for (size_t i = 0; i < t.n; i++)
		if (strstr(t.v[i].data, "Body of three") != NULL) {
			bodies++;
			test_same("place", t.v[i].place,
			    "body, in message 3 of archive.mbox");
			test_same("part", t.v[i].part, "2/3/1");
		}
	assert_int_equal(bodies, 1);
	texts_free(&t);
}

/* "From " is looked for at the start of lines behind an empty one only. */
static void
test_from_in_body(void **state)
{
	static const char file[] =
	    ONE("one") "From: not a message\n\nx\nFrom here\n";
	struct texts t;

	(void)state;
	texts_init(&t, 1 << 20);
	assert_int_equal(mbox_read(&document, 0, file, sizeof file - 1, &t), 0);
	for (size_t i = 0; i < t.n; i++)
		test_same("part", t.v[i].part[2] == '1' ? "1" : "other", "1");
	texts_free(&t);
}

/* A million beginnings cost no more than LIMIT_PARTS messages, and the rest is
 * said to be unread. */
static void
test_limit(void **state)
{
	struct buf b = BUF_MAX(16u * MIB);
	struct texts t;

	(void)state;
	for (int i = 0; i < 1000000; i++)
		buf_adds(&b, "\nFrom a\n");
	texts_init(&t, 1 << 20);
	assert_int_equal(mbox_read(&document, 0, buf_str(&b), b.len, &t), 0);
	assert_int_equal(t.unread[t.nunread - 1].why, UNREAD_LIMIT);
	texts_free(&t);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_messages),
	    cmocka_unit_test(test_from_in_body),
	    cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
