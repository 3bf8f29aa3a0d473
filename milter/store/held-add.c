/* SPDX-License-Identifier: MIT
 *
 * held-add.c - how a message comes to be held, once.
 *
 * The key of a message is a digest of its bytes and its envelope, with the
 * recipients in sorted order: a client that tries again may name them in
 * another.  Where the message came from (client, queue id) is not part of it,
 * since a second try comes by another connection.
 *
 * "Once" is decided inside one write transaction, by looking for a live record
 * of the key before adding one, so that two threads or processes with the same
 * message make one record.  The key is not unique in the table: after a return
 * or LIMIT_REPEAT_S the same message is a new one.
 */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/log.h"
#include "report/report.h"
#include "store/sql.h"
#include "store/store-private.h"

/* Indices of recipients fit 16 bits, so that a sorted list of all of them fits
 * a thread's stack and held_key cannot fail for memory. */
_Static_assert(LIMIT_RECIPIENTS <= UINT16_MAX, "recipients outgrew uint16_t");

static int
compare_params(const struct strlist *a, const struct strlist *b)
{
	size_t i;
	int order;

	for (i = 0; i < a->n && i < b->n; i++) {
		order = strcmp(a->v[i], b->v[i]);
		if (order != 0)
			return order;
	}
	return (a->n > b->n) - (a->n < b->n);
}

static int
compare_recipients(const void *a, const void *b, void *arg)
{
	const struct envelope *e = arg;
	uint16_t i = *(const uint16_t *)a, j = *(const uint16_t *)b;
	int order = strcmp(e->rcpts[i].verbatim, e->rcpts[j].verbatim);

	if (order == 0)
		order =
		    compare_params(&e->rcpts[i].params, &e->rcpts[j].params);
	return order != 0 ? order : (i > j) - (i < j);
}

static size_t
sort_recipients(const struct envelope *e, uint16_t order[LIMIT_RECIPIENTS])
{
	size_t n = e->nrcpts < LIMIT_RECIPIENTS ? e->nrcpts : LIMIT_RECIPIENTS;
	size_t i;

	for (i = 0; i < n; i++)
		order[i] = (uint16_t)i;
	qsort_r(order, n, sizeof order[0], compare_recipients, (void *)e);
	return n;
}

static void
digest_params(struct digest_state *d, const struct strlist *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		digest_field(d, l->v[i], strlen(l->v[i]));
	digest_field(d, "", 0);
}

/* The bytes' own digest is kept too: one pass over them serves both. */
static struct digest
digest_bytes(const char *data, size_t len)
{
	struct digest_state d;

	digest_start(&d);
	digest_field(&d, data, len);
	return digest_end(&d);
}

static struct digest
key_of(const struct envelope *e, const struct digest *bytes)
{
	uint16_t order[LIMIT_RECIPIENTS];
	const char *sender = e->sender != NULL ? e->sender : "";
	size_t n = sort_recipients(e, order), i;
	const struct recipient *r;
	struct digest_state d;

	digest_start(&d);
	digest_field(&d, bytes->b, sizeof bytes->b);
	digest_field(&d, sender, strlen(sender));
	digest_params(&d, &e->params);
	for (i = 0; i < n; i++) {
		r = &e->rcpts[order[i]];
		digest_field(&d, r->verbatim, strlen(r->verbatim));
		digest_params(&d, &r->params);
	}
	return digest_end(&d);
}

struct digest
held_key(const struct envelope *e, const char *data, size_t len)
{
	struct digest bytes = digest_bytes(data, len);

	return key_of(e, &bytes);
}

/* The key again from what is stored, to see that it is what came. */
bool
held_intact(const struct digest *digest, const char *data, size_t len)
{
	struct digest now = digest_bytes(data, len);

	return digest_equal(digest, &now);
}

int
held_params_join(const struct strlist *l, struct buf *out)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		if (strchr(l->v[i], '\n') != NULL)
			return -1;
		buf_addf(out, "%s\n", l->v[i]);
	}
	return buf_failed(out) ? -1 : 0;
}

static const char SQL_SIZES[] =
    "SELECT DISTINCT size FROM held"
    " WHERE state IN ('held', 'releasing', 'unknown', 'released')"
    " AND received >= ?1 ORDER BY size";
static const char SQL_LIVE[] =
    "SELECT held.n, id FROM held JOIN incident USING (n)"
    " WHERE key = ?1 AND received >= ?2"
    " AND state IN ('held', 'releasing', 'unknown', 'released')"
    " ORDER BY held.n LIMIT 1";
static const char SQL_SEEN_AGAIN[] =
    "UPDATE held SET seen = seen + 1, last_seen = ?2 WHERE n = ?1";
static const char SQL_HELD[] =
    "INSERT INTO held (n, key, digest, size, received, last_seen, sender,"
    " params, auth, client_addr, client_name, daemon_name, queue_id, state,"
    " changed)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'held',"
    " ?5)";
static const char SQL_RECIPIENT[] =
    "INSERT INTO held_recipient (n, place, held, verbatim, params)"
    " VALUES (?1, ?2, ?3, ?4, ?5)";
static const char SQL_PIECE[] =
    "INSERT INTO original (n, piece, data) VALUES (?1, ?2, ?3)";

static enum store_status
find_live(
    struct store *s, const struct digest *key, int64_t *ret_n, char ret_id[27])
{
	int64_t since = store_now(s) - LIMIT_REPEAT_S;
	enum store_status status;
	sqlite3_stmt *st;
	const void *id;

	status = sql_query(s, SQL_LIVE,
	    VALUES(sql_blob(key->b, sizeof key->b), sql_int(since)), &st);
	if (status != STORE_OK)
		return status;
	status = sql_row(s, st);
	if (status == STORE_OK) {
		id = sqlite3_column_text(st, 1);
		*ret_n = sqlite3_column_int64(st, 0);
		if (id != NULL)
			memcpy(ret_id, id, 27);
		else
			status = sql_no_memory(s);
	}
	sql_end(st);
	return status;
}

enum store_status
held_seen(struct store *s, const struct digest *key, char ret_id[27])
{
	int64_t n;

	s->verb = "held_seen";
	return find_live(s, key, &n, ret_id);
}

enum store_status
held_sizes(struct store *s, size_t **ret, size_t *ret_n)
{
	size_t *sizes = NULL, *more, n = 0, cap = 0;
	enum store_status status;
	sqlite3_stmt *st;

	s->verb = "held_sizes";
	status = sql_query(
	    s, SQL_SIZES, VALUES(sql_int(store_now(s) - LIMIT_REPEAT_S)), &st);
	if (status != STORE_OK)
		return status;
	while ((status = sql_row(s, st)) == STORE_OK) {
		if (n == cap) {
			cap = cap > 0 ? cap * 2 : 64;
			more = reallocarray(sizes, cap, sizeof *sizes);
			if (more == NULL) {
				status = sql_no_memory(s);
				break;
			}
			sizes = more;
		}
		sizes[n++] = (size_t)sqlite3_column_int64(st, 0);
	}
	sql_end(st);
	if (status != STORE_NOT_FOUND) {
		free(sizes);
		return status;
	}
	*ret = sizes;
	*ret_n = n;
	return STORE_OK;
}

/* One call of held_add: what it was given, and what it found. */
struct addition {
	const struct envelope *e;
	const char *data;
	size_t len;
	const bool *held;
	const struct report *report;
	const char *json; /* NULL: join or nothing */
	const struct outgoing *mails;
	size_t nmails;
	struct digest digest, key;
	char id[27];
	bool joined;
	bool *flags; /* of e's recipients */
};

/* Gives e's recipients the flags that the first record's have: equal keys
 * mean equal lists once both are sorted. */
static enum store_status
pair_flags(struct addition *a, const struct envelope *first, const bool *flags)
{
	uint16_t order[LIMIT_RECIPIENTS], first_order[LIMIT_RECIPIENTS];
	size_t i, n = sort_recipients(a->e, order);

	if (sort_recipients(first, first_order) != n) {
		log_error(a->e->queue_id, "store",
		    "verb=held_add id=%s error=its recipients are not whole",
		    a->id);
		return STORE_FAILED;
	}
	for (i = 0; i < n; i++)
		a->flags[order[i]] = flags[first_order[i]];
	return STORE_OK;
}

static enum store_status
join(struct store *s, struct addition *a, int64_t n)
{
	struct envelope first = {0};
	bool *flags = calloc(a->e->nrcpts, sizeof *flags);
	enum store_status status = STORE_FAILED;

	if (flags == NULL) {
		status = sql_no_memory(s);
		goto end;
	}
	status = held_recipients(s, n, false, &first, flags, a->e->nrcpts);
	if (status == STORE_OK)
		status = pair_flags(a, &first, flags);
	if (status == STORE_OK)
		status = sql_do(s, SQL_SEEN_AGAIN,
		    VALUES(sql_int(n), sql_int(store_now(s))));
	a->joined = true;
end:
	envelope_free(&first);
	free(flags);
	return status;
}

static enum store_status
insert_held(struct store *s, const struct addition *a, int64_t n)
{
	struct buf params = BUF_MAX(LIMIT_REQUEST_BYTES);
	const struct envelope *e = a->e;
	enum store_status status;

	if (held_params_join(&e->params, &params) < 0)
		status = sql_no_memory(s);
	else
		status = sql_do(s, SQL_HELD,
		    VALUES(sql_int(n), sql_blob(a->key.b, sizeof a->key.b),
			sql_blob(a->digest.b, sizeof a->digest.b),
			sql_int((int64_t)a->len), sql_int(store_now(s)),
			sql_text(e->sender != NULL ? e->sender : ""),
			sql_text(buf_str(&params)), sql_text(e->auth),
			sql_text(e->client_addr), sql_text(e->client_name),
			sql_text(e->daemon_name), sql_text(e->queue_id)));
	buf_free(&params);
	return status;
}

static enum store_status
insert_recipients(struct store *s, const struct addition *a, int64_t n)
{
	struct buf params = BUF_MAX(LIMIT_REQUEST_BYTES);
	enum store_status status = STORE_OK;
	const struct recipient *r;
	size_t i;

	for (i = 0; status == STORE_OK && i < a->e->nrcpts; i++) {
		r = &a->e->rcpts[i];
		buf_reset(&params);
		if (held_params_join(&r->params, &params) < 0)
			status = sql_no_memory(s);
		else
			status = sql_do(s, SQL_RECIPIENT,
			    VALUES(sql_int(n), sql_int((int64_t)i),
				sql_int(a->held[i]), sql_text(r->verbatim),
				sql_text(buf_str(&params))));
	}
	buf_free(&params);
	return status;
}

static enum store_status
insert_bytes(struct store *s, const struct addition *a, int64_t n)
{
	enum store_status status = STORE_OK;
	size_t at, len;
	int64_t piece = 0;

	for (at = 0; status == STORE_OK && at < a->len; at += len) {
		len = a->len - at < STORE_PIECE ? a->len - at : STORE_PIECE;
		status = sql_do(s, SQL_PIECE,
		    VALUES(sql_int(n), sql_int(piece++),
			sql_blob(a->data + at, len)));
	}
	return status;
}

static enum store_status
add_new(struct store *s, struct addition *a)
{
	enum store_status status;
	int64_t n;

	if (a->json == NULL)
		return STORE_NOT_FOUND;
	status = incident_insert(s, a->report, a->json, &n);
	if (status == STORE_OK)
		status = insert_held(s, a, n);
	if (status == STORE_OK)
		status = insert_recipients(s, a, n);
	if (status == STORE_OK)
		status = insert_bytes(s, a, n);
	if (status == STORE_OK)
		status = held_history(s, n, "", "held", "probityd", "");
	if (status == STORE_OK)
		status = outgoing_insert(s, &n, a->mails, a->nmails);
	memcpy(a->id, a->report->id, sizeof a->id);
	memcpy(a->flags, a->held, a->e->nrcpts * sizeof *a->flags);
	return status;
}

static enum store_status
add_body(struct store *s, void *arg)
{
	struct addition *a = arg;
	enum store_status status;
	int64_t n = 0;

	status = find_live(s, &a->key, &n, a->id);
	if (status == STORE_OK)
		return join(s, a, n);
	return status == STORE_NOT_FOUND ? add_new(s, a) : status;
}

static bool
any(const bool *flags, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (flags[i])
			return true;
	return false;
}

enum store_status
held_add(struct store *s, const struct envelope *e, const char *data,
    size_t len, const bool *held, const struct report *report,
    const struct outgoing *mails, size_t nmails, char ret_id[27],
    bool *ret_joined, bool *ret_held)
{
	struct addition a = {.e = e,
	    .data = data,
	    .len = len,
	    .held = held,
	    .report = report,
	    .mails = mails,
	    .nmails = nmails};
	struct buf json = BUF_MAX(0);
	enum store_status status = STORE_FAILED;

	s->verb = "held_add";
	if (!any(held, e->nrcpts)) {
		log_error(e->queue_id, "store",
		    "verb=held_add error=no recipient is held");
		return STORE_FAILED;
	}
	a.digest = digest_bytes(data, len);
	a.key = key_of(e, &a.digest);
	a.flags = calloc(e->nrcpts, sizeof *a.flags);
	if (a.flags == NULL) {
		status = sql_no_memory(s);
		goto end;
	}
	if (report != NULL) {
		status = incident_json(s, report, &json);
		if (status != STORE_OK)
			goto end;
		a.json = buf_str(&json);
	}
	status = sql_transact(s, "held_add", SQL_WRITE, add_body, &a);
	if (status != STORE_OK)
		goto end;
	memcpy(ret_id, a.id, sizeof a.id);
	memcpy(ret_held, a.flags, e->nrcpts * sizeof *a.flags);
	*ret_joined = a.joined;
end:
	free(a.flags);
	buf_free(&json);
	return status;
}
