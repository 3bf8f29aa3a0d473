/* SPDX-License-Identifier: MIT
 *
 * recipients-mismatch.c - the check that envelope and header name one sender.
 */
#include "find/recipients-mismatch.h"

#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "config/config.h"
#include "config/members.h"

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

/* Is there a member whose mail may come from both? An assistant serves several,
 * so it is not enough to compare whose each mailbox is first of all. */
static bool
of_one_member(const struct facts *facts, const char *from, const char *other)
{
	const struct members *all =
	    facts->config != NULL ? facts->config->members : NULL;
	size_t i;

	if (all == NULL)
		return false;
	for (i = 0; i < members_count(all); i++)
		if (members_speaks_for(members_at(all, i), from) &&
		    members_speaks_for(members_at(all, i), other))
			return true;
	return false;
}

/* May the mailbox `other` speak as `from`? */
static bool
is_delegate(const struct facts *facts, const char *from, const char *other)
{
	return same_mailbox(other, from) || of_one_member(facts, from, other);
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

int
recipients_mismatch(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret)
{
	struct recipients_answer a = RECIPIENTS_ANSWER;
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
