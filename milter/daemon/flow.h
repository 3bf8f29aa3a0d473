/* SPDX-License-Identifier: MIT
 *
 * flow.h - what happens to one message, from the MTA's last byte to its answer.
 */
#ifndef DAEMON_FLOW_H
#define DAEMON_FLOW_H

#include <stdbool.h>

#include "base/digest.h"
#include "intake/intake.h"

struct flow {
	unsigned char key[DIGEST_KEY_LEN]; /* for our notices' header */
	void (*wake)(void);                /* something waits to be sent */
};

/* The functions intake calls; f is borrowed. */
struct intake_handler flow_handler(const struct flow *f);

#endif
