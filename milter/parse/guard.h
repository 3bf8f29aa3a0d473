/* SPDX-License-Identifier: MIT
 *
 * guard.h - a look at a block before GMime gets it.
 */
#ifndef PARSE_GUARD_H
#define PARSE_GUARD_H

#include <stdbool.h>
#include <stddef.h>

/* True when there are more boundary-like lines, or more lines in header blocks
 * (from the start or such a line to the next blank one), than GMime should see:
 * it makes an object of each. */
bool guard_too_many(const char *data, size_t len);

/* How many bytes to step over before the header block: an mbox "From " line
 * (*ret_mbox: its length), or a few lines of rubbish with a field behind. */
size_t guard_header_start(const char *data, size_t len, size_t *ret_mbox);

#endif
