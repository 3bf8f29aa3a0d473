/* SPDX-License-Identifier: MIT
 *
 * test_circumstances.c - the same mail before a poll and at other times, from
 * members of this committee and that.
 *
 * Members and polls are those of message.c: whole-council elections on 6 May
 * 2027 (period from 31 March), a by-election in North on 17 September 2026
 * (from 10 August). Nora is the member for North and sits on Planning until 20
 * May 2027; Sam is for South; of Nell no ward is known.
 */
#include "config/policy.h"
#include "judge/message.h"
#include "lib/test.h"

#define BEFORE "2027-03-30T12:00:00"
#define WITHIN "2027-04-15T10:00:00"
#define BY_ELECTION "2026-09-01T10:00:00"

#define NORTH "north@town.example"
#define SOUTH "south@town.example"
#define NOWARD "noward@town.example"
#define STRANGER "stranger@town.example"

/* Judged by the shipped policies. */
static const struct message shipped[] = {
    /* The step up. */
    {.name = "a leaflet to a resident the day before the period",
	.at = BEFORE,
	.sender = SOUTH,
	.to = {TO(EXTERNAL, NOTIFY)},
	.found = {FOUND("political.campaign", MEDIUM)},
	.want = ACTION_NOTIFY,
	.want_route = "mo",
	.want_why = "campaign campaign-mild",
	.want_title = "Campaigning with the council's mail"},
    {.name = "the same within the period",
	.at = WITHIN,
	.sender = SOUTH,
	.to = {TO(EXTERNAL, HOLD)},
	.found = {FOUND("political.campaign", MEDIUM)},
	.want = ACTION_HOLD,
	.want_route = "mo",
	.want_why = "period-campaign campaign period-mild campaign-mild",
	.want_title = "Campaigning with the council's mail before a poll "
		      "(local elections on 6 May 2027)"},
    {.name = "the first minute of the period, in summer time",
	.at = "2027-03-30T23:00:00",
	.sender = SOUTH,
	.to = {TO(EXTERNAL, HOLD)},
	.found = {FOUND("political.party", MEDIUM)},
	.want = ACTION_HOLD,
	.want_route = "mo",
	.want_why = "period-campaign campaign period-mild campaign-mild"},
    {.name = "the minute before",
	.at = "2027-03-30T22:59:59",
	.sender = SOUTH,
	.to = {TO(EXTERNAL, NOTIFY)},
	.found = {FOUND("political.party", MEDIUM)},
	.want = ACTION_NOTIFY,
	.want_route = "mo",
	.want_why = "campaign campaign-mild"},
    {.name = "the last minute of the day of the poll",
	.at = "2027-05-06T22:59:59",
	.sender = SOUTH,
	.to = {TO(EXTERNAL, HOLD)},
	.found = {FOUND("political.imprint", MEDIUM)},
	.want = ACTION_HOLD,
	.want_route = "mo",
	.want_why = "period-campaign campaign period-mild campaign-mild"},
    {.name = "the day after",
	.at = "2027-05-06T23:00:00",
	.sender = SOUTH,
	.to = {TO(EXTERNAL, NOTIFY)},
	.found = {FOUND("political.imprint", MEDIUM)},
	.want = ACTION_NOTIFY,
	.want_route = "mo",
	.want_why = "campaign campaign-mild"},
    {.name = "praise of one member to a resident: told, not held",
	.at = WITHIN,
	.sender = SOUTH,
	.to = {TO(EXTERNAL, NOTIFY)},
	.found = {FOUND("political.promo", MEDIUM)},
	.want = ACTION_NOTIFY,
	.want_route = "mo",
	.want_why = "period-mild campaign-mild"},
    {.name = "the same to the press",
	.at = WITHIN,
	.sender = SOUTH,
	.to = {TO(PRESS, HOLD)},
	.found = {FOUND("political.promo", MEDIUM)},
	.want = ACTION_HOLD,
	.want_route = "mo",
	.want_why = "period-press period-mild campaign-mild"},
    {.name = "party talk among colleagues",
	.at = WITHIN,
	.sender = SOUTH,
	.to = {TO(INTERNAL, NOTIFY)},
	.found = {FOUND("political.party", HIGH)},
	.want = ACTION_NOTIFY,
	.want_route = "mo",
	.want_why = "period-mild campaign-mild"},

    /* What the period does not touch. */
    {.name = "casework within the period",
	.at = WITHIN,
	.sender = SOUTH,
	.to = {TO(INTERNAL, TAG), TO(TRUSTED, TAG)},
	.found = {FOUND("personal.contact", HIGH)},
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "personal-expected"},
    {.name = "Mrs Khan's address in a reply to Mrs Khan",
	.at = WITHIN,
	.sender = SOUTH,
	.to = {TO(EXTERNAL, PASS)},
	.found = {FOUND("personal.contact", HIGH, .whose = WHOSE_RECIPIENT)}},
    {.name = "nothing found within the period",
	.at = WITHIN,
	.sender = SOUTH,
	.to = {TO(EXTERNAL, PASS), TO(PRESS, PASS)}},
    {.name = "praise of one member to a list of five",
	.at = WITHIN,
	.sender = SOUTH,
	.to = {TO(EXTERNAL, HOLD), TO(EXTERNAL, HOLD), TO(EXTERNAL, HOLD),
	    TO(EXTERNAL, HOLD), TO(TRUSTED, HOLD)},
	.found = {FOUND("political.promo", MEDIUM)},
	.want = ACTION_HOLD,
	.want_route = "mo",
	.want_why = "period-list period-mild campaign-mild"},
    {.name = "praise of one member to four people, one fewer than a list",
	.at = WITHIN,
	.sender = SOUTH,
	.to = {TO(EXTERNAL, NOTIFY), TO(EXTERNAL, NOTIFY), TO(EXTERNAL, NOTIFY),
	    TO(TRUSTED, NOTIFY)},
	.found = {FOUND("political.promo", MEDIUM)},
	.want = ACTION_NOTIFY,
	.want_route = "mo",
	.want_why = "period-mild campaign-mild"},
    {.name = "a political word of low confidence",
	.at = WITHIN,
	.sender = SOUTH,
	.to = {TO(EXTERNAL, PASS)},
	.found = {FOUND("political.party", LOW)}},

    /* A by-election concerns its ward. */
    {.name = "the member of the ward",
	.at = BY_ELECTION,
	.sender = NORTH,
	.to = {TO(EXTERNAL, HOLD)},
	.found = {FOUND("political.campaign", MEDIUM)},
	.want = ACTION_HOLD,
	.want_route = "mo",
	.want_why = "period-campaign campaign period-mild campaign-mild",
	.want_title = "Campaigning with the council's mail before a poll "
		      "(by-election in North Ward on 17 September 2026)"},
    {.name = "an assistant of theirs, elsewhere",
	.at = BY_ELECTION,
	.sender = "help@outside.example",
	.to = {TO(EXTERNAL, HOLD)},
	.found = {FOUND("political.campaign", MEDIUM)},
	.want = ACTION_HOLD,
	.want_route = "mo",
	.want_why = "period-campaign campaign period-mild campaign-mild"},
    {.name = "the member of another ward",
	.at = BY_ELECTION,
	.sender = SOUTH,
	.to = {TO(EXTERNAL, NOTIFY)},
	.found = {FOUND("political.campaign", MEDIUM)},
	.want = ACTION_NOTIFY,
	.want_route = "mo",
	.want_why = "campaign campaign-mild"},
    {.name = "a member whose ward is not known: cannot tell, so asked",
	.at = BY_ELECTION,
	.sender = NOWARD,
	.to = {TO(EXTERNAL, ASK)},
	.found = {FOUND("political.campaign", MEDIUM)},
	.want = ACTION_ASK,
	.want_route = "dpo mo",
	.want_why = "period-campaign campaign campaign-mild"},
    {.name = "a sender nobody knows",
	.at = BY_ELECTION,
	.sender = STRANGER,
	.to = {TO(EXTERNAL, ASK)},
	.found = {FOUND("political.campaign", MEDIUM)},
	.want = ACTION_ASK,
	.want_route = "dpo mo",
	.want_why = "period-campaign campaign campaign-mild"},
    {.name = "a sender nobody knows, about a pothole",
	.at = BY_ELECTION,
	.sender = STRANGER,
	.to = {TO(EXTERNAL, PASS)}},
    {.name = "nobody knows when it was sent",
	.at = BY_ELECTION,
	.undated = true,
	.sender = SOUTH,
	.to = {TO(EXTERNAL, ASK)},
	.found = {FOUND("political.campaign", MEDIUM)},
	.want = ACTION_ASK,
	.want_route = "dpo mo",
	.want_why = "period-campaign campaign campaign-mild"},

    /* Who decides. */
    {.name = "a mind made up, on the planning committee",
	.at = BEFORE,
	.sender = NORTH,
	.to = {TO(EXTERNAL, NOTIFY)},
	.found = {FOUND("conduct.bias", MEDIUM)},
	.want = ACTION_NOTIFY,
	.want_route = "mo",
	.want_why = "bias-deciding bias"},
    {.name = "after the last day on the committee",
	.at = "2027-05-21T09:00:00",
	.sender = NORTH,
	.to = {TO(EXTERNAL, TAG)},
	.found = {FOUND("conduct.bias", MEDIUM)},
	.want = ACTION_TAG,
	.want_route = "mo",
	.want_why = "bias"},
    {.name = "a mind made up, on another committee",
	.at = BEFORE,
	.sender = SOUTH,
	.to = {TO(EXTERNAL, TAG)},
	.found = {FOUND("conduct.bias", HIGH)},
	.want = ACTION_TAG,
	.want_route = "mo",
	.want_why = "bias"},
};

/* Policies of their own. */
static const struct message own[] = {
    {.name = "period: no, in the period",
	.policies = "- {id: p, action: tag, when: {period: no}}\n",
	.at = WITHIN,
	.sender = SOUTH,
	.to = {TO(EXTERNAL, PASS)}},
    {.name = "period: no, out of it",
	.policies = "- {id: p, action: tag, when: {period: no}}\n",
	.at = BEFORE,
	.sender = SOUTH,
	.to = {TO(EXTERNAL, TAG)},
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "p",
	.want_title = "p"},
    {.name = "period: no, nobody knows",
	.policies = "- {id: p, action: hold, when: {period: no}}\n",
	.at = BY_ELECTION,
	.sender = NOWARD,
	.to = {TO(EXTERNAL, ASK)},
	.want = ACTION_ASK,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "period: yes, where there is no calendar",
	.policies = "- {id: p, action: hold, when: {period: yes}}\n",
	.to = {TO(EXTERNAL, PASS)}},
    {.name = "committees: one of several",
	.policies = "- {id: p, action: hold, when: {committees: [licensing, "
		    "planning]}}\n",
	.at = BEFORE,
	.sender = NORTH,
	.to = {TO(EXTERNAL, HOLD)},
	.want = ACTION_HOLD,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "committees: a seat that has ended",
	.policies = "- {id: p, action: hold, when: {committees: "
		    "licensing}}\n",
	.at = BEFORE,
	.sender = NORTH,
	.to = {TO(EXTERNAL, PASS)}},
    {.name = "committees: part of a word is none",
	.policies = "- {id: p, action: hold, when: {committees: plan}}\n",
	.at = BEFORE,
	.sender = NORTH,
	.to = {TO(EXTERNAL, PASS)}},
    {.name = "committees: nobody knows the sender",
	.policies = "- {id: p, action: hold, when: {committees: "
		    "planning}}\n",
	.at = BEFORE,
	.sender = STRANGER,
	.to = {TO(EXTERNAL, ASK)},
	.want = ACTION_ASK,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "committees: the file does not say",
	.policies = "- {id: p, action: hold, when: {committees: "
		    "planning}}\n",
	.to = {TO(EXTERNAL, ASK)},
	.want = ACTION_ASK,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "hours: over midnight, in summer time",
	.policies = "- {id: p, action: tag, when: {hours: '22:00-06:00'}}\n",
	.at = "2026-08-01T04:59:59",
	.to = {TO(EXTERNAL, TAG)},
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "hours: the end is outside",
	.policies = "- {id: p, action: tag, when: {hours: '22:00-06:00'}}\n",
	.at = "2026-08-01T05:00:00",
	.to = {TO(EXTERNAL, PASS)}},
    {.name = "hours: within a day, in winter",
	.policies = "- {id: p, action: tag, when: {hours: '09:00-17:00'}}\n",
	.at = "2026-01-15T09:00:00",
	.to = {TO(EXTERNAL, TAG)},
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "hours: before them",
	.policies = "- {id: p, action: tag, when: {hours: '09:00-17:00'}}\n",
	.at = "2026-01-15T08:59:00",
	.to = {TO(EXTERNAL, PASS)}},
    {.name = "hours: nobody knows",
	.policies = "- {id: p, action: hold, when: {hours: '09:00-17:00'}}\n",
	.to = {TO(EXTERNAL, ASK)},
	.want = ACTION_ASK,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "recipients: only those outside are counted",
	.policies = "- {id: p, action: tag, when: {recipients: 3}}\n",
	.to = {TO(EXTERNAL, PASS), TO(PRESS, PASS), TO(INTERNAL, PASS)}},
    {.name = "recipients: enough of them",
	.policies = "- {id: p, action: tag, when: {recipients: 3}}\n",
	.to = {TO(EXTERNAL, TAG), TO(PRESS, TAG), TO(TRUSTED, TAG)},
	.want = ACTION_TAG,
	.want_route = "dpo",
	.want_why = "p"},
    {.name = "recipients: unknown ones are as one",
	.policies = "- {id: p, action: tag, when: {recipients: 2}}\n"},
};

/* The shipped policies: one step up before a poll, and a closed mind weighed
 * by who decides. */
static void
test_shipped(void **state)
{
	struct policies *p = message_policies(test_source("conf/policy.yaml"));
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(shipped); i++)
		message_try(&shipped[i], p);
	policies_free(p);
}

/* Each condition says yes, no, or that it cannot tell. */
static void
test_conditions(void **state)
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shipped),
	    cmocka_unit_test(test_conditions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
