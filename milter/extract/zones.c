/* SPDX-License-Identifier: MIT
 *
 * zones.c - a body cut into what was written, quoted, forwarded and appended.
 *
 * One pass line by line tells what was written from what was there before
 * (zones-earlier.c); then each run of what was written is looked at for its
 * banner, signatures and footer, and each quotation for the footers in it.
 *
 * BUGS: a footer in the middle of what was written, or in one paragraph with
 * it, is what was written; a quotation without marks before its lines goes on
 * to the end.
 */
#include "extract/zones.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "extract/zones-parts.h"

/* More changes of zone than this in one text is no conversation: the rest goes
 * by the last zone, or is authored, which no rule leaves out. */
#define SPANS_MAX 300
/* Dashes that make a rule. */
#define RULE_MIN 5

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

struct splitter {
	struct zones_text t;
	size_t offset;
	struct zones *out;
	size_t from; /* where the run of lines began that we are in */
	bool quoted; /* it is a quotation, of this zone: */
	enum zone zone;
	size_t rule; /* the line of dashes just above, or SIZE_MAX */
};

/* Makes room for one more. */
static int
grow(struct zones *z)
{
	size_t cap = z->cap > 0 ? z->cap * 2 : 8;
	struct zone_span *v;

	if (z->n < z->cap)
		return 0;
	v = reallocarray(z->v, cap, sizeof *v);
	if (v == NULL)
		return -1;
	z->v = v;
	z->cap = cap;
	return 0;
}

int
zones_add(struct zones *z, enum zone zone, size_t start, size_t end)
{
	if (start >= end)
		return 0;
	if (z->n > 0 && z->v[z->n - 1].end == start &&
	    (z->v[z->n - 1].zone == zone || z->n >= SPANS_MAX)) {
		if (z->v[z->n - 1].zone != zone)
			z->v[z->n - 1].zone = ZONE_AUTHORED;
		z->v[z->n - 1].end = end;
		return 0;
	}
	if (grow(z) < 0)
		return -1;
	z->v[z->n++] = (struct zone_span){zone, start, end};
	return 0;
}

void
zones_free(struct zones *z)
{
	free(z->v);
	*z = (struct zones){.v = NULL};
}

bool
zones_forwarding(const char *subject)
{
	static const char *const words[] = {
	    "fw:", "fwd:", "ymlaen:", "wg:", "tr:"};

	subject += strspn(subject, " [");
	for (size_t i = 0; i < COUNT(words); i++)
		if (strncasecmp(subject, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

static int
add(struct splitter *s, enum zone zone, size_t start, size_t end)
{
	return zones_add(s->out, zone, s->offset + start, s->offset + end);
}

/* Adds authored text with what hangs at its ends. */
static int
add_authored(struct splitter *s, size_t start, size_t end)
{
	struct zones_range signature;
	size_t footer, at = start;

	/* A banner stands above the whole message. */
	if (start == 0 && s->offset == 0)
		at = zones_banner(&s->t, start, end);
	footer = zones_footer(&s->t, at, end);
	if (add(s, ZONE_FOOTER, start, at) < 0)
		return -1;
	while (at < footer && zones_signature(&s->t, at, footer, &signature)) {
		if (add(s, ZONE_AUTHORED, at, signature.start) < 0 ||
		    add(s, ZONE_SIGNATURE, signature.start, signature.end) < 0)
			return -1;
		at = signature.end;
	}
	if (add(s, ZONE_AUTHORED, at, footer) < 0)
		return -1;
	return add(s, ZONE_FOOTER, footer, end);
}

static int
add_quoted(struct splitter *s, enum zone zone, size_t start, size_t end)
{
	size_t at = start;

	while (at < end) {
		size_t para = zones_skip_blank(&s->t, at, end);
		size_t stop = zones_paragraph_end(&s->t, para, end);
		bool footer = zones_boilerplate(s->t.s + para, stop - para);

		if (add(s, zone, at, para) < 0 ||
		    add(s, footer ? ZONE_FOOTER : zone, para, stop) < 0)
			return -1;
		at = stop;
	}
	return 0;
}

int
zones_quote(const char *text, size_t start, size_t end, enum zone zone,
    struct zones *ret)
{
	struct splitter s = {.t = {text, end, false}, .out = ret};

	return add_quoted(&s, zone, start, end);
}

/* Ends the run that we are in before `at`, and begins another one there. */
static int
turn(struct splitter *s, size_t at, bool quoted, enum zone zone)
{
	int rc = s->quoted ? add_quoted(s, s->zone, s->from, at)
			   : add_authored(s, s->from, at);

	s->from = at;
	s->quoted = quoted;
	s->zone = zone;
	return rc;
}

/* Nothing but dashes: what some programs put above an earlier message. */
static bool
is_rule(const struct zones_line *l)
{
	return l->len >= RULE_MIN &&
	       (strspn(l->s, "_") >= l->len || strspn(l->s, "-") >= l->len);
}

/* Goes over the line and what belongs to it. *ret_next is where to go on. */
static int
take_line(struct splitter *s, const struct zones_line *l, size_t *ret_next)
{
	struct zones_earlier earlier;
	bool quoted = zones_quoted_line(l);
	enum zone zone = s->t.forwarding ? ZONE_FORWARDED : ZONE_QUOTED;
	size_t rule = s->rule;
	int rc = 0;

	*ret_next = l->next;
	s->rule = SIZE_MAX;
	if (quoted)
		return s->quoted ? 0 : turn(s, l->start, true, zone);
	if (zones_earlier(&s->t, l, &earlier)) {
		*ret_next = earlier.marks ? earlier.next : s->t.len;
		if (!s->quoted || s->zone != earlier.zone)
			rc = turn(s, rule < l->start ? rule : l->start, true,
			    earlier.zone);
		return rc;
	}
	if (s->quoted)
		rc = turn(s, l->start, false, ZONE_AUTHORED);
	if (is_rule(l))
		s->rule = l->start;
	return rc;
}

int
zones_split(const char *text, size_t len, size_t offset, bool forwarding,
    struct zones *ret)
{
	struct splitter s = {.t = {text, len, forwarding},
	    .offset = offset,
	    .out = ret,
	    .rule = SIZE_MAX};
	size_t next;

	for (size_t at = 0; at < len; at = next) {
		struct zones_line l = zones_line(&s.t, at);

		next = l.next;
		if (l.len > 0 && take_line(&s, &l, &next) < 0)
			return -1;
	}
	if (turn(&s, len, false, ZONE_AUTHORED) < 0)
		return -1;
	return offset == 0 ? zones_trailers(text, len, ret) : 0;
}

/* The span that ends what was written above the first quotation, and in *ret
 * all that is quoted; SIZE_MAX when there is none of either. */
static size_t
last_written(const struct zones *z, size_t len, struct zones_range *ret)
{
	size_t last = SIZE_MAX, i;

	for (i = 0; i < z->n; i++) {
		if (z->v[i].zone == ZONE_QUOTED ||
		    z->v[i].zone == ZONE_FORWARDED)
			break;
		if (z->v[i].zone == ZONE_AUTHORED)
			last = i;
	}
	if (i == z->n)
		return SIZE_MAX;
	*ret = (struct zones_range){z->v[i].start, len};
	return last;
}

int
zones_trailers(const char *text, size_t len, struct zones *z)
{
	const struct zones_text t = {text, len, false};
	struct zones_range earlier, own;
	size_t last = last_written(z, len, &earlier), cut;

	if (last == SIZE_MAX)
		return 0;
	own = (struct zones_range){z->v[last].start, z->v[last].end};
	cut = zones_repeated(&t, own, earlier);
	if (cut == own.end)
		return 0;
	if (grow(z) < 0)
		return -1;
	memmove(
	    z->v + last + 2, z->v + last + 1, (z->n - last - 1) * sizeof *z->v);
	z->n++;
	z->v[last].end = cut;
	z->v[last + 1] = (struct zone_span){ZONE_FOOTER, cut, own.end};
	return 0;
}
