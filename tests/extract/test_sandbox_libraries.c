/* SPDX-License-Identifier: MIT
 *
 * test_sandbox_libraries.c - what document workers need of libraries works in
 * their sandbox, and is not ended by it.
 *
 * Everything that is prepared is prepared before, in this process, as in the
 * inspect parent; each use is a child's.
 */
#include "extract/sandbox.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <poppler.h>

#include "lib/test.h"

#include "base/fd.h"
#include "base/limits.h"
#include "extract/ocr.h"

#define WIDTH 900
#define HEIGHT 120

static struct map pdf; /* one without fonts of its own */

static cairo_surface_t *
paint(const char *words)
{
	cairo_surface_t *s =
	    cairo_image_surface_create(CAIRO_FORMAT_A8, WIDTH, HEIGHT);
	cairo_t *c = cairo_create(s);

	cairo_select_font_face(
	    c, "sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(c, 48);
	cairo_move_to(c, 30, 80);
	cairo_show_text(c, words);
	cairo_destroy(c);
	cairo_surface_flush(s);
	return s;
}

/* Text in a font of the system's, painted. */
static int
paints_text(void)
{
	cairo_surface_t *s = paint("The roof leaks");
	const unsigned char *p = cairo_image_surface_get_data(s);
	const int stride = cairo_image_surface_get_stride(s);
	long ink = 0;
	int i;

	for (i = 0; i < HEIGHT * stride; i++)
		ink += p[i];
	cairo_surface_destroy(s);
	return ink > 1000 ? 0 : 1;
}

static PopplerDocument *
open_pdf(void)
{
	GBytes *b = g_bytes_new_static(pdf.data, pdf.len);
	PopplerDocument *d = poppler_document_new_from_bytes(b, NULL, NULL);

	g_bytes_unref(b);
	return d;
}

static int
reads_pdf(void)
{
	PopplerDocument *d = open_pdf();
	PopplerPage *page;
	char *text;
	int ret;

	if (d == NULL)
		return 2;
	page = poppler_document_get_page(d, 0);
	text = poppler_page_get_text(page);
	ret = strstr(text, "roof") != NULL ? 0 : 1;
	g_free(text);
	g_object_unref(page);
	g_object_unref(d);
	return ret;
}

static int
paints_pdf(void)
{
	cairo_surface_t *s =
	    cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 600, 800);
	cairo_t *c = cairo_create(s);
	PopplerDocument *d = open_pdf();
	PopplerPage *page;
	int ret;

	if (d == NULL)
		return 2;
	page = poppler_document_get_page(d, 0);
	poppler_page_render(page, c);
	ret = cairo_status(c) == CAIRO_STATUS_SUCCESS ? 0 : 1;
	g_object_unref(page);
	g_object_unref(d);
	cairo_destroy(c);
	cairo_surface_destroy(s);
	return ret;
}

/* A font that nobody asked for before. */
static int
finds_font(void)
{
	FcPattern *p = FcNameParse((const FcChar8 *)"serif:bold"), *found;
	FcResult result;
	FcChar8 *file;
	int ret = 1;

	FcConfigSubstitute(NULL, p, FcMatchPattern);
	FcDefaultSubstitute(p);
	found = FcFontMatch(NULL, p, &result);
	if (found != NULL &&
	    FcPatternGetString(found, FC_FILE, 0, &file) == FcResultMatch)
		ret = 0;
	FcPatternDestroy(found);
	FcPatternDestroy(p);
	return ret;
}

static int
reads_picture(void)
{
	unsigned char grey[WIDTH * HEIGHT];
	cairo_surface_t *s = paint("The roof leaks");
	const unsigned char *p = cairo_image_surface_get_data(s);
	const int stride = cairo_image_surface_get_stride(s);
	struct buf words = BUF_MAX(10000);
	int64_t left = 20000;
	int x, y;

	for (y = 0; y < HEIGHT; y++)
		for (x = 0; x < WIDTH; x++)
			grey[y * WIDTH + x] = 255 - p[y * stride + x];
	if (ocr_pixels(grey, WIDTH, HEIGHT, WIDTH, 200, &left, &words) !=
	    OCR_DONE)
		return 2;
	return strstr(buf_str(&words), "roof") != NULL ? 0 : 1;
}

static void
expect(const char *what, int (*use)(void))
{
	struct buf err = BUF_MAX(512);
	struct sandbox *box;
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		alarm(60);
		close_range(3, ~0u, 0);
		box = sandbox_prepare(&err);
		if (box == NULL || sandbox_enter(box, SANDBOX_DOCUMENTS) < 0)
			_exit(100);
		_exit(use());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFSIGNALED(status))
		fail_msg("%s: signal %d", what, WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		fail_msg("%s: %d", what, WEXITSTATUS(status));
}

/* Fonts are found, opened and painted, PDFs read and painted. */
static void
fonts_and_pages(void **state)
{
	(void)state;
	expect("find a font", finds_font);
	expect("paint text", paints_text);
	expect("read a PDF", reads_pdf);
	expect("paint a PDF", paints_pdf);
}

/* Tesseract reads without a file and without a thread. */
static void
pictures(void **state)
{
	struct buf err = BUF_MAX(512);

	(void)state;
	if (ocr_init("eng", &err) < 0) {
		print_message("%s\n", buf_str(&err));
		skip();
	}
	expect("read a picture", reads_picture);
}

/* A page in Helvetica, which is not in the file, as PDF. */
static void
make_pdf(void)
{
	static const char page[] =
	    "%PDF-1.4\n"
	    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
	    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
	    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents "
	    "4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>endobj\n"
	    "4 0 obj<</Length 78>>stream\n"
	    "BT /F1 24 Tf 50 700 Td (The roof leaks) Tj ET "
	    "BT /F2 9 Tf 50 600 Td <0041> Tj ET\n"
	    "endstream endobj\n"
	    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
	    "6 0 obj<</Type/Font/Subtype/Type0/BaseFont/MSung-Light/Encoding"
	    "/UniGB-UCS2-H/DescendantFonts[7 0 R]>>endobj\n"
	    "7 0 obj<</Type/Font/Subtype/CIDFontType0/BaseFont/MSung-Light"
	    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>"
	    ">>endobj\n"
	    "trailer<</Root 1 0 R>>\n%%EOF\n";

	pdf = (struct map){page, sizeof page - 1};
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fonts_and_pages),
	    cmocka_unit_test(pictures),
	};
	int failed;

	/* Read before main by OpenMP's library; report/inspector.c sees to it.
	 */
	if (getenv("OMP_THREAD_LIMIT") == NULL) {
		setenv("OMP_THREAD_LIMIT", "1", 1);
		execv("/proc/self/exe", argv);
	}
	(void)argc;
	make_pdf();
	FcInit();
	FcConfigSetRescanInterval(NULL, 0);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	FcFini();
	return failed;
}
