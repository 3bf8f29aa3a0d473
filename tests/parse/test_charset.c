/* SPDX-License-Identifier: MIT
 *
 * test_charset.c - bytes in any charset to UTF-8.
 */
#include "parse/charset.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/test.h"

struct sample {
	const char *name;
	const char *charset;
	const char *data;
	size_t len; /* 0: strlen */
	const char *want;
};

static const struct sample samples[] = {
    {"ascii, undeclared", NULL, "plain", 0, "plain"},
    {"utf-8", "utf-8", "caf\xc3\xa9", 0, "caf\xc3\xa9"},
    {"utf-8 with a Latin byte", "utf-8", "caf\xe9 \xc3\xa9 \xa3", 0,
	"caf\xc3\xa9 \xc3\xa9 \xc2\xa3"},
    {"utf-8 cut short", "utf-8", "x\xe2\x82", 0, "x\xc3\xa2\xe2\x80\x9a"},
    {"undeclared Latin", NULL,
	"\xa3"
	"5 \x96 6",
	0,
	"\xc2\xa3"
	"5 \xe2\x80\x93 6"},
    {"iso-8859-1 means windows-1252", "ISO-8859-1", "\x93q\x94", 0,
	"\xe2\x80\x9cq\xe2\x80\x9d"},
    {"declared Latin, sent as UTF-8", "iso-8859-1", "Si\xc3\xa2n", 0,
	"Si\xc3\xa2n"},
    {"iso-8859-15", "iso-8859-15", "\xa4", 0, "\xe2\x82\xac"},
    {"koi8-r", "koi8-r", "\xf0\xd2\xc9", 0, "\xd0\x9f\xd1\x80\xd0\xb8"},
    {"shift_jis", "Shift_JIS", "\x93\xfa\x96\x7b", 0,
	"\xe6\x97\xa5\xe6\x9c\xac"},
    {"gb2312 is gb18030", "gb2312", "\xd6\xd0", 0, "\xe4\xb8\xad"},
    {"iso-2022-jp", "iso-2022-jp", "\x1b$BF|K\\\x1b(B", 0,
	"\xe6\x97\xa5\xe6\x9c\xac"},
    {"utf-7", "utf-7", "a+AKM-5", 0,
	"a\xc2\xa3"
	"5"},
    {"utf-7 by its old name", "unicode-1-1-utf-7", "+AKM-", 0, "\xc2\xa3"},
    {"utf-16le with mark", NULL,
	"\xff\xfe"
	"a\0b\0",
	6, "ab"},
    {"mark beats declaration", "iso-8859-1", "\xfe\xff\0a\0b", 6, "ab"},
    {"utf-8 mark goes", "utf-8", "\xef\xbb\xbfx", 0, "x"},
    {"utf-16 without mark, little", "utf-16", "a\0b\0c\0d\0", 8, "abcd"},
    {"utf-16 without mark, big", "utf-16", "\0a\0b\0c\0d", 8, "abcd"},
    {"utf-16 undeclared", NULL, "a\0b\0c\0d\0", 8, "abcd"},
    {"utf-32le", NULL, "\xff\xfe\0\0a\0\0\0", 8, "a"},
    {"utf-16 that is ASCII", "utf-16", "plain text", 0, "plain text"},
    {"unknown charset", "x-nobody-knows", "caf\xe9", 0, "caf\xc3\xa9"},
    {"no charset at all", "", "caf\xe9", 0, "caf\xc3\xa9"},
    {"invalid in a multi-byte charset", "shift_jis",
	"\x93\xfa\xfd"
	"a",
	0,
	"\xe6\x97\xa5\xc3\xbd"
	"a"},
    {"cut short in a multi-byte charset", "shift_jis", "a\x93", 0,
	"a\xe2\x80\x9c"},
    {"empty", "utf-16", "", 0, ""},
    {"EBCDIC", "ibm037", "\xc1\xc2\x40\xf0\xf1", 0, "AB 01"},
    {"ASCII said to be EBCDIC", "ibm037", "MW 000000 A", 0, "MW 000000 A"},
    {"ASCII said to be UTF-16", "utf-16le", "MW 000000 A, \xa3", 0,
	"MW 000000 A, \xc2\xa3"},
    {"UTF-16 said to be Latin", "iso-8859-1", "a\0b\0c\0d\0", 8, "abcd"},
    {"UTF-16 the other way round", "utf-16be", "a\0b\0c\0d\0", 8, "abcd"},
    {"a row of zeros is no UTF-16", NULL, "\0\0\0\0\0\0\0\0abcd", 12,
	"\0\0\0\0\0\0\0\0abcd"},
    {"UTF-7 by another name", "x-unicode-2-0-utf-7", "+AKM-", 0, "\xc2\xa3"},
};

static void
check(const struct sample *s)
{
	struct buf scratch = BUF_MAX(65536);
	size_t len = s->len > 0 ? s->len : strlen(s->data);
	struct charset_text t;
	struct buf got = BUF_MAX(65536);

	assert_int_equal(
	    charset_decode(s->charset, s->data, len, &scratch, &t), 0);
	buf_add(&got, t.data, t.len);
	test_same(s->name, buf_str(&got), s->want);
	assert_int_equal(charset_utf8_prefix(t.data, t.len), t.len);
	buf_free(&got);
	buf_free(&scratch);
}

/* Bytes of a charset that nobody here knows: what was read instead may not be
 * what the recipient sees, unless it is plainly Latin text. */
static void
test_doubtful(void **state)
{
	static const struct {
		const char *charset, *data;
		bool want;
	} cases[] = {
	    {"x-nobody-knows", "\xd4\xe6\xf0\xf0\xf0\xf0\xf0\xf0\xc1", true},
	    {"x-nobody-knows", "one caf\xe9 and more", false},
	    {"x-nobody-knows", "caf\xc3\xa9", false},
	    {NULL, "\xd4\xe6\xf0\xf0", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf scratch = BUF_MAX(65536);
		struct charset_text t;

		assert_int_equal(charset_decode(cases[i].charset, cases[i].data,
				     strlen(cases[i].data), &scratch, &t),
		    0);
		if (t.doubtful != cases[i].want)
			fail_msg("case %zu", i);
		buf_free(&scratch);
	}
}

/* Each charset comes out as UTF-8 and no byte is dropped. */
static void
test_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++)
		check(&samples[i]);
}

/* The same where no file can be opened, as in the sandbox. */
static void
test_without_files(void **state)
{
	struct rlimit none = {0, 0};
	int status;
	pid_t pid;

	(void)state;
	charset_close();
	assert_int_equal(charset_init(), 0);
	pid = fork();
	if (pid == 0) {
		setrlimit(RLIMIT_NOFILE, &none);
		for (size_t i = 0; i < COUNT(samples); i++)
			check(&samples[i]);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* NUL is a character like any other here: what follows it is kept. */
static void
test_nul(void **state)
{
	struct buf scratch = BUF_MAX(65536);
	struct charset_text t;

	(void)state;
	assert_int_equal(
	    charset_decode("iso-8859-1", "abcdefgh\0\xe9", 10, &scratch, &t),
	    0);
	assert_int_equal(t.len, 11);
	assert_memory_equal(t.data, "abcdefgh\0\xc3\xa9", 11);
	buf_free(&scratch);
}

/* Well-formed is what RFC 3629 says: no overlong form, surrogate, or beyond. */
static void
test_utf8_prefix(void **state)
{
	static const struct {
		const char *data;
		size_t want;
	} cases[] = {
	    {"abcdefghijk\xc3\xa9z", 14},
	    {"ab\xc0\x80", 2},
	    {"\xe0\x80\x80", 0},
	    {"\xed\xa0\x80", 0},
	    {"\xf4\x90\x80\x80", 0},
	    {"\xf0\x9f\x98\x80!", 5},
	    {"\xff", 0},
	    {"a\x80", 1},
	    {"\xe2\x82", 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    charset_utf8_prefix(cases[i].data, strlen(cases[i].data)),
		    cases[i].want);
}

/* Twenty unknown names in turn neither leak nor break a known one. */
static void
test_many_names(void **state)
{
	char name[32];
	struct sample s = {"many names", name, "caf\xe9", 0, "caf\xc3\xa9"};

	(void)state;
	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof name, "x-unknown-%d", i);
		check(&s);
		check(&samples[8]);
	}
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
	    cmocka_unit_test(test_samples),
	    cmocka_unit_test(test_doubtful),
	    cmocka_unit_test(test_without_files),
	    cmocka_unit_test(test_nul),
	    cmocka_unit_test(test_utf8_prefix),
	    cmocka_unit_test(test_many_names),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
