/* SPDX-License-Identifier: MIT
 *
 * config.c - the settings, policies, lists, members and calendar in force: one
 * immutable snapshot.
 */
#include "config/config.h"

#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "config/calendar.h"
#include "config/cidr.h"
#include "config/lists.h"
#include "config/mailset.h"
#include "config/members.h"
#include "config/own-mailbox.h"
#include "config/policy.h"
#include "config/settings.h"
#include "config/yaml.h"

#define LISTED 1u

static void
config_free(struct config *c)
{
	settings_free(&c->set);
	policies_free(c->policies);
	lists_free(c->lists);
	members_free(c->members);
	calendar_free(c->calendar);
	mailset_free(c->senders);
	free(c->path);
	free(c);
}

/* The folder a file stands in, absolute and without links. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name, *folder;

	if (slash == NULL)
		return realpath(".", NULL);
	name = strndup(path, slash == path ? 1 : (size_t)(slash - path));
	folder = name != NULL ? realpath(name, NULL) : NULL;
	free(name);
	return folder;
}

static int
load_settings(struct config *c, struct buf *err)
{
	struct yaml_file f;
	char *folder;
	int rc = -1;

	if (yaml_load(c->path, &f, err) < 0)
		return -1;
	folder = folder_of(c->path);
	if (folder != NULL)
		rc = settings_read(&f, folder, &c->set, err);
	else
		buf_addf(err, "%s: its folder cannot be read", c->path);
	free(folder);
	yaml_unload(&f);
	return rc;
}

static struct mailset *
senders_of(const struct settings *set)
{
	struct mailset *s = mailset_new();
	const char *entry;
	size_t i;

	for (i = 0; s != NULL && i < set->senders.n; i++) {
		entry = set->senders.v[i];
		if (mailset_add(s, entry, strlen(entry), LISTED) < 0) {
			mailset_free(s);
			return NULL;
		}
	}
	if (s != NULL)
		mailset_seal(s);
	return s;
}

struct config *
config_load(const char *path, struct buf *ret_err)
{
	struct config *c = calloc(1, sizeof *c);

	if (c == NULL || (c->path = strdup(path)) == NULL)
		goto memory;
	c->refs = 1;
	if (load_settings(c, ret_err) < 0)
		goto fail;
	c->policies = policies_load(c->set.policy_file, ret_err);
	if (c->policies == NULL)
		goto fail;
	c->members = members_load(c->set.members_file, ret_err);
	if (c->members == NULL)
		goto fail;
	c->calendar = calendar_load(c->set.calendar_file, ret_err);
	if (c->calendar == NULL)
		goto fail;
	c->lists =
	    lists_load(c->set.lists_dir, &c->set.council_domains, ret_err);
	if (c->lists == NULL)
		goto fail;
	c->senders = senders_of(&c->set);
	if (c->senders == NULL)
		goto memory;
	return c;
memory:
	buf_addf(ret_err, "%s: out of memory", path);
fail:
	if (c != NULL)
		config_free(c);
	return NULL;
}

struct config *
config_ref(struct config *c)
{
	__atomic_add_fetch(&c->refs, 1, __ATOMIC_RELAXED);
	return c;
}

void
config_unref(struct config *c)
{
	if (c != NULL && __atomic_sub_fetch(&c->refs, 1, __ATOMIC_ACQ_REL) == 0)
		config_free(c);
}

int
config_show(const struct config *c, struct buf *out)
{
	return settings_show(&c->set, out);
}

static bool
ward_known(const struct members *m, const char *ward)
{
	size_t i;

	for (i = 0; i < members_count(m); i++)
		if (calendar_same_ward(members_at(m, i)->ward, ward))
			return true;
	return false;
}

static void
doubt_wards(const struct config *c, struct buf *out)
{
	const struct poll *p;
	size_t i, k;

	for (i = 0; (p = calendar_at(c->calendar, i)) != NULL; i++)
		for (k = 0; k < p->wards.n; k++)
			if (!ward_known(c->members, p->wards.v[k]))
				buf_addf(out,
				    "%s: '%s' (%s) is no member's ward in %s\n",
				    c->set.calendar_file, p->wards.v[k],
				    p->title, c->set.members_file);
}

int
config_doubts(const struct config *c, struct buf *out)
{
	doubt_wards(c, out);
	return lists_overlaps(c->lists, c->set.lists_dir, out);
}

/* With no council domain, the sender's domain stands in for one: how specific
 * that is, or 0 when address is not in it. */
static size_t
sender_weight(const struct config *c, const char *sender, const char *address)
{
	const char *domain = sender != NULL ? address_domain(sender) : "";

	if (c->set.council_domains.n > 0 || *domain == '\0' ||
	    !address_domain_under(address_domain(address), domain))
		return 0;
	return mailset_domain_weight(domain);
}

/* A mailbox of the sender's at a provider of webmail. */
static bool
sent_home(const struct config *c, const char *sender, const char *address)
{
	const struct member *m;

	if (sender == NULL || *sender == '\0' ||
	    !lists_webmail(c->lists, address))
		return false;
	m = members_find(c->members, sender);
	return own_mailbox(m != NULL ? m->name : NULL, sender, address);
}

enum circle
config_circle(const struct config *c, const char *sender, const char *address)
{
	size_t own = sender_weight(c, sender, address), weight;
	enum member_mailbox kind;
	enum circle circle;

	if (members_find_kind(c->members, address, &kind) != NULL &&
	    kind != MAILBOX_DELEGATE)
		return kind == MAILBOX_PRIVATE ? CIRCLE_PRIVATE
					       : CIRCLE_INTERNAL;
	if (lists_circle(c->lists, address, &circle, &weight) == 0 &&
	    weight >= own)
		return circle;
	if (own > 0)
		return CIRCLE_INTERNAL;
	return sent_home(c, sender, address) ? CIRCLE_PRIVATE : CIRCLE_EXTERNAL;
}

bool
config_client_trusted(const struct config *c, const char *client)
{
	size_t i;

	for (i = 0; client != NULL && i < c->set.trusted_clients.n; i++)
		if (cidr_holds(c->set.trusted_clients.v[i], client))
			return true;
	return false;
}

bool
config_port_listed(const struct config *c, const char *daemon_name)
{
	return c->set.ports.n == 0 || daemon_name == NULL ||
	       strlist_has(&c->set.ports, daemon_name);
}

bool
config_never_hold(const struct config *c, const char *address)
{
	return lists_never_hold(c->lists, address);
}

bool
config_sender_listed(const struct config *c, const char *address)
{
	enum member_mailbox kind;

	if (mailset_find(c->senders, address, LISTED, NULL) != 0)
		return true;
	return c->set.senders_members &&
	       members_find_kind(c->members, address, &kind) != NULL &&
	       kind != MAILBOX_PRIVATE;
}
