/* SPDX-License-Identifier: MIT
 *
 * xls-cells.c - the cells of one sheet (MS-XLS 2.1.7.20.5).
 *
 * Charts stand within a sheet, from a BOF to an EOF of their own, or are sheets;
 * cells in them repeat those they were drawn from, and are passed over.
 *
 * BUGS: so they are where those were in another workbook.
 */
#include <string.h>

#include "extract/sheet-number.h"
#include "extract/xls-parts.h"

#define BOF_CHART 0x20u
#define ROW_HIDDEN 0x20u
#define COLUMN_HIDDEN 0x01u

struct reader {
	struct xls *x;
	struct sheet *sheet;
	struct buf text;
	unsigned depth; /* of BOF in BOF */
	bool chart;     /* a sheet that is one */
	/* The cell whose STRING is to come. */
	bool pending;
	uint32_t row, column;
	unsigned format;
	int rc; /* of sheet_cell */
};

static void
put(struct reader *r, uint32_t row, uint32_t column, unsigned format,
    const char *s, size_t len)
{
	bool blank = sheet_format_blank(xls_format(r->x, format));

	if (r->rc == 0)
		r->rc = sheet_cell(r->sheet, row, column, blank, s, len);
}

static void
put_number(struct reader *r, uint32_t row, uint32_t column, unsigned format,
    double value)
{
	buf_reset(&r->text);
	if (sheet_number(
		xls_format(r->x, format), value, r->x->late, &r->text) == 0)
		put(r, row, column, format, buf_str(&r->text), r->text.len);
}

/* 30 bits of a number, or of a whole one; the lowest bit: in hundredths
 * (2.5.217). */
static double
rk_value(uint32_t rk)
{
	unsigned char eight[8] = {0};
	double value;

	if ((rk & 2) != 0)
		value = (double)((int32_t)rk >> 2);
	else {
		for (int i = 0; i < 4; i++)
			eight[4 + i] = (unsigned char)((rk & ~3u) >> (8 * i));
		value = bytes_double(eight);
	}
	return (rk & 1) != 0 ? value / 100 : value;
}

static void
put_truth(struct reader *r, uint32_t row, uint32_t column, unsigned format,
    unsigned value, bool error)
{
	const char *s = value != 0 ? "TRUE" : "FALSE";

	/* Errors say nothing. */
	if (!error)
		put(r, row, column, format, s, strlen(s));
}

/* A formula's last result (2.5.133). */
static void
take_formula(struct reader *r, uint32_t row, uint32_t column, unsigned format,
    struct bytes b)
{
	if (bytes_left(&b) < 8)
		return;
	if (bytes_16(b.at + 6) != 0xffff)
		put_number(r, row, column, format, bytes_double(b.at));
	else if (b.at[0] == 0) {
		r->pending = true;
		r->row = row;
		r->column = column;
		r->format = format;
	} else if (b.at[0] == 1)
		put_truth(r, row, column, format, b.at[2], false);
}

static void
take_label(struct reader *r, uint32_t row, uint32_t column, unsigned format,
    struct bytes b)
{
	buf_reset(&r->text);
	if (xls_string(r->x, &b, 2, &r->text) == 0)
		put(r, row, column, format, buf_str(&r->text), r->text.len);
}

static void
take_shared(struct reader *r, uint32_t row, uint32_t column, unsigned format,
    struct bytes b)
{
	size_t len;
	const char *s = xls_shared_string(r->x, bytes_number(&b, 4), &len);

	if (s != NULL)
		put(r, row, column, format, s, len);
	else
		r->x->damaged = true;
}

static void
take_several(struct reader *r, uint32_t row, uint32_t column, struct bytes b)
{
	for (; bytes_left(&b) >= 8; column++) {
		unsigned format = bytes_number(&b, 2);

		put_number(
		    r, row, column, format, rk_value(bytes_number(&b, 4)));
	}
}

static void
take_cell(struct reader *r, const struct xls_record *record)
{
	struct bytes b = record->data;
	uint32_t row = bytes_number(&b, 2), column = bytes_number(&b, 2);
	unsigned format;

	if (record->type == XLS_MULRK) {
		take_several(r, row, column, b);
		return;
	}
	format = bytes_number(&b, 2);
	if (b.cut)
		return;
	switch (record->type) {
	case XLS_FORMULA:
		take_formula(r, row, column, format, b);
		break;
	case XLS_LABEL:
	case XLS_RSTRING:
		take_label(r, row, column, format, b);
		break;
	case XLS_LABELSST:
		take_shared(r, row, column, format, b);
		break;
	case XLS_NUMBER:
		if (bytes_left(&b) >= 8)
			put_number(r, row, column, format, bytes_double(b.at));
		break;
	case XLS_RK:
		put_number(
		    r, row, column, format, rk_value(bytes_number(&b, 4)));
		break;
	case XLS_BOOLERR:
		if (bytes_left(&b) >= 2)
			put_truth(
			    r, row, column, format, b.at[0], b.at[1] != 0);
		break;
	}
}

static void
take_row(struct reader *r, struct bytes b)
{
	uint32_t row = bytes_number(&b, 2);

	bytes_take(&b, 10);
	if ((bytes_number(&b, 2) & ROW_HIDDEN) != 0)
		sheet_hide_rows(r->sheet, row, row);
}

static void
take_columns(struct reader *r, struct bytes b)
{
	uint32_t first = bytes_number(&b, 2), last = bytes_number(&b, 2);
	uint32_t width = bytes_number(&b, 2);

	bytes_number(&b, 2);
	if (!b.cut && last >= first &&
	    ((bytes_number(&b, 2) & COLUMN_HIDDEN) != 0 || width == 0))
		sheet_hide_columns(r->sheet, first, last);
}

static void
take_record(struct reader *r, const struct xls_record *record)
{
	struct bytes b = record->data;

	switch (record->type) {
	case XLS_ROW:
		take_row(r, b);
		break;
	case XLS_COLUMNS:
		take_columns(r, b);
		break;
	case XLS_FILTERMODE:
		/* Which rows it looks at is not asked: where a sheet is
		 * filtered, those that are hidden are so for that. */
		sheet_filter_rows(r->sheet, 0, SHEET_ROWS - 1);
		break;
	case XLS_STRING:
		if (r->pending)
			take_label(r, r->row, r->column, r->format, b);
		r->pending = false;
		break;
	default:
		take_cell(r, record);
		break;
	}
}

/* Does the record hold cells, or rows and columns of them? */
static bool
of_cells(unsigned type)
{
	static const uint16_t types[] = {XLS_FORMULA, XLS_LABEL, XLS_RSTRING,
	    XLS_LABELSST, XLS_NUMBER, XLS_RK, XLS_MULRK, XLS_BOOLERR, XLS_ROW,
	    XLS_COLUMNS, XLS_STRING, XLS_FILTERMODE};

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (types[i] == type)
			return true;
	return false;
}

static void
begin(struct reader *r, struct bytes b)
{
	bytes_number(&b, 2);
	if (r->depth++ == 0)
		r->chart = bytes_number(&b, 2) == BOF_CHART;
}

static void
walk(struct reader *r, struct xls_extras *e, struct bytes stream)
{
	struct xls_record record;

	while (r->rc == 0 && r->x->budget > 0 && xls_next(&stream, &record)) {
		r->x->budget--;
		if (record.type == XLS_BOF)
			begin(r, record.data);
		else if (record.type == XLS_EOF) {
			if (r->depth <= 1)
				return;
			r->depth--;
		} else if (of_cells(record.type)) {
			if (r->depth == 1 && !r->chart)
				take_record(r, &record);
		} else
			xls_extras_take(e, &record, &stream);
	}
	/* Without an end of its own. */
	r->x->damaged |= r->rc == 0;
}

int
xls_cells_read(struct xls *x, const struct xls_listed *listed)
{
	char section[SHEET_SECTION_MAX];
	struct bytes all = bytes_of(buf_str(&x->book), x->book.len);
	struct reader r = {.x = x, .text = BUF_MAX(256 * 1024)};
	struct xls_extras e;

	sheet_section(listed->name, section);
	r.sheet = sheet_new(x->o->d, section, listed->state, x->o->out);
	if (r.sheet == NULL)
		return -1;
	xls_extras_init(&e, x, listed->name, listed->state);
	walk(&r, &e, bytes_at(&all, listed->at, x->book.len - listed->at));
	buf_free(&r.text);
	if (sheet_end(r.sheet) < 0 || r.rc < 0) {
		e.failed = true;
		xls_extras_end(&e);
		return -1;
	}
	return xls_extras_end(&e);
}
