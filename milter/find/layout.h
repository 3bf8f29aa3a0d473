/* SPDX-License-Identifier: MIT
 *
 * layout.h - the sentences, rows, headings and pages of a view.
 *
 * Nothing is computed until it is asked for; every answer looks at a bounded
 * stretch around the place, or at an index made once for the view.
 */
#ifndef FIND_LAYOUT_H
#define FIND_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "find/pattern.h"

/* Where stretches of a view start. */
struct layout_index {
	uint32_t *v;
	size_t n, cap;
	bool done;
};

/* A value that is used again for view after view. */
struct layout {
	const char *data; /* borrowed */
	size_t len;
	bool table;
	struct layout_index lines; /* of a table */
	struct layout_index pages;
	struct span *edges; /* first and last lines of pages */
	size_t nedges, capedges;
	bool edged;
	size_t first_lines; /* where they end; 0: not known yet */
};

void layout_start(struct layout *l, const char *data, size_t len, bool table);
void layout_free(struct layout *l);

/* The sentence around a span, at most LAYOUT_SENTENCE bytes to either side; in
 * a table the row, at most four times as many, for cells are wider than what
 * is said in them. */
struct span layout_sentence(struct layout *l, struct span at);
#define LAYOUT_SENTENCE 500

/* The whole row of a table, however long; the line in other text. */
struct span layout_row(struct layout *l, struct span at);

/* The number of the row, from 0; only for tables. */
size_t layout_row_number(struct layout *l, size_t at);

/* The number of the page or slide, from 0: how many form feeds precede it. */
size_t layout_page_number(struct layout *l, size_t at);

/* The cell above the span in the first line of a table: its column's heading.
 * Empty when there is none. */
struct span layout_column_heading(struct layout *l, struct span at);

/* Does it start a short line that stands by itself? Is it in one of the first
 * ten lines that are not empty? In the first or last two of a page? In a table
 * only what stands alone in its row does, which is a title and no record. */
bool layout_heading(struct layout *l, struct span at);
bool layout_first_lines(struct layout *l, struct span at);
bool layout_page_edge(struct layout *l, struct span at);

#endif
