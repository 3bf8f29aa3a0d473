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

/* A word as it is read, and what the next one has to know of it. */
struct reading {
	struct span at;
	char word[FEATURES_WORD + 1], stem[FEATURES_WORD + 1];
	char before[FEATURES_WORD + 1]; /* stem of the word before */
	bool name, ends, skip;          /* skip: goes on a name */
};

struct scan {
	const char *text;
	size_t len, at;
	bool starts;    /* a sentence starts here, so capitals say nothing */
	bool any;       /* last holds a word */
	unsigned words; /* of this sentence */
	struct reading last;
};

static uint64_t
hash_on(uint64_t hash, const char *s)
{
	for (; *s != '\0'; s++)
		hash = (hash ^ (unsigned char)*s) * HASH_PRIME;
	return hash;
}

uint64_t
features_hash(const char *feature)
{
	uint64_t hash = hash_on(HASH_START, feature);

	return hash != 0 ? hash : 1;
}

static bool
is_letter(UChar32 c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	return u_isalpha(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

static bool
is_figure(UChar32 c)
{
	return c < 0x80 ? c >= '0' && c <= '9' : u_isdigit(c);
}

static UChar32
fold(UChar32 c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
	return u_foldCase(c, U_FOLD_CASE_DEFAULT);
}

static bool
is_upper(UChar32 c)
{
	return c < 0x80 ? c >= 'A' && c <= 'Z' : u_isupper(c);
}

static bool
ends_with(const char *s, size_t n, const char *end)
{
	size_t m = strlen(end);

	return n >= m && memcmp(s + n - m, end, m) == 0;
}

/* Endings that are cut, longest first; the stem keeps at least `keeps`
 * letters. */
static const struct ending {
	const char *text;
	size_t keeps;
} endings[] = {{"ing", 3}, {"ed", 3}, {"es", 3}, {"ly", 4}, {"s", 3}};

static void
make_stem(struct reading *r)
{
	size_t n = strlen(r->word), i;

	memcpy(r->stem, r->word, n + 1);
	for (i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t m = strlen(endings[i].text);

		if (n < endings[i].keeps + m ||
		    !ends_with(r->stem, n, endings[i].text) ||
		    ends_with(r->stem, n, "ss"))
			continue;
		n -= m;
		break;
	}
	if (n > 4 && r->stem[n - 1] == 'e')
		n--;
	if (n > 3 && r->stem[n - 1] == r->stem[n - 2])
		n--;
	if (n > 3 && r->stem[n - 1] == 'i')
		r->stem[n - 1] = 'y';
	r->stem[n] = '\0';
}

/* Titles stand before a name, but are words. */
static bool
is_title(const char *word)
{
	static const char *const titles[] = {"mr", "mrs", "ms", "miss", "mx",
	    "dr", "cllr", "councillor", "rev", "prof"};
	size_t i;

	for (i = 0; i < sizeof titles / sizeof *titles; i++)
		if (strcmp(word, titles[i]) == 0)
			return true;
	return false;
}

static void
set(char to[FEATURES_WORD + 1], const char *from)
{
	memcpy(to, from, strlen(from) + 1);
}

/* What a run of letters and figures looks like. */
struct shape {
	size_t n, letters;
	unsigned figures;
	bool capital, small;
	char tail[2][U8_MAX_LENGTH + 1]; /* the last two characters */
};

/* Adds a character unless it stretches the word, or the word is full. */
static void
add_char(struct reading *r, struct shape *s, UChar32 c)
{
	char one[U8_MAX_LENGTH + 1] = "";
	size_t n = 0;

	if (is_upper(c))
		s->capital |= s->letters == 0;
	else
		s->small = true;
	s->letters++;
	U8_APPEND_UNSAFE(one, n, fold(c));
	if (strcmp(s->tail[0], one) == 0 && strcmp(s->tail[1], one) == 0)
		return;
	memcpy(s->tail[0], s->tail[1], sizeof one);
	memcpy(s->tail[1], one, sizeof one);
	if (s->n + n > FEATURES_WORD)
		return;
	memcpy(r->word + s->n, one, n);
	s->n += n;
	r->word[s->n] = '\0';
}

/* Reads letters, figures and inner apostrophes from *at on. */
static void
read_run(const struct scan *s, size_t *at, struct reading *r, struct shape *sh)
{
	size_t next;
	UChar32 c;

	while (*at < s->len) {
		next = *at;
		U8_NEXT_OR_FFFD(s->text, next, s->len, c);
		if (c == '\'') {
			if (next >= s->len || sh->letters == 0 ||
			    !is_letter((unsigned char)s->text[next]))
				break;
		} else if (is_figure(c)) {
			sh->figures++;
		} else if (is_letter(c)) {
			add_char(r, sh, c);
		} else {
			break;
		}
		*at = next;
	}
}

/* Reads the word at s->at; false when none stands there. */
static bool
read_word(struct scan *s, struct reading *r)
{
	struct shape shape = {0};
	size_t at = s->at;

	*r = (struct reading){.at = {(uint32_t)at, 0}};
	if (s->text[at] == '!' || s->text[at] == '?') {
		r->word[0] = s->text[at++];
	} else {
		read_run(s, &at, r, &shape);
		if (at == s->at)
			return false;
	}
	if (shape.figures > 0)
		set(r->word,
		    shape.figures > SHORT_NUMBER ? LONG_NUMBER : NUMBER);
	r->at.end = (uint32_t)at;
	r->name = shape.figures == 0 && shape.capital && shape.small &&
		  !s->starts && !is_title(r->word);
	if (r->name)
		set(r->stem, NAME);
	else
		make_stem(r);
	return true;
}

static int
give(struct scan *s, int (*each)(void *arg, const struct feature_word *w),
    void *arg)
{
	const struct reading *r = &s->last;
	struct feature_word w = {
	    .at = r->at,
	    .word = r->word,
	    .stem = r->stem,
	    .before = r->before,
	    .name = r->name,
	    .ends = r->ends,
	};
	uint64_t hash;

	if (++s->words == FEATURES_SENTENCE)
		w.ends = true;
	if (w.ends)
		s->words = 0;
	w.hashes[0] = features_hash(r->word);
	if (!r->skip) {
		hash = hash_on(hash_on(HASH_START, "~"), r->stem);
		w.hashes[1] = hash != 0 ? hash : 1;
	}
	if (!r->skip && r->before[0] != '\0') {
		hash = hash_on(hash_on(HASH_START, r->before), " ");
		hash = hash_on(hash, r->stem);
		w.hashes[2] = hash != 0 ? hash : 1;
	}
	return each(arg, &w);
}

/* Takes in what stands between words: the character c, `next` behind it. A
 * line end starts something new for capitals; only an empty line or a stop
 * ends the sentence. */
static void
pass(struct scan *s, UChar32 c, size_t next)
{
	bool gap = next >= s->len || s->text[next] == ' ' ||
		   s->text[next] == '\n' || s->text[next] == '"' ||
		   s->text[next] == ')';

	if (c == '\n' || c == '\f' || c == '\t')
		s->starts = true;
	if ((c == '.' && gap) || c == '!' || c == '?' || c == '\f' ||
	    (c == '\n' && next < s->len && s->text[next] == '\n')) {
		s->starts = true;
		s->last.ends = true;
	}
}

/* Ties a word to the one before it. */
static void
join(struct scan *s, struct reading *r)
{
	const struct reading *last = &s->last;

	if (!s->any || last->ends)
		return;
	if (last->name && r->name && last->at.end + 1 == r->at.start) {
		r->skip = true;
		return;
	}
	set(r->before, last->stem);
}

int
features_scan(const char *text, size_t len,
    int (*each)(void *arg, const struct feature_word *w), void *arg)
{
	struct scan s = {.text = text, .len = len, .starts = true};
	struct reading r;
	int ret = 0;

	while (s.at < len && ret >= 0) {
		size_t next = s.at;
		UChar32 c;

		U8_NEXT_OR_FFFD(text, next, len, c);
		if (c < 0x80
			? !is_letter(c) && !is_figure(c) && c != '!' && c != '?'
			: !is_letter(c) && !is_figure(c)) {
			pass(&s, c, next);
			s.at = next;
			continue;
		}
		if (!read_word(&s, &r)) {
			s.at = next;
			continue;
		}
		if (s.any) {
			join(&s, &r);
			ret = give(&s, each, arg);
		}
		s.last = r;
		s.any = true;
		s.starts = false;
		s.at = r.at.end;
		if (r.word[0] == '!' || r.word[0] == '?') {
			s.last.ends = true;
			s.starts = true;
		}
	}
	if (ret >= 0 && s.any)
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
