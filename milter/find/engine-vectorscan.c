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
 * A compiled database is kept on disk (find/engine-cache.h) under a digest of
 * what it was compiled from, the library's version among it.  An entry is
 * which patterns are always taken, one byte each, then Vectorscan's
 * own serialised form, whose checksum, version and platform it checks itself.
 * It is compiled for any processor of the architecture, so that it serves
 * after a move to another machine.
 */
#include "find/engine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef HAVE_VECTORSCAN

#include <hs.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/log.h"
#include "find/engine-cache.h"
#include "find/normalise.h"
#include "find/regex.h"

/* Part of the key: another layout of an entry, another word. */
#define CACHE_FORMAT "probity vectorscan 1"
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
	static const hs_platform_info_t any_platform = {0};
	hs_compile_error_t *error;
	int at;

	while (c->n > 0) {
		if (hs_compile_multi((const char *const *)c->texts, c->flags,
			c->ids, c->n, HS_MODE_BLOCK, &any_platform,
			&set->database, &error) == HS_SUCCESS)
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

static struct digest
key_of(const struct candidates *c, size_t npatterns)
{
	struct digest_state s;
	unsigned i;

	digest_start(&s);
	digest_field(&s, CACHE_FORMAT, strlen(CACHE_FORMAT));
	digest_field(&s, hs_version(), strlen(hs_version()));
	digest_field(&s, &npatterns, sizeof npatterns);
	for (i = 0; i < c->n; i++) {
		digest_field(&s, &c->ids[i], sizeof c->ids[i]);
		digest_field(&s, &c->flags[i], sizeof c->flags[i]);
		digest_field(&s, c->texts[i], strlen(c->texts[i]));
	}
	return digest_end(&s);
}

/* Reads the set from its entry; -1 when there is none that serves. */
static int
load(struct set *set, const char *folder, const struct digest *key)
{
	struct buf entry = BUF_MAX(ENGINE_CACHE_MAX);
	hs_error_t error = HS_INVALID;
	size_t i;

	if (engine_cache_read(folder, key, &entry) < 0) {
		buf_free(&entry);
		return -1;
	}
	if (entry.len >= set->n) {
		for (i = 0; i < set->n; i++)
			set->always[i] = buf_str(&entry)[i] != 0;
		error = entry.len == set->n
			    ? HS_SUCCESS
			    : hs_deserialize_database(buf_str(&entry) + set->n,
				  entry.len - set->n, &set->database);
	}
	if (error != HS_SUCCESS) {
		log_warn(NULL, "cache-refused",
		    "folder=%s why=\"Vectorscan error %d\"", folder, error);
		memset(set->always, 0, set->n * sizeof *set->always);
		set->database = NULL;
	}
	buf_free(&entry);
	return error == HS_SUCCESS ? 0 : -1;
}

static int
store(const struct set *set, const char *folder, const struct digest *key)
{
	struct buf entry = BUF_MAX(ENGINE_CACHE_MAX);
	char *bytes = NULL;
	size_t i, len = 0;
	int ret = -1;

	for (i = 0; i < set->n; i++)
		buf_addc(&entry, set->always[i] ? 1 : 0);
	if (set->database != NULL &&
	    hs_serialize_database(set->database, &bytes, &len) != HS_SUCCESS)
		goto done;
	buf_add(&entry, bytes, len);
	if (!buf_failed(&entry))
		ret =
		    engine_cache_write(folder, key, buf_str(&entry), entry.len);
done:
	free(bytes);
	buf_free(&entry);
	return ret;
}

static int
fill(struct set *set, struct candidates *c, const struct engine_options *o)
{
	struct digest key = key_of(c, set->n);

	if (o->cache != NULL && load(set, o->cache, &key) == 0)
		return 0;
	if (o->which == ENGINE_READY)
		return ENGINE_LATER;
	if (build(c, set) < 0)
		return -1;
	if (o->which == ENGINE_STORE && o->cache != NULL &&
	    store(set, o->cache, &key) < 0)
		log_warn(NULL, "cache-not-written", "folder=%s error=%s",
		    o->cache, strerror(errno));
	return 0;
}

static int
set_compile(const struct pattern *const *patterns, size_t n,
    const struct engine_options *o, void **ret)
{
	struct candidates c = {0};
	struct set *set = NULL;
	int answer = -1;
	size_t i;

	if (hs_valid_platform() != HS_SUCCESS)
		return -1;
	if (new_candidates(&c, n) < 0)
		goto done;
	set = calloc(1, sizeof *set);
	if (set == NULL)
		goto done;
	set->n = n;
	set->always = calloc(n + 1, sizeof *set->always);
	if (set->always == NULL)
		goto done;
	for (i = 0; i < n; i++)
		if (add_candidate(&c, patterns[i], i) < 0)
			goto done;
	answer = fill(set, &c, o);
done:
	free_candidates(&c);
	if (answer != 0) {
		set_free(set);
		return answer;
	}
	*ret = set;
	return 0;
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
