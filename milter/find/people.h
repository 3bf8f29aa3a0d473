/* SPDX-License-Identifier: MIT
 *
 * people.h - how many different people a message is about.
 *
 * What is counted is kept as keyed hashes only (SipHash-2-4, J.-P. Aumasson
 * and D. J. Bernstein, 2012), so that nothing found outlives its message and
 * no sender can choose values that collide.
 */
#ifndef FIND_PEOPLE_H
#define FIND_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct people;

struct people_key {
	uint64_t k[2];
};

/* A key of the system's random numbers; before the sandbox closes. */
void people_key_make(struct people_key *ret);

/* Counts for rules numbered from 0 to nrules - 1. */
struct people *people_new(const struct people_key *key, size_t nrules);
void people_free(struct people *p);

/* Forgets everything: a new message. */
void people_start(struct people *p);

/* A row of a table: of the table-th text, or of the sheet of that number. */
int people_row(struct people *p, bool sheet, size_t table, size_t row);

/* A value of a rule, whatever its case, spaces and hyphens; in_row where its
 * row has been counted too. */
int people_value(
    struct people *p, size_t rule, const char *s, size_t len, bool in_row);

/* A person's name, whatever its title, case and spaces. A name of one word is
 * somebody else only where no longer name has that word. */
int people_name(struct people *p, const char *s, size_t len);
/* The adders return 0, or -1 when memory is out. */

/* The estimate: rows, and besides them the values not in rows of the rule with
 * the most of them; or the names, if there are more. Different rules' values
 * are not added up, for they may be one person's. How it was reached goes into
 * how; titles[rule] names what was counted. Returns the number. */
size_t people_count(const struct people *p,
    const char *(*title)(const void *arg, size_t rule), const void *arg,
    struct buf *how);

#endif
