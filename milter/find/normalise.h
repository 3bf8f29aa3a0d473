/* SPDX-License-Identifier: MIT
 *
 * normalise.h - the view of a text that rules are matched against, and the way
 * back to the text.
 *
 * The view is NFKC with case kept; odd spaces are spaces (line separators too:
 * the rows of a table are counted by LF), dashes are '-', curly quotes are
 * straight; soft hyphens, zero-width characters and directional marks are gone,
 * and so are controls but tab, line and page ends.  HTML entities left in the
 * text are what they name.  In a word of Latin letters, look-alikes of other
 * alphabets and figures that stand for letters are letters; spaced-out words
 * are closed up; and where a line was broken only because it was full, its end
 * is a space, the quote mark of the next line with it.
 *
 * One view serves all rules, so nothing is done that could change an
 * identifier, an address or a file name: what is in doubt stays as it is.
 * A text of ASCII without any of this is its own view: nothing is copied and
 * the maps are empty.
 */
#ifndef FIND_NORMALISE_H
#define FIND_NORMALISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* A stretch of the view that was made in equal steps: every `out_step` bytes
 * of the view from `out` on stand for `in_step` bytes of the text from `in`
 * on. Steps of one byte each are text that was copied. */
struct normal_run {
	uint32_t out, in;
	uint16_t out_step, in_step;
};

/* A changed copy of a text, and where its bytes came from. */
struct normal_map {
	struct buf copy;
	struct normal_run *runs; /* by `out`, and by `in`; none: unchanged */
	size_t n, cap;
};

/* A value that is used again for text after text. */
struct normal {
	const char *data; /* the view: the text itself or one of the copies */
	size_t len;
	/* Every line is a row of a table and stands for itself: none is joined
	 * to the next. For the caller to set before normal_make. */
	bool rows;
	struct normal_map characters; /* of the text */
	struct normal_map words;      /* of what characters became */
};

/* The longest text there is a view of: offsets have 32 bits. */
#define NORMAL_MAX 0x7fffffffu

/* A value for normal_make to start from. Allocates nothing. */
void normal_init(struct normal *n);
void normal_free(struct normal *n);

/* Makes the view of a text of valid UTF-8, which is borrowed until the next
 * use of n. Time and memory are linear in len. Returns 0, or -1 when memory is
 * out or the text is longer than NORMAL_MAX. */
int normal_make(struct normal *n, const char *text, size_t len);

/* Where in the text the view's byte stands: the first byte it was made from;
 * and for the end of a span (exclusive, > 0) the byte after the last one it
 * was made from, so that what was removed at its edges stays outside. */
size_t normal_start(const struct normal *n, size_t offset);
size_t normal_end(const struct normal *n, size_t offset);

#endif
