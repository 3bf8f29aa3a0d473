/* SPDX-License-Identifier: MIT
 *
 * answer.h - one reply as libmilter calls.
 */
#ifndef INTAKE_ANSWER_H
#define INTAKE_ANSWER_H

#include <libmilter/mfapi.h>

struct collect;
struct reply;

/* Makes the changes and returns the status for end of message. When a change
 * is refused by libmilter the message stays with the sender's MTA. */
sfsistat answer(SMFICTX *ctx, const struct collect *c, const struct reply *r);

#endif
