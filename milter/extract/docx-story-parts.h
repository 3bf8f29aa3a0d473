/* SPDX-License-Identifier: MIT
 *
 * docx-story-parts.h - what the files docx-story*.c share: the state of the
 * walk through one story.
 */
#ifndef EXTRACT_DOCX_STORY_PARTS_H
#define EXTRACT_DOCX_STORY_PARTS_H

#include "extract/docx-fields.h"
#include "extract/docx-story.h"
#include "extract/office-choice.h"

struct story;

enum docx_flow {
	FLOW_SHOWN,
	FLOW_BOX,
	FLOW_DELETED,
	FLOW_HIDDEN,
	FLOW_BLACKED,
	FLOW_OTHER, /* a branch of alternate content that is passed over */
	FLOW_ALT,
	FLOW_CODES,
	FLOW_LINKS,
	FLOW_COUNT,
};

/* Elements whose being open matters. */
enum docx_in {
	IN_OTHER,
	IN_RUN,
	IN_RUN_FORMAT,
	IN_PARAGRAPH_FORMAT,
	IN_CELL_FORMAT,
	IN_TABLE_FORMAT,
	IN_FILL, /* w14:textFill */
	IN_CHANGE,
	IN_DELETED,
	IN_WORDS,
	IN_CODE,
	IN_CHOICES, /* of a drop-down field */
	IN_BACKGROUND,
	IN_RUBY,
	IN_COUNT,
};

#define DOCX_FRAMES 16
#define DOCX_TABLES 32

struct docx_table {
	const struct docx_style *style;
	long shade, cell_shade;
	unsigned columns;
	size_t row, cell;
	bool begun; /* the row has a cell */
};

/* What a text box puts aside until its end. */
struct docx_frame {
	const struct docx_style *paragraph, *character, *table_style;
	struct office_look own; /* of the run */
	long paragraph_shade;
	/* Lines of what is shown; a paragraph whose mark is deleted or hidden
	 * goes on in the next, but not for what is not shown. */
	size_t line, paragraphs;
	size_t tables; /* open outside */
	bool no_fill, mark_gone, said, gap;
	/* What lies around it is deleted or hidden. */
	bool box, box_hidden;
};

/* One element's part in it. Each file has those of its subject, sorted by
 * name; `in` is IN_OTHER where its being open does not matter. */
struct docx_element {
	const char *name;
	enum docx_in in;
	void (*open)(struct story *s, const struct xml_attributes *a);
	void (*close)(struct story *s);
};
const struct docx_element *docx_blocks_element(const char *name);
const struct docx_element *docx_inlines_element(const char *name);
const struct docx_element *docx_marks_element(const char *name);

/* The row of that name in a table of n; NULL: none. */
const struct docx_element *docx_element(
    const struct docx_element *table, size_t n, const char *name);

struct story {
	struct docx *x;
	const struct docx_story_kind *kind;
	struct office_flow flows[FLOW_COUNT];
	struct office_choice choice;
	struct docx_fields fields;
	unsigned in[IN_COUNT];
	struct docx_frame now, frames[DOCX_FRAMES];
	size_t nframes;
	struct docx_table tables[DOCX_TABLES];
	size_t ntables;     /* open, also those deeper than are kept */
	size_t lines, rows; /* numbers given so far */
	uint32_t page;
	size_t page_len;  /* bytes shown on the page so far */
	bool page_said;   /* words since the last break */
	bool break_made;  /* and that was one of the document's own */
	uint32_t covered; /* the page has a shape behind its text */
	/* The run is in the style of text that is to be replaced. */
	bool placeholder_style;
	unsigned controls;    /* open content controls */
	unsigned showing;     /* the one of them that does, counted from 1 */
	long chosen, choices; /* of a drop-down field */
	struct buf ruby;
	size_t calls;
	enum docx_flow last; /* flow of the last words */
	bool failed, late;
	bool deep; /* more text boxes in each other than are kept */
};

/* Words of the document, with the run and paragraph they stand in. */
void docx_words(struct story *s, const char *words, size_t len);

/* A page ends. `own`: a break that the document asks for, after which one that
 * Word noted down says the same. */
void docx_page_break(struct story *s, bool own);

/* Are we in the format of a paragraph, or in one that a change replaced? */
bool docx_in_format(const struct story *s);

/* A line of an attribute's text, if the element has it. */
void docx_attribute(struct story *s, enum docx_flow flow,
    const struct xml_attributes *a, const char *name);

/* Adds the story's texts to the document's. 0, or -1 when memory is out. */
int docx_story_put(struct story *s);

/* The table we are in; NULL: none. */
struct docx_table *docx_table(struct story *s);

#endif
