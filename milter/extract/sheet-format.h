/* SPDX-License-Identifier: MIT
 *
 * sheet-format.h - a number format's code, cut into its signs.
 *
 * ECMA-376-1, 18.8.31: up to four sections, for positive, negative, zero and
 * text, divided by semicolons outside quotes, escapes and brackets.
 */
#ifndef EXTRACT_SHEET_FORMAT_H
#define EXTRACT_SHEET_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

enum sheet_token_kind {
	SHEET_TOKEN_WORDS, /* shown as they are: text, len */
	SHEET_TOKEN_DIGIT, /* text is '0', '#' or '?' */
	SHEET_TOKEN_POINT,
	SHEET_TOKEN_COMMA,
	SHEET_TOKEN_PERCENT,
	SHEET_TOKEN_SLASH,
	SHEET_TOKEN_EXPONENT,
	SHEET_TOKEN_GENERAL,
	SHEET_TOKEN_TEXT,    /* @ */
	SHEET_TOKEN_DATE,    /* text is one of "dmyhs", len how many of it */
	SHEET_TOKEN_ELAPSED, /* the same, of "hms", not wrapped round */
	SHEET_TOKEN_NONE,    /* colour, width, condition: shows nothing */
};

struct sheet_token {
	enum sheet_token_kind kind;
	const char *text; /* borrowed from the code */
	size_t len;
};

/* A stretch of a code. */
struct sheet_code {
	const char *at, *end;
};

/* The next sign; steps over it. False: there are no more. */
bool sheet_token_next(struct sheet_code *c, struct sheet_token *t);

/* The section of the code for that value; *ret_sign: a minus goes before it,
 * for the section is not one for negative numbers. */
struct sheet_code sheet_section_for(
    const char *code, double value, bool *ret_sign);

#endif
