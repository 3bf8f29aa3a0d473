/* SPDX-License-Identifier: MIT
 *
 * cover.h - which bytes of a block have been accounted for, and which not.
 */
#ifndef PARSE_COVER_H
#define PARSE_COVER_H

#include <stdbool.h>
#include <stddef.h>

/* A value: zero-initialise it, free it with cover_free. */
struct cover {
	struct cover_range {
		size_t start, end, parent;
	} * ranges;
	size_t nranges, capranges;
	struct cover_boundary {
		const char *text; /* borrowed; without the leading "--" */
		size_t len;
		size_t part; /* the multipart it belongs to */
		bool closed; /* its closing line was seen */
	} * boundaries;
	size_t nboundaries, capboundaries;
	/* Of the walk over the gaps. */
	const char *data;
	size_t len, at, next, opened;
};

/* Notes that [start, end) was read, as something of that parent. Returns 0, or
 * -1 when memory is out. */
int cover_add(struct cover *c, size_t start, size_t end, size_t parent);

/* Notes a multipart's boundary (borrowed until cover_free; NULL is none). */
int cover_boundary(struct cover *c, const char *text, size_t part);

/* A run of bytes that nothing covers, white space around it trimmed. */
struct cover_gap {
	size_t start, end;
	size_t parent; /* the container it stands in */
	bool opened;   /* it follows a boundary line and is a part in itself */
};

/* Walks over the gaps: start once, then next until false. The last gap belongs
 * to parent `last`. Boundary lines and blank lines are no gaps. */
void cover_start(struct cover *c, const char *data, size_t len);
bool cover_next(struct cover *c, size_t last, struct cover_gap *ret);

void cover_free(struct cover *c);

#endif
