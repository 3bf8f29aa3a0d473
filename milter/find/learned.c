/* SPDX-License-Identifier: MIT
 *
 * learned.c - how likely a few sentences tell what they should not.
 *
 * One pass adds up, word by word, what speaks for a breach; passages are then
 * differences of running sums.  Categories are weighed only for the few
 * passages that are likely enough.
 *
 * BUGS
 *	A text is taken in blocks of BLOCK_WORDS words; a passage that reaches
 *	over the edge of one is seen only as its two halves.  Of passages in a
 *	row that overlap, each louder than the one before, only the last is
 *	kept.  A breach in much harmless text of the same writer is less likely
 *	than alone: that is meant, and also a way to hide one from these rules.
 */
#include "find/learned.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "find/features.h"
#include "find/learned-file.h"

#define BLOCK_WORDS 8192u
/* How much surer a text must be a councillor's the longer it is; chosen with
 * tests/score/learn.c. */
#define LONG_TEXT 1.5
/* Fewer words, most often a subject's, say too little to judge by. */
#define LEAST_WORDS 4

/* Hundredths of weights added up. */
struct sums {
	int32_t breach, ours;
};

/* A passage that may become one of those returned. */
struct loud {
	struct span at;
	double sum; /* the least of its own two */
};

/* What the passages of a text, or of all that is written together, are. */
struct total {
	double ours;
	size_t passages;
};

/* A text that was taken in: its loud passages are loud[first] to
 * loud[end - 1]. */
struct text_read {
	size_t number, first, end;
	bool together;
	struct total total;
};

struct learned_scratch {
	const struct learned *learned;
	/* The block's words: where they are, and what is added up before them.
	 */
	struct span at[BLOCK_WORDS];
	struct sums before[BLOCK_WORDS + 1];
	bool ends[BLOCK_WORDS];
	size_t n;
	struct sums sum;
	double least; /* sum from which a passage is likely enough */
	/* Of the message. */
	struct text_read *texts;
	size_t ntexts, captexts;
	struct total together;
	struct loud *loud;
	size_t nloud, caploud;
	struct passage *v;
	size_t cap;
};

struct learned_scratch *
learned_scratch_new(void)
{
	return calloc(1, sizeof(struct learned_scratch));
}

void
learned_scratch_free(struct learned_scratch *s)
{
	if (s == NULL)
		return;
	free(s->texts);
	free(s->loud);
	free(s->v);
	free(s);
}

static double
logistic(double x)
{
	return 1 / (1 + exp(-x));
}

/* Takes a passage unless it overlaps one that is louder. */
static int
take(struct learned_scratch *s, struct span at, double sum)
{
	struct loud loud = {at, sum}, *last, *v;
	size_t cap;

	last = s->nloud > s->texts[s->ntexts - 1].first ? &s->loud[s->nloud - 1]
							: NULL;
	if (last != NULL && last->at.end > at.start) {
		if (last->sum < sum)
			*last = loud;
		return 0;
	}
	if (s->nloud == s->caploud) {
		cap = s->caploud ? 2 * s->caploud : 16;
		v = reallocarray(s->loud, cap, sizeof *v);
		if (v == NULL)
			return -1;
		s->loud = v;
		s->caploud = cap;
	}
	s->loud[s->nloud++] = loud;
	return 0;
}

static int
weigh_passage(void *arg, size_t first, size_t end)
{
	struct learned_scratch *s = arg;
	struct learned_weight start = learned_start(s->learned);
	const struct sums *from = &s->before[first], *to = &s->before[end];
	double breach = (start.breach + to->breach - from->breach) / 100.0;
	double ours = (start.ours + to->ours - from->ours) / 100.0;
	double sum = fmin(breach, ours);

	if (end - first < LEAST_WORDS)
		return 0;
	s->texts[s->ntexts - 1].total.passages++;
	s->texts[s->ntexts - 1].total.ours += ours;
	if (sum < s->least)
		return 0;
	return take(
	    s, (struct span){s->at[first].start, s->at[end - 1].end}, sum);
}

/* Weighs every passage of the block, which is then empty. */
static int
weigh_block(struct learned_scratch *s)
{
	int ret = 0;

	if (s->n > 0) {
		s->ends[s->n - 1] = true;
		s->before[s->n] = s->sum;
		ret = features_passages(s->ends, s->n, weigh_passage, s);
	}
	s->n = 0;
	s->sum = (struct sums){0, 0};
	return ret;
}

static int
add_word(void *arg, const struct feature_word *w)
{
	struct learned_scratch *s = arg;
	struct learned_weight weight = learned_weight(s->learned, w);

	s->at[s->n] = w->at;
	s->before[s->n] = s->sum;
	s->ends[s->n++] = w->ends;
	s->sum.breach += weight.breach;
	s->sum.ours += weight.ours;
	return s->n == BLOCK_WORDS ? weigh_block(s) : 0;
}

/* What all categories add up to over a passage. */
struct fits {
	const struct learned *learned;
	float *v;
};

static int
add_categories(void *arg, const struct feature_word *w)
{
	struct fits *s = arg;
	size_t i;

	for (i = 0; i < 3; i++)
		learned_add(s->learned, w, i, s->v);
	return 0;
}

/* Says which categories a passage fits best. */
static void
classify(const struct learned *l, const char *text, struct passage *p)
{
	float v[LEARNED_CATEGORIES] = {0};
	struct fits s = {l, v};
	double total = 0;
	size_t i, n = learned_count(l);

	learned_add_start(l, v);
	features_scan(
	    text + p->at.start, p->at.end - p->at.start, add_categories, &s);
	p->category = 0;
	for (i = 1; i < n; i++)
		if (v[i] > v[p->category])
			p->category = i;
	p->second = p->category == 0 && n > 1 ? 1 : 0;
	for (i = 0; i < n; i++) {
		if (i != p->category && v[i] > v[p->second])
			p->second = i;
		total += exp((double)(v[i] - v[p->category]));
	}
	p->share = exp((double)(v[p->second] - v[p->category])) / total;
}

void
learned_begin(struct learned_scratch *s)
{
	s->ntexts = s->nloud = 0;
	s->together = (struct total){0, 0};
}

static int
add_text(struct learned_scratch *s, size_t number, bool together)
{
	struct text_read *v;
	size_t cap;

	if (s->ntexts == s->captexts) {
		cap = s->captexts ? 2 * s->captexts : 16;
		v = reallocarray(s->texts, cap, sizeof *v);
		if (v == NULL)
			return -1;
		s->texts = v;
		s->captexts = cap;
	}
	s->texts[s->ntexts++] = (struct text_read){
	    .number = number, .first = s->nloud, .together = together};
	return 0;
}

int
learned_read(const struct learned *l, struct learned_scratch *s, size_t number,
    bool together, const char *text, size_t len, double at_least)
{
	struct text_read *t;

	if (add_text(s, number, together) < 0)
		return -1;
	s->learned = l;
	s->n = 0;
	s->sum = (struct sums){0, 0};
	s->least = log(at_least / (1 - at_least));
	if (features_scan(text, len, add_word, s) < 0 || weigh_block(s) < 0)
		return -1;
	t = &s->texts[s->ntexts - 1];
	t->end = s->nloud;
	if (together) {
		s->together.ours += t->total.ours;
		s->together.passages += t->total.passages;
	}
	return 0;
}

static int
by_number(const void *key, const void *element)
{
	size_t number = *(const size_t *)key;
	const struct text_read *t = element;

	return number < t->number ? -1 : number > t->number;
}

static int
make_room(struct learned_scratch *s, size_t n)
{
	struct passage *v;

	if (n <= s->cap)
		return 0;
	v = reallocarray(s->v, n, sizeof *v);
	if (v == NULL)
		return -1;
	s->v = v;
	s->cap = n;
	return 0;
}

int
learned_passages(const struct learned *l, struct learned_scratch *s,
    size_t number, const char *text, double at_least,
    const struct passage **ret, size_t *ret_n)
{
	const struct text_read *t = s->ntexts == 0
					? NULL
					: bsearch(&number, s->texts, s->ntexts,
					      sizeof *s->texts, by_number);
	double least = log(at_least / (1 - at_least)), mean, chances, sum;
	const struct total *total;
	size_t i, n = 0;

	*ret_n = 0;
	if (t == NULL || t->first == t->end)
		return 0;
	if (make_room(s, t->end - t->first) < 0)
		return -1;
	total = t->together ? &s->together : &t->total;
	mean = total->ours / (double)total->passages;
	chances = log((double)total->passages);
	for (i = t->first; i < t->end; i++) {
		sum =
		    fmin(s->loud[i].sum, mean - LONG_TEXT * chances) - chances;
		if (sum < least)
			continue;
		s->v[n].at = s->loud[i].at;
		s->v[n].likely = logistic(sum);
		classify(l, text, &s->v[n++]);
	}
	*ret = s->v;
	*ret_n = n;
	return 0;
}

#define EXPLAINED 8

/* The strongest features so far, strongest first. */
struct strongest {
	const struct learned *learned;
	size_t category, n, max;
	struct {
		char feature[2 * FEATURES_WORD + 2];
		float weight;
	} v[EXPLAINED];
};

static void
keep_feature(struct strongest *s, const char *before, const char *between,
    const char *after, float weight)
{
	char feature[sizeof s->v[0].feature];
	size_t i;

	snprintf(feature, sizeof feature, "%s%s%s", before, between, after);
	for (i = 0; i < s->n; i++)
		if (strcmp(s->v[i].feature, feature) == 0)
			return;
	if (s->n < s->max)
		s->n++;
	else if (s->v[s->n - 1].weight >= weight)
		return;
	for (i = s->n - 1; i > 0 && s->v[i - 1].weight < weight; i--)
		s->v[i] = s->v[i - 1];
	memcpy(s->v[i].feature, feature, sizeof feature);
	s->v[i].weight = weight;
}

static int
weigh_features(void *arg, const struct feature_word *w)
{
	struct strongest *s = arg;
	float v[LEARNED_CATEGORIES], weight;
	size_t i;

	for (i = 0; i < 3; i++) {
		memset(v, 0, sizeof v);
		learned_add(s->learned, w, i, v);
		weight = v[s->category] + learned_breach(s->learned, w, i);
		if (weight <= 0)
			continue;
		if (i == 0)
			keep_feature(s, w->word, "", "", weight);
		else if (i == 1)
			keep_feature(s, w->stem, "…", "", weight);
		else
			keep_feature(s, w->before, " ", w->stem, weight);
	}
	return 0;
}

int
learned_explain(const struct learned *l, const char *text,
    const struct passage *p, size_t max,
    int (*each)(void *arg, const char *feature), void *arg)
{
	struct strongest s = {.learned = l, .category = p->category};
	size_t i;

	s.max = max < EXPLAINED ? max : EXPLAINED;
	if (s.max == 0)
		return 0;
	features_scan(
	    text + p->at.start, p->at.end - p->at.start, weigh_features, &s);
	for (i = 0; i < s.n; i++)
		if (each(arg, s.v[i].feature) < 0)
			return -1;
	return 0;
}
