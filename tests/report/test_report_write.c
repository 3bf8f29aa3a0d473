/* SPDX-License-Identifier: MIT
 *
 * test_report_write.c - a report as JSON: every field, every bound.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lib/test.h"
#include "report/report.h"
#include "report/sample.h"

/* A report with every field set is written exactly so, field by field. */
static void
test_every_field(void **state)
{
	struct report *r = sample_full();
	struct buf b = sample_write(r);

	(void)state;
	test_same("full report", buf_str(&b), sample_full_json);
	buf_free(&b);
	report_free(r);
}

/* Texts that do not exist are left out; numbers, flags and lists never are; a
 * report nobody has judged has no verdict and no recipient's action. */
static void
test_absent_is_left_out(void **state)
{
	struct report *r = sample_empty();
	struct buf b;

	(void)state;
	sample_recipient(r, "a@b.example", CIRCLE_EXTERNAL, false);
	b = sample_write(r);
	test_same("empty report", buf_str(&b),
	    "{\"schema\":1,\"id\":\"01JD4Z7Q8K9M2N3P4R5S6T7V8W\",\"size\":2210,"
	    "\"at\":\"2026-11-20T14:07:00Z\",\"sender\":{\"envelope\":"
	    "\"cllr@town.example\",\"restricted\":false},\"recipients\":["
	    "{\"address\":\"a@b.example\",\"circle\":\"external\",\"visible\":"
	    "false,\"never_hold\":false}],\"people\":0,\"findings\":[],"
	    "\"findings_dropped\":0,\"cannot_tell\":[],\"unread\":[],"
	    "\"defects\":[],\"cost\":{\"cpu_ms\":0.000}}");
	buf_free(&b);
	report_free(r);
}

/* Whatever bytes a text holds, what is written is a JSON string of valid UTF-8:
 * only what RFC 8259 demands is escaped, only what RFC 3629 forbids replaced. */
static void
test_strings(void **state)
{
	static const struct {
		const char *name, *text, *want;
	} cases[] = {
	    {"plain", "a b~", "a b~"},
	    {"quote and backslash", "a\"b\\c", "a\\\"b\\\\c"},
	    {"controls", "\x01\t\n\x1f", "\\u0001\\u0009\\u000a\\u001f"},
	    {"DEL is plain", "\x7f", "\x7f"},
	    {"two bytes", "\xc2\xa3", "\xc2\xa3"},
	    {"three bytes", "\xe2\x82\xac", "\xe2\x82\xac"},
	    {"four bytes", "\xf0\x9f\x90\x9d", "\xf0\x9f\x90\x9d"},
	    {"lone continuation", "a\x80z", "a\xef\xbf\xbdz"},
	    {"Latin-1", "caf\xe9", "caf\xef\xbf\xbd"},
	    {"cut short", "\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd"},
	    {"overlong", "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},
	    {"overlong, three", "\xe0\x80\xaf",
		"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
	    {"surrogate", "\xed\xa0\x80",
		"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
	    {"past U+10FFFF", "\xf4\x90\x80\x80",
		"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
	    {"empty", "", ""},
	};
	struct report *r;
	struct buf b;
	char want[200];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		r = sample_empty();
		r->file = strdup(cases[i].text);
		b = sample_write(r);
		snprintf(want, sizeof want, "\"file\":\"%s\",\"size\"",
		    cases[i].want);
		if (strstr(buf_str(&b), want) == NULL)
			fail_msg("%s:\n got: %s\nwant: %s", cases[i].name,
			    buf_str(&b), want);
		buf_free(&b);
		report_free(r);
	}
}

/* Processor time is three decimals whatever the number, and never negative. */
static void
test_cost(void **state)
{
	static const struct {
		double ms;
		const char *want;
	} cases[] = {
	    {0, "0.000}}"},
	    {3.1, ":3.100}}"},
	    {0.0006, ":0.001}}"},
	    {12345.6789, ":12345.679}}"},
	    {-1, ":0.000}}"},
	    {NAN, ":0.000}}"},
	    {INFINITY, ":0.000}}"},
	    {1e300, ":0.000}}"},
	};
	struct report *r = sample_empty();
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		r->cpu_ms = cases[i].ms;
		b = sample_write(r);
		if (strstr(buf_str(&b), cases[i].want) == NULL)
			fail_msg("%g:\n got: %s\nwant: %s", cases[i].ms,
			    buf_str(&b), cases[i].want);
		buf_free(&b);
	}
	report_free(r);
}

/* Times before 1970 and after 9999 do not break the form of a time. */
static void
test_time_bounds(void **state)
{
	static const struct {
		long long at;
		const char *want;
	} cases[] = {
	    {0, "\"1970-01-01T00:00:00Z\""},
	    {-5, "\"1970-01-01T00:00:00Z\""},
	    {951782400, "\"2000-02-29T00:00:00Z\""},
	    {253402300799, "\"9999-12-31T23:59:59Z\""},
	    {253402300800, "\"1970-01-01T00:00:00Z\""},
	};
	struct report *r = sample_empty();
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		r->at = cases[i].at;
		b = sample_write(r);
		if (strstr(buf_str(&b), cases[i].want) == NULL)
			fail_msg("%lld:\n got: %s\nwant: %s", cases[i].at,
			    buf_str(&b), cases[i].want);
		buf_free(&b);
	}
	report_free(r);
}

/* len bytes of that text over and over. */
static char *
repeated(const char *text, size_t len)
{
	char *s = malloc(len + 1);
	size_t i;

	assert_non_null(s);
	for (i = 0; i < len; i++)
		s[i] = text[i % strlen(text)];
	s[len] = '\0';
	return s;
}

static struct report *
read_back(const struct buf *b)
{
	struct buf err = BUF_MAX(1000);
	struct report *r = report_read(b->data, b->len, &err);

	if (r == NULL)
		fail_msg("our own report was refused: %s", buf_str(&err));
	buf_free(&err);
	return r;
}

/* A text over its bound is cut between characters, never inside one, and the
 * reader takes what is left. */
static void
test_long_strings(void **state)
{
	static const char *const texts[] = {"a", "\xc3\xa9", "\xe2\x82\xac",
	    "\xf0\x9f\x90\x9d", "\xff", "\x80", "\"", "\x01"};
	struct report *r, *back;
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(texts); i++) {
		r = sample_empty();
		r->file = repeated(texts[i], 60000);
		b = sample_write(r);
		back = read_back(&b);
		assert_in_range(strlen(back->file), 4093, 4096);
		/* Of whole characters there is nothing to replace. */
		if (texts[i][0] != '\xff' && texts[i][0] != '\x80')
			assert_null(strstr(back->file, "\xef\xbf\xbd"));
		report_free(back);
		report_free(r);
		buf_free(&b);
	}
}

/* Findings that do not fit are left out from the end and counted; as many as
 * fit are kept; people stay; a reason for one left out loses its number. */
static void
test_too_many_findings(void **state)
{
	struct report *r = sample_full(), *back;
	struct finding *f;
	struct buf b;
	size_t i;

	(void)state;
	while (r->findings.n < LIMIT_FINDINGS)
		sample_finding(r, "personal.id");
	for (i = 0; i < r->findings.n; i++) {
		f = &r->findings.v[i];
		free(f->excerpt);
		f->excerpt = repeated("x", 3500);
	}
	r->verdict.reasons[0].finding = LIMIT_FINDINGS - 1;
	b = sample_write(r);
	assert_in_range(b.len, LIMIT_REPORT_BYTES - 5000, LIMIT_REPORT_BYTES);
	back = read_back(&b);
	assert_in_range(back->findings.n, 900, LIMIT_FINDINGS - 1);
	assert_int_equal(
	    back->findings.n + back->findings.dropped, LIMIT_FINDINGS + 5);
	assert_int_equal(back->findings.people, 12);
	assert_int_equal(back->verdict.reasons[0].finding, -1);
	assert_string_equal(
	    back->verdict.reasons[0].policy, "personal-outside");
	report_free(back);
	report_free(r);
	buf_free(&b);
}

/* Unread parts that do not fit become one entry "limit": never silence. */
static void
test_too_many_unread(void **state)
{
	static const struct {
		const char *name;
		size_t parts, name_len;
		size_t want;
	} cases[] = {
	    {"all fit", 2000, 50, 2000},
	    {"too many for the reader", 20001, 10, 20000},
	    {"too many bytes", 2000, 4000, 101},
	};
	struct report *r, *back;
	struct buf b;
	char *name;
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		r = sample_empty();
		name = repeated("n", cases[i].name_len);
		for (j = 0; j < cases[i].parts; j++)
			assert_int_equal(
			    report_add_unread(r, UNREAD_IMAGE, "2", name), 0);
		b = sample_write(r);
		back = read_back(&b);
		if (back->nunread != cases[i].want)
			fail_msg("%s: got %zu, want %zu", cases[i].name,
			    back->nunread, cases[i].want);
		if (cases[i].want < cases[i].parts)
			assert_int_equal(
			    back->unread[back->nunread - 1].why, UNREAD_LIMIT);
		report_free(back);
		report_free(r);
		buf_free(&b);
		free(name);
	}
}

/* As many recipients as are accepted fit, with the longest addresses. */
static void
test_most_recipients(void **state)
{
	struct report *r = sample_empty(), *back;
	char *address = repeated("a", 310);
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < LIMIT_RECIPIENTS; i++)
		sample_recipient(r, address, CIRCLE_EXTERNAL, false);
	b = sample_write(r);
	back = read_back(&b);
	assert_int_equal(back->nrecipients, LIMIT_RECIPIENTS);
	report_free(back);
	report_free(r);
	buf_free(&b);
	free(address);
}

/* A report is added whole or not at all. */
static void
test_full_buffer(void **state)
{
	struct report *r = sample_full();
	struct buf b = BUF_MAX(100);

	(void)state;
	buf_adds(&b, "before");
	assert_int_equal(report_write(r, &b), -1);
	test_same("buffer", buf_str(&b), "before");
	buf_free(&b);
	report_free(r);
}

/* A message that could not be inspected has a report that says so. */
static void
test_unread_report(void **state)
{
	struct report *r =
	    report_unread("01JD4Z7Q8K9M2N3P4R5S6T7V8W", UNREAD_TIMEOUT, 77);
	struct buf b = sample_write(r);

	(void)state;
	assert_non_null(strstr(
	    buf_str(&b), "\"unread\":[{\"part\":\"0\",\"why\":\"timeout\"}]"));
	assert_non_null(strstr(buf_str(&b), "\"size\":77"));
	buf_free(&b);
	report_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_field),
	    cmocka_unit_test(test_absent_is_left_out),
	    cmocka_unit_test(test_strings),
	    cmocka_unit_test(test_cost),
	    cmocka_unit_test(test_time_bounds),
	    cmocka_unit_test(test_long_strings),
	    cmocka_unit_test(test_too_many_findings),
	    cmocka_unit_test(test_too_many_unread),
	    cmocka_unit_test(test_most_recipients),
	    cmocka_unit_test(test_full_buffer),
	    cmocka_unit_test(test_unread_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
