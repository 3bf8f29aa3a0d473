/* SPDX-License-Identifier: MIT
 *
 * recipients-thread.c - the checks about who joins a conversation.
 *
 * Who took part in earlier mail is read from the header lines that mail
 * programs quote ("From: …", "On … Ann Lee <a@b> wrote:").
 *
 * BUGS
 *	Header lines that show names and no addresses tell nothing.  Only the
 *	first 16 earlier mails, 32 KiB of each and 200 addresses are looked
 *	at.
 */
#include "find/recipients-thread.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "find/recipients-about.h"

#define THREAD_ADDRESSES 200
#define NAME_MIN 3

#define EARLIER (1u << ZONE_FORWARDED | 1u << ZONE_QUOTED)

/* Beginnings of lines that name who took part; the first ones, who wrote. */
static const char *const author_heads[] = {"from:", "oddi wrth:"};
static const char *const other_heads[] = {"to:", "cc:", "at:", "copi:"};

struct thread {
	struct strlist authors, others;
};

static void
thread_free(struct thread *t)
{
	strlist_free(&t->authors);
	strlist_free(&t->others);
}

static bool
begins(const char *s, size_t len, const char *const *heads, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strlen(heads[i]) <= len &&
		    strncasecmp(s, heads[i], strlen(heads[i])) == 0)
			return true;
	return false;
}

/* "On Monday Ann Lee <a@b> wrote:". */
static bool
is_attribution(const char *s, size_t len)
{
	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\r'))
		len--;
	return (len > 6 && strncasecmp(s + len - 6, "wrote:", 6) == 0) ||
	       (len > 13 &&
		   strncasecmp(s + len - 13, "ysgrifennodd:", 13) == 0);
}

/* Adds the addresses of one line. 0, or -1. */
static int
add_addresses(const char *s, size_t len, struct strlist *out)
{
	static const char in_address[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789.!#$%&'*+/=?^_`{|}~-";
	const char *end = s + len, *at = s, *from, *to;

	while (out->n < THREAD_ADDRESSES &&
	       (at = memchr(at, '@', (size_t)(end - at))) != NULL) {
		for (from = at; from > s && strchr(in_address, from[-1]);)
			from--;
		for (to = at + 1; to < end && strchr(in_address, *to);)
			to++;
		if (from < at && to > at + 1 &&
		    strlist_addn(out, from, (size_t)(to - from)) < 0)
			return -1;
		at = to;
	}
	return 0;
}

static int
read_line(struct thread *t, const char *s, size_t len)
{
	while (len > 0 && strchr("> \t*|", *s) != NULL) {
		s++;
		len--;
	}
	if (begins(s, len, author_heads, 2) || is_attribution(s, len))
		return add_addresses(s, len, &t->authors);
	if (begins(s, len, other_heads, 4))
		return add_addresses(s, len, &t->others);
	return 0;
}

/* Reads who took part in the earlier mail. 0, or -1 and *ret is freed. */
static int
read_thread(const struct texts *texts, struct thread *ret)
{
	size_t i, at, n, len, seen = 0;

	for (i = 0; i < texts->n && seen < RECIPIENTS_ABOUT_TEXTS; i++) {
		const struct text *t = &texts->v[i];

		if ((EARLIER & (1u << t->zone)) == 0)
			continue;
		seen++;
		len = recipients_about_len(t);
		for (at = 0; at < len; at += n + 1) {
			n = strcspn(t->data + at, "\n");
			if (n > len - at)
				n = len - at;
			if (read_line(ret, t->data + at, n) < 0) {
				thread_free(ret);
				return -1;
			}
		}
	}
	recipients_about_distinct(&ret->authors);
	recipients_about_distinct(&ret->others);
	return 0;
}

static bool
holds(const struct strlist *l, const char *address)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (address_same(l->v[i], address))
			return true;
	return false;
}

static bool
all_internal(const struct facts *facts, const struct strlist *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (recipients_about_circle(facts, l->v[i]) != CIRCLE_INTERNAL)
			return false;
	return true;
}

/* Different authors who are not the one who sends it now. */
static size_t
other_authors(const struct facts *facts, const struct thread *t)
{
	const char *sender = recipients_about_sender(facts);
	size_t i, n = 0;

	for (i = 0; i < t->authors.n; i++)
		n += sender == NULL || !address_same(t->authors.v[i], sender);
	return n;
}

/* What an officer writes to be passed on. */
static bool
meant_for_passing_on(const struct texts *texts)
{
	static const char *const phrases[] = {"please pass", "please forward",
	    "pass this on", "pass on to", "happy for you", "you can share",
	    "you may share", "feel free to", "for onward", "for the resident",
	    "to the resident", "reply to the", "response to the",
	    "let the resident", "let them know", "please let",
	    "for circulation", "please circulate", "press release",
	    "for publication", "you can tell", NULL};
	size_t i, seen = 0;

	for (i = 0; i < texts->n && seen < RECIPIENTS_ABOUT_TEXTS; i++) {
		const struct text *t = &texts->v[i];

		if ((EARLIER & (1u << t->zone)) == 0)
			continue;
		seen++;
		if (recipients_about_says(
			t->data, recipients_about_len(t), phrases))
			return true;
	}
	return false;
}

/* How many recipients outside had no part in the thread. 0, or -1 without
 * memory. */
static int
newcomers(const struct facts *facts, const struct thread *t, size_t *ret)
{
	struct strlist all = {0};
	size_t i;

	*ret = 0;
	if (recipients_about_all(facts, &all) < 0) {
		strlist_free(&all);
		return -1;
	}
	for (i = 0; i < all.n; i++)
		*ret += recipients_about_outside(facts, all.v[i]) &&
			!holds(&t->authors, all.v[i]) &&
			!holds(&t->others, all.v[i]);
	strlist_free(&all);
	return 0;
}

int
recipients_thread_internal(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret)
{
	struct recipients_answer a = RECIPIENTS_ANSWER;
	struct thread t = {0};
	size_t new = 0;
	bool yes;

	if (read_thread(texts, &t) < 0)
		return -1;
	if (newcomers(facts, &t, &new) < 0) {
		thread_free(&t);
		return -1;
	}
	yes = new > 0 &&
	      other_authors(facts, &t) >=
		  at_least &&all_internal(facts, &t.authors) &&
	      all_internal(facts, &t.others) && !meant_for_passing_on(texts);
	thread_free(&t);
	return recipients_answer(&a, yes,
	    "what people in the council wrote to each other",
	    "nobody outside took part in the earlier mail", ret);
}

/* Does the mail speak of the one at this address, by a name of theirs? */
static bool
is_spoken_of(
    const struct texts *texts, const struct facts *facts, const char *address)
{
	const char *name = recipients_about_name(facts, address);
	const char *at = name != NULL ? name : address;
	const char *end = name != NULL ? name + strlen(name)
				       : address + strcspn(address, "@");
	char word[64];
	size_t n;

	while (at < end) {
		n = strcspn(at, " .,_-@\"'()0123456789");
		if (n > (size_t)(end - at))
			n = (size_t)(end - at);
		if (n >= NAME_MIN && n < sizeof word) {
			memcpy(word, at, n);
			word[n] = '\0';
			if (recipients_about_stands(texts, ~0u, word))
				return true;
		}
		at += n + 1;
	}
	return false;
}

/* The one external recipient among colleagues only, or NULL. */
static const char *
odd_one(const struct facts *facts, const struct strlist *all, size_t at_least)
{
	const char *odd = NULL;
	size_t i, colleagues = 0;

	for (i = 0; i < all->n; i++) {
		enum circle c = recipients_about_circle(facts, all->v[i]);

		if (c == CIRCLE_INTERNAL)
			colleagues++;
		else if (c == CIRCLE_TRUSTED || odd != NULL)
			return NULL;
		else
			odd = all->v[i];
	}
	return colleagues >= at_least ? odd : NULL;
}

/* Says at its beginning that it is for the council's own. */
static bool
is_for_colleagues(const struct texts *texts)
{
	static const char *const phrases[] = {"dear colleagues", "dear members",
	    "dear councillors", "dear all members", "members only",
	    "dear group", "group members", "committee members", "colleagues",
	    "all councillors", "internal", "for members", "not for sharing",
	    "team", NULL};
	size_t len = 0;
	const char *line = recipients_about_first_line(texts, &len);

	return line != NULL && recipients_about_says(line, len, phrases);
}

int
recipients_thread_odd_one(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret)
{
	struct recipients_answer a = RECIPIENTS_ANSWER;
	struct strlist all = {0};
	const char *odd = NULL;
	bool yes;

	if (recipients_about_all(facts, &all) < 0) {
		strlist_free(&all);
		return -1;
	}
	odd = odd_one(facts, &all, at_least);
	yes = odd != NULL && !facts->reply && is_for_colleagues(texts) &&
	      !is_spoken_of(texts, facts, odd);
	strlist_free(&all);
	return recipients_answer(&a, yes,
	    "one address outside the council among colleagues",
	    "the mail speaks to colleagues and not of this person", ret);
}
