/* SPDX-License-Identifier: MIT
 *
 * asker.h - inspects many inputs at once and gives the answers in order.
 */
#ifndef CLI_ASKER_H
#define CLI_ASKER_H

#include <stddef.h>

#include "cli/inputs.h"
#include "report/exchange.h"
#include "report/request.h"

struct config;
struct report;

struct asker;

/* What one input came to. */
struct asked {
	const char *label;
	const char *error;     /* the input could not be read, or NULL */
	struct report *report; /* judged; never NULL */
	int texts;             /* memory file, or -1 */
};

struct asker_options {
	const struct config *config;
	const struct request *pattern; /* copied for every input but id, file */
	/* Chooses the kind of request for one input; NULL: the pattern's. */
	enum request_kind (*kind)(const struct input *in);
	struct service service;
	unsigned threads;
	/* Called in input order from asker_add and asker_finish. */
	void (*answer)(const struct asked *a, void *arg);
	void *arg;
};

/* Starts the threads; NULL when that fails. All options are borrowed. */
struct asker *asker_new(const struct asker_options *o);

/* Adds an input; waits when too many are under way. 0, or -1 for memory. */
int asker_add(struct asker *a, const struct input *in);

/* Waits for all answers, ends the threads, frees. */
void asker_finish(struct asker *a);

#endif
