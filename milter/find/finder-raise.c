/* SPDX-License-Identifier: MIT
 *
 * finder-raise.c - from a candidate to a finding: whose it is, how severe, what is
 * shown, and the people it adds.
 */
#include "find/finder.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <unicode/utf8.h>

#include "base/limits.h"
#include "find/excerpt.h"

/* Names in one sentence or row that are asked whose they are. */
#define NAMES_ASKED 16
#define EXCERPT_MAX 1024
#define PLACE_MAX 2048
#define PLACE_KEPT 1900

static bool
is_personal(const struct rule *r)
{
	return category_matches("personal.*", r->category);
}

/* Calls each for every name in the window; stops when it returns non-zero. */
static int
each_name(struct finder *f, struct span window,
    int (*each)(struct finder *f, struct span name, void *arg), void *arg)
{
	const struct rules *r = f->rules;
	size_t i, low, high;
	int ret = 0;

	for (i = 0; i < r->npersons && ret == 0; i++) {
		const struct occurrences *o = match_rule(&f->m, r->persons[i]);

		for (low = 0, high = o->n; low < high;) {
			size_t mid = (low + high) / 2;

			if (o->v[mid].start < window.start)
				low = mid + 1;
			else
				high = mid;
		}
		for (; low < o->n && o->v[low].end <= window.end && ret == 0;
		     low++)
			ret = each(f, o->v[low], arg);
	}
	return ret;
}

struct names {
	struct whose_name v[NAMES_ASKED];
	size_t n;
};

static int
collect_name(struct finder *f, struct span name, void *arg)
{
	struct names *names = arg;

	names->v[names->n++] = (struct whose_name){
	    f->m.view.data + name.start, name.end - name.start};
	return names->n == NAMES_ASKED;
}

static int
count_name(struct finder *f, struct span name, void *arg)
{
	(void)arg;
	return people_name(
	    f->people, f->m.view.data + name.start, name.end - name.start);
}

/* "my" or "your" before what belongs to the value. */
static int
word_before(const struct finder *f, const struct candidate *c)
{
	const char *s = f->m.view.data;
	size_t at = c->at.start;

	if (c->evidence.context == CONTEXT_WORDS &&
	    c->evidence.keyword.start < at)
		at = c->evidence.keyword.start;
	if (at == 0 || s[at - 1] != ' ')
		return WHOSE_WORD_NONE;
	at--;
	if (at >= 2 && strncasecmp(s + at - 2, "my", 2) == 0 &&
	    (at == 2 || strchr(" \n\t(", s[at - 3]) != NULL))
		return WHOSE_WORD_MY;
	if (at >= 4 && strncasecmp(s + at - 4, "your", 4) == 0 &&
	    (at == 4 || strchr(" \n\t(", s[at - 5]) != NULL))
		return WHOSE_WORD_YOUR;
	return WHOSE_WORD_NONE;
}

static enum whose
ask_whose(struct finder *f, const struct candidate *c)
{
	const struct rule *r = &f->rules->v[c->rule];
	struct names names = {.n = 0};
	struct whose_question q = {
	    .category = r->category,
	    .value = r->shows == SHOWS_VALUE,
	    .s = f->m.view.data + c->at.start,
	    .len = c->at.end - c->at.start,
	    .zone = f->m.text->zone,
	    .names = names.v,
	};

	if (!is_personal(r))
		return WHOSE_UNKNOWN;
	if (c->evidence.person)
		each_name(f, layout_sentence(&f->m.layout, c->at), collect_name,
		    &names);
	q.nnames = names.n;
	q.word = word_before(f, c);
	return whose_of(f->whose, &q);
}

/* The names in the sentence or row, once for all findings in it. */
static int
count_names(struct finder *f, struct span at)
{
	struct span window = layout_sentence(&f->m.layout, at);

	if (f->named_text == f->text && f->named.start == window.start &&
	    f->named.end == window.end)
		return 0;
	f->named_text = f->text;
	f->named = window;
	return each_name(f, window, count_name, NULL);
}

/* Only data of others, and not what is hardly more than a guess. */
static bool
counts_people(const struct rule *r, enum confidence confidence, enum whose w)
{
	return is_personal(r) && confidence >= CONFIDENCE_MEDIUM &&
	       (w == WHOSE_THIRD_PARTY || w == WHOSE_UNKNOWN);
}

static int
count_people(struct finder *f, const struct candidate *c, enum whose w)
{
	const struct rule *r = &f->rules->v[c->rule];
	const char *s = f->m.view.data + c->at.start;
	size_t len = c->at.end - c->at.start;
	bool in_row = r->people == PEOPLE_ROW && f->m.text->table;

	if (!counts_people(r, c->evidence.confidence, w))
		return 0;
	if (c->evidence.person && count_names(f, c->at) != 0)
		return -1;
	if (in_row && people_row(f->people, f->text,
			  layout_row_number(&f->m.layout, c->at.start)) < 0)
		return -1;
	if (r->people == PEOPLE_ROW || r->people == PEOPLE_VALUE)
		return people_value(f->people, c->rule, s, len, in_row);
	if (r->people == PEOPLE_NAME)
		return people_name(f->people, s, len);
	return 0;
}

/* The same as probity-rules(5) says of `severe`. */
static bool
is_severe(const struct rule *r, enum confidence confidence, bool person)
{
	if (confidence != CONFIDENCE_HIGH || r->severe == 0)
		return false;
	if (r->severe == 1 || strcmp(r->category, "confidential.exempt") == 0)
		return true;
	return person && (strcmp(r->category, "personal.special") == 0 ||
			     strcmp(r->category, "personal.crime") == 0 ||
			     strcmp(r->category, "personal.child") == 0);
}

static int
copy(char **ret, const char *s)
{
	if (s == NULL)
		return 0;
	*ret = strdup(s);
	return *ret != NULL ? 0 : -1;
}

/* What every finding of the rule says. */
static int
describe(const struct rule *r, enum confidence confidence, struct finding *out)
{
	out->confidence = confidence;
	return copy(&out->rule, r->id) < 0 ||
		       copy(&out->title, r->title != NULL ? r->title : r->id) <
			   0 ||
		       copy(&out->why, r->why != NULL ? r->why : "") < 0 ||
		       copy(&out->law, r->law) < 0 ||
		       copy(&out->category, r->category) < 0
		   ? -1
		   : 0;
}

/* "row 14 of repairs.csv" in a table, else the text's own place. */
static int
add_place(struct finder *f, struct span at, struct buf *out)
{
	const struct text *t = f->m.text;
	size_t len = strlen(t->place);

	if (t->table)
		buf_addf(out, "row %zu of ",
		    t->first_row + layout_row_number(&f->m.layout, at.start) +
			1);
	if (len > PLACE_KEPT) {
		len = PLACE_KEPT;
		U8_TRUNCATE_IF_INCOMPLETE(t->place, 0, len);
	}
	return buf_add(out, t->place, len);
}

static int
fill(struct finder *f, const struct candidate *c, struct finding *out)
{
	struct buf excerpt = BUF_MAX(EXCERPT_MAX), place = BUF_MAX(PLACE_MAX);
	const struct rule *r = &f->rules->v[c->rule];

	out->zone = f->m.text->zone;
	out->start = normal_start(&f->m.view, c->at.start);
	out->end = normal_end(&f->m.view, c->at.end);
	out->person = c->evidence.person;
	out->severe = is_severe(r, c->evidence.confidence, c->evidence.person);
	if (describe(r, c->evidence.confidence, out) < 0 ||
	    evidence_explain(
		&f->m, c->rule, c->at, &c->evidence, &out->evidence) < 0 ||
	    excerpt_add(&f->m, c->rule, c->at, &c->evidence, &excerpt) < 0 ||
	    add_place(f, c->at, &place) < 0 ||
	    copy(&out->part, f->m.text->part) < 0)
		goto fail;
	out->excerpt = buf_take(&excerpt);
	out->place = buf_take(&place);
	if (out->excerpt == NULL || out->place == NULL)
		goto fail;
	return 0;
fail:
	buf_free(&excerpt);
	buf_free(&place);
	return -1;
}

int
finder_raise(struct finder *f, const struct candidate *c, struct findings *out)
{
	struct finding finding = {0};
	enum whose w = ask_whose(f, c);

	if (count_people(f, c, w) < 0)
		return -1;
	/* Past the limit nothing is built only to be thrown away. */
	if (out->n >= LIMIT_FINDINGS) {
		out->dropped++;
		return 0;
	}
	finding.whose = w;
	if (fill(f, c, &finding) < 0) {
		finding_free(&finding);
		return -1;
	}
	return findings_take(out, &finding);
}

int
finder_check(struct finder *f, size_t rule, const struct texts *texts,
    struct findings *out)
{
	const struct rule *r = &f->rules->v[rule];
	struct recipients_answer a = {0};
	struct finding finding = {0};
	size_t i;

	if (r->check->check(texts, f->facts, r->at_least, &a) < 0)
		return -1;
	if (!a.yes) {
		recipients_free(&a);
		return 0;
	}
	for (i = 0; r->people != PEOPLE_NONE && i < a.people.n; i++)
		if (people_value(f->people, rule, a.people.v[i],
			strlen(a.people.v[i]), false) < 0)
			goto fail;
	finding.zone = ZONE_METADATA;
	finding.whose = WHOSE_UNKNOWN;
	finding.severe = is_severe(r, (enum confidence)r->alone, false);
	finding.evidence = a.evidence;
	a.evidence = (struct strlist){0};
	finding.excerpt = buf_take(&a.excerpt);
	if (finding.excerpt == NULL ||
	    describe(r, (enum confidence)r->alone, &finding) < 0 ||
	    copy(&finding.place, "recipients") < 0 ||
	    copy(&finding.part, "0") < 0)
		goto fail;
	recipients_free(&a);
	return findings_take(out, &finding);
fail:
	recipients_free(&a);
	finding_free(&finding);
	return -1;
}
