/* SPDX-License-Identifier: MIT
 *
 * image.h - pictures: what they are, what they say, and the words in them.
 */
#ifndef EXTRACT_IMAGE_H
#define EXTRACT_IMAGE_H

#include <stddef.h>

#include "extract/document.h"

/* Reads a picture: its signs, its properties, and its words where out->ocr_ms
 * allows; else it is an unread entry, `image`. A reader as documents.h says. */
int image_read(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out);

/* Only what tells which picture it is (SIGN_IMAGE, SIGN_PHOTO): for one that
 * is too small to hold a text. Returns 0, or -1 when memory is out. */
int image_signs(
    const struct document *d, const char *data, size_t len, struct texts *out);

#endif
