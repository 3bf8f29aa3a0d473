/* SPDX-License-Identifier: MIT
 *
 * sample.c - reports for tests, all data invented.
 */
#include "report/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/test.h"

const char sample_full_json[] =
    "{\"schema\":1,\"id\":\"01JD4Z7Q8K9M2N3P4R5S6T7V8W\",\"file\":\"x.eml\","
    "\"queue_id\":\"4XyZ\",\"message_id\":\"<1@town.example>\","
    "\"sha256\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789"
    "abcdef\",\"size\":2210,\"at\":\"2026-11-20T14:07:00Z\","
    "\"sender\":{\"envelope\":\"cllr@town.example\","
    "\"from\":\"cllr@town.example\",\"member\":\"Cllr Sample\","
    "\"group\":\"independent\",\"restricted\":true},"
    "\"recipients\":[{\"address\":\"reporter@news.example\","
    "\"circle\":\"press\",\"visible\":true,\"never_hold\":false,"
    "\"action\":\"hold\"},{\"address\":\"dpo@town.example\","
    "\"circle\":\"internal\",\"visible\":false,\"never_hold\":true,"
    "\"action\":\"pass\"}],"
    "\"verdict\":{\"action\":\"hold\",\"severe\":true,\"whole\":false,"
    "\"observe\":false,\"route\":[\"dpo\",\"mo\"],\"reasons\":["
    "{\"policy\":\"personal-outside\",\"title\":\"Somebody else's personal "
    "data leaves the council.\",\"finding\":0,\"action\":\"hold\","
    "\"observed\":false},"
    "{\"policy\":\"unread-outside\",\"title\":\"A part could not be read.\","
    "\"unread\":0,\"action\":\"ask\",\"observed\":true}],\"dropped\":3},"
    "\"people\":12,\"people_how\":\"12 distinct National Insurance numbers\","
    "\"findings\":[{\"rule\":\"nino\",\"title\":\"National Insurance number\","
    "\"why\":\"It identifies one person for life.\","
    "\"law\":\"UK GDPR Art 4(1)\",\"category\":\"personal.id\","
    "\"confidence\":\"high\",\"evidence\":[\"format\",\"keyword 'NI number' 14 "
    "characters before\"],\"zone\":\"attachment\",\"whose\":\"third-party\","
    "\"place\":\"row 14 of repairs.csv\","
    "\"excerpt\":\"NI number MW\xe2\x80\xa2\xe2\x80\xa2"
    "A\",\"part\":\"2.1\",\"span\":[1032,1041],\"person\":true,"
    "\"severe\":false},"
    "{\"rule\":\"nino\",\"title\":\"National Insurance number\","
    "\"why\":\"It identifies one person for life.\","
    "\"law\":\"UK GDPR Art 4(1)\",\"category\":\"confidential.exempt\","
    "\"confidence\":\"high\",\"evidence\":[\"format\",\"keyword 'NI number' 14 "
    "characters before\"],\"zone\":\"attachment\",\"whose\":\"third-party\","
    "\"place\":\"row 14 of repairs.csv\","
    "\"excerpt\":\"NI number MW\xe2\x80\xa2\xe2\x80\xa2"
    "A\",\"part\":\"2.1\",\"span\":[1032,1041],\"person\":true,"
    "\"severe\":false}],"
    "\"findings_dropped\":5,\"cannot_tell\":[\"home-address\"],"
    "\"unread\":[{\"part\":\"3\",\"name\":\"scan.pdf\","
    "\"type\":\"application/pdf\",\"why\":\"encrypted\"}],"
    "\"defects\":[\"duplicate-type\",\"headers\"],"
    "\"cost\":{\"cpu_ms\":3.125}}";

static char *
copy(const char *s)
{
	char *p = strdup(s);

	assert_non_null(p);
	return p;
}

struct report *
sample_empty(void)
{
	struct report *r = report_new();

	assert_non_null(r);
	snprintf(r->id, sizeof r->id, "01JD4Z7Q8K9M2N3P4R5S6T7V8W");
	r->size = 2210;
	r->at = 1795183620; /* 2026-11-20T14:07:00Z */
	r->sender = copy("cllr@town.example");
	return r;
}

void
sample_finding(struct report *r, const char *category)
{
	struct finding f = {
	    .rule = copy("nino"),
	    .title = copy("National Insurance number"),
	    .why = copy("It identifies one person for life."),
	    .law = copy("UK GDPR Art 4(1)"),
	    .category = copy(category),
	    .confidence = CONFIDENCE_HIGH,
	    .zone = ZONE_ATTACHMENT,
	    .whose = WHOSE_THIRD_PARTY,
	    .place = copy("row 14 of repairs.csv"),
	    .part = copy("2.1"),
	    .excerpt = copy("NI number MW\xe2\x80\xa2\xe2\x80\xa2"
			    "A"),
	    .start = 1032,
	    .end = 1041,
	    .person = true,
	};

	assert_int_equal(strlist_add(&f.evidence, "format"), 0);
	assert_int_equal(strlist_add(&f.evidence,
			     "keyword 'NI number' 14 characters before"),
	    0);
	assert_int_equal(findings_take(&r->findings, &f), 0);
}

void
sample_recipient(
    struct report *r, const char *address, enum circle circle, bool never_hold)
{
	struct report_recipient *v = reallocarray(
	    r->recipients, r->nrecipients + 1, sizeof *r->recipients);

	assert_non_null(v);
	v[r->nrecipients] = (struct report_recipient){
	    .address = copy(address),
	    .circle = circle,
	    .never_hold = never_hold,
	};
	r->recipients = v;
	r->nrecipients++;
}

static void
full_verdict(struct verdict *v)
{
	*v = (struct verdict){
	    .action = ACTION_HOLD,
	    .judged = true,
	    .severe = true,
	    .routes = 1u << ROUTE_DPO | 1u << ROUTE_MO,
	    .reasons = calloc(2, sizeof *v->reasons),
	    .nreasons = 2,
	    .dropped = 3,
	};
	assert_non_null(v->reasons);
	v->reasons[0] = (struct reason){
	    .policy = copy("personal-outside"),
	    .title = copy("Somebody else's personal data leaves the council."),
	    .finding = 0,
	    .unread = -1,
	    .action = ACTION_HOLD,
	};
	v->reasons[1] = (struct reason){
	    .policy = copy("unread-outside"),
	    .title = copy("A part could not be read."),
	    .finding = -1,
	    .unread = 0,
	    .action = ACTION_ASK,
	    .observed = true,
	};
}

struct report *
sample_full(void)
{
	struct report *r = sample_empty();

	r->file = copy("x.eml");
	r->queue_id = copy("4XyZ");
	r->message_id = copy("<1@town.example>");
	r->sha256 = copy("0123456789abcdef0123456789abcdef"
			 "0123456789abcdef0123456789abcdef");
	r->header_from = copy("cllr@town.example");
	r->member = copy("Cllr Sample");
	r->group = copy("independent");
	r->restricted = true;
	sample_recipient(r, "reporter@news.example", CIRCLE_PRESS, false);
	r->recipients[0].visible = true;
	r->recipients[0].action = ACTION_HOLD;
	sample_recipient(r, "dpo@town.example", CIRCLE_INTERNAL, true);
	sample_finding(r, "personal.id");
	sample_finding(r, "confidential.exempt");
	r->findings.dropped = 5;
	r->findings.people = 12;
	r->findings.people_how = copy("12 distinct National Insurance numbers");
	assert_int_equal(
	    strlist_add(&r->findings.cannot_tell, "home-address"), 0);
	assert_int_equal(
	    report_add_unread(r, UNREAD_ENCRYPTED, "3", "scan.pdf"), 0);
	r->unread[0].type = copy("application/pdf");
	r->defects = 1u << 0 | 1u << 4;
	full_verdict(&r->verdict);
	r->cpu_ms = 3.125;
	return r;
}

struct buf
sample_write(const struct report *r)
{
	struct buf b = BUF_MAX(8u << 20);

	assert_int_equal(report_write(r, &b), 0);
	return b;
}
