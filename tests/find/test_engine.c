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

#include "base/fd.h"
#include "extract/extract.h"
#include "find/regex.h"
#include "find/rulefile.h"
#include "find/rules.h"
#include "lib/test.h"
#include "parse/mail.h"

#define PATTERNS 80

static const enum engine engines[] = {ENGINE_BEST, ENGINE_PCRE2};

/* Is the match at one of the places that the engine names, if it does? */
static bool
place_holds(const struct engine_set *e, struct engine_scratch *s,
    size_t pattern, struct span match)
{
	const uint32_t *v;
	size_t n, i, width;

	n = engine_places(e, s, pattern, &width, &v);
	for (i = 0; i < n; i++)
		if (v[i] <= match.end && v[i] > match.start &&
		    match.start + width >= v[i])
			return true;
	return n == 0;
}

/* Regexes of every construct, each with texts it matches; every engine has to
 * say that it may, and where. */
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
	    {"\\bMr [A-Z][a-z\xc3\xa0-\xc3\xbe'-]{1,20} x",
		{"Mr J\xc3\xbcrgen-o' x"}},
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
	    {"\\bMr\\b", {"Mr", "a Mr.", "\xc3\xa9 mr\xe2\x82\xac"}},
	    {"\\b(?:Mr|Mrs|Dr)\\.? [A-Z]", {"dr. Who", "(Mrs K"}},
	    {"^ab\\b", {"ab", "x\nab-"}},
	    {"\\Bab$", {"xab", "xab\n"}},
	    {"\\d{3}[ -]?\\d{3}[ -]\\d{4}", {"123456 7890", "1-123-456-7890"}},
	    {"(?:\\d{2} ?){3}x", {"12 3456x", "123456x"}},
	    {"ab{1,2}cd", {"abbcd", "abcd"}},
	    {"ab+cde", {"abbbbcde"}},
	    {"ab{4}cd", {"abbbbcd"}},
	    {"abc\\Wdef", {"abc-def", "abc\xe2\x82\xac"
				      "def"}},
	    {"one(?:two|)three", {"onethree", "onetwothree"}},
	    {"one(?:two|three)*four", {"onefour", "onetwofour"}},
	    {"(?:a(?:bcd|efg)|(?i:HIJ))klm", {"abcdklm", "hijklm"}},
	    {"[ -]abc[0-9]\\sxyz", {"-abc7\nxyz"}},
	    {"[a-c]bcd[!-~]efg", {"bbcd7efg"}},
	    {"caf\xc3\xa9s? open", {"CAF\xc3\x89S open"}},
	    {"ab(?=c)cd(?!e)", {"abcd"}},
	    {"a_bc\\b", {"a_bc", "a_bc-"}},
	    {"(?:[A-Z]+\\s){1,3}(?:St|Rd)\\b", {"High St", "Old Mill\nRd."}},
	    {"ab(?:c|)+de", {"abde", "abcde", "abccde"}},
	    {"ab(?:xy|zy)+cd", {"abxycd", "abzyxycd"}},
	    {"ab(?:\\bx|-x)+yz", {"ab-xyz", "ab-x-xyz"}},
	    {"(?:a|bc(?:de|fe){2})gh", {"agh", "bcdefegh"}},
	    {"(?:^|ab)cd", {"cd", "x\ncd", "abcd"}},
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
		const struct engine_options o = {.which = engines[k]};
		struct engine_set *e = engine_new(
		    &o, (const struct pattern *const *)patterns, COUNT(cases));
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
				if (!place_holds(e, s, i, match.whole))
					fail_msg("%s seeks %s elsewhere in %s",
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

/* The most bytes a match can have; the number is never too low. */
static void
test_width(void **state)
{
	static const struct {
		const char *regex;
		size_t want;
	} cases[] = {
	    {"\\d{3}", 3},
	    {"\\d{3,5} ?", 9},
	    {"(?i)(?<!x)a(?!b)", 4},
	    {"(?:\\d|\\d{4})\\s", 5},
	    {"(?<v>\\d){2}?\\b", 2},
	    {"(?:\\d|\\d\\d){3}", 6},
	    {"\xc3\xa9{3}", 12},
	    {"[a\xc3\xa9]", 4},
	    {"^\\d$", 1},
	    {"\\d+", SIZE_MAX},
	    {"\\d*?x", SIZE_MAX},
	    {"\\d{2,}", SIZE_MAX},
	    {"(\\d)\\1", SIZE_MAX},
	    {"(?:\\d{1000}){1000}", SIZE_MAX},
	    {"(?x)a", SIZE_MAX},
	    {"\\.\\S\\h", 12},
	    {"\\d{9}{9}", SIZE_MAX},
	    {"\\d{9}?{9}", SIZE_MAX},
	    {"\\d?{9}", SIZE_MAX},
	    {"\\d{9}*", SIZE_MAX},
	    {"\\d{,9}", SIZE_MAX},
	    {"\\d{ 9 }", SIZE_MAX},
	    {"a\\x{20}+b", SIZE_MAX},
	    {"a\\x20{40}b", SIZE_MAX},
	    {"a\\o{40}+b", SIZE_MAX},
	    {"a\\040+b", SIZE_MAX},
	    {"a\\p{L}+b", SIZE_MAX},
	    {"a\\P{L}+b", SIZE_MAX},
	    {"a\\N{U+20}+b", SIZE_MAX},
	    {"a\\cA+b", SIZE_MAX},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (regex_width(cases[i].regex) != cases[i].want)
			fail_msg("%s: %zu, expected %zu", cases[i].regex,
			    regex_width(cases[i].regex), cases[i].want);
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
	    {"ab{0,2}c{13,19}d", "ab{0,2}c{12,}d"},
	    {"(?<!x)(?<v>a)(?!b)", "(?:a)"},
	    {"(?>a)b++c", "(?:a)b+c"},
	    {"a.", "a(?:.|[\\x80-\\xff]+)"},
	    {"y\xc3\xa9x", "y(?:[\\x80-\\xff]+)x"},
	    {"y[a\xc3\xa9]", "y(?:[a]|[\\x80-\\xff]+)"},
	    {"y[a\xc3\xa9]{2,9}x", "y[\\x80-\\xffa]{2,}x"},
	    {"y[a\xc3\xa9'-]+x", "y[\\x80-\\xffa'-]+x"},
	    {"y[^a]*.{0,60}\\W+x", "y[^a]*.*\\W+x"},
	    {"y[^\xc3\xa9]", "y(?:[\\x00-\\xff]+)"},
	    {"y[^a]", "y(?:[^a]|[\\x80-\\xff]+)"},
	    {"y[\xc3\xa9]", "y(?:[\\x80-\\xff]+)"},
	    {"(?i)x?ab*c{0,2}", "(?i)a"},
	    {"\\d{1,4}/\\d{2,9}", "\\d/\\d{2}"},
	    {"(?:(?:Flat|Room)\\s\\w{1,4})?\\d{2,3}\\s", "\\d{2}\\s"},
	    {"(?:x?ab|y+c)d", "(?:ab|yc)d"},
	    {"(?:x?|y)ab", "ab"},
	    {"(?:-?\\d){6}x", "(?:\\d)(?:-?\\d){5}x"},
	    {"(?:-?\\d){2,6}x", "(?:\\d)(?:-?\\d)x"},
	    {"[A-Z]{2}\\d{6}[A-D]?", "\\d{6}"},
	    {"[A-Z]{2} ?\\d{2} ?\\d{2}x", "\\d{2} ?\\d{2}x"},
	    {"[A-Z]{2}\\d{2}x", "[A-Z]{2}\\d{2}x"},
	    {"[0-3]\\d{6}", "[0-3]\\d{6}"},
	    {"[A-Z]\\d{6}|[a-z]{2}\\d{5}", "\\d{6}|\\d{5}"},
	    {"^ab*$", "^ab*$"},
	    {"a?b?", "a?b?"},
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

/* Everything found in the texts, as lines. */
static char *
findings_of(struct finder *f, const struct texts *texts)
{
	struct facts facts = {.line = false};
	struct buf out = BUF_MAX(16u << 20);
	struct findings found = {0};
	size_t i;

	assert_int_equal(find_all(f, texts, &facts, &found), 0);
	for (i = 0; i < found.n; i++)
		add_finding(&out, &found.v[i]);
	for (i = 0; i < found.cannot_tell.n; i++)
		buf_addf(&out, "cannot tell %s\n", found.cannot_tell.v[i]);
	buf_addf(&out, "people %zu", found.people);
	findings_free(&found);
	return buf_take(&out);
}

static void
compare_texts(struct finder *f[2], const char *name, const struct texts *texts)
{
	char *best = findings_of(f[0], texts),
	     *plain = findings_of(f[1], texts);

	test_same(name, best, plain);
	free(best);
	free(plain);
}

static void
compare(struct finder *f[2], const char *name, const char *data)
{
	struct text text = rulefile_text(ZONE_AUTHORED, "body", data);
	struct texts texts = {.v = &text, .n = 1};

	compare_texts(f, name, &texts);
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
		compare(f, id, buf_str(&text));
	}
	buf_free(&text);
}

static void
compare_samples(struct finder *f[2], const struct rules *rules)
{
	struct rule_info info;
	size_t i, j;

	for (i = 0; i < rules_count(rules); i++) {
		rules_info(rules, i, &info);
		for (j = 0; j < info.ok->n; j++)
			compare_behind(f, info.id, info.ok->v[j]);
		for (j = 0; j < info.fail->n; j++)
			compare_behind(f, info.id, info.fail->v[j]);
	}
}

static void
compare_message(struct finder *f[2], const char *path)
{
	struct buf data = BUF_MAX(64u << 20);
	struct texts texts;
	struct mail *m;

	assert_int_equal(fd_read_file(path, &data), 0);
	m = mail_parse(buf_str(&data), data.len);
	assert_non_null(m);
	texts_init(&texts, 64u << 20);
	assert_int_equal(extract_mail(m, &texts), 0);
	compare_texts(f, path, &texts);
	texts_free(&texts);
	mail_free(m);
	buf_free(&data);
}

/* How many messages of a folder were compared. */
static size_t
compare_folder(struct finder *f[2], const char *folder)
{
	DIR *dir = opendir(test_source(folder));
	struct dirent *entry;
	char path[4096];
	size_t n = 0;

	if (dir == NULL) {
		print_message("skip: %s is not here\n", folder);
		return 0;
	}
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", test_source(folder),
		    entry->d_name);
		compare_message(f, path);
		n++;
	}
	closedir(dir);
	return n;
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
	size_t i, n;

	(void)state;
	assert_int_equal(extract_init(), 0);
	strlist_add(&dirs, test_source("rules"));
	for (i = 0; i < 2; i++) {
		rules[i] = rules_load(&dirs, engines[i], &err);
		if (rules[i] == NULL)
			fail_msg("%s", buf_str(&err));
		f[i] = finder_new(rules[i]);
	}
	compare_samples(f, rules[0]);
	n = compare_folder(f, "../shared/corpora/ham");
	n += compare_folder(f, "../shared/corpora/torture");
	print_message("%zu messages of the corpora\n", n);
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
	    cmocka_unit_test(test_width),
	    cmocka_unit_test(test_same_findings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
