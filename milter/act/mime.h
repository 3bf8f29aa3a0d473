/* SPDX-License-Identifier: MIT
 *
 * mime.h - writes mail: headers, dates, text and parts, with CRLF.
 *
 * All functions add to a buf and return 0, or -1 when its maximum or memory
 * was reached; a run of them may be checked once (buf_failed).
 */
#ifndef ACT_MIME_H
#define ACT_MIME_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/buf.h"

/* "Name: value" for text: folded at 76 columns; words that are not ASCII, or
 * that look like encoded words themselves, as RFC 2047 UTF-8 encoded words.
 * Controls and line ends in value become spaces: it cannot add a header. */
int mime_header(struct buf *out, const char *name, const char *value);

/* "Name: value" for a mailbox, "a@b.example" or "Some Name <a@b.example>": the
 * name is quoted or encoded as needed, the address stays as it is but for
 * controls, white space and brackets, which are dropped. */
int mime_mailbox(struct buf *out, const char *name, const char *mailbox);

/* "Date: Thu, 20 Nov 2025 14:07:00 +0000", in UTC. */
int mime_date(struct buf *out, time_t at);
/* The date alone, for Received and delivery-status fields. */
int mime_date_value(struct buf *out, time_t at);

/* "Message-ID: <unique@domain>"; a fresh one each time. What of the domain
 * cannot stand in a message id is left out. */
int mime_message_id(struct buf *out, const char *domain);

/* A text/plain body of UTF-8 text (LF or CRLF) with its Content-* headers and
 * the empty line: as it is where ASCII of short lines, else quoted-printable.
 * So it passes any MTA. */
int mime_text(struct buf *out, const char *text, size_t len);

/* Boundaries. A boundary cannot occur in quoted-printable text ("=_"), nor be
 * guessed by the author of an attached message (80 random bits). */
#define MIME_BOUNDARY_LEN 48
struct mime_boundary {
	char s[MIME_BOUNDARY_LEN];
};
struct mime_boundary mime_boundary_new(void);

/* "Content-Type: multipart/TYPE; boundary=…" with the empty line; type may
 * carry parameters ("report; report-type=delivery-status"). Then each part is
 * mime_part and the part's own headers, empty line and content; mime_end after
 * the last. */
int mime_multipart(
    struct buf *out, const char *type, const struct mime_boundary *b);
int mime_part(struct buf *out, const struct mime_boundary *b);
int mime_end(struct buf *out, const struct mime_boundary *b);

/* True when a byte is not ASCII. */
bool mime_is_8bit(const char *data, size_t len);

/* Wraps text (LF) at 76 columns where a line has blanks to break at; what
 * follows is indented as the line was, two more after "- ". Long words stay
 * whole. Several empty lines become one, and none is left at the start, for
 * templates leave some where a section was not shown. */
int mime_wrap(struct buf *out, const char *text);

#endif
