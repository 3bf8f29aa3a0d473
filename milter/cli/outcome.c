/* SPDX-License-Identifier: MIT
 *
 * outcome.c - what a decision about a held message came to, in a sentence.
 */
#include "cli/outcome.h"

#include "cli/cli.h"
#include "cli/rows.h"
#include "store/store.h"

bool
outcome_settled(const struct held *h)
{
	return h->row.state != HELD_RELEASING;
}

static const char *
reply(const struct held *h)
{
	return h->row.last_reply != NULL ? h->row.last_reply : "nothing";
}

static int
sent(const struct held *h, struct buf *out)
{
	buf_adds(out, "released: the MTA said ");
	rows_plain(out, reply(h));
	buf_addc(out, '\n');
	return EXIT_PASS;
}

static int
waiting(const struct held *h, bool running, struct buf *out)
{
	if (!running) {
		buf_adds(out, "decision recorded; probityd is not running: "
			      "it will be sent when it starts\n");
		return EXIT_ABOVE;
	}
	buf_adds(out, "decision recorded; not sent yet, probityd goes on "
		      "trying");
	if (h->row.attempts > 0 && h->row.last_reply != NULL) {
		buf_adds(out, ": the MTA said ");
		rows_plain(out, reply(h));
	}
	buf_addc(out, '\n');
	return EXIT_ABOVE;
}

int
outcome_release(const struct held *h, bool running, struct buf *out)
{
	switch (h->row.state) {
	case HELD_RELEASED:
		return sent(h, out);
	case HELD_RELEASING:
		return waiting(h, running, out);
	case HELD_HELD:
		buf_adds(out, "the MTA refused: ");
		rows_plain(out, reply(h));
		buf_adds(out, "; still held\n");
		return EXIT_ABOVE;
	case HELD_UNKNOWN:
		buf_adds(out, "the MTA was lost after it had the whole message "
			      "(");
		rows_plain(out, reply(h));
		buf_adds(out, "): it may have been sent. Look in the MTA's "
			      "log, then release it again, return it or "
			      "discard it\n");
		return EXIT_ABOVE;
	default:
		return outcome_conflict(h, "release", out);
	}
}

/* The last step into its state: who decided, and when. */
static void
add_last(const struct held *h, struct buf *out)
{
	const struct held_step *s;

	rows_time(out, h->row.changed);
	if (h->nsteps == 0)
		return;
	s = &h->steps[h->nsteps - 1];
	buf_adds(out, " by ");
	rows_plain(out, s->who);
}

int
outcome_conflict(const struct held *h, const char *verb, struct buf *out)
{
	if (h->row.state == HELD_RELEASING)
		buf_adds(out, "not done: its release was already decided and "
			      "it is being sent");
	else if (h->row.state == HELD_HELD || h->row.state == HELD_UNKNOWN)
		buf_addf(
		    out, "not done: it changed just now; try '%s' again", verb);
	else {
		buf_addf(out, "not done: already %s on ",
		    held_state_name(h->row.state));
		add_last(h, out);
	}
	if (h->row.state == HELD_RELEASED && h->row.last_reply != NULL) {
		buf_adds(out, "; the MTA said ");
		rows_plain(out, h->row.last_reply);
	}
	buf_addc(out, '\n');
	return EXIT_ABOVE;
}
