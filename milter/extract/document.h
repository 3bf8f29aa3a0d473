/* SPDX-License-Identifier: MIT
 *
 * document.h - one body or attachment to texts.
 */
#ifndef EXTRACT_DOCUMENT_H
#define EXTRACT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/texts.h"

/* What a document is read as. */
enum document_kind {
	DOCUMENT_TEXT,
	DOCUMENT_HTML,
	DOCUMENT_TABLE,
	DOCUMENT_FOLDED,  /* calendar, contact */
	DOCUMENT_PARTLY,  /* text, with more in it than is read */
	DOCUMENT_TNEF,    /* winmail.dat; not read here: tnef.h does */
	DOCUMENT_MESSAGE, /* not read here: messages.h does */
	DOCUMENT_EMPTY,
	DOCUMENT_SIGNATURE, /* a detached signature: nothing to read */
	DOCUMENT_IMAGE,
	DOCUMENT_ENCRYPTED,
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

/* The kind, by content first, then type, then name. */
enum document_kind document_kind(
    const struct document *d, const char *head, size_t len);

/* Reads the document's bytes as that kind into out: texts, or an unread entry.
 * Returns 0, or -1 when memory is out. */
int document_read(const struct document *d, enum document_kind kind,
    const char *data, size_t len, struct texts *out);

#endif
