/* SPDX-License-Identifier: MIT
 *
 * whose.c - whose data a finding is.
 *
 * In this order: an address or telephone number that is known to be somebody's
 * is theirs; "my" and "your" before the keyword say it; the names beside it
 * say it; else a value is a third party's and wording is unknown.  A recipient
 * owns what stands beside their name only where they are the one recipient
 * outside the council: what is Mrs Khan's own to Mrs Khan is a disclosure to
 * everybody else on the list.  So too a value that stands in what they wrote
 * themselves and is quoted: to send it back tells them nothing.
 *
 * Who is greeted is the one recipient, unless their name is known to be another.
 * An office-holder's telephone and mail address are public; where they live,
 * their health and their debts are a third party's like anybody's.
 *
 * BUGS
 *	A nickname fits nobody. "My" in a quotation that bears other people's
 *	addresses besides the recipient's is nobody's.
 */
#include "find/whose.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "config/config.h"
#include "config/members.h"
#include "find/addressed.h"
#include "find/names.h"
#include "find/phone.h"

#define WORD_MAX 64
#define HEAD_MAX 300 /* of a quotation: who wrote it */
#define ECHO_MAX (256u * 1024)
/* Bytes of quotations that are searched for a message's findings. */
#define ECHO_BYTES (16u << 20)

struct known {
	const char *address;
	enum whose whose;
};

struct whose_known {
	const struct facts *facts;
	const struct member *sender; /* or NULL */
	struct known *v;             /* by address, without case */
	size_t n, cap;
	/* The only recipient outside the council, or NULL. */
	const char *only;
	const char *only_name; /* as shown, or NULL */
	const struct texts *texts;
	/* Whom the sender greets, where that is the only reader. */
	struct whose_name greeted;
	bool astray; /* somebody else is greeted */
	/* Is it the subject that it is about the reader's mother, son, …? */
	bool family;
	/* The quoted text asked about last, and the answer. */
	const struct text *asked;
	bool asked_wrote;
	size_t echoed; /* bytes of quotations searched */
};

struct whose_known *
whose_new(void)
{
	return calloc(1, sizeof(struct whose_known));
}

void
whose_free(struct whose_known *k)
{
	if (k == NULL)
		return;
	free(k->v);
	free(k);
}

static int
add(struct whose_known *k, const char *address, enum whose whose)
{
	struct known *v;
	size_t cap;

	if (address == NULL || *address == '\0')
		return 0;
	if (k->n == k->cap) {
		cap = k->cap ? 2 * k->cap : 64;
		v = reallocarray(k->v, cap, sizeof *v);
		if (v == NULL)
			return -1;
		k->v = v;
		k->cap = cap;
	}
	k->v[k->n++] = (struct known){address, whose};
	return 0;
}

/* The sender's own first: enum whose is no order, this is. */
static int
strength(enum whose w)
{
	return w == WHOSE_SENDER ? 0 : 1;
}

static int
by_address(const void *a, const void *b)
{
	const struct known *x = a, *y = b;
	int order = strcasecmp(x->address, y->address);

	return order != 0 ? order : strength(x->whose) - strength(y->whose);
}

static int
add_list(struct whose_known *k, const struct strlist *l, enum whose whose)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (add(k, l->v[i], whose) < 0)
			return -1;
	return 0;
}

static const struct member *
sending_member(const struct facts *facts)
{
	const struct member *m = NULL;

	if (facts->config == NULL || facts->config->members == NULL)
		return NULL;
	if (facts->header_from != NULL)
		m = members_find(facts->config->members, facts->header_from);
	if (m == NULL && facts->envelope != NULL &&
	    facts->envelope->sender != NULL)
		m = members_find(
		    facts->config->members, facts->envelope->sender);
	return m;
}

static int
add_members(struct whose_known *k, const struct members *all)
{
	size_t i;

	for (i = 0; i < members_count(all); i++) {
		const struct member *m = members_at(all, i);

		if (m == k->sender) {
			if (add_list(k, &m->addresses, WHOSE_SENDER) < 0 ||
			    add_list(k, &m->private_addresses, WHOSE_SENDER) <
				0)
				return -1;
		} else if (add_list(k, &m->addresses, WHOSE_PUBLIC) < 0 ||
			   add_list(k, &m->delegates, WHOSE_PUBLIC) < 0) {
			return -1;
		}
	}
	return 0;
}

static bool
is_inside(const struct facts *facts, const char *address)
{
	const char *sender = facts->envelope != NULL ? facts->envelope->sender
						     : facts->header_from;

	if (facts->config != NULL)
		return config_circle(facts->config, sender, address) ==
		       CIRCLE_INTERNAL;
	return sender != NULL && *address_domain(sender) != '\0' &&
	       address_same(address_domain(sender), address_domain(address));
}

/* Finds the one recipient outside the council, if there is just one. */
static void
find_only(struct whose_known *k)
{
	const struct envelope *e = k->facts->envelope;
	size_t i, outside = 0;

	k->only = k->only_name = NULL;
	for (i = 0; e != NULL && i < e->nrcpts; i++) {
		const char *address = e->rcpts[i].address;

		if (is_inside(k->facts, address))
			continue;
		if (outside++ > 0 && !address_same(k->only, address)) {
			k->only = NULL;
			return;
		}
		k->only = address;
	}
	for (i = 0; k->only != NULL && i < k->facts->nvisible; i++)
		if (address_same(k->facts->visible[i].address, k->only))
			k->only_name = k->facts->visible[i].name;
}

/* Does what is known of the only recipient's name say that somebody else is
 * greeted? A mail gone astray must not make its subject the recipient. */
static bool
greets_another(const struct whose_known *k)
{
	const char *known = k->only_name != NULL ? k->only_name : k->only;
	size_t len = k->only_name != NULL ? strlen(known) : strcspn(known, "@");
	const char *at = known, *word;
	size_t n, words = 0;

	while ((word = names_word(&at, known + len, &n)) != NULL) {
		if (n < 3 || names_is_title(word, n))
			continue;
		words++;
		if (names_has_word(k->greeted.s, k->greeted.len, word, n))
			return false;
	}
	return words > 1;
}

/* Is there one reader: the only recipient outside, or whoever it is where no
 * recipients are known? */
static bool
is_told(const struct whose_known *k)
{
	return k->only != NULL || k->facts->envelope == NULL ||
	       k->facts->envelope->nrcpts == 0;
}

static void
find_greeted(struct whose_known *k)
{
	size_t i;

	k->greeted = (struct whose_name){NULL, 0};
	k->astray = false;
	for (i = 0; is_told(k) && k->texts != NULL && i < k->texts->n; i++) {
		const struct text *t = &k->texts->v[i];

		if (t->zone != ZONE_AUTHORED)
			continue;
		k->greeted.s = names_greeted(t->data, t->len, &k->greeted.len);
		k->astray = k->greeted.s != NULL && k->only != NULL &&
			    greets_another(k);
		if (k->astray)
			k->greeted = (struct whose_name){NULL, 0};
		return;
	}
}

static void
find_family(struct whose_known *k)
{
	size_t i;

	k->family = false;
	for (i = 0; k->texts != NULL && i < k->texts->n; i++)
		if (k->texts->v[i].zone == ZONE_SUBJECT)
			k->family |= addressed_passage(k->texts->v[i].data,
			    (struct span){0, k->texts->v[i].len});
}

int
whose_start(
    struct whose_known *k, const struct facts *facts, const struct texts *texts)
{
	const struct envelope *e = facts->envelope;
	size_t i;

	k->n = 0;
	k->asked = NULL;
	k->echoed = 0;
	k->facts = facts;
	k->texts = texts;
	k->sender = sending_member(facts);
	if (add(k, facts->header_from, WHOSE_SENDER) < 0 ||
	    (e != NULL && add(k, e->sender, WHOSE_SENDER) < 0))
		return -1;
	for (i = 0; e != NULL && i < e->nrcpts; i++)
		if (add(k, e->rcpts[i].address, WHOSE_RECIPIENT) < 0)
			return -1;
	for (i = 0; i < facts->nvisible; i++)
		if (add(k, facts->visible[i].address, WHOSE_RECIPIENT) < 0)
			return -1;
	if (facts->config != NULL && facts->config->members != NULL &&
	    add_members(k, facts->config->members) < 0)
		return -1;
	if (k->n > 0)
		qsort(k->v, k->n, sizeof *k->v, by_address);
	find_only(k);
	find_greeted(k);
	find_family(k);
	return 0;
}

static bool
is_public_address(const struct facts *facts, const char *address)
{
	/* Public bodies: an address there is an office, not a home. */
	static const char *const bodies[] = {"gov.uk", "gov.wales",
	    "llyw.cymru", "gov.scot", "police.uk", "nhs.uk", "nhs.net",
	    "nhs.scot", "parliament.uk", "parliament.scot", "senedd.wales",
	    "senedd.cymru", "judiciary.uk"};
	const char *domain = address_domain(address);
	size_t i;

	if (is_inside(facts, address))
		return true;
	for (i = 0; i < sizeof bodies / sizeof *bodies; i++)
		if (address_domain_under(domain, bodies[i]))
			return true;
	return facts->config != NULL &&
	       config_circle(facts->config, facts->header_from, address) ==
		   CIRCLE_TRUSTED;
}

static enum whose
whose_address(const struct whose_known *k, const char *address)
{
	size_t low = 0, high = k->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (strcasecmp(k->v[mid].address, address) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < k->n && strcasecmp(k->v[low].address, address) == 0)
		return k->v[low].whose;
	return is_public_address(k->facts, address) ? WHOSE_PUBLIC
						    : WHOSE_THIRD_PARTY;
}

/* Is it in the contact that the council publishes? */
static bool
phone_published(const struct facts *facts, const char *digits, size_t n)
{
	return facts->config != NULL &&
	       phone_stands_in(facts->config->set.council_contact, digits, n);
}

/* Does the sender sign with it? */
static bool
phone_signed(const struct whose_known *k, const char *digits, size_t n)
{
	size_t i;

	for (i = 0; k->texts != NULL && i < k->texts->n; i++)
		if (k->texts->v[i].zone == ZONE_SIGNATURE &&
		    phone_stands_in(k->texts->v[i].data, digits, n))
			return true;
	return false;
}

/* Sets *ret where the value is a telephone number of somebody known. */
static bool
whose_phone(
    const struct whose_known *k, const char *s, size_t len, enum whose *ret)
{
	char digits[PHONE_DIGITS];
	size_t n = phone_digits(s, len, digits);

	if (n == 0)
		return false;
	if ((k->sender != NULL &&
		phone_listed(&k->sender->phones, digits, n)) ||
	    phone_signed(k, digits, n)) {
		*ret = WHOSE_SENDER;
		return true;
	}
	if (phone_published(k->facts, digits, n)) {
		*ret = WHOSE_PUBLIC;
		return true;
	}
	return false;
}

/* Is the name the one the sender greets, who is the only recipient? */
static bool
is_greeted(const struct whose_known *k, const char *s, size_t len)
{
	size_t words;
	bool titled;

	return k->greeted.s != NULL && names_within(s, len, k->greeted.s,
					   k->greeted.len, &words, &titled);
}

static bool
is_only_recipient(const struct whose_known *k, const char *s, size_t len)
{
	return is_greeted(k, s, len) ||
	       (k->only != NULL && names_fit(s, len, k->only_name, k->only));
}

/* Is it a councillor's name, as the members file has it? */
static bool
is_member(const struct whose_known *k, const char *s, size_t len)
{
	const struct members *all =
	    k->facts->config != NULL ? k->facts->config->members : NULL;
	size_t i;

	for (i = 0; all != NULL && i < members_count(all); i++) {
		const struct member *m = members_at(all, i);

		if (m != k->sender && m->addresses.n > 0 &&
		    names_fit(s, len, m->name, m->addresses.v[0]))
			return true;
	}
	return false;
}

static bool
is_sender(const struct whose_known *k, const char *s, size_t len)
{
	const char *from = k->facts->header_from;

	if (k->sender != NULL && k->sender->addresses.n > 0)
		return names_fit(
		    s, len, k->sender->name, k->sender->addresses.v[0]);
	return from != NULL && names_fit(s, len, NULL, from);
}

static enum whose
whose_named(const struct whose_known *k, const char *s, size_t len)
{
	size_t i;

	if (is_only_recipient(k, s, len))
		return WHOSE_RECIPIENT;
	if (is_sender(k, s, len))
		return WHOSE_SENDER;
	if (names_is_office(s, len) || is_member(k, s, len))
		return WHOSE_PUBLIC;
	for (i = 0; i < k->facts->nvisible; i++) {
		const struct facts_visible *v = &k->facts->visible[i];

		if (is_inside(k->facts, v->address) &&
		    names_fit(s, len, v->name, v->address))
			return WHOSE_PUBLIC;
	}
	return WHOSE_THIRD_PARTY;
}

/* What all names beside the finding agree on; a third party among them
 * decides. Unknown without names. An office-holder is named beside other
 * people's data; only where nobody else is, is *ret_public set. */
static enum whose
whose_names(const struct whose_known *k, const struct whose_question *q,
    bool *ret_public)
{
	enum whose all = WHOSE_UNKNOWN, one;
	size_t i;

	*ret_public = false;
	for (i = 0; i < q->nnames; i++) {
		one = whose_named(k, q->names[i].s, q->names[i].len);
		if (one == WHOSE_THIRD_PARTY) {
			*ret_public = false;
			return one;
		}
		if (one == WHOSE_PUBLIC)
			*ret_public = true;
		else
			all = one;
	}
	*ret_public = *ret_public && all == WHOSE_UNKNOWN;
	return all;
}

/* A telephone number or mail address: what an office-holder publishes. Where
 * they live, their health and their debts are their own. */
static bool
is_way_to_reach(const struct whose_question *q)
{
	char digits[PHONE_DIGITS];

	return q->value && strcmp(q->category, "personal.contact") == 0 &&
	       (memchr(q->s, '@', q->len) != NULL ||
		   phone_digits(q->s, q->len, digits) > 0);
}

/* The address that has its '@' at `at`. */
static const char *
address_around(const char *text, const char *at, size_t *ret_len)
{
	static const char in_address[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789.!#$%&'*+/=?^_`{|}~-";
	const char *start = at, *end = at + 1;

	while (start > text && strchr(in_address, start[-1]) != NULL)
		start--;
	end += strspn(end, in_address);
	*ret_len = (size_t)(end - start);
	return start;
}

/* Is the name of the only recipient at the head of a quotation? */
static bool
heads(const struct whose_known *k, const struct text *t)
{
	size_t len = k->only_name != NULL ? strlen(k->only_name) : 0;
	size_t head = t->len < HEAD_MAX ? t->len : HEAD_MAX;

	return len > 4 && memmem(t->data, head, k->only_name, len) != NULL;
}

/* Is a quoted text the only recipient's own: their address or, at its head,
 * their name stands in it, and no other outsider's address? With `alone`
 * nobody's but the sender's either. */
static bool
wrote_it(const struct whose_known *k, const struct text *t, bool alone)
{
	char address[WORD_MAX * 4 + 1];
	const char *at, *start, *from = k->facts->header_from;
	bool named = heads(k, t);
	size_t len;

	for (at = strchr(t->data, '@'); at != NULL; at = strchr(at + 1, '@')) {
		start = address_around(t->data, at, &len);
		if (len >= sizeof address)
			return false;
		memcpy(address, start, len);
		address[len] = '\0';
		if (address_same(address, k->only))
			named = true;
		else if (alone ? from == NULL || !address_same(address, from)
			       : !is_inside(k->facts, address))
			return false;
	}
	return named;
}

/* Does the text have the value, or wording near a "my"? */
static bool
echoes(const struct text *t, const char *value, bool is_value)
{
	const char *at;

	for (at = strcasestr(t->data, value); at != NULL;
	     at = strcasestr(at + 1, value))
		if (is_value || addressed_mine(t->data, at))
			return true;
	return false;
}

/* Does the finding stand in what the only recipient wrote before? Wording does
 * only near a "my": their daughter's illness, not their neighbour's, and where
 * no other name stands beside it. Quotations of more than ECHO_MAX bytes, and
 * what comes after ECHO_BYTES in a message, are not asked: it is a third
 * party's.
 */
static bool
is_echo(struct whose_known *k, const struct whose_question *q, enum whose named)
{
	char value[WORD_MAX * 4 + 1];
	const struct text *t;
	size_t i;

	if (k->only == NULL || k->texts == NULL || q->len >= sizeof value ||
	    (!q->value && named == WHOSE_THIRD_PARTY))
		return false;
	memcpy(value, q->s, q->len);
	value[q->len] = '\0';
	for (i = 0; i < k->texts->n; i++) {
		t = &k->texts->v[i];
		if (t->zone != ZONE_QUOTED || t->len > ECHO_MAX ||
		    k->echoed + t->len > ECHO_BYTES)
			continue;
		k->echoed += t->len;
		if (echoes(t, value, q->value) && wrote_it(k, t, false))
			return true;
	}
	return false;
}

/* Does the finding stand in a quotation of the only recipient's own words? The
 * answer for a text is kept while it is asked of the same one. */
static bool
is_in_own_words(struct whose_known *k, const struct whose_question *q)
{
	if (q->zone != ZONE_QUOTED || k->only == NULL || q->text == NULL)
		return false;
	if (k->asked != q->text) {
		k->asked = q->text;
		k->asked_wrote = wrote_it(k, q->text, true);
	}
	return k->asked_wrote;
}

/* What the word before it says. Unknown where it says nothing. */
static enum whose
whose_word(const struct whose_known *k, const struct whose_question *q,
    enum whose named)
{
	if (q->word == WHOSE_WORD_MY && q->zone == ZONE_AUTHORED)
		return WHOSE_SENDER;
	/* In a mail gone astray "your" is not the recipient's. */
	if (q->zone != ZONE_AUTHORED || !is_told(k) || k->astray)
		return WHOSE_UNKNOWN;
	if (q->word == WHOSE_WORD_YOUR)
		return WHOSE_RECIPIENT;
	if (named == WHOSE_THIRD_PARTY)
		return WHOSE_UNKNOWN;
	return q->word == WHOSE_WORD_READER ||
		       (q->word == WHOSE_WORD_ALONE && k->family)
		   ? WHOSE_RECIPIENT
		   : WHOSE_UNKNOWN;
}

enum whose
whose_of(struct whose_known *k, const struct whose_question *q)
{
	char address[WORD_MAX * 4 + 1];
	enum whose w, named;
	bool public;

	if (!category_matches("personal.*", q->category))
		return WHOSE_UNKNOWN;
	named = whose_names(k, q, &public);
	public = public && is_way_to_reach(q);
	if (q->value && q->len < sizeof address &&
	    memchr(q->s, '@', q->len) != NULL) {
		memcpy(address, q->s, q->len);
		address[q->len] = '\0';
		w = whose_address(k, address);
		return w == WHOSE_THIRD_PARTY && public ? WHOSE_PUBLIC : w;
	}
	if (q->value && whose_phone(k, q->s, q->len, &w))
		return w;
	if (q->zone == ZONE_SIGNATURE)
		return WHOSE_SENDER;
	w = whose_word(k, q, named);
	if (w != WHOSE_UNKNOWN)
		return w;
	/* To send somebody's own words back tells them nothing. */
	if (is_in_own_words(k, q) || is_echo(k, q, named))
		return WHOSE_RECIPIENT;
	if (public)
		return WHOSE_PUBLIC;
	return named != WHOSE_UNKNOWN || !q->value ? named : WHOSE_THIRD_PARTY;
}
