/* SPDX-License-Identifier: MIT
 *
 * mapi.h - the properties of an Outlook message (MS-OXPROPS) to texts, for the
 * two ways they are packed: winmail.dat (tnef.h) and MSG files (msg.h).
 */
#ifndef EXTRACT_MAPI_H
#define EXTRACT_MAPI_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/document.h"

#define MAPI_PLACE_MAX 400
#define MAPI_NAME_MAX 1024

/* Types of properties (MS-OXCDATA 2.11.1) of no fixed size. */
#define MAPI_OBJECT 0x0du
#define MAPI_STRING8 0x1eu
#define MAPI_UNICODE 0x1fu
#define MAPI_BINARY 0x102u
/* A property type with this bit has several values. */
#define MAPI_SEVERAL 0x1000u
/* Ids from here on are explained by a name. */
#define MAPI_NAMED 0x8000u

/* One value; borrowed, a string's terminator may be with it. */
struct mapi_value {
	bool attached; /* of an attachment, not of the message */
	unsigned id;
	unsigned type; /* MAPI_… */
	const char *data;
	size_t len;
};

enum mapi_meaning {
	MAPI_CORRESPONDENCE, /* passed over: who, when, and numbers */
	MAPI_SUBJECT,
	MAPI_BODY,
	MAPI_BODY_HTML,
	MAPI_BODY_RTF,
	MAPI_CODEPAGE,
	MAPI_HTML_CODEPAGE,
	MAPI_ATTACHMENT_BEGINS, /* of TNEF only */
	MAPI_ATTACHMENT_NAME,
	MAPI_ATTACHMENT_TYPE,
	MAPI_ATTACHMENT_SHOWN,
	MAPI_ATTACHMENT_DATA,
	MAPI_WORDS, /* any other string */
	MAPI_UNKNOWN,
};

/* A message while it is read. */
struct mapi_reader {
	const struct document *d;
	struct texts *out;
	size_t depth;
	bool enclosed; /* its bodies are forwarded, not the author's own */
	char where[MAPI_PLACE_MAX], number[MAPI_PLACE_MAX];
	char codepage[32], html_codepage[32]; /* "": not given */
	size_t twin, ntwin;                   /* the body read last */
	size_t nattachments;
};

/* An attachment's properties, while they are gathered. */
struct mapi_attachment {
	bool shown; /* has a Content-ID: a body may show it in place */
	char name[MAPI_NAME_MAX], type[128];
};

enum mapi_meaning mapi_meaning(const struct mapi_value *v);

/* d is the file that holds the message, depth deep; both are borrowed. */
void mapi_begin(struct mapi_reader *r, const struct document *d, size_t depth,
    bool enclosed, struct texts *out);

/* A code page's number, as four bytes; other meanings are passed over. */
void mapi_take_codepage(struct mapi_reader *r, enum mapi_meaning meaning,
    const void *data, size_t len);

/* Reads a subject, a body or words, or notes an unknown value; other meanings
 * are passed over. A body that says the same as the one before is left out, and
 * words that stand there already. 0, or -1 when memory is out. */
int mapi_read(struct mapi_reader *r, enum mapi_meaning meaning,
    const struct mapi_value *v);

/* Takes name, type and whether it is shown; of several names the longest, and
 * every one among the texts. 0 or -1. */
int mapi_read_attachment(struct mapi_reader *r, enum mapi_meaning meaning,
    const struct mapi_value *v, struct mapi_attachment *a);

/* The document that the next attachment is: its part in `part`. False: there
 * are too many, which is noted; look at r->out->failed. */
bool mapi_document(struct mapi_reader *r, const struct mapi_attachment *a,
    char part[MAPI_PLACE_MAX], struct document *ret);

/* Reads the bytes of an attachment, unless they are a logo of the body. 0 or
 * -1. */
int mapi_file(struct mapi_reader *r, const struct mapi_attachment *a,
    const struct document *d, const char *data, size_t len);

int mapi_unread(struct mapi_reader *r, enum unread why);

#endif
