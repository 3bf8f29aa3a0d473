/* SPDX-License-Identifier: MIT
 *
 * test_report_read.c - what a worker may not say.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lib/test.h"
#include "report/report.h"
#include "report/sample.h"

/* json with the first `from` replaced by `to`. */
static char *
with(const char *json, const char *from, const char *to)
{
	const char *at = strstr(json, from);
	struct buf b = BUF_MAX(8u << 20);

	if (at == NULL)
		fail_msg("the sample does not hold %s", from);
	buf_add(&b, json, (size_t)(at - json));
	buf_adds(&b, to);
	buf_adds(&b, at + strlen(from));
	return buf_take(&b);
}

/* Expects a refusal; returns the complaint in a static buffer. */
static const char *
refusal(const char *name, const char *json, size_t len)
{
	static char text[500];
	struct buf err = BUF_MAX(sizeof text - 1);
	struct report *r = report_read(json, len, &err);

	if (r != NULL)
		fail_msg("%s: was taken", name);
	memcpy(text, buf_str(&err), err.len + 1);
	buf_free(&err);
	return text;
}

/* What is written is read, and written again the same. */
static void
test_round_trip(void **state)
{
	struct buf err = BUF_MAX(1000), b;
	struct report *r =
	    report_read(sample_full_json, strlen(sample_full_json), &err);

	(void)state;
	if (r == NULL)
		fail_msg("refused: %s", buf_str(&err));
	assert_true(r->verdict.judged);
	assert_int_equal(r->at, 1795183620);
	b = sample_write(r);
	test_same("again", buf_str(&b), sample_full_json);
	buf_free(&b);
	buf_free(&err);
	report_free(r);
}

/* A report without a verdict is one that nobody has judged. */
static void
test_not_judged(void **state)
{
	struct report *r = sample_empty(), *back;
	struct buf b, err = BUF_MAX(1000);

	(void)state;
	sample_recipient(r, "a@b.example", CIRCLE_EXTERNAL, false);
	b = sample_write(r);
	back = report_read(b.data, b.len, &err);
	assert_non_null(back);
	assert_false(back->verdict.judged);
	report_free(back);
	report_free(r);
	buf_free(&b);
}

/* Every field is refused when it is missing, of another type, of another
 * vocabulary or out of bounds; the complaint names the field. */
static void
test_refused(void **state)
{
	static const struct {
		const char *from, *to, *want;
	} cases[] = {
	    {"\"schema\":1", "\"schema\":2",
		"schema: not the one this program reads"},
	    {"\"schema\":1", "\"schema\":\"1\"",
		"schema: expected a whole number, 0 or more"},
	    {"\"schema\":1,", "", "schema: expected a whole number, 0 or more"},
	    {"01JD", "01Jd", "id: not an id"},
	    {"01JD", "1JD", "id: not an id"},
	    {"01JD", "001JD", "id: too long"},
	    {"\"x.eml\"", "7", "file: expected a string"},
	    {"\"x.eml\"", "null", "file: expected a string"},
	    {"\"4XyZ\"", "[]", "queue_id: expected a string"},
	    {"\"<1@town.example>\"", "{}", "message_id: expected a string"},
	    {"abcdef\",\"size", "abcde\",\"size",
		"sha256: expected 64 hex digits"},
	    {"0123456789abcdef", "0123456789abcdeg",
		"sha256: expected 64 hex digits"},
	    {"2210", "-1", "size: expected a whole number, 0 or more"},
	    {"2210", "1.5", "size: expected a whole number, 0 or more"},
	    {"2210", "9007199254740992",
		"size: expected a whole number, 0 or more"},
	    {"2026-11-20T", "2026-02-30T", "at: expected a time in UTC"},
	    {"14:07:00Z", "14:07:00+", "at: expected a time in UTC"},
	    {"2026-11-20T", "1969-11-20T", "at: expected a time in UTC"},
	    {"2026-11-20T", " 2026-1-20T", "at: expected a time in UTC"},
	    {"\"2026-11-20T14:07:00Z\"", "0", "at: expected a string"},
	    {"\"sender\":{", "\"sender\":[],\"x\":{",
		"sender: expected an object"},
	    {"\"group\":\"independent\"", "\"group\":false",
		"sender.group: expected a string"},
	    {"\"restricted\":true", "\"restricted\":1",
		"sender.restricted: expected true or false"},
	    {"\"restricted\":true", "\"restricted\":true,\"boss\":1",
		"sender: a field that is not known"},
	    {"\"recipients\":[{", "\"recipients\":[7,{",
		"recipients[0]: expected an object"},
	    {"\"address\":\"dpo@town.example\",", "",
		"recipients[1].address: expected a string"},
	    {"\"internal\"", "\"inside\"",
		"recipients[1].circle: not a known word"},
	    {"\"visible\":false", "\"visible\":\"false\"",
		"recipients[1].visible: expected true or false"},
	    {",\"action\":\"pass\"", "",
		"recipients[1].action: expected a string"},
	    {"\"action\":\"pass\"", "\"action\":\"bounce\"",
		"recipients[1].action: not a known word"},
	    {"\"verdict\":{\"action\":\"hold\"", "\"verdict\":{\"action\":null",
		"verdict.action: expected a string"},
	    {"\"whole\":false,", "", "verdict.whole: expected true or false"},
	    {"[\"dpo\",\"mo\"]", "[\"dpo\",\"boss\"]",
		"verdict.route: not a known word"},
	    {"[\"dpo\",\"mo\"]", "[\"dpo\",1]",
		"verdict.route: not a known word"},
	    {"[\"dpo\",\"mo\"]", "[\"mo\",\"mo\",\"mo\",\"mo\",\"mo\"]",
		"verdict.route: too many"},
	    {"\"finding\":0", "\"finding\":2",
		"verdict.reasons[0].finding: points past the end"},
	    {"\"unread\":0", "\"unread\":1",
		"verdict.reasons[1].unread: points past the end"},
	    {"\"unread\":0", "\"unread\":-1",
		"verdict.reasons[1].unread: expected a whole number, "
		"0 or more"},
	    {"\"dropped\":3", "\"dropped\":3,\"more\":1",
		"verdict: a field that is not known"},
	    {"\"people\":12", "\"people\":\"many\"",
		"people: expected a whole number, 0 or more"},
	    {"\"findings\":[", "\"findings\":[[],",
		"findings[0]: expected an object"},
	    {"\"rule\":\"nino\",", "", "findings[0].rule: expected a string"},
	    {"\"law\":\"UK", "\"law\":7,\"lore\":\"UK",
		"findings[0].law: expected a string"},
	    {"personal.id", "personal.identity",
		"findings[0].category: not a known word"},
	    {"\"confidence\":\"high\"", "\"confidence\":\"certain\"",
		"findings[0].confidence: not a known word"},
	    {"[\"format\",", "[5,",
		"findings[0].evidence: expected strings, not too long"},
	    {"\"zone\":\"attachment\"", "\"zone\":\"body\"",
		"findings[0].zone: not a known word"},
	    {"\"whose\":\"third-party\"", "\"whose\":\"mine\"",
		"findings[0].whose: not a known word"},
	    {"[1032,1041]", "[1042,1041]",
		"findings[0].span: start is after end"},
	    {"[1032,1041]", "[1032]", "findings[0].span: expected two numbers"},
	    {"[1032,1041]", "[1032,1041,1042]", "findings[0].span: too many"},
	    {"[1032,1041]", "[1032,true]",
		"findings[0].span: expected a whole number, 0 or more"},
	    {"\"severe\":false}]", "\"severe\":0}]",
		"findings[1].severe: expected true or false"},
	    {"\"severe\":false}]", "\"severe\":false,\"value\":\"MW\"}]",
		"findings[1]: a field that is not known"},
	    {"\"findings_dropped\":5,", "",
		"findings_dropped: expected a whole number, 0 or more"},
	    {"[\"home-address\"]", "{}", "cannot_tell: expected an array"},
	    {"\"unread\":[", "\"unread\":[null,",
		"unread[0]: expected an object"},
	    {"\"why\":\"encrypted\"", "\"why\":\"dull\"",
		"unread[0].why: not a known word"},
	    {"\"part\":\"3\",", "", "unread[0].part: expected a string"},
	    {"\"headers\"]", "\"hats\"]", "defects: not a known word"},
	    {"\"cpu_ms\":3.125", "\"cpu_ms\":-1",
		"cost.cpu_ms: expected a number, 0 or more"},
	    {"\"cost\":{", "\"cost\":0,\"x\":{", "cost: expected an object"},
	    {"\"schema\":1,", "\"schema\":1,\"extra\":0,",
		"report: a field that is not known"},
	    {"\"schema\":1,", "\"schema\":1,\"schema\":1,",
		"report: not JSON, at byte "},
	    {"x.eml", "x\\u0000.eml", "report: not JSON, at byte "},
	    {"x.eml", "x\xff.eml", "report: not JSON, at byte "},
	    {"x.eml", "x\\ud800.eml", "report: not JSON, at byte "},
	};
	const char *got;
	char *json;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		json = with(sample_full_json, cases[i].from, cases[i].to);
		got = refusal(cases[i].want, json, strlen(json));
		if (strncmp(got, cases[i].want, strlen(cases[i].want)) != 0)
			fail_msg("%s to %s:\n got: %s\nwant: %s", cases[i].from,
			    cases[i].to, got, cases[i].want);
		free(json);
	}
}

/* JSON that is no report at all is refused. */
static void
test_not_a_report(void **state)
{
	static const char *const cases[] = {"", " ", "null", "[]", "7", "\"\"",
	    "{}", "{", "[[[[[[[[", "\xef\xbb\xbf{}", "{}{}"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		refusal(cases[i], cases[i], strlen(cases[i]));
}

/* A report cut short anywhere is refused. */
static void
test_truncated(void **state)
{
	size_t len;

	(void)state;
	for (len = 0; len < strlen(sample_full_json); len++)
		refusal("cut", sample_full_json, len);
}

/* JSON of `count` times `entry` in the array that `field` opens. */
static char *
crowded(const char *field, const char *entry, size_t count)
{
	struct buf b = BUF_MAX(LIMIT_REPORT_BYTES);
	char *list, *json;
	size_t i;

	buf_adds(&b, field);
	for (i = 0; i < count; i++) {
		buf_adds(&b, entry);
		buf_addc(&b, ',');
	}
	list = buf_take(&b);
	assert_non_null(list);
	json = with(sample_full_json, field, list);
	free(list);
	return json;
}

/* Counts past their bounds are refused before anything is made of them. */
static void
test_crowds(void **state)
{
	static const struct {
		const char *field, *entry;
		size_t count;
		const char *want;
	} cases[] = {
	    {"\"recipients\":[", "{}", LIMIT_RECIPIENTS,
		"recipients: too many"},
	    {"\"findings\":[", "{}", LIMIT_FINDINGS, "findings: too many"},
	    {"\"unread\":[", "{}", 20000, "unread: too many"},
	    {"\"cannot_tell\":[", "\"r\"", 2000, "cannot_tell: too many"},
	    {"\"evidence\":[", "\"r\"", 64, "findings[0].evidence: too many"},
	    {"\"reasons\":[", "{}", 1000, "verdict.reasons: too many"},
	    {"\"defects\":[", "\"headers\"", 32, "defects: too many"},
	};
	char *json;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		json = crowded(cases[i].field, cases[i].entry, cases[i].count);
		test_same(cases[i].field,
		    refusal(cases[i].field, json, strlen(json)), cases[i].want);
		free(json);
	}
}

/* A text and a whole report over their bounds are refused; nesting that would
 * exhaust the stack too. */
static void
test_lengths(void **state)
{
	struct buf b = BUF_MAX(2 * LIMIT_REPORT_BYTES);
	char *json;
	size_t i;

	(void)state;
	for (i = 0; i < 4097; i++)
		buf_addc(&b, 'x');
	json = with(sample_full_json, "x.eml", buf_str(&b));
	test_same(
	    "text", refusal("text", json, strlen(json)), "file: too long");
	free(json);
	buf_reset(&b);
	for (i = 0; i <= LIMIT_REPORT_BYTES; i++)
		buf_addc(&b, ' ');
	test_same(
	    "report", refusal("report", b.data, b.len), "report: too long");
	buf_reset(&b);
	for (i = 0; i < LIMIT_REPORT_BYTES; i++)
		buf_addc(&b, '[');
	refusal("nesting", b.data, b.len);
	buf_free(&b);
}

/* A complaint goes to the log, so nothing of the content may be in it. */
static void
test_no_content_in_errors(void **state)
{
	static const char *const places[] = {"01JD4Z7Q8K", "internal",
	    "personal.id", "third-party", "2026-11-20T14", "encrypted",
	    "headers", "mo\"]", "\"reasons", "\"excerpt", "x.eml\"", "12,"};
	const char *got;
	char *json;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(places); i++) {
		json = with(sample_full_json, places[i],
		    places[i][0] == '"' ? "\"MW000000A" : "MW000000A");
		got = refusal(places[i], json, strlen(json));
		if (strstr(got, "MW") != NULL)
			fail_msg("%s: content in: %s", places[i], got);
		free(json);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_round_trip),
	    cmocka_unit_test(test_not_judged),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_not_a_report),
	    cmocka_unit_test(test_truncated),
	    cmocka_unit_test(test_crowds),
	    cmocka_unit_test(test_lengths),
	    cmocka_unit_test(test_no_content_in_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
