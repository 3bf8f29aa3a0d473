/* SPDX-License-Identifier: MIT
 *
 * excerpt.c - what of a match is shown.
 *
 * Every found value goes through mask_value; what is quoted is a phrase of the
 * rule file or what its regex matched outside capture groups.
 */
#include "find/excerpt.h"

#include <string.h>

#include "find/mask.h"

static const char *
title_of(const struct rule *r)
{
	return r->title != NULL ? r->title : r->id;
}

/* "NI number MW•••••••A". */
static int
add_value(struct matcher *m, struct span at, const struct evidence *e,
    struct buf *out)
{
	if (e->context == CONTEXT_WORDS || e->context == CONTEXT_COLUMN) {
		evidence_quote(m, e->keyword, out);
		buf_addc(out, ' ');
	}
	/* A keyword that the match itself holds is masked with it. */
	return mask_value(m->view.data + at.start, at.end - at.start, out);
}

/* "health term beside a person's name", with the title for the class. */
static int
add_class(const struct rule *r, const struct evidence *e, struct buf *out)
{
	const char *title = title_of(r);
	bool lower = title[0] >= 'A' && title[0] <= 'Z' && title[1] >= 'a' &&
		     title[1] <= 'z';

	buf_addc(out, lower ? (char)(title[0] + ('a' - 'A')) : title[0]);
	buf_adds(out, title + 1);
	if (e->person && r->people != PEOPLE_NAME)
		buf_adds(out, " beside a person's name");
	return buf_failed(out) ? -1 : 0;
}

/* The matched words, each capture group masked. */
static int
add_groups(
    struct matcher *m, const struct pattern_match *found, struct buf *out)
{
	uint32_t done = found->whole.start;
	size_t i;

	for (i = 1; i < found->ngroups; i++) {
		struct span g = found->groups[i];

		if (g.end <= g.start || g.start < done)
			continue;
		if (g.start > done) {
			evidence_quote(m, (struct span){done, g.start}, out);
			if (m->view.data[g.start - 1] == ' ')
				buf_addc(out, ' ');
		}
		mask_value(m->view.data + g.start, g.end - g.start, out);
		done = g.end;
	}
	if (done < found->whole.end) {
		if (done > found->whole.start && m->view.data[done] == ' ')
			buf_addc(out, ' ');
		evidence_quote(m, (struct span){done, found->whole.end}, out);
	}
	return buf_failed(out) ? -1 : 0;
}

int
excerpt_add(struct matcher *m, size_t rule, struct span at,
    const struct evidence *e, struct buf *out)
{
	const struct rule *r = &m->rules->v[rule];
	struct pattern_match found;

	if (r->shows == SHOWS_VALUE)
		return add_value(m, at, e, out);
	if (r->shows == SHOWS_PHRASE && rule_has_phrases(r))
		return evidence_quote(m, at, out);
	if (r->shows == SHOWS_PHRASE && match_groups(m, r, at, &found))
		return add_groups(m, &found, out);
	return add_class(r, e, out);
}
