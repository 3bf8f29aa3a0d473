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

static const struct occurrences none;

static int
init_learned(struct matcher *m)
{
	size_t i;

	m->learned = calloc(m->rules->nlearned + 1, sizeof *m->learned);
	if (m->learned == NULL)
		return -1;
	for (i = 0; i < m->rules->nlearned; i++) {
		m->learned[i].scratch = learned_scratch_new();
		if (m->learned[i].scratch == NULL)
			return -1;
	}
	return 0;
}

int
match_init(struct matcher *m, const struct rules *rules)
{
	*m = (struct matcher){.rules = rules};
	normal_init(&m->view);
	m->lists = calloc(rules->nlists + 1, sizeof *m->lists);
	m->matches = calloc(rules->n + 1, sizeof *m->matches);
	m->used = calloc(rules->nlists + rules->n + 1, sizeof *m->used);
	m->limited = calloc(rules->n + 1, sizeof *m->limited);
	m->may = calloc(rules->npatterns + 1, sizeof *m->may);
	m->patterns = pattern_scratch_new();
	m->engine = engine_scratch_new(rules->engine);
	if (init_learned(m) == 0 && m->lists && m->matches && m->used &&
	    m->limited && m->may && m->patterns && m->engine)
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
	size_t i;

	if (m->rules == NULL)
		return;
	free_lists(m->lists, m->rules->nlists);
	free_lists(m->matches, m->rules->n);
	for (i = 0; m->learned != NULL && i < m->rules->nlearned; i++)
		learned_scratch_free(m->learned[i].scratch);
	free(m->learned);
	free(m->used);
	free(m->limited);
	free(m->may);
	pattern_scratch_free(m->patterns);
	engine_scratch_free(m->engine);
	normal_free(&m->view);
	layout_free(&m->layout);
	*m = (struct matcher){0};
}

void
match_message(struct matcher *m, time_t at)
{
	size_t i;

	for (i = 0; i < m->rules->nlearned; i++)
		learned_begin(m->learned[i].scratch);
	m->number = MATCH_ALONE;
	m->given = (struct validator_given){.bank = m->rules->bank, .at = at};
	memset(m->limited, false, m->rules->n * sizeof *m->limited);
	m->failed = false;
}

/* Notes that the list, once a text, is not what reset leaves. */
static void
use(struct matcher *m, struct occurrences *o)
{
	m->used[m->nused++] = o;
}

static void
reset(struct matcher *m)
{
	struct occurrences *o;

	while (m->nused > 0) {
		o = m->used[--m->nused];
		if (o->cap > OCCURRENCES_KEPT) {
			free(o->v);
			*o = (struct occurrences){0};
		}
		o->n = 0;
		o->done = false;
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
	if (o->n == 0)
		use(m, o);
	return add(o, at) < 0 ? -1 : 0;
}

int
match_start(struct matcher *m, const struct text *text)
{
	const struct rules *r = m->rules;
	size_t i;

	reset(m);
	m->text = text;
	for (i = 0; i < r->nlearned; i++)
		m->learned[i] =
		    (struct passages){.scratch = m->learned[i].scratch};
	m->view.rows = text->table;
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
	       validator_check(r->validator, &m->given, m->view.data + at.start,
		   at.end - at.start) == ANSWER_NO;
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
	use(m, o);
	for (i = 0; i < p->n; i++)
		if (!sifted || m->may[p->first + i])
			run_pattern(m, rule, p->v[i], sifted, o);
	if (p->n > 1)
		settle(o);
	return o;
}

const struct occurrences *
match_words(const struct matcher *m, uint32_t list)
{
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

/* A second category stands beside the first where it has at least this share
 * of what speaks for any. */
#define SECOND_SHARE 0.3

static bool
is_about(const struct passage *p, const struct rule *r)
{
	return p->category == r->learned_category ||
	       (p->second == r->learned_category && p->share >= SECOND_SHARE);
}

/* Texts that are read as one: what the sender wrote, in however many pieces. */
static bool
is_together(const struct text *t)
{
	return t->zone == ZONE_SUBJECT || t->zone == ZONE_AUTHORED ||
	       t->zone == ZONE_FORWARDED;
}

int
match_read(struct matcher *m, const struct text *text, size_t number)
{
	const struct rules *r = m->rules;
	size_t i;
	bool made = false;

	for (i = 0; i < r->nlearned; i++) {
		const struct rules_learned *l = &r->learned[i];

		if (!(l->zones & 1u << text->zone))
			continue;
		m->view.rows = text->table;
		if (!made && normal_make(&m->view, text->data, text->len) < 0)
			return -1;
		made = true;
		if (learned_read(l->learned, m->learned[i].scratch, number,
			is_together(text), m->view.data, m->view.len,
			l->least) < 0)
			return -1;
	}
	return 0;
}

/* The text's passages for the rule's weights, looked for once. */
static const struct passages *
find_passages(struct matcher *m, const struct rule *r)
{
	struct passages *p = &m->learned[r->learned];
	const struct rules_learned *l = &m->rules->learned[r->learned];
	int ret = 0;

	if (p->done)
		return p;
	p->done = true;
	if (m->number == MATCH_ALONE) {
		learned_begin(p->scratch);
		ret = learned_read(l->learned, p->scratch, MATCH_ALONE, true,
		    m->view.data, m->view.len, l->least);
	}
	if (ret < 0 || learned_passages(l->learned, p->scratch, m->number,
			   m->view.data, l->least, &p->v, &p->n) < 0) {
		p->n = 0;
		m->failed = true;
	}
	return p;
}

const struct passage *
match_passage(const struct matcher *m, size_t rule, struct span at)
{
	const struct rule *r = &m->rules->v[rule];
	const struct passages *p;
	size_t i;

	if (r->weights == NULL)
		return NULL;
	p = &m->learned[r->learned];
	for (i = 0; i < p->n; i++)
		if (p->v[i].at.start == at.start && is_about(&p->v[i], r))
			return &p->v[i];
	return NULL;
}

/* The occurrences of a learned rule. */
static void
run_learned(struct matcher *m, size_t rule, struct occurrences *out)
{
	const struct rule *r = &m->rules->v[rule];
	const struct passages *p = find_passages(m, r);
	size_t i;

	for (i = 0; i < p->n; i++)
		if (is_about(&p->v[i], r) && !is_dropped(m, rule, p->v[i].at) &&
		    add(out, p->v[i].at) < 0)
			m->failed = true;
}

/* May the rule match in the text at all? What is asked costs nothing. */
static bool
may_match(const struct matcher *m, size_t rule)
{
	const struct rule *r = &m->rules->v[rule];
	size_t i;

	if (r->check != NULL || !(r->zones & 1u << m->text->zone))
		return false;
	if (r->weights != NULL)
		return true;
	for (i = 0; i < r->regex.n; i++)
		if (m->may[r->regex.first + i])
			return true;
	return r->list != RULE_NO_LIST && m->lists[r->list].n > 0;
}

static bool
may_be_met(const struct matcher *m, const struct rule_near *need)
{
	size_t i;

	if (match_words(m, need->list)->n > 0)
		return true;
	for (i = 0; i < need->rules.n; i++)
		if (may_match(m, need->rules.v[i].rule))
			return true;
	return false;
}

bool
match_possible(const struct matcher *m, size_t rule)
{
	const struct rule *r = &m->rules->v[rule];
	size_t i;

	if (!may_match(m, rule))
		return false;
	for (i = 0; i < r->nneeds; i++)
		if (!may_be_met(m, &r->needs[i]))
			return false;
	return true;
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
	if (!may_match(m, rule))
		return &none;
	out->done = true;
	use(m, out);
	if (r->weights != NULL) {
		run_learned(m, rule, out);
		return out;
	}
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
