/* SPDX-License-Identifier: MIT
 *
 * uuencode.h - uuencoded files inside text bodies.
 */
#ifndef PARSE_UUENCODE_H
#define PARSE_UUENCODE_H

#include <stddef.h>

#include "parse/tree.h"

/* Looks for uuencoded blocks in the decoded text of that leaf. Each becomes a
 * leaf of its own behind it, of type application/octet-stream with the name in
 * its "begin" line, and the text is what is left. Returns 0, or -1 when memory
 * is out. */
int uuencode_take(struct mail *m, size_t part);

#endif
