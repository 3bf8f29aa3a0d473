/* SPDX-License-Identifier: MIT
 *
 * test_schema.c - reports are what report.schema.json says they are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lib/test.h"
#include "report/check_schema.h"
#include "report/report.h"
#include "report/sample.h"

static struct check_schema *schema;

static int
load_schema(void **state)
{
	struct buf err = BUF_MAX(1000);

	(void)state;
	schema =
	    check_schema_load(test_source("milter/report.schema.json"), &err);
	if (schema == NULL)
		fprintf(stderr, "%s\n", buf_str(&err));
	buf_free(&err);
	return schema != NULL ? 0 : -1;
}

static int
free_schema(void **state)
{
	(void)state;
	check_schema_free(schema);
	return 0;
}

static void
agrees(const char *name, const struct report *r)
{
	struct buf b = sample_write(r), err = BUF_MAX(1000);

	if (check_schema(schema, b.data, b.len, &err) < 0)
		fail_msg("%s: %s", name, buf_str(&err));
	buf_free(&b);
}

/* Reports from the emptiest to the fullest agree with the schema. */
static void
test_samples(void **state)
{
	struct report *r = report_new();

	(void)state;
	snprintf(r->id, sizeof r->id, "01JD4Z7Q8K9M2N3P4R5S6T7V8W");
	agrees("new", r);
	report_free(r);
	r = sample_empty();
	agrees("empty", r);
	report_free(r);
	r = sample_full();
	agrees("full", r);
	report_free(r);
	r = report_unread("01JD4Z7Q8K9M2N3P4R5S6T7V8W", UNREAD_LIMIT, 1);
	agrees("unread", r);
	report_free(r);
}

/* Every word of every vocabulary is in the schema: one that is added to
 * base/words.c and not there fails here. */
static void
test_vocabularies(void **state)
{
	struct report *r = sample_full();
	struct finding *f;
	size_t i;

	(void)state;
	for (i = 0; i < ACTION_COUNT; i++) {
		sample_recipient(r, "a@b.example", CIRCLE_EXTERNAL, false);
		r->recipients[r->nrecipients - 1].action = (enum action)i;
	}
	for (i = 0; i < CIRCLE_COUNT; i++)
		sample_recipient(r, "a@b.example", (enum circle)i, false);
	for (i = 0; category_at(i) != NULL; i++) {
		sample_finding(r, category_at(i));
		f = &r->findings.v[r->findings.n - 1];
		f->zone = (enum zone)(i % ZONE_COUNT);
		f->whose = (enum whose)(i % WHOSE_COUNT);
		f->confidence = (enum confidence)(i % CONFIDENCE_COUNT);
	}
	for (i = 0; i < UNREAD_COUNT; i++)
		assert_int_equal(
		    report_add_unread(r, (enum unread)i, "1", NULL), 0);
	r->verdict.routes = (1u << ROUTE_COUNT) - 1;
	r->defects = ~0u;
	agrees("all words", r);
	report_free(r);
}

/* A report over every limit still agrees. */
static void
test_crowds(void **state)
{
	struct report *r = sample_full();
	size_t i;

	(void)state;
	for (i = 0; i < 2 * LIMIT_FINDINGS; i++)
		sample_finding(r, "personal.id");
	for (i = 0; i < 20001; i++)
		assert_int_equal(
		    report_add_unread(r, UNREAD_IMAGE, "1", NULL), 0);
	for (i = 0; i < 3000; i++)
		assert_int_equal(
		    strlist_add(&r->findings.cannot_tell, "rule"), 0);
	for (i = 0; i < 100; i++)
		assert_int_equal(
		    strlist_add(&r->findings.v[0].evidence, "step"), 0);
	agrees("crowds", r);
	report_free(r);
}

/* The checker itself finds what is wrong, and says where: a check that cannot
 * fail proves nothing. */
static void
test_checker(void **state)
{
	static const struct {
		const char *from, *to, *want;
	} cases[] = {
	    {"\"schema\":1", "\"schema\":2", "/schema: const"},
	    {"\"size\":2210,", "", "/size: required"},
	    {"2210", "-2210", "/size: minimum"},
	    {"2210", "9007199254740993", "/size: maximum"},
	    {"2210", "\"2210\"", "/size: type"},
	    {"01JD", "o1JD", "/id: pattern"},
	    {"\"schema\"", "\"boss\":1,\"schema\"",
		"/boss: additionalProperties"},
	    {"\"internal\"", "\"inside\"", "/recipients/1/circle: enum"},
	    {"[1032,1041]", "[1032]", "/findings/0/span: minItems"},
	    {"[1032,1041]", "[1,2,3]", "/findings/0/span: maxItems"},
	    {"[\"format\"", "[0", "/findings/0/evidence/0: type"},
	    {"\"cpu_ms\":3.125", "\"cpu_ms\":[]", "/cost/cpu_ms: type"},
	    {"\"sender\":{", "\"sender\":[],\"unread\":{", "not JSON"},
	};
	struct buf b = BUF_MAX(1u << 20), err = BUF_MAX(1000);
	const char *at;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		at = strstr(sample_full_json, cases[i].from);
		assert_non_null(at);
		buf_reset(&b);
		buf_reset(&err);
		buf_add(&b, sample_full_json, (size_t)(at - sample_full_json));
		buf_adds(&b, cases[i].to);
		buf_adds(&b, at + strlen(cases[i].from));
		assert_int_equal(check_schema(schema, b.data, b.len, &err), -1);
		if (strncmp(buf_str(&err), cases[i].want,
			strlen(cases[i].want)) != 0)
			fail_msg("%s:\n got: %s\nwant: %s", cases[i].to,
			    buf_str(&err), cases[i].want);
	}
	buf_free(&b);
	buf_free(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_samples),
	    cmocka_unit_test(test_vocabularies),
	    cmocka_unit_test(test_crowds),
	    cmocka_unit_test(test_checker),
	};

	return cmocka_run_group_tests(tests, load_schema, free_schema);
}
