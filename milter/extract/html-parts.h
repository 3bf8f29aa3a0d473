/* SPDX-License-Identifier: MIT
 *
 * html-parts.h - what html.c is made of; for html*.c only.
 */
#ifndef EXTRACT_HTML_PARTS_H
#define EXTRACT_HTML_PARTS_H

#include <stdbool.h>
#include <stddef.h>

/* How an element's content flows. */
enum html_kind {
	KIND_INLINE,
	KIND_BLOCK, /* begins and ends a line */
	KIND_APART, /* a blank line around it */
	KIND_BREAK,
	KIND_ROW,
	KIND_CELL,
	KIND_QUOTE, /* apart, and a quotation */
	KIND_PRE,   /* apart, white space counts */
	KIND_DROP,  /* content is not text */
	KIND_TITLE, /* content is text nobody sees in the page */
};

void html_elements_init(void);

/* Of an element, by its name in small letters. */
enum html_kind html_element_kind(const char *name);

bool html_white(char c);

/* Where a tag with too many attributes begins; len when there is none. Whether
 * a tag begins at a '<' depends on where libxml2 stands, so it is looked for
 * behind each, all in one pass: white space, '=' and quotes are counted, up to
 * the '>' that ends it for libxml2, which is none in a value's quotes. */
size_t html_tame_prefix(const char *data, size_t len);

/* Where a comment begins that never ends: some readers show it; len when there
 * is none. */
size_t html_closed_prefix(const char *data, size_t len);

/* libxml2 takes NUL for the end; readers pass over it. Returns a copy without,
 * *len bytes long, for the caller to free; NULL when memory is out. */
char *html_without_nul(const char *data, size_t *len);

#endif
