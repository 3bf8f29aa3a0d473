/* SPDX-License-Identifier: MIT
 *
 * fixture.h - a store in a folder of its own, and mail to put in it.
 */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include <stdint.h>

#include "base/envelope.h"
#include "report/report.h"
#include "store/store-private.h"

/* cmocka set-up and tear-down: *state is a struct fixture. */
struct fixture {
	char dir[64];
	struct store *s; /* open for writing */
};
int fixture_up(void **state);
int fixture_down(void **state);

/* Closes and opens again, as after a restart. */
void fixture_reopen(struct fixture *f);
struct store *fixture_open(const struct fixture *f);

/* The clock of every store that fixture_open gives. */
extern int64_t fixture_time;

/* One number out of the open store; text for what has no verb yet. */
int64_t fixture_number(struct store *s, const char *sql);

/* Runs SQL past the layer, as a fault would. */
void fixture_sql(struct store *s, const char *sql);

/* A held report with two findings of one rule and one unread part. */
struct report *fixture_report(void);

/* jo@council.example to n recipients "<r0@example.org>" …, with parameters. */
void fixture_envelope(struct envelope *e, size_t n);

#define FIXTURE_RCPTS 500
/* held_add with all recipients held and no mails; the id in ret_id. */
enum store_status fixture_add(struct store *s, const struct envelope *e,
    const char *data, size_t len, char ret_id[27], bool *ret_joined);
/* The same for one small message that is new each time. */
void fixture_message(struct store *s, char ret_id[27]);

#endif
