/* SPDX-License-Identifier: MIT
 *
 * rulefile.h - rules and texts for tests of milter/find, from strings.
 */
#ifndef TESTS_FIND_RULEFILE_H
#define TESTS_FIND_RULEFILE_H

#include "extract/texts.h"
#include "find/find.h"

/* Loads one rule file of this content; fails the test when it is refused. */
struct rules *rulefile_load(const char *yaml, enum engine engine);

/* The error that this content is refused with, without the folder; fails the
 * test when it is not. Static buffer. */
const char *rulefile_error(const char *yaml);

/* A text that borrows all its strings. */
struct text rulefile_text(enum zone zone, const char *place, const char *data);

/* Finds in one authored text; fails the test when memory is out. */
void rulefile_find(
    const struct rules *r, const char *data, struct findings *ret);

#endif
