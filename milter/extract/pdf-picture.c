/* SPDX-License-Identifier: MIT
 *
 * pdf-picture.c - pages of a PDF that are pictures: a scan has no text.
 */
#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "extract/ocr.h"
#include "extract/pdf-parts.h"

/* Letters of a page that speaks for itself; a scanner's own line has fewer. */
#define SPEAKS 200
#define SILENT 12
/* Parts of the page a picture covers. */
#define MUCH 0.5
#define SOME 0.2
/* What Tesseract reads well. */
#define DPI 250

static size_t
letters(const struct pdf_page *page)
{
	size_t i, n = 0;

	for (i = 0; i < page->n; i++)
		n += page->v[i].letter && page->v[i].seen == PDF_SHOWN;
	return n;
}

/* The part of the page that its pictures cover, at most 1. */
static double
covered(const struct pdf_page *page)
{
	GList *list = poppler_page_get_image_mapping(page->page);
	double sum = 0;

	for (GList *l = list; l != NULL; l = l->next) {
		const PopplerRectangle *r =
		    &((const PopplerImageMapping *)l->data)->area;

		sum += fabs(r->x2 - r->x1) * fabs(r->y2 - r->y1);
	}
	poppler_page_free_image_mapping(list);
	return fmin(1, sum / (page->width * page->height));
}

/* Is there anything on the page? */
static bool
has_ink(const struct pdf_page *page)
{
	unsigned char rgb[3];

	return page->picture == NULL ||
	       pdf_contrast(page->picture, 0, 0,
		   cairo_image_surface_get_width(page->picture),
		   cairo_image_surface_get_height(page->picture), rgb) > 60;
}

/* Text drawn as curves, all over the page: no picture, and yet one. */
static bool
drawn_widely(const struct pdf_page *page)
{
	const double s = page->scale;
	int bands = 0;
	unsigned char rgb[3];

	if (page->picture == NULL)
		return true;
	for (int i = 0; i < 20; i++)
		bands += pdf_contrast(page->picture, s * page->width * 0.1,
			     s * page->height * i / 20, s * page->width * 0.9,
			     s * page->height * (i + 1) / 20, rgb) > 60;
	return bands >= 6;
}

static bool
is_picture(const struct pdf_page *page)
{
	const size_t n = letters(page);

	if (n >= SPEAKS || !has_ink(page))
		return false;
	if (n > SILENT)
		return covered(page) >= MUCH;
	return covered(page) >= SOME || (n == 0 && drawn_widely(page));
}

/* One byte a dot, in the place of four. */
static void
make_grey(cairo_surface_t *picture)
{
	unsigned char *data = cairo_image_surface_get_data(picture), *row;
	const int stride = cairo_image_surface_get_stride(picture);
	const int width = cairo_image_surface_get_width(picture);
	const int height = cairo_image_surface_get_height(picture);

	for (int y = 0; y < height; y++) {
		row = data + (ptrdiff_t)y * stride;
		for (int x = 0; x < width; x++)
			row[x] = (unsigned char)((29 * row[4 * x] +
						     150 * row[4 * x + 1] +
						     77 * row[4 * x + 2]) >>
						 8);
	}
}

static int
take_words(struct pdf *p, const struct pdf_page *page, cairo_surface_t *picture,
    int dpi)
{
	struct buf words = BUF_MAX(MIB);
	enum ocr_read done;
	int rc = 0;

	make_grey(picture);
	done = ocr_pixels(cairo_image_surface_get_data(picture),
	    cairo_image_surface_get_width(picture),
	    cairo_image_surface_get_height(picture),
	    cairo_image_surface_get_stride(picture), dpi, &p->out->ocr_ms,
	    &words);
	pdf_flow(&p->words, page->number, buf_str(&words), words.len);
	buf_free(&words);
	if (done == OCR_LATE)
		rc = document_unread(p->d, UNREAD_TIMEOUT, p->out);
	else if (done != OCR_DONE)
		rc = document_unread(p->d, UNREAD_LIMIT, p->out);
	return rc;
}

static int
read_picture(struct pdf *p, const struct pdf_page *page)
{
	const struct pdf_box whole = {0, 0, page->width, page->height};
	const double dots = page->width * page->height;
	double scale = DPI / 72.0;
	cairo_surface_t *picture;
	int rc;

	if (dots * scale * scale > LIMIT_PICTURE_PIXELS)
		scale = sqrt(LIMIT_PICTURE_PIXELS / dots) * 0.99;
	picture = pdf_page_paint(page, &whole, scale, NULL, NULL);
	if (picture == NULL)
		return document_unread(p->d, UNREAD_LIMIT, p->out);
	rc = take_words(p, page, picture, (int)(72 * scale));
	cairo_surface_destroy(picture);
	return rc;
}

int
pdf_picture(struct pdf *p, const struct pdf_page *page)
{
	if (!is_picture(page))
		return 0;
	if (p->out->ocr_ms > 0 && ocr_ready())
		return read_picture(p, page);
	return document_unread(p->d, UNREAD_IMAGE, p->out);
}
