/* SPDX-License-Identifier: MIT
 *
 * own-mailbox.c - does a mailbox bear the sender's own name?
 *
 * An initial is nobody's name: "a.price" may be Ann or her brother Alan, and a
 * relative or a resident must not be taken for the sender.
 *
 * BUGS: letters beyond ASCII are left out of both; a namesake cannot be told
 * from the sender; nicknames are not known.
 */
#include "config/own-mailbox.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#define LETTERS_MAX 64
#define LEAST 5
#define WORDS_MAX 8

/* The letters of s up to any of the bytes in end, in small ones, without a
 * councillor's title before them. */
static void
letters(const char *s, const char *end, char *ret)
{
	static const char *const titles[] = {"councillor", "cllr"};
	size_t n = 0, i, len = strcspn(s, end);

	for (i = 0; i < len && n < LETTERS_MAX; i++)
		if ((s[i] | 0x20) >= 'a' && (s[i] | 0x20) <= 'z')
			ret[n++] = (char)(s[i] | 0x20);
	ret[n] = '\0';
	for (i = 0; i < sizeof titles / sizeof titles[0]; i++) {
		len = strlen(titles[i]);
		if (strncmp(ret, titles[i], len) == 0) {
			memmove(ret, ret + len, n - len + 1);
			return;
		}
	}
}

static bool
is_title(const char *word)
{
	static const char *const titles[] = {"", "mr", "mrs", "ms", "miss",
	    "dr", "sir", "dame", "prof", "rev", "mbe", "obe", "cbe"};
	size_t i;

	for (i = 0; i < sizeof titles / sizeof titles[0]; i++)
		if (strcmp(word, titles[i]) == 0)
			return true;
	return false;
}

/* A name's words in small letters, titles left out. */
struct name {
	char word[WORDS_MAX][LETTERS_MAX + 1];
	size_t n;
};

/* False when there are too many words to be sure. */
static bool
read_name(const char *s, struct name *ret)
{
	ret->n = 0;
	for (s += strspn(s, " "); *s != '\0'; s += strspn(s, " ")) {
		if (ret->n == WORDS_MAX)
			return false;
		letters(s, " ", ret->word[ret->n]);
		s += strcspn(s, " ");
		ret->n += !is_title(ret->word[ret->n]);
	}
	return true;
}

/* Does a mailbox consist of the one word, any of the words between first and
 * last, and the other word? An initial between is not taken: "anna.lee" is
 * Anna, not Ann A. */
static bool
consists_of(const char *mailbox, const char *one, const struct name *name,
    const char *other)
{
	size_t n = strlen(one), i;
	const char *s;

	if (strncmp(mailbox, one, n) != 0)
		return false;
	s = mailbox + n;
	for (i = 1; i + 1 < name->n; i++) {
		n = strlen(name->word[i]);
		if (n > 1 && strncmp(s, name->word[i], n) == 0 &&
		    strcmp(s, other) != 0)
			s += n;
	}
	return strcmp(s, other) == 0;
}

/* First and last word of a name are the mailbox, either way round. */
static bool
bears(const char *mailbox, const char *s)
{
	const char *first, *last;
	struct name name;

	if (!read_name(s, &name) || name.n < 2)
		return false;
	first = name.word[0];
	last = name.word[name.n - 1];
	return strlen(first) > 1 && strlen(first) + strlen(last) >= LEAST &&
	       (consists_of(mailbox, first, &name, last) ||
		   consists_of(mailbox, last, &name, first));
}

bool
own_mailbox(const char *name, const char *sender, const char *address)
{
	char own[LETTERS_MAX + 1], other[LETTERS_MAX + 1];

	letters(address, "+@", other);
	letters(sender, "+@", own);
	if (strlen(own) >= LEAST && strcmp(own, other) == 0)
		return true;
	return name != NULL && bears(other, name);
}
