/* SPDX-License-Identifier: MIT
 *
 * test_mime.c - the mail writer: headers, dates, text, parts.
 */
#include "lib/test.h"

#include <stdio.h>
#include <string.h>

#include "act/mime.h"

/* A header says exactly this; no value can add another header or a line that
 * is not folded. */
static void
test_header(void **state)
{
	static const struct {
		const char *value, *want;
	} cases[] = {
	    {"plain words", "S: plain words\r\n"},
	    {"", "S:\r\n"},
	    {"  spaces \t tabs ", "S: spaces tabs\r\n"},
	    {"a\r\nBcc: x@y", "S: a Bcc: x@y\r\n"},
	    {"caf\xc3\xa9", "S: =?UTF-8?B?Y2Fmw6k=?=\r\n"},
	    {"a caf\xc3\xa9 b", "S: a =?UTF-8?B?Y2Fmw6k=?= b\r\n"},
	    {"a \xc3\xa9 \xc3\xa9 b", "S: a =?UTF-8?B?w6kgw6k=?= b\r\n"},
	    {"bad \xff", "S: bad =?UTF-8?B?77+9?=\r\n"},
	    /* What looks encoded already must not be decoded by the reader. */
	    {"=?UTF-8?B?eA==?=", "S: =?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?=\r\n"},
	    {"one two three four five six seven eight nine ten eleven twelve "
	     "thirteen fourteen",
		"S: one two three four five six seven eight nine ten eleven "
		"twelve thirteen\r\n fourteen\r\n"},
	    /* Words are cut between characters: 22 of two bytes each. */
	    {"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
	     "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
	     "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9",
		"S: =?UTF-8?B?w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqc"
		"Opw6nDqcOpw6k=?=\r\n =?UTF-8?B?w6k=?=\r\n"},
	};
	struct buf out = BUF_MAX(10000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buf_reset(&out);
		assert_int_equal(mime_header(&out, "S", cases[i].value), 0);
		test_same(cases[i].value, buf_str(&out), cases[i].want);
	}
	buf_free(&out);
}

/* Whatever the value, no line of a header is longer than 76 columns. */
static void
test_header_length(void **state)
{
	char value[2000];
	struct buf out = BUF_MAX(10000);
	const char *s;
	size_t i, seed, len;

	(void)state;
	for (seed = 1; seed < 200; seed++) {
		for (i = 0; i + 1 < sizeof value; i++)
			value[i] =
			    "ab \xc3\xa9\xe2\x82\xac=?."[(i * i + i / 7) *
							 seed % 12];
		value[i] = '\0';
		buf_reset(&out);
		assert_int_equal(mime_header(&out, "Subject", value), 0);
		for (s = buf_str(&out); *s != '\0'; s += len + 2) {
			len = strcspn(s, "\r");
			if (len > 76 || s[len + 1] != '\n')
				fail_msg("seed %zu: %s", seed, s);
			assert_true(s == out.data || *s == ' ');
		}
	}
	buf_free(&out);
}

/* A mailbox keeps its address and shows its name, whatever is in it. */
static void
test_mailbox(void **state)
{
	static const struct {
		const char *mailbox, *want;
	} cases[] = {
	    {"a@b.example", "F: a@b.example\r\n"},
	    {"<a@b.example>", "F: a@b.example\r\n"},
	    {"Mail check <a@b.example>", "F: Mail check <a@b.example>\r\n"},
	    {"\"Mail check\" <a@b.example>", "F: Mail check <a@b.example>\r\n"},
	    {"Smith, J. <a@b.example>", "F: \"Smith, J.\" <a@b.example>\r\n"},
	    {"C\xc5\xb5n <a@b.example>",
		"F: =?UTF-8?B?Q8W1bg==?= <a@b.example>\r\n"},
	    {"a@b.example>\r\nBcc: <c@d.example", "F: \"a@b.example> Bcc:\" "
						  "<c@d.example>\r\n"},
	    {"x \\\" y <a@b.example>", "F: \"x \\\\\\\" y\" <a@b.example>\r\n"},
	    {"si\xc3\xb4n@b.example", "F: si\xc3\xb4n@b.example\r\n"},
	    {"a b\r\n@c.example", "F: ab@c.example\r\n"},
	};
	struct buf out = BUF_MAX(10000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buf_reset(&out);
		assert_int_equal(mime_mailbox(&out, "F", cases[i].mailbox), 0);
		test_same(cases[i].mailbox, buf_str(&out), cases[i].want);
	}
	buf_free(&out);
}

/* Dates are RFC 5322's, in UTC; ids hold nothing that is not an id's. */
static void
test_date_and_id(void **state)
{
	struct buf out = BUF_MAX(1000);

	(void)state;
	mime_date(&out, 1763647620);
	test_same(
	    "date", buf_str(&out), "Date: Thu, 20 Nov 2025 14:07:00 +0000\r\n");
	buf_reset(&out);
	mime_date(&out, 951782400);
	test_same(
	    "leap", buf_str(&out), "Date: Tue, 29 Feb 2000 00:00:00 +0000\r\n");
	buf_reset(&out);
	mime_message_id(&out, "town.\r\nexample>");
	assert_memory_equal(out.data, "Message-ID: <", 13);
	test_same("domain", out.data + 13 + 26, "@town.example>\r\n");
	buf_reset(&out);
	mime_message_id(&out, "");
	test_same("no domain", strchr(buf_str(&out), '@'), "@localhost>\r\n");
	buf_free(&out);
}

#define QP                                            \
	"Content-Type: text/plain; charset=utf-8\r\n" \
	"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
#define PLAIN                                            \
	"Content-Type: text/plain; charset=us-ascii\r\n" \
	"Content-Transfer-Encoding: 7bit\r\n\r\n"

/* Text comes out as lines that any MTA passes unchanged. */
static void
test_text(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {"", PLAIN},
	    {"a\nb", PLAIN "a\r\nb\r\n"},
	    {"a\r\nb\r\n", PLAIN "a\r\nb\r\n"},
	    {"\xc3\xa9 \n=\n", QP "=C3=A9=20\r\n=3D\r\n"},
	    {"\xc3\xa9\n.\nFrom x\n", QP "=C3=A9\r\n=2E\r\n=46rom x\r\n"},
	    {"\xc3\xa9\tx\t\n", QP "=C3=A9\tx=09\r\n"},
	    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	     "aaaaaaaaaaaaa",
		QP "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		   "aaaaaaaaaaaaaaaaa=\r\naa\r\n"},
	};
	struct buf out = BUF_MAX(10000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buf_reset(&out);
		assert_int_equal(
		    mime_text(&out, cases[i].text, strlen(cases[i].text)), 0);
		test_same(cases[i].text, buf_str(&out), cases[i].want);
	}
	buf_free(&out);
}

/* Long lines are broken at blanks, and go on where their text began. */
static void
test_wrap(void **state)
{
	static const char *const words =
	    "aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj kkkk llll mmmm "
	    "nnnn oooo pppp";
	struct buf in = BUF_MAX(1000), out = BUF_MAX(1000);

	(void)state;
	buf_addf(&in, "\n\n%s\n\n\n- %s\n  %s\nend", words, words, words);
	assert_int_equal(mime_wrap(&out, buf_str(&in)), 0);
	test_same("wrap", buf_str(&out),
	    "aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj kkkk llll mmmm "
	    "nnnn oooo\npppp\n\n"
	    "- aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj kkkk llll "
	    "mmmm nnnn oooo\n  pppp\n"
	    "  aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj kkkk llll "
	    "mmmm nnnn oooo\n  pppp\n"
	    "end");
	buf_free(&in);
	buf_free(&out);
}

/* Two boundaries are never the same, and none can be in quoted-printable. */
static void
test_boundary(void **state)
{
	struct mime_boundary a = mime_boundary_new(), b = mime_boundary_new();
	struct buf out = BUF_MAX(1000), want = BUF_MAX(1000);

	(void)state;
	assert_string_not_equal(a.s, b.s);
	assert_memory_equal(a.s, "=_", 2);
	mime_multipart(&out, "mixed", &a);
	mime_part(&out, &a);
	mime_end(&out, &a);
	buf_addf(&want,
	    "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n"
	    "--%s\r\n--%s--\r\n",
	    a.s, a.s, a.s);
	test_same("multipart", buf_str(&out), buf_str(&want));
	buf_free(&out);
	buf_free(&want);
}

/* What does not fit is told, by every writer. */
static void
test_full(void **state)
{
	struct buf out = BUF_MAX(20);

	(void)state;
	assert_int_equal(mime_header(&out, "Subject", "too long for it"), -1);
	buf_reset(&out);
	assert_int_equal(mime_mailbox(&out, "From", "toolong@b.example"), -1);
	buf_reset(&out);
	assert_int_equal(mime_text(&out, "x", 1), -1);
	buf_reset(&out);
	assert_int_equal(mime_wrap(&out, "twenty-one characters"), -1);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_header),
	    cmocka_unit_test(test_header_length),
	    cmocka_unit_test(test_mailbox),
	    cmocka_unit_test(test_date_and_id),
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_wrap),
	    cmocka_unit_test(test_boundary),
	    cmocka_unit_test(test_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
