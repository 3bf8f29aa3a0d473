/* SPDX-License-Identifier: MIT
 *
 * docx.h - Word documents (ECMA-376-1, 11 and 17; transitional and strict).
 */
#ifndef EXTRACT_DOCX_H
#define EXTRACT_DOCX_H

#include <stddef.h>

#include "extract/document.h"
#include "extract/package.h"

/* Reads the document in the package: its text, with pages where it says where
 * they end; headers, notes and text boxes as such; what nobody sees (tracked
 * deletions, hidden text, comments, text under black, building blocks) as
 * hidden texts with their signs; charts, properties, authors, link targets.
 * Parts that were read are marked used; embedded documents are not. A reader as
 * documents.h says. */
int docx_read(const struct document *d, size_t depth, struct package *p,
    struct texts *out);

#endif
