/* SPDX-License-Identifier: MIT
 *
 * test_rtf.c - RTF to what is shown and what is not, and out of its packing.
 */
#include "extract/rtf.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lib/test.h"
#include "parse/charset.h"

#define MAX (64 * KIB)

/* "shown|hidden|html" and a letter for each thing said of it. */
static void
describe(const struct rtf_text *t, struct buf *out)
{
	buf_addf(out, "%s|%s|%s%s%s%s%s", buf_str(&t->shown),
	    buf_str(&t->hidden), buf_str(&t->html), t->damaged ? " D" : "",
	    t->limited ? " L" : "", t->pictures ? " P" : "",
	    t->objects ? " O" : "");
}

/* Text is shown, unseen, mark-up of packed HTML, or no text. */
static void
test_text(void **state)
{
	static const struct {
		const char *rtf, *want;
	} cases[] = {
	    {"{\\rtf1 Dear Ann\\par see\\tab you}", "Dear Ann\nsee\tyou||"},
	    {"{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\b B}ins}", "Bins||"},
	    {"{\\rtf1 a\r\nb\\\nc\\{\\}\\\\}", "ab\nc{}\\||"},
	    {"{\\rtf1\\ansicpg1252 caf\\'e9 \\'80}",
		"caf\xc3\xa9 \xe2\x82\xac||"},
	    {"{\\rtf1\\ansicpg1251 \\'cf}", "\xd0\x9f||"},
	    {"{\\rtf1\\ansicpg932 \\'82\\'a0}", "\xe3\x81\x82||"},
	    {"{\\rtf1 \\u373?yr\\u-3913 ?}", "\xc5\xb5yr\xef\x82\xb7||"},
	    {"{\\rtf1\\uc2\\u8217 ab\\uc0\\u8217 c}", "\xe2\x80\x99\xe2\x80\x99"
						      "c||"},
	    {"{\\rtf1 \\u-10179?\\u-8704?}", "\xf0\x9f\x98\x80||"},
	    {"{\\rtf1 \\u-8704?x}", "\xef\xbf\xbdx||"},
	    {"{\\rtf1\\lquote a\\rquote\\~b\\-c\\_d}", "\xe2\x80\x98"
						       "a\xe2\x80\x99\xc2\xa0"
						       "bc-d||"},
	    {"{\\rtf1 a{\\v one}b{\\v two}c\\v d\\v0 e\\deleted f\\plain g}",
		"abceg|one\ntwo\nd\nf\n|"},
	    {"{\\rtf1{\\info{\\title T}{\\author A}}x}", "x|T\nA\n\n|"},
	    {"{\\rtf1{\\*\\strange words}{\\*\\generator Word}x}",
		"x|words\n|"},
	    {"{\\rtf1{\\field{\\*\\fldinst HYPERLINK \"tel:1\"}"
	     "{\\fldrslt ring}}}",
		"ring|HYPERLINK \"tel:1\"\n|"},
	    {"{\\rtf1 a\\row b\\cell c}", "a\nb\tc||"},
	    {"{\\rtf1{\\pict 00ff}{\\object{\\*\\objdata 01}}x}", "x|| P O"},
	    {"{\\rtf1 a\\bin3 }{}b}", "ab||"},
	    {"{\\rtf1\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf r\\htmlrtf0 a"
	     "{\\*\\htmltag72 </p>}}",
		"ra||<p>a</p>"},
	    {"{\\rtf1 x}after", "x|after|"},
	    /* Broken, and never silently so. */
	    {"{\\rtf1 x", "x|| D"},
	    {"{\\rtf1 x}}", "x|| D"},
	    {"words", "|words| D"},
	    {"", "|| D"},
	    {"{\\rtf1 a\\bin99 b}", "a|| D"},
	    {"{\\rtf1 a\\'zz\\", "azz|| D"},
	    {"{\\rtf1\\u99999999999999999999 x}", NULL},
	    {"{\\rtf1\\bin-5 x}", "x||"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t len = strlen(cases[i].rtf);
		char *copy = malloc(len > 0 ? len : 1);
		struct buf got = BUF_MAX(MAX);
		struct rtf_text t;

		memcpy(copy, cases[i].rtf, len);
		assert_int_equal(rtf_read(copy, len, MAX, &t), 0);
		describe(&t, &got);
		if (cases[i].want != NULL)
			test_same(cases[i].rtf, buf_str(&got), cases[i].want);
		rtf_free(&t);
		buf_free(&got);
		free(copy);
	}
}

/* Groups too deep, and more text than is allowed, are said. */
static void
test_limits(void **state)
{
	struct buf b = BUF_MAX(MIB);
	struct rtf_text t;

	(void)state;
	buf_adds(&b, "{\\rtf1 ");
	for (int i = 0; i < 1000; i++)
		buf_addc(&b, '{');
	buf_adds(&b, "deep");
	for (int i = 0; i < 1001; i++)
		buf_addc(&b, '}');
	assert_int_equal(rtf_read(buf_str(&b), b.len, MAX, &t), 0);
	assert_string_equal(buf_str(&t.shown), "deep");
	assert_true(t.limited);
	assert_false(t.damaged);
	rtf_free(&t);
	buf_reset(&b);
	buf_adds(&b, "{\\rtf1 ");
	for (int i = 0; i < 10000; i++)
		buf_adds(&b, "ten bytes ");
	buf_addc(&b, '}');
	assert_int_equal(rtf_read(buf_str(&b), b.len, MAX, &t), 0);
	assert_true(t.limited);
	assert_true(t.shown.len > MAX - 8 * KIB && t.shown.len <= MAX);
	rtf_free(&t);
	buf_free(&b);
}

/* The two examples of MS-OXRTFCP (3.1), and what is wrong with others. */
static void
test_unpack(void **state)
{
#define FIRST                                                               \
	"\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg125B2\x0a" \
	"\xf3 hel\x09\0 bw\x05\xb0ld}\x0a\x80\x0f\xa0"
#define SECOND \
	"\x1a\0\0\0\x1c\0\0\0LZFu\xe2\xd4KQA\0\x04 WXYZ\x0dn}\x01\x0e\xb0"
	static const struct {
		const char *name, *packed;
		size_t len;
		const char *want;
		enum rtf_unpacked rc;
		size_t max;
	} cases[] = {
	    {"simple", FIRST, sizeof FIRST - 1,
		"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", RTF_WHOLE,
		MAX},
	    {"overlapping", SECOND, sizeof SECOND - 1,
		"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}", RTF_WHOLE, MAX},
	    {"cut", FIRST, sizeof FIRST - 9, NULL, RTF_DAMAGED, MAX},
	    {"cut within a reference", SECOND, sizeof SECOND - 8, NULL,
		RTF_DAMAGED, MAX},
	    {"nothing but a header", FIRST, 16, "", RTF_DAMAGED, MAX},
	    {"not even that", FIRST, 15, "", RTF_DAMAGED, MAX},
	    {"another magic", "\x10\0\0\0\1\0\0\0XXXX\0\0\0\0x", 17, "",
		RTF_DAMAGED, MAX},
	    {"not compressed", "\x10\0\0\0\5\0\0\0MELA\0\0\0\0{\\a}x", 21,
		"{\\a}x", RTF_WHOLE, MAX},
	    {"not compressed, cut", "\x15\0\0\0\x9\0\0\0MELA\0\0\0\0{\\a}x", 21,
		"{\\a}x", RTF_DAMAGED, MAX},
	    {"more than allowed", SECOND, sizeof SECOND - 1, NULL, RTF_LIMITED,
		12},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *copy = malloc(cases[i].len);
		struct buf out = BUF_MAX(cases[i].max);
		enum rtf_unpacked rc;

		memcpy(copy, cases[i].packed, cases[i].len);
		rc = rtf_unpack(copy, cases[i].len, &out);
		if (rc != cases[i].rc)
			fail_msg("%s: %d, want %d", cases[i].name, (int)rc,
			    (int)cases[i].rc);
		if (cases[i].want != NULL)
			test_same(cases[i].name, buf_str(&out), cases[i].want);
		buf_free(&out);
		free(copy);
	}
}

static int
setup(void **state)
{
	(void)state;
	return charset_init();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_unpack),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
