/* SPDX-License-Identifier: MIT
 *
 * document.h - one body or attachment to texts.
 */
#ifndef EXTRACT_DOCUMENT_H
#define EXTRACT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "extract/texts.h"
#include "parse/charset.h"

/* What a document is read as. */
enum document_kind {
	/* Read by document_read. */
	DOCUMENT_TEXT,
	DOCUMENT_HTML,
	DOCUMENT_TABLE,
	DOCUMENT_FOLDED, /* calendar, contact: by folded.c */
	DOCUMENT_PARTLY, /* text, with more in it than is read */
	/* Read by what documents.c names. */
	DOCUMENT_RTF,
	DOCUMENT_TNEF, /* winmail.dat */
	DOCUMENT_MESSAGE,
	DOCUMENT_MBOX,
	DOCUMENT_CMS,     /* S/MIME: signed or encrypted */
	DOCUMENT_ZIP,     /* an archive, or an office document in one */
	DOCUMENT_ARCHIVE, /* any other archive, or one compressed file */
	DOCUMENT_OLE,     /* a compound file: DOC, XLS, PPT, MSG */
	DOCUMENT_PDF,
	DOCUMENT_METAFILE, /* a drawing of Windows's */
	DOCUMENT_FLAT,     /* an office document as one XML file */
	DOCUMENT_IMAGE,
	/* Not read. */
	DOCUMENT_EMPTY,
	DOCUMENT_SIGNATURE, /* a detached signature: nothing to read */
	DOCUMENT_ENCRYPTED,
	DOCUMENT_PROGRAM,
	DOCUMENT_UNSUPPORTED,
};

/* So many first bytes tell the kind. */
#define DOCUMENT_HEAD 512

/* What is known of a document; all borrowed, NULL where unknown. */
struct document {
	const char *part;
	const char *name;
	const char *type; /* as declared */
	const char *charset;
	const char *where; /* added to places: "", or ", inside …" */
	/* ZONE_AUTHORED and, in an enclosed message, ZONE_FORWARDED: a body,
	 * cut into zones. Any other: the zone of all of it. */
	enum zone zone;
	bool flowed, delsp;
	bool forwarding; /* the subject begins with Fw: */
	bool enclosed;   /* in an enclosed message */
	/* The texts of the other alternative, if it was read before: shown
	 * text that equals them is not added again. */
	size_t twin, ntwin;
};

#define DOCUMENT_PLACE_MAX 400

/* A picture that is shown in a document or body and no larger is a logo: an
 * entry for each in each letterhead would drown the others. */
#define DOCUMENT_LOGO_BYTES (45u * KIB)

/* Puts "SECTION of NAME" and d->where into place, cut where it is too long,
 * between characters; the name alone where section is NULL. Returns the bytes
 * of the section (struct text). */
size_t document_place(const struct document *d, const char *section,
    char place[DOCUMENT_PLACE_MAX]);

/* Adds a text of the document, with that place. Returns the text or NULL, as
 * texts_add does; look at out->failed. */
struct text *document_add(const struct document *d, enum zone zone,
    const char *section, const char *data, size_t len, struct texts *out);

/* The zone of what a document shows, and of what its properties say. */
enum zone document_zone(const struct document *d);

/* Notes that the document, or part of it, could not be read. 0 or -1. */
int document_unread(
    const struct document *d, enum unread why, struct texts *out);

/* Adds UTF-8 text that the document shows, a body's cut into zones, and notes
 * what is packed in it. 0 or -1. */
int document_text(
    const struct document *d, const char *data, size_t len, struct texts *out);

/* The document's bytes as UTF-8 text, as charset_decode; where that is in doubt
 * or they hold a file of another kind, it is noted. 0 or -1. */
int document_decode(const struct document *d, const char *charset,
    const char *data, size_t len, struct buf *scratch, struct charset_text *ret,
    struct texts *out);

/* The kind, by content first, then type, then name. */
enum document_kind document_kind(
    const struct document *d, const char *head, size_t len);

/* Reads the document's bytes as that kind into out: texts, or an unread entry.
 * Returns 0, or -1 when memory is out. */
int document_read(const struct document *d, enum document_kind kind,
    const char *data, size_t len, struct texts *out);

#endif
