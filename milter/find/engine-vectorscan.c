/* SPDX-License-Identifier: MIT
 *
 * engine-vectorscan.c - the prefilter by Vectorscan or Hyperscan: all patterns
 * in one pass.
 *
 * Patterns are relaxed first (regex_relax), which makes compiling them some
 * twenty times cheaper.  One that cannot be is given as it is, with
 * HS_FLAG_UTF8 and HS_FLAG_PREFILTER (Vectorscan then answers for a superset).
 * One that is refused is tried with HS_FLAG_PREFILTER, and if refused again is
 * always taken; each refusal costs a compilation.  Never
 * HS_FLAG_UCP: \b becomes unsupported and compiling takes nine times as long.  Caseless ASCII letters that fold to others (the Kelvin
 * sign, the long s) are gone from the view by NFKC.
 *
 * BUGS
 *	The database is compiled at every start and not cached on disk.
 */
#include "find/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef HAVE_VECTORSCAN

#include <hs.h>

#include "base/buf.h"
#include "find/normalise.h"
#include "find/regex.h"

/* A relaxed regex; one from a rule file is far shorter. */
#define RELAXED_MAX (1024u * 1024u)

/* One pattern as it is handed to hs_compile_multi. */
struct candidates {
	char **texts;
	unsigned *flags, *ids;
	unsigned n;
};

struct set {
	hs_database_t *database; /* NULL when no pattern is in it */
	bool *always;            /* by pattern: not in the database */
	size_t n;
};

static int
new_candidates(struct candidates *c, size_t n)
{
	c->texts = calloc(n + 1, sizeof *c->texts);
	c->flags = calloc(n + 1, sizeof *c->flags);
	c->ids = calloc(n + 1, sizeof *c->ids);
	c->n = 0;
	return c->texts && c->flags && c->ids ? 0 : -1;
}

static void
free_candidates(struct candidates *c)
{
	while (c->n > 0)
		free(c->texts[--c->n]);
	free(c->texts);
	free(c->flags);
	free(c->ids);
}

static int
add_candidate(struct candidates *c, const struct pattern *p, size_t id)
{
	unsigned flags = HS_FLAG_SINGLEMATCH | HS_FLAG_MULTILINE;
	struct buf relaxed = BUF_MAX(RELAXED_MAX);

	if (!pattern_exact(p))
		flags |= HS_FLAG_CASELESS;
	if (regex_relax(pattern_text(p), &relaxed) < 0) {
		flags |= HS_FLAG_UTF8 | HS_FLAG_PREFILTER;
		buf_reset(&relaxed);
		buf_adds(&relaxed, pattern_text(p));
	}
	c->texts[c->n] = buf_take(&relaxed);
	c->flags[c->n] = flags;
	c->ids[c->n] = (unsigned)id;
	if (c->texts[c->n] == NULL) {
		buf_free(&relaxed);
		return -1;
	}
	c->n++;
	return 0;
}

/* Weakens or takes out the candidate that was refused. */
static void
give_way(struct candidates *c, unsigned at, bool *always)
{
	if (!(c->flags[at] & HS_FLAG_PREFILTER)) {
		c->flags[at] |= HS_FLAG_PREFILTER;
		return;
	}
	always[c->ids[at]] = true;
	free(c->texts[at]);
	c->n--;
	memmove(
	    &c->texts[at], &c->texts[at + 1], (c->n - at) * sizeof *c->texts);
	memmove(
	    &c->flags[at], &c->flags[at + 1], (c->n - at) * sizeof *c->flags);
	memmove(&c->ids[at], &c->ids[at + 1], (c->n - at) * sizeof *c->ids);
}

static int
build(struct candidates *c, struct set *set)
{
	hs_compile_error_t *error;
	int at;

	while (c->n > 0) {
		if (hs_compile_multi((const char *const *)c->texts, c->flags,
			c->ids, c->n, HS_MODE_BLOCK, NULL, &set->database,
			&error) == HS_SUCCESS)
			return 0;
		at = error->expression;
		hs_free_compile_error(error);
		if (at < 0 || (unsigned)at >= c->n)
			return -1;
		give_way(c, (unsigned)at, set->always);
	}
	return 0;
}

static void
set_free(void *opaque)
{
	struct set *set = opaque;

	if (set == NULL)
		return;
	hs_free_database(set->database);
	free(set->always);
	free(set);
}

static int
set_compile(const struct pattern *const *patterns, size_t n, void **ret)
{
	struct candidates c = {0};
	struct set *set = NULL;
	size_t i;

	if (hs_valid_platform() != HS_SUCCESS)
		return -1;
	if (new_candidates(&c, n) < 0)
		goto fail;
	set = calloc(1, sizeof *set);
	if (set == NULL)
		goto fail;
	set->n = n;
	set->always = calloc(n + 1, sizeof *set->always);
	if (set->always == NULL)
		goto fail;
	for (i = 0; i < n; i++)
		if (add_candidate(&c, patterns[i], i) < 0)
			goto fail;
	if (build(&c, set) < 0)
		goto fail;
	free_candidates(&c);
	*ret = set;
	return 0;
fail:
	free_candidates(&c);
	set_free(set);
	return -1;
}

static int
scratch_new(const void *opaque, void **ret)
{
	const struct set *set = opaque;
	hs_scratch_t *scratch = NULL;

	if (set->database != NULL &&
	    hs_alloc_scratch(set->database, &scratch) != HS_SUCCESS)
		return -1;
	*ret = scratch;
	return 0;
}

static void
scratch_free(void *scratch)
{
	hs_free_scratch(scratch);
}

static int
on_match(unsigned id, unsigned long long from, unsigned long long to,
    unsigned flags, void *arg)
{
	bool *may = arg;

	(void)from;
	(void)to;
	(void)flags;
	may[id] = true;
	return 0;
}

static int
scan(const void *opaque, void *scratch, const char *text, size_t len, bool *may)
{
	const struct set *set = opaque;

	if (len > NORMAL_MAX)
		return -1;
	memcpy(may, set->always, set->n * sizeof *may);
	if (set->database == NULL)
		return 0;
	return hs_scan(set->database, text, (unsigned)len, 0, scratch, on_match,
		   may) == HS_SUCCESS
		   ? 0
		   : -1;
}

/* hs_version() is "5.4.9 2023-05-24"; the name is that of the usual build. */
static const char *
version(void)
{
	static char text[48];
	const char *v = hs_version();

	if (text[0] == '\0')
		snprintf(text, sizeof text, "vectorscan %.*s",
		    (int)strcspn(v, " "), v);
	return text;
}

const struct engine_kind engine_vectorscan = {
    .compile = set_compile,
    .free = set_free,
    .scratch_new = scratch_new,
    .scratch_free = scratch_free,
    .scan = scan,
    .version = version,
};

#else

/* An empty translation unit is not C. */
typedef int engine_vectorscan_is_not_built;

#endif
