/* SPDX-License-Identifier: MIT
 *
 * records.h - the milter process's one way into the store.
 *
 * libmilter's threads share one connection: SQLite has one writer at a time
 * anyway, and a thread that waits here can be told to give up.
 */
#ifndef DAEMON_RECORDS_H
#define DAEMON_RECORDS_H

#include <stdbool.h>

#include "base/digest.h"

struct store;

/* Says where the store is and opens it. When that fails it is logged and tried
 * again with every records_take: mail in order needs no store. */
void records_init(const char *dir);

/* The key by which our own notices are known again: the store's, or where that
 * cannot be had a random one that lasts as long as this process. */
void records_notice_key(unsigned char ret_key[DIGEST_KEY_LEN]);

/* The store, for this thread alone until records_give; NULL when it cannot be
 * had now (logged): the message must stay with the sender's MTA. */
struct store *records_take(void);

/* Gives it back. `broken` closes it, to be opened anew next time. */
void records_give(struct store *s, bool broken);

/* Messages whose inspection died or overran. Asking costs nothing while there
 * are none. */
void records_remember_poison(const struct digest *key);
bool records_any_poison(void);
bool records_poison(const struct digest *key);

#endif
