/* SPDX-License-Identifier: MIT
 *
 * engine.c - chooses the engine behind the prefilter's contract.
 *
 * An engine that fails, at start or at a text, leaves more for PCRE2 to do and
 * changes no finding.
 */
#include "find/engine.h"

#include <stdlib.h>
#include <string.h>

struct engine_set {
	const struct engine_kind *kind;
	void *set;
	size_t n;
	bool stopgap;
};

struct engine_scratch {
	const struct engine_kind *kind;
	void *scratch;
	bool failed; /* the last scan */
};

/* Best first; the last one serves everywhere. */
static const struct engine_kind *const kinds[] = {
#ifdef HAVE_VECTORSCAN
    &engine_vectorscan,
#endif
    &engine_pcre2,
};

struct engine_set *
engine_new(const struct engine_options *o,
    const struct pattern *const *patterns, size_t n)
{
	size_t last = sizeof kinds / sizeof *kinds - 1;
	size_t i = o->which == ENGINE_PCRE2 ? last : 0;
	struct engine_set *e = calloc(1, sizeof *e);
	int answer;

	if (e == NULL)
		return NULL;
	e->n = n;
	for (; i <= last; i++) {
		e->kind = kinds[i];
		answer = kinds[i]->compile(patterns, n, o, &e->set);
		if (answer == 0)
			return e;
		e->stopgap |= answer == ENGINE_LATER;
	}
	free(e);
	return NULL;
}

void
engine_free(struct engine_set *e)
{
	if (e == NULL)
		return;
	e->kind->free(e->set);
	free(e);
}

struct engine_scratch *
engine_scratch_new(const struct engine_set *e)
{
	struct engine_scratch *s = calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	s->kind = e->kind;
	if (e->kind->scratch_new(e->set, &s->scratch) < 0) {
		free(s);
		return NULL;
	}
	return s;
}

void
engine_scratch_free(struct engine_scratch *s)
{
	if (s == NULL)
		return;
	s->kind->scratch_free(s->scratch);
	free(s);
}

void
engine_scan(const struct engine_set *e, struct engine_scratch *s,
    const char *text, size_t len, bool *may)
{
	memset(may, false, e->n * sizeof *may);
	s->failed = e->kind->scan(e->set, s->scratch, text, len, may) < 0;
	if (s->failed)
		memset(may, true, e->n * sizeof *may);
}

size_t
engine_places(const struct engine_set *e, struct engine_scratch *s,
    size_t pattern, size_t *ret_width, const uint32_t **ret)
{
	if (s->failed || e->kind->places == NULL)
		return 0;
	return e->kind->places(e->set, s->scratch, pattern, ret_width, ret);
}

bool
engine_is_stopgap(const struct engine_set *e)
{
	return e->stopgap;
}

const char *
engine_version(const struct engine_set *e)
{
	return e->kind->version();
}
