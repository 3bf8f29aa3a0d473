/* SPDX-License-Identifier: MIT
 *
 * collect.h - one message while it arrives.
 */
#ifndef INTAKE_COLLECT_H
#define INTAKE_COLLECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "intake/intake.h"

/* A header name of ours that came in, and how often. */
struct spoofed {
	char *name;
	int count;
};

struct collect {
	const struct intake_options *options;
	struct arrival arrival;
	struct buf headers;
	struct spoofed *spoofed;
	size_t nspoofed;
	size_t counted_bytes; /* of ours in the process's total */
	bool counted;         /* this message is in flight */
	bool wanted;
	bool begun; /* `wanted` was asked: `done` is owed */
	/* Memory ran out before it could be asked whose mail this is: it must
	 * not pass for nobody's. */
	bool unsure;
};

void collect_start(struct collect *c, const struct intake_options *o);

/* Adds one header field as libmilter gives it: folds are bare LF there and
 * become CRLF again; lead_space says whether value begins with what followed
 * the colon. */
void collect_header(
    struct collect *c, const char *name, const char *value, bool lead_space);

/* Notes that memory ran out while the envelope or a kept field came in. */
void collect_unsure(struct collect *c);

/* Ends the header block of a wanted message: the memory file is made. */
void collect_open(struct collect *c);
void collect_body(struct collect *c, const void *data, size_t len);
/* Seals the memory file; what went wrong is in arrival.trouble. */
void collect_end(struct collect *c);

/* Frees everything and gives back what it had in flight. */
void collect_free(struct collect *c);

/* Messages in flight in this process. */
unsigned collect_inflight(void);

#endif
