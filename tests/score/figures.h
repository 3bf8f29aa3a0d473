/* SPDX-License-Identifier: MIT
 *
 * figures.h - named numbers, kept in rules/ACCURACY.md and compared with what
 * is measured now.
 *
 * In the document they stand one a line, "NAME VALUE", in a block that begins
 * with "```figures" and ends with "```". The first word of a name, up to a full
 * stop, is the set's (set_name).
 */
#ifndef TESTS_SCORE_FIGURES_H
#define TESTS_SCORE_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/strlist.h"

enum better { HIGHER_IS_BETTER, LOWER_IS_BETTER };

struct figure {
	char name[64];
	double value;
	enum better better;
	double slack; /* so much worse is no regression */
};

struct figures {
	struct figure *v;
	size_t n, cap;
};

/* Adds a figure whose name is made of printf-like words. Ends the program when
 * memory is out. */
void figures_add(struct figures *f, double value, enum better better,
    double slack, const char *name, ...) __attribute__((format(printf, 5, 6)));

/* A percentage, where there is anything of which to have it; slack: a point. */
void figures_share(struct figures *f, unsigned part, unsigned whole,
    enum better better, const char *set, const char *of, const char *what);

/* Adds the block to b. */
void figures_write(const struct figures *f, struct buf *b);

/* Compares with the block in a document, which it writes into: prints each
 * figure that is worse, or is no longer measured though its set is not among
 * `absent`. Returns how many those are, or -1 when there is no block. */
int figures_check(
    const struct figures *now, char *document, const struct strlist *absent);

void figures_free(struct figures *f);

#endif
