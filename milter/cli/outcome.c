/* SPDX-License-Identifier: MIT
 *
 * outcome.c - what a decision about a held message came to, in a sentence.
 */
#include "cli/outcome.h"

#include <string.h>

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

/* A step by which somebody asked for the release, not one of its sending. */
static bool
asks_for_release(const struct held_step *s)
{
	const char *releasing = held_state_name(HELD_RELEASING);

	return strcmp(s->to, releasing) == 0 && strcmp(s->from, releasing) != 0;
}

/* When it came to its state, and who decided so: of a release whoever asked
 * for it, not probityd, which sent it. */
static void
add_last(const struct held *h, struct buf *out)
{
	size_t i = h->nsteps;

	rows_time(out, h->row.changed);
	if (i == 0)
		return;
	if (h->row.state == HELD_RELEASED)
		while (i > 1 && !asks_for_release(&h->steps[i - 1]))
			i--;
	buf_adds(out, " by ");
	rows_plain(out, h->steps[i - 1].who);
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
