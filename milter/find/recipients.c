/* SPDX-License-Identifier: MIT
 *
 * recipients.c - the named checks about who gets the message.
 *
 * All are of the kind that cries wolf easily, so each is silent where it is
 * not sure: what is not known about a recipient is no evidence against the
 * message.
 */
#include "find/recipients.h"

#include <string.h>

#include "find/recipients-alike.h"
#include "find/recipients-exposed.h"
#include "find/recipients-greeting.h"
#include "find/recipients-mismatch.h"
#include "find/recipients-thread.h"

void
recipients_free(struct recipients_answer *a)
{
	buf_free(&a->excerpt);
	strlist_free(&a->evidence);
	strlist_free(&a->people);
	*a = (struct recipients_answer){0};
}

int
recipients_answer(struct recipients_answer *a, bool yes, const char *excerpt,
    const char *evidence, struct recipients_answer *ret)
{
	a->yes = yes;
	buf_adds(&a->excerpt, excerpt);
	if (buf_failed(&a->excerpt) ||
	    strlist_add(&a->evidence, evidence) < 0) {
		recipients_free(a);
		return -1;
	}
	*ret = *a;
	return 0;
}

static const struct recipients_check checks[] = {
    {"recipients-exposed",
	"at least so many outside addresses stand in To and Cc, of people who "
	"do not evidently know each other",
	recipients_exposed},
    {"recipients-exposed-known",
	"the same, of a committee, a family or people named to each other",
	recipients_exposed_known},
    {"recipients-exposed-group",
	"at least so many stand there, and the subject or the beginning says "
	"something private about them all",
	recipients_exposed_group},
    {"recipients-mismatch",
	"header From is another mailbox than the one that sends",
	recipients_mismatch},
    {"recipients-unusual", "the greeting names none of the recipients",
	recipients_greeting_other},
    {"recipients-list-reply",
	"a mailing list is answered with a greeting of one person",
	recipients_greeting_list},
    {"recipients-look-alike",
	"a recipient's domain is one letter, or the ending, off the council's "
	"or a common one",
	recipients_alike_domain},
    {"recipients-same-name",
	"a member's or a colleague's name at an unknown outside mailbox, with "
	"earlier mail or attachments",
	recipients_alike_name},
    {"recipients-own-mailbox",
	"the sender's own name at an outside mailbox, with earlier mail or "
	"attachments",
	recipients_alike_own},
    {"recipients-odd-one-out",
	"one outsider, not spoken of, among so many of the council",
	recipients_thread_odd_one},
    {"recipients-internal-thread",
	"mail between council mailboxes goes outside for the first time",
	recipients_thread_internal},
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
