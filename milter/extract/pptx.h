/* SPDX-License-Identifier: MIT
 *
 * pptx.h - PowerPoint presentations (ECMA-376-1, 13 and 19; transitional and
 * strict).
 */
#ifndef EXTRACT_PPTX_H
#define EXTRACT_PPTX_H

#include <stddef.h>

#include "extract/document.h"
#include "extract/package.h"

/* Reads the presentation in the package: its slides in the order they are
 * shown, hidden slides, what stands off them, hidden shapes, speaker notes and
 * comments as hidden texts with the numbers of their slides; charts,
 * properties, authors, link targets. Parts that were read are marked used;
 * embedded documents are not. A reader as documents.h says. */
int pptx_read(const struct document *d, size_t depth, struct package *p,
    struct texts *out);

#endif
