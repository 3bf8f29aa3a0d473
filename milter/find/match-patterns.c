/* SPDX-License-Identifier: MIT
 *
 * match-patterns.c - where the regexes of rules match in one text.
 *
 * The engine says which patterns may match and, for most, near which bytes;
 * PCRE2 is only asked there.  Nothing is lost by it: a match starts no further
 * before such a byte than the longest match is wide.
 *
 * BUGS
 *	A regex of `not` that starts more than NOT_REACH bytes before what it
 *	is to drop does not drop it.
 */
#include "find/match-parts.h"

#include <unicode/utf8.h>

/* How far before a finding a regex of `not` may start, but for its `within`:
 * what it matches is next to the finding, or over it. */
#define NOT_REACH 120u

/* Marks the rule as not to be trusted for this message. */
static void
limit(struct matcher *m, size_t rule)
{
	m->limited[rule] = true;
}

bool
match_is_invalid(const struct matcher *m, const struct rule *r, struct span at)
{
	return r->validator != NULL &&
	       validator_check(r->validator, &m->given, m->view.data + at.start,
		   at.end - at.start) == ANSWER_NO;
}

/* Adds the pattern's occurrences that start from *at to `last`, and leaves *at
 * where the search ended. After a match that the validator refuses the search
 * goes on one character later: "12 943 476 5919" may hold a number that does
 * not start at its first figure. */
static int
run_pattern(struct matcher *m, size_t rule, const struct pattern *p, size_t *at,
    size_t last, struct occurrences *out)
{
	const struct rule *r = &m->rules->v[rule];
	struct pattern_match found;
	int ret;

	while ((ret = pattern_next_until(p, m->patterns, m->view.data,
		    m->view.len, at, last, &found)) > 0) {
		if (match_is_invalid(m, r, found.value)) {
			*at = found.whole.start;
			U8_FWD_1(m->view.data, *at, m->view.len);
			continue;
		}
		ret = occurrences_add(out, found.value);
		if (ret == 0)
			continue;
		m->failed |= ret < 0;
		break;
	}
	if (ret != 0)
		limit(m, rule);
	return ret;
}

/* The start of the character that the byte belongs to. */
static size_t
character_start(const struct matcher *m, size_t at)
{
	while (at > 0 && U8_IS_TRAIL((uint8_t)m->view.data[at]))
		at--;
	return at;
}

/* The start of the character, or the first one behind the byte within it. */
static size_t
character_end(const struct matcher *m, size_t at)
{
	while (at < m->view.len && U8_IS_TRAIL((uint8_t)m->view.data[at]))
		at++;
	return at;
}

/* Adds all occurrences of the pattern, looking only where the engine has seen
 * something of it. */
static void
find_pattern(struct matcher *m, size_t rule, size_t number,
    const struct pattern *p, struct occurrences *out)
{
	size_t n, i, width, from, at = 0;
	const uint32_t *v;

	n = engine_places(m->rules->engine, m->engine, number, &width, &v);
	if (n == 0)
		run_pattern(m, rule, p, &at, m->view.len, out);
	for (i = 0; i < n; i++) {
		from = v[i] > width ? character_start(m, v[i] - width) : 0;
		at = from > at ? from : at;
		if (at >= v[i])
			continue;
		if (run_pattern(m, rule, p, &at, v[i] - 1, out) != 0)
			break;
		/* Every start before the place has been tried. */
		at = at > v[i] ? at : character_end(m, v[i]);
	}
}

const struct occurrences *
match_patterns(struct matcher *m, size_t rule)
{
	const struct rule_patterns *p = &m->rules->v[rule].regex;
	struct occurrences *o = &m->lists[p->list];
	size_t i;

	if (o->done)
		return o;
	o->done = true;
	match_use(m, o);
	for (i = 0; i < p->n; i++)
		if (m->may[p->first + i])
			find_pattern(m, rule, p->first + i, p->v[i], o);
	if (p->n > 1)
		occurrences_settle(o);
	return o;
}

bool
match_pattern_near(struct matcher *m, size_t rule, const struct pattern *p,
    struct span at, size_t within)
{
	struct pattern_match found;
	size_t reach, from;
	int ret;

	if (within > m->view.len)
		within = m->view.len;
	reach = within + NOT_REACH;
	from = at.start > reach ? character_start(m, at.start - reach) : 0;
	while ((ret = pattern_next_until(p, m->patterns, m->view.data,
		    m->view.len, &from, at.end + within, &found)) > 0)
		if (occurrences_distance(found.value, at) <= within)
			return true;
	if (ret < 0)
		limit(m, rule);
	return false;
}
