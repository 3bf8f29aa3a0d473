/* SPDX-License-Identifier: MIT
 *
 * test_normalise.c - the view, and the way back to the text.
 */
#include "find/normalise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/test.h"

static void
check_view(const char *text, const char *want)
{
	struct normal n;
	char *got;

	normal_init(&n);
	assert_int_equal(normal_make(&n, text, strlen(text)), 0);
	got = strndup(n.data, n.len);
	test_same(text, got, want);
	free(got);
	normal_free(&n);
}

/* Looks for `find` in the view and compares where it came from. */
static void
check_map(const char *text, const char *find, const char *want)
{
	struct normal n;
	const char *at;
	size_t start, end;
	char *got;

	normal_init(&n);
	assert_int_equal(normal_make(&n, text, strlen(text)), 0);
	at = memmem(n.data, n.len, find, strlen(find));
	assert_non_null(at);
	start = normal_start(&n, (size_t)(at - n.data));
	end = normal_end(&n, (size_t)(at - n.data) + strlen(find));
	got = strndup(text + start, end - start);
	test_same(text, got, want);
	free(got);
	normal_free(&n);
}

/* What people and word processors write becomes what rules are written for;
 * case and letters of other alphabets stay. */
static void
test_view(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {"plain text", "plain text"},
	    {"", ""},
	    {"943\xc2\240476\xe2\x80\2115919", "943 476 5919"},
	    {"pass\xc2\xadword", "password"},
	    {"pa\xe2\x80\x8bss\xe2\x81\xa0word\xef\xbb\xbf", "password"},
	    {"\xe2\x80\xaeMW\xe2\x80\xac", "MW"},
	    {"12\xe2\x80\22134\xe2\x80\22356\xe2\x88\22278", "12-34-56-78"},
	    {"\xef\xbc\x99\xef\xbc\x99\xef\xbc\x90 \xef\xbc\xadW", "990 MW"},
	    {"don\xe2\x80\x99t \xe2\x80\x9cno\xe2\x80\x9d", "don't \"no\""},
	    {"o\xef\xac\203ce", "office"},
	    {"Cafe\xcc\x81", "Caf\xc3\xa9"},
	    {"C\xc3\xa9 \xc5\xb4yl", "C\xc3\xa9 \xc5\xb4yl"},
	    {"\xcc\x81x", "\xcc\x81x"},
	    {"\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9 ok",
		"\xf0\x9f\x91\xa8\xf0\x9f\x91\xa9 ok"},
	    {"a\xe2\x80\250b", "a b"},
	    {"M\x08W\x7f 0\0320\0131\t2\r\n3\f4", "MW 00 1\t2\r\n3\f4"},
	    {"M\xc2\x84W caf\xc3\xa9", "MW caf\xc3\xa9"},
	    {"twelve letters\x01 and more than eight",
		"twelve letters and more than eight"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check_view(cases[i].text, cases[i].want);
}

/* Text of ASCII is not copied and has no map. */
static void
test_identity(void **state)
{
	const char *text = "NI number MW 00 00 00 A\n";
	struct normal n;

	(void)state;
	normal_init(&n);
	assert_int_equal(normal_make(&n, text, strlen(text)), 0);
	assert_ptr_equal(n.data, text);
	assert_int_equal(n.characters.n + n.words.n, 0);
	assert_int_equal(normal_start(&n, 10), 10);
	assert_int_equal(normal_end(&n, 23), 23);
	normal_free(&n);
}

/* A span of the view leads back to the bytes it was made from, without what
 * was removed at its edges. */
static void
test_map(void **state)
{
	static const struct {
		const char *text, *find, *want;
	} cases[] = {
	    {"x MW\xc2\24000\xc2\24000 A y", "MW 00 00 A",
		"MW\xc2\24000\xc2\24000 A"},
	    {"x\xe2\x80\x8bpa\xc2\xadss\xe2\x80\x8b y", "pass", "pa\xc2\xadss"},
	    {"\xef\xbc\x99\xef\xbc\x98\xef\xbc\x97\xef\xbc\x96", "87",
		"\xef\xbc\x98\xef\xbc\x97"},
	    {"\xc3\xa9\xc3\xa9 o\xef\xac\203ce", "ice", "\xef\xac\203ce"},
	    {"Cafe\xcc\x81 bar", "bar", "bar"},
	    {"Cafe\xcc\x81 bar", "Caf\xc3\xa9", "Cafe\xcc\x81"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check_map(cases[i].text, cases[i].find, cases[i].want);
}

/* Over any text starts and ends only grow with the offset, stay inside and
 * never cross. */
static void
test_monotone(void **state)
{
	static const char *const bits[] = {"a", " ", "\xc2\xa0", "\xc2\xad",
	    "\xef\xac\x83", "\xcc\x81", "\xe2\x80\x93", "\xef\xbc\x91",
	    "\xc3\xa9", "\xf0\x9f\x98\x80", "\xef\xb7\xba", "v0te ", "&nbsp;",
	    "v o t e ", "\xd0\xb0", "b", "&#x41;", "@ss", "\n> ",
	    "a long line, long enough to have been wrapped near its end\n"};
	char text[16384];
	struct normal n;
	size_t i, len, round, last, start;
	unsigned seed = 1;

	(void)state;
	normal_init(&n);
	for (round = 0; round < 300; round++) {
		for (len = 0; len < 200;) {
			const char *bit;

			seed = seed * 1103515245u + 12345u;
			bit = bits[(seed >> 16) % COUNT(bits)];
			memcpy(text + len, bit, strlen(bit));
			len += strlen(bit);
		}
		assert_int_equal(normal_make(&n, text, len), 0);
		for (i = last = 0; i < n.len; i++) {
			start = normal_start(&n, i);
			assert_true(start >= last && start < len);
			assert_true(normal_end(&n, i + 1) > start);
			assert_true(normal_end(&n, i + 1) <= len);
			last = start;
		}
	}
	normal_free(&n);
}

/* What hides words from a reader's eye or a filter's is undone. */
static void
test_disguised(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {"v o t e  f o r  u s", "vote for us"},
	    {"v o t e  f o r  l a b o u r now", "vote for labour now"},
	    {"she has C A N C E R", "she has CANCER"},
	    {"c-a-n-c-e-r, s.h.i.t. s*h*i*t", "cancer, shit. shit"},
	    {"V O T E", "VOTE"},
	    {"V0TE v0te c4ncer id1ot hea1th", "VOTE vote cancer idiot health"},
	    {"@ss $hit sh!t! a55hole", "ass shit shit! asshole"},
	    {"Depre5sion", "Depression"},
	    {"V&#1086;te &nbsp;a&#8203;b &pound;5", "Vote  ab \xc2\2435"},
	    {"&amp;nbsp; &lt;b&gt; &quot;x&quot;", "&nbsp; <b> \"x\""},
	    {"e&#769;", "\xc3\xa9"},
	    {"\xd1\201ancer", "cancer"},
	    {"v\xce\xbfte", "vote"},
	    {"\xd0\x9cW000000A", "MW000000A"},
	    {"\xe1\xb4\xa0\xe1\xb4\x8f\xe1\xb4\x9b\xe1\xb4\x87", "vote"},
	    {"\xf0\x9f\x85\xa5\xf0\x9f\x85\x9e", "vo"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check_view(cases[i].text, cases[i].want);
}

/* Identifiers, addresses, lists, initials and other alphabets come through as
 * they are. */
static void
test_left_alone(void **state)
{
	static const char *const texts[] = {"999 000 0018", "9990000018",
	    "MW 00 00 00 A", "mw000000a", "SW1A 1AA", "sw1a 1aa", "sw1a1aa",
	    "W1A 1AA", "ec1a 1bb", "m1 1ae", "b338th", "cr2 6xh", "GIR 0AA",
	    "MORGA657054SM9IJ", "morga657054sm9ij", "A123456789012",
	    "H801200001001", "ab51cde", "AB51 CDE", "A1 BCD", "abc1d",
	    "GB29NWBK60161331926819", "HBUKGB4B", "hbukgb4b", "LOYDGB21F11",
	    "e4e7ffe", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
	    "d41d8cd98f00b204e9800998ecf8427e",
	    "123e4567-e89b-12d3-a456-426614174000",
	    "http://v0te.example/c4ncer?id1ot=sh1t&copy=1&amp",
	    "www.v0te.example", "v0te@example.org", "ann.sh1t@b1tch.example",
	    "c4ncer.doc", "/home/v0te/x", "C:\\v0te\\x", "ABC-v0te-1", "#v0te",
	    "@labour", "$AAPL", "user@host", "iPhone5s mp3 covid19 h264 ps4",
	    "10am 1st 4x4 a1 co2e l10n w3c ipv4 utf8 B12 ext3fs", "WDC5TS01",
	    "P0ST1NG", "OC301234", "1Z999AA10123456784", "J. R. R. Tolkien",
	    "J R R T Smith", "A J P E Smith", "A B C D E", "a b c d e f",
	    "R.S.P.C.A. and U.K.", "x x x x", "Y N Y N N Y", "M T W T F S S",
	    "1 2 3 4 5", "M W 0 0 0 0 0 0 A", "P W D L F A",
	    "W O R D S\nG R I D Y\nH E A T S", "R&D AT&T &c; &#; &#x110000;",
	    "\xd0\xba\xd0\xbe\xd1\x82", "\xce\x91\xce\x92\xce\x93", "k\xce\xa9",
	    "\xd0\220123\xd0\x92", "hello!how are you", "a.b.c.d.example",
	    "https://x.y.z.w.example/"};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		check_view(texts[i], texts[i]);
}

#define LONG "This line is as long as the lines of a letter are, with"
#define WIDE "another that is no longer than the first is"

/* A line that ended because it was full goes on; what was ended by its writer
 * does not. */
static void
test_lines(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {LONG " 485 777\n3456 and " WIDE, LONG " 485 777 3456 and " WIDE},
	    {"> " LONG " 485 777\n> 3456 and " WIDE,
		"> " LONG " 485 777 3456 and " WIDE},
	    {LONG " 12-34-\n56 and " WIDE, LONG " 12-34-56 and " WIDE},
	    {LONG " well-\nbeing " WIDE, LONG " well-being " WIDE},
	    {LONG " crlf\r\nends, and " WIDE, LONG " crlf ends, and " WIDE},
	    {LONG " it ends.\nThe next " WIDE, NULL},
	    {LONG " it stands\n\n3456 " WIDE, NULL},
	    {LONG " of all\n> 3456 " WIDE, NULL},
	    {LONG " of all\n- an item of " WIDE, NULL},
	    {LONG " of all\n1. an item of " WIDE, NULL},
	    {LONG " of all\nSubject: " WIDE, NULL},
	    {LONG " of all\nNOT FOR PUBLICATION", NULL},
	    {LONG "\ta row\n" LONG "\tof a table\n", NULL},
	    {LONG "   in columns\n" LONG "   of a table\n", NULL},
	    {"Ann Khan\n12 High Street\nTown\n", NULL},
	    {"A short one\n" LONG " and " WIDE, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check_view(cases[i].text,
		    cases[i].want != NULL ? cases[i].want : cases[i].text);
}

/* Rows of a table are not joined, however long. */
static void
test_rows(void **state)
{
	const char *text = LONG " 485 777\n3456 and " WIDE;
	struct normal n;

	(void)state;
	normal_init(&n);
	n.rows = true;
	assert_int_equal(normal_make(&n, text, strlen(text)), 0);
	assert_ptr_equal(n.data, text);
	normal_free(&n);
}

/* A disguise is found wherever it stands, next to block edges too. */
static void
test_everywhere(void **state)
{
	char text[400], want[400];
	size_t at, pad;

	(void)state;
	for (pad = 0; pad < 200; pad++)
		for (at = 0; at < 100; at += 7) {
			snprintf(text, sizeof text, "%*s v0te %*s", (int)at, "",
			    (int)pad, "end");
			snprintf(want, sizeof want, "%*s vote %*s", (int)at, "",
			    (int)pad, "end");
			check_view(text, want);
			snprintf(text, sizeof text, "%*s v o t e %*s", (int)at,
			    "", (int)pad, "end");
			check_view(text, want);
		}
}

/* Each letter of what was closed up, replaced or joined leads back to its
 * own. */
static void
test_map_of_words(void **state)
{
	static const struct {
		const char *text, *find, *want;
	} cases[] = {
	    {"so v o t e  f o r us", "vote", "v o t e"},
	    {"so v o t e  f o r us", "ote for", "o t e  f o r"},
	    {"a v0te &nbsp;b", "vote", "v0te"},
	    {"a v0te &nbsp;b", "  b", " &nbsp;b"},
	    {"x \xd1\201ancer y", "cancer", "\xd1\201ancer"},
	    {"> " LONG " 485 777\n> 3456 and " WIDE, "777 3456", "777\n> 3456"},
	    {"v o\xe2\x80\x8b t\xc2\240e y", "vote",
		"v o\xe2\x80\x8b t\xc2\240e"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check_map(cases[i].text, cases[i].find, cases[i].want);
}

/* What was copied is the same in the text; what a piece came from becomes that
 * piece again, where it stands between white space. */
static void
test_same_alone(void **state)
{
	static const char *const bits[] = {"v0te", "so v o t e", "sw1a 1aa",
	    "\xd1\201at", "MW\xc2\240000", "&#x56;ote", "pa\xc2\xadss", "1234",
	    "\xef\xac\x83", "(", "end."};
	char text[4096], view[64], again[64];
	struct normal n;
	unsigned seed = 7;

	(void)state;
	normal_init(&n);
	for (int round = 0; round < 200; round++) {
		size_t len = 0, start = 0, bound;
		struct normal one;

		for (int i = 0; i < 40; i++) {
			seed = seed * 1103515245u + 12345u;
			len += (size_t)snprintf(text + len, sizeof text - len,
			    "%s\n", bits[(seed >> 16) % COUNT(bits)]);
		}
		assert_int_equal(normal_make(&n, text, len), 0);
		normal_init(&one);
		for (; start < n.len; start = bound + 1) {
			const char *nl =
			    memchr(n.data + start, '\n', n.len - start);
			size_t from = normal_start(&n, start), to;

			bound = (size_t)(nl - n.data);
			to = normal_end(&n, bound);
			snprintf(view, sizeof view, "%.*s",
			    (int)(bound - start), n.data + start);
			assert_int_equal(
			    normal_make(&one, text + from, to - from), 0);
			snprintf(again, sizeof again, "%.*s", (int)one.len,
			    one.data);
			test_same("piece", again, view);
		}
		normal_free(&one);
	}
	normal_free(&n);
}

/* The worst text costs time and memory in proportion to its length: a million
 * combining marks, and a map run for every other byte. */
static void
test_linear(void **state)
{
	const size_t len = 3u << 20;
	char *text = malloc(len);
	struct normal n;
	clock_t start;
	size_t i;

	(void)state;
	normal_init(&n);
	for (i = 0; i + 4 <= len; i += 4)
		memcpy(text + i,
		    i % 8 ? "\xcc\x81\xcc\xa3" : "\xcc\xa7\xcc\x82", 4);
	start = clock();
	assert_int_equal(normal_make(&n, text, i), 0);
	for (i = 0; i + 3 <= len; i += 3)
		memcpy(text + i, "a\xc2\xa0", 3);
	assert_int_equal(normal_make(&n, text, i), 0);
	assert_true(n.characters.n <= len);
	assert_true((clock() - start) / CLOCKS_PER_SEC < 10);
	free(text);
	normal_free(&n);
}

/* So do texts that look disguised all over, or like one endless line. */
static void
test_linear_words(void **state)
{
	static const char *const units[] = {"a ", "a b ", "a1", "1", "a", "@a",
	    "> ", ">", "&", "&#", "\xd0\260b", "\xd0\xb0", "a b c d e\n", ">\n",
	    "v o t e  ",
	    "and a line that was ended since the next word has no room\n"};
	const size_t len = 2u << 20;
	char *text = malloc(len + 1);
	struct normal n;
	clock_t start = clock();

	(void)state;
	normal_init(&n);
	for (size_t i = 0; i < COUNT(units); i++) {
		size_t unit = strlen(units[i]), at = 0;

		for (; at + unit <= len; at += unit)
			memcpy(text + at, units[i], unit);
		assert_int_equal(normal_make(&n, text, at), 0);
	}
	assert_true((clock() - start) / CLOCKS_PER_SEC < 30);
	free(text);
	normal_free(&n);
}

static double
cost_of(const char *unit, size_t len)
{
	char *text = malloc(len + 1);
	clock_t start = clock();
	struct normal n;
	size_t at = 0;

	normal_init(&n);
	for (; at + strlen(unit) <= len; at += strlen(unit))
		memcpy(text + at, unit, strlen(unit));
	assert_int_equal(normal_make(&n, text, at), 0);
	normal_free(&n);
	free(text);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* A word costs no more for what stands behind it: four times of it cost about
 * four times. */
static void
test_linear_signs(void **state)
{
	double one = cost_of("abcdefg$hi ", 1u << 20);
	double four = cost_of("abcdefg$hi ", 4u << 20);

	(void)state;
	if (four > 8 * one + 0.5)
		fail_msg("%.2f s, and %.2f s for four times it", one, four);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_view),
	    cmocka_unit_test(test_identity),
	    cmocka_unit_test(test_map),
	    cmocka_unit_test(test_monotone),
	    cmocka_unit_test(test_disguised),
	    cmocka_unit_test(test_left_alone),
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_everywhere),
	    cmocka_unit_test(test_map_of_words),
	    cmocka_unit_test(test_same_alone),
	    cmocka_unit_test(test_linear),
	    cmocka_unit_test(test_linear_words),
	    cmocka_unit_test(test_linear_signs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
