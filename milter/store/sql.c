/* SPDX-License-Identifier: MIT
 *
 * sql.c - the store's hands on SQLite.
 */
#include "store/sql.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/store-private.h"

struct value
sql_int(int64_t number)
{
	return (struct value){.kind = VALUE_INT, .number = number};
}

struct value
sql_text(const char *s)
{
	return (struct value){
	    .kind = VALUE_TEXT, .bytes = s, .len = s != NULL ? strlen(s) : 0};
}

struct value
sql_blob(const void *bytes, size_t len)
{
	/* SQLite takes a NULL pointer for NULL, whatever the length. */
	return (struct value){.kind = VALUE_BLOB,
	    .bytes = bytes != NULL ? bytes : "",
	    .len = len};
}

static enum store_status
status_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return STORE_BUSY;
	default:
		return STORE_FAILED;
	}
}

enum store_status
sql_failed(struct store *s)
{
	int code = sqlite3_extended_errcode(s->db);
	int error = sqlite3_system_errno(s->db);

	if (error != 0 && code != SQLITE_FULL && (code & 0xff) != SQLITE_IOERR)
		error = 0;
	log_error(NULL, "store", "verb=%s code=%d error=%s%s%s", s->verb, code,
	    sqlite3_errmsg(s->db), error ? ": " : "",
	    error ? strerror(error) : "");
	return status_of(code);
}

enum store_status
sql_no_memory(struct store *s)
{
	log_error(NULL, "store", "verb=%s error=out of memory", s->verb);
	return STORE_FAILED;
}

static enum store_status
prepared(struct store *s, const char *sql, sqlite3_stmt **ret)
{
	struct statement *slot;
	size_t i;

	for (i = 0; i < s->nstatements; i++) {
		if (s->statements[i].sql == sql) {
			*ret = s->statements[i].st;
			return STORE_OK;
		}
	}
	if (s->nstatements == STORE_STATEMENTS)
		log_panic("store", "more statements than STORE_STATEMENTS");
	slot = &s->statements[s->nstatements];
	if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
		&slot->st, NULL) != SQLITE_OK)
		return sql_failed(s);
	slot->sql = sql;
	s->nstatements++;
	*ret = slot->st;
	return STORE_OK;
}

static int
bind_value(sqlite3_stmt *st, int place, const struct value *v)
{
	if (v->kind == VALUE_INT)
		return sqlite3_bind_int64(st, place, v->number);
	if (v->bytes == NULL)
		return sqlite3_bind_null(st, place);
	if (v->kind == VALUE_TEXT)
		return sqlite3_bind_text64(
		    st, place, v->bytes, v->len, SQLITE_STATIC, SQLITE_UTF8);
	return sqlite3_bind_blob64(st, place, v->bytes, v->len, SQLITE_STATIC);
}

enum store_status
sql_query(
    struct store *s, const char *sql, struct values values, sqlite3_stmt **ret)
{
	enum store_status status;
	sqlite3_stmt *st = NULL;
	size_t i;

	status = prepared(s, sql, &st);
	for (i = 0; status == STORE_OK && i < values.n; i++) {
		if (bind_value(st, (int)i + 1, &values.v[i]) != SQLITE_OK) {
			status = sql_failed(s);
			sql_end(st);
		}
	}
	if (status == STORE_OK)
		*ret = st;
	return status;
}

enum store_status
sql_row(struct store *s, sqlite3_stmt *st)
{
	switch (sqlite3_step(st)) {
	case SQLITE_ROW:
		return STORE_OK;
	case SQLITE_DONE:
		return STORE_NOT_FOUND;
	default:
		return sql_failed(s);
	}
}

void
sql_end(sqlite3_stmt *st)
{
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
}

enum store_status
sql_do(struct store *s, const char *sql, struct values values)
{
	enum store_status status;
	sqlite3_stmt *st = NULL;

	status = sql_query(s, sql, values, &st);
	if (status != STORE_OK)
		return status;
	status = sql_row(s, st);
	sql_end(st);
	return status == STORE_NOT_FOUND ? STORE_OK : status;
}

enum store_status
sql_number(struct store *s, const char *sql, struct values values, int64_t *ret)
{
	enum store_status status;
	sqlite3_stmt *st = NULL;

	status = sql_query(s, sql, values, &st);
	if (status != STORE_OK)
		return status;
	status = sql_row(s, st);
	if (status == STORE_OK)
		*ret = sqlite3_column_int64(st, 0);
	sql_end(st);
	return status;
}

bool
sql_copy(sqlite3_stmt *st, int column, char **ret)
{
	const unsigned char *text;
	char *copy;

	free(*ret);
	*ret = NULL;
	if (sqlite3_column_type(st, column) == SQLITE_NULL)
		return true;
	text = sqlite3_column_text(st, column);
	copy = text != NULL ? strdup((const char *)text) : NULL;
	*ret = copy;
	return copy != NULL;
}

int
sql_changes(struct store *s)
{
	return sqlite3_changes(s->db);
}

static const char SQL_BEGIN_READ[] = "BEGIN";
static const char SQL_BEGIN_WRITE[] = "BEGIN IMMEDIATE";
static const char SQL_COMMIT[] = "COMMIT";
static const char SQL_ROLLBACK[] = "ROLLBACK";

enum store_status
sql_transact(struct store *s, const char *verb, enum sql_mode mode,
    enum store_status (*body)(struct store *, void *), void *arg)
{
	enum store_status status;

	s->verb = verb;
	status = sql_do(
	    s, mode == SQL_WRITE ? SQL_BEGIN_WRITE : SQL_BEGIN_READ, NO_VALUES);
	if (status != STORE_OK)
		return status;
	status = body(s, arg);
	if (status == STORE_OK)
		status = sql_do(s, SQL_COMMIT, NO_VALUES);
	/* Some failures (a full disk) have already undone it. */
	if (status != STORE_OK && !sqlite3_get_autocommit(s->db))
		sql_do(s, SQL_ROLLBACK, NO_VALUES);
	return status;
}
