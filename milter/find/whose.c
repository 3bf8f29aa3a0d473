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
 * BUGS
 *	A quoted author's "my" is nobody's, for who is quoted is not known
 *	here.  A first name alone, or a nickname, fits nobody.
 */
#include "find/whose.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "config/config.h"
#include "config/members.h"

#define WORD_MAX 64
#define PHONE_DIGITS 16

struct mailbox {
	const char *address;
	enum whose whose;
};

struct whose_known {
	const struct facts *facts;
	const struct member *sender; /* or NULL */
	struct mailbox *v;           /* by address, without case */
	size_t n, cap;
	/* The only recipient outside the council, or NULL. */
	const char *only;
	const char *only_name; /* as shown, or NULL */
	const struct texts *texts;
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
	struct mailbox *v;
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
	k->v[k->n++] = (struct mailbox){address, whose};
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
	const struct mailbox *x = a, *y = b;
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
		} else if (add_list(k, &m->addresses, WHOSE_PUBLIC) < 0) {
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

int
whose_start(
    struct whose_known *k, const struct facts *facts, const struct texts *texts)
{
	const struct envelope *e = facts->envelope;
	size_t i;

	k->n = 0;
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
	return 0;
}

/* A public body's shared mailbox, as against a person's. */
static bool
is_role(const char *local, size_t len)
{
	static const char *const roles[] = {"info", "enquiries", "contact",
	    "office", "admin", "clerk", "planning", "press", "democratic",
	    "committee", "customer", "council", "housing", "benefits",
	    "electoral", "elections", "foi", "dpo", "complaints", "help",
	    "support", "licensing", "environment", "highways", "mail", "team",
	    "services"};
	size_t i;

	for (i = 0; i < sizeof roles / sizeof *roles; i++) {
		size_t n = strlen(roles[i]);

		if (len >= n && strncasecmp(local, roles[i], n) == 0)
			return true;
	}
	return false;
}

static bool
is_public_address(const struct facts *facts, const char *address)
{
	const char *domain = address_domain(address);

	if (is_inside(facts, address))
		return true;
	return address_domain_under(domain, "gov.uk") &&
	       is_role(address, (size_t)(domain - address - 1));
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

/* A telephone number's digits in national form; 0 when it is none. */
static size_t
phone_digits(const char *s, size_t len, char out[PHONE_DIGITS])
{
	char digits[PHONE_DIGITS];
	size_t i, n = 0, skip = 0;

	for (i = 0; i < len; i++) {
		if (s[i] >= '0' && s[i] <= '9') {
			if (n == sizeof digits)
				return 0;
			digits[n++] = s[i];
		} else if (memchr("+ -().", s[i], 6) == NULL) {
			return 0;
		}
	}
	if (n > 4 && memcmp(digits, "0044", 4) == 0)
		skip = 4;
	else if ((n == 12 || n == 13) && memcmp(digits, "44", 2) == 0)
		skip = 2;
	if (skip > 0 && digits[skip] == '0') /* +44 (0)1632 … */
		skip++;
	out[0] = '0';
	i = skip > 0 ? 1 : 0;
	memcpy(out + i, digits + skip, n - skip);
	n = n - skip + i;
	return n == 10 || n == 11 ? n : 0;
}

static bool
phone_listed(const struct strlist *phones, const char *digits, size_t n)
{
	size_t i;

	for (i = 0; i < phones->n; i++)
		if (strlen(phones->v[i]) == n &&
		    memcmp(phones->v[i], digits, n) == 0)
			return true;
	return false;
}

/* Is the number in the contact that the council publishes? */
static bool
phone_published(const struct facts *facts, const char *digits, size_t n)
{
	const char *s =
	    facts->config != NULL ? facts->config->set.council_contact : NULL;
	size_t matched = 0;

	for (; s != NULL && *s != '\0' && matched < n; s++) {
		if (*s == digits[matched])
			matched++;
		else if (*s >= '0' && *s <= '9')
			matched = *s == digits[0];
		else if (*s != ' ' && *s != '-')
			matched = 0;
	}
	return matched == n;
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
	if (k->sender != NULL && phone_listed(&k->sender->phones, digits, n)) {
		*ret = WHOSE_SENDER;
		return true;
	}
	if (phone_published(k->facts, digits, n)) {
		*ret = WHOSE_PUBLIC;
		return true;
	}
	return false;
}

/* The next word of letters, or NULL; *s goes on behind it. */
static const char *
next_word(const char **s, const char *end, size_t *ret)
{
	const char *start;

	while (*s < end && !isalpha((unsigned char)**s) &&
	       (unsigned char)**s < 0x80)
		(*s)++;
	start = *s;
	while (*s < end &&
	       (isalpha((unsigned char)**s) || (unsigned char)**s >= 0x80 ||
		   **s == '\'' || **s == '-'))
		(*s)++;
	*ret = (size_t)(*s - start);
	return *ret > 0 ? start : NULL;
}

static bool
is_title(const char *s, size_t len)
{
	static const char *const titles[] = {"mr", "mrs", "ms", "miss", "mx",
	    "dr", "prof", "professor", "sir", "dame", "lady", "lord", "rev",
	    "reverend", "cllr", "councillor"};
	size_t i;

	for (i = 0; i < sizeof titles / sizeof *titles; i++)
		if (strlen(titles[i]) == len &&
		    strncasecmp(titles[i], s, len) == 0)
			return true;
	return false;
}

static bool
is_office_holder(const char *s, size_t len)
{
	const char *at = s;
	size_t n;
	const char *word = next_word(&at, s + len, &n);

	return word != NULL &&
	       ((n == 4 && strncasecmp(word, "cllr", 4) == 0) ||
		   (n == 10 && strncasecmp(word, "councillor", 10) == 0) ||
		   (n == 5 && strncasecmp(word, "mayor", 5) == 0));
}

/* Is the word one of the words of `text`? */
static bool
has_word(const char *text, size_t text_len, const char *word, size_t len)
{
	const char *at = text, *other;
	size_t n;

	while ((other = next_word(&at, text + text_len, &n)) != NULL)
		if (n == len && strncasecmp(other, word, n) == 0)
			return true;
	return false;
}

bool
whose_name_fits(
    const char *name, size_t len, const char *display, const char *address)
{
	size_t local = strcspn(address, "@"), n, words = 0;
	const char *at = name, *word;
	bool titled = false;

	while ((word = next_word(&at, name + len, &n)) != NULL) {
		if (is_title(word, n)) {
			titled = true;
			continue;
		}
		if (n == 1) /* an initial */
			continue;
		words++;
		if (!(display != NULL &&
			has_word(display, strlen(display), word, n)) &&
		    !has_word(address, local, word, n))
			return false;
	}
	return words > 1 || (words == 1 && titled);
}

static bool
is_only_recipient(const struct whose_known *k, const char *s, size_t len)
{
	return k->only != NULL &&
	       whose_name_fits(s, len, k->only_name, k->only);
}

static enum whose
whose_named(const struct whose_known *k, const char *s, size_t len)
{
	size_t i;

	if (is_only_recipient(k, s, len))
		return WHOSE_RECIPIENT;
	if (is_office_holder(s, len))
		return WHOSE_PUBLIC;
	if (k->sender != NULL && k->sender->addresses.n > 0 &&
	    whose_name_fits(s, len, k->sender->name, k->sender->addresses.v[0]))
		return WHOSE_SENDER;
	for (i = 0; i < k->facts->nvisible; i++) {
		const struct facts_visible *v = &k->facts->visible[i];

		if (is_inside(k->facts, v->address) &&
		    whose_name_fits(s, len, v->name, v->address))
			return WHOSE_PUBLIC;
	}
	return WHOSE_THIRD_PARTY;
}

/* What all names beside the finding agree on; a third party among them
 * decides. Unknown without names. */
static enum whose
whose_names(const struct whose_known *k, const struct whose_question *q)
{
	enum whose all = WHOSE_UNKNOWN, one;
	size_t i;

	for (i = 0; i < q->nnames; i++) {
		one = whose_named(k, q->names[i].s, q->names[i].len);
		if (one == WHOSE_THIRD_PARTY)
			return one;
		/* An office-holder is named beside other people's data. */
		if (one != WHOSE_PUBLIC)
			all = one;
	}
	return all;
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

/* Is a quoted text the only recipient's own: their address stands in it, and
 * no other outsider's? */
static bool
wrote_it(const struct whose_known *k, const char *text)
{
	char address[WORD_MAX * 4 + 1];
	const char *at, *start;
	bool named = false;
	size_t len;

	for (at = strchr(text, '@'); at != NULL; at = strchr(at + 1, '@')) {
		start = address_around(text, at, &len);
		if (len >= sizeof address)
			return false;
		memcpy(address, start, len);
		address[len] = '\0';
		if (address_same(address, k->only))
			named = true;
		else if (!is_inside(k->facts, address))
			return false;
	}
	return named;
}

/* Does the value stand in what the only recipient wrote before? */
static bool
is_echo(const struct whose_known *k, const struct whose_question *q)
{
	char value[WORD_MAX * 4 + 1];
	const struct text *t;
	size_t i;

	if (k->only == NULL || k->texts == NULL || q->len >= sizeof value)
		return false;
	memcpy(value, q->s, q->len);
	value[q->len] = '\0';
	for (i = 0; i < k->texts->n; i++) {
		t = &k->texts->v[i];
		if (t->zone == ZONE_QUOTED &&
		    strcasestr(t->data, value) != NULL && wrote_it(k, t->data))
			return true;
	}
	return false;
}

enum whose
whose_of(const struct whose_known *k, const struct whose_question *q)
{
	char address[WORD_MAX * 4 + 1];
	enum whose w;

	if (!category_matches("personal.*", q->category))
		return WHOSE_UNKNOWN;
	if (q->value && q->len < sizeof address &&
	    memchr(q->s, '@', q->len) != NULL) {
		memcpy(address, q->s, q->len);
		address[q->len] = '\0';
		return whose_address(k, address);
	}
	if (q->value && whose_phone(k, q->s, q->len, &w))
		return w;
	if (q->zone == ZONE_SIGNATURE)
		return WHOSE_SENDER;
	if (q->word == WHOSE_WORD_MY && q->zone == ZONE_AUTHORED)
		return WHOSE_SENDER;
	if (q->word == WHOSE_WORD_YOUR && q->zone == ZONE_AUTHORED &&
	    k->only != NULL)
		return WHOSE_RECIPIENT;
	if (q->value && is_echo(k, q))
		return WHOSE_RECIPIENT;
	w = whose_names(k, q);
	if (w != WHOSE_UNKNOWN || !q->value)
		return w;
	return WHOSE_THIRD_PARTY;
}
