/* SPDX-License-Identifier: MIT
 *
 * request.c - what a requester tells a worker about a message, as JSON.
 *
 * Both ends are our own processes of one version, so an unknown or missing
 * field is a fault and not a thing to be lenient about.
 */
#include "report/request.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

/* Of the object: request_write's and no others. */
#define FIELDS 16

void
request_free(struct request *q)
{
	free(q->file);
	envelope_free(&q->envelope);
	*q = (struct request){0};
}

/* Envelope bytes may be any 8-bit junk; JSON may not. Latin-1 widening keeps
 * every byte and is undone by narrow(). */
static json_t *
wide(const char *s)
{
	struct buf b = BUF_MAX(LIMIT_REQUEST_BYTES);
	const unsigned char *p;
	json_t *j;

	if (s == NULL)
		return json_null();
	for (p = (const unsigned char *)s; *p != '\0'; p++) {
		if (*p < 0x80) {
			buf_addc(&b, (char)*p);
		} else {
			buf_addc(&b, (char)(0xc0 | *p >> 6));
			buf_addc(&b, (char)(0x80 | (*p & 0x3f)));
		}
	}
	j = buf_failed(&b) ? NULL : json_stringn(buf_str(&b), b.len);
	buf_free(&b);
	return j;
}

/* Replaces *field by a widened string or null. 0, or -1 for anything else. */
static int
narrow(const json_t *j, char **field)
{
	const unsigned char *s;
	char *out, *p;

	if (json_is_null(j)) {
		free(*field);
		*field = NULL;
		return 0;
	}
	s = (const unsigned char *)json_string_value(j);
	if (s == NULL || (p = out = malloc(json_string_length(j) + 1)) == NULL)
		return -1;
	while (*s != '\0') {
		if (*s < 0x80) {
			*p++ = (char)*s++;
		} else if ((*s & 0xfc) == 0xc0 && (s[1] & 0xc0) == 0x80) {
			*p++ = (char)(s[0] << 6 | (s[1] & 0x3f));
			s += 2;
		} else {
			free(out);
			return -1;
		}
	}
	*p = '\0';
	free(*field);
	*field = out;
	return 0;
}

/* NULL when memory is out: a list that lost an item must not look whole. */
static json_t *
wide_list(const struct strlist *l)
{
	json_t *a = json_array();
	size_t i;

	for (i = 0; i < l->n; i++)
		if (json_array_append_new(a, wide(l->v[i])) < 0) {
			json_decref(a);
			return NULL;
		}
	return a;
}

static int
narrow_list(const json_t *a, struct strlist *l)
{
	const json_t *item;
	char *s = NULL;
	size_t i;
	int ret = 0;

	if (!json_is_array(a))
		return -1;
	json_array_foreach(a, i, item)
	{
		if (narrow(item, &s) < 0 || s == NULL ||
		    strlist_add(l, s) < 0) {
			ret = -1;
			break;
		}
	}
	free(s);
	return ret;
}

static json_t *
write_recipients(const struct envelope *e)
{
	json_t *a = json_array();
	size_t i;

	for (i = 0; i < e->nrcpts; i++)
		if (json_array_append_new(
			a, json_pack("[o,o]", wide(e->rcpts[i].verbatim),
			       wide_list(&e->rcpts[i].params))) < 0) {
			json_decref(a);
			return NULL;
		}
	return a;
}

int
request_write(const struct request *q, struct buf *out)
{
	const struct envelope *e = &q->envelope;
	json_t *j;
	char *at;
	size_t need, got;
	int ret = -1;

	j = json_pack("{s:i,s:s,s:o,s:I,s:b,s:b,s:b,s:b,s:o,s:o,s:o,"
		      "s:o,s:o,s:o,s:o,s:o}",
	    "kind", (int)q->kind, "id", q->id.s, "file", wide(q->file), "at",
	    (json_int_t)q->at, "any", q->any_sender, "texts", q->want_texts,
	    "digest", q->want_digest, "skip", q->skip_find, "sender",
	    wide(e->sender), "params", wide_list(&e->params), "rcpts",
	    write_recipients(e), "auth", wide(e->auth), "addr",
	    wide(e->client_addr), "name", wide(e->client_name), "daemon",
	    wide(e->daemon_name), "queue", wide(e->queue_id));
	if (j == NULL)
		return -1;
	need = json_dumpb(j, NULL, 0, JSON_COMPACT);
	at = need > 0 ? buf_room(out, need) : NULL;
	if (at != NULL) {
		got = json_dumpb(j, at, need, JSON_COMPACT);
		buf_grown(out, got);
		ret = got == need ? 0 : -1;
	}
	json_decref(j);
	return ret;
}

static int
read_recipients(const json_t *a, struct envelope *e)
{
	const json_t *item;
	char *verbatim = NULL;
	size_t i;
	int ret = 0;

	if (!json_is_array(a))
		return -1;
	json_array_foreach(a, i, item)
	{
		if (narrow(json_array_get(item, 0), &verbatim) < 0 ||
		    verbatim == NULL ||
		    envelope_recipient(e, verbatim, NULL) < 0 ||
		    narrow_list(json_array_get(item, 1),
			&e->rcpts[e->nrcpts - 1].params) < 0) {
			ret = -1;
			break;
		}
	}
	free(verbatim);
	return ret;
}

static int
read_envelope(const json_t *j, struct envelope *e)
{
	return narrow(json_object_get(j, "sender"), &e->sender) < 0 ||
		       narrow_list(json_object_get(j, "params"), &e->params) <
			   0 ||
		       read_recipients(json_object_get(j, "rcpts"), e) < 0 ||
		       narrow(json_object_get(j, "auth"), &e->auth) < 0 ||
		       narrow(json_object_get(j, "addr"), &e->client_addr) <
			   0 ||
		       narrow(json_object_get(j, "name"), &e->client_name) <
			   0 ||
		       narrow(json_object_get(j, "daemon"), &e->daemon_name) <
			   0 ||
		       narrow(json_object_get(j, "queue"), &e->queue_id) < 0
		   ? -1
		   : 0;
}

int
request_read(const char *json, size_t len, struct request *ret)
{
	struct request q = {0};
	const char *id;
	json_int_t at;
	json_t *j;
	int kind, any, texts, digest, skip;

	j = json_loadb(json, len, JSON_REJECT_DUPLICATES, NULL);
	if (j == NULL)
		return -1;
	if (json_object_size(j) != FIELDS ||
	    json_unpack(j, "{s:i,s:s,s:I,s:b,s:b,s:b,s:b}", "kind", &kind, "id",
		&id, "at", &at, "any", &any, "texts", &texts, "digest", &digest,
		"skip", &skip) < 0 ||
	    kind < REQUEST_MESSAGE || kind > REQUEST_DOCUMENT ||
	    !ulid_valid(id))
		goto fail;
	q.kind = (enum request_kind)kind;
	memcpy(q.id.s, id, sizeof q.id.s);
	q.at = at;
	q.any_sender = any;
	q.want_texts = texts;
	q.want_digest = digest;
	q.skip_find = skip;
	if (narrow(json_object_get(j, "file"), &q.file) < 0 ||
	    read_envelope(j, &q.envelope) < 0)
		goto fail;
	json_decref(j);
	*ret = q;
	return 0;
fail:
	request_free(&q);
	json_decref(j);
	return -1;
}
