/* SPDX-License-Identifier: MIT
 *
 * names.c - a person's name as it is written.
 *
 * BUGS
 *	Particles in small letters ("van der", "ap") end a name; what stands
 *	before them is its whole.
 */
#include "find/names.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define GREETED_MAX 64
#define TITLES_BEFORE 3 /* "the Lord Mayor Cllr" */

static const char *const titles[] = {"mr", "mrs", "ms", "miss", "mx", "dr",
    "prof", "professor", "sir", "dame", "lady", "lord", "rev", "reverend",
    "cllr", "councillor", "mayor", "ald", "alderman", "provost", "bailie",
    "cyng", "cynghorydd"};

/* Those of them that are public offices, and such as are no title. */
static const char *const offices[] = {"cllr", "councillor", "mayor", "ald",
    "alderman", "provost", "bailie", "cyng", "cynghorydd", "minister",
    "commissioner"};

static bool
is_one_of(const char *const *words, size_t n, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strlen(words[i]) == len &&
		    strncasecmp(words[i], s, len) == 0)
			return true;
	return false;
}

static bool
in_word(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80 ||
	       c == '\'' || c == '-';
}

const char *
names_word(const char **s, const char *end, size_t *ret_len)
{
	const char *start;

	while (*s < end && !isalpha((unsigned char)**s) &&
	       (unsigned char)**s < 0x80)
		(*s)++;
	start = *s;
	while (*s < end && in_word(**s))
		(*s)++;
	*ret_len = (size_t)(*s - start);
	return *ret_len > 0 ? start : NULL;
}

bool
names_is_title(const char *word, size_t len)
{
	return is_one_of(titles, sizeof titles / sizeof *titles, word, len);
}

bool
names_is_office(const char *name, size_t len)
{
	const char *at = name, *word;
	size_t n, i;

	for (i = 0; i < TITLES_BEFORE; i++) {
		word = names_word(&at, name + len, &n);
		if (word == NULL)
			return false;
		if (is_one_of(
			offices, sizeof offices / sizeof *offices, word, n))
			return true;
	}
	return false;
}

/* Where the word starts that ends right before `end`, one space or a full stop
 * and a space between; `end` where there is none. */
static size_t
word_before(const char *s, size_t end)
{
	size_t start = end, stop;

	if (start > 0 && s[start - 1] == ' ')
		start--;
	if (start == end)
		return end;
	if (start > 0 && s[start - 1] == '.')
		start--;
	stop = start;
	while (start > 0 && in_word(s[start - 1]) && stop - start < 16)
		start--;
	return start < stop ? start : end;
}

static size_t
word_length(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && in_word(s[n]))
		n++;
	return n;
}

/* The end of the capitalised word right behind `at`, or `at`. An initial may
 * carry a full stop. */
static size_t
word_behind(const char *s, size_t len, size_t at)
{
	size_t start = at, n;

	if (start < len && s[start] == '.' && start > 0 &&
	    (start == 1 || !in_word(s[start - 2])))
		start++;
	if (start + 1 >= len || s[start] != ' ')
		return at;
	start++;
	if (!(s[start] >= 'A' && s[start] <= 'Z') &&
	    (unsigned char)s[start] < 0xc3)
		return at;
	n = word_length(s + start, len - start);
	/* "Khan's" is the name of Khan */
	if (n > 2 && s[start + n - 2] == '\'' && s[start + n - 1] == 's')
		n -= 2;
	return start + n;
}

struct span
names_whole(const char *s, size_t len, struct span at)
{
	size_t start = at.start, end = at.end, next, i;

	for (i = 0; i < TITLES_BEFORE; i++) {
		next = word_before(s, start);
		if (next == start || !names_is_title(s + next,
					 word_length(s + next, start - next)))
			break;
		start = next;
	}
	for (i = 0; i < NAMES_WORDS; i++) {
		next = word_behind(s, len, end);
		if (next == end)
			break;
		end = next;
	}
	return (struct span){(uint32_t)start, (uint32_t)end};
}

bool
names_has_word(const char *text, size_t text_len, const char *word, size_t len)
{
	const char *at = text, *other;
	size_t n;

	while ((other = names_word(&at, text + text_len, &n)) != NULL)
		if (n == len && strncasecmp(other, word, n) == 0)
			return true;
	return false;
}

bool
names_within(const char *name, size_t len, const char *other, size_t other_len,
    size_t *ret_words, bool *ret_titled)
{
	const char *at = name, *word;
	size_t n;

	*ret_words = 0;
	*ret_titled = false;
	while ((word = names_word(&at, name + len, &n)) != NULL) {
		if (names_is_title(word, n)) {
			*ret_titled = true;
			continue;
		}
		if (n == 1) /* an initial */
			continue;
		(*ret_words)++;
		if (!names_has_word(other, other_len, word, n))
			return false;
	}
	return *ret_words > 0;
}

const char *
names_greeted(const char *text, size_t len, size_t *ret_len)
{
	static const char *const words[] = {"dear", "hi", "hello", "hiya",
	    "hey", "annwyl", "helo", "bore da", "good morning",
	    "good afternoon", "good evening"};
	size_t i, n, start = strspn(text, " \t\r\n");

	for (i = 0; i < sizeof words / sizeof *words; i++) {
		n = strlen(words[i]);
		if (len - start > n + 1 &&
		    strncasecmp(text + start, words[i], n) == 0 &&
		    text[start + n] == ' ') {
			start += n + 1;
			n = strcspn(text + start, ",\r\n.!:;(");
			*ret_len = n;
			return n < GREETED_MAX ? text + start : NULL;
		}
	}
	return NULL;
}

bool
names_fit(
    const char *name, size_t len, const char *display, const char *address)
{
	size_t local = strcspn(address, "@"), n, words = 0;
	const char *at = name, *word;
	bool titled = false;

	while ((word = names_word(&at, name + len, &n)) != NULL) {
		if (names_is_title(word, n)) {
			titled = true;
			continue;
		}
		if (n == 1) /* an initial */
			continue;
		words++;
		if (!(display != NULL &&
			names_has_word(display, strlen(display), word, n)) &&
		    !names_has_word(address, local, word, n))
			return false;
	}
	return words > 1 || (words == 1 && titled);
}
