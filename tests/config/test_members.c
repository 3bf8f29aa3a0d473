/* SPDX-License-Identifier: MIT
 *
 * test_members.c - members.csv: what is read, and how errors are said.
 */
#include "config/members.h"

#include <stdio.h>
#include <string.h>

#include "config/day.h"
#include "config/files.h"
#include "lib/test.h"

#define HEAD "name,addresses,phones,private,party,group,ward,restricted\n"

/* What is wrong is refused with line and column of its cell. */
static void
test_refused(void **state)
{
	static const struct {
		const char *name, *text, *want;
	} cases[] = {
	    {"empty", "",
		"m.csv:1:1: an empty file; expected a first row such as "
		"name,addresses"},
	    {"blank lines alone", "\n\r\n",
		"m.csv:1:1: an empty file; expected a first row such as "
		"name,addresses"},
	    {"unknown column", "name,adresses\n",
		"m.csv:1:6: unknown column 'adresses'; known columns: name, "
		"addresses, phones, private, party, group, ward, committees, "
		"restricted, delegates"},
	    {"semicolons", "name;addresses\n",
		"m.csv:1:1: unknown column 'name;addresses'; known columns: "
		"name, addresses, phones, private, party, group, ward, "
		"committees, restricted, delegates"},
	    {"column twice", "name,addresses,name\n",
		"m.csv:1:16: column 'name' a second time; expected it once"},
	    {"column missing", "name,party\n",
		"m.csv:1:1: no column 'addresses'; expected a first row that "
		"names at least name and addresses"},
	    {"short row", "name,addresses\nA,a@t.example\nB\n",
		"m.csv:3:1: 1 value; expected 2, as many as the first row "
		"(quote a value that holds a comma)"},
	    {"long row", "name,addresses\nExample, Alex,a@t.example\n",
		"m.csv:2:1: 3 values; expected 2, as many as the first row "
		"(quote a value that holds a comma)"},
	    {"unclosed quote", "name,addresses\nA,\"a@t.example\nB,b@t\n",
		"m.csv:2:3: a quote that is never closed; expected another \" "
		"after the value"},
	    {"text after quote", "name,addresses\n\"A\" B,a@t.example\n",
		"m.csv:2:4: text after a closing quote; expected a comma or "
		"the end of the line (a quote inside is written twice)"},
	    {"quote inside", "name,addresses\nA \"Al\" B,a@t.example\n",
		"m.csv:2:3: a quote inside a value; expected the whole value "
		"in quotes and this one written twice"},
	    {"no name", "name,addresses\n,a@t.example\n",
		"m.csv:2:1: name: nothing; expected a name"},
	    {"no address", "name,addresses\nA, ; \n",
		"m.csv:2:3: addresses: nothing; expected the council mailbox"},
	    {"bad address", "name,addresses\nA,a@t.example;b at t.example\n",
		"m.csv:2:3: 'b at t.example'; expected an address such as "
		"a@x.example (several with ';' between them)"},
	    {"column counts characters",
		"name,addresses\nZo\xc3\xab,\"x,\ny\"\n",
		"m.csv:2:5: 'x,\ny'; expected an address such as a@x.example "
		"(several with ';' between them)"},
	    {"address twice",
		"name,addresses\nA,a@t.example\nB,\"b@t.example\"\n"
		"C,c@t.example;A@T.example\n",
		"m.csv:4:3: 'A@T.example' a second time; expected each address "
		"once (the other is on line 2)"},
	    {"private address is another's",
		"name,addresses,private\nA,a@t.example,\nB,b@t.example,"
		"a@t.example\n",
		"m.csv:3:15: 'a@t.example' a second time; expected each "
		"address once (the other is on line 2)"},
	    {"bad phone", "name,addresses,phones\nA,a@t.example,12345\n",
		"m.csv:2:15: phones: '12345'; expected UK numbers such as "
		"01632 960123 (several with ';' between them)"},
	    {"phone with words",
		"name,addresses,phones\nA,a@t.example,01632 960123 ext 4\n",
		"m.csv:2:15: phones: '01632 960123 ext 4'; expected UK "
		"numbers such as 01632 960123 (several with ';' between "
		"them)"},
	    {"restricted", "name,addresses,restricted\nA,a@t.example,maybe\n",
		"m.csv:2:15: restricted: 'maybe'; expected yes, no or "
		"nothing"},
	    {"committee's date",
		"# a comment, with a comma\n"
		"name,addresses,committees\nA,a@t.example,Audit; Planning "
		"2025-02-30..\n",
		"m.csv:3:15: committees: 'Planning 2025-02-30..'; expected a "
		"committee and when, such as Planning 2025-05-20.. or "
		"Planning 2025-05-20..2026-05-19 (several with ';' between "
		"them)"},
	    {"committee ends before it begins",
		"name,addresses,committees\n"
		"A,a@t.example,Audit 2025-05-20..2025-05-19\n",
		"m.csv:2:15: committees: 'Audit 2025-05-20..2025-05-19'; "
		"expected a committee and when, such as Planning 2025-05-20.. "
		"or Planning 2025-05-20..2026-05-19 (several with ';' between "
		"them)"},
	    {"bad delegate", "name,addresses,delegates\nA,a@t.example,pa\n",
		"m.csv:2:15: 'pa'; expected an address such as a@x.example "
		"(several with ';' between them)"},
	    {"a member as a delegate",
		"name,addresses,delegates\nA,a@t.example,\nB,b@t.example,"
		"pa@t.example\nC,pa@t.example,\n",
		"m.csv:4:3: 'pa@t.example' a second time; expected each "
		"address once (the other is on line 3)"},
	    {"latin-1", "name,addresses\nZo\xeb,a@t.example\n",
		"m.csv:2:3: byte 0xeb is not UTF-8; expected text saved as "
		"UTF-8"},
	};
	struct buf err = BUF_MAX(4096);
	size_t i;

	(void)state;
	files_folder();
	for (i = 0; i < COUNT(cases); i++) {
		if (members_load(files_write("m.csv", cases[i].text), &err) !=
		    NULL)
			fail_msg("%s: not refused", cases[i].name);
		test_same(
		    cases[i].name, files_short(buf_str(&err)), cases[i].want);
		buf_reset(&err);
	}
	buf_free(&err);
	files_remove();
}

static struct members *
load(const char *text)
{
	struct buf err = BUF_MAX(4096);
	struct members *m = members_load(files_write("m.csv", text), &err);

	if (m == NULL)
		fail_msg("%s", buf_str(&err));
	return m;
}

/* All columns, in any order of theirs, with byte order mark, CR LF, quotes,
 * doubled quotes and line breaks within them, and no line feed at the end. */
static void
test_read(void **state)
{
	struct members *m;
	const struct member *a, *b;

	(void)state;
	files_folder();
	m = load("\xef\xbb\xbf" HEAD
		 "\"Example, \"\"Al\"\"\nex\",a@t.example; A2@t.example ;,"
		 "+44 (0)1632 960101;07700 900101,al@home.example,Blue,"
		 "Blue Group,North,YES\r\n"
		 "\r\n"
		 "Sam,s@t.example,,,,,,");
	assert_int_equal(members_count(m), 2);
	a = members_at(m, 0);
	b = members_at(m, 1);
	assert_null(members_at(m, 2));
	test_same("name", a->name, "Example, \"Al\"\nex");
	assert_int_equal(a->addresses.n, 2);
	test_same("first", a->addresses.v[0], "a@t.example");
	test_same("second", a->addresses.v[1], "A2@t.example");
	test_same("phone", a->phones.v[0], "01632960101");
	test_same("mobile", a->phones.v[1], "07700900101");
	test_same("private", a->private_addresses.v[0], "al@home.example");
	test_same("party", a->party, "Blue");
	test_same("group", a->group, "Blue Group");
	test_same("ward", a->ward, "North");
	assert_true(a->restricted);
	test_same("nothing", b->party, "");
	assert_false(b->restricted);
	assert_int_equal(b->phones.n, 0);
	assert_ptr_equal(members_find(m, "a2@T.EXAMPLE"), a);
	assert_ptr_equal(members_find(m, "al@home.example"), a);
	assert_ptr_equal(members_find(m, "s@t.example"), b);
	assert_null(members_find(m, "t@t.example"));
	assert_null(members_find(m, ""));
	members_free(m);
	files_remove();
}

/* Phones come out as digits in national form however they are written. */
static void
test_phones(void **state)
{
	static const struct {
		const char *written, *want;
	} cases[] = {
	    {"01632 960123", "01632960123"},
	    {"(01632) 960-123", "01632960123"},
	    {"+44 1632 960123", "01632960123"},
	    {"+44(0)1632960123", "01632960123"},
	    {"0044 1632 960123", "01632960123"},
	    {"0800 157 0000", "08001570000"},
	    {"016.32.96.01.2", "0163296012"},
	};
	struct members *m;
	char text[200];
	size_t i;

	(void)state;
	files_folder();
	for (i = 0; i < COUNT(cases); i++) {
		snprintf(text, sizeof text,
		    "name,addresses,phones\nA,a@t.example,%s\n",
		    cases[i].written);
		m = load(text);
		test_same(cases[i].written, members_at(m, 0)->phones.v[0],
		    cases[i].want);
		members_free(m);
	}
	files_remove();
}

/* Which sort of mailbox an address is, and whom it speaks for: one assistant
 * may serve several members. */
static void
test_kind(void **state)
{
	enum member_mailbox kind;
	struct members *m;
	const struct member *a, *b;

	(void)state;
	files_folder();
	m = load("name,addresses,private,delegates\n"
		 "A,a@t.example,a@home.example,pa@t.example;group@x.example\n"
		 "B,b@t.example,,GROUP@x.example\n"
		 "A,c@t.example,,\n");
	a = members_at(m, 0);
	b = members_at(m, 1);
	assert_ptr_equal(members_find_kind(m, "a@t.example", &kind), a);
	assert_int_equal(kind, MAILBOX_COUNCIL);
	assert_ptr_equal(members_find_kind(m, "a@home.example", &kind), a);
	assert_int_equal(kind, MAILBOX_PRIVATE);
	assert_ptr_equal(members_find_kind(m, "PA@t.example", &kind), a);
	assert_int_equal(kind, MAILBOX_DELEGATE);
	assert_ptr_equal(members_find(m, "group@x.example"), a);
	assert_true(members_speaks_for(a, "group@x.example"));
	assert_true(members_speaks_for(b, "group@x.example"));
	assert_true(members_speaks_for(a, "a@HOME.example"));
	assert_false(members_speaks_for(b, "pa@t.example"));
	assert_ptr_equal(members_named(m, "B"), b);
	assert_null(members_named(m, "A"));
	assert_null(members_named(m, "C"));
	assert_false(members_know_committees(m));
	members_free(m);
	files_remove();
}

/* Committees with their dates; an empty cell is a member of none. */
static void
test_committees(void **state)
{
	struct members *m;
	long day;

	(void)state;
	files_folder();
	m = load("# comments stand anywhere\n"
		 "name,addresses,committees\n"
		 "# but not within a row\n"
		 "A,a@t.example,Planning 2025-05-20..; "
		 "Licensing 2024-05-01..2025-05-19\n"
		 "B,b@t.example,\n");
	assert_int_equal(day_parse("2025-05-19", 10, &day), 0);
	assert_int_equal(members_count(m), 2);
	assert_true(members_know_committees(m));
	assert_true(
	    seats_hold(&members_at(m, 0)->committees, "licensing", day));
	assert_false(
	    seats_hold(&members_at(m, 0)->committees, "licensing", day + 1));
	assert_false(
	    seats_hold(&members_at(m, 0)->committees, "planning", day));
	assert_true(
	    seats_hold(&members_at(m, 0)->committees, "planning", day + 1));
	assert_int_equal(members_at(m, 1)->committees.n, 0);
	members_free(m);
	files_remove();
}

/* A missing file is nobody; one that cannot be read is an error. */
static void
test_missing(void **state)
{
	struct buf err = BUF_MAX(4096);
	struct members *m = members_load("/nowhere/m.csv", &err);

	(void)state;
	assert_non_null(m);
	assert_int_equal(members_count(m), 0);
	assert_null(members_find(m, "a@t.example"));
	test_same("no error", buf_str(&err), "");
	members_free(m);
	members_free(NULL);
	assert_null(members_load("/", &err));
	test_same("error", buf_str(&err), "/: cannot be read: Is a directory");
	buf_free(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_read),
	    cmocka_unit_test(test_phones),
	    cmocka_unit_test(test_kind),
	    cmocka_unit_test(test_committees),
	    cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
