/* SPDX-License-Identifier: MIT
 *
 * store.c - opening, making, upgrading and probing a store.
 *
 * What holds for every open store: WAL and synchronous=FULL, so that a commit
 * is on disk before it is answered; foreign keys on; freed content overwritten
 * (secure_delete); nothing spilt to temporary files; functions and triggers of
 * a tampered file not trusted.
 *
 * The file's mode is set by name before SQLite opens it, never by umask(2),
 * which would be the whole process's, and never through a descriptor of our
 * own, whose close(2) would drop the POSIX locks that another thread's
 * connection holds on the file.  SQLite gives -wal and -shm the same mode.
 *
 * BUGS: no copy of the file is made before an upgrade.
 */
#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/random.h"
#include "store/schema.h"
#include "store/sql.h"
#include "store/store-private.h"

#define STORE_APPLICATION 0x70726f62 /* as in schema.sql */

/* A new store is made in one step, whatever the newest version is. */
static const struct upgrade upgrades[] = {
    {.from = 0, .to = 1, .sql = store_schema},
};

static const char SETTINGS[] = "PRAGMA foreign_keys = ON;"
			       "PRAGMA synchronous = FULL;"
			       "PRAGMA trusted_schema = OFF;"
			       "PRAGMA secure_delete = ON;"
			       "PRAGMA temp_store = MEMORY;"
			       "PRAGMA cell_size_check = ON;"
			       /* One thread's cache; there are many threads. */
			       "PRAGMA cache_size = -1024;"
			       /* A large message must not leave its size. */
			       "PRAGMA journal_size_limit = 16777216;";

static int64_t
real_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec;
}

int64_t
store_now(struct store *s)
{
	return s->clock();
}

void
store_set_clock(struct store *s, int64_t (*clock)(void))
{
	s->clock = clock;
}

void
store_set_patience(struct store *s, int ms)
{
	sqlite3_busy_timeout(s->db, ms);
}

/* What SQLite said last, for a person at start-up. */
static int
say(struct store *s, struct buf *ret_err)
{
	int error = sqlite3_system_errno(s->db);

	buf_adds(ret_err, sqlite3_errmsg(s->db));
	if (error != 0 && sqlite3_errcode(s->db) == SQLITE_CANTOPEN)
		buf_addf(ret_err, ": %s", strerror(error));
	return -1;
}

static int
run(struct store *s, const char *sql, struct buf *ret_err)
{
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return say(s, ret_err);
	return 0;
}

static int
run_number(struct store *s, const char *sql, int64_t *ret, struct buf *ret_err)
{
	sqlite3_stmt *st = NULL;
	int result = -1;

	if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW) {
		*ret = sqlite3_column_int64(st, 0);
		result = 0;
	} else {
		say(s, ret_err);
	}
	sqlite3_finalize(st);
	return result;
}

/* The version, once it is known that the file is a store or empty. */
static int
version_of(struct store *s, int newest, int *ret, struct buf *ret_err)
{
	int64_t version, application, tables;

	if (run_number(s, "PRAGMA user_version", &version, ret_err) < 0 ||
	    run_number(s, "PRAGMA application_id", &application, ret_err) < 0 ||
	    run_number(
		s, "SELECT count(*) FROM sqlite_schema", &tables, ret_err) < 0)
		return -1;
	if (tables != 0 && application != STORE_APPLICATION) {
		buf_adds(ret_err, "this is not a store of probity");
		return -1;
	}
	if (version > newest) {
		buf_addf(ret_err,
		    "its schema is version %d and this program knows up to "
		    "%d: it was used by a newer probity, install that",
		    (int)version, newest);
		return -1;
	}
	*ret = (int)version;
	return 0;
}

static const struct upgrade *
step_from(const struct upgrade *steps, size_t nsteps, int version)
{
	size_t i;

	for (i = 0; i < nsteps; i++)
		if (steps[i].from == version)
			return &steps[i];
	return NULL;
}

static int
take_step(struct store *s, const struct upgrade *step, struct buf *ret_err)
{
	char version[48];

	snprintf(version, sizeof version, "PRAGMA user_version = %d", step->to);
	if (run(s, step->sql, ret_err) < 0 || run(s, version, ret_err) < 0)
		return -1;
	return 0;
}

/* One step, or none when another process was there first. */
static int
upgrade_once(struct store *s, const struct upgrade *steps, size_t nsteps,
    struct buf *ret_err)
{
	int newest = steps[nsteps - 1].to, version;
	const struct upgrade *step;

	if (run(s, "BEGIN IMMEDIATE", ret_err) < 0)
		return -1;
	if (version_of(s, newest, &version, ret_err) < 0)
		goto undo;
	step = step_from(steps, nsteps, version);
	if (version < newest && step == NULL) {
		buf_addf(ret_err,
		    "its schema is version %d, which this program cannot "
		    "upgrade",
		    version);
		goto undo;
	}
	if (step != NULL && take_step(s, step, ret_err) < 0)
		goto undo;
	if (run(s, "COMMIT", ret_err) < 0)
		goto undo;
	return 0;
undo:
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return -1;
}

int
store_upgrade(struct store *s, const struct upgrade *steps, size_t nsteps,
    bool read_only, struct buf *ret_err)
{
	int newest = steps[nsteps - 1].to, version;

	for (;;) {
		if (version_of(s, newest, &version, ret_err) < 0)
			return -1;
		if (version == newest)
			return 0;
		if (read_only) {
			buf_addf(ret_err,
			    "its schema is version %d of %d: start probityd "
			    "once to upgrade it",
			    version, newest);
			return -1;
		}
		if (upgrade_once(s, steps, nsteps, ret_err) < 0)
			return -1;
	}
}

/* An empty file of the right mode; when root makes it, of the folder's owner,
 * so that `probity` run by root before the daemon does not lock it out. */
static int
make_file(const char *dir, const char *path, struct buf *ret_err)
{
	struct stat st;

	if (mknod(path, S_IFREG | 0660, 0) < 0) {
		if (errno == EEXIST)
			return 0;
		goto fail;
	}
	if (chmod(path, 0660) < 0 || stat(dir, &st) < 0)
		goto fail;
	if (geteuid() == 0 && lchown(path, st.st_uid, st.st_gid) < 0)
		goto fail;
	return 0;
fail:
	buf_addf(ret_err, "%s", strerror(errno));
	return -1;
}

/* Two processes that both make a store meet here, where SQLite does not wait
 * by itself. */
static int
use_wal(struct store *s, struct buf *ret_err)
{
	struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
	sqlite3_stmt *st = NULL;
	const char *mode = NULL;
	int tries, code = SQLITE_BUSY, result = -1;

	if (sqlite3_prepare_v2(
		s->db, "PRAGMA journal_mode = WAL", -1, &st, NULL) != SQLITE_OK)
		return say(s, ret_err);
	for (tries = 0; tries < STORE_BUSY_MS / 20; tries++) {
		code = sqlite3_step(st);
		if ((code & 0xff) != SQLITE_BUSY)
			break;
		sqlite3_reset(st);
		nanosleep(&pause, NULL);
	}
	if (code == SQLITE_ROW)
		mode = (const char *)sqlite3_column_text(st, 0);
	if (code != SQLITE_ROW)
		say(s, ret_err);
	else if (mode == NULL || strcmp(mode, "wal") != 0)
		buf_adds(ret_err, "the file system cannot do WAL");
	else
		result = 0;
	sqlite3_finalize(st);
	return result;
}

static int
open_file(
    struct store *s, const char *path, bool read_only, struct buf *ret_err)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
		    (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);

	if (sqlite3_open_v2(path, &s->db, flags, NULL) != SQLITE_OK) {
		if (s->db != NULL)
			return say(s, ret_err);
		buf_adds(ret_err, "out of memory");
		return -1;
	}
	sqlite3_extended_result_codes(s->db, 1);
	store_set_patience(s, STORE_BUSY_MS);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/* SQLite opens what it may not write for reading, without a word. */
	if (!read_only && sqlite3_db_readonly(s->db, "main") == 1) {
		buf_adds(ret_err, "this user may not write to it");
		return -1;
	}
	if (run(s, SETTINGS, ret_err) < 0)
		return -1;
	return read_only ? 0 : use_wal(s, ret_err);
}

struct store *
store_open(const char *dir, bool read_only, struct buf *ret_err)
{
	struct buf path = BUF_MAX(4096);
	struct store *s = calloc(1, sizeof *s);

	if (s == NULL || buf_addf(&path, "%s/probity.db", dir) < 0) {
		buf_adds(ret_err, "out of memory, or too long a path");
		goto fail;
	}
	s->clock = real_clock;
	buf_addf(ret_err, "%s: ", buf_str(&path));
	if (!read_only && make_file(dir, buf_str(&path), ret_err) < 0)
		goto fail;
	if (open_file(s, buf_str(&path), read_only, ret_err) < 0)
		goto fail;
	if (store_upgrade(s, upgrades, sizeof upgrades / sizeof upgrades[0],
		read_only, ret_err) < 0)
		goto fail;
	buf_reset(ret_err);
	buf_free(&path);
	return s;
fail:
	store_close(s);
	buf_free(&path);
	return NULL;
}

void
store_close(struct store *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->nstatements; i++)
		sqlite3_finalize(s->statements[i].st);
	sqlite3_close(s->db);
	free(s);
}

static const char SQL_PROBE[] =
    "INSERT INTO probe (one, at) VALUES (1, ?1)"
    " ON CONFLICT (one) DO UPDATE SET at = excluded.at";

static enum store_status
probe_body(struct store *s, void *arg)
{
	(void)arg;
	return sql_do(s, SQL_PROBE, VALUES(sql_int(store_now(s))));
}

enum store_status
store_probe(struct store *s)
{
	return sql_transact(s, "probe", SQL_WRITE, probe_body, NULL);
}

static const char SQL_KEY[] = "SELECT key FROM notice_key";
static const char SQL_NEW_KEY[] =
    "INSERT INTO notice_key (one, key) VALUES (1, ?1)";

static enum store_status
read_key(struct store *s, unsigned char ret[DIGEST_KEY_LEN])
{
	enum store_status status;
	const void *key;
	sqlite3_stmt *st;

	status = sql_query(s, SQL_KEY, NO_VALUES, &st);
	if (status != STORE_OK)
		return status;
	status = sql_row(s, st);
	if (status == STORE_OK) {
		key = sqlite3_column_blob(st, 0);
		if (key != NULL)
			memcpy(ret, key, DIGEST_KEY_LEN);
		else
			status = sql_no_memory(s);
	}
	sql_end(st);
	return status;
}

static enum store_status
key_body(struct store *s, void *arg)
{
	unsigned char *key = arg;
	enum store_status status;

	/* Another process may have made it since. */
	status = read_key(s, key);
	if (status != STORE_NOT_FOUND)
		return status;
	random_bytes(key, DIGEST_KEY_LEN);
	return sql_do(s, SQL_NEW_KEY, VALUES(sql_blob(key, DIGEST_KEY_LEN)));
}

enum store_status
store_notice_key(struct store *s, unsigned char ret[DIGEST_KEY_LEN])
{
	unsigned char key[DIGEST_KEY_LEN];
	enum store_status status;

	s->verb = "notice_key";
	status = read_key(s, key);
	if (status == STORE_NOT_FOUND)
		status =
		    sql_transact(s, "notice_key", SQL_WRITE, key_body, key);
	if (status == STORE_OK)
		memcpy(ret, key, sizeof key);
	return status;
}
