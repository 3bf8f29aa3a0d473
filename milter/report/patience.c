/* SPDX-License-Identifier: MIT
 *
 * patience.c - how long each step of an inspection may take.
 *
 * A document worker has the whole deadline from when it begins, however long
 * the message waited: a queue must never look like poison.
 */
#include "report/patience.h"

#include "base/limits.h"
#include "config/config.h"

struct patience
patience_of(const struct settings *set)
{
	const int64_t deadline = (int64_t)set->deadline_s * 1000;
	const int64_t ocr = set->ocr ? (int64_t)set->ocr_s * 1000 : 0;

	return (struct patience){
	    .plain = deadline,
	    .queue = deadline,
	    .document = deadline + ocr,
	    .plain_reading = deadline * 3 / 4,
	    .document_reading = deadline * 3 / 4,
	    .ocr = ocr,
	};
}

unsigned
patience_work_s(const struct settings *set)
{
	return (unsigned)(patience_of(set).document / 1000);
}

unsigned
patience_document_workers(const struct settings *set, unsigned plain_workers)
{
	unsigned n = set->document_workers;

	if (n == 0)
		n = plain_workers < 2 ? 2 : plain_workers;
	return n < LIMIT_WORKERS ? n : LIMIT_WORKERS;
}
