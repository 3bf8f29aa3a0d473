/* SPDX-License-Identifier: MIT
 *
 * test_finder_raise.c - lists of people, whole names, "my" and "your".
 */
#include "find/finder.h"

#include <string.h>

#include "base/envelope.h"
#include "find/rulefile.h"
#include "lib/test.h"

static const char *const rules_yaml =
    "- id: person\n"
    "  mark: true\n"
    "  case: exact\n"
    "  people: name\n"
    "  regex: '\\b(?:Mrs?|Dr) (?<value>[A-Z][a-z]+)'\n"
    "- id: first\n"
    "  mark: true\n"
    "  case: exact\n"
    "  people: name\n"
    "  phrases: [Amina, Tomasz, Joan]\n"
    "- id: listed\n"
    "  title: List of people\n"
    "  category: personal.bulk\n"
    "  regex: '\\b07700 900\\d{3}\\b'\n"
    "  people: row\n"
    "  shows: class\n"
    "  confidence: {alone: medium}\n"
    "- id: ni\n"
    "  title: National Insurance number\n"
    "  category: personal.id\n"
    "  regex: '\\b[A-Z]{2} ?(?:\\d{2} ?){3}[A-D]\\b'\n"
    "  context: {words: [ni number]}\n"
    "  people: row\n"
    "  confidence: {alone: medium, with-context: high}\n"
    "- id: health\n"
    "  title: Health term\n"
    "  category: personal.special\n"
    "  phrases: [asthma]\n"
    "  needs: [{rule: [person, first]}]\n"
    "  confidence: {alone: high}\n";

static void
find(const struct text *text, const char *to, struct findings *ret)
{
	struct rules *r = rulefile_load(rules_yaml, ENGINE_BEST);
	struct finder *f = finder_new(r);
	const struct texts texts = {
	    .v = (struct text *)(uintptr_t)text, .n = 1};
	struct envelope e = {0};
	const struct facts facts = {.envelope = &e};

	envelope_sender(&e, "<alex@town.example>", NULL);
	envelope_recipient(&e, to, NULL);
	assert_int_equal(find_all(f, &texts, &facts, ret), 0);
	finder_free(f);
	rules_free(r);
	envelope_free(&e);
}

static size_t
count(const struct findings *l, const char *rule)
{
	size_t i, n = 0;

	for (i = 0; i < l->n; i++)
		n += strcmp(l->v[i].rule, rule) == 0;
	return n;
}

/* Three people's particulars are a list, found once; two, or one person's
 * three times, are none; each person of a list counts. */
static void
test_list(void **state)
{
	static const struct {
		const char *text;
		size_t lists, people;
	} cases[] = {
	    {"Joan 07700 900114, Stan 07700 900120, Ivy 07700 900131", 1, 3},
	    {"Joan 07700 900114\nStan 07700 900120\nIvy 07700 900131\n"
	     "Bob 07700 900132\n",
		1, 4},
	    {"Joan 07700 900114, Stan 07700 900120", 0, 0},
	    {"07700 900114 or 07700 900114 or 07700 900114", 0, 0},
	    {"my mobile 07700 900114, Stan 07700 900120, Ivy 07700 900131", 0,
		0},
	    {"", 0, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct text t =
		    rulefile_text(ZONE_AUTHORED, "body", cases[i].text);
		struct findings l = {0};

		find(&t, "<lee@example.com>", &l);
		if (count(&l, "listed") != cases[i].lists ||
		    l.people != cases[i].people)
			fail_msg("%s: %zu lists, %zu people", cases[i].text,
			    count(&l, "listed"), l.people);
		findings_free(&l);
	}
}

/* In a table each row is a person. */
static void
test_table(void **state)
{
	struct text t = rulefile_text(ZONE_ATTACHMENT, "list.csv",
	    "Name\tMobile\nJoan\t07700 900114\nStan\t07700 900120\n"
	    "Ivy\t07700 900131\n");
	struct findings l = {0};

	(void)state;
	t.table = true;
	find(&t, "<lee@example.com>", &l);
	assert_int_equal(count(&l, "listed"), 1);
	assert_int_equal(l.people, 3);
	findings_free(&l);
}

/* The whole name says whose it is: title and surname, or first name and
 * surname; an own thing is the writer's, another's relation is not. */
static void
test_whose(void **state)
{
	static const struct {
		const char *text;
		enum whose want;
	} cases[] = {
	    {"The NI number of Mrs Khan is MW000000A", WHOSE_RECIPIENT},
	    {"The NI number of Amina Khan is MW000000A", WHOSE_RECIPIENT},
	    {"The NI number of Tomasz Khan is MW000000A", WHOSE_THIRD_PARTY},
	    {"The NI number of Amina Nowak is MW000000A", WHOSE_THIRD_PARTY},
	    {"my NI number is MW000000A", WHOSE_SENDER},
	    {"my own private number is MW000000A", WHOSE_SENDER},
	    {"your NI number is MW000000A", WHOSE_RECIPIENT},
	    {"my neighbour's number is MW000000A", WHOSE_THIRD_PARTY},
	    {"MW000000A", WHOSE_THIRD_PARTY},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct text t =
		    rulefile_text(ZONE_AUTHORED, "body", cases[i].text);
		struct findings l = {0};

		find(&t, "<amina.khan@example.org>", &l);
		assert_int_equal(l.n, 1);
		test_same(cases[i].text, whose_name(l.v[0].whose),
		    whose_name(cases[i].want));
		findings_free(&l);
	}
}

/* However a person is named, it is one; another is another. */
static void
test_names(void **state)
{
	struct text t = rulefile_text(ZONE_AUTHORED, "body",
	    "Amina Khan has asthma. Mrs Khan and Amina both, asthma it is.\n\n"
	    "Tomasz Nowak has asthma.");
	struct findings l = {0};

	(void)state;
	find(&t, "<lee@example.com>", &l);
	assert_int_equal(l.people, 2);
	findings_free(&l);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_list),
	    cmocka_unit_test(test_table),
	    cmocka_unit_test(test_whose),
	    cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
