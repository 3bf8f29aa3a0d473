/* SPDX-License-Identifier: MIT
 *
 * milter_wire.h - packets of the milter protocol, seen from the MTA.
 *
 * Packets are gathered in `out` and leave when a packet is awaited or enough
 * came together.  The first thing that goes wrong is kept in `error`; after it
 * the connection is of no more use.
 */
#ifndef TESTS_LIB_MILTER_WIRE_H
#define TESTS_LIB_MILTER_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* The most that one header field or piece of body may be. */
#define MILTER_DATA_MAX 65535

struct milter_wire {
	int fd;
	int timeout_ms;
	int64_t deadline; /* clock_ms */
	struct buf out;
	struct buf in; /* the last packet, command first */
	char *error;
};

void milter_wire_init(struct milter_wire *w, int timeout_ms);

/* Closes and frees; w may be used no more. */
void milter_wire_close(struct milter_wire *w);

/* Keeps the first complaint. Always returns -1. */
int milter_wire_fail(struct milter_wire *w, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Connects to "unix:/path" or "inet:port@address". 0 or -1. */
int milter_wire_connect(struct milter_wire *w, const char *spec);

/* Begins a packet and returns where; what is added to w->out belongs to it
 * until milter_wire_end is given that place. */
size_t milter_wire_begin(struct milter_wire *w, char command);
int milter_wire_end(struct milter_wire *w, size_t at);

/* A whole packet at once. */
int milter_wire_packet(
    struct milter_wire *w, char command, const void *data, size_t len);

/* Adds a string with its NUL to the packet begun. */
void milter_wire_string(struct milter_wire *w, const char *s);

/* Sends what was gathered. 0 or -1. */
int milter_wire_flush(struct milter_wire *w);

/* Sends what was gathered and reads one packet, of a byte or more, before the
 * deadline. 0 or -1. */
int milter_wire_read(struct milter_wire *w);

/* The n-th NUL-terminated string of the packet read, counted from byte `from`,
 * or NULL. Borrowed from w. */
const char *milter_wire_string_at(
    const struct milter_wire *w, size_t from, int n);

/* Four bytes of network order. */
void milter_wire_put32(void *at, uint32_t n);
uint32_t milter_wire_get32(const void *at);

#endif
