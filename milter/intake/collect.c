/* SPDX-License-Identifier: MIT
 *
 * collect.c - one message while it arrives.
 *
 * Header fields wait in a small buffer until it is known whether the message
 * is wanted; from then on bytes go straight into a memory file that is sealed
 * at the end.  Bytes and messages in flight are counted for the whole process;
 * past a bound the message keeps none of its bytes and its trouble says so.
 */
#include "intake/collect.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/limits.h"

/* The header block of a message: 16 MiB is ten times what Postfix lets by. */
#define HEADER_BLOCK_BYTES (16u * MIB)

/* Different names of ours in one message: looking them up is quadratic, and
 * nobody honest sends any. */
#define SPOOFED_NAMES 200

static _Atomic size_t bytes_in_flight;
static _Atomic unsigned messages_in_flight;

unsigned
collect_inflight(void)
{
	return atomic_load(&messages_in_flight);
}

void
collect_start(struct collect *c, const struct intake_options *o)
{
	*c = (struct collect){
	    .options = o,
	    .arrival = {.message = -1},
	    .headers = BUF_MAX(HEADER_BLOCK_BYTES),
	};
}

void
collect_unsure(struct collect *c)
{
	c->unsure = true;
	c->arrival.trouble = ARRIVAL_NO_MEMORY;
}

static bool
is_own(const struct intake_options *o, const char *name)
{
	size_t i, n;

	for (i = 0; i < 2; i++) {
		n = o->own_headers[i] != NULL ? strlen(o->own_headers[i]) : 0;
		if (n > 0 && strncasecmp(name, o->own_headers[i], n) == 0 &&
		    (name[n] == '\0' || o->own_headers[i][n - 1] == '-'))
			return true;
	}
	return false;
}

static void
note_spoofed(struct collect *c, const char *name)
{
	struct spoofed *v;
	size_t i;

	for (i = 0; i < c->nspoofed; i++)
		if (strcasecmp(c->spoofed[i].name, name) == 0) {
			c->spoofed[i].count++;
			return;
		}
	v = c->nspoofed < SPOOFED_NAMES
		? reallocarray(c->spoofed, c->nspoofed + 1, sizeof *v)
		: NULL;
	if (v != NULL)
		c->spoofed = v;
	if (v == NULL || (v[c->nspoofed].name = strdup(name)) == NULL) {
		c->arrival.trouble = ARRIVAL_NO_MEMORY;
		return;
	}
	v[c->nspoofed++].count = 1;
}

static void
add_unfolded(struct buf *b, const char *value)
{
	const char *lf;

	while ((lf = strchr(value, '\n')) != NULL) {
		buf_add(b, value, (size_t)(lf - value));
		if (lf == value || lf[-1] != '\r')
			buf_addc(b, '\r');
		buf_addc(b, '\n');
		value = lf + 1;
	}
	buf_adds(b, value);
}

/* Keeps the value of the first field of each name asked for. */
static void
keep_first(struct collect *c, const char *name, const char *value)
{
	size_t i;

	for (i = 0; i < INTAKE_KEEP; i++)
		if (c->options->keep[i] != NULL && c->arrival.kept[i] == NULL &&
		    strcasecmp(name, c->options->keep[i]) == 0 &&
		    envelope_set(&c->arrival.kept[i], value) < 0)
			collect_unsure(c);
}

void
collect_header(
    struct collect *c, const char *name, const char *value, bool lead_space)
{
	if (is_own(c->options, name))
		note_spoofed(c, name);
	keep_first(c, name, value);
	buf_adds(&c->headers, name);
	buf_adds(&c->headers, lead_space ? ":" : ": ");
	add_unfolded(&c->headers, value);
	buf_adds(&c->headers, "\r\n");
	if (buf_failed(&c->headers))
		c->arrival.trouble = ARRIVAL_NO_MEMORY;
}

/* Gives back this message's bytes and refuses more of them. */
static void
give_up(struct collect *c, enum arrival_trouble why)
{
	c->arrival.trouble = why;
	if (c->arrival.message >= 0)
		close(c->arrival.message);
	c->arrival.message = -1;
	atomic_fetch_sub(&bytes_in_flight, c->counted_bytes);
	c->counted_bytes = 0;
}

static void
append(struct collect *c, const void *data, size_t len)
{
	size_t total;

	c->arrival.size += len;
	if (c->arrival.trouble != ARRIVAL_WHOLE)
		return;
	total = atomic_fetch_add(&bytes_in_flight, len) + len;
	c->counted_bytes += len;
	if (total > c->options->inflight_bytes)
		give_up(c, ARRIVAL_NO_ROOM);
	else if (fd_write_all(c->arrival.message, data, len) < 0)
		give_up(c, ARRIVAL_NO_MEMORY);
}

void
collect_open(struct collect *c)
{
	c->counted = true;
	if (atomic_fetch_add(&messages_in_flight, 1) >=
	    c->options->inflight_messages)
		give_up(c, ARRIVAL_NO_ROOM);
	else if (c->arrival.trouble == ARRIVAL_WHOLE &&
		 (c->arrival.message = memfd_new("message")) < 0)
		give_up(c, ARRIVAL_NO_MEMORY);
	if (buf_adds(&c->headers, "\r\n") < 0 &&
	    c->arrival.trouble == ARRIVAL_WHOLE)
		give_up(c, ARRIVAL_NO_MEMORY);
	append(c, buf_str(&c->headers), c->headers.len);
	buf_free(&c->headers);
}

void
collect_body(struct collect *c, const void *data, size_t len)
{
	append(c, data, len);
}

void
collect_end(struct collect *c)
{
	if (c->arrival.trouble == ARRIVAL_WHOLE &&
	    memfd_seal(c->arrival.message) < 0)
		give_up(c, ARRIVAL_NO_MEMORY);
}

void
collect_free(struct collect *c)
{
	size_t i;

	give_up(c, c->arrival.trouble);
	if (c->counted)
		atomic_fetch_sub(&messages_in_flight, 1);
	for (i = 0; i < c->nspoofed; i++)
		free(c->spoofed[i].name);
	free(c->spoofed);
	envelope_free(&c->arrival.envelope);
	for (i = 0; i < INTAKE_KEEP; i++)
		free(c->arrival.kept[i]);
	buf_free(&c->headers);
	*c = (struct collect){.arrival = {.message = -1}};
}
