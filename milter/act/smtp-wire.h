/* SPDX-License-Identifier: MIT
 *
 * smtp-wire.h - bytes to and from an SMTP server. For smtp*.c only.
 */
#ifndef ACT_SMTP_WIRE_H
#define ACT_SMTP_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct smtp_server;

struct smtp_wire {
	int fd;           /* -1 when there is no connection */
	int64_t deadline; /* clock_ms of the whole conversation */
	char in[4096];    /* received, not yet read: [start, end) */
	size_t start, end;
};

/* Connects to the first address of the host that answers. Returns 0, or -1
 * with a sentence in *ret_why. */
int smtp_wire_connect(
    struct smtp_wire *w, const struct smtp_server *server, struct buf *ret_why);
void smtp_wire_close(struct smtp_wire *w);

/* Sends bytes as they are, within ms and the deadline. 0, or -1 with errno. */
int smtp_wire_send(struct smtp_wire *w, const void *data, size_t len, int ms);

/* Sends bytes of a message, doubling each dot that begins a line. *mid_line is
 * kept between calls; false at the start of a message. A line begins after LF,
 * with or without CR: a server that takes a bare LF for a line end must not
 * find the end of the message inside it. 0, or -1 with errno. */
int smtp_wire_send_stuffed(
    struct smtp_wire *w, const char *data, size_t len, bool *mid_line, int ms);

/* Reads one line without its line end (CRLF or LF), before deadline and the
 * conversation's own; of a longer line the first LIMIT_SMTP_REPLY bytes. What
 * is not printable ASCII becomes '?'. Replaces line's content. Returns 0, or -1
 * with errno: EPIPE when the server closed. */
int smtp_wire_line(struct smtp_wire *w, int64_t deadline, struct buf *line);

/* True when the server has said something, or closed, unasked. */
bool smtp_wire_pending(const struct smtp_wire *w);

#endif
