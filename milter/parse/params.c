/* SPDX-License-Identifier: MIT
 *
 * params.c - parameters of Content-Type and Content-Disposition values.
 *
 * Own reading, because GMime converts RFC 2231 values by iconv, which needs
 * files that the sandbox refuses.  A value is read in two steps: into pieces
 * as they stand, then pieces of one name joined in the order of their section
 * numbers.
 *
 * BUGS: a value is cut at 64 KiB a piece and 256 KiB together; past memory's
 * end it is cut too.
 */
#include "parse/params.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "parse/charset.h"
#include "parse/encoded.h"

#define PIECES_MAX 100
#define VALUE_MAX (64u * 1024)

struct piece {
	char name[64];
	unsigned section;
	bool numbered; /* name*0=… */
	bool extended; /* name*=… or name*0*=…: %XX */
	bool used;
	struct buf value;
};

struct reader {
	const char *at, *end;
	struct piece pieces[PIECES_MAX];
	size_t n;
};

static bool
white(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
skip_white(struct reader *r)
{
	while (r->at < r->end && white(*r->at))
		r->at++;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* "filename*1*" into name, section and marks. */
static void
read_name(struct reader *r, struct piece *p)
{
	size_t n = 0;
	const char *star;

	for (; r->at < r->end && *r->at != '=' && *r->at != ';'; r->at++)
		if (!white(*r->at) && n < sizeof p->name - 1)
			p->name[n++] = lower(*r->at);
	p->name[n] = '\0';
	star = strchr(p->name, '*');
	if (star == NULL)
		return;
	p->name[star - p->name] = '\0';
	star++;
	p->numbered = *star >= '0' && *star <= '9';
	for (; *star >= '0' && *star <= '9'; star++)
		if (p->section < 100000)
			p->section = p->section * 10 + (unsigned)(*star - '0');
	p->extended = !p->numbered || *star == '*';
}

static void
read_quoted(struct reader *r, struct buf *out)
{
	for (r->at++; r->at < r->end && *r->at != '"'; r->at++) {
		if (*r->at == '\\' && r->end - r->at > 1)
			r->at++;
		if (*r->at != '\r' && *r->at != '\n')
			buf_addc(out, *r->at);
	}
}

/* Up to the next ';'. Unquoted names with spaces are common. */
static void
read_value(struct reader *r, struct buf *out)
{
	skip_white(r);
	if (r->at < r->end && *r->at == '"')
		read_quoted(r, out);
	else
		for (; r->at < r->end && *r->at != ';'; r->at++)
			if (*r->at != '\r' && *r->at != '\n')
				buf_addc(out, *r->at);
	while (r->at < r->end && *r->at != ';')
		r->at++;
	while (out->len > 0 && white(out->data[out->len - 1]))
		out->data[--out->len] = '\0';
}

static void
read_pieces(struct reader *r)
{
	struct piece *p;

	while (r->at < r->end && r->n < PIECES_MAX) {
		while (r->at < r->end && (*r->at == ';' || white(*r->at)))
			r->at++;
		p = &r->pieces[r->n];
		*p = (struct piece){.value = BUF_MAX(VALUE_MAX)};
		read_name(r, p);
		if (r->at >= r->end || *r->at != '=')
			continue;
		r->at++;
		read_value(r, &p->value);
		if (p->name[0] != '\0')
			r->n++;
		else
			buf_free(&p->value);
	}
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (lower(c) >= 'a' && lower(c) <= 'f')
		return lower(c) - 'a' + 10;
	return -1;
}

static void
add_percent(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '%' && len - i > 2 && hex_digit(s[i + 1]) >= 0 &&
		    hex_digit(s[i + 2]) >= 0) {
			buf_addc(out, (char)(hex_digit(s[i + 1]) << 4 |
					     hex_digit(s[i + 2])));
			i += 2;
		} else {
			buf_addc(out, s[i]);
		}
	}
}

/* The charset before "'language'" goes to charset; returns what follows. */
static const char *
take_charset(const char *s, char charset[64])
{
	const char *first = strchr(s, '\'');
	const char *second = first != NULL ? strchr(first + 1, '\'') : NULL;

	if (second == NULL || first - s > 63)
		return s;
	memcpy(charset, s, (size_t)(first - s));
	charset[first - s] = '\0';
	return second + 1;
}

static struct piece *
next_section(struct reader *r, const char *name)
{
	struct piece *best = NULL;

	for (size_t i = 0; i < r->n; i++) {
		struct piece *p = &r->pieces[i];

		if (!p->used && p->numbered && strcmp(p->name, name) == 0 &&
		    (best == NULL || p->section < best->section))
			best = p;
	}
	return best;
}

/* Adds one piece as bytes; the first extended one names the charset. */
static void
add_piece(struct piece *p, bool first, char charset[64], struct buf *bytes)
{
	const char *s = buf_str(&p->value);

	p->used = true;
	if (p->extended && first)
		s = take_charset(s, charset);
	if (p->extended)
		add_percent(bytes, s, strlen(s));
	else
		buf_adds(bytes, s);
}

/* Controls have no business in a name and would break lines later. */
static void
clean(char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*s = ' ';
}

static char *
convert(const struct buf *bytes, const char *charset)
{
	struct buf scratch = BUF_MAX(16 * VALUE_MAX);
	struct buf out = BUF_MAX(16 * VALUE_MAX);
	struct charset_text t;
	int rc;

	if (charset[0] == '\0') {
		rc = encoded_decode(buf_str(bytes), bytes->len, &out);
	} else {
		rc = charset_decode(
		    charset, buf_str(bytes), bytes->len, &scratch, &t);
		if (rc == 0)
			rc = buf_add(&out, t.data, t.len);
	}
	buf_free(&scratch);
	if (rc < 0 || buf_add(&out, "", 0) < 0) {
		buf_free(&out);
		return NULL;
	}
	clean(out.data);
	return buf_take(&out);
}

/* Joins all pieces of the first unused one's name. */
static int
join(struct reader *r, struct piece *first, struct param *ret)
{
	struct buf bytes = BUF_MAX((size_t)4 * VALUE_MAX);
	char charset[64] = "";
	struct piece *p;

	if (!first->numbered)
		add_piece(first, true, charset, &bytes);
	for (bool head = true; first->numbered; head = false) {
		p = next_section(r, first->name);
		if (p == NULL)
			break;
		add_piece(p, head, charset, &bytes);
	}
	ret->name = strdup(first->name);
	ret->value = convert(&bytes, charset);
	buf_free(&bytes);
	return ret->name != NULL && ret->value != NULL ? 0 : -1;
}

static int
join_all(struct reader *r, struct params *ret)
{
	ret->v = r->n > 0 ? calloc(r->n, sizeof *ret->v) : NULL;
	if (r->n > 0 && ret->v == NULL)
		return -1;
	for (size_t i = 0; i < r->n; i++)
		if (!r->pieces[i].used &&
		    join(r, &r->pieces[i], &ret->v[ret->n++]) < 0)
			return -1;
	return 0;
}

static char *
read_head(struct reader *r)
{
	struct buf head = BUF_MAX(256);

	skip_white(r);
	for (; r->at < r->end && *r->at != ';' && !white(*r->at); r->at++)
		if (head.len < 255)
			buf_addc(&head, lower(*r->at));
	return buf_take(&head);
}

int
params_parse(const char *raw, size_t len, struct params *ret)
{
	struct params p = {.head = NULL};
	struct reader r;
	int rc = -1;

	r.at = raw;
	r.end = raw + len;
	r.n = 0; /* pieces are initialised as they are read */
	p.head = read_head(&r);
	if (p.head != NULL) {
		read_pieces(&r);
		rc = join_all(&r, &p);
	}
	for (size_t i = 0; i < r.n; i++)
		buf_free(&r.pieces[i].value);
	if (rc < 0)
		params_free(&p);
	else
		*ret = p;
	return rc;
}

void
params_free(struct params *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->v[i].name);
		free(p->v[i].value);
	}
	free(p->v);
	free(p->head);
	*p = (struct params){.head = NULL};
}

const char *
params_get(const struct params *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcasecmp(p->v[i].name, name) == 0)
			return p->v[i].value;
	return NULL;
}
