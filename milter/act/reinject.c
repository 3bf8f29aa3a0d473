/* SPDX-License-Identifier: MIT
 *
 * reinject.c - what a release sends: the stored message, as it came.
 *
 * The Received line is one line, unfolded, so that "the same but for its first
 * line" can be checked by anyone with a pager.
 */
#include "act/reinject.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/mime.h"
#include "base/buf.h"
#include "base/envelope.h"

/* Far above what its parts can be; a line of 998 is the most that mail may
 * have (RFC 5322 2.1.1). */
#define RECEIVED_MAX 998

/* Adds what of a client's name or address is harmless in a header: names come
 * from DNS, which belongs to strangers. */
static void
add_host(struct buf *out, const char *s, const char *otherwise)
{
	size_t n = 0;

	for (; s != NULL && *s != '\0' && n < 255; s++) {
		if (isalnum((unsigned char)*s) || strchr("-._:", *s) != NULL) {
			buf_addc(out, *s);
			n++;
		}
	}
	if (n == 0)
		buf_adds(out, otherwise);
}

/* "Received: from client ([ip]) by gateway (probity) id ULID; date". */
static int
add_received(
    struct buf *out, const struct smtp_server *server, const struct reinject *r)
{
	const char *ip = r->envelope->client_addr;

	buf_adds(out, "Received: from ");
	add_host(out, r->envelope->client_name, "unknown");
	if (ip != NULL && strchr(ip, ':') != NULL)
		buf_adds(out, " ([IPv6:");
	else
		buf_adds(out, " ([");
	add_host(out, ip, "local");
	buf_adds(out, "]) by ");
	add_host(out, server->helo, "localhost");
	buf_adds(out, " (probity) id ");
	add_host(out, r->id, "unknown");
	buf_adds(out, "; ");
	mime_date_value(out, r->received);
	return buf_adds(out, "\r\n");
}

/* The recipients as the client wants them; the caller frees. */
static struct smtp_recipient *
recipients(const struct envelope *e)
{
	struct smtp_recipient *v = calloc(e->nrcpts + 1, sizeof *v);
	size_t i;

	for (i = 0; v != NULL && i < e->nrcpts; i++)
		v[i] = (struct smtp_recipient){
		    e->rcpts[i].address, &e->rcpts[i].params};
	return v;
}

enum smtp_outcome
reinject_send(const struct smtp_server *server, const struct reinject *r,
    struct smtp_result *ret)
{
	struct buf received = BUF_MAX(RECEIVED_MAX);
	struct smtp_recipient *rcpts = recipients(r->envelope);
	struct smtp_mail mail = {.sender = r->envelope->sender,
	    .params = &r->envelope->params,
	    .rcpts = rcpts,
	    .nrcpts = r->envelope->nrcpts,
	    .data = r->data,
	    .len = r->len,
	    .before_dot = r->before_dot,
	    .before_dot_arg = r->before_dot_arg};

	if (rcpts == NULL || add_received(&received, server, r) < 0) {
		*ret = (struct smtp_result){.outcome = SMTP_LATER, .rcpt = -1};
		snprintf(ret->text, sizeof ret->text, "out of memory");
	} else {
		mail.head = buf_str(&received);
		mail.head_len = received.len;
		smtp_send(server, &mail, ret);
	}
	buf_free(&received);
	free(rcpts);
	return ret->outcome;
}
