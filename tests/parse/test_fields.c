/* SPDX-License-Identifier: MIT
 *
 * test_fields.c - encoded words, parameters and transfer encodings.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/test.h"
#include "parse/charset.h"
#include "parse/encoded.h"
#include "parse/params.h"
#include "parse/transfer.h"

/* Header text comes out as UTF-8 in one line, whatever mailers did to it. */
static void
test_encoded(void **state)
{
	static const struct {
		const char *raw, *want;
	} cases[] = {
	    {"plain text", "plain text"},
	    {"folded\r\n text", "folded text"},
	    {"=?utf-8?Q?caf=C3=A9_1?=", "caf\xc3\xa9 1"},
	    {"=?iso-8859-1?B?4w==?= x", "\xc3\xa3 x"},
	    {"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"},
	    {"=?utf-8?q?a?=\r\n =?utf-8?q?b?=", "ab"},
	    {"=?utf-8?q?a?= and =?utf-8?q?b?=", "a and b"},
	    /* Cut inside a character. */
	    {"=?utf-8?B?w6nD?= =?utf-8?B?qQ==?=", "\xc3\xa9\xc3\xa9"},
	    {"=?utf-8*en?q?x?=", "x"},
	    {"=?utf-8?q?with space?=", "with space"},
	    {"x=?utf-8?q?y?=z", "xyz"},
	    {"=?utf-8?x?no?=", "=?utf-8?x?no?="},
	    {"=?utf-8?q?open", "=?utf-8?q?open"},
	    {"a = b =? c", "a = b =? c"},
	    {"raw \xe9", "raw \xc3\xa9"},
	    {"=?nobody-knows?q?=E9?=", "\xc3\xa9"},
	    {"", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf out = BUF_MAX(65536);

		assert_int_equal(
		    encoded_decode(cases[i].raw, strlen(cases[i].raw), &out),
		    0);
		test_same(cases[i].raw, buf_str(&out), cases[i].want);
		buf_free(&out);
	}
}

/* Parameters: quoting, RFC 2231 in all its shapes, and what is not quite it. */
static void
test_params(void **state)
{
	static const struct {
		const char *raw, *head, *name, *want;
	} cases[] = {
	    {" text/plain; charset=utf-8", "text/plain", "charset", "utf-8"},
	    {"Text/HTML;CHARSET=\"x\"", "text/html", "charset", "x"},
	    {"a/b; name=\"a \\\"b\\\".txt\"", "a/b", "name", "a \"b\".txt"},
	    {"a/b; name=two words.txt; x=y", "a/b", "name", "two words.txt"},
	    {"a/b; name=\"x;y\"; z=1", "a/b", "z", "1"},
	    {"a/b; name*=utf-8''caf%C3%A9.txt", "a/b", "name",
		"caf\xc3\xa9.txt"},
	    {"a/b; name*=iso-8859-1'en'%A3.txt", "a/b", "name", "\xc2\xa3.txt"},
	    {"a/b; name*0=one; name*1=two", "a/b", "name", "onetwo"},
	    {"a/b; name*1=two; name*0=one", "a/b", "name", "onetwo"},
	    {"a/b; name*0*=utf-8''%C3; name*1*=%A9; name*2=.txt", "a/b", "name",
		"\xc3\xa9.txt"},
	    {"a/b; name=\"=?utf-8?q?caf=C3=A9?=\"", "a/b", "name",
		"caf\xc3\xa9"},
	    {"a/b; name=\"raw\xe9\"", "a/b", "name", "raw\xc3\xa9"},
	    {"a/b charset=late", "a/b", "charset", "late"},
	    {"a/b; name=\"open", "a/b", "name", "open"},
	    {"a/b; =x; ;; y=1", "a/b", "y", "1"},
	    {"a/b; name=\"tab\there\"", "a/b", "name", "tab here"},
	    {"a/b; name*=x", "a/b", "name", "x"},
	    {"a/b; name=", "a/b", "name", ""},
	    {"", "", "name", "(none)"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct params p;
		const char *got;

		assert_int_equal(
		    params_parse(cases[i].raw, strlen(cases[i].raw), &p), 0);
		test_same(cases[i].raw, p.head, cases[i].head);
		got = params_get(&p, cases[i].name);
		test_same(cases[i].raw, got ? got : "(none)", cases[i].want);
		params_free(&p);
	}
}

/* Every transfer encoding gives its bytes, and says when it was not clean. */
static void
test_transfer(void **state)
{
	static const struct {
		enum transfer encoding;
		const char *raw, *want;
		bool clean;
	} cases[] = {
	    {TRANSFER_PLAIN, "as it is", "as it is", true},
	    {TRANSFER_BASE64, "aGVsbG8=", "hello", true},
	    {TRANSFER_BASE64, "aGVs\r\nbG8=\r\n", "hello", true},
	    {TRANSFER_BASE64, "aGVsbG8", "hello", true},
	    /* Joined behind padding: GMime would stop. */
	    {TRANSFER_BASE64, "aGVsbG8=\nd29ybGQ=\n", "helloworld", true},
	    {TRANSFER_BASE64, "aGV*sbG8=", "hello", false},
	    {TRANSFER_BASE64, "aGVsbG8A=A", "hello", false},
	    {TRANSFER_BASE64, "", "", true},
	    {TRANSFER_QP, "a=3Db=\r\nc =E9", "a=bc \xe9", true},
	    {TRANSFER_QP, "a=zz b=", "a=zz b", true},
	    /* Soft breaks with white space, or a bare CR, behind the sign. */
	    {TRANSFER_QP, "a= \t\r\nb=\t\nc=\rd= ", "abcd", true},
	    {TRANSFER_QP, "a=4", "a=4", true},
	    {TRANSFER_QP, "= =3d==3D=\n", "= ===", true},
	    {TRANSFER_UU, "begin 644 x\n#0V%T\n`\nend\n", "Cat", true},
	    {TRANSFER_UU, "\nbegin 644 x\n#0V%T\n`\nend\n", "Cat", true},
	    {TRANSFER_UNKNOWN, "x", "x", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf out = BUF_MAX(65536);
		bool clean;

		assert_int_equal(
		    transfer_decode(cases[i].encoding, cases[i].raw,
			strlen(cases[i].raw), &out, &clean),
		    0);
		test_same(cases[i].raw, buf_str(&out), cases[i].want);
		assert_int_equal(clean, cases[i].clean);
		buf_free(&out);
	}
}

/* The names of encodings, as mailers write them. */
static void
test_transfer_names(void **state)
{
	static const struct {
		const char *value;
		enum transfer want;
	} cases[] = {
	    {"7bit", TRANSFER_PLAIN},
	    {" BASE64\r\n", TRANSFER_BASE64},
	    {"base64; x", TRANSFER_BASE64},
	    {"\"quoted-printable\"", TRANSFER_QP},
	    {"x-uuencode", TRANSFER_UU},
	    {"", TRANSFER_PLAIN},
	    {"base64x", TRANSFER_UNKNOWN},
	    {"rot13", TRANSFER_UNKNOWN},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    transfer_named(cases[i].value, strlen(cases[i].value)),
		    cases[i].want);
}

static int
setup(void **state)
{
	(void)state;
	return charset_init();
}

static int
teardown(void **state)
{
	(void)state;
	charset_close();
	return 0;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_encoded),
	    cmocka_unit_test(test_params),
	    cmocka_unit_test(test_transfer),
	    cmocka_unit_test(test_transfer_names),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
