/* SPDX-License-Identifier: MIT
 *
 * test_people.c - how many people a message is about.
 */
#include "find/people.h"

#include <stdio.h>
#include <string.h>

#include "lib/test.h"

static const char *
title(const void *arg, size_t rule)
{
	const char *const *titles = arg;

	return titles[rule];
}

static void
expect(const struct people *p, size_t want, const char *want_how)
{
	static const char *const titles[] = {"NHS number", "NI number"};
	struct buf how = BUF_MAX(500);

	assert_int_equal(people_count(p, title, titles, &how), want);
	test_same("how", buf_str(&how), want_how);
	buf_free(&how);
}

/* The same value written differently is one person; two kinds of value may be
 * the same people's and are not added up; rows and other values are. */
static void
test_count(void **state)
{
	struct people_key key;
	struct people *p;
	size_t i;

	(void)state;
	people_key_make(&key);
	p = people_new(&key, 2);
	people_start(p);
	expect(p, 0, "");
	people_value(p, 1, "MW 00 00 00 A", 13, false);
	people_value(p, 1, "mw000000a", 9, false);
	people_value(p, 1, "MW000001A", 9, false);
	people_value(p, 0, "999 000 0018", 12, false);
	expect(p, 2, "2 different values of 'NI number'");
	for (i = 0; i < 3; i++)
		people_row(p, false, 0, i);
	people_row(p, false, 0, 1);
	people_value(p, 1, "MW000001A", 9, true);
	expect(p, 4,
	    "3 table rows and besides them 1 different value of 'NHS number'");
	people_start(p);
	people_row(p, false, 0, 7);
	people_row(p, false, 1, 7);
	expect(p, 2, "2 table rows");
	people_name(p, "Mrs Khan", 8);
	people_name(p, "Mrs  KHAN", 9);
	people_name(p, "Mr Small", 8);
	people_name(p, "A Nowak", 7);
	expect(p, 3, "3 different names");
	people_free(p);
	people_free(NULL);
}

/* A title, or a name of which a longer one has the word, is not another
 * person; a first name that no other has is. */
static void
test_names(void **state)
{
	struct people_key key;
	struct people *p;

	(void)state;
	people_key_make(&key);
	p = people_new(&key, 2);
	people_start(p);
	people_name(p, "Amina Khan", 10);
	people_name(p, "Mrs Khan", 8);
	people_name(p, "Amina", 5);
	people_name(p, "Dr. Amina Khan", 14);
	expect(p, 1, "1 different name");
	people_name(p, "Tomasz", 6);
	people_name(p, "Mr", 2);
	people_name(p, "", 0);
	expect(p, 2, "2 different names");
	people_name(p, "Tomasz Nowak", 12);
	expect(p, 2, "2 different names");
	people_free(p);
}

/* A hundred thousand people are counted, and without collisions. */
static void
test_many(void **state)
{
	struct people_key key;
	struct people *p;
	char value[32];
	size_t i;

	(void)state;
	people_key_make(&key);
	p = people_new(&key, 1);
	for (i = 0; i < 100000; i++) {
		snprintf(value, sizeof value, "MW%06zuA", i);
		assert_int_equal(
		    people_value(p, 0, value, strlen(value), false), 0);
	}
	expect(p, 100000, "100000 different values of 'NHS number'");
	people_free(p);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_count),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
