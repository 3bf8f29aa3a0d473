/* SPDX-License-Identifier: MIT
 *
 * fields.c - header fields: decoded values, and what they say of a part.
 */
#include "parse/fields.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "parse/encoded.h"
#include "parse/params.h"

static int
decode_one(const struct field *f, struct mail_header *ret, bool *limited)
{
	struct buf value = BUF_MAX(8u * LIMIT_HEADER_BYTES + 16384);
	const char *s = f->value;
	size_t len = f->len;

	if (len > LIMIT_HEADER_BYTES) {
		len = LIMIT_HEADER_BYTES;
		*limited = true;
	}
	while (len > 0 && strchr(" \t\r\n", *s) != NULL)
		s++, len--;
	if (encoded_decode(s, len, &value) < 0) {
		buf_free(&value);
		return -1;
	}
	ret->name = strdup(f->name);
	ret->raw = strndup(s, len);
	ret->value = buf_take(&value);
	return ret->name && ret->raw && ret->value ? 0 : -1;
}

int
fields_decode(const struct field *fields, size_t n, struct mail_header **ret,
    size_t *ret_n, bool *ret_limited)
{
	struct mail_header *headers;
	bool limited = false;

	if (n > LIMIT_HEADERS) {
		n = LIMIT_HEADERS;
		limited = true;
	}
	headers = calloc(n > 0 ? n : 1, sizeof *headers);
	if (headers == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (decode_one(&fields[i], &headers[i], &limited) < 0) {
			fields_free(headers, n);
			return -1;
		}
	*ret = headers;
	*ret_n = n;
	if (limited)
		*ret_limited = true;
	return 0;
}

void
fields_free(struct mail_header *headers, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(headers[i].name);
		free(headers[i].value);
		free(headers[i].raw);
	}
	free(headers);
}

/* strdup that takes NULL for "nothing to copy". */
static int
set(char **field, const char *s)
{
	if (s == NULL || *field != NULL)
		return 0;
	*field = strdup(s);
	return *field != NULL ? 0 : -1;
}

static bool
says(const struct params *p, const char *name, const char *value)
{
	const char *got = params_get(p, name);

	return got != NULL && strcasecmp(got, value) == 0;
}

static bool
named(const struct field *f, const char *name)
{
	return strcasecmp(f->name, name) == 0;
}

/* A second Content-Type that says the same is no harm; another one is what
 * some other reader goes by. */
static int
read_type(const struct field *f, struct mail_part *part, bool duplicated)
{
	struct params p;
	int rc = 0;

	if (params_parse(f->value, f->len, &p) < 0)
		return -1;
	if (duplicated && strchr(p.head, '/') != NULL &&
	    strcmp(p.head, part->type) != 0) {
		rc = set(&part->other_type, p.head);
		part->defects |= DEFECT_DUPLICATE_TYPE;
	}
	if (rc == 0)
		rc = set(&part->charset, params_get(&p, "charset"));
	if (rc == 0)
		rc = set(&part->name, params_get(&p, "name"));
	part->flowed |= says(&p, "format", "flowed");
	part->delsp |= says(&p, "delsp", "yes");
	params_free(&p);
	return rc;
}

static int
read_disposition(
    const struct field *f, struct mail_part *part, bool *ret_inline)
{
	const char *name;
	struct params p;
	int rc = 0;

	if (params_parse(f->value, f->len, &p) < 0)
		return -1;
	part->attachment |= strcmp(p.head, "attachment") == 0;
	*ret_inline |= strcmp(p.head, "inline") == 0;
	name = params_get(&p, "filename");
	if (name != NULL && name[0] != '\0') {
		/* What readers show, before Content-Type's name. */
		free(part->name);
		part->name = NULL;
		rc = set(&part->name, name);
	}
	params_free(&p);
	return rc;
}

static int
read_id(const struct field *f, struct mail_part *part)
{
	size_t start = strspn(f->value, " \t\r\n<"), end = f->len;

	if (part->content_id != NULL || start >= end)
		return 0;
	while (end > start && strchr(" \t\r\n>", f->value[end - 1]) != NULL)
		end--;
	part->content_id = strndup(f->value + start, end - start);
	return part->content_id != NULL ? 0 : -1;
}

/* Two encodings that differ: one of them is a lie to somebody. */
static void
read_encoding(const struct field *f, struct mail_part *part,
    enum transfer *encoding, bool *seen)
{
	enum transfer found = transfer_named(f->value, f->len);

	if ((*seen && found != *encoding) || found == TRANSFER_UNKNOWN)
		part->defects |= DEFECT_ENCODING;
	if (!*seen || *encoding == TRANSFER_PLAIN)
		*encoding = found;
	*seen = true;
}

static bool
text_in_flow(const char *type)
{
	return strcmp(type, "text/plain") == 0 ||
	       strcmp(type, "text/html") == 0;
}

int
fields_describe(const struct field *fields, size_t n, const char *type,
    struct mail_part *part, enum transfer *ret_encoding)
{
	bool seen = false, is_inline = false;
	size_t types = 0;
	int rc = 0;

	part->type = strdup(type);
	if (part->type == NULL)
		return -1;
	for (char *s = part->type; *s != '\0'; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s + 32);
	for (size_t i = 0; i < n; i++)
		types += named(&fields[i], "Content-Type");
	*ret_encoding = TRANSFER_PLAIN;
	for (size_t i = 0; i < n && rc == 0; i++) {
		const struct field *f = &fields[i];

		if (strncasecmp(f->name, "Content-", 8) != 0)
			continue;
		if (named(f, "Content-Type"))
			rc = read_type(f, part, types > 1);
		else if (named(f, "Content-Disposition"))
			rc = read_disposition(f, part, &is_inline);
		else if (named(f, "Content-ID"))
			rc = read_id(f, part);
		else if (named(f, "Content-Transfer-Encoding"))
			read_encoding(f, part, ret_encoding, &seen);
	}
	part->encoded = *ret_encoding != TRANSFER_PLAIN;
	if (part->name != NULL && !(is_inline && text_in_flow(part->type)))
		part->attachment = true;
	return rc;
}
