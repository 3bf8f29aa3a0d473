/* SPDX-License-Identifier: MIT
 *
 * xls.c - Excel's binary workbooks (MS-XLS: BIFF8, and BIFF5 before it) to
 * texts.
 *
 * The stream is a row of records; the book's own come first and say where each
 * sheet's begin.  Cells are shown as sheet.h shows those of any workbook.
 *
 * BUGS: workbooks of Excel 4 and older are unread, unsupported; pictures of
 * Excel 5 (IMDATA), macros and what other workbooks' cells held when last seen
 * are not read, and letters in the colour behind them count as shown.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "extract/ole-pictures.h"
#include "extract/xls-parts.h"

bool
xls_next(struct bytes *stream, struct xls_record *ret)
{
	uint32_t len;

	if (bytes_left(stream) < 4)
		return false;
	ret->type = bytes_number(stream, 2);
	len = bytes_number(stream, 2);
	ret->data = bytes_take(stream, len);
	return !stream->cut;
}

int
xls_grow(void *list, size_t n, size_t *cap, size_t size)
{
	size_t want = *cap > 0 ? *cap * 2 : 16;
	void **v = list, *p;

	if (n < *cap)
		return 0;
	p = reallocarray(*v, want, size);
	if (p == NULL)
		return -1;
	*v = p;
	*cap = want;
	return 0;
}

int
xls_characters(struct xls *x, struct bytes *b, size_t units, struct buf *out)
{
	unsigned flags;
	struct bytes s;

	if (!x->wide) {
		s = bytes_take(b, units);
		return bytes_page(x->page, s.at, bytes_left(&s), out);
	}
	flags = bytes_number(b, 1);
	/* Of rich and of Asian text, what follows the letters. */
	if ((flags & 8) != 0)
		bytes_number(b, 2);
	if ((flags & 4) != 0)
		bytes_number(b, 4);
	s = bytes_take(b, (flags & 1) != 0 ? 2 * units : units);
	if ((flags & 1) != 0)
		return bytes_utf16(s.at, bytes_left(&s) / 2, out);
	return bytes_latin(s.at, bytes_left(&s), out);
}

int
xls_string(struct xls *x, struct bytes *b, size_t length_size, struct buf *out)
{
	size_t units = bytes_number(b, length_size);

	return bytes_left(b) > 0 ? xls_characters(x, b, units, out) : 0;
}

static int
add_names(struct xls *x)
{
	struct buf names = BUF_MAX(x->o->out->max_bytes);
	int rc;

	for (size_t i = 0; i < x->nsheets; i++)
		buf_addf(&names, "%s\n", x->sheets[i].name);
	rc = ole_say(x->o, ZONE_METADATA, "sheet names", &names);
	if (rc == 0)
		rc = ole_say(x->o, ZONE_METADATA, "defined names", &x->names);
	buf_free(&names);
	return rc;
}

static int
by_place(const void *a, const void *b)
{
	const struct xls_listed *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static int
read_sheets(struct xls *x)
{
	/* Honest sheets do not overlap. */
	x->budget = x->book.len / 2;
	if (x->nsheets > 0)
		qsort(x->sheets, x->nsheets, sizeof x->sheets[0], by_place);
	for (size_t i = 0; i < x->nsheets; i++) {
		if (texts_late(x->o->out))
			return ole_unread(x->o, UNREAD_TIMEOUT);
		/* Two that begin at one place are one, named twice. */
		if (x->budget == 0 || x->sheets[i].at >= x->book.len ||
		    (i > 0 && x->sheets[i].at == x->sheets[i - 1].at))
			x->damaged = true;
		else if (xls_cells_read(x, &x->sheets[i]) < 0)
			return -1;
	}
	return 0;
}

static int
read_pictures(struct xls *x)
{
	struct ole_pictures p;

	ole_pictures_begin(&p, x->o);
	return ole_pictures_take(
	    &p, bytes_of(buf_str(&x->drawings), x->drawings.len));
}

static int
read_book(struct xls *x)
{
	int rc = xls_book_read(x);

	if (rc < 0)
		return -1;
	if (x->encrypted)
		return ole_unread(x->o, UNREAD_ENCRYPTED);
	if (buf_failed(&x->strings) && ole_unread(x->o, UNREAD_LIMIT) < 0)
		return -1;
	x->damaged |= x->nsheets == 0;
	rc = add_names(x);
	if (rc == 0)
		rc = read_sheets(x);
	return rc < 0 ? rc : read_pictures(x);
}

/* Embedded objects stand in storages "MBD" and a number. */
static int
read_objects(struct ole *o)
{
	for (size_t i = 0; i < o->storage->n; i++) {
		const struct cfb_entry *e = &o->c->v[o->storage->first + i];

		if (e->storage && strncasecmp(e->name, "MBD", 3) == 0 &&
		    ole_inside(o, e) < 0)
			return -1;
	}
	return 0;
}

int
xls_read(struct ole *o)
{
	struct xls x = {.o = o,
	    .book = BUF_MAX(o->c->len),
	    .page = 1252,
	    .strings = BUF_MAX(o->out->max_bytes),
	    .names = BUF_MAX(o->out->max_bytes),
	    .drawings = BUF_MAX(o->c->len)};
	int rc = ole_stream(o, "Workbook", &x.book);

	if (rc == 0 && x.book.len == 0)
		rc = ole_stream(o, "Book", &x.book);
	if (rc == 0)
		rc = read_book(&x);
	if (rc == 0 && x.damaged)
		rc = ole_unread(o, UNREAD_DAMAGED);
	if (rc == 0)
		rc = read_objects(o);
	for (size_t i = 0; i < x.nsheets; i++)
		free(x.sheets[i].name);
	for (size_t i = 0; i < x.nformats; i++)
		free(x.formats[i].code);
	free(x.sheets);
	free(x.formats);
	free(x.starts);
	free(x.cell_formats);
	buf_free(&x.strings);
	buf_free(&x.names);
	buf_free(&x.drawings);
	buf_free(&x.book);
	return rc;
}
