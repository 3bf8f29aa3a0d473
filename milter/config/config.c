/* SPDX-License-Identifier: MIT
 *
 * config.c - the settings, policies, lists and members in force: one
 * immutable snapshot.
 */
#include "config/config.h"

#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "config/cidr.h"
#include "config/lists.h"
#include "config/mailset.h"
#include "config/members.h"
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

enum circle
config_circle(const struct config *c, const char *sender, const char *address)
{
	size_t own = sender_weight(c, sender, address), weight;
	bool private_address;
	enum circle circle;

	if (members_find_kind(c->members, address, &private_address) != NULL)
		return private_address ? CIRCLE_PRIVATE : CIRCLE_INTERNAL;
	if (lists_circle(c->lists, address, &circle, &weight) == 0 &&
	    weight >= own)
		return circle;
	return own > 0 ? CIRCLE_INTERNAL : CIRCLE_EXTERNAL;
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
	bool private_address;

	if (mailset_find(c->senders, address, LISTED, NULL) != 0)
		return true;
	return c->set.senders_members &&
	       members_find_kind(c->members, address, &private_address) !=
		   NULL &&
	       !private_address;
}
