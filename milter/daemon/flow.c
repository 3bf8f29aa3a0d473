/* SPDX-License-Identifier: MIT
 *
 * flow.c - what happens to one message, from the MTA's last byte to its answer.
 *
 *   wanted?   whose mail is it (daemon/identity.c)
 *   repeat?   is it held already (daemon/repeats.c)
 *   inspect   ask a worker, once more in a fresh one when it died or overran
 *   judge     the report gets its verdict
 *   act       record, notices, answer (daemon/deed.c)
 *
 * Every way through ends in an answer to the MTA, and every one but "pass" and
 * "later" has been recorded on disk before it.
 */
#include "daemon/flow.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "act/notices.h"
#include "base/fd.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/ulid.h"
#include "config/config.h"
#include "daemon/deed.h"
#include "daemon/epoch.h"
#include "daemon/identity.h"
#include "daemon/records.h"
#include "judge/cannot-tell.h"
#include "report/exchange.h"
#include "report/report.h"
#include "store/store.h"

/* How long a message waits for an inspect parent that is being replaced. */
#define SERVICE_WAIT_MS 3000
/* How long one that was killed takes to be gone, workers and all. */
#define ENDING_MS 50

/* One message on its way. */
struct passage {
	const struct flow *flow;
	struct epoch *epoch; /* a reference */
	const struct arrival *arrival;
	struct ulid id;
	long long at;
	int (*beat)(void *);
	void *beat_arg;
};

/* The proof is bound to the one mailbox a notice goes to, from nobody. */
static bool
own_notice(const struct flow *f, const struct arrival *a)
{
	return a->kept[KEPT_NOTICE] != NULL && *a->envelope.sender == '\0' &&
	       a->envelope.nrcpts == 1 &&
	       notices_genuine(
		   f->key, a->kept[KEPT_NOTICE], a->envelope.rcpts[0].address);
}

static bool
wanted(struct arrival *a, void *arg)
{
	const struct flow *f = arg;
	struct epoch *e = epoch_current();
	struct identity who = identity_of(e->config, a, own_notice(f, a));

	a->context = e;
	if (!who.inspect)
		log_info(a->envelope.queue_id, "unread", "why=%s rcpts=%zu",
		    who.why, a->envelope.nrcpts);
	return who.inspect;
}

static void
done(struct arrival *a, void *arg)
{
	(void)arg;
	epoch_unref(a->context);
	a->context = NULL;
}

/* The trouble that an outcome means once trying again did not help. */
static enum trouble
trouble_of(enum outcome o)
{
	switch (o) {
	case OUTCOME_DIED:
		return TROUBLE_WORKER_DIED;
	case OUTCOME_OVERRAN:
		return TROUBLE_OVERRAN;
	case OUTCOME_BAD:
	case OUTCOME_REPORT:
		return TROUBLE_BAD_REPORT;
	case OUTCOME_MEMORY:
		return TROUBLE_MEMORY;
	case OUTCOME_GONE: /* nobody hears the answer: the message comes again */
	case OUTCOME_NO_SERVICE:
		break;
	}
	return TROUBLE_NO_SERVICE;
}

/* Waits for the next epoch, beating. */
static struct epoch *
next_epoch(const struct passage *p)
{
	struct epoch *e = epoch_after(p->epoch, SERVICE_WAIT_MS);

	if (p->beat(p->beat_arg) != 0)
		log_warn(p->arrival->envelope.queue_id, "mta-gone", "");
	return e;
}

static enum outcome
ask_once(const struct passage *p, const struct request *q,
    const struct service *service, struct buf *ret_json)
{
	const struct waiting how = {
	    .patience = patience_of(&p->epoch->config->set),
	    .beat = p->beat,
	    .beat_arg = p->beat_arg,
	};
	int texts;

	buf_reset(ret_json);
	return exchange_ask(
	    service, q, p->arrival->message, &how, ret_json, &texts);
}

/* Has the inspect parent ended, and its workers with it? They take a moment. */
static bool
service_gone(const struct passage *p)
{
	struct pollfd service = {.fd = p->epoch->service.plain, .events = 0};

	return poll(&service, 1, ENDING_MS) > 0;
}

/* A worker that died with its parent says nothing about the message. A new
 * inspect parent may serve what an ended one could not; config and
 * policies stay those the message started with. */
static enum outcome
ask_again(const struct passage *p, const struct request *q, enum outcome first,
    struct buf *ret_json)
{
	struct epoch *fresh;
	enum outcome o;

	log_warn(q->envelope.queue_id, "inspect-again", "why=%s",
	    outcome_name(first));
	if (first != OUTCOME_NO_SERVICE && !service_gone(p)) {
		o = ask_once(p, q, &p->epoch->service, ret_json);
		if (o != OUTCOME_NO_SERVICE &&
		    (o != OUTCOME_DIED || !service_gone(p)))
			return o;
	}
	fresh = next_epoch(p);
	o = ask_once(p, q, &fresh->service, ret_json);
	epoch_unref(fresh);
	return o;
}

/* A worker may have been taken over by what it read: who sends what to whom
 * is known here, and a report that says otherwise is none. */
static bool
about_this(const struct passage *p, const struct report *r)
{
	const struct envelope *e = &p->arrival->envelope;
	size_t i;

	if (strcmp(r->id, p->id.s) != 0 || r->nrecipients != e->nrcpts ||
	    r->size != p->arrival->size || strcmp(r->sender, e->sender) != 0)
		return false;
	for (i = 0; i < e->nrcpts; i++)
		if (strcmp(r->recipients[i].address, e->rcpts[i].address) != 0)
			return false;
	return true;
}

/* What a recipient is to the council follows from the config that the message
 * keeps; the worker's may be newer, or its word a lie. */
static void
put_right(const struct passage *p, struct report *r)
{
	const struct config *c = p->epoch->config;
	const char *sender = p->arrival->envelope.sender;
	struct report_recipient *to;
	size_t i;

	r->at = p->at;
	for (i = 0; i < r->nrecipients; i++) {
		to = &r->recipients[i];
		to->circle = config_circle(c, sender, to->address);
		to->never_hold = config_never_hold(c, to->address);
	}
}

/* The worker's report, not yet judged; NULL with the trouble. */
static struct report *
inspect_message(const struct passage *p, enum trouble *ret_trouble)
{
	struct buf json = BUF_MAX(LIMIT_REPORT_BYTES);
	struct buf err = BUF_MAX(256);
	struct request q = {
	    .kind = REQUEST_MESSAGE,
	    .id = p->id,
	    .envelope = p->arrival->envelope, /* borrowed */
	    .at = p->at,
	};
	struct report *r = NULL;
	enum outcome o;

	o = ask_once(p, &q, &p->epoch->service, &json);
	if (o != OUTCOME_REPORT && o != OUTCOME_MEMORY && o != OUTCOME_GONE)
		o = ask_again(p, &q, o, &json);
	if (o == OUTCOME_REPORT) {
		r = report_read(buf_str(&json), json.len, &err);
		if (r != NULL && !about_this(p, r)) {
			buf_adds(&err, "it is not about this message");
			report_free(r);
			r = NULL;
		}
		if (r != NULL)
			put_right(p, r);
		else
			log_error(q.envelope.queue_id, "report-bad", "%s",
			    buf_str(&err));
	}
	*ret_trouble = trouble_of(o);
	buf_free(&json);
	buf_free(&err);
	return r;
}

/* Is it a message that workers died of before? */
static bool
known_poison(const struct passage *p, const struct map *bytes)
{
	struct digest key;

	if (!records_any_poison())
		return false;
	key = held_key(&p->arrival->envelope, bytes->data, bytes->len);
	return records_poison(&key);
}

static void
remember_poison(const struct passage *p, const struct map *bytes)
{
	struct digest key =
	    held_key(&p->arrival->envelope, bytes->data, bytes->len);

	records_remember_poison(&key);
}

/* A judged report of the message, whatever happens; NULL with the trouble when
 * it must stay with the sender's MTA. */
static struct report *
report_on(
    const struct passage *p, const struct map *bytes, enum trouble *ret_trouble)
{
	const struct config *c = p->epoch->config;
	struct report *r = NULL;

	if (bytes->len > c->set.message_bytes) {
		*ret_trouble = TROUBLE_TOO_LARGE;
	} else if (known_poison(p, bytes)) {
		*ret_trouble = TROUBLE_WORKER_DIED;
	} else {
		r = inspect_message(p, ret_trouble);
		if (r != NULL && judge(c, r) == 0)
			return r;
		if (r != NULL)
			*ret_trouble = TROUBLE_MEMORY;
		else if (judge_trouble(*ret_trouble) == RESPONSE_HOLD)
			remember_poison(p, bytes);
	}
	report_free(r);
	if (judge_trouble(*ret_trouble) == RESPONSE_LATER)
		return NULL;
	r = cannot_tell(
	    c, p->id.s, *ret_trouble, &p->arrival->envelope, bytes->len, p->at);
	if (r == NULL)
		*ret_trouble = TROUBLE_MEMORY;
	return r;
}

static void
answer_trouble(const struct passage *p, enum trouble t, struct reply *ret)
{
	log_error(p->arrival->envelope.queue_id, "later", "id=%s why=%s",
	    p->id.s, trouble_word(t));
	reply_set(ret, REPLY_LATER, trouble_sentence(t));
}

static void
handle(const struct passage *p, const struct map *bytes, struct reply *ret)
{
	enum trouble t = TROUBLE_MEMORY;
	enum deed_result result;
	struct deed deed = {
	    .config = p->epoch->config,
	    .notices = p->epoch->notices,
	    .key = p->flow->key,
	    .envelope = &p->arrival->envelope,
	    .subject = p->arrival->kept[KEPT_SUBJECT],
	    .bytes = bytes,
	};
	struct report *r = NULL;

	if (!deed_repeat(&deed, ret, &result)) {
		deed.report = r = report_on(p, bytes, &t);
		if (r == NULL) {
			answer_trouble(p, t, ret);
			return;
		}
		result = deed_do(&deed, ret);
	}
	switch (result) {
	case DEED_DONE:
		break;
	case DEED_WAITING:
		p->flow->wake();
		break;
	case DEED_NO_STORE:
		answer_trouble(p, TROUBLE_NO_STORE, ret);
		break;
	case DEED_NO_MEMORY:
		answer_trouble(p, TROUBLE_MEMORY, ret);
		break;
	}
	report_free(r);
}

static void
message(struct arrival *a, struct reply *ret, int (*beat)(void *),
    void *beat_arg, void *arg)
{
	struct passage p = {
	    .flow = arg,
	    .epoch = a->context,
	    .arrival = a,
	    .id = ulid_new(),
	    .at = (long long)time(NULL),
	    .beat = beat,
	    .beat_arg = beat_arg,
	};
	struct map bytes;

	if (a->trouble != ARRIVAL_WHOLE) {
		answer_trouble(&p,
		    a->trouble == ARRIVAL_NO_ROOM ? TROUBLE_NO_ROOM
						  : TROUBLE_MEMORY,
		    ret);
		return;
	}
	if (map_fd(a->message, &bytes) < 0) {
		answer_trouble(&p, TROUBLE_MEMORY, ret);
		return;
	}
	handle(&p, &bytes, ret);
	map_free(&bytes);
}

struct intake_handler
flow_handler(const struct flow *f)
{
	return (struct intake_handler){
	    .wanted = wanted,
	    .message = message,
	    .done = done,
	    .arg = (void *)(uintptr_t)f,
	};
}
