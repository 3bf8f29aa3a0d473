/* SPDX-License-Identifier: MIT
 *
 * recipients-exposed.c - the checks about addresses that all recipients see.
 *
 * Counted are the different addresses in To and Cc that are outside the
 * council and not those of bodies it trusts, whose staff write to one another
 * openly.  What it means that they see each other is told by the subject and
 * the beginning of the mail: the list of an HIV support group says of everyone
 * on it what the mail itself need not say.
 *
 * BUGS
 *	Only English and some Welsh words are known.  Whether people know
 *	each other is guessed from words, not known.
 */
#include "find/recipients-exposed.h"

#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "find/recipients-about.h"

/* Who answers all in a thread shows nobody an address they had not got; a list
 * of dozens is looked at all the same. */
#define REPLY_FACTOR 3
/* Looked at from the beginning of the mail: the greeting and a sentence. */
#define OPENING_BYTES 300

/* Something private that is true of everybody on the list. */
static const char *const private_words[] = {"hiv", "cancer", "dementia",
    "alzheimer*", "stroke survivors", "mental health", "depression", "anxiety",
    "bereave*", "miscarriage", "baby loss", "stillbirth", "epilepsy", "autis*",
    "adhd", "disab*", "long covid", "addict*", "alcoholi*", "recovery group",
    "rehab", "patients", "self-harm", "suicide", "fertility", "menopause",
    "victims", "survivors", "domestic abuse", "domestic violence",
    "ex-offenders", "probation", "witnesses", "complainants", "complaint about",
    "arrears", "eviction*", "evicted", "in debt", "your debt", "bailiff*",
    "food bank", "foodbank", "benefit claimants", "claimants", "pip appeal",
    "universal credit", "hardship fund", "homeless*", "temporary accommodation",
    "repossess*", "bankrupt*", "asylum", "refugee*", "lgbt*", "trans support",
    "foster carers", "adopters", "adoptive", "looked after", "send parents",
    "send families", "ehcp", "excluded pupils", "safeguarding", "objectors",
    "whistleblow*", "damp claim*", "disrepair claim*", "redundan*",
    "hunanladdiad", "canser", "digartref*", NULL};

/* It speaks to them as such. */
static const char *const belonging_words[] = {"group", "clinic", "session",
    "drop-in", "appointment*", "affected", "tenants", "residents", "families",
    "parents", "carers", "members of the group", "survivors", "victims",
    "patients", "claimants", "complainants", "objectors", "your", "you",
    "all of you", "everyone on", "support", "grwp", NULL};

/* Those who work on it, or talk about it in public. */
static const char *const working_words[] = {"committee", "board", "trustees",
    "governors", "partners", "partnership", "steering", "working group",
    "task force", "task group", "task and finish", "volunteers",
    "professionals", "practitioners", "workshop", "training", "conference",
    "seminar", "webinar", "campaign", "fundrais*", "sponsor*", "newsletter",
    "strategy", "policy", "minutes", "agenda", "sponsored walk", "awareness",
    "consultation", "scrutiny", "colleagues", "press release", "statistics",
    "report on", "funding", "bid for", "providers", "services across", NULL};

/* They know each other, or their addresses. */
static const char *const acquainted_words[] = {"committee", "trustees",
    "governors", "board", "steering", "working group", "minutes", "agenda",
    "rota", "choir", "mum", "dad", "cousins", "family", "aunty", "auntie",
    "grandad", "nan", "lads", "ladies", "team", "editors", "candidates",
    "officers of the", "fellow", "both", "all three", "all four", NULL};

struct exposed {
	struct strlist people;
	bool one_body; /* all at one organisation */
};

static void
note_bodies(const struct facts *facts, struct exposed *x)
{
	size_t i;

	x->one_body =
	    x->people.n > 0 && !recipients_about_webmail(facts, x->people.v[0]);
	for (i = 1; i < x->people.n; i++)
		if (!address_same(address_domain(x->people.v[0]),
			address_domain(x->people.v[i])))
			x->one_body = false;
}

static int
collect(const struct facts *facts, struct exposed *ret)
{
	size_t i;

	for (i = 0; i < facts->nvisible; i++)
		if (recipients_about_outside(
			facts, facts->visible[i].address) &&
		    strlist_add(&ret->people, facts->visible[i].address) < 0) {
			strlist_free(&ret->people);
			return -1;
		}
	recipients_about_distinct(&ret->people);
	note_bodies(facts, ret);
	return 0;
}

/* Does one of the phrases stand in the subject or the mail's opening? */
static bool
opening_says(const struct texts *texts, const char *const *phrases)
{
	bool authored = false;
	size_t i, len;

	for (i = 0; i < texts->n; i++) {
		const struct text *t = &texts->v[i];

		if (t->zone != ZONE_SUBJECT &&
		    (t->zone != ZONE_AUTHORED || authored))
			continue;
		authored |= t->zone == ZONE_AUTHORED;
		len = t->len < OPENING_BYTES ? t->len : OPENING_BYTES;
		if (recipients_about_says(t->data, len, phrases))
			return true;
	}
	return false;
}

/* "Dear Ann, Bob and Cy": half of those shown are greeted by name. */
static bool
greeted_by_name(const struct texts *texts, const struct facts *facts)
{
	size_t len = 0, i, n, named = 0;
	const char *line = recipients_about_first_line(texts, &len);
	char first[32];

	for (i = 0; line != NULL && i < facts->nvisible; i++) {
		const char *const word[] = {first, NULL};
		const char *name = facts->visible[i].name;

		n = name != NULL ? strcspn(name, " ,@") : 0;
		if (n < 2 || n >= sizeof first)
			continue;
		memcpy(first, name, n);
		first[n] = '\0';
		named += recipients_about_says(line, len, word);
	}
	return named > 1 && 2 * named >= facts->nvisible;
}

static bool
are_acquainted(const struct texts *texts, const struct facts *facts)
{
	return opening_says(texts, acquainted_words) ||
	       greeted_by_name(texts, facts);
}

static int
say(struct exposed *x, bool yes, const char *evidence,
    struct recipients_answer *ret)
{
	struct recipients_answer a = RECIPIENTS_ANSWER;

	a.people = x->people;
	buf_addf(&a.excerpt, "%zu outside addresses that ", a.people.n);
	return recipients_answer(&a, yes, "all of them can see", evidence, ret);
}

static bool
enough(const struct exposed *x, const struct facts *facts, size_t at_least)
{
	return !x->one_body &&
	       x->people.n >= (facts->reply ? REPLY_FACTOR : 1) * at_least;
}

int
recipients_exposed(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret)
{
	struct exposed x = {0};

	if (collect(facts, &x) < 0)
		return -1;
	return say(&x,
	    enough(&x, facts, at_least) && !are_acquainted(texts, facts),
	    "To and Cc show the addresses", ret);
}

int
recipients_exposed_known(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret)
{
	struct exposed x = {0};

	if (collect(facts, &x) < 0)
		return -1;
	return say(&x,
	    enough(&x, facts, at_least) && are_acquainted(texts, facts),
	    "they seem to know each other", ret);
}

int
recipients_exposed_group(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret)
{
	struct exposed x = {0};

	if (collect(facts, &x) < 0)
		return -1;
	return say(&x,
	    enough(&x, facts, at_least) && opening_says(texts, private_words) &&
		opening_says(texts, belonging_words) &&
		!opening_says(texts, working_words) &&
		!greeted_by_name(texts, facts),
	    "the opening says something private about all of them", ret);
}
