/* SPDX-License-Identifier: MIT
 *
 * test_words.c - the fixed vocabularies.
 *
 * The words are written out here once more on purpose: config files, reports
 * and councils' scripts use them, so changing one must break a test.
 */
#include "base/words.h"

#include <stdio.h>
#include <string.h>

#include "lib/test.h"

/* The functions of one vocabulary, brought to one type for the tables. */
#define ADAPT(word)                                            \
	static const char *name_##word(int i)                  \
	{                                                      \
		return word##_name((enum word)i);              \
	}                                                      \
	static int parse_##word(const char *s)                 \
	{                                                      \
		enum word got = (enum word)99;                 \
                                                               \
		if (word##_parse(s, &got) < 0)                 \
			return got == (enum word)99 ? -1 : -2; \
		return (int)got;                               \
	}

ADAPT(action)
ADAPT(confidence)
ADAPT(zone)
ADAPT(whose)
ADAPT(circle)
ADAPT(unread)
ADAPT(route)

static const struct {
	const char *vocabulary;
	const char *(*name)(int);
	int (*parse)(const char *);
	int count;
	const char *words[12];
} cases[] = {
    {.vocabulary = "action",
	.name = name_action,
	.parse = parse_action,
	.count = ACTION_COUNT,
	.words = {"pass", "tag", "notify", "ask", "hold", "refuse"}},
    {.vocabulary = "confidence",
	.name = name_confidence,
	.parse = parse_confidence,
	.count = CONFIDENCE_COUNT,
	.words = {"low", "medium", "high"}},
    {.vocabulary = "zone",
	.name = name_zone,
	.parse = parse_zone,
	.count = ZONE_COUNT,
	.words = {"subject", "authored", "quoted", "forwarded", "signature",
	    "footer", "attachment", "metadata", "hidden", "ocr"}},
    {.vocabulary = "whose",
	.name = name_whose,
	.parse = parse_whose,
	.count = WHOSE_COUNT,
	.words = {"third-party", "recipient", "sender", "public", "unknown"}},
    {.vocabulary = "circle",
	.name = name_circle,
	.parse = parse_circle,
	.count = CIRCLE_COUNT,
	.words = {"internal", "trusted", "press", "party", "private",
	    "external"}},
    {.vocabulary = "unread",
	.name = name_unread,
	.parse = parse_unread,
	.count = UNREAD_COUNT,
	.words = {"encrypted", "damaged", "unsupported", "limit", "image",
	    "timeout"}},
    {.vocabulary = "route",
	.name = name_route,
	.parse = parse_route,
	.count = ROUTE_COUNT,
	.words = {"dpo", "mo", "clerk", "comms"}},
};

/* Every word has its number and every number its word, in order. */
static void
vocabularies(void **state)
{
	size_t c;
	int i;

	(void)state;
	for (c = 0; c < COUNT(cases); c++) {
		for (i = 0; cases[c].words[i] != NULL; i++) {
			test_same(cases[c].vocabulary, cases[c].name(i),
			    cases[c].words[i]);
			if (cases[c].parse(cases[c].words[i]) != i)
				fail_msg("%s: '%s': got %d, want %d",
				    cases[c].vocabulary, cases[c].words[i],
				    cases[c].parse(cases[c].words[i]), i);
		}
		if (i != cases[c].count)
			fail_msg("%s: %d words, count says %d",
			    cases[c].vocabulary, i, cases[c].count);
	}
}

/* What is not exactly one of the words is refused and leaves the result as it
 * was; a number that is none of them has a name that is no word. */
static void
not_words(void **state)
{
	static const char *const bad[] = {
	    "", " ", "Pass", "HIGH", "hold ", "hol", "third party", "?"};
	size_t c, i;

	(void)state;
	for (c = 0; c < COUNT(cases); c++) {
		for (i = 0; i < COUNT(bad); i++)
			if (cases[c].parse(bad[i]) != -1)
				fail_msg("%s: '%s' was taken",
				    cases[c].vocabulary, bad[i]);
		test_same(
		    cases[c].vocabulary, cases[c].name(cases[c].count), "?");
		test_same(cases[c].vocabulary, cases[c].name(-1), "?");
	}
}

/* Stopped means ask, hold or refuse, and nothing weaker. */
static void
stopping(void **state)
{
	(void)state;
	assert_false(action_stops(ACTION_PASS));
	assert_false(action_stops(ACTION_TAG));
	assert_false(action_stops(ACTION_NOTIFY));
	assert_true(action_stops(ACTION_ASK));
	assert_true(action_stops(ACTION_HOLD));
	assert_true(action_stops(ACTION_REFUSE));
}

/* Every category is known, listed once, and of a known family; every
 * reason a part stays unread has its category. */
static void
categories(void **state)
{
	static const char *const families[] = {"personal.*", "confidential.*",
	    "political.*", "conduct.*", "recipients.*", "unread.*"};
	char code[64];
	size_t i, j, families_of;

	(void)state;
	for (i = 0; category_at(i) != NULL; i++) {
		assert_true(category_known(category_at(i)));
		for (j = 0; j < i; j++)
			if (strcmp(category_at(i), category_at(j)) == 0)
				fail_msg("%s is listed twice", category_at(i));
		families_of = 0;
		for (j = 0; j < COUNT(families); j++)
			families_of +=
			    category_matches(families[j], category_at(i));
		if (families_of != 1)
			fail_msg("%s: in %zu families, want 1", category_at(i),
			    families_of);
	}
	assert_true(i >= 46);
	assert_null(category_at(i));
	assert_null(category_at((size_t)-1));
	for (i = 0; i < UNREAD_COUNT; i++) {
		snprintf(code, sizeof code, "unread.%s",
		    unread_name((enum unread)i));
		if (!category_known(code))
			fail_msg("%s is not a category", code);
	}
	assert_false(category_known(""));
	assert_false(category_known("personal"));
	assert_false(category_known("Personal.id"));
	assert_false(category_known("personal.*"));
}

/* Reviewers are those of probity-policy(5); what nobody is named for goes to
 * the officer who may see anything. */
static void
reviewers(void **state)
{
	static const struct {
		const char *code;
		enum route want;
	} cases_r[] = {
	    {"personal.id", ROUTE_DPO},
	    {"personal.special", ROUTE_DPO},
	    {"confidential.exempt", ROUTE_MO},
	    {"political.campaign", ROUTE_MO},
	    {"conduct.asset", ROUTE_COMMS},
	    {"recipients.exposed", ROUTE_DPO},
	    {"unread.image", ROUTE_DPO},
	    {"no.such", ROUTE_DPO},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases_r); i++)
		test_same(cases_r[i].code,
		    route_name(category_route(cases_r[i].code)),
		    route_name(cases_r[i].want));
}

/* A pattern is one code, a family or everything; a family is its own dotted
 * word, not a string that happens to begin alike. */
static void
patterns(void **state)
{
	static const struct {
		const char *pattern, *code;
		bool want;
	} cases_p[] = {
	    {"personal.id", "personal.id", true},
	    {"personal.id", "personal.idx", false},
	    {"personal.i", "personal.id", false},
	    {"personal.*", "personal.id", true},
	    {"personal.*", "personality.id", false},
	    {"personal.*", "personal", false},
	    {"person.*", "personal.id", false},
	    {"*", "conduct.chain", true},
	    {".*", "personal.id", false},
	    {"", "personal.id", false},
	    {"personal*", "personal.id", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases_p); i++)
		if (category_matches(cases_p[i].pattern, cases_p[i].code) !=
		    cases_p[i].want)
			fail_msg("'%s' on '%s': want %d", cases_p[i].pattern,
			    cases_p[i].code, cases_p[i].want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(vocabularies),
	    cmocka_unit_test(not_words),
	    cmocka_unit_test(stopping),
	    cmocka_unit_test(categories),
	    cmocka_unit_test(reviewers),
	    cmocka_unit_test(patterns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
