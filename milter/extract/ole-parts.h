/* SPDX-License-Identifier: MIT
 *
 * ole-parts.h - what the readers of compound files share.
 */
#ifndef EXTRACT_OLE_PARTS_H
#define EXTRACT_OLE_PARTS_H

#include <stddef.h>

#include "base/buf.h"
#include "extract/bytes.h"
#include "extract/cfb.h"
#include "extract/documents.h"

/* One document in a compound file: all of the file, or a storage in it. */
struct ole {
	const struct document *d;
	size_t depth;
	struct cfb *c;
	const struct cfb_entry *storage;
	struct texts *out;
	size_t ninside; /* documents found within */
	size_t first;   /* texts before it */
};

/* Each reads what the storage holds as one kind: 0, or -1 when memory is out.
 */
int doc_read(struct ole *o);
int msg_read(struct ole *o);
int ppt_read(struct ole *o);
int xls_read(struct ole *o);

/* Reads the storage as whatever it is, properties and embedded objects with
 * it. */
int ole_storage_read(struct ole *o);

/* Reads a storage within as a document of its own. */
int ole_inside(struct ole *o, const struct cfb_entry *storage);

/* The same of bytes, and of a stream with an embedded file (\1Ole10Native,
 * MS-OLEDS 2.3.6). */
int ole_file_inside(
    struct ole *o, const char *name, const char *data, size_t len);
int ole_package_inside(struct ole *o, const char *data, size_t len);

/* The same of what zlib (RFC 1950) packed, of that size before; 0: not known.
 */
int ole_zlib_inside(
    struct ole *o, struct bytes zlib, size_t size, const struct inside *inside);

/* Has anything been read that a person sees? Pictures are then beside it. */
bool ole_has_words(const struct ole *o);

/* Reads a stream of the storage whole, as far as it goes; a missing one is
 * empty. 0 or -1. */
int ole_stream(struct ole *o, const char *name, struct buf *ret);

/* Reads the property sets into "document properties". 0 or -1. */
int ole_properties_read(struct ole *o);

int ole_unread(struct ole *o, enum unread why);

/* Adds a text, if there is any; tells when it was cut. 0 or -1. */
int ole_say(
    struct ole *o, enum zone zone, const char *section, const struct buf *text);

#endif
