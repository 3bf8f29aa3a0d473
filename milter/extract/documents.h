/* SPDX-License-Identifier: MIT
 *
 * documents.h - every kind of document to its reader, also those within others.
 *
 * A reader is one function: bytes in, texts with places out.  It adds what it
 * reads (document_add), notes what it could not (document_unread), hands what
 * is inside to documents_inside, looks at texts_late between pages, rows and
 * members, and returns 0, or -1 when memory is out.  Bytes are borrowed.
 */
#ifndef EXTRACT_DOCUMENTS_H
#define EXTRACT_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/document.h"

/* Is a document of that kind read at all, with what `out` allows? The bytes of
 * one that is not are not needed. */
bool documents_reads(enum document_kind kind, const struct texts *out);

/* Reads a document of that kind, `depth` deep in others, into out. What is
 * deeper than LIMIT_NESTING, comes too late or is not read here is noted as
 * out says. Returns 0, or -1 when memory is out. */
int documents_read(const struct document *d, enum document_kind kind,
    size_t depth, const char *data, size_t len, struct texts *out);

/* A document within another: an archive's member, a file in a PDF. All
 * borrowed, NULL where there is none. */
struct inside {
	const char *name;   /* without folders */
	bool unnamed;       /* the name is ours, none of the document's */
	const char *folder; /* "letters" or "letters / 2026" */
	const char *type;
	size_t index; /* among its sisters, from 1 */
	/* Shown in the document: a picture no larger than a logo holds no
	 * text, and its name says nothing. */
	bool picture;
};

/* Reads it, whatever its kind: its part is "PART/INDEX", its place ", inside
 * OUTER / FOLDER", its name a text of its own. `depth` is the outer one's.
 * Returns 0, or -1 when memory is out. */
int documents_inside(const struct document *outer, size_t depth,
    const struct inside *inside, const char *data, size_t len,
    struct texts *out);

/* Notes that a document within, or part of it, could not be read. 0 or -1. */
int documents_inside_unread(const struct document *outer,
    const struct inside *inside, enum unread why, struct texts *out);

#endif
