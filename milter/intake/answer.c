/* SPDX-License-Identifier: MIT
 *
 * answer.c - one reply as libmilter calls: the only place that makes them.
 *
 * Order matters: recipients first, then removal, then addition.  Headers are
 * removed from the highest index down, because Postfix renumbers after each
 * removal and Sendmail does not (CVE-2022-48521 is what happens otherwise).
 */
#include "intake/answer.h"

#include "base/log.h"
#include "intake/collect.h"
#include "intake/reply.h"

#define REPLY_TEXT_MAX 400

static int
remove_recipients(SMFICTX *ctx, const struct envelope *e, const bool *remove)
{
	size_t i;

	for (i = 0; remove != NULL && i < e->nrcpts; i++)
		if (remove[i] &&
		    smfi_delrcpt(ctx, e->rcpts[i].verbatim) != MI_SUCCESS)
			return -1;
	return 0;
}

static int
remove_spoofed(SMFICTX *ctx, const struct collect *c)
{
	size_t i;
	int n;

	for (i = 0; i < c->nspoofed; i++)
		for (n = c->spoofed[i].count; n > 0; n--)
			if (smfi_chgheader(ctx, c->spoofed[i].name, n, NULL) !=
			    MI_SUCCESS)
				return -1;
	return 0;
}

static int
add_headers(SMFICTX *ctx, const struct reply *r)
{
	struct buf value = BUF_MAX(2000);
	size_t i;
	int ret = 0;

	for (i = 0; i < r->nadd && ret == 0; i++) {
		/* With HDR_LEADSPC the space after the colon is ours to give,
		 * and intake refuses MTAs that do not offer it. */
		buf_reset(&value);
		buf_addf(&value, " %s", r->add[i].value);
		if (buf_failed(&value) || smfi_addheader(ctx, r->add[i].name,
					      value.data) != MI_SUCCESS)
			ret = -1;
	}
	buf_free(&value);
	return ret;
}

/* A '%' would drop the text, a control byte fail it (smfi_setreply). */
static void
set_text(SMFICTX *ctx, char *code, char *status, const char *text)
{
	struct buf safe = BUF_MAX(2 * REPLY_TEXT_MAX + 2);
	const char *p;
	size_t n = 0;

	for (p = text; *p != '\0' && n < REPLY_TEXT_MAX; p++, n++) {
		if (*p == '%')
			buf_adds(&safe, "%%");
		else
			buf_addc(&safe, *p < ' ' || *p > '~' ? '?' : *p);
	}
	if (smfi_setreply(ctx, code, status, safe.data) != MI_SUCCESS)
		log_warn(NULL, "reply-text-refused", "code=%s", code);
	buf_free(&safe);
}

sfsistat
answer(SMFICTX *ctx, const struct collect *c, const struct reply *r)
{
	const struct envelope *e = &c->arrival.envelope;

	switch (r->word) {
	case REPLY_DISCARD:
		return SMFIS_DISCARD;
	case REPLY_REFUSE:
		set_text(ctx, "550", "5.7.1",
		    r->text != NULL ? r->text : "Refused by council policy");
		return SMFIS_REJECT;
	case REPLY_ACCEPT:
		if (remove_recipients(ctx, e, r->remove) == 0 &&
		    (!r->clean || remove_spoofed(ctx, c) == 0) &&
		    add_headers(ctx, r) == 0)
			return SMFIS_CONTINUE;
		log_error(e->queue_id, "change-refused", "by=libmilter");
		break;
	case REPLY_LATER:
		break;
	}
	set_text(ctx, "451", "4.7.1",
	    r->text != NULL ? r->text
			    : "Checking is not available, please try later");
	return SMFIS_TEMPFAIL;
}
