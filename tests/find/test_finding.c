/* SPDX-License-Identifier: MIT
 *
 * test_finding.c - the list of findings and its bound.
 */
#include "find/finding.h"

#include <string.h>

#include "lib/test.h"

#include "base/limits.h"

static void
take(struct findings *l, enum confidence c, size_t n)
{
	struct finding f;

	for (; n > 0; n--) {
		f = (struct finding){
		    .rule = strdup(confidence_name(c)), .confidence = c};
		assert_int_equal(findings_take(l, &f), 0);
		assert_null(f.rule);
	}
}

static size_t
count(const struct findings *l, enum confidence c)
{
	size_t i, n = 0;

	for (i = 0; i < l->n; i++) {
		test_same(
		    "whole", l->v[i].rule, confidence_name(l->v[i].confidence));
		n += l->v[i].confidence == c;
	}
	return n;
}

/* A full list keeps the strongest of all that it was given, and counts the
 * rest. */
static void
strongest_are_kept(void **state)
{
	struct findings l = {0};

	(void)state;
	take(&l, CONFIDENCE_MEDIUM, 10);
	take(&l, CONFIDENCE_LOW, LIMIT_FINDINGS);
	assert_int_equal(l.n, LIMIT_FINDINGS);
	assert_int_equal(l.dropped, 10);
	take(&l, CONFIDENCE_HIGH, 5);
	assert_int_equal(count(&l, CONFIDENCE_HIGH), 5);
	assert_int_equal(count(&l, CONFIDENCE_MEDIUM), 10);
	take(&l, CONFIDENCE_MEDIUM, LIMIT_FINDINGS);
	assert_int_equal(count(&l, CONFIDENCE_LOW), 0);
	assert_int_equal(count(&l, CONFIDENCE_HIGH), 5);
	take(&l, CONFIDENCE_HIGH, 2 * LIMIT_FINDINGS);
	assert_int_equal(count(&l, CONFIDENCE_HIGH), LIMIT_FINDINGS);
	assert_int_equal(l.n, LIMIT_FINDINGS);
	assert_int_equal(l.dropped, 15 + 3 * LIMIT_FINDINGS);
	findings_free(&l);
}

/* What is said to be kept is kept, and nothing else is. */
static void
would_take_says_so(void **state)
{
	static const enum confidence steps[] = {
	    CONFIDENCE_LOW, CONFIDENCE_MEDIUM, CONFIDENCE_HIGH};
	struct findings l = {0};
	size_t i, before;
	bool said;

	(void)state;
	assert_true(findings_would_take(&l, CONFIDENCE_LOW));
	take(&l, CONFIDENCE_LOW, LIMIT_FINDINGS - 1);
	assert_true(findings_would_take(&l, CONFIDENCE_LOW));
	take(&l, CONFIDENCE_MEDIUM, 1);
	for (i = 0; i < COUNT(steps); i++) {
		before = count(&l, steps[i]);
		said = findings_would_take(&l, steps[i]);
		take(&l, steps[i], 1);
		assert_int_equal(said, count(&l, steps[i]) > before);
		assert_int_equal(said, steps[i] > CONFIDENCE_LOW);
	}
	findings_free(&l);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(strongest_are_kept),
	    cmocka_unit_test(would_take_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
