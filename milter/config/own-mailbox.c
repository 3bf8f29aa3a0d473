/* SPDX-License-Identifier: MIT
 *
 * own-mailbox.c - does a mailbox bear the sender's own name?
 *
 * BUGS: letters beyond ASCII are left out of both; a namesake cannot be told
 * from the sender.
 */
#include "config/own-mailbox.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#define LETTERS_MAX 64
#define LEAST 5

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

/* First and last word of a name stand in a mailbox. */
static bool
bears(const char *mailbox, const char *name)
{
	char word[LETTERS_MAX + 1], last[LETTERS_MAX + 1] = "";
	size_t in_all = 0, words = 0;

	for (name += strspn(name, " "); *name != '\0';
	     name += strspn(name, " ")) {
		letters(name, " ", word);
		name += strcspn(name, " ");
		if (is_title(word))
			continue;
		if (words++ == 0) {
			if (strstr(mailbox, word) == NULL)
				return false;
			in_all = strlen(word);
		}
		memcpy(last, word, sizeof last);
	}
	return words > 1 && in_all + strlen(last) >= LEAST &&
	       strstr(mailbox, last) != NULL;
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
