/* SPDX-License-Identifier: MIT
 *
 * image.c - pictures: what they are, what they say, and the words in them.
 */
#include "extract/image.h"

#include "base/buf.h"
#include "base/digest.h"
#include "base/limits.h"
#include "extract/ocr.h"
#include "extract/picture.h"
#include "parse/charset.h"

static int
sign(const struct document *d, enum sign kind, const char *about,
    struct texts *out)
{
	char place[DOCUMENT_PLACE_MAX];

	document_place(d, NULL, place);
	return texts_sign(out, kind, d->part, place, about);
}

static int
digest_sign(
    const struct document *d, const char *data, size_t len, struct texts *out)
{
	struct digest digest;

	if (!out->digests)
		return 0;
	digest = digest_of(data, len);
	return sign(d, SIGN_IMAGE, digest_hex(&digest).s, out);
}

static int
photo_sign(const struct document *d, const struct picture *p, struct texts *out)
{
	if (!p->camera && !p->placed)
		return 0;
	return sign(d, SIGN_PHOTO,
	    p->placed ? "a photograph that says where it was taken"
		      : "a photograph, by the camera's own note",
	    out);
}

/* The words beside the pixels. */
static int
add_properties(
    const struct document *d, const struct picture *p, struct texts *out)
{
	struct buf scratch = BUF_MAX(4 * p->words.len + 65536);
	struct charset_text t;
	int rc;

	if (p->words.len == 0)
		return 0;
	rc = charset_decode(
	    NULL, buf_str(&p->words), p->words.len, &scratch, &t);
	if (rc == 0)
		document_add(
		    d, ZONE_METADATA, "picture properties", t.data, t.len, out);
	buf_free(&scratch);
	return rc < 0 || out->failed ? -1 : 0;
}

/* The words in the pixels. */
static int
read_words(
    const struct document *d, const char *data, size_t len, struct texts *out)
{
	static const enum unread reasons[] = {
	    [OCR_LATE] = UNREAD_TIMEOUT,
	    [OCR_DAMAGED] = UNREAD_IMAGE,
	    [OCR_LIMITED] = UNREAD_LIMIT,
	};
	struct buf words = BUF_MAX(out->max_bytes);
	enum ocr_read got;
	int rc = 0;

	if (out->ocr_ms == 0 || !ocr_ready())
		return document_unread(d, UNREAD_IMAGE, out);
	if (out->ocr_ms < 0)
		return document_unread(d, UNREAD_TIMEOUT, out);
	got = ocr_file(data, len, &out->ocr_ms, &words);
	if (got == OCR_MEMORY)
		rc = -1;
	else if (got != OCR_DONE)
		rc = document_unread(d, reasons[got], out);
	if (rc == 0)
		document_add(d, ZONE_OCR, "words in the picture",
		    buf_str(&words), words.len, out);
	buf_free(&words);
	return rc < 0 || out->failed ? -1 : 0;
}

int
image_signs(
    const struct document *d, const char *data, size_t len, struct texts *out)
{
	struct picture p;
	int rc = digest_sign(d, data, len, out);

	if (rc < 0)
		return -1;
	picture_read(data, len, &p);
	rc = photo_sign(d, &p, out);
	if (rc == 0)
		rc = add_properties(d, &p, out);
	picture_free(&p);
	return rc;
}

int
image_read(const struct document *d, size_t depth, const char *data, size_t len,
    struct texts *out)
{
	int rc = image_signs(d, data, len, out);

	(void)depth;
	return rc == 0 ? read_words(d, data, len, out) : -1;
}
