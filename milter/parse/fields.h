/* SPDX-License-Identifier: MIT
 *
 * fields.h - header fields: decoded values, and what they say of a part.
 */
#ifndef PARSE_FIELDS_H
#define PARSE_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "parse/mail.h"
#include "parse/transfer.h"

/* A field as it stands: value with its folding, without the final line end. */
struct field {
	const char *name;
	const char *value;
	size_t len;
};

/* Decodes n fields into a new array of *ret_n, free with fields_free. Stops at
 * LIMIT_HEADERS and cuts values at LIMIT_HEADER_BYTES; *ret_limited is then
 * true. Returns 0, or -1 when memory is out. */
int fields_decode(const struct field *fields, size_t n,
    struct mail_header **ret, size_t *ret_n, bool *ret_limited);
void fields_free(struct mail_header *headers, size_t n);

/* Fills in what the Content-* fields say: type (as `type`, what GMime took),
 * other_type, charset, flowed, delsp, name, attachment, content_id and their
 * defects; *ret_encoding the transfer encoding. Returns 0, or -1 when memory
 * is out. */
int fields_describe(const struct field *fields, size_t n, const char *type,
    struct mail_part *part, enum transfer *ret_encoding);

#endif
