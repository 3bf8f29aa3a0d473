/* SPDX-License-Identifier: MIT
 *
 * test_engine.c - the prefilters leave nothing out, and findings are the same
 * whichever serves.
 */
#include "find/engine.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "find/regex.h"
#include "find/rulefile.h"
#include "find/rules.h"
#include "lib/test.h"

#define PATTERNS 64

static const enum engine engines[] = {ENGINE_BEST, ENGINE_PCRE2};

/* Regexes of every construct, each with texts it matches; every engine has to
 * say that it may. */
static void
test_superset(void **state)
{
	static const struct {
		const char *regex;
		const char *texts[4];
	} cases[] = {
	    {"plain", {"a plain word", "PLAIN"}},
	    {"pla(?:in|ne)s?", {"planes"}},
	    {"colou?r", {"color", "colour"}},
	    {"ab{0,2}c", {"ac", "abbc"}},
	    {"ab{2,40}c", {"abbc", "abbbbbbbbbbbbbbbbbbbbbbbbc"}},
	    {"x\\{1}y", {"x{1}y"}},
	    {"\\bnote\\.txt\\b", {"see note.txt here"}},
	    {"a|needed", {"needed", "a"}},
	    {"(?:one|two)three", {"twothree"}},
	    {"[])x]end", {"]end", ")end"}},
	    {"[^]x]end", {"aend", "\xc3\xa9"
				  "end"}},
	    {"[[:digit:]]end", {"7end"}},
	    {"a.b", {"a\xc3\xa9"
		     "b",
			"a\xf0\x9f\x98\x80"
			"b"}},
	    {"\\bcaf\xc3\xa9", {"caf\xc3\xa9", "CAF\xc3\x89"}},
	    {"[\xc3\xa0-\xc3\xbf]l", {"\xc3\xa9l", "\xc3\x89L"}},
	    {"[a-z\xc3\xa0-\xc3\xbf-]{2,20} x",
		{"\xc3\xa9t\xc3\xa9 x", "a- x"}},
	    {"[^\xc3\xa9]x", {"ax", "\xc3\xa0x"}},
	    {"(?<![\\d/])\\d{3}(?!\\d)", {"a123b"}},
	    {"(?<!x)(?<value>abc)", {"yabc"}},
	    {"(?=.*\\d)abc", {"abc 1"}},
	    {"(\\d)\\1", {"a11"}},
	    {"(?>ab+)c", {"abbc"}},
	    {"ab++c", {"abbc"}},
	    {"ab{1,5}?c", {"abbbc"}},
	    {"[^x]{2,30}end", {"\xc3\xa9\xc3\xa9"
			       "end"}},
	    {"[a\xc3\xa9]{1,30}end", {"\xc3\x89"
				      "aend"}},
	    {"x.{0,9}\\W{1,8}end", {"x\xc3\xa9\xc3\xa9"
				    "end"}},
	    {"a\\Wb", {"a\xc3\xa9"
		       "b",
			  "a-b"}},
	    {"a\\Sb", {"a\xe2\x82\xac"
		       "b"}},
	    {"(?i)QUIET", {"quiet"}},
	    {"x(?i:vote)y", {"xVOTEy"}},
	    {"(?x) a b  # comment with (\n c", {"abc"}},
	    {"\\Qa.b(\\E", {"a.b("}},
	    {"^head", {"x\nhead"}},
	    {"tail$", {"tail\nx"}},
	    {"\\x41\\x{e9}", {"A\xc3\xa9"}},
	    {"\\p{Lu}x", {"\xc3\x89x"}},
	    {"\\(?0\\d{2}", {"(012"}},
	    {"a{x|b}", {"a{x", "b}"}},
	    {"(?P<year>\\d{4})-", {"2024-"}},
	    {"wor(?#note)d", {"word"}},
	};
	struct pattern *patterns[PATTERNS];
	struct buf err = BUF_MAX(512);
	struct pattern_scratch *scratch = pattern_scratch_new();
	struct pattern_match match;
	bool may[PATTERNS];
	size_t i, j, k, at;

	(void)state;
	assert_true(COUNT(cases) <= PATTERNS);
	for (i = 0; i < COUNT(cases); i++) {
		patterns[i] = pattern_new(cases[i].regex, false, &err, &at);
		if (patterns[i] == NULL)
			fail_msg("%s: %s", cases[i].regex, buf_str(&err));
	}
	for (k = 0; k < COUNT(engines); k++) {
		struct engine_set *e = engine_new(engines[k],
		    (const struct pattern *const *)patterns, COUNT(cases));
		struct engine_scratch *s = engine_scratch_new(e);

		for (i = 0; i < COUNT(cases); i++)
			for (j = 0; j < 4 && cases[i].texts[j]; j++) {
				assert_int_equal(
				    pattern_next(patterns[i], scratch,
					cases[i].texts[j],
					strlen(cases[i].texts[j]), 0, &match),
				    1);
				engine_scan(e, s, cases[i].texts[j],
				    strlen(cases[i].texts[j]), may);
				if (!may[i])
					fail_msg("%s leaves out %s in %s",
					    engine_version(e), cases[i].regex,
					    cases[i].texts[j]);
			}
		engine_scratch_free(s);
		engine_free(e);
	}
	pattern_scratch_free(scratch);
	for (i = 0; i < COUNT(cases); i++)
		pattern_free(patterns[i]);
}

/* What a prefilter gets instead of a regex; what is not understood is not
 * relaxed. */
static void
test_relax(void **state)
{
	static const struct {
		const char *regex, *want;
	} cases[] = {
	    {"ab{2,40}c", "ab{2,}c"},
	    {"ab{0,40}c", "ab*c"},
	    {"ab{1,40}c", "ab+c"},
	    {"ab{0,2}c{13,19}", "ab{0,2}c{12,}"},
	    {"(?<!x)(?<v>a)(?!b)", "(?:a)"},
	    {"(?>a)b++", "(?:a)b+"},
	    {"a.", "a(?:.|[\\x80-\\xff]+)"},
	    {"\xc3\xa9x", "(?:[\\x80-\\xff]+)x"},
	    {"[a\xc3\xa9]", "(?:[a]|[\\x80-\\xff]+)"},
	    {"[a\xc3\xa9]{2,9}x", "[a\\x80-\\xff]{2,}x"},
	    {"[^a]*.{0,60}\\W+", "[^a]*.*\\W+"},
	    {"[^\xc3\xa9]", "(?:[\\x00-\\xff]+)"},
	    {"[^a]", "(?:[^a]|[\\x80-\\xff]+)"},
	    {"[\xc3\xa9]", "(?:[\\x80-\\xff]+)"},
	    {"(?x)a", NULL},
	    {"a\\Qb", NULL},
	    {"(*UTF)a", NULL},
	    {"\\p{L}", NULL},
	    {"[a-\xc3\xa9]", NULL},
	    {"(?(1)a)", NULL},
	};
	struct buf out = BUF_MAX(1024);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buf_reset(&out);
		if (regex_relax(cases[i].regex, &out) < 0)
			assert_null(cases[i].want);
		else if (cases[i].want == NULL)
			fail_msg("%s is relaxed to %s", cases[i].regex,
			    buf_str(&out));
		else
			test_same(cases[i].regex, buf_str(&out), cases[i].want);
	}
	buf_free(&out);
}

static void
add_finding(struct buf *out, const struct finding *f)
{
	size_t i;

	buf_addf(out, "%s %d %d %d %zu-%zu %s |", f->rule, f->confidence,
	    f->whose, f->severe, f->start, f->end, f->excerpt);
	for (i = 0; i < f->evidence.n; i++)
		buf_addf(out, " %s;", f->evidence.v[i]);
	buf_addc(out, '\n');
}

/* Everything found in data, as lines. */
static char *
findings_of(struct finder *f, const char *data)
{
	struct text text = rulefile_text(ZONE_AUTHORED, "body", data);
	struct texts texts = {.v = &text, .n = 1};
	struct facts facts = {.line = false};
	struct buf out = BUF_MAX(16u << 20);
	struct findings found = {0};
	size_t i;

	assert_int_equal(find_all(f, &texts, &facts, &found), 0);
	for (i = 0; i < found.n; i++)
		add_finding(&out, &found.v[i]);
	buf_addf(&out, "people %zu", found.people);
	findings_free(&found);
	return buf_take(&out);
}

static char *
read_file(const char *path)
{
	FILE *file = fopen(path, "r");
	char *data = NULL;
	size_t cap = 0, i;
	ssize_t n;

	if (file == NULL)
		return NULL;
	n = getdelim(&data, &cap, '\0', file);
	fclose(file);
	/* Texts are valid UTF-8 when they come here. */
	for (i = 0; n > 0 && i < (size_t)n; i++)
		if ((unsigned char)data[i] >= 0x80)
			data[i] = '?';
	if (n <= 0) {
		free(data);
		return NULL;
	}
	return data;
}

static void
compare(struct finder *best, struct finder *plain, const char *name,
    const char *data)
{
	char *a = findings_of(best, data), *b = findings_of(plain, data);

	test_same(name, a, b);
	free(a);
	free(b);
}

/* A sample alone, and behind as much text as some engines stumble over. */
static void
compare_behind(struct finder *f[2], const char *id, const char *sample)
{
	static const size_t before[] = {0, 40, 80, 120, 200};
	struct buf text = BUF_MAX(1u << 20);
	size_t i, k;

	for (i = 0; i < COUNT(before); i++) {
		buf_reset(&text);
		for (k = 0; k < before[i]; k++)
			buf_addc(&text, k % 10 == 9 ? ' ' : 'o');
		buf_adds(&text, sample);
		compare(f[0], f[1], id, buf_str(&text));
	}
	buf_free(&text);
}

/* The shipped rules find the same with both engines: in every sample, and in
 * every message of the corpora where they are. */
static void
test_same_findings(void **state)
{
	struct strlist dirs = {0};
	struct buf err = BUF_MAX(4096);
	struct rules *rules[2];
	struct finder *f[2];
	struct rule_info info;
	struct dirent *entry;
	size_t i, j;
	DIR *dir;

	(void)state;
	strlist_add(&dirs, test_source("rules"));
	for (i = 0; i < 2; i++) {
		rules[i] = rules_load(&dirs, engines[i], &err);
		if (rules[i] == NULL)
			fail_msg("%s", buf_str(&err));
		f[i] = finder_new(rules[i]);
	}
	for (i = 0; i < rules_count(rules[0]); i++) {
		rules_info(rules[0], i, &info);
		for (j = 0; j < info.ok->n; j++)
			compare_behind(f, info.id, info.ok->v[j]);
		for (j = 0; j < info.fail->n; j++)
			compare_behind(f, info.id, info.fail->v[j]);
	}
	dir = opendir(test_source("../shared/corpora/ham"));
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char path[512], *data;

		snprintf(path, sizeof path, "%s/%s",
		    test_source("../shared/corpora/ham"), entry->d_name);
		data = read_file(path);
		if (data != NULL)
			compare(f[0], f[1], entry->d_name, data);
		free(data);
	}
	if (dir != NULL)
		closedir(dir);
	for (i = 0; i < 2; i++) {
		finder_free(f[i]);
		rules_free(rules[i]);
	}
	strlist_free(&dirs);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_superset),
	    cmocka_unit_test(test_relax),
	    cmocka_unit_test(test_same_findings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
