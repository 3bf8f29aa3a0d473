/* SPDX-License-Identifier: MIT
 *
 * regex.h - reads the text of a PCRE2 regex, for prefilters.
 */
#ifndef FIND_REGEX_H
#define FIND_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* The regex behind a leading "(?i)". */
const char *regex_body(const char *regex);

/* True when the functions below understand the regex: it has no options,
 * verbs, comments, \Q, conditions or recursion, which change what the rest
 * means; but for "(?i)" at the start and "(?i:". */
bool regex_plain(const char *regex);

/* The first byte behind the [class] or (group) that starts at s; the
 * terminating NUL where it does not end. */
const char *regex_class_end(const char *s);
const char *regex_group_end(const char *s);

/* The length of the braced repeat "{2,5}" at s, 0 where the brace is none. */
size_t regex_braces(const char *s);

/* True when the group that starts at s takes nothing. */
bool regex_looks_around(const char *s);

/* The most bytes of UTF-8 that a match can have, or SIZE_MAX where there is no
 * such number, or none that is known. */
size_t regex_width(const char *regex);

/* Adds to out a regex for bytes that matches within every match of the given
 * one: without look-around, atomic groups and possessive repeats, long repeats
 * without end, a character beyond ASCII as any run of bytes beyond it, and
 * nothing at either end that need not be there. Far cheaper to compile and to
 * scan for. Returns 0, or -1 when it is not understood. */
int regex_relax(const char *regex, struct buf *out);

/* The last of what regex_relax does: adds to out the relaxed regex without
 * what need not stand at its ends. */
void regex_trim(const char *relaxed, struct buf *out);

#endif
