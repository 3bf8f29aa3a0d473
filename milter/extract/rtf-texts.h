/* SPDX-License-Identifier: MIT
 *
 * rtf-texts.h - an RTF document to its texts, and what is embedded in it.
 */
#ifndef EXTRACT_RTF_TEXTS_H
#define EXTRACT_RTF_TEXTS_H

#include <stddef.h>

#include "extract/document.h"
#include "extract/rtf.h"

/* A reader as documents.h says. */
int rtf_texts(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out);

/* Reads the pictures and embedded files of RTF as documents within d. Returns
 * 0, or -1 when memory is out. */
int rtf_texts_files(const struct document *d, size_t depth,
    const struct rtf_text *t, struct texts *out);

/* Adds the text under black, and says that a redaction failed. 0 or -1. */
int rtf_texts_blacked(
    const struct document *d, const struct rtf_text *t, struct texts *out);

#endif
