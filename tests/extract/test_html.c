/* SPDX-License-Identifier: MIT
 *
 * test_html.c - HTML to text, seen and unseen.
 */
#include "extract/html.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/html-parts.h"
#include "lib/test.h"

static const struct sample {
	const char *name, *html, *shown, *hidden;
} samples[] = {
    {"plain words", "hello", "hello", ""},
    {"blocks are lines", "<div>one</div><div>two</div>", "one\ntwo", ""},
    {"paragraphs stand apart", "<p>one</p>\n<p>two</p>", "one\n\ntwo", ""},
    {"inline tags join words", "MW<b>000</b><span>000</span>A", "MW000000A",
	""},
    {"white space is squeezed", " a \n\t b<i> c</i>", "a b c", ""},
    {"line breaks", "one<br>two<br/><br/>three", "one\ntwo\n\nthree", ""},
    {"entities", "a&nbsp;b &amp; &pound;5 &#xe9; &lt;x&gt;",
	"a\xc2\xa0"
	"b & \xc2\xa3"
	"5 \xc3\xa9 <x>",
	""},
    {"tables",
	"<table><tr><th>Name</th><th>NI</th></tr><tr><td>Ann</td>"
	"<td>MW000000A</td></tr></table>",
	"Name\tNI\nAnn\tMW000000A", ""},
    {"paragraphs in cells",
	"<table><tr><td><p>Ann</p></td><td><p>MW</p></td>"
	"</tr><tr><td>b</td></tr></table>",
	"Ann\tMW\nb", ""},
    {"empty cells keep their place",
	"<table><tr><td>a</td><td></td><td>c</td></tr></table>", "a\t\tc", ""},
    {"preformatted", "<pre>a  b\n c</pre>", "a  b\n c", ""},
    {"scripts and styles go", "a<script>x<y;'</b>'</script><style>p{}</style>b",
	"ab", ""},
    {"comments are hidden",
	"a<!-- one --><!--[if mso]><p>t<b>w</b>o<![endif]-->b", "ab",
	"one\ntwo"},
    {"attributes that are shown or read aloud",
	"<a aria-label='one'>a</a><option label='two'><input "
	"placeholder='three'>",
	"a", "one\ntwo\nthree"},
    {"title and alt",
	"<title>T</title><p>x<img alt='logo'>y "
	"<a title='tip'>z</a>",
	"x logo y z", "T\ntip"},
    {"display:none", "a<span style='display: none'>secret</span>b", "ab",
	"secret"},
    {"hidden words in two places",
	"<p hidden>one</p>a<b style='visibility:hidden'>two</b>", "a",
	"one\ntwo"},
    {"visible again",
	"<div style='visibility:hidden'>a<i style="
	"'visibility:visible'>b</i></div>",
	"b", "a"},
    {"mso-hide", "<span style='mso-hide:all'>x</span>y", "y", "x"},
    {"opacity", "<span style='opacity:0'>x</span>y", "y", "x"},
    {"no height", "<div style='max-height:0px;overflow:hidden'>x</div>y", "y",
	"x"},
    {"font-size 0, larger inside",
	"<td style='font-size:0px'>a<p style="
	"'font-size:14px'>b</p></td>",
	"b", "a"},
    {"white on default", "<font color=white>x</font>y", "y", "x"},
    {"white on white", "<p style='color:#FFF;background:#ffffff'>x</p>y", "y",
	"x"},
    {"almost white on white", "<p style='color:rgb(250,250,250)'>x</p>y", "y",
	"x"},
    {"white on blue",
	"<table bgcolor='#000080'><tr><td style='color:white'>"
	"x</td></tr></table>",
	"x", ""},
    {"white on a picture",
	"<div style='background:url(x) #fff'>"
	"<b style='color:#fff'>x</b></div>",
	"x", ""},
    {"black on black", "<body bgcolor=black>x", "", "x"},
    {"transparent", "<b style='color:transparent'>x</b>y", "y", "x"},
    {"hidden input", "<input type=hidden value=x><input value=y>", "y", "x"},
    {"nothing closed", "<p>a<b>b<i>c", "abc", ""},
    {"rubbish", "<<p>>a</ <b c d='", "<\n\n>a", ""},
    {"cut in a tag", "a<p sty", "a", ""},
    {"lines by their style",
	"a<span style='display:block'>b</span>c"
	"<b style='display:table-cell'>d</b>",
	"a\nb\nc\nd", ""},
    {"words split by tags",
	"<div>p<div style='display:inline'>ass</div><p style='display: inline'>"
	"wo</p>r<wbr><!-- x --><font color=red>d</font></div>",
	"password", "x"},
    {"boxes within a line", "a<i style='display:inline-block'>b</i>c", "abc",
	""},
    {"cells are apart, letter by letter",
	"<table><tr><td>M<b>W</b></td><td>000</td></tr></table>", "MW\t000",
	""},
    {"upper case", "<DIV>a</DIV><SCRIPT>b</SCRIPT>", "a", ""},
    {"empty", "", "", ""},
};

/* What is seen and what is not go to different texts, words whole. */
static void
test_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		struct html_text t;
		size_t len = strlen(samples[i].html);
		char *copy = malloc(len + 1);

		memcpy(copy, samples[i].html, len + 1);
		assert_int_equal(html_read(copy, len, 1 * MIB, &t), 0);
		test_same(samples[i].name, buf_str(&t.shown), samples[i].shown);
		test_same(
		    samples[i].name, buf_str(&t.hidden), samples[i].hidden);
		html_free(&t);
		free(copy);
	}
}

/* Quotations are told by where they stand; one inside another is one. */
static void
test_quotes(void **state)
{
	static const char html[] =
	    "<p>new</p><blockquote><p>old</p><blockquote>"
	    "older</blockquote></blockquote><p>end</p>";
	struct html_text t;

	(void)state;
	assert_int_equal(html_read(html, strlen(html), 1 * MIB, &t), 0);
	assert_int_equal(t.nquotes, 1);
	assert_int_equal(t.quotes[0].start, 3);
	assert_memory_equal(t.shown.data + 3, "\n\nold\n\nolder", 12);
	assert_int_equal(t.quotes[0].end, 15);
	html_free(&t);
}

/* Text after a NUL is kept. */
static void
test_nul(void **state)
{
	struct html_text t;

	(void)state;
	assert_int_equal(html_read("a<p>b\0c", 7, 1 * MIB, &t), 0);
	test_same("nul", buf_str(&t.shown), "a\n\nbc");
	html_free(&t);
}

/* What may be shown though it is not read here is said. */
static void
test_beyond(void **state)
{
	static const struct {
		const char *html, *shown;
		bool limited;
	} cases[] = {
	    {"a<!-- b", "a\n<!-- b", true},
	    {"a<!-- b --><!-- c", "a\n<!-- c", true},
	    {"a<!-- b -->", "a", false},
	    {"a<iframe srcdoc='b'></iframe>", "a", true},
	    {"a<object data='data:text/plain,b'></object>", "a", true},
	    {"a<img src='data:image/png;base64,AAAA'>", "a", false},
	};
	struct html_text t;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(html_read(cases[i].html, strlen(cases[i].html),
				     1 * MIB, &t),
		    0);
		test_same(cases[i].html, buf_str(&t.shown), cases[i].shown);
		assert_int_equal(t.limited, cases[i].limited);
		html_free(&t);
	}
}

/* Too deep, too many attributes, too long: said, and the rest read as it lies. */
static void
test_limits(void **state)
{
	static const struct {
		const char *head, *unit, *tail;
		size_t n;
	} cases[] = {
	    {"", "<div>", "the end", 2000},
	    {"<p ", "a=b ", ">the end", 5000},
	    {"<p ", "a=\"\"", ">the end", 5000},
	    {"", "<b><i><u>", "the end", 2000},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b = BUF_MAX(1 * MIB);
		struct html_text t;

		buf_adds(&b, cases[i].head);
		for (size_t j = 0; j < cases[i].n; j++)
			buf_adds(&b, cases[i].unit);
		buf_adds(&b, cases[i].tail);
		assert_int_equal(html_read(buf_str(&b), b.len, 1 * MIB, &t), 0);
		assert_true(t.limited);
		assert_non_null(strstr(buf_str(&t.shown), "the end"));
		html_free(&t);
		buf_free(&b);
	}
}

/* However attributes are told apart, libxml2 sees few of one tag: what is before
 * `head` is passed on, the tag is not. */
static void
test_many_attributes(void **state)
{
	static const struct {
		const char *head, *tag, *unit;
	} cases[] = {
	    {"a<br>", "<p ", "a%u "},
	    {"a<br>", "<p ", "a%u\t=\nb\r"},
	    {"a<br>", "<p ", "a%u=\"\""},
	    {"a<br>", "<p ", "a%u=''"},
	    {"a<br>", "<p ", "a%u=\">\""},
	    {"a<br>", "<p ", "a%u='<b>'"},
	    {"a<!-- <b c=\" -->", "<p ", "a%u=\">\""},
	    {"a<br>", "<p = \"b c=\">\" ", "a%u=\">\""},
	    {"a<br>", "<p=\"b c=\">\" ", "a%u=\">\""},
	    {"a<br>", "<p ",
		"aaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbbbbaaaaaaaaaabb"
		"bbbbbbbbaaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbb%06u"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b = BUF_MAX(4 * MIB);
		size_t head, got;

		buf_adds(&b, cases[i].head);
		head = b.len;
		buf_adds(&b, cases[i].tag);
		for (unsigned j = 0; j < 20000; j++)
			buf_addf(&b, cases[i].unit, j);
		buf_adds(&b, ">the end");
		got = html_tame_prefix(buf_str(&b), b.len);
		if (got > head)
			fail_msg("case %zu: %zu bytes", i, got);
		buf_free(&b);
	}
}

/* Many tags with few attributes, and few with long values, are all passed on. */
static void
test_few_attributes(void **state)
{
	static const char *const units[] = {
	    "<p a=\"b\" c='d'>e f = \"g\" ", "<p title=\"a > b\">don't "};

	(void)state;
	for (size_t i = 0; i < COUNT(units); i++) {
		struct buf b = BUF_MAX(4 * MIB);

		for (unsigned j = 0; j < 20000; j++)
			buf_adds(&b, units[i]);
		buf_adds(&b, "<img src=\"data:image/png;base64,");
		for (unsigned j = 0; j < 20000; j++)
			buf_adds(&b, "iVBORw0KGgo/+");
		buf_adds(&b, "==\">");
		assert_int_equal(html_tame_prefix(buf_str(&b), b.len), b.len);
		buf_free(&b);
	}
}

/* More text than asked for is cut and said. */
static void
test_max(void **state)
{
	struct html_text t;

	(void)state;
	assert_int_equal(html_read("<p>abcdef<p>ghijkl", 18, 8, &t), 0);
	assert_true(t.limited);
	assert_true(t.shown.len <= 8);
	html_free(&t);
}

/* No file is opened for an external entity, and none is expanded. */
static void
test_entities(void **state)
{
	static const char html[] =
	    "<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/passwd\">"
	    "<!ENTITY y \"yyyy\">]><p>a&x;&y;b";
	struct html_text t;

	(void)state;
	assert_int_equal(html_read(html, strlen(html), 1 * MIB, &t), 0);
	assert_null(strstr(buf_str(&t.shown), "root:"));
	html_free(&t);
}

static int
setup(void **state)
{
	(void)state;
	html_init();
	return 0;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_samples),
	    cmocka_unit_test(test_quotes),
	    cmocka_unit_test(test_nul),
	    cmocka_unit_test(test_beyond),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_many_attributes),
	    cmocka_unit_test(test_few_attributes),
	    cmocka_unit_test(test_max),
	    cmocka_unit_test(test_entities),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
