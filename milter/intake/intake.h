/* SPDX-License-Identifier: MIT
 *
 * intake.h - messages as the MTA hands them over, by libmilter.
 *
 * Intake collects a message into a sealed memory file and hands it to a
 * function it was given; it knows nothing of rules or stores.  The one place
 * that turns an answer into smfi_* calls is intake/answer.c.
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/envelope.h"
#include "intake/reply.h"

/* What stopped a message from being collected whole. */
enum arrival_trouble {
	ARRIVAL_WHOLE,
	ARRIVAL_NO_ROOM,   /* too many messages or bytes in flight */
	ARRIVAL_NO_MEMORY, /* or no descriptors, or a write failed */
};

#define INTAKE_KEEP 3

/* One message at its end. */
struct arrival {
	struct envelope envelope;
	/* The first value of each of options.keep, as it came, or NULL. */
	char *kept[INTAKE_KEEP];
	int message; /* sealed memory file */
	size_t size;
	enum arrival_trouble trouble;
	void *context; /* the handler's own */
};

/* All called from libmilter's threads, several at a time. */
struct intake_handler {
	/* At the end of the headers: returns true when the message is to be
	 * inspected. May set a->context; message or done follow. */
	bool (*wanted)(struct arrival *a, void *arg);
	/* At the end of a wanted message, or of one in trouble of which nobody
	 * could say whose it is (then context is NULL): fills *ret (empty, LATER). `beat`
	 * keeps the MTA waiting; non-zero from it means the MTA is gone. */
	void (*message)(struct arrival *a, struct reply *ret,
	    int (*beat)(void *), void *beat_arg, void *arg);
	/* Frees a->context (may be NULL). For every arrival that `wanted` saw,
	 * and for those in trouble that it was not asked about. */
	void (*done)(struct arrival *a, void *arg);
	void *arg;
};

struct intake_options {
	const char *listen; /* "unix:/path", "inet:PORT@HOST", "inet6:…" */
	unsigned socket_mode;
	const char *socket_group; /* "" for none */
	/* Headers of these names are ours, so that ones that come in are
	 * spoofed; a name that ends in '-' is a prefix. */
	const char *own_headers[2];
	/* Header fields whose first value is kept in the arrival. */
	const char *keep[INTAKE_KEEP];
	size_t inflight_bytes;
	unsigned inflight_messages;
};

/* Opens the socket ("unix:/path" or "inet:PORT@HOST", libmilter's forms) with
 * mode and group. Call it once, with the power to do so. Returns 0, or -1 with
 * a sentence in *ret_err. */
int intake_open(const struct intake_options *o, struct buf *ret_err);

/* Serves until intake_stop; returns 0, or -1 when libmilter failed. `h` and
 * `o` are borrowed for all that time. */
int intake_serve(
    const struct intake_options *o, const struct intake_handler *h);

/* Takes no new connection; intake_serve returns at once, perhaps while
 * callbacks still run. From any thread but the one that serves. */
void intake_stop(void);

/* How many messages are in flight: a drain waits for 0. */
unsigned intake_inflight(void);

#endif
