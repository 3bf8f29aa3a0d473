/* SPDX-License-Identifier: MIT
 *
 * exchange.h - how a request reaches a worker and a report comes back.
 *
 * An inspect parent has two crews of workers, each with a queue of its own: a
 * SOCK_SEQPACKET pair on whose one end the workers of that crew receive, and
 * whose other end requesters hold; the two together are the service.  A request
 * is one small packet on a queue with two descriptors: the message (a sealed
 * memory file) and a stream socket of its own.  The requester writes the
 * request on that stream, the worker writes the report; when the worker dies,
 * the kernel closes the stream and the requester knows.  All that is sent
 * carries a magic number, a version, what it is and a bounded length first.
 *
 *   requester                          plain worker
 *   queue:  {hello} + [message,stream] ─▶  takes it
 *   stream: {request, JSON}            ─▶  reads
 *                                      ◀─  {report, JSON} + [texts]
 *                                      ◀─  or {elsewhere}: it needs documents
 *   requester, after "elsewhere"       document worker
 *   the same on the other queue        ─▶  takes it
 *                                      ◀─  {report, JSON} + [texts]
 *
 * It is the requester that brings a message to the other crew: so no worker
 * holds more than its own queue's receiving end, a message that waits is still
 * in the hands of who waits for it, and nothing can be lost between the crews.
 */
#ifndef REPORT_EXCHANGE_H
#define REPORT_EXCHANGE_H

#include <stdint.h>

#include "base/buf.h"
#include "report/patience.h"
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

/* The requesters' ends of both queues, or the workers'; -1 for none. */
struct service {
	int plain;
	int documents;
};
#define SERVICE_NONE ((struct service){-1, -1})

/* Makes both pairs: *ret_service (non-blocking, for requesters) and *ret_queues
 * (for workers), all close-on-exec. 0, or -1 with errno. */
int exchange_pairs(struct service *ret_service, struct service *ret_queues);

/* Closes what is there and leaves SERVICE_NONE. */
void exchange_close(struct service *s);

/* How the requester waits. */
struct waiting {
	struct patience patience;
	/* Called every LIMIT_PROGRESS_S meanwhile, unless NULL; when it returns
	 * non-zero the wait ends as GONE, which says nothing about the message.
	 */
	int (*beat)(void *);
	void *beat_arg;
};

/* Asks the service for a report on the sealed memory file `message`. On
 * OUTCOME_REPORT the JSON has been added to *ret_report and, if asked for,
 * *ret_texts is the texts' memory file (the caller's to close); otherwise
 * *ret_texts is -1. A message that is for document workers waits in their
 * queue, which is no work on it: time is counted anew, and that it overran is
 * said only of what a document worker had for all of its time. Safe from
 * several threads. */
enum outcome exchange_ask(const struct service *service,
    const struct request *q, int message, const struct waiting *how,
    struct buf *ret_report, int *ret_texts);

/* The worker's side: waits for the next request and reads it whole. Returns 1
 * with *ret, *ret_message and *ret_stream (the caller's to free and close), 0
 * when the service was closed, or -1 for a request that broke the format or
 * that nobody waits for any more (it was dropped; the caller may take the
 * next). */
int exchange_take(
    int queue, struct request *ret, int *ret_message, int *ret_stream);

/* Sends the answer; texts is -1 for none. 0, or -1 with errno. */
int exchange_answer(int stream, const struct buf *report, int texts);

/* Sends "elsewhere" instead: the message is for a document worker. From
 * one of those it is a broken answer. 0, or -1 with errno. */
int exchange_elsewhere(int stream);

#endif
