/* SPDX-License-Identifier: MIT
 *
 * finder-raise.c - from a candidate to a finding: whose it is, how severe, what is
 * shown, and the people it adds.
 *
 * A rule of personal.bulk looks for one person's particulars; it is raised once
 * for a text that has BULK_PEOPLE of them, and counts them all.
 */
#include "find/finder.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <unicode/utf8.h>

#include "find/addressed.h"
#include "find/excerpt.h"
#include "find/names.h"

/* Names in one sentence or row that are asked whose they are. */
#define NAMES_ASKED 16
#define EXCERPT_MAX 1024
/* How far back "my" and "your" are looked for, and how long words are. */
#define OWN_WORDS 5
#define OWN_WORD_MAX 16
/* So many people's particulars in one text are a list of people. */
#define BULK_PEOPLE 3
/* A sentence that starts within so many bytes can hold the greeting. */
#define GREETING_AT 8
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
	const struct span *name;
	size_t i, from;
	int ret = 0;

	for (i = 0; i < r->npersons; i++)
		for (from = window.start; ret == 0; from = name->end) {
			name = match_rule_next(
			    &f->m, r->persons[i], from, window.end);
			if (name == NULL)
				break;
			ret = each(f, *name, arg);
		}
	return ret;
}

struct names {
	struct whose_name v[NAMES_ASKED];
	size_t n;
	struct span greeted; /* a name in here is not asked about */
};

static int
collect_name(struct finder *f, struct span name, void *arg)
{
	struct names *names = arg;

	if (name.start >= names->greeted.start &&
	    name.end <= names->greeted.end)
		return 0;
	name = names_whole(f->m.view.data, f->m.view.len, name);
	names->v[names->n++] = (struct whose_name){
	    f->m.view.data + name.start, name.end - name.start};
	return names->n == NAMES_ASKED;
}

static int
count_name(struct finder *f, struct span name, void *arg)
{
	(void)arg;
	name = names_whole(f->m.view.data, f->m.view.len, name);
	return people_name(
	    f->people, f->m.view.data + name.start, name.end - name.start);
}

/* The word, in small letters, that ends right before `at`; its start in *at.
 * Empty at the start of a line. */
static size_t
word_back(const char *s, size_t *at, char out[OWN_WORD_MAX])
{
	size_t end = *at, start, i;

	while (end > 0 && strchr(" :('\"=-", s[end - 1]) != NULL)
		end--;
	start = end;
	while (start > 0 && end - start < OWN_WORD_MAX &&
	       (isalpha((unsigned char)s[start - 1]) ||
		   strchr("'-", s[start - 1]) != NULL))
		start--;
	*at = start;
	if (end - start >= OWN_WORD_MAX)
		return 0;
	for (i = start; i < end; i++)
		out[i - start] = (char)tolower((unsigned char)s[i]);
	out[end - start] = '\0';
	return end - start;
}

static bool
is_own_thing(const char *word)
{
	/* What a person has one of; "my neighbour's" is not theirs. */
	static const char *const things[] = {"mobile", "phone", "number", "no",
	    "tel", "telephone", "home", "own", "email", "e-mail", "address",
	    "new", "personal", "private", "direct", "ni", "national",
	    "insurance", "nhs", "bank", "account", "sort", "code", "date", "of",
	    "birth", "dob", "birthday", "passport", "licence", "is", "on", "at",
	    "via", "was", "landline", "line", "cell"};
	size_t i;

	for (i = 0; i < sizeof things / sizeof *things; i++)
		if (strcmp(things[i], word) == 0)
			return true;
	return false;
}

/* "my", "me on", "your" a few words before what belongs to the value. */
static int
owner_before(const struct finder *f, const struct candidate *c)
{
	static const struct {
		const char *word;
		int is;
	} owners[] = {{"my", WHOSE_WORD_MY}, {"me", WHOSE_WORD_MY},
	    {"fy", WHOSE_WORD_MY}, {"your", WHOSE_WORD_YOUR},
	    {"eich", WHOSE_WORD_YOUR}, {"dy", WHOSE_WORD_YOUR}};
	char word[OWN_WORD_MAX];
	size_t at = c->at.start, i, n;

	if (c->evidence.context == CONTEXT_WORDS &&
	    c->evidence.keyword.start < at)
		at = c->evidence.keyword.start;
	for (n = 0; n < OWN_WORDS; n++) {
		if (word_back(f->m.view.data, &at, word) == 0)
			return WHOSE_WORD_NONE;
		for (i = 0; i < sizeof owners / sizeof *owners; i++)
			if (strcmp(owners[i].word, word) == 0)
				return owners[i].is;
		if (!is_own_thing(word))
			return WHOSE_WORD_NONE;
	}
	return WHOSE_WORD_NONE;
}

/* Who is greeted is not whom the words are about where a third person is spoken
 * of: "Dear Mrs Khan, he has been arrested". */
static struct span
greeted_only(const struct finder *f, struct span sentence)
{
	const char *s = f->m.view.data, *name;
	struct span none = {0, 0}, at;
	size_t len;

	if (sentence.start > GREETING_AT)
		return none;
	name = names_greeted(s, f->m.view.len, &len);
	if (name == NULL)
		return none;
	at.start = (size_t)(name - s);
	at.end = sentence.start = at.start + len;
	return at.end < sentence.end && addressed_of_others(s, sentence) ? at
									 : none;
}

/* Does what stands around it say that the reader is told of their own affairs
 * or their family's? */
static int
word_around(struct finder *f, const struct candidate *c)
{
	const struct rule *r = &f->rules->v[c->rule];
	const char *s = f->m.view.data;
	struct span sentence;

	if (f->m.text->zone != ZONE_AUTHORED ||
	    strcmp(r->category, "personal.solicit") == 0)
		return WHOSE_WORD_NONE;
	sentence = layout_sentence(&f->m.layout, c->at);
	if (r->weights != NULL ? addressed_passage(s, c->at)
			       : (r->shows == SHOWS_VALUE &&
				     addressed_own(s, sentence, c->at)) ||
				     addressed_family(s, sentence, c->at))
		return WHOSE_WORD_READER;
	return addressed_alone(s, r->weights != NULL ? c->at : sentence)
		   ? WHOSE_WORD_ALONE
		   : WHOSE_WORD_NONE;
}

static enum whose
ask_whose(struct finder *f, const struct candidate *c)
{
	const struct rule *r = &f->rules->v[c->rule];
	struct names names = {.n = 0};
	struct span sentence;
	struct whose_question q = {
	    .category = r->category,
	    .value = r->shows == SHOWS_VALUE,
	    .s = f->m.view.data + c->at.start,
	    .len = c->at.end - c->at.start,
	    .zone = f->m.text->zone,
	    .text = f->m.text,
	    .names = names.v,
	};

	if (!is_personal(r))
		return WHOSE_UNKNOWN;
	if (c->evidence.person) {
		sentence = layout_sentence(&f->m.layout, c->at);
		names.greeted = greeted_only(f, sentence);
		each_name(f, sentence, collect_name, &names);
	}
	q.nnames = names.n;
	q.word = owner_before(f, c);
	if (q.word == WHOSE_WORD_NONE)
		q.word = word_around(f, c);
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

/* Counts the row of a table. Texts of one sheet share its rows, which then are
 * told apart by the number the sheet gives them. */
static int
count_row(struct finder *f, size_t row)
{
	const struct text *t = f->m.text;

	if (t->sheet == 0)
		return people_row(f->people, false, f->text, row);
	return people_row(f->people, true, t->sheet, text_unit_number(t, row));
}

/* Words in the first line of a table head a column: they are nobody's. A value
 * there is somebody's, of a table without such a line. */
static bool
is_heading(struct finder *f, const struct candidate *c)
{
	return f->m.text->table && f->rules->v[c->rule].shows != SHOWS_VALUE &&
	       layout_row_number(&f->m.layout, c->at.start) == 0;
}

static int
count_people(struct finder *f, const struct candidate *c, enum whose w)
{
	const struct rule *r = &f->rules->v[c->rule];
	const char *s = f->m.view.data + c->at.start;
	size_t len = c->at.end - c->at.start;
	bool in_row = r->people == PEOPLE_ROW && f->m.text->table;

	if (!counts_people(r, c->evidence.confidence, w) || is_heading(f, c))
		return 0;
	/* A passage tells of somebody, but not all it names are who it is
	 * about. */
	if (c->evidence.passage != NULL)
		return people_value(f->people, c->rule, s, len, false);
	if (c->evidence.person && count_names(f, c->at) != 0)
		return -1;
	if (in_row &&
	    count_row(f, layout_row_number(&f->m.layout, c->at.start)) < 0)
		return -1;
	if (r->people == PEOPLE_ROW || r->people == PEOPLE_VALUE)
		return people_value(f->people, c->rule, s, len, in_row);
	if (r->people == PEOPLE_NAME)
		return people_name(f->people, s, len);
	return 0;
}

bool
finder_severe(const struct rule *r, enum confidence confidence, bool person)
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

int
finder_describe(
    const struct rule *r, enum confidence confidence, struct finding *out)
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

/* The number, from 0, of the row, page or slide that it stands in. */
static size_t
unit_at(struct finder *f, struct span at)
{
	switch (f->m.text->unit) {
	case UNIT_ROW:
		return layout_row_number(&f->m.layout, at.start);
	case UNIT_PAGE:
	case UNIT_SLIDE:
		return layout_page_number(&f->m.layout, at.start);
	case UNIT_NONE:
		break;
	}
	return 0;
}

/* Where in the text, cut where it is too long. */
static int
add_place(struct finder *f, struct span at, struct buf *out)
{
	const struct text *t = f->m.text;
	struct buf place = BUF_MAX(strlen(t->place) + 64);
	size_t len;
	int ret = text_place(t, unit_at(f, at), &place);

	len = place.len;
	if (len > PLACE_KEPT) {
		len = PLACE_KEPT;
		U8_TRUNCATE_IF_INCOMPLETE(buf_str(&place), 0, len);
	}
	if (ret == 0)
		ret = buf_add(out, buf_str(&place), len);
	buf_free(&place);
	return ret;
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
	/* What somebody is told of themselves cannot harm them. */
	out->severe =
	    out->whose != WHOSE_RECIPIENT && out->whose != WHOSE_SENDER &&
	    finder_severe(r, c->evidence.confidence, c->evidence.person);
	if (finder_describe(r, c->evidence.confidence, out) < 0 ||
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

/* Is it the first of its rule in the text? Looking back only to the one before
 * keeps this linear over all of them. */
static bool
is_first(const struct finder *f, const struct candidate *c)
{
	const struct candidate *x = c;

	while (x > f->v)
		if ((--x)->rule == c->rule)
			return false;
	return true;
}

/* Is the candidate the same bytes as another? */
static bool
same_bytes(const struct finder *f, const struct candidate *x,
    const struct candidate *y)
{
	const char *s = f->m.view.data;
	size_t len = x->at.end - x->at.start;

	return len == y->at.end - y->at.start &&
	       memcmp(s + x->at.start, s + y->at.start, len) == 0;
}

static bool
is_bulk(const struct rule *r)
{
	return strcmp(r->category, "personal.bulk") == 0;
}

/* Counts the people of a list, whose first is c, into *ret: those whose
 * particulars are not the sender's, the recipient's or an office-holder's.
 * Only where they make a list do they count in the message. */
static int
count_list(struct finder *f, const struct candidate *c, size_t *ret)
{
	const struct candidate *x, *last = NULL, *end = f->v + f->n;
	enum whose w;

	*ret = 0;
	for (x = c; x < end; x++) {
		if (x->rule != c->rule ||
		    (last != NULL && same_bytes(f, x, last)))
			continue;
		w = ask_whose(f, x);
		*ret += w == WHOSE_THIRD_PARTY || w == WHOSE_UNKNOWN;
		last = x;
	}
	for (x = c; *ret >= BULK_PEOPLE && x < end; x++)
		if (x->rule == c->rule &&
		    count_people(f, x, ask_whose(f, x)) < 0)
			return -1;
	return 0;
}

int
finder_raise(struct finder *f, const struct candidate *c, struct findings *out)
{
	struct finding finding = {0};
	enum whose w;
	size_t n;

	if (is_bulk(&f->rules->v[c->rule])) {
		if (!is_first(f, c))
			return 0;
		if (count_list(f, c, &n) < 0)
			return -1;
		if (n < BULK_PEOPLE)
			return 0;
		w = WHOSE_THIRD_PARTY;
	} else {
		w = ask_whose(f, c);
		if (count_people(f, c, w) < 0)
			return -1;
	}
	/* Past the limit nothing is built only to be thrown away. */
	if (!findings_would_take(out, c->evidence.confidence)) {
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
