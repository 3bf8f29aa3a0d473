/* SPDX-License-Identifier: MIT
 *
 * learned-file.c - reads a weights file into a table.
 *
 * Slots are found by the low bits of a feature's hash and told apart by 32
 * others; at most half of them are taken.
 *
 * Invariant: slots[i].tag is 0 only where the slot is free; the weights of
 * slot i for categories are pairs[first[i]] to pairs[first[i] + count[i] - 1].
 */
#include "find/learned-file.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/strlist.h"
#include "config/source.h"
#include "find/features.h"

#define FEATURES_MAX 1000000u
/* A weight beyond this is a mistake. */
#define WEIGHT_MAX 9999L

struct slot {
	uint32_t tag;
	struct learned_weight weight;
};

/* Where a feature's weights for the categories are. */
struct row {
	uint32_t first;
	uint32_t count;
};

struct pair {
	uint16_t category;
	int16_t weight; /* hundredths */
};

struct learned {
	struct slot *slots;
	struct row *rows; /* by slot */
	uint32_t mask;
	struct pair *pairs;
	size_t npairs, cappairs;
	struct strlist categories;
	struct learned_weight start, unfamiliar;
	struct row start_row, unfamiliar_row;
};

/* A file that is being read, and the line it is at. */
struct reader {
	struct learned *l;
	const char *path;
	unsigned line;
	bool started;
	struct buf *err;
};

static uint32_t
tag_of(uint64_t hash)
{
	uint32_t tag = (uint32_t)(hash >> 32);

	return tag != 0 ? tag : 1;
}

/* The slot of a feature, or the free one where it would be. */
static uint32_t
find_slot(const struct learned *l, uint64_t hash)
{
	uint32_t i = (uint32_t)hash & l->mask, tag = tag_of(hash);

	while (l->slots[i].tag != 0 && l->slots[i].tag != tag)
		i = (i + 1) & l->mask;
	return i;
}

static int
wrong(struct reader *r, const char *what)
{
	return source_error(
	    r->err, r->path, (struct place){r->line, 1}, "%s", what);
}

/* Reads a whole number of hundredths up to a tab or the end. */
static int
read_weight(const char *s, const char *end, long *ret)
{
	char *after;
	long n = strtol(s, &after, 10);

	if (after == s || after != end || n < -WEIGHT_MAX || n > WEIGHT_MAX)
		return -1;
	*ret = n;
	return 0;
}

/* Reads "3:110" into a new pair. */
static int
read_pair(struct reader *r, const char *s, const char *end)
{
	struct learned *l = r->l;
	char *after;
	unsigned long category = strtoul(s, &after, 10);
	struct pair *v;
	size_t cap;
	long weight;

	if (after == s || *after != ':' || category < 1 ||
	    category > l->categories.n || read_weight(after + 1, end, &weight))
		return wrong(r, "expected N:W, a column and a weight");
	if (l->npairs == l->cappairs) {
		cap = l->cappairs ? 2 * l->cappairs : 4096;
		v = reallocarray(l->pairs, cap, sizeof *v);
		if (v == NULL)
			return wrong(r, "out of memory");
		l->pairs = v;
		l->cappairs = cap;
	}
	l->pairs[l->npairs++] =
	    (struct pair){(uint16_t)(category - 1), (int16_t)weight};
	return 0;
}

/* Reads the fields behind a feature. */
static int
read_weights(struct reader *r, const char *s, const char *end,
    struct learned_weight *ret, struct row *ret_row)
{
	size_t first = r->l->npairs;
	long two[2] = {0, 0};
	unsigned field = 0;

	for (; s < end; field++) {
		const char *tab = memchr(s, '\t', (size_t)(end - s));

		if (tab == NULL)
			tab = end;
		if (field >= 2) {
			if (read_pair(r, s, tab) < 0)
				return -1;
		} else if (read_weight(s, tab, &two[field]) < 0) {
			return wrong(r, "expected a weight, a whole number of "
					"hundredths");
		}
		s = tab < end ? tab + 1 : end;
	}
	if (field < 2)
		return wrong(r, "expected two weights behind the feature");
	*ret = (struct learned_weight){(int16_t)two[0], (int16_t)two[1]};
	*ret_row =
	    (struct row){(uint32_t)first, (uint32_t)(r->l->npairs - first)};
	return 0;
}

static int
read_columns(struct reader *r, const char *s, const char *end)
{
	static const char fixed[] = "breach\tours";
	size_t n = sizeof fixed - 1;

	if ((size_t)(end - s) < n || memcmp(s, fixed, n) != 0)
		return wrong(r, "expected columns 'breach' and 'ours' first");
	for (s += n; s < end && *s == '\t';) {
		const char *tab;

		s++;
		tab = memchr(s, '\t', (size_t)(end - s));
		if (tab == NULL)
			tab = end;
		if (r->l->categories.n == LEARNED_CATEGORIES ||
		    strlist_addn(&r->l->categories, s, (size_t)(tab - s)) < 0)
			return wrong(r, "too many categories");
		s = tab;
	}
	return r->l->categories.n > 0 ? 0 : wrong(r, "expected categories");
}

static int
read_feature(struct reader *r, const char *name, size_t len, const char *s,
    const char *end)
{
	char feature[2 * FEATURES_WORD + 2];
	struct learned_weight weight;
	struct row row;
	uint64_t hash;
	uint32_t slot;

	if (len == 0 || len >= sizeof feature)
		return wrong(r, "expected a feature: a word, ~stem or two "
				"stems");
	memcpy(feature, name, len);
	feature[len] = '\0';
	if (read_weights(r, s, end, &weight, &row) < 0)
		return -1;
	hash = features_hash(feature);
	slot = find_slot(r->l, hash);
	if (r->l->slots[slot].tag != 0)
		return wrong(r, "a feature that is there already; expected "
				"each once");
	r->l->slots[slot] = (struct slot){tag_of(hash), weight};
	r->l->rows[slot] = row;
	return 0;
}

static int
read_line(struct reader *r, const char *line, const char *end)
{
	const char *tab = memchr(line, '\t', (size_t)(end - line));
	size_t len = (size_t)((tab != NULL ? tab : end) - line);
	const char *rest = tab != NULL ? tab + 1 : end;

	if (line == end || *line == '#')
		return 0;
	if (len == 8 && memcmp(line, "=columns", 8) == 0)
		return read_columns(r, rest, end);
	if (r->l->categories.n == 0)
		return wrong(r, "expected '=columns' before any weight");
	if (len == 6 && memcmp(line, "=start", 6) == 0) {
		r->started = true;
		return read_weights(
		    r, rest, end, &r->l->start, &r->l->start_row);
	}
	if (len == sizeof LEARNED_UNFAMILIAR - 1 &&
	    memcmp(line, LEARNED_UNFAMILIAR, len) == 0)
		return read_weights(
		    r, rest, end, &r->l->unfamiliar, &r->l->unfamiliar_row);
	return read_feature(r, line, len, rest, end);
}

/* Slots for as many features as there are lines. */
static int
make_slots(struct learned *l, const char *data, size_t len)
{
	size_t lines = 1, slots = 1024;
	const char *at = data, *end = data + len;

	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		at++;
		lines++;
	}
	if (lines > FEATURES_MAX)
		return -1;
	while (slots < 2 * lines)
		slots *= 2;
	l->mask = (uint32_t)(slots - 1);
	l->slots = calloc(slots, sizeof *l->slots);
	l->rows = calloc(slots, sizeof *l->rows);
	return l->slots != NULL && l->rows != NULL ? 0 : -1;
}

static int
read_all(struct reader *r, const char *data, size_t len)
{
	const char *at = data, *end = data + len;

	while (at < end) {
		const char *nl = memchr(at, '\n', (size_t)(end - at));

		if (nl == NULL)
			nl = end;
		r->line++;
		if (read_line(r, at, nl) < 0)
			return -1;
		at = nl < end ? nl + 1 : end;
	}
	return r->started ? 0 : wrong(r, "the end; expected '=start' before");
}

struct learned *
learned_load(const char *path, struct buf *ret_err)
{
	struct learned *l = calloc(1, sizeof *l);
	struct reader r = {.l = l, .path = path, .err = ret_err};
	struct source source;
	int ret = -1;

	if (l == NULL) {
		wrong(&r, "out of memory");
		return NULL;
	}
	if (source_read(path, &source, ret_err) < 0)
		goto fail;
	if (make_slots(l, source.data, source.len) < 0)
		wrong(&r, "too many features, or out of memory");
	else
		ret = read_all(&r, source.data, source.len);
	source_free(&source);
	if (ret == 0)
		return l;
fail:
	learned_free(l);
	return NULL;
}

void
learned_free(struct learned *l)
{
	if (l == NULL)
		return;
	free(l->slots);
	free(l->rows);
	free(l->pairs);
	strlist_free(&l->categories);
	free(l);
}

size_t
learned_count(const struct learned *l)
{
	return l->categories.n;
}

size_t
learned_category(const struct learned *l, const char *name)
{
	size_t i;

	for (i = 0; i < l->categories.n; i++)
		if (strcmp(l->categories.v[i], name) == 0)
			break;
	return i;
}

struct learned_weight
learned_start(const struct learned *l)
{
	return l->start;
}

/* The slot of one of a word's features, or of none: SLOT_NONE, or
 * SLOT_UNFAMILIAR for a word that is not in the file and no name. */
#define SLOT_NONE UINT32_MAX
#define SLOT_UNFAMILIAR (UINT32_MAX - 1)

static uint32_t
slot_of(const struct learned *l, const struct feature_word *w, size_t feature)
{
	uint32_t slot;

	if (w->hashes[feature] == 0)
		return SLOT_NONE;
	slot = find_slot(l, w->hashes[feature]);
	if (l->slots[slot].tag != 0)
		return slot;
	return feature == 0 && !w->name ? SLOT_UNFAMILIAR : SLOT_NONE;
}

struct learned_weight
learned_weight(const struct learned *l, const struct feature_word *w)
{
	struct learned_weight sum = {0, 0}, add;
	size_t i;

	for (i = 0; i < 3; i++) {
		uint32_t slot = slot_of(l, w, i);

		if (slot == SLOT_NONE)
			continue;
		add = slot == SLOT_UNFAMILIAR ? l->unfamiliar
					      : l->slots[slot].weight;
		sum.breach = (int16_t)(sum.breach + add.breach);
		sum.ours = (int16_t)(sum.ours + add.ours);
	}
	return sum;
}

static void
add_row(const struct learned *l, struct row row, float *sums)
{
	uint32_t i;

	for (i = row.first; i < row.first + row.count; i++)
		sums[l->pairs[i].category] += (float)l->pairs[i].weight / 100;
}

void
learned_add_start(const struct learned *l, float *sums)
{
	add_row(l, l->start_row, sums);
}

void
learned_add(const struct learned *l, const struct feature_word *w,
    size_t feature, float *sums)
{
	uint32_t slot = slot_of(l, w, feature);

	if (slot == SLOT_UNFAMILIAR)
		add_row(l, l->unfamiliar_row, sums);
	else if (slot != SLOT_NONE)
		add_row(l, l->rows[slot], sums);
}

float
learned_breach(
    const struct learned *l, const struct feature_word *w, size_t feature)
{
	uint32_t slot = slot_of(l, w, feature);

	return slot < SLOT_UNFAMILIAR
		   ? (float)l->slots[slot].weight.breach / 100
		   : 0;
}
