/* SPDX-License-Identifier: MIT
 *
 * find.c - everything that rules find in a message.
 *
 * Texts first, one by one, then the recipients and signs, then what only the whole
 * message shows: how many people it is about.
 */
#include "find/find.h"

#include <stdlib.h>
#include <string.h>

#include "find/finder.h"

/* So many people make it severe: probity-policy(5). */
#define SEVERE_PEOPLE 10
#define HOW_MAX 512

/* Rules that ran into a limit: what they would have found is not known. */
static int
add_limited(const struct finder *f, struct findings *out)
{
	size_t i;

	for (i = 0; i < f->rules->n; i++)
		if (f->m.limited[i] &&
		    strlist_add(&out->cannot_tell, f->rules->v[i].id) < 0)
			return -1;
	return 0;
}

static const char *
title(const void *arg, size_t rule)
{
	const struct rules *r = arg;

	return r->v[rule].title != NULL ? r->v[rule].title : r->v[rule].id;
}

static int
add_people(const struct finder *f, struct findings *out)
{
	struct buf how = BUF_MAX(HOW_MAX);

	out->people = people_count(f->people, title, f->rules, &how);
	if (out->people == 0)
		return 0;
	free(out->people_how);
	out->people_how = buf_take(&how);
	buf_free(&how);
	return out->people_how != NULL ? 0 : -1;
}

/* Ten people and more make each finding that counts people severe. */
static void
raise_for_people(const struct finder *f, struct findings *out)
{
	size_t i, rule;

	for (i = 0; i < out->n; i++) {
		struct finding *x = &out->v[i];

		rule = rules_find(f->rules, x->rule);
		if (rule == f->rules->n || f->rules->v[rule].severe == 0)
			continue;
		if (category_matches("personal.*", x->category) &&
		    x->confidence >= CONFIDENCE_MEDIUM &&
		    (x->whose == WHOSE_THIRD_PARTY ||
			x->whose == WHOSE_UNKNOWN) &&
		    (f->rules->v[rule].people != PEOPLE_NONE || x->person))
			x->severe = true;
	}
}

static size_t
first_line(const struct text *t)
{
	const char *end = memchr(t->data, '\n', t->len);

	return end != NULL ? (size_t)(end - t->data) : t->len;
}

/* Is the heading of a table one that another text of the same sheet has shown?
 * They come one after the other. */
static bool
repeats_heading(const struct texts *texts, size_t at)
{
	const struct text *t = &texts->v[at], *x;
	size_t len, i = at;

	if (t->sheet == 0)
		return false;
	len = first_line(t);
	while (i-- > 0 && texts->v[i].sheet == t->sheet) {
		x = &texts->v[i];
		if (first_line(x) == len && memcmp(x->data, t->data, len) == 0)
			return true;
	}
	return false;
}

/* What stands in no text. */
static int
ask_message(struct finder *f, const struct texts *texts, struct findings *ret)
{
	const struct rule *r = f->rules->v;
	size_t i;

	for (i = 0; i < f->rules->n; i++) {
		if (r[i].check != NULL && !f->facts->line &&
		    finder_check(f, i, texts, ret) < 0)
			return -1;
		if (r[i].sign != RULE_UNSET &&
		    finder_signs(f, i, texts, ret) < 0)
			return -1;
	}
	return 0;
}

int
find_all(struct finder *f, const struct texts *texts, const struct facts *facts,
    struct findings *ret)
{
	size_t i, j;

	if (f->rules->n == 0)
		return 0;
	if (finder_start(f, facts, texts) < 0)
		return -1;
	for (i = 0; i < texts->n; i++)
		if (match_read(&f->m, &texts->v[i], i) < 0)
			return -1;
	for (i = 0; i < texts->n; i++) {
		f->text = f->m.number = i;
		f->repeats = repeats_heading(texts, i);
		if (finder_text(f, &texts->v[i], f->rules->n) < 0)
			return -1;
		for (j = 0; j < f->n; j++)
			if (finder_raise(f, &f->v[j], ret) < 0)
				return -1;
	}
	if (ask_message(f, texts, ret) < 0)
		return -1;
	if (add_limited(f, ret) < 0 || add_people(f, ret) < 0)
		return -1;
	if (ret->people >= SEVERE_PEOPLE)
		raise_for_people(f, ret);
	return 0;
}
