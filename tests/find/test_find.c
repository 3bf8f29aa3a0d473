/* SPDX-License-Identifier: MIT
 *
 * test_find.c - what rules find in a message, how sure they are and what is
 * shown of it.
 */
#include "find/find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "find/rulefile.h"
#include "lib/test.h"

/* A small set with everything in it; the numbers are reserved ones. */
static const char *const rules_yaml =
    "- id: person\n"
    "  mark: true\n"
    "  case: exact\n"
    "  people: name\n"
    "  regex: '\\b(?:Mrs?|Dr) [A-Z][a-z]+'\n"
    "- id: ni\n"
    "  title: National Insurance number\n"
    "  category: personal.id\n"
    "  why: It opens records.\n"
    "  law: UK GDPR Art 4(1)\n"
    "  regex: '\\b[A-Z]{2} ?(?:\\d{2} ?){3}[A-D]\\b'\n"
    "  validator: nino\n"
    "  context: {words: [ni number, national insurance], rules: [dob],"
    " within: 100}\n"
    "  not: {words: [course code]}\n"
    "  people: row\n"
    "  confidence: {alone: medium, with-context: high}\n"
    "- id: nhs\n"
    "  title: NHS number\n"
    "  category: personal.id\n"
    "  regex: '\\b\\d{3} ?\\d{3} ?\\d{4}\\b'\n"
    "  validator: nhs-number\n"
    "  context: {words: [nhs]}\n"
    "  people: row\n"
    "  confidence: {alone: low, with-context: high}\n"
    "- id: tax\n"
    "  title: Tax reference\n"
    "  category: personal.id\n"
    "  regex: '\\b\\d{3} ?\\d{3} ?\\d{4}\\b'\n"
    "  context: {words: [utr]}\n"
    "  confidence: {alone: low, with-context: high}\n"
    "- id: dob\n"
    "  mark: true\n"
    "  regex: 'born (?<value>\\d\\d/\\d\\d/\\d{4})'\n"
    "- id: health\n"
    "  title: Health term\n"
    "  category: personal.special\n"
    "  phrases: [diabet*, heart attack]\n"
    "  needs: [person]\n"
    "  confidence: {alone: high}\n"
    "- id: exempt\n"
    "  title: Exempt marking\n"
    "  category: confidential.exempt\n"
    "  phrases: [not for publication]\n"
    "  anchor: [subject, heading, filename]\n"
    "  confidence: {alone: high}\n"
    "- id: vote\n"
    "  title: Asks for a vote\n"
    "  category: political.campaign\n"
    "  regex: 'vote for (\\w{1,20}) on polling day'\n"
    "  shows: phrase\n"
    "  zones: [authored]\n"
    "  line: false\n"
    "  confidence: {alone: medium}\n"
    "- id: threat\n"
    "  title: Threat\n"
    "  category: conduct.abuse\n"
    "  phrases: [watch your back]\n"
    "  not: {rules: [dob], within: 0}\n"
    "  severe: true\n"
    "  confidence: {alone: high}\n"
    "- id: slow\n"
    "  title: Slow\n"
    "  category: conduct.abuse\n"
    "  regex: 'slow(?:a+)+(?!a|b)'\n"
    "  confidence: {alone: low}\n"
    "- id: exposed\n"
    "  title: Exposed\n"
    "  category: recipients.exposed\n"
    "  check: recipients-exposed\n"
    "  at-least: 2\n"
    "  confidence: {alone: medium}\n";

static struct rules *rules;

static int
setup(void **state)
{
	(void)state;
	rules = rulefile_load(rules_yaml, ENGINE_BEST);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	rules_free(rules);
	return 0;
}

static void
run(const struct text *v, size_t n, const struct facts *facts,
    struct findings *ret)
{
	static const struct facts none = {0};
	struct texts texts = {.v = (struct text *)v, .n = n};
	struct finder *f = finder_new(rules);

	*ret = (struct findings){0};
	assert_int_equal(
	    find_all(f, &texts, facts != NULL ? facts : &none, ret), 0);
	finder_free(f);
}

/* One line for each finding. */
static char *
lines(const struct findings *l)
{
	struct buf out = BUF_MAX(1u << 20);
	size_t i, j;

	for (i = 0; i < l->n; i++) {
		const struct finding *f = &l->v[i];

		buf_addf(&out, "%s%s%s %s%s%s [%s]", i > 0 ? "\n" : "", f->rule,
		    f->person ? "+person" : "", confidence_name(f->confidence),
		    f->severe ? " severe " : " ", whose_name(f->whose),
		    f->excerpt);
		for (j = 0; j < f->evidence.n; j++)
			buf_addf(&out, " %s;", f->evidence.v[j]);
	}
	return buf_take(&out);
}

/* Confidence follows the evidence, what is shown is masked, what is excluded or
 * lacks what it needs is not raised. */
static void
test_found(void **state)
{
	static const struct {
		const char *text, *want;
		enum zone zone;
		const char *place;
	} cases[] = {
	    {"code MW 00 00 00 A",
		"ni medium third-party [MW •• •• •• A] format; check 'nino' "
		"passed;",
		ZONE_AUTHORED, NULL},
	    {"NI  number: MW000000A",
		"ni high third-party [NI number MW••••••A] format; check "
		"'nino' passed; keyword 'NI number' 2 characters before;",
		ZONE_AUTHORED, NULL},
	    {"MW000000A is her national\ninsurance no",
		"ni high third-party [national insurance MW••••••A] format; "
		"check 'nino' passed; keyword 'national insurance' 8 "
		"characters after;",
		ZONE_AUTHORED, NULL},
	    {"born 01/02/1970, MW000000A",
		"ni high third-party [MW••••••A] format; check 'nino' passed; "
		"'dob' 2 characters before;",
		ZONE_AUTHORED, NULL},
	    {"course code MW000000A", "", ZONE_AUTHORED, NULL},
	    {"QQ123456A", "", ZONE_AUTHORED, NULL},
	    {"NI number MW000000A", "", ZONE_FOOTER, NULL},
	    {"my NI number MW000000A",
		"ni high sender [NI number MW••••••A] format; check 'nino' "
		"passed; keyword 'NI number' 1 characters before;",
		ZONE_AUTHORED, NULL},
	    {"nhs 999 000 0018",
		"nhs high third-party [nhs 99• ••• •••8] format; check "
		"'nhs-number' passed; keyword 'nhs' 1 characters before;",
		ZONE_AUTHORED, NULL},
	    {"Mrs Khan has diabetes. He ran.",
		"health+person high severe third-party [health term beside a "
		"person's name] wording; person in the same sentence;",
		ZONE_AUTHORED, NULL},
	    {"Mrs Khan rang. Diabetes is common.", "", ZONE_AUTHORED, NULL},
	    {"Not for publication",
		"exempt high severe unknown [Not for publication] wording; in "
		"the subject;",
		ZONE_SUBJECT, NULL},
	    {"report-not_for_publication.docx",
		"exempt high severe unknown [not_for_publication] wording; in "
		"a file name;",
		ZONE_METADATA, "attachment name"},
	    {"It was, the chair said, not for publication at all.", "",
		ZONE_AUTHORED, NULL},
	    {"Vote for Small on polling day",
		"vote medium unknown [Vote for S• on polling day] format;",
		ZONE_AUTHORED, NULL},
	    {"watch your back",
		"threat high severe unknown [watch your back] wording;",
		ZONE_AUTHORED, NULL},
	    {"", "", ZONE_AUTHORED, NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct text text = rulefile_text(cases[i].zone,
		    cases[i].place ? cases[i].place : "body", cases[i].text);
		struct findings found;
		char *got;

		run(&text, 1, NULL, &found);
		got = lines(&found);
		test_same(cases[i].text, got, cases[i].want);
		free(got);
		findings_free(&found);
	}
}

/* A span is bytes of the text itself, whatever the view made of it. */
static void
test_span(void **state)
{
	const char *data = "caf\xc3\xa9 \xe2\x80\x8bNI\xc2\xa0number "
			   "MW\xc2\xa0"
			   "00\xe2\x80\x89"
			   "00\xc2\xa0"
			   "00\xc2\xa0"
			   "A.";
	const char *at = strstr(data, "MW");
	struct text text = rulefile_text(ZONE_AUTHORED, "body", data);
	struct findings found;

	(void)state;
	run(&text, 1, NULL, &found);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.v[0].start, at - data);
	assert_int_equal(found.v[0].end, strlen(data) - 1);
	assert_int_equal(found.v[0].confidence, CONFIDENCE_HIGH);
	findings_free(&found);
}

/* A table: the row is named, the column's heading is context, rows are people,
 * and ten of them make it severe. */
static void
test_table(void **state)
{
	struct buf data = BUF_MAX(1u << 20);
	struct findings found;
	struct text text;
	int i;

	(void)state;
	buf_adds(&data, "Tenant\tNI number\tRent\n");
	for (i = 0; i < 12; i++)
		buf_addf(&data, "T%d\tMW00%02d00A\t%d\n", i, i, i);
	buf_adds(&data, "again\tMW000000A\t\n");
	text = rulefile_text(ZONE_ATTACHMENT, "rents.csv", buf_str(&data));
	text.table = true;
	text.unit = UNIT_ROW;
	run(&text, 1, NULL, &found);
	assert_int_equal(found.n, 13);
	test_same("place", found.v[0].place, "row 2 of rents.csv");
	test_same("place", found.v[12].place, "row 14 of rents.csv");
	test_same("evidence", found.v[3].evidence.v[2],
	    "keyword 'NI number' heads the column");
	assert_int_equal(found.people, 13);
	test_same("how", found.people_how, "13 table rows");
	assert_true(found.v[0].severe);
	findings_free(&found);
	buf_free(&data);
}

/* Of two rules about the same bytes the one with context stays; without
 * context for either both do. */
static void
test_same_bytes(void **state)
{
	struct text text =
	    rulefile_text(ZONE_AUTHORED, "body", "NHS: 9990000018");
	struct findings found;

	(void)state;
	run(&text, 1, NULL, &found);
	assert_int_equal(found.n, 1);
	test_same("rule", found.v[0].rule, "nhs");
	findings_free(&found);
	text = rulefile_text(ZONE_AUTHORED, "body", "ref 9990000018");
	run(&text, 1, NULL, &found);
	assert_int_equal(found.n, 2);
	findings_free(&found);
}

/* People are counted past the findings that are kept. */
static void
test_limit(void **state)
{
	struct buf data = BUF_MAX(1u << 20);
	struct findings found;
	struct text text;
	int i, people = LIMIT_FINDINGS + 500;

	(void)state;
	for (i = 0; i < people; i++)
		buf_addf(&data, "MW%02d%02d%02dA ok\n", i / 10000,
		    i / 100 % 100, i % 100);
	text = rulefile_text(ZONE_AUTHORED, "body", buf_str(&data));
	run(&text, 1, NULL, &found);
	assert_int_equal(found.n, LIMIT_FINDINGS);
	assert_int_equal(found.dropped, 500);
	assert_int_equal(found.people, people);
	findings_free(&found);
	buf_free(&data);
}

/* A flood of guesses hides nothing that is sure. */
static void
test_flood(void **state)
{
	struct buf data = BUF_MAX(1u << 20);
	struct findings found;
	struct text text;
	size_t i, severe = 0, extra = 100;

	(void)state;
	for (i = 0; i < LIMIT_FINDINGS + extra; i++)
		buf_adds(&data, "slowa\n");
	buf_adds(&data, "\nMrs Khan has diabetes.\n");
	text = rulefile_text(ZONE_AUTHORED, "body", buf_str(&data));
	run(&text, 1, NULL, &found);
	assert_int_equal(found.n, LIMIT_FINDINGS);
	assert_int_equal(found.dropped, extra + 1);
	for (i = 0; i < found.n; i++)
		severe += found.v[i].severe;
	assert_int_equal(severe, 1);
	findings_free(&found);
	buf_free(&data);
}

/* Where more of a rule's words stand than are kept, what the rule would find is
 * not known; the next text starts afresh. */
static void
test_crowded(void **state)
{
	struct rules *r = rulefile_load("- id: words\n"
					"  phrases: [in]\n"
					"  needs: [{words: [never]}]\n"
					"  category: conduct.abuse\n"
					"  confidence: {alone: low}\n"
					"- id: context\n"
					"  regex: 'MW\\d{6}A'\n"
					"  category: personal.id\n"
					"  context: {words: [in]}\n"
					"  confidence: {with-context: high}\n"
					"- id: not\n"
					"  regex: 'MX\\d{6}A'\n"
					"  category: personal.id\n"
					"  not: {words: [in]}\n"
					"  confidence: {alone: low}\n"
					"- id: other\n"
					"  regex: 'MY\\d{6}A'\n"
					"  category: personal.id\n"
					"  context: {words: [out]}\n"
					"  confidence: {alone: low}\n",
	    ENGINE_BEST);
	struct buf data = BUF_MAX(8u << 20);
	struct findings found;

	(void)state;
	while (data.len < 3100000)
		buf_adds(&data, "in ");
	rulefile_find(r, buf_str(&data), &found);
	assert_int_equal(found.cannot_tell.n, 3);
	test_same("rule", found.cannot_tell.v[1], "context");
	findings_free(&found);
	rulefile_find(r, "in MW000000A", &found);
	assert_int_equal(found.cannot_tell.n, 0);
	assert_int_equal(found.n, 1);
	findings_free(&found);
	buf_free(&data);
	rules_free(r);
}

/* A pattern that runs into the match limit is named, and what else there is is
 * still found; the next message starts afresh. */
static void
test_cannot_tell(void **state)
{
	struct text text = rulefile_text(ZONE_AUTHORED, "body",
	    "MW000000A slowaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
	struct texts texts = {.v = &text, .n = 1};
	struct facts facts = {.line = false};
	struct finder *f = finder_new(rules);
	struct findings found = {0};

	(void)state;
	assert_int_equal(find_all(f, &texts, &facts, &found), 0);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.cannot_tell.n, 1);
	test_same("rule", found.cannot_tell.v[0], "slow");
	findings_free(&found);
	text = rulefile_text(ZONE_AUTHORED, "body", "slowa");
	assert_int_equal(find_all(f, &texts, &facts, &found), 0);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.cannot_tell.n, 0);
	findings_free(&found);
	finder_free(f);
}

/* What is about recipients and what says so does not fire on single lines. */
static void
test_line(void **state)
{
	struct facts_visible visible[] = {
	    {NULL, (char *)"b@example.org"}, {NULL, (char *)"c@example.com"}};
	struct facts facts = {
	    .header_from = "a@town.example", .visible = visible, .nvisible = 2};
	struct text text = rulefile_text(
	    ZONE_AUTHORED, "body", "vote for Small on polling day");
	struct findings found;

	(void)state;
	run(&text, 1, &facts, &found);
	assert_int_equal(found.n, 2);
	test_same("check", found.v[1].excerpt,
	    "2 outside addresses that all of them can see");
	findings_free(&found);
	facts.line = true;
	run(&text, 1, &facts, &found);
	assert_int_equal(found.n, 0);
	findings_free(&found);
}

/* Processor seconds that so many bytes of a piece over and over take. */
static double
cost_of(const char *bit, size_t len, char *data)
{
	struct findings found;
	struct text text;
	clock_t start;
	size_t i;

	for (i = 0; i < len; i += strlen(bit))
		memcpy(data + i, bit, strlen(bit));
	data[i] = '\0';
	text = rulefile_text(ZONE_AUTHORED, "body", data);
	start = clock();
	run(&text, 1, NULL, &found);
	findings_free(&found);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Four times of anything cost about four times: twice that, and what a busy
 * machine may add, is what is borne. */
static void
test_linear(void **state)
{
	static const char *const bits[] = {"9", "a", " ", "> ", "9 ",
	    "MW000000A ", "Mrs Khan diabetes ", "slow", "\xc2\xa0",
	    "not for publication\n", "\n", "999 000 0018 nhs ", "."};
	const size_t len = 1u << 20;
	char *data = malloc(len + 64);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bits); i++) {
		double one = cost_of(bits[i], len / 4, data);
		double four = cost_of(bits[i], len, data);

		if (four > 8 * one + 0.5)
			fail_msg("'%s': %.2f s, and %.2f s for four times it",
			    bits[i], one, four);
	}
	free(data);
}

/* Processor seconds for a table of one row with so many numbers. */
static double
cost_of_row(size_t n)
{
	struct buf data = BUF_MAX(16u << 20);
	struct findings found;
	struct text text;
	clock_t start;

	buf_adds(&data, "Dear Mrs Khan,");
	while (n-- > 0)
		buf_adds(&data, "\tMW000000A");
	text = rulefile_text(ZONE_ATTACHMENT, "one.csv", buf_str(&data));
	text.table = true;
	start = clock();
	run(&text, 1, NULL, &found);
	findings_free(&found);
	buf_free(&data);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* So does one endless row of a table. */
static void
test_linear_row(void **state)
{
	double one = cost_of_row(10000), four = cost_of_row(40000);

	(void)state;
	if (four > 8 * one + 0.5)
		fail_msg("%.2f s, and %.2f s for four times it", one, four);
}

/* Processor seconds for a text that ends in so many near misses of a wide
 * pattern. */
static double
cost_of_places(const struct rules *r, size_t n)
{
	struct buf data = BUF_MAX(1u << 20);
	struct findings found;
	clock_t start;
	size_t i;

	while (data.len < 90000)
		buf_adds(&data, "a bc d ");
	for (i = 0; i < 60; i++)
		buf_adds(&data, i < n ? "ak9k " : "akkk ");
	start = clock();
	for (i = 0; i < 30; i++) {
		rulefile_find(r, buf_str(&data), &found);
		assert_int_equal(found.n, 0);
		assert_int_equal(found.cannot_tell.n, 0);
	}
	buf_free(&data);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* However many places of a pattern the engine sees near each other, what lies
 * before them is searched once. */
static void
test_linear_places(void **state)
{
	struct rules *r =
	    rulefile_load("- id: wide\n"
			  "  regex: '[a-z](?:x.{1,24000})?k9(?!k)'\n"
			  "  category: conduct.abuse\n"
			  "  confidence: {alone: low}\n",
		ENGINE_BEST);
	double one = cost_of_places(r, 1), many = cost_of_places(r, 60);

	(void)state;
	rules_free(r);
	if (many > 4 * one + 0.1)
		fail_msg("%.2f s for a place, %.2f s for 60", one, many);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_found),
	    cmocka_unit_test(test_span),
	    cmocka_unit_test(test_table),
	    cmocka_unit_test(test_same_bytes),
	    cmocka_unit_test(test_limit),
	    cmocka_unit_test(test_flood),
	    cmocka_unit_test(test_crowded),
	    cmocka_unit_test(test_cannot_tell),
	    cmocka_unit_test(test_line),
	    cmocka_unit_test(test_linear),
	    cmocka_unit_test(test_linear_row),
	    cmocka_unit_test(test_linear_places),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
