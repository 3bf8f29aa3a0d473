/* SPDX-License-Identifier: MIT
 *
 * test_whose.c - whose data a finding is.
 */
#include "find/whose.h"

#include <stdio.h>
#include <string.h>

#include "base/words.h"
#include "config/config.h"
#include "config/files.h"
#include "lib/test.h"

static struct config *
load(void)
{
	struct buf err = BUF_MAX(4096);
	struct config *c;

	files_folder();
	files_write("rules/x.yaml", "");
	files_write("conf/policy.yaml",
	    "- {id: p, action: hold, when: {severe: yes}}\n");
	files_write("conf/members.csv",
	    "name,addresses,phones,private\n"
	    "Alex Small,alex@town.example,01632 960111,alex@home.example\n"
	    "Bea Green,bea@town.example,07700 900222,\n");
	files_write("conf/lists/trusted.txt", "police.example\n");
	c = config_load(files_write("conf/probity.yaml",
			    "council:\n  domains: [town.example]\n"
			    "  contact: Town Hall, 01632 960999\n"),
	    &err);
	if (c == NULL)
		fail_msg("%s", buf_str(&err));
	return c;
}

/* A value is owned by whoever is known to own it; names and "my" and "your"
 * say the rest; wording about nobody is unknown. Alex Small writes to one
 * person outside, Amina Khan, and to a colleague. */
static void
test_one_recipient(void **state)
{
	static const struct {
		const char *s, *name;
		enum whose want;
		enum zone zone;
		int word;
		bool wording;
		const char *category;
	} cases[] = {
	    {"alex@town.example", .want = WHOSE_SENDER},
	    {"ALEX@home.example", .want = WHOSE_SENDER},
	    {"khan@example.org", .want = WHOSE_RECIPIENT},
	    {"bea@town.example", .want = WHOSE_RECIPIENT},
	    {"someone@town.example", .want = WHOSE_PUBLIC},
	    {"planning@other.gov.uk", .want = WHOSE_PUBLIC},
	    {"j.smith@other.gov.uk", .want = WHOSE_PUBLIC},
	    {"j.smith@gov.uk.example", .want = WHOSE_THIRD_PARTY},
	    {"desk@police.example", .want = WHOSE_PUBLIC},
	    {"bea.green@example.net", .name = "Cllr Green",
		.category = "personal.contact", .want = WHOSE_PUBLIC},
	    {"bea.green@example.net", .name = "Mr Jones",
		.category = "personal.contact", .want = WHOSE_THIRD_PARTY},
	    {"01632 960444", .name = "Bea Green",
		.category = "personal.contact", .want = WHOSE_PUBLIC},
	    {"14 Mill Lane", .name = "Cllr Green",
		.category = "personal.contact", .want = WHOSE_THIRD_PARTY},
	    {"asthma", .name = "Cllr Green", .category = "personal.special",
		.wording = true, .want = WHOSE_UNKNOWN},
	    {"other@example.org", .want = WHOSE_THIRD_PARTY},
	    {"01632 960111", .want = WHOSE_SENDER},
	    {"+44 (0)1632 960111", .want = WHOSE_SENDER},
	    {"+44 1632 960 111", .want = WHOSE_SENDER},
	    {"01632 960999", .want = WHOSE_PUBLIC},
	    {"01632 960998", .want = WHOSE_THIRD_PARTY},
	    {"MW000000A", .want = WHOSE_THIRD_PARTY},
	    {"MW000000A", .name = "Mrs Khan", .want = WHOSE_RECIPIENT},
	    {"MW000000A", .name = "Amina Khan", .want = WHOSE_RECIPIENT},
	    {"MW000000A", .name = "Mr Jones", .want = WHOSE_THIRD_PARTY},
	    {"MW000000A", .name = "Amina", .want = WHOSE_THIRD_PARTY},
	    {"MW000000A", .name = "Alex Small", .want = WHOSE_SENDER},
	    {"MW000000A", .name = "Cllr Green", .want = WHOSE_THIRD_PARTY},
	    {"MW000000A", .want = WHOSE_SENDER, .word = WHOSE_WORD_MY},
	    {"MW000000A", .want = WHOSE_RECIPIENT, .word = WHOSE_WORD_YOUR},
	    {"MW000000A", .want = WHOSE_RECIPIENT, .word = WHOSE_WORD_READER},
	    {"MW000000A", .name = "Mr Jones", .want = WHOSE_THIRD_PARTY,
		.word = WHOSE_WORD_READER},
	    {"MW000000A", .want = WHOSE_THIRD_PARTY, .word = WHOSE_WORD_ALONE},
	    {"asthma", .want = WHOSE_RECIPIENT, .wording = true,
		.word = WHOSE_WORD_READER},
	    {"MW000000A", .want = WHOSE_THIRD_PARTY, .word = WHOSE_WORD_MY,
		.zone = ZONE_QUOTED},
	    {"MW000000A", .want = WHOSE_SENDER, .zone = ZONE_SIGNATURE},
	    {"asthma", .want = WHOSE_UNKNOWN, .wording = true},
	    {"asthma", .name = "Mr Jones", .want = WHOSE_THIRD_PARTY,
		.wording = true},
	    {"vote for us", .name = "Mr Jones", .want = WHOSE_UNKNOWN,
		.wording = true, .category = "political.campaign"},
	};
	struct facts_visible visible[] = {
	    {(char *)"Amina Khan", (char *)"khan@example.org"},
	    {(char *)"Bea Green", (char *)"bea@town.example"}};
	struct envelope e = {0};
	struct whose_known *k = whose_new();
	struct config *c = load();
	struct facts facts = {.config = c,
	    .envelope = &e,
	    .header_from = "alex@town.example",
	    .visible = visible,
	    .nvisible = 2};
	size_t i;

	(void)state;
	envelope_sender(&e, "<alex@town.example>", NULL);
	envelope_recipient(&e, "<khan@example.org>", NULL);
	envelope_recipient(&e, "<bea@town.example>", NULL);
	assert_int_equal(whose_start(k, &facts, NULL), 0);
	for (i = 0; i < COUNT(cases); i++) {
		struct whose_name name = {
		    cases[i].name, cases[i].name ? strlen(cases[i].name) : 0};
		struct whose_question q = {
		    .category =
			cases[i].category ? cases[i].category : "personal.id",
		    .value = !cases[i].wording,
		    .s = cases[i].s,
		    .len = strlen(cases[i].s),
		    .zone = cases[i].zone ? cases[i].zone : ZONE_AUTHORED,
		    .names = &name,
		    .nnames = cases[i].name != NULL,
		};

		q.word = cases[i].word;
		test_same(cases[i].s, whose_name(whose_of(k, &q)),
		    whose_name(cases[i].want));
	}
	whose_free(k);
	envelope_free(&e);
	config_unref(c);
	files_remove();
}

/* With a second recipient outside nothing is the recipient's own but their
 * address: the other one sees it too. */
static void
test_two_recipients(void **state)
{
	struct facts_visible visible[] = {
	    {(char *)"Amina Khan", (char *)"khan@example.org"},
	    {(char *)"Cy Lee", (char *)"lee@example.com"}};
	struct whose_name name = {"Mrs Khan", 8};
	struct whose_question q = {.category = "personal.id",
	    .value = true,
	    .s = "MW000000A",
	    .len = 9,
	    .zone = ZONE_AUTHORED,
	    .names = &name,
	    .nnames = 1};
	struct envelope e = {0};
	struct whose_known *k = whose_new();
	struct facts facts = {.envelope = &e,
	    .header_from = "alex@town.example",
	    .visible = visible,
	    .nvisible = 2};

	(void)state;
	envelope_sender(&e, "<alex@town.example>", NULL);
	envelope_recipient(&e, "<khan@example.org>", NULL);
	whose_start(k, &facts, NULL);
	assert_int_equal(whose_of(k, &q), WHOSE_RECIPIENT);
	envelope_recipient(&e, "<lee@example.com>", NULL);
	whose_start(k, &facts, NULL);
	assert_int_equal(whose_of(k, &q), WHOSE_THIRD_PARTY);
	q.nnames = 0;
	q.word = WHOSE_WORD_YOUR;
	assert_int_equal(whose_of(k, &q), WHOSE_THIRD_PARTY);
	whose_free(k);
	envelope_free(&e);
}

/* What the one outside recipient wrote, and is quoted, is no news to them; not
 * so with a second recipient, another's words in the quotation, or none. */
static void
test_echo(void **state)
{
	static const struct {
		const char *name, *quoted;
		bool second;
		enum whose want;
	} cases[] = {
	    {"their own words", "khan@example.org wrote:\n14 Mill Lane is damp",
		false, WHOSE_RECIPIENT},
	    {"a second recipient",
		"khan@example.org wrote:\n14 Mill Lane is damp", true,
		WHOSE_THIRD_PARTY},
	    {"somebody else's words",
		"khan@example.org asks.\nlee@example.com: 14 Mill Lane", false,
		WHOSE_THIRD_PARTY},
	    {"nobody's words", "14 Mill Lane is damp", false,
		WHOSE_THIRD_PARTY},
	    {"another value", "khan@example.org wrote:\n4 Mill Lane is damp",
		false, WHOSE_THIRD_PARTY},
	};
	const struct whose_question q = {.category = "personal.contact",
	    .value = true,
	    .s = "14 Mill Lane",
	    .len = 12,
	    .zone = ZONE_AUTHORED};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct text t = {.zone = ZONE_QUOTED,
		    .data = (char *)(uintptr_t)cases[i].quoted,
		    .len = strlen(cases[i].quoted)};
		const struct texts texts = {.v = &t, .n = 1};
		struct envelope e = {0};
		const struct facts facts = {.envelope = &e};
		struct whose_known *k = whose_new();

		envelope_sender(&e, "<alex@town.example>", NULL);
		envelope_recipient(&e, "<khan@example.org>", NULL);
		if (cases[i].second)
			envelope_recipient(&e, "<lee@example.com>", NULL);
		assert_int_equal(whose_start(k, &facts, &texts), 0);
		test_same(cases[i].name, whose_name(whose_of(k, &q)),
		    whose_name(cases[i].want));
		whose_free(k);
		envelope_free(&e);
	}
}

/* Wording that the one recipient used near a "my" is told back to them; what
 * they wrote of others is not, nor what stands beside another's name. With
 * "your mother" for a subject, talk of her alone is theirs too. */
static void
test_family(void **state)
{
	static const struct {
		const char *name, *subject, *quoted;
		bool beside, alone;
		enum whose want;
	} cases[] = {
	    {"their own words", "plan",
		"khan@example.org wrote:\nmy son has asthma", false, false,
		WHOSE_RECIPIENT},
	    {"their words of another", "plan",
		"khan@example.org wrote:\nTom next door has asthma", false,
		false, WHOSE_UNKNOWN},
	    {"beside a name", "plan",
		"khan@example.org wrote:\nmy son has asthma", true, false,
		WHOSE_THIRD_PARTY},
	    {"a subject", "Your son's bus", "", false, true, WHOSE_RECIPIENT},
	    {"a subject, a neighbour", "Your son's bus", "", false, false,
		WHOSE_UNKNOWN},
	    {"a subject, a name", "Your son's bus", "", true, true,
		WHOSE_THIRD_PARTY},
	    {"another subject", "The bus", "", false, true, WHOSE_UNKNOWN},
	};
	static const struct whose_name jones = {"Mr Jones", 8};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct text t[2] = {
		    {.zone = ZONE_QUOTED,
			.data = (char *)(uintptr_t)cases[i].quoted,
			.len = strlen(cases[i].quoted)},
		    {.zone = ZONE_SUBJECT,
			.data = (char *)(uintptr_t)cases[i].subject,
			.len = strlen(cases[i].subject)}};
		const struct texts texts = {.v = t, .n = 2};
		const struct whose_question q = {.category = "personal.special",
		    .s = "asthma",
		    .len = 6,
		    .zone = ZONE_AUTHORED,
		    .names = &jones,
		    .nnames = cases[i].beside,
		    .word =
			cases[i].alone ? WHOSE_WORD_ALONE : WHOSE_WORD_NONE};
		struct envelope e = {0};
		const struct facts facts = {.envelope = &e};
		struct whose_known *k = whose_new();

		envelope_sender(&e, "<alex@town.example>", NULL);
		envelope_recipient(&e, "<khan@example.org>", NULL);
		assert_int_equal(whose_start(k, &facts, &texts), 0);
		test_same(cases[i].name, whose_name(whose_of(k, &q)),
		    whose_name(cases[i].want));
		whose_free(k);
		envelope_free(&e);
	}
}

/* Who is greeted is the one recipient, unless that one is known to bear
 * another name: then the mail may have gone astray. */
static void
test_greeted(void **state)
{
	static const struct {
		const char *text, *display, *address, *name;
		enum whose want;
	} cases[] = {
	    {"Dear Mrs Khan,\n\nyour NI number", NULL, "rose77@example.org",
		"Mrs Khan", WHOSE_RECIPIENT},
	    {"Hi Amina\n\nabout the NI number", "Amina Khan",
		"rose77@example.org", "Amina", WHOSE_RECIPIENT},
	    {"Annwyl Mrs Khan,\n", NULL, "rose77@example.org", "Mrs Khan",
		WHOSE_RECIPIENT},
	    {"Dear Mrs Khan,\n", "Tom Jones", "tom@example.org", "Mrs Khan",
		WHOSE_THIRD_PARTY},
	    {"Dear Mrs Khan,\n", NULL, "tom.jones@example.org", "Mrs Khan",
		WHOSE_THIRD_PARTY},
	    {"Dear Mrs Khan,\n", NULL, "rose77@example.org", "Mr Nowak",
		WHOSE_THIRD_PARTY},
	    {"I saw Mrs Khan, dear me", NULL, "rose77@example.org", "Mrs Khan",
		WHOSE_THIRD_PARTY},
	    {"", NULL, "rose77@example.org", "Mrs Khan", WHOSE_THIRD_PARTY},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct text t = {.zone = ZONE_AUTHORED,
		    .data = (char *)(uintptr_t)cases[i].text,
		    .len = strlen(cases[i].text)};
		const struct texts texts = {.v = &t, .n = 1};
		struct facts_visible visible = {
		    (char *)(uintptr_t)cases[i].display,
		    (char *)(uintptr_t)cases[i].address};
		struct whose_name name = {cases[i].name, strlen(cases[i].name)};
		const struct whose_question q = {.category = "personal.id",
		    .value = true,
		    .s = "MW000000A",
		    .len = 9,
		    .zone = ZONE_AUTHORED,
		    .names = &name,
		    .nnames = 1};
		struct envelope e = {0};
		const struct facts facts = {
		    .envelope = &e, .visible = &visible, .nvisible = 1};
		struct whose_known *k = whose_new();
		char path[80];

		snprintf(path, sizeof path, "<%s>", cases[i].address);
		envelope_sender(&e, "<alex@town.example>", NULL);
		envelope_recipient(&e, path, NULL);
		assert_int_equal(whose_start(k, &facts, &texts), 0);
		test_same(cases[i].text, whose_name(whose_of(k, &q)),
		    whose_name(cases[i].want));
		whose_free(k);
		envelope_free(&e);
	}
}

/* What stands in a quotation of the one recipient's own words is theirs, be it
 * a value or wording; not where anybody else's address stands in it too. */
static void
test_quoted(void **state)
{
	static const struct {
		const char *text, *display;
		enum whose value, wording;
	} cases[] = {
	    {"khan@example.org wrote:\nmy NI number is MW000000A", NULL,
		WHOSE_RECIPIENT, WHOSE_RECIPIENT},
	    {"On 3 May Amina Khan wrote:\nmy son has asthma", "Amina Khan",
		WHOSE_RECIPIENT, WHOSE_RECIPIENT},
	    {"From: khan@example.org\nTo: alex@town.example\nI have asthma",
		NULL, WHOSE_RECIPIENT, WHOSE_RECIPIENT},
	    {"khan@example.org\nbea@town.example: she has asthma", NULL,
		WHOSE_THIRD_PARTY, WHOSE_UNKNOWN},
	    {"khan@example.org\nlee@example.com: asthma", NULL,
		WHOSE_THIRD_PARTY, WHOSE_UNKNOWN},
	    {"she has asthma", "Amina Khan", WHOSE_THIRD_PARTY, WHOSE_UNKNOWN},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const struct text t = {.zone = ZONE_QUOTED,
		    .data = (char *)(uintptr_t)cases[i].text,
		    .len = strlen(cases[i].text)};
		struct facts_visible visible = {
		    (char *)(uintptr_t)cases[i].display,
		    (char *)(uintptr_t) "khan@example.org"};
		struct whose_question q = {.category = "personal.special",
		    .s = "other",
		    .len = 5,
		    .zone = ZONE_QUOTED,
		    .text = &t};
		struct envelope e = {0};
		const struct facts facts = {.envelope = &e,
		    .header_from = "alex@town.example",
		    .visible = &visible,
		    .nvisible = 1};
		struct whose_known *k = whose_new();

		envelope_sender(&e, "<alex@town.example>", NULL);
		envelope_recipient(&e, "<khan@example.org>", NULL);
		assert_int_equal(whose_start(k, &facts, NULL), 0);
		test_same(cases[i].text, whose_name(whose_of(k, &q)),
		    whose_name(cases[i].wording));
		q.value = true;
		test_same(cases[i].text, whose_name(whose_of(k, &q)),
		    whose_name(cases[i].value));
		whose_free(k);
		envelope_free(&e);
	}
}

/* A number that the sender signs with is the sender's. */
static void
test_signed(void **state)
{
	struct text t = {.zone = ZONE_SIGNATURE,
	    .data = (char *)(uintptr_t) "Alex Small\n(01632) 960-777",
	    .len = 26};
	const struct texts texts = {.v = &t, .n = 1};
	struct whose_question q = {.category = "personal.contact",
	    .value = true,
	    .s = "01632 960777",
	    .len = 12,
	    .zone = ZONE_AUTHORED};
	struct envelope e = {0};
	const struct facts facts = {.envelope = &e};
	struct whose_known *k = whose_new();

	(void)state;
	assert_int_equal(whose_start(k, &facts, &texts), 0);
	assert_int_equal(whose_of(k, &q), WHOSE_SENDER);
	q.s = "01632 960778";
	assert_int_equal(whose_of(k, &q), WHOSE_THIRD_PARTY);
	whose_free(k);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_echo),
	    cmocka_unit_test(test_one_recipient),
	    cmocka_unit_test(test_two_recipients),
	    cmocka_unit_test(test_family),
	    cmocka_unit_test(test_greeted),
	    cmocka_unit_test(test_quoted),
	    cmocka_unit_test(test_signed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
