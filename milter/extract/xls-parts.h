/* SPDX-License-Identifier: MIT
 *
 * xls-parts.h - what the files of the XLS reader share.
 */
#ifndef EXTRACT_XLS_PARTS_H
#define EXTRACT_XLS_PARTS_H

#include <stdint.h>

#include "base/buf.h"
#include "extract/bytes.h"
#include "extract/ole-parts.h"
#include "extract/sheet.h"

/* Record types (MS-XLS 2.3.2). */
#define XLS_FORMULA 0x0006u
#define XLS_EOF 0x000au
#define XLS_HEADER 0x0014u
#define XLS_FOOTER 0x0015u
#define XLS_NAME 0x0018u
#define XLS_NOTE 0x001cu
#define XLS_DATE_1904 0x0022u
#define XLS_FILEPASS 0x002fu
#define XLS_CONTINUE 0x003cu
#define XLS_CODEPAGE 0x0042u
#define XLS_OBJECT 0x005du
#define XLS_COLUMNS 0x007du
#define XLS_BOUNDSHEET 0x0085u
#define XLS_MULRK 0x00bdu
#define XLS_RSTRING 0x00d6u
#define XLS_XF 0x00e0u
#define XLS_DRAWINGS 0x00ebu
#define XLS_SST 0x00fcu
#define XLS_LABELSST 0x00fdu
#define XLS_TXO 0x01b6u
#define XLS_HLINK 0x01b8u
#define XLS_NUMBER 0x0203u
#define XLS_LABEL 0x0204u
#define XLS_BOOLERR 0x0205u
#define XLS_STRING 0x0207u
#define XLS_ROW 0x0208u
#define XLS_FILTERMODE 0x009bu
#define XLS_RK 0x027eu
#define XLS_FORMAT 0x041eu
#define XLS_BOF 0x0809u
#define XLS_SERIESTEXT 0x100du

/* A record: its data, and those that continue it may follow in the stream. */
struct xls_record {
	unsigned type;
	struct bytes data;
};

struct xls_listed {
	uint32_t at; /* where in the stream it begins */
	enum sheet_state state;
	char *name;
};

struct xls_format {
	unsigned id;
	char *code;
};

struct xls {
	struct ole *o;
	struct buf book;
	bool wide; /* BIFF8; else BIFF5 */
	bool encrypted;
	unsigned page;
	bool late; /* days count from 1904 */
	struct buf strings;
	uint32_t *starts; /* of each in strings, and the end */
	size_t nstrings, capstrings;
	uint16_t *cell_formats; /* number format of each cell format */
	size_t ncell_formats, capcell_formats;
	struct xls_format *formats;
	size_t nformats, capformats;
	struct xls_listed *sheets;
	size_t nsheets, capsheets;
	struct buf names;
	struct buf drawings; /* records of all sheets' pictures */
	size_t budget;       /* records of sheets that may still be looked at */
	bool damaged;
};

/* The next record of the stream; steps over it. False: no more, or cut. */
bool xls_next(struct bytes *stream, struct xls_record *ret);

/* Adds a string whose length has that many bytes, as the version of the file
 * writes it. What goes on in CONTINUE records is not followed. 0 or -1. */
int xls_string(
    struct xls *x, struct bytes *b, size_t length_size, struct buf *out);
/* The same where the length stands elsewhere. */
int xls_characters(
    struct xls *x, struct bytes *b, size_t units, struct buf *out);

/* Makes room for one more of size bytes in a list. 0 or -1. */
int xls_grow(void *list, size_t n, size_t *cap, size_t size);

/* xls-book.c: what stands before the sheets. 0 or -1. */
int xls_book_read(struct xls *x);
/* The number format of a cell format. */
const char *xls_format(const struct xls *x, unsigned cell_format);

/* xls-strings.c: the table of strings; `stream` stands behind its record. */
int xls_strings_read(struct xls *x, struct bytes data, struct bytes *stream);
const char *xls_shared_string(const struct xls *x, size_t i, size_t *ret_len);

/* xls-cells.c: one sheet. 0 or -1. */
int xls_cells_read(struct xls *x, const struct xls_listed *sheet);

/* What a sheet says beside its cells (xls-extras.c). */
struct xls_extras {
	struct xls *x;
	const char *name; /* the sheet's */
	enum sheet_state state;
	struct buf headers, boxes, links, charts, comments;
	unsigned object; /* the kind of the object last met */
	unsigned object_id;
	struct buf note; /* of TXO: id, length, text, one after the other */
	bool failed;
};
void xls_extras_init(struct xls_extras *e, struct xls *x, const char *name,
    enum sheet_state state);
/* Looks at any record; `stream` stands behind it. */
void xls_extras_take(struct xls_extras *e, const struct xls_record *r,
    const struct bytes *stream);
/* Adds its texts and frees it. */
int xls_extras_end(struct xls_extras *e);

#endif
