/* SPDX-License-Identifier: MIT
 *
 * test_lists.c - who is in which circle, and what a list may hold.
 */
#include "config/lists.h"

#include <stdio.h>
#include <string.h>

#include "base/fd.h"
#include "config/files.h"
#include "config/mailset.h"
#include "lib/test.h"

/* A bad line is refused with its place, whatever stands before it. */
static void
test_refused(void **state)
{
	static const struct {
		const char *name, *text, *want;
	} cases[] = {
	    {"two words", "a.example b.example\n",
		"press.txt:1:1: 'a.example b.example'; expected an address "
		"(a@x.example), a domain (x.example) or exactly one domain "
		"(@x.example)"},
	    {"after comments", "# one\n\n  # two\n  not_a_domain # three\n",
		"press.txt:4:3: 'not_a_domain'; expected an address "
		"(a@x.example), a domain (x.example) or exactly one domain "
		"(@x.example)"},
	    {"empty label", "a..example\n",
		"press.txt:1:1: 'a..example'; expected an address "
		"(a@x.example), a domain (x.example) or exactly one domain "
		"(@x.example)"},
	    {"wildcard", "*.a.example\n",
		"press.txt:1:1: '*.a.example'; expected an address "
		"(a@x.example), a domain (x.example) or exactly one domain "
		"(@x.example)"},
	    {"no domain", "a@\n",
		"press.txt:1:1: 'a@'; expected an address (a@x.example), a "
		"domain (x.example) or exactly one domain (@x.example)"},
	    {"alone", "@\n",
		"press.txt:1:1: '@'; expected an address (a@x.example), a "
		"domain (x.example) or exactly one domain (@x.example)"},
	    {"last line", "a.example\r\n<a@b.example>",
		"press.txt:2:1: '<a@b.example>'; expected an address "
		"(a@x.example), a domain (x.example) or exactly one domain "
		"(@x.example)"},
	    {"latin-1", "caf\xe9.example\n",
		"press.txt:1:4: byte 0xe9 is not UTF-8; expected text saved "
		"as UTF-8"},
	};
	struct buf err = BUF_MAX(4096);
	struct strlist none = {0};
	const char *folder = files_folder();
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		files_write("press.txt", cases[i].text);
		if (lists_load(folder, &none, &err) != NULL)
			fail_msg("%s: not refused", cases[i].name);
		test_same(
		    cases[i].name, files_short(buf_str(&err)), cases[i].want);
		buf_reset(&err);
	}
	buf_free(&err);
	files_remove();
}

/* A line far longer than any address is refused, and shown cut. */
static void
test_long_line(void **state)
{
	char line[2000];
	struct buf err = BUF_MAX(4096);
	struct strlist none = {0};
	const char *folder = files_folder();

	(void)state;
	memset(line, 'a', sizeof line - 1);
	line[sizeof line - 1] = '\0';
	files_write("press.txt", line);
	assert_null(lists_load(folder, &none, &err));
	assert_non_null(strstr(buf_str(&err), "press.txt:1:1: 'aaaa"));
	assert_non_null(strstr(buf_str(&err), "a'; expected one entry a line"));
	assert_true(err.len < 300);
	buf_free(&err);
	files_remove();
}

/* A .txt file with a name of its own would be a list that is silently not
 * used: it is refused. Anything else in the folder is not ours. */
static void
test_unknown_list(void **state)
{
	struct buf err = BUF_MAX(4096);
	struct strlist none = {0};
	const char *folder = files_folder();

	(void)state;
	files_write("README", "not a list");
	files_write("press.txt~", "not a list");
	files_write("trustd.txt", "a.example\n");
	assert_null(lists_load(folder, &none, &err));
	test_same("error", files_short(buf_str(&err)),
	    "trustd.txt: no such list; known lists: trusted.txt, press.txt, "
	    "party.txt, private.txt, internal.txt, never-hold.txt, "
	    "webmail.txt, crests.txt");
	buf_free(&err);
	files_remove();
}

static const char *
circle_of(const struct lists *l, const char *address)
{
	enum circle circle;
	size_t weight;

	if (lists_circle(l, address, &circle, &weight) < 0)
		return "none";
	return circle_name(circle);
}

/* The most specific entry wins: mailbox, then exactly the domain, then longer
 * before shorter domains; in one place the order is private, party, press,
 * trusted, internal. */
static void
test_circles(void **state)
{
	static const struct {
		const char *address, *want;
	} cases[] = {
	    {"a@press.example", "press"},
	    {"A@NEWS.Press.Example", "press"},
	    {"a@press.example.", "press"},
	    {"a@xpress.example", "none"},
	    {"tip@press.example", "trusted"},
	    {"a@only.example", "party"},
	    {"a@below.only.example", "none"},
	    {"a@town.gov.example", "internal"},
	    {"a@shared.gov.example", "trusted"},
	    {"a@mail.town.gov.example", "internal"},
	    {"a@other.gov.example", "trusted"},
	    {"me@home.example", "private"},
	    {"you@home.example", "none"},
	    {"a@both.example", "party"},
	    {"a@exact.press.example", "trusted"},
	    {"a@x.exact.press.example", "press"},
	    {"press.example", "none"},
	    {"", "none"},
	    {"@", "none"},
	    {"a@", "none"},
	    {"a@.press.example", "press"},
	    {"\"x@y\"@press.example", "press"},
	};
	struct buf err = BUF_MAX(4096);
	struct strlist internal = {0};
	const char *folder = files_folder();
	struct lists *l;
	size_t i;

	(void)state;
	files_write("press.txt",
	    "\xef\xbb\xbf# with a byte order mark\r\npress.example\r\n"
	    "\r\n both.example # and a comment\r\n");
	files_write("trusted.txt",
	    "gov.example\ntip@press.example\n@exact.press.example\n"
	    "shared.gov.example");
	files_write("party.txt", "@only.example\nboth.example\n"
				 "both.example\n");
	files_write("private.txt", "me@home.example\n");
	strlist_add(&internal, "mail.town.gov.example");
	strlist_add(&internal, "TOWN.gov.example");
	strlist_add(&internal, "shared.gov.example");
	l = lists_load(folder, &internal, &err);
	if (l == NULL)
		fail_msg("%s", buf_str(&err));
	for (i = 0; i < COUNT(cases); i++) {
		test_same(cases[i].address, circle_of(l, cases[i].address),
		    cases[i].want);
	}
	lists_free(l);
	strlist_free(&internal);
	files_remove();
}

/* Never-hold counts whatever circle a more specific entry gives. */
static void
test_never_hold(void **state)
{
	struct buf err = BUF_MAX(4096);
	struct strlist none = {0};
	const char *folder = files_folder();
	struct lists *l;

	(void)state;
	files_write("never-hold.txt", "police.example\nmp@parl.example\n");
	files_write("press.txt", "desk@police.example\n");
	l = lists_load(folder, &none, &err);
	if (l == NULL)
		fail_msg("%s", buf_str(&err));
	assert_true(lists_never_hold(l, "a@police.example"));
	assert_true(lists_never_hold(l, "a@north.police.example"));
	assert_true(lists_never_hold(l, "desk@police.example"));
	test_same("circle", circle_of(l, "desk@police.example"), "press");
	test_same("circle", circle_of(l, "a@police.example"), "none");
	assert_true(lists_never_hold(l, "MP@parl.example"));
	assert_false(lists_never_hold(l, "x@parl.example"));
	lists_free(l);
	files_remove();
}

/* No folder at all is lists without entries; the council's domains stay. */
static void
test_missing(void **state)
{
	struct buf err = BUF_MAX(4096);
	struct strlist internal = {0};
	struct lists *l;

	(void)state;
	strlist_add(&internal, "town.example");
	l = lists_load("/nowhere/lists", &internal, &err);
	assert_non_null(l);
	test_same("in", circle_of(l, "a@town.example"), "internal");
	test_same("out", circle_of(l, "a@b.example"), "none");
	lists_free(l);
	strlist_free(&internal);
	lists_free(NULL);
}

/* 10,000 lines are read and each is found. */
static void
test_many(void **state)
{
	struct buf text = BUF_MAX(1 << 20), err = BUF_MAX(4096);
	struct strlist none = {0};
	const char *folder = files_folder();
	struct lists *l;
	char address[64];
	int64_t start;
	int i;

	(void)state;
	for (i = 0; i < 10000; i++)
		buf_addf(&text, "d%d.example\n", i * 7919 % 10000);
	files_write("press.txt", buf_str(&text));
	start = clock_ms();
	l = lists_load(folder, &none, &err);
	assert_non_null(l);
	for (i = 0; i < 10000; i++) {
		snprintf(address, sizeof address, "a@x.d%d.example", i);
		test_same(address, circle_of(l, address), "press");
	}
	print_message(
	    "10,000 lines, 10,000 lookups: %d ms\n", (int)(clock_ms() - start));
	lists_free(l);
	buf_free(&text);
	files_remove();
}

/* Entries that two circles claim are told, whichever file names them first;
 * what is never held or webmail is in no circle. */
static void
test_overlaps(void **state)
{
	struct buf err = BUF_MAX(4096), out = BUF_MAX(4096);
	struct strlist internal = {0};
	const char *folder = files_folder();
	struct lists *l;

	(void)state;
	files_write("press.txt",
	    "# a comment\nnews.example\nboth.example # and another\n"
	    "ours.example\ndesk@gov.example\nb\xc3\xbc\x63her.example\n");
	files_write("trusted.txt",
	    "gov.example\nnorth.gov.example\n@Both.Example\n"
	    "BOTH.example\nhouse.example\nhouse.example\n");
	files_write("party.txt", "hq.NEWS.example\nxn--bcher-kva.example\n");
	files_write("never-hold.txt", "gov.example\nnews.example\n");
	files_write("webmail.txt", "news.example\n");
	strlist_add(&internal, "ours.example");
	l = lists_load(folder, &internal, &err);
	if (l == NULL)
		fail_msg("%s", buf_str(&err));
	assert_int_equal(lists_overlaps(l, "l", &out), 0);
	test_same("overlaps", buf_str(&out),
	    "l/party.txt:1: 'hq.NEWS.example' lies within an entry of "
	    "press.txt; the narrower one counts\n"
	    "l/press.txt:5: 'desk@gov.example' lies within an entry of "
	    "trusted.txt; the narrower one counts\n"
	    "l/press.txt:6: 'b\xc3\xbc\x63her.example' is in party.txt too; "
	    "it counts as party\n"
	    "l/trusted.txt:4: 'BOTH.example' is in press.txt too; it counts "
	    "as press\n");
	assert_true(lists_webmail(l, "a@mail.news.example"));
	assert_false(lists_webmail(l, "a@gov.example"));
	lists_free(l);
	strlist_free(&internal);
	buf_free(&out);
	files_remove();
}

/* One entry alone answers as the same entry in a set does. */
static void
test_one_entry(void **state)
{
	static const struct {
		const char *entry, *address;
		bool want;
	} cases[] = {
	    {"a@x.example", "A@X.example", true},
	    {"a@x.example", "b@x.example", false},
	    {"x.example", "b@y.x.example", true},
	    {"x.example", "b@yx.example", false},
	    {"@x.example", "b@x.example", true},
	    {"@x.example", "b@y.x.example", false},
	    {"x.example", "b@x.example.", true},
	    /* A name in Unicode is the same in its other form. */
	    {"b\xc3\xbc\x63her.example", "a@xn--bcher-kva.example", true},
	    {"xn--bcher-kva.example", "a@B\xc3\x9c\x43HER.example", true},
	    {"@xn--bcher-kva.example", "a@b\xc3\xbc\x63her.example", true},
	    {"a@b\xc3\xbc\x63her.example", "A@XN--BCHER-KVA.example", true},
	    {"b\xc3\xbc\x63her.example", "a@mail.xn--bcher-kva.example", true},
	    {"b\xc3\xbc\x63her.example", "a@bucher.example", false},
	    {"\xc3\xa9@x.example", "\xc3\xa9@x.example", true},
	    {"x.example", "a@\xff.x.example", false},
	};
	struct mailset *s;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		s = mailset_new();
		mailset_add(s, cases[i].entry, strlen(cases[i].entry), 4);
		mailset_seal(s);
		assert_int_equal(
		    mailset_matches(cases[i].entry, cases[i].address),
		    cases[i].want);
		assert_int_equal(
		    mailset_find(s, cases[i].address, 4, NULL) == 4,
		    cases[i].want);
		assert_int_equal(mailset_find(s, cases[i].address, 2, NULL), 0);
		mailset_free(s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_long_line),
	    cmocka_unit_test(test_unknown_list),
	    cmocka_unit_test(test_circles),
	    cmocka_unit_test(test_never_hold),
	    cmocka_unit_test(test_missing),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_overlaps),
	    cmocka_unit_test(test_one_entry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
