/* SPDX-License-Identifier: MIT
 *
 * folded.h - calendars and contacts (iCalendar, RFC 5545; vCard 2.1, RFC 2426
 * and RFC 6350) to texts, and the files in them.
 */
#ifndef EXTRACT_FOLDED_H
#define EXTRACT_FOLDED_H

#include <stddef.h>

#include "extract/document.h"

/* A reader as documents.h says. Lines are unfolded and their escapes undone;
 * two contacts or more are a table, a row each. */
int folded_read(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out);

#endif
