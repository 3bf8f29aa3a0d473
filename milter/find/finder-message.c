/* SPDX-License-Identifier: MIT
 *
 * finder-message.c - what is found in no text: the recipients, and what the
 * make of a document tells.
 */
#include "find/finder.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "config/config.h"
#include "config/lists.h"

/* Signs that one rule raises; a hundred more would say no more. */
#define SIGNS_RAISED 50

static int
copy(char **ret, const char *s)
{
	*ret = strdup(s);
	return *ret != NULL ? 0 : -1;
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
	finding.severe = finder_severe(r, (enum confidence)r->alone, false);
	finding.evidence = a.evidence;
	a.evidence = (struct strlist){0};
	finding.excerpt = buf_take(&a.excerpt);
	if (finding.excerpt == NULL ||
	    finder_describe(r, (enum confidence)r->alone, &finding) < 0 ||
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

/* Does `about` have the word, at the start of one of its own? Its plural too:
 * "2 hidden rows" has "hidden row". */
static bool
has_word(const char *about, const char *word)
{
	const char *at;

	for (at = strcasestr(about, word); at != NULL;
	     at = strcasestr(at + 1, word))
		if (at == about || !isalnum((unsigned char)at[-1]))
			return true;
	return false;
}

static bool
has_any(const char *about, const struct strlist *words)
{
	size_t i;

	for (i = 0; i < words->n; i++)
		if (has_word(about, words->v[i]))
			return true;
	return false;
}

/* Is what the rule asks for known to be in its list? */
static bool
is_listed(const struct finder *f, const struct texts_sign *s)
{
	const struct config *c = f->facts->config;

	return f->listed || (c != NULL && c->lists != NULL &&
				lists_crest(c->lists, s->about));
}

static bool
is_met(const struct finder *f, const struct rule *r, const struct texts_sign *s)
{
	return (int)s->kind == r->sign && (!r->listed || is_listed(f, s)) &&
	       (r->about.n == 0 || has_any(s->about, &r->about)) &&
	       !has_any(s->about, &r->not .words);
}

/* Where the reader of the document sees it; a picture is seen. */
static enum zone
zone_of(enum sign s)
{
	static const enum zone zones[SIGN_COUNT] = {
	    [SIGN_REDACTION] = ZONE_HIDDEN,
	    [SIGN_DISGUISE] = ZONE_ATTACHMENT,
	    [SIGN_IMAGE] = ZONE_ATTACHMENT,
	    [SIGN_PHOTO] = ZONE_ATTACHMENT,
	    [SIGN_HIDDEN] = ZONE_HIDDEN,
	};

	return zones[s];
}

static int
raise_sign(
    const struct rule *r, const struct texts_sign *s, struct findings *out)
{
	enum confidence step = (enum confidence)r->alone;
	struct finding finding = {.zone = zone_of(s->kind),
	    .whose = WHOSE_UNKNOWN,
	    .severe = finder_severe(r, step, false)};
	/* A digest tells a person nothing. */
	const char *about = s->kind == SIGN_IMAGE ? r->title : s->about;

	if (finder_describe(r, step, &finding) < 0 ||
	    strlist_add(&finding.evidence, "make of the document") < 0 ||
	    copy(&finding.excerpt, about) < 0 ||
	    copy(&finding.place, s->place) < 0 ||
	    copy(&finding.part, s->part) < 0) {
		finding_free(&finding);
		return -1;
	}
	return findings_take(out, &finding);
}

int
finder_signs(struct finder *f, size_t rule, const struct texts *texts,
    struct findings *out)
{
	const struct rule *r = &f->rules->v[rule];
	size_t i, n = 0;

	for (i = 0; i < texts->nsigns && n < SIGNS_RAISED; i++) {
		if (!is_met(f, r, &texts->signs[i]))
			continue;
		n++;
		if (raise_sign(r, &texts->signs[i], out) < 0)
			return -1;
	}
	return 0;
}
