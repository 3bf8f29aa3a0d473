/* SPDX-License-Identifier: MIT
 *
 * test_ulid.c - names for messages that sort by the time they were made.
 */
#include "base/ulid.h"

#include <string.h>
#include <time.h>

#include "base/fd.h"
#include "lib/test.h"

/* The milliseconds an id was made at: its first ten characters. */
static int64_t
made_at(const struct ulid *id)
{
	const char *digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	int64_t ms = 0;
	int i;

	for (i = 0; i < 10; i++)
		ms = ms * 32 + (strchr(digits, id->s[i]) - digits);
	return ms;
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A new id is valid and carries the time it was made at. */
static void
time_inside(void **state)
{
	int64_t before = now_ms(), after;
	struct ulid id = ulid_new();

	(void)state;
	after = now_ms();
	assert_true(ulid_valid(id.s));
	assert_int_equal(strlen(id.s), ULID_LEN);
	if (made_at(&id) < before || made_at(&id) > after)
		fail_msg("%s says %lld, want %lld to %lld", id.s,
		    (long long)made_at(&id), (long long)before,
		    (long long)after);
}

/* An id made a millisecond or more later sorts later. */
static void
sorted(void **state)
{
	struct ulid a = ulid_new(), b;
	int64_t until = now_ms() + 2;

	(void)state;
	while (now_ms() < until)
		;
	b = ulid_new();
	if (strcmp(a.s, b.s) >= 0)
		fail_msg("%s does not sort before %s", a.s, b.s);
}

/* No two of many ids made at once are alike. */
static void
different(void **state)
{
	static struct ulid ids[2000];
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT(ids); i++)
		ids[i] = ulid_new();
	for (i = 0; i < COUNT(ids); i++)
		for (j = 0; j < i; j++)
			if (strcmp(ids[i].s, ids[j].s) == 0)
				fail_msg("%s was made twice", ids[i].s);
}

/* Only 26 characters of the alphabet are an id: a path or a pattern typed
 * instead of one is refused. */
static void
valid(void **state)
{
	static const struct {
		const char *s;
		bool want;
	} cases[] = {
	    {"01J0ZZZZZZZZZZZZZZZZZZZZZZ", true},
	    {"01j0zzzzzzzzzzzzzzzzzzzzzz", false},
	    {"01J0ZZZZZZZZZZZZZZZZZZZZZ", false},
	    {"01J0ZZZZZZZZZZZZZZZZZZZZZZZ", false},
	    {"01J0ZZZZZZZZZZZZZZZZZZZZZI", false},
	    {"01J0ZZZZZZZZZZZZZZZZZZZZZU", false},
	    {"../../../../../../etc/pass", false},
	    {"01J0ZZZZZZZZZZZZZZZZZZZZZ%", false},
	    {"", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (ulid_valid(cases[i].s) != cases[i].want)
			fail_msg("'%s': want %d", cases[i].s, cases[i].want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(time_inside),
	    cmocka_unit_test(sorted),
	    cmocka_unit_test(different),
	    cmocka_unit_test(valid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
