/* SPDX-License-Identifier: MIT
 *
 * zones-repeated.c - the same trailer under a message and under the one it
 * answers: a footer, whatever it says.
 *
 * Paragraphs are compared by the groups of three words they have in common
 * (Broder's shingles): 60 of a hundred make them the same (domain.md C.5).
 *
 * BUGS: whose the earlier message was is not asked.
 */
#include <stdint.h>
#include <string.h>

#include "extract/zones-parts.h"

/* Of the earlier message, in bytes; groups of one paragraph. */
#define EARLIER_MAX (64u * 1024)
#define GROUPS_MIN 6
#define GROUPS_MAX 512
#define SLOTS 2048u
#define PARAGRAPHS 6

struct groups {
	uint32_t slot[SLOTS]; /* 0: free */
	bool seen[SLOTS];
	size_t n, found;
};

/* Goes through the words of s three at a time. */
struct words {
	const char *s, *end;
	uint32_t last[3];
	size_t n;
};

static bool
in_word(char c)
{
	unsigned char low = (unsigned char)(c | 0x20);

	return (unsigned char)(low - 'a') < 26 || (c >= '0' && c <= '9') ||
	       (c & 0x80) != 0;
}

/* The hash of the next three words in a row, never 0; 0 at the end. */
static uint32_t
next_group(struct words *w)
{
	uint32_t hash;

	do {
		while (w->s < w->end && !in_word(*w->s))
			w->s++;
		if (w->s == w->end)
			return 0;
		hash = 2166136261u; /* FNV-1a */
		while (w->s < w->end && in_word(*w->s))
			hash = (hash ^ (unsigned char)(*w->s++ | 0x20)) *
			       16777619u;
		w->last[0] = w->last[1];
		w->last[1] = w->last[2];
		w->last[2] = hash;
	} while (++w->n < 3);
	hash = (w->last[0] * 31 + w->last[1]) * 31 + w->last[2];
	return hash != 0 ? hash : 1;
}

/* The slot of a hash, or the free one where it would be. */
static size_t
slot_of(const struct groups *g, uint32_t hash)
{
	size_t i = (hash ^ hash >> 15) % SLOTS;

	while (g->slot[i] != 0 && g->slot[i] != hash)
		i = (i + 1) % SLOTS;
	return i;
}

/* Is the paragraph in the earlier text? */
static bool
stands_in(const char *s, size_t len, const char *earlier, size_t earlier_len)
{
	struct words own = {.s = s, .end = s + len};
	struct words other = {.s = earlier, .end = earlier + earlier_len};
	struct groups g = {.n = 0};
	uint32_t hash;
	size_t i;

	while (g.n < GROUPS_MAX && (hash = next_group(&own)) != 0) {
		i = slot_of(&g, hash);
		g.n += g.slot[i] == 0;
		g.slot[i] = hash;
	}
	if (g.n < GROUPS_MIN)
		return false;
	while ((hash = next_group(&other)) != 0) {
		i = slot_of(&g, hash);
		if (g.slot[i] == 0 || g.seen[i])
			continue;
		g.seen[i] = true;
		g.found++;
	}
	return g.found * 10 >= g.n * 6;
}

size_t
zones_repeated(const struct zones_text *t, struct zones_range own,
    struct zones_range earlier)
{
	size_t at = own.end, len = earlier.end - earlier.start;
	size_t low =
	    own.end - own.start > ZONES_TAIL ? own.end - ZONES_TAIL : own.start;

	if (len > EARLIER_MAX)
		len = EARLIER_MAX;
	for (int i = 0; i < PARAGRAPHS && at > low; i++) {
		size_t para = zones_paragraph_start(t, low, at);

		if (para <= low || !stands_in(t->s + para, at - para,
				       t->s + earlier.start, len))
			break;
		at = para;
	}
	return at;
}
