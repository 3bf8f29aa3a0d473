/* SPDX-License-Identifier: MIT
 *
 * test_ole_pictures.c - pictures in Office's drawing records, where Word, Excel
 * and PowerPoint keep them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/compound.h"
#include "extract/extract.h"
#include "extract/said.h"
#include "lib/test.h"

#define WORDS "Ring 07700 900123!"
/* A Windows metafile that draws those words, and the same by zlib. */
#define METAFILE                                               \
	"\1\0\x09\0\0\3\x1b\0\0\0\0\0\x0f\0\0\0\0\0\x0f\0\0\0" \
	"\x21\5\x12\0" WORDS "\1\0\1\0\3\0\0\0\0\0"
#define PACKED                                                             \
	"\x78\xda\x63\x64\xe0\x64\x60\x60\x96\x66\x00\x01\x7e\x38\xa9\xc8" \
	"\x2a\xc4\x10\x94\x99\x97\xae\x60\x60\x6e\x6e\x60\xa0\x60\x69\x60" \
	"\x60\x68\x64\xac\xc8\xc8\xc0\xc8\xc0\x0c\x56\x03\x00\x69\x73\x04" \
	"\xa2"
#define WMF 0xf01bu
#define PNG 0xf01eu
#define DIB 0xf01fu

static void
record(
    struct buf *b, unsigned head, unsigned type, const void *data, size_t len)
{
	compound_number(b, head, 2);
	compound_number(b, type, 2);
	compound_number(b, (uint32_t)len, 4);
	buf_add(b, data, len);
}

/* A metafile's record; two digests where its instance is odd. */
static void
metafile(struct buf *b, char digest, bool packed, bool two)
{
	struct buf in = BUF_MAX(4096);

	for (int i = 0; i < (two ? 32 : 16); i++)
		buf_addc(&in, digest);
	compound_number(&in, sizeof METAFILE - 1, 4);
	for (int i = 0; i < 24; i++)
		buf_addc(&in, 0);
	compound_number(
	    &in, packed ? sizeof PACKED - 1 : sizeof METAFILE - 1, 4);
	compound_number(&in, packed ? 0 : 0xfe, 1);
	compound_number(&in, 0xfe, 1);
	if (packed)
		buf_add(&in, PACKED, sizeof PACKED - 1);
	else
		buf_add(&in, METAFILE, sizeof METAFILE - 1);
	record(b, two ? 0x2170 : 0x2160, WMF, buf_str(&in), in.len);
	buf_free(&in);
}

/* A picture of `size` bytes that nothing can open. */
static void
bitmap(struct buf *b, unsigned type, const char *head, size_t n, size_t size)
{
	struct buf in = BUF_MAX(MIB);

	for (int i = 0; i < 17; i++)
		buf_addc(&in, 7);
	buf_add(&in, head, n);
	for (size_t i = n; i < size; i++)
		buf_addc(&in, (char)i);
	record(b, 0x6e00, type, buf_str(&in), in.len);
	buf_free(&in);
}

/* A presentation whose one slide says "Welcome", with those pictures. */
static void
show_says(
    const char *name, bool welcome, struct buf *pictures, const char *want)
{
	struct buf stream = BUF_MAX(4096);
	struct compound_stream streams[2];

	record(&stream, 0, 0xfa8, "Welcome", welcome ? 7 : 0);
	streams[0] = (struct compound_stream){
	    "PowerPoint Document", stream.data, stream.len};
	streams[1] =
	    (struct compound_stream){"Pictures", pictures->data, pictures->len};
	compound_says(name, streams, 2, want);
	buf_free(&stream);
	buf_free(pictures);
}

/* Words in a metafile are read, packed or not, with one digest or two; what is
 * there twice is read once. */
static void
test_metafiles(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		struct buf b = BUF_MAX(65536);

		metafile(&b, 1, (i & 1) != 0, (i & 2) != 0);
		show_says("metafile", true, &b,
		    "attachment picture, inside x\n" WORDS "\nWelcome\n"
		    "!unread\n!metadata");
	}
}

/* A large picture that nothing can read is told; a small one is a logo beside
 * words, and all there is without them. */
static void
test_bitmaps(void **state)
{
	static const char png[] = "\x89PNG\r\n\x1a\n";
	static const char dib[] =
	    "\x28\0\0\0\x40\0\0\0\x40\0\0\0\1\0\x18\0\0\0\0\0\0\0\0\0"
	    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
	struct buf b = BUF_MAX(MIB);

	(void)state;
	bitmap(&b, PNG, png, sizeof png - 1, 100000);
	show_says("large", true, &b, "Welcome\nunread image");
	bitmap(&b, DIB, dib, sizeof dib - 1, 100000);
	show_says("bitmap", true, &b, "Welcome\nunread image");
	bitmap(&b, PNG, png, sizeof png - 1, 2000);
	show_says("small", true, &b, "Welcome\n!unread");
	bitmap(&b, PNG, png, sizeof png - 1, 2000);
	show_says("alone", false, &b, "unread image");
	bitmap(&b, DIB, dib, 20, 20);
	show_says("cut", true, &b, "unread damaged");
}

/* Packed bytes that are none, and a record longer than the stream. */
static void
test_damaged(void **state)
{
	struct buf b = BUF_MAX(65536);

	(void)state;
	metafile(&b, 1, true, false);
	b.len -= 20;
	show_says("short", true, &b, "Welcome\nunread damaged");
	metafile(&b, 1, true, false);
	memset(b.data + 70, 0x55, 20);
	show_says("garbage", true, &b, "Welcome\nunread damaged");
}

/* Excel keeps all pictures in one structure, in records that go on. */
static void
test_workbook(void **state)
{
	struct buf b = BUF_MAX(65536), art = BUF_MAX(65536), in = BUF_MAX(4096);
	struct compound_stream stream = {.path = "Workbook"};
	uint32_t at;

	(void)state;
	for (int i = 0; i < 36; i++)
		buf_addc(&in, 0);
	metafile(&in, 1, true, false);
	record(&art, 2, 0xf007, buf_str(&in), in.len);
	buf_reset(&in);
	record(&in, 0x0f, 0xf001, buf_str(&art), art.len);
	buf_reset(&art);
	record(&art, 0x0f, 0xf000, buf_str(&in), in.len);
	compound_number(&b, 0x0809, 2);
	compound_number(&b, 4, 2);
	compound_number(&b, 0x00050600, 4);
	at = (uint32_t)b.len + 4;
	compound_number(&b, 0x85, 2);
	compound_number(&b, 9, 2);
	compound_number(&b, 0, 4);
	buf_add(&b, "\0\0\1\0A", 5);
	compound_number(&b, 0xeb, 2);
	compound_number(&b, 50, 2);
	buf_add(&b, art.data, 50);
	compound_number(&b, 0x3c, 2);
	compound_number(&b, (uint32_t)(art.len - 50), 2);
	buf_add(&b, art.data + 50, art.len - 50);
	compound_number(&b, 0x0a, 4);
	b.data[at] = (char)b.len;
	b.data[at + 1] = (char)(b.len >> 8);
	compound_number(&b, 0x0809, 2);
	compound_number(&b, 4, 2);
	compound_number(&b, 0x00100600, 4);
	compound_number(&b, 0x0a, 4);
	stream.data = b.data;
	stream.len = b.len;
	compound_says("workbook", &stream, 1,
	    "attachment picture, inside x\n" WORDS "\n!unread");
	buf_free(&b);
	buf_free(&art);
	buf_free(&in);
}

/* Cut or changed anywhere it is read as far as it goes, or told. */
static void
test_torture(void **state)
{
	struct buf pictures = BUF_MAX(65536), stream = BUF_MAX(4096);
	struct compound_stream streams[2];
	size_t len;
	char *data;

	(void)state;
	metafile(&pictures, 1, true, false);
	metafile(&pictures, 2, false, true);
	record(&stream, 0, 0xfa8, "Welcome", 7);
	streams[0] = (struct compound_stream){
	    "PowerPoint Document", stream.data, stream.len};
	streams[1] =
	    (struct compound_stream){"Pictures", pictures.data, pictures.len};
	data = compound_make(streams, 2, &len);
	compound_torture("pictures", data, len);
	free(data);
	buf_free(&pictures);
	buf_free(&stream);
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
	    cmocka_unit_test(test_metafiles),
	    cmocka_unit_test(test_bitmaps),
	    cmocka_unit_test(test_damaged),
	    cmocka_unit_test(test_workbook),
	    cmocka_unit_test(test_torture),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
