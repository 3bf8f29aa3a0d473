/* SPDX-License-Identifier: MIT
 *
 * cannot-tell.c - the report of a message that could not be inspected.
 */
#include "judge/cannot-tell.h"

#include <stdlib.h>
#include <string.h>

#include "base/envelope.h"
#include "config/config.h"
#include "report/report.h"

/* Which unread reason stands for each trouble that is held. */
static enum unread
unread_for(enum trouble t)
{
	switch (t) {
	case TROUBLE_OVERRAN:
		return UNREAD_TIMEOUT;
	case TROUBLE_TOO_LARGE:
		return UNREAD_LIMIT;
	default:
		return UNREAD_DAMAGED;
	}
}

static int
add_recipients(
    const struct config *c, const struct envelope *e, struct report *r)
{
	struct report_recipient *to;
	size_t i;

	r->recipients = calloc(e->nrcpts + 1, sizeof *r->recipients);
	if (r->recipients == NULL)
		return -1;
	for (i = 0; i < e->nrcpts; i++) {
		to = &r->recipients[i];
		to->address = strdup(e->rcpts[i].address);
		to->circle = config_circle(c, e->sender, e->rcpts[i].address);
		to->never_hold = config_never_hold(c, e->rcpts[i].address);
		to->action = to->never_hold ? ACTION_NOTIFY : ACTION_HOLD;
		r->nrecipients++;
		if (to->address == NULL)
			return -1;
	}
	return 0;
}

/* Of the recipients' actions; with none known, as if to one outsider. */
static enum action
strongest(const struct report *r)
{
	enum action a = r->nrecipients == 0 ? ACTION_HOLD : ACTION_PASS;
	size_t i;

	for (i = 0; i < r->nrecipients; i++)
		if (r->recipients[i].action > a)
			a = r->recipients[i].action;
	return a;
}

static int
add_reason(struct report *r, enum trouble t)
{
	struct verdict *v = &r->verdict;

	v->reasons = calloc(1, sizeof *v->reasons);
	if (v->reasons == NULL)
		return -1;
	v->nreasons = 1;
	v->reasons[0] = (struct reason){
	    .policy = strdup("cannot-tell"),
	    .title = strdup(trouble_sentence(t)),
	    .finding = -1,
	    .unread = 0,
	    .action = ACTION_HOLD,
	};
	return v->reasons[0].policy != NULL && v->reasons[0].title != NULL ? 0
									   : -1;
}

struct report *
cannot_tell(const struct config *c, const char *id, enum trouble t,
    const struct envelope *e, size_t size, long long at)
{
	struct report *r = report_unread(id, unread_for(t), size);

	if (r == NULL)
		return NULL;
	r->at = at;
	r->sender = strdup(e != NULL && e->sender != NULL ? e->sender : "");
	if (r->sender == NULL || add_reason(r, t) < 0 ||
	    (e != NULL && add_recipients(c, e, r) < 0)) {
		report_free(r);
		return NULL;
	}
	if (e != NULL && e->queue_id != NULL)
		r->queue_id = strdup(e->queue_id);
	r->verdict.action = strongest(r);
	r->verdict.judged = true;
	r->verdict.observe = c->set.observe;
	r->verdict.routes = 1u << ROUTE_DPO;
	return r;
}
