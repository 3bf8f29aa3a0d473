/* SPDX-License-Identifier: MIT
 *
 * test_bank_tables.c - modulus checks of bank accounts.
 *
 * The real tables may not be copied: the rows below are invented, each so that
 * it shows one algorithm or exception. The sums are worked out beside them.
 */
#include "lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "find/bank-tables.h"
#include "find/validators.h"

/* Eight weights on the account alone, six on the sort code. */
#define NO_CODE "0 0 0 0 0 0 "
#define PLAIN "8 7 6 5 4 3 2 1"
#define ALTERNATE "2 1 2 1 2 1 2 1 2 1 2 1 2 1"

static const char rows[] = "000000 000000 MOD11 " NO_CODE "7 5 8 3 4 6 2 1\r\n"
			   "089000 089999 MOD10 " NO_CODE "7 1 3 7 1 3 7 1\n"
			   "107999 107999 MOD11 " NO_CODE PLAIN "\n"
			   "\n"
			   "110000 110000 DBLAL " ALTERNATE " 1\n"
			   "120000 120000 MOD11 " NO_CODE PLAIN " 2\n"
			   "120000 120000 MOD11 1 2 3 4 5 6 " PLAIN " 9\n"
			   "130000 130000 MOD11 " NO_CODE PLAIN " 3\n"
			   "130000 130000 DBLAL " ALTERNATE " 3\n"
			   "140000 140000 MOD11 " NO_CODE "8 7 6 5 4 3 0 0 4\n"
			   "150000 150000 MOD11 7 6 5 4 3 2 7 6 5 4 3 2 0 0 5\n"
			   "150000 150000 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 0 5\n"
			   "160000 160000 MOD11 " NO_CODE PLAIN " 6\n"
			   "160000 160000 DBLAL " ALTERNATE " 6\n"
			   "170001 170001 MOD11 0 0 0 0 0 1 " PLAIN " 7\n"
			   "180000 180000 MOD11 1 2 3 4 5 6 " PLAIN " 8\n"
			   "180002 180002 MOD11 " NO_CODE PLAIN " 14\n"
			   "190001 190001 MOD11 0 0 0 0 0 1 " PLAIN " 10\n"
			   "190001 190001 DBLAL " ALTERNATE " 11\n"
			   "200000 200000 MOD11 " NO_CODE PLAIN " 12\n"
			   "200000 200000 MOD10 " NO_CODE PLAIN " 13\n"
			   "202900 202999 MOD11 " NO_CODE "0 7 6 5 4 3 2 1\n"
			   "202900 202999 DBLAL " ALTERNATE "\n"
			   "499273 499273 DBLAL " ALTERNATE "\n"
			   "600001 600009 MOD11 0 0 0 0 0 -1 " PLAIN "\n";

static const char pairs[] = "150000 150001\n150000 150002\n";

/* Writes a file below the folder of temporary files. */
static const char *
write_file(char path[64], const char *text)
{
	int fd;

	snprintf(path, 64, "/tmp/probity-bank-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	return path;
}

static struct bank_tables *
load(const char *weights, const char *substitutes, struct buf *err)
{
	char one[64], two[64];
	struct bank_tables *t;

	write_file(one, weights);
	write_file(two, substitutes);
	t = bank_tables_load(one, two, err);
	unlink(one);
	unlink(two);
	return t;
}

static int
setup(void **state)
{
	struct buf err = BUF_MAX(1000);

	*state = load(rows, pairs, &err);
	if (*state == NULL)
		print_message("%s\n", buf_str(&err));
	buf_free(&err);
	return *state == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	bank_tables_free(*state);
	return 0;
}

static const char *
word(enum answer a)
{
	static const char *const words[] = {"no", "yes", "cannot tell"};

	return words[a];
}

#define YES ANSWER_YES
#define NO ANSWER_NO
#define UNKNOWN ANSWER_CANNOT_TELL

/* Every algorithm and exception gives the answer worked out by hand. */
static void
test_cases(void **state)
{
	static const struct {
		const char *what, *sort_code, *account;
		enum answer want;
	} cases[] = {
	    {"weights of each digit", "000000", "58177632", YES},
	    {"weights of each digit", "000000", "58177633", NO},
	    {"MOD10", "089999", "66374958", YES},
	    {"MOD10", "089999", "66374959", NO},
	    {"MOD11", "107999", "88837491", YES},
	    {"MOD11", "107999", "88837493", NO},
	    {"MOD11 and DBLAL", "202959", "63748472", YES},
	    {"DBLAL", "499273", "12345678", YES},
	    {"DBLAL", "499273", "12345679", NO},
	    {"exception 14", "180002", "00000190", YES},
	    {"no row", "777777", "12345678", UNKNOWN},
	    {"before the first of its range", "202899", "12345678", UNKNOWN},
	    {"MOD11, not DBLAL", "202959", "42792877", NO},
	    {"exception 1", "110000", "04584744", YES},
	    {"exception 1", "110000", "52907845", NO},
	    {"exception 2, a is 0", "120000", "04290720", YES},
	    {"exception 2, a is 0", "120000", "06416825", NO},
	    {"exception 2, g is not 9", "120000", "86798082", YES},
	    {"exception 2, g is not 9", "120000", "65908344", NO},
	    {"exception 2, g is 9", "120000", "57897392", YES},
	    {"exception 2, g is 9", "120000", "75170993", NO},
	    {"exception 9", "120000", "87762345", YES},
	    {"exception 3, c is 6", "130000", "30612713", YES},
	    {"exception 3, c is 5", "130000", "01556584", NO},
	    {"exception 4", "140000", "42846407", YES},
	    {"exception 4", "140000", "22425393", NO},
	    {"exception 5", "150000", "28499707", YES},
	    {"exception 5, g is wrong", "150000", "66190531", NO},
	    {"exception 5, h is wrong", "150000", "12144081", NO},
	    {"exception 5, remainder 1", "150000", "20161241", NO},
	    {"exception 5, remainder 0", "150000", "34508509", YES},
	    {"exception 6", "160000", "43853566", UNKNOWN},
	    {"exception 6, a is 3", "160000", "30069611", NO},
	    {"exception 7, g is 9", "170001", "45436895", YES},
	    {"exception 7, g is 8", "170001", "47574383", NO},
	    {"exception 8", "180000", "34907635", YES},
	    {"exception 8", "180000", "35987758", NO},
	    {"exception 10, 09 and g is 9", "190001", "09150495", YES},
	    {"exception 10, 99 and g is 9", "190001", "99539694", YES},
	    {"exception 11", "190001", "91939163", YES},
	    {"exceptions 10 and 11", "190001", "57000922", NO},
	    {"exception 12", "200000", "89222687", YES},
	    {"exception 13", "200000", "48484036", YES},
	    {"exceptions 12 and 13", "200000", "60568693", NO},
	    {"exception 14, h is 5", "180002", "06535575", NO},
	    {"exception 14, h is 9", "180002", "74237609", NO},
	    {"a weight below 0", "600001", "35604345", YES},
	    {"a weight below 0", "600001", "74874063", NO},
	};
	char name[80];

	for (size_t i = 0; i < COUNT(cases); i++) {
		snprintf(name, sizeof name, "%s %s %s", cases[i].what,
		    cases[i].sort_code, cases[i].account);
		test_same(name,
		    word(bank_tables_check(
			*state, cases[i].sort_code, cases[i].account)),
		    word(cases[i].want));
	}
}

/* The validator reads a pair as people write it, of six to ten digits, and
 * drops what the tables call wrong. */
static void
test_validator(void **state)
{
	static const struct {
		const char *text;
		enum answer want;
	} cases[] = {
	    {"sort code 08-99-99, account 66374958", YES},
	    {"account 66374958, sort code 08-99-99", YES},
	    {"089999 66374959", NO},
	    {"77-88-99 12345678", UNKNOWN},
	    {"10-00-00 66374958 7", NO},
	    {"s/c 10-79-99, a/c 589896", YES},
	    {"107999 6790372", YES},
	    {"10 79 99 9487709562", YES},
	    {"10 79 99 6497969579", YES},
	    {"10 79 99 8907766686", NO},
	    {"10.79.90 account 994615268", YES},
	};
	struct validator_given given = {.bank = *state};
	const struct validator *v = validator_find("bank-account");

	for (size_t i = 0; i < COUNT(cases); i++)
		test_same(cases[i].text,
		    word(validator_check(
			v, &given, cases[i].text, strlen(cases[i].text))),
		    word(cases[i].want));
}

/* A file that is no table is refused with the place and what is wrong. */
static void
test_refused(void **state)
{
	static const struct {
		const char *weights, *substitutes, *wants;
	} cases[] = {
	    {"", "", ":1:1: no row; expected"},
	    {"08900 089999 MOD10 1\n", "", ":1:1: '08900'; expected a sort"},
	    {"089000 08999x MOD10\n", "", ":1:8: '08999x'; expected a sort"},
	    {"089000 089999 MOD12 1\n", "", ":1:15: 'MOD12'; expected MOD10"},
	    {"\n089000 089999 MOD10 1 2\n", "", ":2:24: ''; expected fourteen"},
	    {"089999 089000 MOD10 " ALTERNATE "\n", "", "does not run back"},
	    {"089000 089999 MOD10 " ALTERNATE " 15\n", "",
		"'15'; expected an exception"},
	    {"089000 089999 MOD10 " ALTERNATE " 1 1\n", "",
		"expected the end of the line"},
	    {"089000 089999 MOD10 " ALTERNATE "\n", "089000\n",
		":1:7: ''; expected a sort"},
	};
	struct buf err = BUF_MAX(1000);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		buf_reset(&err);
		assert_null(load(cases[i].weights, cases[i].substitutes, &err));
		if (!strstr(buf_str(&err), cases[i].wants))
			test_same(
			    cases[i].weights, buf_str(&err), cases[i].wants);
	}
	buf_reset(&err);
	assert_null(bank_tables_load("/nonexistent/x", NULL, &err));
	assert_non_null(strstr(buf_str(&err), "/nonexistent/x:1:1: No such"));
	buf_free(&err);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_cases, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_validator, setup, teardown),
	    cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
