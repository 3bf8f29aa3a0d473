/* SPDX-License-Identifier: MIT
 *
 * own-mailbox.h - does a mailbox bear the sender's own name?
 */
#ifndef CONFIG_OWN_MAILBOX_H
#define CONFIG_OWN_MAILBOX_H

#include <stdbool.h>

/* True when the local part of address is that of sender, or is first and last
 * word of name (a member's; NULL for none), in either order, with any of the
 * words between them and nothing else; dots, digits and titles do not count:
 * "alex.example72@…" for "Cllr Alex Example". An initial is no first name, and
 * names of fewer than five letters in all prove nothing. */
bool own_mailbox(const char *name, const char *sender, const char *address);

#endif
