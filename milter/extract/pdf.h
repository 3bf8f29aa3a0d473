/* SPDX-License-Identifier: MIT
 *
 * pdf.h - PDF documents (ISO 32000), by poppler.
 */
#ifndef EXTRACT_PDF_H
#define EXTRACT_PDF_H

#include <stddef.h>

#include "extract/document.h"

/* Loads what poppler would look for later: fonts' lists, GLib's types. Once per
 * process, before the sandbox. */
void pdf_init(void);

/* A reader (documents.h). What is shown is one text with its pages; what is
 * not, or can be read under what covers it, is hidden texts with the same page
 * numbers, and a SIGN_REDACTION for each covered place. */
int pdf_read(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out);

#endif
