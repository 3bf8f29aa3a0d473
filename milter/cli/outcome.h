/* SPDX-License-Identifier: MIT
 *
 * outcome.h - what a decision about a held message came to, in a sentence.
 *
 * Pure: a held message in, a sentence with its line end and an exit status
 * (cli.h) out.
 */
#ifndef CLI_OUTCOME_H
#define CLI_OUTCOME_H

#include <stdbool.h>

#include "base/buf.h"

struct held;

/* Is there nothing more to wait for? */
bool outcome_settled(const struct held *h);

/* After a release that was recorded; `running`: is there a daemon to send it?
 * EXIT_PASS only when the MTA's 250 is stored. */
int outcome_release(const struct held *h, bool running, struct buf *out);

/* Why its state did not allow the command ("release", "return", "discard").
 * EXIT_ABOVE. */
int outcome_conflict(const struct held *h, const char *verb, struct buf *out);

#endif
