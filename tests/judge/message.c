/* SPDX-License-Identifier: MIT
 *
 * message.c - judging a message as an officer would tell of it.
 */
#include "judge/message.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "config/calendar.h"
#include "config/config.h"
#include "config/members.h"
#include "config/policy.h"
#include "judge/judge.h"
#include "lib/test.h"
#include "report/report.h"

/* What is known besides the message, where a row says when it was sent. */
static const char known_members[] =
    "name,addresses,group,ward,committees,restricted,delegates\n"
    "Nora North,north@town.example,Blue,North,"
    "Planning Committee 2025-05-20..2027-05-20; Licensing ..2025-05-19,no,"
    "help@outside.example\n"
    "Sam South,south@town.example,Red,South,Audit,no,\n"
    "Nell Noward,noward@town.example,,,,no,\n";
static const char known_calendar[] = "polls:\n"
				     "- {kind: local, poll: 2027-05-06}\n"
				     "- kind: by-election\n"
				     "  poll: 2026-09-17\n"
				     "  wards: [North Ward]\n"
				     "  start: 2026-08-10\n";

/* Building a report and a config out of a row. */

static char *
copy(const char *s)
{
	char *p = strdup(s);

	assert_non_null(p);
	return p;
}

void
message_add_found(struct report *r, const struct found *from)
{
	struct finding f = {
	    .rule = copy(from->rule != NULL ? from->rule : "rule"),
	    .title = copy("title"),
	    .why = copy("why"),
	    .category = copy(from->category),
	    .confidence = from->confidence,
	    .zone = from->zone,
	    .whose = from->whose,
	    .place = copy(from->place != NULL ? from->place : "body"),
	    .part = copy("1"),
	    .excerpt = copy("x"),
	    .severe = from->severe,
	};

	assert_true(category_known(from->category));
	assert_int_equal(findings_take(&r->findings, &f), 0);
}

static void
add_recipients(struct report *r, const struct message *m)
{
	size_t i;

	r->recipients = calloc(COUNT(m->to), sizeof *r->recipients);
	assert_non_null(r->recipients);
	for (i = 0; i < COUNT(m->to) && m->to[i].there; i++)
		r->recipients[r->nrecipients++] = (struct report_recipient){
		    .address = copy("someone@example.org"),
		    .circle = m->to[i].circle,
		    .never_hold = m->to[i].never_hold,
		};
}

static long long
seconds(const char *at)
{
	struct tm tm = {0};
	const char *end = strptime(at, "%Y-%m-%dT%H:%M:%S", &tm);

	assert_true(end != NULL && *end == '\0');
	return timegm(&tm);
}

struct report *
message_report(const struct message *m)
{
	struct report *r = report_new();
	enum unread why;
	size_t i;

	assert_non_null(r);
	if (!m->no_sender)
		r->sender =
		    copy(m->sender != NULL ? m->sender : "cllr@town.example");
	if (m->at != NULL && !m->undated)
		r->at = seconds(m->at);
	r->group = m->group != NULL ? copy(m->group) : NULL;
	r->restricted = m->restricted;
	r->size = m->size;
	r->findings.people = m->people;
	r->findings.dropped = m->dropped;
	if (m->cannot_tell != NULL)
		assert_int_equal(
		    strlist_add(&r->findings.cannot_tell, m->cannot_tell), 0);
	add_recipients(r, m);
	for (i = 0; i < COUNT(m->found) && m->found[i].category != NULL; i++)
		message_add_found(r, &m->found[i]);
	for (i = 0; i < COUNT(m->unread) && m->unread[i] != NULL; i++) {
		assert_int_equal(unread_parse(m->unread[i], &why), 0);
		assert_int_equal(report_add_unread(r, why, "2", NULL), 0);
	}
	return r;
}

struct policies *
message_policies(const char *path)
{
	struct buf err = BUF_MAX(2000);
	struct policies *p = policies_load(path, &err);

	if (p == NULL)
		fail_msg("%s", buf_str(&err));
	buf_free(&err);
	return p;
}

/* Writes text to a temporary file, whose name replaces path's X. */
static void
write_text(char *path, const char *text)
{
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

struct policies *
message_policies_text(const char *text)
{
	char path[] = "/tmp/test_judge.XXXXXX";
	struct policies *p;

	write_text(path, text);
	p = message_policies(path);
	unlink(path);
	return p;
}

static void
load_known(struct config *c)
{
	char members[] = "/tmp/test_judge.XXXXXX";
	char calendar[] = "/tmp/test_judge.XXXXXX";
	struct buf err = BUF_MAX(2000);

	write_text(members, known_members);
	write_text(calendar, known_calendar);
	c->members = members_load(members, &err);
	c->calendar = calendar_load(calendar, &err);
	unlink(members);
	unlink(calendar);
	if (c->members == NULL || c->calendar == NULL)
		fail_msg("%s", buf_str(&err));
	buf_free(&err);
}

/* What came of it, as text that a row's wants can be compared with. */

static void
say_routes(struct buf *b, unsigned routes)
{
	const char *joint = "";
	int i;

	for (i = 0; i < ROUTE_COUNT; i++) {
		if ((routes & 1u << i) == 0)
			continue;
		buf_addf(b, "%s%s", joint, route_name((enum route)i));
		joint = " ";
	}
}

static void
say_why(struct buf *b, const struct verdict *v)
{
	const struct reason *why;
	const char *joint = "";
	size_t i;

	for (i = 0; i < v->nreasons; i++) {
		why = &v->reasons[i];
		if (i > 0 && strcmp(why->policy, v->reasons[i - 1].policy) == 0)
			continue;
		buf_addf(
		    b, why->observed ? "%s[%s]" : "%s%s", joint, why->policy);
		joint = " ";
	}
}

static void
say_verdict(struct buf *b, const struct report *r, bool observe)
{
	const struct verdict *v = &r->verdict;
	size_t i;

	buf_addf(b, "%s;", action_name(v->action));
	for (i = 0; i < r->nrecipients; i++)
		buf_addf(b, " %s", action_name(r->recipients[i].action));
	buf_addf(b, ";%s%s%s; ", v->severe ? " severe" : "",
	    v->whole ? " whole" : "", observe ? " observe" : "");
	say_routes(b, v->routes);
	buf_adds(b, "; ");
	say_why(b, v);
}

static void
say_want(struct buf *b, const struct message *m)
{
	size_t i;

	buf_addf(b, "%s;", action_name(m->want));
	for (i = 0; i < COUNT(m->to) && m->to[i].there; i++)
		buf_addf(b, " %s", action_name(m->to[i].want));
	buf_addf(b, ";%s%s%s; %s; %s", m->want_severe ? " severe" : "",
	    m->want_whole ? " whole" : "", m->observe ? " observe" : "",
	    m->want_route != NULL ? m->want_route : "",
	    m->want_why != NULL ? m->want_why : "");
}

void
message_try(const struct message *m, struct policies *policies)
{
	struct config c = {.policies = policies, .set.observe = m->observe};
	struct buf got = BUF_MAX(4000), want = BUF_MAX(4000);
	struct report *r = message_report(m);
	int again;

	if (m->at != NULL)
		load_known(&c);
	say_want(&want, m);
	/* Twice: judging again must come to the same. */
	for (again = 0; again < 2; again++) {
		buf_reset(&got);
		assert_int_equal(judge(&c, r), 0);
		assert_true(r->verdict.judged);
		say_verdict(&got, r, r->verdict.observe);
		test_same(m->name, buf_str(&got), buf_str(&want));
	}
	if (m->want_title != NULL)
		test_same(m->name, r->verdict.reasons[0].title, m->want_title);
	buf_free(&got);
	buf_free(&want);
	report_free(r);
	members_free(c.members);
	calendar_free(c.calendar);
}
