/* SPDX-License-Identifier: MIT
 *
 * test_learned.c - weights files, and passages weighed by them.
 */
#include "find/learned.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "lib/test.h"

/* What "bad" says of a breach, "ours" of a councillor; "x" is of category one,
 * "y" of two. */
static const char weights[] = "# comment\n"
			      "=columns\tbreach\tours\tone\ttwo\n"
			      "=start\t-200\t-200\t1:10\n"
			      "bad\t500\t0\n"
			      "ours\t0\t500\n"
			      "our man\t400\t0\n"
			      "x\t0\t0\t1:300\n"
			      "y\t0\t0\t1:-100\t2:300\n";

static char path[] = "/tmp/probity-test-learned-XXXXXX";

static void
write_weights(const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
}

static struct learned *
load(const char *text)
{
	struct buf err = BUF_MAX(4096);
	struct learned *l;

	write_weights(text);
	l = learned_load(path, &err);
	if (l == NULL)
		fail_msg("%s", buf_str(&err));
	buf_free(&err);
	return l;
}

/* The passages of a text that is the whole message. */
static int
scan(const struct learned *l, struct learned_scratch *s, const char *text,
    size_t len, const struct passage **ret, size_t *ret_n)
{
	learned_begin(s);
	if (learned_read(l, s, 0, true, text, len, 0.5) < 0)
		return -1;
	return learned_passages(l, s, 0, text, 0.5, ret, ret_n);
}

static int
setup(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	if (fd < 0)
		return -1;
	close(fd);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	return unlink(path);
}

/* A passage is as likely as the least of what speaks for a breach, for a
 * councillor, and for one in the whole text; less so the more passages there
 * are. Its category is the one that fits best. */
static void
test_scan(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {"", ""},
	    {"bad", ""},
	    {"ours", ""},
	    {"bad ours", ""},
	    {"bad ours hm", ""},
	    {"bad ours hm x", "0-13 95 % one "},
	    {"bad ours hm y", "0-13 95 % two "},
	    {"hm bad ours man", "0-15 95 % one "},
	    {"bad bad ours ours", "0-17 100 % one "},
	    {"hm bad ours, hm", "0-15 95 % one "},
	};
	struct learned *l = load(weights);
	struct learned_scratch *s = learned_scratch_new();
	static const char *const names[] = {"one", "two"};
	struct buf b = BUF_MAX(1000);
	const struct passage *v;
	size_t i, j, n;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buf_reset(&b);
		assert_int_equal(
		    scan(l, s, cases[i].text, strlen(cases[i].text), &v, &n),
		    0);
		for (j = 0; j < n; j++)
			buf_addf(&b, "%u-%u %.0f %% %s ", v[j].at.start,
			    v[j].at.end, 100 * v[j].likely,
			    names[v[j].category]);
		test_same(cases[i].text, buf_str(&b), cases[i].want);
	}
	buf_free(&b);
	learned_scratch_free(s);
	learned_free(l);
}

/* Adds so many sentences of 40 words, one word of each given. */
static void
add_sentences(struct buf *b, const char *word, size_t n)
{
	size_t i, j;

	for (i = 0; i < n; i++) {
		for (j = 0; j < 39; j++)
			buf_adds(b, "hm ");
		buf_addf(b, "%s. ", word);
	}
}

/* One loud passage in a text that otherwise is no councillor's counts for
 * nothing; in a councillor's long text it counts for less than alone. */
static void
test_long_text(void **state)
{
	struct learned *l = load(weights);
	struct learned_scratch *s = learned_scratch_new();
	struct buf b = BUF_MAX(1000000);
	const struct passage *v;
	size_t n;

	(void)state;
	add_sentences(&b, "bad ours bad ours", 1);
	scan(l, s, b.data, b.len, &v, &n);
	assert_int_equal(n, 1);
	add_sentences(&b, "hm", 30);
	scan(l, s, b.data, b.len, &v, &n);
	assert_int_equal(n, 0);
	buf_reset(&b);
	add_sentences(&b, "bad ours", 1);
	add_sentences(&b, "ours ours", 4);
	scan(l, s, b.data, b.len, &v, &n);
	assert_int_equal(n, 1);
	assert_true(v[0].likely > 0.5 && v[0].likely < 0.99);
	buf_free(&b);
	learned_scratch_free(s);
	learned_free(l);
}

/* What is written together is weighed together, however many texts it is;
 * what stands alone is not. A text that was not taken in has no passages. */
static void
test_message(void **state)
{
	static const struct {
		const char *name;
		bool together;
		size_t want;
	} cases[] = {
	    {"in pieces", true, 0},
	    {"attached", false, 1},
	};
	struct learned *l = load(weights);
	struct learned_scratch *s = learned_scratch_new();
	struct buf others = BUF_MAX(1000000);
	static const char subject[] = "bad ours bad ours";
	const struct passage *v;
	size_t i, n;

	(void)state;
	add_sentences(&others, "hm", 30);
	for (i = 0; i < COUNT(cases); i++) {
		learned_begin(s);
		learned_read(l, s, 3, true, subject, sizeof subject - 1, 0.5);
		learned_read(
		    l, s, 7, cases[i].together, others.data, others.len, 0.5);
		assert_int_equal(
		    learned_passages(l, s, 3, subject, 0.5, &v, &n), 0);
		if (n != cases[i].want)
			fail_msg("%s: got %zu", cases[i].name, n);
		assert_int_equal(
		    learned_passages(l, s, 7, others.data, 0.5, &v, &n), 0);
		assert_int_equal(n, 0);
		assert_int_equal(
		    learned_passages(l, s, 5, subject, 0.5, &v, &n), 0);
		assert_int_equal(n, 0);
	}
	buf_free(&others);
	learned_scratch_free(s);
	learned_free(l);
}

/* Passages do not overlap and are in order, over the edges of blocks too; the
 * same scratch serves again and again. */
static void
test_order(void **state)
{
	struct learned *l = load(weights);
	struct learned_scratch *s = learned_scratch_new();
	struct buf b = BUF_MAX(10000000);
	const struct passage *v;
	size_t i, n;

	(void)state;
	add_sentences(&b, "bad bad bad bad bad ours ours ours ours ours", 1000);
	assert_int_equal(scan(l, s, b.data, b.len, &v, &n), 0);
	assert_true(n > 500);
	for (i = 1; i < n; i++)
		assert_true(v[i].at.start >= v[i - 1].at.end);
	assert_true(v[n - 1].at.end <= b.len);
	assert_int_equal(scan(l, s, "hm", 2, &v, &n), 0);
	assert_int_equal(n, 0);
	buf_free(&b);
	learned_scratch_free(s);
	learned_free(l);
}

static int
on_feature(void *arg, const char *feature)
{
	return buf_addf(arg, "%s,", feature);
}

/* What speaks most for the passage and its category is named, strongest first
 * and once; what speaks against it is not. */
static void
test_explain(void **state)
{
	static const char text[] = "bad bad ours man y";
	struct learned *l = load(weights);
	struct passage p = {.at = {0, sizeof text - 1}, .category = 1};
	struct buf b = BUF_MAX(1000);

	(void)state;
	assert_int_equal(learned_explain(l, text, &p, 2, on_feature, &b), 0);
	test_same("two", buf_str(&b), "bad,our man,");
	buf_reset(&b);
	assert_int_equal(learned_explain(l, text, &p, 9, on_feature, &b), 0);
	test_same("all", buf_str(&b), "bad,our man,y,");
	buf_reset(&b);
	assert_int_equal(learned_explain(l, text, &p, 0, on_feature, &b), 0);
	test_same("none", buf_str(&b), "");
	buf_free(&b);
	learned_free(l);
}

/* A bad file is refused with its place and what was expected. */
static void
test_bad_files(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {"", ":0:1: the end; expected '=start' before"},
	    {"bad\t1\t1\n", ":1:1: expected '=columns' before any weight"},
	    {"=columns\tbreach\tone\n",
		":1:1: expected columns 'breach' and 'ours' first"},
	    {"=columns\tbreach\tours\n", ":1:1: expected categories"},
	    {"=columns\tbreach\tours\tone\nbad\t1\n",
		":2:1: expected two weights behind the feature"},
	    {"=columns\tbreach\tours\tone\nbad\t1\t1x\n",
		":2:1: expected a weight, a whole number of hundredths"},
	    {"=columns\tbreach\tours\tone\nbad\t99999\t1\n",
		":2:1: expected a weight, a whole number of hundredths"},
	    {"=columns\tbreach\tours\tone\nbad\t1\t1\t2:1\n",
		":2:1: expected N:W, a column and a weight"},
	    {"=columns\tbreach\tours\tone\nbad\t1\t1\t0:1\n",
		":2:1: expected N:W, a column and a weight"},
	    {"=columns\tbreach\tours\tone\n\t1\t1\n",
		":2:1: expected a feature: a word, ~stem or two stems"},
	    {"=columns\tbreach\tours\tone\nbad\t1\t1\nbad\t1\t1\n",
		":3:1: a feature that is there already; expected each once"},
	    {"=columns\tbreach\tours\tone\nbad\t1\t1\n",
		":2:1: the end; expected '=start' before"},
	};
	struct buf err = BUF_MAX(4096), want = BUF_MAX(4096);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		write_weights(cases[i].text);
		buf_reset(&err);
		buf_reset(&want);
		buf_addf(&want, "%s%s", path, cases[i].want);
		assert_null(learned_load(path, &err));
		test_same(cases[i].text, buf_str(&err), buf_str(&want));
	}
	buf_reset(&err);
	assert_null(learned_load("/no/such/weights", &err));
	assert_non_null(strstr(buf_str(&err), "/no/such/weights"));
	buf_free(&err);
	buf_free(&want);
}

/* Categories are found by name. */
static void
test_categories(void **state)
{
	struct learned *l = load(weights);

	(void)state;
	assert_int_equal(learned_count(l), 2);
	assert_int_equal(learned_category(l, "two"), 1);
	assert_int_equal(learned_category(l, "three"), 2);
	learned_free(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_scan),
	    cmocka_unit_test(test_long_text),
	    cmocka_unit_test(test_message),
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_explain),
	    cmocka_unit_test(test_bad_files),
	    cmocka_unit_test(test_categories),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
