/* SPDX-License-Identifier: MIT
 *
 * test_judge.c - every condition and every rule of judging, one by one.
 *
 * Each row of the table is a message with policies of its own.
 */
#include <string.h>

#include "config/config.h"
#include "config/policy.h"
#include "judge/judge.h"
#include "judge/message.h"
#include "lib/test.h"
#include "report/report.h"

#define POLICY(id, when, then) "- {id: " id ", when: {" when "}, " then "}\n"

static const struct message own[] = {
    {.name = "no policy at all",
	.policies = "[]\n",
	.to = {TO(EXTERNAL, PASS)},
	.found = {FOUND("personal.id", HIGH)}},
    {.name = "by sender: the mailbox",
	.policies = POLICY("p", "senders: [Cllr@town.example]", "action: tag"),
	.to = {TO(INTERNAL, TAG)},
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "by sender: their domain",
	.policies = POLICY("p", "senders: [town.example]", "action: tag"),
	.to = {TO(INTERNAL, TAG)},
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "by sender: a domain that only ends alike",
	.policies = POLICY("p", "senders: [own.example]", "action: tag"),
	.to = {TO(INTERNAL, PASS)}},
    {.name = "by sender: nobody knows, and it stops: asked outside",
	.policies = POLICY("p", "senders: [a@town.example]", "action: hold"),
	.no_sender = true,
	.to = {TO(EXTERNAL, ASK), TO(INTERNAL, NOTIFY)},
	.want = ACTION_ASK,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "nobody knows the sender, but the policy is not met anyway",
	.policies = POLICY(
	    "p", "senders: [a@town.example], confidence: high", "action: hold"),
	.no_sender = true,
	.to = {TO(EXTERNAL, PASS)},
	.found = {FOUND("personal.id", LOW)}},
    {.name = "nobody knows the sender, all else is met: cannot tell",
	.policies = POLICY(
	    "p", "senders: [a@town.example], confidence: high", "action: hold"),
	.no_sender = true,
	.to = {TO(EXTERNAL, ASK)},
	.found = {FOUND("personal.id", HIGH)},
	.want = ACTION_ASK,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "exposed: a hold that only the never-hold meet is not shared",
	.policies = POLICY(
	    "p", "categories: [recipients.exposed]", "action: ask") POLICY("q",
	    "categories: [personal.id], circles: trusted", "action: hold"),
	.to = {TO(EXTERNAL, ASK), NEVER_HOLD(TRUSTED, TAG)},
	.found = {FOUND("recipients.exposed", HIGH),
	    FOUND("personal.id", HIGH)},
	.want = ACTION_ASK,
	.want_whole = true,
	.want_route = "dpo",
	.want_why = "p q never-hold"},
    {.name = "nobody knows the sender: no stop, no question",
	.policies = POLICY("p", "senders: [a@town.example]", "action: tag"),
	.no_sender = true,
	.to = {TO(EXTERNAL, PASS)}},
    {.name = "by group",
	.policies = POLICY("p", "groups: [Blue Group]", "action: notify"),
	.group = "Blue Group",
	.to = {TO(INTERNAL, NOTIFY)},
	.want = ACTION_NOTIFY,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "of no group",
	.policies = POLICY("p", "groups: [Blue Group]", "action: notify"),
	.to = {TO(INTERNAL, PASS)}},
    {.name = "not restricted",
	.policies = POLICY("p", "restricted: no", "action: tag"),
	.restricted = true,
	.to = {TO(INTERNAL, PASS)}},
    {.name = "by size: as large as that",
	.policies = POLICY("p", "size: 1000", "action: tag"),
	.size = 1000,
	.to = {TO(INTERNAL, TAG)},
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "by size: one byte less",
	.policies = POLICY("p", "size: 1000", "action: tag"),
	.size = 999,
	.to = {TO(INTERNAL, PASS)}},
    {.name = "by rule",
	.policies = POLICY("p", "rules: [nino]", "action: tag"),
	.to = {TO(INTERNAL, TAG)},
	.found = {FOUND("personal.id", HIGH, .rule = "nino")},
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "by another rule",
	.policies = POLICY("p", "rules: [nhs]", "action: tag"),
	.to = {TO(INTERNAL, PASS)},
	.found = {FOUND("personal.id", HIGH, .rule = "nino")}},
    {.name = "by rules with a star",
	.policies = POLICY("p", "rules: ['n*o', '*-in-words']", "action: tag"),
	.to = {TO(INTERNAL, TAG)},
	.found = {FOUND("personal.id", HIGH, .rule = "nino")},
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "but for its rule",
	.policies = POLICY("p",
	    "categories: ['personal.*'], except-rules: ['ni*']", "action: tag"),
	.to = {TO(INTERNAL, PASS)},
	.found = {FOUND("personal.id", HIGH, .rule = "nino")}},
    {.name = "but for another rule",
	.policies = POLICY("p", "except-rules: ['*-in-words']", "action: tag"),
	.to = {TO(INTERNAL, TAG)},
	.found = {FOUND("personal.id", HIGH, .rule = "nino")},
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "by zone",
	.policies = POLICY("p", "zones: [quoted, footer]", "action: tag"),
	.to = {TO(INTERNAL, TAG)},
	.found = {FOUND("personal.id", LOW, .zone = ZONE_FOOTER)},
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "by another zone",
	.policies = POLICY("p", "zones: [quoted, footer]", "action: tag"),
	.to = {TO(INTERNAL, PASS)},
	.found = {FOUND("personal.id", LOW, .zone = ZONE_AUTHORED)}},
    {.name = "hidden: by its zone",
	.policies = POLICY("p", "hidden: yes", "action: tag"),
	.to = {TO(INTERNAL, TAG)},
	.found = {FOUND("personal.id", LOW, .zone = ZONE_HIDDEN)},
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "hidden: not by the name the sender gives a file",
	.policies = POLICY("p", "hidden: yes", "action: tag"),
	.to = {TO(INTERNAL, PASS)},
	.found = {FOUND("personal.id", LOW, .zone = ZONE_ATTACHMENT,
	    .place = "page 1 of rota (hidden).pdf")}},
    {.name = "not hidden",
	.policies = POLICY("p", "hidden: no", "action: tag"),
	.to = {TO(INTERNAL, PASS)},
	.found = {FOUND("personal.id", LOW, .zone = ZONE_HIDDEN)}},
    {.name = "all conditions about findings hold for the same finding",
	.policies = POLICY("p", "categories: ['personal.*'], confidence: high",
	    "action: hold"),
	.to = {TO(EXTERNAL, PASS)},
	.found = {FOUND("personal.id", LOW), FOUND("conduct.chain", HIGH)}},
    {.name = "about a finding and an unread part: both must be",
	.policies = POLICY("p", "confidence: low, unread: any", "action: hold"),
	.to = {TO(EXTERNAL, PASS)},
	.found = {FOUND("personal.id", HIGH)}},
    {.name = "about a finding and an unread part: both are",
	.policies = POLICY("p", "confidence: low, unread: any", "action: hold"),
	.to = {TO(EXTERNAL, HOLD)},
	.found = {FOUND("personal.id", HIGH)},
	.unread = {"image"},
	.want = ACTION_HOLD,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "unread for another reason",
	.policies = POLICY("p", "unread: [encrypted]", "action: hold"),
	.to = {TO(EXTERNAL, PASS)},
	.unread = {"image", "damaged"}},
    {.name = "the policy's route comes before the category's",
	.policies =
	    POLICY("p", "confidence: low", "action: hold, route: clerk"),
	.to = {TO(EXTERNAL, HOLD)},
	.found = {FOUND("personal.id", HIGH)},
	.want = ACTION_HOLD,
	.want_route = "clerk",
	.want_why = "p"},
    {.name = "the strongest wins, wherever it stands",
	.policies = POLICY("weak", "confidence: low", "action: tag")
	    POLICY("strong", "confidence: low", "action: hold")
		POLICY("middle", "confidence: low", "action: notify"),
	.to = {TO(EXTERNAL, HOLD)},
	.found = {FOUND("personal.id", HIGH)},
	.want = ACTION_HOLD,
	.want_route = "dpo",
	.want_why = "strong middle weak"},
    {.name = "pass does not undo what another policy asks",
	.policies = POLICY("soft", "confidence: low", "action: pass")
	    POLICY("hard", "confidence: high", "action: hold"),
	.to = {TO(EXTERNAL, HOLD)},
	.found = {FOUND("personal.id", HIGH)},
	.want = ACTION_HOLD,
	.want_route = "dpo",
	.want_why = "hard soft"},
    {.name = "a policy that observes is recorded and does not count",
	.policies =
	    POLICY("trial", "confidence: low", "action: hold, mode: observe")
		POLICY("real", "confidence: low", "action: tag"),
	.to = {TO(EXTERNAL, TAG)},
	.found = {FOUND("conduct.chain", HIGH)},
	.want = ACTION_TAG,
	.want_route = "mo",
	.want_why = "real [trial]"},
    {.name = "only an observing policy: the message passes",
	.policies =
	    POLICY("trial", "confidence: low", "action: hold, mode: observe"),
	.to = {TO(EXTERNAL, PASS)},
	.found = {FOUND("recipients.exposed", HIGH)},
	.want_why = "[trial]"},
    {.name = "an observing policy that cannot tell is no stop",
	.policies =
	    POLICY("trial", "confidence: low", "action: hold, mode: observe"),
	.to = {TO(EXTERNAL, PASS)},
	.cannot_tell = "r"},
    {.name = "refuse is for everybody",
	.policies =
	    POLICY("p", "confidence: high, circles: press", "action: refuse"),
	.to = {TO(PRESS, REFUSE), TO(INTERNAL, REFUSE)},
	.found = {FOUND("personal.id", HIGH)},
	.want = ACTION_REFUSE,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "but a refusal would take the ombudsman's copy: a hold",
	.policies =
	    POLICY("p", "confidence: high, circles: press", "action: refuse"),
	.to = {TO(PRESS, HOLD), NEVER_HOLD(EXTERNAL, PASS), TO(INTERNAL, PASS)},
	.found = {FOUND("personal.id", HIGH)},
	.want = ACTION_HOLD,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "severe is not refused into an ask",
	.policies = POLICY("p", "severe: yes", "action: ask"),
	.to = {TO(EXTERNAL, HOLD), TO(INTERNAL, HOLD)},
	.found = {FOUND("personal.special", HIGH, .severe = true)},
	.want = ACTION_HOLD,
	.want_severe = true,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "exposed, but only to one who is never held",
	.policies =
	    POLICY("p", "categories: [recipients.exposed], circles: outside",
		"action: hold"),
	.to = {NEVER_HOLD(EXTERNAL, TAG), TO(INTERNAL, PASS)},
	.found = {FOUND("recipients.exposed", HIGH)},
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "p never-hold"},
    {.name = "exposed and only notified: nothing to keep together",
	.policies = POLICY("p", "categories: [recipients.exposed]",
	    "action: notify") POLICY("q",
	    "categories: [personal.id], circles: press", "action: hold"),
	.to = {TO(PRESS, HOLD), TO(EXTERNAL, NOTIFY)},
	.found = {FOUND("recipients.exposed", HIGH),
	    FOUND("personal.id", HIGH)},
	.want = ACTION_HOLD,
	.want_route = "dpo",
	.want_why = "q p"},
    {.name = "a rule gave up and no policy speaks of unread parts",
	.policies = POLICY("p", "confidence: high", "action: hold"),
	.to = {TO(EXTERNAL, ASK), TO(TRUSTED, ASK), TO(INTERNAL, NOTIFY)},
	.found = {FOUND("personal.id", LOW)},
	.cannot_tell = "r",
	.want = ACTION_ASK,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "a rule gave up: the people counted may be too few",
	.policies = POLICY("p", "people: 5", "action: hold"),
	.to = {TO(EXTERNAL, ASK)},
	.people = 4,
	.cannot_tell = "r",
	.want = ACTION_ASK,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "a rule gave up in a severe message: held, not asked",
	.policies = POLICY("p", "categories: [conduct.abuse]", "action: ask"),
	.to = {TO(EXTERNAL, HOLD)},
	.people = 10,
	.cannot_tell = "r",
	.want = ACTION_HOLD,
	.want_severe = true,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "a rule gave up, but the stop is for others",
	.policies =
	    POLICY("p", "confidence: high, circles: press", "action: hold"),
	.to = {TO(EXTERNAL, PASS)},
	.cannot_tell = "r"},
    {.name = "a rule gave up, to the ombudsman, who gets theirs",
	.policies = POLICY("p", "confidence: high", "action: hold"),
	.to = {NEVER_HOLD(EXTERNAL, TAG)},
	.cannot_tell = "r",
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "p never-hold"},
};

/* Every condition, alone and with others, does what it says. */
static void
test_own(void **state)
{
	struct policies *p;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(own); i++) {
		p = message_policies_text(own[i].policies);
		message_try(&own[i], p);
		policies_free(p);
	}
}

/* Limits of the rules stand in the report as an unread entry, once. */
static void
test_limits_are_unread(void **state)
{
	static const struct message m = {.name = "limits", .dropped = 7};
	struct policies none = {0};
	struct config c = {.policies = &none};
	struct report *r = message_report(&m);

	(void)state;
	assert_int_equal(judge(&c, r), 0);
	assert_int_equal(judge(&c, r), 0);
	assert_int_equal(r->nunread, 1);
	assert_int_equal(r->unread[0].why, UNREAD_LIMIT);
	assert_string_equal(r->unread[0].part, "rules");
	report_free(r);
}

/* A reason names its finding or its unread part. */
static void
test_reasons_point(void **state)
{
	static const struct message m = {
	    .name = "points",
	    .to = {TO(EXTERNAL, HOLD)},
	    .found = {FOUND("conduct.chain", LOW), FOUND("personal.id", HIGH)},
	    .unread = {"image"},
	};
	struct policies *p = message_policies_text(
	    POLICY("f", "confidence: high", "action: hold")
		POLICY("u", "unread: any", "action: ask")
		    POLICY("m", "size: 1", "action: tag"));
	struct config c = {.policies = p};
	struct report *r = message_report(&m);
	const struct reason *v;

	(void)state;
	r->size = 10;
	assert_int_equal(judge(&c, r), 0);
	assert_int_equal(r->verdict.nreasons, 3);
	v = r->verdict.reasons;
	assert_int_equal(v[0].finding, 1);
	assert_int_equal(v[0].unread, -1);
	assert_int_equal(v[1].finding, -1);
	assert_int_equal(v[1].unread, 0);
	assert_int_equal(v[2].finding, -1);
	assert_int_equal(v[2].unread, -1);
	test_same("title", v[0].title, "f");
	report_free(r);
	policies_free(p);
}

/* A doubt that stops several circles is one reason; what never-hold recipients
 * are spared is not what their reason says. */
static void
test_reasons_are_true(void **state)
{
	static const struct message doubt = {.name = "doubt",
	    .to = {TO(EXTERNAL, ASK), TO(PRESS, ASK), TO(INTERNAL, NOTIFY)},
	    .cannot_tell = "r"};
	static const struct message spared = {.name = "spared",
	    .to = {NEVER_HOLD(EXTERNAL, TAG)},
	    .found = {FOUND("personal.id", HIGH)}};
	struct policies *p = message_policies_text(
	    POLICY("p", "confidence: high", "action: hold"));
	struct config c = {.policies = p};
	struct report *r = message_report(&doubt);

	(void)state;
	assert_int_equal(judge(&c, r), 0);
	assert_int_equal(r->verdict.nreasons, 1);
	assert_int_equal(r->verdict.reasons[0].action, ACTION_ASK);
	assert_int_equal(r->verdict.reasons[0].unread, 0);
	report_free(r);
	r = message_report(&spared);
	assert_int_equal(judge(&c, r), 0);
	assert_int_equal(r->verdict.nreasons, 2);
	assert_int_equal(r->verdict.reasons[0].action, ACTION_TAG);
	report_free(r);
	policies_free(p);
}

/* However much is found, the reasons kept are few, the strongest, at least one
 * of each policy, and the rest is counted. */
static void
test_reasons_are_bounded(void **state)
{
	static const struct found one = FOUND("personal.id", HIGH);
	static const struct message m = {
	    .name = "bounded", .to = {TO(EXTERNAL, HOLD)}};
	struct policies *p =
	    message_policies_text(POLICY("a", "confidence: low", "action: tag")
		    POLICY("b", "confidence: low", "action: hold")
			POLICY("c", "confidence: high", "action: notify"));
	struct config c = {.policies = p};
	struct report *r = message_report(&m);
	const struct verdict *v = &r->verdict;
	size_t i;

	(void)state;
	for (i = 0; i < 500; i++)
		message_add_found(r, &one);
	assert_int_equal(judge(&c, r), 0);
	assert_int_equal(v->nreasons, JUDGE_REASONS);
	assert_int_equal(v->nreasons + v->dropped, 3 * 500);
	for (i = 0; i + 2 < JUDGE_REASONS; i++) {
		assert_string_equal(v->reasons[i].policy, "b");
		assert_int_equal(v->reasons[i].finding, i);
	}
	assert_string_equal(v->reasons[i].policy, "c");
	assert_string_equal(v->reasons[i + 1].policy, "a");
	report_free(r);
	policies_free(p);
}

/* Trouble with a message holds it, trouble of ours leaves it with the sender;
 * nothing is ever let through for it. */
static void
test_trouble(void **state)
{
	static const struct {
		enum trouble trouble;
		enum response want;
		const char *word;
	} cases[] = {
	    {TROUBLE_WORKER_DIED, RESPONSE_HOLD, "worker-died"},
	    {TROUBLE_OVERRAN, RESPONSE_HOLD, "overran"},
	    {TROUBLE_BAD_REPORT, RESPONSE_HOLD, "bad-report"},
	    {TROUBLE_TOO_LARGE, RESPONSE_HOLD, "too-large"},
	    {TROUBLE_NO_INPUT, RESPONSE_HOLD, "no-input"},
	    {TROUBLE_NO_SERVICE, RESPONSE_LATER, "no-service"},
	    {TROUBLE_NO_STORE, RESPONSE_LATER, "no-store"},
	    {TROUBLE_NO_ROOM, RESPONSE_LATER, "no-room"},
	    {TROUBLE_MEMORY, RESPONSE_LATER, "memory"},
	    {(enum trouble)99, RESPONSE_LATER, "?"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		test_same(
		    "word", trouble_word(cases[i].trouble), cases[i].word);
		assert_int_equal(
		    judge_trouble(cases[i].trouble), cases[i].want);
		assert_true(strlen(trouble_sentence(cases[i].trouble)) > 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_own),
	    cmocka_unit_test(test_limits_are_unread),
	    cmocka_unit_test(test_reasons_point),
	    cmocka_unit_test(test_reasons_are_true),
	    cmocka_unit_test(test_reasons_are_bounded),
	    cmocka_unit_test(test_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
