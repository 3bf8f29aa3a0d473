/* SPDX-License-Identifier: MIT
 *
 * rules.c - reads folders of rule files into one linked, compiled set.
 *
 * BUGS
 *	Rules are compared by id one with the other: a few thousand are fine.
 */
#include "find/rules.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "config/yaml.h"

#define DEPTH_MAX 8
#define RULES_MAX 20000

/* The files of one folder, before they are read. */
struct files {
	struct strlist paths;
	struct buf *err;
};

static int
add_file(struct files *f, const char *path)
{
	if (strlist_add(&f->paths, path) == 0)
		return 0;
	buf_addf(f->err, "%s:1:1: out of memory", path);
	return -1;
}

static int
is_rule_file(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && strcmp(name + n - 5, ".yaml") == 0;
}

static int collect(struct files *f, const char *path, int depth);

static int
collect_folder(struct files *f, const char *path, int depth)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	struct buf child = BUF_MAX(4096);
	int ret = 0;

	if (dir == NULL) {
		buf_addf(f->err, "%s:1:1: %s; expected a folder of rules", path,
		    strerror(errno));
		return -1;
	}
	while (ret == 0 && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		buf_reset(&child);
		buf_addf(&child, "%s/%s", path, entry->d_name);
		if (!buf_failed(&child))
			ret = collect(f, buf_str(&child), depth + 1);
	}
	buf_free(&child);
	closedir(dir);
	return ret;
}

/* Adds a rule file, or all below a folder. */
static int
collect(struct files *f, const char *path, int depth)
{
	struct stat st;

	if (stat(path, &st) < 0) {
		buf_addf(f->err,
		    "%s:1:1: %s; expected a folder or file of "
		    "rules",
		    path, strerror(errno));
		return -1;
	}
	if (S_ISDIR(st.st_mode))
		return depth < DEPTH_MAX ? collect_folder(f, path, depth) : 0;
	if (depth == 0 || is_rule_file(path))
		return add_file(f, path);
	return 0;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

size_t
rules_find(const struct rules *r, const char *id)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (strcmp(r->v[i].id, id) == 0)
			return i;
	return r->n;
}

/* Takes *rule: in place of one of the same id of an earlier folder, or at the
 * end. fresh[i]: rule i is of this folder already. */
static int
take_rule(struct rules *r, struct rule *rule, bool *fresh, struct buf *err)
{
	size_t i = rules_find(r, rule->id), cap;
	struct rule *v;

	if (i < r->n) {
		if (fresh[i]) {
			rule_error(err, rule, rule->line, rule->column,
			    "is here a second time; expected one of that id, "
			    "the first is in %s:%u",
			    r->v[i].file, r->v[i].line);
			return -1;
		}
		rule_free(&r->v[i]);
		r->v[i] = *rule;
		fresh[i] = true;
		return 0;
	}
	if (r->n == RULES_MAX)
		return rule_error(err, rule, rule->line, rule->column,
		    "is one too many; expected at most %d", RULES_MAX);
	if (r->n == r->cap) {
		cap = r->cap ? 2 * r->cap : 128;
		v = reallocarray(r->v, cap, sizeof *v);
		if (v == NULL)
			return rule_error(err, rule, rule->line, rule->column,
			    "out of memory");
		r->v = v;
		r->cap = cap;
	}
	fresh[r->n] = true;
	r->v[r->n++] = *rule;
	return 0;
}

static int
read_file(struct rules *r, const char *path, bool *fresh, struct buf *err)
{
	struct yaml_file file;
	struct rule rule;
	size_t i;
	int ret = -1;

	if (yaml_load(path, &file, err) < 0)
		return -1;
	if (file.root != NULL && file.root->kind != YAML_LIST) {
		yaml_error(err, &file, file.root,
		    "found no list; expected a list of rules: '- id: …'");
		goto out;
	}
	for (i = 0; file.root != NULL && i < file.root->n; i++) {
		if (rule_read(&file, file.root->items[i], &rule, err) < 0)
			goto out;
		if (take_rule(r, &rule, fresh, err) < 0) {
			rule_free(&rule);
			goto out;
		}
	}
	ret = 0;
out:
	yaml_unload(&file);
	return ret;
}

static int
read_folder(struct rules *r, const char *path, struct buf *err)
{
	struct files files = {.err = err};
	bool *fresh = calloc(RULES_MAX, sizeof *fresh);
	int ret = -1;
	size_t i;

	if (fresh == NULL) {
		buf_addf(err, "%s:1:1: out of memory", path);
		return -1;
	}
	if (collect(&files, path, 0) < 0)
		goto out;
	if (files.paths.n > 0)
		qsort(files.paths.v, files.paths.n, sizeof *files.paths.v,
		    by_bytes);
	for (i = 0; i < files.paths.n; i++)
		if (read_file(r, files.paths.v[i], fresh, err) < 0)
			goto out;
	ret = 0;
out:
	free(fresh);
	strlist_free(&files.paths);
	return ret;
}

static int
link_refs(struct rules *r, size_t self, struct rule_refs *refs, struct buf *err)
{
	size_t i;

	for (i = 0; i < refs->n; i++) {
		struct rule_ref *ref = &refs->v[i];

		ref->rule = rules_find(r, ref->id);
		if (ref->rule == r->n)
			return rule_error(err, &r->v[self], ref->line,
			    ref->column,
			    "names rule '%s'; expected the id of a rule that "
			    "there is",
			    ref->id);
		if (ref->rule == self)
			return rule_error(err, &r->v[self], ref->line,
			    ref->column, "names itself; expected another rule");
		if (rule_is_placeless(&r->v[ref->rule]))
			return rule_error(err, &r->v[self], ref->line,
			    ref->column,
			    "names '%s', a check or sign; expected a rule "
			    "that stands at a place",
			    ref->id);
	}
	return 0;
}

/* Gives words a list of occurrences and puts them into the book. */
static int
link_words(struct rules *r, const struct rule *rule,
    const struct strlist *words, bool exact, uint32_t *ret, struct buf *err)
{
	const char *wrong;
	size_t i;

	if (words->n == 0)
		return 0;
	*ret = r->nlists++;
	for (i = 0; i < words->n; i++) {
		wrong = phrases_add(r->book, *ret, words->v[i], exact);
		if (wrong != NULL)
			return rule_error(err, rule, rule->line, rule->column,
			    "'%s' is %s; expected words", words->v[i], wrong);
	}
	return 0;
}

static int
link_near(struct rules *r, size_t self, struct rule_near *near, struct buf *err)
{
	if (link_refs(r, self, &near->rules, err) < 0)
		return -1;
	return link_words(
	    r, &r->v[self], &near->words, false, &near->list, err);
}

static int
link_rule(struct rules *r, size_t self, struct buf *err)
{
	struct rule *rule = &r->v[self];
	size_t i;

	if (link_words(r, rule, &rule->phrases, rule->exact, &rule->list, err) <
		0 ||
	    link_near(r, self, &rule->context, err) < 0 ||
	    link_near(r, self, &rule->not, err) < 0)
		return -1;
	for (i = 0; i < rule->nneeds; i++)
		if (link_near(r, self, &rule->needs[i], err) < 0)
			return -1;
	return 0;
}

/* Numbers regexes and their lists, after those of the book. */
static int
link_regexes(struct rules *r)
{
	size_t i, j, n = 0;

	for (i = 0; i < r->n; i++)
		n += r->v[i].regex.n;
	r->patterns = calloc(n + 1, sizeof *r->patterns);
	if (r->patterns == NULL)
		return -1;
	for (i = 0; i < r->n; i++) {
		struct rule *rule = &r->v[i];

		if (rule->regex.n > 0)
			rule->list = rule->regex.list = r->nlists++;
		if (rule->not .regex.n > 0)
			rule->not .regex.list = r->nlists++;
		rule->regex.first = r->npatterns;
		for (j = 0; j < rule->regex.n; j++)
			r->patterns[r->npatterns++] = rule->regex.v[j];
	}
	return 0;
}

static int
link_persons(struct rules *r)
{
	size_t i;

	r->persons = calloc(r->n + 1, sizeof *r->persons);
	if (r->persons == NULL)
		return -1;
	for (i = 0; i < r->n; i++)
		if (r->v[i].people == PEOPLE_NAME)
			r->persons[r->npersons++] = i;
	return 0;
}

/* The number of the weights a rule names, read unless they have been. */
static int
find_learned(
    struct rules *r, const struct rule *rule, size_t *ret, struct buf *err)
{
	struct rules_learned *v;
	size_t i;

	for (i = 0; i < r->nlearned; i++)
		if (strcmp(r->learned[i].path, rule->weights) == 0)
			break;
	*ret = i;
	if (i < r->nlearned)
		return 0;
	v = reallocarray(r->learned, i + 1, sizeof *v);
	if (v == NULL)
		return rule_error(
		    err, rule, rule->line, rule->column, "out of memory");
	r->learned = v;
	v[i] = (struct rules_learned){.path = rule->weights, .least = 1};
	v[i].learned = learned_load(rule->weights, err);
	if (v[i].learned == NULL)
		return -1;
	r->nlearned++;
	return 0;
}

static int
link_learned(struct rules *r, struct buf *err)
{
	struct rules_learned *l;
	enum confidence step;
	size_t i;

	for (i = 0; i < r->n; i++) {
		struct rule *rule = &r->v[i];

		if (rule->weights == NULL)
			continue;
		if (find_learned(r, rule, &rule->learned, err) < 0)
			return -1;
		l = &r->learned[rule->learned];
		l->zones |= rule->zones;
		rule->learned_category =
		    learned_category(l->learned, rule->category);
		if (rule->learned_category == learned_count(l->learned))
			return rule_error(err, rule, rule->line, rule->column,
			    "category %s; expected one that %s has a column "
			    "for",
			    rule->category, rule->weights);
		for (step = CONFIDENCE_COUNT; step-- > 0;)
			if (rule->likely[step] != 0 &&
			    rule->likely[step] / 100.0 < l->least)
				l->least = rule->likely[step] / 100.0;
	}
	return 0;
}

static int
link_all(struct rules *r, const struct engine_options *o, struct buf *err)
{
	size_t i;

	r->book = phrases_new();
	if (r->book == NULL)
		goto memory;
	for (i = 0; i < r->n; i++)
		if (link_rule(r, i, err) < 0)
			return -1;
	if (link_learned(r, err) < 0)
		return -1;
	if (phrases_seal(r->book) < 0 || link_regexes(r) < 0 ||
	    link_persons(r) < 0)
		goto memory;
	r->engine = engine_new(o, r->patterns, r->npatterns);
	if (r->engine == NULL)
		goto memory;
	people_key_make(&r->key);
	return 0;
memory:
	buf_adds(err, "rules:1:1: out of memory");
	return -1;
}

/* Every folder but the first may be missing: rules.d/ often is. */
static bool
is_missing(const char *path)
{
	struct stat st;

	return stat(path, &st) < 0 && errno == ENOENT;
}

struct rules *
rules_load(const struct strlist *dirs, enum engine engine, struct buf *ret_err)
{
	return rules_load_cached(dirs, engine, NULL, ret_err);
}

struct rules *
rules_load_cached(const struct strlist *dirs, enum engine engine,
    const char *cache, struct buf *ret_err)
{
	const struct engine_options o = {.which = engine, .cache = cache};
	struct rules *r = calloc(1, sizeof *r);
	size_t i;

	if (r == NULL) {
		buf_adds(ret_err, "rules:1:1: out of memory");
		return NULL;
	}
	for (i = 0; i < dirs->n; i++) {
		if (i > 0 && is_missing(dirs->v[i]))
			continue;
		if (read_folder(r, dirs->v[i], ret_err) < 0)
			goto fail;
	}
	/* No folder at all was somebody's wish; folders without a rule are a
	 * mistake that would find nothing. */
	if (r->n == 0 && dirs->n > 0) {
		buf_addf(ret_err,
		    "%s:1:1: no rule; expected *.yaml files with rules",
		    dirs->v[0]);
		goto fail;
	}
	if (link_all(r, &o, ret_err) < 0)
		goto fail;
	return r;
fail:
	rules_free(r);
	return NULL;
}

void
rules_free(struct rules *r)
{
	size_t i;

	if (r == NULL)
		return;
	engine_free(r->engine);
	phrases_free(r->book);
	for (i = 0; i < r->nlearned; i++)
		learned_free(r->learned[i].learned);
	free(r->learned);
	bank_tables_free(r->bank);
	for (i = 0; i < r->n; i++)
		rule_free(&r->v[i]);
	free(r->patterns);
	free(r->persons);
	free(r->v);
	free(r);
}

int
rules_bank_tables(struct rules *r, const char *weights, const char *substitutes,
    struct buf *ret_err)
{
	if (weights == NULL || *weights == '\0')
		return 0;
	r->bank = bank_tables_load(weights, substitutes, ret_err);
	return r->bank == NULL ? -1 : 0;
}

size_t
rules_count(const struct rules *r)
{
	return r->n;
}

bool
rules_are_stopgap(const struct rules *r)
{
	return engine_is_stopgap(r->engine);
}

const char *
rules_engine(const struct rules *r)
{
	return engine_version(r->engine);
}

void
rules_info(const struct rules *r, size_t i, struct rule_info *ret)
{
	const struct rule *rule = &r->v[i];

	*ret = (struct rule_info){
	    .id = rule->id,
	    .title = rule->title,
	    .category = rule->category,
	    .why = rule->why,
	    .law = rule->law,
	    .file = rule->file,
	    .mark = rule->mark,
	    .line = rule->line,
	    .ok = &rule->ok,
	    .fail = &rule->fail,
	};
}
