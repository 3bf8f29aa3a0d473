/* SPDX-License-Identifier: MIT
 *
 * test_template.c - the template filler: what it fills, what it refuses.
 */
#include "lib/test.h"

#include <stdio.h>
#include <string.h>

#include "base/template.h"
#include "base/utf8.h"

static const struct template_slot places[] = {
    {"place", NULL},
    {"name", NULL},
    {NULL, NULL},
};
static const struct template_slot found[] = {
    {"title", NULL},
    {"places", places},
    {NULL, NULL},
};
static const struct template_slot known[] = {
    {"name", NULL},
    {"empty", NULL},
    {"found", found},
    {"none", found},
    {NULL, NULL},
};

static struct template *
parsed(const char *data, enum template_context context, struct buf *err)
{
	struct template_source s = {.name = "t.txt",
	    .data = data,
	    .len = strlen(data),
	    .context = context,
	    .known = known};

	return template_parse(&s, err);
}

/* name is as given; found has rows "one" (places a, b) and "two" (none). */
static struct template_values *
values(const char *name)
{
	struct template_values *v = template_values_new(), *row, *place;

	template_set_lines(v, "name", name);
	row = template_row(v, "found");
	template_set(row, "title", "one");
	place = template_row(row, "places");
	template_set(place, "place", "a");
	template_set(place, "name", "inner");
	place = template_row(row, "places");
	template_setf(place, "place", "%c", 'b');
	row = template_row(v, "found");
	template_set(row, "title", "two");
	return v;
}

/* A template gives exactly this text. */
static void
test_fill(void **state)
{
	static const struct {
		const char *source, *want;
	} cases[] = {
	    {"", ""},
	    {"plain { } }} text\n", "plain { } }} text\n"},
	    {"Dear {{name}},", "Dear Ann,"},
	    {"{{ name }}{{empty}}", "Ann"},
	    {"{{#found}}<{{title}}>{{/found}}", "<one><two>"},
	    {"{{#found}}\n- {{title}}\n{{/found}}\nend\n",
		"- one\n- two\nend\n"},
	    {"{{#found}}{{title}}:{{#places}} {{place}}{{/places}}"
	     "{{^places}} nowhere{{/places}};{{/found}}",
		"one: a b;two: nowhere;"},
	    {"{{#name}}yes{{/name}}{{^name}}no{{/name}}", "yes"},
	    {"{{#empty}}yes{{/empty}}{{^empty}}no{{/empty}}", "no"},
	    {"{{^none}}none{{/none}}{{#none}}{{title}}{{/none}}", "none"},
	    {"a\n  {{! a remark\n over two lines }}\nb\n", "a\nb\n"},
	    {"a {{! remark }} b\n", "a  b\n"},
	    {"\xef\xbb\xbf"
	     "a\r\n{{#name}}\r\nb\r\n{{/name}}\r\n",
		"a\nb\n"},
	    /* A slot is looked for in the row first, then outside. */
	    {"{{#found}}{{name}}{{/found}}", "AnnAnn"},
	    /* A row's missing value is not filled with the one outside. */
	    {"{{#found}}{{#places}}[{{name}}]{{/places}}{{/found}}",
		"[inner][]"},
	    {"{{#found}}\n{{#places}}\n{{place}}\n{{/places}}\n{{/found}}",
		"a\nb\n"},
	};
	struct template_values *v = values("Ann");
	struct buf err = BUF_MAX(1000), out = BUF_MAX(1000);
	struct template *t;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buf_reset(&out);
		t = parsed(cases[i].source, TEMPLATE_TEXT, &err);
		test_same(cases[i].source, buf_str(&err), "");
		assert_int_equal(template_fill(t, v, &out), 0);
		test_same(cases[i].source, buf_str(&out), cases[i].want);
		template_free(t);
	}
	template_values_free(v);
	buf_free(&out);
	buf_free(&err);
}

/* No value can leave its context: not as markup, not as a second line, not as
 * a control, not by turning the text around. */
static void
test_escape(void **state)
{
	static const struct {
		enum template_context context;
		const char *value, *want;
	} cases[] = {
	    {TEMPLATE_TEXT, "a\r\nb\tc\x1b[31m\x07\x7f", "a\nb\tc[31m"},
	    {TEMPLATE_TEXT, "<b>&\"'", "<b>&\"'"},
	    {TEMPLATE_TEXT, "caf\xc3\xa9 \xff\xc3",
		"café \xef\xbf\xbd\xef\xbf\xbd"},
	    {TEMPLATE_TEXT,
		"\xc2\x9b"
		"31m",
		"31m"},
	    {TEMPLATE_TEXT,
		"exe.\xe2\x80\xae"
		"fdp",
		"exe.fdp"},
	    {TEMPLATE_TEXT, "\xed\xa0\x80",
		"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
	    {TEMPLATE_TEXT, "{{name}}", "{{name}}"},
	    {TEMPLATE_HEADER, "a\r\nBcc: b\tc", "a Bcc: b c"},
	    {TEMPLATE_HEADER,
		"a\xe2\x80\xa8"
		"b",
		"ab"},
	    {TEMPLATE_HTML, "<a href=\"x\" id='y'>&amp;\n",
		"&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;\n"},
	    {TEMPLATE_HTML, "\xc0\xbcscript", "\xef\xbf\xbd\xef\xbf\xbdscript"},
	};
	struct buf err = BUF_MAX(1000), out = BUF_MAX(1000);
	struct template_values *v;
	struct template *t;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buf_reset(&out);
		v = values(cases[i].value);
		t = parsed("{{name}}", cases[i].context, &err);
		assert_int_equal(template_fill(t, v, &out), 0);
		test_same(cases[i].value, buf_str(&out), cases[i].want);
		template_free(t);
		template_values_free(v);
	}
	buf_free(&out);
	buf_free(&err);
}

/* A value is one line unless it was set as lines. */
static void
test_one_line(void **state)
{
	struct buf err = BUF_MAX(1000), out = BUF_MAX(1000);
	struct template *t = parsed("{{name}};{{empty}}", TEMPLATE_TEXT, &err);
	struct template_values *v = template_values_new();

	(void)state;
	template_set(v, "name", "a\r\nb\tc");
	template_setf(v, "empty", "d\n%s", "e\nf");
	assert_int_equal(template_fill(t, v, &out), 0);
	test_same("one line", buf_str(&out), "a b c;d e f");
	template_values_free(v);
	template_free(t);
	buf_free(&out);
	buf_free(&err);
}

/* A template with a mistake is refused when it is loaded, with the place and
 * what was expected. */
static void
test_refused(void **state)
{
	static const struct {
		enum template_context context;
		const char *source, *want;
	} cases[] = {
	    {TEMPLATE_TEXT, "a\n  {{nmae}}",
		"t.txt:2:3: unknown slot 'nmae'; known: name, empty, found, "
		"none"},
	    {TEMPLATE_TEXT, "{{#found}}é {{nmae}}{{/found}}",
		"t.txt:1:13: unknown slot 'nmae'; known: title, places, name, "
		"empty, found, none"},
	    {TEMPLATE_TEXT, "{{title}}",
		"t.txt:1:1: unknown slot 'title'; known: name, empty, found, "
		"none"},
	    {TEMPLATE_TEXT, "{{^found}}{{title}}{{/found}}",
		"t.txt:1:11: unknown slot 'title'; known: name, empty, found, "
		"none"},
	    {TEMPLATE_TEXT, "{{found}}",
		"t.txt:1:1: 'found' is a list; expected '{{#found}}'"},
	    {TEMPLATE_TEXT, "{{#name}}\n{{#found}}\n",
		"t.txt:2:1: section 'found' is never closed; expected "
		"'{{/found}}'"},
	    {TEMPLATE_TEXT, "{{#name}}{{/found}}",
		"t.txt:1:10: '{{/found}}' closes nothing; expected "
		"'{{/name}}', opened in line 1"},
	    {TEMPLATE_TEXT, "{{/name}}",
		"t.txt:1:1: '{{/name}}' closes nothing; expected '{{#name}}' "
		"before it"},
	    {TEMPLATE_TEXT, "a {{name",
		"t.txt:1:3: '{{' is never closed; expected '}}'"},
	    {TEMPLATE_TEXT, "{{{name}}}",
		"t.txt:1:1: '{name' is not a slot; expected a name of small "
		"letters, digits and '_'"},
	    {TEMPLATE_TEXT, "{{&name}}",
		"t.txt:1:1: '&name' is not a slot; expected a name of small "
		"letters, digits and '_'"},
	    {TEMPLATE_TEXT, "{{}}",
		"t.txt:1:1: '' is not a slot; expected a name of small "
		"letters, digits and '_'"},
	    {TEMPLATE_TEXT, "{{a b}}",
		"t.txt:1:1: 'a b' is not a slot; expected a name of small "
		"letters, digits and '_'"},
	    {TEMPLATE_TEXT, "caf\xe9",
		"t.txt:1:1: not UTF-8 text; expected the file to be saved as "
		"UTF-8"},
	    {TEMPLATE_HEADER, "a\nb",
		"t.txt:1:1: more than one line; expected a single line"},
	    {TEMPLATE_TEXT,
		"{{#name}}{{#name}}{{#name}}{{#name}}{{#name}}{{#name}}"
		"{{#name}}{{#name}}{{#name}}",
		"t.txt:1:73: sections are nested deeper than 8"},
	};
	struct buf err = BUF_MAX(1000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buf_reset(&err);
		assert_null(parsed(cases[i].source, cases[i].context, &err));
		test_same(cases[i].source, buf_str(&err), cases[i].want);
	}
	buf_free(&err);
}

/* Lists as deep as sections may go are filled, each from its own level. */
static void
test_deep(void **state)
{
	struct template_slot deep[] = {{"l", NULL}, {"v", NULL}, {NULL, NULL}};
	struct template_source s = {.name = "d",
	    .data = "{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{v}}"
		    "{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}",
	    .known = deep};
	struct template_values *v = template_values_new(), *at = v;
	struct buf err = BUF_MAX(1000), out = BUF_MAX(1000);
	struct template *t;
	int i;

	(void)state;
	deep[0].row = deep;
	s.len = strlen(s.data);
	for (i = 0; i < 8; i++)
		at = template_row(at, "l");
	template_set(at, "v", "bottom");
	t = template_parse(&s, &err);
	assert_non_null(t);
	assert_int_equal(template_fill(t, v, &out), 0);
	test_same("deep", buf_str(&out), "bottom");
	template_free(t);
	template_values_free(v);
	buf_free(&out);
	buf_free(&err);
}

/* Errors count lines from where the source starts in its file. */
static void
test_first_line(void **state)
{
	struct template_source s = {.name = "f",
	    .line = 3,
	    .data = "\n{{x}}",
	    .len = 6,
	    .known = places};
	struct buf err = BUF_MAX(1000);

	(void)state;
	assert_null(template_parse(&s, &err));
	test_same("line", buf_str(&err),
	    "f:4:1: unknown slot 'x'; known: place, name");
	buf_free(&err);
}

/* What does not fit, and values that could not be had, fail the fill. */
static void
test_unhappy(void **state)
{
	struct buf err = BUF_MAX(1000), out = BUF_MAX(5);
	struct template *t = parsed("{{name}}", TEMPLATE_HTML, &err);
	struct template_values *v = values("<<");

	(void)state;
	assert_int_equal(template_fill(t, v, &out), -1);
	assert_int_equal(template_fill(t, NULL, &out), -1);
	template_set(NULL, "name", "x");
	assert_null(template_row(NULL, "found"));
	template_values_free(v);
	template_values_free(NULL);
	template_free(t);
	template_free(NULL);
	buf_free(&out);
	buf_free(&err);
}

/* UTF-8 is what RFC 3629 says, no more. */
static void
test_utf8(void **state)
{
	static const struct {
		const char *s;
		size_t want;
		uint32_t c;
	} cases[] = {
	    {"a", 1, 'a'},
	    {"\xc2\x80", 2, 0x80},
	    {"\xe2\x82\xac", 3, 0x20ac},
	    {"\xf4\x8f\xbf\xbf", 4, 0x10ffff},
	    {"\xf4\x90\x80\x80", 0, 0},
	    {"\xc1\xbf", 0, 0},
	    {"\xe0\x9f\xbf", 0, 0},
	    {"\xf0\x8f\xbf\xbf", 0, 0},
	    {"\xed\xbf\xbf", 0, 0},
	    {"\x80", 0, 0},
	    {"\xe2\x82", 0, 0},
	    {"\xe2\x82x", 0, 0},
	    {"", 0, 0},
	};
	uint32_t c;
	size_t i, n;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		c = 0;
		n = utf8_next(cases[i].s, strlen(cases[i].s), &c);
		if (n != cases[i].want || c != cases[i].c)
			fail_msg("case %zu: got %zu, U+%04x", i, n, c);
	}
	assert_true(utf8_valid("caf\xc3\xa9", 5));
	assert_false(utf8_valid("caf\xc3\xa9", 4));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_fill),
	    cmocka_unit_test(test_escape),
	    cmocka_unit_test(test_one_line),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_deep),
	    cmocka_unit_test(test_first_line),
	    cmocka_unit_test(test_unhappy),
	    cmocka_unit_test(test_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
