/* SPDX-License-Identifier: MIT
 *
 * identity.c - whose mail is it, and is it to be inspected?
 *
 * The first rule of the table that applies decides.  Mail that is not a listed
 * sender's passes unread: probity is for what members send, and nobody else's
 * mail is its business.
 */
#include "daemon/identity.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "config/config.h"
#include "intake/intake.h"

#define PASS(word) ((struct identity){false, word})
#define INSPECT(word) ((struct identity){true, word})

/* The mailbox in a From field: what stands in the last angle brackets, else
 * the whole of it. Good enough to ask a list; the worker parses it properly.
 * Returns a copy, or NULL. */
static char *
from_mailbox(const char *field)
{
	const char *open, *close;

	if (field == NULL)
		return NULL;
	open = strrchr(field, '<');
	close = open != NULL ? strchr(open, '>') : NULL;
	if (close != NULL)
		return strndup(open + 1, (size_t)(close - open - 1));
	return address_bare(field);
}

static bool
from_listed(const struct config *c, const struct arrival *a)
{
	char *from = from_mailbox(a->kept[KEPT_FROM]);
	bool listed = from != NULL && config_sender_listed(c, from);

	free(from);
	return listed;
}

/* A login name without a domain proves only that somebody signed in: the
 * envelope then says who. */
static bool
auth_listed(const struct config *c, const struct envelope *e)
{
	return strchr(e->auth, '@') != NULL ? config_sender_listed(c, e->auth)
					    : false;
}

struct identity
identity_of(const struct config *c, const struct arrival *a, bool notice)
{
	const struct envelope *e = &a->envelope;
	bool sender = config_sender_listed(c, e->sender);

	if (e->daemon_name != NULL && *c->set.reinject_name != '\0' &&
	    strcasecmp(e->daemon_name, c->set.reinject_name) == 0)
		return PASS("reinjected");
	if (notice)
		return PASS("own-notice");
	if (!config_port_listed(c, e->daemon_name))
		return PASS("port");
	if (e->auth != NULL && *e->auth != '\0') {
		if (auth_listed(c, e) || sender)
			return INSPECT("authenticated");
		return from_listed(c, a) ? INSPECT("from-field")
					 : PASS("not-listed");
	}
	if (!config_client_trusted(c, e->client_addr))
		return PASS("untrusted-client");
	if (sender)
		return INSPECT("envelope");
	return from_listed(c, a) ? INSPECT("from-field") : PASS("not-listed");
}
