/* SPDX-License-Identifier: MIT
 *
 * held-read.c - lists of held messages and one of them whole.
 *
 * Each verb reads inside one transaction: what it shows was true together, at
 * one moment.  The bytes of a message are compared with the digest made when
 * they came, so that a damaged store never sends a changed message.
 */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/log.h"
#include "store/sql.h"
#include "store/store-private.h"

static const char *const state_names[HELD_STATES] = {
    [HELD_HELD] = "held",
    [HELD_RELEASING] = "releasing",
    [HELD_UNKNOWN] = "unknown",
    [HELD_RELEASED] = "released",
    [HELD_RETURNED] = "returned",
    [HELD_DISCARDED] = "discarded",
};

const char *
held_state_name(enum held_state s)
{
	return (unsigned)s < HELD_STATES ? state_names[s] : "?";
}

int
held_state_parse(const char *s, enum held_state *ret)
{
	size_t i;

	for (i = 0; s != NULL && i < HELD_STATES; i++) {
		if (strcmp(s, state_names[i]) == 0) {
			*ret = (enum held_state)i;
			return 0;
		}
	}
	return -1;
}

int
held_params_split(const char *s, struct strlist *ret)
{
	const char *end;

	for (; (end = strchr(s, '\n')) != NULL; s = end + 1)
		if (strlist_addn(ret, s, (size_t)(end - s)) < 0)
			return -1;
	return 0;
}

#define ROW_COLUMNS                                                         \
	" id, state, received, changed, queue_id, sender,"                  \
	" (SELECT count(*) FROM held_recipient AS r"                        \
	"   WHERE r.n = held.n AND r.held),"                                \
	" (SELECT verbatim FROM held_recipient AS r"                        \
	"   WHERE r.n = held.n AND r.held ORDER BY place LIMIT 1),"         \
	" size, routes, severe, action, rules, attempts, seen, last_reply," \
	" mta_queue_id"
#define ROW_TABLES \
	" FROM held JOIN incident USING (n) JOIN incident_summary USING (n)"

/* Fills *r from the columns above. False when memory is out; r may then hold
 * some of its strings. */
static bool
read_row(sqlite3_stmt *st, struct held_row *r)
{
	const unsigned char *id = sqlite3_column_text(st, 0);

	if (id == NULL || sqlite3_column_bytes(st, 0) != sizeof r->id - 1 ||
	    held_state_parse(
		(const char *)sqlite3_column_text(st, 1), &r->state) < 0)
		return false;
	memcpy(r->id, id, sizeof r->id);
	r->received = sqlite3_column_int64(st, 2);
	r->changed = sqlite3_column_int64(st, 3);
	r->nheld = (size_t)sqlite3_column_int64(st, 6);
	r->size = (size_t)sqlite3_column_int64(st, 8);
	r->routes = (unsigned)sqlite3_column_int(st, 9);
	r->severe = sqlite3_column_int(st, 10) != 0;
	r->attempts = (unsigned)sqlite3_column_int(st, 13);
	r->seen = (unsigned)sqlite3_column_int(st, 14);
	return sql_copy(st, 4, &r->queue_id) && sql_copy(st, 5, &r->sender) &&
	       sql_copy(st, 7, &r->first_rcpt) &&
	       sql_copy(st, 11, &r->action) && sql_copy(st, 12, &r->rules) &&
	       sql_copy(st, 15, &r->last_reply) &&
	       sql_copy(st, 16, &r->mta_queue_id);
}

static void
row_free(struct held_row *r)
{
	free(r->queue_id);
	free(r->sender);
	free(r->first_rcpt);
	free(r->action);
	free(r->rules);
	free(r->last_reply);
	free(r->mta_queue_id);
	*r = (struct held_row){0};
}

static const char SQL_LIST[] =
    "SELECT" ROW_COLUMNS ROW_TABLES
    " WHERE state IN (?2, ?3, ?4, ?5, ?6, ?7) ORDER BY held.n LIMIT ?1";

struct listing {
	unsigned states;
	size_t limit;
	struct held_list list;
	size_t cap;
};

static bool
list_row(sqlite3_stmt *st, struct listing *l)
{
	struct held_row *v;
	size_t cap;

	if (l->list.n == l->cap) {
		cap = l->cap ? l->cap * 2 : 32;
		v = reallocarray(l->list.v, cap, sizeof *v);
		if (v == NULL)
			return false;
		l->list.v = v;
		l->cap = cap;
	}
	l->list.v[l->list.n] = (struct held_row){0};
	return read_row(st, &l->list.v[l->list.n++]);
}

static enum store_status
list_body(struct store *s, void *arg)
{
	struct listing *l = arg;
	struct value v[1 + HELD_STATES];
	enum store_status status;
	sqlite3_stmt *st;
	size_t i;

	v[0] = sql_int(l->limit < INT64_MAX ? (int64_t)l->limit : INT64_MAX);
	for (i = 0; i < HELD_STATES; i++)
		v[1 + i] =
		    sql_text(l->states & 1u << i ? state_names[i] : NULL);
	status =
	    sql_query(s, SQL_LIST, (struct values){v, 1 + HELD_STATES}, &st);
	if (status != STORE_OK)
		return status;
	while ((status = sql_row(s, st)) == STORE_OK) {
		if (!list_row(st, l)) {
			status = sql_no_memory(s);
			break;
		}
	}
	sql_end(st);
	return status == STORE_NOT_FOUND ? STORE_OK : status;
}

enum store_status
held_list(struct store *s, unsigned states, size_t limit, struct held_list *ret)
{
	struct listing l = {.states = states, .limit = limit};
	enum store_status status;

	status = sql_transact(s, "held_list", SQL_READ, list_body, &l);
	if (status == STORE_OK)
		*ret = l.list;
	else
		held_list_free(&l.list);
	return status;
}

void
held_list_free(struct held_list *l)
{
	size_t i;

	if (l == NULL)
		return;
	for (i = 0; i < l->n; i++)
		row_free(&l->v[i]);
	free(l->v);
	*l = (struct held_list){0};
}

static const char SQL_PREFIX[] = "SELECT id FROM held JOIN incident USING (n)"
				 " WHERE id >= ?1 AND id < ?1 || '~' LIMIT 2";

struct search {
	const char *prefix;
	char id[27];
};

static enum store_status
find_body(struct store *s, void *arg)
{
	struct search *search = arg;
	enum store_status status;
	sqlite3_stmt *st;
	const void *id;

	status =
	    sql_query(s, SQL_PREFIX, VALUES(sql_text(search->prefix)), &st);
	if (status != STORE_OK)
		return status;
	status = sql_row(s, st);
	if (status == STORE_OK) {
		id = sqlite3_column_text(st, 0);
		if (id != NULL)
			memcpy(search->id, id, sizeof search->id);
		status = id != NULL ? sql_row(s, st) : sql_no_memory(s);
		if (status == STORE_OK)
			status = STORE_CONFLICT;
		else if (status == STORE_NOT_FOUND)
			status = STORE_OK;
	}
	sql_end(st);
	return status;
}

enum store_status
held_find(struct store *s, const char *prefix, char ret_id[27])
{
	struct search search = {.prefix = prefix};
	enum store_status status;

	status = sql_transact(s, "held_find", SQL_READ, find_body, &search);
	if (status == STORE_OK)
		memcpy(ret_id, search.id, sizeof search.id);
	return status;
}

static const char SQL_GET[] =
    "SELECT" ROW_COLUMNS ", held.n, key, digest, params, auth, client_addr,"
    " client_name, daemon_name, report" ROW_TABLES " WHERE id = ?1";
static const char SQL_RECIPIENTS[] =
    "SELECT verbatim, params, held FROM held_recipient"
    " WHERE n = ?1 AND (held OR NOT ?2) ORDER BY place";
static const char SQL_PIECES[] =
    "SELECT data FROM original WHERE n = ?1 ORDER BY piece";
static const char SQL_STEPS[] =
    "SELECT at, from_state, to_state, who, why FROM held_history"
    " WHERE n = ?1 ORDER BY place";

static bool
read_recipient(sqlite3_stmt *st, struct envelope *e)
{
	const char *verbatim = (const char *)sqlite3_column_text(st, 0);
	const char *params = (const char *)sqlite3_column_text(st, 1);

	return verbatim != NULL && params != NULL &&
	       envelope_recipient(e, verbatim, NULL) == 0 &&
	       held_params_split(params, &e->rcpts[e->nrcpts - 1].params) == 0;
}

enum store_status
held_recipients(struct store *s, int64_t n, bool only_held, struct envelope *e,
    bool *flags, size_t max)
{
	enum store_status status;
	sqlite3_stmt *st;
	size_t i;

	status = sql_query(
	    s, SQL_RECIPIENTS, VALUES(sql_int(n), sql_int(only_held)), &st);
	if (status != STORE_OK)
		return status;
	for (i = 0; (status = sql_row(s, st)) == STORE_OK; i++) {
		if (i == max) {
			log_error(NULL, "store",
			    "verb=%s error=more recipients than there can be",
			    s->verb);
			status = STORE_FAILED;
			break;
		}
		if (!read_recipient(st, e)) {
			status = sql_no_memory(s);
			break;
		}
		if (flags != NULL)
			flags[i] = sqlite3_column_int(st, 2) != 0;
	}
	sql_end(st);
	return status == STORE_NOT_FOUND ? STORE_OK : status;
}

/* One call of held_get. */
struct reading {
	const char *id;
	bool want_data;
	struct held held;
	int64_t n;
	struct digest digest;
};

static bool
read_digest(sqlite3_stmt *st, int column, struct digest *ret)
{
	const void *bytes = sqlite3_column_blob(st, column);

	if (bytes == NULL || sqlite3_column_bytes(st, column) != sizeof ret->b)
		return false;
	memcpy(ret->b, bytes, sizeof ret->b);
	return true;
}

/* The columns of SQL_GET after those of a row. */
static bool
read_whole(sqlite3_stmt *st, struct reading *r)
{
	struct envelope *e = &r->held.envelope;
	const char *params;

	if (!read_row(st, &r->held.row))
		return false;
	r->n = sqlite3_column_int64(st, 17);
	params = (const char *)sqlite3_column_text(st, 20);
	return read_digest(st, 18, &r->held.key) &&
	       read_digest(st, 19, &r->digest) && params != NULL &&
	       held_params_split(params, &e->params) == 0 &&
	       sql_copy(st, 5, &e->sender) && sql_copy(st, 4, &e->queue_id) &&
	       sql_copy(st, 21, &e->auth) &&
	       sql_copy(st, 22, &e->client_addr) &&
	       sql_copy(st, 23, &e->client_name) &&
	       sql_copy(st, 24, &e->daemon_name) &&
	       sql_copy(st, 25, &r->held.report);
}

static enum store_status
get_row(struct store *s, struct reading *r)
{
	enum store_status status;
	sqlite3_stmt *st;

	status = sql_query(s, SQL_GET, VALUES(sql_text(r->id)), &st);
	if (status != STORE_OK)
		return status;
	status = sql_row(s, st);
	if (status == STORE_OK && !read_whole(st, r))
		status = sql_no_memory(s);
	sql_end(st);
	return status;
}

static bool
read_step(sqlite3_stmt *st, struct held *h, size_t *cap)
{
	struct held_step *steps, *step;

	if (h->nsteps == *cap) {
		*cap = *cap ? *cap * 2 : 8;
		steps = reallocarray(h->steps, *cap, sizeof *steps);
		if (steps == NULL)
			return false;
		h->steps = steps;
	}
	step = &h->steps[h->nsteps++];
	*step = (struct held_step){.at = sqlite3_column_int64(st, 0)};
	return sql_copy(st, 1, &step->from) && sql_copy(st, 2, &step->to) &&
	       sql_copy(st, 3, &step->who) && sql_copy(st, 4, &step->why);
}

static enum store_status
get_steps(struct store *s, struct reading *r)
{
	enum store_status status;
	sqlite3_stmt *st;
	size_t cap = 0;

	status = sql_query(s, SQL_STEPS, VALUES(sql_int(r->n)), &st);
	if (status != STORE_OK)
		return status;
	while ((status = sql_row(s, st)) == STORE_OK) {
		if (!read_step(st, &r->held, &cap)) {
			status = sql_no_memory(s);
			break;
		}
	}
	sql_end(st);
	return status == STORE_NOT_FOUND ? STORE_OK : status;
}

/* Adds the pieces up, never past the size the row gives. */
static enum store_status
get_pieces(struct store *s, struct reading *r, size_t *ret_len)
{
	enum store_status status;
	size_t len = 0, piece;
	sqlite3_stmt *st;

	status = sql_query(s, SQL_PIECES, VALUES(sql_int(r->n)), &st);
	if (status != STORE_OK)
		return status;
	while ((status = sql_row(s, st)) == STORE_OK) {
		piece = (size_t)sqlite3_column_bytes(st, 0);
		if (piece > r->held.row.size - len)
			break;
		memcpy(r->held.data + len, sqlite3_column_blob(st, 0), piece);
		len += piece;
	}
	sql_end(st);
	*ret_len = len;
	return status == STORE_NOT_FOUND ? STORE_OK : status;
}

static enum store_status
get_data(struct store *s, struct reading *r)
{
	struct held *h = &r->held;
	enum store_status status;

	h->data = malloc(h->row.size + 1);
	if (h->data == NULL)
		return sql_no_memory(s);
	status = get_pieces(s, r, &h->len);
	if (status != STORE_OK)
		return status;
	h->data[h->len] = '\0';
	if (h->len != h->row.size ||
	    !held_intact(&r->digest, h->data, h->len)) {
		log_error(h->row.queue_id, "store",
		    "verb=held_get id=%s error=the stored bytes are not those "
		    "that were received",
		    h->row.id);
		return STORE_FAILED;
	}
	return STORE_OK;
}

static enum store_status
get_body(struct store *s, void *arg)
{
	struct reading *r = arg;
	enum store_status status;

	status = get_row(s, r);
	if (status == STORE_OK)
		status = held_recipients(
		    s, r->n, true, &r->held.envelope, NULL, LIMIT_RECIPIENTS);
	if (status == STORE_OK)
		status = get_steps(s, r);
	if (status == STORE_OK && r->want_data)
		status = get_data(s, r);
	return status;
}

enum store_status
held_get(struct store *s, const char *id, bool want_data, struct held *ret)
{
	struct reading r = {.id = id, .want_data = want_data};
	enum store_status status;

	status = sql_transact(s, "held_get", SQL_READ, get_body, &r);
	if (status == STORE_OK)
		*ret = r.held;
	else
		held_free(&r.held);
	return status;
}

void
held_free(struct held *h)
{
	size_t i;

	if (h == NULL)
		return;
	row_free(&h->row);
	envelope_free(&h->envelope);
	for (i = 0; i < h->nsteps; i++) {
		free(h->steps[i].from);
		free(h->steps[i].to);
		free(h->steps[i].who);
		free(h->steps[i].why);
	}
	free(h->steps);
	free(h->report);
	free(h->data);
	*h = (struct held){0};
}
