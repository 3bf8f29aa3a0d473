/* SPDX-License-Identifier: MIT
 *
 * pdf-syntax.c - dictionaries of a PDF file as they are written (ISO 32000-1,
 * 7.2 and 7.3).
 *
 * BUGS: keys are compared as they stand: one with "#xx" in it is not found.
 */
#include <stdlib.h>
#include <string.h>

#include "extract/pdf-parts.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' ||
	       c == '\0';
}

static bool
is_divider(char c)
{
	return is_blank(c) || memchr("()<>[]{}/%", c, 10) != NULL;
}

const char *
pdf_syntax_blanks(const char *s, const char *end)
{
	while (s < end && (is_blank(*s) || *s == '%')) {
		if (*s == '%')
			while (s < end && *s != '\n' && *s != '\r')
				s++;
		else
			s++;
	}
	return s;
}

/* Past "( … )", in which brackets nest. */
static const char *
skip_string(const char *s, const char *end)
{
	size_t depth = 0;

	for (; s < end; s++) {
		if (*s == '\\')
			s++;
		else if (*s == '(')
			depth++;
		else if (*s == ')' && --depth == 0)
			return s + 1;
	}
	return NULL;
}

/* Past one token; *depth counts what is open. */
static const char *
skip_token(const char *s, const char *end, size_t *depth)
{
	const bool twice = s + 1 < end && s[1] == s[0];

	switch (*s) {
	case '(':
		return skip_string(s, end);
	case '<':
		if (!twice) {
			s = memchr(s, '>', (size_t)(end - s));
			return s != NULL ? s + 1 : NULL;
		}
		++*depth;
		return s + 2;
	case '>':
		if (!twice || *depth == 0)
			return NULL;
		--*depth;
		return s + 2;
	case '[':
		++*depth;
		return s + 1;
	case ']':
		if (*depth == 0)
			return NULL;
		--*depth;
		return s + 1;
	default:
		s++;
		while (s < end && !is_divider(*s))
			s++;
		return s;
	}
}

const char *
pdf_syntax_skip(const char *s, const char *end)
{
	size_t depth = 0;

	do {
		s = pdf_syntax_blanks(s, end);
		if (s >= end)
			return NULL;
		s = skip_token(s, end, &depth);
	} while (s != NULL && depth > 0);
	return s != NULL && s <= end ? s : NULL;
}

/* The end of a key's value; references are three tokens. */
static const char *
value_end(const char *s, const char *end)
{
	const char *next;

	while ((s = pdf_syntax_skip(s, end)) != NULL) {
		next = pdf_syntax_blanks(s, end);
		if (next >= end || *next == '/')
			return s;
	}
	return NULL;
}

bool
pdf_syntax_next(const char **at, const char *end, struct pdf_entry *ret)
{
	const char *s = *at;

	while ((s = pdf_syntax_blanks(s, end)) < end) {
		if (*s != '/') {
			s = pdf_syntax_skip(s, end);
			if (s == NULL)
				return false;
			continue;
		}
		ret->key = s;
		for (s++; s < end && !is_divider(*s);)
			s++;
		ret->key_len = (size_t)(s - ret->key);
		ret->value = pdf_syntax_blanks(s, end);
		ret->end = value_end(ret->value, end);
		*at = ret->end;
		return ret->end != NULL;
	}
	return false;
}

bool
pdf_syntax_find(
    const struct pdf_dict *d, const char *key, struct pdf_entry *ret)
{
	const char *at = d->from;

	while (pdf_syntax_next(&at, d->to, ret))
		if (ret->key_len == strlen(key) &&
		    memcmp(ret->key, key, ret->key_len) == 0)
			return true;
	return false;
}

bool
pdf_syntax_is(const struct pdf_dict *d, const char *key, const char *name)
{
	struct pdf_entry e;
	size_t len;

	if (!pdf_syntax_find(d, key, &e))
		return false;
	len = (size_t)(e.end - e.value);
	return len == strlen(name) && memcmp(e.value, name, len) == 0;
}

/* A number's text ends at what is no part of it; what is read is a copy, for
 * the file has no end that strtod would see. */
static const char *
take_number(const char *s, const char *end, double *ret)
{
	char copy[40], *stop;
	size_t n = 0;

	while (s + n < end && n + 1 < sizeof copy &&
	       memchr("+-.0123456789", s[n], 13) != NULL) {
		copy[n] = s[n];
		n++;
	}
	copy[n] = '\0';
	*ret = strtod(copy, &stop);
	return n > 0 && *stop == '\0' ? s + n : NULL;
}

size_t
pdf_syntax_numbers(const struct pdf_entry *e, double *ret, size_t most)
{
	const char *s = e->value;
	size_t n = 0;

	if (s < e->end && *s == '[')
		s++;
	while (n < most && (s = pdf_syntax_blanks(s, e->end)) < e->end) {
		s = take_number(s, e->end, &ret[n]);
		if (s == NULL)
			break;
		n++;
	}
	return n;
}
