/* SPDX-License-Identifier: MIT
 *
 * test_identifiers.c - the shipped rules on numbers of every kind: found where
 * the words say what they are, left alone where they are something else.
 *
 * The fixtures are those of domain.md B.12: reserved, published or made up.
 */
#include "find/find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strlist.h"
#include "find/rulefile.h"
#include "lib/test.h"

static struct rules *rules;

static int
setup(void **state)
{
	struct strlist dirs = {0};
	struct buf err = BUF_MAX(1000);

	(void)state;
	strlist_add(&dirs, test_source("rules/personal"));
	rules = rules_load(&dirs, ENGINE_BEST, &err);
	if (rules == NULL)
		print_message("%s\n", buf_str(&err));
	strlist_free(&dirs);
	buf_free(&err);
	return rules == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	(void)state;
	rules_free(rules);
	return 0;
}

/* How sure the surest finding of that category is; all when it is NULL. */
static const char *
surest(const char *text, const char *category)
{
	static const char *const words[] = {"low", "medium", "high"};
	struct findings found = {0};
	int best = -1;

	rulefile_find(rules, text, &found);
	for (size_t i = 0; i < found.n; i++)
		if ((category == NULL ||
			strcmp(found.v[i].category, category) == 0) &&
		    (int)found.v[i].confidence > best)
			best = (int)found.v[i].confidence;
	findings_free(&found);
	return best < 0 ? "none" : words[best];
}

struct fixture {
	const char *text, *category;
};

/* Every fixture that is valid, in a sentence that says what it is, is found
 * at medium confidence or more. */
static void
test_valid(void **state)
{
	static const struct fixture cases[] = {
	    {"Her NHS number is 9990000018", "personal.id"},
	    {"Her NHS number is 999 000 0026", "personal.id"},
	    {"Her NHS number is 943-476-5919", "personal.id"},
	    {"His CHI number is 0101650000", "personal.id"},
	    {"His CHI number is 1508901236", "personal.id"},
	    {"Her NI number is MW000000A", "personal.id"},
	    {"Her NI number is ab 12 34 56 c", "personal.id"},
	    {"Her NI number is AB 12 34 56", "personal.id"},
	    {"His UTR is 1955839661", "personal.id"},
	    {"The pupil's UPN is B801200005001", "personal.child"},
	    {"His ULN is 9276308686", "personal.child"},
	    {"Her licence is MORGA657054SM9IJ", "personal.id"},
	    {"Her car registration is AB51 ABC", "personal.id"},
	    {"Sort code 08-99-99, account 66374958", "personal.fin"},
	    {"account 66374958, sort code 089999", "personal.fin"},
	    {"IBAN GB82WEST12345698765432", "personal.fin"},
	    {"Her card is 4242424242424242", "personal.fin"},
	    {"She lives at 14 Mill Lane, EC1A 1BB", "personal.contact"},
	    {"Her number is 01632 960123", "personal.contact"},
	    {"Her number is 07700 900123", "personal.contact"},
	    {"Her number is 020 7946 0958", "personal.contact"},
	    {"PNC 20/1234567Z", "personal.crime"},
	    {"ASN 24/52A1/01/1234N", "personal.crime"},
	    {"passport 1234567897GBR8001014F3001019<<<<<<<<<<<<<<<8",
		"personal.id"},
	};
	const char *got;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		got = surest(cases[i].text, cases[i].category);
		if (strcmp(got, "medium") != 0 && strcmp(got, "high") != 0)
			fail_msg("%s: %s", cases[i].text, got);
	}
}

/* A fixture that is not valid is left at low or nothing, whatever the words
 * beside it. */
static void
test_not_valid(void **state)
{
	static const char *const cases[] = {
	    "Her NHS number is 9434765918",
	    "Her NHS number is 9990000019",
	    "Her NHS number is 1111111111",
	    "His CHI number is 0113651230",
	    "Her NI number is QQ123456A",
	    "Her NI number is GB123456A",
	    "Her NI number is AO123456A",
	    "His UTR is 2955839661",
	    "His UTR is 1234567890",
	    "The UPN is A801200005001",
	    "His ULN is 9276308687",
	    "His licence is MORGA663054SM9IJ",
	    "Her car registration is AB01 ABC",
	    "IBAN GB82WEST12345698765433",
	    "Her card is 4111111111111112",
	    "Her postcode is QA1 1AA",
	    "Her number is 12/03/2025 10:30",
	    "Her number is 01234567890123",
	    "PNC 20/1234567A",
	    "passport 1234567898GBR8001014F3001019<<<<<<<<<<<<<<<8",
	};
	const char *got;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		got = surest(cases[i], NULL);
		if (strcmp(got, "none") != 0 && strcmp(got, "low") != 0)
			fail_msg("%s: %s", cases[i], got);
	}
}

/* A checksum alone is never high, and a number that its label or its place
 * explains is nothing. */
static void
test_explained(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {"9990000018", "low"},
	    {"4242424242424242", "low"},
	    {"MW000000A", "medium"},
	    {"Invoice 9990000018 for patient transport", "none"},
	    {"patients ordered ISBN 3423214120", "none"},
	    {"NHS page https://town.example/9990000018?x=1", "none"},
	    {"patient leaflet, order no. 9990000018", "none"},
	    {"the card reader's serial number 4242424242424242", "none"},
	    {"Message-ID: <9990000018.1@town.example> to patients", "none"},
	    {"patients: planning ref 9990000018", "none"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		test_same(
		    cases[i].text, surest(cases[i].text, NULL), cases[i].want);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_valid),
	    cmocka_unit_test(test_not_valid),
	    cmocka_unit_test(test_explained),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
