/* SPDX-License-Identifier: MIT
 *
 * block.h - one message or MIME entity, in memory, read by GMime into parts.
 */
#ifndef PARSE_BLOCK_H
#define PARSE_BLOCK_H

#include <stddef.h>

#include "parse/tree.h"

/* Loads GMime. Once per process. */
void block_init(void);

/* Parses data, which m or its caller owns for m's life, and adds its parts to
 * m below `at`. The fields of its header block go to *ret_headers (free with
 * fields_free) unless that is NULL. Returns 0, or -1 when memory is out. */
int block_parse(struct mail *m, const char *data, size_t len,
    const struct tree_place *at, struct mail_header **ret_headers,
    size_t *ret_n);

#endif
