/* SPDX-License-Identifier: MIT
 *
 * mailset.h - sets of mailboxes: addresses and domains, the most specific
 * entry first.
 *
 * An entry is written in one of three ways, here and wherever a config names
 * mailboxes (lists, inspect.senders, a policy's senders):
 *
 *   a@x.example   that mailbox
 *   @x.example    every mailbox of exactly that domain
 *   x.example     every mailbox of that domain and of those below it
 *
 * Case does not matter, nor whether a domain is written in Unicode or in its
 * "xn--" form (idn.h).
 */
#ifndef CONFIG_MAILSET_H
#define CONFIG_MAILSET_H

#include <stdbool.h>
#include <stddef.h>

struct mailset;

/* A new empty set, or NULL. */
struct mailset *mailset_new(void);
void mailset_free(struct mailset *s);

/* NULL when entry is well written, else what was expected. Static. */
const char *mailset_wrong(const char *entry);

/* Adds an entry of len bytes that mailset_wrong finds nothing wrong with,
 * under these bits. 0, or -1 when memory is out. */
int mailset_add(
    struct mailset *s, const char *entry, size_t len, unsigned bits);

/* Ends the adding: sorts, and joins the bits of equal entries. Lookups before
 * it find nothing. */
void mailset_seal(struct mailset *s);

/* Of the entries that hold address and carry any of the wanted bits, the most
 * specific one: returns those bits, or 0 for none. *ret_weight (may be NULL)
 * says how specific, on one scale for all sets: mailbox > exact domain >
 * longer domain > shorter domain; see mailset_domain_weight. */
unsigned mailset_find(const struct mailset *s, const char *address,
    unsigned wanted, size_t *ret_weight);

/* The bits of exactly this entry, however it is written; 0 for none. */
unsigned mailset_exact(const struct mailset *s, const char *entry);

/* The weight of an entry that names this domain with those below it. */
size_t mailset_domain_weight(const char *domain);

/* Does this one entry hold address. */
bool mailset_matches(const char *entry, const char *address);

#endif
