/* SPDX-License-Identifier: MIT
 *
 * metafile.h - the words in Windows metafiles (MS-WMF, MS-EMF): previews of
 * embedded objects, pasted charts and tables.
 */
#ifndef EXTRACT_METAFILE_H
#define EXTRACT_METAFILE_H

#include <stddef.h>

#include "extract/document.h"

/* Reads the text that is drawn; a picture in it that is large enough to hold a
 * text is an unread entry, `image`. A reader as documents.h says. */
int metafile_read(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out);

#endif
