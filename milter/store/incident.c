/* SPDX-License-Identifier: MIT
 *
 * incident.c - the record of a verdict above pass, held or not.
 *
 * The report is kept as it is; the few words that lists show are kept beside
 * it and can be made again from it.
 */
#include "store/store.h"

#include <string.h>

#include "base/limits.h"
#include "base/log.h"
#include "base/ulid.h"
#include "report/report.h"
#include "store/sql.h"
#include "store/store-private.h"

/* The rules column is for a line of a list; the report has them all. */
#define RULES_BYTES 200

static const char SQL_INCIDENT[] =
    "INSERT INTO incident (id, at, report) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (id) DO NOTHING RETURNING n";
static const char SQL_SUMMARY[] =
    "INSERT INTO incident_summary (n, action, severe, routes, rules)"
    " VALUES (?1, ?2, ?3, ?4, ?5)";

/* The word for one reason, or NULL where it names neither. */
static const char *
reason_word(const struct report *r, const struct reason *reason)
{
	if (reason->finding >= 0 && (size_t)reason->finding < r->findings.n)
		return r->findings.v[reason->finding].rule;
	if (reason->unread >= 0 && (size_t)reason->unread < r->nunread)
		return unread_name(r->unread[reason->unread].why);
	return NULL;
}

static bool
word_before(const struct report *r, size_t end, const char *word)
{
	const char *other;
	size_t i;

	for (i = 0; i < end; i++) {
		other = reason_word(r, &r->verdict.reasons[i]);
		if (other != NULL && !r->verdict.reasons[i].observed &&
		    strcmp(other, word) == 0)
			return true;
	}
	return false;
}

/* 2,000 reasons compared with each other stay cheap because the column is
 * full after a few distinct ones. */
int
incident_rules(const struct report *r, struct buf *out)
{
	const struct verdict *v = &r->verdict;
	const char *word;
	size_t i;

	for (i = 0; i < v->nreasons; i++) {
		word = reason_word(r, &v->reasons[i]);
		if (word == NULL || v->reasons[i].observed ||
		    word_before(r, i, word))
			continue;
		if (out->len + strlen(word) > RULES_BYTES)
			return buf_adds(out, ", …");
		buf_addf(out, "%s%s%s", out->len > 0 ? ", " : "",
		    v->reasons[i].finding >= 0 ? "" : "unread.", word);
	}
	return buf_failed(out) ? -1 : 0;
}

enum store_status
incident_json(struct store *s, const struct report *r, struct buf *ret)
{
	buf_init(ret, LIMIT_REPORT_BYTES);
	if (!ulid_valid(r->id)) {
		log_error(NULL, "store", "verb=%s error=a report without an id",
		    s->verb);
		return STORE_FAILED;
	}
	if (report_write(r, ret) < 0) {
		log_error(NULL, "store",
		    "verb=%s error=the report does not fit", s->verb);
		return STORE_FAILED;
	}
	return STORE_OK;
}

static enum store_status
insert_summary(struct store *s, const struct report *r, int64_t n)
{
	struct buf rules = BUF_MAX(4 * KIB);
	const struct verdict *v = &r->verdict;
	enum store_status status;

	if (incident_rules(r, &rules) < 0)
		status = sql_no_memory(s);
	else
		status = sql_do(s, SQL_SUMMARY,
		    VALUES(sql_int(n), sql_text(action_name(v->action)),
			sql_int(v->severe), sql_int(v->routes),
			sql_text(buf_str(&rules))));
	buf_free(&rules);
	return status;
}

enum store_status
incident_insert(
    struct store *s, const struct report *r, const char *json, int64_t *ret_n)
{
	enum store_status status;
	int64_t n = 0;

	status = sql_number(s, SQL_INCIDENT,
	    VALUES(sql_text(r->id), sql_int(store_now(s)), sql_text(json)), &n);
	if (status == STORE_NOT_FOUND) {
		log_error(NULL, "store",
		    "verb=%s id=%s error=this id is already in use", s->verb,
		    r->id);
		return STORE_CONFLICT;
	}
	if (status == STORE_OK)
		status = insert_summary(s, r, n);
	if (status == STORE_OK)
		*ret_n = n;
	return status;
}

struct addition {
	const struct report *report;
	const char *json;
	const struct outgoing *mails;
	size_t nmails;
};

static enum store_status
add_body(struct store *s, void *arg)
{
	const struct addition *a = arg;
	enum store_status status;
	int64_t n;

	status = incident_insert(s, a->report, a->json, &n);
	if (status != STORE_OK)
		return status;
	return outgoing_insert(s, &n, a->mails, a->nmails);
}

enum store_status
incident_add(struct store *s, const struct report *r,
    const struct outgoing *mails, size_t nmails)
{
	struct addition a = {.report = r, .mails = mails, .nmails = nmails};
	enum store_status status;
	struct buf json;

	s->verb = "incident_add";
	status = incident_json(s, r, &json);
	a.json = buf_str(&json);
	if (status == STORE_OK)
		status =
		    sql_transact(s, "incident_add", SQL_WRITE, add_body, &a);
	buf_free(&json);
	return status;
}
