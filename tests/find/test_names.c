/* SPDX-License-Identifier: MIT
 *
 * test_names.c - a person's name as it is written.
 */
#include "find/names.h"

#include <string.h>

#include "lib/test.h"

/* A name is whole with the titles before it and the capitalised words behind
 * it; small words, line ends and full stops end it. `part` is what a rule
 * marks. */
static void
test_whole(void **state)
{
	static const struct {
		const char *text, *part, *want;
	} cases[] = {
	    {"I saw Mrs Khan today", "Khan", "Mrs Khan"},
	    {"I saw Mrs. Khan today", "Khan", "Mrs. Khan"},
	    {"saw Amina Khan there", "Amina", "Amina Khan"},
	    {"saw Cllr Amina Bea Khan there", "Amina", "Cllr Amina Bea Khan"},
	    {"Amina Khan's flat", "Amina", "Amina Khan"},
	    {"Si\303\262n \303\211vans rang", "Si\303\262n",
		"Si\303\262n \303\211vans"},
	    {"Amina\nTomasz", "Amina", "Amina"},
	    {"Amina. Then", "Amina", "Amina"},
	    {"A. Khan", "A", "A. Khan"},
	    {"with Amina in Mill Lane", "Amina", "Amina"},
	    {"Khan", "Khan", "Khan"},
	    {"the Lord Mayor Cllr Green", "Green", "Lord Mayor Cllr Green"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const char *t = cases[i].text, *at = strstr(t, cases[i].part);
		struct span s = {(uint32_t)(at - t),
		    (uint32_t)((size_t)(at - t) + strlen(cases[i].part))};
		char got[64] = "";

		s = names_whole(t, strlen(t), s);
		memcpy(got, t + s.start, s.end - s.start);
		test_same(t, got, cases[i].want);
	}
}

/* An office is told from a title, wherever among the titles it stands. */
static void
test_office(void **state)
{
	static const struct {
		const char *name;
		bool want;
	} cases[] = {{"Cllr Green", true}, {"Councillor Mrs Green", true},
	    {"Lord Mayor", true}, {"Mrs Green", false}, {"Mayoress", false},
	    {"Amina Khan", false}, {"", false}};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (names_is_office(cases[i].name, strlen(cases[i].name)) !=
		    cases[i].want)
			fail_msg("%s", cases[i].name);
}

/* The name greeted is what stands behind the greeting at the very start. */
static void
test_greeted(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {{"Dear Mrs Khan,\nyour", "Mrs Khan"},
	    {"\n  Hi Amina\n", "Amina"}, {"Bore da Mrs Khan!", "Mrs Khan"},
	    {"Dearest me", NULL}, {"I said Dear Mrs Khan", NULL},
	    {"Dear", NULL}, {"", NULL},
	    {"Dear all of you who have written to me about the lamp posts in "
	     "Mill Lane",
		NULL}};
	size_t i, n;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const char *got =
		    names_greeted(cases[i].text, strlen(cases[i].text), &n);

		if ((got == NULL) != (cases[i].want == NULL) ||
		    (got != NULL && (n != strlen(cases[i].want) ||
					memcmp(got, cases[i].want, n) != 0)))
			fail_msg("%s", cases[i].text);
	}
}

/* A name fits when title and surname, or every word of it, agree. */
static void
test_fits(void **state)
{
	static const struct {
		const char *name, *display, *address;
		bool want;
	} cases[] = {
	    {"Mrs Khan", "Amina Khan", "a@example.org", true},
	    {"Mrs Khan", NULL, "amina.khan@example.org", true},
	    {"Amina Khan", "Khan, Amina", "a@example.org", true},
	    {"A. Khan", "Amina Khan", "a@example.org", false},
	    {"Dr A. Khan", "Amina Khan", "a@example.org", true},
	    {"Amina", "Amina Khan", "a@example.org", false},
	    {"Mrs Khanum", "Amina Khan", "a@example.org", false},
	    {"Mrs Khan", "Amina Lee", "lee@khan.example", false},
	    {"Mr O'Brien", "Pat O'Brien", "p@example.org", true},
	    {"", "Amina Khan", "a@example.org", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (names_fit(cases[i].name, strlen(cases[i].name),
			cases[i].display, cases[i].address) != cases[i].want)
			fail_msg("%s and %s", cases[i].name,
			    cases[i].display ? cases[i].display : "nobody");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_whole),
	    cmocka_unit_test(test_office),
	    cmocka_unit_test(test_greeted),
	    cmocka_unit_test(test_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
