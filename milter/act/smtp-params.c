/* SPDX-License-Identifier: MIT
 *
 * smtp-params.c - which ESMTP parameters are said to a server.
 *
 * The parameters came from a client on the outside and go into commands, so
 * nothing with a control, a space or a bracket gets through: that would be a
 * second command.
 *
 * BUGS: BODY=BINARYMIME becomes 8BITMIME, for we do not speak BDAT; stored
 * messages are lines, so nothing is lost.
 */
#include "act/smtp-params.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "act/smtp-reply.h"
#include "act/smtp.h"
#include "base/strlist.h"

#define COMMAND_MAX 8192
/* RFC 5321 4.5.3.1 allows 64 + 1 + 255; UTF-8 and quoting need more. */
#define ADDRESS_MAX 1024

/* What is done with a parameter that the message came with. One that is not
 * here is dropped: the server might not know it, and the message matters more.
 */
static const struct {
	const char *keyword;
	const char *extension; /* said where EHLO offers this */
	bool must;             /* without it the message is not sent */
} rules[] = {
    {"RET", "DSN", false}, {"ENVID", "DSN", false}, {"NOTIFY", "DSN", false},
    {"ORCPT", "DSN", false}, {"SMTPUTF8", "SMTPUTF8", true},
    {"REQUIRETLS", "REQUIRETLS", true},
    /* SIZE no longer holds, AUTH is not ours to claim, BODY is worked out
     * anew. */
};

static bool
offers(const struct smtp_reply *ehlo, const char *extension)
{
	return ehlo != NULL && smtp_reply_offers(ehlo, extension);
}

static bool
has_8bit(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)s[i] >= 0x80)
			return true;
	return false;
}

static bool
is_keyword(const char *param, const char *keyword)
{
	size_t len = strlen(keyword);

	return strncasecmp(param, keyword, len) == 0 &&
	       (param[len] == '=' || param[len] == '\0');
}

/* True when nothing in s ends the command or the parameter. */
static bool
is_one_word(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s <= ' ' || *s == 0x7f)
			return false;
	return true;
}

/* An address that stays inside its <>. Wider than address_valid, since what
 * the MTA once took ("postmaster", a quoted local part) must be sendable. */
static bool
is_address(const char *s)
{
	bool quoted = false;

	if (strlen(s) > ADDRESS_MAX)
		return false;
	for (; *s != '\0'; s++) {
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return false;
		if (*s == '"')
			quoted = !quoted;
		else if (quoted && *s == '\\' && (unsigned char)s[1] >= ' ')
			s++;
		else if (!quoted && strchr(" <>", *s) != NULL)
			return false;
	}
	return !quoted;
}

static int
add_address(
    struct buf *out, const char *verb, const char *address, struct buf *ret_why)
{
	if (!is_address(address)) {
		buf_addf(ret_why, "%s address cannot stand in a command", verb);
		return -1;
	}
	return buf_addf(out, "%s:<%s>", verb, address);
}

static int
add_param(struct buf *out, const char *param, const struct smtp_reply *ehlo,
    struct buf *ret_why)
{
	size_t i;

	for (i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		if (!is_keyword(param, rules[i].keyword))
			continue;
		if (!offers(ehlo, rules[i].extension)) {
			if (!rules[i].must)
				return 0;
			buf_addf(ret_why, "the server does not offer %s",
			    rules[i].extension);
			return -1;
		}
		if (!is_one_word(param)) {
			buf_addf(ret_why, "%s cannot stand in a command",
			    rules[i].keyword);
			return -1;
		}
		return buf_addf(out, " %s", param);
	}
	return 0;
}

static int
add_params(struct buf *out, const struct strlist *params,
    const struct smtp_reply *ehlo, struct buf *ret_why)
{
	size_t i;

	for (i = 0; params != NULL && i < params->n; i++)
		if (add_param(out, params->v[i], ehlo, ret_why) < 0)
			return -1;
	return 0;
}

static bool
was_given(const struct strlist *params, const char *keyword)
{
	size_t i;

	for (i = 0; params != NULL && i < params->n; i++)
		if (is_keyword(params->v[i], keyword))
			return true;
	return false;
}

/* BODY: what the bytes are, where the server wants to know. */
static int
add_body(struct buf *out, const struct smtp_mail *m,
    const struct smtp_reply *ehlo, struct buf *ret_why)
{
	bool needed =
	    has_8bit(m->head, m->head_len) || has_8bit(m->data, m->len);

	if (offers(ehlo, "8BITMIME")) {
		if (needed || was_given(m->params, "BODY"))
			return buf_addf(
			    out, " BODY=%s", needed ? "8BITMIME" : "7BIT");
	} else if (needed) {
		buf_adds(ret_why, "the server does not offer 8BITMIME");
		return -1;
	}
	return 0;
}

static bool
needs_utf8(const struct smtp_mail *m)
{
	size_t i;

	if (has_8bit(m->sender, strlen(m->sender)))
		return true;
	for (i = 0; i < m->nrcpts; i++)
		if (has_8bit(m->rcpts[i].address, strlen(m->rcpts[i].address)))
			return true;
	return false;
}

static int
end_command(struct buf *out, struct buf *ret_why)
{
	if (out->len > COMMAND_MAX || buf_adds(out, "\r\n") < 0) {
		buf_adds(ret_why, "the command would be too long");
		return -1;
	}
	return 0;
}

int
smtp_params_mail(const struct smtp_mail *m, const struct smtp_reply *ehlo,
    struct buf *out, struct buf *ret_why)
{
	if (add_address(out, "MAIL FROM", m->sender, ret_why) < 0 ||
	    add_params(out, m->params, ehlo, ret_why) < 0 ||
	    add_body(out, m, ehlo, ret_why) < 0)
		return -1;
	if (needs_utf8(m) && !was_given(m->params, "SMTPUTF8") &&
	    add_param(out, "SMTPUTF8", ehlo, ret_why) < 0)
		return -1;
	return end_command(out, ret_why);
}

int
smtp_params_rcpt(const struct smtp_recipient *r, const struct smtp_reply *ehlo,
    struct buf *out, struct buf *ret_why)
{
	if (*r->address == '\0') {
		buf_adds(ret_why, "a recipient without an address");
		return -1;
	}
	if (add_address(out, "RCPT TO", r->address, ret_why) < 0 ||
	    add_params(out, r->params, ehlo, ret_why) < 0)
		return -1;
	return end_command(out, ret_why);
}
