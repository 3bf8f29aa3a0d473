/* SPDX-License-Identifier: MIT
 *
 * smtp-params.h - which ESMTP parameters are said to a server. For smtp*.c
 * only.
 */
#ifndef ACT_SMTP_PARAMS_H
#define ACT_SMTP_PARAMS_H

#include "base/buf.h"

struct smtp_mail;
struct smtp_recipient;
struct smtp_reply;

/* Each adds a whole command with CRLF to out, as the server's EHLO reply
 * (NULL: it knows only HELO) allows. Returns 0, or -1 with a sentence in
 * *ret_why: the message cannot be handed to this server unchanged, or the
 * address or a parameter may not stand in a command. */
int smtp_params_mail(const struct smtp_mail *m, const struct smtp_reply *ehlo,
    struct buf *out, struct buf *ret_why);
int smtp_params_rcpt(const struct smtp_recipient *r,
    const struct smtp_reply *ehlo, struct buf *out, struct buf *ret_why);

#endif
