/* SPDX-License-Identifier: MIT
 *
 * engine-pcre2.c - the prefilter that serves everywhere: which patterns' own
 * letters are in the text at all.
 *
 * A pattern outside groups and alternations often has plain letters that every
 * match must contain.  Of those, all runs of three are kept as trigrams,
 * letters folded; a text is read once into a set of its trigrams, and a
 * pattern may match only where all of its own are among them.  A pattern of
 * which nothing can be said is always taken.
 *
 * Sets are bit sets over a hash of the trigram: a collision makes a pattern be
 * tried in vain, never left out.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "find/engine.h"
#include "find/regex.h"

#define HASH_BITS 15
#define SET_WORDS ((1u << HASH_BITS) / 64)
/* Trigrams kept of one pattern; more would hardly sift more. */
#define TRIGRAMS 16

struct needed {
	uint16_t v[TRIGRAMS];
	size_t n; /* 0: always taken */
};

struct set {
	struct needed *v;
	size_t n;
};

/* What is known of a regex while it is read. */
struct reader {
	const char *at;
	char run[256]; /* literal bytes in a row */
	size_t n;
	struct needed *out;
};

static uint8_t
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : (uint8_t)c;
}

static uint16_t
trigram(uint32_t three)
{
	return (
	    uint16_t)(((three & 0xffffff) * 2654435761u) >> (32 - HASH_BITS));
}

static void
flush(struct reader *r)
{
	size_t i;

	for (i = 2; i < r->n && r->out->n < TRIGRAMS; i++)
		r->out->v[r->out->n++] = trigram(
		    (uint32_t)lower(r->run[i - 2]) << 16 |
		    (uint32_t)lower(r->run[i - 1]) << 8 | lower(r->run[i]));
	r->n = 0;
}

static void
literal(struct reader *r, char c)
{
	if (r->n == sizeof r->run || (unsigned char)c >= 0x80)
		flush(r);
	if ((unsigned char)c < 0x80)
		r->run[r->n++] = c;
}

/* A repeat may be of no times: its last byte is not needed. False for a brace
 * that is none. */
static bool
repeat(struct reader *r)
{
	size_t braced = 0;

	if (*r->at == '{') {
		braced = regex_braces(r->at);
		if (braced == 0)
			return false;
	}
	if (*r->at != '+' && r->n > 0)
		r->n--;
	flush(r);
	r->at += braced > 0 ? braced : 1;
	return true;
}

/* One item of the regex; false where nothing can be said of it any more. */
static bool
item(struct reader *r)
{
	switch (*r->at) {
	case '|':
		return false;
	case '(':
		flush(r);
		r->at = regex_group_end(r->at);
		return true;
	case '[':
		flush(r);
		r->at = regex_class_end(r->at);
		return true;
	case '?':
	case '*':
	case '+':
	case '{':
		return repeat(r);
	case '.':
	case '^':
	case '$':
		flush(r);
		r->at++;
		return true;
	case '\\':
		if (r->at[1] == '\0')
			return false;
		if (strchr("bBdDsSwWAzZhHvVRtnr", r->at[1]) != NULL)
			flush(r);
		else if ((lower(r->at[1]) >= 'a' && lower(r->at[1]) <= 'z') ||
			 (r->at[1] >= '0' && r->at[1] <= '9'))
			return false;
		else
			literal(r, r->at[1]);
		r->at += 2;
		return true;
	default:
		literal(r, *r->at++);
		return true;
	}
}

static void
analyse(const char *regex, struct needed *out)
{
	struct reader r = {.at = regex_body(regex), .out = out};

	if (!regex_plain(regex))
		return;
	while (*r.at != '\0')
		if (!item(&r)) {
			out->n = 0;
			return;
		}
	flush(&r);
}

static void
set_free(void *opaque)
{
	struct set *set = opaque;

	if (set == NULL)
		return;
	free(set->v);
	free(set);
}

static int
set_compile(const struct pattern *const *patterns, size_t n, void **ret)
{
	struct set *set = calloc(1, sizeof *set);
	size_t i;

	if (set == NULL)
		return -1;
	set->n = n;
	set->v = calloc(n + 1, sizeof *set->v);
	if (set->v == NULL) {
		set_free(set);
		return -1;
	}
	for (i = 0; i < n; i++)
		analyse(pattern_text(patterns[i]), &set->v[i]);
	*ret = set;
	return 0;
}

static int
scratch_new(const void *set, void **ret)
{
	(void)set;
	*ret = calloc(SET_WORDS, sizeof(uint64_t));
	return *ret != NULL ? 0 : -1;
}

static void
read_text(uint64_t *seen, const char *text, size_t len)
{
	uint32_t three = 0;
	size_t i;

	memset(seen, 0, SET_WORDS * sizeof *seen);
	for (i = 0; i < len; i++) {
		uint16_t bit;

		three = three << 8 | lower(text[i]);
		bit = trigram(three);
		seen[bit / 64] |= UINT64_C(1) << bit % 64;
	}
}

static bool
all_seen(const uint64_t *seen, const struct needed *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (!(seen[p->v[i] / 64] >> p->v[i] % 64 & 1))
			return false;
	return true;
}

static int
scan(const void *opaque, void *scratch, const char *text, size_t len, bool *may)
{
	const struct set *set = opaque;
	size_t i;

	read_text(scratch, text, len);
	for (i = 0; i < set->n; i++)
		may[i] = all_seen(scratch, &set->v[i]);
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
