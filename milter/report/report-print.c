/* SPDX-License-Identifier: MIT
 *
 * report-print.c - a report in plain English.
 *
 * Verdict first, then whom it concerns and why, then the findings by place.
 * Wording and order are stable.  Everything that comes out of a message is
 * written so that it can neither move a terminal's cursor nor turn the
 * direction of a line.
 *
 * BUGS: without explain, findings beyond the first 40 are counted only.
 */
#include "report/report.h"

#include <string.h>

#include "base/utf8.h"

/* More is no help to a reader; --explain and --json have the rest. */
#define PRINT_FINDINGS 40
#define PRINT_RECIPIENTS 20

static const struct {
	const char *heading;
	const char *copy; /* what becomes of one recipient's copy */
	const char *what_to_do;
} words[ACTION_COUNT] = {
    [ACTION_PASS] = {"PASS", "delivered", NULL},
    [ACTION_TAG] = {"TAG", "delivered",
	"It is delivered with a header that marks it. Nobody has to act."},
    [ACTION_NOTIFY] = {"NOTIFY", "delivered",
	"It is delivered and the officer is told, who may want a word with "
	"the sender."},
    [ACTION_ASK] = {"ASK", "waits",
	"It waits. The sender should take out what is named here, or write to "
	"those who may know it; or the officer can release it."},
    [ACTION_HOLD] = {"HOLD", "held",
	"It waits for the officer, who can release it, return it to the "
	"sender or discard it. The sender is told at once."},
    [ACTION_REFUSE] = {"REFUSE", "refused",
	"It is not accepted. The sender should take out what is named here "
	"and send it again."},
};

static const char *const officers[ROUTE_COUNT] = {
    [ROUTE_DPO] = "Data Protection Officer",
    [ROUTE_MO] = "Monitoring Officer",
    [ROUTE_CLERK] = "Clerk",
    [ROUTE_COMMS] = "communications team",
};

static const char *const owners[WHOSE_COUNT] = {
    [WHOSE_THIRD_PARTY] = "somebody else's",
    [WHOSE_RECIPIENT] = "the recipient's own",
    [WHOSE_SENDER] = "the sender's own",
    [WHOSE_PUBLIC] = "public",
    [WHOSE_UNKNOWN] = "not known whose",
};

static const char *const obstacles[UNREAD_COUNT] = {
    [UNREAD_ENCRYPTED] = "it is encrypted",
    [UNREAD_DAMAGED] = "it is damaged",
    [UNREAD_UNSUPPORTED] = "this kind of file cannot be read yet",
    [UNREAD_LIMIT] = "it is over a limit",
    [UNREAD_IMAGE] = "it is a picture",
    [UNREAD_TIMEOUT] = "the inspection took too long or broke off",
};

/* Text out of a message: what would act on a terminal is shown as '?'. */
static void
put_safe(struct buf *out, const char *s)
{
	size_t left = strlen(s), n;
	uint32_t c;

	for (; left > 0; s += n, left -= n) {
		n = utf8_next(s, left, &c);
		if (n == 0 || utf8_control(c))
			buf_addc(out, '?');
		else
			buf_add(out, s, n);
		if (n == 0)
			n = 1;
	}
}

/* A line of three pieces, the middle one out of the message. */
static void
put_line(
    struct buf *out, const char *before, const char *text, const char *after)
{
	buf_adds(out, before);
	put_safe(out, text);
	buf_adds(out, after);
	buf_addc(out, '\n');
}

static void
put_officers(struct buf *out, unsigned routes)
{
	const char *joint = " for the ";
	int i;

	for (i = 0; i < ROUTE_COUNT; i++) {
		if ((routes & 1u << i) == 0)
			continue;
		buf_adds(out, joint);
		buf_adds(out, officers[i]);
		joint = " and the ";
	}
}

static void
put_verdict(struct buf *out, const struct report *r)
{
	const struct verdict *v = &r->verdict;

	if (r->file != NULL) {
		put_safe(out, r->file);
		buf_adds(out, ": ");
	}
	if (!v->judged) {
		buf_adds(out, "NOT JUDGED\n");
		return;
	}
	buf_adds(out, words[v->action].heading);
	if (v->action >= ACTION_NOTIFY)
		put_officers(out, v->routes);
	if (v->severe && v->action > ACTION_PASS)
		buf_adds(out, ", severe");
	if (v->observe && v->action > ACTION_PASS)
		buf_adds(out, " (observe mode: nothing was done)");
	buf_addc(out, '\n');
}

/* Reasons of one policy follow each other unless they were cut: its sentence
 * is said once. */
static bool
said_before(const struct verdict *v, size_t i)
{
	size_t j;

	for (j = 0; j < i; j++)
		if (strcmp(v->reasons[j].policy, v->reasons[i].policy) == 0)
			return true;
	return false;
}

static void
put_why(struct buf *out, const struct verdict *v)
{
	size_t i;

	for (i = 0; i < v->nreasons; i++)
		if (!said_before(v, i) && !v->reasons[i].observed &&
		    v->reasons[i].action > ACTION_PASS)
			put_line(out, "  ", v->reasons[i].title, "");
}

/* Only where the recipients' copies part ways. */
static bool
split(const struct report *r)
{
	size_t i;

	for (i = 1; i < r->nrecipients; i++)
		if (action_stops(r->recipients[i].action) !=
		    action_stops(r->recipients[0].action))
			return true;
	return false;
}

static void
put_recipients(struct buf *out, const struct report *r)
{
	const struct report_recipient *to;
	size_t i;

	if (!split(r))
		return;
	buf_adds(out, "\nTo\n");
	for (i = 0; i < r->nrecipients && i < PRINT_RECIPIENTS; i++) {
		to = &r->recipients[i];
		buf_adds(out, "  ");
		put_safe(out, to->address);
		buf_addf(out, " (%s%s): %s\n", circle_name(to->circle),
		    to->never_hold ? ", never held" : "",
		    words[to->action].copy);
	}
	if (i < r->nrecipients)
		buf_addf(out, "  and %zu more\n", r->nrecipients - i);
}

static void
put_evidence(struct buf *out, const struct finding *f)
{
	size_t i;

	buf_addf(out, "    %s confidence, %s", confidence_name(f->confidence),
	    owners[f->whose]);
	for (i = 0; i < f->evidence.n; i++) {
		buf_adds(out, i == 0 ? ": " : ", ");
		put_safe(out, f->evidence.v[i]);
	}
	buf_addc(out, '\n');
}

static void
put_finding(
    struct buf *out, const struct finding *f, size_t number, bool explain)
{
	buf_adds(out, "  ");
	if (explain)
		buf_addf(out, "%zu. ", number);
	put_safe(out, f->title);
	put_line(out, ": ", f->excerpt, f->severe ? " (severe)" : "");
	put_evidence(out, f);
	buf_adds(out, "    ");
	put_safe(out, f->why);
	if (f->law != NULL) {
		buf_adds(out, " (");
		put_safe(out, f->law);
		buf_addc(out, ')');
	}
	buf_addc(out, '\n');
	if (!explain)
		return;
	buf_adds(out, "    rule ");
	put_safe(out, f->rule);
	buf_addf(out, ", %s, %s, part ", f->category, zone_name(f->zone));
	put_line(out, "", f->part, "");
}

static bool
place_before(const struct findings *l, size_t i)
{
	size_t j;

	for (j = 0; j < i; j++)
		if (strcmp(l->v[j].place, l->v[i].place) == 0)
			return true;
	return false;
}

/* Under a heading for each place, in the order places come first. */
static void
put_findings(struct buf *out, const struct findings *l, bool explain)
{
	size_t shown = l->n, i, j;

	if (!explain && shown > PRINT_FINDINGS)
		shown = PRINT_FINDINGS;
	for (i = 0; i < shown; i++) {
		if (place_before(l, i))
			continue;
		put_line(out, "\nIn ", l->v[i].place, "");
		for (j = i; j < shown; j++)
			if (strcmp(l->v[j].place, l->v[i].place) == 0)
				put_finding(out, &l->v[j], j, explain);
	}
	if (l->n + l->dropped > shown)
		buf_addf(out, "\nand %zu findings more\n",
		    l->n + l->dropped - shown);
	if (l->people > 0) {
		buf_addf(out, "\nPeople it tells about: about %zu", l->people);
		if (l->people_how != NULL)
			put_line(out, " (", l->people_how, ")");
		else
			buf_addc(out, '\n');
	}
}

static void
put_unread_part(struct buf *out, const struct unread_part *u)
{
	if (strcmp(u->part, "0") == 0)
		buf_adds(out, "  the message");
	else if (strcmp(u->part, "rules") == 0)
		buf_adds(out, "  some of the text");
	else {
		buf_adds(out, "  part ");
		put_safe(out, u->part);
	}
	if (u->name != NULL) {
		buf_adds(out, ", ");
		put_safe(out, u->name);
	}
	buf_addf(out, ": %s\n", obstacles[u->why]);
}

static void
put_unread(struct buf *out, const struct report *r)
{
	size_t i;

	if (r->nunread > 0)
		buf_adds(out, "\nCould not be read\n");
	for (i = 0; i < r->nunread; i++)
		put_unread_part(out, &r->unread[i]);
	for (i = 0; i < r->findings.cannot_tell.n; i++)
		put_line(out, "  rule ", r->findings.cannot_tell.v[i],
		    " gave up at a limit");
}

static void
put_reason(struct buf *out, const struct report *r, const struct reason *why)
{
	buf_addf(out, "  %-6s %s", action_name(why->action),
	    why->observed ? "(observed only) " : "");
	put_safe(out, why->policy);
	if (why->finding >= 0) {
		buf_addf(out, ", finding %ld: ", why->finding);
		put_safe(out, r->findings.v[why->finding].rule);
	}
	if (why->unread >= 0) {
		buf_adds(out, ", unread part ");
		put_safe(out, r->unread[why->unread].part);
	}
	buf_addc(out, '\n');
}

static void
put_reasons(struct buf *out, const struct report *r)
{
	const struct verdict *v = &r->verdict;
	size_t i;

	if (v->nreasons > 0)
		buf_adds(out, "\nReasons\n");
	for (i = 0; i < v->nreasons; i++)
		put_reason(out, r, &v->reasons[i]);
	if (v->dropped > 0)
		buf_addf(out, "  and %zu more\n", v->dropped);
}

static void
put_report(const struct report *r, bool explain, struct buf *out)
{
	put_verdict(out, r);
	put_why(out, &r->verdict);
	put_recipients(out, r);
	put_findings(out, &r->findings, explain);
	put_unread(out, r);
	if (explain)
		put_reasons(out, r);
}

int
report_print(const struct report *r, bool explain, struct buf *out)
{
	const char *what_to_do = words[r->verdict.action].what_to_do;

	put_report(r, explain, out);
	if (r->verdict.judged && what_to_do != NULL)
		buf_addf(out, "\nWhat to do\n  %s\n", what_to_do);
	return buf_failed(out) ? -1 : 0;
}

int
report_print_decided(const struct report *r, struct buf *out)
{
	put_report(r, false, out);
	return buf_failed(out) ? -1 : 0;
}
