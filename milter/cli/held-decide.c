/* SPDX-License-Identifier: MIT
 *
 * held-decide.c - the decisions of `probity held`: release, return,
 * discard.
 *
 * Each is recorded in the store and carried out by probityd.  return and
 * discard put the sender's notice into the store in the same transaction: the
 * sender is told exactly when the decision stands.
 *
 * BUGS: a notice made here names no subject: this program decodes no mail.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "act/notices.h"
#include "base/fd.h"
#include "cli/cli.h"
#include "cli/held.h"
#include "cli/outcome.h"
#include "config/config.h"
#include "daemon/lock.h"
#include "report/report.h"
#include "store/store.h"

/* A person waits: soon enough not to be noticed, rare enough to cost nothing.
 */
#define POLL_MS 200

/* The sentence goes to standard output when it was done, else to standard
 * error. */
static int
say(const struct buf *out, int exit_status)
{
	fputs(buf_str(out), exit_status == EXIT_PASS ? stdout : stderr);
	return exit_status;
}

static int
conflict(struct store *s, const char *id, const char *verb)
{
	struct buf out = BUF_MAX(16 * 1024);
	enum store_status status;
	struct held h;
	int exit_status;

	status = held_get(s, id, false, &h);
	if (status != STORE_OK)
		return cli_held_trouble(id, status);
	exit_status = say(&out, outcome_conflict(&h, verb, &out));
	held_free(&h);
	buf_free(&out);
	return exit_status;
}

/* Waits until the message is no longer being released, or the time is up, and
 * gives it as it then is. */
static enum store_status
wait_for(struct store *s, const char *id, int64_t until, struct held *ret)
{
	enum store_status status;

	for (;;) {
		status = held_get(s, id, false, ret);
		if (status != STORE_OK || outcome_settled(ret) ||
		    clock_ms() >= until)
			return status;
		held_free(ret);
		poll(NULL, 0, POLL_MS);
	}
}

int
cli_held_release(const struct held_options *o, const struct config *c,
    struct store *s, const char *id)
{
	struct buf out = BUF_MAX(16 * 1024);
	enum store_status status;
	struct held h;
	bool running;
	int exit_status;

	status = held_release(s, id, o->who, o->why);
	if (status == STORE_CONFLICT)
		return conflict(s, id, "release");
	if (status != STORE_OK)
		return cli_held_trouble(id, status);
	/* Its own lock: it sends on when only the supervisor has died. */
	running = lock_held(c->set.state_dir, LOCK_RELEASER);
	status = wait_for(
	    s, id, clock_ms() + (running ? o->wait_s * 1000ll : 0), &h);
	if (status != STORE_OK)
		return cli_fail("held",
		    "the decision is recorded; its outcome cannot be read");
	exit_status = say(&out, outcome_release(&h, running, &out));
	held_free(&h);
	buf_free(&out);
	return exit_status;
}

/* One of the two decisions that tell the sender. */
struct refusal {
	const char *verb;
	const char *kind; /* of the notice */
	const char *done;
	int (*make)(
	    const struct notice *n, const struct held *h, struct buf *out);
	enum store_status (*record)(struct store *s, const char *id,
	    const char *who, const char *why, const struct outgoing *notice);
};

static int
make_returned(const struct notice *n, const struct held *h, struct buf *out)
{
	return notices_returned(n, &h->envelope, h->data, h->len, out);
}

static int
make_discarded(const struct notice *n, const struct held *h, struct buf *out)
{
	(void)h;
	return notices_discarded(n, out);
}

/* Returns what act/notices.h returns, having said why on -1. */
static int
make_notice(const struct refusal *refusal, const struct held_options *o,
    const struct config *c, struct store *s, const struct held *h,
    struct buf *out)
{
	struct buf err = BUF_MAX(4096);
	struct notices *notices = notices_load(c, &err);
	struct report *r = report_read(h->report, strlen(h->report), &err);
	unsigned char key[DIGEST_KEY_LEN];
	int ret = -1;

	if (notices == NULL || r == NULL) {
		cli_fail("held", "%s", buf_str(&err));
	} else if (store_notice_key(s, key) != STORE_OK) {
		cli_fail("held", "the store failed; nothing was changed");
	} else {
		struct notice n = {.notices = notices,
		    .config = c,
		    .report = r,
		    .key = key,
		    .now = time(NULL),
		    .who = o->who,
		    .why = o->why};

		ret = refusal->make(&n, h, out);
		if (ret < 0)
			cli_fail("held", "the notice to the sender does not "
					 "fit; nothing was changed");
	}
	report_free(r);
	notices_free(notices);
	buf_free(&err);
	return ret;
}

static int
record(const struct refusal *refusal, const struct held_options *o,
    struct store *s, const struct held *h, const struct buf *mail, bool none)
{
	struct outgoing notice = {.kind = refusal->kind,
	    .sender = "",
	    .rcpt = h->envelope.sender,
	    .data = buf_str(mail),
	    .len = mail->len};
	enum store_status status;

	status = refusal->record(
	    s, h->row.id, o->who, o->why, none ? NULL : &notice);
	if (status == STORE_CONFLICT)
		return conflict(s, h->row.id, refusal->verb);
	if (status != STORE_OK)
		return cli_held_trouble(h->row.id, status);
	printf("%s; %s\n", refusal->done,
	    none ? "it had no sender to be told" : "the sender is being told");
	return EXIT_PASS;
}

static int
refuse(const struct refusal *refusal, const struct held_options *o,
    const struct config *c, struct store *s, const char *id)
{
	struct buf mail = BUF_MAX(NOTICES_MAX + NOTICES_ORIGINAL_MAX);
	enum store_status status;
	struct held h;
	int made, exit_status = EXIT_CANNOT;

	status = held_get(s, id, true, &h);
	if (status != STORE_OK)
		return cli_held_trouble(id, status);
	made = make_notice(refusal, o, c, s, &h, &mail);
	if (made >= 0)
		exit_status =
		    record(refusal, o, s, &h, &mail, made == NOTICES_NONE);
	held_free(&h);
	buf_free(&mail);
	return exit_status;
}

int
cli_held_return(const struct held_options *o, const struct config *c,
    struct store *s, const char *id)
{
	static const struct refusal returned = {
	    "return", "returned", "returned", make_returned, held_return};

	return refuse(&returned, o, c, s, id);
}

int
cli_held_discard(const struct held_options *o, const struct config *c,
    struct store *s, const char *id)
{
	static const struct refusal discarded = {
	    "discard", "discarded", "discarded", make_discarded, held_discard};

	return refuse(&discarded, o, c, s, id);
}
