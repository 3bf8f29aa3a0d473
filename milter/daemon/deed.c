/* SPDX-License-Identifier: MIT
 *
 * deed.c - does what a verdict says: records, notices, the answer to the MTA.
 *
 * The order is the promise: what is held is on disk, with the notices about
 * it, in one transaction, before the MTA hears a word.
 */
#include "daemon/deed.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "act/notices.h"
#include "base/fd.h"
#include "base/log.h"
#include "config/config.h"
#include "daemon/records.h"
#include "daemon/repeats.h"
#include "intake/reply.h"
#include "report/report.h"
#include "store/store.h"

/* Notices of one message: the sender's and one for each officer. */
#define MAILS_MAX 8

struct mails {
	struct outgoing v[MAILS_MAX];
	struct buf text[MAILS_MAX];
	struct strlist officers;
	size_t n;
};

static void
mails_free(struct mails *m)
{
	size_t i;

	for (i = 0; i < m->n; i++)
		buf_free(&m->text[i]);
	strlist_free(&m->officers);
}

/* An encoded word would show as letter salad, and decoding is not done here. */
static const char *
plain_subject(const char *s)
{
	const unsigned char *p;

	if (s == NULL || strstr(s, "=?") != NULL)
		return NULL;
	while (*s == ' ')
		s++;
	for (p = (const unsigned char *)s; *p != '\0'; p++)
		if (*p >= 0x80)
			return NULL;
	return s;
}

static struct notice
notice_of(const struct deed *d)
{
	return (struct notice){
	    .notices = d->notices,
	    .config = d->config,
	    .report = d->report,
	    .key = d->key,
	    .now = time(NULL),
	    .subject = plain_subject(d->subject),
	};
}

/* Keeps a notice that was made into m->text[m->n]. */
static void
keep(struct mails *m, const char *kind, const char *rcpt)
{
	m->v[m->n] = (struct outgoing){
	    .kind = kind,
	    .sender = "",
	    .rcpt = rcpt,
	    .data = m->text[m->n].data,
	    .len = m->text[m->n].len,
	};
	m->n++;
}

static int
add_sender_notice(const struct deed *d, struct mails *m)
{
	struct notice n = notice_of(d);
	int made;

	m->text[m->n] = BUF_MAX(NOTICES_MAX);
	made = notices_sender_held(&n, &m->text[m->n]);
	if (made == 0)
		keep(m, "sender-held", d->report->sender);
	else
		buf_free(&m->text[m->n]);
	return made < 0 ? -1 : 0;
}

static int
add_officer_notices(const struct deed *d, struct mails *m, const char *kind,
    int (*make)(const struct notice *, const char *, struct buf *))
{
	struct notice n = notice_of(d);
	size_t i;

	if (notices_officers(d->config, d->report, &m->officers) < 0)
		return -1;
	if (m->officers.n == 0)
		log_warn(d->envelope->queue_id, "no-officer", "id=%s set=%s",
		    d->report->id, "officers.dpo");
	for (i = 0; i < m->officers.n && m->n < MAILS_MAX; i++) {
		m->text[m->n] = BUF_MAX(NOTICES_MAX);
		if (make(&n, m->officers.v[i], &m->text[m->n]) < 0) {
			buf_free(&m->text[m->n]);
			return -1;
		}
		keep(m, kind, m->officers.v[i]);
	}
	return 0;
}

static void
add_rules(const struct report *r, struct buf *out)
{
	size_t i, k;

	for (i = 0; i < r->findings.n && !buf_failed(out); i++) {
		for (k = 0; k < i; k++)
			if (strcmp(r->findings.v[k].rule,
				r->findings.v[i].rule) == 0)
				break;
		if (k == i)
			buf_addf(out, "%s%s", out->len > 0 ? "," : "",
			    r->findings.v[i].rule);
	}
}

/* The one line of an inspected message: ids, counts and rule names only. */
static void
log_verdict(const struct deed *d, const char *held_as)
{
	const struct report *r = d->report;
	struct buf rules = BUF_MAX(400);

	add_rules(r, &rules);
	log_info(d->envelope->queue_id, "verdict",
	    "id=%s action=%s%s%s%s findings=%zu people=%zu unread=%zu "
	    "rules=%s bytes=%zu rcpts=%zu cpu_ms=%.2f",
	    held_as != NULL ? held_as : r->id, action_name(r->verdict.action),
	    r->verdict.severe ? " severe=yes" : "",
	    r->verdict.observe ? " observe=yes" : "",
	    held_as != NULL && strcmp(held_as, r->id) != 0 ? " joined=yes" : "",
	    r->findings.n + r->findings.dropped, r->findings.people, r->nunread,
	    rules.len > 0 ? buf_str(&rules) : "-", r->size, r->nrecipients,
	    r->cpu_ms);
	buf_free(&rules);
}

/* "tag; id=…": that it was checked and how to ask about it. What was found is
 * nobody's business on the way. */
static int
add_tag(const struct deed *d, struct reply *ret)
{
	struct buf value = BUF_MAX(128);
	int ok;

	buf_addf(&value, "tag; id=%s", d->report->id);
	ok = reply_add_header(
	    ret, d->config->set.header_verdict, buf_str(&value));
	buf_free(&value);
	return ok;
}

/* Is some copy of a message that goes on to be tagged? */
static bool
to_be_tagged(const struct report *r)
{
	size_t i;

	if (r == NULL || r->verdict.observe) /* a repeat has no report */
		return false;
	if (r->verdict.action == ACTION_TAG)
		return true;
	for (i = 0; i < r->nrecipients; i++)
		if (r->recipients[i].action == ACTION_TAG)
			return true;
	return false;
}

static enum deed_result
let_go(const struct deed *d, struct reply *ret)
{
	reply_set(ret, REPLY_ACCEPT, NULL);
	ret->clean = true;
	if (to_be_tagged(d->report) && add_tag(d, ret) < 0)
		return DEED_NO_MEMORY;
	return DEED_DONE;
}

static enum deed_result
record_incident(const struct deed *d, const struct mails *m)
{
	struct store *s = records_take();
	enum store_status status;

	if (s == NULL)
		return DEED_NO_STORE;
	status = incident_add(s, d->report, m->v, m->n);
	records_give(s, status == STORE_FAILED);
	if (status != STORE_OK)
		return DEED_NO_STORE;
	return m->n > 0 ? DEED_WAITING : DEED_DONE;
}

/* tag, notify, and whatever is only observed. */
static enum deed_result
pass_on(const struct deed *d, struct reply *ret)
{
	struct mails m = {.n = 0};
	enum deed_result done;

	if (d->report->verdict.action == ACTION_NOTIFY &&
	    !d->report->verdict.observe &&
	    add_officer_notices(
		d, &m, "officer-notify", notices_officer_notify) < 0) {
		mails_free(&m);
		return DEED_NO_MEMORY;
	}
	done = record_incident(d, &m);
	mails_free(&m);
	if (done == DEED_NO_STORE)
		return done;
	log_verdict(d, NULL);
	return let_go(d, ret) == DEED_DONE ? done : DEED_NO_MEMORY;
}

static enum deed_result
refuse(const struct deed *d, struct reply *ret)
{
	struct buf text = BUF_MAX(512);
	struct mails m = {.n = 0};
	enum deed_result done = DEED_NO_MEMORY;

	if (notices_refusal(d->config, d->report, &text) == 0)
		done = record_incident(d, &m);
	if (done == DEED_DONE) {
		log_verdict(d, NULL);
		reply_set(ret, REPLY_REFUSE, buf_str(&text));
	}
	buf_free(&text);
	return done;
}

/* Which recipients are stopped; all of them where none is known by itself. */
static bool *
held_mask(const struct deed *d)
{
	const struct report *r = d->report;
	size_t i, n = d->envelope->nrcpts;
	bool *held = calloc(n + 1, sizeof *held);

	for (i = 0; held != NULL && i < n; i++)
		held[i] = i >= r->nrecipients ||
			  action_stops(r->recipients[i].action);
	return held;
}

static bool
all_held(const bool *held, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!held[i])
			return false;
	return true;
}

/* The MTA's answer once the held copies are safe on disk. Takes held. */
static enum deed_result
answer_held(const struct deed *d, bool *held, struct reply *ret)
{
	if (all_held(held, d->envelope->nrcpts)) {
		free(held);
		reply_set(ret, REPLY_DISCARD, NULL);
		return DEED_WAITING;
	}
	if (let_go(d, ret) != DEED_DONE) {
		free(held);
		return DEED_NO_MEMORY;
	}
	ret->remove = held;
	return DEED_WAITING;
}

static enum store_status
commit(const struct deed *d, const struct mails *m, bool *held, char id[27])
{
	struct store *s = records_take();
	enum store_status status;
	bool joined;

	if (s == NULL)
		return STORE_BUSY;
	status = held_add(s, d->envelope, d->bytes->data, d->bytes->len, held,
	    d->report, m->v, m->n, id, &joined, held);
	records_give(s, status == STORE_FAILED);
	if (status == STORE_OK)
		repeats_add(d->bytes->len);
	return status;
}

static enum deed_result
hold(const struct deed *d, struct reply *ret)
{
	struct mails m = {.n = 0};
	bool *held = held_mask(d);
	enum deed_result done = DEED_NO_MEMORY;
	char id[27];

	if (held == NULL || add_sender_notice(d, &m) < 0 ||
	    add_officer_notices(d, &m, "officer-held", notices_officer_held) <
		0) {
		free(held);
	} else if (commit(d, &m, held, id) != STORE_OK) {
		free(held);
		done = DEED_NO_STORE;
	} else {
		log_verdict(d, id);
		done = answer_held(d, held, ret);
	}
	mails_free(&m);
	return done;
}

/* STORE_OK when a record was joined: held is then its held subset. */
static enum store_status
join(const struct deed *d, bool *held, char id[27])
{
	struct digest key =
	    held_key(d->envelope, d->bytes->data, d->bytes->len);
	struct store *s = records_take();
	enum store_status status;
	bool joined;

	if (s == NULL)
		return STORE_BUSY;
	status = held_seen(s, &key, id);
	if (status == STORE_OK)
		status = held_add(s, d->envelope, d->bytes->data, d->bytes->len,
		    held, NULL, NULL, 0, id, &joined, held);
	records_give(s, status == STORE_FAILED);
	return status;
}

bool
deed_repeat(
    const struct deed *d, struct reply *ret, enum deed_result *ret_result)
{
	enum store_status status;
	bool *held;
	char id[27];

	if (!repeats_possible(d->bytes->len))
		return false;
	held = calloc(d->envelope->nrcpts + 1, sizeof *held);
	if (held == NULL)
		return false;
	held[0] = true; /* held_add wants one; the record says which */
	status = join(d, held, id);
	if (status == STORE_OK) {
		log_info(d->envelope->queue_id, "repeat", "id=%s", id);
		*ret_result = answer_held(d, held, ret);
		return true;
	}
	/* Without the store a message that is in order must pass all the same,
	 * and one that is to be held will be told to come later. */
	free(held);
	return false;
}

enum deed_result
deed_do(const struct deed *d, struct reply *ret)
{
	const struct verdict *v = &d->report->verdict;

	if (v->action == ACTION_PASS) {
		log_verdict(d, NULL);
		return let_go(d, ret);
	}
	if (v->observe || v->action < ACTION_ASK)
		return pass_on(d, ret);
	return v->action == ACTION_REFUSE ? refuse(d, ret) : hold(d, ret);
}
