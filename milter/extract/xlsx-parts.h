/* SPDX-License-Identifier: MIT
 *
 * xlsx-parts.h - what the files of the XLSX reader share.
 */
#ifndef EXTRACT_XLSX_PARTS_H
#define EXTRACT_XLSX_PARTS_H

#include "base/buf.h"
#include "extract/package.h"
#include "extract/sheet.h"
#include "extract/xml.h"

/* Strings of a workbook, by number. */
struct xlsx_strings {
	struct buf text;
	uint32_t *start; /* of each, in text; one more than n */
	size_t n, cap;
	unsigned char *shown; /* a byte each: a cell refers to it */
	uint64_t *hashes;     /* of the words, in order; made when asked */
};

/* How cells of a style are shown (cellXfs). */
struct xlsx_style {
	const char *code; /* number format */
	bool blank;       /* it displays nothing */
	bool same;        /* letters of the colour behind them */
};

struct xlsx_code {
	unsigned id;
	char *code;
};

struct xlsx_styles {
	struct xlsx_style *v;
	size_t n, cap;
	struct xlsx_code *codes;
	size_t ncodes, capcodes;
	uint32_t *fonts, *fills; /* colours */
	size_t nfonts, capfonts, nfills, capfills;
};

struct xlsx_listed {
	char *name, *id; /* id of its relation */
	enum sheet_state state;
};

struct xlsx {
	const struct document *d;
	struct package *p;
	struct texts *out;
	struct package_relations relations; /* of the workbook */
	bool late;                          /* days count from 1904 */
	struct xlsx_strings strings;
	struct xlsx_styles styles;
	struct xlsx_listed *sheets;
	size_t nsheets, capsheets;
	bool cut; /* not all cells were read */
};

/* Walks a part, marks it used, lets go of its bytes, and notes if its XML is
 * damaged. 0, or -1 when
 * memory is out. */
int xlsx_walk(struct xlsx *x, struct package_part *part,
    const struct xml_handler *h, void *arg);

/* Makes room for one more of size bytes in a list. 0 or -1. */
int xlsx_grow(void *list, size_t n, size_t *cap, size_t size);

/* Adds a text "SECTION"; nothing if it is empty. 0 or -1. */
int xlsx_say(struct xlsx *x, enum zone zone, const char *section,
    const struct buf *text);

/* A buf as large as all text may be. */
struct buf xlsx_buf(const struct xlsx *x);

/* "B7" to column and row from 0. Returns the end of it, or NULL: it is none. */
const char *xlsx_reference(
    const char *s, uint32_t *ret_row, uint32_t *ret_column);

/* Is there a sheet of that name, as formulas write it ("Sheet1!$A$1",
 * "'My sheet'!A1")? */
bool xlsx_refers_here(const struct xlsx *x, const char *formula);
bool xlsx_has_sheet(const struct xlsx *x, const char *name, size_t len);

/* xlsx-book.c: the list of sheets and names; xlsx-strings.c; xlsx-styles.c. */
int xlsx_book_read(struct xlsx *x, struct package_part *book);
int xlsx_strings_read(struct xlsx *x, struct package_part *part);
const char *xlsx_string(struct xlsx *x, size_t i, size_t *ret_len);
/* Is that the text of one of them? */
bool xlsx_strings_hold(struct xlsx *x, const char *s, size_t len);
/* Adds what no cell shows. */
int xlsx_strings_left(struct xlsx *x);
void xlsx_strings_free(struct xlsx_strings *s);
int xlsx_styles_read(struct xlsx *x, struct package_part *part);
void xlsx_styles_free(struct xlsx_styles *s);

/* xlsx-cells.c: a worksheet; `r` are its relations. */
int xlsx_cells_read(struct xlsx *x, const char *name, enum sheet_state state,
    struct package_part *part, const struct package_relations *r);

/* What a worksheet says beside its cells, gathered while it is walked
 * (xlsx-extras.c). */
struct xlsx_extras {
	struct xlsx *x;
	const struct package_relations *r;
	struct buf links, choices, messages, headers, scenarios;
	struct buf *into; /* text goes there; NULL: nowhere */
};
void xlsx_extras_init(
    struct xlsx_extras *e, struct xlsx *x, const struct package_relations *r);
void xlsx_extras_open(
    struct xlsx_extras *e, const char *name, const struct xml_attributes *a);
void xlsx_extras_close(struct xlsx_extras *e, const char *name);
void xlsx_extras_text(struct xlsx_extras *e, const char *s, size_t len);
/* Adds its texts and frees it. */
int xlsx_extras_end(
    struct xlsx_extras *e, const char *name, enum sheet_state state);

/* xlsx-comments.c: notes and threaded comments of a sheet. */
int xlsx_comments_read(
    struct xlsx *x, const char *name, const struct package_relations *r);
/* xlsx-drawings.c: text boxes, pictures' descriptions, charts. */
int xlsx_drawings_read(struct xlsx *x, const char *name, enum sheet_state state,
    const struct package_relations *r);
/* xlsx-pivot.c; xlsx-outside.c: external links, connections, queries. */
int xlsx_pivots_read(struct xlsx *x);
int xlsx_outside_read(struct xlsx *x);

#endif
