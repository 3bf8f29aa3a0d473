/* SPDX-License-Identifier: MIT
 *
 * pdf-wide.c - the same PDF with wider pages.
 *
 * poppler gives no text that lies outside a page.  So the objects that say how
 * large pages are (7.7.3.3) are appended once more with larger boxes, as an
 * incremental update (7.5.6), and poppler opens that.  A wide page counts only
 * where it is exactly the page and as much more on each side.
 *
 * BUGS: boxes that are references, and pages that have none, stay as they are;
 * so do pages in object streams of encrypted files.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "extract/pdf-parts.h"

#define TAIL_BYTES 4096
#define HEAD_BYTES 1024

struct placed {
	size_t number, at;
	unsigned generation;
};

static bool
is_box(const struct pdf_entry *e)
{
	return (e->key_len == 9 && memcmp(e->key, "/MediaBox", 9) == 0) ||
	       (e->key_len == 8 && memcmp(e->key, "/CropBox", 8) == 0);
}

void
pdf_wide_object(struct pdf_objects *o, size_t number, unsigned generation,
    const struct pdf_dict *d)
{
	const struct placed where = {number, o->wide.len, generation};
	const char *at = d->from, *rest = d->from;
	struct pdf_entry e;
	double v[4];
	bool boxes = false;

	buf_addf(&o->wide, "%zu %u obj\n<<", number, generation);
	while (pdf_syntax_next(&at, d->to, &e)) {
		if (!is_box(&e) || pdf_syntax_numbers(&e, v, 4) < 4)
			continue;
		buf_add(&o->wide, rest, (size_t)(e.value - rest));
		buf_addf(&o->wide, " [%.4f %.4f %.4f %.4f]",
		    fmin(v[0], v[2]) - PDF_AROUND,
		    fmin(v[1], v[3]) - PDF_AROUND,
		    fmax(v[0], v[2]) + PDF_AROUND,
		    fmax(v[1], v[3]) + PDF_AROUND);
		rest = e.end;
		boxes = true;
	}
	buf_add(&o->wide, rest, (size_t)(d->to - rest));
	buf_adds(&o->wide, ">>\nendobj\n");
	if (boxes && !buf_failed(&o->wide)) {
		buf_add(&o->entries, &where, sizeof where);
	} else if (!buf_failed(&o->wide)) {
		o->wide.len = where.at;
		o->wide.data[where.at] = '\0';
	}
}

/* Where the last cross-reference section is, as the file says. */
static bool
find_start(const struct pdf *p, size_t *ret)
{
	const size_t tail = p->len < TAIL_BYTES ? p->len : TAIL_BYTES;
	const char *s = p->data + p->len - tail, *end = p->data + p->len;
	const char *found = NULL;
	struct pdf_entry e;
	double at;

	while ((s = memmem(s, (size_t)(end - s), "startxref", 9)) != NULL)
		found = s += 9;
	if (found == NULL)
		return false;
	e = (struct pdf_entry){.value = found, .end = end};
	if (pdf_syntax_numbers(&e, &at, 1) < 1 || !(at > 0) ||
	    at > (double)p->len)
		return false;
	*ret = (size_t)at;
	return true;
}

/* The table, the latest of each object first: that is the one that counts. */
static void
add_table(const struct pdf_objects *o, size_t base, struct buf *out)
{
	struct placed e;
	size_t i = o->entries.len / sizeof e;

	buf_adds(out, "xref\n");
	while (i-- > 0) {
		memcpy(&e, o->entries.data + i * sizeof e, sizeof e);
		buf_addf(out, "%zu 1\n%010zu %05u n \n", e.number, base + e.at,
		    e.generation);
	}
}

static void
add_key(const char *key, const struct buf *value, struct buf *out)
{
	if (value->len == 0)
		return;
	buf_adds(out, key);
	buf_addc(out, ' ');
	buf_add(out, value->data, value->len);
	buf_addc(out, '\n');
}

/* The file with its wider pages behind it. */
static void
write_wide(const struct pdf *p, struct buf *out)
{
	const struct pdf_objects *o = &p->objects;
	const size_t head = p->len < HEAD_BYTES ? p->len : HEAD_BYTES;
	const char *first = memmem(p->data, head, "%PDF-", 5);
	/* Offsets count from the header. */
	const size_t before = first != NULL ? (size_t)(first - p->data) : 0;
	size_t base, table, start;

	buf_add(out, p->data, p->len);
	buf_addc(out, '\n');
	base = out->len - before;
	buf_add(out, o->wide.data, o->wide.len);
	table = out->len - before;
	if (find_start(p, &start))
		add_table(o, base, out);
	buf_addf(out, "trailer\n<< /Size %zu\n", o->most + 1);
	add_key("/Root", &o->root, out);
	add_key("/Encrypt", &o->encrypt, out);
	add_key("/ID", &o->id, out);
	if (find_start(p, &start))
		buf_addf(out, "/Prev %zu >>\nstartxref\n%zu\n%%%%EOF\n", start,
		    table);
	else
		buf_adds(out, ">>\n%%EOF\n");
}

void
pdf_wide_open(struct pdf *p)
{
	GBytes *bytes;

	if (p->objects.entries.len == 0 || p->objects.root.len == 0 ||
	    buf_failed(&p->objects.wide) || buf_failed(&p->objects.entries))
		return;
	p->wide_bytes = BUF_MAX(2 * p->len + 16 * MIB);
	write_wide(p, &p->wide_bytes);
	if (buf_failed(&p->wide_bytes))
		return;
	bytes = g_bytes_new_static(p->wide_bytes.data, p->wide_bytes.len);
	p->wide = poppler_document_new_from_bytes(bytes, NULL, NULL);
	g_bytes_unref(bytes);
	if (p->wide != NULL && poppler_document_get_n_pages(p->wide) !=
				   poppler_document_get_n_pages(p->document)) {
		g_object_unref(p->wide);
		p->wide = NULL;
	}
}

PopplerPage *
pdf_wide_page(const struct pdf *p, const struct pdf_page *page)
{
	PopplerPage *wide;
	double width, height;

	if (p->wide == NULL)
		return NULL;
	wide = poppler_document_get_page(p->wide, (int)page->number - 1);
	if (wide == NULL)
		return NULL;
	poppler_page_get_size(wide, &width, &height);
	if (fabs(width - page->width - 2 * PDF_AROUND) < 0.1 &&
	    fabs(height - page->height - 2 * PDF_AROUND) < 0.1)
		return wide;
	g_object_unref(wide);
	return NULL;
}
