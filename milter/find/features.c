/* SPDX-License-Identifier: MIT
 *
 * features.c - a text as learned rules see it.
 *
 * A word is known to end a sentence only when what follows it has been seen,
 * so the scan is one word behind itself.
 *
 * BUGS
 *	Stems are English: an ending is cut off by its letters alone.
 */
#include "find/features.h"

#include <string.h>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#define HASH_START 14695981039346656037u /* FNV-1a, 64 bits */
#define HASH_PRIME 1099511628211u

#define NAME "@"
#define NUMBER "#"
#define LONG_NUMBER "##"
/* Figures more than this are a number that means something. */
#define SHORT_NUMBER 4

/* A word as it is read. Only what its length says of a buffer is set, and a
 * NUL behind it. */
struct reading {
	struct span at;
	char word[FEATURES_WORD + 1], stem[FEATURES_WORD + 1];
	size_t nword, nstem;
	const struct reading *before; /* its neighbour in the sentence */
	uint64_t hashes[3];
	uint64_t joint; /* the hash of its stem and a space, to be gone on */
	bool name, ends, skip; /* skip: goes on a name */
};

/* What is read now, the word before it, and the one before that. */
#define READINGS 3

struct scan {
	const char *text;
	size_t len, at;
	bool starts;    /* a sentence starts here, so capitals say nothing */
	unsigned words; /* of this sentence */
	struct reading *last; /* or NULL */
	struct reading ring[READINGS];
	unsigned turn;
};

/* What the characters of ASCII are, sixteen a line: s and c letters, small and
 * capital, f figures, m marks that are words, p what pass looks at, or 0. */
static const char kinds[128 + 1] = "000000000pp0p000"
				   "0000000000000000"
				   "0m000000000000p0"
				   "ffffffffff00000m"
				   "0ccccccccccccccc"
				   "ccccccccccc00000"
				   "0sssssssssssssss"
				   "sssssssssss00000";

static uint64_t
hash_byte(uint64_t hash, char c)
{
	return (hash ^ (unsigned char)c) * HASH_PRIME;
}

static uint64_t
known(uint64_t hash)
{
	return hash != 0 ? hash : 1;
}

uint64_t
features_hash(const char *feature)
{
	uint64_t hash = HASH_START;

	for (; *feature != '\0'; feature++)
		hash = hash_byte(hash, *feature);
	return known(hash);
}

static bool
is_letter(UChar32 c)
{
	if (c < 0x80)
		return kinds[c] == 's' || kinds[c] == 'c';
	return u_isalpha(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

static bool
is_figure(UChar32 c)
{
	return c < 0x80 ? kinds[c] == 'f' : u_isdigit(c);
}

/* Endings that are cut, longest first; the stem keeps at least `keeps`
 * letters. */
static const struct ending {
	char text[4];
	size_t n, keeps;
} endings[] = {
    {"ing", 3, 3}, {"ed", 2, 3}, {"es", 2, 3}, {"ly", 2, 4}, {"s", 1, 3}};

static size_t
cut_ending(const char *s, size_t n)
{
	size_t i;

	if (n > 1 && s[n - 1] == 's' && s[n - 2] == 's')
		return n;
	for (i = 0; i < sizeof endings / sizeof *endings; i++) {
		const struct ending *e = &endings[i];

		if (s[n - 1] == e->text[e->n - 1] && n >= e->keeps + e->n &&
		    memcmp(s + n - e->n, e->text, e->n) == 0)
			return n - e->n;
	}
	return n;
}

static void
make_stem(struct reading *r)
{
	size_t n = cut_ending(r->word, r->nword);

	memcpy(r->stem, r->word, sizeof r->stem);
	if (n > 4 && r->stem[n - 1] == 'e')
		n--;
	if (n > 3 && r->stem[n - 1] == r->stem[n - 2])
		n--;
	if (n > 3 && r->stem[n - 1] == 'i')
		r->stem[n - 1] = 'y';
	r->stem[n] = '\0';
	r->nstem = n;
}

/* Titles stand before a name, but are words. */
static bool
is_title(const char *word)
{
	static const char *const titles[] = {"mr", "mrs", "ms", "miss", "mx",
	    "dr", "cllr", "councillor", "rev", "prof"};
	size_t i;

	for (i = 0; i < sizeof titles / sizeof *titles; i++)
		if (word[0] == titles[i][0] && strcmp(word, titles[i]) == 0)
			return true;
	return false;
}

static void
set_word(struct reading *r, const char *word, size_t n)
{
	memcpy(r->word, word, n + 1);
	r->nword = n;
}

/* What a run of letters and figures looks like. */
struct shape {
	size_t letters;
	unsigned figures;
	bool capital, small;
	UChar32 tail[2]; /* the last two letters; 0: none */
};

/* Adds a letter, folded, unless it stretches the word, or the word is full. */
static void
add_letter(struct reading *r, struct shape *s, UChar32 c)
{
	size_t n = r->nword;

	s->letters++;
	if (s->tail[0] == c && s->tail[1] == c)
		return;
	s->tail[0] = s->tail[1];
	s->tail[1] = c;
	if (n + U8_LENGTH(c) > FEATURES_WORD)
		return;
	U8_APPEND_UNSAFE(r->word, n, c);
	r->nword = n;
}

/* Takes in the character, with `next` behind it; false where the run ends
 * before it. */
static bool
add_char(const struct scan *s, size_t next, struct reading *r, struct shape *sh,
    UChar32 c)
{
	bool capital;

	if (c == '\'')
		return next < s->len && sh->letters > 0 &&
		       is_letter((unsigned char)s->text[next]);
	if (is_figure(c)) {
		sh->figures++;
		return true;
	}
	if (!is_letter(c))
		return false;
	capital = c < 0x80 ? kinds[c] == 'c' : u_isupper(c);
	sh->capital |= capital && sh->letters == 0;
	sh->small |= !capital;
	add_letter(r, sh,
	    c >= 0x80 ? u_foldCase(c, U_FOLD_CASE_DEFAULT)
		      : c | (capital ? 0x20 : 0));
	return true;
}

/* Reads letters, figures and inner apostrophes from `at` on; where they
 * end. */
static size_t
read_run(const struct scan *s, size_t at, struct reading *r, struct shape *sh)
{
	size_t next;
	UChar32 c;

	while (at < s->len) {
		next = at;
		U8_NEXT_OR_FFFD(s->text, next, s->len, c);
		if (!add_char(s, next, r, sh, c))
			break;
		at = next;
	}
	return at;
}

/* Reads the word that stands at s->at. */
static void
read_word(struct scan *s, struct reading *r)
{
	struct shape shape = {0};
	size_t at = s->at;

	r->at.start = (uint32_t)at;
	r->nword = 0;
	r->before = NULL;
	r->ends = r->skip = false;
	if (s->text[at] == '!' || s->text[at] == '?') {
		r->word[r->nword++] = s->text[at++];
		r->ends = true;
	} else {
		at = read_run(s, at, r, &shape);
	}
	r->word[r->nword] = '\0';
	if (shape.figures > SHORT_NUMBER)
		set_word(r, LONG_NUMBER, sizeof LONG_NUMBER - 1);
	else if (shape.figures > 0)
		set_word(r, NUMBER, sizeof NUMBER - 1);
	r->at.end = (uint32_t)at;
	r->name = shape.figures == 0 && shape.capital && shape.small &&
		  !s->starts && !is_title(r->word);
	if (r->name) {
		memcpy(r->stem, NAME, sizeof NAME);
		r->nstem = sizeof NAME - 1;
	} else {
		make_stem(r);
	}
}

/* Hashes the stem behind nothing, "~" and the neighbour's stem at once, each
 * of which waits for itself only; the word most often starts with its stem. */
static void
hash_reading(struct reading *r)
{
	uint64_t alone = HASH_START, marked = hash_byte(HASH_START, '~');
	uint64_t pair = r->before != NULL ? r->before->joint : HASH_START;
	size_t i, same = 0;

	for (i = 0; i < r->nstem; i++) {
		alone = hash_byte(alone, r->stem[i]);
		marked = hash_byte(marked, r->stem[i]);
		pair = hash_byte(pair, r->stem[i]);
	}
	r->joint = hash_byte(alone, ' ');
	r->hashes[1] = r->skip ? 0 : known(marked);
	r->hashes[2] = r->skip || r->before == NULL ? 0 : known(pair);
	if (!r->name && r->word[r->nstem - 1] == r->stem[r->nstem - 1])
		same = r->nstem;
	else
		alone = HASH_START;
	for (i = same; i < r->nword; i++)
		alone = hash_byte(alone, r->word[i]);
	r->hashes[0] = known(alone);
}

static int
give(struct scan *s, int (*each)(void *arg, const struct feature_word *w),
    void *arg)
{
	const struct reading *r = s->last;
	struct feature_word w = {
	    .at = r->at,
	    .word = r->word,
	    .stem = r->stem,
	    .before = r->before != NULL ? r->before->stem : "",
	    .hashes = {r->hashes[0], r->hashes[1], r->hashes[2]},
	    .name = r->name,
	    .ends = r->ends,
	};

	if (++s->words == FEATURES_SENTENCE)
		w.ends = true;
	if (w.ends)
		s->words = 0;
	return each(arg, &w);
}

/* Takes in what stands between words: the character c, `next` behind it. A
 * line end starts something new for capitals; only an empty line or a stop
 * ends the sentence. */
static void
pass(struct scan *s, UChar32 c, size_t next)
{
	char after = next < s->len ? s->text[next] : '\n';

	if (c != '.')
		s->starts = true;
	if ((c == '.' && strchr(" \n\")", after) != NULL && after != '\0') ||
	    c == '\f' || (c == '\n' && next < s->len && after == '\n')) {
		s->starts = true;
		if (s->last != NULL)
			s->last->ends = true;
	}
}

/* Ties a word to the one before it. */
static void
join(const struct scan *s, struct reading *r)
{
	const struct reading *last = s->last;

	if (last == NULL || last->ends)
		return;
	if (last->name && r->name && last->at.end + 1 == r->at.start)
		r->skip = true;
	else
		r->before = last;
}

/* Reads the word at s->at and gives the one before it. */
static int
take_word(struct scan *s, int (*each)(void *arg, const struct feature_word *w),
    void *arg)
{
	struct reading *r = &s->ring[s->turn];
	int ret = 0;

	s->turn = (s->turn + 1) % READINGS;
	read_word(s, r);
	join(s, r);
	hash_reading(r);
	if (s->last != NULL)
		ret = give(s, each, arg);
	s->last = r;
	s->starts = r->ends;
	s->at = r->at.end;
	return ret;
}

int
features_scan(const char *text, size_t len,
    int (*each)(void *arg, const struct feature_word *w), void *arg)
{
	struct scan s;
	int ret = 0;

	s.text = text;
	s.len = len;
	s.at = 0;
	s.starts = true;
	s.words = s.turn = 0;
	s.last = NULL;
	while (s.at < len && ret >= 0) {
		size_t next = s.at;
		UChar32 c = (unsigned char)text[next];

		if (c < 0x80 && kinds[c] == '0') {
			s.at = next + 1;
			continue;
		}
		if (c < 0x80 && kinds[c] == 'p') {
			pass(&s, c, next + 1);
			s.at = next + 1;
			continue;
		}
		U8_NEXT_OR_FFFD(text, next, len, c);
		if (c < 0x80 || is_letter(c) || is_figure(c))
			ret = take_word(&s, each, arg);
		else
			s.at = next;
	}
	if (ret >= 0 && s.last != NULL)
		ret = give(&s, each, arg);
	return ret < 0 ? ret : 0;
}

/* Where the longest passage from word `first` on ends. */
static size_t
passage_end(const bool *ends, size_t n, size_t first)
{
	size_t i, end = first;

	for (i = first; i < n && i - first < FEATURES_SENTENCE; i++)
		if (ends[i])
			end = i + 1;
	return end > first ? end : i;
}

int
features_passages(const bool *ends, size_t n,
    int (*each)(void *arg, size_t first, size_t end), void *arg)
{
	size_t first = 0, end, done = 0;
	int ret = 0;

	while (first < n && ret >= 0) {
		end = passage_end(ends, n, first);
		if (end > done)
			ret = each(arg, first, end);
		done = end;
		while (first < n && !ends[first])
			first++;
		first++;
	}
	return ret < 0 ? ret : 0;
}
