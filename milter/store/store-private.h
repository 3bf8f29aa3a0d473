/* SPDX-License-Identifier: MIT
 *
 * store-private.h - what the files of this layer share, and its tests use to
 * set the clock, the patience and the schema version.
 */
#ifndef STORE_STORE_PRIVATE_H
#define STORE_STORE_PRIVATE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

/* Room for prepared statements: above the number of SQL_… texts in the layer
 * (running out is our bug, and every test would meet it). */
#define STORE_STATEMENTS 64
/* How long a verb waits for another writer. Shorter than any SMTP client's
 * patience, so that a store locked for a minute becomes 4.7.1 in time; longer
 * than a commit of the largest message on a slow disk. */
#define STORE_BUSY_MS 5000
/* One piece of a message (schema.sql, original). */
#define STORE_PIECE (1024u * 1024u)

struct store {
	sqlite3 *db;
	const char *verb; /* what is being done, for the log */
	int64_t (*clock)(void);
	struct statement {
		const char *sql;
		sqlite3_stmt *st;
	} statements[STORE_STATEMENTS];
	size_t nstatements;
};

/* Seconds since 1970 as this store sees them. */
int64_t store_now(struct store *s);
void store_set_clock(struct store *s, int64_t (*clock)(void));
void store_set_patience(struct store *s, int ms);

/* Steps of the schema: each brings a store from version `from` to `to`; the
 * first makes a new one, from version 0. */
struct upgrade {
	int from, to;
	const char *sql;
};
/* Brings s to the last step's version, one transaction a step. Returns 0, or
 * -1 with a sentence in *ret_err: newer, not ours, or SQLite's own reason;
 * nothing of an unfinished step remains. A read_only store is only checked. */
int store_upgrade(struct store *s, const struct upgrade *steps, size_t nsteps,
    bool read_only, struct buf *ret_err);

/* Each inside the caller's transaction. */
enum store_status incident_insert(
    struct store *s, const struct report *r, const char *json, int64_t *ret_n);
enum store_status outgoing_insert(struct store *s, const int64_t *incident,
    const struct outgoing *mails, size_t nmails);
enum store_status outgoing_recover(struct store *s);

/* A report as the JSON that is kept, into an empty buf that the caller frees.
 * Refuses a report without an id. */
enum store_status incident_json(
    struct store *s, const struct report *r, struct buf *ret);

/* "nino, home-address": the ids of the rules behind a verdict, and for what
 * could not be read "unread.image". Ids only; "" when there are none. */
int incident_rules(const struct report *r, struct buf *out);

/* True when the bytes have the digest that was kept with them. */
bool held_intact(const struct digest *digest, const char *data, size_t len);

/* Adds a step to the history of row n. */
enum store_status held_history(struct store *s, int64_t n, const char *from,
    const char *to, const char *who, const char *why);

/* Adds the recipients of row n to e: all, or only the held. `flags`, where not
 * NULL, has room for `max` entries and gets which are held. More than max
 * recipients is a failure. */
enum store_status held_recipients(struct store *s, int64_t n, bool only_held,
    struct envelope *e, bool *flags, size_t max);

/* Parameters one a line, and back. -1 for memory, or for a parameter that
 * holds a line end, which no MTA can have given. */
int held_params_join(const struct strlist *l, struct buf *out);
int held_params_split(const char *s, struct strlist *ret);

#endif
