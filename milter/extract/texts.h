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

#include "base/words.h"

struct text {
	enum zone zone;
	char *place; /* for a person; content (may hold a file name) */
	char *part;  /* MIME part, "2.1"; "0" for the message's own headers */
	char *data;  /* valid UTF-8 without NUL, NUL-terminated */
	size_t len;
	/* Each line is one record ("row") of a table; header_line is then the
	 * first line's text, context for the cells beneath. */
	bool table;
	/* Rows before this text's first line, for "row 14 of …". */
	size_t first_row;
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
	size_t bytes;     /* of all texts together */
	size_t max_bytes; /* beyond: unread "limit", once a part */
	bool failed;      /* memory ran out: what is here is not all */
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

#endif
