/* SPDX-License-Identifier: MIT
 *
 * notices-returned.c - a message sent back: a delivery report (RFC 3464) with
 * the officer's reason and the message itself.
 *
 * The sender's NOTIFY and RET are not asked: those are about the network's
 * failures, and this is a person's decision; RET=HDRS, which Outlook sets of
 * itself, would lose the member their text.
 *
 * BUGS: a message that came with SMTPUTF8 is attached as message/rfc822, not
 * RFC 6533's message/global.
 */
#include "act/notices.h"

#include <string.h>
#include <strings.h>

#include "act/mime.h"
#include "act/notices-facts.h"
#include "act/notices-mail.h"
#include "base/envelope.h"
#include "base/template.h"
#include "config/config.h"
#include "report/report.h"

/* The value of "KEYWORD=value" among parameters, or NULL. */
static const char *
param(const struct strlist *params, const char *keyword)
{
	size_t len = strlen(keyword), i;

	for (i = 0; i < params->n; i++)
		if (strncasecmp(params->v[i], keyword, len) == 0 &&
		    params->v[i][len] == '=')
			return params->v[i] + len + 1;
	return NULL;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Adds xtext decoded (RFC 3461 section 4). What is no printable ASCII becomes
 * '?': the value came from a client and goes into a header. */
static void
add_xtext(struct buf *out, const char *s)
{
	int c;

	for (; *s != '\0'; s++) {
		c = (unsigned char)*s;
		if (*s == '+' && hex_digit(s[1]) >= 0 && hex_digit(s[2]) >= 0) {
			c = hex_digit(s[1]) * 16 + hex_digit(s[2]);
			s += 2;
		}
		buf_addc(out, c >= ' ' && c < 0x7f ? (char)c : '?');
	}
}

static void
add_address(struct buf *out, const char *address)
{
	buf_addf(out, "%s; ",
	    mime_is_8bit(address, strlen(address)) ? "utf-8" : "rfc822");
	for (; *address != '\0'; address++)
		if ((unsigned char)*address >= ' ' && *address != 0x7f)
			buf_addc(out, *address);
	buf_adds(out, "\r\n");
}

static void
add_recipient(struct buf *out, const struct recipient *r)
{
	const char *original = param(&r->params, "ORCPT"), *semicolon;

	buf_adds(out, "\r\n");
	semicolon = original != NULL ? strchr(original, ';') : NULL;
	if (semicolon != NULL) {
		buf_adds(out, "Original-Recipient: rfc822; ");
		add_xtext(out, semicolon + 1);
		buf_adds(out, "\r\n");
	}
	buf_adds(out, "Final-Recipient: ");
	add_address(out, r->address);
	buf_adds(out, "Action: failed\r\n"
		      "Status: 5.7.1\r\n"
		      "Diagnostic-Code: x-probity; returned by an officer of "
		      "the council\r\n");
}

/* The message/delivery-status part. */
static void
add_status(struct buf *out, const struct notice *n, const struct envelope *e)
{
	const char *envid = param(&e->params, "ENVID");
	size_t i;

	buf_adds(out, "Content-Type: message/delivery-status\r\n\r\n");
	if (envid != NULL) {
		buf_adds(out, "Original-Envelope-Id: ");
		add_xtext(out, envid);
		buf_adds(out, "\r\n");
	}
	buf_addf(out, "Reporting-MTA: dns; %s\r\nArrival-Date: ",
	    n->config->set.smtp_helo);
	mime_date_value(out, (time_t)n->report->at);
	buf_adds(out, "\r\n");
	for (i = 0; i < e->nrcpts; i++)
		add_recipient(out, &e->rcpts[i]);
}

/* How much of a message its headers are, the empty line left out. */
static size_t
headers_len(const char *data, size_t len)
{
	const char *end = memmem(data, len, "\r\n\r\n", 4);

	return end != NULL ? (size_t)(end + 2 - data) : len;
}

/* The message itself, or its headers where it is too large to go back whole:
 * a notice that the MTA refuses for its size would be silence. */
static void
add_original(struct buf *out, const char *data, size_t len, bool headers_only)
{
	if (headers_only) {
		len = headers_len(data, len);
		if (len > NOTICES_ORIGINAL_MAX)
			len = 0;
	}
	buf_addf(out, "Content-Type: %s\r\nContent-Disposition: attachment\r\n",
	    headers_only ? "text/rfc822-headers" : "message/rfc822");
	if (mime_is_8bit(data, len))
		buf_adds(out, "Content-Transfer-Encoding: 8bit\r\n");
	buf_adds(out, "\r\n");
	buf_add(out, data, len);
	if (len < 2 || memcmp(data + len - 2, "\r\n", 2) != 0)
		buf_adds(out, "\r\n");
}

/* All parts. v says in words what is attached. */
static int
add_parts(const struct notice *n, const struct template_values *v,
    const struct envelope *e, const char *data, size_t len, struct buf *out)
{
	struct mime_boundary b = mime_boundary_new();

	if (mime_is_8bit(data, len))
		buf_adds(out, "Content-Transfer-Encoding: 8bit\r\n");
	mime_multipart(out, "report; report-type=delivery-status", &b);
	mime_part(out, &b);
	if (notices_mail_text(n, NOTICES_RETURNED, v, out) < 0)
		return -1;
	mime_part(out, &b);
	add_status(out, n, e);
	mime_part(out, &b);
	add_original(out, data, len, len > NOTICES_ORIGINAL_MAX);
	return mime_end(out, &b);
}

int
notices_returned(const struct notice *n, const struct envelope *e,
    const char *data, size_t len, struct buf *out)
{
	struct template_values *v;
	int ret = -1;

	if (*n->report->sender == '\0')
		return NOTICES_NONE;
	if ((v = notices_facts_for_sender(n)) == NULL)
		return -1;
	if (len > NOTICES_ORIGINAL_MAX)
		template_set(v, "headers_only", "yes");
	if (notices_mail_headers(
		n, NOTICES_RETURNED, v, n->report->sender, out) == 0)
		ret = add_parts(n, v, e, data, len, out);
	template_values_free(v);
	return ret;
}
