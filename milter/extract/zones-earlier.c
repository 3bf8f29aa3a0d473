/* SPDX-License-Identifier: MIT
 *
 * zones-earlier.c - lines that say: what follows is an earlier message.
 *
 * What mail programs write there, in English, Welsh and the languages of those
 * who write to councils, is in tables; a shape is added there, not in code.
 */
#include <string.h>

#include "extract/zones-parts.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* An attribution goes over so many lines at most, and so many bytes. */
#define WRAPPED 3
#define ATTRIBUTION_BYTES 400u
/* Header lines stand within so many lines of their first. */
#define BLOCK_LINES 8

/* Lines between rules, and some without; in small letters. */
static const struct divider {
	const char *text;
	enum zone zone; /* ZONE_QUOTED: forwarded where the subject says */
	bool ruled;     /* only behind two dashes or more */
} dividers[] = {
    {"original message", ZONE_QUOTED, true},
    {"original appointment", ZONE_QUOTED, true},
    {"neges wreiddiol", ZONE_QUOTED, true},
    {"ursprüngliche nachricht", ZONE_QUOTED, true},
    {"message d'origine", ZONE_QUOTED, true},
    {"message original", ZONE_QUOTED, true},
    {"reply message", ZONE_QUOTED, true},
    {"forwarded message", ZONE_FORWARDED, true},
    {"forwarded by", ZONE_FORWARDED, true},
    {"forwarded email", ZONE_FORWARDED, true},
    {"neges wedi'i hanfon ymlaen", ZONE_FORWARDED, true},
    {"neges a anfonwyd ymlaen", ZONE_FORWARDED, true},
    {"weitergeleitete nachricht", ZONE_FORWARDED, true},
    {"message transféré", ZONE_FORWARDED, true},
    {"begin forwarded message:", ZONE_FORWARDED, false},
    {"start of forwarded message", ZONE_FORWARDED, true},
    {"dechrau'r neges a anfonwyd ymlaen:", ZONE_FORWARDED, false},
    {"anfang der weitergeleiteten", ZONE_FORWARDED, false},
    {"début du message réexpédié", ZONE_FORWARDED, false},
};

/* "On 1 May 2026, Ann Khan wrote:"; in small letters, spaces squeezed. */
static const struct attribution {
	const char *begins, *holds, *ends;
} attributions[] = {
    {"on ", NULL, " wrote:"},
    {"on ", NULL, " wrote: -"},
    {"on ", NULL, " writes:"},
    {"at ", NULL, " wrote:"},
    {"ar ", " ysgrifennodd", ":"},
    {"ar ", NULL, " wedi ysgrifennu:"},
    {"ar ", " scríobh ", ":"},
    {"ysgrifennodd ", NULL, ":"},
    {"am ", " schrieb", ":"},
    {"le ", NULL, " a écrit :"},
    {"le ", NULL, " a écrit:"},
    {"le ", NULL, " a écrit\xc2\xa0:"},
    {"op ", " schreef", ":"},
    {"el ", NULL, " escribió:"},
    {"il ", NULL, " ha scritto:"},
};

/* How one may end, but for a colon, that counts only with quoted lines behind
 * it. */
static const char *const short_ends[] = {
    " wrote", " writes", " said", " ysgrifennodd", " schrieb", " a écrit"};

/* Names of the header lines that Outlook and others put above a message. */
static const char *const senders[] = {
    "from", "oddi wrth", "von", "de", "van", "da"};
static const char *const fields[] = {"sent", "date", "to", "cc", "bcc",
    "subject", "importance", "attachments", "reply-to", "anfonwyd", "dyddiad",
    "at", "copi", "pwnc", "gesendet", "datum", "an", "betreff", "envoyé", "à",
    "À", "objet", "verzonden", "aan", "onderwerp"};

/* The line behind rules, stars and quote marks; *ret_dashes of them. */
static struct zones_line
behind_rules(struct zones_line l, size_t *ret_dashes)
{
	*ret_dashes = 0;
	while (l.len > 0 && strchr("-*_ >|\t", *l.s) != NULL) {
		*ret_dashes += *l.s == '-' || *l.s == '_';
		l.s++, l.len--;
	}
	return l;
}

static bool
divider(const struct zones_line *l, struct zones_earlier *ret)
{
	size_t dashes;
	struct zones_line text = behind_rules(*l, &dashes);

	if (text.len < 8 || text.len > 120 ||
	    strchr("oOnNuUmMrRfFwWbBsSdDaA", *text.s) == NULL)
		return false;
	for (size_t i = 0; i < COUNT(dividers); i++) {
		const struct divider *d = &dividers[i];

		if (!zones_begins(text.s, text.len, d->text) ||
		    (d->ruled && dashes < 2))
			continue;
		ret->zone = d->zone;
		ret->next = l->next;
		return true;
	}
	return false;
}

static bool
ends_with(const char *s, size_t len, const char *end)
{
	size_t n = strlen(end);

	return len >= n && memcmp(s + len - n, end, n) == 0;
}

/* Is that, in small letters with a space at either end, an attribution? */
static bool
is_attribution(const char *low, size_t n)
{
	for (size_t i = 0; i < COUNT(attributions); i++) {
		const struct attribution *a = &attributions[i];

		if (strncmp(low + 1, a->begins, strlen(a->begins)) == 0 &&
		    ends_with(low, n - 1, a->ends) &&
		    (a->holds == NULL || strstr(low, a->holds) != NULL))
			return true;
	}
	return false;
}

static bool
ends_shortly(const char *low, size_t n)
{
	while (n > 0 && strchr(" :*\xc2\xa0", low[n - 1]) != NULL)
		n--;
	for (size_t i = 0; i < COUNT(short_ends); i++)
		if (ends_with(low, n, short_ends[i]))
			return true;
	return false;
}

/* Is the next line that is not blank a quoted one? */
static bool
quote_follows(const struct zones_text *t, size_t at)
{
	for (int i = 0; i < 4 && at < t->len; i++) {
		struct zones_line l = zones_line(t, at);

		if (l.len > 0)
			return zones_quoted_line(&l);
		at = l.next;
	}
	return false;
}

/* May an attribution begin so? All begin with a word of two letters but one,
 * or end where they began. */
static bool
may_be_attribution(const struct zones_line *l)
{
	return (l->len > 3 && l->s[2] == ' ') || l->s[l->len - 1] == ':' ||
	       zones_begins(l->s, l->len, "ysgrifennodd") ||
	       ends_with(l->s, l->len, "wrote") ||
	       ends_with(l->s, l->len, "wrote*");
}

/* An attribution that begins with the line and may be wrapped. Without quoted
 * lines behind it, it says when or by whose address. */
static bool
attributed(const struct zones_text *t, const struct zones_line *l,
    struct zones_earlier *ret)
{
	char low[ATTRIBUTION_BYTES + 4];
	struct zones_line line = *l;

	if (!may_be_attribution(l))
		return false;
	for (int i = 0; i < WRAPPED; i++) {
		size_t n = line.end - l->start;

		if (line.len == 0 || n > ATTRIBUTION_BYTES)
			return false;
		n = zones_lower(l->s, n, low, sizeof low);
		ret->next = line.next;
		if (is_attribution(low, n) &&
		    (strpbrk(low, "0123456789@<") != NULL ||
			quote_follows(t, line.next)))
			return true;
		if (i == 0 && ends_shortly(low, n) &&
		    quote_follows(t, line.next))
			return true;
		if (line.next >= t->len)
			return false;
		line = zones_line(t, line.next);
	}
	return false;
}

/* "From:", "*From:* ", "De : ": does the line begin with one of the names? */
static bool
field(struct zones_line l, const char *const *names, size_t n)
{
	size_t dashes, at;

	l = behind_rules(l, &dashes);
	for (size_t i = 0; i < n; i++) {
		if (!zones_begins(l.s, l.len, names[i]))
			continue;
		at = strlen(names[i]);
		while (at < l.len && strchr("* _\xc2\xa0", l.s[at]) != NULL)
			at++;
		if (at < l.len && l.s[at] == ':')
			return true;
	}
	return false;
}

/* "From: Ann Sent: 1 May To: Bob Subject: bins", all on one line. */
static bool
block_in_line(const struct zones_line *l)
{
	char low[ATTRIBUTION_BYTES + 4];

	if (l->len > 4 * ATTRIBUTION_BYTES)
		return false;
	zones_lower(l->s, l->len, low, sizeof low);
	return strstr(low, " to: ") != NULL &&
	       (strstr(low, " sent: ") != NULL ||
		   strstr(low, " date: ") != NULL);
}

/* A sender's line with two more header lines close below it. */
static bool
block(const struct zones_text *t, const struct zones_line *l)
{
	struct zones_line next = *l;
	int seen = 0;

	if (strchr("fFoOvVdD*_", l->s[0]) == NULL ||
	    !field(*l, senders, COUNT(senders)))
		return false;
	for (int i = 0; i < BLOCK_LINES && next.next < t->len; i++) {
		next = zones_line(t, next.next);
		seen += field(next, fields, COUNT(fields));
	}
	return seen >= 2 || block_in_line(l);
}

bool
zones_earlier(const struct zones_text *t, const struct zones_line *l,
    struct zones_earlier *ret)
{
	*ret = (struct zones_earlier){.zone = ZONE_QUOTED, .next = l->next};
	if (!divider(l, ret) && !attributed(t, l, ret)) {
		*ret = (struct zones_earlier){ZONE_QUOTED, l->next, false};
		if (!block(t, l))
			return false;
	}
	if (t->forwarding)
		ret->zone = ZONE_FORWARDED;
	ret->marks = quote_follows(t, ret->next);
	return true;
}
