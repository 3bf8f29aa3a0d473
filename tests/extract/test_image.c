/* SPDX-License-Identifier: MIT
 *
 * test_image.c - pictures: metadata of the formats cameras and programs write,
 * and the words that Tesseract reads in them.
 */
#include "extract/image.h"

#include <stdlib.h>
#include <string.h>

#include <cairo.h>
#include <fontconfig/fontconfig.h>

#include "base/buf.h"
#include "extract/ocr.h"
#include "extract/picture-ground.h"
#include "extract/texts.h"
#include "lib/test.h"

#define TIFF                                 \
	"MM\0*\0\0\0\x08"                    \
	"\0\x03"                             \
	"\x01\x0f\0\x02\0\0\0\x04"           \
	"Cam\0"                              \
	"\x01\x3b\0\x02\0\0\0\x0d\0\0\0\x32" \
	"\x88\x25\0\x04\0\0\0\x01\0\0\0\0"   \
	"\0\0\0\0"                           \
	"Pat Invented\0"
#define XMP                                               \
	"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:rights " \
	"xmlns:dc='d'>Agency of nowhere</dc:rights></x:xmpmeta>"

struct sample {
	const char *name, *data;
	size_t len;
	bool photo;
	const char *words; /* in its properties, or NULL */
};

#define BYTES(s) s, sizeof(s) - 1

static const struct sample samples[] = {
    {"bare JPEG", BYTES("\xff\xd8\xff\xe0\0\x04JF\xff\xda"), false, NULL},
    {"Exif",
	BYTES("\xff\xd8\xff\xe1\0\x47"
	      "Exif\0\0" TIFF "\xff\xda"),
	true, "Pat Invented"},
    {"Exif cut",
	BYTES("\xff\xd8\xff\xe1\0\x47"
	      "Exif\0\0MM\0*\0\0\0\x08\0\x03\x01"),
	false, NULL},
    {"comment", BYTES("\xff\xd8\xff\xfe\0\x09made up\xff\xd9"), false,
	"made up"},
    {"XMP",
	BYTES("\xff\xd8\xff\xe1\0\x84"
	      "http://ns.adobe.com/xap/1.0/\0" XMP "\xff\xd9"),
	false, "Agency of nowhere"},
    {"IPTC",
	BYTES("\xff\xd8\xff\xed\0\x28"
	      "Photoshop 3.0\0"
	      "8BIM\x04\x04\0\0\0\0\0\x0c\x1c\x02\x78\0\x07"
	      "Caption"
	      "\xff\xd9"),
	false, "Caption"},
    {"TIFF", BYTES(TIFF), true, "Pat Invented"},
    {"PNG", BYTES("\x89PNG\r\n\x1a\n\0\0\0\x0dtEXtAuthor\0Pat X.XXXX"), false,
	"Pat X."},
    {"PNG cut", BYTES("\x89PNG\r\n\x1a\n\0\0\xff\x0dtEXtAuthor\0Pat X"), false,
	NULL},
    {"WebP", BYTES("RIFF\0\0\0\0WEBPXMP \x65\0\0\0" XMP), false,
	"Agency of nowhere"},
};

static const struct document document = {
    .part = "2", .name = "picture.jpg", .where = "", .zone = ZONE_ATTACHMENT};

/* Camera notes make a photograph of it, captions and names are texts; a file
 * without any has neither. */
static void
test_metadata(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		const struct sample *s = &samples[i];
		struct texts t;

		texts_init(&t, 1 << 20);
		assert_int_equal(
		    image_read(&document, 0, s->data, s->len, &t), 0);
		if ((t.nsigns == 1) != s->photo)
			fail_msg("%s: %zu signs", s->name, t.nsigns);
		if (s->words == NULL)
			assert_int_equal(t.n, 0);
		else if (t.n != 1 || strstr(t.v[0].data, s->words) == NULL)
			fail_msg("%s: '%s' not read", s->name, s->words);
		assert_int_equal(t.nunread, 1);
		assert_int_equal(t.unread[0].why, UNREAD_IMAGE);
		texts_free(&t);
	}
}

/* No cut and no changed byte reads past the end. */
static void
test_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++)
		for (size_t cut = 0; cut < samples[i].len; cut++) {
			struct texts t;
			char *copy = malloc(cut + 1);

			assert_non_null(copy);
			memcpy(copy, samples[i].data, cut + 1);
			texts_init(&t, 1 << 20);
			assert_int_equal(
			    image_read(&document, 0, copy, cut, &t), 0);
			texts_free(&t);
			copy[cut] = (char)0xff;
			texts_init(&t, 1 << 20);
			assert_int_equal(
			    image_read(&document, 0, copy, cut + 1, &t), 0);
			texts_free(&t);
			free(copy);
		}
}

/* Only where digests are wanted is there one, of the file's bytes. */
static void
test_digest(void **state)
{
	struct texts t;

	(void)state;
	texts_init(&t, 1 << 20);
	t.digests = true;
	assert_int_equal(image_signs(&document, "GIF89a", 6, &t), 0);
	assert_int_equal(t.nsigns, 1);
	assert_int_equal(t.signs[0].kind, SIGN_IMAGE);
	test_same("digest", t.signs[0].about,
	    "610f5ae4d76e332636a17bd357fd6ce99029316a99d320280d4d77a746bf29e8");
	texts_free(&t);
}

static cairo_status_t
write_png(void *arg, const unsigned char *data, unsigned len)
{
	return buf_add(arg, data, len) < 0 ? CAIRO_STATUS_WRITE_ERROR
					   : CAIRO_STATUS_SUCCESS;
}

/* A picture of that text, in black on white. */
static void
draw(const char *text, struct buf *png)
{
	cairo_surface_t *s =
	    cairo_image_surface_create(CAIRO_FORMAT_RGB24, 900, 120);
	cairo_t *c = cairo_create(s);

	cairo_set_source_rgb(c, 1, 1, 1);
	cairo_paint(c);
	cairo_set_source_rgb(c, 0, 0, 0);
	cairo_set_font_size(c, 36);
	cairo_move_to(c, 20, 70);
	cairo_show_text(c, text);
	cairo_destroy(c);
	assert_int_equal(cairo_surface_write_to_png_stream(s, write_png, png),
	    CAIRO_STATUS_SUCCESS);
	cairo_surface_destroy(s);
}

/* Words in a picture are read when there is time left for it; then nothing is
 * unread. Without time it is. */
static void
test_words(void **state)
{
	struct buf png = BUF_MAX(1 << 20), err = BUF_MAX(200);
	struct texts t;

	(void)state;
	if (ocr_init("eng", &err) < 0) {
		print_message("skip: %s\n", buf_str(&err));
		buf_free(&err);
		skip();
	}
	draw("Housing register for the ward", &png);
	texts_init(&t, 1 << 20);
	t.ocr_ms = 20000;
	assert_int_equal(
	    image_read(&document, 0, buf_str(&png), png.len, &t), 0);
	assert_int_equal(t.nunread, 0);
	assert_int_equal(t.n, 1);
	assert_int_equal(t.v[0].zone, ZONE_OCR);
	test_same("words", t.v[0].data, "Housing register for the ward");
	test_same("place", t.v[0].place, "words in the picture of picture.jpg");
	assert_true(t.ocr_ms > 0 && t.ocr_ms < 20000);
	texts_free(&t);

	texts_init(&t, 1 << 20);
	t.ocr_ms = -1;
	assert_int_equal(
	    image_read(&document, 0, buf_str(&png), png.len, &t), 0);
	assert_int_equal(t.nunread, 1);
	assert_int_equal(t.unread[0].why, UNREAD_TIMEOUT);
	texts_free(&t);

	texts_init(&t, 1 << 20);
	t.ocr_ms = 20000;
	assert_int_equal(image_read(&document, 0, buf_str(&png), 40, &t), 0);
	assert_int_equal(t.nunread, 1);
	texts_free(&t);
	ocr_free();
	cairo_debug_reset_static_data();
	FcFini();
	buf_free(&png);
	buf_free(&err);
}

/* A page has ground to write on, a picture of many greys has none; what is no
 * picture cannot be told. */
static void
test_ground(void **state)
{
	struct buf png = BUF_MAX(1 << 20);
	cairo_surface_t *s;
	unsigned char *pixels;
	int stride;

	(void)state;
	draw("Housing register for the ward", &png);
	if (picture_ground(buf_str(&png), png.len) < 0) {
		print_message("skip: built without leptonica\n");
		buf_free(&png);
		skip();
	}
	assert_true(picture_ground(buf_str(&png), png.len) > 80);
	assert_int_equal(picture_ground(buf_str(&png), 60), -1);
	buf_reset(&png);
	s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 256, 64);
	pixels = cairo_image_surface_get_data(s);
	stride = cairo_image_surface_get_stride(s);
	for (int y = 0; y < 64; y++)
		for (int x = 0; x < 4 * 256; x++)
			pixels[y * stride + x] = (unsigned char)(x / 4);
	cairo_surface_mark_dirty(s);
	assert_int_equal(cairo_surface_write_to_png_stream(s, write_png, &png),
	    CAIRO_STATUS_SUCCESS);
	cairo_surface_destroy(s);
	assert_true(picture_ground(buf_str(&png), png.len) < 20);
	buf_free(&png);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_metadata),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_digest),
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_ground),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
