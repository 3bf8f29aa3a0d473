/* SPDX-License-Identifier: MIT
 *
 * office-flow.h - a text of an office document while it is put together: its
 * lines, rows and cells, and the pages or slides they stand on.
 *
 * White space is decided when the next word comes: what stood between it and
 * the last one is told by the place of both (struct office_spot).
 */
#ifndef EXTRACT_OFFICE_FLOW_H
#define EXTRACT_OFFICE_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "extract/document.h"
#include "extract/package.h"

/* Where a word stands. Numbers are of the walker's own giving; two that differ
 * are two things. */
struct office_spot {
	uint32_t unit; /* page or slide, from 1; 0: not known */
	size_t row;    /* 0: in no table */
	size_t cell;   /* of the row, from 0 */
	size_t line;   /* paragraph */
	bool wide;     /* the table has more columns than one */
	bool gap;      /* an empty paragraph stands before it */
};

struct office_flow {
	struct buf text;
	uint32_t *numbers; /* of the units with text, in order */
	size_t n, cap;
	struct office_spot last;
	size_t cell_start; /* in text */
	size_t pieces;     /* stretches of words, told apart by _cut */
	bool cut;
	bool limited; /* more than max: not all is here */
};

void office_flow_init(struct office_flow *f, size_t max);
void office_flow_free(struct office_flow *f);

/* Adds words that stand there. Out of memory shows in buf_failed(&f->text). */
void office_flow_add(struct office_flow *f, const struct office_spot *spot,
    const char *s, size_t len);

/* The next words are not next to the last. */
void office_flow_cut(struct office_flow *f);

/* Adds a whole line of the unit; nothing if it is empty, or the same as the
 * line before. */
void office_flow_line(
    struct office_flow *f, uint32_t unit, const char *s, size_t len);

/* Adds a line for each target outside the package. */
void office_flow_links(
    struct office_flow *f, uint32_t unit, const struct package_relations *r);

/* Does it say anything: more than white space, blocks and one repeated
 * character? */
bool office_flow_says(const char *s, size_t len);

/* Adds the flow to the document's texts, in units of that kind if it is not
 * UNIT_NONE and all units are known; a text that is there already, at the same
 * place, is not added. *ret (may be NULL) is the text, or NULL. Notes the limit
 * it reached. 0, or -1 when memory is out. */
int office_flow_put(const struct office_flow *f, const struct document *d,
    enum zone zone, const char *section, enum text_unit unit, struct texts *out,
    struct text **ret);

#endif
