/* SPDX-License-Identifier: MIT
 *
 * test_plain.c - joined and unfolded lines, and what is packed in text.
 */
#include "extract/plain.h"

#include <string.h>

#include "lib/test.h"

/* format=flowed: soft lines joined within one depth of quoting. */
static void
test_flowed(void **state)
{
	static const struct {
		const char *raw;
		bool delsp;
		const char *want;
	} cases[] = {
	    {"one \ntwo\nthree\n", false, "one two\nthree\n"},
	    {"one \r\ntwo\r\n", false, "one two\n"},
	    {"MW0000 \n00A\n", true, "MW000000A\n"},
	    {" From here\n", false, "From here\n"},
	    {"> a \n> b\nc\n", false, "> a b\nc\n"},
	    {"> a \n>> b\n", false, "> a \n>> b\n"},
	    {"text\n-- \nAnn\n", false, "text\n-- \nAnn\n"},
	    {"cut \n", false, "cut "},
	    {"", false, ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf out = BUF_MAX(4096);

		assert_int_equal(
		    plain_flowed(cases[i].raw, strlen(cases[i].raw),
			cases[i].delsp, &out),
		    0);
		test_same(cases[i].raw, buf_str(&out), cases[i].want);
		buf_free(&out);
	}
}

/* What is packed in text counts at the start of a line, quoted or not. */
static void
test_packed(void **state)
{
	static const struct {
		const char *text;
		bool want;
		enum unread why;
	} cases[] = {
	    {"x\n-----BEGIN PGP MESSAGE-----\nabc", true, UNREAD_ENCRYPTED},
	    {"> > -----BEGIN PGP MESSAGE-----\nabc", true, UNREAD_ENCRYPTED},
	    {"x\n=ybegin line=128 size=1 name=x\n", true, UNREAD_UNSUPPORTED},
	    {"begin-base64 644 x\nYQ==\n", true, UNREAD_UNSUPPORTED},
	    {"the line -----BEGIN PGP MESSAGE----- says", false, 0},
	    {"-----BEGIN PGP SIGNED MESSAGE-----\n", false, 0},
	    {"=ybegin", false, 0},
	    {"> ", false, 0},
	    {"", false, 0},
	};
	enum unread why;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		why = 0;
		if (plain_packed(cases[i].text, strlen(cases[i].text), &why) !=
			cases[i].want ||
		    why != cases[i].why)
			fail_msg("%s: got %d", cases[i].text, (int)why);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_flowed),
	    cmocka_unit_test(test_packed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
