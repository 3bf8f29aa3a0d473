/* SPDX-License-Identifier: MIT
 *
 * notices-mail.h - the headers and text that every notice has. For notices*.c
 * only; notices_load, _free and _genuine of notices.h are in notices-mail.c.
 */
#ifndef ACT_NOTICES_MAIL_H
#define ACT_NOTICES_MAIL_H

#include "base/buf.h"
#include "base/template.h"

struct notice;

enum notices_kind {
	NOTICES_SENDER_HELD,
	NOTICES_OFFICER_HELD,
	NOTICES_OFFICER_NOTIFY,
	NOTICES_DISCARDED,
	NOTICES_RETURNED,
};
#define NOTICES_KINDS 5

/* Adds From to MIME-Version: all headers but Content-*. A notice to the sender
 * names their message as the one it answers. 0 or -1. */
int notices_mail_headers(const struct notice *n, enum notices_kind kind,
    const struct template_values *v, const char *to, struct buf *out);

/* Adds the kind's text, wrapped, as a text/plain body or part. 0 or -1. */
int notices_mail_text(const struct notice *n, enum notices_kind kind,
    const struct template_values *v, struct buf *out);

#endif
