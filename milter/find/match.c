/* SPDX-License-Identifier: MIT
 *
 * match.c - where rules match in one text.
 *
 * One pass of the phrase book fills the lists of all words, one pass of the
 * engine says which regexes are worth PCRE2's time; everything else is asked
 * for by a rule that has matched.
 */
#include "find/match-parts.h"

#include <stdlib.h>
#include <string.h>

/* Lists longer than this are given back after the text. */
#define OCCURRENCES_KEPT 4096u

/* Of so many spans near a place each is asked by itself. */
#define NEAR_MAX 64u

enum known { NOT_ASKED, NO, YES };

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
	m->answers = calloc(rules->n + 1, sizeof *m->answers);
	m->asked = calloc(rules->n + 1, sizeof *m->asked);
	m->limited = calloc(rules->n + 1, sizeof *m->limited);
	m->may = calloc(rules->npatterns + 1, sizeof *m->may);
	m->patterns = pattern_scratch_new();
	m->engine = engine_scratch_new(rules->engine);
	if (init_learned(m) == 0 && m->lists && m->matches && m->used &&
	    m->answers && m->asked && m->limited && m->may && m->patterns &&
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
	size_t i;

	if (m->rules == NULL)
		return;
	free_lists(m->lists, m->rules->nlists);
	free_lists(m->matches, m->rules->n);
	for (i = 0; m->learned != NULL && i < m->rules->nlearned; i++)
		learned_scratch_free(m->learned[i].scratch);
	free(m->learned);
	for (i = 0; m->answers != NULL && i < m->rules->n; i++)
		free(m->answers[i].v);
	free(m->answers);
	free(m->asked);
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

void
match_use(struct matcher *m, struct occurrences *o)
{
	m->used[m->nused++] = o;
}

static void
reset(struct matcher *m)
{
	struct occurrences *o;
	struct answers *a;

	while (m->nused > 0) {
		o = m->used[--m->nused];
		if (o->cap > OCCURRENCES_KEPT) {
			free(o->v);
			*o = (struct occurrences){0};
		}
		o->n = 0;
		o->done = o->full = false;
	}
	while (m->nasked > 0) {
		a = &m->answers[m->asked[--m->nasked]];
		if (a->cap > OCCURRENCES_KEPT) {
			free(a->v);
			*a = (struct answers){0};
		}
		a->done = false;
	}
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
		match_use(m, o);
	if (occurrences_add(o, at) < 0)
		return -1;
	m->crowded |= o->full;
	return 0;
}

static bool
is_full(const struct matcher *m, uint32_t list)
{
	return list != RULE_NO_LIST && m->lists[list].full;
}

/* Does the rule ask after words of which not all places are known? */
static bool
asks_full(const struct matcher *m, const struct rule *r)
{
	size_t i;

	for (i = 0; i < r->nneeds; i++)
		if (is_full(m, r->needs[i].list))
			return true;
	return is_full(m, r->list) || is_full(m, r->context.list) ||
	       is_full(m, r->not .list);
}

/* What rules would have found with all words is not known. */
static void
limit_crowded(struct matcher *m)
{
	const struct rules *r = m->rules;
	size_t i;

	for (i = 0; m->crowded && i < r->n; i++)
		m->limited[i] |= asks_full(m, &r->v[i]);
}

int
match_start(struct matcher *m, const struct text *text)
{
	const struct rules *r = m->rules;
	size_t i;

	reset(m);
	m->text = text;
	m->crowded = false;
	for (i = 0; i < r->nlearned; i++)
		m->learned[i] =
		    (struct passages){.scratch = m->learned[i].scratch};
	m->view.rows = text->table;
	if (normal_make(&m->view, text->data, text->len) < 0)
		return -1;
	layout_start(&m->layout, m->view.data, m->view.len, text->table);
	engine_scan(r->engine, m->engine, m->view.data, m->view.len, m->may);
	if (phrases_scan(r->book, m->view.data, m->view.len, on_phrase, m) < 0)
		return -1;
	limit_crowded(m);
	return 0;
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

static bool
is_filename(const struct text *t)
{
	return t->zone == ZONE_METADATA &&
	       strncmp(t->place, MATCH_FILENAME, strlen(MATCH_FILENAME)) == 0;
}

/* A page's header or footer, read by itself: all of it stands at the edge of a
 * page, and on the first. */
static bool
is_page_header(const struct text *t)
{
	return t->section > 0 && (strncmp(t->place, "page header", 11) == 0 ||
				     strncmp(t->place, "page footer", 11) == 0);
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
		if (a == ANCHOR_PAGE_EDGE &&
		    (is_page_header(m->text) ||
			layout_page_edge(&m->layout, at)))
			return a;
		if (a == ANCHOR_FIRST_LINES &&
		    (is_page_header(m->text) ||
			layout_first_lines(&m->layout, at)))
			return a;
	}
	return ANCHOR_COUNT;
}

static bool
is_near(const struct matcher *m, const struct occurrences *o, struct span at,
    size_t within)
{
	const struct span *s = occurrences_nearest(o, match_all(m), at);

	return s != NULL && occurrences_distance(*s, at) <= within;
}

/* Do the rule's own words or regexes of `not` drop what is at the span? */
static bool
is_dropped(struct matcher *m, size_t rule, struct span at)
{
	const struct rule_near *not = &m->rules->v[rule].not ;
	size_t i;

	if (is_near(m, match_words(m, not ->list), at, not ->within))
		return true;
	for (i = 0; i < not ->regex.n; i++)
		if (match_pattern_near(
			m, rule, not ->regex.v[i], at, not ->within))
			return true;
	return false;
}

static bool
holds(struct matcher *m, size_t rule, struct span at)
{
	const struct rule *r = &m->rules->v[rule];

	if (rule_has_phrases(r) && match_is_invalid(m, r, at))
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
	return t->zone == ZONE_SUBJECT || t->zone == ZONE_AUTHORED;
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
	size_t low = 0, high;

	if (r->weights == NULL)
		return NULL;
	p = &m->learned[r->learned];
	for (high = p->n; low < high;) {
		size_t mid = (low + high) / 2;

		if (p->v[mid].at.start < at.start)
			low = mid + 1;
		else
			high = mid;
	}
	return low < p->n && p->v[low].at.start == at.start &&
		       is_about(&p->v[low], r)
		   ? &p->v[low]
		   : NULL;
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
		    occurrences_add(out, p->v[i].at) < 0)
			m->failed = true;
}

/* May the rule match in the text at all? What is asked costs nothing. */
static bool
may_match(const struct matcher *m, size_t rule)
{
	const struct rule *r = &m->rules->v[rule];
	size_t i;

	if (rule_is_placeless(r) || !(r->zones & 1u << m->text->zone))
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

/* The rule's spans before anchors, `not` and the validator of phrases. */
static const struct occurrences *
raw_of(struct matcher *m, size_t rule)
{
	const struct rule *r = &m->rules->v[rule];
	struct occurrences *out = &m->matches[rule];

	if (!may_match(m, rule))
		return &none;
	if (r->weights == NULL)
		return r->regex.n > 0 ? match_patterns(m, rule)
				      : match_words(m, r->list);
	if (!out->done) {
		out->done = true;
		match_use(m, out);
		run_learned(m, rule, out);
	}
	return out;
}

/* Room for an answer for each of the rule's n spans. */
static int
start_answers(struct matcher *m, size_t rule, size_t n)
{
	struct answers *a = &m->answers[rule];
	uint8_t *v;

	if (n > a->cap) {
		v = realloc(a->v, n);
		if (v == NULL)
			return -1;
		a->v = v;
		a->cap = n;
	}
	memset(a->v, NOT_ASKED, n);
	a->done = true;
	m->asked[m->nasked++] = rule;
	return 0;
}

/* Does the rule hold at its span number i? Worked out once a text. */
static bool
holds_at(
    struct matcher *m, size_t rule, const struct occurrences *raw, size_t i)
{
	struct answers *a = &m->answers[rule];

	if (m->rules->v[rule].weights != NULL)
		return true;
	if (!a->done && start_answers(m, rule, raw->n) < 0) {
		m->failed = true;
		return false;
	}
	if (a->v[i] == NOT_ASKED)
		a->v[i] = holds(m, rule, raw->v[i]) ? YES : NO;
	return a->v[i] == YES;
}

const struct occurrences *
match_rule(struct matcher *m, size_t rule)
{
	struct occurrences *out = &m->matches[rule];
	const struct occurrences *raw;
	size_t i;

	if (out->done)
		return out;
	raw = raw_of(m, rule);
	if (raw == out || raw->n == 0)
		return raw;
	out->done = true;
	match_use(m, out);
	for (i = 0; i < raw->n; i++)
		if (holds_at(m, rule, raw, i) &&
		    occurrences_add(out, raw->v[i]) < 0) {
			m->failed = true;
			break;
		}
	return out;
}

/* Do more than a few of the spans lie about between the two bytes? */
static bool
is_crowded(const struct occurrences *o, size_t start, size_t end)
{
	size_t i = occurrences_behind(o, start) + NEAR_MAX;

	return i < o->n && o->v[i].start < end;
}

/* match_rule_nearest, of spans that are not worth asking one by one. */
static const struct span *
nearest_of_all(struct matcher *m, size_t rule, struct span window,
    struct span at, size_t within)
{
	const struct span *s =
	    occurrences_nearest(match_rule(m, rule), window, at);

	return s != NULL && occurrences_distance(*s, at) <= within ? s : NULL;
}

const struct span *
match_rule_nearest(struct matcher *m, size_t rule, struct span window,
    struct span at, size_t within)
{
	const struct occurrences *raw = raw_of(m, rule);
	size_t first = occurrences_behind(raw, at.start), i;
	const struct span *s, *best = NULL;

	if (m->matches[rule].done ||
	    is_crowded(raw,
		at.start - window.start > within ? at.start - within
						 : window.start,
		window.end - at.end > within ? at.end + within : window.end))
		return nearest_of_all(m, rule, window, at, within);

	for (i = first; i-- > 0 && best == NULL;) {
		s = &raw->v[i];
		if (s->start < window.start ||
		    occurrences_distance(*s, at) > within)
			break;
		if (s->end <= window.end && holds_at(m, rule, raw, i))
			best = s;
	}
	for (i = first; i < raw->n; i++) {
		s = &raw->v[i];
		if (s->end > window.end ||
		    occurrences_distance(*s, at) > within ||
		    (best != NULL && occurrences_distance(*s, at) >=
					 occurrences_distance(*best, at)))
			break;
		if (s->start >= window.start && holds_at(m, rule, raw, i))
			return s;
	}
	return best;
}

const struct span *
match_rule_next(struct matcher *m, size_t rule, size_t from, size_t end)
{
	const struct occurrences *raw = raw_of(m, rule);
	size_t i = occurrences_behind(raw, from);

	for (; i < raw->n && raw->v[i].end <= end; i++)
		if (raw->v[i].start >= from && holds_at(m, rule, raw, i))
			return &raw->v[i];
	return NULL;
}

bool
match_groups(struct matcher *m, const struct rule *r, struct span at,
    struct pattern_match *ret)
{
	size_t i, from;

	for (i = 0; i < r->regex.n; i++) {
		from = at.start;
		if (pattern_next_until(r->regex.v[i], m->patterns, m->view.data,
			m->view.len, &from, at.start, ret) > 0 &&
		    ret->whole.start == at.start && ret->whole.end == at.end)
			return true;
	}
	return false;
}
