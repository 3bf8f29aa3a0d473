/* SPDX-License-Identifier: MIT
 *
 * recipients.c - the named checks about who gets the message.
 *
 * All are of the kind that cries wolf easily, so each is silent where it is
 * not sure: what is not known about a recipient is no evidence against the
 * message.
 */
#include "find/recipients.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "config/config.h"
#include "config/members.h"
#include "find/mask.h"
#include "find/whose.h"

#define EXCERPT_MAX 512
#define GREETING_MAX 120 /* bytes of the line */
#define NAME_MAX_BYTES 64

void
recipients_free(struct recipients_answer *a)
{
	buf_free(&a->excerpt);
	strlist_free(&a->evidence);
	strlist_free(&a->people);
	*a = (struct recipients_answer){0};
}

static const char *
sender_of(const struct facts *facts)
{
	if (facts->envelope != NULL && facts->envelope->sender != NULL &&
	    *facts->envelope->sender != '\0')
		return facts->envelope->sender;
	return facts->header_from;
}

static enum circle
circle_of(const struct facts *facts, const char *address)
{
	const char *sender = sender_of(facts);

	if (facts->config != NULL)
		return config_circle(facts->config, sender, address);
	return sender != NULL && address_same(address_domain(sender),
				     address_domain(address))
		   ? CIRCLE_INTERNAL
		   : CIRCLE_EXTERNAL;
}

static int
by_address(const void *a, const void *b)
{
	return strcasecmp(*(char *const *)a, *(char *const *)b);
}

/* Sorts the addresses and drops repeats. */
static void
make_distinct(struct strlist *l)
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

/* Who answers all in a thread shows nobody an address they had not got; a list
 * of dozens is looked at all the same. */
#define REPLY_FACTOR 3

/* Addresses in To and Cc that are outside the council and not those of bodies
 * it trusts, whose staff write to one another openly. */
static int
check_exposed(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret)
{
	struct recipients_answer a = {.excerpt = BUF_MAX(EXCERPT_MAX)};
	enum circle c;
	size_t i;

	(void)texts;
	for (i = 0; i < facts->nvisible; i++) {
		c = circle_of(facts, facts->visible[i].address);
		if (c != CIRCLE_INTERNAL && c != CIRCLE_TRUSTED &&
		    strlist_add(&a.people, facts->visible[i].address) < 0)
			goto fail;
	}
	make_distinct(&a.people);
	a.yes = a.people.n >= (facts->reply ? REPLY_FACTOR : 1) * at_least;
	buf_addf(&a.excerpt, "%zu outside addresses that all of them can see",
	    a.people.n);
	if (buf_failed(&a.excerpt) ||
	    strlist_add(&a.evidence, "To and Cc show the addresses") < 0)
		goto fail;
	*ret = a;
	return 0;
fail:
	recipients_free(&a);
	return -1;
}

/* The address without what mail systems add to a return path: "prvs=x=a@b",
 * "a+tag@b". */
static bool
same_mailbox(const char *a, const char *b)
{
	const char *equals = strrchr(a, '=');
	size_t la, lb;

	if (equals != NULL && equals < strchrnul(a, '@'))
		a = equals + 1;
	la = strcspn(a, "+@");
	lb = strcspn(b, "+@");
	return la == lb && strncasecmp(a, b, la) == 0 &&
	       address_same(address_domain(a), address_domain(b));
}

static const struct member *
member_of(const struct facts *facts, const char *address)
{
	if (facts->config == NULL || facts->config->members == NULL)
		return NULL;
	return members_find(facts->config->members, address);
}

/* May the mailbox `other` speak as `from`? */
static bool
is_delegate(const struct facts *facts, const char *from, const char *other)
{
	const struct member *m = member_of(facts, from);

	return same_mailbox(other, from) ||
	       (m != NULL && m == member_of(facts, other));
}

/* Who logged in differs from header From; a login that is no address is only
 * compared with the local part, and proves nothing when it differs. */
static bool
auth_differs(const struct facts *facts, const char *from)
{
	const char *auth =
	    facts->envelope != NULL ? facts->envelope->auth : NULL;

	return auth != NULL && strchr(auth, '@') != NULL &&
	       !is_delegate(facts, from, auth);
}

static bool
sender_differs(const struct facts *facts, const char *from)
{
	const char *sender =
	    facts->envelope != NULL ? facts->envelope->sender : NULL;

	return sender != NULL && *sender != '\0' &&
	       !is_delegate(facts, from, sender);
}

static int
check_mismatch(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret)
{
	struct recipients_answer a = {.excerpt = BUF_MAX(EXCERPT_MAX)};
	const char *from = facts->header_from;
	bool auth, sender;

	(void)texts;
	(void)at_least;
	if (facts->sender_assumed)
		from = NULL;
	auth = from != NULL && auth_differs(facts, from);
	sender = from != NULL && sender_differs(facts, from);
	a.yes = auth || sender;
	buf_adds(&a.excerpt, "From names another mailbox than the sender's");
	if (buf_failed(&a.excerpt) ||
	    (sender && strlist_add(&a.evidence,
			   "From differs from the envelope sender") < 0) ||
	    (auth && strlist_add(
			 &a.evidence, "From differs from who logged in") < 0)) {
		recipients_free(&a);
		return -1;
	}
	*ret = a;
	return 0;
}

/* The first line of the sender's own text that is not empty. */
static const char *
first_line(const struct texts *texts, size_t *ret_len)
{
	size_t i;

	for (i = 0; i < texts->n; i++) {
		const char *s = texts->v[i].data;

		if (texts->v[i].zone != ZONE_AUTHORED)
			continue;
		s += strspn(s, " \t\r\n");
		*ret_len = strcspn(s, "\r\n");
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

/* Greeted like this is nobody in particular, or several people. */
static bool
is_general(const char *name, size_t len)
{
	static const char *const words[] = {"all", "sir", "madam", "team",
	    "everyone", "colleague", "colleagues", "resident", "residents",
	    "councillors", "councillor", "neighbour", "neighbours", "friend",
	    "friends", "member", "members", "and", "both", "clerk", "officer",
	    "editor", "chair", "chairman", "leader", "mayor", "constituent"};
	size_t i, at = 0, n;

	while (at < len) {
		at += strspn(name + at, " ");
		n = strcspn(name + at, " ,");
		if (at + n > len)
			n = len - at;
		for (i = 0; i < sizeof words / sizeof *words; i++)
			if (strlen(words[i]) == n &&
			    strncasecmp(words[i], name + at, n) == 0)
				return true;
		at += n + 1;
	}
	return memchr(name, '&', len) != NULL || memchr(name, '/', len) != NULL;
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

/* Finds whom the greeting names: "Dear Mrs Khan,". Only a name that says
 * clearly who is meant. */
static const char *
greeted(const struct texts *texts, size_t *ret_len)
{
	static const char *const words[] = {"dear", "hello", "hi",
	    "good morning", "good afternoon", "good evening", "annwyl"};
	size_t len = 0, i, n;
	const char *line = first_line(texts, &len);

	if (line == NULL || len > GREETING_MAX)
		return NULL;
	for (i = 0; i < sizeof words / sizeof *words; i++) {
		if (!starts_with(line, len, words[i]))
			continue;
		line += strlen(words[i]) + 1;
		n = strcspn(line, ",;:!-\r\n");
		while (n > 0 && line[n - 1] == ' ')
			n--;
		if (n > NAME_MAX_BYTES || is_general(line, n) ||
		    !is_full_name(line, n))
			return NULL;
		*ret_len = n;
		return line;
	}
	return NULL;
}

/* A person's display name: two words of letters at least. */
static bool
is_known(const struct facts_visible *v)
{
	const char *space = v->name != NULL ? strchr(v->name, ' ') : NULL;

	return space != NULL && space[1] != '\0' &&
	       strchr(v->name, '@') == NULL;
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

		if (!is_known(v) ||
		    whose_name_fits(name, len, v->name, v->address))
			return false;
		outside |= circle_of(facts, v->address) != CIRCLE_INTERNAL;
	}
	return outside;
}

static int
check_unusual(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret)
{
	struct recipients_answer a = {.excerpt = BUF_MAX(EXCERPT_MAX)};
	size_t len = 0;
	const char *name = greeted(texts, &len);

	(void)at_least;
	a.yes = name != NULL && greets_another(facts, name, len);
	buf_adds(&a.excerpt, "greeting of ");
	if (name != NULL)
		mask_value(name, len, &a.excerpt);
	buf_adds(&a.excerpt, ", who is none of the recipients");
	if (buf_failed(&a.excerpt) ||
	    strlist_add(
		&a.evidence, "the greeting names none of the recipients") < 0) {
		recipients_free(&a);
		return -1;
	}
	*ret = a;
	return 0;
}

static const struct recipients_check checks[] = {
    {"recipients-exposed",
	"at least so many outside addresses stand in To and Cc", check_exposed},
    {"recipients-mismatch",
	"header From is another mailbox than the one that sends",
	check_mismatch},
    {"recipients-unusual", "the greeting names none of the recipients",
	check_unusual},
};

const struct recipients_check *
recipients_at(size_t i)
{
	return i < sizeof checks / sizeof *checks ? &checks[i] : NULL;
}

const struct recipients_check *
recipients_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof checks / sizeof *checks; i++)
		if (strcmp(checks[i].name, name) == 0)
			return &checks[i];
	return NULL;
}
