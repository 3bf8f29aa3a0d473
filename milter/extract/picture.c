/* SPDX-License-Identifier: MIT
 *
 * picture.c - what a picture file says beside its pixels.
 *
 * BUGS: compressed text of PNG (zTXt) and HEIC files are passed over.
 */
#include "extract/picture.h"

#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "extract/exif.h"
#include "extract/xml.h"

#define WORDS_MAX (64u * KIB)
#define XMP_MARK "http://ns.adobe.com/xap/1.0/"
#define IPTC_MARK "Photoshop 3.0"

static uint32_t
big(const char *s, size_t bytes)
{
	uint32_t n = 0;

	while (bytes-- > 0)
		n = n << 8 | (unsigned char)*s++;
	return n;
}

static uint32_t
little(const char *s)
{
	const unsigned char *b = (const unsigned char *)s;

	return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
	       (uint32_t)b[3] << 24;
}

static void
add_line(struct picture *p, const char *s, size_t len)
{
	if (len == 0)
		return;
	buf_add(&p->words, s, len);
	buf_addc(&p->words, '\n');
}

/* Text of XMP that is more than white space: its elements are properties. */
static int
xmp_text(void *arg, const char *s, size_t len)
{
	while (len > 0 && (unsigned char)*s <= ' ') {
		s++;
		len--;
	}
	add_line(arg, s, len);
	return 0;
}

static void
read_xmp(const char *data, size_t len, struct picture *p)
{
	static const struct xml_handler handler = {.text = xmp_text};

	/* What is damaged was read as far as it went. */
	(void)xml_walk(data, len, &handler, p);
}

/* Photoshop's resources: "8BIM", id, a name, a length; 0x0404 is IPTC. */
static void
read_resources(const char *data, size_t len, struct picture *p)
{
	const char *at = data, *end = data + len;
	size_t n, name;

	while (end - at >= 12 && memcmp(at, "8BIM", 4) == 0) {
		name = ((size_t)(unsigned char)at[6] + 2) & ~(size_t)1;
		if ((size_t)(end - at) < 6 + name + 4)
			return;
		n = big(at + 6 + name, 4);
		if (n > (size_t)(end - at) - 10 - name)
			return;
		if (big(at + 4, 2) == 0x0404)
			for (const char *r = at + 10 + name, *e = r + n;
			     e - r >= 5 && r[0] == 0x1c;) {
				size_t size = big(r + 3, 2);

				if (size > (size_t)(e - r) - 5)
					break;
				/* Record 2 is what people wrote. */
				if (r[1] == 2 && r[2] > 0)
					add_line(p, r + 5, size);
				r += 5 + size;
			}
		n = (n + 1) & ~(size_t)1;
		if (n > (size_t)(end - at) - 10 - name)
			return;
		at += 10 + name + n;
	}
}

static void
read_segment(unsigned marker, const char *s, size_t len, struct picture *p)
{
	if (marker == 0xe1 && len > 6 && memcmp(s, "Exif\0", 6) == 0)
		exif_read(s + 6, len - 6, p);
	else if (marker == 0xe1 && len > sizeof XMP_MARK &&
		 memcmp(s, XMP_MARK, sizeof XMP_MARK) == 0)
		read_xmp(s + sizeof XMP_MARK, len - sizeof XMP_MARK, p);
	else if (marker == 0xed && len > sizeof IPTC_MARK &&
		 memcmp(s, IPTC_MARK, sizeof IPTC_MARK) == 0)
		read_resources(s + sizeof IPTC_MARK, len - sizeof IPTC_MARK, p);
	else if (marker == 0xfe)
		add_line(p, s, strnlen(s, len));
}

/* Segments up to the first scan (ITU T.81 B.1). */
static void
read_jpeg(const char *data, size_t len, struct picture *p)
{
	size_t at = 2, n;

	while (len - at >= 4 && (unsigned char)data[at] == 0xff) {
		unsigned marker = (unsigned char)data[at + 1];

		if (marker == 0xda || marker == 0xd9)
			return;
		n = big(data + at + 2, 2);
		if (n < 2 || n > len - at - 2)
			return;
		read_segment(marker, data + at + 4, n - 2, p);
		at += 2 + n;
	}
}

/* Keyword, NUL, text; of iTXt two more flags and two more strings between. */
static void
read_png_text(const char *s, size_t len, bool international, struct picture *p)
{
	const char *end = s + len, *at = memchr(s, '\0', len);

	if (at == NULL)
		return;
	at++;
	if (international) {
		if (end - at < 2 || *at != 0)
			return;
		at += 2;
		for (int i = 0; i < 2; i++) {
			at = memchr(at, '\0', (size_t)(end - at));
			if (at == NULL)
				return;
			at++;
		}
	}
	if (strncmp(s, "XML:com.adobe.xmp", len) == 0)
		read_xmp(at, (size_t)(end - at), p);
	else
		add_line(p, at, (size_t)(end - at));
}

static void
read_png(const char *data, size_t len, struct picture *p)
{
	size_t at = 8, n;

	while (len - at >= 12) {
		const char *type = data + at + 4, *s = data + at + 8;

		n = big(data + at, 4);
		if (n > len - at - 12)
			return;
		if (memcmp(type, "tEXt", 4) == 0)
			read_png_text(s, n, false, p);
		else if (memcmp(type, "iTXt", 4) == 0)
			read_png_text(s, n, true, p);
		else if (memcmp(type, "eXIf", 4) == 0)
			exif_read(s, n, p);
		at += 12 + n;
	}
}

static void
read_webp(const char *data, size_t len, struct picture *p)
{
	size_t at = 12, n;

	while (len - at >= 8) {
		n = little(data + at + 4);
		if (n > len - at - 8)
			return;
		if (memcmp(data + at, "EXIF", 4) == 0)
			exif_read(data + at + 8, n, p);
		else if (memcmp(data + at, "XMP ", 4) == 0)
			read_xmp(data + at + 8, n, p);
		n = (n + 1) & ~(size_t)1;
		if (n > len - at - 8)
			return;
		at += 8 + n;
	}
}

void
picture_read(const char *data, size_t len, struct picture *ret)
{
	*ret = (struct picture){.words = BUF_MAX(WORDS_MAX)};
	if (len >= 4 && memcmp(data, "\xff\xd8\xff", 3) == 0)
		read_jpeg(data, len, ret);
	else if (len >= 8 && memcmp(data, "\x89PNG\r\n\x1a\n", 8) == 0)
		read_png(data, len, ret);
	else if (len >= 12 && memcmp(data, "RIFF", 4) == 0 &&
		 memcmp(data + 8, "WEBP", 4) == 0)
		read_webp(data, len, ret);
	else
		exif_read(data, len, ret);
}

void
picture_free(struct picture *p)
{
	buf_free(&p->words);
}
