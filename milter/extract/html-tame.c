/* SPDX-License-Identifier: MIT
 *
 * html-tame.c - what is kept from libxml2, which would take too long over it or
 * stop at it.
 */
#include <stdlib.h>
#include <string.h>

#include "extract/html-parts.h"

/* White space in one tag: libxml2 compares each attribute with all before it. */
#define TAG_WORDS_MAX 1000

bool
html_white(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

size_t
html_tame_prefix(const char *data, size_t len)
{
	const char *at = data, *end = data + len, *p;

	while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
		unsigned words = 0;

		for (p = at + 1; p < end && *p != '>'; p++)
			if (html_white(*p) && ++words > TAG_WORDS_MAX &&
			    ((at[1] | 32) >= 'a' && (at[1] | 32) <= 'z'))
				return (size_t)(at - data);
		at = p;
	}
	return len;
}

size_t
html_closed_prefix(const char *data, size_t len)
{
	size_t from = len;
	const char *open;

	while (from > 0 && (from < 3 || memcmp(data + from - 3, "-->", 3) != 0))
		from--;
	open = memmem(data + from, len - from, "<!--", 4);
	return open != NULL ? (size_t)(open - data) : len;
}

char *
html_without_nul(const char *data, size_t *len)
{
	char *copy = malloc(*len + 1);
	size_t n = 0;

	if (copy == NULL)
		return NULL;
	for (size_t i = 0; i < *len; i++)
		if (data[i] != '\0')
			copy[n++] = data[i];
	copy[n] = '\0';
	*len = n;
	return copy;
}
