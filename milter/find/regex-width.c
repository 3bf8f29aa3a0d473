/* SPDX-License-Identifier: MIT
 *
 * regex-width.c - how long a match of a regex can be.
 *
 * The number may be too high, never too low: who looks for a match starts so far
 * before a place that it reaches.
 */
#include "find/regex.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Beyond this the number is of no use. */
#define WIDTH_MAX 100000u
/* Bytes of one character, were its other case beyond ASCII. */
#define CHARACTER 4u

static size_t alternatives_width(const char *s, const char *end);

/* Where a group's first alternative starts. */
static const char *
group_body(const char *s)
{
	if (strncmp(s, "(?i:", 4) == 0)
		return s + 4;
	if (s[1] != '?')
		return s + 1;
	return s[2] == '<' || s[2] == 'P' ? s + strcspn(s, ">") + 1 : s + 3;
}

/* Stands for itself behind a backslash; so does a character beyond ASCII. */
static bool
is_punctuation(char c)
{
	return !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		 (c >= 'a' && c <= 'z'));
}

static size_t
escape_width(char c)
{
	if (strchr("bBAzZG", c) != NULL)
		return 0;
	if (strchr("dswtnrf", c) != NULL)
		return 1;
	if (strchr("DSWhHvV", c) != NULL || is_punctuation(c))
		return CHARACTER;
	return SIZE_MAX; /* what it means, or where it ends, is not read here */
}

static size_t
atom_width(const char *s, const char *end)
{
	switch (*s) {
	case '(':
		return regex_looks_around(s)
			   ? 0
			   : alternatives_width(group_body(s), end - 1);
	case '\\':
		return escape_width(s[1]);
	case '^':
	case '$':
		return 0;
	default:
		return *s >= '0' && *s <= '9' ? 1 : CHARACTER;
	}
}

/* How often the atom before s at most; SIZE_MAX without end, and where what is
 * repeated is repeated again, or a brace may be a repeat. What is behind in
 * *ret_end. */
static size_t
times_at_most(const char *s, const char **ret_end)
{
	size_t braces = regex_braces(s), most = 1;
	const char *comma;

	*ret_end = s;
	if (*s == '{' && (braces == 0 || s[1] == ','))
		return SIZE_MAX;
	if (braces == 0 && *s != '?' && *s != '*' && *s != '+')
		return 1;
	if (braces > 0) {
		comma = memchr(s, ',', braces);
		most = comma != NULL && comma[1] == '}'
			   ? SIZE_MAX
			   : strtoul((comma != NULL ? comma : s) + 1, NULL, 10);
	} else if (*s != '?') {
		most = SIZE_MAX;
	}
	s += braces > 0 ? braces : 1;
	s += *s == '?' || *s == '+'; /* lazy, possessive */
	*ret_end = s;
	return *s != '\0' && strchr("{?*+", *s) != NULL ? SIZE_MAX : most;
}

static const char *
character_end(const char *s)
{
	if (*s == '(')
		return regex_group_end(s);
	if (*s == '[')
		return regex_class_end(s);
	s += *s == '\\' ? 2 : 1;
	while (((unsigned char)*s & 0xc0) == 0x80)
		s++;
	return s;
}

/* The longest of the alternatives. */
static size_t
alternatives_width(const char *s, const char *end)
{
	size_t longest = 0, sum = 0, width, times;
	const char *next;

	while (s < end) {
		if (*s == '|') {
			longest = sum > longest ? sum : longest;
			sum = 0;
			s++;
			continue;
		}
		next = character_end(s);
		width = atom_width(s, next);
		times = times_at_most(next, &s);
		if (width > 0 && (width > WIDTH_MAX || times > WIDTH_MAX))
			return SIZE_MAX;
		sum += width * times;
		if (sum > WIDTH_MAX)
			return SIZE_MAX;
	}
	return sum > longest ? sum : longest;
}

size_t
regex_width(const char *regex)
{
	const char *s = regex_body(regex);

	return regex_plain(regex) ? alternatives_width(s, s + strlen(s))
				  : SIZE_MAX;
}
