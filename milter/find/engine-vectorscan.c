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
 * Patterns that relax to the same are one in the database, with the number of
 * the first of them; what is said of it is said of them all.
 *
 * A compiled database is kept on disk (find/engine-cache.h) under a digest of
 * what it was compiled from, the library's version among it.  An entry is
 * which patterns are always taken, one byte each, then Vectorscan's
 * own serialised form, whose version and platform it checks itself.  The cache
 * says that not a byte has changed since.
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
#define CACHE_FORMAT "probity vectorscan 3"
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
	size_t *as;              /* by pattern: the first that is the same */
	size_t *width;           /* by pattern: regex_width */
	void *sieve;             /* engine_pcre2's, for crowded texts */
	size_t n;
};

/* Places of one pattern in one text; where there are more it is sought
 * everywhere. */
#define PLACES_MAX 64

/* Each report costs some 10 ns, and a text of nothing but figures has more than
 * ten a byte. A text with more than these is left to the engine that costs the
 * same whatever the text. */
#define REPORTS_LEAST 4096u
#define REPORTS_BYTE 2u /* and so many for each byte */

struct places {
	unsigned n;
	uint32_t v[PLACES_MAX];
};

struct scratch {
	hs_scratch_t *hs;
	struct places *places; /* by pattern */
	void *sieve;
	/* Of the scan that goes on. */
	bool *may;
	size_t reports; /* that may still come */
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

/* Is it what another candidate is? Then that one's number, else its own. */
static size_t
first_alike(
    const struct candidates *c, const char *text, unsigned flags, size_t id)
{
	unsigned i;

	for (i = 0; i < c->n; i++)
		if (c->flags[i] == flags && strcmp(c->texts[i], text) == 0)
			return c->ids[i];
	return id;
}

static int
add_candidate(
    struct candidates *c, const struct pattern *p, size_t id, size_t *ret_as)
{
	unsigned flags = HS_FLAG_MULTILINE;
	struct buf relaxed = BUF_MAX(RELAXED_MAX);

	if (!pattern_exact(p))
		flags |= HS_FLAG_CASELESS;
	if (regex_relax(pattern_text(p), &relaxed) < 0) {
		flags |= HS_FLAG_UTF8 | HS_FLAG_PREFILTER;
		buf_reset(&relaxed);
		buf_adds(&relaxed, pattern_text(p));
	}
	if (buf_failed(&relaxed)) {
		buf_free(&relaxed);
		return -1;
	}
	*ret_as = first_alike(c, buf_str(&relaxed), flags, id);
	if (*ret_as != id) {
		buf_free(&relaxed);
		return 0;
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
	engine_pcre2.free(set->sieve);
	hs_free_database(set->database);
	free(set->always);
	free(set->as);
	free(set->width);
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

/* Without a database, is each pattern always taken, by itself or as another? */
static bool
takes_all(const struct set *set)
{
	size_t i;

	for (i = 0; i < set->n; i++)
		if (!set->always[set->as[i]])
			return false;
	return true;
}

/* Takes the set out of its entry. */
static hs_error_t
unpack(struct set *set, const struct buf *entry)
{
	const char *bytes = buf_str(entry);
	size_t i;

	if (entry->len < set->n)
		return HS_INVALID;
	for (i = 0; i < set->n; i++)
		set->always[i] = bytes[i] != 0;
	if (entry->len == set->n)
		return takes_all(set) ? HS_SUCCESS : HS_INVALID;
	return hs_deserialize_database(
	    bytes + set->n, entry->len - set->n, &set->database);
}

/* Reads the set from its entry; -1 when there is none that serves. */
static int
load(struct set *set, const char *folder, const struct digest *key)
{
	struct buf entry = BUF_MAX(ENGINE_CACHE_MAX);
	hs_error_t error;

	if (engine_cache_read(folder, key, &entry) < 0) {
		buf_free(&entry);
		return -1;
	}
	error = unpack(set, &entry);
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
	set->as = calloc(n + 1, sizeof *set->as);
	set->width = calloc(n + 1, sizeof *set->width);
	if (set->always == NULL || set->as == NULL || set->width == NULL)
		goto done;
	if (engine_pcre2.compile(patterns, n, o, &set->sieve) < 0)
		goto done;
	for (i = 0; i < n; i++)
		set->width[i] = regex_width(pattern_text(patterns[i]));
	for (i = 0; i < n; i++)
		if (add_candidate(&c, patterns[i], i, &set->as[i]) < 0)
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

static void
scratch_free(void *opaque)
{
	struct scratch *s = opaque;

	if (s == NULL)
		return;
	hs_free_scratch(s->hs);
	engine_pcre2.scratch_free(s->sieve);
	free(s->places);
	free(s);
}

static int
scratch_new(const void *opaque, void **ret)
{
	const struct set *set = opaque;
	struct scratch *s = calloc(1, sizeof *s);

	if (s == NULL)
		return -1;
	s->places = calloc(set->n + 1, sizeof *s->places);
	if (s->places == NULL ||
	    engine_pcre2.scratch_new(set->sieve, &s->sieve) < 0 ||
	    (set->database != NULL &&
		hs_alloc_scratch(set->database, &s->hs) != HS_SUCCESS)) {
		scratch_free(s);
		return -1;
	}
	*ret = s;
	return 0;
}

/* Vectorscan reports ends in order, but for a few it learns of late. */
static int
on_match(unsigned id, unsigned long long from, unsigned long long to,
    unsigned flags, void *arg)
{
	struct scratch *s = arg;
	struct places *p = &s->places[id];
	unsigned i;

	(void)from;
	(void)flags;
	if (s->reports-- == 0)
		return 1;
	s->may[id] = true;
	if (p->n >= PLACES_MAX) {
		p->n = PLACES_MAX + 1;
		return 0;
	}
	for (i = p->n++; i > 0 && p->v[i - 1] > to; i--)
		p->v[i] = p->v[i - 1];
	p->v[i] = (uint32_t)to;
	return 0;
}

/* What the sieve lets through may match anywhere. */
static int
sift(const struct set *set, struct scratch *s, const char *text, size_t len,
    bool *may)
{
	size_t i;

	for (i = 0; i < set->n; i++)
		s->places[i].n = PLACES_MAX + 1;
	return engine_pcre2.scan(set->sieve, s->sieve, text, len, may);
}

static int
scan(const void *opaque, void *scratch, const char *text, size_t len, bool *may)
{
	const struct set *set = opaque;
	struct scratch *s = scratch;
	hs_error_t error = HS_SUCCESS;
	size_t i;

	if (len > NORMAL_MAX)
		return -1;
	memcpy(may, set->always, set->n * sizeof *may);
	s->may = may;
	s->reports = REPORTS_LEAST + len * REPORTS_BYTE;
	for (i = 0; i < set->n; i++)
		s->places[i].n = 0;
	if (set->database != NULL)
		error = hs_scan(
		    set->database, text, (unsigned)len, 0, s->hs, on_match, s);
	if (error == HS_SCAN_TERMINATED)
		return sift(set, s, text, len, may);
	for (i = 0; i < set->n; i++)
		may[i] = may[set->as[i]];
	return error == HS_SUCCESS ? 0 : -1;
}

static size_t
places(const void *opaque, void *scratch, size_t pattern, size_t *ret_width,
    const uint32_t **ret)
{
	const struct set *set = opaque;
	const struct scratch *s = scratch;
	const struct places *p = &s->places[set->as[pattern]];

	if (set->always[set->as[pattern]] || p->n > PLACES_MAX ||
	    set->width[pattern] == SIZE_MAX)
		return 0;
	*ret_width = set->width[pattern];
	*ret = p->v;
	return p->n;
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
    .places = places,
    .version = version,
};

#else

/* An empty translation unit is not C. */
typedef int engine_vectorscan_is_not_built;

#endif
