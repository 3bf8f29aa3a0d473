/* SPDX-License-Identifier: MIT
 *
 * transfer.h - content transfer encodings undone.
 */
#ifndef PARSE_TRANSFER_H
#define PARSE_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum transfer {
	TRANSFER_PLAIN, /* 7bit, 8bit, binary, none */
	TRANSFER_QP,
	TRANSFER_BASE64,
	TRANSFER_UU,
	TRANSFER_UNKNOWN, /* a name we do not know: the bytes as they lie */
};

/* The encoding a Content-Transfer-Encoding value of len bytes names; looser
 * than RFC 2045 about white space, quotes and what follows. */
enum transfer transfer_named(const char *value, size_t len);

/* Adds the decoded bytes to out. *ret_clean is false when the input was not
 * wholly of that encoding; what could be decoded is there all the same.
 * Returns 0, or -1 when memory is out or out's maximum was reached. */
int transfer_decode(enum transfer encoding, const char *data, size_t len,
    struct buf *out, bool *ret_clean);

/* Base64 alone; true when it was clean. A failed addition shows in out. */
bool transfer_base64(const char *data, size_t len, struct buf *out);

#endif
