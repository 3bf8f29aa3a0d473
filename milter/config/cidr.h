/* SPDX-License-Identifier: MIT
 *
 * cidr.h - blocks of IP addresses (RFC 4632, RFC 4291).
 */
#ifndef CONFIG_CIDR_H
#define CONFIG_CIDR_H

#include <stdbool.h>

/* NULL when block is well written ("10.0.0.0/8", "::1"), else what was
 * expected. A bit set beyond the prefix is refused: it is a slip. */
const char *cidr_wrong(const char *block);

/* Does block hold the client address that an MTA reports: "192.0.2.7",
 * "IPv6:2001:db8::1", "::ffff:192.0.2.7"; "local" and "localhost" are
 * 127.0.0.1. False for anything else. */
bool cidr_holds(const char *block, const char *client);

#endif
