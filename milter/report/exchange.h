/* SPDX-License-Identifier: MIT
 *
 * exchange.h - how a request reaches a worker and a report comes back.
 *
 * All workers of one inspect parent receive on one end of a SOCK_SEQPACKET
 * pair, the queue; its other end is the service.  A request is one small
 * packet on the queue with two descriptors: the message (a sealed memory file)
 * and a stream socket of its own.  The requester writes the request on that
 * stream, the worker writes the report; when the worker dies, the kernel
 * closes the stream and the requester knows.  Both directions carry a magic
 * number, a version and a bounded length first.
 *
 *   requester                          worker
 *   queue:  {hello} + [message,stream] ─▶  takes it
 *   stream: {frame, request JSON}      ─▶  reads
 *                                      ◀─  {frame, report JSON} + [texts]
 */
#ifndef REPORT_EXCHANGE_H
#define REPORT_EXCHANGE_H

#include <stdint.h>

#include "base/buf.h"
#include "report/request.h"

enum outcome {
	OUTCOME_REPORT,     /* *ret_report holds the answer's JSON */
	OUTCOME_DIED,       /* the worker closed the stream without answering */
	OUTCOME_OVERRAN,    /* taken, worked on, but not answered in time */
	OUTCOME_NO_SERVICE, /* nobody took it, or too late to be fair to it:
			     * the queue is closed or too long */
	OUTCOME_BAD,        /* the answer broke the format */
	OUTCOME_MEMORY,     /* no memory or descriptors here */
	OUTCOME_GONE,       /* `beat` said that nobody waits any more */
};
const char *outcome_name(enum outcome o);

/* Makes the pair: *ret_service (non-blocking, for requesters) and *ret_queue
 * (for workers), both close-on-exec. 0, or -1 with errno. */
int exchange_pair(int *ret_service, int *ret_queue);

/* Asks the service for a report on the sealed memory file `message`, waiting
 * until deadline (clock_ms). `beat` (may be NULL) is called every
 * LIMIT_PROGRESS_S while waiting; when it returns non-zero the wait ends as
 * GONE, which says nothing about the message. On OUTCOME_REPORT the JSON has been added to *ret_report and, if
 * asked for, *ret_texts is the texts' memory file (the caller's to close);
 * otherwise *ret_texts is -1. Safe from several threads. */
enum outcome exchange_ask(int service, const struct request *q, int message,
    int64_t deadline, int (*beat)(void *), void *beat_arg,
    struct buf *ret_report, int *ret_texts);

/* The worker's side: waits for the next request and reads it whole. Returns 1
 * with *ret, *ret_message and *ret_stream (the caller's to free and close), 0
 * when the service was closed, or -1 for a request that broke the format (it
 * was dropped; the caller may take the next). */
int exchange_take(
    int queue, struct request *ret, int *ret_message, int *ret_stream);

/* Sends the answer; texts is -1 for none. 0, or -1 with errno. */
int exchange_answer(int stream, const struct buf *report, int texts);

#endif
