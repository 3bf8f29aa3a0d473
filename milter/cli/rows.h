/* SPDX-License-Identifier: MIT
 *
 * rows.h - held messages as a table, as lines of JSON, and one of them whole.
 *
 * Pure: the store's structs in, text out.  Nothing that came out of a message
 * can move a terminal's cursor.  Each returns 0, or -1 when out is full.
 */
#ifndef CLI_ROWS_H
#define CLI_ROWS_H

#include <stdint.h>

#include "base/buf.h"

struct held;
struct held_list;
struct held_row;

/* A heading and one line a message, columns aligned; local time. One sentence
 * where there are none. */
int rows_table(const struct held_list *l, struct buf *out);

/* One object and a line end. */
int rows_json(const struct held_row *r, struct buf *out);

/* Envelope, state and history of one message, for a person. */
int rows_whole(const struct held *h, struct buf *out);

/* The same as rows_json with envelope, history and report inside. */
int rows_whole_json(const struct held *h, struct buf *out);

/* "2026-11-20 14:33" in local time. */
void rows_time(struct buf *out, int64_t t);

/* Adds s with every control, and what is not UTF-8, as '?'. */
void rows_plain(struct buf *out, const char *s);

#endif
