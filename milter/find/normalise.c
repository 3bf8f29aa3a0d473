/* SPDX-License-Identifier: MIT
 *
 * normalise.c - the view of a text that rules are matched against, and the way
 * back to the text.
 *
 * Two stages: characters (normalise-characters.c), then words and lines
 * (normalise-words.c). Each has a map of its own; the way back goes through
 * both.
 *
 * Invariant: the runs of a map are sorted by `out`, and by `in`; the first
 * starts at 0 of the copy; each ends where the next starts, the last at the
 * copy's end.
 */
#include "find/normalise.h"

#include <stdlib.h>

#include "find/normalise-parts.h"

static void
map_reset(struct normal_map *map)
{
	map->n = 0;
	buf_reset(&map->copy);
}

void
normal_init(struct normal *n)
{
	*n = (struct normal){0};
	buf_init(&n->characters.copy, NORMAL_MAX);
	buf_init(&n->words.copy, NORMAL_MAX);
}

void
normal_free(struct normal *n)
{
	buf_free(&n->characters.copy);
	buf_free(&n->words.copy);
	free(n->characters.runs);
	free(n->words.runs);
	normal_init(n);
}

/* Notes that the copy's next out_len bytes stand for the in_len bytes of the
 * text at `in`; joins the last run where the steps go on evenly. */
static int
add_run(struct normal_map *map, size_t in, uint16_t out_step, uint16_t in_step)
{
	struct normal_run *last = map->n > 0 ? &map->runs[map->n - 1] : NULL;
	size_t cap;

	if (last != NULL && last->out_step == out_step &&
	    last->in_step == in_step &&
	    in - last->in == (map->copy.len - last->out) / out_step * in_step)
		return 0;
	if (map->n == map->cap) {
		cap = map->cap ? 2 * map->cap : 64;
		last = reallocarray(map->runs, cap, sizeof *last);
		if (last == NULL)
			return -1;
		map->runs = last;
		map->cap = cap;
	}
	map->runs[map->n++] = (struct normal_run){
	    (uint32_t)map->copy.len, (uint32_t)in, out_step, in_step};
	return 0;
}

int
normal_map_copy(struct normal_map *map, const char *text, size_t in, size_t len)
{
	if (len == 0)
		return 0;
	if (add_run(map, in, 1, 1) < 0)
		return -1;
	return buf_add(&map->copy, text + in, len);
}

int
normal_map_replace(struct normal_map *map, size_t in, size_t len,
    const char *by, size_t by_len)
{
	bool even = len == by_len && len == 1;

	if (by_len == 0)
		return 0;
	if (add_run(map, in, even ? 1 : (uint16_t)by_len,
		even ? 1 : (uint16_t)len) < 0)
		return -1;
	return buf_add(&map->copy, by, by_len);
}

int
normal_make(struct normal *n, const char *text, size_t len)
{
	int changed;

	n->data = text;
	n->len = len;
	map_reset(&n->characters);
	map_reset(&n->words);
	if (len > NORMAL_MAX)
		return -1;
	changed = normal_characters(&n->characters, text, len);
	if (changed > 0) {
		n->data = buf_str(&n->characters.copy);
		n->len = n->characters.copy.len;
	}
	if (changed >= 0)
		changed = normal_words(&n->words, n->data, n->len, n->rows);
	if (changed > 0) {
		n->data = buf_str(&n->words.copy);
		n->len = n->words.copy.len;
	}
	return changed < 0 ? -1 : 0;
}

/* The run that the copy's byte at offset is in; there is one. */
static const struct normal_run *
run_of(const struct normal_map *map, size_t offset)
{
	size_t low = 0, high = map->n;

	while (high - low > 1) {
		size_t mid = (low + high) / 2;

		if (map->runs[mid].out <= offset)
			low = mid;
		else
			high = mid;
	}
	return &map->runs[low];
}

static size_t
start_in(const struct normal_map *map, size_t offset)
{
	const struct normal_run *r;

	if (map->n == 0)
		return offset;
	r = run_of(map, offset);
	return r->in + (offset - r->out) / r->out_step * r->in_step;
}

static size_t
end_in(const struct normal_map *map, size_t offset)
{
	const struct normal_run *r;

	if (map->n == 0 || offset == 0)
		return offset;
	r = run_of(map, offset - 1);
	return r->in + ((offset - 1 - r->out) / r->out_step + 1) * r->in_step;
}

size_t
normal_start(const struct normal *n, size_t offset)
{
	return start_in(&n->characters, start_in(&n->words, offset));
}

size_t
normal_end(const struct normal *n, size_t offset)
{
	return end_in(&n->characters, end_in(&n->words, offset));
}
