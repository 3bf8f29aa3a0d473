/* SPDX-License-Identifier: MIT
 *
 * ocr.h - the words in a picture, by Tesseract.
 *
 * The language data are read before the sandbox closes; after that Tesseract
 * needs no file and, told so, no thread.
 */
#ifndef EXTRACT_OCR_H
#define EXTRACT_OCR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Prepares the engine for languages such as "eng+cym". Returns 0, or -1 with a
 * sentence in *ret_err: not built in, or no data for a language. */
int ocr_init(const char *languages, struct buf *ret_err);

/* Is it there? Frees it. */
bool ocr_ready(void);
void ocr_free(void);

enum ocr_read {
	OCR_DONE,    /* all of it was looked at; it may have no words */
	OCR_LATE,    /* *left_ms ran out: words is what was read */
	OCR_DAMAGED, /* no picture that is read */
	OCR_LIMITED, /* larger than LIMIT_PICTURE_PIXELS */
	OCR_MEMORY,
};

/* Reads the words of a picture file, only where ocr_ready (PNG, JPEG, TIFF, GIF, BMP, WebP, PNM) into
 * words, lines as they stand. What it took is taken from *left_ms (more than 0;
 * -1 when nothing is left). */
enum ocr_read ocr_file(
    const char *data, size_t len, int64_t *left_ms, struct buf *words);

/* The same of pixels: 8 bits of grey each, `stride` bytes a row, of so many
 * dots to the inch. */
enum ocr_read ocr_pixels(const unsigned char *grey, int width, int height,
    int stride, int dpi, int64_t *left_ms, struct buf *words);

#endif
