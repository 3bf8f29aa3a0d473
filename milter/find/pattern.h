/* SPDX-License-Identifier: MIT
 *
 * pattern.h - one regex, by PCRE2 with its JIT.
 *
 * A pattern is compiled once, before workers are forked, and never changes.  A
 * pattern_scratch is one worker's working memory for all patterns.
 *
 * Semantics, the same for every engine: UTF-8, ^ and $ at every line, classes
 * and \b of ASCII; a \b that is the very first or last thing of the pattern
 * also respects letters and digits beyond ASCII.
 */
#ifndef FIND_PATTERN_H
#define FIND_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct pattern;
struct pattern_scratch;

/* Bytes [start, end) of the view. */
struct span {
	uint32_t start, end;
};

/* Capture groups that are looked at, the whole match among them. */
#define PATTERN_GROUPS 10

struct pattern_match {
	struct span whole;
	struct span value; /* the group `value` if it took part, else whole */
	struct span groups[PATTERN_GROUPS]; /* from 1; empty where unset */
	size_t ngroups;
};

/* Compiles a regex. Returns a new pattern, or NULL with what is wrong in
 * *ret_err and the byte of the regex where in *ret_at. */
struct pattern *pattern_new(
    const char *regex, bool exact, struct buf *ret_err, size_t *ret_at);
void pattern_free(struct pattern *p);

/* The regex as given. Borrowed. */
const char *pattern_text(const struct pattern *p);
bool pattern_exact(const struct pattern *p);

struct pattern_scratch *pattern_scratch_new(void);
void pattern_scratch_free(struct pattern_scratch *s);

/* Looks for the first match that starts at or after `from`, which is not 0
 * only where a character starts. Returns 1 and sets *ret; 0 when there is
 * none; -1 when a limit of base/limits.h was reached or memory is out: cannot
 * tell. text is valid UTF-8 of at most NORMAL_MAX bytes. */
int pattern_next(const struct pattern *p, struct pattern_scratch *s,
    const char *text, size_t len, size_t from, struct pattern_match *ret);

/* The same, but the match starts at `last` at the latest; the search starts at
 * *at, which then is where it ended: behind the match, if there is one. */
int pattern_next_until(const struct pattern *p, struct pattern_scratch *s,
    const char *text, size_t len, size_t *at, size_t last,
    struct pattern_match *ret);

/* "10.42". Static. */
const char *pattern_version(void);

#endif
