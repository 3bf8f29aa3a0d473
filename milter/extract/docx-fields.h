/* SPDX-License-Identifier: MIT
 *
 * docx-fields.h - the codes of a document's fields, which are not shown
 * (ECMA-376-1, 17.16).
 */
#ifndef EXTRACT_DOCX_FIELDS_H
#define EXTRACT_DOCX_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/office-flow.h"

#define DOCX_FIELDS_DEEPEST 32

struct docx_fields {
	struct buf code; /* of the open fields, one after the other */
	struct {
		size_t start; /* in code */
		bool result;  /* its code is over */
	} v[DOCX_FIELDS_DEEPEST];
	size_t n; /* open, also those deeper than are kept */
	struct office_flow *links, *codes;
};

/* Where link targets, and all other codes with something to say, go. */
void docx_fields_init(struct docx_fields *f, size_t max,
    struct office_flow *links, struct office_flow *codes);
void docx_fields_free(struct docx_fields *f);

/* A w:fldChar of that type ("begin", "separate", "end"), on that page. */
void docx_fields_mark(struct docx_fields *f, const char *type, uint32_t unit);

/* Is what comes now part of a code, not shown? */
bool docx_fields_in_code(const struct docx_fields *f);
void docx_fields_add(struct docx_fields *f, const char *s, size_t len);

/* One whole code, as of w:fldSimple. */
void docx_fields_code(
    struct docx_fields *f, const char *code, size_t len, uint32_t unit);

/* The document ends: fields left open give their code. */
void docx_fields_end(struct docx_fields *f, uint32_t unit);

#endif
