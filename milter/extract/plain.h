/* SPDX-License-Identifier: MIT
 *
 * plain.h - plain text as it was written: lines joined.
 */
#ifndef EXTRACT_PLAIN_H
#define EXTRACT_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "extract/texts.h"

/* Adds text to out with CRLF and lone CR as LF. Returns 0 or -1, out's
 * failure. */
int plain_lines(const char *data, size_t len, struct buf *out);

/* Adds format=flowed text (RFC 3676) to out with its paragraphs joined: soft
 * line ends go (with their space where delsp), stuffed spaces go, quote marks
 * stay before each joined line. Returns 0 or -1, out's failure. */
int plain_flowed(const char *data, size_t len, bool delsp, struct buf *out);

/* True when a line of the text, quote marks before it or not, begins something
 * that is encrypted or encoded within text: OpenPGP (RFC 9580 6.2), PEM, yEnc,
 * BinHex; *ret_why is then what to say of it. */
bool plain_packed(const char *data, size_t len, enum unread *ret_why);

#endif
