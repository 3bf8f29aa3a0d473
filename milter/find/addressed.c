/* SPDX-License-Identifier: MIT
 *
 * addressed.c - does a text speak to its reader about the reader's own affairs?
 *
 * A councillor answers a resident about the resident, or about the mother or
 * the son the resident wrote about. What tells it is "your", and that nobody
 * else comes up: a capitalised word that could be a name, a neighbour, a lad.
 * Where in doubt somebody else is meant.
 *
 * BUGS
 *	English and a little Welsh. A first name told after "your daughter Freya"
 *	is hers; one that is told nowhere beside her is somebody else's.
 */
#include "find/addressed.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define OWN_BACK 90
#define OWN_REACH 160
#define NAME_MAX_BYTES 24

static const char *const pronouns[] = {"he", "she", "him", "her", "his", "hers",
    "he's", "she's", "he'd", "she'd", "he'll", "she'll", "hes", "shes", "they",
    "them", "their", "theirs", "they've", "they're", "himself", "herself"};

static const char *const other_people[] = {"neighbour", "neighbours",
    "neighbour's", "neighbor", "door", "upstairs", "downstairs", "landlord",
    "landlady", "tenant", "tenants", "lodger", "man", "woman", "lad", "lass",
    "chap", "bloke", "lady", "fella", "fellow", "guy", "couple", "culprit",
    "complainant", "objector", "applicant", "colleague", "friend", "friends",
    "friend's", "boss", "teacher", "coach", "boyfriend", "girlfriend", "ex",
    "somebody", "someone", "another", "number", "clerk", "officer"};

static const char *const relatives[] = {"mother", "mum", "mam", "father", "dad",
    "son", "daughter", "husband", "wife", "uncle", "aunt", "auntie", "nan",
    "gran", "grandmother", "grandfather", "grandad", "brother", "sister",
    "baby", "child", "children", "twins", "nephew", "niece", "grandson",
    "granddaughter", "mother's", "mum's", "father's", "dad's", "son's",
    "daughter's", "husband's", "wife's", "uncle's", "aunt's", "nan's", "gran's",
    "brother's", "sister's", "child's", "children's", "mam's", "client",
    "client's", "parents"};

/* Capitalised and yet no name. */
static const char *const no_names[] = {"I", "I'm", "I've", "I'll", "I'd", "The",
    "A", "An", "She", "He", "They", "It", "It's", "In", "At", "On", "If", "You",
    "Your", "We", "My", "This", "That", "There", "Thank", "Please", "As", "And",
    "But", "So", "For", "When", "Since", "After", "Their", "Her", "His", "What",
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    "Sunday", "January", "February", "March", "July", "September", "October",
    "November", "December", "National", "Insurance", "Universal", "Credit",
    "Pension", "Council", "Tax", "Blue", "Badge", "Housing", "Benefit", "Adult",
    "Social", "Care", "Children", "She's", "He's", "They've", "We've", "You've",
    "You're", "Yes", "No", "Not", "Now", "Once", "Both", "Meanwhile", "To",
    "From", "Of", "With", "Under", "NHS", "GP", "PIP", "DLA", "ESA", "UC", "NI",
    "OT", "EHCP", "SEN", "CAMHS", "HMRC", "DWP", "MP", "DVLA", "A&E", "OK",
    "PS", "UK", "Given", "Because", "While", "These", "Those", "Then", "Dear",
    "Ring"};

#define IN(word, table) \
	is_in((word), table, sizeof(table) / sizeof *(table), false)
#define IN_EXACT(word, table) \
	is_in((word), table, sizeof(table) / sizeof *(table), true)

struct word {
	const char *s;
	size_t len;
};

/* Tables that are not exact are in small letters. */
static bool
is_in(struct word w, const char *const *table, size_t n, bool exact)
{
	char first = exact ? w.s[0] : (char)tolower((unsigned char)w.s[0]);
	size_t i;

	for (i = 0; i < n; i++)
		if (table[i][0] == first &&
		    (exact ? strncmp(table[i], w.s, w.len)
			   : strncasecmp(table[i], w.s, w.len)) == 0 &&
		    table[i][w.len] == '\0')
			return true;
	return false;
}

static bool
is_letter(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* The next word of letters and apostrophes in [*at, end), or a length of 0. */
static struct word
next(const char **at, const char *end)
{
	const char *s = *at, *start;

	while (s < end && !is_letter(*s))
		s++;
	start = s;
	while (s < end && (is_letter(*s) ||
			      (*s == '\'' && s + 1 < end && is_letter(s[1]))))
		s++;
	*at = s;
	return (struct word){start, (size_t)(s - start)};
}

static bool
is_your(struct word w)
{
	static const char *const words[] = {"your", "eich", "dy"};

	return IN(w, words);
}

/* Could it be a name: a capital (or a letter beyond ASCII), and no word of the
 * table? */
static bool
could_be_name(struct word w)
{
	return w.len > 1 &&
	       (isupper((unsigned char)w.s[0]) ||
		   (unsigned char)w.s[0] >= 0x80) &&
	       !IN_EXACT(w, no_names);
}

/* Is it the same name, perhaps with 's? */
static bool
same_name(struct word w, struct word name)
{
	return name.len > 0 && w.len >= name.len &&
	       memcmp(w.s, name.s, name.len) == 0 &&
	       (w.len == name.len || w.s[name.len] == '\'');
}

/* Does anybody come up in [s, end), pronouns apart and he or she who is named
 * right at its start? */
static bool
somebody_else(const char *s, const char *end)
{
	struct word w, own = {NULL, 0};
	const char *at = s;

	w = next(&at, end);
	if (w.len > 0 && could_be_name(w) && w.s - s < 3 &&
	    w.len < NAME_MAX_BYTES) {
		own = w;
		if (own.len > 2 && own.s[own.len - 2] == '\'')
			own.len -= 2;
		w = next(&at, end);
	}
	for (; w.len > 0; w = next(&at, end))
		if (!same_name(w, own) &&
		    (could_be_name(w) || IN(w, other_people)))
			return true;
	return false;
}

bool
addressed_alone(const char *s, struct span sentence)
{
	const char *at = s + sentence.start, *end = s + sentence.end;
	struct word w;

	while ((w = next(&at, end)).len > 0)
		if (IN(w, other_people))
			return false;
	return true;
}

bool
addressed_of_others(const char *s, struct span sentence)
{
	const char *at = s + sentence.start, *end = s + sentence.end;
	struct word w;

	while ((w = next(&at, end)).len > 0)
		if (IN(w, pronouns) || IN(w, other_people))
			return true;
	return false;
}

bool
addressed_own(const char *s, struct span sentence, struct span at)
{
	static const char *const things[] = {"number", "phone"};
	size_t back = at.start - sentence.start;
	const char *from = s + at.start - (back < OWN_BACK ? back : OWN_BACK);
	const char *end = s + at.start;
	bool yours = false;
	struct word w;

	while ((w = next(&from, end)).len > 0)
		if (is_your(w))
			yours = true;
		else if (IN(w, pronouns) || could_be_name(w) ||
			 (IN(w, other_people) && !IN(w, things)))
			yours = false;
	return yours;
}

/* The end of the first "your mother" in [s, end), or NULL; *ret_others whether
 * a pronoun or somebody else came before it. */
static const char *
first_relative(const char *s, const char *end, bool *ret_others)
{
	struct word w, before = {NULL, 0};

	*ret_others = false;
	while ((w = next(&s, end)).len > 0) {
		if (before.len > 0 && is_your(before) && IN(w, relatives))
			return w.s + w.len;
		*ret_others |= IN(w, pronouns) || IN(w, other_people);
		before = w;
	}
	return NULL;
}

bool
addressed_passage(const char *s, struct span at)
{
	bool others;
	const char *found = first_relative(s + at.start, s + at.end, &others);

	return found != NULL && !others && !somebody_else(found, s + at.end);
}

bool
addressed_family(const char *s, struct span sentence, struct span at)
{
	size_t low = at.start > ADDRESSED_BACK ? at.start - ADDRESSED_BACK : 0;
	const char *from = s + (low < sentence.start ? low : sentence.start);
	const char *stop = s + at.start, *found = NULL;
	struct word w, before = {NULL, 0};

	while ((w = next(&from, stop)).len > 0) {
		if (before.len > 0 && is_your(before) && IN(w, relatives))
			found = w.s + w.len;
		before = w;
	}
	return found != NULL && !somebody_else(found, s + sentence.end);
}

bool
addressed_mine(const char *text, const char *at)
{
	static const char *const words[] = {"my", "our"};
	size_t back = (size_t)(at - text);
	const char *from = at - (back < OWN_REACH ? back : OWN_REACH);
	struct word w;

	while ((w = next(&from, at)).len > 0)
		if (IN(w, words))
			return true;
	return false;
}
