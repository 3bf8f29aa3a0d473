/* SPDX-License-Identifier: MIT
 *
 * held.c - the life of a held message: the only code that changes its state.
 *
 *                  release                next         final dot
 *   held ─────────────────▶ releasing ─────────▶ claimed ─────────▶ dotted
 *   │ ▲                      ▲  ▲                 │                  │
 *   │ │                      │  └──── retry ──────┼──────────────────┤
 *   │ └─── refused (5xx) ────┼────────────────────┴──────────────────┤
 *   │                        │                                       │
 *   │                     release              sent (250) ───────────┤
 *   │                        │                     │                 │
 *   │                     unknown ◀── lost ────────┼─────────────────┘
 *   │                        │                     ▼
 *   ├─ return ─▶ returned ◀──┤                  released
 *   └─ discard ▶ discarded ◀─┘
 *
 * "claimed" and "dotted" are steps within the state releasing: a daemon that
 * dies when a message is claimed tries again, one that dies when it is dotted
 * leaves it unknown (held_recover), because the MTA may have taken it.
 *
 * The table `moves` is the whole of it.  Every move is one transaction that
 * finds the row where the table says it must be, changes it only if it is
 * still there, and adds a row of history with who, when and why.  A move that
 * is not in the table is STORE_CONFLICT and changes nothing; nothing leaves
 * released, returned and discarded.
 *
 * BUGS: all recipients of a message share one state.
 */
#include "store/store.h"

#include <stdio.h>
#include <string.h>

#include "store/sql.h"
#include "store/store-private.h"

#define DAEMON "probityd"

enum verb {
	VERB_RELEASE,
	VERB_RETURN,
	VERB_DISCARD,
	VERB_NEXT,
	VERB_DOT,
	VERB_SENT,
	VERB_RETRY,
	VERB_REFUSED,
	VERB_LOST,
	VERB_RECOVER,
};

enum step { STEP_NONE, STEP_CLAIMED, STEP_DOTTED };

struct where {
	enum held_state state;
	enum step step;
};

#define AT_HELD                      \
	{                            \
		HELD_HELD, STEP_NONE \
	}
#define AT_RELEASING                      \
	{                                 \
		HELD_RELEASING, STEP_NONE \
	}
#define AT_CLAIMED                           \
	{                                    \
		HELD_RELEASING, STEP_CLAIMED \
	}
#define AT_DOTTED                           \
	{                                   \
		HELD_RELEASING, STEP_DOTTED \
	}
#define AT_UNKNOWN                      \
	{                               \
		HELD_UNKNOWN, STEP_NONE \
	}
#define AT_RELEASED                      \
	{                                \
		HELD_RELEASED, STEP_NONE \
	}
#define AT_RETURNED                      \
	{                                \
		HELD_RETURNED, STEP_NONE \
	}
#define AT_DISCARDED                      \
	{                                 \
		HELD_DISCARDED, STEP_NONE \
	}

static const struct move {
	enum verb verb;
	struct where from, to;
} moves[] = {
    {VERB_RELEASE, AT_HELD, AT_RELEASING},
    {VERB_RELEASE, AT_UNKNOWN, AT_RELEASING},
    {VERB_RETURN, AT_HELD, AT_RETURNED},
    {VERB_RETURN, AT_UNKNOWN, AT_RETURNED},
    {VERB_DISCARD, AT_HELD, AT_DISCARDED},
    {VERB_DISCARD, AT_UNKNOWN, AT_DISCARDED},
    {VERB_NEXT, AT_RELEASING, AT_CLAIMED},
    {VERB_DOT, AT_CLAIMED, AT_DOTTED},
    {VERB_SENT, AT_DOTTED, AT_RELEASED},
    {VERB_RETRY, AT_CLAIMED, AT_RELEASING},
    {VERB_RETRY, AT_DOTTED, AT_RELEASING},
    {VERB_REFUSED, AT_CLAIMED, AT_HELD},
    {VERB_REFUSED, AT_DOTTED, AT_HELD},
    {VERB_LOST, AT_DOTTED, AT_UNKNOWN},
    {VERB_RECOVER, AT_CLAIMED, AT_RELEASING},
    {VERB_RECOVER, AT_DOTTED, AT_UNKNOWN},
};

static const struct move *
move_of(enum verb verb, struct where from)
{
	size_t i;

	for (i = 0; i < sizeof moves / sizeof moves[0]; i++)
		if (moves[i].verb == verb &&
		    moves[i].from.state == from.state &&
		    moves[i].from.step == from.step)
			return &moves[i];
	return NULL;
}

/* What one call asks for, and what the move then needs to be written. */
struct change {
	enum verb verb;
	const char *id;
	const char *who, *why;
	const char *reply;             /* or NULL: keep the last one */
	const char *mta_queue_id;      /* or NULL */
	int64_t when;                  /* retry: not before */
	const struct outgoing *notice; /* or NULL */
};

static const char SQL_FIND[] = "SELECT held.n, state, step, attempts FROM held"
			       " JOIN incident USING (n) WHERE id = ?1";
static const char SQL_MOVE[] =
    "UPDATE held SET state = ?2, step = ?3, attempts = ?4, changed = ?5,"
    " next_try = ?6, last_reply = coalesce(?7, last_reply),"
    " mta_queue_id = ?8 WHERE n = ?1 AND state = ?9 AND step = ?10";
static const char SQL_HISTORY[] =
    "INSERT INTO held_history (n, place, at, from_state, to_state, who, why)"
    " SELECT ?1, count(*), ?2, ?3, ?4, ?5, ?6 FROM held_history"
    " WHERE n = ?1";

struct found {
	int64_t n;
	struct where where;
	int64_t attempts;
};

static enum store_status
find(struct store *s, const char *id, struct found *ret)
{
	enum store_status status;
	sqlite3_stmt *st;

	status = sql_query(s, SQL_FIND, VALUES(sql_text(id)), &st);
	if (status != STORE_OK)
		return status;
	status = sql_row(s, st);
	if (status == STORE_OK) {
		*ret = (struct found){
		    .n = sqlite3_column_int64(st, 0),
		    .where.step = (enum step)sqlite3_column_int(st, 2),
		    .attempts = sqlite3_column_int64(st, 3),
		};
		if (held_state_parse((const char *)sqlite3_column_text(st, 1),
			&ret->where.state) < 0)
			status = sql_no_memory(s);
	}
	sql_end(st);
	return status;
}

enum store_status
held_history(struct store *s, int64_t n, const char *from, const char *to,
    const char *who, const char *why)
{
	return sql_do(s, SQL_HISTORY,
	    VALUES(sql_int(n), sql_int(store_now(s)), sql_text(from),
		sql_text(to), sql_text(who), sql_text(why)));
}

/* The row must still be where the table says; nobody else can have moved it
 * inside our transaction, so anything else is a fault of ours. */
static enum store_status
write_move(struct store *s, const struct move *m, const struct found *f,
    const struct change *c)
{
	const char *from = held_state_name(m->from.state);
	const char *to = held_state_name(m->to.state);
	enum store_status status;

	status = sql_do(s, SQL_MOVE,
	    VALUES(sql_int(f->n), sql_text(to), sql_int(m->to.step),
		sql_int(f->attempts), sql_int(store_now(s)), sql_int(c->when),
		sql_text(c->reply), sql_text(c->mta_queue_id), sql_text(from),
		sql_int(m->from.step)));
	if (status != STORE_OK)
		return status;
	if (sql_changes(s) != 1)
		return STORE_CONFLICT;
	return held_history(
	    s, f->n, from, to, c->who, c->why != NULL ? c->why : "");
}

static enum store_status
change_body(struct store *s, void *arg)
{
	const struct change *c = arg;
	const struct move *m;
	enum store_status status;
	struct found f;

	status = find(s, c->id, &f);
	if (status != STORE_OK)
		return status;
	m = move_of(c->verb, f.where);
	if (m == NULL)
		return STORE_CONFLICT;
	if (c->verb == VERB_NEXT)
		f.attempts++;
	status = write_move(s, m, &f, c);
	if (status == STORE_OK && c->notice != NULL)
		status = outgoing_insert(s, &f.n, c->notice, 1);
	return status;
}

enum store_status
held_release(struct store *s, const char *id, const char *who, const char *why)
{
	struct change c = {
	    .verb = VERB_RELEASE, .id = id, .who = who, .why = why};

	return sql_transact(s, "held_release", SQL_WRITE, change_body, &c);
}

enum store_status
held_return(struct store *s, const char *id, const char *who, const char *why,
    const struct outgoing *notice)
{
	struct change c = {.verb = VERB_RETURN,
	    .id = id,
	    .who = who,
	    .why = why,
	    .notice = notice};

	return sql_transact(s, "held_return", SQL_WRITE, change_body, &c);
}

enum store_status
held_discard(struct store *s, const char *id, const char *who, const char *why,
    const struct outgoing *notice)
{
	struct change c = {.verb = VERB_DISCARD,
	    .id = id,
	    .who = who,
	    .why = why,
	    .notice = notice};

	return sql_transact(s, "held_discard", SQL_WRITE, change_body, &c);
}

/* A row that changed after `now` is due: the clock was set back since. */
static const char SQL_DUE[] =
    "SELECT id FROM held JOIN incident USING (n)"
    " WHERE state = 'releasing' AND step = 0"
    " AND (next_try <= ?1 OR changed > ?1) ORDER BY n LIMIT 1";

static enum store_status
due(struct store *s, int64_t now, char ret_id[27])
{
	enum store_status status;
	sqlite3_stmt *st;

	status = sql_query(s, SQL_DUE, VALUES(sql_int(now)), &st);
	if (status != STORE_OK)
		return status;
	status = sql_row(s, st);
	if (status == STORE_OK)
		snprintf(ret_id, 27, "%s", sqlite3_column_text(st, 0));
	sql_end(st);
	return status;
}

struct next {
	int64_t now;
	char id[27];
};

static enum store_status
next_body(struct store *s, void *arg)
{
	struct next *next = arg;
	struct change c = {.verb = VERB_NEXT,
	    .id = next->id,
	    .who = DAEMON,
	    .why = "begins to send"};
	enum store_status status;

	/* Another process may have been faster: look again. */
	status = due(s, next->now, next->id);
	return status == STORE_OK ? change_body(s, &c) : status;
}

enum store_status
held_next(struct store *s, int64_t now, char ret_id[27])
{
	struct next next = {.now = now};
	enum store_status status;

	s->verb = "held_next";
	/* Asked every second: take no lock where there is nothing to do. */
	status = due(s, now, next.id);
	if (status == STORE_OK)
		status =
		    sql_transact(s, "held_next", SQL_WRITE, next_body, &next);
	if (status == STORE_OK)
		memcpy(ret_id, next.id, sizeof next.id);
	return status;
}

enum store_status
held_final_dot(struct store *s, const char *id)
{
	struct change c = {.verb = VERB_DOT,
	    .id = id,
	    .who = DAEMON,
	    .why = "sends the final dot"};

	return sql_transact(s, "held_final_dot", SQL_WRITE, change_body, &c);
}

enum store_status
held_sent(struct store *s, const char *id, const char *reply,
    const char *mta_queue_id)
{
	struct change c = {.verb = VERB_SENT,
	    .id = id,
	    .who = DAEMON,
	    .why = reply,
	    .reply = reply,
	    .mta_queue_id = mta_queue_id};

	return sql_transact(s, "held_sent", SQL_WRITE, change_body, &c);
}

enum store_status
held_retry(struct store *s, const char *id, const char *reply, int64_t when)
{
	struct change c = {.verb = VERB_RETRY,
	    .id = id,
	    .who = DAEMON,
	    .why = reply,
	    .reply = reply,
	    .when = when};

	return sql_transact(s, "held_retry", SQL_WRITE, change_body, &c);
}

enum store_status
held_refused(struct store *s, const char *id, const char *reply)
{
	struct change c = {.verb = VERB_REFUSED,
	    .id = id,
	    .who = DAEMON,
	    .why = reply,
	    .reply = reply};

	return sql_transact(s, "held_refused", SQL_WRITE, change_body, &c);
}

enum store_status
held_lost(struct store *s, const char *id, const char *reply)
{
	struct change c = {.verb = VERB_LOST,
	    .id = id,
	    .who = DAEMON,
	    .why = reply,
	    .reply = reply};

	return sql_transact(s, "held_lost", SQL_WRITE, change_body, &c);
}

static const char SQL_CLAIMED[] =
    "SELECT id FROM held JOIN incident USING (n)"
    " WHERE state = 'releasing' AND step = ?1 ORDER BY n LIMIT 1";

/* Moves every message that is at `step`, one at a time. */
static enum store_status
recover_step(struct store *s, enum step step, const char *why, size_t *count)
{
	struct change c = {.verb = VERB_RECOVER, .who = DAEMON, .why = why};
	enum store_status status;
	sqlite3_stmt *st;
	char id[27];

	for (;;) {
		status = sql_query(s, SQL_CLAIMED, VALUES(sql_int(step)), &st);
		if (status != STORE_OK)
			return status;
		status = sql_row(s, st);
		if (status == STORE_OK)
			snprintf(
			    id, sizeof id, "%s", sqlite3_column_text(st, 0));
		sql_end(st);
		if (status != STORE_OK)
			return status == STORE_NOT_FOUND ? STORE_OK : status;
		c.id = id;
		status = change_body(s, &c);
		if (status != STORE_OK)
			return status;
		(*count)++;
	}
}

struct recovery {
	size_t again, unknown;
};

static enum store_status
recover_body(struct store *s, void *arg)
{
	struct recovery *r = arg;
	enum store_status status;

	status = recover_step(s, STEP_CLAIMED,
	    "the daemon stopped before the message was handed over", &r->again);
	if (status != STORE_OK)
		return status;
	status = recover_step(s, STEP_DOTTED,
	    "the daemon stopped while it waited for the MTA's answer",
	    &r->unknown);
	if (status != STORE_OK)
		return status;
	return outgoing_recover(s);
}

enum store_status
held_recover(struct store *s, size_t *ret_again, size_t *ret_unknown)
{
	struct recovery r = {0};
	enum store_status status;

	status = sql_transact(s, "held_recover", SQL_WRITE, recover_body, &r);
	if (status == STORE_OK) {
		*ret_again = r.again;
		*ret_unknown = r.unknown;
	}
	return status;
}
