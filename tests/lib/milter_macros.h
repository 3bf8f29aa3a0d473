/* SPDX-License-Identifier: MIT
 *
 * milter_macros.h - which macros an MTA sends before which step.
 */
#ifndef TESTS_LIB_MILTER_MACROS_H
#define TESTS_LIB_MILTER_MACROS_H

#include "base/strlist.h"
#include "lib/milter_wire.h"

/* Stages as in SMFIM_*; STAGE_NONE for steps that have no macros. */
enum milter_stage {
	STAGE_CONNECT,
	STAGE_HELO,
	STAGE_MAIL,
	STAGE_RCPT,
	STAGE_DATA,
	STAGE_EOM,
	STAGE_EOH,
	STAGE_NONE,
};

struct milter_macros {
	char *wanted[STAGE_NONE];  /* the filter's lists; NULL: the default */
	const struct strlist *own; /* "name=value", borrowed, may be NULL */
	const char *queue_id;      /* borrowed, may be NULL */
};

/* Keeps the macro lists that follow the three numbers of the filter's option
 * packet, which w has just read. */
void milter_macros_keep_lists(
    struct milter_macros *m, const struct milter_wire *w);

/* Sends the macros of one step: those the filter listed for the stage, else
 * what Postfix sends by default. 0 or -1. */
int milter_macros_send(const struct milter_macros *m, struct milter_wire *w,
    char command, enum milter_stage stage);

void milter_macros_free(struct milter_macros *m);

#endif
