/* SPDX-License-Identifier: MIT
 *
 * test_mail.c - messages of every shape taken apart.
 */
#include "parse/mail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "lib/test.h"

#define MULTI "Content-Type: multipart/mixed; boundary=b\n\n"

/* "1 leaf text/plain <bytes>; …": one line a part. */
static void
describe(struct mail *m, struct buf *out)
{
	static const char *const kinds[] = {
	    "leaf", "message", "multi", "stray"};
	size_t n;
	const struct mail_part *p = mail_parts(m, &n);

	for (size_t i = 0; i < n; i++) {
		const char *data;
		size_t len;

		buf_addf(
		    out, "%s %s %s", p[i].path, kinds[p[i].kind], p[i].type);
		if (p[i].other_type != NULL)
			buf_addf(out, " or %s", p[i].other_type);
		if (p[i].name != NULL)
			buf_addf(out, " '%s'", p[i].name);
		if (p[i].attachment)
			buf_adds(out, " attached");
		if (p[i].kind == MAIL_LEAF || p[i].kind == MAIL_STRAY) {
			mail_part_bytes(m, i, &data, &len);
			buf_addf(out, " [%.*s]", (int)len, data);
		}
		buf_addc(out, '\n');
	}
}

static const struct shape {
	const char *name, *message, *want;
	unsigned defects;
} shapes[] = {
    {"plain", "Subject: x\n\nhello\n", "1 leaf text/plain [hello\n]\n", 0},
    {"empty", "", "", 0},
    {"no body", "Subject: x\n\n", "1 leaf text/plain []\n", 0},
    {"cut in the header block", "Subject: x\nTo: a@b", "1 leaf text/plain []\n",
	DEFECT_TRUNCATED},
    {"body only", "\nhello\n", "1 leaf text/plain [hello\n]\n", 0},
    {"no header block", "hello there\n", "0 stray text/plain [hello there]\n",
	DEFECT_HEADERS},
    {"mbox line first", "From a Thu Jan 1\nSubject: x\n\nhello\n",
	"1 leaf text/plain [hello\n]\n", 0},
    {"rubbish before fields", "-?-\nSubject: x\n\nhello\n",
	"0 stray text/plain [-?-\n]\n1 leaf text/plain [hello\n]\n",
	DEFECT_HEADERS},
    {"rubbish among fields",
	"Subject: x\nNINO MW000000A\nTo: a@b.example\n\nhello\n",
	"1 leaf text/plain [hello\n]\n0 stray text/plain [NINO MW000000A]\n",
	0},
    {"multipart",
	MULTI "--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n"
	      "--b--\n",
	"0 multi multipart/mixed\n1 leaf text/plain [one]\n"
	"2 leaf text/html [two]\n",
	0},
    {"preamble and epilogue", MULTI "pre\n\n--b\n\none\n--b--\nepi\nlogue\n",
	"0 multi multipart/mixed\n1 leaf text/plain [one]\n"
	"0 stray text/plain [pre]\n0 stray text/plain [epi\nlogue]\n",
	0},
    {"boundary never appears", MULTI "hello\nthere\n",
	"0 multi multipart/mixed\n0 stray text/plain [hello\nthere]\n",
	DEFECT_NO_BOUNDARY | DEFECT_TRUNCATED},
    {"no boundary parameter", "Content-Type: multipart/mixed\n\nhello\n",
	"0 multi multipart/mixed\n0 stray text/plain [hello]\n",
	DEFECT_NO_BOUNDARY},
    {"closing boundary missing", MULTI "--b\n\none\n",
	"0 multi multipart/mixed\n1 leaf text/plain [one\n]\n",
	DEFECT_TRUNCATED},
    {"nested, inner one unclosed",
	MULTI "--b\nContent-Type: multipart/alternative; boundary=c\n\n"
	      "--c\n\none\n--b\n\ntwo\n--b--\n",
	"0 multi multipart/mixed\n1 multi multipart/alternative\n"
	"1.1 leaf text/plain [one]\n2 leaf text/plain [two]\n",
	DEFECT_TRUNCATED},
    {"duplicate type",
	"Content-Type: text/html\nContent-Type: text/plain\n"
	"\n<b>x</b>\n",
	"1 leaf text/plain or text/html [<b>x</b>\n]\n", DEFECT_DUPLICATE_TYPE},
    {"duplicate type that agrees",
	"Content-Type: text/plain\nContent-Type: text/plain; charset=x\n\nx\n",
	"1 leaf text/plain [x\n]\n", 0},
    {"hidden multipart",
	"Content-Type: multipart/mixed; boundary=b\n"
	"Content-Type: text/plain\n\n"
	"--b\nContent-Transfer-Encoding: base64\n\naGk=\n"
	"--b--\n",
	NULL, DEFECT_DUPLICATE_TYPE},
    {"base64", "Content-Transfer-Encoding: base64\n\naGVsbG8=\n",
	"1 leaf text/plain [hello]\n", 0},
    {"unknown encoding", "Content-Transfer-Encoding: rot13\n\nuryyb\n",
	"1 leaf text/plain [uryyb\n]\n", DEFECT_ENCODING},
    {"two encodings",
	"Content-Transfer-Encoding: base64\n"
	"Content-Transfer-Encoding: 8bit\n\naGVsbG8=\n",
	"1 leaf text/plain [hello]\n", DEFECT_ENCODING},
    {"attachment",
	"Content-Type: application/pdf\nContent-Disposition: "
	"attachment; filename*=utf-8''caf%C3%A9.pdf\n\nx",
	"1 leaf application/pdf 'caf\xc3\xa9.pdf' attached [x]\n", 0},
    {"inline text with a name",
	"Content-Type: text/plain; name=a.txt\n"
	"Content-Disposition: inline\n\nx",
	"1 leaf text/plain 'a.txt' [x]\n", 0},
    {"enclosed",
	MULTI "--b\nContent-Type: message/rfc822\n\n"
	      "Subject: inner\n\nhello\n--b--\n",
	"0 multi multipart/mixed\n1 message message/rfc822\n"
	"1.1 leaf text/plain [hello]\n",
	0},
    {"enclosed in base64",
	"Content-Type: message/rfc822\n"
	"Content-Transfer-Encoding: base64\n\n"
	"U3ViamVjdDogaW5uZXIKCmhlbGxvCg==\n",
	"1 message message/rfc822\n1.1 leaf text/plain [hello\n]\n", 0},
    {"digest",
	"Content-Type: multipart/digest; boundary=b\n\n--b\n\n"
	"Subject: inner\n\nhello\n--b--\n",
	"0 multi multipart/digest\n1 message message/rfc822\n"
	"1.1 leaf text/plain [hello]\n",
	0},
    {"uuencode",
	"Subject: x\n\nbefore\nbegin 644 cat.txt\n#0V%T\n`\nend\n"
	"after\n",
	"1 leaf text/plain [before\nafter\n]\n"
	"1.u1 leaf application/octet-stream 'cat.txt' attached [Cat]\n",
	0},
    {"talk of uuencode", "Subject: x\n\nbegin 644 cat.txt\nis how it starts\n",
	"1 leaf text/plain [begin 644 cat.txt\nis how it starts\n]\n", 0},
    {"CRLF",
	"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
	"one\r\n--b--\r\n",
	"0 multi multipart/mixed\n1 leaf text/plain [one]\n", 0},
    {"mixed line ends",
	"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
	"one\n--b--\r\n",
	"0 multi multipart/mixed\n1 leaf text/plain [one]\n", 0},
};

/* Each shape gives its parts in order, with nothing lost between them. */
static void
test_shapes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(shapes); i++) {
		/* A copy without a NUL behind it, for the sanitizer. */
		size_t len = strlen(shapes[i].message);
		char *copy = malloc(len > 0 ? len : 1);
		struct buf got = BUF_MAX(65536);
		struct mail *m;

		memcpy(copy, shapes[i].message, len);
		m = mail_parse(copy, len);
		assert_non_null(m);
		describe(m, &got);
		if (shapes[i].want != NULL)
			test_same(
			    shapes[i].name, buf_str(&got), shapes[i].want);
		else
			assert_non_null(strstr(buf_str(&got), "[hi]"));
		if (mail_defects(m) != shapes[i].defects)
			fail_msg("%s: defects %x, want %x", shapes[i].name,
			    mail_defects(m), shapes[i].defects);
		buf_free(&got);
		mail_free(m);
		free(copy);
	}
}

/* What lacks only a closing boundary is whole where nothing that a reader
 * shows can be missing, and else not. */
static void
test_unclosed(void **state)
{
#define HALVES \
	"Content-Type: multipart/alternative; boundary=b\n\n--b\n\none\n--b\n"
#define HTML "Content-Type: text/html\n"
	static const struct {
		const char *name, *message;
		size_t part;
		bool want;
	} cases[] = {
	    {"closed: no question", HALVES HTML "\ntwo\n--b--\n", 0, false},
	    {"ends in its last half", HALVES HTML "\n<p>two\n\n\n", 0, true},
	    {"ends in a word", HALVES HTML "\n<p>tw", 0, true},
	    {"in quoted-printable",
		HALVES HTML "Content-Transfer-Encoding: quoted-printable\n\n"
			    "<p>two=3D\n",
		0, true},
	    {"in base64, which may be cut",
		HALVES HTML "Content-Transfer-Encoding: base64\n\nPHA+dHdv\n",
		0, false},
	    {"one half is missing",
		"Content-Type: multipart/alternative; boundary=b\n\n--b\n\n"
		"one\n",
		0, false},
	    {"another part begins", HALVES HTML "\ntwo\n--b\n", 0, false},
	    {"another part is empty", HALVES HTML "\ntwo\n--b\n\n\n", 0, false},
	    {"cut in a header block", HALVES "Content-Type: text/ht", 0, false},
	    {"nothing in the last half", HALVES HTML "\n", 0, false},
	    {"ends in an attachment",
		HALVES HTML "Content-Disposition: attachment\n\ntwo\n", 0,
		false},
	    {"ends in another document",
		HALVES "Content-Type: application/pdf\n\n%PDF\n", 0, false},
	    {"parts that may have had others behind them",
		MULTI "--b\n\none\n--b\n\ntwo\n", 0, false},
	    {"no boundary at all", MULTI "one\n", 0, false},
	    {"the outer one goes on",
		MULTI "--b\nContent-Type: multipart/mixed; boundary=c\n\n"
		      "--c\n\none\n--b\n\ntwo\n--b--\n",
		1, true},
	    {"nor is the outer one closed",
		MULTI "--b\nContent-Type: multipart/mixed; boundary=c\n\n"
		      "--c\n\none\n--b\n\ntwo\n",
		1, false},
	    {"a leaf", "Subject: x\n\ny\n", 0, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail *m =
		    mail_parse(cases[i].message, strlen(cases[i].message));

		assert_non_null(m);
		if (mail_part_whole(m, cases[i].part) != cases[i].want)
			fail_msg("%s: want %d", cases[i].name, cases[i].want);
		mail_free(m);
	}
}

/* GMime gives up at a long line without a colon and at a boundary longer than
 * its buffer; the parts behind are read all the same. */
static void
test_given_up(void **state)
{
	struct buf b = BUF_MAX(1 * MIB), got = BUF_MAX(1 * MIB);
	char *boundary = calloc(1, 6001);
	struct mail *m;

	(void)state;
	memset(boundary, 'q', 6000);
	for (int i = 0; i < 2; i++) {
		const char *word = i == 0 ? "b" : boundary;

		buf_reset(&b);
		buf_reset(&got);
		buf_addf(
		    &b, "Content-Type: multipart/mixed; boundary=%s\n\n", word);
		if (i == 0)
			buf_addf(&b, "--b\n%s\n", boundary);
		buf_addf(&b,
		    "--%s\nContent-Transfer-Encoding: base64\n\n"
		    "aGVsbG8=\n--%s--\n",
		    word, word);
		m = mail_parse(buf_str(&b), b.len);
		describe(m, &got);
		assert_non_null(
		    strstr(buf_str(&got), "leaf text/plain [hello]"));
		assert_true((mail_defects(m) & DEFECT_HEADERS) != 0);
		mail_free(m);
	}
	free(boundary);
	buf_free(&b);
	buf_free(&got);
}

/* Headers: decoded, unfolded, found without regard to case. */
static void
test_headers(void **state)
{
	static const char message[] =
	    "Subject: =?utf-8?q?caf=C3=A9?=\n =?utf-8?q?_x?=\n"
	    "X-Folded: one\n\ttwo\nX-Raw: caf\xe9\n\nbody\n";
	struct mail *m = mail_parse(message, sizeof message - 1);
	const struct mail_header *h;
	size_t n;

	(void)state;
	h = mail_headers(m, &n);
	assert_int_equal(n, 3);
	assert_string_equal(h[0].name, "Subject");
	test_same("subject", mail_header(m, "SUBJECT"), "caf\xc3\xa9 x");
	test_same("folded", mail_header(m, "x-folded"), "one\ttwo");
	test_same("8-bit", mail_header(m, "X-Raw"), "caf\xc3\xa9");
	assert_null(mail_header(m, "To"));
	mail_free(m);
}

/* Mailboxes of address fields, groups opened, hostile fields survived. */
static void
test_addresses(void **state)
{
	static const struct {
		const char *field, *want;
	} cases[] = {
	    {"a@b.example", "|a@b.example;"},
	    {"Ann <a@b.example>, c@d.example", "Ann|a@b.example;|c@d.example;"},
	    {"\"Khan, Ann\" <a@b.example>", "Khan, Ann|a@b.example;"},
	    {"=?utf-8?q?Khan=2C_Ann?= <a@b.example>", "Khan, Ann|a@b.example;"},
	    {"=?utf-8?q?Khan,_Ann?= <a@b.example>", "Khan, Ann|a@b.example;"},
	    {"a@b.example (Ann)", "Ann|a@b.example;"},
	    {"Team: a@b.example, c@d.example;", "|a@b.example;|c@d.example;"},
	    {"undisclosed-recipients:;", ""},
	    {"<@relay.example:a@b.example>", "|a@b.example;"},
	    {"a @ b . example", "|a@b.example;"},
	    {"Ann <a@b.example", "Ann|a@b.example;"},
	    {"\"open <a@b.example>", "|open<a@b.example>;"},
	    {",,;;", ""},
	    {"", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b = BUF_MAX(4096), got = BUF_MAX(4096);
		struct mail_address *a;
		struct mail *m;
		size_t n;

		buf_addf(&b, "To: %s\n\n", cases[i].field);
		m = mail_parse(buf_str(&b), b.len);
		a = mail_addresses(m, "to", &n);
		assert_true((a == NULL) == (n == 0));
		for (size_t j = 0; j < n; j++)
			buf_addf(&got, "%s|%s;", a[j].name ? a[j].name : "",
			    a[j].address);
		test_same(cases[i].field, buf_str(&got), cases[i].want);
		mail_addresses_free(a, n);
		mail_free(m);
		buf_free(&b);
		buf_free(&got);
	}
}

static struct mail *
repeated(struct buf *b, const char *head, const char *unit, size_t n,
    const char *tail)
{
	buf_adds(b, head);
	for (size_t i = 0; i < n; i++)
		buf_adds(b, unit);
	buf_adds(b, tail);
	return mail_parse(buf_str(b), b->len);
}

/* Each limit is crossed, said, and what lies beyond is still there as text. */
static void
test_limits(void **state)
{
	static const struct {
		const char *name, *head, *unit;
		size_t n;
		const char *tail;
		bool limited;
	} cases[] = {
	    {"parts within", MULTI, "--b\n\nx\n", LIMIT_PARTS - 1, "--b--\n",
		false},
	    {"parts", MULTI, "--b\n\nx\n", LIMIT_PARTS + 50,
		"--b\n\nthe end\n--b--\n", true},
	    {"fields within", "", "X: y\n", LIMIT_HEADERS, "\nbody\n", false},
	    {"fields", "", "X: y\n", LIMIT_HEADERS + 1, "\nbody\n", true},
	    {"field length", "X: ", "0123456789abcdef",
		LIMIT_HEADER_BYTES / 16 + 1, "\n\nbody\n", true},
	    {"messages within", "", "Content-Type: message/rfc822\n\n",
		LIMIT_NESTING, "\nthe end\n", false},
	    {"messages", "", "Content-Type: message/rfc822\n\n",
		LIMIT_NESTING + 1, "\nthe end\n", true},
	    {"lines like boundaries", MULTI, "--b\n", 64 * LIMIT_PARTS + 1,
		"the end\n", true},
	    {"fields without number", "", "X: y\n", 100 * LIMIT_HEADERS + 1,
		"the end\n", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b = BUF_MAX(64 * MIB), got = BUF_MAX(64 * MIB);
		struct mail *m = repeated(&b, cases[i].head, cases[i].unit,
		    cases[i].n, cases[i].tail);

		if (mail_limited(m) != cases[i].limited)
			fail_msg(
			    "%s: limited %d", cases[i].name, mail_limited(m));
		describe(m, &got);
		if (strstr(cases[i].tail, "the end") != NULL &&
		    strstr(buf_str(&got), "the end") == NULL)
			fail_msg("%s: the end is lost", cases[i].name);
		mail_free(m);
		buf_free(&b);
		buf_free(&got);
	}
}

/* Nested multiparts past the limit come out as text, in one piece. */
static void
test_deep_multiparts(void **state)
{
	struct buf b = BUF_MAX(1 * MIB), got = BUF_MAX(4 * MIB);
	struct mail *m;

	(void)state;
	for (int i = 0; i < 1200; i++)
		buf_addf(&b,
		    "Content-Type: multipart/mixed; boundary=b%d\n\n"
		    "--b%d\n",
		    i, i);
	buf_adds(&b, "\nNINO MW000000A\n");
	m = mail_parse(buf_str(&b), b.len);
	assert_true(mail_limited(m));
	describe(m, &got);
	assert_non_null(strstr(buf_str(&got), "NINO MW000000A"));
	mail_free(m);
	buf_free(&b);
	buf_free(&got);
}

/* Text after a NUL is kept, in bodies and in fields. */
static void
test_nul(void **state)
{
	static const char message[] =
	    "Subject: a\0secret one\n" MULTI "p\0secret two\n--b\n\n"
	    "c\0secret three\n--b--\n";
	struct mail *m = mail_parse(message, sizeof message - 1);
	struct buf all = BUF_MAX(4096);
	size_t n;

	(void)state;
	mail_parts(m, &n);
	for (size_t i = 0; i < n; i++) {
		const char *data;
		size_t len;

		mail_part_bytes(m, i, &data, &len);
		buf_add(&all, data, len);
	}
	assert_non_null(memmem(buf_str(&all), all.len, "secret one", 10));
	assert_non_null(memmem(buf_str(&all), all.len, "secret two", 10));
	assert_non_null(memmem(buf_str(&all), all.len, "secret three", 12));
	buf_free(&all);
	mail_free(m);
}

/* The first bytes of a part are had without decoding it. */
static void
test_head(void **state)
{
	static const char message[] =
	    "Content-Transfer-Encoding: base64\nContent-Type: a/b\n\n"
	    "JVBERi0x\nLjcK\n";
	struct mail *m = mail_parse(message, sizeof message - 1);
	char head[8];
	const char *raw;
	size_t len;

	(void)state;
	assert_int_equal(mail_part_head(m, 0, head, 5), 5);
	assert_memory_equal(head, "%PDF-", 5);
	assert_int_equal(mail_part_head(m, 0, head, sizeof head), 8);
	mail_part_raw(m, 0, &raw, &len);
	assert_int_equal(len, 14);
	assert_memory_equal(raw, "JVBERi0x\nLjcK\n", 14);
	mail_free(m);
}

static int
setup(void **state)
{
	(void)state;
	return mail_init();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shapes),
	    cmocka_unit_test(test_unclosed),
	    cmocka_unit_test(test_given_up),
	    cmocka_unit_test(test_headers),
	    cmocka_unit_test(test_addresses),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_deep_multiparts),
	    cmocka_unit_test(test_nul),
	    cmocka_unit_test(test_head),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
