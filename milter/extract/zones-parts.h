/* SPDX-License-Identifier: MIT
 *
 * zones-parts.h - what zones.c is made of; for zones*.c only.
 *
 * Offsets are those of the text that is being cut. A line is given without its
 * line end and the spaces before it.
 */
#ifndef EXTRACT_ZONES_PARTS_H
#define EXTRACT_ZONES_PARTS_H

#include "extract/zones.h"

/* How much of a text's end is searched for what hangs there. */
#define ZONES_TAIL 4096u

struct zones_text {
	const char *s;
	size_t len;
	bool forwarding; /* the subject says so */
};

struct zones_line {
	const char *s;
	size_t len;
	size_t start, end, next;
};

struct zones_range {
	size_t start, end;
};

struct zones_line zones_line(const struct zones_text *t, size_t at);

/* The line behind its quote marks. */
struct zones_line zones_unquoted(struct zones_line l);

/* Does the line, whatever its case, begin with that word? */
bool zones_begins(const char *s, size_t len, const char *word);

/* Is it quoted: "> text", "AK> text"? */
bool zones_quoted_line(const struct zones_line *l);

/* Where the paragraph at `at` ends: behind its last line, before a blank one;
 * and where the one before `end` begins, not before `from`. */
size_t zones_paragraph_end(const struct zones_text *t, size_t at, size_t end);
size_t zones_paragraph_start(
    const struct zones_text *t, size_t from, size_t end);
size_t zones_skip_blank(const struct zones_text *t, size_t at, size_t end);

/* s in small letters, its white space and quote marks as single spaces, one
 * before and one behind. Returns its length, less than size. */
size_t zones_lower(const char *s, size_t len, char *out, size_t size);

/* An earlier message that begins with a line: what kind, where the lines that
 * say so end, and whether what follows has marks before its lines. */
struct zones_earlier {
	enum zone zone;
	size_t next;
	bool marks;
};

bool zones_earlier(const struct zones_text *t, const struct zones_line *l,
    struct zones_earlier *ret);

/* Is a paragraph boilerplate, that of a footer or of a banner? */
bool zones_boilerplate(const char *s, size_t len);

/* Where the footer of [start, end) begins, `end` where there is none; where the
 * banner at its start ends, `start` where there is none. */
size_t zones_footer(const struct zones_text *t, size_t start, size_t end);
size_t zones_banner(const struct zones_text *t, size_t start, size_t end);

/* The first signature in [start, end); false: none. */
bool zones_signature(const struct zones_text *t, size_t start, size_t end,
    struct zones_range *ret);

/* Where the paragraphs at the end of [start, end) begin that stand in `earlier`
 * too, all but word for word; `end` where there are none. */
size_t zones_repeated(const struct zones_text *t, struct zones_range own,
    struct zones_range earlier);

#endif
