/* SPDX-License-Identifier: MIT
 *
 * odp.h - OpenDocument presentations (OpenDocument 1.3 part 3).
 */
#ifndef EXTRACT_ODP_H
#define EXTRACT_ODP_H

#include <stddef.h>

#include "extract/document.h"
#include "extract/package.h"

/* Reads the document's parts into out and marks those it has read. Returns 0,
 * or -1 when memory is out. */
int odp_read(const struct document *d, size_t depth, struct package *p,
    struct texts *out);

#endif
