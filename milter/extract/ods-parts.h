/* SPDX-License-Identifier: MIT
 *
 * ods-parts.h - what the files of the ODS reader share.
 */
#ifndef EXTRACT_ODS_PARTS_H
#define EXTRACT_ODS_PARTS_H

#include "base/buf.h"
#include "extract/package.h"
#include "extract/sheet.h"
#include "extract/xml.h"

struct ods_style {
	char *key;    /* "table-cell:ce1" */
	char *parent; /* the same; NULL: none */
	uint32_t colour, background;
	bool hidden; /* not displayed, or of no width or height */
	bool same;   /* letters of the colour behind them */
};

struct ods_styles {
	struct ods_style *v;
	size_t n, cap;
	bool open; /* the last is being read */
	bool sorted;
};

/* Of styles.xml and content.xml. Each -1: memory is out. */
int ods_styles_open(
    struct ods_styles *s, const char *name, const struct xml_attributes *a);
void ods_styles_close(struct ods_styles *s, const char *name);
/* The style of that family and name; NULL: none. The first call ends
 * reading. */
const struct ods_style *ods_style(
    struct ods_styles *s, const char *family, const char *name);
void ods_styles_free(struct ods_styles *s);

/* A table while it is read. */
struct ods_cell {
	uint32_t column, repeated;
	bool blank;
	size_t start, len; /* in text */
};

struct ods_table {
	struct sheet *sheet;
	uint32_t row, repeated; /* of the row at hand */
	uint32_t column;
	uint32_t hidden_groups;
	struct buf text; /* of the row's cells */
	struct ods_cell *v;
	size_t n, cap;
	size_t rows_in; /* rows given to sheet with content */
};

struct ods {
	const struct document *d;
	struct package *p;
	struct texts *out;
	struct ods_styles styles;
	struct ods_table table;
	char section[SHEET_SECTION_MAX];
	enum sheet_state state;
	/* How deep we are in each. */
	unsigned tables, cells, notes, shapes, changes, choices, paragraphs,
	    headers, about;
	bool covered, had_paragraph, full, failed, cached;
	char value[256];  /* of the cell, where it has no words */
	uint32_t columns; /* repeats of the cell at hand */
	bool same;        /* it has letters of the colour behind them */
	struct buf cell, note, shape, change, choice, header, link, name,
	    description;
};

/* ods-cells.c: elements of a table. Each -1: memory is out; 1: stop. */
int ods_table_begin(struct ods *o, const struct xml_attributes *a);
int ods_table_end(struct ods *o);
void ods_column(struct ods *o, const struct xml_attributes *a);
void ods_row_begin(struct ods *o, const struct xml_attributes *a);
int ods_row_end(struct ods *o);
void ods_cell_begin(
    struct ods *o, const struct xml_attributes *a, bool covered);
int ods_cell_end(struct ods *o);
/* "B7": the cell at hand. */
void ods_reference(const struct ods *o, char ref[16]);

/* ods-objects.c: charts and other objects, after the sheets. */
int ods_objects_read(struct ods *o);

/* Adds a text of the document; nothing if it only has white space, and empties
 * it. 0 or -1. */
int ods_say(struct ods *o, enum zone zone, const char *what,
    const char *section, struct buf *text);

#endif
