/* SPDX-License-Identifier: MIT
 *
 * test_features.c - words and passages as learned rules see them.
 */
#include "find/features.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "lib/test.h"

#define WORDS 1000

static int
on_word(void *arg, const struct feature_word *w)
{
	struct buf *b = arg;

	buf_addf(b, "%s", w->word);
	if (w->hashes[1] == 0)
		buf_adds(b, "(+)");
	else if (strcmp(w->stem, w->word) != 0)
		buf_addf(b, "(%s)", w->stem);
	buf_adds(b, w->ends ? ". " : " ");
	return 0;
}

/* Words are folded and stemmed; figures are signs; a capital inside a sentence
 * makes a name, and names in a row are one; stops and empty lines end
 * sentences, wrapped lines do not. */
static void
test_words(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {"", ""},
	    {" . ,", ""},
	    {"He visits nobody", "he visits(visit) nobody "},
	    {"He hasn't slept!", "he hasnt slept !. "},
	    {"sooooo tired", "soo tired(tir) "},
	    {"at 14, ring 07700900123", "at # ring ## "},
	    {"then Amina Khan rang", "then amina(@) khan(+) rang "},
	    {"Amina rang", "amina rang "},
	    {"see Mrs Khan", "see mrs khan(@) "},
	    {"THE LADS AT HOME", "the lads(lad) at home "},
	    {"One. Two", "one. two "},
	    {"v1.2 and a.b", "# # and a b "},
	    {"one\ntwo\n\nthree", "one two. three(thre) "},
	    {"one\nTwo", "one two "},
	    {"caf\xc3\xa9 G\xc5\xb4YL", "caf\xc3\xa9 g\xc5\xb5yl "},
	    {"carries worries", "carries(carry) worries(worry) "},
	    {"boss glass", "boss(bos) glass(glas) "},
	    {"'tis rock 'n' roll", "tis rock n roll(rol) "},
	};
	struct buf b = BUF_MAX(1000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buf_reset(&b);
		assert_int_equal(features_scan(cases[i].text,
				     strlen(cases[i].text), on_word, &b),
		    0);
		test_same(cases[i].text, buf_str(&b), cases[i].want);
	}
	buf_free(&b);
}

struct seen {
	uint64_t hashes[WORDS][3];
	size_t n;
};

static int
keep_hashes(void *arg, const struct feature_word *w)
{
	struct seen *s = arg;

	assert_true(s->n < WORDS);
	memcpy(s->hashes[s->n++], w->hashes, sizeof w->hashes);
	return 0;
}

/* A hash is that of the feature as a weights file writes it. */
static void
test_hashes(void **state)
{
	static const char text[] = "He visits Amina Khan. Visits";
	static const char *const want[][3] = {
	    {"he", "~he", NULL},
	    {"visits", "~visit", "he visit"},
	    {"amina", "~@", "visit @"},
	    {"khan", NULL, NULL},
	    {"visits", "~visit", NULL},
	};
	struct seen seen = {.n = 0};
	size_t i, j;

	(void)state;
	features_scan(text, strlen(text), keep_hashes, &seen);
	assert_int_equal(seen.n, COUNT(want));
	for (i = 0; i < COUNT(want); i++)
		for (j = 0; j < 3; j++)
			assert_true(
			    seen.hashes[i][j] ==
			    (want[i][j] != NULL ? features_hash(want[i][j])
						: 0));
}

static int
stop_at_two(void *arg, const struct feature_word *w)
{
	(void)w;
	return ++*(int *)arg == 2 ? -7 : 0;
}

/* The scan stops where it is told to, and says why. */
static void
test_stop(void **state)
{
	int n = 0;

	(void)state;
	assert_int_equal(features_scan("a b c", 5, stop_at_two, &n), -7);
	assert_int_equal(n, 2);
}

/* A sentence without an end is cut, and a word longer than is kept is one
 * word. */
static void
test_long(void **state)
{
	struct buf text = BUF_MAX(100000), b = BUF_MAX(100000);
	size_t i, ends = 0;
	const char *at;

	(void)state;
	for (i = 0; i < 3 * FEATURES_SENTENCE; i++)
		buf_adds(&text, "ab ");
	for (i = 0; i < 1000; i++)
		buf_adds(&text, "xy");
	features_scan(text.data, text.len, on_word, &b);
	for (at = buf_str(&b); (at = strchr(at, '.')) != NULL; at++)
		ends++;
	assert_int_equal(ends, 3);
	assert_non_null(
	    strstr(buf_str(&b), " xyxyxyxyxyxyxyxyxyxyxyxyxyxyxyx "));
	buf_free(&text);
	buf_free(&b);
}

static int
on_passage(void *arg, size_t first, size_t end)
{
	return buf_addf(arg, "%zu-%zu ", first, end);
}

/* Passages are as many whole sentences as fit, from each sentence on; what is
 * inside the one before is not said again. */
static void
test_passages(void **state)
{
	static const struct {
		const char *name;
		unsigned sentences[8];
		const char *want;
	} cases[] = {
	    {"nothing", {0}, ""},
	    {"one", {5}, "0-5 "},
	    {"all fit", {5, 5, 5}, "0-15 "},
	    {"two fit", {20, 30, 20, 30}, "0-50 20-70 50-100 "},
	    {"each alone", {60, 60}, "0-60 60-120 "},
	    {"last one short", {50, 50, 5}, "0-50 50-105 "},
	};
	bool ends[WORDS];
	struct buf b = BUF_MAX(1000);
	size_t i, j, n;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		memset(ends, false, sizeof ends);
		for (n = j = 0; cases[i].sentences[j] != 0; j++) {
			n += cases[i].sentences[j];
			ends[n - 1] = true;
		}
		buf_reset(&b);
		assert_int_equal(features_passages(ends, n, on_passage, &b), 0);
		test_same(cases[i].name, buf_str(&b), cases[i].want);
	}
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_hashes),
	    cmocka_unit_test(test_stop),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_passages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
