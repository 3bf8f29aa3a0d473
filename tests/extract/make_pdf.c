/* SPDX-License-Identifier: MIT
 *
 * make_pdf.c - PDF files for tests, typed out object by object.
 */
#include "extract/make_pdf.h"

#include <string.h>

#define MOST 64

struct maker {
	struct buf *out;
	size_t at[MOST], n;
};

static void
object(struct maker *m, const char *s)
{
	m->at[m->n++] = m->out->len;
	buf_addf(m->out, "%zu 0 obj\n", m->n);
	buf_adds(m->out, s);
	buf_adds(m->out, "\nendobj\n");
}

static void
stream(struct maker *m, const char *s)
{
	struct buf b = BUF_MAX(1u << 24);

	buf_addf(&b, "<< /Length %zu >>\nstream\n", strlen(s));
	buf_adds(&b, s);
	buf_adds(&b, "\nendstream");
	object(m, buf_str(&b));
	buf_free(&b);
}

static void
end(struct maker *m, const char *trailer)
{
	const size_t start = m->out->len;

	buf_addf(m->out, "xref\n0 %zu\n0000000000 65535 f \n", m->n + 1);
	for (size_t i = 0; i < m->n; i++)
		buf_addf(m->out, "%010zu 00000 n \n", m->at[i]);
	buf_addf(m->out,
	    "trailer\n<< /Root 1 0 R /Size %zu %s "
	    ">>\nstartxref\n%zu\n%%%%EOF\n",
	    m->n + 1, trailer, start);
}

static const char *
or_none(const char *s)
{
	return s != NULL ? s : "";
}

static const char font[] =
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

void
make_pdf(const struct make_pdf *m, struct buf *out)
{
	struct maker k = {.out = out};
	struct buf b = BUF_MAX(1u << 16);

	buf_adds(out, "%PDF-1.7\n");
	buf_addf(
	    &b, "<< /Type /Catalog /Pages 2 0 R %s >>", or_none(m->catalog));
	object(&k, buf_str(&b));
	object(&k, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
	buf_reset(&b);
	buf_addf(&b,
	    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
	    "/Contents 4 0 R /Resources << /Font << /F1 5 0 R >> "
	    "/Properties << /L1 6 0 R >> >> %s >>",
	    or_none(m->page));
	object(&k, buf_str(&b));
	stream(&k, m->content);
	object(&k, font);
	for (const char *const *o = m->objects; o != NULL && *o != NULL; o++)
		object(&k, *o);
	end(&k, or_none(m->trailer));
	buf_free(&b);
}

void
make_pdf_pages(const char *const *contents, size_t n, struct buf *out)
{
	struct maker k = {.out = out};
	struct buf b = BUF_MAX(1u << 16);

	buf_adds(out, "%PDF-1.7\n");
	object(&k, "<< /Type /Catalog /Pages 2 0 R >>");
	buf_adds(&b, "<< /Type /Pages /Kids [");
	for (size_t i = 0; i < n; i++)
		buf_addf(&b, "%zu 0 R ", 4 + 2 * i);
	buf_addf(&b, "] /Count %zu >>", n);
	object(&k, buf_str(&b));
	object(&k, font);
	for (size_t i = 0; i < n; i++) {
		buf_reset(&b);
		buf_addf(&b,
		    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
		    "/Contents %zu 0 R "
		    "/Resources << /Font << /F1 3 0 R >> >> >>",
		    5 + 2 * i);
		object(&k, buf_str(&b));
		stream(&k, contents[i]);
	}
	end(&k, "");
	buf_free(&b);
}
