/* SPDX-License-Identifier: MIT
 *
 * fields.c - header fields: decoded values, and what they say of a part.
 */
#include "parse/fields.h"

#include <stdio.h>
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

/* Every name a part is given is a text: the first in name, others with a line
 * each in other_names. */
static int
add_other_name(struct mail_part *part, const char *name)
{
	char *joined;

	if (name[0] == '\0' ||
	    (part->name != NULL && strcmp(part->name, name) == 0))
		return 0;
	if (asprintf(&joined, "%s%s%s",
		part->other_names != NULL ? part->other_names : "",
		part->other_names != NULL ? "\n" : "", name) < 0)
		return -1;
	free(part->other_names);
	part->other_names = joined;
	return 0;
}

/* The second and further values of a parameter. */
static int
add_more_names(struct mail_part *part, const struct params *p, const char *name)
{
	bool first = true;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < p->n; i++) {
		if (strcmp(p->v[i].name, name) != 0)
			continue;
		if (!first)
			rc = add_other_name(part, p->v[i].value);
		first = false;
	}
	return rc;
}

/* True when a parameter that decides how a part is read has two values: two
 * readers will read two things. */
static bool
ambiguous(const struct params *p, const char *name, const char *before)
{
	for (size_t i = 0; i < p->n; i++) {
		if (strcmp(p->v[i].name, name) != 0)
			continue;
		if (before != NULL && strcmp(before, p->v[i].value) != 0)
			return true;
		before = p->v[i].value;
	}
	return false;
}

/* A carriage return inside a field: some readers end the line there, and what
 * follows is a field of its own to them. */
static bool
bare_return(const struct field *f)
{
	const char *at = f->value, *end = at + f->len;

	while ((at = memchr(at, '\r', (size_t)(end - at))) != NULL) {
		while (at < end && *at == '\r')
			at++;
		if (at < end && *at != '\n')
			return true;
	}
	return false;
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
read_type(const struct field *f, struct mail_part *part, bool duplicated,
    char **boundary)
{
	const char *name;
	struct params p;
	int rc = 0;

	if (params_parse(f->value, f->len, &p) < 0)
		return -1;
	if (duplicated && strchr(p.head, '/') != NULL &&
	    strcmp(p.head, part->type) != 0) {
		rc = set(&part->other_type, p.head);
		part->defects |= DEFECT_DUPLICATE_TYPE;
	}
	if (ambiguous(&p, "charset", part->charset) ||
	    ambiguous(&p, "boundary", *boundary))
		part->defects |= DEFECT_HEADERS;
	if (rc == 0)
		rc = set(boundary, params_get(&p, "boundary"));
	if (rc == 0)
		rc = set(&part->charset, params_get(&p, "charset"));
	name = params_get(&p, "name");
	if (rc == 0 && name != NULL && part->name != NULL)
		rc = add_other_name(part, name);
	if (rc == 0)
		rc = set(&part->name, name);
	if (rc == 0)
		rc = add_more_names(part, &p, "name");
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
	char *before;
	int rc = 0;

	if (params_parse(f->value, f->len, &p) < 0)
		return -1;
	part->attachment |= strcmp(p.head, "attachment") == 0;
	*ret_inline |= strcmp(p.head, "inline") == 0;
	name = params_get(&p, "filename");
	if (name != NULL && name[0] != '\0') {
		/* What readers show, before Content-Type's name. */
		before = part->name;
		part->name = NULL;
		rc = set(&part->name, name);
		if (rc == 0 && before != NULL)
			rc = add_other_name(part, before);
		free(before);
	}
	if (rc == 0)
		rc = add_more_names(part, &p, "filename");
	params_free(&p);
	return rc;
}

/* What readers show beside an attachment. */
static int
read_description(const struct field *f, struct mail_part *part)
{
	struct buf value = BUF_MAX(LIMIT_HEADER_BYTES);

	size_t blank = strspn(f->value, " \t\r\n");

	if (part->description != NULL || blank >= f->len ||
	    f->len > LIMIT_HEADER_BYTES / 4)
		return 0;
	if (encoded_decode(f->value + blank, f->len - blank, &value) == 0)
		part->description = buf_take(&value);
	buf_free(&value);
	return part->description != NULL ? 0 : -1;
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
	char *boundary = NULL;
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

		if (bare_return(f))
			part->defects |= DEFECT_HEADERS;
		if (strncasecmp(f->name, "Content-", 8) != 0)
			continue;
		if (named(f, "Content-Type"))
			rc = read_type(f, part, types > 1, &boundary);
		else if (named(f, "Content-Disposition"))
			rc = read_disposition(f, part, &is_inline);
		else if (named(f, "Content-ID"))
			rc = read_id(f, part);
		else if (named(f, "Content-Transfer-Encoding"))
			read_encoding(f, part, ret_encoding, &seen);
		else if (named(f, "Content-Description"))
			rc = read_description(f, part);
	}
	free(boundary);
	part->encoded = *ret_encoding != TRANSFER_PLAIN;
	if (part->name != NULL && !(is_inline && text_in_flow(part->type)))
		part->attachment = true;
	return rc;
}
