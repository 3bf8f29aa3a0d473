/* SPDX-License-Identifier: MIT
 *
 * ole.h - compound files: what Word, Excel, PowerPoint and Outlook saved before
 * 2007, and whatever else is kept in one.
 */
#ifndef EXTRACT_OLE_H
#define EXTRACT_OLE_H

#include "extract/document.h"

/* Reads a compound file of any kind as documents.h says of readers: which it
 * is, its streams tell. One protected by a password is unread, encrypted; one
 * of a kind that is not read is unread, unsupported, but for its properties. */
int ole_read(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out);

#endif
