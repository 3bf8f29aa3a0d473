/* SPDX-License-Identifier: MIT
 *
 * exif.c - what a camera writes into its pictures (CIPA DC-008, TIFF 6.0).
 */
#include "extract/exif.h"

#include <stdint.h>
#include <string.h>

/* Directories looked at: the first, Exif's and GPS's, and of a TIFF with many
 * pages some more. */
#define DIRECTORIES 16
#define ENTRY_BYTES 12
#define TYPE_ASCII 2

enum tag_kind { TAG_WORDS, TAG_CAMERA, TAG_EXIF, TAG_GPS };

static const struct {
	unsigned id;
	enum tag_kind kind;
} tags[] = {
    {0x010e, TAG_WORDS},  /* ImageDescription */
    {0x010f, TAG_CAMERA}, /* Make */
    {0x0110, TAG_CAMERA}, /* Model */
    {0x013b, TAG_WORDS},  /* Artist */
    {0x8298, TAG_WORDS},  /* Copyright */
    {0x8769, TAG_EXIF}, {0x8825, TAG_GPS},
    {0x829a, TAG_CAMERA}, /* ExposureTime */
    {0x829d, TAG_CAMERA}, /* FNumber */
    {0x9286, TAG_WORDS},  /* UserComment */
    {0xa430, TAG_WORDS},  /* CameraOwnerName */
};

struct reader {
	const unsigned char *s;
	size_t len;
	bool motorola; /* the larger byte first */
	struct picture *p;
	size_t next[DIRECTORIES]; /* to be read */
	size_t n;
};

static uint32_t
number(const struct reader *r, size_t at, size_t bytes)
{
	uint32_t n = 0;

	for (size_t i = 0; i < bytes; i++)
		n = n << 8 | r->s[at + (r->motorola ? i : bytes - 1 - i)];
	return n;
}

static void
add_directory(struct reader *r, size_t at)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->next[i] == at)
			return;
	if (r->n < DIRECTORIES && at > 0 && at < r->len)
		r->next[r->n++] = at;
}

/* A string, or a UserComment behind its eight bytes of encoding. */
static void
add_words(struct reader *r, size_t entry)
{
	unsigned type = number(r, entry + 2, 2);
	size_t n = number(r, entry + 4, 4);
	size_t at = n <= 4 ? entry + 8 : number(r, entry + 8, 4);

	if (type != TYPE_ASCII) {
		if (n <= 8)
			return;
		at += 8;
		n -= 8;
	}
	if (at > r->len || n > r->len - at)
		return;
	n = strnlen((const char *)r->s + at, n);
	buf_add(&r->p->words, r->s + at, n);
	buf_addc(&r->p->words, '\n');
}

static void
read_entry(struct reader *r, size_t entry)
{
	unsigned id = number(r, entry, 2);

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		if (tags[i].id != id)
			continue;
		switch (tags[i].kind) {
		case TAG_WORDS:
			add_words(r, entry);
			break;
		case TAG_CAMERA:
			r->p->camera = true;
			break;
		case TAG_GPS:
			r->p->placed = true;
			break;
		case TAG_EXIF:
			add_directory(r, number(r, entry + 8, 4));
			break;
		}
	}
}

static void
read_directory(struct reader *r, size_t at)
{
	size_t n, i;

	if (r->len < 6 || at > r->len - 6)
		return;
	n = number(r, at, 2);
	for (i = 0, at += 2; i < n && r->len - at >= ENTRY_BYTES;
	     i++, at += ENTRY_BYTES)
		read_entry(r, at);
	if (i == n && r->len - at >= 4)
		add_directory(r, number(r, at, 4));
}

void
exif_read(const char *data, size_t len, struct picture *p)
{
	struct reader r = {
	    .s = (const unsigned char *)data, .len = len, .p = p};

	if (len < 8 ||
	    (memcmp(data, "II*\0", 4) != 0 && memcmp(data, "MM\0*", 4) != 0))
		return;
	r.motorola = data[0] == 'M';
	add_directory(&r, number(&r, 4, 4));
	for (size_t i = 0; i < r.n; i++)
		read_directory(&r, r.next[i]);
}
