/* SPDX-License-Identifier: MIT
 *
 * bank-rows.h - what the tables of the banks say: inside bank-tables.c and
 * bank-rows.c only.
 */
#ifndef FIND_BANK_ROWS_H
#define FIND_BANK_ROWS_H

#include <stddef.h>

#include "base/buf.h"

/* A sort code and an account side by side: u v w x y z a b c d e f g h. */
#define BANK_DIGITS 14

enum bank_algorithm { BANK_MOD10, BANK_MOD11, BANK_DBLAL };

/* One row: sort codes from `start` to `end`, how they are checked. */
struct bank_row {
	unsigned start, end;
	unsigned line; /* keeps the two rows of a range in the file's order */
	enum bank_algorithm algorithm;
	int weights[BANK_DIGITS];
	unsigned exception; /* 0 for none */
};

/* A sort code and the one to check in its place. */
struct bank_pair {
	unsigned from, to;
};

struct bank_tables {
	struct bank_row *rows; /* by start, then line */
	size_t nrows;
	struct bank_pair *pairs;
	size_t npairs;
};

/* Reads a file of rows or of pairs into *t. 0, or -1 with the first error as
 * "file:line:column: …" in err. */
int bank_rows_read(struct bank_tables *t, const char *path, struct buf *err);
int bank_rows_read_pairs(
    struct bank_tables *t, const char *path, struct buf *err);

/* The first row that holds the sort code; *ret_second is the other one of the
 * range, or NULL. NULL when there is none. Borrowed. */
const struct bank_row *bank_rows_find(const struct bank_tables *t,
    unsigned sort_code, const struct bank_row **ret_second);

#endif
