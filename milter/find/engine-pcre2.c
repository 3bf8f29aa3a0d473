/* SPDX-License-Identifier: MIT
 *
 * engine-pcre2.c - the prefilter that serves everywhere: which patterns' own
 * letters are in the text at all.
 *
 * Text and patterns are seen through the same coarse eye: a letter without its
 * case, any figure, '_', anything else.  A text is read once into the set of
 * its trigrams, as the eye sees them.  Of a pattern is kept which trigrams every
 * match must contain, as a tree of "all of" and "any of" (an alternation);
 * a pattern may match only where its tree holds.  One of which nothing can be
 * said is always taken.
 *
 * "Anything else" is what makes short words useful: \bMr is the trigram
 * of something else, m and r.  So each byte of a character beyond ASCII counts
 * as something else, as PCRE2's \b has it, and so do both ends of the text.
 *
 * After R. Cox, "Regular Expression Matching with a Trigram Index", 2012.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "find/engine.h"
#include "find/regex.h"

/* What the eye sees, five bits each: 1 to 26 are letters. */
enum seen { OTHER = 0, FIGURE = 27, LINE = 28 };
#define SEEN_BITS 5
#define TRIGRAMS (1u << 3 * SEEN_BITS)

#define NONE UINT32_MAX
/* Trigrams kept of one sequence; more would hardly sift more. */
#define TRIGRAMS_KEPT 16
#define NODES_MAX (1u << 22)
#define DEPTH_MAX 40

enum kind { TRIGRAM, ALL_OF, ANY_OF };

struct node {
	enum kind kind;
	uint16_t trigram;
	uint16_t count; /* children that are trigrams */
	uint32_t child, next;
};

struct set {
	struct node *v;
	size_t nnodes, cap;
	uint32_t *roots; /* by pattern; NONE: always taken */
	size_t n;
};

/* What the last characters must have been, up to two; none after something
 * that may be anything. */
struct tail {
	uint8_t v[2];
	unsigned n;
	unsigned own; /* how many of them are the sequence's, not before it */
	bool edge;    /* a \b stands where none is known */
};

/* What is known of a regex while it is read. */
struct reader {
	const char *at;
	struct set *set;
	struct tail after; /* the group that was read last */
	bool lost; /* not understood, or no memory: nothing can be said */
	unsigned depth;
};

/* One item of a regex: a character the eye knows; one or more bytes of OTHER;
 * a group with what it needs; a place; or anything. */
struct atom {
	enum { ONE, OTHERS, GROUP, EDGE, LINE_START, LINE_END, PLACE, ANY } is;
	uint8_t seen;
	uint32_t node;
};

struct times {
	unsigned long least;
	bool fixed; /* just so many times */
};

static uint8_t
see(unsigned char c)
{
	if ((c | 0x20u) >= 'a' && (c | 0x20u) <= 'z')
		return (uint8_t)((c | 0x20u) - 'a' + 1);
	if (c >= '0' && c <= '9')
		return FIGURE;
	return c == '_' ? LINE : OTHER;
}

static uint32_t
new_node(struct reader *r, enum kind kind)
{
	struct set *s = r->set;
	struct node *v;
	size_t cap;

	if (s->nnodes == s->cap) {
		cap = s->cap ? 2 * s->cap : 256;
		v = cap <= NODES_MAX ? reallocarray(s->v, cap, sizeof *v)
				     : NULL;
		if (v == NULL) {
			r->lost = true;
			return NONE;
		}
		s->v = v;
		s->cap = cap;
	}
	s->v[s->nnodes] =
	    (struct node){.kind = kind, .child = NONE, .next = NONE};
	return (uint32_t)s->nnodes++;
}

static void
attach(struct reader *r, uint32_t parent, uint32_t child)
{
	struct node *v = r->set->v;

	if (parent == NONE || child == NONE)
		return;
	v[child].next = v[parent].child;
	v[parent].child = child;
}

static void
need(struct reader *r, uint32_t all, uint8_t a, uint8_t b, uint8_t c)
{
	uint32_t node;

	if (all == NONE || r->set->v[all].count == TRIGRAMS_KEPT)
		return;
	node = new_node(r, TRIGRAM);
	if (node == NONE)
		return;
	r->set->v[node].trigram =
	    (uint16_t)(a << 2 * SEEN_BITS | b << SEEN_BITS | c);
	r->set->v[all].count++;
	attach(r, all, node);
}

/* The next character is c. */
static void
push(struct reader *r, uint32_t all, struct tail *t, uint8_t c)
{
	if (t->edge && t->n == 0 && c != OTHER)
		t->v[t->n++] = OTHER;
	t->edge = false;
	t->own += t->own < 2 ? 1 : 0;
	if (t->n < 2) {
		t->v[t->n++] = c;
		return;
	}
	need(r, all, t->v[0], t->v[1], c);
	t->v[0] = t->v[1];
	t->v[1] = c;
}

/* Something else follows, which is no part of what is matched next. */
static void
peek_other(struct reader *r, uint32_t all, const struct tail *t)
{
	if (t->n == 2)
		need(r, all, t->v[0], t->v[1], OTHER);
}

static void
add_ones(struct reader *r, uint32_t all, struct tail *t, uint8_t c,
    const struct times *times)
{
	unsigned long i;

	for (i = 0; i < times->least && i < 3; i++)
		push(r, all, t, c);
	if (times->fixed && times->least <= 3)
		return;
	/* How many there are is open: only the last ones are next to what
	 * follows. */
	t->v[0] = t->v[1] = c;
	t->n = t->own = times->least < 2 ? 1 : 2;
}

static void
add_edge(struct reader *r, uint32_t all, struct tail *t)
{
	if (t->n == 0)
		t->edge = true;
	else if (t->v[t->n - 1] != OTHER)
		peek_other(r, all, t);
}

/* Takes an atom into what all matches of a sequence need. */
static void
add_atom(struct reader *r, uint32_t all, struct tail *t, const struct atom *a,
    const struct times *times)
{
	static const struct tail nothing;

	if (times->least == 0) {
		*t = nothing;
		return;
	}
	switch (a->is) {
	case ONE:
		add_ones(r, all, t, a->seen, times);
		break;
	case OTHERS:
		push(r, all, t, OTHER);
		*t = (struct tail){.v = {OTHER}, .n = 1, .own = 1};
		break;
	case GROUP:
		attach(r, all, a->node);
		*t = r->after;
		break;
	case EDGE:
		add_edge(r, all, t);
		break;
	case LINE_START:
		if (t->n == 0)
			*t = (struct tail){.v = {OTHER}, .n = 1};
		break;
	case LINE_END:
		peek_other(r, all, t);
		break;
	case PLACE:
		break;
	case ANY:
		*t = nothing;
		break;
	}
}

static struct times
read_times(struct reader *r)
{
	struct times t = {1, true};
	size_t braced = regex_braces(r->at);
	char *end;

	if (braced > 0) {
		t.least = strtoul(r->at + 1, &end, 10);
		t.fixed = *end == '}';
		r->at += braced;
	} else if (*r->at != '\0' && strchr("?*+", *r->at) != NULL) {
		t = (struct times){*r->at++ == '+' ? 1 : 0, false};
	} else {
		return t;
	}
	if (*r->at == '?' || *r->at == '+') /* lazy, possessive */
		r->at++;
	return t;
}

/* What \c is to the eye; *ret for a character. */
static struct atom
read_escape(struct reader *r)
{
	char c = r->at[1];

	r->at += c != '\0' ? 2 : 1;
	if (c == 'b')
		return (struct atom){.is = EDGE};
	if (c == 'd')
		return (struct atom){.is = ONE, .seen = FIGURE};
	if (c == 's' || c == 't' || c == 'n' || c == 'r' || c == 'f')
		return (struct atom){.is = ONE, .seen = OTHER};
	if (c == 'W' || c == 'h' || c == 'v' || c == 'R')
		return (struct atom){.is = OTHERS};
	if (c == 'A' || c == 'z' || c == 'Z' || c == 'B')
		return (struct atom){.is = PLACE};
	if (c == 'D' || c == 'S' || c == 'w' || c == 'H' || c == 'V')
		return (struct atom){.is = ANY};
	if (c == '\0' || (unsigned char)c >= 0x80 || see((unsigned char)c)) {
		r->lost = true;
		return (struct atom){.is = ANY};
	}
	return (struct atom){.is = ONE, .seen = OTHER};
}

/* What one member of a class, at s, is to the eye; what is behind it goes into
 * *ret_end. -1: more than one thing. */
static int
member(const char *s, const char **ret_end)
{
	int seen = see((unsigned char)*s);

	*ret_end = s + 1;
	if ((unsigned char)*s >= 0x80 || *s == '[')
		return -1;
	if (*s == '\\') {
		*ret_end = s + 2;
		if (s[1] == 'd')
			return FIGURE;
		if (s[1] == 's')
			return OTHER;
		seen = see((unsigned char)s[1]);
		return (unsigned char)s[1] < 0x80 && seen == OTHER ? OTHER : -1;
	}
	if (s[1] == '-' && s[2] != ']') {
		*ret_end = s + 3;
		return seen == FIGURE && see((unsigned char)s[2]) == FIGURE
			   ? FIGURE
			   : -1;
	}
	return seen;
}

static struct atom
read_class(struct reader *r)
{
	const char *s = r->at + 1, *end = regex_class_end(r->at);
	int seen = -1, one;

	r->at = end;
	if (*s == '^' || *s == ']' || end[-1] != ']')
		return (struct atom){.is = ANY};
	while (s < end - 1) {
		one = member(s, &s);
		if (one < 0 || (seen >= 0 && one != seen))
			return (struct atom){.is = ANY};
		seen = one;
	}
	return (struct atom){.is = ONE, .seen = (uint8_t)seen};
}

static uint32_t read_alternatives(struct reader *r, const struct tail *t);

static struct atom
read_group(struct reader *r, const struct tail *t)
{
	const char *s = r->at;
	struct atom a = {.is = GROUP, .node = NONE};

	if (strncmp(s, "(?=", 3) == 0 || strncmp(s, "(?!", 3) == 0 ||
	    strncmp(s, "(?<=", 4) == 0 || strncmp(s, "(?<!", 4) == 0) {
		r->at = regex_group_end(s);
		return (struct atom){.is = PLACE};
	}
	if (s[1] != '?')
		r->at = s + 1;
	else if (s[2] == '<' || s[2] == 'P')
		r->at = s + strcspn(s, ">") + 1;
	else
		r->at = s + (s[2] == 'i' ? 4 : 3);
	if (++r->depth > DEPTH_MAX)
		r->lost = true;
	if (!r->lost)
		a.node = read_alternatives(r, t);
	r->depth--;
	if (*r->at == ')')
		r->at++;
	else
		r->lost = true;
	return a;
}

static struct atom
read_atom(struct reader *r, const struct tail *t)
{
	switch (*r->at) {
	case '(':
		return read_group(r, t);
	case '[':
		return read_class(r);
	case '\\':
		return read_escape(r);
	case '.':
		r->at++;
		return (struct atom){.is = ANY};
	case '^':
		r->at++;
		return (struct atom){.is = LINE_START};
	case '$':
		r->at++;
		return (struct atom){.is = LINE_END};
	default:
		break;
	}
	if ((unsigned char)*r->at < 0x80)
		return (struct atom){
		    .is = ONE, .seen = see((unsigned char)*r->at++)};
	for (r->at++; ((unsigned char)*r->at & 0xc0) == 0x80;)
		r->at++;
	return (struct atom){.is = OTHERS};
}

/* Reads up to '|', ')' or the end; what all matches need, or NONE. */
static uint32_t
read_sequence(struct reader *r, struct tail t)
{
	uint32_t all = new_node(r, ALL_OF);
	struct times times;
	struct atom a;

	t.own = 0;
	while (!r->lost && *r->at != '\0' && *r->at != '|' && *r->at != ')') {
		a = read_atom(r, &t);
		times = read_times(r);
		add_atom(r, all, &t, &a, &times);
	}
	r->after = t;
	return !r->lost && r->set->v[all].child != NONE ? all : NONE;
}

/* What both end in, of their own. */
static struct tail
common(const struct tail *a, const struct tail *b)
{
	struct tail c = {0};
	unsigned i, least = a->own < b->own ? a->own : b->own;

	for (i = 1; i <= least && i <= a->n && i <= b->n; i++) {
		if (a->v[a->n - i] != b->v[b->n - i])
			break;
		c.v[1] = c.v[0];
		c.v[0] = a->v[a->n - i];
		c.n = c.own = i;
	}
	return c;
}

/* The tail is what stands before: each alternative follows on it. */
static uint32_t
read_alternatives(struct reader *r, const struct tail *t)
{
	uint32_t any = new_node(r, ANY_OF), one;
	struct tail after = {0};
	bool open = false, first = true;

	for (;; first = false) {
		one = read_sequence(r, *t);
		after = common(first ? &r->after : &after, &r->after);
		open |= one == NONE;
		if (!open && !r->lost)
			attach(r, any, one);
		if (r->lost || *r->at != '|')
			break;
		r->at++;
	}
	r->after = after;
	return open || r->lost ? NONE : any;
}

static uint32_t
analyse(struct set *set, const char *regex)
{
	struct reader r = {.at = regex_body(regex), .set = set};
	const struct tail nothing = {0};
	uint32_t root;

	if (!regex_plain(regex))
		return NONE;
	root = read_alternatives(&r, &nothing);
	return r.lost || *r.at != '\0' ? NONE : root;
}

static void
set_free(void *opaque)
{
	struct set *set = opaque;

	if (set == NULL)
		return;
	free(set->v);
	free(set->roots);
	free(set);
}

static int
set_compile(const struct pattern *const *patterns, size_t n,
    const struct engine_options *o, void **ret)
{
	struct set *set = calloc(1, sizeof *set);
	size_t i;

	(void)o;
	if (set == NULL)
		return -1;
	set->n = n;
	set->roots = calloc(n + 1, sizeof *set->roots);
	if (set->roots == NULL) {
		set_free(set);
		return -1;
	}
	for (i = 0; i < n; i++)
		set->roots[i] = analyse(set, pattern_text(patterns[i]));
	*ret = set;
	return 0;
}

static int
scratch_new(const void *set, void **ret)
{
	(void)set;
	*ret = malloc(TRIGRAMS / 8);
	return *ret != NULL ? 0 : -1;
}

static void
read_text(uint64_t *there, const char *text, size_t len)
{
	static uint8_t table[256];
	uint32_t three = 0;
	size_t i;

	if (table['a'] == 0)
		for (i = 0; i < 256; i++)
			table[i] = see((unsigned char)i);
	memset(there, 0, TRIGRAMS / 8);
	for (i = 0; i < len; i++) {
		three = (three << SEEN_BITS | table[(unsigned char)text[i]]) &
			(TRIGRAMS - 1);
		there[three / 64] |= UINT64_C(1) << three % 64;
	}
	three = three << SEEN_BITS & (TRIGRAMS - 1);
	there[three / 64] |= UINT64_C(1) << three % 64;
}

static bool
holds(const struct node *v, uint32_t at, const uint64_t *there)
{
	const struct node *n = &v[at];
	uint32_t i;

	if (n->kind == TRIGRAM)
		return there[n->trigram / 64] >> n->trigram % 64 & 1;
	for (i = n->child; i != NONE; i = v[i].next)
		if (holds(v, i, there) == (n->kind == ANY_OF))
			return n->kind == ANY_OF;
	return n->kind == ALL_OF;
}

static int
scan(const void *opaque, void *scratch, const char *text, size_t len, bool *may)
{
	const struct set *set = opaque;
	size_t i;

	read_text(scratch, text, len);
	for (i = 0; i < set->n; i++)
		may[i] = set->roots[i] == NONE ||
			 holds(set->v, set->roots[i], scratch);
	return 0;
}

static const char *
version(void)
{
	static char text[48];

	if (text[0] == '\0')
		snprintf(text, sizeof text, "pcre2 %s", pattern_version());
	return text;
}

const struct engine_kind engine_pcre2 = {
    .compile = set_compile,
    .free = set_free,
    .scratch_new = scratch_new,
    .scratch_free = free,
    .scan = scan,
    .version = version,
};
