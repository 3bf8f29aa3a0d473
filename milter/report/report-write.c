/* SPDX-License-Identifier: MIT
 *
 * report-write.c - a report as one line of JSON.
 *
 * Written straight into a buf rather than by way of a tree: every message
 * passes here, most with nothing found, and a buf is the bound.  Promises: the
 * result is valid JSON in valid UTF-8 whatever bytes the report holds, agrees
 * with report.schema.json, and is at most LIMIT_REPORT_BYTES long.  When it
 * would be longer, the largest number of findings that fits is kept, the rest
 * is counted; reasons that named a finding left out lose its number only.
 */
#include "report/report.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "report/report-json.h"

/* How much of a report is written. */
struct extent {
	size_t findings;
	size_t unread;
};

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

static bool
plain(char c)
{
	return c >= 0x20 && c != '"' && c != '\\' && c < 0x7f;
}

/* Writes the one character c, n bytes at s, that may not stand as it is; n is
 * 0 for a byte that is not UTF-8. */
static void
put_odd(struct buf *b, const char *s, size_t n, uint32_t c)
{
	if (n == 0) {
		buf_adds(b, "\xef\xbf\xbd"); /* U+FFFD */
		return;
	}
	if (c < 0x20) {
		buf_addf(b, "\\u%04x", (unsigned)c);
		return;
	}
	if (c == '"' || c == '\\')
		buf_addc(b, '\\');
	buf_add(b, s, n);
}

/* A string, cut between characters at REPORT_STRING_BYTES as its reader counts
 * them. */
static void
put_string(struct buf *b, const char *s)
{
	const char *end = s + strlen(s), *run;
	size_t room = REPORT_STRING_BYTES, n, cost;
	uint32_t c;

	buf_addc(b, '"');
	while (s < end) {
		for (run = s; s < end && room > 0 && plain(*s); s++)
			room--;
		buf_add(b, run, (size_t)(s - run));
		n = utf8_next(s, (size_t)(end - s), &c);
		cost = n > 0 ? n : 3;
		if (s == end || cost > room)
			break;
		put_odd(b, s, n, c);
		room -= cost;
		s += n > 0 ? n : 1;
	}
	buf_addc(b, '"');
}

/* A comma, unless what comes is the first in its object or array. */
static void
put_comma(struct buf *b)
{
	char last = b->len > 0 ? b->data[b->len - 1] : '{';

	if (last != '{' && last != '[')
		buf_addc(b, ',');
}

static void
put_key(struct buf *b, const char *key)
{
	put_comma(b);
	buf_addc(b, '"');
	buf_adds(b, key);
	buf_add(b, "\":", 2);
}

/* A string field; an absent string is a field left out. */
static void
put_text(struct buf *b, const char *key, const char *s)
{
	if (s == NULL)
		return;
	put_key(b, key);
	put_string(b, s);
}

static void
put_digits(struct buf *b, unsigned long long n)
{
	char digits[24];
	size_t i = sizeof digits;

	if (n > REPORT_NUMBER_MAX)
		n = REPORT_NUMBER_MAX;
	do
		digits[--i] = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	buf_add(b, digits + i, sizeof digits - i);
}

static void
put_number(struct buf *b, const char *key, unsigned long long n)
{
	put_key(b, key);
	put_digits(b, n);
}

static void
put_flag(struct buf *b, const char *key, bool value)
{
	put_key(b, key);
	buf_adds(b, value ? "true" : "false");
}

static void
put_open(struct buf *b, const char *key, char bracket)
{
	put_key(b, key);
	buf_addc(b, bracket);
}

static void
put_list(struct buf *b, const char *key, const struct strlist *l, size_t max)
{
	size_t i;

	put_open(b, key, '[');
	for (i = 0; i < smaller(l->n, max); i++) {
		put_comma(b);
		put_string(b, l->v[i]);
	}
	buf_addc(b, ']');
}

/* RFC 3339, UTC; years 1970 to 9999. */
static void
put_time(struct buf *b, const char *key, long long at)
{
	time_t seconds = (time_t)(at < 0 ? 0 : at);
	char text[32] = "1970-01-01T00:00:00Z";
	struct tm tm;

	if (at <= 253402300799ll && gmtime_r(&seconds, &tm) != NULL)
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	put_text(b, key, text);
}

/* Thousandths, without printf: a locale must not put a comma in it. */
static void
put_milliseconds(struct buf *b, const char *key, double ms)
{
	unsigned long long n = 0;
	char fraction[4];

	if (isfinite(ms) && ms > 0 && ms < 1e12)
		n = (unsigned long long)(ms * 1000 + 0.5);
	put_key(b, key);
	put_digits(b, n / 1000);
	fraction[0] = '.';
	fraction[1] = (char)('0' + n / 100 % 10);
	fraction[2] = (char)('0' + n / 10 % 10);
	fraction[3] = (char)('0' + n % 10);
	buf_add(b, fraction, sizeof fraction);
}

static void
put_ids(struct buf *b, const struct report *r)
{
	put_number(b, "schema", REPORT_SCHEMA);
	put_text(b, "id", r->id);
	put_text(b, "file", r->file);
	put_text(b, "queue_id", r->queue_id);
	put_text(b, "message_id", r->message_id);
	put_text(b, "sha256", r->sha256);
	put_number(b, "size", r->size);
	put_time(b, "at", r->at);
}

static void
put_sender(struct buf *b, const struct report *r)
{
	put_open(b, "sender", '{');
	put_text(b, "envelope", r->sender);
	put_text(b, "from", r->header_from);
	put_text(b, "member", r->member);
	put_text(b, "group", r->group);
	put_flag(b, "restricted", r->restricted);
	buf_addc(b, '}');
}

static void
put_recipients(struct buf *b, const struct report *r)
{
	const struct report_recipient *to;
	size_t i;

	put_open(b, "recipients", '[');
	for (i = 0; i < r->nrecipients && !buf_failed(b); i++) {
		to = &r->recipients[i];
		put_comma(b);
		buf_addc(b, '{');
		put_text(b, "address", to->address);
		put_text(b, "circle", circle_name(to->circle));
		put_flag(b, "visible", to->visible);
		put_flag(b, "never_hold", to->never_hold);
		if (r->verdict.judged)
			put_text(b, "action", action_name(to->action));
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
}

static void
put_routes(struct buf *b, unsigned routes)
{
	int i;

	put_open(b, "route", '[');
	for (i = 0; i < ROUTE_COUNT; i++) {
		if ((routes & 1u << i) == 0)
			continue;
		put_comma(b);
		put_string(b, route_name((enum route)i));
	}
	buf_addc(b, ']');
}

static void
put_reason(struct buf *b, const struct reason *why, const struct extent *kept)
{
	put_comma(b);
	buf_addc(b, '{');
	put_text(b, "policy", why->policy);
	put_text(b, "title", why->title);
	if (why->finding >= 0 && (size_t)why->finding < kept->findings)
		put_number(b, "finding", (unsigned long long)why->finding);
	if (why->unread >= 0 && (size_t)why->unread < kept->unread)
		put_number(b, "unread", (unsigned long long)why->unread);
	put_text(b, "action", action_name(why->action));
	put_flag(b, "observed", why->observed);
	buf_addc(b, '}');
}

static void
put_verdict(struct buf *b, const struct verdict *v, const struct extent *kept)
{
	size_t i, n = smaller(v->nreasons, REPORT_REASONS);

	if (!v->judged)
		return;
	put_open(b, "verdict", '{');
	put_text(b, "action", action_name(v->action));
	put_flag(b, "severe", v->severe);
	put_flag(b, "whole", v->whole);
	put_flag(b, "observe", v->observe);
	put_routes(b, v->routes);
	put_open(b, "reasons", '[');
	for (i = 0; i < n; i++)
		put_reason(b, &v->reasons[i], kept);
	buf_addc(b, ']');
	put_number(b, "dropped", v->dropped + (v->nreasons - n));
	buf_addc(b, '}');
}

static void
put_finding(struct buf *b, const struct finding *f)
{
	put_comma(b);
	buf_addc(b, '{');
	put_text(b, "rule", f->rule);
	put_text(b, "title", f->title);
	put_text(b, "why", f->why);
	put_text(b, "law", f->law);
	put_text(b, "category", f->category);
	put_text(b, "confidence", confidence_name(f->confidence));
	put_list(b, "evidence", &f->evidence, REPORT_EVIDENCE);
	put_text(b, "zone", zone_name(f->zone));
	put_text(b, "whose", whose_name(f->whose));
	put_text(b, "place", f->place);
	put_text(b, "excerpt", f->excerpt);
	put_text(b, "part", f->part);
	put_open(b, "span", '[');
	put_digits(b, f->start);
	buf_addc(b, ',');
	put_digits(b, f->end);
	buf_addc(b, ']');
	put_flag(b, "person", f->person);
	put_flag(b, "severe", f->severe);
	buf_addc(b, '}');
}

static void
put_findings(struct buf *b, const struct findings *l, const struct extent *kept)
{
	size_t i;

	put_number(b, "people", l->people);
	put_text(b, "people_how", l->people_how);
	put_open(b, "findings", '[');
	for (i = 0; i < kept->findings && !buf_failed(b); i++)
		put_finding(b, &l->v[i]);
	buf_addc(b, ']');
	put_number(b, "findings_dropped", l->dropped + (l->n - kept->findings));
	put_list(b, "cannot_tell", &l->cannot_tell, REPORT_CANNOT_TELL);
}

static void
put_unread_part(struct buf *b, const struct unread_part *u)
{
	put_comma(b);
	buf_addc(b, '{');
	put_text(b, "part", u->part);
	put_text(b, "name", u->name);
	put_text(b, "type", u->type);
	put_text(b, "why", unread_name(u->why));
	buf_addc(b, '}');
}

static void
put_unread(struct buf *b, const struct report *r, const struct extent *kept)
{
	static const struct unread_part rest = {
	    .why = UNREAD_LIMIT, .part = "0"};
	size_t i;

	put_open(b, "unread", '[');
	for (i = 0; i < kept->unread && !buf_failed(b); i++)
		put_unread_part(b, &r->unread[i]);
	if (kept->unread < r->nunread)
		put_unread_part(b, &rest);
	buf_addc(b, ']');
}

static void
put_defects(struct buf *b, unsigned defects)
{
	const char *name;
	size_t i;

	put_open(b, "defects", '[');
	for (i = 0; (name = report_defect_name(i)) != NULL; i++) {
		if ((defects & 1u << i) == 0)
			continue;
		put_comma(b);
		put_string(b, name);
	}
	buf_addc(b, ']');
}

/* One attempt. Returns 0, or -1 when it did not fit or memory is out. */
static int
write_extent(const struct report *r, const struct extent *kept, struct buf *out)
{
	buf_reset(out);
	buf_addc(out, '{');
	put_ids(out, r);
	put_sender(out, r);
	put_recipients(out, r);
	put_verdict(out, &r->verdict, kept);
	put_findings(out, &r->findings, kept);
	put_unread(out, r, kept);
	put_defects(out, r->defects);
	put_open(out, "cost", '{');
	put_milliseconds(out, "cpu_ms", r->cpu_ms);
	buf_addc(out, '}');
	buf_addc(out, '}');
	return buf_failed(out) ? -1 : 0;
}

/* The largest number of findings that fits, by halving: about eleven attempts
 * for a report that only a spreadsheet of a thousand rows makes. */
static int
write_fewer(const struct report *r, struct extent kept, struct buf *out)
{
	size_t fits = 0, over = kept.findings;

	kept.findings = 0;
	if (write_extent(r, &kept, out) < 0)
		return -1;
	while (over - fits > 1) {
		kept.findings = fits + (over - fits) / 2;
		if (write_extent(r, &kept, out) < 0)
			over = kept.findings;
		else
			fits = kept.findings;
	}
	kept.findings = fits;
	return write_extent(r, &kept, out);
}

int
report_write(const struct report *r, struct buf *out)
{
	struct buf b = BUF_MAX(LIMIT_REPORT_BYTES);
	struct extent kept = {
	    .findings = smaller(r->findings.n, LIMIT_FINDINGS),
	    .unread =
		r->nunread < REPORT_UNREAD ? r->nunread : REPORT_UNREAD - 1,
	};
	int ret;

	buf_room(&b, 1000); /* most reports: no growing step by step */
	ret = write_extent(r, &kept, &b);
	if (ret < 0)
		ret = write_fewer(r, kept, &b);
	if (ret < 0) {
		kept.unread = smaller(kept.unread, REPORT_UNREAD_SHORT);
		ret = write_fewer(r, kept, &b);
	}
	if (ret == 0)
		ret = buf_add(out, b.data, b.len);
	buf_free(&b);
	return ret;
}
