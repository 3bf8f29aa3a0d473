/* SPDX-License-Identifier: MIT
 *
 * patience.h - how long each step of an inspection may take.
 *
 * Requester and worker take it from the same settings: the worker ends by
 * itself a moment after the requester has given up.
 */
#ifndef REPORT_PATIENCE_H
#define REPORT_PATIENCE_H

#include <stdint.h>

struct settings;

/* All in milliseconds. */
struct patience {
	/* From the question to a plain worker's answer, waiting included. */
	int64_t plain;
	/* Where that answer is "elsewhere": until a document worker begins. */
	int64_t queue;
	/* From then to its answer. */
	int64_t document;
	/* Of these two, what reading alone may take: the rest is for finding.
	 */
	int64_t plain_reading, document_reading;
	/* What pictures of text may take besides; 0: none are read. */
	int64_t ocr;
};

struct patience patience_of(const struct settings *set);

/* The longest that a worker which has begun may need, in whole seconds. */
unsigned patience_work_s(const struct settings *set);

/* How many document workers stand ready beside so many plain ones. */
unsigned patience_document_workers(
    const struct settings *set, unsigned plain_workers);

#endif
