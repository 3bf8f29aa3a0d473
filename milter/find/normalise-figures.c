/* SPDX-License-Identifier: MIT
 *
 * normalise-figures.c - "c4ncer", "@ss", "$hit": figures and signs that stand
 * for letters.
 *
 * Identifiers mix figures and letters too, and must come through as they are.
 * So a word counts only by itself, with white space or the punctuation of
 * sentences around it; and it is either one of the words below, or a long one
 * in small letters with a figure or two among them that has the shape of no
 * identifier.
 *
 * BUGS: an unlisted word in capitals, or of fewer than six letters, stays.
 */
#include <stdlib.h>
#include <string.h>

#include "find/normalise-parts.h"

/* Of a disguised word; longer ones are none. */
#define WORD_MAX_LEN 24
/* Of an unlisted one, letters that are letters. */
#define LETTERS_MIN 6
#define FIGURES_MAX 2

/* Words that are written so, most of them to get past a filter; sorted. */
static const char *const words[] = {"abortion", "abuse", "aids", "alcohol",
    "arse", "arsehole", "ass", "asshole", "autism", "autistic", "ballot",
    "bastard", "bastards", "bitch", "bitches", "bloody", "bollocks", "bribe",
    "bribed", "bribes", "bullshit", "campaign", "cancer", "candidate",
    "cannabis", "cocaine", "cock", "coke", "confidential", "conservative",
    "corrupt", "corruption", "council", "councillor", "crap", "crook", "crooks",
    "cunt", "cunts", "damn", "dementia", "depressed", "depression", "diabetes",
    "dick", "dickhead", "dicks", "disabled", "donate", "donation", "drugs",
    "elect", "election", "exempt", "fag", "faggot", "fascist", "fraud", "fuck",
    "fucked", "fucker", "fucking", "gay", "green", "greens", "gypsies", "gypsy",
    "hate", "health", "heroin", "hiv", "idiot", "idiots", "immigrant",
    "immigrants", "islam", "jew", "jews", "kill", "labour", "leaflet",
    "lesbian", "liar", "liars", "libdem", "lies", "medical", "moron", "morons",
    "murder", "muslim", "muslims", "nazi", "nazis", "nigger", "nonce", "paedo",
    "paedos", "paki", "pakis", "paranoid", "party", "passport", "password",
    "pedo", "pervert", "pikey", "pikeys", "pills", "piss", "police",
    "political", "poll", "pregnant", "prick", "pricks", "prison", "private",
    "psycho", "queer", "racist", "racists", "rape", "rapist", "reform",
    "retard", "salary", "scum", "secret", "sex", "sexual", "shit", "shite",
    "shits", "slag", "slags", "slut", "sluts", "spastic", "stab", "stupid",
    "suicidal", "suicide", "terrorist", "thick", "thief", "tories", "tory",
    "traitor", "traitors", "tranny", "trans", "twat", "twats", "vermin", "vote",
    "voted", "voter", "voters", "votes", "voting", "wanker", "wankers",
    "whore"};

struct word {
	const char *s;
	size_t len;
	size_t letters, capitals, figures;
	bool marked; /* '@' or '!' is in it */
};

static bool
sign(char c)
{
	return c == '@' || c == '$' || c == '!';
}

static bool
part(char c)
{
	return normal_letter(c) || normal_figure(c) || sign(c);
}

/* What it stands for; `one` is what '1' does. 0: for no letter. */
static char
letter_for(char c, char one)
{
	static const char letters[128] = {['0'] = 'o',
	    ['3'] = 'e',
	    ['4'] = 'a',
	    ['5'] = 's',
	    ['7'] = 't',
	    ['@'] = 'a',
	    ['$'] = 's',
	    ['!'] = 'i'};

	if (normal_letter(c))
		return (char)(c | 0x20);
	return c == '1' ? one : letters[c & 0x7f];
}

static int
compare(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

/* Fills in what the word's letters would be; '1' is `one`, or where that is 0
 * 'l' behind a vowel and 'i' elsewhere. False: some are none. */
static bool
decode(const struct word *w, char one, char plain[WORD_MAX_LEN + 1])
{
	for (size_t i = 0; i < w->len; i++) {
		char as = one;

		if (as == 0)
			as = i > 0 && strchr("aeiou", plain[i - 1]) != NULL
				 ? 'l'
				 : 'i';
		plain[i] = letter_for(w->s[i], as);
		if (plain[i] == 0)
			return false;
	}
	plain[w->len] = '\0';
	return true;
}

static bool
listed(const char *plain)
{
	return bsearch(plain, words, sizeof words / sizeof *words,
		   sizeof *words, compare) != NULL;
}

/* May it begin behind this byte? */
static bool
apart_before(char c)
{
	return c != '\0' && strchr(" \t\n\r\f\"'(*", c) != NULL;
}

/* May it end before s, the rest of the text? */
static bool
apart_behind(const char *s, size_t len)
{
	if (len > 0 && *s != '\0' && strchr(".,;:?!*", *s) != NULL)
		s++, len--;
	return len == 0 || (*s != '\0' && strchr(" \t\n\r\f\"')", *s) != NULL);
}

/* The word around `at`; of length 0 when it is none by itself. */
static struct word
read_word(const struct normal_edit *e, size_t at)
{
	size_t start = at, end = at;
	struct word w = {.s = e->text + at};

	while (start > e->done && at - start < WORD_MAX_LEN &&
	       part(e->text[start - 1]))
		start--;
	while (
	    end < e->len && end - start <= WORD_MAX_LEN && part(e->text[end]))
		end++;
	while (end > start && e->text[end - 1] == '!')
		end--;
	if (end - start > WORD_MAX_LEN ||
	    (start > 0 && !apart_before(e->text[start - 1])) ||
	    !apart_behind(e->text + end, e->len - end))
		return w;
	w.s = e->text + start;
	w.len = end - start;
	for (size_t i = 0; i < w.len; i++) {
		w.letters += normal_letter(w.s[i]);
		w.capitals += w.s[i] >= 'A' && w.s[i] <= 'Z';
		w.figures += !normal_letter(w.s[i]);
		w.marked |= w.s[i] == '@' || w.s[i] == '!';
	}
	return w;
}

/* "ab51cde" as a number plate, "sw1a1aa" as a postcode, "hbukgb4b" as a bank's
 * code (ISO 9362), figures of hashes. */
static bool
like_identifier(const struct word *w)
{
	const char *s = w->s;
	size_t n = w->len, first = 0, hex = 0;

	while (first < n && !normal_figure(s[first]))
		first++;
	while (hex < n && strchr("0123456789abcdef", s[hex]) != NULL)
		hex++;
	if (hex == n)
		return true;
	if ((n == 8 || n == 11) && memcmp(s + 4, "gb", 2) == 0)
		return true;
	if (n > 8)
		return false;
	if (normal_figure(s[n - 3]) && normal_letter(s[n - 2]) &&
	    normal_letter(s[n - 1]) && first <= 2 && w->figures > 1)
		return true;
	return n == 7 && first == 2 && normal_figure(s[3]);
}

/* Is it a word in disguise without being a known one? */
static bool
likely(const struct word *w)
{
	if (w->letters < LETTERS_MIN || w->figures > FIGURES_MAX || w->marked ||
	    !normal_letter(w->s[0]) || !normal_letter(w->s[w->len - 1]))
		return false;
	return (w->capitals == 0 || (w->capitals == 1 && w->s[0] < 'a')) &&
	       !like_identifier(w);
}

/* Puts the letters in place of the figures. */
static void
write_word(struct normal_edit *e, const struct word *w, const char *plain)
{
	bool capital = w->capitals > 1 || w->capitals == w->letters;

	for (size_t i = 0; i < w->len; i++) {
		char c = plain[i];

		if (normal_letter(w->s[i]))
			continue;
		if (capital)
			c = (char)(c - 0x20);
		normal_edit(e, (size_t)(w->s - e->text) + i, 1, &c, 1);
	}
}

size_t
normal_figures(struct normal_edit *e, size_t at)
{
	static const char ones[] = {0, 'i', 'l'};
	char plain[WORD_MAX_LEN + 1] = "";
	struct word w;
	size_t end;

	if (at < e->done || (!normal_figure(e->text[at]) && !sign(e->text[at])))
		return at;
	w = read_word(e, at);
	if (w.len == 0 || w.letters < 2 || w.figures == 0)
		return at;
	end = (size_t)(w.s - e->text) + w.len;
	for (size_t i = 0; i < sizeof ones; i++)
		if (decode(&w, ones[i], plain) && listed(plain)) {
			write_word(e, &w, plain);
			return end;
		}
	if (likely(&w) && decode(&w, 0, plain))
		write_word(e, &w, plain);
	return end;
}
