/* SPDX-License-Identifier: MIT
 *
 * test_signs.c - what the make of a document tells becomes findings, and
 * findings name the page, slide or row they stand in.
 */
#include "find/find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "config/config.h"
#include "config/files.h"
#include "config/lists.h"
#include "find/rulefile.h"
#include "lib/test.h"

#define CREST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const char *const rules_yaml =
    "- id: ni\n"
    "  title: National Insurance number\n"
    "  category: personal.id\n"
    "  regex: '\\b[A-Z]{2}\\d{6}[A-D]\\b'\n"
    "  validator: nino\n"
    "  people: row\n"
    "  confidence: {alone: medium}\n"
    "- id: ill\n"
    "  title: Health\n"
    "  category: personal.special\n"
    "  phrases: [diabetes]\n"
    "  people: row\n"
    "  confidence: {alone: medium}\n"
    "- id: exempt\n"
    "  title: Exempt\n"
    "  category: confidential.exempt\n"
    "  phrases: [not for publication]\n"
    "  anchor: [page-edge]\n"
    "  confidence: {alone: high}\n"
    "- id: first\n"
    "  title: First lines\n"
    "  category: confidential.mark\n"
    "  phrases: [members only]\n"
    "  anchor: [first-lines]\n"
    "  confidence: {alone: high}\n"
    "- id: black\n"
    "  title: Redaction that can be undone\n"
    "  category: personal.redaction\n"
    "  sign: redaction\n"
    "  confidence: {alone: high}\n"
    "- id: sheets\n"
    "  title: Hidden sheets\n"
    "  category: personal.redaction\n"
    "  sign: hidden\n"
    "  about: [hidden sheet, hidden row]\n"
    "  confidence: {alone: medium}\n"
    "- id: others\n"
    "  title: Hidden words\n"
    "  category: personal.redaction\n"
    "  sign: hidden\n"
    "  not: {words: [hidden sheet, hidden row]}\n"
    "  confidence: {alone: low}\n"
    "- id: crest\n"
    "  title: The council's crest\n"
    "  category: conduct.asset\n"
    "  sign: image\n"
    "  listed: crests\n"
    "  confidence: {alone: medium}\n";

static struct rules *rules;

static int
setup(void **state)
{
	(void)state;
	rules = rulefile_load(rules_yaml, ENGINE_BEST);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	rules_free(rules);
	return 0;
}

static void
find(const struct texts *t, const struct config *config, struct findings *ret)
{
	const struct facts facts = {.config = config, .line = true};
	struct finder *f = finder_new(rules);

	assert_non_null(f);
	*ret = (struct findings){0};
	assert_int_equal(find_all(f, t, &facts, ret), 0);
	finder_free(f);
}

/* "RULE STEP ZONE PLACE [EXCERPT]", one a line, compared. */
static void
found_are(const struct findings *l, const char *want)
{
	struct buf out = BUF_MAX(1u << 16);
	size_t i;

	for (i = 0; i < l->n; i++)
		buf_addf(&out, "%s%s %s %s %s [%s]", i > 0 ? "\n" : "",
		    l->v[i].rule, confidence_name(l->v[i].confidence),
		    zone_name(l->v[i].zone), l->v[i].place, l->v[i].excerpt);
	test_same("findings", buf_str(&out), want);
	buf_free(&out);
}

static struct text *
add(struct texts *t, enum zone zone, const char *place, enum text_unit unit,
    const char *data)
{
	struct text *x = texts_add(t, zone, "2", place, data, strlen(data));

	assert_non_null(x);
	x->unit = unit;
	x->table = unit == UNIT_ROW;
	return x;
}

static void
number(struct text *x, const uint32_t *v, size_t n)
{
	x->numbers = malloc(n * sizeof *v);
	assert_non_null(x->numbers);
	memcpy(x->numbers, v, n * sizeof *v);
	x->nnumbers = n;
}

/* A sign is a finding of the rules that ask for it, in words for a person and
 * without a digest; of hidden things each rule has its own. */
static void
test_found(void **state)
{
	struct texts t;
	struct findings found;

	(void)state;
	texts_init(&t, 1000);
	texts_sign(&t, SIGN_REDACTION, "2", "page 3 of plan.pdf",
	    "text under a black box can be read");
	texts_sign(&t, SIGN_HIDDEN, "2", "sheet 'A' (hidden) of a.xlsx",
	    "1 hidden sheet, 3 rows");
	texts_sign(&t, SIGN_HIDDEN, "2", "a.docx", "2 tracked deletions");
	texts_sign(&t, SIGN_HIDDEN, "2", "a.xlsx", "2 HIDDEN ROWS");
	texts_sign(&t, SIGN_HIDDEN, "2", "b.xlsx", "1 unhidden row");
	texts_sign(&t, SIGN_IMAGE, "2", "logo.png", CREST);
	texts_sign(&t, SIGN_PHOTO, "2", "me.jpg", "a photograph");
	find(&t, NULL, &found);
	found_are(&found,
	    "black high hidden page 3 of plan.pdf [text under a black box can "
	    "be read]\n"
	    "sheets medium hidden sheet 'A' (hidden) of a.xlsx [1 hidden "
	    "sheet, 3 rows]\n"
	    "sheets medium hidden a.xlsx [2 HIDDEN ROWS]\n"
	    "others low hidden a.docx [2 tracked deletions]\n"
	    "others low hidden b.xlsx [1 unhidden row]");
	assert_int_equal(found.v[0].whose, WHOSE_UNKNOWN);
	assert_false(found.v[0].severe);
	test_same("part", found.v[0].part, "2");
	assert_int_equal(found.people, 0);
	findings_free(&found);
	texts_free(&t);
}

/* A picture is the council's crest where its digest is in the list, and only
 * then; the list is read as sha256sum writes it. */
static void
test_listed(void **state)
{
	struct strlist none = {0};
	struct buf err = BUF_MAX(1000);
	struct config config = {0};
	char *folder = strdup(files_folder());
	struct texts t;
	struct findings found;

	(void)state;
	files_write("crests.txt",
	    "# ours\n0123456789ABCDEF0123456789abcdef0123456789abcdef"
	    "0123456789abcdef  logo.png\n");
	config.lists = lists_load(folder, &none, &err);
	if (config.lists == NULL)
		fail_msg("%s", buf_str(&err));
	assert_true(lists_has_crests(config.lists));
	texts_init(&t, 1000);
	texts_sign(&t, SIGN_IMAGE, "2", "logo.png", CREST);
	texts_sign(&t, SIGN_IMAGE, "3", "cat.png", "1" CREST);
	find(&t, &config, &found);
	found_are(
	    &found, "crest medium attachment logo.png [The council's crest]");
	findings_free(&found);
	texts_free(&t);
	lists_free(config.lists);
	files_write("crests.txt", "logo.png\n");
	assert_null(lists_load(folder, &none, &err));
	assert_non_null(strstr(buf_str(&err), "crests.txt:1:1: 'logo.png'"));
	buf_free(&err);
	files_remove();
	free(folder);
}

/* However many signs, a rule raises some tens, and other findings keep their
 * room. */
static void
test_many(void **state)
{
	struct texts t;
	struct findings found;
	size_t i;

	(void)state;
	texts_init(&t, 1000);
	for (i = 0; i < LIMIT_PARTS; i++)
		texts_sign(&t, SIGN_REDACTION, "2", "page 1 of a.pdf", "black");
	find(&t, NULL, &found);
	assert_in_range(found.n, 10, 100);
	assert_int_equal(found.dropped, 0);
	findings_free(&found);
	texts_free(&t);
}

/* Findings name the page or slide, by the number it has, on the first, the
 * last and one without words between. */
static void
test_units(void **state)
{
	struct texts t;
	struct text *x;
	struct findings found;

	(void)state;
	texts_init(&t, 1000);
	add(&t, ZONE_ATTACHMENT, "plan.pdf", UNIT_PAGE,
	    "MW000000A\n\f\f\nof MW000001A\fMW000002A");
	x = add(&t, ZONE_HIDDEN, "speaker notes of talk.pptx", UNIT_SLIDE,
	    "a\fMW000003A");
	x->section = strlen("speaker notes");
	number(x, (const uint32_t[]){2, 7}, 2);
	find(&t, NULL, &found);
	found_are(&found,
	    "ni medium attachment page 1 of plan.pdf [MW••••••A]\n"
	    "ni medium attachment page 3 of plan.pdf [MW••••••A]\n"
	    "ni medium attachment page 4 of plan.pdf [MW••••••A]\n"
	    "ni medium hidden slide 7, speaker notes of talk.pptx "
	    "[MW••••••A]");
	findings_free(&found);
	texts_free(&t);
}

/* One row of a sheet is one person, in whichever of its texts; the heading,
 * which each of them repeats, is nobody, and found once. */
static void
test_people(void **state)
{
	struct texts t;
	struct text *x;
	struct findings found;

	(void)state;
	texts_init(&t, 1000);
	x = add(&t, ZONE_ATTACHMENT, "sheet 'A' of a.xlsx", UNIT_ROW,
	    "Name\tdiabetes\nA\tMW000000A\nB\tMW000001A\n");
	x->sheet = 1;
	x->section = strlen("sheet 'A'");
	number(x, (const uint32_t[]){1, 2, 5}, 3);
	x = add(&t, ZONE_HIDDEN, "sheet 'A', hidden rows of a.xlsx", UNIT_ROW,
	    "Name\tdiabetes\nC\tMW000002A\n");
	x->sheet = 1;
	x->section = strlen("sheet 'A', hidden rows");
	number(x, (const uint32_t[]){1, 3}, 2);
	x = add(&t, ZONE_HIDDEN, "sheet 'A', hidden columns of a.xlsx",
	    UNIT_ROW, "Illness\ndiabetes\ndiabetes\n");
	x->sheet = 1;
	x->section = strlen("sheet 'A', hidden columns");
	number(x, (const uint32_t[]){1, 2, 3}, 3);
	find(&t, NULL, &found);
	found_are(&found,
	    "ill medium attachment sheet 'A', row 1 of a.xlsx [health]\n"
	    "ni medium attachment sheet 'A', row 2 of a.xlsx [MW••••••A]\n"
	    "ni medium attachment sheet 'A', row 5 of a.xlsx [MW••••••A]\n"
	    "ni medium hidden sheet 'A', hidden rows, row 3 of a.xlsx "
	    "[MW••••••A]\n"
	    "ill medium hidden sheet 'A', hidden columns, row 2 of a.xlsx "
	    "[health]\n"
	    "ill medium hidden sheet 'A', hidden columns, row 3 of a.xlsx "
	    "[health]");
	assert_int_equal(found.people, 3);
	findings_free(&found);
	texts_free(&t);
}

/* A table without a heading: the people in its first line count. */
static void
test_no_heading(void **state)
{
	struct texts t;
	struct findings found;

	(void)state;
	texts_init(&t, 1000);
	add(&t, ZONE_ATTACHMENT, "a.csv", UNIT_ROW,
	    "A\tMW000000A\nB\tMW000001A\n");
	find(&t, NULL, &found);
	assert_int_equal(found.people, 2);
	findings_free(&found);
	texts_free(&t);
}

/* A marking counts anywhere in a page's header, at the edge of every page, and
 * in a sheet only where it stands alone in its row. */
static void
test_anchors(void **state)
{
	static const struct {
		const char *place, *data;
		size_t section;
		enum text_unit unit;
		size_t want;
	} cases[] = {
	    {"page header of a.docx", "a\nb\nc\nnot for publication\nd\ne\nf",
		11, UNIT_NONE, 1},
	    {"page header and footer of sheet 'A' of a.xlsx",
		"a\nb\nc\nmembers only\nd\ne\nf", 33, UNIT_NONE, 1},
	    {"page header.txt", "a\nb\nc\nnot for publication\nd\ne\nf", 0,
		UNIT_NONE, 0},
	    {"comment of a.docx", "a\nb\nc\nnot for publication\nd\ne\nf", 7,
		UNIT_NONE, 0},
	    {"a.pdf", "a\nb\nc\nd\fnot for publication\nb\nc\nd\ne", 0,
		UNIT_PAGE, 1},
	    {"a.pdf", "a\nb\nc\nd\fe\nf\nnot for publication\nb\nc\nd\ne", 0,
		UNIT_PAGE, 0},
	    {"a.csv", "Members only\t\t\nName\tPost\nA\tB\n", 0, UNIT_ROW, 1},
	    {"a.csv", "Name\tMembers only\nA\tB\n", 0, UNIT_ROW, 0},
	};
	struct texts t;
	struct findings found;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		texts_init(&t, 1000);
		add(&t, ZONE_ATTACHMENT, cases[i].place, cases[i].unit,
		    cases[i].data)
		    ->section = cases[i].section;
		find(&t, NULL, &found);
		if (found.n != cases[i].want)
			fail_msg("%s: %zu findings: %s", cases[i].place,
			    found.n, cases[i].data);
		findings_free(&found);
		texts_free(&t);
	}
}

/* Keys that go together are refused apart, each with what was expected. */
static void
test_refused(void **state)
{
	static const struct {
		const char *keys, *want;
	} cases[] = {
	    {"sign: redaction\n  regex: 'x'", "more than one of"},
	    {"sign: scribble", "redaction, disguise, image, photo, hidden"},
	    {"regex: 'x'\n  about: [y]", "expected 'sign: …' too"},
	    {"sign: photo\n  listed: crests", "expected 'sign: image'"},
	    {"sign: image\n  listed: dogs", "crests"},
	};
	struct buf yaml = BUF_MAX(1000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const char *got;

		buf_reset(&yaml);
		buf_addf(&yaml,
		    "- id: x\n  title: X\n  category: personal.redaction\n"
		    "  %s\n  confidence: {alone: low}\n",
		    cases[i].keys);
		got = rulefile_error(buf_str(&yaml));
		if (strstr(got, cases[i].want) == NULL)
			fail_msg("%s: %s", cases[i].keys, got);
	}
	buf_free(&yaml);
}

/* A sample is tried as the sign it names, and fails where it is another. */
static void
test_samples(void **state)
{
	struct rules *r = rulefile_load(
	    "- id: x\n"
	    "  title: X\n"
	    "  category: conduct.asset\n"
	    "  why: Because.\n"
	    "  sign: image\n"
	    "  listed: crests\n"
	    "  confidence: {alone: low}\n"
	    "  ok: ['[sign image listed] a', '[sign image] a', 'a', "
	    "'[sign scribble] a']\n"
	    "  fail: ['[sign image] a', '[sign photo listed] a']\n",
	    ENGINE_PCRE2);
	struct buf out = BUF_MAX(4000);
	size_t samples, failed = rules_test(r, &samples, &out);

	(void)state;
	assert_int_equal(samples, 6);
	if (failed != 3)
		fail_msg("%s", buf_str(&out));
	assert_non_null(strstr(buf_str(&out), "ok sample 2 was not found"));
	assert_non_null(
	    strstr(buf_str(&out), "ok sample 3 could not be tried"));
	assert_non_null(
	    strstr(buf_str(&out), "ok sample 4 could not be tried"));
	buf_free(&out);
	rules_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_found),
	    cmocka_unit_test(test_listed),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_units),
	    cmocka_unit_test(test_people),
	    cmocka_unit_test(test_no_heading),
	    cmocka_unit_test(test_anchors),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_samples),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
