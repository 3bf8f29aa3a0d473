/* SPDX-License-Identifier: MIT
 *
 * test_store.c - a store opens, says clearly why not, waits, and fails whole.
 */
#include "store/store.h"

#include "lib/test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "store/fixture.h"

static void
file_of(const struct fixture *f, const char *suffix, char path[128])
{
	snprintf(path, 128, "%s/probity.db%s", f->dir, suffix);
}

/* Opens read-write or not and wants the error to contain `want`. */
static void
refused(const struct fixture *f, bool read_only, const char *want)
{
	struct buf err = BUF_MAX(1000);
	struct store *s = store_open(f->dir, read_only, &err);

	if (s != NULL)
		fail_msg("opened; want: %s", want);
	if (strstr(buf_str(&err), want) == NULL ||
	    strstr(buf_str(&err), f->dir) == NULL)
		fail_msg("got: %s\nwant: %s", buf_str(&err), want);
	buf_free(&err);
}

/* File, -wal and -shm are 0660 whatever the process's umask. */
static void
modes(void **state)
{
	static const char *const suffixes[] = {"", "-wal", "-shm"};
	static const mode_t masks[] = {0, 022, 077, 0777};
	struct fixture *f = *state;
	struct stat st;
	char path[128];
	size_t i, j;
	mode_t old;

	for (i = 0; i < COUNT(masks); i++) {
		store_close(f->s);
		f->s = NULL;
		file_of(f, "", path);
		unlink(path);
		old = umask(masks[i]);
		f->s = fixture_open(f);
		assert_int_equal(store_probe(f->s), STORE_OK);
		umask(old);
		for (j = 0; j < COUNT(suffixes); j++) {
			file_of(f, suffixes[j], path);
			assert_int_equal(stat(path, &st), 0);
			if ((st.st_mode & 07777) != 0660)
				fail_msg("umask %o: %s has mode %o", masks[i],
				    path, st.st_mode & 07777);
		}
	}
}

/* What the header promises of a connection is in force. */
static void
settings(void **state)
{
	static const struct {
		const char *sql;
		int64_t want;
	} cases[] = {
	    {"PRAGMA synchronous", 2},
	    {"PRAGMA foreign_keys", 1},
	    {"PRAGMA secure_delete", 1},
	    {"PRAGMA trusted_schema", 0},
	    {"PRAGMA temp_store", 2},
	    {"PRAGMA busy_timeout", STORE_BUSY_MS},
	    {"PRAGMA user_version", 1},
	    {"SELECT journal_mode = 'wal' FROM pragma_journal_mode", 1},
	    /* every table is STRICT */
	    {"SELECT count(*) FROM pragma_table_list WHERE schema = 'main'"
	     " AND type = 'table' AND name NOT LIKE 'sqlite%' AND NOT strict",
		0},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		if (fixture_number(f->s, cases[i].sql) != cases[i].want)
			fail_msg("%s: got %lld, want %lld", cases[i].sql,
			    (long long)fixture_number(f->s, cases[i].sql),
			    (long long)cases[i].want);
}

/* A store of another version, of another program, or no database at all is
 * refused in a sentence that names the file. */
static void
refusals(void **state)
{
	struct fixture *f = *state;
	char path[128];
	int fd;

	fixture_sql(f->s, "PRAGMA user_version = 2");
	refused(f, false, "used by a newer probity");
	refused(f, true, "used by a newer probity");
	fixture_sql(f->s, "PRAGMA user_version = 0");
	refused(f, true, "start probityd once to upgrade it");
	refused(f, false, "already exists");
	fixture_sql(f->s, "PRAGMA user_version = 1");
	fixture_sql(f->s, "PRAGMA application_id = 7");
	refused(f, false, "not a store of probity");
	store_close(f->s);
	f->s = NULL;

	file_of(f, "", path);
	fd = open(path, O_WRONLY | O_TRUNC);
	assert_int_equal(
	    fd_write_all(
		fd, "This is not a database at all, but a letter.", 44),
	    0);
	close(fd);
	refused(f, false, "file is not a database");
	refused(f, true, "file is not a database");
	unlink(path);
	refused(f, true, "unable to open database file");
	f->s = fixture_open(f);
}

/* No folder: the reason is the system's. */
static void
no_folder(void **state)
{
	struct fixture gone = {.dir = "/nonexistent/probity"};

	(void)state;
	refused(&gone, false, "No such file or directory");
	refused(&gone, true, "No such file or directory");
}

static int64_t
version(struct store *s)
{
	return fixture_number(s, "PRAGMA user_version");
}

/* Steps run in order, each whole or not at all, and never twice. */
static void
upgrades(void **state)
{
	static const struct upgrade steps[] = {
	    {0, 1, "CREATE TABLE never (a)"},
	    {1, 2, "CREATE TABLE two (a); INSERT INTO two VALUES (2)"},
	    {2, 4, "CREATE TABLE four (a)"},
	    {4, 5, "CREATE TABLE five (a); INSERT INTO nowhere VALUES (1)"},
	};
	struct buf err = BUF_MAX(1000);
	struct fixture *f = *state;

	assert_int_equal(store_upgrade(f->s, steps, 3, true, &err), -1);
	assert_int_equal(version(f->s), 1);
	assert_int_equal(store_upgrade(f->s, steps, 3, false, &err), 0);
	assert_int_equal(version(f->s), 4);
	assert_int_equal(store_upgrade(f->s, steps, 3, false, &err), 0);
	assert_int_equal(fixture_number(f->s, "SELECT count(*) FROM two"), 1);

	buf_reset(&err);
	assert_int_equal(store_upgrade(f->s, steps, 4, false, &err), -1);
	assert_string_equal(buf_str(&err), "no such table: nowhere");
	assert_int_equal(version(f->s), 4);
	assert_int_equal(
	    fixture_number(f->s, "SELECT count(*) FROM sqlite_schema"
				 " WHERE name IN ('five', 'never')"),
	    0);

	buf_reset(&err);
	fixture_sql(f->s, "PRAGMA user_version = 3");
	assert_int_equal(store_upgrade(f->s, steps, 3, false, &err), -1);
	assert_non_null(strstr(buf_str(&err), "cannot upgrade"));
	buf_free(&err);
}

/* Many processes that make the same store at the same moment all get it. */
static void
made_at_once(void **state)
{
	struct fixture *f = *state;
	pid_t pids[6];
	char path[128];
	int status;
	size_t i;

	store_close(f->s);
	f->s = NULL;
	file_of(f, "", path);
	unlink(path);
	for (i = 0; i < COUNT(pids); i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			struct buf err = BUF_MAX(1000);
			struct store *s = store_open(f->dir, false, &err);

			_exit(s != NULL && store_probe(s) == STORE_OK ? 0 : 1);
		}
	}
	for (i = 0; i < COUNT(pids); i++) {
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	f->s = fixture_open(f);
}

/* A store locked past our patience is busy, soon, and works afterwards. */
static void
locked(void **state)
{
	struct fixture *f = *state;
	struct store *other = fixture_open(f);
	char id[27];
	int64_t start;

	fixture_message(f->s, id);
	fixture_sql(other, "BEGIN IMMEDIATE");
	store_set_patience(f->s, 100);
	start = clock_ms();
	assert_int_equal(store_probe(f->s), STORE_BUSY);
	assert_int_equal(held_release(f->s, id, "ann", ""), STORE_BUSY);
	assert_in_range(clock_ms() - start, 150, 5000);
	/* Reading does not wait for a writer. */
	assert_int_equal(held_find(f->s, id, id), STORE_OK);
	fixture_sql(other, "ROLLBACK");
	assert_int_equal(held_release(f->s, id, "ann", ""), STORE_OK);
	store_close(other);
}

/* A store opened for reading reads, and every verb that writes fails. */
static void
read_only(void **state)
{
	struct buf err = BUF_MAX(1000);
	struct fixture *f = *state;
	struct held_list list;
	struct digest key = {{1}};
	struct envelope e;
	struct report *r = fixture_report();
	struct store *s;
	char id[27];
	bool joined;

	fixture_message(f->s, id);
	fixture_envelope(&e, 1);
	s = store_open(f->dir, true, &err);
	assert_non_null(s);
	assert_int_equal(held_list(s, 1u << HELD_HELD, 10, &list), STORE_OK);
	assert_int_equal(list.n, 1);
	held_list_free(&list);
	assert_int_equal(store_probe(s), STORE_FAILED);
	assert_int_equal(held_release(s, id, "ann", ""), STORE_FAILED);
	assert_int_equal(poison_add(s, &key), STORE_FAILED);
	assert_int_equal(incident_add(s, r, NULL, 0), STORE_FAILED);
	assert_int_equal(fixture_add(s, &e, "x", 1, id, &joined), STORE_FAILED);
	store_close(s);
	report_free(r);
	envelope_free(&e);
	buf_free(&err);
}

/* A file that this user may read and not write is not opened for writing. */
static void
not_ours(void **state)
{
	struct buf err = BUF_MAX(1000);
	struct fixture *f = *state;
	char path[128];
	int status;
	pid_t pid;

	store_close(f->s);
	f->s = NULL;
	file_of(f, "", path);
	assert_int_equal(chmod(f->dir, 0755), 0);
	assert_int_equal(chmod(path, 0444), 0);
	pid = fork();
	if (pid == 0) {
		/* root may write to anything */
		if (geteuid() == 0 && setuid(65534) < 0)
			_exit(2);
		if (store_open(f->dir, false, &err) != NULL)
			_exit(1);
		_exit(strstr(buf_str(&err), "may not write to it") ? 0 : 3);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* A full disk fails the verb whole; with room again the same message goes in,
 * once. */
static void
full(void **state)
{
	struct fixture *f = *state;
	size_t len = 3 * 1024 * 1024;
	char *data = calloc(1, len), id[27] = "", sql[64];
	struct envelope e;
	bool joined;

	assert_non_null(data);
	fixture_envelope(&e, 3);
	snprintf(sql, sizeof sql, "PRAGMA max_page_count = %d",
	    (int)fixture_number(f->s, "PRAGMA page_count") + 200);
	fixture_number(f->s, sql);
	assert_int_equal(
	    fixture_add(f->s, &e, data, len, id, &joined), STORE_FAILED);
	assert_string_equal(id, "");
	assert_int_equal(
	    fixture_number(f->s, "SELECT count(*) FROM incident"), 0);
	fixture_number(f->s, "PRAGMA max_page_count = 1000000");
	assert_int_equal(
	    fixture_add(f->s, &e, data, len, id, &joined), STORE_OK);
	assert_false(joined);
	assert_int_equal(fixture_number(f->s, "SELECT count(*) FROM held"), 1);
	envelope_free(&e);
	free(data);
}

/* A damaged page fails the verb that meets it and nothing crashes; bytes that
 * changed under us are never handed out. */
static void
damaged(void **state)
{
	struct fixture *f = *state;
	struct held h = {0};
	char path[128], id[27], junk[4096];
	int64_t page;
	int fd;

	fixture_message(f->s, id);
	fixture_sql(f->s, "UPDATE original SET data = CAST("
			  "replace(CAST(data AS TEXT), 'B', 'T') AS BLOB)");
	assert_int_equal(held_get(f->s, id, false, &h), STORE_OK);
	held_free(&h);
	assert_int_equal(held_get(f->s, id, true, &h), STORE_FAILED);

	page = fixture_number(
	    f->s, "SELECT rootpage FROM sqlite_schema WHERE name = 'held'");
	store_close(f->s);
	f->s = NULL;
	memset(junk, 0xa5, sizeof junk);
	file_of(f, "", path);
	fd = open(path, O_WRONLY);
	assert_int_equal(
	    pwrite(fd, junk, sizeof junk, (page - 1) * 4096), sizeof junk);
	f->s = fixture_open(f);
	assert_int_equal(held_get(f->s, id, true, &h), STORE_FAILED);
	assert_int_equal(held_release(f->s, id, "ann", ""), STORE_FAILED);
	store_close(f->s);
	f->s = NULL;

	/* The page of the schema itself: refused at the door. */
	assert_int_equal(pwrite(fd, junk, sizeof junk, 100), sizeof junk);
	close(fd);
	refused(f, false, "malformed");
}

/* Poison is remembered for as long as an MTA tries, and no longer. */
static void
poison(void **state)
{
	struct fixture *f = *state;
	struct digest bad = {{1, 0, 2}}, good = {{1, 0, 3}};

	assert_false(poison_has(f->s, &bad));
	assert_false(poison_any(f->s));
	assert_int_equal(poison_add(f->s, &bad), STORE_OK);
	assert_true(poison_any(f->s));
	assert_int_equal(poison_add(f->s, &bad), STORE_OK);
	fixture_reopen(f);
	assert_true(poison_has(f->s, &bad));
	assert_false(poison_has(f->s, &good));
	fixture_time += 6 * 24 * 3600;
	assert_false(poison_has(f->s, &bad));
	assert_int_equal(poison_add(f->s, &good), STORE_OK);
	assert_int_equal(
	    fixture_number(f->s, "SELECT count(*) FROM poison"), 1);
}

/* Every process has the same key for notices, and another store another. */
static void
notice_key(void **state)
{
	static const unsigned char none[DIGEST_KEY_LEN];
	struct fixture *f = *state;
	unsigned char a[DIGEST_KEY_LEN] = {0}, b[DIGEST_KEY_LEN] = {0};
	struct store *other = fixture_open(f);

	assert_int_equal(store_notice_key(f->s, a), STORE_OK);
	assert_memory_not_equal(a, none, sizeof a);
	assert_int_equal(store_notice_key(other, b), STORE_OK);
	assert_memory_equal(a, b, sizeof a);
	store_close(other);
	fixture_sql(f->s, "DELETE FROM notice_key");
	assert_int_equal(store_notice_key(f->s, b), STORE_OK);
	assert_memory_not_equal(a, b, sizeof a);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_up, fixture_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(modes),
	    TEST(settings),
	    TEST(refusals),
	    TEST(no_folder),
	    TEST(upgrades),
	    TEST(made_at_once),
	    TEST(locked),
	    TEST(read_only),
	    TEST(not_ours),
	    TEST(full),
	    TEST(damaged),
	    TEST(poison),
	    TEST(notice_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
