/* SPDX-License-Identifier: MIT
 *
 * test_reply.c - an answer never keeps changes that its word forbids.
 */
#include "intake/reply.h"

#include <stdlib.h>
#include <string.h>

#include "lib/test.h"

static void
fill(struct reply *r)
{
	assert_int_equal(reply_add_header(r, "X-A", "tag"), 0);
	assert_int_equal(reply_add_header(r, "X-B", ""), 0);
	r->clean = true;
	r->remove = calloc(2, sizeof *r->remove);
	assert_non_null(r->remove);
}

/* Headers are added in their order, as copies. */
static void
headers(void **state)
{
	struct reply r = {.word = REPLY_ACCEPT};
	char name[] = "X-A", value[] = "one";

	(void)state;
	assert_int_equal(reply_add_header(&r, name, value), 0);
	assert_int_equal(reply_add_header(&r, "X-B", "two"), 0);
	name[0] = value[0] = '?';
	assert_int_equal(r.nadd, 2);
	test_same("name", r.add[0].name, "X-A");
	test_same("value", r.add[0].value, "one");
	test_same("name", r.add[1].name, "X-B");
	reply_free(&r);
}

/* Only an accepted message is changed: any other word drops the changes. */
static void
words(void **state)
{
	static const struct {
		const char *name;
		enum reply_word word;
		const char *text;
		size_t want_added;
	} cases[] = {
	    {"accept", REPLY_ACCEPT, NULL, 2},
	    {"discard", REPLY_DISCARD, NULL, 0},
	    {"later", REPLY_LATER, "not now", 0},
	    {"refuse", REPLY_REFUSE, "no", 0},
	};
	struct reply r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		r = (struct reply){.word = REPLY_ACCEPT};
		fill(&r);
		reply_set(&r, REPLY_ACCEPT, "first");
		reply_set(&r, cases[i].word, cases[i].text);
		assert_int_equal(r.word, cases[i].word);
		test_same(cases[i].name, r.text != NULL ? r.text : "(none)",
		    cases[i].text != NULL ? cases[i].text : "(none)");
		if (r.nadd != cases[i].want_added || r.clean != (r.nadd > 0) ||
		    (r.remove != NULL) != (r.nadd > 0))
			fail_msg("%s: changes", cases[i].name);
		reply_free(&r);
	}
}

/* A freed reply is the safe answer, and can be freed and used again. */
static void
freed(void **state)
{
	struct reply r = {.word = REPLY_ACCEPT};

	(void)state;
	fill(&r);
	reply_set(&r, REPLY_ACCEPT, "x");
	reply_free(&r);
	assert_int_equal(r.word, REPLY_LATER);
	assert_null(r.text);
	assert_int_equal(r.nadd, 0);
	reply_free(&r);
	fill(&r);
	reply_free(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headers),
	    cmocka_unit_test(words),
	    cmocka_unit_test(freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
