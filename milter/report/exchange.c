/* SPDX-License-Identifier: MIT
 *
 * exchange.c - how a request reaches a worker and a report comes back.
 *
 * Whether a worker has taken a request at all is read from the stream: bytes
 * we wrote that nobody has read (SIOCOUTQ) mean it still waits in the queue.
 * So a queue that is too long becomes "no service" (the sender's MTA tries
 * again) and only a message that a worker worked on for at least half of the
 * time it was given can be poison.
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
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/limits.h"

#define EXCHANGE_MAGIC 0x50524259u /* "PRBY" */
#define EXCHANGE_VERSION 1u
/* How long a worker waits for the rest of a request its taker began. */
#define TAKE_MS 5000
/* How long a worker waits for a requester that does not read its answer. */
#define ANSWER_MS 5000
/* How often a requester looks whether it has been taken. */
#define LOOK_MS 200
/* While too many descriptors are in flight. */
#define CROWDED_MS 10

struct frame {
	uint32_t magic;
	uint32_t version;
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

int
exchange_pair(int *ret_service, int *ret_queue)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return -1;
	if (fcntl(pair[0], F_SETFL, O_NONBLOCK) < 0) {
		close(pair[0]);
		close(pair[1]);
		return -1;
	}
	*ret_service = pair[0];
	*ret_queue = pair[1];
	return 0;
}

static int
frame_good(const struct frame *f, uint32_t max)
{
	return f->magic == EXCHANGE_MAGIC && f->version == EXCHANGE_VERSION &&
	       f->length <= max;
}

/* One request on its way, seen by the requester. */
struct asking {
	int stream;
	int64_t start, deadline;
	int64_t taken; /* when we saw that a worker has it; 0 before */
	int64_t next;  /* beat */
	int (*beat)(void *);
	void *beat_arg;
};

/* Has nobody read what we wrote? */
static int
untaken(int stream)
{
	int unread = 0;

	return ioctl(stream, SIOCOUTQ, &unread) == 0 && unread > 0;
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
		if (a->taken == 0 && a->stream >= 0 && !untaken(a->stream))
			a->taken = now;
		if (now >= a->deadline)
			return too_late(a);
		if (now < a->next)
			continue;
		if (a->beat != NULL && a->beat(a->beat_arg) != 0)
			return OUTCOME_GONE;
		a->next = now + LIMIT_PROGRESS_S * 1000;
	}
	return OUTCOME_REPORT;
}

/* Puts {hello} + [message, stream] on the queue, waiting for room in it. */
static enum outcome
enqueue(struct asking *a, int service, int message, int stream)
{
	struct frame hello = {EXCHANGE_MAGIC, EXCHANGE_VERSION, 0};
	int fds[2] = {message, stream};
	enum outcome o;

	while (fd_pass(service, &hello, sizeof hello, fds, 2) < 0) {
		if (errno == EMFILE || errno == ENOMEM)
			return OUTCOME_MEMORY;
		/* Too many descriptors in flight: a queue too long in other
		 * words, but one that poll does not see. */
		if (errno == ETOOMANYREFS)
			poll(NULL, 0, CROWDED_MS);
		else if (errno != EAGAIN)
			return OUTCOME_NO_SERVICE;
		o = await(a, service, POLLOUT);
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

static enum outcome
read_answer(
    int stream, int64_t deadline, struct buf *ret_report, int *ret_texts)
{
	struct frame f;
	ssize_t n;
	int texts = -1;
	enum outcome o = OUTCOME_BAD;

	n = fd_take(stream, &f, sizeof f, &texts, 1);
	if (n == 0 || (n < 0 && errno == ECONNRESET))
		return OUTCOME_DIED;
	if (n == (ssize_t)sizeof f && frame_good(&f, LIMIT_REPORT_BYTES) &&
	    (texts < 0 || memfd_sealed(texts)))
		o = read_json(stream, deadline, f.length, ret_report);
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

/* Writes the framed request to the stream. */
static enum outcome
write_request(struct asking *a, const struct request *q)
{
	struct frame f = {EXCHANGE_MAGIC, EXCHANGE_VERSION, 0};
	struct buf b = BUF_MAX(LIMIT_REQUEST_BYTES);
	enum outcome ret = OUTCOME_MEMORY;

	buf_add(&b, &f, sizeof f);
	if (request_write(q, &b) == 0) {
		f.length = (uint32_t)(b.len - sizeof f);
		memcpy(b.data, &f, sizeof f);
		ret = send_beating(a, b.data, b.len);
	}
	buf_free(&b);
	return ret;
}

enum outcome
exchange_ask(int service, const struct request *q, int message,
    int64_t deadline, int (*beat)(void *), void *beat_arg,
    struct buf *ret_report, int *ret_texts)
{
	struct asking a = {
	    .stream = -1,
	    .start = clock_ms(),
	    .deadline = deadline,
	    .beat = beat,
	    .beat_arg = beat_arg,
	};
	enum outcome o;
	int pair[2];

	*ret_texts = -1;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return OUTCOME_MEMORY;
	a.next = a.start + LIMIT_PROGRESS_S * 1000;
	o = enqueue(&a, service, message, pair[1]);
	close(pair[1]); /* so that the worker's copy is the only one */
	a.stream = pair[0];
	if (o == OUTCOME_REPORT)
		o = write_request(&a, q);
	if (o == OUTCOME_REPORT)
		o = await(&a, a.stream, POLLIN);
	if (o == OUTCOME_REPORT)
		o = read_answer(a.stream, deadline, ret_report, ret_texts);
	close(a.stream);
	return o;
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
	    !frame_good(&f, LIMIT_REQUEST_BYTES))
		return -1;
	room = buf_room(&b, f.length);
	if (room == NULL)
		return -1;
	ok = fd_recv_all(stream, room, f.length, deadline) == 0 &&
	     request_read(room, f.length, ret) == 0;
	buf_free(&b);
	return ok ? 0 : -1;
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
	if (n != (ssize_t)sizeof hello || !frame_good(&hello, 0) ||
	    fds[0] < 0 || fds[1] < 0 || !memfd_sealed(fds[0]) ||
	    read_request(fds[1], ret) < 0) {
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
	struct frame f = {
	    EXCHANGE_MAGIC, EXCHANGE_VERSION, (uint32_t)report->len};

	if (fd_pass(stream, &f, sizeof f, &texts, texts >= 0 ? 1 : 0) < 0)
		return -1;
	return fd_send_all(
	    stream, report->data, report->len, clock_ms() + ANSWER_MS);
}
