/* SPDX-License-Identifier: MIT
 *
 * outgoing.c - the mails probity itself sends.
 *
 *                ┌──────────── retry ────────────┐
 *   waiting ── outgoing_next ──▶ sending ────────┤
 *      ▲                           │             ├─ 250 ─▶ sent
 *      └───────────────────────────┘             └─ 5xx ─▶ failed, with reply
 *
 * A mail that was being sent when the daemon died is sent again
 * (outgoing_recover): a notice told twice is better than one never told.
 */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#include "store/sql.h"
#include "store/store-private.h"

static const char SQL_INSERT[] =
    "INSERT INTO outgoing"
    " (incident, kind, sender, rcpt, data, made, state, changed)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', ?6)";
static const char SQL_INCIDENT_OF[] = "SELECT n FROM incident WHERE id = ?1";
/* A row that changed after `now` is due: the clock was set back since. */
static const char SQL_DUE[] =
    "SELECT n FROM outgoing WHERE state = 'waiting'"
    " AND (next_try <= ?1 OR changed > ?1) ORDER BY n LIMIT 1";
static const char SQL_CLAIM[] =
    "UPDATE outgoing SET state = 'sending', attempts = attempts + 1,"
    " changed = ?2 WHERE n = ?1 AND state = 'waiting'"
    " RETURNING n, attempts, kind, sender, rcpt, data";
static const char SQL_FINISH[] =
    "UPDATE outgoing SET state = ?2, last_reply = ?3, next_try = ?4,"
    " changed = ?5 WHERE n = ?1 AND state = 'sending'";
static const char SQL_EXISTS[] = "SELECT 1 FROM outgoing WHERE n = ?1";
static const char SQL_RECOVER[] =
    "UPDATE outgoing SET state = 'waiting', next_try = 0, changed = ?1"
    " WHERE state = 'sending'";

static enum store_status
insert_one(struct store *s, const int64_t *incident, const struct outgoing *m)
{
	struct value of =
	    incident != NULL ? sql_int(*incident) : sql_text(NULL);

	return sql_do(s, SQL_INSERT,
	    VALUES(of, sql_text(m->kind), sql_text(m->sender),
		sql_text(m->rcpt), sql_blob(m->data, m->len),
		sql_int(store_now(s))));
}

enum store_status
outgoing_insert(struct store *s, const int64_t *incident,
    const struct outgoing *mails, size_t nmails)
{
	enum store_status status = STORE_OK;
	size_t i;

	for (i = 0; status == STORE_OK && i < nmails; i++)
		status = insert_one(s, incident, &mails[i]);
	return status;
}

struct addition {
	const char *incident;
	const struct outgoing *mail;
};

static enum store_status
add_body(struct store *s, void *arg)
{
	const struct addition *a = arg;
	enum store_status status;
	int64_t n;

	if (a->incident == NULL)
		return insert_one(s, NULL, a->mail);
	status =
	    sql_number(s, SQL_INCIDENT_OF, VALUES(sql_text(a->incident)), &n);
	if (status != STORE_OK)
		return status;
	return insert_one(s, &n, a->mail);
}

enum store_status
outgoing_add(struct store *s, const char *incident, const struct outgoing *m)
{
	struct addition a = {.incident = incident, .mail = m};

	return sql_transact(s, "outgoing_add", SQL_WRITE, add_body, &a);
}

static bool
copy_row(sqlite3_stmt *st, struct outgoing_row *r)
{
	size_t len = (size_t)sqlite3_column_bytes(st, 5);
	const void *data = sqlite3_column_blob(st, 5);

	r->n = sqlite3_column_int64(st, 0);
	r->attempts = (unsigned)sqlite3_column_int64(st, 1);
	if (!sql_copy(st, 2, &r->kind) || !sql_copy(st, 3, &r->sender) ||
	    !sql_copy(st, 4, &r->rcpt))
		return false;
	r->data = malloc(len + 1);
	if (r->data == NULL)
		return false;
	if (len > 0)
		memcpy(r->data, data, len);
	r->data[len] = '\0';
	r->len = len;
	return true;
}

struct claim {
	int64_t n, now;
	struct outgoing_row row;
};

static enum store_status
claim_body(struct store *s, void *arg)
{
	struct claim *c = arg;
	enum store_status status;
	sqlite3_stmt *st;

	/* Another process may have been faster: look again. */
	status = sql_number(s, SQL_DUE, VALUES(sql_int(c->now)), &c->n);
	if (status != STORE_OK)
		return status;
	status = sql_query(
	    s, SQL_CLAIM, VALUES(sql_int(c->n), sql_int(store_now(s))), &st);
	if (status != STORE_OK)
		return status;
	status = sql_row(s, st);
	if (status == STORE_OK && !copy_row(st, &c->row))
		status = sql_no_memory(s);
	sql_end(st);
	return status;
}

enum store_status
outgoing_next(struct store *s, int64_t now, struct outgoing_row *ret)
{
	struct claim c = {.now = now};
	enum store_status status;

	s->verb = "outgoing_next";
	/* Asked every second: take no lock where there is nothing to do. */
	status = sql_number(s, SQL_DUE, VALUES(sql_int(now)), &c.n);
	if (status != STORE_OK)
		return status;
	status = sql_transact(s, "outgoing_next", SQL_WRITE, claim_body, &c);
	if (status == STORE_OK)
		*ret = c.row;
	else
		outgoing_row_free(&c.row);
	return status;
}

void
outgoing_row_free(struct outgoing_row *r)
{
	if (r == NULL)
		return;
	free(r->kind);
	free(r->sender);
	free(r->rcpt);
	free(r->data);
	*r = (struct outgoing_row){0};
}

struct finish {
	int64_t n;
	const char *state;
	const char *reply;
	int64_t when;
};

static enum store_status
finish_body(struct store *s, void *arg)
{
	const struct finish *f = arg;
	enum store_status status;
	int64_t found;

	status = sql_do(s, SQL_FINISH,
	    VALUES(sql_int(f->n), sql_text(f->state), sql_text(f->reply),
		sql_int(f->when), sql_int(store_now(s))));
	if (status != STORE_OK)
		return status;
	if (sql_changes(s) == 1)
		return STORE_OK;
	status = sql_number(s, SQL_EXISTS, VALUES(sql_int(f->n)), &found);
	return status == STORE_OK ? STORE_CONFLICT : status;
}

enum store_status
outgoing_sent(struct store *s, int64_t n, const char *reply)
{
	struct finish f = {.n = n, .state = "sent", .reply = reply};

	return sql_transact(s, "outgoing_sent", SQL_WRITE, finish_body, &f);
}

enum store_status
outgoing_retry(struct store *s, int64_t n, const char *reply, int64_t when)
{
	struct finish f = {
	    .n = n, .state = "waiting", .reply = reply, .when = when};

	return sql_transact(s, "outgoing_retry", SQL_WRITE, finish_body, &f);
}

enum store_status
outgoing_failed(struct store *s, int64_t n, const char *reply)
{
	struct finish f = {.n = n, .state = "failed", .reply = reply};

	return sql_transact(s, "outgoing_failed", SQL_WRITE, finish_body, &f);
}

enum store_status
outgoing_recover(struct store *s)
{
	return sql_do(s, SQL_RECOVER, VALUES(sql_int(store_now(s))));
}
