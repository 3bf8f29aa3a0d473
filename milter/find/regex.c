/* SPDX-License-Identifier: MIT
 *
 * regex.c - reads the text of a PCRE2 regex, for prefilters.
 *
 * What is relaxed may match more, never less: that is all a prefilter has to
 * keep, and tests/find/test_engine.c compares the findings.
 */
#include "find/regex.h"

#include <stdlib.h>
#include <string.h>

/* A repeat of up to this many, or of a fixed number, stays as it is. */
#define REPEAT_KEPT 3
/* At least so many times is as good as more. */
#define REPEAT_LEAST 12

/* Members of one class; bytes of a relaxed regex. */
#define CLASS_MAX 4096
#define RELAXED_MAX (1u << 20)

#define BEYOND "[\\x80-\\xff]+"
#define ANY "[\\x00-\\xff]+"

const char *
regex_class_end(const char *s)
{
	const char *posix;

	s++;
	if (*s == '^')
		s++;
	if (*s == ']')
		s++;
	for (; *s != '\0' && *s != ']'; s++) {
		posix = s[0] == '[' && s[1] == ':' ? strstr(s, ":]") : NULL;
		if (posix != NULL)
			s = posix + 1;
		else if (s[0] == '\\' && s[1] != '\0')
			s++;
	}
	return *s != '\0' ? s + 1 : s;
}

const char *
regex_group_end(const char *s)
{
	int depth = 0;

	while (*s != '\0') {
		if (*s == '[') {
			s = regex_class_end(s);
			continue;
		}
		if (s[0] == '\\' && s[1] != '\0')
			s++;
		else if (*s == '(')
			depth++;
		else if (*s == ')' && --depth == 0)
			return s + 1;
		s++;
	}
	return s;
}

size_t
regex_braces(const char *s)
{
	size_t n;

	if (*s != '{')
		return 0;
	n = 1 + strspn(s + 1, "0123456789,");
	return n > 1 && s[n] == '}' ? n + 1 : 0;
}

/* What a group may open with to be read here. */
static bool
opening_is_plain(const char *s)
{
	static const char *const openings[] = {
	    "(?:", "(?=", "(?!", "(?<", "(?>", "(?|", "(?P<", "(?i:"};
	size_t i;

	if (s[1] != '?')
		return s[1] != '*';
	for (i = 0; i < sizeof openings / sizeof *openings; i++)
		if (strncmp(s, openings[i], strlen(openings[i])) == 0)
			return true;
	return false;
}

const char *
regex_body(const char *regex)
{
	return strncmp(regex, "(?i)", 4) == 0 ? regex + 4 : regex;
}

bool
regex_plain(const char *regex)
{
	const char *s = regex_body(regex);

	while (*s != '\0') {
		if (*s == '[') {
			s = regex_class_end(s);
			continue;
		}
		if (*s == '(' && !opening_is_plain(s))
			return false;
		if (s[0] == '\\' && (s[1] == 'Q' || s[1] == '\0'))
			return false;
		s += *s == '\\' ? 2 : 1;
	}
	return true;
}

bool
regex_looks_around(const char *s)
{
	return strncmp(s, "(?=", 3) == 0 || strncmp(s, "(?!", 3) == 0 ||
	       strncmp(s, "(?<=", 4) == 0 || strncmp(s, "(?<!", 4) == 0;
}

/* A group's opening, without its name or its being atomic. A group that
 * numbers its alternatives alike is a plain one. */
static const char *
relax_open(const char *s, struct buf *out)
{
	if (strncmp(s, "(?i:", 4) == 0) {
		buf_adds(out, "(?i:");
		return s + 4;
	}
	buf_adds(out, "(?:");
	if (s[1] != '?')
		return s + 1;
	if (s[2] == '<' || s[2] == 'P')
		return s + strcspn(s, ">") + 1;
	return s + 3;
}

/* A braced repeat; high is 0 where it has no end, and where its end is so far
 * off that it is left out. */
struct repeat {
	unsigned long low, high;
};

static struct repeat
read_repeat(const char *s)
{
	char *end;
	struct repeat r;

	r.low = r.high = strtoul(s + 1, &end, 10);
	if (*end == ',')
		r.high = end[1] == '}' ? 0 : strtoul(end + 1, NULL, 10);
	if (r.high > REPEAT_KEPT && r.high != r.low)
		r.high = 0;
	if (r.high == 0 && r.low > REPEAT_LEAST)
		r.low = REPEAT_LEAST;
	return r;
}

static void
relax_repeat(const char *s, struct buf *out)
{
	struct repeat r = read_repeat(s);

	if (r.high > 0)
		buf_add(out, s, regex_braces(s));
	else if (r.low <= 1)
		buf_addc(out, r.low == 0 ? '*' : '+');
	else
		buf_addf(out, "{%lu,}", r.low);
}

/* Is what stands before s repeated without end? Then each byte of a character
 * beyond ASCII may be a time of its own. */
static bool
is_endless(const char *s)
{
	return *s == '*' || *s == '+' ||
	       (regex_braces(s) > 0 && read_repeat(s).high == 0);
}

/* Can a member of the class be beyond ASCII? */
static bool
class_goes_beyond(const char *s, const char *end)
{
	if (s[1] == '^')
		return true;
	for (; s < end; s++) {
		if ((unsigned char)*s >= 0x80)
			return true;
		if (*s == '\\' && strchr("WSDNXpPxHVRo", s[1]) != NULL)
			return true;
		s += *s == '\\';
	}
	return false;
}

/* The members within ASCII as they are; a range that starts or ends beyond
 * takes its ASCII end with it. */
static void
add_ascii_members(const char *s, const char *end, struct buf *out)
{
	for (; s < end; s++) {
		if ((unsigned char)*s >= 0x80) {
			while (
			    s + 1 < end &&
			    ((unsigned char)s[1] >= 0x80 ||
				(s[1] == '-' && (unsigned char)s[2] >= 0x80)))
				s++;
			continue;
		}
		buf_addc(out, *s);
		if (*s == '\\')
			buf_addc(out, *++s);
	}
}

/* Does a range of the class join ASCII with what is beyond, in either
 * direction, or an escape name what is not read here? */
static bool
class_is_odd(const char *s, const char *end)
{
	for (s++; s + 1 < end; s++) {
		if (*s == '\\' && strchr("NXpPxRo", s[1]) != NULL)
			return true;
		if (s[1] == '-' && s + 2 < end && s[2] != ']' &&
		    ((unsigned char)s[0] >= 0x80) !=
			((unsigned char)s[2] >= 0x80))
			return true;
		s += *s == '\\';
	}
	return false;
}

static const char *
relax_class(const char *s, struct buf *out)
{
	const char *end = regex_class_end(s);
	bool negated = s[1] == '^', endless = is_endless(end);
	struct buf ascii = BUF_MAX(CLASS_MAX);

	if (!class_goes_beyond(s, end)) {
		buf_add(out, s, (size_t)(end - s));
		return end;
	}
	if (class_is_odd(s, end))
		return NULL;
	add_ascii_members(s + 1 + negated, end - 1, &ascii);
	if (ascii.len == 0) {
		buf_adds(out, negated ? "(?:" ANY ")" : "(?:" BEYOND ")");
		return end;
	}
	/* Negated, it takes single bytes beyond ASCII as it is. Members come
	 * last, for a '-' among them may stand at the end. */
	buf_addf(out, "%s[%s%s%s]%s", endless ? "" : "(?:", negated ? "^" : "",
	    endless && !negated ? "\\x80-\\xff" : "", buf_str(&ascii),
	    endless ? "" : "|" BEYOND ")");
	end = buf_failed(&ascii) ? NULL : end;
	buf_free(&ascii);
	return end;
}

/* Steps over what makes a repeat lazy or possessive. */
static const char *
skip_manner(const char *s)
{
	return *s == '?' || *s == '+' ? s + 1 : s;
}

static const char *
relax_escape(const char *s, struct buf *out)
{
	if ((unsigned char)s[1] >= 0x80)
		return NULL;
	if (s[1] == 'b')
		/* Vectorscan 5.4.9 misses matches of patterns that begin with
		 * it, some 80 bytes into a text (its issues 317 and 382). */
		return strchr("?*+{", s[2]) == NULL || s[2] == '\0' ? s + 2
								    : NULL;
	if (strchr("WSDHV", s[1]) != NULL) {
		/* Each of them is any single byte beyond ASCII too. */
		buf_addf(out,
		    is_endless(s + 2) ? "\\%c" : "(?:\\%c|" BEYOND ")", s[1]);
		return s + 2;
	}
	if (s[1] >= '1' && s[1] <= '9') {
		/* A back reference, be it to nothing. */
		buf_adds(out, "(?:" ANY ")?");
		return s + 2 + (s[2] >= '0' && s[2] <= '9');
	}
	if (strchr("BdswAtnrf", s[1]) == NULL &&
	    ((s[1] >= '0' && s[1] <= '9') || (s[1] >= 'A' && s[1] <= 'Z') ||
		(s[1] >= 'a' && s[1] <= 'z')))
		return NULL;
	buf_add(out, s, 2);
	return s + 2;
}

/* Relaxes the item at s; what is behind it, or NULL. */
static const char *
relax_item(const char *s, struct buf *out)
{
	switch (*s) {
	case '(':
		if (!regex_looks_around(s))
			return relax_open(s, out);
		s = regex_group_end(s);
		return strchr("?*+{", *s) == NULL || *s == '\0' ? s : NULL;
	case '[':
		return relax_class(s, out);
	case '\\':
		return relax_escape(s, out);
	case '.':
		buf_adds(out, is_endless(s + 1) ? "." : "(?:.|" BEYOND ")");
		return s + 1;
	case '{':
		if (regex_braces(s) == 0)
			return NULL;
		relax_repeat(s, out);
		return skip_manner(s + regex_braces(s));
	case '*':
	case '+':
	case '?':
		buf_addc(out, *s);
		return skip_manner(s + 1);
	default:
		if ((unsigned char)*s < 0x80) {
			buf_addc(out, *s);
			return s + 1;
		}
		buf_adds(out, "(?:" BEYOND ")");
		for (s++; ((unsigned char)*s & 0xc0) == 0x80; s++)
			continue;
		return s;
	}
}

int
regex_relax(const char *regex, struct buf *out)
{
	struct buf body = BUF_MAX(RELAXED_MAX);
	const char *s = regex_body(regex);
	int ret;

	if (!regex_plain(regex))
		return -1;
	buf_add(out, regex, (size_t)(s - regex));
	while (s != NULL && *s != '\0')
		s = relax_item(s, &body);
	if (s != NULL && !buf_failed(&body))
		regex_trim(buf_str(&body), out);
	ret = s != NULL && !buf_failed(&body) && !buf_failed(out) ? 0 : -1;
	buf_free(&body);
	return ret;
}
