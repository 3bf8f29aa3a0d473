/* SPDX-License-Identifier: MIT
 *
 * pdf.c - PDF documents (ISO 32000), by poppler: from bytes to texts.
 *
 * Each page is painted once, small: that gives its text with a box for each
 * character, and tells whether all of them can be seen; only a page where that
 * is doubtful is painted again, larger (pdf-cover.c).
 *
 * BUGS: the deadline is looked at between pages; a single page that takes for
 * ever ends with the worker.  poppler mends much damage without a word.
 */
#include "extract/pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fontconfig/fontconfig.h>

#include "base/limits.h"
#include "extract/pdf-parts.h"

/* Readers look for "%%EOF" in the last kilobyte (Annex H of PDF 1.7); some mail
 * gateways add a line or two. */
#define TAIL_BYTES 4096

static const char *const sections[PDF_FLOWS] = {
    [PDF_COVERED] = "text under a box",
    [PDF_MARKED] = "text marked for redaction",
    [PDF_PALE] = "text in the colour of the page",
    [PDF_UNDRAWN] = "text that is not painted",
    [PDF_TINY] = "text of no size",
    [PDF_OFF] = "text off the page",
    [PDF_LAYER] = "layer switched off",
    [PDF_NOTE] = "annotation",
    [PDF_FIELD] = "form field",
};

/* What libraries complain of would put content into the log. */
static void
keep_quiet(const gchar *domain, GLogLevelFlags level, const gchar *message,
    gpointer arg)
{
	(void)domain;
	(void)level;
	(void)message;
	(void)arg;
}

/* One page with a letter in a font that is not in it: poppler loads its tables,
 * and fontconfig its list, while there are files. */
static const char warm[] =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]/Contents 4 0 R"
    "/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 29>>stream\nBT /F 12 Tf 9 9 Td (Ay) Tj ET\n"
    "endstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    "trailer<</Root 1 0 R/Size 6>>\n%%EOF\n";

/* Kept open: poppler forgets its tables with the last document, and the C
 * library a converter's code, which could not be loaded again. */
static PopplerDocument *kept;
static void *volatile converters[2];

void
pdf_init(void)
{
	static const struct document none = {
	    .part = "0", .where = "", .zone = ZONE_ATTACHMENT};
	GBytes *bytes = g_bytes_new_static(warm, sizeof warm - 1);
	struct texts out;

	if (kept != NULL)
		return;
	g_log_set_handler("Poppler",
	    (GLogLevelFlags)(G_LOG_LEVEL_MASK | G_LOG_FLAG_FATAL |
			     G_LOG_FLAG_RECURSION),
	    keep_quiet, NULL);
	converters[0] = g_iconv_open("UTF-8", "UTF-16BE");
	converters[1] = g_iconv_open("UTF-8", "UTF-16LE");
	FcInit();
	kept = poppler_document_new_from_bytes(bytes, NULL, NULL);
	g_bytes_unref(bytes);
	texts_init(&out, KIB);
	pdf_read(&none, 0, warm, sizeof warm - 1, &out);
	texts_free(&out);
}

void
pdf_flow(struct pdf_flow *f, size_t number, const char *s, size_t len)
{
	uint32_t *numbers;
	size_t cap;

	if (len == 0)
		return;
	if (f->n > 0 && f->numbers[f->n - 1] == number) {
		buf_addc(&f->text, '\n');
		buf_add(&f->text, s, len);
		return;
	}
	if (f->n == f->cap) {
		cap = f->cap > 0 ? 2 * f->cap : 16;
		numbers = realloc(f->numbers, cap * sizeof *numbers);
		if (numbers == NULL) {
			f->text.failed = true;
			return;
		}
		f->numbers = numbers;
		f->cap = cap;
	}
	if (f->n > 0)
		buf_addc(&f->text, '\f');
	f->numbers[f->n++] = (uint32_t)number;
	buf_add(&f->text, s, len);
}

/* Adds a finished flow as a text; the numbers go with it. */
static int
add_flow(struct pdf *p, struct pdf_flow *f, enum zone zone, const char *section)
{
	struct text *t;

	if (f->n == 0)
		return 0;
	if (buf_failed(&f->text) &&
	    document_unread(p->d, UNREAD_LIMIT, p->out) < 0)
		return -1;
	t = document_add(
	    p->d, zone, section, buf_str(&f->text), f->text.len, p->out);
	if (t != NULL) {
		t->unit = UNIT_PAGE;
		t->numbers = f->numbers;
		t->nnumbers = f->n;
		f->numbers = NULL;
	}
	return p->out->failed ? -1 : 0;
}

int
pdf_sign(struct pdf *p, size_t number, const char *about)
{
	char place[DOCUMENT_PLACE_MAX], page[40];

	snprintf(page, sizeof page, "page %zu", number);
	document_place(p->d, page, place);
	return texts_sign(p->out, SIGN_REDACTION, p->d->part, place, about);
}

static void
add_kinds(struct pdf *p, const struct pdf_page *page, struct buf *shown)
{
	struct buf text = BUF_MAX(p->out->max_bytes);
	int kind;

	pdf_flow(
	    &p->flows[PDF_SHOWN], page->number, buf_str(shown), shown->len);
	for (kind = PDF_SHOWN + 1; kind <= PDF_OFF; kind++) {
		buf_reset(&text);
		pdf_lines(page, (enum pdf_flow_kind)kind, &text);
		pdf_flow(
		    &p->flows[kind], page->number, buf_str(&text), text.len);
	}
	buf_free(&text);
}

/* Of a document that is encrypted in a way that poppler does not know, it says
 * that it is damaged. */
static int
note_damaged(const struct pdf *p)
{
	const bool encrypted = memmem(p->data, p->len, "/Encrypt", 8) != NULL;

	return document_unread(
	    p->d, encrypted ? UNREAD_ENCRYPTED : UNREAD_DAMAGED, p->out);
}

static int
read_page(struct pdf *p, size_t number)
{
	struct buf shown = BUF_MAX(p->out->max_bytes);
	struct buf more = BUF_MAX(p->out->max_bytes);
	struct pdf_page page;
	int rc = -1;

	if (!pdf_page_open(p, number, &page))
		goto out;
	if (page.page == NULL) {
		rc = note_damaged(p);
		goto out;
	}
	if (pdf_see(p, &page) < 0 || pdf_notes(p, &page, &more) < 0 ||
	    pdf_picture(p, &page) < 0)
		goto out;
	pdf_lines(&page, PDF_SHOWN, &shown);
	buf_add(&shown, buf_str(&more), more.len);
	add_kinds(p, &page, &shown);
	rc = 0;
	if (buf_failed(&shown) || buf_failed(&more))
		rc = document_unread(p->d, UNREAD_LIMIT, p->out);
out:
	pdf_page_close(&page);
	buf_free(&shown);
	buf_free(&more);
	return rc;
}

static int
read_pages(struct pdf *p, size_t npages)
{
	size_t i;

	for (i = 1; i <= npages; i++) {
		if (texts_late(p->out))
			return document_unread(p->d, UNREAD_TIMEOUT, p->out);
		if (i > LIMIT_PAGES ||
		    p->flows[PDF_SHOWN].text.len > p->out->max_bytes)
			return document_unread(p->d, UNREAD_LIMIT, p->out);
		if (read_page(p, i) < 0)
			return -1;
	}
	return 0;
}

/* A document that was cut off has lost its end. */
static int
note_cut(struct pdf *p)
{
	const size_t tail = p->len < TAIL_BYTES ? p->len : TAIL_BYTES;

	if (memmem(p->data + p->len - tail, tail, "%%EOF", 5) != NULL)
		return 0;
	return document_unread(p->d, UNREAD_DAMAGED, p->out);
}

static int
add_all(struct pdf *p)
{
	int kind;

	if (add_flow(p, &p->flows[PDF_SHOWN], document_zone(p->d), NULL) < 0 ||
	    add_flow(p, &p->words, ZONE_OCR, NULL) < 0)
		return -1;
	for (kind = PDF_SHOWN + 1; kind < PDF_FLOWS; kind++)
		if (add_flow(p, &p->flows[kind], ZONE_HIDDEN, sections[kind]) <
		    0)
			return -1;
	if ((buf_failed(&p->about) || buf_failed(&p->links)) &&
	    document_unread(p->d, UNREAD_LIMIT, p->out) < 0)
		return -1;
	document_add(p->d, ZONE_METADATA, "document properties",
	    buf_str(&p->about), p->about.len, p->out);
	document_add(p->d, ZONE_METADATA, "links", buf_str(&p->links),
	    p->links.len, p->out);
	return p->out->failed ? -1 : 0;
}

static int
read_open(struct pdf *p)
{
	const int n = poppler_document_get_n_pages(p->document);

	if (n <= 0)
		return note_damaged(p);
	pdf_objects_read(p);
	pdf_wide_open(p);
	if (p->objects.damaged > 0 && note_damaged(p) < 0)
		return -1;
	if (note_cut(p) < 0 || pdf_about(p) < 0 ||
	    read_pages(p, (size_t)n) < 0 || pdf_layers(p, (size_t)n) < 0 ||
	    add_all(p) < 0)
		return -1;
	return pdf_attachments(p);
}

static void
start(struct pdf *p)
{
	for (int kind = 0; kind < PDF_FLOWS; kind++)
		p->flows[kind].text = BUF_MAX(p->out->max_bytes + KIB);
	p->words.text = BUF_MAX(p->out->max_bytes);
	p->about = BUF_MAX(MIB);
	p->links = BUF_MAX(MIB);
}

static void
finish(struct pdf *p)
{
	for (int kind = 0; kind < PDF_FLOWS; kind++) {
		buf_free(&p->flows[kind].text);
		free(p->flows[kind].numbers);
	}
	buf_free(&p->words.text);
	free(p->words.numbers);
	buf_free(&p->about);
	buf_free(&p->links);
	if (p->embedded != NULL)
		g_hash_table_destroy(p->embedded);
	if (p->document != NULL)
		g_object_unref(p->document);
	if (p->wide != NULL)
		g_object_unref(p->wide);
	buf_free(&p->wide_bytes);
	pdf_objects_free(&p->objects);
}

int
pdf_read(const struct document *d, size_t depth, const char *data, size_t len,
    struct texts *out)
{
	struct pdf p = {
	    .d = d, .depth = depth, .data = data, .len = len, .out = out};
	GBytes *bytes = g_bytes_new_static(data, len);
	GError *error = NULL;
	int rc;

	start(&p);
	p.document = poppler_document_new_from_bytes(bytes, NULL, &error);
	if (p.document != NULL)
		rc = read_open(&p);
	else if (g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
		rc = document_unread(d, UNREAD_ENCRYPTED, out);
	else
		rc = note_damaged(&p);
	g_clear_error(&error);
	finish(&p);
	g_bytes_unref(bytes);
	return rc;
}
