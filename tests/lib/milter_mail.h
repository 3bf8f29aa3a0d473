/* SPDX-License-Identifier: MIT
 *
 * milter_mail.h - a message in the pieces an MTA shows to a filter.
 */
#ifndef TESTS_LIB_MILTER_MAIL_H
#define TESTS_LIB_MILTER_MAIL_H

#include <stddef.h>

/* One header field: value as it stands after the colon, its leading blanks
 * included, folded lines joined by LF as Postfix sends them. */
struct milter_header {
	char *name;
	char *value;
};

/* A message: its header fields, and its body with CRLF line ends. */
struct milter_mail {
	struct milter_header *headers;
	size_t nheaders;
	size_t capheaders;
	char *body;
	size_t body_len;
};

/* Splits len bytes, with LF or CRLF line ends, as Postfix would: a first line
 * that is no header field begins the body, a NUL in a field ends the field.
 * Returns a new mail, to be freed with milter_mail_free, or NULL when memory
 * is out. */
struct milter_mail *milter_mail_new(const char *data, size_t len);

/* A plain-text mail of about `bytes` bytes, made of harmless lines that are
 * all different. The same arguments give the same bytes. */
struct milter_mail *milter_mail_of_size(
    const char *from, const char *to, size_t bytes);

void milter_mail_free(struct milter_mail *m);

#endif
