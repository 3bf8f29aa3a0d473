/* SPDX-License-Identifier: MIT
 *
 * mail_addresses.c - the mailboxes of address fields (RFC 5322 3.4).
 *
 * One pass over the field, without recursion: GMime's own reader calls itself
 * for every ':' and ends its stack on a hostile field (measured, 3.2.13).
 * Names are decoded after the field is cut into mailboxes, so that an encoded
 * comma cannot make two of one.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/limits.h"
#include "parse/encoded.h"
#include "parse/mail.h"
#include "parse/tree.h"

/* The longest encoded word looked for: RFC 2047 says 75, mailers more. */
#define WORD_MAX 300u

struct reader {
	const char *at, *end;
	struct buf phrase;  /* what stands before "<…>", or the address */
	struct buf address; /* what stands in "<…>" */
	struct buf comment;
	bool angled;
	struct mail_address *v;
	size_t n, cap;
};

static void
read_quoted(struct reader *r, struct buf *out)
{
	for (r->at++; r->at < r->end && *r->at != '"'; r->at++) {
		if (*r->at == '\\' && r->end - r->at > 1)
			r->at++;
		buf_addc(out, *r->at);
	}
	r->at += r->at < r->end;
}

static void
read_comment(struct reader *r)
{
	size_t depth = 0;

	for (; r->at < r->end; r->at++) {
		if (*r->at == '(' && depth++ == 0)
			continue;
		if (*r->at == ')' && --depth == 0)
			break;
		if (*r->at == '\\' && r->end - r->at > 1)
			r->at++;
		buf_addc(&r->comment, *r->at);
	}
	r->at += r->at < r->end;
}

static void
read_angled(struct reader *r)
{
	buf_reset(&r->address);
	for (r->at++; r->at < r->end && *r->at != '>'; r->at++)
		if (strchr(" \t\r\n", *r->at) == NULL)
			buf_addc(&r->address, *r->at);
	r->at += r->at < r->end;
	r->angled = true;
}

static void
trim(struct buf *b)
{
	while (b->len > 0 && strchr(" \t\r\n", b->data[b->len - 1]) != NULL)
		b->data[--b->len] = '\0';
}

static char *
decoded(const char *s)
{
	size_t len;
	struct buf out;

	s += strspn(s, " \t\r\n");
	len = strlen(s);
	buf_init(&out, 8 * len + 16384);
	if (encoded_decode(s, len, &out) < 0) {
		buf_free(&out);
		return NULL;
	}
	return buf_take(&out);
}

/* A bare address: white space around its dots is allowed and dropped. */
static char *
squeezed(const char *s)
{
	char *copy = malloc(strlen(s) + 1), *to = copy;

	for (; copy != NULL && *s != '\0'; s++)
		if (strchr(" \t\r\n", *s) == NULL)
			*to++ = *s;
	if (copy != NULL)
		*to = '\0';
	return copy;
}

/* "@relay:" of old. */
static const char *
without_route(const char *s)
{
	const char *colon = *s == '@' ? strchr(s, ':') : NULL;

	return colon != NULL ? colon + 1 : s;
}

static int
add(struct reader *r, const char *name, char *address)
{
	struct mail_address *v;

	if (address == NULL)
		return -1;
	if (r->n == r->cap) {
		r->cap = r->cap > 0 ? r->cap * 2 : 8;
		v = realloc(r->v, r->cap * sizeof *v);
		if (v == NULL) {
			free(address);
			return -1;
		}
		r->v = v;
	}
	r->v[r->n] = (struct mail_address){.address = address};
	if (*name != '\0') {
		r->v[r->n].name = decoded(name);
		if (r->v[r->n].name == NULL) {
			free(address);
			return -1;
		}
	}
	r->n++;
	return 0;
}

/* Ends one mailbox. */
static int
finish(struct reader *r)
{
	const char *name, *address;
	int rc = 0;

	trim(&r->phrase);
	trim(&r->comment);
	name = r->angled && r->phrase.len > 0 ? buf_str(&r->phrase)
					      : buf_str(&r->comment);
	address = r->angled ? without_route(buf_str(&r->address))
			    : buf_str(&r->phrase);
	if (*address != '\0' && r->n < LIMIT_RECIPIENTS)
		rc = add(r, name, squeezed(address));
	buf_reset(&r->phrase);
	buf_reset(&r->address);
	buf_reset(&r->comment);
	r->angled = false;
	return rc;
}

/* Takes one token. */
static int
step(struct reader *r)
{
	size_t n = (size_t)(r->end - r->at);

	switch (*r->at) {
	case '"':
		read_quoted(r, &r->phrase);
		return 0;
	case '(':
		read_comment(r);
		return 0;
	case '<':
		read_angled(r);
		return 0;
	case ',':
	case ';':
		r->at++;
		return finish(r);
	case ':':
		/* A group's name. */
		buf_reset(&r->phrase);
		r->at++;
		return 0;
	case '=':
		n = encoded_word(r->at, n < WORD_MAX ? n : WORD_MAX);
		if (n == 0)
			n = 1;
		break;
	default:
		n = 1;
	}
	if (!(r->phrase.len == 0 && strchr(" \t\r\n", *r->at) != NULL))
		buf_add(&r->phrase, r->at, n);
	r->at += n;
	return 0;
}

static int
read_field(struct reader *r, const char *raw)
{
	size_t len = strlen(raw);
	int rc = 0;

	r->at = raw;
	r->end = raw + len;
	buf_init(&r->phrase, len + 1);
	buf_init(&r->address, len + 1);
	buf_init(&r->comment, len + 1);
	while (rc == 0 && r->at < r->end && r->n < LIMIT_RECIPIENTS)
		rc = step(r);
	if (rc == 0)
		rc = finish(r);
	buf_free(&r->phrase);
	buf_free(&r->address);
	buf_free(&r->comment);
	return rc;
}

struct mail_address *
mail_addresses(const struct mail *m, const char *name, size_t *ret_n)
{
	struct reader r = {.v = NULL};

	for (size_t i = 0; i < m->nheaders; i++)
		if (strcasecmp(m->headers[i].name, name) == 0 &&
		    read_field(&r, m->headers[i].raw) < 0)
			break;
	*ret_n = r.n;
	if (r.n == 0) {
		free(r.v);
		return NULL;
	}
	return r.v;
}

void
mail_addresses_free(struct mail_address *a, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(a[i].name);
		free(a[i].address);
	}
	free(a);
}
