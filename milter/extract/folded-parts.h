/* SPDX-License-Identifier: MIT
 *
 * folded-parts.h - what the files that read calendars and contacts share.
 */
#ifndef EXTRACT_FOLDED_PARTS_H
#define EXTRACT_FOLDED_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "extract/document.h"

#define FOLDED_NAME 40

/* One line of content: "item1.TEL;TYPE=cell:01632 960001". Borrowed until the
 * next is asked for. */
struct folded_line {
	/* In capitals, without its group: "TEL"; "" where nothing is named. */
	char name[FOLDED_NAME];
	const char *head; /* all before the colon */
	size_t nhead;
	const char *params; /* what of it stands behind the name */
	size_t nparams;
	/* Unfolded, and read as the parameters say, but for base64; escapes
	 * still stand in it. */
	const char *value;
	size_t len;
	bool base64;
};

struct folded_lines {
	const char *at, *end;
	bool old; /* vCard 2.1: folds keep their white space */
	struct buf line, bytes, text;
};

/* The lines of UTF-8 text, which is borrowed. */
void folded_lines_init(struct folded_lines *l, const char *data, size_t len);
void folded_lines_free(struct folded_lines *l);

/* Reads the next line. 1; 0 at the end; -1 when memory is out. */
int folded_lines_next(struct folded_lines *l, struct folded_line *ret);

/* The value of a parameter of that name (capitals), or of one without a name
 * that is that, as vCard 2.1 has them; cut where it is too long. False: there
 * is none. */
bool folded_param(
    const struct folded_line *line, const char *name, char *value, size_t size);

/* Adds the values of parameters that hold words, each with `before` before. */
void folded_param_words(
    const struct folded_line *line, const char *before, struct buf *out);

/* Adds a value with its escapes undone (RFC 5545 3.3.11, RFC 6350 3.4). */
void folded_unescape(struct buf *out, const char *s, size_t len);

struct folded_cards;

/* A table of contacts, a row each. d and out are borrowed until it ends; NULL
 * when memory is out. */
struct folded_cards *folded_cards_new(
    const struct document *d, struct texts *out);

/* Takes in a line that stands in a card. 0 or -1. */
int folded_cards_line(struct folded_cards *c, const struct folded_line *line);

/* Ends the row. 0; 1 when the table is full or it is too late; -1. */
int folded_cards_next(struct folded_cards *c);

/* Adds the table, frees c. Returns 0 or -1. */
int folded_cards_end(struct folded_cards *c);

#endif
