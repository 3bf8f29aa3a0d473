/* SPDX-License-Identifier: MIT
 *
 * inspect.c - one message through the stages, in order: the page to read
 * first.
 *
 * Runs in a worker, inside the sandbox: first in a plain one; a message with
 * documents from the beginning again in a document worker, alone.  Parse takes the message apart, extract
 * turns its parts into texts with places, find runs the rules over them; what
 * comes out is a report without a verdict, for the judge is elsewhere, where no
 * hostile bytes are.
 */
#include "inspect.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/address.h"
#include "base/buf.h"
#include "base/digest.h"
#include "base/log.h"
#include "base/strlist.h"
#include "config/config.h"
#include "config/members.h"
#include "extract/extract.h"
#include "extract/texts.h"
#include "find/find.h"
#include "parse/mail.h"
#include "report/report.h"
#include "report/request.h"

/* The mailboxes every recipient can see, as find and the report need them. */
struct visible {
	struct mail_address *to, *cc;
	size_t nto, ncc;
	struct facts_visible *v;
	size_t n;
};

static double
cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
keep(char **field, const char *s)
{
	return s == NULL || (*field = strdup(s)) != NULL ? 0 : -1;
}

static void
visible_add(struct visible *w, const struct mail_address *a, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		w->v[w->n++] = (struct facts_visible){a[i].name, a[i].address};
}

static int
visible_read(const struct mail *m, struct visible *w)
{
	*w = (struct visible){0};
	w->to = mail_addresses(m, "To", &w->nto);
	w->cc = mail_addresses(m, "Cc", &w->ncc);
	w->v = calloc(w->nto + w->ncc + 1, sizeof *w->v);
	if (w->v == NULL)
		return -1;
	visible_add(w, w->to, w->nto);
	visible_add(w, w->cc, w->ncc);
	return 0;
}

static void
visible_free(struct visible *w)
{
	mail_addresses_free(w->to, w->nto);
	mail_addresses_free(w->cc, w->ncc);
	free(w->v);
}

static bool
visible_has(const struct visible *w, const char *address)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (address_same(w->v[i].address, address))
			return true;
	return false;
}

/* Fills what the caller left open from the message itself: `probity check`
 * may know neither sender nor recipients. */
static int
complete_envelope(const struct mail *m, const char *from, struct envelope *e)
{
	static const char *const fields[] = {"To", "Cc", "Bcc"};
	const bool known = e->nrcpts > 0;
	struct mail_address *a;
	size_t i, k, n;
	int ret = 0;

	if (e->sender == NULL &&
	    envelope_sender(e, from != NULL ? from : "", NULL) < 0)
		return -1;
	for (k = 0; !known && k < 3; k++) {
		a = mail_addresses(m, fields[k], &n);
		for (i = 0; i < n && ret == 0; i++)
			ret = envelope_recipient(e, a[i].address, NULL);
		mail_addresses_free(a, n);
	}
	return ret;
}

/* Whose mail it is that comes from this mailbox, or NULL. An assistant may
 * serve several members: From then says for which of them. */
static const struct member *
owner_of(const struct members *all, const char *mailbox, const char *from)
{
	const struct member *m, *named;
	enum member_mailbox kind;

	m = mailbox != NULL ? members_find_kind(all, mailbox, &kind) : NULL;
	if (m == NULL || kind != MAILBOX_DELEGATE || from == NULL)
		return m;
	named = members_find(all, from);
	return named != NULL && members_speaks_for(named, mailbox) ? named : m;
}

static int
describe_sender(const struct config *c, const struct request *q,
    const char *from, struct report *r)
{
	const struct envelope *e = &q->envelope;
	const struct member *who = owner_of(c->members, e->auth, from);

	if (who == NULL)
		who = owner_of(c->members, e->sender, from);
	if (who == NULL)
		who = owner_of(c->members, from, from);
	if (keep(&r->sender, e->sender != NULL ? e->sender : "") < 0 ||
	    keep(&r->header_from, from) < 0)
		return -1;
	if (who == NULL)
		return 0;
	r->restricted = who->restricted;
	return keep(&r->member, who->name) < 0 ||
		       keep(&r->group, who->group) < 0
		   ? -1
		   : 0;
}

static int
describe_recipients(const struct config *c, const struct envelope *e,
    const struct visible *w, struct report *r)
{
	const char *address;
	size_t i;

	r->recipients = calloc(e->nrcpts + 1, sizeof *r->recipients);
	if (r->recipients == NULL)
		return -1;
	for (i = 0; i < e->nrcpts; i++) {
		address = e->rcpts[i].address;
		r->recipients[i] = (struct report_recipient){
		    .address = strdup(address),
		    .circle = config_circle(c, e->sender, address),
		    .visible = visible_has(w, address),
		    .never_hold = config_never_hold(c, address),
		};
		r->nrecipients++;
		if (r->recipients[i].address == NULL)
			return -1;
	}
	return 0;
}

static int
describe(const struct request *q, const struct mail *m, const char *data,
    size_t len, struct report *r)
{
	struct digest d;

	memcpy(r->id, q->id.s, sizeof r->id);
	r->size = len;
	r->at = q->at;
	if (keep(&r->file, q->file) < 0 ||
	    keep(&r->queue_id, q->envelope.queue_id) < 0)
		return -1;
	if (m != NULL && keep(&r->message_id, mail_header(m, "Message-ID")) < 0)
		return -1;
	if (!q->want_digest)
		return 0;
	d = digest_of(data, len);
	return keep(&r->sha256, digest_hex(&d).s);
}

/* Texts of what the request holds, as far as they may be read here; *ret_mail
 * stays NULL unless it is a whole message. */
static int
read_texts(const struct request *q, const char *data, size_t len,
    struct mail **ret_mail, struct texts *texts)
{
	switch (q->kind) {
	case REQUEST_LINE:
		return extract_line(data, len, texts);
	case REQUEST_DOCUMENT:
		return extract_document(
		    q->file != NULL ? q->file : "", data, len, texts);
	case REQUEST_MESSAGE:
		break;
	}
	*ret_mail = mail_parse(data, len);
	if (*ret_mail == NULL)
		return -1;
	return extract_mail(*ret_mail, texts);
}

static bool
is_reply(const struct mail *m)
{
	return mail_header(m, "In-Reply-To") != NULL ||
	       mail_header(m, "References") != NULL;
}

static char *
first_from(const struct mail *m)
{
	struct mail_address *a;
	char *from = NULL;
	size_t n;

	a = mail_addresses(m, "From", &n);
	if (n > 0)
		from = strdup(a[0].address);
	mail_addresses_free(a, n);
	return from;
}

/* What was not read belongs in the report: silence would say "clean". The texts
 * keep it too, for who asked to see them. */
static int
copy_unread(const struct texts *texts, struct report *r)
{
	struct unread_part *to;

	r->unread = calloc(texts->nunread + 1, sizeof *r->unread);
	if (r->unread == NULL)
		return -1;
	for (size_t i = 0; i < texts->nunread; i++) {
		const struct unread_part *from = &texts->unread[i];

		to = &r->unread[r->nunread++];
		to->why = from->why;
		if (keep(&to->part, from->part) < 0 ||
		    keep(&to->name, from->name) < 0 ||
		    keep(&to->type, from->type) < 0)
			return -1;
	}
	return 0;
}

/* Rules that ran into a limit: an author of rules wants to know. */
static void
log_limited(const struct request *q, const struct strlist *rules)
{
	struct buf names = BUF_MAX(1024);
	size_t i;

	for (i = 0; i < rules->n; i++)
		buf_addf(&names, "%s%s", i > 0 ? "," : "", rules->v[i]);
	if (rules->n > 0)
		log_warn(q->envelope.queue_id, "rule-limited", "rules=%s",
		    buf_str(&names));
	buf_free(&names);
}

enum inspected
inspect(const struct config *config, struct finder *finder,
    struct request *request, const char *data, size_t len,
    struct report *report, struct texts *texts)
{
	struct visible visible = {0};
	struct mail *mail = NULL;
	struct facts facts;
	char *from = NULL;
	double start = cpu_ms();
	enum inspected ret = INSPECT_FAILED;

	/* Parse and extract. */
	if (read_texts(request, data, len, &mail, texts) < 0)
		goto done;
	if (texts->wanted) {
		ret = INSPECT_ELSEWHERE;
		goto done;
	}
	if (mail != NULL) {
		from = first_from(mail);
		report->defects = mail_defects(mail);
		if (mail_limited(mail) &&
		    texts_unread(texts, UNREAD_LIMIT, "0", NULL, NULL) < 0)
			goto done;
		if (visible_read(mail, &visible) < 0 ||
		    complete_envelope(mail, from, &request->envelope) < 0)
			goto done;
	}

	/* Describe: who, to whom, what. */
	if (describe(request, mail, data, len, report) < 0 ||
	    describe_sender(config, request, from, report) < 0 ||
	    describe_recipients(config, &request->envelope, &visible, report) <
		0)
		goto done;

	/* Find. */
	facts = (struct facts){
	    .config = config,
	    .envelope = &request->envelope,
	    .header_from = from,
	    .visible = visible.v,
	    .nvisible = visible.n,
	    .sender_assumed = request->any_sender,
	    .reply = mail != NULL && is_reply(mail),
	    .line = request->kind == REQUEST_LINE,
	    .at = (time_t)request->at,
	};
	if (!request->skip_find &&
	    find_all(finder, texts, &facts, &report->findings) < 0)
		goto done;
	log_limited(request, &report->findings.cannot_tell);
	if (copy_unread(texts, report) < 0)
		goto done;
	report->cpu_ms = cpu_ms() - start;
	ret = INSPECT_REPORT;
done:
	visible_free(&visible);
	mail_free(mail);
	free(from);
	return ret;
}
