/* SPDX-License-Identifier: MIT
 *
 * test_rule.c - the rule language: what is refused and where, what replaces
 * what, and the samples.
 */
#include "find/find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/files.h"
#include "find/rulefile.h"
#include "lib/test.h"

#define TAIL "  category: personal.id\n  confidence: {alone: low}\n"

/* Every mistake is named with its file, line, column and rule, and what was
 * expected. */
static void
test_refused(void **state)
{
	static const struct {
		const char *yaml, *want;
	} cases[] = {
	    {"- id: a\n  regex: 'x(y'\n" TAIL,
		"rules.yaml:2:10+3: rule a: missing closing parenthesis"},
	    {"- id: a\n  regex: 'x*'\n" TAIL,
		"rules.yaml:2:10+0: rule a: the regex can match nothing at "
		"all; expected one that takes at least a character"},
	    {"- id: a\n  regex: ['x', '[z']\n" TAIL,
		"rules.yaml:2:16+2: rule a: missing terminating ] for "
		"character class"},
	    {"- id: a\n  phrases: [one]\n  confidence: {alone: low}\n",
		"rules.yaml:1:3: rule a: no category; expected one, or "
		"'mark: true'"},
	    {"- id: a\n  phrases: [one]\n  category: personal.id\n",
		"rules.yaml:1:3: rule a: no confidence; expected "
		"'confidence: {alone: …}'"},
	    {"- id: a\n" TAIL,
		"rules.yaml:1:3: rule a: none of regex, phrases, list, "
		"learned, check and sign; expected one"},
	    {"- id: a\n  regex: 'x'\n  phrases: [y]\n" TAIL,
		"rules.yaml:1:3: rule a: more than one of regex, phrases, "
		"list, learned, check and sign; expected one"},
	    {"- id: A b\n  phrases: [y]\n" TAIL,
		"rules.yaml:1:7: rule A b: 'A b'; expected at most 64 "
		"lower-case letters, digits and hyphens"},
	    {"- id: a\n  phrases: ['...']\n" TAIL,
		"rules.yaml:1:3: rule a: '...' is a phrase without a letter "
		"or figure; expected words"},
	    {"- id: a\n  phrases: ['ab*']\n" TAIL,
		"rules.yaml:1:3: rule a: 'ab*' is a star after fewer than "
		"three letters; expected words"},
	    {"- id: a\n  phrases: [y]\n  needs: [none]\n" TAIL,
		"rules.yaml:3:11: rule a: names rule 'none'; expected the id "
		"of a rule that there is"},
	    {"- id: a\n  phrases: [y]\n  not: {rules: [a]}\n" TAIL,
		"rules.yaml:3:17: rule a: names itself; expected another "
		"rule"},
	    {"- id: a\n  phrases: [y]\n" TAIL "- id: a\n  phrases: [z]\n" TAIL,
		"rules.yaml:5:3: rule a: is here a second time; expected one "
		"of that id, the first is in "},
	    {"- id: a\n  regex: '\\d{9}'\n  validator: iban\n"
	     "  category: personal.fin\n  confidence: {alone: high}\n",
		"rules.yaml:5:15: rule a: 'alone: high' with a validator; "
		"expected at most medium, for a check digit alone is never "
		"enough"},
	    {"- id: a\n  phrases: [y]\n  category: personal.id\n"
	     "  confidence: {with-context: low}\n",
		"rules.yaml:4:15: rule a: with-context, but the rule has no "
		"context; expected 'context: {words: […]}' too"},
	    {"- id: a\n  regex: 'y'\n  shows: phrase\n" TAIL,
		"rules.yaml:3:10: rule a: 'phrase' in a personal category; "
		"expected value or class, for what is found there is "
		"somebody's"},
	    {"- id: a\n  list: ../x\n" TAIL,
		"rules.yaml:2:9: rule a: '../x'; expected the name of a "
		"file beside this one"},
	    {"- id: a\n  phrases: [y]\n  zones: [body]\n" TAIL,
		"rules.yaml:3:11: rule a: found 'body'; expected one of "
		"subject, authored, quoted, forwarded, signature, footer, "
		"attachment, metadata, hidden, ocr"},
	    {"- id: a\n  check: nought\n" TAIL,
		"rules.yaml:2:10: rule a: check 'nought' is not known; "
		"expected one of recipients-exposed, "
		"recipients-exposed-known, recipients-exposed-group, "
		"recipients-mismatch, recipients-unusual, "
		"recipients-list-reply, recipients-look-alike, "
		"recipients-same-name, recipients-own-mailbox, "
		"recipients-odd-one-out, recipients-internal-thread"},
	    {"- id: a\n  phrases: [y]\n  not: {regex: 'z', within: 501}\n" TAIL,
		"rules.yaml:3:8: rule a: a regex within 501 bytes; expected "
		"at most 500, or words or rules instead of the regex"},
	    {"id: a\n",
		"rules.yaml:1:1: found no list; expected a list of rules: "
		"'- id: …'"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const char *got = rulefile_error(cases[i].yaml);

		if (strncmp(got, cases[i].want, strlen(cases[i].want)) != 0)
			test_same(cases[i].yaml, got, cases[i].want);
	}
}

/* A plain regex or sample is refused: YAML would read it otherwise than it
 * looks. */
static void
test_quoted(void **state)
{
	(void)state;
	assert_non_null(strstr(
	    rulefile_error("- id: a\n  regex: x\n" TAIL), "rules.yaml:2:10"));
	assert_non_null(
	    strstr(rulefile_error("- id: a\n  phrases: [x]\n  ok: [no]\n" TAIL),
		"rules.yaml:3:8"));
}

/* A rule of a later folder replaces one of the same id and keeps what names
 * it; a later folder may be missing, the first may not. */
static void
test_override(void **state)
{
	static const char *const ends[] = {"", ".d", ".d.none"};
	struct strlist dirs = {0};
	struct buf err = BUF_MAX(4096);
	const char *folder;
	char path[512];
	size_t i;
	struct findings found;
	struct rules *r;

	(void)state;
	folder = files_folder();
	for (i = 0; i < COUNT(ends); i++) {
		snprintf(path, sizeof path, "%s/rules%s", folder, ends[i]);
		strlist_add(&dirs, path);
	}
	files_write("rules/one.yaml", "- id: one\n  phrases: [apple]\n" TAIL);
	files_write("rules/b.yaml",
	    "- id: two\n  phrases: [plum]\n  needs: [one]\n" TAIL);
	files_write("rules.d/x.yaml", "- id: one\n  phrases: [pear]\n" TAIL);
	r = rules_load(&dirs, ENGINE_BEST, &err);
	test_same("override", buf_str(&err), "");
	assert_int_equal(rules_count(r), 2);
	rulefile_find(r, "a pear and a plum, no apple", &found);
	assert_int_equal(found.n, 2);
	findings_free(&found);
	rules_free(r);
	free(dirs.v[0]);
	dirs.v[0] = strdup(path);
	assert_null(rules_load(&dirs, ENGINE_BEST, &err));
	assert_non_null(strstr(buf_str(&err), "expected a folder"));
	buf_free(&err);
	strlist_free(&dirs);
	files_remove();
}

/* A list of phrases stands beside the rule file; comments and empty lines are
 * no phrases. */
static void
test_list(void **state)
{
	struct strlist dirs = {0};
	struct buf err = BUF_MAX(4096);
	struct findings found;
	struct rules *r;

	(void)state;
	strlist_add(&dirs, files_folder());
	files_write("r.yaml", "- id: one\n  list: fruit.txt\n" TAIL);
	files_write("fruit.txt", "# fruit\n\n  red apple \nplum # blue\r\n");
	r = rules_load(&dirs, ENGINE_BEST, &err);
	test_same("list", buf_str(&err), "");
	rulefile_find(r, "Red\n> apple, plum. fruit blue", &found);
	assert_int_equal(found.n, 2);
	findings_free(&found);
	rules_free(r);
	strlist_free(&dirs);
	files_remove();
}

/* Samples that do not behave are named with their number; so is a rule that
 * lacks a reason or samples. */
static void
test_samples(void **state)
{
	struct rules *r =
	    rulefile_load("- id: one\n  phrases: [apple]\n" TAIL
			  "  ok: ['an apple', 'a pear']\n"
			  "  fail: ['a plum', 'APPLE pie']\n"
			  "- id: two\n  title: Two\n"
			  "  why: Because.\n"
			  "  phrases: [plum]\n" TAIL "  zones: [subject]\n"
			  "  ok: ['[subject] plum', 'plum']\n"
			  "  fail: ['[quoted] plum']\n",
		ENGINE_BEST);
	struct buf out = BUF_MAX(4096);
	size_t samples;

	(void)state;
	assert_int_equal(rules_test(r, &samples, &out), 4);
	assert_int_equal(samples, 7);
	assert_non_null(strstr(buf_str(&out),
	    "rules.yaml:1: rule one: ok sample 2 was not found: a pear\n"));
	assert_non_null(strstr(buf_str(&out),
	    "rules.yaml:1: rule one: fail sample 2 was found: APPLE pie\n"));
	assert_non_null(strstr(buf_str(&out), "rule one: has no title"));
	assert_non_null(strstr(buf_str(&out), "rule one: does not say why"));
	buf_free(&out);
	rules_free(r);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_quoted),
	    cmocka_unit_test(test_override),
	    cmocka_unit_test(test_list),
	    cmocka_unit_test(test_samples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
