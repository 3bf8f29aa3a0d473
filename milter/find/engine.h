/* SPDX-License-Identifier: MIT
 *
 * engine.h - which of many regexes may match a text: the prefilter.
 *
 * One contract, several engines behind it.  An engine may name a pattern that
 * does not match; it never leaves out one that does.  What matches, and where,
 * is pattern.h's to say, so findings do not depend on the engine.
 *
 * Compiled once, before workers are forked, and never changed afterwards; an
 * engine_scratch is one worker's.
 */
#ifndef FIND_ENGINE_H
#define FIND_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "find/find.h"
#include "find/pattern.h"

struct engine_options {
	enum engine which;
	const char *cache; /* folder of find/engine-cache.h, or NULL */
};

/* From an engine's compile: it would serve, but not at once. */
#define ENGINE_LATER 1

/* What one engine is: a table that engine.c chooses from. */
struct engine_kind {
	/* Prepares a set of patterns (borrowed, they outlive it). Returns 0;
	 * -1 when this engine cannot serve here; or ENGINE_LATER, when
	 * what is ready was asked for. */
	int (*compile)(const struct pattern *const *patterns, size_t n,
	    const struct engine_options *o, void **ret);
	void (*free)(void *set);
	int (*scratch_new)(const void *set, void **ret);
	void (*scratch_free)(void *scratch);
	/* Sets may[i] for every pattern that may match; 0, or -1: the
	 * caller must take all of them. */
	int (*scan)(const void *set, void *scratch, const char *text,
	    size_t len, bool *may);
	/* engine_places, or NULL: it never knows. */
	size_t (*places)(const void *set, void *scratch, size_t pattern,
	    size_t *ret_width, const uint32_t **ret);
	/* "vectorscan 5.4.9". Static. */
	const char *(*version)(void);
};

extern const struct engine_kind engine_pcre2;
#ifdef HAVE_VECTORSCAN
extern const struct engine_kind engine_vectorscan;
#endif

struct engine_set;
struct engine_scratch;

/* Prepares n patterns, which are borrowed and outlive the set, for the best
 * engine there is, or for the one asked for. NULL when memory is out. */
struct engine_set *engine_new(const struct engine_options *o,
    const struct pattern *const *patterns, size_t n);
void engine_free(struct engine_set *e);

struct engine_scratch *engine_scratch_new(const struct engine_set *e);
void engine_scratch_free(struct engine_scratch *s);

/* Sets may[i], for each of the n patterns, to whether it may match text. */
void engine_scan(const struct engine_set *e, struct engine_scratch *s,
    const char *text, size_t len, bool *may);

/* Where the pattern may match in the text that was scanned last: every match
 * of it starts less than *ret_width + 1 bytes before, and reaches to, one of
 * the bytes *ret, in order. Returns how many there are; 0 when that is not
 * known, or they are too many: it may match anywhere. Borrowed until the next
 * scan. */
size_t engine_places(const struct engine_set *e, struct engine_scratch *s,
    size_t pattern, size_t *ret_width, const uint32_t **ret);

/* True when a better engine would serve if its cache were there. */
bool engine_is_stopgap(const struct engine_set *e);

const char *engine_version(const struct engine_set *e);

#endif
