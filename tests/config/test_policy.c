/* SPDX-License-Identifier: MIT
 *
 * test_policy.c - policy.yaml: what is read, and how errors are said.
 */
#include "config/policy.h"

#include <stdio.h>
#include <string.h>

#include "config/files.h"
#include "lib/test.h"

/* A policy that is right but for what follows it on its own lines. */
#define POLICY "- id: p\n  action: hold\n  when:\n    "

#define CATEGORIES                                                       \
	"known categories: *, personal.*, confidential.*, political.*, " \
	"conduct.*, recipients.*, personal.id"

/* What is wrong is refused with its place, the policy's id, what was found and
 * what is known; only as much of the message as is given here is compared. */
static void
test_refused(void **state)
{
	static const struct {
		const char *name, *text, *want;
	} cases[] = {
	    {"empty", "",
		"p.yaml:1:1: no list of policies; expected '- id: …' for "
		"each, or [] for none"},
	    {"map", "id: p\n",
		"p.yaml:1:1: no list of policies; expected '- id: …' for "
		"each, or [] for none"},
	    {"text in the list", "- p\n",
		"p.yaml:1:3: a text; expected 'key: value'"},
	    {"unknown key", "- id: p\n  wen: {people: 1}\n  action: hold\n",
		"p.yaml:2:3: policy p: unknown key 'wen'; did you mean "
		"'when'? known keys: id, title, when, action, route, mode"},
	    {"no id", "- action: hold\n  when: {people: 1}\n",
		"p.yaml:1:3: no key 'id'; expected id: a name of its own"},
	    {"bad id", "- id: P 1\n  action: hold\n  when: {people: 1}\n",
		"p.yaml:1:7: id: 'P 1'; expected at most 64 small letters, "
		"digits and hyphens"},
	    {"id twice", POLICY "people: 1\n" POLICY "people: 2\n",
		"p.yaml:5:7: id 'p' a second time; expected each once"},
	    {"no action", "- id: p\n  when: {people: 1}\n",
		"p.yaml:1:3: policy p: no key 'action'; expected action: "
		"pass, tag, notify, ask, hold or refuse"},
	    {"bad action", "- id: p\n  action: quarantine\n  when: {people: 1}",
		"p.yaml:2:11: policy p: unknown action 'quarantine'; known "
		"actions: pass, tag, notify, ask, hold, refuse"},
	    {"near action", "- id: p\n  action: Hold\n  when: {people: 1}",
		"p.yaml:2:11: policy p: unknown action 'Hold'; did you mean "
		"'hold'? known actions: pass, tag, notify, ask, hold, refuse"},
	    {"action a list", "- id: p\n  action: [hold]\n  when: {people: 1}",
		"p.yaml:2:11: policy p: action: a list; expected a text ('' "
		"for an empty one)"},
	    {"bad route", POLICY "people: 1\n  route: boss\n",
		"p.yaml:5:10: policy p: unknown route 'boss'; known routes: "
		"dpo, mo, clerk, comms"},
	    {"bad mode", POLICY "people: 1\n  mode: off\n",
		"p.yaml:5:9: policy p: unknown mode 'off'; known modes: "
		"enforce, observe"},
	    {"no when", "- id: p\n  action: hold\n",
		"p.yaml:1:3: policy p: no key 'when'; expected when: the "
		"conditions"},
	    {"no condition", "- id: p\n  action: hold\n  when: {}\n",
		"p.yaml:3:9: policy p: no condition; expected at least one "
		"of: senders, groups, restricted, committees, period, hours, "
		"circles, recipients, people, kinds, size, categories, rules, "
		"except-rules, confidence, zones, whose, severe, hidden, "
		"unread"},
	    {"when a text", "- id: p\n  action: hold\n  when: always\n",
		"p.yaml:3:9: policy p: no condition; expected at least one "
		"of: senders,"},
	    {"unknown condition", POLICY "category: personal.id\n",
		"p.yaml:4:5: policy p: unknown key 'category'; did you mean "
		"'categories'? known keys: senders,"},
	    {"bad category", POLICY "categories: ['personal.*', persnal.id]\n",
		"p.yaml:4:32: policy p: unknown category 'persnal.id'; did "
		"you mean 'personal.id'? " CATEGORIES},
	    {"bad family", POLICY "categories: personel.*\n",
		"p.yaml:4:17: policy p: unknown category 'personel.*'; did you "
		"mean 'personal.*'? " CATEGORIES},
	    {"no category", POLICY "categories: []\n",
		"p.yaml:4:17: policy p: categories: an empty list; expected "
		"at least one, or no such key"},
	    {"bad circle", POLICY "circles: [press, inside]\n",
		"p.yaml:4:22: policy p: unknown circle 'inside'; did you mean "
		"'outside'? known circles: internal, trusted, press, party, "
		"private, external, outside"},
	    {"no circle", POLICY "circles: []\n",
		"p.yaml:4:14: policy p: circles: an empty list; expected at "
		"least one circle"},
	    {"bad confidence", POLICY "confidence: strong\n",
		"p.yaml:4:17: policy p: unknown confidence 'strong'; known "
		"confidences: low, medium, high"},
	    {"bad zone", POLICY "zones: [body]\n",
		"p.yaml:4:13: policy p: unknown zone 'body'; known zones: "
		"subject, authored,"},
	    {"bad owner", POLICY "whose: third party\n",
		"p.yaml:4:12: policy p: unknown owner 'third party'; did you "
		"mean 'third-party'? known owners: third-party, recipient,"},
	    {"unread is no category", POLICY "categories: unread.image\n",
		"p.yaml:4:17: policy p: unknown category 'unread.image'"},
	    {"bad reason", POLICY "unread: locked\n",
		"p.yaml:4:13: policy p: unknown reason 'locked'; known "
		"reasons: encrypted, damaged, unsupported, limit, image, "
		"timeout, any"},
	    {"people none", POLICY "people: 0\n",
		"p.yaml:4:13: policy p: people: '0'; expected a whole number "
		"from 1 to 1000000"},
	    {"kinds too many", POLICY "kinds: 100\n",
		"p.yaml:4:12: policy p: kinds: '100'; expected a whole number "
		"from 1 to 80"},
	    {"size", POLICY "size: big\n",
		"p.yaml:4:11: policy p: size: 'big'; expected a size (with "
		"KiB, MiB or GiB) from 1 to 1024 MiB"},
	    {"restricted", POLICY "restricted: 2\n",
		"p.yaml:4:17: policy p: restricted: '2'; expected yes or no"},
	    {"period", POLICY "period: soon\n",
		"p.yaml:4:13: policy p: period: 'soon'; expected yes or no"},
	    {"no committee", POLICY "committees: []\n",
		"p.yaml:4:17: policy p: committees: an empty list; expected "
		"at least one, or no such key"},
	    {"recipients", POLICY "recipients: many\n",
		"p.yaml:4:17: policy p: recipients: 'many'; expected a whole "
		"number from 1 to 100000"},
	    {"one time", POLICY "hours: '22:00'\n",
		"p.yaml:4:12: policy p: hours: '22:00'; expected two times "
		"such as 22:00-06:00"},
	    {"no such time", POLICY "hours: '22:00-24:00'\n",
		"p.yaml:4:12: policy p: hours: '22:00-24:00'; expected two "
		"times such as 22:00-06:00"},
	    {"no minutes", POLICY "hours: '22:60-23:00'\n",
		"p.yaml:4:12: policy p: hours: '22:60-23:00'; expected two "
		"times such as 22:00-06:00"},
	    {"no time between", POLICY "hours: '06:00-06:00'\n",
		"p.yaml:4:12: policy p: hours: '06:00-06:00'; expected two "
		"times such as 22:00-06:00"},
	    {"hours in words", POLICY "hours: 'at night...'\n",
		"p.yaml:4:12: policy p: hours: 'at night...'; expected two "
		"times such as 22:00-06:00"},
	    {"sender", POLICY "senders: [a@b@, x.example]\n",
		"p.yaml:4:15: policy p: senders: 'a@b@'; expected an address "
		"(a@x.example), a domain (x.example) or exactly one domain "
		"(@x.example)"},
	};
	struct buf err = BUF_MAX(8192);
	char got[1000];
	size_t i;

	(void)state;
	files_folder();
	for (i = 0; i < COUNT(cases); i++) {
		if (policies_load(files_write("p.yaml", cases[i].text), &err) !=
		    NULL)
			fail_msg("%s: not refused", cases[i].name);
		snprintf(got, sizeof got, "%.*s", (int)strlen(cases[i].want),
		    files_short(buf_str(&err)));
		test_same(cases[i].name, got, cases[i].want);
		buf_reset(&err);
	}
	buf_free(&err);
	files_remove();
}

static struct policies *
load(const char *text)
{
	struct buf err = BUF_MAX(8192);
	struct policies *p = policies_load(files_write("p.yaml", text), &err);

	if (p == NULL)
		fail_msg("%s", buf_str(&err));
	return p;
}

/* Every condition and every key of a policy is read into its field. */
static void
test_read(void **state)
{
	struct policies *l;
	const struct policy *p;

	(void)state;
	files_folder();
	l = load("- id: all-of-it\n"
		 "  title: Because\n"
		 "  action: refuse\n"
		 "  route: comms\n"
		 "  mode: observe\n"
		 "  when:\n"
		 "    senders: [a@t.example, t.example]\n"
		 "    groups: Blue Group\n"
		 "    restricted: no\n"
		 "    committees: [planning, licensing]\n"
		 "    period: yes\n"
		 "    hours: 22:00-06:30\n"
		 "    recipients: 5\n"
		 "    circles: [press, party]\n"
		 "    people: 10\n"
		 "    kinds: 2\n"
		 "    size: 5 MiB\n"
		 "    categories: ['personal.*', conduct.abuse]\n"
		 "    rules: [nino]\n"
		 "    confidence: medium\n"
		 "    zones: [hidden, ocr]\n"
		 "    whose: third-party\n"
		 "    severe: yes\n"
		 "    hidden: yes\n"
		 "    unread: [encrypted, timeout]\n");
	assert_int_equal(l->n, 1);
	p = &l->v[0];
	test_same("id", p->id, "all-of-it");
	test_same("title", p->title, "Because");
	assert_int_equal(p->action, ACTION_REFUSE);
	assert_true(p->route_set);
	assert_int_equal(p->route, ROUTE_COMMS);
	assert_true(p->observe);
	assert_int_equal(p->senders.n, 2);
	test_same("sender", p->senders.v[1], "t.example");
	test_same("group", p->groups.v[0], "Blue Group");
	assert_int_equal(p->restricted, 0);
	assert_int_equal(p->committees.n, 2);
	test_same("committee", p->committees.v[0], "planning");
	assert_int_equal(p->period, 1);
	assert_int_equal(p->hours_from, 22 * 60);
	assert_int_equal(p->hours_to, 6 * 60 + 30);
	assert_int_equal(p->recipients, 5);
	assert_int_equal(p->circles, 1u << CIRCLE_PRESS | 1u << CIRCLE_PARTY);
	assert_int_equal(p->people, 10);
	assert_int_equal(p->kinds, 2);
	assert_int_equal(p->size, 5u << 20);
	assert_true(p->about_findings);
	assert_int_equal(p->categories.n, 2);
	test_same("family", p->categories.v[0], "personal.*");
	test_same("rule", p->rules.v[0], "nino");
	assert_int_equal(p->confidence, CONFIDENCE_MEDIUM);
	assert_int_equal(p->zones, 1u << ZONE_HIDDEN | 1u << ZONE_OCR);
	assert_int_equal(p->whose, 1u << WHOSE_THIRD_PARTY);
	assert_int_equal(p->severe, 1);
	assert_int_equal(p->hidden, 1);
	assert_int_equal(
	    p->unread, 1u << UNREAD_ENCRYPTED | 1u << UNREAD_TIMEOUT);
	policies_free(l);
	files_remove();
}

/* What is not asked stays not asked; outside and any stand for several. */
static void
test_not_asked(void **state)
{
	struct policies *l;
	const struct policy *p;

	(void)state;
	files_folder();
	l = load("- {id: a, action: ask, when: {unread: any, circles: "
		 "outside}}\n"
		 "- {id: b, action: tag, when: {severe: no}}\n");
	assert_int_equal(l->n, 2);
	p = &l->v[0];
	test_same("title", p->title, "a");
	assert_false(p->about_findings);
	assert_false(p->route_set);
	assert_false(p->observe);
	assert_int_equal(p->restricted, -1);
	assert_int_equal(p->severe, -1);
	assert_int_equal(p->hidden, -1);
	assert_int_equal(p->zones, 0);
	assert_int_equal(p->unread, (1u << UNREAD_COUNT) - 1);
	assert_int_equal(
	    p->circles, ((1u << CIRCLE_COUNT) - 1) & ~(1u << CIRCLE_INTERNAL));
	assert_true(l->v[1].about_findings);
	assert_int_equal(l->v[1].severe, 0);
	policies_free(l);
	files_remove();
}

/* Each condition about a finding, alone, makes a policy one about findings. */
static void
test_about_findings(void **state)
{
	static const struct {
		const char *text;
		bool want;
	} cases[] = {
	    {POLICY "categories: '*'", true},
	    {POLICY "rules: x", true},
	    {POLICY "confidence: low", true},
	    {POLICY "zones: ocr", true},
	    {POLICY "whose: unknown", true},
	    {POLICY "severe: yes", true},
	    {POLICY "hidden: yes", true},
	    {POLICY "senders: t.example", false},
	    {POLICY "groups: g", false},
	    {POLICY "restricted: yes", false},
	    {POLICY "circles: press", false},
	    {POLICY "people: 1", false},
	    {POLICY "kinds: 1", false},
	    {POLICY "size: 1", false},
	    {POLICY "unread: any", false},
	};
	struct policies *l;
	size_t i;

	(void)state;
	files_folder();
	for (i = 0; i < COUNT(cases); i++) {
		l = load(cases[i].text);
		if (l->v[0].about_findings != cases[i].want)
			fail_msg("%s: want %d", cases[i].text, cases[i].want);
		policies_free(l);
	}
	files_remove();
}

/* Every category, and its family, may stand in a policy. */
static void
test_every_category(void **state)
{
	struct buf text = BUF_MAX(8192);
	const char *code;
	struct policies *l;
	size_t i, n = 0;

	(void)state;
	files_folder();
	buf_adds(&text, POLICY "categories: ['*'");
	for (i = 0; (code = category_at(i)) != NULL; i++) {
		if (category_matches("unread.*", code))
			continue; /* they have a condition of their own */
		buf_addf(&text, ", %s, '%.*s.*'", code, (int)strcspn(code, "."),
		    code);
		n++;
	}
	buf_adds(&text, "]\n");
	l = load(buf_str(&text));
	assert_int_equal(l->v[0].categories.n, 1 + 2 * n);
	policies_free(l);
	buf_free(&text);
	files_remove();
}

/* No policies on purpose is allowed; a missing file is not. */
static void
test_none(void **state)
{
	struct buf err = BUF_MAX(4096);
	struct policies *l;

	(void)state;
	files_folder();
	l = load("[]\n");
	assert_int_equal(l->n, 0);
	policies_free(l);
	policies_free(NULL);
	files_remove();
	assert_null(policies_load("/nowhere/p.yaml", &err));
	test_same("missing", buf_str(&err),
	    "/nowhere/p.yaml: cannot be read: No such file or directory");
	buf_free(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_read),
	    cmocka_unit_test(test_not_asked),
	    cmocka_unit_test(test_about_findings),
	    cmocka_unit_test(test_every_category),
	    cmocka_unit_test(test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
