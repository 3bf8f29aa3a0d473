/* SPDX-License-Identifier: MIT
 *
 * test_addressed.c - whether a text speaks to its reader about the reader's own.
 */
#include "find/addressed.h"

#include <string.h>

#include "lib/test.h"

struct row {
	const char *text, *at;
	bool want;
};

static struct span
span_of(const char *text, const char *part)
{
	const char *s = strstr(text, part);

	assert_non_null(s);
	return (struct span){
	    (size_t)(s - text), (size_t)(s - text) + strlen(part)};
}

/* A value is the reader's own behind "your" unless somebody else comes up. */
static void
test_value_behind_your(void **state)
{
	static const struct row rows[] = {
	    {"your NHS number, 999 123 4560, is right", "999", true},
	    {"refused as the date on your form, 12/03/1959, was", "12/03",
		true},
	    {"eich rhif yw MW000000A", "MW", true},
	    {"the NI number of your neighbour is MW000000A", "MW", false},
	    {"your friend Kevin is on 07700 900123", "07700", false},
	    {"as for your bins, he is on 07700 900123", "07700", false},
	    {"the number is 07700 900123, your own", "07700", false},
	    {"07700 900123", "07700", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(addressed_own(rows[i].text,
				     (struct span){0, strlen(rows[i].text)},
				     span_of(rows[i].text, rows[i].at)),
		    rows[i].want);
}

/* What is told behind "your mother" is about her, until a name, a neighbour or
 * a lad comes up, or too much lies between. */
static void
test_family_told_about(void **state)
{
	static const struct row rows[] = {
	    {"I asked about your mother. She has dementia", "dementia", true},
	    {"your daughter Freya has her plan; Freya's asthma", "asthma",
		true},
	    {"your daughter's EHCP was late", "EHCP", true},
	    {"your wife is well. Kevin was arrested", "arrested", false},
	    {"your wife is well. The lad was arrested", "arrested", false},
	    {"your son's friend has epilepsy", "epilepsy", false},
	    {"she has dementia, ask your mother", "dementia", false},
	    {"her mother has dementia", "dementia", false},
	    {"your bins; she has dementia", "dementia", false},
	};
	char far[2 * ADDRESSED_BACK] = "your mother came.";
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *dot = strrchr(rows[i].text, '.');
		size_t start =
		    dot != NULL ? (size_t)(dot + 2 - rows[i].text) : 0;

		assert_int_equal(addressed_family(rows[i].text,
				     (struct span){start, strlen(rows[i].text)},
				     span_of(rows[i].text, rows[i].at)),
		    rows[i].want);
	}
	memset(far + strlen(far), ' ', ADDRESSED_BACK);
	memcpy(far + strlen(far), "he has dementia", 16);
	assert_false(
	    addressed_family(far, (struct span){strlen(far) - 15, strlen(far)},
		span_of(far, "dementia")));
}

/* A passage is about the reader's family where nobody came up before. */
static void
test_passage_about_family(void **state)
{
	static const struct row rows[] = {
	    {"thank you for writing about your uncle, he is well", "", true},
	    {"the lad came round, as did your uncle", "", false},
	    {"he came round, as did your uncle", "", false},
	    {"your mother has dementia and O'Brien owes rent", "", false},
	    {"your mother has dementia and KHAN owes rent", "", false},
	    {"your mother has dementia and \xc3\x89ilis owes rent", "", false},
	    {"your mother has dementia and April owes rent", "", false},
	    {"your mother has dementia and wants PIP", "", true},
	    {"thank you for writing", "", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(addressed_passage(rows[i].text,
				     (struct span){0, strlen(rows[i].text)}),
		    rows[i].want);
}

/* Pronouns and other people are told apart, and "my" is a word of its own. */
static void
test_others_and_mine(void **state)
{
	static const char he[] = "he rang again", lad[] = "the lad rang",
			  none[] = "it rained";
	static const char my[] = "my girl has asthma", amy[] = "army asthma";

	(void)state;
	assert_true(addressed_of_others(he, (struct span){0, strlen(he)}));
	assert_true(addressed_of_others(lad, (struct span){0, strlen(lad)}));
	assert_false(addressed_of_others(none, (struct span){0, strlen(none)}));
	assert_true(addressed_alone(he, (struct span){0, strlen(he)}));
	assert_false(addressed_alone(lad, (struct span){0, strlen(lad)}));
	assert_true(addressed_mine(my, strstr(my, "asthma")));
	assert_false(addressed_mine(amy, strstr(amy, "asthma")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_value_behind_your),
	    cmocka_unit_test(test_family_told_about),
	    cmocka_unit_test(test_passage_about_family),
	    cmocka_unit_test(test_others_and_mine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
