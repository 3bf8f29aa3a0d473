/* SPDX-License-Identifier: MIT
 *
 * notices.h - the mails probity sends, from templates a council may edit.
 *
 * Every notice goes to one mailbox, from the null sender, with
 * Auto-Submitted, so that no machine answers it.  Values are masked in all of
 * them.  Subject and file names are content: only the sender, who wrote them,
 * is told them; officers see them in the desk.
 */
#ifndef ACT_NOTICES_H
#define ACT_NOTICES_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/buf.h"
#include "base/digest.h"

struct config;
struct envelope;
struct notices;
struct report;
struct strlist;

/* Reads every template of settings.notices_dir. Returns a new set that borrows
 * nothing; free with notices_free. NULL with "file:line:column: …" in *ret_err:
 * a file is missing, or names a slot that its kind does not have. */
struct notices *notices_load(const struct config *c, struct buf *ret_err);
void notices_free(struct notices *n);

/* What a notice is about. All borrowed. */
struct notice {
	const struct notices *notices;
	const struct config *config;
	const struct report *report; /* its id is the reference */
	const unsigned char *key;    /* DIGEST_KEY_LEN bytes, for the header */
	time_t now;
	const char *subject; /* the message's, decoded to UTF-8, or NULL */
	const char *who;     /* officer who decided, or NULL */
	const char *why;     /* their words, or NULL */
};

/* What notices_sender_held, _discarded and _returned answer besides 0 (made)
 * and -1 (memory, or too large): no notice is due, the message had the null
 * sender, whom nobody answers. Nothing was added. */
#define NOTICES_NONE 1

/* Each adds a complete message (CRLF) to out, whose maximum should be at least
 * NOTICES_MAX. Its envelope: from "", to the report's sender or `officer`. */
#define NOTICES_MAX (1024u * 1024u)

/* To the sender, at once, for ask and hold. */
int notices_sender_held(const struct notice *n, struct buf *out);
/* To an officer: something waits for them. */
int notices_officer_held(
    const struct notice *n, const char *officer, struct buf *out);
/* To an officer: something went by that they should know of. */
int notices_officer_notify(
    const struct notice *n, const char *officer, struct buf *out);
/* To the sender: an officer decided that it is not sent. */
int notices_discarded(const struct notice *n, struct buf *out);
/* To the sender: an officer sent it back. A delivery report (RFC 3464) about
 * the envelope's recipients, with the message attached; over
 * NOTICES_ORIGINAL_MAX only its headers. out needs room for both. */
#define NOTICES_ORIGINAL_MAX (10u * 1024u * 1024u)
int notices_returned(const struct notice *n, const struct envelope *e,
    const char *data, size_t len, struct buf *out);

/* The officers to tell of a report: each address of its routes once; where
 * those have none, the first officer who has one. None at all leaves the list
 * empty. Adds to *ret; 0 or -1. */
int notices_officers(
    const struct config *c, const struct report *r, struct strlist *ret);

/* The text of a 5.7.1 reply: one line of ASCII without '%', at most 400 bytes:
 * which rules, whom to ring, the reference. 0 or -1. */
int notices_refusal(
    const struct config *c, const struct report *r, struct buf *out);

/* The header by which a notice is known again on its way out, so that it is
 * not inspected. A stranger cannot make the value, and one copied from a notice
 * is good only for mail to the mailbox that notice went to. */
#define NOTICES_HEADER "X-Probity-Notice"
/* True when value (the header's, with or without white space around it) was
 * made under key for a notice to rcpt, the one recipient of the mail. */
bool notices_genuine(const unsigned char key[DIGEST_KEY_LEN], const char *value,
    const char *rcpt);

#endif
