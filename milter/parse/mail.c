/* SPDX-License-Identifier: MIT
 *
 * mail.c - one message taken apart: the public face of this layer.
 */
#include "parse/mail.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "parse/block.h"
#include "parse/charset.h"
#include "parse/fields.h"
#include "parse/tree.h"

int
mail_init(void)
{
	block_init();
	return charset_init();
}

struct mail *
mail_parse(const char *data, size_t len)
{
	struct tree_place top = {
	    .path = "", .depth = 0, .parent = SIZE_MAX, .message = SIZE_MAX};
	struct mail *m = calloc(1, sizeof *m);

	if (m == NULL)
		return NULL;
	m->data = data;
	m->len = len;
	if (block_parse(m, data, len, &top, &m->headers, &m->nheaders) < 0) {
		mail_free(m);
		return NULL;
	}
	for (size_t i = 0; i < m->nparts; i++)
		m->defects |= m->parts[i].defects;
	if (m->limited)
		m->defects |= DEFECT_LIMIT;
	return m;
}

void
mail_free(struct mail *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->nparts; i++) {
		tree_part_free(&m->parts[i]);
		free(m->sources[i].decoded);
	}
	for (size_t i = 0; i < m->nowned; i++)
		free(m->owned[i]);
	fields_free(m->headers, m->nheaders);
	free(m->parts);
	free(m->sources);
	free(m->owned);
	free(m);
}

const struct mail_header *
mail_headers(const struct mail *m, size_t *ret_n)
{
	*ret_n = m->nheaders;
	return m->headers;
}

const char *
mail_header(const struct mail *m, const char *name)
{
	for (size_t i = 0; i < m->nheaders; i++)
		if (strcasecmp(m->headers[i].name, name) == 0)
			return m->headers[i].value;
	return NULL;
}

const struct mail_part *
mail_parts(const struct mail *m, size_t *ret_n)
{
	*ret_n = m->nparts;
	return m->parts;
}

unsigned
mail_defects(const struct mail *m)
{
	return m->defects;
}

bool
mail_limited(const struct mail *m)
{
	return m->limited;
}

/* Decodes into the part's source; the part learns of what was wrong. */
static int
decode(struct mail *m, size_t part)
{
	struct source *s = &m->sources[part];
	struct buf out = BUF_MAX(s->raw_len + 4096);
	bool clean = true;

	if (transfer_decode(s->encoding, s->raw, s->raw_len, &out, &clean) < 0)
		goto fail;
	s->decoded_len = out.len;
	s->decoded = buf_take(&out);
	if (s->decoded == NULL)
		goto fail;
	if (!clean) {
		m->parts[part].defects |= DEFECT_ENCODING;
		m->defects |= DEFECT_ENCODING;
	}
	return 0;
fail:
	buf_free(&out);
	s->failed = true;
	return -1;
}

int
mail_part_bytes(
    struct mail *m, size_t part, const char **ret_data, size_t *ret_len)
{
	struct source *s = &m->sources[part];
	bool as_it_lies =
	    s->encoding == TRANSFER_PLAIN || s->encoding == TRANSFER_UNKNOWN;

	*ret_data = "";
	*ret_len = 0;
	if (s->decoded == NULL && !as_it_lies &&
	    (s->failed || decode(m, part) < 0))
		return -1;
	*ret_data = s->decoded != NULL ? s->decoded : s->raw;
	*ret_len = s->decoded != NULL ? s->decoded_len : s->raw_len;
	return 0;
}

/* An outer multipart that is closed itself ends what lies in it, unless that
 * was packed in between. */
static bool
ended_by_outer(const struct mail *m, size_t part)
{
	size_t up = m->parts[part].parent;

	for (; up != SIZE_MAX; up = m->parts[up].parent) {
		const struct mail_part *p = &m->parts[up];

		if (p->kind == MAIL_MULTI &&
		    (p->defects & (DEFECT_TRUNCATED | DEFECT_NO_BOUNDARY)) == 0)
			return true;
		if (p->kind == MAIL_LEAF || p->encoded)
			return false;
	}
	return false;
}

/* The last child, of two or more; or SIZE_MAX. */
static size_t
last_half(const struct mail *m, size_t part)
{
	size_t n = 0, last = SIZE_MAX;

	for (size_t i = part + 1; i < m->nparts; i++)
		if (m->parts[i].parent == part &&
		    m->parts[i].kind != MAIL_STRAY) {
			last = i;
			n++;
		}
	return n >= 2 ? last : SIZE_MAX;
}

static bool
is_blank(const char *s, const char *end)
{
	while (s < end && *s != '\0' && strchr(" \t\r\n", *s) != NULL)
		s++;
	return s == end;
}

/* The message ends in it: no boundary opens a part behind that is not there. */
static bool
ends_message(const struct mail *m, size_t part)
{
	const struct source *s = &m->sources[part];
	const char *end = m->data + m->len;

	return s->raw >= m->data && s->raw <= end &&
	       !is_blank(s->raw, s->raw + s->raw_len) &&
	       is_blank(s->raw + s->raw_len, end);
}

/* Text, as it stands or with its encoding undone without a fault: all that is
 * there of it is shown, wherever it ends. */
static bool
is_open_text(struct mail *m, size_t part)
{
	enum transfer encoding = m->sources[part].encoding;
	const struct mail_part *p = &m->parts[part];
	const char *data;
	size_t len;

	if (p->kind != MAIL_LEAF || p->attachment || p->other_type != NULL ||
	    strncmp(p->type, "text/", 5) != 0 ||
	    (encoding != TRANSFER_PLAIN && encoding != TRANSFER_QP))
		return false;
	return mail_part_bytes(m, part, &data, &len) == 0 && p->defects == 0;
}

bool
mail_part_whole(struct mail *m, size_t part)
{
	const struct mail_part *p = &m->parts[part];
	size_t last;

	if (p->kind != MAIL_MULTI || p->defects != DEFECT_TRUNCATED)
		return false;
	if (ended_by_outer(m, part))
		return true;
	if (strcmp(p->type, "multipart/alternative") != 0)
		return false;
	last = last_half(m, part);
	return last != SIZE_MAX && ends_message(m, last) &&
	       is_open_text(m, last);
}

size_t
mail_part_head(const struct mail *m, size_t part, char *buf, size_t size)
{
	const struct source *s = &m->sources[part];
	const char *data = s->decoded != NULL ? s->decoded : s->raw;
	size_t len = s->decoded != NULL ? s->decoded_len : s->raw_len;
	struct buf out = BUF_MAX(len + 8192);
	size_t take = 4 * size + 1024;
	bool clean;

	if (s->decoded == NULL && s->encoding != TRANSFER_PLAIN) {
		/* No encoding needs more than four bytes for one; but there may
		 * be any number that stand for nothing before. */
		do {
			if (take > len)
				take = len;
			buf_reset(&out);
			transfer_decode(s->encoding, data, take, &out, &clean);
		} while (out.len < size && take < len && (take *= 4));
		data = buf_str(&out);
		len = out.len;
	}
	if (len > size)
		len = size;
	memcpy(buf, data, len);
	buf_free(&out);
	return len;
}

void
mail_part_raw(
    const struct mail *m, size_t part, const char **ret_data, size_t *ret_len)
{
	*ret_data = m->sources[part].raw;
	*ret_len = m->sources[part].raw_len;
}
