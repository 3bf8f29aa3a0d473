/* SPDX-License-Identifier: MIT
 *
 * office.h - a ZIP archive: an office document, or files.
 */
#ifndef EXTRACT_OFFICE_H
#define EXTRACT_OFFICE_H

#include <stddef.h>

#include "extract/document.h"
#include "extract/package.h"

/* Reads an office document by its kind's reader, and what is embedded in it as
 * documents within; any other archive's members likewise. A reader as
 * documents.h says. */
int office_read(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out);

/* The same of a package in memory. */
int office_read_package(const struct document *d, size_t depth,
    struct package *p, struct texts *out);

#endif
