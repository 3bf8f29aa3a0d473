/* SPDX-License-Identifier: MIT
 *
 * exchange.c - how a request reaches a worker and a report comes back.
 *
 * Whether a worker has taken a request at all is read from the stream: bytes
 * we wrote that nobody has read (SIOCOUTQ) mean it still waits in the queue.
 * So a queue that is too long becomes "no service" (the sender's MTA tries
 * again) and only a message that a worker worked on for at least half of the
 * time it was given can be poison.  The queue of the document workers is waited
 * in for a time of its own; from when one of them has begun it has all of its
 * time, since what it reads is slow and what waits before it is slow too.
 *
 * A requester takes one answer of each worker and asks at most one of each
 * crew, so that no worker can keep it busy.
 *
 * BUGS: a requester that is told "died" cannot know whether the worker had
 * read a word: an inspect parent that ends takes the queue with it.  The
 * daemon asks once more for that reason too.
 */
#include "report/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/limits.h"

#define EXCHANGE_MAGIC 0x50524259u /* "PRBY" */
#define EXCHANGE_VERSION 2u
/* How long a worker waits for the rest of a request its taker began. */
#define TAKE_MS 5000
/* How long a worker waits for a requester that does not read its answer. */
#define ANSWER_MS 5000
/* How often a requester looks whether it has been taken. */
#define LOOK_MS 200
/* While too many descriptors are in flight. */
#define CROWDED_MS 10

/* What a stream's buffer surely holds, so that sending it cannot block. */
#define FIRST_BYTES (16u * KIB)

enum frame_kind {
	FRAME_HELLO = 1,
	FRAME_REQUEST,
	FRAME_REPORT,
	FRAME_ELSEWHERE,
};

struct frame {
	uint32_t magic;
	uint32_t version;
	uint32_t kind; /* enum frame_kind */
	uint32_t length;
};

static const char *const outcomes[] = {
    [OUTCOME_REPORT] = "report",
    [OUTCOME_DIED] = "died",
    [OUTCOME_OVERRAN] = "overran",
    [OUTCOME_NO_SERVICE] = "no-service",
    [OUTCOME_BAD] = "bad-answer",
    [OUTCOME_MEMORY] = "memory",
    [OUTCOME_GONE] = "gone",
};

const char *
outcome_name(enum outcome o)
{
	return outcomes[o];
}

/* A queue that carries requests one way only: workers can send nothing. */
static int
make_queue(int *ret_service, int *ret_queue)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return -1;
	if (fcntl(pair[0], F_SETFL, O_NONBLOCK) < 0 ||
	    shutdown(pair[1], SHUT_WR) < 0) {
		close(pair[0]);
		close(pair[1]);
		return -1;
	}
	*ret_service = pair[0];
	*ret_queue = pair[1];
	return 0;
}

int
exchange_pairs(struct service *ret_service, struct service *ret_queues)
{
	struct service service = SERVICE_NONE, queues = SERVICE_NONE;
	int err;

	if (make_queue(&service.plain, &queues.plain) < 0 ||
	    make_queue(&service.documents, &queues.documents) < 0) {
		err = errno;
		exchange_close(&service);
		exchange_close(&queues);
		errno = err;
		return -1;
	}
	*ret_service = service;
	*ret_queues = queues;
	return 0;
}

void
exchange_close(struct service *s)
{
	if (s->plain >= 0)
		close(s->plain);
	if (s->documents >= 0)
		close(s->documents);
	*s = SERVICE_NONE;
}

static struct frame
frame_of(enum frame_kind kind, size_t length)
{
	return (struct frame){
	    EXCHANGE_MAGIC, EXCHANGE_VERSION, kind, (uint32_t)length};
}

static int
frame_good(const struct frame *f, enum frame_kind kind, uint32_t max)
{
	return f->magic == EXCHANGE_MAGIC && f->version == EXCHANGE_VERSION &&
	       f->kind == kind && f->length <= max;
}

/* One request on its way, seen by the requester. */
struct asking {
	int stream;
	int64_t start, deadline;
	int64_t taken;   /* when we saw that a worker has it; 0 before */
	int64_t working; /* it then has so long; 0: until the deadline */
	int64_t next;    /* beat */
	const struct waiting *how;
};

/* Has nobody read what we wrote? */
static int
untaken(int stream)
{
	int unread = 0;

	return ioctl(stream, SIOCOUTQ, &unread) == 0 && unread > 0;
}

static void
note_taken(struct asking *a, int64_t now)
{
	if (a->taken != 0 || untaken(a->stream))
		return;
	a->taken = now;
	if (a->working != 0) {
		a->start = now;
		a->deadline = now + a->working;
	}
}

/* What a passed deadline means. A worker that got the request late has not
 * overrun: others kept it waiting. */
static enum outcome
too_late(const struct asking *a)
{
	int64_t fair = (a->deadline - a->start) / 2;

	return a->taken == 0 || a->deadline - a->taken < fair
		   ? OUTCOME_NO_SERVICE
		   : OUTCOME_OVERRAN;
}

static int64_t
next_look(const struct asking *a, int64_t now)
{
	int64_t t = a->next < a->deadline ? a->next : a->deadline;

	return a->taken == 0 && now + LOOK_MS < t ? now + LOOK_MS : t;
}

/* Waits until fd is ready, beating, and notes when a worker took it. */
static enum outcome
await(struct asking *a, int fd, short events)
{
	int64_t now;

	while (fd_wait(fd, events, next_look(a, clock_ms())) < 0) {
		if (errno != ETIMEDOUT)
			return OUTCOME_MEMORY;
		now = clock_ms();
		note_taken(a, now);
		if (now >= a->deadline)
			return too_late(a);
		if (now < a->next)
			continue;
		if (a->how->beat != NULL && a->how->beat(a->how->beat_arg) != 0)
			return OUTCOME_GONE;
		a->next = now + LIMIT_PROGRESS_S * 1000;
	}
	return OUTCOME_REPORT;
}

/* Puts {hello} + [message, stream] on a queue, waiting for room in it. */
static enum outcome
enqueue(struct asking *a, int queue, int message, int stream)
{
	const struct frame hello = frame_of(FRAME_HELLO, 0);
	int fds[2] = {message, stream};
	enum outcome o;

	while (fd_pass(queue, &hello, sizeof hello, fds, 2) < 0) {
		if (errno == EMFILE || errno == ENOMEM)
			return OUTCOME_MEMORY;
		/* Too many descriptors in flight: a queue too long in other
		 * words, but one that poll does not see. */
		if (errno == ETOOMANYREFS)
			poll(NULL, 0, CROWDED_MS);
		else if (errno != EAGAIN)
			return OUTCOME_NO_SERVICE;
		o = await(a, queue, POLLOUT);
		if (o != OUTCOME_REPORT)
			return o;
		if (clock_ms() >= a->deadline)
			return OUTCOME_NO_SERVICE;
	}
	return OUTCOME_REPORT;
}

/* Adds the answer's JSON to *ret_report, which keeps nothing of a broken one.
 */
static enum outcome
read_json(int stream, int64_t deadline, size_t len, struct buf *ret_report)
{
	char *room = buf_room(ret_report, len);

	if (room == NULL)
		return OUTCOME_MEMORY;
	if (fd_recv_all(stream, room, len, deadline) == 0) {
		buf_grown(ret_report, len);
		return OUTCOME_REPORT;
	}
	*room = '\0';
	return errno == ETIMEDOUT ? OUTCOME_OVERRAN : OUTCOME_DIED;
}

/* *ret_elsewhere: the answer was that. */
static enum outcome
read_answer(const struct asking *a, struct buf *ret_report, int *ret_texts,
    bool *ret_elsewhere)
{
	struct frame f;
	ssize_t n;
	int texts = -1;
	enum outcome o = OUTCOME_BAD;

	n = fd_take(a->stream, &f, sizeof f, &texts, 1);
	if (n == 0 || (n < 0 && errno == ECONNRESET))
		return OUTCOME_DIED;
	*ret_elsewhere = n == (ssize_t)sizeof f && texts < 0 &&
			 frame_good(&f, FRAME_ELSEWHERE, 0);
	if (*ret_elsewhere)
		return OUTCOME_REPORT;
	if (n == (ssize_t)sizeof f &&
	    frame_good(&f, FRAME_REPORT, LIMIT_REPORT_BYTES) &&
	    (texts < 0 || memfd_sealed(texts)))
		o = read_json(a->stream, a->deadline, f.length, ret_report);
	if (o == OUTCOME_REPORT)
		*ret_texts = texts;
	else if (texts >= 0)
		close(texts);
	return o;
}

/* fd_send_all, beating: a request larger than the stream's buffer goes out
 * only as fast as a worker reads. */
static enum outcome
send_beating(struct asking *a, const char *p, size_t len)
{
	enum outcome o;
	ssize_t n;

	while (len > 0) {
		n = send(a->stream, p, len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n >= 0) {
			p += n;
			len -= (size_t)n;
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			o = await(a, a->stream, POLLOUT);
			if (o != OUTCOME_REPORT)
				return o;
		} else if (errno != EINTR) {
			return OUTCOME_DIED;
		}
	}
	return OUTCOME_REPORT;
}

/* Puts the framed request together. 0, or -1 when memory is out. */
static int
frame_request(const struct request *q, struct buf *ret)
{
	struct frame f = frame_of(FRAME_REQUEST, 0);

	if (buf_add(ret, &f, sizeof f) < 0 || request_write(q, ret) < 0)
		return -1;
	f.length = (uint32_t)(ret->len - sizeof f);
	memcpy(ret->data, &f, sizeof f);
	return 0;
}

/* Writes the request and puts it on the queue. What fits into the stream's
 * buffer, nearly always all of it, is written first: a worker that wakes finds
 * its request there and need not wait again. */
static enum outcome
submit(struct asking *a, int queue, const struct request *q, int message,
    int workers_end)
{
	struct buf b = BUF_MAX(LIMIT_REQUEST_BYTES);
	enum outcome o = OUTCOME_MEMORY;
	ssize_t n;

	if (frame_request(q, &b) == 0) {
		n = send(a->stream, b.data, b.len, MSG_NOSIGNAL | MSG_DONTWAIT);
		o = enqueue(a, queue, message, workers_end);
		close(workers_end); /* so that the worker's is the only one */
		if (o == OUTCOME_REPORT && n < (ssize_t)b.len)
			o = send_beating(a, b.data + (n > 0 ? n : 0),
			    b.len - (n > 0 ? (size_t)n : 0));
	} else {
		close(workers_end);
	}
	buf_free(&b);
	return o;
}

/* Asks one crew. */
static enum outcome
ask_crew(struct asking *a, int queue, const struct request *q, int message,
    struct buf *ret_report, int *ret_texts, bool *ret_elsewhere)
{
	enum outcome o;
	int pair[2];

	*ret_elsewhere = false;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return OUTCOME_MEMORY;
	a->stream = pair[0];
	o = submit(a, queue, q, message, pair[1]);
	if (o == OUTCOME_REPORT)
		o = await(a, a->stream, POLLIN);
	if (o == OUTCOME_REPORT && a->working != 0)
		note_taken(a, clock_ms());
	if (o == OUTCOME_REPORT)
		o = read_answer(a, ret_report, ret_texts, ret_elsewhere);
	close(a->stream);
	return o;
}

enum outcome
exchange_ask(const struct service *service, const struct request *q,
    int message, const struct waiting *how, struct buf *ret_report,
    int *ret_texts)
{
	struct asking a = {.start = clock_ms(), .how = how};
	enum outcome o;
	bool elsewhere;

	*ret_texts = -1;
	a.deadline = a.start + how->patience.plain;
	a.next = a.start + LIMIT_PROGRESS_S * 1000;
	o = ask_crew(
	    &a, service->plain, q, message, ret_report, ret_texts, &elsewhere);
	if (o != OUTCOME_REPORT || !elsewhere)
		return o;
	a.start = clock_ms();
	a.deadline = a.start + how->patience.queue;
	a.working = how->patience.document;
	a.taken = 0;
	o = ask_crew(&a, service->documents, q, message, ret_report, ret_texts,
	    &elsewhere);
	return o == OUTCOME_REPORT && elsewhere ? OUTCOME_BAD : o;
}

static int
read_request(int stream, struct request *ret)
{
	struct buf b = BUF_MAX(LIMIT_REQUEST_BYTES);
	int64_t deadline = clock_ms() + TAKE_MS;
	struct frame f;
	char *room;
	int ok;

	if (fd_recv_all(stream, &f, sizeof f, deadline) < 0 ||
	    !frame_good(&f, FRAME_REQUEST, LIMIT_REQUEST_BYTES))
		return -1;
	room = buf_room(&b, f.length);
	if (room == NULL)
		return -1;
	ok = fd_recv_all(stream, room, f.length, deadline) == 0 &&
	     request_read(room, f.length, ret) == 0;
	buf_free(&b);
	return ok ? 0 : -1;
}

/* Has the requester given up? Its request then takes nobody's time. */
static bool
abandoned(int stream)
{
	struct pollfd p = {.fd = stream, .events = 0};

	return poll(&p, 1, 0) > 0 && (p.revents & POLLHUP) != 0;
}

int
exchange_take(int queue, struct request *ret, int *ret_message, int *ret_stream)
{
	struct frame hello;
	int fds[2];
	ssize_t n;

	n = fd_take(queue, &hello, sizeof hello, fds, 2);
	if (n == 0)
		return 0;
	if (n < 0)
		return errno == EBADMSG ? -1 : 0;
	if (n != (ssize_t)sizeof hello || !frame_good(&hello, FRAME_HELLO, 0) ||
	    fds[0] < 0 || fds[1] < 0 || !memfd_sealed(fds[0]) ||
	    abandoned(fds[1]) || read_request(fds[1], ret) < 0) {
		if (fds[0] >= 0)
			close(fds[0]);
		if (fds[1] >= 0)
			close(fds[1]);
		return -1;
	}
	*ret_message = fds[0];
	*ret_stream = fds[1];
	return 1;
}

int
exchange_answer(int stream, const struct buf *report, int texts)
{
	const struct frame f = frame_of(FRAME_REPORT, report->len);
	struct buf b = BUF_MAX(sizeof f + LIMIT_REPORT_BYTES);
	size_t first;
	int ret = -1;

	/* One packet where it can be: each costs the requester a wake-up. */
	buf_add(&b, &f, sizeof f);
	if (buf_add(&b, report->data, report->len) == 0) {
		first = b.len < FIRST_BYTES ? b.len : FIRST_BYTES;
		ret = fd_pass(stream, b.data, first, &texts, texts >= 0);
		if (ret == 0)
			ret = fd_send_all(stream, b.data + first, b.len - first,
			    clock_ms() + ANSWER_MS);
	}
	buf_free(&b);
	return ret;
}

int
exchange_elsewhere(int stream)
{
	const struct frame f = frame_of(FRAME_ELSEWHERE, 0);

	return fd_send_all(stream, &f, sizeof f, clock_ms() + ANSWER_MS);
}
