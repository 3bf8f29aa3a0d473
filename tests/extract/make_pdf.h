/* SPDX-License-Identifier: MIT
 *
 * make_pdf.h - PDF files for tests, typed out object by object.
 */
#ifndef EXTRACT_MAKE_PDF_H
#define EXTRACT_MAKE_PDF_H

#include "base/buf.h"

/* A document of one A4 page (595 by 842 points) with the font /F1, Helvetica,
 * and the layer /L1, object 6. */
struct make_pdf {
	const char *content;        /* operators of the page */
	const char *page;           /* more keys of the page, or NULL */
	const char *catalog;        /* … of the catalogue */
	const char *trailer;        /* … of the trailer */
	const char *const *objects; /* 6, 7, …; NULL after the last */
};

/* Makes it in out, which must be empty. */
void make_pdf(const struct make_pdf *m, struct buf *out);

/* A document of so many pages, each with that content. */
void make_pdf_pages(const char *const *contents, size_t n, struct buf *out);

#endif
