/* SPDX-License-Identifier: MIT
 *
 * doc-parts.h - what the files of the DOC reader share.
 */
#ifndef EXTRACT_DOC_PARTS_H
#define EXTRACT_DOC_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "extract/bytes.h"
#include "extract/ole-parts.h"

/* How a stretch of the file is formatted, as far as it matters to its text. */
#define DOC_DELETED 0x01u
#define DOC_HIDDEN 0x02u
#define DOC_IN_TABLE 0x04u
#define DOC_ROW_END 0x08u
#define DOC_BLACK_LETTERS 0x10u /* as it says itself */
#define DOC_LIGHT_LETTERS 0x20u /* any colour but black */
#define DOC_WHITE_LETTERS 0x40u
#define DOC_HIGHLIGHT_BLACK 0x80u
#define DOC_SHADING_BLACK 0x100u
#define DOC_BEHIND 0x200u /* any colour behind the letters */

struct doc_run {
	uint32_t start, end; /* in bytes of the WordDocument stream */
	unsigned flags;
};

struct doc_runs {
	struct doc_run *v;
	size_t n, cap;
	size_t last; /* the one looked up last */
};

/* Which pages of formatting: those of characters or of paragraphs. */
enum doc_pages { DOC_CHARACTERS, DOC_PARAGRAPHS };

/* Reads the pages (MS-DOC 2.9.34, 2.9.175) that the table `plc` names, out of
 * the stream. 0, or -1 when memory is out. */
int doc_runs_read(struct bytes stream, struct bytes plc, enum doc_pages kind,
    struct doc_runs *ret);
void doc_runs_free(struct doc_runs *r);

/* The flags of what stands at that byte; cheap where bytes ascend. */
unsigned doc_runs_at(struct doc_runs *r, uint32_t at);

/* The flags that a list of formatting changes (grpprl) sets, over `flags`. */
unsigned doc_sprms(struct bytes grpprl, unsigned flags);

/* Unseen text of one kind is gathered from all stories. */
enum doc_flow {
	DOC_FLOW_SHOWN,
	DOC_FLOW_DELETED,
	DOC_FLOW_HIDDEN,
	DOC_FLOW_BLACKED,
	DOC_FLOW_LINKS,
	DOC_FLOWS,
};

struct doc {
	struct ole *o;
	struct buf main, table;
	struct bytes stream, pieces;
	size_t npieces;
	size_t budget; /* characters and pieces that may still be looked at */
	struct doc_runs characters, paragraphs;
	struct buf flows[DOC_FLOWS];
	enum doc_flow last;
	unsigned fields;  /* open ones */
	uint64_t results; /* a bit each: its result goes on */
	bool
	    boxed; /* the story stands in shapes, on what colour is not known */
	bool damaged;
};

/* doc-old.c: a document of Word 6 or 95. 0 or -1. */
int doc_old_read(struct doc *x);

/* doc-flow.c: a character that stands at that byte of the stream. */
void doc_character(struct doc *x, uint32_t c, uint32_t at);
/* Begin, separator or end of a field: 0x13 to 0x15 (2.8.25). */
void doc_field(struct doc *x, uint32_t c);
/* Is the place within what a field tells to do, rather than its result? */
bool doc_in_instruction(const struct doc *x);
/* What a character below the space stands for; NUL: nothing. */
char doc_control(struct doc *x, uint32_t c, uint32_t at);
/* Adds what the story shows, and begins another. 0 or -1. */
int doc_story_end(struct doc *x, const char *section, bool hidden);
/* Adds what all stories do not show. 0 or -1. */
int doc_hidden_end(struct doc *x);

#endif
