/* SPDX-License-Identifier: MIT
 *
 * phrases.c - all phrases of all rules, found in one pass.
 *
 * Every word of the text is folded and looked up by its hash among the phrases
 * of one word; with the word before it among the first two words of longer
 * ones; and by its first STEM_MIN letters among those whose only word has a
 * star.  The rest of a phrase is then compared in place.  So the cost is that
 * of the words of the text, however many phrases there are; only phrases that
 * share their first two words are tried one after the other.
 *
 * Most words start no phrase.  A bit set, small enough to stay in the
 * processor's nearest caches, says so first.  A phrase of many sets is kept,
 * and compared, once; and what is compared lies side by side.
 *
 * Invariant: after phrases_seal, entries are sorted by hash; head[b] to
 * head[b + 1] - 1 are those whose hashes' first bits are b; and the bit of each
 * hash is set.
 */
#include "find/phrases.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#define NONE UINT32_MAX
/* Bits of the set: 8 KiB at least; of many phrases, at most one bit in 16. */
#define KNOWN_BITS_MIN 16
#define KNOWN_SPREAD 16
/* Buckets: 1,024 at least; of many phrases, half of them are empty. */
#define HEAD_BITS_MIN 10
/* Longer words than this start no phrase. */
#define WORD_MAX 64
#define PHRASE_MAX 1000
/* Letters before a star. */
#define STEM_MIN 3
/* White space that a space in a phrase may stand for, in bytes: a line end
 * with a deep quote mark. More is a gap between two things, not in one. */
#define GAP_MAX 64

#define HASH_START 2166136261u /* FNV-1a */
#define HASH_PRIME 16777619u
#define HASH_SPREAD 2654435769u

/* A phrase as it was added. */
struct phrase {
	char *text; /* folded unless exact, without the star */
	size_t len;
	uint32_t lead; /* bytes before the first word */
	uint32_t hash; /* of the first word, or of the stem's start */
	uint32_t set;
	uint32_t number; /* in the order of adding */
	bool exact, star, word_end;
};

/* A phrase as it is looked for. */
struct entry {
	uint32_t hash, text, sets; /* its first byte, its first set */
	uint32_t nsets;
	uint16_t len, lead;
	bool exact, star, word_end;
};

struct phrases {
	/* What is added; empty once sealed. */
	struct phrase *v;
	size_t n, cap;
	/* What is looked for. */
	struct entry *entries;
	size_t nentries;
	char *texts;    /* of all entries, in their order */
	uint32_t *sets; /* the same */
	uint32_t *head; /* 1 << head_bits and one more */
	unsigned head_bits;
	uint64_t *known; /* a set of 1 << known_bits bits */
	unsigned known_bits;
};

/* A word of the text: where it is, and hashes of its folded form. */
struct word {
	size_t start, end;
	uint32_t hash, stem; /* stem: 0 when shorter than STEM_MIN */
};

struct phrases *
phrases_new(void)
{
	return calloc(1, sizeof(struct phrases));
}

static void
free_added(struct phrases *b)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		free(b->v[i].text);
	free(b->v);
	b->v = NULL;
	b->n = b->cap = 0;
}

void
phrases_free(struct phrases *b)
{
	if (b == NULL)
		return;
	free_added(b);
	free(b->entries);
	free(b->texts);
	free(b->sets);
	free(b->head);
	free(b->known);
	free(b);
}

static bool
is_ascii_word(UChar32 c)
{
	return (uint32_t)((c | 0x20) - 'a') < 26 || (uint32_t)(c - '0') < 10;
}

static bool
is_word(UChar32 c)
{
	if (c >= 0 && c < 0x80)
		return is_ascii_word(c);
	return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

static bool
is_gap(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static UChar32
fold(UChar32 c)
{
	if (c >= 'A' && c <= 'Z')
		return c + ('a' - 'A');
	return c < 0x80 ? c : u_foldCase(c, U_FOLD_CASE_DEFAULT);
}

static uint32_t
hash_char(uint32_t hash, UChar32 c)
{
	do {
		hash = (hash ^ ((uint32_t)c & 0xff)) * HASH_PRIME;
		c >>= 8;
	} while (c != 0);
	return hash;
}

/* The hash of two words in a row. */
static uint32_t
pair(uint32_t first, uint32_t second)
{
	return (first ^ 0x9e3779b9u) * 31 + second;
}

/* Spreads a hash over its first bits, which buckets and bits go by. */
static uint32_t
spread(uint32_t hash)
{
	return hash * HASH_SPREAD;
}

/* Reads the word that starts at `start`, where is_word holds. */
static struct word
read_word(const char *text, size_t len, size_t start)
{
	struct word w = {start, start, HASH_START, 0};
	unsigned chars = 0;

	while (w.end < len) {
		size_t next = w.end;
		UChar32 c = (unsigned char)text[next];

		if (c < 0x80) {
			if (!is_ascii_word(c))
				break;
			/* Folds letters, and leaves figures what they are. */
			w.hash = (w.hash ^ (uint32_t)(c | 0x20)) * HASH_PRIME;
			next++;
		} else {
			U8_NEXT_OR_FFFD(text, next, len, c);
			if (!is_word(c))
				break;
			w.hash = hash_char(w.hash, fold(c));
		}
		w.end = next;
		if (++chars == STEM_MIN)
			w.stem = w.hash ^ NONE;
	}
	return w;
}

/* Where the first word starts at or after `at`; len when there is none. */
static size_t
next_word(const char *text, size_t len, size_t at)
{
	while (at < len) {
		size_t next = at;
		UChar32 c = (unsigned char)text[at];

		if (c < 0x80) {
			if (is_ascii_word(c))
				return at;
			at++;
			continue;
		}
		U8_NEXT_OR_FFFD(text, next, len, c);
		if (is_word(c))
			return at;
		at = next;
	}
	return len;
}

/* A new copy of the phrase: folded unless exact, runs of white space as one
 * space, none at the ends. */
static char *
tidy(const char *phrase, bool exact)
{
	size_t len = strlen(phrase), at = 0, n = 0;
	/* Folding one character gives at most one of 4 bytes. */
	char *out = malloc(4 * len + 1);

	if (out == NULL)
		return NULL;
	while (at < len) {
		UChar32 c;

		if (is_gap(phrase[at])) {
			at++;
			if (n > 0 && out[n - 1] != ' ')
				out[n++] = ' ';
			continue;
		}
		U8_NEXT_OR_FFFD(phrase, at, len, c);
		c = exact ? c : fold(c);
		U8_APPEND_UNSAFE(out, n, c);
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return out;
}

static bool
ends_in_word(const char *s)
{
	int32_t at = (int32_t)strlen(s);
	UChar32 c;

	U8_PREV_OR_FFFD(s, 0, at, c);
	return is_word(c);
}

/* What the phrase is looked up by: w is its first word. */
static uint32_t
key_of(const struct phrase *p, size_t len, const struct word *w)
{
	size_t next = next_word(p->text, len, w->end);
	struct word second;

	if (next == len)
		return p->star && w->end == len ? w->stem : w->hash;
	second = read_word(p->text, len, next);
	/* The stem of a word is not a whole one. */
	if (p->star && second.end == len)
		return w->hash;
	return pair(w->hash, second.hash);
}

/* Reads what p->text is into the rest of *p; NULL or what is wrong. */
static const char *
analyse(struct phrase *p)
{
	size_t len = strlen(p->text);
	struct word w;

	if (len > 0 && p->text[len - 1] == '*') {
		p->star = true;
		p->text[--len] = '\0';
	}
	if (len > PHRASE_MAX)
		return "a phrase of more than 1,000 bytes";
	p->len = len;
	p->lead = (uint32_t)next_word(p->text, len, 0);
	if (p->lead == len)
		return "a phrase without a letter or figure";
	w = read_word(p->text, len, p->lead);
	if (w.end - w.start > WORD_MAX)
		return "a first word of more than 64 bytes";
	p->word_end = ends_in_word(p->text);
	if (p->star && !p->word_end)
		return "a star that follows no letter";
	if (p->star && w.end == len && w.stem == 0)
		return "a star after fewer than three letters";
	p->hash = spread(key_of(p, len, &w));
	return NULL;
}

const char *
phrases_add(struct phrases *b, uint32_t set, const char *phrase, bool exact)
{
	struct phrase p = {
	    .set = set, .exact = exact, .number = (uint32_t)b->n};
	const char *wrong;
	struct phrase *v;
	size_t cap;

	if (b->n == b->cap) {
		cap = b->cap ? 2 * b->cap : 256;
		v = reallocarray(b->v, cap, sizeof *v);
		if (v == NULL)
			return "out of memory";
		b->v = v;
		b->cap = cap;
	}
	p.text = tidy(phrase, exact);
	if (p.text == NULL)
		return "out of memory";
	wrong = analyse(&p);
	if (wrong != NULL) {
		free(p.text);
		return wrong;
	}
	b->v[b->n++] = p;
	return NULL;
}

static int
make_known(struct phrases *b)
{
	size_t i;

	b->known_bits = KNOWN_BITS_MIN;
	while (b->known_bits < 28 &&
	       ((size_t)1 << b->known_bits) < KNOWN_SPREAD * b->n)
		b->known_bits++;
	b->known = calloc(((size_t)1 << b->known_bits) / 64, sizeof *b->known);
	if (b->known == NULL)
		return -1;
	for (i = 0; i < b->n; i++) {
		uint32_t bit = b->v[i].hash >> (32 - b->known_bits);

		b->known[bit / 64] |= UINT64_C(1) << bit % 64;
	}
	return 0;
}

/* Room for the phrases, were no two alike. */
static int
make_room(struct phrases *b)
{
	size_t bytes = 0, i;

	b->head_bits = HEAD_BITS_MIN;
	while (b->head_bits < 30 && ((size_t)1 << b->head_bits) < 2 * b->n)
		b->head_bits++;
	for (i = 0; i < b->n; i++)
		bytes += b->v[i].len;
	if (b->n >= NONE || bytes >= NONE)
		return -1;
	b->head = calloc(((size_t)1 << b->head_bits) + 1, sizeof *b->head);
	b->entries = calloc(b->n + 1, sizeof *b->entries);
	b->sets = calloc(b->n + 1, sizeof *b->sets);
	b->texts = malloc(bytes + 1);
	return b->head && b->entries && b->sets && b->texts ? 0 : -1;
}

static int
by_text(const struct phrase *x, const struct phrase *y)
{
	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	if (x->exact != y->exact || x->star != y->star)
		return 2 * x->exact + x->star < 2 * y->exact + y->star ? -1 : 1;
	return memcmp(x->text, y->text, x->len);
}

/* By hash, as buckets are; those that are alike side by side. */
static int
by_hash(const void *a, const void *b)
{
	const struct phrase *x = a, *y = b;
	int ret;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	ret = by_text(x, y);
	if (ret != 0)
		return ret;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* Makes the entry of a phrase, whose text goes to *text. */
static void
add_entry(struct phrases *b, const struct phrase *p, uint32_t set, char **text)
{
	memcpy(*text, p->text, p->len);
	b->entries[b->nentries++] = (struct entry){
	    .hash = p->hash,
	    .text = (uint32_t)(*text - b->texts),
	    .sets = set,
	    .len = (uint16_t)p->len,
	    .lead = (uint16_t)p->lead,
	    .exact = p->exact,
	    .star = p->star,
	    .word_end = p->word_end,
	};
	*text += p->len;
}

int
phrases_seal(struct phrases *b)
{
	char *text;
	size_t i, bucket = 0;

	if (make_room(b) < 0 || make_known(b) < 0)
		return -1;
	text = b->texts;
	if (b->n > 1)
		qsort(b->v, b->n, sizeof *b->v, by_hash);
	for (i = 0; i < b->n; i++) {
		const struct phrase *p = &b->v[i];

		if (i == 0 || p->hash != p[-1].hash || by_text(p, p - 1) != 0)
			add_entry(b, p, (uint32_t)i, &text);
		b->sets[i] = p->set;
		b->entries[b->nentries - 1].nsets++;
	}
	for (i = 0; i < b->nentries; i++)
		while (bucket <= b->entries[i].hash >> (32 - b->head_bits))
			b->head[bucket++] = (uint32_t)i;
	while (bucket <= (size_t)1 << b->head_bits)
		b->head[bucket++] = (uint32_t)b->nentries;
	free_added(b);
	return 0;
}

/* Skips what a space in a phrase may stand for; 0 when nothing there may. */
static size_t
gap(const char *text, size_t len, size_t at)
{
	size_t start = at, end = len - at > GAP_MAX ? at + GAP_MAX : len;
	bool line = false;

	if (at < len && (text[at] == '-' || text[at] == '_'))
		return 1;
	while (at < end && (is_gap(text[at]) || (line && text[at] == '>'))) {
		line |= text[at] == '\n';
		at++;
	}
	return at - start;
}

/* Compares the phrase from its first word on with the text from `at` on.
 * Returns where it ends in the text, or 0. */
static size_t
compare(const struct entry *p, const char *want, const char *text, size_t len,
    size_t at)
{
	size_t i = p->lead, wanted = p->len, skip;
	UChar32 a, c;

	while (i < wanted) {
		if (want[i] == ' ') {
			skip = gap(text, len, at);
			if (skip == 0)
				return 0;
			at += skip;
			i++;
			continue;
		}
		if (at >= len)
			return 0;
		U8_NEXT_OR_FFFD(want, i, wanted, a);
		U8_NEXT_OR_FFFD(text, at, len, c);
		if (a != c && (p->exact || a != fold(c)))
			return 0;
	}
	return at;
}

/* Does the phrase's lead stand right before its first word? */
static bool
lead_holds(const struct entry *p, const char *want, const char *text, size_t at)
{
	return p->lead <= at && (p->lead == 0 || memcmp(text + at - p->lead,
						     want, p->lead) == 0);
}

/* Where the word ends that the text at `end` goes on, or is behind. */
static size_t
rest_of_word(const char *text, size_t len, const struct word *w, size_t end)
{
	if (end < w->end) /* the usual: the word's end is known */
		return w->end;
	if (end < len && next_word(text, len, end) == end)
		return read_word(text, len, end).end;
	return end;
}

/* Is the phrase at the word? Its end goes into *ret. */
static bool
phrase_at(const struct phrases *b, const struct entry *p, const char *text,
    size_t len, const struct word *w, size_t *ret)
{
	const char *want = b->texts + p->text;
	size_t end, next;
	UChar32 c;

	if (!lead_holds(p, want, text, w->start))
		return false;
	end = compare(p, want, text, len, w->start);
	if (end == 0)
		return false;
	*ret = p->star ? rest_of_word(text, len, w, end) : end;
	if (p->star || !p->word_end || end >= len)
		return true;
	next = end;
	U8_NEXT_OR_FFFD(text, next, len, c);
	return !is_word(c);
}

/* A scan: the text, and who is told. */
struct scan {
	const struct phrases *b;
	const char *text;
	size_t len;
	int (*hit)(void *arg, uint32_t set, struct span at);
	void *arg;
};

static int
hit_all(const struct scan *s, const struct entry *p, struct span at)
{
	uint32_t i;
	int ret;

	for (i = 0; i < p->nsets; i++) {
		ret = s->hit(s->arg, s->b->sets[p->sets + i], at);
		if (ret < 0)
			return ret;
	}
	return 0;
}

static int
try_bucket(const struct scan *s, const struct word *w, uint32_t hash)
{
	const struct phrases *b = s->b;
	uint32_t bucket = hash >> (32 - b->head_bits), i;
	size_t end;
	int ret;

	for (i = b->head[bucket]; i < b->head[bucket + 1]; i++) {
		const struct entry *p = &b->entries[i];

		if (p->hash != hash ||
		    !phrase_at(b, p, s->text, s->len, w, &end))
			continue;
		ret = hit_all(s, p,
		    (struct span){
			(uint32_t)(w->start - p->lead), (uint32_t)end});
		if (ret < 0)
			return ret;
	}
	return 0;
}

/* Tries the phrases of a hash, if there are any. */
static int
look_up(const struct scan *s, const struct word *w, uint32_t hash)
{
	uint32_t bit = (hash = spread(hash)) >> (32 - s->b->known_bits);

	return s->b->known[bit / 64] >> bit % 64 & 1 ? try_bucket(s, w, hash)
						     : 0;
}

int
phrases_scan(const struct phrases *b, const char *text, size_t len,
    int (*hit)(void *arg, uint32_t set, struct span at), void *arg)
{
	const struct scan s = {b, text, len, hit, arg};
	size_t at = next_word(text, len, 0);
	struct word before = {0}, w;
	int ret = 0;

	while (at < len && ret >= 0) {
		w = read_word(text, len, at);
		if (before.end > 0)
			ret = look_up(&s, &before, pair(before.hash, w.hash));
		if (ret >= 0)
			ret = look_up(&s, &w, w.hash);
		if (ret >= 0 && w.stem != 0)
			ret = look_up(&s, &w, w.stem);
		before = w;
		at = next_word(text, len, w.end);
	}
	return ret < 0 ? ret : 0;
}
