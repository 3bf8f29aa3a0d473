/* SPDX-License-Identifier: MIT
 *
 * zones-footer.c - what organisations and their gateways put below and above
 * what somebody wrote.
 *
 * A paragraph is boilerplate by the shapes of domain.md C.5 that it has:
 * a strong one in a short paragraph, a strong and another one, or three.  What
 * its writer says in the first person, or of a person, is never that; and one
 * shape is not enough where a number may be somebody's.
 */
#include <stdint.h>
#include <string.h>

#include "extract/zones-parts.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* A shorter paragraph says nothing; a longer one is no footer. */
#define PARAGRAPH_MIN 12
#define PARAGRAPH_MAX 3000
/* Up to here one strong shape is enough. */
#define PARAGRAPH_SHORT 250
#define BANNER_PARAGRAPHS 3
/* Digits of numbers that people have, and of those that organisations have:
 * company 8, charity 6 or 7, VAT 9. */
#define NUMBER_MIN 6
#define REGISTERED_MAX 9
#define TELEPHONE 11
#define SHAPE_REGISTERED 8
/* A banner's line of so many bytes was wrapped and goes on in the next. */
#define WRAPPED_LINE 55

/* The number tells shapes apart. In small letters, by their first letter; they
 * begin with a word. */
static const struct shape {
	const char *phrase;
	unsigned char number;
	bool strong;
} shapes[] = {
    {"accept liability", 5, true},
    {"accept no liability", 5, true},
    {"any attachment", 1, false},
    {"any files", 1, false},
    {"are confidential", 1, false},
    {"atodiadau", 1, false},
    {"authorised and regulated by", 8, true},
    {"before printing", 7, true},
    {"before you print", 7, true},
    {"bwriadwyd ar gyfer", 14, true},
    {"bwriedir", 14, false},
    {"classification: official ", 6, true},
    {"company number", 8, false},
    {"consider the environment", 7, true},
    {"contract", 4, false},
    {"copying", 10, false},
    {"croesawu gohebiaeth", 14, true},
    {"croesewir gohebiaeth", 14, true},
    {"croeso i chi ohebu", 14, true},
    {"croeso i chi ysgrifennu", 14, true},
    {"cyfrinachol", 14, false},
    {"cyn argraffu", 7, true},
    {"delete it", 9, false},
    {"delete the e", 9, false},
    {"delete this e", 9, false},
    {"disclosure", 10, false},
    {"disclosure, copying", 10, true},
    {"do not click", 16, true},
    {"don't often get email from", 16, true},
    {"drwy gamgymeriad", 14, true},
    {"e-bost allanol", 16, true},
    {"egress", 13, false},
    {"external email", 16, false},
    {"external sender", 16, false},
    {"for the use of the individual", 1, true},
    {"freedom of information", 12, false},
    {"from outside the organi", 16, true},
    {"from outside your organi", 16, true},
    {"gall yr e-bost", 14, true},
    {"gall yr ebost", 14, true},
    {"has been scanned", 5, true},
    {"have received this", 9, false},
    {"how we use your", 15, true},
    {"information rights", 12, false},
    {"intended for the", 1, false},
    {"intended for the addressee", 1, true},
    {"intended only for", 1, false},
    {"intended recipient", 1, true},
    {"intended solely for", 1, true},
    {"is confidential", 1, false},
    {"is strictly prohibited", 10, true},
    {"legally privileged", 2, false},
    {"listinfo", 17, true},
    {"mae'r e-bost hwn", 14, true},
    {"mae'r ebost hwn", 14, true},
    {"mae'r neges hon", 14, true},
    {"mailing list", 17, false},
    {"manage your preferences", 17, true},
    {"may be confidential", 2, false},
    {"may be monitored", 11, true},
    {"may be recorded", 11, true},
    {"may be unlawful", 10, true},
    {"may contain", 2, false},
    {"may monitor", 11, true},
    {"mimecast", 5, true},
    {"monitored and recorded", 11, true},
    {"necessarily represent", 3, true},
    {"necessarily those of", 3, true},
    {"need to print", 7, true},
    {"nid yw'r cyngor yn", 14, false},
    {"not legally binding", 4, true},
    {"not secure", 13, false},
    {"not the intended", 9, true},
    {"notify the sender", 9, false},
    {"opinions expressed", 3, true},
    {"originated from outside", 16, true},
    {"originated outside", 16, true},
    {"os nad chi", 14, true},
    {"os ydych wedi derbyn", 14, true},
    {"out of hours", 15, false},
    {"please think before", 7, true},
    {"privacy notice", 15, false},
    {"privileged", 2, false},
    {"prohibited", 10, false},
    {"received in error", 9, true},
    {"received it in error", 9, true},
    {"received this communication in error", 9, true},
    {"received this e-mail in error", 9, true},
    {"received this email in error", 9, true},
    {"received this message in error", 9, true},
    {"registered charity", 8, true},
    {"registered in england", 8, true},
    {"registered office", 8, true},
    {"registered in scotland", 8, true},
    {"scanned by", 5, true},
    {"scanned for viruses", 5, true},
    {"secure email service", 13, true},
    {"secure mail service", 13, true},
    {"sent securely", 13, true},
    {"subject access", 12, false},
    {"swept for", 5, true},
    {"tarddodd yr e-bost", 16, true},
    {"tarddu o'r tu allan", 16, true},
    {"tell the sender", 9, false},
    {"the contents may be disclosed", 12, true},
    {"to unsubscribe", 17, true},
    {"uk gdpr", 15, false},
    {"unauthorised", 10, false},
    {"unless you recogni", 16, true},
    {"unlawful", 10, false},
    {"unsubscribe from", 17, true},
    {"vat registration", 8, true},
    {"views expressed", 3, true},
    {"virus", 5, false},
    {"welcome correspondence in welsh", 14, true},
    {"welcomes correspondence in welsh", 14, true},
    {"write to us in welsh", 14, true},
    {"you are subscribed to", 17, true},
    {"you receive this", 9, false},
    {"you received this", 9, false},
};

/* What a person says and no organisation does. */
static const char *const own_words[] = {" i'm ", " i've ", " i'll ", " my ",
    " mrs ", " dpo", " you and ", " between us", " between ourselves",
    " to you only", " only you ", " for you only", " monitoring officer",
    " don't tell ", " please don't "};

/* Whom a person speaks of. */
static const char *const others[] = {
    "mr", "ms", "miss", "mx", "dr", "cllr", "he", "she", "his", "her", "him"};

/* What footers without a strong shape speak of. */
static const char *const letters[] = {
    "mail", "message", "attachment", "ebost", "e-bost", "neges"};

/* How a gateway's banner begins, behind brackets and stars. */
static const char *const banners[] = {" caution", " external", " warning",
    " rhybudd", " this email originated", " this e-mail originated",
    " this message originated", " this email was sent from outside",
    " this message was sent from outside", " this email has come from",
    " you don't often get email", " some people who received this",
    " e-bost allanol", " allanol", " tarddodd yr e-bost", " be aware",
    " classification: official ", " be careful", " think before you click"};

static bool
has_any(const char *low, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(low, words[i]) != NULL)
			return true;
	return false;
}

/* The shapes that begin at s, rest bytes from the end, noted in *shapes. */
static bool
note_shapes(const char *s, size_t rest, const unsigned char *first,
    uint32_t *ret_shapes)
{
	unsigned char c = (unsigned char)*s;
	bool strong = false;
	size_t n;

	if (c >= 128 || first[c] == 0)
		return false;
	for (size_t i = first[c] - 1u;
	     i < COUNT(shapes) && shapes[i].phrase[0] == (char)c; i++) {
		/* Most are told apart by their second letter. */
		if (rest < 2 || shapes[i].phrase[1] != s[1])
			continue;
		n = strlen(shapes[i].phrase);
		if (n > rest || memcmp(s, shapes[i].phrase, n) != 0)
			continue;
		strong |= shapes[i].strong;
		*ret_shapes |= UINT32_C(1) << shapes[i].number;
	}
	return strong;
}

/* Of anybody ("his or her", "he/she"), or of a ministry of the Crown. */
static bool
of_nobody(const char *low, const char *word, const char *behind)
{
	size_t before = (size_t)(word - low);

	return strncmp(behind, " or ", 4) == 0 || *behind == '/' ||
	       strncmp(behind, " majesty", 8) == 0 || word[-1] == '/' ||
	       (before >= 4 && memcmp(word - 4, " or ", 4) == 0);
}

/* Is somebody spoken of? The 0xe2 begins a typographer's apostrophe. */
static bool
speaks_of_somebody(const char *low)
{
	for (size_t i = 0; i < COUNT(others); i++) {
		size_t n = strlen(others[i]);

		for (const char *p = low + 1;
		     (p = strstr(p, others[i])) != NULL; p += n)
			if (strchr(" (/[*\"'", p[-1]) != NULL &&
			    strchr(" '.,;:!?)/\xe2", p[n]) != NULL &&
			    !of_nobody(low, p, p + n))
				return true;
	}
	return false;
}

/* Does a person speak? "I" is a word of Welsh, too ("to"). */
static bool
personal(const char *low)
{
	return has_any(low, own_words, COUNT(own_words)) ||
	       speaks_of_somebody(low) ||
	       (strstr(low, " i ") != NULL && strstr(low, " yn ") == NULL &&
		   strstr(low, " wedi ") == NULL);
}

/* The digits of the number at s, spaces and hyphens between them passed over;
 * *ret_end is behind them. */
static size_t
digits_at(const char *s, const char **ret_end)
{
	size_t n = 0;

	for (; *s != '\0' && strchr("0123456789 -", *s) != NULL; s++)
		n += *s >= '0' && *s <= '9';
	*ret_end = s;
	return n;
}

/* Does the digit at `digit` stand in the address of a page or a mailbox? *ret_end
 * is behind the word. */
static bool
in_address(const char *low, const char *digit, const char **ret_end)
{
	const char *start = digit;
	size_t n;

	while (start > low && start[-1] != ' ')
		start--;
	n = strcspn(start, " ");
	*ret_end = start + n;
	return memchr(start, '@', n) != NULL ||
	       memmem(start, n, "://", 3) != NULL ||
	       memmem(start, n, "www.", 4) != NULL;
}

/* May one shape decide? Not beside a number that may be a person's, be it of
 * insurance, health or a bank; a telephone number is no such thing. */
static bool
decides_alone(const char *low, uint32_t found)
{
	bool registered = (found & UINT32_C(1) << SHAPE_REGISTERED) != 0;
	const char *end;

	for (const char *p = low; *(p += strcspn(p, "0123456789")) != '\0';
	     p = end) {
		size_t n;

		if (in_address(low, p, &end))
			continue;
		n = digits_at(p, &end);
		if (n >= NUMBER_MIN && !(registered && n <= REGISTERED_MAX) &&
		    !(n == TELEPHONE && *p == '0'))
			return false;
	}
	return true;
}

/* Looks at every word of a paragraph in small letters. */
static bool
has_shapes(const char *low, size_t n)
{
	unsigned char first[128] = {0};
	uint32_t found = 0;
	bool strong = false;
	int several;

	for (size_t i = COUNT(shapes); i-- > 0;)
		first[(unsigned char)shapes[i].phrase[0]] =
		    (unsigned char)(i + 1);
	for (size_t i = 1; i < n; i++)
		if (strchr(" (/[*\"", low[i - 1]) != NULL)
			strong |= note_shapes(low + i, n - i, first, &found);
	several = __builtin_popcount(found);
	if (strong && several >= 2)
		return true;
	if (strong && n <= PARAGRAPH_SHORT)
		return decides_alone(low, found);
	return several >= 3 && has_any(low, letters, COUNT(letters));
}

bool
zones_boilerplate(const char *s, size_t len)
{
	char low[PARAGRAPH_MAX + 4];
	size_t n;

	if (len < PARAGRAPH_MIN || len > PARAGRAPH_MAX)
		return false;
	n = zones_lower(s, len, low, sizeof low);
	return has_shapes(low, n) && !personal(low);
}

/* Nothing but rules, addresses of pages, or a mark of classification: it may
 * stand between paragraphs of a footer. */
static bool
thin(const char *s, size_t len)
{
	char low[84];
	size_t n;

	if (len >= 80)
		return strspn(s, "_-=*#~ \n") >= len;
	n = zones_lower(s, len, low, sizeof low);
	return strspn(low, " _-=*#~") >= n || strncmp(low, " www.", 5) == 0 ||
	       strncmp(low, " http", 5) == 0;
}

size_t
zones_footer(const struct zones_text *t, size_t start, size_t end)
{
	size_t low = end - start > ZONES_TAIL ? end - ZONES_TAIL : start;
	size_t footer = end, para = end;
	bool passed = false;

	while (para > low) {
		size_t bottom = para;

		para = zones_paragraph_start(t, low, bottom);
		/* Never the whole of what was written. */
		if (para <= start || para == low)
			break;
		if (zones_boilerplate(t->s + para, bottom - para)) {
			footer = para;
			passed = false;
			continue;
		}
		if (passed || !thin(t->s + para, bottom - para))
			break;
		passed = true;
	}
	return footer;
}

/* Is the paragraph a gateway's banner? */
static bool
is_banner(const char *s, size_t len)
{
	char low[604];
	const char *at = low;

	if (len > 600)
		return false;
	while (
	    len > 0 && strchr("*[#-_ >!|\xe2\x9a\xa0\xef\xb8\x8f", *s) != NULL)
		s++, len--;
	zones_lower(s, len, low, sizeof low);
	for (size_t i = 0; i < COUNT(banners); i++)
		if (strncmp(at, banners[i], strlen(banners[i])) == 0)
			return zones_boilerplate(s, len) ||
			       strcmp(low, " external ") == 0 ||
			       strcmp(low, " external] ") == 0 ||
			       strcmp(low, " classification: official ") == 0;
	return false;
}

size_t
zones_banner(const struct zones_text *t, size_t start, size_t end)
{
	size_t at = start;

	for (int i = 0; i < BANNER_PARAGRAPHS; i++) {
		size_t para = zones_skip_blank(t, at, end);
		size_t para_end = zones_paragraph_end(t, para, end);
		struct zones_line l;

		if (para >= end)
			break;
		l = zones_line(t, para);
		if (l.len >= WRAPPED_LINE &&
		    is_banner(t->s + para, para_end - para))
			at = zones_skip_blank(t, para_end, end);
		else if (is_banner(l.s, l.len))
			at = zones_skip_blank(t, l.next, end);
		else
			break;
	}
	return at;
}
