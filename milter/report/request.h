/* SPDX-License-Identifier: MIT
 *
 * request.h - what a requester tells a worker about a message, as JSON.
 */
#ifndef REPORT_REQUEST_H
#define REPORT_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/envelope.h"
#include "base/ulid.h"

enum request_kind {
	REQUEST_MESSAGE,  /* a whole message */
	REQUEST_LINE,     /* its bytes are one authored line of text */
	REQUEST_DOCUMENT, /* its bytes are a bare document, named by `file` */
};

struct request {
	enum request_kind kind;
	struct ulid id; /* the report's */
	char *file;     /* where it came from, or NULL: check and extract */
	struct envelope envelope;
	bool any_sender;  /* take whatever From says as a listed member */
	long long at;     /* seconds since 1970 */
	bool want_texts;  /* a memory file of texts with the report */
	bool want_digest; /* SHA-256 of the bytes in the report */
	bool skip_find;   /* extract only: no rules */
};

/* Frees what q owns and leaves it zeroed. */
void request_free(struct request *q);

/* Adds q as JSON to out. 0, or -1 when it does not fit or memory is out. */
int request_write(const struct request *q, struct buf *out);

/* Reads what request_write wrote. Returns 0 and *ret (free it with
 * request_free), or -1 for anything else. */
int request_read(const char *json, size_t len, struct request *ret);

#endif
