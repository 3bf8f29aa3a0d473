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

struct member {
	char *name;
	struct strlist addresses; /* first one is the council mailbox */
	struct strlist phones;    /* digits only, national form */
	struct strlist private_addresses;
	char *party;
	char *group;
	char *ward;
	bool restricted; /* holds a politically restricted post */
};

struct members;

/* Reads a CSV file whose first row names the columns: name, addresses, and
 * any of phones, private, party, group, ward, restricted; several values in a
 * cell are separated by ';'. Unknown columns are kept out with an error that
 * lists the known ones. A missing file is an empty list. An address may occur
 * once in the whole file. Returns NULL with "file:line:column: …" in *ret_err.
 */
struct members *members_load(const char *path, struct buf *ret_err);
void members_free(struct members *m);

/* The member who owns this address (council or private), or NULL. Borrowed. */
const struct member *members_find(const struct members *m, const char *address);
/* The same; *ret_private says which kind of mailbox it is. */
const struct member *members_find_kind(
    const struct members *m, const char *address, bool *ret_private);
size_t members_count(const struct members *m);
const struct member *members_at(const struct members *m, size_t i);

#endif
