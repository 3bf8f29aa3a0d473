/* SPDX-License-Identifier: MIT
 *
 * match.c - where rules match in one text.
 *
 * One pass of the phrase book fills the lists of all words, one pass of the
 * engine says which regexes are worth PCRE2's time; everything else is asked
 * for by a rule that has matched.
 */
#include "find/match.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/utf8.h>

/* Occurrences of one thing in one text; what has more is no text that a rule
 * can judge, and counts as a limit reached. */
#define OCCURRENCES_MAX 1000000u
/* Lists longer than this are given back after the text. */
#define OCCURRENCES_KEPT 4096u

int
match_init(struct matcher *m, const struct rules *rules)
{
	*m = (struct matcher){.rules = rules};
	normal_init(&m->view);
	m->lists = calloc(rules->nlists + 1, sizeof *m->lists);
	m->matches = calloc(rules->n + 1, sizeof *m->matches);
	m->limited = calloc(rules->n + 1, sizeof *m->limited);
	m->may = calloc(rules->npatterns + 1, sizeof *m->may);
	m->patterns = pattern_scratch_new();
	m->engine = engine_scratch_new(rules->engine);
	if (m->lists && m->matches && m->limited && m->may && m->patterns &&
	    m->engine)
		return 0;
	match_free(m);
	return -1;
}

static void
free_lists(struct occurrences *v, size_t n)
{
	size_t i;

	for (i = 0; v != NULL && i < n; i++)
		free(v[i].v);
	free(v);
}

void
match_free(struct matcher *m)
{
	if (m->rules == NULL)
		return;
	free_lists(m->lists, m->rules->nlists);
	free_lists(m->matches, m->rules->n);
	free(m->limited);
	free(m->may);
	pattern_scratch_free(m->patterns);
	engine_scratch_free(m->engine);
	normal_free(&m->view);
	layout_free(&m->layout);
	*m = (struct matcher){0};
}

void
match_message(struct matcher *m)
{
	memset(m->limited, false, m->rules->n * sizeof *m->limited);
	m->failed = false;
}

static void
reset(struct occurrences *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (v[i].cap > OCCURRENCES_KEPT) {
			free(v[i].v);
			v[i] = (struct occurrences){0};
		}
		v[i].n = 0;
		v[i].done = false;
	}
}

/* Adds a span at the end. 0; -1 when memory is out; 1 when there are too
 * many. */
static int
add(struct occurrences *o, struct span at)
{
	struct span *v;
	size_t cap;

	if (o->n == OCCURRENCES_MAX)
		return 1;
	if (o->n == o->cap) {
		cap = o->cap ? 2 * o->cap : 16;
		v = reallocarray(o->v, cap, sizeof *v);
		if (v == NULL)
			return -1;
		o->v = v;
		o->cap = cap;
	}
	o->v[o->n++] = at;
	return 0;
}

/* The book's hit: the leftmost, and of those the longest, is kept. */
static int
on_phrase(void *arg, uint32_t list, struct span at)
{
	struct matcher *m = arg;
	struct occurrences *o = &m->lists[list];
	struct span *last = o->n > 0 ? &o->v[o->n - 1] : NULL;

	if (last != NULL && at.start < last->end) {
		if (at.start <= last->start && at.end >= last->end &&
		    (o->n < 2 || o->v[o->n - 2].end <= at.start))
			*last = at;
		return 0;
	}
	return add(o, at) < 0 ? -1 : 0;
}

int
match_start(struct matcher *m, const struct text *text)
{
	const struct rules *r = m->rules;

	reset(m->lists, r->nlists);
	reset(m->matches, r->n);
	m->text = text;
	if (normal_make(&m->view, text->data, text->len) < 0)
		return -1;
	layout_start(&m->layout, m->view.data, m->view.len, text->table);
	engine_scan(r->engine, m->engine, m->view.data, m->view.len, m->may);
	return phrases_scan(r->book, m->view.data, m->view.len, on_phrase, m);
}

/* Marks the rule as not to be trusted for this message. */
static void
limit(struct matcher *m, size_t rule)
{
	m->limited[rule] = true;
}

static bool
is_invalid(const struct matcher *m, const struct rule *r, struct span at)
{
	return r->validator != NULL &&
	       r->validator->check(
		   m->view.data + at.start, at.end - at.start) == ANSWER_NO;
}

/* Adds all occurrences of one pattern. After a match that the validator
 * refuses the search goes on one character later: "12 943 476 5919" may hold
 * a number that does not start at its first figure. */
static void
run_pattern(struct matcher *m, size_t rule, const struct pattern *p,
    bool validated, struct occurrences *out)
{
	const struct rule *r = &m->rules->v[rule];
	struct pattern_match found;
	size_t from = 0;
	int ret;

	while ((ret = pattern_next(p, m->patterns, m->view.data, m->view.len,
		    from, &found)) > 0) {
		from = found.whole.end;
		if (validated && is_invalid(m, r, found.value)) {
			from = found.whole.start;
			U8_FWD_1(m->view.data, from, m->view.len);
			continue;
		}
		switch (add(out, found.value)) {
		case 0:
			continue;
		case 1:
			limit(m, rule);
			return;
		default:
			m->failed = true;
			return;
		}
	}
	if (ret < 0)
		limit(m, rule);
}

static int
by_start(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end > y->end ? -1 : x->end < y->end;
}

/* Several patterns' occurrences in order, none over another. */
static void
settle(struct occurrences *o)
{
	size_t i, n = 0;

	if (o->n > 0)
		qsort(o->v, o->n, sizeof *o->v, by_start);
	for (i = 0; i < o->n; i++)
		if (n == 0 || o->v[i].start >= o->v[n - 1].end)
			o->v[n++] = o->v[i];
	o->n = n;
}

/* `sifted`: the rule's own patterns, of which the engine has said which may
 * match. */
static const struct occurrences *
run_patterns(
    struct matcher *m, size_t rule, const struct rule_patterns *p, bool sifted)
{
	struct occurrences *o = &m->lists[p->list];
	size_t i;

	if (o->done)
		return o;
	o->done = true;
	for (i = 0; i < p->n; i++)
		if (!sifted || m->may[p->first + i])
			run_pattern(m, rule, p->v[i], sifted, o);
	if (p->n > 1)
		settle(o);
	return o;
}

const struct occurrences *
match_words(struct matcher *m, uint32_t list)
{
	static const struct occurrences none = {0};

	return list == RULE_NO_LIST ? &none : &m->lists[list];
}

struct span
match_all(const struct matcher *m)
{
	return (struct span){0, (uint32_t)m->view.len};
}

size_t
match_distance(struct span a, struct span b)
{
	if (a.end <= b.start)
		return b.start - a.end;
	return b.end <= a.start ? a.start - b.end : 0;
}

/* Spans are sorted and do not overlap, so the nearest is one of those about
 * the first that ends behind at.start; that one may itself reach out of the
 * window. */
const struct span *
match_nearest(const struct occurrences *o, struct span window, struct span at)
{
	const struct span *best = NULL;
	size_t low = 0, high = o->n, i;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (o->v[mid].end <= at.start)
			low = mid + 1;
		else
			high = mid;
	}
	for (i = low > 0 ? low - 1 : 0; i <= low + 1 && i < o->n; i++) {
		const struct span *s = &o->v[i];

		if (s->start < window.start || s->end > window.end)
			continue;
		if (best == NULL ||
		    match_distance(*s, at) < match_distance(*best, at))
			best = s;
	}
	return best;
}

static bool
is_filename(const struct text *t)
{
	return t->zone == ZONE_METADATA &&
	       strncmp(t->place, MATCH_FILENAME, strlen(MATCH_FILENAME)) == 0;
}

enum anchor
match_anchor(struct matcher *m, const struct rule *r, struct span at)
{
	enum anchor a;

	for (a = 0; a < ANCHOR_COUNT; a++) {
		if (!(r->anchors & 1u << a))
			continue;
		if (a == ANCHOR_SUBJECT && m->text->zone == ZONE_SUBJECT)
			return a;
		if (a == ANCHOR_FILENAME && is_filename(m->text))
			return a;
		if (m->text->zone == ZONE_SUBJECT || is_filename(m->text))
			continue;
		if (a == ANCHOR_HEADING && layout_heading(&m->layout, at))
			return a;
		if (a == ANCHOR_PAGE_EDGE && layout_page_edge(&m->layout, at))
			return a;
		if (a == ANCHOR_FIRST_LINES &&
		    layout_first_lines(&m->layout, at))
			return a;
	}
	return ANCHOR_COUNT;
}

static bool
is_near(const struct matcher *m, const struct occurrences *o, struct span at,
    size_t within)
{
	const struct span *s = match_nearest(o, match_all(m), at);

	return s != NULL && match_distance(*s, at) <= within;
}

/* Do the rule's own words or regexes of `not` drop what is at the span? */
static bool
is_dropped(struct matcher *m, size_t rule, struct span at)
{
	const struct rule_near *not = &m->rules->v[rule].not ;

	if (is_near(m, match_words(m, not ->list), at, not ->within))
		return true;
	return not ->regex.n > 0 &&
	       is_near(m, run_patterns(m, rule, &not ->regex, false), at,
		   not ->within);
}

static bool
holds(struct matcher *m, size_t rule, struct span at)
{
	const struct rule *r = &m->rules->v[rule];

	if (rule_has_phrases(r) && is_invalid(m, r, at))
		return false;
	if (r->anchors != 0 && match_anchor(m, r, at) == ANCHOR_COUNT)
		return false;
	return !is_dropped(m, rule, at);
}

const struct occurrences *
match_rule(struct matcher *m, size_t rule)
{
	const struct rule *r = &m->rules->v[rule];
	struct occurrences *out = &m->matches[rule];
	const struct occurrences *raw;
	size_t i;

	if (out->done)
		return out;
	out->done = true;
	if (r->check != NULL || !(r->zones & 1u << m->text->zone))
		return out;
	raw = r->regex.n > 0 ? run_patterns(m, rule, &r->regex, true)
			     : match_words(m, r->list);
	for (i = 0; i < raw->n; i++)
		if (holds(m, rule, raw->v[i]) && add(out, raw->v[i]) < 0) {
			m->failed = true;
			break;
		}
	return out;
}

bool
match_groups(struct matcher *m, const struct rule *r, struct span at,
    struct pattern_match *ret)
{
	size_t i;

	for (i = 0; i < r->regex.n; i++)
		if (pattern_next(r->regex.v[i], m->patterns, m->view.data,
			m->view.len, at.start, ret) > 0 &&
		    ret->whole.start == at.start && ret->whole.end == at.end)
			return true;
	return false;
}
