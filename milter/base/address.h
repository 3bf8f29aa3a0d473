/* SPDX-License-Identifier: MIT
 *
 * address.h - mail addresses as envelope and lists need them.
 */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include <stdbool.h>

/* Returns a new copy of s without angle brackets, source route and white
 * space around it ("<@relay:a@b>" gives "a@b", "<>" gives ""); free with
 * free(). NULL when memory is out. */
char *address_bare(const char *s);

/* The domain of an address: what follows its last '@', or "" when there is
 * none. Borrowed from s. */
const char *address_domain(const char *s);

/* Same mailbox: ASCII case-blind in both halves, as every council's server
 * treats them, whatever RFC 5321 2.4 allows. */
bool address_same(const char *a, const char *b);

/* True when domain is `suffix` or ends in ".suffix"; ASCII case-blind. */
bool address_domain_under(const char *domain, const char *suffix);

/* True when s may stand in an SMTP command: one '@' or more with something on
 * either side, or empty where `null_ok`; no white space, controls or angle
 * brackets; at most 320 bytes. UTF-8 is allowed (RFC 6531). */
bool address_valid(const char *s, bool null_ok);

#endif
