/* SPDX-License-Identifier: MIT
 *
 * ocr.c - the words in a picture, by Tesseract.
 *
 * Words that Tesseract itself is not sure of are left out: in a photograph it
 * sees words everywhere.
 *
 * BUGS: text that stands on its side is not read, nor handwriting.
 */
#include "extract/ocr.h"

#include "base/limits.h"

#ifdef HAVE_TESSERACT

#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>
#include <tesseract/capi.h>

#include "base/fd.h"

/* Percent; words of clean print have 90 and more, those in leaves of trees
 * below 40. */
#define SURE_ENOUGH 50
/* Dots to the inch of a picture that does not say. */
#define USUAL_DPI 96
/* What Tesseract reads best; a picture of fewer is made larger, up to so many
 * times. */
#define GOOD_DPI 250
#define LARGEST_SCALE 3.0f

static TessBaseAPI *engine;

/* Of libgomp, which libtesseract may bring: it would start threads, which a
 * worker may not. Absent where Tesseract was built without. */
extern void omp_set_num_threads(int n) __attribute__((weak));

int
ocr_init(const char *languages, struct buf *ret_err)
{
	setMsgSeverity(L_SEVERITY_NONE);
	if (omp_set_num_threads != NULL)
		omp_set_num_threads(1);
	engine = TessBaseAPICreate();
	if (engine == NULL ||
	    TessBaseAPIInit2(engine, NULL, languages, OEM_LSTM_ONLY) != 0) {
		TessBaseAPIDelete(engine);
		engine = NULL;
		buf_addf(ret_err,
		    "ocr: Tesseract has no data for %s; install "
		    "tesseract-ocr-LANGUAGE for each, or say ocr: no",
		    languages);
		return -1;
	}
	TessBaseAPISetVariable(engine, "debug_file", "/dev/null");
	TessBaseAPISetPageSegMode(engine, PSM_AUTO);
	return 0;
}

bool
ocr_ready(void)
{
	return engine != NULL;
}

void
ocr_free(void)
{
	TessBaseAPIDelete(engine);
	engine = NULL;
}

/* The sure words in reading order, lines as they stand. */
static int
add_words(struct buf *words)
{
	TessResultIterator *at = TessBaseAPIGetIterator(engine);
	TessPageIterator *page;
	bool line = true;
	char *word;

	if (at == NULL)
		return 0;
	page = TessResultIteratorGetPageIterator(at);
	do {
		if (TessPageIteratorIsAtBeginningOf(page, RIL_TEXTLINE))
			line = true;
		if (TessResultIteratorConfidence(at, RIL_WORD) < SURE_ENOUGH)
			continue;
		word = TessResultIteratorGetUTF8Text(at, RIL_WORD);
		if (word == NULL)
			continue;
		if (words->len > 0)
			buf_addc(words, line ? '\n' : ' ');
		line = false;
		buf_adds(words, word);
		TessDeleteText(word);
	} while (TessResultIteratorNext(at, RIL_WORD));
	TessResultIteratorDelete(at);
	return buf_failed(words) ? -1 : 0;
}

/* Runs the engine over the picture it was given. */
static enum ocr_read
recognise(int64_t *left_ms, struct buf *words)
{
	int64_t start = clock_ms(), took;
	ETEXT_DESC *monitor = TessMonitorCreate();
	bool late;
	int failed;

	if (monitor == NULL)
		return OCR_MEMORY;
	TessMonitorSetDeadlineMSecs(monitor, (int)*left_ms);
	failed = TessBaseAPIRecognize(engine, monitor);
	TessMonitorDelete(monitor);
	took = clock_ms() - start;
	late = took >= *left_ms;
	/* Never 0, which says that pictures are not read at all. */
	*left_ms = late ? -1 : *left_ms - took;
	if (failed == 0 && add_words(words) < 0)
		return OCR_MEMORY;
	TessBaseAPIClear(engine);
	return late ? OCR_LATE : failed != 0 ? OCR_DAMAGED : OCR_DONE;
}

/* Grey, and as large as is read best. */
static PIX *
prepared(PIX *p, int *dpi)
{
	PIX *grey = pixConvertTo8(p, 0), *larger;
	float scale;

	if (grey == NULL)
		return NULL;
	*dpi = pixGetXRes(p) > 0 ? pixGetXRes(p) : USUAL_DPI;
	scale = (float)GOOD_DPI / (float)*dpi;
	if (scale > LARGEST_SCALE)
		scale = LARGEST_SCALE;
	if (scale < 1.2f || (double)pixGetWidth(grey) * pixGetHeight(grey) *
				    (double)(scale * scale) >
				(double)LIMIT_PICTURE_PIXELS)
		return grey;
	larger = pixScale(grey, scale, scale);
	if (larger == NULL)
		return grey;
	pixDestroy(&grey);
	*dpi = (int)((float)*dpi * scale);
	return larger;
}

static enum ocr_read
read_picture(PIX *p, int64_t *left_ms, struct buf *words)
{
	enum ocr_read ret;
	PIX *grey;
	int dpi;

	if (*left_ms <= 0)
		return OCR_LATE;
	grey = prepared(p, &dpi);
	if (grey == NULL)
		return OCR_MEMORY;
	TessBaseAPISetImage2(engine, grey);
	TessBaseAPISetSourceResolution(engine, dpi);
	ret = recognise(left_ms, words);
	pixDestroy(&grey);
	return ret;
}

/* A TIFF may hold several pictures: the pages of a fax or a scan. */
static enum ocr_read
read_pages(
    const l_uint8 *bytes, size_t len, int64_t *left_ms, struct buf *words)
{
	enum ocr_read ret;
	size_t at = 0;
	int pages;
	PIX *p;

	for (pages = 0; pages < LIMIT_PAGES; pages++) {
		p = pixReadMemFromMultipageTiff(bytes, len, &at);
		if (p == NULL)
			return OCR_DAMAGED;
		ret = read_picture(p, left_ms, words);
		pixDestroy(&p);
		if (ret != OCR_DONE || at == 0)
			return ret;
	}
	return OCR_LIMITED;
}

enum ocr_read
ocr_file(const char *data, size_t len, int64_t *left_ms, struct buf *words)
{
	int format, width, height, bits, samples, map;
	const l_uint8 *bytes = (const l_uint8 *)data;
	enum ocr_read ret;
	PIX *p;

	if (pixReadHeaderMem(bytes, len, &format, &width, &height, &bits,
		&samples, &map) != 0 ||
	    width <= 0 || height <= 0)
		return OCR_DAMAGED;
	if ((double)width * height > (double)LIMIT_PICTURE_PIXELS)
		return OCR_LIMITED;
	if (L_FORMAT_IS_TIFF(format))
		return read_pages(bytes, len, left_ms, words);
	p = pixReadMem(bytes, len);
	if (p == NULL)
		return OCR_DAMAGED;
	ret = read_picture(p, left_ms, words);
	pixDestroy(&p);
	return ret;
}

enum ocr_read
ocr_pixels(const unsigned char *grey, int width, int height, int stride,
    int dpi, int64_t *left_ms, struct buf *words)
{
	if (*left_ms <= 0)
		return OCR_LATE;
	if ((double)width * height > (double)LIMIT_PICTURE_PIXELS)
		return OCR_LIMITED;
	TessBaseAPISetImage(engine, grey, width, height, 1, stride);
	TessBaseAPISetSourceResolution(engine, dpi);
	return recognise(left_ms, words);
}

#else

int
ocr_init(const char *languages, struct buf *ret_err)
{
	(void)languages;
	buf_adds(ret_err, "ocr: this probity was built without Tesseract; "
			  "say ocr: no");
	return -1;
}

bool
ocr_ready(void)
{
	return false;
}

void
ocr_free(void)
{
}

enum ocr_read
ocr_file(const char *data, size_t len, int64_t *left_ms, struct buf *words)
{
	(void)data;
	(void)len;
	(void)left_ms;
	(void)words;
	return OCR_DAMAGED;
}

enum ocr_read
ocr_pixels(const unsigned char *grey, int width, int height, int stride,
    int dpi, int64_t *left_ms, struct buf *words)
{
	(void)grey;
	(void)width;
	(void)height;
	(void)stride;
	(void)dpi;
	return ocr_file(NULL, 0, left_ms, words);
}

#endif
