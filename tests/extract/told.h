/* SPDX-License-Identifier: MIT
 *
 * told.h - office documents made of parts, and what was read of them as
 * lines, for tests.
 */
#ifndef TESTS_EXTRACT_TOLD_H
#define TESTS_EXTRACT_TOLD_H

#include "extract/package.h"
#include "extract/zip.h"

typedef int told_reader(const struct document *d, size_t depth,
    struct package *p, struct texts *out);

/* Reads a package of these parts as the document "x". What was read is a line
 * each, page by page and row by row ("hidden|comment of x|words", line ends as
 * $, tabs as ^), then signs ("!hidden|place|about") and what was not read
 * ("?damaged"). Free it with free(). */
char *told_parts(told_reader *read, const struct zip_part *parts, size_t n);

/* The same of an archive, and of what is in another's memory. */
char *told_of(told_reader *read, const char *data, size_t len);

#endif
