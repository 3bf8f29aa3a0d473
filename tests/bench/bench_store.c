/* SPDX-License-Identifier: MIT
 *
 * bench_store.c - what one durable hold costs beside the least it could: one
 * SQLite commit (WAL, synchronous=FULL) of the same bytes on the same disk.
 *
 * Prints one line: for each size the median milliseconds of held_add, of the
 * bare commit, and their ratio (goal P9: at most 2).  The two take turns, so
 * that a busy disk or core is busy for both.
 *
 *	bench_store [DIR]	a new folder below DIR (default $TMPDIR or /tmp)
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/ulid.h"
#include "report/report.h"
#include "store/store.h"

#define RUNS 400

struct bench {
	char dir[256];
	struct store *s;
	sqlite3 *db;
	sqlite3_stmt *insert;
	struct envelope envelope;
	struct report *report;
	char *data;
};

static void
die(const char *what)
{
	fprintf(stderr, "bench_store: %s\n", what);
	exit(EX_SOFTWARE);
}

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *v)
{
	qsort(v, RUNS, sizeof *v, compare);
	return v[RUNS / 2];
}

static void
open_bare(struct bench *b)
{
	char path[300];

	snprintf(path, sizeof path, "%s/bare.db", b->dir);
	if (sqlite3_open(path, &b->db) != SQLITE_OK ||
	    sqlite3_exec(b->db,
		"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
		"CREATE TABLE bare (n INTEGER PRIMARY KEY, data BLOB)",
		NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(b->db, "INSERT INTO bare (data) VALUES (?1)", -1,
		&b->insert, NULL) != SQLITE_OK)
		die("bare.db");
}

static void
set_up(struct bench *b, const char *below)
{
	static const char *const params[] = {"BODY=8BITMIME", NULL};
	struct buf err = BUF_MAX(1000);

	snprintf(b->dir, sizeof b->dir, "%s/bench-store-XXXXXX", below);
	if (mkdtemp(b->dir) == NULL)
		die("no folder");
	b->s = store_open(b->dir, false, &err);
	if (b->s == NULL)
		die(buf_str(&err));
	open_bare(b);
	b->report = report_new();
	b->data = calloc(1, 1 << 20);
	if (b->report == NULL || b->data == NULL)
		die("memory");
	b->report->verdict.judged = true;
	b->report->verdict.action = ACTION_HOLD;
	envelope_sender(&b->envelope, "<jo@council.example>", params);
	envelope_recipient(&b->envelope, "<a@example.org>", NULL);
	envelope_recipient(&b->envelope, "<b@example.org>", NULL);
}

static void
tear_down(struct bench *b)
{
	static const char *const names[] = {"probity.db", "probity.db-wal",
	    "probity.db-shm", "bare.db", "bare.db-wal", "bare.db-shm"};
	char path[300];
	size_t i;

	store_close(b->s);
	sqlite3_finalize(b->insert);
	sqlite3_close(b->db);
	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", b->dir, names[i]);
		unlink(path);
	}
	rmdir(b->dir);
	report_free(b->report);
	envelope_free(&b->envelope);
	free(b->data);
}

/* A new message each time: the first bytes are the run's number. */
static double
hold(struct bench *b, size_t len, int run)
{
	struct ulid id = ulid_new();
	bool held[2] = {true, true}, flags[2], joined;
	char got[27];
	double start;

	memcpy(b->data, &run, sizeof run);
	memcpy(b->report->id, id.s, sizeof id.s);
	start = now_ms();
	if (held_add(b->s, &b->envelope, b->data, len, held, b->report, NULL, 0,
		got, &joined, flags) != STORE_OK ||
	    joined)
		die("held_add");
	return now_ms() - start;
}

static double
bare(struct bench *b, size_t len)
{
	double start = now_ms();

	sqlite3_bind_blob64(b->insert, 1, b->data, len, SQLITE_STATIC);
	if (sqlite3_step(b->insert) != SQLITE_DONE)
		die("bare insert");
	sqlite3_reset(b->insert);
	return now_ms() - start;
}

int
main(int argc, char **argv)
{
	static const size_t sizes[] = {10, 86};
	static double held[RUNS], least[RUNS];
	const char *tmp = getenv("TMPDIR");
	struct bench b = {0};
	double h, l;
	size_t i;
	int run;

	set_up(&b, argc > 1 ? argv[1] : tmp != NULL ? tmp : "/tmp");
	printf("store:");
	for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		for (run = 0; run < RUNS; run++) {
			held[run] =
			    hold(&b, sizes[i] * 1024, (int)i * RUNS + run);
			least[run] = bare(&b, sizes[i] * 1024);
		}
		h = median(held);
		l = median(least);
		printf("%s hold of %zu KB p50 %.2f ms, bare commit %.2f ms, "
		       "ratio %.2f",
		    i > 0 ? ";" : "", sizes[i], h, l, h / l);
	}
	printf("\n");
	tear_down(&b);
	return 0;
}
