/* SPDX-License-Identifier: MIT
 *
 * ole-pictures.c - the pictures in Office's drawing records (MS-ODRAW).
 *
 * Records are walked to a fixed depth, so that each byte is looked at so many
 * times at most; what is handed on is no more than four times the file.
 *
 * BUGS: pictures for the Macintosh (PICT) are not read: large ones are unread,
 * image.  Word's shapes in its Data stream that no text refers to any more are
 * read too.
 */
#include "extract/ole-pictures.h"

#include <string.h>

#include "base/limits.h"
#include "extract/documents.h"

#define DEPTH_MAX 16
#define RECORD_ENTRY 0xf007u /* of the store: 2.2.32 */
#define ENTRY_BYTES 36
#define METAFILE_HEADER 34 /* 2.2.31 */
#define DEFLATED 0u
#define UID_BYTES 16
#define DIB_HEADER 40u
#define DIB_MASKS 3u /* biCompression: three colour masks follow */
#define BMP_HEADER 14u
/* MS-DOC 2.9.190: PICF is 68 bytes; what mfpf.mm may be. */
#define PICF_BYTES 0x44u
#define PICF_SHAPE 0x64u
#define PICF_SHAPE_FILE 0x66u

enum blip { BLIP_NONE, BLIP_METAFILE, BLIP_PICT, BLIP_DIB, BLIP_FILE };

static const struct {
	unsigned type;
	enum blip blip;
} blips[] = {
    {0xf01a, BLIP_METAFILE},                  /* EMF */
    {0xf01b, BLIP_METAFILE},                  /* WMF */
    {0xf01c, BLIP_PICT}, {0xf01d, BLIP_FILE}, /* JPEG */
    {0xf01e, BLIP_FILE},                      /* PNG */
    {0xf01f, BLIP_DIB}, {0xf029, BLIP_FILE},  /* TIFF */
    {0xf02a, BLIP_FILE},                      /* JPEG, CMYK */
};

static enum blip
blip_of(unsigned type)
{
	for (size_t i = 0; i < sizeof blips / sizeof blips[0]; i++)
		if (blips[i].type == type)
			return blips[i].blip;
	return BLIP_NONE;
}

void
ole_pictures_begin(struct ole_pictures *p, struct ole *o)
{
	p->o = o;
	p->delayed = bytes_of("", 0);
	p->n = 0;
	p->budget = 4 * o->c->len;
}

/* Has one of that digest been read? */
static bool
is_known(struct ole_pictures *p, const unsigned char *uid)
{
	for (size_t i = 0; i < p->n; i++)
		if (memcmp(p->known[i], uid, UID_BYTES) == 0)
			return true;
	if (p->n < OLE_PICTURES_KNOWN)
		memcpy(p->known[p->n++], uid, UID_BYTES);
	return false;
}

/* Gives a bitmap the header it has in a file (MS-WMF 2.2.2.9). */
static int
take_dib(struct ole_pictures *p, const struct inside *inside, struct bytes b)
{
	struct buf file = BUF_MAX(bytes_left(&b) + BMP_HEADER);
	char head[BMP_HEADER] = "BM";
	uint32_t size, bits, colours = 0, offset;
	int rc;

	if (bytes_left(&b) < DIB_HEADER)
		return documents_inside_unread(
		    p->o->d, inside, UNREAD_DAMAGED, p->o->out);
	size = bytes_32(b.at);
	bits = bytes_16(b.at + 14);
	if (bits <= 8)
		colours = 1u << bits;
	if (bytes_32(b.at + 32) != 0 && bytes_32(b.at + 32) <= 256)
		colours = bytes_32(b.at + 32);
	offset = BMP_HEADER + size + 4 * colours;
	if (bytes_32(b.at + 16) == DIB_MASKS && size == DIB_HEADER)
		offset += 12;
	for (unsigned i = 0; i < 4; i++) {
		head[2 + i] = (char)((bytes_left(&b) + BMP_HEADER) >> 8 * i);
		head[10 + i] = (char)(offset >> 8 * i);
	}
	buf_add(&file, head, sizeof head);
	buf_add(&file, b.at, bytes_left(&b));
	rc = buf_failed(&file) ? -1
			       : documents_inside(p->o->d, p->o->depth, inside,
				     buf_str(&file), file.len, p->o->out);
	buf_free(&file);
	return rc;
}

static int
take_metafile(
    struct ole_pictures *p, const struct inside *inside, struct bytes b)
{
	struct bytes header = bytes_take(&b, METAFILE_HEADER);
	size_t size = bytes_number(&header, 4);

	if (header.cut || bytes_left(&header) < METAFILE_HEADER - 4)
		return documents_inside_unread(
		    p->o->d, inside, UNREAD_DAMAGED, p->o->out);
	if (header.at[METAFILE_HEADER - 4 - 2] == DEFLATED)
		return ole_zlib_inside(p->o, b, size, inside);
	return documents_inside(p->o->d, p->o->depth, inside,
	    (const char *)b.at, bytes_left(&b), p->o->out);
}

static int
take_content(struct ole_pictures *p, enum blip blip,
    const struct inside *inside, struct bytes b)
{
	if (blip == BLIP_METAFILE)
		return take_metafile(p, inside, b);
	if (blip == BLIP_PICT)
		return bytes_left(&b) <= DOCUMENT_LOGO_BYTES
			   ? 0
			   : documents_inside_unread(
				 p->o->d, inside, UNREAD_IMAGE, p->o->out);
	bytes_take(&b, 1);
	if (blip == BLIP_DIB)
		return take_dib(p, inside, b);
	return documents_inside(p->o->d, p->o->depth, inside,
	    (const char *)b.at, bytes_left(&b), p->o->out);
}

/* A picture has one digest or, where the lowest bit of its instance says so,
 * two before its content. */
static int
take_blip(
    struct ole_pictures *p, enum blip blip, unsigned instance, struct bytes b)
{
	struct inside inside = {
	    .name = "picture", .unnamed = true, .picture = ole_has_words(p->o)};
	struct bytes uid = bytes_take(&b, UID_BYTES);

	if ((instance & 1) != 0)
		bytes_take(&b, UID_BYTES);
	if (bytes_left(&uid) == UID_BYTES && is_known(p, uid.at))
		return 0;
	if (texts_late(p->o->out))
		return ole_unread(p->o, UNREAD_TIMEOUT);
	if (bytes_left(&b) > p->budget || ++p->o->ninside > LIMIT_PARTS)
		return ole_unread(p->o, UNREAD_LIMIT);
	p->budget -= bytes_left(&b);
	inside.index = p->o->ninside;
	if (b.cut && documents_inside_unread(
			 p->o->d, &inside, UNREAD_DAMAGED, p->o->out) < 0)
		return -1;
	return bytes_left(&b) > 0 ? take_content(p, blip, &inside, b) : 0;
}

struct record {
	unsigned type, instance;
	bool container;
	struct bytes data;
};

static bool
next_record(struct bytes *b, struct record *ret)
{
	unsigned head;

	if (bytes_left(b) < 8)
		return false;
	head = bytes_number(b, 2);
	ret->type = bytes_number(b, 2);
	ret->container = (head & 0xf) == 0xf;
	ret->instance = head >> 4;
	ret->data = bytes_take(b, bytes_number(b, 4));
	return true;
}

/* An entry of the store: the picture follows in it, or stands elsewhere. */
static int
take_entry(struct ole_pictures *p, struct bytes entry)
{
	struct bytes head = bytes_take(&entry, ENTRY_BYTES), elsewhere;
	struct record r;

	if (bytes_left(&head) < ENTRY_BYTES)
		return 0;
	bytes_take(&entry, head.at[33]); /* its name */
	if (!next_record(&entry, &r)) {
		elsewhere =
		    bytes_at(&p->delayed, bytes_32(head.at + 28), SIZE_MAX);
		if (!next_record(&elsewhere, &r))
			return 0;
	}
	return blip_of(r.type) != BLIP_NONE
		   ? take_blip(p, blip_of(r.type), r.instance, r.data)
		   : 0;
}

static int
walk(struct ole_pictures *p, struct bytes b, unsigned depth)
{
	struct record r;
	int rc = 0;

	if (depth > DEPTH_MAX)
		return ole_unread(p->o, UNREAD_LIMIT);
	while (rc == 0 && next_record(&b, &r)) {
		enum blip blip = blip_of(r.type);

		if (blip != BLIP_NONE)
			rc = take_blip(p, blip, r.instance, r.data);
		else if (r.type == RECORD_ENTRY)
			rc = take_entry(p, r.data);
		else if (r.container)
			rc = walk(p, r.data, depth + 1);
	}
	return rc;
}

int
ole_pictures_take(struct ole_pictures *p, struct bytes records)
{
	return walk(p, records, 0);
}

/* One structure: its size, that of its header, of which kind it is. */
static bool
is_picf(const struct bytes *b)
{
	uint32_t size;

	if (bytes_left(b) < PICF_BYTES)
		return false;
	size = bytes_32(b->at);
	return size >= PICF_BYTES && size <= bytes_left(b) &&
	       bytes_16(b->at + 4) == PICF_BYTES &&
	       (bytes_16(b->at + 6) == PICF_SHAPE ||
		   bytes_16(b->at + 6) == PICF_SHAPE_FILE);
}

int
ole_pictures_take_word(struct ole_pictures *p, struct bytes data)
{
	int rc = 0;

	while (rc == 0 && bytes_left(&data) >= PICF_BYTES) {
		struct bytes one;

		/* Other things stand between them. */
		if (!is_picf(&data)) {
			data.at++;
			continue;
		}
		one = bytes_take(&data, bytes_32(data.at));
		bytes_take(&one, 6);
		if (bytes_number(&one, 2) == PICF_SHAPE_FILE) {
			bytes_take(&one, PICF_BYTES - 8);
			bytes_take(&one, bytes_number(&one, 1));
		} else {
			bytes_take(&one, PICF_BYTES - 8);
		}
		rc = walk(p, one, 0);
	}
	return rc;
}
