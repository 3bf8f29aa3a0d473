/* SPDX-License-Identifier: MIT
 *
 * html.h - HTML to text: what a reader sees, and what is there unseen.
 */
#ifndef EXTRACT_HTML_H
#define EXTRACT_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct html_text {
	/* Blocks are lines, rows of tables lines with tabs between cells; words
	 * are joined across inline tags. */
	struct buf shown;
	/* Text set not to be seen (display:none, white on white, font-size:0,
	 * …), the title, and title attributes: one a line. */
	struct buf hidden;
	/* Ranges of shown that stand in a quotation, in order. */
	struct html_quote {
		size_t start, end;
	} * quotes;
	size_t nquotes, capquotes;
	bool limited; /* too deeply nested, or more than max: not all read */
};

/* Silences libxml2 and loads its tables. Once per process. */
void html_init(void);

/* Reads UTF-8 HTML of any quality; at most max bytes of text of either kind.
 * No file or network is touched. Returns 0 and *ret, free with html_free; -1
 * when memory is out. */
int html_read(const char *data, size_t len, size_t max, struct html_text *ret);
void html_free(struct html_text *t);

#endif
