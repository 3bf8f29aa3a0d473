/* SPDX-License-Identifier: MIT
 *
 * members.h - members.csv: the councillors whose mail is inspected.
 */
#ifndef CONFIG_MEMBERS_H
#define CONFIG_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "config/seats.h"

struct member {
	char *name;
	struct strlist addresses; /* first one is the council mailbox */
	struct strlist phones;    /* digits only, national form */
	struct strlist private_addresses;
	char *party;
	char *group;
	char *ward;
	struct seats committees;
	bool restricted;          /* holds a politically restricted post */
	struct strlist delegates; /* mailboxes that send for the member */
};

struct members;

/* Reads a CSV file whose first row names the columns: name, addresses, and
 * any of phones, private, party, group, ward, committees (seats.h),
 * restricted, delegates; several values in a cell are separated by ';'. Unknown columns are kept out
 * with an error that lists the known ones. A missing file is an empty list. An
 * address may occur once in the whole file, but several members may share a
 * delegate. Returns NULL with "file:line:column: …" in *ret_err. */
struct members *members_load(const char *path, struct buf *ret_err);
void members_free(struct members *m);

/* The member whose mail it is when it comes from this address: of the council,
 * private or a delegate's; of a delegate of several the first. NULL for nobody.
 * Borrowed. */
const struct member *members_find(const struct members *m, const char *address);

enum member_mailbox { MAILBOX_COUNCIL, MAILBOX_PRIVATE, MAILBOX_DELEGATE };
/* The same; *ret_kind says what sort of mailbox it is. */
const struct member *members_find_kind(const struct members *m,
    const char *address, enum member_mailbox *ret_kind);

/* May mail from this address be this member's: their own or a delegate's. */
bool members_speaks_for(const struct member *m, const char *address);

/* The only member of that name, or NULL. */
const struct member *members_named(const struct members *m, const char *name);

/* Does the file say who sits on committees at all. */
bool members_know_committees(const struct members *m);

size_t members_count(const struct members *m);
const struct member *members_at(const struct members *m, size_t i);

#endif
