/* SPDX-License-Identifier: MIT
 *
 * xls-book.c - what stands before the sheets of a workbook: their list, how
 * cells are shown, names (MS-XLS 2.1.7.20.3).
 */
#include <stdlib.h>
#include <string.h>

#include "extract/sheet-number.h"
#include "extract/xls-parts.h"

/* Built-in names: ranges the program made (2.4.150). */
#define NAME_BUILTIN 0x20u
/* A formula that is words begins so (2.5.198.89). */
#define TOKEN_STRING 0x17u
/* 65,535 letters, whatever they are. */
#define FORMAT_BYTES (4u * 65536)

static int
take_sheet(struct xls *x, struct bytes b)
{
	struct xls_listed s = {.at = bytes_number(&b, 4)};
	struct buf name = BUF_MAX(4096);
	unsigned state = bytes_number(&b, 1) & 3;

	s.state = state == 1   ? SHEET_HIDDEN
		  : state == 2 ? SHEET_VERY_HIDDEN
			       : SHEET_SHOWN;
	bytes_number(&b, 1);
	if (xls_string(x, &b, 1, &name) < 0 ||
	    xls_grow(&x->sheets, x->nsheets, &x->capsheets,
		sizeof x->sheets[0]) < 0) {
		buf_free(&name);
		return -1;
	}
	if (name.len == 0)
		buf_adds(&name, "?");
	s.name = buf_take(&name);
	if (s.name == NULL)
		return -1;
	x->sheets[x->nsheets++] = s;
	return 0;
}

static int
take_format(struct xls *x, struct bytes b)
{
	struct xls_format f = {.id = bytes_number(&b, 2)};
	struct buf code = BUF_MAX(FORMAT_BYTES);

	if (xls_string(x, &b, x->wide ? 2 : 1, &code) < 0 ||
	    xls_grow(&x->formats, x->nformats, &x->capformats,
		sizeof x->formats[0]) < 0) {
		buf_free(&code);
		return -1;
	}
	if (code.len == 0)
		return 0;
	f.code = buf_take(&code);
	if (f.code == NULL)
		return -1;
	x->formats[x->nformats++] = f;
	return 0;
}

static int
take_cell_format(struct xls *x, struct bytes b)
{
	bytes_number(&b, 2);
	if (xls_grow(&x->cell_formats, x->ncell_formats, &x->capcell_formats,
		sizeof x->cell_formats[0]) < 0)
		return -1;
	x->cell_formats[x->ncell_formats++] = (uint16_t)bytes_number(&b, 2);
	return 0;
}

/* A name somebody gave to cells; past what fits they are cut, and ole_say says
 * so. */
static void
take_name(struct xls *x, struct bytes b)
{
	unsigned flags = bytes_number(&b, 2), units;

	bytes_number(&b, 1);
	units = bytes_number(&b, 1);
	bytes_take(&b, 10);
	if ((flags & NAME_BUILTIN) != 0)
		return;
	xls_characters(x, &b, units, &x->names);
	if (bytes_number(&b, 1) == TOKEN_STRING) {
		buf_adds(&x->names, ": ");
		xls_string(x, &b, 1, &x->names);
	}
	buf_addc(&x->names, '\n');
}

/* All sheets' pictures stand in one structure (2.4.171), cut into records. */
static int
take_drawings(struct xls *x, struct bytes b, const struct bytes *stream)
{
	struct bytes at = *stream;
	struct xls_record r = {.type = XLS_CONTINUE, .data = b};

	do {
		if (buf_add(&x->drawings, r.data.at, bytes_left(&r.data)) < 0)
			return -1;
	} while (xls_next(&at, &r) && r.type == XLS_CONTINUE);
	return 0;
}

static int
take_record(struct xls *x, const struct xls_record *r, struct bytes *stream)
{
	struct bytes b = r->data;

	switch (r->type) {
	case XLS_FILEPASS:
		x->encrypted = true;
		return 0;
	case XLS_CODEPAGE:
		x->page = bytes_number(&b, 2);
		/* What the specification says of 0x8000 and 0x8001. */
		if (x->page == 0x8000)
			x->page = 10000;
		if (x->page == 0x8001)
			x->page = 1252;
		return 0;
	case XLS_DATE_1904:
		x->late = bytes_number(&b, 2) == 1;
		return 0;
	case XLS_BOUNDSHEET:
		return take_sheet(x, b);
	case XLS_FORMAT:
		return take_format(x, b);
	case XLS_XF:
		return take_cell_format(x, b);
	case XLS_NAME:
		take_name(x, b);
		return 0;
	case XLS_DRAWINGS:
		return take_drawings(x, b, stream);
	case XLS_SST:
		return xls_strings_read(x, b, stream);
	default:
		return 0;
	}
}

static int
by_id(const void *a, const void *b)
{
	const struct xls_format *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

int
xls_book_read(struct xls *x)
{
	struct bytes stream = bytes_of(buf_str(&x->book), x->book.len);
	struct xls_record r;

	if (!xls_next(&stream, &r) || r.type != XLS_BOF)
		return ole_unread(x->o, UNREAD_UNSUPPORTED);
	x->wide = bytes_number(&r.data, 2) >= 0x0600;
	while (xls_next(&stream, &r) && r.type != XLS_EOF && !x->encrypted)
		if (take_record(x, &r, &stream) < 0)
			return -1;
	if (x->nformats > 0)
		qsort(x->formats, x->nformats, sizeof x->formats[0], by_id);
	return 0;
}

const char *
xls_format(const struct xls *x, unsigned cell_format)
{
	const struct xls_format *found,
	    key = {.id = cell_format < x->ncell_formats
			     ? x->cell_formats[cell_format]
			     : 0};

	found = x->nformats > 0
		    ? bsearch(&key, x->formats, x->nformats, sizeof key, by_id)
		    : NULL;
	return found != NULL ? found->code : sheet_format_builtin(key.id);
}
