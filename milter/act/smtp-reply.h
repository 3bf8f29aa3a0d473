/* SPDX-License-Identifier: MIT
 *
 * smtp-reply.h - a server's reply, read and understood. For smtp*.c only.
 */
#ifndef ACT_SMTP_REPLY_H
#define ACT_SMTP_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct smtp_wire;

struct smtp_reply {
	int code;         /* 200 to 599 */
	struct buf lines; /* its lines without the code, each ended by LF */
};
void smtp_reply_init(struct smtp_reply *r);
void smtp_reply_free(struct smtp_reply *r);

/* Reads a whole reply. Returns 0, or -1 with errno: EPIPE (closed), ETIMEDOUT,
 * EBADMSG for what is no SMTP reply (RFC 5321 4.2: three digits, the same in
 * all its lines), EFBIG for one without end. */
int smtp_reply_read(
    struct smtp_wire *w, int64_t deadline, struct smtp_reply *r);

/* Its lines as one, cut to size bytes: "550 5.7.1 no; really". */
void smtp_reply_text(const struct smtp_reply *r, char *ret, size_t size);

/* True when an EHLO reply offers an extension. */
bool smtp_reply_offers(const struct smtp_reply *r, const char *keyword);

/* The queue id in the 250 to the final dot, or "": Postfix "queued as ID",
 * Sendmail and OpenSMTPD "2.0.0 ID Message accepted", Exim "OK id=ID". */
void smtp_reply_queue_id(const struct smtp_reply *r, char *ret, size_t size);

#endif
