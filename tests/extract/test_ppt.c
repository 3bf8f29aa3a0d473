/* SPDX-License-Identifier: MIT
 *
 * test_ppt.c - PowerPoint's binary presentations, written here record by
 * record.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/compound.h"
#include "extract/extract.h"
#include "extract/said.h"
#include "lib/test.h"

#define TOKEN_PLAIN 0xe391c05fu
#define TOKEN_ENCRYPTED 0xf3d1c4dfu

static void
record(
    struct buf *b, unsigned head, unsigned type, const void *data, size_t len)
{
	compound_number(b, head, 2);
	compound_number(b, type, 2);
	compound_number(b, (uint32_t)len, 4);
	buf_add(b, data, len);
}

/* A container of what was added since `from`. */
static void
wrap(struct buf *b, size_t from, unsigned head, unsigned type)
{
	struct buf in = BUF_MAX(65536);

	buf_add(&in, b->data + from, b->len - from);
	b->len = from;
	record(b, head, type, buf_str(&in), in.len);
	buf_free(&in);
}

static void
words(struct buf *b, const char *s)
{
	record(b, 0, 0xfa8, s, strlen(s));
}

static void
slide_persist(struct buf *b, uint32_t number, uint32_t id)
{
	struct buf in = BUF_MAX(64);

	compound_number(&in, number, 4);
	compound_number(&in, 0, 4);
	compound_number(&in, 0, 4);
	compound_number(&in, id, 4);
	compound_number(&in, 0, 4);
	record(b, 0, 0x3f3, buf_str(&in), in.len);
	buf_free(&in);
}

struct show {
	struct buf stream, user;
};

/* Three slides, the second hidden and written before the first; notes and a
 * comment on the third. Object 1 is the document, 2 to 4 the slides, 5 the
 * notes. */
static void
write_show(struct show *s, uint32_t token)
{
	static const char hidden[16] = {[10] = 4};
	struct buf *b = &s->stream, in = BUF_MAX(4096);
	uint32_t at[6] = {0}, edit;

	*s = (struct show){BUF_MAX(65536), BUF_MAX(4096)};
	at[1] = (uint32_t)b->len;
	slide_persist(b, 2, 256);
	words(b, "Bus shelters\rfor all");
	slide_persist(b, 3, 257);
	words(b, "NINO MW000000A");
	slide_persist(b, 4, 258);
	wrap(b, at[1], 0x0f, 0xff0);
	edit = (uint32_t)b->len;
	slide_persist(b, 5, 256);
	wrap(b, edit, 0x2f, 0xff0);
	wrap(b, at[1], 0x0f, 0x3e8);
	at[3] = (uint32_t)b->len;
	record(b, 0, 0x3f9, hidden, sizeof hidden);
	wrap(b, at[3], 0x0f, 0x3ee);
	at[2] = (uint32_t)b->len;
	words(b, "in the slide");
	wrap(b, at[2], 0x0f, 0x3ee);
	at[4] = (uint32_t)b->len;
	compound_wide(&in, "Who said so?");
	record(b, 0x10, 0xfba, buf_str(&in), in.len);
	wrap(b, at[4], 0x0f, 0x2ee0);
	buf_reset(&in);
	compound_wide(&in, "Thanks");
	record(b, 0, 0xfa0, buf_str(&in), in.len);
	wrap(b, at[4], 0x0f, 0x3ee);
	at[5] = (uint32_t)b->len;
	record(b, 1, 0x3f1, "\2\1\0\0\0\0\0\0", 8);
	words(b, "Speak slowly");
	wrap(b, at[5], 0x0f, 0x3f0);
	buf_reset(&in);
	compound_number(&in, 5u << 20 | 1, 4);
	for (int i = 1; i <= 5; i++)
		compound_number(&in, at[i], 4);
	at[0] = (uint32_t)b->len;
	record(b, 0, 0x1772, buf_str(&in), in.len);
	buf_reset(&in);
	compound_number(&in, 0, 4);
	compound_number(&in, 0, 4);
	compound_number(&in, 0, 4);
	compound_number(&in, at[0], 4);
	compound_number(&in, 1, 4);
	compound_number(&in, 6, 4);
	compound_number(&in, 0, 4);
	edit = (uint32_t)b->len;
	record(b, 0, 0xff5, buf_str(&in), in.len);
	buf_reset(&in);
	compound_number(&in, 20, 4);
	compound_number(&in, token, 4);
	compound_number(&in, edit, 4);
	record(&s->user, 0, 0xff6, buf_str(&in), in.len);
	buf_free(&in);
}

static void
free_show(struct show *s)
{
	buf_free(&s->stream);
	buf_free(&s->user);
}

static void
says(const char *name, struct show *s, size_t n, const char *want)
{
	const struct compound_stream streams[] = {
	    {"PowerPoint Document", s->stream.data, s->stream.len},
	    {"Current User", s->user.data, s->user.len}};

	compound_says(name, streams, n, want);
	free_show(s);
}

/* Slides in the order of their list, each with its words from there and from
 * itself; what is hidden, said or noted beside them. */
static void
test_show(void **state)
{
	static const char want[] =
	    "attachment x\nin the slide\nBus shelters\nfor all\n\fThanks\n"
	    "hidden hidden slide of x\nNINO MW000000A\n"
	    "hidden comment of x\nWho said so?\n"
	    "hidden speaker notes of x\nSpeak slowly\n"
	    "sign x: 1 hidden slide\n!unread";
	struct show s;

	(void)state;
	write_show(&s, TOKEN_PLAIN);
	says("show", &s, 2, want);
	/* Within another document there is no "Current User". */
	write_show(&s, TOKEN_PLAIN);
	says("embedded", &s, 1, want);
}

/* The number of a slide is its place in the list, hidden ones counted. */
static void
test_numbers(void **state)
{
	struct buf place = BUF_MAX(4096);
	struct show s;
	struct texts t;
	size_t len;
	char *data;

	(void)state;
	write_show(&s, TOKEN_PLAIN);
	data = compound_make(
	    (const struct compound_stream[]){
		{"PowerPoint Document", s.stream.data, s.stream.len},
		{"Current User", s.user.data, s.user.len}},
	    2, &len);
	compound_read("x", data, len, &t);
	assert_true(t.n >= 2);
	text_place(&t.v[0], 1, &place);
	test_same("shown", buf_str(&place), "slide 3 of x");
	buf_reset(&place);
	text_place(&t.v[1], 0, &place);
	test_same("hidden", buf_str(&place), "slide 2, hidden slide of x");
	compound_torture("show", data, len);
	texts_free(&t);
	free(data);
	buf_free(&place);
	free_show(&s);
}

/* Protected by a password. */
static void
test_encrypted(void **state)
{
	struct show s;

	(void)state;
	write_show(&s, TOKEN_ENCRYPTED);
	says("encrypted", &s, 2, "unread encrypted\n!Bus");
}

/* A packed object is unpacked: "Ring 07700 900123" by zlib. */
static void
test_object(void **state)
{
	static const char packed[] =
	    "\x11\0\0\0"
	    "\x78\x9c\x0b\xca\xcc\x4b\x57\x30\x30\x37\x37\x30"
	    "\x50\xb0\x34\x30\x30\x34\x32\x06\x00\x28\xca\x03\xfe";
	static const char open_end[] =
	    "\x11\0\0\0"
	    "\x78\xda\x0a\xca\xcc\x4b\x57\x30\x30\x37\x37\x30\x50\xb0\x34"
	    "\x30\x30\x34\x32\x06\x00\x00\x00\xff\xff";
	struct show s;

	(void)state;
	write_show(&s, TOKEN_PLAIN);
	record(&s.stream, 0x10, 0x1011, packed, sizeof packed - 1);
	says("object", &s, 2, "Ring 07700 900123\n!unread\n!metadata");
	/* PowerPoint leaves the end of the last block out. */
	write_show(&s, TOKEN_PLAIN);
	record(&s.stream, 0x10, 0x1011, open_end, sizeof open_end - 1);
	says("open end", &s, 2, "Ring 07700 900123\n!unread");
	/* Not all of what it says to be. */
	write_show(&s, TOKEN_PLAIN);
	record(&s.stream, 0x10, 0x1011, packed, sizeof packed - 12);
	says("cut", &s, 2, "embedded object\nunread damaged");
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
	    cmocka_unit_test(test_show),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_encrypted),
	    cmocka_unit_test(test_object),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
