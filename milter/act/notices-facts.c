/* SPDX-License-Identifier: MIT
 *
 * notices-facts.c - what the templates of notices can name, and its values.
 *
 * Two tables of slots, because two readers may know different things: the
 * sender is told places, which hold file names; an officer only zones.  A
 * template cannot reach past its table, whoever edits it.
 *
 * Findings are shown by rule, a few places each: a spreadsheet of 2,000 numbers
 * is one line and a count.
 */
#include "act/notices-facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/notices.h"
#include "base/buf.h"
#include "config/config.h"
#include "report/report.h"

/* Rules, places of one rule, unread parts and addresses that a mail lists;
 * beyond them it says how many more there are. */
#define SHOWN_RULES 12
#define SHOWN_PLACES 3
#define SHOWN_UNREAD 10
#define SHOWN_ADDRESSES 20
/* More of a subject than any program shows. */
#define SUBJECT_MAX 300

static const struct template_slot place_row[] = {
    {"place", NULL},
    {"excerpt", NULL},
    {"hidden", NULL}, /* there where whoever opens it does not see it */
    {NULL, NULL},
};
static const struct template_slot found_row[] = {
    {"title", NULL},
    {"why", NULL},
    {"law", NULL},
    {"category", NULL},
    {"confidence", NULL},
    {"count", NULL},   /* how often */
    {"several", NULL}, /* there when that is more than once */
    {"places", place_row},
    {"more", NULL}, /* how many places are not shown, or nothing */
    {NULL, NULL},
};
static const struct template_slot unread_row[] = {
    {"name", NULL},
    {"why", NULL},
    {NULL, NULL},
};
static const struct template_slot reason_row[] = {
    {"title", NULL},
    {NULL, NULL},
};
static const struct template_slot address_row[] = {
    {"address", NULL},
    {NULL, NULL},
};
static const struct template_slot circle_row[] = {
    {"circle", NULL},
    {"count", NULL},
    {NULL, NULL},
};

#define SLOTS_COMMON                                                      \
	{"council", NULL}, {"contact", NULL}, {"reference", NULL},        \
	    {"received", NULL}, {"member", NULL}, {"severe", NULL},       \
	    {"people", NULL}, {"found", found_row}, {"found_more", NULL}, \
	    {"unread", unread_row}, {"unread_more", NULL},                \
	{                                                                 \
		"reasons", reason_row                                     \
	}

/* The flags say which kinds of finding there are, so that the template can say
 * how to put each right. */
#define SLOTS_SENDER                                                          \
	SLOTS_COMMON, {"subject", NULL}, {"personal", NULL},                  \
	    {"confidential", NULL}, {"political", NULL}, {"conduct", NULL},   \
	    {"recipients", NULL}, {"held", address_row}, {"held_more", NULL}, \
	    {"delivered", address_row},                                       \
	{                                                                     \
		"delivered_more", NULL                                        \
	}

const struct template_slot notices_facts_sender[] = {
    SLOTS_SENDER,
    {NULL, NULL},
};
const struct template_slot notices_facts_decided[] = {
    SLOTS_SENDER,
    {"who", NULL},
    {"decision", NULL},     /* the officer's words */
    {"headers_only", NULL}, /* too large to attach whole */
    {NULL, NULL},
};
const struct template_slot notices_facts_officer[] = {
    SLOTS_COMMON,
    {"sender", NULL},
    {"group", NULL},
    {"action", NULL},
    {"recipient_count", NULL},
    {"held_count", NULL},
    {"circles", circle_row},
    {NULL, NULL},
};

static const char *const zone_words[] = {
    [ZONE_SUBJECT] = "in the subject",
    [ZONE_AUTHORED] = "in the text",
    [ZONE_QUOTED] = "in quoted text",
    [ZONE_FORWARDED] = "in forwarded text",
    [ZONE_SIGNATURE] = "in the signature",
    [ZONE_FOOTER] = "in the footer",
    [ZONE_ATTACHMENT] = "in an attachment",
    [ZONE_METADATA] = "in the name or properties of an attachment",
    [ZONE_HIDDEN] = "in hidden content",
    [ZONE_OCR] = "in a picture",
};

static const char *const unread_words[] = {
    [UNREAD_ENCRYPTED] = "it is encrypted or has a password",
    [UNREAD_DAMAGED] = "it is damaged",
    [UNREAD_UNSUPPORTED] = "it is of a kind that cannot be read here",
    [UNREAD_LIMIT] = "it is too large, or holds too much",
    [UNREAD_IMAGE] = "it is a picture",
    [UNREAD_TIMEOUT] = "reading it took too long",
};

static const char *const circle_words[] = {
    [CIRCLE_INTERNAL] = "inside the council",
    [CIRCLE_TRUSTED] = "public bodies",
    [CIRCLE_PRESS] = "press",
    [CIRCLE_PARTY] = "political parties",
    [CIRCLE_PRIVATE] = "a member's own mailbox",
    [CIRCLE_EXTERNAL] = "outside the council",
};

static const char *const families[] = {
    "personal", "confidential", "political", "conduct", "recipients"};
#define FAMILIES (sizeof families / sizeof families[0])

/* One report being put into values. */
struct facts {
	const struct report *report;
	struct template_values *v;
	bool officer;
	bool names;        /* file names may be told */
	enum action least; /* reasons weaker than this are not told */
	bool *seen_finding, *seen_unread;
	struct group {
		const struct finding *first;
		struct template_values *row;
		size_t count, shown;
	} groups[SHOWN_RULES];
	size_t ngroups;
	size_t other_rules, unread_shown, other_unread;
	unsigned families; /* 1 << index */
};

static void
set_more(struct template_values *v, const char *name, size_t n)
{
	if (n > 0)
		template_setf(v, name, "%zu", n);
}

/* "20 November 2025 at 14:07", local time. */
static void
set_time(struct template_values *v, const char *name, long long at)
{
	static const char *const months[] = {"January", "February", "March",
	    "April", "May", "June", "July", "August", "September", "October",
	    "November", "December"};
	time_t when = (time_t)at;
	struct tm t = {0};

	localtime_r(&when, &t);
	template_setf(v, name, "%d %s %d at %02d:%02d", t.tm_mday,
	    months[t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min);
}

static void
note_family(struct facts *f, const char *category)
{
	size_t i, len;

	for (i = 0; i < FAMILIES; i++) {
		len = strlen(families[i]);
		if (strncmp(category, families[i], len) != 0 ||
		    category[len] != '.' || (f->families & 1u << i) != 0)
			continue;
		f->families |= 1u << i;
		if (!f->officer)
			template_set(f->v, families[i], "yes");
	}
}

static struct group *
group_of(struct facts *f, const struct finding *found)
{
	struct group *g;
	size_t i;

	for (i = 0; i < f->ngroups; i++)
		if (strcmp(f->groups[i].first->rule, found->rule) == 0)
			return &f->groups[i];
	if (f->ngroups == SHOWN_RULES)
		return NULL;
	g = &f->groups[f->ngroups++];
	*g = (struct group){.first = found, .row = template_row(f->v, "found")};
	template_set(g->row, "title", found->title);
	template_set(g->row, "why", found->why);
	template_set(g->row, "law", found->law);
	template_set(g->row, "category", found->category);
	template_set(g->row, "confidence", confidence_name(found->confidence));
	return g;
}

/* Found in the message's own header or addresses, not in a part of it. */
static bool
is_of_message(const struct finding *found)
{
	return found->part == NULL || strcmp(found->part, "0") == 0;
}

/* Values in notices are masked; subjects and file names are as they came. So
 * they are repeated only where nothing was found in any of them. */
static bool
subject_is_clear(const struct report *r)
{
	size_t i;

	for (i = 0; i < r->findings.n; i++)
		if (r->findings.v[i].zone == ZONE_SUBJECT)
			return false;
	return true;
}

static bool
names_are_clear(const struct report *r)
{
	size_t i;

	for (i = 0; i < r->findings.n; i++)
		if (r->findings.v[i].zone == ZONE_METADATA &&
		    !is_of_message(&r->findings.v[i]))
			return false;
	return true;
}

/* What is found about recipients stands in no text. */
static const char *
without_names(const struct finding *found)
{
	if (strncmp(found->category, "recipients.", 11) == 0)
		return "in the addresses";
	if (found->zone == ZONE_METADATA && is_of_message(found))
		return "in the header";
	return zone_words[found->zone];
}

static void
add_finding(struct facts *f, const struct finding *found)
{
	struct group *g = group_of(f, found);
	struct template_values *place;

	note_family(f, found->category);
	if (g == NULL) {
		f->other_rules++;
		return;
	}
	g->count++;
	if (g->shown == SHOWN_PLACES)
		return;
	g->shown++;
	place = template_row(g->row, "places");
	template_set(
	    place, "place", f->names ? found->place : without_names(found));
	template_set(place, "excerpt", found->excerpt);
	if (found->zone == ZONE_HIDDEN)
		template_set(place, "hidden", "yes");
}

static void
add_unread(struct facts *f, const struct unread_part *part)
{
	struct template_values *row;

	if (f->unread_shown == SHOWN_UNREAD) {
		f->other_unread++;
		return;
	}
	f->unread_shown++;
	row = template_row(f->v, "unread");
	if (f->names && part->name != NULL && *part->name != '\0')
		template_set(row, "name", part->name);
	else
		template_setf(row, "name", "part %s of the message",
		    part->part != NULL ? part->part : "?");
	template_set(row, "why", unread_words[part->why]);
}

/* True when no earlier reason that counts has the same title. */
static bool
new_title(const struct facts *f, size_t at)
{
	const struct reason *reasons = f->report->verdict.reasons;
	size_t i;

	for (i = 0; i < at; i++)
		if (!reasons[i].observed && reasons[i].action >= f->least &&
		    reasons[i].title != NULL &&
		    strcmp(reasons[i].title, reasons[at].title) == 0)
			return false;
	return true;
}

static void
add_reason(struct facts *f, size_t at)
{
	const struct report *r = f->report;
	const struct reason *reason = &r->verdict.reasons[at];
	long i;

	if (reason->observed || reason->action < f->least)
		return;
	if (reason->title != NULL && new_title(f, at))
		template_set(
		    template_row(f->v, "reasons"), "title", reason->title);
	i = reason->finding;
	if (i >= 0 && (size_t)i < r->findings.n && !f->seen_finding[i]) {
		f->seen_finding[i] = true;
		add_finding(f, &r->findings.v[i]);
	}
	i = reason->unread;
	if (i >= 0 && (size_t)i < r->nunread && !f->seen_unread[i]) {
		f->seen_unread[i] = true;
		add_unread(f, &r->unread[i]);
	}
}

/* A report names only so many reasons, so its counts may be too small. */
static void
add_counts(struct facts *f)
{
	const char *or_more = f->report->verdict.dropped > 0 ? " or more" : "";
	struct group *g;
	size_t i;

	for (i = 0; i < f->ngroups; i++) {
		g = &f->groups[i];
		template_setf(g->row, "count", "%zu%s", g->count, or_more);
		if (g->count > 1)
			template_set(g->row, "several", "yes");
		set_more(g->row, "more", g->count - g->shown);
	}
	set_more(f->v, "found_more", f->other_rules);
	set_more(f->v, "unread_more", f->other_unread);
}

static void
set_common(struct facts *f, const struct notice *n)
{
	const struct settings *set = &n->config->set;

	template_set(f->v, "council", set->council_name);
	template_set(f->v, "contact", set->council_contact);
	template_set(f->v, "reference", f->report->id);
	set_time(f->v, "received", f->report->at);
	template_set(f->v, "member", f->report->member);
	if (f->report->verdict.severe)
		template_set(f->v, "severe", "yes");
	if (f->report->findings.people > 1)
		template_setf(
		    f->v, "people", "%zu", f->report->findings.people);
}

/* Values that both readers have. NULL when memory is out. */
static struct template_values *
gather(struct facts *f, const struct notice *n)
{
	size_t i;

	f->report = n->report;
	f->names = !f->officer && names_are_clear(n->report);
	f->v = template_values_new();
	f->seen_finding = calloc(f->report->findings.n + 1, sizeof(bool));
	f->seen_unread = calloc(f->report->nunread + 1, sizeof(bool));
	if (f->v == NULL || f->seen_finding == NULL || f->seen_unread == NULL) {
		template_values_free(f->v);
		f->v = NULL;
		goto end;
	}
	set_common(f, n);
	for (i = 0; i < f->report->verdict.nreasons; i++)
		add_reason(f, i);
	add_counts(f);
end:
	free(f->seen_finding);
	free(f->seen_unread);
	return f->v;
}

bool
notices_facts_stopped(const struct report *r, size_t recipient)
{
	size_t i;

	for (i = 0; i < r->nrecipients; i++)
		if (action_stops(r->recipients[i].action))
			return action_stops(r->recipients[recipient].action);
	return action_stops(r->verdict.action);
}

/* Lists the addresses whose copy is stopped, or the others. */
static void
add_addresses(struct template_values *v, const struct report *r, bool stopped,
    const char *list, const char *more)
{
	size_t i, shown = 0, others = 0;

	for (i = 0; i < r->nrecipients; i++) {
		if (notices_facts_stopped(r, i) != stopped)
			continue;
		if (shown == SHOWN_ADDRESSES) {
			others++;
			continue;
		}
		shown++;
		template_set(
		    template_row(v, list), "address", r->recipients[i].address);
	}
	set_more(v, more, others);
}

/* The sender's subject, which may be of any length: a notice must not fail over
 * it. Cut between characters. */
static void
set_subject(struct template_values *v, const char *subject)
{
	struct buf cut = BUF_MAX(SUBJECT_MAX + 8);
	size_t n = SUBJECT_MAX;

	if (subject == NULL || strlen(subject) <= SUBJECT_MAX) {
		template_set(v, "subject", subject);
		return;
	}
	while (n > 0 && ((unsigned char)subject[n] & 0xc0) == 0x80)
		n--;
	buf_add(&cut, subject, n);
	buf_adds(&cut, " ...");
	template_set(v, "subject", buf_str(&cut));
	buf_free(&cut);
}

struct template_values *
notices_facts_for_sender(const struct notice *n)
{
	struct facts f = {.least = ACTION_ASK};
	struct template_values *v = gather(&f, n);

	if (v == NULL)
		return NULL;
	if (subject_is_clear(n->report))
		set_subject(v, n->subject);
	add_addresses(v, n->report, true, "held", "held_more");
	add_addresses(v, n->report, false, "delivered", "delivered_more");
	template_set(v, "who", n->who);
	template_set_lines(v, "decision", n->why);
	return v;
}

struct template_values *
notices_facts_for_officer(const struct notice *n, enum action least)
{
	struct facts f = {.officer = true, .least = least};
	struct template_values *v = gather(&f, n), *row;
	size_t circles[CIRCLE_COUNT] = {0}, held = 0, i;
	const struct report *r = n->report;

	if (v == NULL)
		return NULL;
	for (i = 0; i < r->nrecipients; i++) {
		circles[r->recipients[i].circle]++;
		held += notices_facts_stopped(r, i);
	}
	template_set(v, "sender", r->sender);
	template_set(v, "group", r->group);
	template_set(v, "action", action_name(r->verdict.action));
	template_setf(v, "recipient_count", "%zu", r->nrecipients);
	if (held < r->nrecipients) /* else it is all of them */
		template_setf(v, "held_count", "%zu", held);
	for (i = 0; i < CIRCLE_COUNT; i++) {
		if (circles[i] == 0)
			continue;
		row = template_row(v, "circles");
		template_set(row, "circle", circle_words[i]);
		template_setf(row, "count", "%zu", circles[i]);
	}
	return v;
}
