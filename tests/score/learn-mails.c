/* SPDX-License-Identifier: MIT
 *
 * learn-mails.c - invented mails as passages of features.
 *
 * The mails go through the finder's own view and scan, so that what is learned
 * is what will be weighed.
 */
#include "score/learn-mails.h"

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "find/features.h"
#include "find/learned-file.h"
#include "find/normalise.h"

/* A feature in fewer of our mails than this says nothing. */
#define RARE 2
/* A word that has a capital so often inside sentences is a name. */
#define NAME_SHARE 0.6
#define TABLE_START 65536u
#define NONE UINT32_MAX
/* Set in a passage's number of a word that stands as a name. */
#define IS_NAME 0x80000000u

/* All features seen, by hash; what is kept of each is known only when all
 * mails are read. */
struct entry {
	uint64_t hash;
	char *text;
	uint32_t mails, last; /* in how many of ours; the last, to count once */
	uint32_t names, words; /* how often as a name, and at all */
	uint32_t number;       /* once settled, or NONE */
	bool listed;           /* in a list of names */
};

struct feature_table {
	struct entry *v;
	size_t n, cap;
	uint32_t *slots;
	size_t nslots;
};

/* A word of the mail that is being read. */
struct word {
	uint32_t features[3]; /* NONE for none */
	bool name;
};

struct reading {
	struct mails *mails;
	struct word *words;
	bool *ends;
	size_t n, cap;
	uint32_t mail;
	bool counts; /* towards what is rare */
	struct mail *out;
};

static void *
grow(void *v, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return v;
	*cap = *cap ? 2 * *cap : 1024;
	v = reallocarray(v, *cap, size);
	if (v == NULL)
		err(1, "mails");
	return v;
}

static void
rehash(struct feature_table *t)
{
	size_t i;

	free(t->slots);
	t->nslots = t->nslots ? 4 * t->nslots : TABLE_START;
	t->slots = malloc(t->nslots * sizeof *t->slots);
	if (t->slots == NULL)
		err(1, "features");
	memset(t->slots, 0xff, t->nslots * sizeof *t->slots);
	for (i = 0; i < t->n; i++) {
		size_t at = t->v[i].hash & (t->nslots - 1);

		while (t->slots[at] != NONE)
			at = (at + 1) & (t->nslots - 1);
		t->slots[at] = (uint32_t)i;
	}
}

static uint32_t
intern(struct feature_table *t, const char *text)
{
	uint64_t hash = features_hash(text);
	size_t at;

	if (2 * (t->n + 1) > t->nslots)
		rehash(t);
	at = hash & (t->nslots - 1);
	while (t->slots[at] != NONE && t->v[t->slots[at]].hash != hash)
		at = (at + 1) & (t->nslots - 1);
	if (t->slots[at] == NONE) {
		t->v = grow(t->v, t->n, &t->cap, sizeof *t->v);
		t->v[t->n] = (struct entry){
		    .hash = hash, .text = strdup(text), .last = NONE};
		if (t->v[t->n].text == NULL)
			err(1, "features");
		t->slots[at] = (uint32_t)t->n++;
	}
	return t->slots[at];
}

static void
count(struct reading *r, uint32_t feature, bool name)
{
	struct entry *e = &r->mails->table->v[feature];

	e->names += name;
	e->words++;
	if (e->last != r->mail && r->out->ours)
		e->mails++;
	e->last = r->mail;
}

static int
add_word(void *arg, const struct feature_word *w)
{
	struct feature_table *table;
	struct reading *r = arg;
	char text[2 * FEATURES_WORD + 2];
	struct word *word;
	size_t cap = r->cap, i;

	r->words = grow(r->words, r->n, &cap, sizeof *r->words);
	r->ends = grow(r->ends, r->n, &r->cap, sizeof *r->ends);
	table = r->mails->table;
	word = &r->words[r->n];
	r->ends[r->n++] = w->ends;
	word->features[0] = intern(table, w->word);
	word->name = w->name;
	word->features[1] = word->features[2] = NONE;
	if (w->hashes[1] != 0) {
		snprintf(text, sizeof text, "~%s", w->stem);
		word->features[1] = intern(table, text);
	}
	if (w->hashes[2] != 0) {
		snprintf(text, sizeof text, "%s %s", w->before, w->stem);
		word->features[2] = intern(table, text);
	}
	for (i = 0; i < 3; i++)
		if (r->counts && word->features[i] != NONE)
			count(r, word->features[i], w->name);
	return 0;
}

static int
add_passage(void *arg, size_t first, size_t end)
{
	struct reading *r = arg;
	struct mail *m = r->out;
	struct passage_features *p;
	size_t i, j;

	m->passages = reallocarray(m->passages, m->n + 1, sizeof *m->passages);
	if (m->passages == NULL)
		err(1, "passages");
	p = &m->passages[m->n++];
	p->v = calloc(3 * (end - first), sizeof *p->v);
	p->n = 0;
	if (p->v == NULL)
		err(1, "passages");
	for (i = first; i < end; i++)
		for (j = 0; j < 3; j++)
			if (r->words[i].features[j] != NONE)
				p->v[p->n++] =
				    r->words[i].features[j] |
				    (j == 0 && r->words[i].name ? IS_NAME : 0);
	return 0;
}

static uint64_t
read_labels(struct mails *m, char *list, const char *path, size_t line)
{
	uint64_t labels = 0;
	size_t i;
	char *one;

	while ((one = strsep(&list, ", ")) != NULL) {
		if (*one == '\0' || strcmp(one, "none") == 0)
			continue;
		for (i = 0; i < m->ncategories; i++)
			if (strcmp(m->categories[i], one) == 0)
				break;
		if (i == MAILS_CATEGORIES)
			errx(1, "%s:%zu: too many categories", path, line);
		if (i == m->ncategories) {
			m->categories[i] = strdup(one);
			if (m->categories[i] == NULL)
				err(1, "categories");
			m->ncategories++;
		}
		labels |= (uint64_t)1 << i;
	}
	return labels;
}

/* "\n" to a line end, and "Subject: " at the start away, in place. */
static void
unfold(char *text)
{
	char *to = text;

	if (strncmp(text, "Subject: ", 9) == 0)
		text += 9;
	for (; *text != '\0'; text++)
		if (text[0] == '\\' && text[1] == 'n') {
			*to++ = '\n';
			text++;
		} else {
			*to++ = *text;
		}
	*to = '\0';
}

static void
add_mail(struct mails *m, struct reading *r, enum mails_kind kind,
    uint64_t labels, char *text)
{
	struct normal view;

	m->v = grow(m->v, m->n, &m->cap, sizeof *m->v);
	r->out = &m->v[m->n];
	*r->out = (struct mail){
	    .labels = labels,
	    .file = m->nfiles,
	    .ours = kind == MAILS_OURS,
	    .unseen = kind == MAILS_UNSEEN,
	};
	r->counts = kind != MAILS_UNSEEN;
	r->mail = (uint32_t)m->n++;
	r->n = 0;
	unfold(text);
	normal_init(&view);
	if (normal_make(&view, text, strlen(text)) < 0)
		err(1, "a mail");
	features_scan(view.data, view.len, add_word, r);
	if (r->n > 0)
		features_passages(r->ends, r->n, add_passage, r);
	normal_free(&view);
}

void
mails_read(struct mails *m, const char *path, enum mails_kind kind)
{
	struct reading r = {.mails = m};
	FILE *file = fopen(path, "r");
	size_t size = 0, number = 0;
	char *line = NULL, *at, *list, *text;
	ssize_t len;

	if (file == NULL || m->nfiles == MAILS_FILES)
		err(1, "%s", path);
	if (m->table == NULL)
		m->table = calloc(1, sizeof *m->table);
	if (m->table == NULL)
		err(1, "features");
	while ((len = getline(&line, &size, file)) > 0) {
		number++;
		at = line;
		line[strcspn(line, "\n")] = '\0';
		if (*line == '#' || *line == '\0')
			continue;
		list = strsep(&at, "\t");
		strsep(&at, "\t");
		text = at;
		if (text == NULL)
			errx(1,
			    "%s:%zu: expected labels, to and text with "
			    "tabs between",
			    path, number);
		add_mail(m, &r, kind, read_labels(m, list, path, number), text);
	}
	m->files[m->nfiles++] = path;
	free(line);
	free(r.words);
	free(r.ends);
	fclose(file);
}

static int
add_name(void *arg, const struct feature_word *w)
{
	struct feature_table *t = arg;

	t->v[intern(t, w->word)].listed = true;
	return 0;
}

void
mails_names(struct mails *m, const char *path)
{
	FILE *file = fopen(path, "r");
	size_t size = 0;
	char *line = NULL;

	if (file == NULL)
		err(1, "%s", path);
	while (getline(&line, &size, file) > 0) {
		line[strcspn(line, "#\n")] = '\0';
		features_scan(line, strlen(line), add_name, m->table);
	}
	free(line);
	fclose(file);
}

static bool
is_name(const struct feature_table *t, const char *word)
{
	uint64_t hash = features_hash(word);
	size_t at = hash & (t->nslots - 1);
	const struct entry *e;

	while (t->slots[at] != NONE && t->v[t->slots[at]].hash != hash)
		at = (at + 1) & (t->nslots - 1);
	if (t->slots[at] == NONE)
		return false;
	e = &t->v[t->slots[at]];
	return e->listed || e->names >= NAME_SHARE * e->words;
}

/* Is a word, or a stem's or a pair's part, a name? */
static bool
has_name(const struct feature_table *t, const char *feature)
{
	char part[FEATURES_WORD + 1];
	size_t n = strcspn(feature, " ");

	if (*feature == '~')
		return is_name(t, feature + 1);
	if (feature[n] == '\0')
		return is_name(t, feature);
	memcpy(part, feature, n);
	part[n] = '\0';
	return is_name(t, part) || is_name(t, feature + n + 1);
}

static bool
is_word(const char *feature)
{
	return *feature != '~' && strchr(feature, ' ') == NULL;
}

/* Words that are no features count as unfamiliar, unless they are names. */
static void
renumber(const struct mails *m, const bool *words, struct passage_features *p)
{
	size_t i, n = 0;

	for (i = 0; i < p->n; i++) {
		uint32_t at = p->v[i] & ~IS_NAME;
		uint32_t number = m->table->v[at].number;

		if (number != NONE)
			p->v[n++] = number;
		else if (words[at] && !(p->v[i] & IS_NAME))
			p->v[n++] = (uint32_t)m->unfamiliar;
	}
	p->n = n;
}

static void
add_feature(struct mails *m, char *text)
{
	m->features[m->nfeatures++] = text;
}

void
mails_settle(struct mails *m)
{
	struct feature_table *t = m->table;
	bool *words = calloc(t->n, sizeof *words);
	char *unfamiliar = strdup(LEARNED_UNFAMILIAR);
	size_t i, j;

	m->features = calloc(t->n + 1, sizeof *m->features);
	if (m->features == NULL || words == NULL || unfamiliar == NULL)
		err(1, "features");
	m->unfamiliar = m->nfeatures;
	add_feature(m, unfamiliar);
	for (i = 0; i < t->n; i++) {
		struct entry *e = &t->v[i];

		e->number = NONE;
		words[i] = is_word(e->text);
		if (e->mails < RARE || has_name(t, e->text))
			continue;
		e->number = (uint32_t)m->nfeatures;
		add_feature(m, e->text);
	}
	for (i = 0; i < t->n; i++)
		if (t->v[i].number != NONE)
			t->v[i].text = NULL;
	for (i = 0; i < m->n; i++)
		for (j = 0; j < m->v[i].n; j++)
			renumber(m, words, &m->v[i].passages[j]);
	free(words);
}

void
mails_free(struct mails *m)
{
	size_t i, j;

	for (i = 0; i < m->n; i++) {
		for (j = 0; j < m->v[i].n; j++)
			free(m->v[i].passages[j].v);
		free(m->v[i].passages);
	}
	free(m->v);
	for (i = 0; i < m->ncategories; i++)
		free(m->categories[i]);
	for (i = 0; i < m->nfeatures; i++)
		free(m->features[i]);
	free(m->features);
	for (i = 0; m->table != NULL && i < m->table->n; i++)
		free(m->table->v[i].text);
	if (m->table != NULL) {
		free(m->table->v);
		free(m->table->slots);
	}
	free(m->table);
	*m = (struct mails){0};
}
