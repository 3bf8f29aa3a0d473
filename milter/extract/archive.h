/* SPDX-License-Identifier: MIT
 *
 * archive.h - archives other than ZIP, and single compressed files.
 */
#ifndef EXTRACT_ARCHIVE_H
#define EXTRACT_ARCHIVE_H

#include <stddef.h>

#include "extract/document.h"

/* Reads each member as a document within; "x.csv.gz" holds x.csv. A reader as
 * documents.h says. */
int archive_texts(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out);

#endif
