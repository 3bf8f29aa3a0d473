/* SPDX-License-Identifier: MIT
 *
 * sink.c - an SMTP server that takes mail for tests, and misbehaves on demand.
 *
 * Strict where it matters for a test: it never takes anything but CRLF "." CRLF
 * for the end of a message, and answers 503 to commands out of order, so that a
 * client that does not look at replies is found out.
 */
#include "lib/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fd.h"
#include "base/limits.h"

#define CONNECTIONS_MAX 256
#define LINE_MAX_LEN 16384
#define MESSAGE_MAX (512u * MIB)

struct sink {
	struct sink_options options;
	int listener;
	unsigned port;
	pthread_t acceptor;
	pthread_mutex_t lock;
	pthread_cond_t quiet; /* signalled when a connection ends */
	/* Under the lock: */
	int fds[CONNECTIONS_MAX]; /* -1: free */
	unsigned connections;
	bool stopping;
	unsigned written;
	unsigned misbehaved;
	unsigned next; /* number to try for the next file */
};

struct client {
	struct sink *sink;
	int fd;
	size_t slot;
	char in[65536];
	size_t start, end;
	struct buf env; /* MAIL and RCPT lines */
	struct buf data;
	bool mail, rcpt;
};

/* One byte, or -1 when the client has gone. */
static int
next_byte(struct client *c)
{
	ssize_t n;

	if (c->start == c->end) {
		do
			n = recv(c->fd, c->in, sizeof c->in, 0);
		while (n < 0 && errno == EINTR);
		if (n <= 0)
			return -1;
		c->start = 0;
		c->end = (size_t)n;
	}
	return (unsigned char)c->in[c->start++];
}

/* A line up to and with CRLF; a bare LF does not end it. 0 or -1. */
static int
next_line(struct client *c, struct buf *line)
{
	int b;

	buf_reset(line);
	for (;;) {
		if ((b = next_byte(c)) < 0 || buf_addc(line, (char)b) < 0)
			return -1;
		if (b == '\n' && line->len >= 2 &&
		    line->data[line->len - 2] == '\r')
			return 0;
	}
}

static void
pause_ms(unsigned ms)
{
	struct timespec t = {ms / 1000, (long)(ms % 1000) * 1000000};

	if (ms > 0)
		nanosleep(&t, NULL);
}

static int
reply(struct client *c, const char *text)
{
	pause_ms(c->sink->options.slow_ms);
	return fd_send_all(c->fd, text, strlen(text), clock_ms() + 10000);
}

/* Claims a misbehaviour for one message. */
static enum sink_mode
take_mode(struct sink *s)
{
	enum sink_mode mode = SINK_GOOD;

	pthread_mutex_lock(&s->lock);
	if (s->options.mode != SINK_GOOD &&
	    (s->options.times == 0 || s->misbehaved < s->options.times)) {
		mode = s->options.mode;
		s->misbehaved++;
	}
	pthread_mutex_unlock(&s->lock);
	return mode;
}

static int
write_file(const char *path, const struct buf *b)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	int ret;

	if (fd < 0)
		return -1;
	ret = fd_write_all(fd, buf_str(b), b->len);
	return close(fd) < 0 ? -1 : ret;
}

/* Writes NNNN.env and then, by rename, NNNN.eml. O_EXCL on the .env makes the
 * number ours even where another sink uses the same folder. */
static int
write_message(struct sink *s, const struct client *c)
{
	char env[4096], part[4096], eml[4096];
	unsigned n = s->next;

	do {
		n++;
		snprintf(env, sizeof env, "%s/%04u.env", s->options.dir, n);
	} while (write_file(env, &c->env) < 0 && errno == EEXIST);
	s->next = n;
	snprintf(part, sizeof part, "%s/%04u.part", s->options.dir, n);
	snprintf(eml, sizeof eml, "%s/%04u.eml", s->options.dir, n);
	if (write_file(part, &c->data) < 0)
		return -1;
	return rename(part, eml);
}

/* Returns the message's number, or 0. */
static unsigned
keep(struct client *c)
{
	struct sink *s = c->sink;
	unsigned n = 0;

	pthread_mutex_lock(&s->lock);
	if (s->options.dir == NULL || write_message(s, c) == 0)
		n = ++s->written;
	pthread_mutex_unlock(&s->lock);
	return n;
}

/* Takes the message into c->data. 0, or -1 when the client has gone. */
static int
take_data(struct client *c, enum sink_mode mode)
{
	struct buf line = BUF_MAX(MESSAGE_MAX);
	int ret = -1;

	buf_reset(&c->data);
	while (next_line(c, &line) == 0) {
		if (line.len == 3 && line.data[0] == '.') {
			ret = 0;
			break;
		}
		if (mode == SINK_DROP_DATA)
			break;
		buf_add(&c->data, line.data + (line.data[0] == '.'),
		    line.len - (line.data[0] == '.'));
	}
	buf_free(&line);
	return buf_failed(&c->data) ? -1 : ret;
}

static int
on_data(struct client *c)
{
	enum sink_mode mode;
	char text[64];
	unsigned n;

	if (!c->rcpt)
		return reply(c, "503 5.5.1 need RCPT first\r\n");
	mode = take_mode(c->sink);
	if (reply(c, "354 go on\r\n") < 0 || take_data(c, mode) < 0)
		return -1;
	c->mail = c->rcpt = false;
	if (mode == SINK_SOFT_DOT)
		return reply(c, "451 4.3.0 not now\r\n");
	if (mode == SINK_HARD_DOT)
		return reply(c, "554 5.7.1 not this\r\n");
	n = keep(c);
	if (mode == SINK_DROP_DOT)
		return -1;
	if (n == 0)
		return reply(c, "451 4.3.0 cannot write\r\n");
	snprintf(text, sizeof text, "250 2.0.0 Ok: queued as SINK%04u\r\n", n);
	return reply(c, text);
}

static int
on_ehlo(struct client *c)
{
	const struct sink_options *o = &c->sink->options;
	struct buf text = BUF_MAX(1000);
	int ret;

	buf_addf(&text, "250-sink.example\r\n%s%s%s250 HELP\r\n",
	    o->no_8bitmime ? "" : "250-8BITMIME\r\n",
	    o->smtputf8 ? "250-SMTPUTF8\r\n" : "", o->dsn ? "250-DSN\r\n" : "");
	ret = reply(c, buf_str(&text));
	buf_free(&text);
	return ret;
}

static int
on_mail(struct client *c, const char *line)
{
	if (c->mail)
		return reply(c, "503 5.5.1 one MAIL at a time\r\n");
	if (c->sink->options.reject_mail)
		return reply(c, "550 5.7.1 sender refused\r\n");
	c->mail = true;
	c->rcpt = false;
	buf_reset(&c->env);
	buf_addf(&c->env, "%s\n", line);
	return reply(c, "250 2.1.0 Ok\r\n");
}

static bool
names(const char *line, const char *address)
{
	char wanted[400];

	if (address == NULL)
		return false;
	snprintf(wanted, sizeof wanted, "<%s>", address);
	return strcasestr(line, wanted) != NULL;
}

static int
on_rcpt(struct client *c, const char *line)
{
	if (!c->mail)
		return reply(c, "503 5.5.1 need MAIL first\r\n");
	if (names(line, c->sink->options.reject_rcpt))
		return reply(c, "550 5.1.1 no such user\r\n");
	if (names(line, c->sink->options.defer_rcpt))
		return reply(c, "450 4.2.1 mailbox busy\r\n");
	c->rcpt = true;
	buf_addf(&c->env, "%s\n", line);
	return reply(c, "250 2.1.5 Ok\r\n");
}

/* One command, without its line end. -1 ends the connection. */
static int
on_command(struct client *c, const char *line)
{
	if (strncasecmp(line, "EHLO ", 5) == 0)
		return on_ehlo(c);
	if (strncasecmp(line, "HELO ", 5) == 0)
		return reply(c, "250 sink.example\r\n");
	if (strncasecmp(line, "MAIL FROM:", 10) == 0)
		return on_mail(c, line);
	if (strncasecmp(line, "RCPT TO:", 8) == 0)
		return on_rcpt(c, line);
	if (strcasecmp(line, "DATA") == 0)
		return on_data(c);
	if (strcasecmp(line, "RSET") == 0) {
		c->mail = c->rcpt = false;
		return reply(c, "250 2.0.0 Ok\r\n");
	}
	if (strcasecmp(line, "NOOP") == 0)
		return reply(c, "250 2.0.0 Ok\r\n");
	if (strcasecmp(line, "QUIT") == 0) {
		reply(c, "221 2.0.0 bye\r\n");
		return -1;
	}
	return reply(c, "500 5.5.2 what?\r\n");
}

static void
converse(struct client *c)
{
	struct buf line = BUF_MAX(LINE_MAX_LEN);

	if (reply(c, "220 sink.example ESMTP\r\n") == 0) {
		while (next_line(c, &line) == 0) {
			line.data[line.len - 2] = '\0';
			if (on_command(c, line.data) < 0)
				break;
		}
	}
	buf_free(&line);
}

static void *
client_main(void *arg)
{
	struct client *c = arg;
	struct sink *s = c->sink;

	converse(c);
	buf_free(&c->env);
	buf_free(&c->data);
	pthread_mutex_lock(&s->lock);
	close(c->fd);
	s->fds[c->slot] = -1;
	s->connections--;
	pthread_cond_signal(&s->quiet);
	pthread_mutex_unlock(&s->lock);
	free(c);
	return NULL;
}

/* A client with its slot, or NULL when there is no room; under the lock. */
static struct client *
client_new(struct sink *s, int fd)
{
	struct client *c;
	size_t slot = 0;

	while (slot < CONNECTIONS_MAX && s->fds[slot] >= 0)
		slot++;
	if (slot == CONNECTIONS_MAX || s->stopping ||
	    (c = calloc(1, sizeof *c)) == NULL)
		return NULL;
	c->sink = s;
	c->fd = fd;
	c->slot = slot;
	buf_init(&c->env, 64 * MIB);
	buf_init(&c->data, MESSAGE_MAX);
	s->fds[slot] = fd;
	s->connections++;
	return c;
}

static void
serve(struct sink *s, int fd)
{
	struct client *c;
	pthread_t thread;

	pthread_mutex_lock(&s->lock);
	c = client_new(s, fd);
	if (c == NULL) {
		close(fd);
	} else if (pthread_create(&thread, NULL, client_main, c) != 0) {
		s->fds[c->slot] = -1;
		s->connections--;
		close(fd);
		free(c);
	} else {
		pthread_detach(thread);
	}
	pthread_mutex_unlock(&s->lock);
}

static void *
accept_main(void *arg)
{
	struct sink *s = arg;
	int fd;

	for (;;) {
		fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC);
		if (fd >= 0)
			serve(s, fd);
		else if (errno != EINTR && errno != ECONNABORTED)
			return NULL;
	}
}

static int
listen_on(struct sink *s)
{
	struct sockaddr_in a = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)s->options.port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof a;
	int on = 1;

	s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s->listener < 0)
		return -1;
	setsockopt(s->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(s->listener, (struct sockaddr *)&a, sizeof a) < 0 ||
	    listen(s->listener, 128) < 0 ||
	    getsockname(s->listener, (struct sockaddr *)&a, &len) < 0) {
		close(s->listener);
		return -1;
	}
	s->port = ntohs(a.sin_port);
	return 0;
}

struct sink *
sink_start(const struct sink_options *options)
{
	struct sink *s = calloc(1, sizeof *s);
	size_t i;

	if (s == NULL)
		return NULL;
	s->options = *options;
	for (i = 0; i < CONNECTIONS_MAX; i++)
		s->fds[i] = -1;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->quiet, NULL);
	if (listen_on(s) < 0)
		goto fail;
	if (pthread_create(&s->acceptor, NULL, accept_main, s) != 0) {
		close(s->listener);
		goto fail;
	}
	return s;
fail:
	free(s);
	return NULL;
}

unsigned
sink_port(const struct sink *s)
{
	return s->port;
}

unsigned
sink_count(struct sink *s)
{
	unsigned n;

	pthread_mutex_lock(&s->lock);
	n = s->written;
	pthread_mutex_unlock(&s->lock);
	return n;
}

void
sink_stop(struct sink *s)
{
	size_t i;

	if (s == NULL)
		return;
	shutdown(s->listener, SHUT_RDWR); /* wakes accept */
	pthread_join(s->acceptor, NULL);
	close(s->listener);
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	for (i = 0; i < CONNECTIONS_MAX; i++)
		if (s->fds[i] >= 0)
			shutdown(s->fds[i], SHUT_RDWR);
	while (s->connections > 0)
		pthread_cond_wait(&s->quiet, &s->lock);
	pthread_mutex_unlock(&s->lock);
	pthread_cond_destroy(&s->quiet);
	pthread_mutex_destroy(&s->lock);
	free(s);
}
