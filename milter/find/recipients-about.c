/* SPDX-License-Identifier: MIT
 *
 * recipients-about.c - what the checks about recipients ask of a message.
 *
 * Nothing here decides anything; every answer is borrowed from the facts or
 * the texts.
 */
#include "find/recipients-about.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "config/config.h"
#include "config/lists.h"

#define GREETING_MAX 120 /* bytes of the line */

const char *
recipients_about_sender(const struct facts *facts)
{
	if (facts->envelope != NULL && facts->envelope->sender != NULL &&
	    *facts->envelope->sender != '\0')
		return facts->envelope->sender;
	return facts->header_from;
}

enum circle
recipients_about_circle(const struct facts *facts, const char *address)
{
	const char *sender = recipients_about_sender(facts);

	if (facts->config != NULL)
		return config_circle(facts->config, sender, address);
	return sender != NULL && address_same(address_domain(sender),
				     address_domain(address))
		   ? CIRCLE_INTERNAL
		   : CIRCLE_EXTERNAL;
}

bool
recipients_about_outside(const struct facts *facts, const char *address)
{
	enum circle c = recipients_about_circle(facts, address);

	return c != CIRCLE_INTERNAL && c != CIRCLE_TRUSTED;
}

const struct member *
recipients_about_member(const struct facts *facts, const char *address)
{
	if (address == NULL || facts->config == NULL ||
	    facts->config->members == NULL)
		return NULL;
	return members_find(facts->config->members, address);
}

const char *
recipients_about_name(const struct facts *facts, const char *address)
{
	size_t i;

	for (i = 0; i < facts->nvisible; i++)
		if (address_same(facts->visible[i].address, address))
			return facts->visible[i].name;
	return NULL;
}

static int
by_address(const void *a, const void *b)
{
	return strcasecmp(*(char *const *)a, *(char *const *)b);
}

void
recipients_about_distinct(struct strlist *l)
{
	size_t i, n = 0;

	if (l->n > 0)
		qsort(l->v, l->n, sizeof *l->v, by_address);
	for (i = 0; i < l->n; i++) {
		if (n > 0 && address_same(l->v[n - 1], l->v[i]))
			free(l->v[i]);
		else
			l->v[n++] = l->v[i];
	}
	l->n = n;
}

int
recipients_about_all(const struct facts *facts, struct strlist *out)
{
	const struct envelope *e = facts->envelope;
	size_t i;

	for (i = 0; e != NULL && i < e->nrcpts; i++)
		if (strlist_add(out, e->rcpts[i].address) < 0)
			return -1;
	for (i = 0; i < facts->nvisible; i++)
		if (strlist_add(out, facts->visible[i].address) < 0)
			return -1;
	recipients_about_distinct(out);
	return 0;
}

bool
recipients_about_webmail(const struct facts *facts, const char *address)
{
	static const char *const domains[] = {"gmail.com", "googlemail.com",
	    "hotmail.com", "hotmail.co.uk", "outlook.com", "live.co.uk",
	    "yahoo.com", "yahoo.co.uk", "ymail.com", "icloud.com", "mail.com",
	    "email.com", "btinternet.com"};
	size_t i;

	if (facts->config != NULL)
		return lists_webmail(facts->config->lists, address);
	for (i = 0; i < sizeof domains / sizeof *domains; i++)
		if (address_same(domains[i], address_domain(address)))
			return true;
	return false;
}

static size_t
line_len(const char *s)
{
	size_t n = 0;

	while (n < RECIPIENTS_ABOUT_LINE && s[n] != '\0' && s[n] != '\r' &&
	       s[n] != '\n')
		n++;
	return n;
}

const char *
recipients_about_first_line(const struct texts *texts, size_t *ret_len)
{
	size_t i;

	for (i = 0; i < texts->n; i++) {
		const char *s = texts->v[i].data;

		if (texts->v[i].zone != ZONE_AUTHORED)
			continue;
		s += strspn(s, " \t\r\n");
		*ret_len = line_len(s);
		if (*ret_len > 0)
			return s;
	}
	return NULL;
}

static bool
starts_with(const char *s, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len > n && strncasecmp(s, word, n) == 0 && s[n] == ' ';
}

/* How long the name at s is: up to a comma or a dash. The hyphen of
 * "Mrs Smith-Jones" is no dash. */
static size_t
name_len(const char *s)
{
	size_t n = strcspn(s, ",;:!\r\n"), i;

	for (i = 0; i < n; i++)
		if (s[i] == '-' &&
		    (s[i + 1] == '-' || (i > 0 && s[i - 1] == ' ')))
			n = i;
	while (n > 0 && s[n - 1] == ' ')
		n--;
	return n;
}

const char *
recipients_about_greeted(const struct texts *texts, size_t *ret_len)
{
	static const char *const words[] = {"dear", "hello", "hi",
	    "good morning", "good afternoon", "good evening", "annwyl"};
	size_t len = 0, i;
	const char *line = recipients_about_first_line(texts, &len);

	if (line == NULL || len > GREETING_MAX)
		return NULL;
	for (i = 0; i < sizeof words / sizeof *words; i++) {
		if (!starts_with(line, len, words[i]))
			continue;
		line += strlen(words[i]) + 1;
		*ret_len = name_len(line);
		return *ret_len > 0 ? line : NULL;
	}
	return NULL;
}

static bool
in_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool
phrase_at(const char *s, size_t left, const char *phrase)
{
	size_t n = strlen(phrase);
	bool star = n > 0 && phrase[n - 1] == '*';

	n -= star;
	return n <= left && strncasecmp(s, phrase, n) == 0 &&
	       (star || n == left || !in_word(s[n]));
}

bool
recipients_about_says(const char *s, size_t len, const char *const *phrases)
{
	size_t i, at;

	for (at = 0; at < len; at++) {
		if (!in_word(s[at]) || (at > 0 && in_word(s[at - 1])))
			continue;
		for (i = 0; phrases[i] != NULL; i++)
			if (phrase_at(s + at, len - at, phrases[i]))
				return true;
	}
	return false;
}

size_t
recipients_about_len(const struct text *t)
{
	return t->len < RECIPIENTS_ABOUT_BYTES ? t->len
					       : RECIPIENTS_ABOUT_BYTES;
}

static bool
stands_in(const struct text *t, const char *s)
{
	size_t n = strlen(s), len = recipients_about_len(t), i;

	for (i = 0; n > 0 && i + n <= len; i++)
		if (tolower((unsigned char)t->data[i]) ==
			tolower((unsigned char)*s) &&
		    strncasecmp(t->data + i, s, n) == 0)
			return true;
	return false;
}

bool
recipients_about_stands(
    const struct texts *texts, unsigned zones, const char *s)
{
	size_t i, seen = 0;

	for (i = 0; i < texts->n && seen < RECIPIENTS_ABOUT_TEXTS; i++) {
		if ((zones & (1u << texts->v[i].zone)) == 0)
			continue;
		if (stands_in(&texts->v[i], s))
			return true;
		seen++;
	}
	return false;
}

bool
recipients_about_has_zone(const struct texts *texts, unsigned zones)
{
	size_t i;

	for (i = 0; i < texts->n; i++)
		if ((zones & (1u << texts->v[i].zone)) != 0)
			return true;
	return false;
}
