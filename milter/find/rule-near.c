/* SPDX-License-Identifier: MIT
 *
 * rule-near.c - reads the parts of a rule that speak of what stands near.
 */
#include "find/rule-near.h"

#include <stdlib.h>
#include <string.h>

#define ERROR_MAX 512
#define CONTEXT_WITHIN 300 /* as Microsoft Purview does by default */
#define NOT_WITHIN 60
#define WITHIN_MAX 100000
/* Around each finding PCRE2 looks through so much for a regex of `not`. */
#define NOT_REGEX_WITHIN_MAX 500

static const char *const same_words[] = {"sentence", "row", "text"};

void
rule_near_free_patterns(struct rule_patterns *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		pattern_free(p->v[i]);
	free(p->v);
	*p = (struct rule_patterns){0};
}

static void
free_refs(struct rule_refs *refs)
{
	size_t i;

	for (i = 0; i < refs->n; i++)
		free(refs->v[i].id);
	free(refs->v);
	*refs = (struct rule_refs){0};
}

void
rule_near_free(struct rule_near *n)
{
	strlist_free(&n->words);
	free_refs(&n->rules);
	rule_near_free_patterns(&n->regex);
}

int
rule_near_word(const struct yaml_file *f, const struct yaml *v,
    const char *const *words, size_t n, int *ret, struct buf *err)
{
	size_t i;

	if (v->kind == YAML_TEXT)
		for (i = 0; i < n; i++)
			if (strcmp(v->text, words[i]) == 0) {
				*ret = (int)i;
				return 0;
			}
	yaml_error(err, f, v, "found %s%s%s; expected one of",
	    v->kind == YAML_TEXT ? "'" : "",
	    v->kind == YAML_TEXT ? v->text : "no plain word",
	    v->kind == YAML_TEXT ? "'" : "");
	for (i = 0; i < n; i++)
		buf_addf(err, "%s %s", i > 0 ? "," : "", words[i]);
	return -1;
}

/* "file:line:column+offset: rule ID: what": the offset is within the regex. */
static int
regex_error(const struct yaml_file *f, const struct yaml *v, size_t at,
    const char *what, struct buf *err)
{
	buf_addf(err, "%s:%u:%u+%zu: %s%s%s", f->path, v->line, v->column, at,
	    f->about ? f->about : "", f->about ? ": " : "", what);
	return -1;
}

static int
add_pattern(const struct yaml_file *f, const struct yaml *v, bool exact,
    struct rule_patterns *p, struct buf *err)
{
	struct buf what = BUF_MAX(ERROR_MAX);
	struct pattern *made;
	char *regex = NULL;
	size_t at = 0;

	if (yaml_quoted(f, v, &regex, err) < 0)
		return -1;
	made = pattern_new(regex, exact, &what, &at);
	if (made != NULL)
		p->v[p->n++] = made;
	else
		regex_error(f, v, at, buf_str(&what), err);
	free(regex);
	buf_free(&what);
	return made != NULL ? 0 : -1;
}

int
rule_near_patterns(const struct yaml_file *f, const struct yaml *v, bool exact,
    struct rule_patterns *ret, struct buf *err)
{
	size_t i, n = v->kind == YAML_LIST ? v->n : 1;

	ret->v = calloc(n + 1, sizeof *ret->v);
	if (ret->v == NULL)
		return yaml_error(err, f, v, "out of memory");
	if (v->kind != YAML_LIST)
		return add_pattern(f, v, exact, ret, err);
	for (i = 0; i < n; i++)
		if (add_pattern(f, v->items[i], exact, ret, err) < 0)
			return -1;
	return 0;
}

static int
add_ref(const struct yaml_file *f, const struct yaml *v, struct rule_refs *refs,
    struct buf *err)
{
	struct rule_ref *ref = &refs->v[refs->n];

	*ref = (struct rule_ref){.line = v->line, .column = v->column};
	if (yaml_string(f, v, &ref->id, err) < 0)
		return -1;
	refs->n++;
	return 0;
}

/* A rule's id, or a list of them. */
static int
read_refs(const struct yaml_file *f, const struct yaml *v,
    struct rule_refs *ret, struct buf *err)
{
	size_t i, n = v->kind == YAML_LIST ? v->n : 1;

	ret->v = calloc(n + 1, sizeof *ret->v);
	if (ret->v == NULL)
		return yaml_error(err, f, v, "out of memory");
	if (v->kind != YAML_LIST)
		return add_ref(f, v, ret, err);
	for (i = 0; i < n; i++)
		if (add_ref(f, v->items[i], ret, err) < 0)
			return -1;
	return 0;
}

static int
read_words(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return yaml_strings(
	    f, v, false, &((struct rule_near *)object)->words, err);
}

static int
read_rules(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return read_refs(f, v, &((struct rule_near *)object)->rules, err);
}

static int
read_regex(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return rule_near_patterns(
	    f, v, false, &((struct rule_near *)object)->regex, err);
}

static int
read_within(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	unsigned long long n;

	if (yaml_number(f, v, false, 0, WITHIN_MAX, &n, err) < 0)
		return -1;
	((struct rule_near *)object)->within = (size_t)n;
	return 0;
}

static int
read_same(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	int same;

	if (rule_near_word(f, v, same_words, 3, &same, err) < 0)
		return -1;
	((struct rule_near *)object)->same = (enum same)same;
	return 0;
}

static const struct yaml_key context_keys[] = {
    {"words", read_words, false, "phrases"},
    {"rules", read_rules, false, "ids of rules"},
    {"within", read_within, false, "bytes to either side"},
    {"same", read_same, false, "sentence, row or text"},
    {NULL, NULL, false, NULL},
};

static const struct yaml_key need_keys[] = {
    {"rule", read_rules, false, "an id, or a list of which any will do"},
    {"words", read_words, false, "phrases, of which any will do"},
    {"within", read_within, false, "bytes to either side"},
    {"same", read_same, false, "sentence, row or text"},
    {NULL, NULL, false, NULL},
};

static const struct yaml_key not_keys[] = {
    {"words", read_words, false, "phrases"},
    {"regex", read_regex, false, "quoted regexes"},
    {"rules", read_rules, false, "ids of rules"},
    {"within", read_within, false, "bytes to either side"},
    {NULL, NULL, false, NULL},
};

int
rule_near_context(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	struct rule *r = object;

	r->context.same = SAME_TEXT;
	r->context.within = CONTEXT_WITHIN;
	if (yaml_walk(f, v, context_keys, &r->context, err) < 0)
		return -1;
	r->has_context = r->context.words.n + r->context.rules.n > 0;
	return 0;
}

int
rule_near_not(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	struct rule *r = object;

	r->not .same = SAME_TEXT;
	r->not .within = NOT_WITHIN;
	if (yaml_walk(f, v, not_keys, &r->not, err) < 0)
		return -1;
	if (r->not .regex.n > 0 && r->not .within > NOT_REGEX_WITHIN_MAX)
		return yaml_error(err, f, v,
		    "a regex within %zu bytes; expected at most %d, or words "
		    "or rules instead of the regex",
		    r->not .within, NOT_REGEX_WITHIN_MAX);
	return 0;
}

static int
read_need(const struct yaml_file *f, const struct yaml *v,
    struct rule_near *need, struct buf *err)
{
	need->same = SAME_SENTENCE;
	need->within = WITHIN_ANY;
	need->list = RULE_NO_LIST;
	if (v->kind == YAML_TEXT)
		return read_refs(f, v, &need->rules, err);
	if (yaml_walk(f, v, need_keys, need, err) < 0)
		return -1;
	if (need->words.n + need->rules.n == 0)
		return yaml_error(
		    err, f, v, "neither rule nor words; expected one of them");
	return 0;
}

int
rule_near_needs(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	struct rule *r = object;
	size_t i;

	if (v->kind != YAML_LIST)
		return yaml_error(err, f, v,
		    "found no list; expected [id, {rule: id, same: row}, …]");
	r->needs = calloc(v->n + 1, sizeof *r->needs);
	if (r->needs == NULL)
		return yaml_error(err, f, v, "out of memory");
	for (i = 0; i < v->n; i++) {
		r->nneeds = i + 1;
		if (read_need(f, v->items[i], &r->needs[i], err) < 0)
			return -1;
	}
	return 0;
}
