/* SPDX-License-Identifier: MIT
 *
 * test_repeats.c - which sizes may be those of a repeat.
 */
#include "daemon/repeats.h"

#include <stdlib.h>

#include "lib/test.h"

#include "store/store.h"

/* What the store is said to hold, in place of the real one. */
static enum store_status answer;
static size_t learnt[] = {10, 300, 7000};

enum store_status
held_sizes(struct store *s, size_t **ret, size_t *ret_n)
{
	size_t i;

	(void)s;
	if (answer != STORE_OK)
		return answer;
	*ret = calloc(COUNT(learnt), sizeof **ret);
	assert_non_null(*ret);
	for (i = 0; i < COUNT(learnt); i++)
		(*ret)[i] = learnt[i];
	*ret_n = COUNT(learnt);
	return STORE_OK;
}

/* Sizes learnt and added are possible, their neighbours are not; thousands in
 * any order stand as well as one. */
static void
only_known_sizes(void **state)
{
	size_t i;

	(void)state;
	assert_false(repeats_possible(0));
	assert_false(repeats_possible(10));
	answer = STORE_OK;
	repeats_learn(NULL);
	for (i = 0; i < COUNT(learnt); i++) {
		assert_true(repeats_possible(learnt[i]));
		assert_false(repeats_possible(learnt[i] - 1));
		assert_false(repeats_possible(learnt[i] + 1));
	}
	for (i = 0; i < 5000; i++)
		repeats_add(100000 + i * 7919 % 5000 * 2);
	for (i = 0; i < 5000; i++) {
		assert_true(repeats_possible(100000 + 2 * i));
		assert_false(repeats_possible(100001 + 2 * i));
	}
	repeats_learn(NULL);
	assert_true(repeats_possible(300));
}

/* When the sizes cannot be learnt, every message may be a repeat. */
static void
unknown_means_possible(void **state)
{
	(void)state;
	answer = STORE_FAILED;
	repeats_learn(NULL);
	assert_true(repeats_possible(12345));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_known_sizes),
	    cmocka_unit_test(unknown_means_possible),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
