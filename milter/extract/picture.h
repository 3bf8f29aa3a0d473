/* SPDX-License-Identifier: MIT
 *
 * picture.h - what a picture file says beside its pixels.
 */
#ifndef EXTRACT_PICTURE_H
#define EXTRACT_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct picture {
	bool camera; /* a camera's make, model or settings are in it */
	bool placed; /* and where it was taken */
	/* Captions, names, rights: one a line, UTF-8 or Latin-1. */
	struct buf words;
};

/* Reads the metadata of a JPEG, PNG, WebP or TIFF file into *ret, free with
 * picture_free: Exif (CIPA DC-008), XMP (ISO 16684-1), IPTC (IIM 4.2) and
 * comments; of any other file nothing. Damage ends the reading early. */
void picture_read(const char *data, size_t len, struct picture *ret);
void picture_free(struct picture *p);

#endif
