/* SPDX-License-Identifier: MIT
 *
 * test_xml.c - the XML of office documents: what programs write beside it.
 */
#include "extract/xml.h"

#include <stdlib.h>
#include <string.h>

#include "base/fd.h"
#include "base/limits.h"
#include "lib/test.h"

/* VML with conditions and lone line breaks is XML once it is tame, and keeps
 * its words and its length; anything else stays as it was. */
static void
test_tame(void **state)
{
	static const struct {
		const char *vml, *want;
		enum xml_walked walked;
	} cases[] = {
	    {"<xml><![if gte mso 9]><v:a/><![endif]>b</xml>",
		"<xml>                 <v:a/>          b</xml>", XML_WHOLE},
	    {"<xml>a<br>b<BR>c<br/>d</xml>", "<xml>a    b    c<br/>d</xml>",
		XML_WHOLE},
	    {"<xml><![CDATA[<br]]></xml>", "<xml><![CDATA[<br]]></xml>",
		XML_WHOLE},
	    {"<xml><![if a", "<xml><![if a", XML_DAMAGED},
	    {"<xml><p>a</xml>", "<xml><p>a</xml>", XML_DAMAGED},
	    {"<br>a", "    a", XML_DAMAGED},
	    {"<", "<", XML_DAMAGED},
	    {"", "", XML_WHOLE},
	};
	static const struct xml_handler none = {.text = NULL};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t len = strlen(cases[i].vml);
		char *copy = strdup(cases[i].vml);

		assert_non_null(copy);
		xml_tame(copy, len);
		test_same(cases[i].vml, copy, cases[i].want);
		if (xml_walk(copy, len, &none, NULL) != cases[i].walked)
			fail_msg("%s", cases[i].vml);
		free(copy);
	}
}

/* Many conditions without an end take no longer than the bytes they are. */
static void
test_endless(void **state)
{
	const size_t len = 4 * MIB;
	char *data = malloc(len);
	int64_t begun = clock_ms();

	(void)state;
	assert_non_null(data);
	for (size_t i = 0; i < len; i++)
		data[i] = "<![if "[i % 6];
	xml_tame(data, len);
	data[len - 1] = '>';
	xml_tame(data, len);
	assert_true(clock_ms() - begun < 5000);
	free(data);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_tame),
	    cmocka_unit_test(test_endless),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
