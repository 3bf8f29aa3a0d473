/* SPDX-License-Identifier: MIT
 *
 * fixture.c - a store in a folder of its own, and mail to put in it.
 */
#include "store/fixture.h"

#include "lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ulid.h"

int64_t fixture_time;

static int64_t
clock_of_test(void)
{
	return fixture_time;
}

struct store *
fixture_open(const struct fixture *f)
{
	struct buf err = BUF_MAX(1000);
	struct store *s = store_open(f->dir, false, &err);

	if (s == NULL)
		fail_msg("store_open: %s", buf_str(&err));
	store_set_clock(s, clock_of_test);
	buf_free(&err);
	return s;
}

int
fixture_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	const char *tmp = getenv("TMPDIR");

	assert_non_null(f);
	fixture_time = 1000000000;
	snprintf(f->dir, sizeof f->dir, "%s/probity-store-XXXXXX",
	    tmp != NULL && strlen(tmp) < 32 ? tmp : "/tmp");
	assert_non_null(mkdtemp(f->dir));
	f->s = fixture_open(f);
	*state = f;
	return 0;
}

int
fixture_down(void **state)
{
	static const char *const names[] = {
	    "probity.db", "probity.db-wal", "probity.db-shm"};
	struct fixture *f = *state;
	char path[128];
	size_t i;

	store_close(f->s);
	for (i = 0; i < COUNT(names); i++) {
		snprintf(path, sizeof path, "%s/%s", f->dir, names[i]);
		unlink(path);
	}
	rmdir(f->dir);
	free(f);
	return 0;
}

void
fixture_reopen(struct fixture *f)
{
	store_close(f->s);
	f->s = NULL;
	f->s = fixture_open(f);
}

int64_t
fixture_number(struct store *s, const char *sql)
{
	sqlite3_stmt *st = NULL;
	int64_t n;

	if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK ||
	    sqlite3_step(st) != SQLITE_ROW)
		fail_msg("%s: %s", sql, sqlite3_errmsg(s->db));
	n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return n;
}

void
fixture_sql(struct store *s, const char *sql)
{
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(s->db));
}

static void
add_finding(struct report *r, const char *rule)
{
	struct finding f = {
	    .rule = strdup(rule),
	    .title = strdup("National Insurance number"),
	    .why = strdup("It identifies one person for life."),
	    .category = strdup("personal.id"),
	    .confidence = CONFIDENCE_HIGH,
	    .zone = ZONE_AUTHORED,
	    .whose = WHOSE_THIRD_PARTY,
	    .place = strdup("body"),
	    .part = strdup("1"),
	    .excerpt = strdup("NI number MW•••••••A"),
	    .end = 9,
	};

	assert_int_equal(findings_take(&r->findings, &f), 0);
}

static void
add_reasons(struct report *r)
{
	static const struct {
		long finding, unread;
		bool observed;
	} given[] = {{0, -1, false}, {1, -1, false}, {-1, 0, false},
	    {2, -1, true}, {-1, -1, false}};
	size_t i;

	r->verdict.reasons = calloc(COUNT(given), sizeof(struct reason));
	assert_non_null(r->verdict.reasons);
	for (i = 0; i < COUNT(given); i++)
		r->verdict.reasons[i] = (struct reason){
		    .policy = strdup("outside"),
		    .title = strdup("Personal data to outside"),
		    .finding = given[i].finding,
		    .unread = given[i].unread,
		    .observed = given[i].observed,
		    .action = ACTION_HOLD,
		};
	r->verdict.nreasons = COUNT(given);
}

struct report *
fixture_report(void)
{
	struct report *r = report_new();
	struct ulid id = ulid_new();

	assert_non_null(r);
	memcpy(r->id, id.s, sizeof r->id);
	r->sender = strdup("jo@council.example");
	add_finding(r, "nino");
	add_finding(r, "nino");
	add_finding(r, "home-address");
	r->unread = calloc(1, sizeof *r->unread);
	assert_non_null(r->unread);
	r->unread[0] = (struct unread_part){.why = UNREAD_IMAGE,
	    .part = strdup("2"),
	    .name = strdup("scan.png")};
	r->nunread = 1;
	add_reasons(r);
	r->verdict.judged = true;
	r->verdict.action = ACTION_HOLD;
	r->verdict.severe = true;
	r->verdict.routes = 1u << ROUTE_DPO | 1u << ROUTE_CLERK;
	return r;
}

void
fixture_envelope(struct envelope *e, size_t n)
{
	static const char *const mail[] = {
	    "BODY=8BITMIME", "RET=HDRS", "ENVID=QQ314159", NULL};
	char verbatim[64], orcpt[64];
	const char *params[] = {"NOTIFY=SUCCESS,FAILURE", orcpt, NULL};
	size_t i;

	*e = (struct envelope){0};
	assert_int_equal(envelope_sender(e, "<jo@council.example>", mail), 0);
	for (i = 0; i < n; i++) {
		snprintf(verbatim, sizeof verbatim, "<r%zu@example.org>", i);
		snprintf(
		    orcpt, sizeof orcpt, "ORCPT=rfc822;r%zu@example.org", i);
		assert_int_equal(envelope_recipient(e, verbatim, params), 0);
	}
	envelope_set(&e->auth, "jo");
	envelope_set(&e->client_addr, "192.0.2.7");
	envelope_set(&e->client_name, "pc.council.example");
	envelope_set(&e->daemon_name, "smtpd");
	envelope_set(&e->queue_id, "4F1A2B");
}

enum store_status
fixture_add(struct store *s, const struct envelope *e, const char *data,
    size_t len, char ret_id[27], bool *ret_joined)
{
	bool held[FIXTURE_RCPTS], flags[FIXTURE_RCPTS];
	struct report *r = fixture_report();
	enum store_status status;

	assert_true(e->nrcpts <= FIXTURE_RCPTS);
	memset(held, 1, sizeof held);
	status = held_add(
	    s, e, data, len, held, r, NULL, 0, ret_id, ret_joined, flags);
	report_free(r);
	return status;
}

void
fixture_message(struct store *s, char ret_id[27])
{
	static unsigned number;
	struct envelope e;
	char data[64];
	bool joined;
	int len;

	fixture_envelope(&e, 2);
	len = snprintf(
	    data, sizeof data, "Subject: %u\r\n\r\nBins.\r\n", ++number);
	assert_int_equal(
	    fixture_add(s, &e, data, (size_t)len, ret_id, &joined), STORE_OK);
	assert_false(joined);
	envelope_free(&e);
}
