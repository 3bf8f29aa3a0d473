/* SPDX-License-Identifier: MIT
 *
 * texts.h - the texts of one message, each with its place and zone, and what
 * could not be read.
 *
 * One struct texts owns all of it.  Offsets into a text are bytes of its
 * UTF-8.  Places are written for a person ("body", "row 14 of repairs.csv",
 * "subject of the enclosed message 'Re: bins'").
 */
#ifndef EXTRACT_TEXTS_H
#define EXTRACT_TEXTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/words.h"

/* What the parts of a text are called, so that a finding can say in which one
 * it is. */
enum text_unit {
	UNIT_NONE,
	UNIT_ROW,   /* each line is one; of a table */
	UNIT_PAGE,  /* form feeds between them */
	UNIT_SLIDE, /* the same */
};

struct text {
	enum zone zone;
	char *place; /* for a person; content (may hold a file name) */
	/* Bytes of place that name a section of the document; 0: none. */
	size_t section;
	char *part; /* MIME part, "2.1"; "0" for the message's own headers */
	char *data; /* valid UTF-8 without NUL, NUL-terminated */
	size_t len;
	/* Each line is one record ("row") of a table; the first line is the
	 * header, context for the cells beneath, which tabs divide. */
	bool table;
	enum text_unit unit;
	/* The number of each unit where they are not 1, 2, 3, …; owned. Units
	 * past the last go on from it. */
	uint32_t *numbers;
	size_t nnumbers;
	/* Texts of the same sheet (not 0) have the same records: their rows of
	 * one number are one person. */
	unsigned sheet;
};

struct texts_sign {
	enum sign kind;
	char *part;
	char *place;
	char *about; /* for a person, with nothing of the content */
};

struct unread_part {
	enum unread why;
	char *part;
	char *name; /* file name, or NULL; content */
	char *type; /* MIME type as declared, or NULL */
};

struct texts {
	struct text *v;
	size_t n, cap;
	struct unread_part *unread;
	size_t nunread, capunread;
	struct texts_sign *signs;
	size_t nsigns, capsigns;
	size_t bytes;     /* of all texts together */
	size_t max_bytes; /* beyond: unread "limit", once a part */
	bool failed;      /* memory ran out: what is here is not all */

	/* What reading this message may still cost. */
	size_t unpacked;     /* bytes that came out of archives so far */
	size_t members;      /* of archives so far */
	unsigned sheets;     /* numbers given to sheets so far */
	int64_t deadline_ms; /* clock_ms() at which readers stop; 0: never */
	int64_t ocr_ms; /* left to read pictures of text; below 0: nothing is;
			 * 0: they are not read at all (set in every worker) */
	int64_t ocr_given; /* of it at first: what it took is no delay */

	/* May documents be read here that take a library to read? Where not,
	 * one that is met is not read but makes `wanted` true, and reading
	 * ends: the message is for another worker. */
	bool documents, wanted;
	bool digests; /* do pictures get a SIGN_IMAGE? */
};

/* Makes an empty set that holds at most max_bytes of text. */
void texts_init(struct texts *t, size_t max_bytes);
void texts_free(struct texts *t);

/* Adds a copy of a text. Invalid UTF-8 is replaced by U+FFFD, NUL by U+0020,
 * CRLF by LF, so that what finders see is always valid. Empty texts are not
 * added. A text past the limit is cut where it falls and an unread entry for
 * the part says so. Returns the new text (borrowed, until the next addition) or
 * NULL: nothing was added because it is empty, the limit was reached before it,
 * or memory is out (t->failed is then true). */
struct text *texts_add(struct texts *t, enum zone zone, const char *part,
    const char *place, const char *data, size_t len);

/* Notes that a part could not be read; the same part and reason only once. Past
 * LIMIT_PARTS entries a last one, "limit" of part "0", stands for all others.
 * name and type may be NULL. Returns 0, or -1 when memory is out: t->failed is
 * then true and the message must fail, for silence would say "clean". */
int texts_unread(struct texts *t, enum unread why, const char *part,
    const char *name, const char *type);

/* Notes a sign; past LIMIT_PARTS they are left out. Returns 0, or -1 when
 * memory is out (t->failed is then true). */
int texts_sign(struct texts *t, enum sign kind, const char *part,
    const char *place, const char *about);

/* Is it too late to go on reading? */
bool texts_late(const struct texts *t);

/* The place of the unit-th row, page or slide of a text (from 0), added to out:
 * "sheet 'Tenants' (hidden), row 14 of repairs.xlsx", "page 3 of plan.pdf",
 * "slide 2, speaker notes of plan.pptx". 0, or -1: out is full. */
int text_place(const struct text *t, size_t unit, struct buf *out);

/* The number of the unit-th unit: a row as the spreadsheet counts it. */
size_t text_unit_number(const struct text *t, size_t unit);

/* "row", "page", "slide", or "". */
const char *text_unit_name(enum text_unit u);

#endif
