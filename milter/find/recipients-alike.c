/* SPDX-License-Identifier: MIT
 *
 * recipients-alike.c - the checks about addresses that look like others.
 *
 * A domain is alike when one letter is wrong, missing, too many or swapped
 * with its neighbour (the optimal string alignment distance of 1), or when only
 * the ending differs.  Compared are the council's domains with every recipient
 * outside, and the common mail providers, whose misspellings belong to people
 * who wait for such mail.
 *
 * BUGS
 *	A member's mailbox that members.csv does not name is taken for a
 *	stranger's.  Domains are compared as they are written, in ASCII.
 */
#include "find/recipients-alike.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "config/config.h"
#include "find/recipients-about.h"
#include "find/names.h"

/* Shorter ones are a letter off from too many that exist. */
#define LETTER_MIN 8
#define LABEL_MIN 4
#define DOMAINS_MAX 64
#define QUOTED_MAX 64 /* recipients looked for in earlier mail */

static const char *const providers[] = {"gmail.com", "googlemail.com",
    "hotmail.com", "hotmail.co.uk", "outlook.com", "live.co.uk", "yahoo.com",
    "yahoo.co.uk", "icloud.com", "btinternet.com", "talktalk.net",
    "virginmedia.com", "parliament.uk"};

/* Real domains that are a letter off from one of them, beside those of
 * lists/webmail.txt. */
static const char *const real[] = {"gmail.co.uk", "yahoo.co", "yahoo.ca",
    "outlook.co", "hotmail.ca", "yahoo.com.au", "hotmail.co"};

/* Endings of public bodies that may share a council's name. */
static const char *const public_endings[] = {"gov.uk", "ac.uk", "sch.uk",
    "nhs.uk", "police.uk", "mod.uk", "parliament.uk", "gov.wales", "gov.scot",
    "llyw.cymru"};

#define MATERIAL                                                            \
	(1u << ZONE_FORWARDED | 1u << ZONE_QUOTED | 1u << ZONE_ATTACHMENT | \
	    1u << ZONE_HIDDEN | 1u << ZONE_OCR)
#define EARLIER (1u << ZONE_FORWARDED | 1u << ZONE_QUOTED)

static bool
same_letter(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Are a and b exactly one slip of the finger apart? */
static bool
one_off(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b), i = 0;

	if (la > lb)
		return one_off(b, a);
	if (lb - la > 1)
		return false;
	while (i < la && same_letter(a[i], b[i]))
		i++;
	if (la < lb)
		return strcasecmp(a + i, b + i + 1) == 0;
	if (i == la)
		return false;
	return strcasecmp(a + i + 1, b + i + 1) == 0 ||
	       (i + 1 < la && same_letter(a[i], b[i + 1]) &&
		   same_letter(a[i + 1], b[i]) &&
		   strcasecmp(a + i + 2, b + i + 2) == 0);
}

static bool
listed(const char *domain, const char *const *list, size_t n, bool under)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (under ? address_domain_under(domain, list[i])
			  : strcasecmp(domain, list[i]) == 0)
			return true;
	return false;
}

/* "town.gov.uk" and "town.org.uk": only the ending differs. */
static bool
other_ending(const char *domain, const char *own)
{
	size_t n = strcspn(own, ".");

	return n >= LABEL_MIN && own[n] == '.' &&
	       strncasecmp(domain, own, n + 1) == 0 &&
	       !listed(domain, public_endings,
		   sizeof public_endings / sizeof *public_endings, true);
}

static bool
like_own(const char *domain, const char *own)
{
	if (strcasecmp(domain, own) == 0 || address_domain_under(domain, own))
		return false;
	return (strlen(own) >= LETTER_MIN && one_off(domain, own)) ||
	       other_ending(domain, own);
}

static bool
like_provider(const struct facts *facts, const char *address)
{
	const char *domain = address_domain(address);
	size_t i;

	if (listed(domain, real, sizeof real / sizeof *real, false) ||
	    recipients_about_webmail(facts, address))
		return false;
	for (i = 0; i < sizeof providers / sizeof *providers; i++)
		if (one_off(domain, providers[i]))
			return true;
	return false;
}

/* Is it like one of the council's? A sender's own domain is one of them. */
static bool
like_council(const struct facts *facts, const char *domain)
{
	const char *sender = recipients_about_sender(facts);
	size_t i;

	for (i = 0; facts->config != NULL && i < DOMAINS_MAX &&
		    i < facts->config->set.council_domains.n;
	     i++)
		if (like_own(domain, facts->config->set.council_domains.v[i]))
			return true;
	if (sender == NULL ||
	    recipients_about_circle(facts, sender) != CIRCLE_INTERNAL)
		return false;
	return !recipients_about_webmail(facts, sender) &&
	       like_own(domain, address_domain(sender));
}

/* To and Cc sorted, for each of many recipients is looked up in them. */
struct shown {
	const struct facts *facts;
	const struct facts_visible **by_address;
	const struct facts_visible **colleagues; /* by name, with one */
	size_t ncolleagues;
};

/* Equal ones stay in the order of the header. */
static int
compare_addresses(const void *va, const void *vb)
{
	const struct facts_visible *a =
	    *(const struct facts_visible *const *)va;
	const struct facts_visible *b =
	    *(const struct facts_visible *const *)vb;
	int d = strcasecmp(a->address, b->address);

	return d != 0 ? d : (a > b) - (a < b);
}

static int
compare_names(const void *va, const void *vb)
{
	const struct facts_visible *a =
	    *(const struct facts_visible *const *)va;
	const struct facts_visible *b =
	    *(const struct facts_visible *const *)vb;

	return strcasecmp(a->name, b->name);
}

static void
shown_free(struct shown *s)
{
	free(s->by_address);
	free(s->colleagues);
}

/* 0, or -1 without memory. */
static int
shown_read(const struct facts *facts, struct shown *ret)
{
	const size_t n = facts->nvisible;
	size_t i;

	*ret = (struct shown){.facts = facts,
	    .by_address = calloc(n + 1, sizeof *ret->by_address),
	    .colleagues = calloc(n + 1, sizeof *ret->colleagues)};
	if (ret->by_address == NULL || ret->colleagues == NULL) {
		shown_free(ret);
		return -1;
	}
	for (i = 0; i < n; i++) {
		const struct facts_visible *v = &facts->visible[i];

		ret->by_address[i] = v;
		if (v->name != NULL && recipients_about_circle(facts,
					   v->address) == CIRCLE_INTERNAL)
			ret->colleagues[ret->ncolleagues++] = v;
	}
	qsort(ret->by_address, n, sizeof *ret->by_address, compare_addresses);
	qsort(ret->colleagues, ret->ncolleagues, sizeof *ret->colleagues,
	    compare_names);
	return 0;
}

/* The name shown for an address, or NULL: recipients_about_name, faster. */
static const char *
shown_name(const struct shown *s, const char *address)
{
	size_t low = 0, high = s->facts->nvisible, mid;

	/* The first of equal ones. */
	while (low < high) {
		mid = low + (high - low) / 2;
		if (strcasecmp(address, s->by_address[mid]->address) <= 0)
			high = mid;
		else
			low = mid + 1;
	}
	return low < s->facts->nvisible &&
		       address_same(address, s->by_address[low]->address)
		   ? s->by_address[low]->name
		   : NULL;
}

/* Looks at each recipient outside until one says yes. -1 without memory. */
static int
any_outside(const struct facts *facts,
    bool (*is)(const struct shown *shown, const char *address), bool *ret)
{
	struct strlist all = {0};
	struct shown shown;
	size_t i;

	*ret = false;
	if (shown_read(facts, &shown) < 0)
		return -1;
	if (recipients_about_all(facts, &all) < 0) {
		strlist_free(&all);
		shown_free(&shown);
		return -1;
	}
	for (i = 0; i < all.n && !*ret; i++)
		*ret = recipients_about_outside(facts, all.v[i]) &&
		       is(&shown, all.v[i]);
	strlist_free(&all);
	shown_free(&shown);
	return 0;
}

static bool
is_alike(const struct shown *shown, const char *address)
{
	const char *domain = address_domain(address);

	return *domain != '\0' && strlen(domain) < 254 &&
	       (like_provider(shown->facts, address) ||
		   like_council(shown->facts, domain));
}

int
recipients_alike_domain(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret)
{
	struct recipients_answer a = RECIPIENTS_ANSWER;
	bool yes;

	(void)texts;
	(void)at_least;
	if (any_outside(facts, is_alike, &yes) < 0)
		return -1;
	return recipients_answer(&a, yes,
	    "an address that looks like a known one and is not",
	    "the domain differs in one letter, or in its ending", ret);
}

/* Has he the name of a member who is not the sender? */
static bool
has_members_name(const struct shown *shown, const char *address)
{
	const struct facts *facts = shown->facts;
	const struct members *all =
	    facts->config != NULL ? facts->config->members : NULL;
	const struct member *sender =
	    recipients_about_member(facts, recipients_about_sender(facts));
	const char *name = shown_name(shown, address);
	size_t i;

	if (all == NULL || recipients_about_member(facts, address) != NULL)
		return false;
	for (i = 0; i < members_count(all); i++) {
		const struct member *m = members_at(all, i);

		if (m != sender && m->name != NULL &&
		    names_fit(m->name, strlen(m->name), name, address))
			return true;
	}
	return false;
}

/* Does another recipient, a colleague, show the same full name? */
static bool
has_colleagues_name(const struct shown *shown, const char *address)
{
	const struct facts_visible v = {
	    .name = (char *)shown_name(shown, address)};
	const struct facts_visible *key = &v;

	return v.name != NULL && strchr(v.name, ' ') != NULL &&
	       bsearch(&key, shown->colleagues, shown->ncolleagues,
		   sizeof *shown->colleagues, compare_names) != NULL;
}

static bool
has_known_name(const struct shown *shown, const char *address)
{
	return has_members_name(shown, address) ||
	       has_colleagues_name(shown, address);
}

/* The two words of a mailbox "jo.brook", or false. */
static bool
two_words(const char *address, size_t *ret_len)
{
	size_t local = strcspn(address, "@"), dot = strcspn(address, "._-");

	*ret_len = local;
	return dot > 1 && dot + 2 < local;
}

/* Is it the sender's own name, at home? */
static bool
has_senders_name(const struct shown *shown, const char *address)
{
	const struct facts *facts = shown->facts;
	const char *sender = facts->header_from != NULL
				 ? facts->header_from
				 : recipients_about_sender(facts);
	const struct member *m = recipients_about_member(facts, sender);
	size_t len;

	if (sender == NULL || address_same(sender, address))
		return false;
	if (m != NULL)
		return m == recipients_about_member(facts, address) ||
		       (m->name != NULL &&
			   names_fit(m->name, strlen(m->name),
			       shown_name(shown, address), address));
	return two_words(sender, &len) &&
	       recipients_about_webmail(facts, address) &&
	       names_fit(sender, len, shown_name(shown, address), address);
}

/* Earlier mail or attachments go with it, and none of it is from there. */
static bool
carries_material(const struct texts *texts, const struct facts *facts)
{
	struct strlist all = {0};
	bool theirs = false;
	size_t i;

	if (!recipients_about_has_zone(texts, MATERIAL))
		return false;
	if (recipients_about_all(facts, &all) == 0)
		for (i = 0; i < all.n && i < QUOTED_MAX && !theirs; i++)
			theirs =
			    recipients_about_outside(facts, all.v[i]) &&
			    recipients_about_stands(texts, EARLIER, all.v[i]);
	strlist_free(&all);
	return !theirs;
}

int
recipients_alike_name(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret)
{
	struct recipients_answer a = RECIPIENTS_ANSWER;
	bool yes;

	(void)at_least;
	if (any_outside(facts, has_known_name, &yes) < 0)
		return -1;
	return recipients_answer(&a, yes && carries_material(texts, facts),
	    "a colleague's name at a mailbox that is not the council's",
	    "the address has the name of somebody in the council", ret);
}

int
recipients_alike_own(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret)
{
	struct recipients_answer a = RECIPIENTS_ANSWER;
	bool yes;

	(void)at_least;
	if (any_outside(facts, has_senders_name, &yes) < 0)
		return -1;
	return recipients_answer(&a, yes && carries_material(texts, facts),
	    "the sender's own mailbox outside the council",
	    "earlier mail or attachments go with it", ret);
}
