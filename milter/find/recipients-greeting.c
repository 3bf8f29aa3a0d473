/* SPDX-License-Identifier: MIT
 *
 * recipients-greeting.c - the checks that compare the greeting with the
 * recipients.
 *
 * BUGS
 *	A first name alone says nothing here: it may be a nickname, and most
 *	addresses do not show it.
 */
#include "find/recipients-greeting.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "find/mask.h"
#include "find/recipients-about.h"
#include "find/names.h"

#define NAME_MAX_BYTES 64

/* Greeted like this is nobody in particular, or several people. */
static bool
is_general(const char *name, size_t len)
{
	static const char *const words[] = {"all", "sir", "madam", "team",
	    "everyone", "colleague", "colleagues", "resident", "residents",
	    "councillors", "councillor", "neighbour", "neighbours", "friend",
	    "friends", "member", "members", "and", "both", "clerk", "officer",
	    "editor", "chair", "chairman", "leader", "mayor", "constituent",
	    "group", "committee", "family", "office", "service", "services",
	    "department", "desk", "there", "again", "folks", "reader",
	    "readers", "parent", "parents", "guardian", "guardians", "sirs",
	    "trustees", "governors", "customer", "tenant", "tenants", "a", "ac",
	    NULL};

	return recipients_about_says(name, len, words) ||
	       memchr(name, '&', len) != NULL ||
	       memchr(name, '/', len) != NULL || memchr(name, '+', len) != NULL;
}

/* A title and a surname, or two names at least; each with a capital. */
static bool
is_full_name(const char *name, size_t len)
{
	size_t at = 0, words = 0;

	while (at < len) {
		size_t n = strcspn(name + at, " .");

		if (n > len - at)
			n = len - at;
		if (n > 0 && !isupper((unsigned char)name[at]))
			return false;
		words += n > 0;
		at += n + 1;
	}
	return words >= 2 && words <= 4;
}

/* Whom the greeting names: only a name that says clearly who is meant. */
static const char *
greeted(const struct texts *texts, size_t *ret_len)
{
	const char *name = recipients_about_greeted(texts, ret_len);

	return name != NULL && *ret_len <= NAME_MAX_BYTES &&
		       !is_general(name, *ret_len) &&
		       is_full_name(name, *ret_len)
		   ? name
		   : NULL;
}

/* A mailbox that several people may read: whoever is greeted may be one. */
static bool
is_shared(const char *address)
{
	static const char *const locals[] = {"office", "info", "admin",
	    "enquiries", "enquiry", "reception", "clerk", "team", "hello",
	    "contact", "mail", "secretary", "chair", "support", "help", "news",
	    "newsdesk", "bookings", "manager"};
	size_t len = strcspn(address, "@"), i;

	for (i = 0; i < sizeof locals / sizeof *locals; i++)
		if (strlen(locals[i]) == len &&
		    strncasecmp(address, locals[i], len) == 0)
			return true;
	return false;
}

/* A recipient whose display name is one person's. */
static bool
is_known(const struct facts_visible *v)
{
	return v->name != NULL && v->address != NULL &&
	       strchr(v->name, '@') == NULL &&
	       strpbrk(v->name, "0123456789") == NULL &&
	       is_full_name(v->name, strlen(v->name)) && !is_shared(v->address);
}

/* Every recipient is known by name, at least one is outside, and none of them
 * is the one greeted. */
static bool
greets_another(const struct facts *facts, const char *name, size_t len)
{
	bool outside = false;
	size_t i;

	if (facts->nvisible == 0 || facts->envelope == NULL ||
	    facts->envelope->nrcpts > facts->nvisible)
		return false;
	for (i = 0; i < facts->nvisible; i++) {
		const struct facts_visible *v = &facts->visible[i];

		if (!is_known(v) || names_fit(name, len, v->name, v->address))
			return false;
		outside |= recipients_about_circle(facts, v->address) !=
			   CIRCLE_INTERNAL;
	}
	return outside;
}

int
recipients_greeting_other(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret)
{
	struct recipients_answer a = RECIPIENTS_ANSWER;
	size_t len = 0;
	const char *name = greeted(texts, &len);
	bool yes = name != NULL && greets_another(facts, name, len);

	(void)at_least;
	buf_adds(&a.excerpt, "greeting of ");
	if (name != NULL)
		mask_value(name, len, &a.excerpt);
	return recipients_answer(&a, yes, ", who is none of the recipients",
	    "the greeting names none of the recipients", ret);
}

/* An address that hands a message on to many. */
static bool
is_list(const char *address)
{
	static const char *const tails[] = {"-list", "-all", "-members",
	    "-users", "-discuss", "-l", "-group", "-announce"};
	static const char *const domains[] = {"googlegroups.com", "groups.io",
	    "jiscmail.ac.uk", "freelists.org", "yahoogroups.com"};
	size_t local = strcspn(address, "@"), i, n;
	const char *domain = address_domain(address);

	for (i = 0; i < sizeof domains / sizeof *domains; i++)
		if (address_domain_under(domain, domains[i]))
			return true;
	for (i = 0; i < sizeof tails / sizeof *tails; i++) {
		n = strlen(tails[i]);
		if (local > n &&
		    strncasecmp(address + local - n, tails[i], n) == 0)
			return true;
	}
	return strncasecmp(domain, "lists.", 6) == 0;
}

static bool
goes_to_list(const struct facts *facts)
{
	size_t i;

	for (i = 0; i < facts->nvisible; i++)
		if (is_list(facts->visible[i].address) &&
		    recipients_about_outside(facts, facts->visible[i].address))
			return true;
	return false;
}

/* "Dear Mrs Khan": so nobody greets a list. */
static bool
is_formal(const char *name, size_t len)
{
	static const char *const titles[] = {
	    "mr", "mrs", "ms", "miss", "mx", "dr", "rev", "reverend", NULL};
	size_t n = strcspn(name, " .");

	return n < len && recipients_about_says(name, n, titles);
}

int
recipients_greeting_list(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret)
{
	struct recipients_answer a = RECIPIENTS_ANSWER;
	size_t len = 0;
	const char *name = greeted(texts, &len);
	bool yes = name != NULL && facts->reply && is_formal(name, len) &&
		   goes_to_list(facts);

	(void)at_least;
	buf_adds(&a.excerpt, "greeting of ");
	if (name != NULL)
		mask_value(name, len, &a.excerpt);
	return recipients_answer(&a, yes, " in an answer to a mailing list",
	    "the answer goes to everybody on the list", ret);
}
