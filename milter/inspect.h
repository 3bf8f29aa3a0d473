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
 * verdict, and *texts (from texts_init) with what was read. Returns 0, or -1
 * when it cannot tell: memory is out. */
int inspect(const struct config *config, struct finder *finder,
    struct request *request, const char *data, size_t len,
    struct report *report, struct texts *texts);

#endif
