/* SPDX-License-Identifier: MIT
 *
 * policy.c - policy.yaml as a table the judge reads.
 *
 * Two tables of keys, one for a policy and one for its `when`, each with the
 * reader of its value.  Words come from base/words.h, so that a new circle or
 * zone needs no change here.
 *
 * BUGS: the ids under `rules` are not checked: rules are read by another
 * layer, after this.
 */
#include "config/policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "config/mailset.h"
#include "config/yaml.h"

#define POLICIES_MAX 1000
/* Room for every word of the largest vocabulary: the categories. */
#define WORDS_MAX 80

/* A list of words: fills known and returns how many. */
typedef size_t words_fn(const char **known);

#define WORDS(word, count)                                    \
	static size_t word##_words(const char **known)        \
	{                                                     \
		size_t i;                                     \
                                                              \
		for (i = 0; i < (count); i++)                 \
			known[i] = word##_name((enum word)i); \
		return (count);                               \
	}
WORDS(action, ACTION_COUNT)
WORDS(confidence, CONFIDENCE_COUNT)
WORDS(zone, ZONE_COUNT)
WORDS(whose, WHOSE_COUNT)
WORDS(circle, CIRCLE_COUNT)
WORDS(unread, UNREAD_COUNT)
WORDS(route, ROUTE_COUNT)

/* Reads a text that must be one of n words, as its index. */
static int
find_word(const struct yaml_file *f, const struct yaml *v, const char *noun,
    const char *const *known, size_t n, size_t *ret, struct buf *err)
{
	char *word = NULL;
	size_t i;

	if (yaml_string(f, v, &word, err) < 0)
		return -1;
	for (i = 0; i < n && strcmp(known[i], word) != 0; i++)
		;
	if (i == n)
		yaml_unknown(f, v, noun, word, known, n, err);
	else
		*ret = i;
	free(word);
	return i < n ? 0 : -1;
}

/* The same with the words of a vocabulary, as the enum's number. */
static int
read_word(const struct yaml_file *f, const struct yaml *v, const char *noun,
    words_fn *words, unsigned *ret, struct buf *err)
{
	const char *known[WORDS_MAX];
	size_t n = words(known), word;

	if (find_word(f, v, noun, known, n, &word, err) < 0)
		return -1;
	*ret = (unsigned)word;
	return 0;
}

/* One more word that a mask may be given by, for several at once. */
struct shorthand {
	const char *word;
	unsigned mask;
};

/* Reads a word or a list of words as a mask of bits. */
static int
read_mask(const struct yaml_file *f, const struct yaml *v, const char *noun,
    words_fn *words, const struct shorthand *more, unsigned *ret,
    struct buf *err)
{
	const char *known[WORDS_MAX + 1];
	size_t n = words(known), i, word;
	unsigned mask = 0;

	if (more != NULL)
		known[n] = more->word;
	for (i = 0; i < (v->kind == YAML_LIST ? v->n : 1); i++) {
		if (find_word(f, v->kind == YAML_LIST ? v->items[i] : v, noun,
			known, n + (more != NULL), &word, err) < 0)
			return -1;
		mask |= word == n ? more->mask : 1u << word;
	}
	if (mask == 0)
		return yaml_wrong(
		    err, f, v, "an empty list; expected at least one %s", noun);
	*ret = mask;
	return 0;
}

static int
read_list(const struct yaml_file *f, const struct yaml *v, struct strlist *ret,
    struct buf *err)
{
	if (yaml_strings(f, v, false, ret, err) < 0)
		return -1;
	if (ret->n == 0)
		return yaml_wrong(err, f, v,
		    "an empty list; expected at least one, or no such key");
	return 0;
}

static int
read_flag(
    const struct yaml_file *f, const struct yaml *v, int *ret, struct buf *err)
{
	bool flag;

	if (yaml_bool(f, v, &flag, err) < 0)
		return -1;
	*ret = flag;
	return 0;
}

/* The conditions, one reader for each key of `when`. */
#define READER(name)                                                     \
	static int name(const struct yaml_file *f, const struct yaml *v, \
	    void *object, struct buf *err)

READER(when_senders)
{
	struct policy *p = object;

	if (read_list(f, v, &p->senders, err) < 0)
		return -1;
	return yaml_entries(f, v, mailset_wrong, &p->senders, err);
}

READER(when_groups)
{
	return read_list(f, v, &((struct policy *)object)->groups, err);
}

READER(when_restricted)
{
	return read_flag(f, v, &((struct policy *)object)->restricted, err);
}

READER(when_circles)
{
	static const struct shorthand outside = {
	    "outside", ((1u << CIRCLE_COUNT) - 1) & ~(1u << CIRCLE_INTERNAL)};

	return read_mask(f, v, "circle", circle_words, &outside,
	    &((struct policy *)object)->circles, err);
}

READER(when_committees)
{
	return read_list(f, v, &((struct policy *)object)->committees, err);
}

READER(when_period)
{
	return read_flag(f, v, &((struct policy *)object)->period, err);
}

/* "HH:MM", as minutes since midnight; -1 for anything else. */
static int
minutes(const char *s)
{
	unsigned h, m;

	if (strspn(s, "0123456789") != 2 || s[2] != ':' ||
	    strspn(s + 3, "0123456789") < 2)
		return -1;
	h = (unsigned)(s[0] - '0') * 10 + (unsigned)(s[1] - '0');
	m = (unsigned)(s[3] - '0') * 10 + (unsigned)(s[4] - '0');
	return h < 24 && m < 60 ? (int)(h * 60 + m) : -1;
}

READER(when_hours)
{
	struct policy *p = object;
	char *text = NULL;
	int from = -1, to = -1;

	if (yaml_string(f, v, &text, err) < 0)
		return -1;
	if (strlen(text) == 11 && text[5] == '-') {
		from = minutes(text);
		to = minutes(text + 6);
	}
	free(text);
	if (from < 0 || to < 0 || from == to)
		return yaml_wrong(err, f, v,
		    "'%.100s'; expected two times such as 22:00-06:00",
		    v->text);
	p->hours_from = (unsigned)from;
	p->hours_to = (unsigned)to;
	return 0;
}

/* Reads "at least so many". */
static int
read_count(const struct yaml_file *f, const struct yaml *v, unsigned max,
    unsigned *ret, struct buf *err)
{
	unsigned long long n;

	if (yaml_number(f, v, false, 1, max, &n, err) < 0)
		return -1;
	*ret = (unsigned)n;
	return 0;
}

READER(when_recipients)
{
	struct policy *p = object;

	return read_count(f, v, 100000, &p->recipients, err);
}

READER(when_people)
{
	return read_count(
	    f, v, 1000000, &((struct policy *)object)->people, err);
}

READER(when_kinds)
{
	return read_count(
	    f, v, WORDS_MAX, &((struct policy *)object)->kinds, err);
}

READER(when_size)
{
	unsigned long long n;

	if (yaml_number(f, v, true, 1, 1024ull * MIB, &n, err) < 0)
		return -1;
	((struct policy *)object)->size = (size_t)n;
	return 0;
}

/* What a policy may say: everything, a family, one category. Parts that could
 * not be read have a condition of their own, `unread`. */
static size_t
category_words(const char **known)
{
	static const char *const families[] = {"*", "personal.*",
	    "confidential.*", "political.*", "conduct.*", "recipients.*"};
	size_t n = sizeof families / sizeof families[0], i;

	memcpy(known, families, sizeof families);
	for (i = 0; category_at(i) != NULL && n < WORDS_MAX; i++)
		if (!category_matches("unread.*", category_at(i)))
			known[n++] = category_at(i);
	return n;
}

READER(when_categories)
{
	struct policy *p = object;
	const struct yaml *item;
	unsigned word;
	size_t i;

	if (read_list(f, v, &p->categories, err) < 0)
		return -1;
	p->about_findings = true;
	for (i = 0; i < p->categories.n; i++) {
		item = v->kind == YAML_LIST ? v->items[i] : v;
		if (read_word(f, item, "category", category_words, &word, err) <
		    0)
			return -1;
	}
	return 0;
}

READER(when_rules)
{
	((struct policy *)object)->about_findings = true;
	return read_list(f, v, &((struct policy *)object)->rules, err);
}

READER(when_except_rules)
{
	((struct policy *)object)->about_findings = true;
	return read_list(f, v, &((struct policy *)object)->except_rules, err);
}

READER(when_confidence)
{
	struct policy *p = object;
	unsigned word;

	if (read_word(f, v, "confidence", confidence_words, &word, err) < 0)
		return -1;
	p->confidence = (enum confidence)word;
	p->about_findings = true;
	return 0;
}

READER(when_zones)
{
	((struct policy *)object)->about_findings = true;
	return read_mask(f, v, "zone", zone_words, NULL,
	    &((struct policy *)object)->zones, err);
}

READER(when_whose)
{
	((struct policy *)object)->about_findings = true;
	return read_mask(f, v, "owner", whose_words, NULL,
	    &((struct policy *)object)->whose, err);
}

READER(when_severe)
{
	((struct policy *)object)->about_findings = true;
	return read_flag(f, v, &((struct policy *)object)->severe, err);
}

READER(when_hidden)
{
	((struct policy *)object)->about_findings = true;
	return read_flag(f, v, &((struct policy *)object)->hidden, err);
}

READER(when_unread)
{
	static const struct shorthand any = {"any", (1u << UNREAD_COUNT) - 1};

	return read_mask(f, v, "reason", unread_words, &any,
	    &((struct policy *)object)->unread, err);
}

static const struct yaml_key conditions[] = {
    {"senders", when_senders, false, "addresses or domains"},
    {"groups", when_groups, false, "members' groups"},
    {"restricted", when_restricted, false, "a politically restricted post"},
    {"committees", when_committees, false, "where the sender sits"},
    {"period", when_period, false, "the pre-election period"},
    {"hours", when_hours, false, "the time of day: 22:00-06:00"},
    {"circles", when_circles, false, "what the recipient is; or outside"},
    {"recipients", when_recipients, false, "at least so many outside"},
    {"people", when_people, false, "at least so many people"},
    {"kinds", when_kinds, false, "at least so many kinds of data"},
    {"size", when_size, false, "at least so many bytes"},
    {"categories", when_categories, false, "what was found"},
    {"rules", when_rules, false, "which rule found it"},
    {"except-rules", when_except_rules, false, "which rules do not count"},
    {"confidence", when_confidence, false, "at least low, medium or high"},
    {"zones", when_zones, false, "in what part of the message"},
    {"whose", when_whose, false, "whose data it is"},
    {"severe", when_severe, false, "severe or not"},
    {"hidden", when_hidden, false, "in a hidden place or not"},
    {"unread", when_unread, false, "why a part was not read; or any"},
    {NULL, NULL, false, NULL},
};

/* A policy's own keys. */

static const char *
id_wrong(const char *s)
{
	if (s[0] != '\0' && strlen(s) <= 64 &&
	    strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(s))
		return NULL;
	return "at most 64 small letters, digits and hyphens";
}

READER(read_id)
{
	struct policy *p = object;
	const char *expected;

	if (yaml_string(f, v, &p->id, err) < 0)
		return -1;
	expected = id_wrong(p->id);
	if (expected != NULL)
		return yaml_error(
		    err, f, v, "id: '%.100s'; expected %s", p->id, expected);
	return 0;
}

READER(read_title)
{
	return yaml_string(f, v, &((struct policy *)object)->title, err);
}

READER(read_when)
{
	size_t i;

	if (v->kind == YAML_MAP && v->n > 0)
		return yaml_walk(f, v, conditions, object, err);
	yaml_error(err, f, v, "no condition; expected at least one of: ");
	for (i = 0; conditions[i].name != NULL; i++)
		buf_addf(err, "%s%s", i ? ", " : "", conditions[i].name);
	return -1;
}

READER(read_action)
{
	unsigned word;

	if (read_word(f, v, "action", action_words, &word, err) < 0)
		return -1;
	((struct policy *)object)->action = (enum action)word;
	return 0;
}

READER(read_route)
{
	struct policy *p = object;
	unsigned word;

	if (read_word(f, v, "route", route_words, &word, err) < 0)
		return -1;
	p->route = (enum route)word;
	p->route_set = true;
	return 0;
}

static size_t
mode_words(const char **known)
{
	known[0] = "enforce";
	known[1] = "observe";
	return 2;
}

READER(read_mode)
{
	unsigned word;

	if (read_word(f, v, "mode", mode_words, &word, err) < 0)
		return -1;
	((struct policy *)object)->observe = word == 1;
	return 0;
}

static const struct yaml_key keys[] = {
    {"id", read_id, true, "a name of its own"},
    {"title", read_title, false, "why, for a person"},
    {"when", read_when, true, "the conditions"},
    {"action", read_action, true, "pass, tag, notify, ask, hold or refuse"},
    {"route", read_route, false, "dpo, mo, clerk or comms"},
    {"mode", read_mode, false, "enforce or observe"},
    {NULL, NULL, false, NULL},
};

static void
policy_clear(struct policy *p)
{
	free(p->id);
	free(p->title);
	strlist_free(&p->senders);
	strlist_free(&p->groups);
	strlist_free(&p->committees);
	strlist_free(&p->categories);
	strlist_free(&p->rules);
	strlist_free(&p->except_rules);
}

/* Has any of the first n policies this id. */
static bool
has_id(const struct policies *l, size_t n, const char *id)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(l->v[i].id, id) == 0)
			return true;
	return false;
}

/* Reads policy i, which errors then name. */
static int
read_policy(
    const struct yaml_file *f, size_t i, struct policies *l, struct buf *err)
{
	const struct yaml *map = f->root->items[i];
	const struct yaml *id = yaml_get(map, "id");
	struct yaml_file named = *f;
	struct policy *p = &l->v[i];
	char about[100];

	if (id != NULL && id->kind == YAML_TEXT && id_wrong(id->text) == NULL) {
		snprintf(about, sizeof about, "policy %s", id->text);
		named.about = about;
	}
	*p = (struct policy){
	    .restricted = -1, .period = -1, .severe = -1, .hidden = -1};
	l->n++;
	if (yaml_walk(&named, map, keys, p, err) < 0)
		return -1;
	if (has_id(l, i, p->id))
		return yaml_error(err, f, id,
		    "id '%s' a second time; expected each once", p->id);
	if (p->title == NULL && (p->title = strdup(p->id)) == NULL)
		return yaml_error(err, &named, map, "out of memory");
	return 0;
}

static int
read_all(const struct yaml_file *f, struct policies *l, struct buf *err)
{
	size_t i;

	if (f->root == NULL || f->root->kind != YAML_LIST)
		return yaml_error(err, f, f->root,
		    "no list of policies; expected '- id: …' for each, or [] "
		    "for none");
	if (f->root->n > POLICIES_MAX)
		return yaml_error(err, f, f->root,
		    "%zu policies; expected at most %d", f->root->n,
		    POLICIES_MAX);
	l->v = calloc(f->root->n + 1, sizeof *l->v);
	if (l->v == NULL)
		return yaml_error(err, f, f->root, "out of memory");
	for (i = 0; i < f->root->n; i++)
		if (read_policy(f, i, l, err) < 0)
			return -1;
	return 0;
}

struct policies *
policies_load(const char *path, struct buf *ret_err)
{
	struct policies *l = calloc(1, sizeof *l);
	struct yaml_file f;
	int rc;

	if (l == NULL) {
		buf_addf(ret_err, "%s: out of memory", path);
		return NULL;
	}
	if (yaml_load(path, &f, ret_err) < 0) {
		policies_free(l);
		return NULL;
	}
	rc = read_all(&f, l, ret_err);
	yaml_unload(&f);
	if (rc < 0) {
		policies_free(l);
		return NULL;
	}
	return l;
}

void
policies_free(struct policies *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < p->n; i++)
		policy_clear(&p->v[i]);
	free(p->v);
	free(p);
}
