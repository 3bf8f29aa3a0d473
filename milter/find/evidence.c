/* SPDX-License-Identifier: MIT
 *
 * evidence.c - does a match count, how sure is it, and why.
 */
#include "find/evidence.h"

#include <math.h>
#include <string.h>

#include <unicode/utf8.h>

#define LINE_MAX 400
/* Words of a passage that are named. */
#define WORDS_EXPLAINED 4
/* Nothing learned is certain: percent. */
#define LIKELIEST 99.0

static const char *const same_names[] = {
    [SAME_SENTENCE] = "sentence", [SAME_ROW] = "row", [SAME_TEXT] = "text"};

static struct span
window_of(struct matcher *m, enum same same, struct span at)
{
	switch (same) {
	case SAME_SENTENCE:
		return layout_sentence(&m->layout, at);
	case SAME_ROW:
		return layout_row(&m->layout, at);
	default:
		return match_all(m);
	}
}

/* The nearest occurrence in the window and within so many bytes, or NULL. */
static const struct span *
nearest(const struct occurrences *o, struct span window, struct span at,
    size_t within)
{
	const struct span *s = occurrences_nearest(o, window, at);

	return s != NULL && occurrences_distance(*s, at) <= within ? s : NULL;
}

/* The rule among refs that stands in the window, or m->rules->n. */
static size_t
nearest_rule(struct matcher *m, const struct rule_refs *refs,
    struct span window, struct span at, size_t within, struct span *ret)
{
	const struct span *s;
	size_t i;

	for (i = 0; i < refs->n; i++) {
		s = match_rule_nearest(m, refs->v[i].rule, window, at, within);
		if (s != NULL) {
			*ret = *s;
			return refs->v[i].rule;
		}
	}
	return m->rules->n;
}

static bool
need_holds(struct matcher *m, const struct rule_near *need, struct span at)
{
	struct span window = window_of(m, need->same, at), where;

	if (nearest(match_words(m, need->list), window, at, need->within))
		return true;
	return nearest_rule(m, &need->rules, window, at, need->within, &where) <
	       m->rules->n;
}

static bool
is_excluded(struct matcher *m, const struct rule *r, struct span at)
{
	struct span where;

	return nearest_rule(m, &r->not .rules, match_all(m), at, r->not .within,
		   &where) < m->rules->n;
}

/* Words in the heading of the match's column count as standing beside it. */
static bool
column_context(
    struct matcher *m, const struct rule *r, struct span at, struct evidence *e)
{
	struct span cell;
	const struct span *s;

	if (!m->text->table || r->context.list == RULE_NO_LIST)
		return false;
	cell = layout_column_heading(&m->layout, at);
	s = occurrences_nearest(match_words(m, r->context.list), cell, cell);
	if (s == NULL || cell.start == cell.end)
		return false;
	e->context = CONTEXT_COLUMN;
	e->keyword = *s;
	return true;
}

static void
find_context(
    struct matcher *m, const struct rule *r, struct span at, struct evidence *e)
{
	const struct rule_near *c = &r->context;
	struct span window;
	const struct span *s;

	e->context = CONTEXT_NONE;
	if (!r->has_context || column_context(m, r, at, e))
		return;
	window = window_of(m, c->same, at);
	s = nearest(match_words(m, c->list), window, at, c->within);
	if (s != NULL) {
		e->context = CONTEXT_WORDS;
		e->keyword = *s;
		return;
	}
	e->rule =
	    nearest_rule(m, &c->rules, window, at, c->within, &e->keyword);
	if (e->rule < m->rules->n)
		e->context = CONTEXT_RULE;
}

static bool
has_person(struct matcher *m, size_t rule, struct span at)
{
	struct span window = layout_sentence(&m->layout, at);
	size_t i;

	for (i = 0; i < m->rules->npersons; i++)
		if (m->rules->persons[i] == rule ||
		    match_rule_nearest(m, m->rules->persons[i], window, at,
			WITHIN_ANY) != NULL)
			return true;
	return false;
}

/* The highest step the passage is likely enough for, or RULE_UNSET. */
static int
learned_step(const struct rule *r, const struct passage *p)
{
	int step;

	for (step = CONFIDENCE_COUNT; step-- > 0;)
		if (r->likely[step] != 0 && p->likely * 100 >= r->likely[step])
			return step;
	return RULE_UNSET;
}

bool
evidence_weigh(
    struct matcher *m, size_t rule, struct span at, struct evidence *ret)
{
	const struct rule *r = &m->rules->v[rule];
	struct evidence e = {0};
	size_t i;
	int step;

	for (i = 0; i < r->nneeds; i++)
		if (!need_holds(m, &r->needs[i], at))
			return false;
	if (is_excluded(m, r, at))
		return false;
	e.passage = match_passage(m, rule, at);
	find_context(m, r, at, &e);
	step = e.passage != NULL ? learned_step(r, e.passage)
	       : e.context != CONTEXT_NONE && r->with_context != RULE_UNSET
		   ? r->with_context
		   : r->alone;
	if (step == RULE_UNSET && !r->mark)
		return false;
	e.confidence = r->mark ? CONFIDENCE_LOW : (enum confidence)step;
	e.person = has_person(m, rule, at);
	*ret = e;
	return true;
}

int
evidence_quote(const struct matcher *m, struct span at, struct buf *out)
{
	const char *s = m->view.data + at.start;
	size_t len = at.end - at.start, i = 0, n = 0, start;
	bool space = false;
	UChar32 c;

	while (i < len && n < EVIDENCE_QUOTE) {
		start = i;
		U8_NEXT_OR_FFFD(s, i, len, c);
		if (c <= ' ' || c == 0x7f) {
			space = n > 0;
			continue;
		}
		if (space)
			buf_addc(out, ' ');
		space = false;
		buf_add(out, s + start, i - start);
		n += i - start + 1;
	}
	if (i < len)
		buf_adds(out, "…");
	return buf_failed(out) ? -1 : 0;
}

static size_t
characters(const struct matcher *m, size_t start, size_t end)
{
	size_t n = 0;

	for (; start < end; start++)
		n += U8_IS_TRAIL((uint8_t)m->view.data[start]) ? 0 : 1;
	return n;
}

static const char *
name_of(const struct rule *r)
{
	return r->title != NULL ? r->title : r->id;
}

/* " 14 characters before": how far the keyword is from the match. */
static void
add_distance(const struct matcher *m, struct span keyword, struct span at,
    struct buf *out)
{
	if (keyword.end <= at.start)
		buf_addf(out, " %zu characters before",
		    characters(m, keyword.end, at.start));
	else if (keyword.start >= at.end)
		buf_addf(out, " %zu characters after",
		    characters(m, at.end, keyword.start));
	else
		buf_adds(out, " in it");
}

/* Moves the line in b to the list. */
static int
take_line(struct strlist *out, struct buf *b)
{
	int ret = buf_failed(b) ? -1 : strlist_add(out, buf_str(b));

	buf_reset(b);
	return ret;
}

static int
explain_context(struct matcher *m, struct span at, const struct evidence *e,
    struct strlist *out)
{
	struct buf b = BUF_MAX(LINE_MAX);
	int ret;

	if (e->context == CONTEXT_NONE)
		return 0;
	if (e->context == CONTEXT_RULE) {
		buf_addf(&b, "'%s'", name_of(&m->rules->v[e->rule]));
	} else {
		buf_adds(&b, "keyword '");
		evidence_quote(m, e->keyword, &b);
		buf_addc(&b, '\'');
	}
	if (e->context == CONTEXT_COLUMN)
		buf_adds(&b, " heads the column");
	else
		add_distance(m, e->keyword, at, &b);
	ret = take_line(out, &b);
	buf_free(&b);
	return ret;
}

static int
explain_needs(struct matcher *m, const struct rule *r, struct span at,
    struct strlist *out)
{
	struct buf b = BUF_MAX(LINE_MAX);
	struct span where;
	size_t i, other;
	int ret = 0;

	for (i = 0; i < r->nneeds && ret == 0; i++) {
		const struct rule_near *n = &r->needs[i];

		other = nearest_rule(m, &n->rules, window_of(m, n->same, at),
		    at, n->within, &where);
		buf_addf(&b, "%s in the same %s",
		    other < m->rules->n ? name_of(&m->rules->v[other])
					: "its words",
		    same_names[n->same]);
		ret = take_line(out, &b);
	}
	buf_free(&b);
	return ret;
}

static int
explain_anchor(struct matcher *m, const struct rule *r, struct span at,
    struct strlist *out)
{
	static const char *const words[ANCHOR_COUNT] = {
	    [ANCHOR_SUBJECT] = "in the subject",
	    [ANCHOR_FILENAME] = "in a file name",
	    [ANCHOR_HEADING] = "as a heading",
	    [ANCHOR_PAGE_EDGE] = "at the edge of a page",
	    [ANCHOR_FIRST_LINES] = "in the first lines",
	};
	enum anchor a = r->anchors != 0 ? match_anchor(m, r, at) : ANCHOR_COUNT;

	return a < ANCHOR_COUNT ? strlist_add(out, words[a]) : 0;
}

static int
explain_validator(struct matcher *m, const struct rule *r, struct span at,
    struct strlist *out)
{
	struct buf b = BUF_MAX(LINE_MAX);
	int ret;

	if (r->validator == NULL ||
	    validator_check(r->validator, &m->given, m->view.data + at.start,
		at.end - at.start) != ANSWER_YES)
		return 0;
	buf_addf(&b, "check '%s' passed", r->validator->name);
	ret = take_line(out, &b);
	buf_free(&b);
	return ret;
}

static int
add_feature(void *arg, const char *feature)
{
	struct buf *b = arg;

	return buf_addf(
	    b, "%s'%s'", b->data[b->len - 1] == ' ' ? "" : ", ", feature);
}

/* How likely a passage is; and by which words, unless they would tell
 * something about somebody. */
static int
explain_passage(struct matcher *m, const struct rule *r,
    const struct passage *p, struct strlist *out)
{
	struct buf b = BUF_MAX(LINE_MAX);
	int ret;

	buf_addf(&b, "its words together, %.0f %% likely",
	    fmin(100 * p->likely, LIKELIEST));
	ret = take_line(out, &b);
	if (ret == 0 && !category_matches("personal.*", r->category)) {
		buf_adds(&b, "weighing most: ");
		learned_explain(m->rules->learned[r->learned].learned,
		    m->view.data, p, WORDS_EXPLAINED, add_feature, &b);
		ret = take_line(out, &b);
	}
	buf_free(&b);
	return ret;
}

/* Has a need already said that a person is there? */
static bool
needs_person(const struct matcher *m, const struct rule *r)
{
	size_t i, j;

	for (i = 0; i < r->nneeds; i++)
		for (j = 0; j < r->needs[i].rules.n; j++)
			if (m->rules->v[r->needs[i].rules.v[j].rule].people ==
			    PEOPLE_NAME)
				return true;
	return false;
}

int
evidence_explain(struct matcher *m, size_t rule, struct span at,
    const struct evidence *e, struct strlist *out)
{
	const struct rule *r = &m->rules->v[rule];

	if (e->passage != NULL) {
		if (explain_passage(m, r, e->passage, out) < 0)
			return -1;
	} else if (strlist_add(
		       out, rule_has_phrases(r) ? "wording" : "format") < 0) {
		return -1;
	}
	if (explain_validator(m, r, at, out) < 0 ||
	    explain_anchor(m, r, at, out) < 0 ||
	    explain_needs(m, r, at, out) < 0 ||
	    explain_context(m, at, e, out) < 0)
		return -1;
	if (e->person && r->people != PEOPLE_NAME && !needs_person(m, r))
		return strlist_add(out, "beside a person's name");
	return 0;
}
