/* SPDX-License-Identifier: MIT
 *
 * people.c - how many different people a message is about.
 */
#include "find/people.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "find/names.h"

/* Open addressing; 0 is an empty place. */
struct hashes {
	uint64_t *v;
	size_t n, cap;
};

struct counted {
	struct hashes values, in_rows;
};

struct people {
	struct people_key key;
	/* Names of two words or more, the words in those, names of one. */
	struct hashes rows, names, words, singles;
	struct counted *rules;
	size_t nrules;
};

void
people_key_make(struct people_key *ret)
{
	size_t got = 0;
	ssize_t n;

	*ret = (struct people_key){{0}};
	while (got < sizeof ret->k) {
		n = getrandom((char *)ret->k + got, sizeof ret->k - got, 0);
		if (n <= 0)
			break;
		got += (size_t)n;
	}
}

static uint64_t
rotate(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static void
sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[0] = rotate(v[0], 32);
	v[2] += v[3];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

/* Eight bytes, least significant first. */
static uint64_t
sip_word(const unsigned char *s, size_t n)
{
	uint64_t w = 0;

	while (n-- > 0)
		w = w << 8 | s[n];
	return w;
}

static uint64_t
sip(const struct people_key *key, const char *data, size_t len)
{
	const unsigned char *s = (const unsigned char *)data;
	uint64_t v[4] = {key->k[0] ^ 0x736f6d6570736575u,
	    key->k[1] ^ 0x646f72616e646f6du, key->k[0] ^ 0x6c7967656e657261u,
	    key->k[1] ^ 0x7465646279746573u};
	size_t at = 0, i;
	uint64_t word;

	for (;; at += 8) {
		bool last = len - at < 8;

		word = last ? sip_word(s + at, len - at) | (uint64_t)len << 56
			    : sip_word(s + at, 8);
		v[3] ^= word;
		sip_round(v);
		sip_round(v);
		v[0] ^= word;
		if (last)
			break;
	}
	v[2] ^= 0xff;
	for (i = 0; i < 4; i++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static void
place(uint64_t *v, size_t cap, uint64_t hash, size_t *n)
{
	size_t i = hash & (cap - 1);

	while (v[i] != 0 && v[i] != hash)
		i = (i + 1) & (cap - 1);
	*n += v[i] == 0;
	v[i] = hash;
}

static int
hashes_add(struct hashes *h, uint64_t hash)
{
	size_t cap = h->cap ? 2 * h->cap : 64, n = 0, i;
	uint64_t *v;

	if (2 * (h->n + 1) > h->cap) {
		v = calloc(cap, sizeof *v);
		if (v == NULL)
			return -1;
		for (i = 0; i < h->cap; i++)
			if (h->v[i] != 0)
				place(v, cap, h->v[i], &n);
		free(h->v);
		h->v = v;
		h->cap = cap;
	}
	place(h->v, h->cap, hash != 0 ? hash : 1, &h->n);
	return 0;
}

static void
hashes_free(struct hashes *h)
{
	free(h->v);
	*h = (struct hashes){0};
}

struct people *
people_new(const struct people_key *key, size_t nrules)
{
	struct people *p = calloc(1, sizeof *p);

	if (p == NULL)
		return NULL;
	p->key = *key;
	p->nrules = nrules;
	p->rules = calloc(nrules + 1, sizeof *p->rules);
	if (p->rules == NULL) {
		free(p);
		return NULL;
	}
	return p;
}

void
people_start(struct people *p)
{
	size_t i;

	hashes_free(&p->rows);
	hashes_free(&p->names);
	hashes_free(&p->words);
	hashes_free(&p->singles);
	for (i = 0; i < p->nrules; i++) {
		hashes_free(&p->rules[i].values);
		hashes_free(&p->rules[i].in_rows);
	}
}

void
people_free(struct people *p)
{
	if (p == NULL)
		return;
	people_start(p);
	free(p->rules);
	free(p);
}

int
people_row(struct people *p, bool sheet, size_t table, size_t row)
{
	uint64_t place[3] = {sheet, table, row};

	return hashes_add(
	    &p->rows, sip(&p->key, (const char *)place, sizeof place));
}

/* What makes two values the same: letters and digits, letters folded. */
static uint64_t
hash_value(const struct people_key *key, const char *s, size_t len, char by)
{
	char out[256];
	size_t i, n = 0;

	for (i = 0; i < len && n < sizeof out; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    c >= 0x80 || c == '@')
			out[n++] = (char)c;
		else if (by != '\0' && n > 0 && out[n - 1] != by)
			out[n++] = by;
	}
	return sip(key, out, n);
}

int
people_value(
    struct people *p, size_t rule, const char *s, size_t len, bool in_row)
{
	uint64_t hash = hash_value(&p->key, s, len, '\0');

	if (in_row && hashes_add(&p->rules[rule].in_rows, hash) < 0)
		return -1;
	return hashes_add(&p->rules[rule].values, hash);
}

int
people_name(struct people *p, const char *s, size_t len)
{
	const char *at = s, *word, *first = NULL, *last = s;
	size_t n, words = 0;

	while ((word = names_word(&at, s + len, &n)) != NULL) {
		if (names_is_title(word, n))
			continue;
		if (first == NULL)
			first = word;
		last = word + n;
		words++;
	}
	if (words == 0)
		return 0;
	n = (size_t)(last - first);
	if (words == 1)
		return hashes_add(
		    &p->singles, hash_value(&p->key, first, n, ' '));
	for (at = first; (word = names_word(&at, last, &n)) != NULL;)
		if (hashes_add(&p->words, hash_value(&p->key, word, n, ' ')) <
		    0)
			return -1;
	return hashes_add(
	    &p->names, hash_value(&p->key, first, (size_t)(last - first), ' '));
}

static bool
hashes_have(const struct hashes *h, uint64_t hash)
{
	size_t i = h->cap > 0 ? hash & (h->cap - 1) : 0;

	while (h->cap > 0 && h->v[i] != 0) {
		if (h->v[i] == hash)
			return true;
		i = (i + 1) & (h->cap - 1);
	}
	return false;
}

/* "Mrs Khan" and "Amina" are not counted beside "Amina Khan". */
static size_t
count_names(const struct people *p)
{
	size_t i, n = p->names.n;

	for (i = 0; i < p->singles.cap; i++)
		n += p->singles.v[i] != 0 &&
		     !hashes_have(&p->words, p->singles.v[i]);
	return n;
}

static void
explain(struct buf *how, size_t rows, size_t values, const char *title)
{
	if (rows > 0)
		buf_addf(how, "%zu table row%s", rows, rows == 1 ? "" : "s");
	if (rows > 0 && values > 0)
		buf_adds(how, " and besides them ");
	if (values > 0)
		buf_addf(how, "%zu different value%s of '%s'", values,
		    values == 1 ? "" : "s", title);
}

size_t
people_count(const struct people *p,
    const char *(*title)(const void *arg, size_t rule), const void *arg,
    struct buf *how)
{
	size_t i, most = 0, rule = 0, n, names = count_names(p);

	for (i = 0; i < p->nrules; i++) {
		n = p->rules[i].values.n - p->rules[i].in_rows.n;
		if (n > most) {
			most = n;
			rule = i;
		}
	}
	if (names > p->rows.n + most) {
		buf_addf(
		    how, "%zu different name%s", names, names == 1 ? "" : "s");
		return names;
	}
	explain(how, p->rows.n, most, title(arg, rule));
	return p->rows.n + most;
}
