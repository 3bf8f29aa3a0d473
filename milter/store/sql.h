/* SPDX-License-Identifier: MIT
 *
 * sql.h - the store's hands on SQLite; private to this layer.
 *
 * Statements are prepared once a connection and kept.  A failure is logged
 * here, once, with SQLite's own words (which name tables and columns, never
 * values); callers only pass the status on.
 */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

/* A value to bind. Text and blobs are borrowed until the statement is done:
 * a message is never copied to be bound. */
struct value {
	enum { VALUE_INT, VALUE_TEXT, VALUE_BLOB } kind;
	int64_t number;
	const void *bytes; /* NULL binds NULL */
	size_t len;
};
struct value sql_int(int64_t number);
struct value sql_text(const char *s);
struct value sql_blob(const void *bytes, size_t len);

struct values {
	const struct value *v;
	size_t n;
};
#define VALUES(...)                                           \
	((struct values){(const struct value[]){__VA_ARGS__}, \
	    sizeof((const struct value[]){__VA_ARGS__}) /     \
		sizeof(struct value)})
#define NO_VALUES ((struct values){NULL, 0})

/* Runs a statement that returns no rows. `sql` must be a static array: its
 * address names the prepared statement. */
enum store_status sql_do(
    struct store *s, const char *sql, struct values values);

/* Starts a query, to be stepped with sql_row and ended with sql_end. */
enum store_status sql_query(
    struct store *s, const char *sql, struct values values, sqlite3_stmt **ret);
/* STORE_OK with a row to read, STORE_NOT_FOUND after the last, or why not. */
enum store_status sql_row(struct store *s, sqlite3_stmt *st);
void sql_end(sqlite3_stmt *st);

/* Reads one number: STORE_OK, STORE_NOT_FOUND for no row, or why not. */
enum store_status sql_number(
    struct store *s, const char *sql, struct values values, int64_t *ret);

/* Copies a column as a C string into *ret (NULL for NULL), freeing what was
 * there. False when memory is out. */
bool sql_copy(sqlite3_stmt *st, int column, char **ret);

/* How many rows the last sql_do changed. */
int sql_changes(struct store *s);

/* Runs body as one transaction and names `verb` in the log. What is not
 * STORE_OK undoes all of it. Writers take the lock at their start, so that
 * they wait for each other there and never half-way. */
enum sql_mode { SQL_READ, SQL_WRITE };
enum store_status sql_transact(struct store *s, const char *verb,
    enum sql_mode mode, enum store_status (*body)(struct store *, void *),
    void *arg);

/* Logs the connection's last error. Returns the status for it. */
enum store_status sql_failed(struct store *s);
/* The same for memory. */
enum store_status sql_no_memory(struct store *s);

#endif
