/* SPDX-License-Identifier: MIT
 *
 * address.c - mail addresses as envelope and lists need them.
 */
#include "base/address.h"

#include <string.h>
#include <strings.h>

#define ADDRESS_MAX 320 /* RFC 5321 4.5.3.1: 64 + 1 + 255 */

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

char *
address_bare(const char *s)
{
	const char *end, *colon;

	while (is_space(*s))
		s++;
	end = s + strlen(s);
	while (end > s && is_space(end[-1]))
		end--;
	if (end - s >= 2 && *s == '<' && end[-1] == '>') {
		s++;
		end--;
	}
	colon = *s == '@' ? memchr(s, ':', (size_t)(end - s)) : NULL;
	if (colon != NULL)
		s = colon + 1;
	return strndup(s, (size_t)(end - s));
}

const char *
address_domain(const char *s)
{
	const char *at = strrchr(s, '@');

	return at != NULL ? at + 1 : "";
}

bool
address_same(const char *a, const char *b)
{
	return strcasecmp(a, b) == 0;
}

bool
address_domain_under(const char *domain, const char *suffix)
{
	size_t d = strlen(domain), s = strlen(suffix);

	if (s == 0 || d < s || strcasecmp(domain + d - s, suffix) != 0)
		return false;
	return d == s || domain[d - s - 1] == '.';
}

bool
address_valid(const char *s, bool null_ok)
{
	const char *at = strrchr(s, '@');
	const unsigned char *p;

	if (*s == '\0')
		return null_ok;
	if (at == NULL || at == s || at[1] == '\0' || strlen(s) > ADDRESS_MAX)
		return false;
	for (p = (const unsigned char *)s; *p != '\0'; p++)
		if (*p <= ' ' || *p == 0x7f || *p == '<' || *p == '>')
			return false;
	return true;
}
