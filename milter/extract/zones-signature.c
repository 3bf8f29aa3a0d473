/* SPDX-License-Identifier: MIT
 *
 * zones-signature.c - who signs: behind "-- ", behind how letters close, below
 * "Sent from my telephone", or a councillor's name and office at the very end.
 *
 * What follows is the signature only while it looks like one: short lines
 * without the words of sentences.  A postscript is what its writer wrote.
 */
#include <string.h>

#include "extract/zones-parts.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* A signature is no longer. */
#define SIGNATURE_BYTES 1500u
#define LINE_BYTES 120u
/* A line of more words is prose, unless it is full of addresses. */
#define WORDS 9

/* How letters close. The line may go on a little: "Kind regards, Ann". */
static const char *const closings[] = {"kind regards", "kindest regards",
    "best regards", "warm regards", "with regards", "regards", "best wishes",
    "with best wishes", "all the best", "many thanks", "with thanks",
    "with many thanks", "thanks", "thank you", "yours sincerely",
    "yours faithfully", "yours truly", "yours", "cheers", "best", "kr", "rgds",
    "cofion", "cofion gorau", "cofion cynnes", "cofion caredig", "yn gywir",
    "yr eiddoch yn gywir", "dymuniadau gorau", "diolch", "diolch yn fawr",
    "llawer o ddiolch"};

/* What programs add where somebody writes on the go. */
static const char *const devices[] = {"sent from my", "get outlook for",
    "sent from outlook", "sent from yahoo", "sent from mail for",
    "sent from samsung", "sent from proton", "sent via", "sent with",
    "anfonwyd o fy", "wedi'i anfon o fy", "envoy\xc3\xa9 de mon", "von meinem",
    "gesendet von"};

/* Offices, in a line of one's own name or below it. */
static const char *const offices[] = {" councillor for ", " ward councillor",
    " county councillor", " district councillor", " town councillor",
    " borough councillor", " city councillor", " parish councillor",
    " ward member", " member for ", " cabinet member", " leader of ",
    " deputy leader", " town mayor", " mayor of ", " town clerk",
    " parish clerk", " clerk to ", " cynghorydd ", " chair of ",
    " chairman of ", " group leader", " county council ", " town council ",
    " borough council ", " district council ", " parish council ",
    " city council "};

/* Words of a sentence. */
static const char *const prose_words[] = {" is ", " are ", " was ", " were ",
    " has ", " have ", " had ", " will ", " can ", " please ", " her ", " his ",
    " their ", " they ", " she ", " he ", " you ", " your ", " i ", " i'm ",
    " my ", " mrs ", " mr ", " that ", " this ", " if ", " ring ", " call "};

static bool
begins_any(const struct zones_line *l, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (zones_begins(l->s, l->len, words[i]))
			return true;
	return false;
}

static bool
closing(const struct zones_line *l)
{
	if (l->len < 2 || l->len > 40)
		return false;
	for (size_t i = 0; i < COUNT(closings); i++) {
		size_t n = strlen(closings[i]);

		if (zones_begins(l->s, l->len, closings[i]) &&
		    (l->len == n || strchr(" ,.!-", l->s[n]) != NULL))
			return true;
	}
	return false;
}

static bool
has_any(const char *low, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(low + 1, words[i]) != NULL)
			return true;
	return false;
}

static size_t
words_in(const char *low)
{
	size_t n = 0;

	for (; *low != '\0'; low++)
		n += *low == ' ' && low[1] != '\0';
	return n;
}

/* Is the line one of a sentence? Names and offices, numbers and addresses are
 * not. */
static bool
prose(const struct zones_line *l)
{
	char low[LINE_BYTES + 4];

	if (l->len > LINE_BYTES)
		return true;
	zones_lower(l->s, l->len, low, sizeof low);
	if (strncmp(low, " ps", 3) == 0 || strncmp(low, " p.s", 4) == 0 ||
	    strncmp(low, " p s ", 5) == 0 || strncmp(low, " on", 4) == 0 ||
	    strncmp(low, " please ", 8) == 0 || strncmp(low, " her ", 5) == 0)
		return true;
	if (has_any(low, prose_words, COUNT(prose_words)))
		return true;
	return words_in(low) > WORDS && strpbrk(low, "@|/\xc2") == NULL;
}

/* Where the signature that begins at `at` ends, paragraph by paragraph. */
static size_t
extent(const struct zones_text *t, size_t at, size_t end)
{
	size_t start = at, done = at;

	while (at < end && at - start <= SIGNATURE_BYTES) {
		size_t stop;

		at = zones_skip_blank(t, at, end);
		stop = zones_paragraph_end(t, at, end);
		while (at < stop) {
			struct zones_line l = zones_line(t, at);

			if (prose(&l))
				return done;
			at = l.next;
		}
		done = zones_skip_blank(t, at, end);
	}
	return done;
}

/* "-- ", which loses its space on the way often enough. */
static bool
dashes(const struct zones_line *l)
{
	return l->len == 2 && memcmp(l->s, "--", 2) == 0;
}

/* How RFC 3676 (4.3) has it: then all that follows is meant, sayings too. */
static size_t
behind_dashes(
    const struct zones_text *t, const struct zones_line *l, size_t end)
{
	if (l->next - l->start >= 4 && l->s[2] == ' ' &&
	    end - l->next <= SIGNATURE_BYTES)
		return end;
	return extent(t, l->next, end);
}

/* Name and office: the paragraph at `at`, if with what follows it reaches the
 * end. One councillor's, not a list of those who came. */
static bool
name_and_office(const struct zones_text *t, size_t at, size_t end)
{
	size_t stop = zones_paragraph_end(t, at, end), lines = 0, names = 0;
	char low[LINE_BYTES + 4];
	bool office = false;

	if (extent(t, at, end) < end)
		return false;
	while (at < stop) {
		struct zones_line l = zones_line(t, at);

		zones_lower(l.s, l.len, low, sizeof low);
		names += strncmp(low, " cllr", 5) == 0 ||
			 (strncmp(low, " councillor ", 12) == 0 &&
			     strncmp(low, " councillor for ", 16) != 0);
		for (size_t i = 0; i < COUNT(offices); i++)
			office |= strstr(low, offices[i]) != NULL;
		at = l.next;
		lines++;
	}
	return lines >= 2 && names <= 1 && office;
}

/* Does a signature begin at the line, or behind it? */
static bool
starts(const struct zones_text *t, const struct zones_line *l, size_t start,
    size_t end, bool first, struct zones_range *ret)
{
	*ret = (struct zones_range){l->start, l->start};
	if (dashes(l)) {
		ret->end = behind_dashes(t, l, end);
	} else if (begins_any(l, devices, COUNT(devices)) && l->len < 80) {
		ret->end = extent(t, l->next, end);
	} else if (closing(l)) {
		ret->start = l->next;
		ret->end = extent(t, l->next, end);
		return zones_skip_blank(t, ret->start, end) < ret->end ||
		       (ret->end == end &&
			   zones_skip_blank(t, ret->start, end) < end);
	} else if (first && l->start > start && l->len > 0 &&
		   name_and_office(t, l->start, end)) {
		ret->end = end;
	} else {
		return false;
	}
	return ret->end > ret->start;
}

bool
zones_signature(const struct zones_text *t, size_t start, size_t end,
    struct zones_range *ret)
{
	size_t at = end - start > ZONES_TAIL ? end - ZONES_TAIL : start;
	bool first = false;

	while (at < end) {
		struct zones_line l = zones_line(t, at);

		if (starts(t, &l, start, end, first, ret))
			return true;
		first = l.len == 0;
		at = l.next;
	}
	return false;
}
