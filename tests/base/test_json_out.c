/* SPDX-License-Identifier: MIT
 *
 * test_json_out.c - what is written is JSON, whatever the strings hold.
 */
#include "base/json-out.h"

#include "lib/test.h"

/* Commas and brackets stand where JSON wants them. */
static void
shapes(void **state)
{
	struct buf b = BUF_MAX(1000);

	(void)state;
	json_out_open(&b, NULL, '{');
	json_out_string(&b, "a", "[{");
	json_out_number(&b, "b", -7);
	json_out_open(&b, "c", '[');
	json_out_close(&b, ']');
	json_out_open(&b, "d", '[');
	json_out_string(&b, NULL, "x");
	json_out_bool(&b, NULL, true);
	json_out_open(&b, NULL, '{');
	json_out_close(&b, '}');
	json_out_close(&b, ']');
	json_out_string(&b, "e", NULL);
	json_out_raw(&b, "f", "{\"g\":1}");
	json_out_bool(&b, "h", false);
	json_out_close(&b, '}');
	buf_addc(&b, '\n');
	json_out_open(&b, NULL, '{');
	json_out_close(&b, '}');
	test_same("shapes", buf_str(&b),
	    "{\"a\":\"[{\",\"b\":-7,\"c\":[],\"d\":[\"x\",true,{}],"
	    "\"e\":null,\"f\":{\"g\":1},\"h\":false}\n{}");
	buf_free(&b);
}

/* Every string is escaped into valid JSON in valid UTF-8. */
static void
strings(void **state)
{
	static const struct {
		const char *name, *in, *want;
	} cases[] = {
	    {"empty", "", "\"\""},
	    {"quotes", "a\"b\\c", "\"a\\\"b\\\\c\""},
	    {"controls", "a\n\x1b\x7f", "\"a\\u000a\\u001b\\u007f\""},
	    {"UTF-8", "caf\xc3\xa9 \xf0\x9f\x93\xa7",
		"\"caf\xc3\xa9 \xf0\x9f\x93\xa7\""},
	    {"not UTF-8", "a\xff\xc3", "\"a\xef\xbf\xbd\xef\xbf\xbd\""},
	    {"overlong", "\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
	};
	struct buf b = BUF_MAX(1000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buf_reset(&b);
		json_out_string(&b, NULL, cases[i].in);
		test_same(cases[i].name, buf_str(&b), cases[i].want);
	}
	buf_free(&b);
}

/* A full buffer shows at the end. */
static void
full(void **state)
{
	struct buf b = BUF_MAX(5);

	(void)state;
	json_out_string(&b, NULL, "more than five");
	assert_true(buf_failed(&b));
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shapes),
	    cmocka_unit_test(strings),
	    cmocka_unit_test(full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
