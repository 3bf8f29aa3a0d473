/* SPDX-License-Identifier: MIT
 *
 * inspect.h - one message through the stages, in order.
 */
#ifndef INSPECT_H
#define INSPECT_H

#include <stddef.h>

struct config;
struct finder;
struct report;
struct request;
struct texts;

/* Parses, extracts and finds. `data` is borrowed. Sender and recipients that
 * the request leaves open are taken from the message's own headers, and put
 * into its envelope. Fills *report (from report_new) with everything but the
 * verdict, and *texts with what was read; it comes from texts_init and says
 * what may be read and how long that may take. Returns what the worker is to
 * do. */
enum inspected {
	INSPECT_REPORT,    /* answer with it */
	INSPECT_ELSEWHERE, /* it needs documents, which *texts does not allow */
	INSPECT_FAILED,    /* it cannot tell: memory is out */
};
enum inspected inspect(const struct config *config, struct finder *finder,
    struct request *request, const char *data, size_t len,
    struct report *report, struct texts *texts);

#endif
