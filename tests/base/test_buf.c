/* SPDX-License-Identifier: MIT
 *
 * test_buf.c - growing bytes that know their maximum.
 */
#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

#include "lib/test.h"

/* A buf that nothing was added to reads as the empty string, and freeing it,
 * even twice, is harmless. */
static void
empty(void **state)
{
	struct buf b = BUF_MAX(10);

	(void)state;
	test_same("content", buf_str(&b), "");
	assert_int_equal(b.len, 0);
	assert_false(buf_failed(&b));
	buf_free(&b);
	buf_free(&b);
	assert_int_equal(b.max, 10);
}

/* Every way of adding appends, keeps the NUL and counts without it. */
static void
additions(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	assert_int_equal(buf_add(&b, "ab\0c", 4), 0);
	assert_int_equal(buf_adds(&b, "de"), 0);
	assert_int_equal(buf_addc(&b, 'f'), 0);
	assert_int_equal(buf_addf(&b, "%s-%d", "g", 7), 0);
	assert_int_equal(buf_add(&b, NULL, 0), 0);
	assert_int_equal(b.len, 10);
	assert_memory_equal(b.data, "ab\0cdefg-7", 11);
	buf_free(&b);
}

/* The maximum itself may be reached by every way of adding; one byte more
 * adds nothing, fails, and makes all later additions fail, small ones too. */
static void
maximum(void **state)
{
	struct buf b = BUF_MAX(8);

	(void)state;
	assert_int_equal(buf_adds(&b, "12345"), 0);
	assert_int_equal(buf_addf(&b, "%d", 678), 0);
	assert_int_equal(buf_addc(&b, '9'), -1);
	test_same("content after refusal", buf_str(&b), "12345678");
	assert_true(buf_failed(&b));
	assert_int_equal(buf_add(&b, "", 0), -1);
	assert_null(buf_take(&b));
	buf_free(&b);

	b = BUF_MAX(8);
	assert_int_equal(buf_addf(&b, "%s", "123456789"), -1);
	assert_int_equal(buf_adds(&b, "1"), -1);
	test_same("nothing was added", buf_str(&b), "");
	buf_free(&b);
}

/* A length so large that adding it would wrap around is refused. */
static void
wrap_around(void **state)
{
	struct buf b = BUF_MAX(SIZE_MAX - 1);

	(void)state;
	assert_int_equal(buf_adds(&b, "xy"), 0);
	assert_null(buf_room(&b, SIZE_MAX - 1));
	assert_true(buf_failed(&b));
	assert_int_equal(b.len, 2);
	buf_free(&b);
}

/* A reset forgets content and failure and leaves a buf that works. */
static void
reset(void **state)
{
	struct buf b = BUF_MAX(3);

	(void)state;
	buf_reset(&b);
	assert_int_equal(buf_adds(&b, "abcd"), -1);
	buf_reset(&b);
	assert_false(buf_failed(&b));
	test_same("after reset", buf_str(&b), "");
	assert_int_equal(buf_adds(&b, "abc"), 0);
	buf_reset(&b);
	test_same("after second reset", buf_str(&b), "");
	buf_free(&b);
}

/* Room may be used in part; only what is declared grown counts. */
static void
room(void **state)
{
	struct buf b = BUF_MAX(200);
	char *at;

	(void)state;
	assert_int_equal(buf_adds(&b, "x"), 0);
	at = buf_room(&b, 150);
	assert_non_null(at);
	memcpy(at, "yz", 2);
	buf_grown(&b, 2);
	test_same("content", buf_str(&b), "xyz");
	assert_int_equal(b.len, 3);
	buf_free(&b);
}

/* What was taken belongs to the caller, is a string even when nothing was
 * added, and leaves the buf empty with its maximum. */
static void
take(void **state)
{
	struct buf b = BUF_MAX(5);
	char *s;

	(void)state;
	s = buf_take(&b);
	assert_non_null(s);
	test_same("nothing added", s, "");
	free(s);
	assert_int_equal(buf_adds(&b, "hello"), 0);
	s = buf_take(&b);
	assert_non_null(s);
	test_same("taken", s, "hello");
	free(s);
	test_same("left behind", buf_str(&b), "");
	assert_int_equal(b.max, 5);
	buf_free(&b);
}

/* Taking from a failed buf gives NULL and still leaves it empty, so that no
 * caller has to remember to free it. */
static void
take_failed(void **state)
{
	struct buf b = BUF_MAX(2);

	(void)state;
	assert_int_equal(buf_adds(&b, "ab"), 0);
	assert_int_equal(buf_adds(&b, "c"), -1);
	assert_null(buf_take(&b));
	assert_null(b.data);
	assert_int_equal(b.len, 0);
	buf_free(&b);
}

/* Content survives many growths whole. */
static void
growth(void **state)
{
	struct buf b = BUF_MAX(1 << 20);
	size_t i;

	(void)state;
	for (i = 0; i < 100000; i++)
		assert_int_equal(buf_addc(&b, (char)('a' + i % 26)), 0);
	assert_int_equal(b.len, 100000);
	for (i = 0; i < b.len; i++)
		if (b.data[i] != (char)('a' + i % 26))
			fail_msg("byte %zu: got %c", i, b.data[i]);
	assert_int_equal(b.data[b.len], '\0');
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(empty),
	    cmocka_unit_test(additions),
	    cmocka_unit_test(maximum),
	    cmocka_unit_test(wrap_around),
	    cmocka_unit_test(reset),
	    cmocka_unit_test(room),
	    cmocka_unit_test(take),
	    cmocka_unit_test(take_failed),
	    cmocka_unit_test(growth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
