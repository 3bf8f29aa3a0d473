/* SPDX-License-Identifier: MIT
 *
 * notices.c - the mails probity sends: their kinds, and who gets them.
 */
#include "act/notices.h"

#include <string.h>

#include "act/notices-facts.h"
#include "act/notices-mail.h"
#include "base/address.h"
#include "base/strlist.h"
#include "base/template.h"
#include "config/config.h"
#include "report/report.h"

#define REFUSAL_MAX 400
/* What of a refusal's rule titles is told, so that contact and reference
 * always fit behind them. */
#define REFUSAL_TITLES 200

/* A notice that is one text. Takes v. */
static int
plain(const struct notice *n, enum notices_kind kind, struct template_values *v,
    const char *to, struct buf *out)
{
	int ret = -1;

	if (v != NULL && notices_mail_headers(n, kind, v, to, out) == 0)
		ret = notices_mail_text(n, kind, v, out);
	template_values_free(v);
	return ret;
}

static int
to_sender(const struct notice *n, enum notices_kind kind, struct buf *out)
{
	if (*n->report->sender == '\0')
		return NOTICES_NONE;
	return plain(
	    n, kind, notices_facts_for_sender(n), n->report->sender, out);
}

int
notices_sender_held(const struct notice *n, struct buf *out)
{
	return to_sender(n, NOTICES_SENDER_HELD, out);
}

int
notices_discarded(const struct notice *n, struct buf *out)
{
	return to_sender(n, NOTICES_DISCARDED, out);
}

int
notices_officer_held(
    const struct notice *n, const char *officer, struct buf *out)
{
	return plain(n, NOTICES_OFFICER_HELD,
	    notices_facts_for_officer(n, ACTION_NOTIFY), officer, out);
}

int
notices_officer_notify(
    const struct notice *n, const char *officer, struct buf *out)
{
	return plain(n, NOTICES_OFFICER_NOTIFY,
	    notices_facts_for_officer(n, ACTION_NOTIFY), officer, out);
}

static int
add_officer(struct strlist *l, const char *address)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (address_same(l->v[i], address))
			return 0;
	return strlist_add(l, address);
}

static bool
has_officer(const struct config *c, int route)
{
	return c->set.officer[route] != NULL && *c->set.officer[route] != '\0';
}

int
notices_officers(
    const struct config *c, const struct report *r, struct strlist *ret)
{
	/* The clerk is the proper officer where there are no others. */
	static const enum route fallback[] = {
	    ROUTE_DPO, ROUTE_CLERK, ROUTE_MO, ROUTE_COMMS};
	bool any = false;
	int i;

	for (i = 0; i < ROUTE_COUNT; i++) {
		if ((r->verdict.routes & 1u << i) == 0 || !has_officer(c, i))
			continue;
		any = true;
		if (add_officer(ret, c->set.officer[i]) < 0)
			return -1;
	}
	for (i = 0; !any && i < ROUTE_COUNT; i++) {
		if (!has_officer(c, fallback[i]))
			continue;
		any = true;
		if (add_officer(ret, c->set.officer[fallback[i]]) < 0)
			return -1;
	}
	return 0;
}

/* Adds s as it may stand in an SMTP reply: one line of ASCII, and no '%',
 * which smfi_setreply would take for a format. */
static void
add_plain(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s >= ' ' && *s < 0x7f && *s != '%')
			buf_addc(out, *s);
		else if (((unsigned char)*s & 0xc0) != 0x80)
			buf_addc(out, *s == '%' ? ' ' : '?');
	}
}

/* Adds the title of each rule, or policy, that refused; once each and only as
 * many as fit. */
static void
add_titles(const struct report *r, struct buf *out)
{
	struct buf title = BUF_MAX(REFUSAL_MAX), all = BUF_MAX(REFUSAL_TITLES);
	const struct reason *reason;
	const char *text;
	size_t i;

	for (i = 0; i < r->verdict.nreasons; i++) {
		reason = &r->verdict.reasons[i];
		if (reason->observed || reason->action != r->verdict.action)
			continue;
		text = reason->title;
		if (reason->finding >= 0 &&
		    (size_t)reason->finding < r->findings.n)
			text = r->findings.v[reason->finding].title;
		buf_reset(&title);
		add_plain(&title, text != NULL ? text : "");
		if (title.len == 0 || buf_failed(&title) ||
		    strstr(buf_str(&all), buf_str(&title)) != NULL)
			continue;
		if (all.len + 2 + title.len > REFUSAL_TITLES)
			break;
		buf_addf(
		    &all, "%s%s", all.len > 0 ? "; " : "", buf_str(&title));
	}
	if (all.len > 0)
		buf_addf(out, ": %s", buf_str(&all));
	buf_free(&title);
	buf_free(&all);
}

int
notices_refusal(const struct config *c, const struct report *r, struct buf *out)
{
	struct buf text = BUF_MAX(4096);
	const char *contact = c->set.council_contact;
	int ret;

	buf_adds(&text, "Not sent by the council's mail check");
	add_titles(r, &text);
	buf_adds(&text, ". Reference ");
	add_plain(&text, r->id);
	if (contact != NULL && *contact != '\0') {
		buf_adds(&text, ". Please ask ");
		add_plain(&text, contact);
	}
	ret = buf_failed(&text)
		  ? -1
		  : buf_add(out, buf_str(&text),
			text.len < REFUSAL_MAX ? text.len : REFUSAL_MAX);
	buf_free(&text);
	return ret;
}
