/* SPDX-License-Identifier: MIT
 *
 * epoch.h - config and inspection service in force together.
 *
 * A reload publishes a new epoch; a message keeps the one it started with, so
 * nothing changes under it and the old workers finish what they have.
 */
#ifndef DAEMON_EPOCH_H
#define DAEMON_EPOCH_H

#include "report/exchange.h"

struct config;
struct notices;

struct epoch {
	struct config *config;
	struct notices *notices;
	struct service service; /* for exchange_ask */
	int refs;               /* atomic */
	int *shared;            /* atomic: how many epochs have these notices */
};

/* Makes an epoch with one reference, taking all three. When memory is out
 * returns NULL and has freed and closed them. */
struct epoch *epoch_new(
    struct config *config, struct notices *notices, struct service service);

/* A new epoch with the config and notices of `now` and another service, which
 * it takes; when memory is out returns NULL and has closed it. */
struct epoch *epoch_renew(const struct epoch *now, struct service service);

/* Puts e (its reference changes hands) in force. */
void epoch_publish(struct epoch *e);

/* A new reference to the one in force. */
struct epoch *epoch_current(void);

/* Waits up to ms for an epoch other than `old` to come into force; returns a
 * new reference to whichever is then. */
struct epoch *epoch_after(const struct epoch *old, int ms);

/* Drops a reference; the last one closes the service. NULL does nothing. */
void epoch_unref(struct epoch *e);

#endif
