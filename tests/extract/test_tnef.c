/* SPDX-License-Identifier: MIT
 *
 * test_tnef.c - winmail.dat to texts, whole, cut anywhere, and senseless.
 *
 * The streams are written here, value by value.
 */
#include "extract/tnef.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/extract.h"
#include "extract/mapi.h"
#include "lib/test.h"

#define MESSAGE 1
#define ATTACHMENT 2
#define SUBJECT 0x00018004u
#define BODY 0x0002800cu
#define CODEPAGE 0x00069007u
#define MESSAGE_PROPERTIES 0x00069003u
#define RENDERING 0x00069002u
#define DATA 0x0006800fu
#define TITLE 0x00018010u
#define ATTACHMENT_PROPERTIES 0x00069005u
#define GUID "\7\3\2\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"
/* "{\rtf1 Ring {\v Ann}}", not compressed. */
#define RTF "\x21\0\0\0\x15\0\0\0MELA\0\0\0\0{\\rtf1 Ring {\\v Ann}}"

static void
number(struct buf *b, uint32_t n, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		buf_addc(b, (char)(n >> (8 * i) & 0xff));
}

static void
start(struct buf *b)
{
	buf_reset(b);
	number(b, 0x223e9f78, 4);
	number(b, 1, 2);
}

static void
attribute(
    struct buf *b, unsigned level, uint32_t tag, const void *data, size_t len)
{
	uint32_t sum = 0;

	number(b, level, 1);
	number(b, tag, 4);
	number(b, (uint32_t)len, 4);
	buf_add(b, data, len);
	for (size_t i = 0; i < len; i++)
		sum += ((const unsigned char *)data)[i];
	number(b, sum & 0xffff, 2);
}

static void
string(struct buf *b, unsigned level, uint32_t tag, const char *s)
{
	attribute(b, level, tag, s, strlen(s) + 1);
}

/* A property of no fixed size: id, type, one value. */
static void
property(
    struct buf *b, unsigned type, unsigned id, const void *data, size_t len)
{
	number(b, type, 2);
	number(b, id, 2);
	number(b, 1, 4);
	number(b, (uint32_t)len, 4);
	buf_add(b, data, len);
	number(b, 0, (4 - len % 4) % 4);
}

static void
number_property(struct buf *b, unsigned id, uint32_t n)
{
	number(b, 3, 2);
	number(b, id, 2);
	number(b, n, 4);
}

/* A name of a property: a GUID and a string in UTF-16. */
static void
named_property(struct buf *b, const char *value)
{
	number(b, MAPI_STRING8, 2);
	number(b, 0x8001, 2);
	buf_add(b, GUID, 16);
	number(b, 1, 4);
	number(b, 6, 4);
	buf_add(b, "x\0y\0\0\0\0\0", 8);
	number(b, 1, 4);
	number(b, (uint32_t)strlen(value), 4);
	buf_adds(b, value);
	number(b, 0, (4 - strlen(value) % 4) % 4);
}

/* Everything at once. */
static void
write_message(struct buf *b)
{
	struct buf p = BUF_MAX(64 * KIB);

	start(b);
	attribute(b, MESSAGE, CODEPAGE, "\xe3\4\0\0\0\0\0\0", 8);
	string(b, MESSAGE, SUBJECT, "Rent");
	string(b, MESSAGE, BODY, "Dear \xc0nn\r\n");
	number(&p, 7, 4);
	property(&p, MAPI_UNICODE, 0x0037, "R\0e\0n\0t\0\0\0", 10);
	property(&p, MAPI_STRING8, 0x1000, "Dear \xc0nn", 9);
	property(&p, MAPI_BINARY, 0x1013, "<p>Dear <i hidden>\xe9</i>Bob", 27);
	number_property(&p, 0x3fde, 1252);
	property(&p, MAPI_BINARY, 0x1009, RTF, sizeof RTF - 1);
	property(&p, MAPI_STRING8, 0x0c1a, "Sender", 7);
	named_property(&p, "Oak Road");
	attribute(b, MESSAGE, MESSAGE_PROPERTIES, buf_str(&p), p.len);
	buf_reset(&p);
	attribute(b, ATTACHMENT, RENDERING, "\1\0\0\0\0\0\0\0\0\0\0\0\0\0", 14);
	attribute(b, ATTACHMENT, DATA, "NINO MW000000A", 14);
	string(b, ATTACHMENT, TITLE, "NOTES~1.TXT");
	number(&p, 2, 4);
	property(&p, MAPI_STRING8, 0x3707, "notes of May.txt", 17);
	property(&p, MAPI_STRING8, 0x370e, "text/plain", 11);
	attribute(b, ATTACHMENT, ATTACHMENT_PROPERTIES, buf_str(&p), p.len);
	attribute(b, ATTACHMENT, RENDERING, "\1\0\0\0\0\0\0\0\0\0\0\0\0\0", 14);
	string(b, ATTACHMENT, TITLE, "a.pdf");
	attribute(b, ATTACHMENT, DATA, "%PDF-1.7", 8);
	buf_free(&p);
}

static void
describe(const struct texts *t, struct buf *out)
{
	for (size_t i = 0; i < t->n; i++)
		buf_addf(out, "%s %s %s [%s]\n", zone_name(t->v[i].zone),
		    t->v[i].part, t->v[i].place, t->v[i].data);
	for (size_t i = 0; i < t->nunread; i++)
		buf_addf(out, "unread %s %s %s\n",
		    unread_name(t->unread[i].why), t->unread[i].part,
		    t->unread[i].name ? t->unread[i].name : "-");
}

/* Reads a copy that ends where the stream does, for the sanitizer. */
static void
read_stream(const char *data, size_t len, struct texts *t)
{
	char *copy = malloc(len > 0 ? len : 1);
	struct document d = {.part = "2",
	    .name = "winmail.dat",
	    .where = "",
	    .zone = ZONE_ATTACHMENT};

	memcpy(copy, data, len);
	texts_init(t, LIMIT_TEXT_BYTES);
	t->documents = true;
	assert_int_equal(tnef_texts(&d, 1, copy, len, t), 0);
	free(copy);
}

static void
check(const char *name, const struct buf *b, const char *want)
{
	struct buf got = BUF_MAX(64 * KIB);
	struct texts t;

	read_stream(buf_str(b), b->len, &t);
	describe(&t, &got);
	test_same(name, buf_str(&got), want);
	texts_free(&t);
	buf_free(&got);
}

#define IN ", inside attachment winmail.dat"

/* Bodies, subject, names, properties and attachments, each once. */
static void
test_message(void **state)
{
	struct buf b = BUF_MAX(64 * KIB);

	(void)state;
	write_message(&b);
	check("message", &b,
	    "subject 2/0 subject" IN " [Rent]\n"
	    "authored 2/0 body" IN " [Dear \xd0\x90nn\n]\n"
	    "authored 2/0 body (HTML)" IN " [Dear Bob]\n"
	    "hidden 2/0 body (HTML), hidden text" IN " [\xc3\xa9]\n"
	    "authored 2/0 body" IN " [Ring ]\n"
	    "hidden 2/0 body, hidden text" IN " [Ann]\n"
	    "metadata 2/0 property" IN " [Oak Road]\n"
	    "metadata 2/0 attachment name" IN " [NOTES~1.TXT]\n"
	    "metadata 2/0 attachment name" IN " [notes of May.txt]\n"
	    "attachment 2/1 attachment notes of May.txt" IN
	    " [NINO MW000000A]\n"
	    "metadata 2/0 attachment name" IN " [a.pdf]\n"
	    "unread damaged 2/2 a.pdf\n");
	buf_free(&b);
}

/* Cut anywhere but between two attributes it is damaged, and says so; it never
 * says more than the whole did. */
static void
test_cut(void **state)
{
	struct buf b = BUF_MAX(64 * KIB);
	struct texts t;
	size_t whole, silent = 0;

	(void)state;
	write_message(&b);
	read_stream(buf_str(&b), b.len, &t);
	whole = t.n;
	texts_free(&t);
	for (size_t len = 0; len < b.len; len++) {
		bool damaged = false;

		read_stream(buf_str(&b), len, &t);
		assert_true(t.n <= whole + 1);
		for (size_t i = 0; i < t.nunread; i++)
			damaged |= t.unread[i].why == UNREAD_DAMAGED;
		silent += !damaged;
		texts_free(&t);
	}
	/* Behind the key, and behind ten of the eleven attributes. */
	assert_int_equal(silent, 11);
	buf_free(&b);
}

/* Any byte changed is read without harm. */
static void
test_changed(void **state)
{
	static const unsigned char values[] = {0, 1, 0x7f, 0x80, 0xff};
	struct buf b = BUF_MAX(64 * KIB);
	struct texts t;

	(void)state;
	write_message(&b);
	for (size_t at = 6; at < b.len; at++)
		for (size_t i = 0; i < COUNT(values); i++) {
			char was = b.data[at];

			b.data[at] = (char)values[i];
			read_stream(buf_str(&b), b.len, &t);
			assert_true(t.n + t.nunread > 0);
			texts_free(&t);
			b.data[at] = was;
		}
	buf_free(&b);
}

/* What is odd, and what becomes of it. */
static void
test_odd(void **state)
{
	struct buf b = BUF_MAX(64 * KIB), p = BUF_MAX(64 * KIB);

	(void)state;
	start(&b);
	check("nothing in it", &b, "");
	buf_adds(&b, "\r\n\r\n");
	check("line ends behind it", &b, "");
	buf_adds(&b, "x");
	check("words behind it", &b, "unread damaged 2 winmail.dat\n");
	start(&b);
	attribute(&b, MESSAGE, 0x0006abcd, "x", 1);
	check("unknown attribute", &b, "unread unsupported 2 winmail.dat\n");
	start(&b);
	string(&b, MESSAGE, 0x0001abcd, "words");
	check("unknown string", &b, "metadata 2/0 property" IN " [words]\n");
	start(&b);
	string(&b, MESSAGE, BODY, "one");
	string(&b, MESSAGE, BODY, "two");
	check("two bodies", &b,
	    "authored 2/0 body" IN " [one]\nauthored 2/0 body" IN " [two]\n");
	start(&b);
	string(&b, MESSAGE, BODY, "one");
	b.data[b.len - 1] ^= 1;
	check("wrong checksum", &b,
	    "authored 2/0 body" IN " [one]\nunread damaged 2 winmail.dat\n");
	start(&b);
	attribute(&b, ATTACHMENT, RENDERING, "", 0);
	check("attachment without bytes", &b, "unread unsupported 2/1 -\n");
	start(&b);
	attribute(&b, ATTACHMENT, DATA, "one", 3);
	attribute(&b, ATTACHMENT, DATA, "two", 3);
	check("bytes twice", &b,
	    "attachment 2/1 attachment (part 2/1)" IN " [one]\n"
	    "attachment 2/2 attachment (part 2/2)" IN " [two]\n");
	start(&b);
	number(&p, 1, 4);
	property(&p, 0x77, 0x0037, "x", 1);
	attribute(&b, MESSAGE, MESSAGE_PROPERTIES, buf_str(&p), p.len);
	check("property of no type", &b, "unread damaged 2 winmail.dat\n");
	buf_reset(&p);
	number(&p, 0xffffffff, 4);
	number(&p, MAPI_STRING8, 2);
	number(&p, 0x3000, 2);
	number(&p, 0xffffffff, 4);
	number(&p, 0xfffffff0, 4);
	buf_adds(&p, "words");
	start(&b);
	attribute(&b, MESSAGE, MESSAGE_PROPERTIES, buf_str(&p), p.len);
	check("lengths beyond everything", &b,
	    "metadata 2/0 property" IN " [words]\n"
	    "unread damaged 2 winmail.dat\n");
	buf_free(&b);
	buf_free(&p);
}

/* A body of another type, and bytes that no table knows and that are too large
 * for an identifier, are said; identifiers are not. */
static void
test_unknown_bytes(void **state)
{
	static const char zeros[2 * KIB];
	static const struct {
		const char *name;
		unsigned type, id;
		size_t len;
		bool unread;
	} cases[] = {
	    {"body of bytes", MAPI_BINARY, 0x1000, 5, true},
	    {"unknown", MAPI_BINARY, 0x6789, KIB + 1, true},
	    {"unknown object", MAPI_OBJECT, 0x6789, KIB + 1, true},
	    {"unknown and small", MAPI_BINARY, 0x6789, KIB, false},
	    {"thread index", MAPI_BINARY, 0x0071, KIB + 1, false},
	    {"entry id", MAPI_BINARY, 0x0fff, KIB + 1, false},
	    {"list of changes", MAPI_BINARY, 0x65e3, KIB + 1, false},
	};
	struct buf b = BUF_MAX(64 * KIB), p = BUF_MAX(64 * KIB);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		buf_reset(&p);
		number(&p, 2, 4);
		for (int twice = 0; twice < 2; twice++)
			property(&p, cases[i].type, cases[i].id, zeros,
			    cases[i].len);
		start(&b);
		attribute(&b, MESSAGE, MESSAGE_PROPERTIES, buf_str(&p), p.len);
		check(cases[i].name, &b,
		    cases[i].unread ? "unread unsupported 2 winmail.dat\n"
				    : "");
	}
	start(&b);
	attribute(&b, MESSAGE, 0x0006800c, "hello", 5);
	check("attribute", &b, "unread unsupported 2 winmail.dat\n");
	buf_free(&b);
	buf_free(&p);
}

/* A property may have several values, each of a fixed size or not. */
static void
test_several(void **state)
{
	struct buf b = BUF_MAX(64 * KIB), p = BUF_MAX(64 * KIB);

	(void)state;
	number(&p, 3, 4);
	number(&p, 0x1000 | 3, 2);
	number(&p, 0x3000, 2);
	number(&p, 2, 4);
	number(&p, 0, 4);
	number(&p, 0, 4);
	number(&p, 0x1000 | MAPI_STRING8, 2);
	number(&p, 0x3001, 2);
	number(&p, 2, 4);
	number(&p, 4, 4);
	buf_adds(&p, "blue");
	number(&p, 5, 4);
	buf_add(&p, "green\0\0\0", 8);
	property(&p, MAPI_STRING8, 0x3002, "red", 3);
	start(&b);
	attribute(&b, MESSAGE, MESSAGE_PROPERTIES, buf_str(&p), p.len);
	check("several", &b,
	    "metadata 2/0 property" IN " [blue]\n"
	    "metadata 2/0 property" IN " [green]\n"
	    "metadata 2/0 property" IN " [red]\n");
	buf_free(&b);
	buf_free(&p);
}

/* Wraps b as the message attached to a new one. */
static void
embed(struct buf *b)
{
	struct buf object = BUF_MAX(MIB), p = BUF_MAX(MIB);

	buf_add(&object, GUID, 16);
	buf_add(&object, buf_str(b), b->len);
	number(&p, 1, 4);
	property(&p, MAPI_OBJECT, 0x3701, buf_str(&object), object.len);
	start(b);
	attribute(b, ATTACHMENT, RENDERING, "", 0);
	attribute(b, ATTACHMENT, ATTACHMENT_PROPERTIES, buf_str(&p), p.len);
	buf_free(&object);
	buf_free(&p);
}

/* A message in a message is forwarded; too many of them are said. */
static void
test_embedded(void **state)
{
	struct buf b = BUF_MAX(MIB);
	struct texts t;

	(void)state;
	start(&b);
	string(&b, MESSAGE, SUBJECT, "Rent");
	string(&b, MESSAGE, BODY, "hello");
	embed(&b);
	check("embedded", &b,
	    "forwarded 2/1/0 subject, inside attachment 2/1" IN " [Rent]\n"
	    "forwarded 2/1/0 body, inside attachment 2/1" IN " [hello]\n");
	for (int i = 0; i < LIMIT_NESTING; i++)
		embed(&b);
	read_stream(buf_str(&b), b.len, &t);
	assert_int_equal(t.n, 0);
	assert_int_equal(t.nunread, 1);
	assert_int_equal(t.unread[0].why, UNREAD_LIMIT);
	texts_free(&t);
	buf_free(&b);
}

/* More attachments than a message may have parts: all but the last are read,
 * and it is said. */
static void
test_many(void **state)
{
	struct buf b = BUF_MAX(MIB);
	struct texts t;

	(void)state;
	start(&b);
	for (unsigned i = 0; i < LIMIT_PARTS + 5; i++)
		attribute(&b, ATTACHMENT, DATA, "one", 3);
	read_stream(buf_str(&b), b.len, &t);
	assert_int_equal(t.n, LIMIT_PARTS);
	assert_int_equal(t.nunread, 1);
	assert_int_equal(t.unread[0].why, UNREAD_LIMIT);
	texts_free(&t);
	buf_free(&b);
}

/* However many winmail.dat there are, each with its own count of attachments:
 * the entries of what is unread have one limit. */
static void
test_many_unread(void **state)
{
	struct buf b = BUF_MAX(MIB);
	struct document d = {
	    .name = "winmail.dat", .where = "", .zone = ZONE_ATTACHMENT};
	struct texts t;

	(void)state;
	start(&b);
	for (unsigned i = 0; i < LIMIT_PARTS; i++)
		attribute(&b, ATTACHMENT, DATA, "%PDF-1.7", 8);
	texts_init(&t, LIMIT_TEXT_BYTES);
	t.documents = true;
	for (char part[] = "2"; part[0] <= '4'; part[0]++) {
		d.part = part;
		assert_int_equal(tnef_texts(&d, 1, buf_str(&b), b.len, &t), 0);
	}
	assert_int_equal(t.nunread, LIMIT_PARTS + 1);
	assert_int_equal(t.unread[LIMIT_PARTS].why, UNREAD_LIMIT);
	texts_free(&t);
	buf_free(&b);
}

/* By its first bytes, whatever it is called; and on its own. */
static void
test_kind(void **state)
{
	struct document d = {.part = "1",
	    .name = "a.txt",
	    .type = "text/plain",
	    .where = "",
	    .zone = ZONE_ATTACHMENT};
	struct buf b = BUF_MAX(64 * KIB), got = BUF_MAX(4096);
	struct texts t;

	(void)state;
	start(&b);
	string(&b, MESSAGE, BODY, "hello");
	assert_int_equal(document_kind(&d, buf_str(&b), b.len), DOCUMENT_TNEF);
	texts_init(&t, LIMIT_TEXT_BYTES);
	t.documents = true;
	assert_int_equal(
	    extract_document("winmail.dat", buf_str(&b), b.len, &t), 0);
	describe(&t, &got);
	test_same("bare", buf_str(&got), "forwarded 1/0 body" IN " [hello]\n");
	texts_free(&t);
	buf_free(&b);
	buf_free(&got);
}

static int
setup(void **state)
{
	(void)state;
	return extract_init();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_message),
	    cmocka_unit_test(test_cut),
	    cmocka_unit_test(test_changed),
	    cmocka_unit_test(test_odd),
	    cmocka_unit_test(test_unknown_bytes),
	    cmocka_unit_test(test_several),
	    cmocka_unit_test(test_embedded),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_many_unread),
	    cmocka_unit_test(test_kind),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
