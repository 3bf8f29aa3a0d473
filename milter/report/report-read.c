/* SPDX-License-Identifier: MIT
 *
 * report-read.c - a report out of JSON that nobody vouches for.
 *
 * The writer is a worker that has decoded hostile bytes, so nothing is taken
 * on trust: valid UTF-8 without NUL, no duplicate and no unknown fields, every
 * type, vocabulary, count and length.  After a success every index in the
 * report points at something and every string that the schema requires is
 * there.  Errors say where ("findings[3].span: start is after end") and never
 * what stood there, for they go to the log.
 *
 * BUGS: jansson makes a tree of the whole text first; LIMIT_REPORT_BYTES of
 * "[[],[],…" cost some 100 MiB for the time of the call.
 */
#include "report/report.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/digest.h"
#include "base/limits.h"
#include "base/ulid.h"
#include "report/fields.h"
#include "report/report-json.h"

static bool
all_hex(const char *s)
{
	return strspn(s, "0123456789abcdef") == 2 * DIGEST_LEN &&
	       strlen(s) == 2 * DIGEST_LEN;
}

static int
read_ids(struct fields *o, struct report *r)
{
	const char *id;
	size_t schema;

	if (fields_count(o, "schema", &schema) < 0)
		return -1;
	if (schema != REPORT_SCHEMA)
		return fields_refuse(
		    o, "schema", "not the one this program reads");
	id = fields_borrow(o, "id", ULID_LEN);
	if (id == NULL)
		return -1;
	if (!ulid_valid(id))
		return fields_refuse(o, "id", "not an id");
	memcpy(r->id, id, ULID_LEN + 1);
	if (fields_may_text(o, "file", &r->file) < 0 ||
	    fields_may_text(o, "queue_id", &r->queue_id) < 0 ||
	    fields_may_text(o, "message_id", &r->message_id) < 0 ||
	    fields_may_text(o, "sha256", &r->sha256) < 0)
		return -1;
	if (r->sha256 != NULL && !all_hex(r->sha256))
		return fields_refuse(o, "sha256", "expected 64 hex digits");
	if (fields_count(o, "size", &r->size) < 0)
		return -1;
	return fields_time(o, "at", &r->at);
}

static int
read_sender(struct fields *top, struct report *r)
{
	struct fields o;

	if (fields_open(&o, fields_get(top, "sender"), "sender", -1, top->err) <
	    0)
		return -1;
	if (fields_may_text(&o, "envelope", &r->sender) < 0 ||
	    fields_may_text(&o, "from", &r->header_from) < 0 ||
	    fields_may_text(&o, "member", &r->member) < 0 ||
	    fields_may_text(&o, "group", &r->group) < 0 ||
	    fields_flag(&o, "restricted", &r->restricted) < 0)
		return -1;
	return fields_close(&o);
}

/* `action` stands in a judged report only. */
static int
read_recipient(struct fields *o, bool judged, struct report_recipient *to)
{
	if (fields_text(o, "address", &to->address) < 0 ||
	    fields_circle(o, "circle", &to->circle) < 0 ||
	    fields_flag(o, "visible", &to->visible) < 0 ||
	    fields_flag(o, "never_hold", &to->never_hold) < 0)
		return -1;
	if (judged && fields_action(o, "action", &to->action) < 0)
		return -1;
	return fields_close(o);
}

static int
read_recipients(struct fields *top, struct report *r)
{
	static const char key[] = "recipients";
	bool judged = fields_has(top, "verdict");
	const json_t *list;
	struct fields o;
	void *room = NULL;
	size_t i, n;

	list = fields_entries(
	    top, key, LIMIT_RECIPIENTS, sizeof *r->recipients, &room);
	if (list == NULL)
		return -1;
	r->recipients = room;
	n = json_array_size(list);
	for (i = 0; i < n; i++) {
		r->nrecipients = i + 1;
		if (fields_open(&o, json_array_get(list, i), key, (long)i,
			top->err) < 0 ||
		    read_recipient(&o, judged, &r->recipients[i]) < 0)
			return -1;
	}
	return 0;
}

static int
read_span(struct fields *o, struct finding *f)
{
	const json_t *span = fields_array(o, "span", 2);

	if (span == NULL)
		return -1;
	if (json_array_size(span) != 2)
		return fields_refuse(o, "span", "expected two numbers");
	if (fields_number(o, "span", json_array_get(span, 0), &f->start) < 0 ||
	    fields_number(o, "span", json_array_get(span, 1), &f->end) < 0)
		return -1;
	if (f->start > f->end)
		return fields_refuse(o, "span", "start is after end");
	return 0;
}

static int
read_finding(struct fields *o, struct finding *f)
{
	if (fields_text(o, "rule", &f->rule) < 0 ||
	    fields_text(o, "title", &f->title) < 0 ||
	    fields_text(o, "why", &f->why) < 0 ||
	    fields_may_text(o, "law", &f->law) < 0 ||
	    fields_text(o, "category", &f->category) < 0 ||
	    fields_confidence(o, "confidence", &f->confidence) < 0 ||
	    fields_strings(o, "evidence", REPORT_EVIDENCE, &f->evidence) < 0 ||
	    fields_zone(o, "zone", &f->zone) < 0 ||
	    fields_whose(o, "whose", &f->whose) < 0 ||
	    fields_text(o, "place", &f->place) < 0 ||
	    fields_text(o, "excerpt", &f->excerpt) < 0 ||
	    fields_text(o, "part", &f->part) < 0 ||
	    fields_flag(o, "person", &f->person) < 0 ||
	    fields_flag(o, "severe", &f->severe) < 0)
		return -1;
	if (!category_known(f->category))
		return fields_refuse(o, "category", "not a known word");
	if (read_span(o, f) < 0)
		return -1;
	return fields_close(o);
}

static int
read_each_finding(struct fields *top, const json_t *list, struct findings *l)
{
	struct finding f;
	struct fields o;
	size_t i, n = json_array_size(list);

	for (i = 0; i < n; i++) {
		f = (struct finding){0};
		if (fields_open(&o, json_array_get(list, i), "findings",
			(long)i, top->err) < 0 ||
		    read_finding(&o, &f) < 0) {
			finding_free(&f);
			return -1;
		}
		if (findings_take(l, &f) < 0)
			return fields_refuse(top, "findings", "out of memory");
	}
	return 0;
}

static int
read_findings(struct fields *top, struct findings *l)
{
	const json_t *list;

	if (fields_count(top, "people", &l->people) < 0 ||
	    fields_may_text(top, "people_how", &l->people_how) < 0)
		return -1;
	list = fields_array(top, "findings", LIMIT_FINDINGS);
	if (list == NULL || read_each_finding(top, list, l) < 0 ||
	    fields_count(top, "findings_dropped", &l->dropped) < 0)
		return -1;
	return fields_strings(
	    top, "cannot_tell", REPORT_CANNOT_TELL, &l->cannot_tell);
}

static int
read_unread_part(struct fields *o, struct unread_part *u)
{
	if (fields_text(o, "part", &u->part) < 0 ||
	    fields_may_text(o, "name", &u->name) < 0 ||
	    fields_may_text(o, "type", &u->type) < 0 ||
	    fields_unread(o, "why", &u->why) < 0)
		return -1;
	return fields_close(o);
}

static int
read_unread(struct fields *top, struct report *r)
{
	static const char key[] = "unread";
	const json_t *list;
	struct fields o;
	void *room = NULL;
	size_t i, n;

	list =
	    fields_entries(top, key, REPORT_UNREAD, sizeof *r->unread, &room);
	if (list == NULL)
		return -1;
	r->unread = room;
	n = json_array_size(list);
	for (i = 0; i < n; i++) {
		r->nunread = i + 1;
		if (fields_open(&o, json_array_get(list, i), key, (long)i,
			top->err) < 0 ||
		    read_unread_part(&o, &r->unread[i]) < 0)
			return -1;
	}
	return 0;
}

static int
read_routes(struct fields *o, unsigned *ret)
{
	const json_t *list = fields_array(o, "route", ROUTE_COUNT), *v;
	enum route route;
	size_t i;

	if (list == NULL)
		return -1;
	json_array_foreach(list, i, v)
	{
		if (!json_is_string(v) ||
		    route_parse(json_string_value(v), &route) < 0)
			return fields_refuse(o, "route", "not a known word");
		*ret |= 1u << route;
	}
	return 0;
}

static int
read_reason(struct fields *o, const struct report *r, struct reason *why)
{
	if (fields_text(o, "policy", &why->policy) < 0 ||
	    fields_text(o, "title", &why->title) < 0 ||
	    fields_may_index(o, "finding", r->findings.n, &why->finding) < 0 ||
	    fields_may_index(o, "unread", r->nunread, &why->unread) < 0 ||
	    fields_action(o, "action", &why->action) < 0 ||
	    fields_flag(o, "observed", &why->observed) < 0)
		return -1;
	return fields_close(o);
}

static int
read_reasons(struct fields *verdict, struct report *r)
{
	struct verdict *v = &r->verdict;
	const json_t *list;
	struct fields o;
	void *room = NULL;
	size_t i, n;

	list = fields_entries(
	    verdict, "reasons", REPORT_REASONS, sizeof *v->reasons, &room);
	if (list == NULL)
		return -1;
	v->reasons = room;
	n = json_array_size(list);
	for (i = 0; i < n; i++) {
		v->nreasons = i + 1;
		if (fields_open(&o, json_array_get(list, i), "verdict.reasons",
			(long)i, verdict->err) < 0 ||
		    read_reason(&o, r, &v->reasons[i]) < 0)
			return -1;
	}
	return 0;
}

/* Absent until the judge has spoken. Read after findings and unread, which its
 * reasons point into. */
static int
read_verdict(struct fields *top, struct report *r)
{
	const json_t *json = fields_get(top, "verdict");
	struct verdict *v = &r->verdict;
	struct fields o;

	if (json == NULL)
		return 0;
	if (fields_open(&o, json, "verdict", -1, top->err) < 0 ||
	    fields_action(&o, "action", &v->action) < 0 ||
	    fields_flag(&o, "severe", &v->severe) < 0 ||
	    fields_flag(&o, "whole", &v->whole) < 0 ||
	    fields_flag(&o, "observe", &v->observe) < 0 ||
	    read_routes(&o, &v->routes) < 0 || read_reasons(&o, r) < 0 ||
	    fields_count(&o, "dropped", &v->dropped) < 0)
		return -1;
	v->judged = true;
	return fields_close(&o);
}

static int
read_defects(struct fields *top, unsigned *ret)
{
	const json_t *list = fields_array(top, "defects", 32), *v;
	const char *name;
	size_t i, bit;

	if (list == NULL)
		return -1;
	json_array_foreach(list, i, v)
	{
		for (bit = 0; (name = report_defect_name(bit)) != NULL; bit++)
			if (json_is_string(v) &&
			    strcmp(json_string_value(v), name) == 0)
				break;
		if (name == NULL)
			return fields_refuse(
			    top, "defects", "not a known word");
		*ret |= 1u << bit;
	}
	return 0;
}

static int
read_cost(struct fields *top, double *ret)
{
	const json_t *v;
	struct fields o;

	if (fields_open(&o, fields_get(top, "cost"), "cost", -1, top->err) < 0)
		return -1;
	v = fields_get(&o, "cpu_ms");
	if (!json_is_number(v) || json_number_value(v) < 0)
		return fields_refuse(
		    &o, "cpu_ms", "expected a number, 0 or more");
	*ret = json_number_value(v);
	return fields_close(&o);
}

static int
read_top(const json_t *json, struct report *r, struct buf *err)
{
	struct fields top;

	if (fields_open(&top, json, NULL, -1, err) < 0 ||
	    read_ids(&top, r) < 0 || read_sender(&top, r) < 0 ||
	    read_recipients(&top, r) < 0 ||
	    read_findings(&top, &r->findings) < 0 || read_unread(&top, r) < 0 ||
	    read_verdict(&top, r) < 0 || read_defects(&top, &r->defects) < 0 ||
	    read_cost(&top, &r->cpu_ms) < 0)
		return -1;
	return fields_close(&top);
}

struct report *
report_read(const char *json, size_t len, struct buf *ret_err)
{
	struct report *r;
	json_error_t where;
	json_t *tree;

	if (len > LIMIT_REPORT_BYTES) {
		buf_adds(ret_err, "report: too long");
		return NULL;
	}
	tree = json_loadb(json, len, JSON_REJECT_DUPLICATES, &where);
	if (tree == NULL) {
		buf_addf(
		    ret_err, "report: not JSON, at byte %d", where.position);
		return NULL;
	}
	r = report_new();
	if (r == NULL)
		buf_adds(ret_err, "report: out of memory");
	else if (read_top(tree, r, ret_err) < 0) {
		report_free(r);
		r = NULL;
	}
	json_decref(tree);
	return r;
}
