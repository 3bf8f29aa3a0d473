/* SPDX-License-Identifier: MIT
 *
 * rtf-parts.h - what the files that read RTF share.
 */
#ifndef EXTRACT_RTF_PARTS_H
#define EXTRACT_RTF_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "extract/office-look.h"
#include "extract/rtf-words.h"
#include "extract/rtf.h"

/* Groups in groups; Word writes about twenty. */
#define RTF_GROUPS 256
/* Bytes of text decoded at a time. */
#define RTF_RUN_BYTES 4096
/* Colours in the table; Word writes about twenty. */
#define RTF_COLOURS_MAX 1024

/* Where the text of a group goes. */
enum rtf_to {
	RTF_TO_SHOWN,
	RTF_TO_HIDDEN,
	RTF_TO_HTML, /* mark-up of the packed HTML */
	RTF_TO_NOTHING,
	RTF_TO_FILE,    /* the digits of a picture or an embedded file */
	RTF_TO_COLOURS, /* the ends of colours in their table */
};

/* Shading of characters or of a paragraph: so many hundredths of a percent of
 * one colour over another, each COLOUR_AUTO where none is given. */
struct rtf_shade {
	long percent, over, under;
};

struct rtf_look {
	struct office_look text; /* its shade is \cb */
	struct rtf_shade words, paragraph;
	long table;   /* in so many tables */
	bool shape;   /* in a box that may have any colour */
	bool heading; /* in the head or foot of pages */
};

struct rtf_group {
	enum rtf_to to;
	bool secret;   /* \v, \deleted */
	bool rtf_only; /* \htmlrtf: not of the packed HTML */
	bool value;    /* \sv, from there on in the unseen text */
	size_t from;
	int fallback; /* \uc: characters that stand in for one \u */
	struct rtf_look look;
};

struct rtf_parser {
	const char *data;
	size_t at, len;
	struct rtf_group groups[RTF_GROUPS];
	size_t depth, beyond; /* groups deeper than the array */
	bool starred;         /* after \* */
	bool html;            /* \fromhtml */
	int stand_ins;        /* characters still to pass over after \u */
	uint32_t high;        /* first half of a surrogate pair, or 0 */
	char codepage[32];
	char run[RTF_RUN_BYTES]; /* bytes to be decoded together */
	size_t nrun;
	struct buf decoded;
	int nibble; /* the first of two digits of a file, or -1 */
	long colours[RTF_COLOURS_MAX];
	size_t ncolours;
	long colour;     /* of the table, while it is read */
	bool row_shaded; /* the row has cells that are not white */
	bool covered;    /* something is drawn on the page */
	bool papered;    /* the page is not white */
	struct rtf_text *out;
};

static inline struct rtf_group *
rtf_top(struct rtf_parser *r)
{
	return &r->groups[r->depth];
}

/* The value of a hexadecimal digit, or -1. */
int rtf_digit(char c);

/* The group's text goes there, unless it is unseen or mark-up already. */
void rtf_divert(struct rtf_parser *r, enum rtf_to to);

/* Characters of the document's code page, of UTF-8 and of \u, to where the
 * group's text goes; rtf_flush: those that wait for more. 0, or -1. */
int rtf_add_byte(struct rtf_parser *r, char byte);
int rtf_add_text(struct rtf_parser *r, const char *text);
int rtf_add_unicode(struct rtf_parser *r, long number);
int rtf_flush(struct rtf_parser *r);

/* Takes back a value that is a number alone, at the end of its group. */
void rtf_drop_number(struct rtf_parser *r);

/* Begins a file, unless what stands there is left out; adds digits to it; takes
 * so many raw bytes, for it or not. 0, or -1 when memory is out. */
int rtf_file_begin(struct rtf_parser *r, bool object);
int rtf_file_digits(struct rtf_parser *r, const char *s, size_t len);
int rtf_file_binary(struct rtf_parser *r, long number);

/* With nothing set. */
struct rtf_look rtf_look_none(void);

/* Takes in a word of kind RTF_LOOK. */
void rtf_look_word(struct rtf_parser *r, const char *name, long number);

/* Takes in text of the table of colours: each semicolon ends one. */
void rtf_look_colours(struct rtf_parser *r, const char *s, size_t len);

/* Can what stands there be seen? */
enum office_seen rtf_look_seen(struct rtf_parser *r);

#endif
