/* SPDX-License-Identifier: MIT
 *
 * folded-line.c - the lines of calendars and contacts, unfolded and decoded.
 *
 * Each byte of the document is in one line; a line is as long as it is, for
 * files stand in them.
 */
#include "extract/folded-parts.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "parse/charset.h"
#include "parse/transfer.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Where the head of a line ends, as far as that is known yet. */
struct scan {
	size_t at;
	bool quoted, done;
	bool base64, printable;
};

struct param {
	const char *name, *value;
	size_t nname, len;
};

void
folded_lines_init(struct folded_lines *l, const char *data, size_t len)
{
	*l = (struct folded_lines){.at = data,
	    .end = data + len,
	    .line = BUF_MAX(len + 64),
	    .bytes = BUF_MAX(len + 64),
	    .text = BUF_MAX(4 * len + 65536)};
}

void
folded_lines_free(struct folded_lines *l)
{
	buf_free(&l->line);
	buf_free(&l->bytes);
	buf_free(&l->text);
}

void
folded_unescape(struct buf *out, const char *s, size_t len)
{
	const char *end = s + len, *back;

	while ((back = memchr(s, '\\', (size_t)(end - s))) != NULL &&
	       back + 1 < end) {
		buf_add(out, s, (size_t)(back - s));
		buf_addc(out, (back[1] | 32) == 'n' ? '\n' : back[1]);
		s = back + 2;
	}
	buf_add(out, s, (size_t)(end - s));
}

/* The next of parameters ";NAME=value;NAME="value"", without its quotes. */
static bool
next_param(const char **at, const char *end, struct param *p)
{
	bool quoted = false;
	const char *equals = NULL, *s;

	if (*at >= end)
		return false;
	p->name = s = *at + 1;
	for (; s < end && (quoted || *s != ';'); s++) {
		quoted ^= *s == '"';
		if (*s == '=' && equals == NULL)
			equals = s;
	}
	*at = s;
	p->nname = (size_t)((equals != NULL ? equals : s) - p->name);
	p->value = equals != NULL ? equals + 1 : p->name;
	p->len = (size_t)(s - p->value);
	if (p->len >= 2 && p->value[0] == '"' && p->value[p->len - 1] == '"') {
		p->value++;
		p->len -= 2;
	}
	return true;
}

static bool
is_word(const char *s, size_t len, const char *word)
{
	return len == strlen(word) && strncasecmp(s, word, len) == 0;
}

bool
folded_param(
    const struct folded_line *line, const char *name, char *value, size_t size)
{
	const char *at = line->params, *end = at + line->nparams;
	struct param p;

	while (next_param(&at, end, &p)) {
		if (!is_word(p.name, p.nname, name))
			continue;
		snprintf(value, size, "%.*s",
		    (int)(p.len < size ? p.len : size), p.value);
		value[charset_utf8_prefix(value, strlen(value))] = '\0';
		return true;
	}
	return false;
}

void
folded_param_words(
    const struct folded_line *line, const char *before, struct buf *out)
{
	/* Those that say only how the value is written, or which it is. */
	static const char *const dull[] = {"TYPE", "ENCODING", "CHARSET",
	    "VALUE", "PREF", "LANGUAGE", "ALTID", "PID", "MEDIATYPE", "FMTTYPE",
	    "INDEX", "LEVEL", "CALSCALE", "TZ", "GEO"};
	const char *at = line->params, *end = at + line->nparams;
	struct param p;

	while (next_param(&at, end, &p)) {
		bool words = p.value != p.name;

		for (size_t i = 0; i < COUNT(dull); i++)
			words &= !is_word(p.name, p.nname, dull[i]);
		if (!words || p.len == 0)
			continue;
		buf_adds(out, before);
		folded_unescape(out, p.value, p.len);
	}
}

/* How the value is encoded, once the head is whole. */
static void
scan_encoding(struct scan *scan, const char *head, size_t len)
{
	const char *at = memchr(head, ';', len), *end = head + len;
	struct param p;

	while (at != NULL && next_param(&at, end, &p)) {
		const bool bare = p.value == p.name;

		if (bare || is_word(p.name, p.nname, "ENCODING")) {
			scan->base64 |= is_word(p.value, p.len, "BASE64") ||
					(!bare && is_word(p.value, p.len, "B"));
			scan->printable |=
			    is_word(p.value, p.len, "QUOTED-PRINTABLE");
		}
		scan->base64 |= is_word(p.name, p.nname, "VALUE") &&
				is_word(p.value, p.len, "BINARY");
	}
}

/* Looks for the colon in what was added to the line. */
static void
scan_head(struct scan *scan, const struct buf *line)
{
	const char *s = buf_str(line);

	for (; !scan->done && scan->at < line->len; scan->at++) {
		scan->quoted ^= s[scan->at] == '"';
		if (s[scan->at] != ':' || scan->quoted)
			continue;
		scan->done = true;
		scan_encoding(scan, s, scan->at);
		return;
	}
}

/* Quotes that were never closed: any colon will do. */
static void
scan_end(struct scan *scan, const struct buf *line)
{
	const char *s = buf_str(line), *colon;

	if (scan->done || (colon = memchr(s, ':', line->len)) == NULL)
		return;
	scan->at = (size_t)(colon - s);
	scan->done = true;
	scan_encoding(scan, s, scan->at);
}

/* Steps over the next line of the file; its bytes without the line's end. */
static const char *
take_physical(struct folded_lines *l, size_t *ret_len)
{
	const char *s = l->at;
	const char *nl = memchr(s, '\n', (size_t)(l->end - s));

	*ret_len = (size_t)((nl != NULL ? nl : l->end) - s);
	l->at = nl != NULL ? nl + 1 : l->end;
	if (*ret_len > 0 && s[*ret_len - 1] == '\r')
		--*ret_len;
	return s;
}

/* Base64 that some programs of old break without a space before the rest. */
static bool
goes_on_bare(const struct folded_lines *l)
{
	struct folded_lines ahead = *l;
	size_t len;
	const char *s = take_physical(&ahead, &len);

	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)s[i]) &&
		    strchr("+/=", s[i]) == NULL)
			return false;
	return len > 0;
}

/* Adds the next line of the file where it belongs to this one. */
static bool
goes_on(struct folded_lines *l, const struct scan *scan)
{
	const bool soft = scan->printable && l->line.len > scan->at + 1 &&
			  l->line.data[l->line.len - 1] == '=';
	const char *s;
	size_t len, skip = 0;

	if (l->at >= l->end)
		return false;
	if (soft)
		l->line.data[--l->line.len] = '\0';
	else if (*l->at == ' ' || *l->at == '\t')
		skip = !l->old;
	else if (!scan->base64 || !goes_on_bare(l))
		return false;
	s = take_physical(l, &len);
	buf_add(&l->line, s + skip, len - skip);
	return true;
}

static void
set_head(struct folded_line *line, const char *s, size_t colon)
{
	const char *semicolon = memchr(s, ';', colon), *dot;
	size_t n = semicolon != NULL ? (size_t)(semicolon - s) : colon;

	line->head = s;
	line->nhead = colon;
	line->params = s + n;
	line->nparams = colon - n;
	dot = memrchr(s, '.', n);
	if (dot != NULL) {
		n -= (size_t)(dot + 1 - s);
		s = dot + 1;
	}
	for (size_t i = 0; i < n && i + 1 < FOLDED_NAME; i++)
		line->name[i] = (char)toupper((unsigned char)s[i]);
	line->name[charset_utf8_prefix(line->name, strlen(line->name))] = '\0';
}

/* Quoted-printable of vCard 2.1, in the charset that the line names. */
static int
decode(struct folded_lines *l, struct folded_line *line)
{
	struct charset_text t;
	char charset[64];
	bool clean;

	buf_reset(&l->bytes);
	buf_reset(&l->text);
	if (transfer_decode(
		TRANSFER_QP, line->value, line->len, &l->bytes, &clean) < 0 ||
	    charset_decode(
		folded_param(line, "CHARSET", charset, sizeof charset) ? charset
								       : NULL,
		buf_str(&l->bytes), l->bytes.len, &l->text, &t) < 0)
		return -1;
	line->value = t.data;
	line->len = t.len;
	return 0;
}

int
folded_lines_next(struct folded_lines *l, struct folded_line *ret)
{
	struct scan scan = {.at = 0};
	const char *s;
	size_t len;

	*ret = (struct folded_line){.head = "", .params = "", .value = ""};
	if (l->at >= l->end)
		return 0;
	buf_reset(&l->line);
	s = take_physical(l, &len);
	buf_add(&l->line, s, len);
	do
		scan_head(&scan, &l->line);
	while (goes_on(l, &scan));
	scan_end(&scan, &l->line);
	if (buf_failed(&l->line))
		return -1;
	s = buf_str(&l->line);
	ret->value = s;
	ret->len = l->line.len;
	if (!scan.done)
		return 1;
	set_head(ret, s, scan.at);
	ret->value = s + scan.at + 1;
	ret->len = l->line.len - scan.at - 1;
	ret->base64 = scan.base64;
	if (strcmp(ret->name, "VERSION") == 0)
		l->old = ret->len >= 3 && memcmp(ret->value, "2.1", 3) == 0;
	return scan.printable && decode(l, ret) < 0 ? -1 : 1;
}
