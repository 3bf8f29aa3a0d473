/* SPDX-License-Identifier: MIT
 *
 * rule.c - reads one rule from its file.
 *
 * One table of keys is the language; its order is the order of reading, so
 * that `case` is known before `regex`.
 */
#include "find/rule.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/source.h"
#include "find/rule-learned.h"
#include "find/rule-near.h"
#include "find/rule-placeless.h"

#define ID_MAX 64
#define TITLE_MAX 120 /* it is part of lines and excerpts */
#define AT_LEAST 5    /* outside addresses that are too many to show */

static const char *const anchor_words[ANCHOR_COUNT] = {
    "subject", "filename", "heading", "page-edge", "first-lines"};
static const char *const people_words[] = {"none", "row", "value", "name"};
static const char *const shows_words[] = {"value", "phrase", "class"};
static const char *const case_words[] = {"exact"};

int
rule_error(struct buf *err, const struct rule *r, unsigned line,
    unsigned column, const char *fmt, ...)
{
	va_list ap;

	buf_addf(err, "%s:%u:%u: rule %s: ", r->file, line, column, r->id);
	va_start(ap, fmt);
	buf_addv(err, fmt, ap);
	va_end(ap);
	return -1;
}

static int
read_id(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	struct rule *r = object;
	size_t len;

	if (yaml_string(f, v, &r->id, err) < 0)
		return -1;
	len = strspn(r->id, "abcdefghijklmnopqrstuvwxyz0123456789-");
	if (len == 0 || r->id[len] != '\0' || len > ID_MAX)
		return yaml_error(err, f, v,
		    "'%s'; expected at most %d lower-case letters, digits and "
		    "hyphens",
		    r->id, ID_MAX);
	return 0;
}

static int
read_title(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	struct rule *r = object;

	if (yaml_string(f, v, &r->title, err) < 0)
		return -1;
	if (*r->title == '\0' || strlen(r->title) > TITLE_MAX)
		return yaml_error(err, f, v,
		    "a title of %zu bytes; expected 1 to %d", strlen(r->title),
		    TITLE_MAX);
	return 0;
}

static int
read_category(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	struct rule *r = object;
	size_t i;

	if (yaml_string(f, v, &r->category, err) < 0)
		return -1;
	if (category_known(r->category))
		return 0;
	yaml_error(err, f, v, "category '%s' is not known; expected one of",
	    r->category);
	for (i = 0; category_at(i) != NULL; i++)
		buf_addf(err, "%s %s", i > 0 ? "," : "", category_at(i));
	return -1;
}

static int
read_why(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return yaml_string(f, v, &((struct rule *)object)->why, err);
}

static int
read_law(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return yaml_string(f, v, &((struct rule *)object)->law, err);
}

static int
read_mark(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return yaml_bool(f, v, &((struct rule *)object)->mark, err);
}

static int
read_case(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	int exact;

	if (rule_near_word(f, v, case_words, 1, &exact, err) < 0)
		return -1;
	((struct rule *)object)->exact = true;
	return 0;
}

static int
read_regex(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	struct rule *r = object;

	return rule_near_patterns(f, v, r->exact, &r->regex, err);
}

static int
read_phrases(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return yaml_strings(
	    f, v, false, &((struct rule *)object)->phrases, err);
}

char *
rule_beside(const struct yaml_file *f, const struct yaml *v, struct buf *err)
{
	const char *slash = strrchr(f->path, '/');
	size_t folder = slash != NULL ? (size_t)(slash - f->path) + 1 : 0;
	char *name = NULL, *path = NULL;

	if (yaml_string(f, v, &name, err) < 0)
		return NULL;
	if (*name == '\0' || *name == '.' || strchr(name, '/') != NULL) {
		yaml_error(err, f, v,
		    "'%s'; expected the name of a file beside this one", name);
	} else if (asprintf(&path, "%.*s%s", (int)folder, f->path, name) < 0) {
		path = NULL;
		yaml_error(err, f, v, "out of memory");
	}
	free(name);
	return path;
}

/* One line of a list file, [line, end). */
static int
add_line(struct rule *r, const char *line, const char *end)
{
	const char *comment = memchr(line, '#', (size_t)(end - line));

	if (comment != NULL)
		end = comment;
	while (line < end && strchr(" \t\r", *line) != NULL)
		line++;
	while (line < end && strchr(" \t\r", end[-1]) != NULL)
		end--;
	if (line == end)
		return 0;
	return strlist_addn(&r->phrases, line, (size_t)(end - line));
}

static int
add_lines(struct rule *r, const char *data, size_t len)
{
	const char *end = data + len;

	while (data < end) {
		const char *nl = memchr(data, '\n', (size_t)(end - data));

		if (nl == NULL)
			nl = end;
		if (add_line(r, data, nl) < 0)
			return -1;
		data = nl + 1;
	}
	return 0;
}

/* A file of phrases beside the rule file. */
static int
read_list(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	char *path = rule_beside(f, v, err);
	struct source source;
	int ret = -1;

	if (path == NULL)
		return -1;
	if (source_read(path, &source, err) == 0) {
		ret = add_lines(object, source.data, source.len);
		if (ret < 0)
			yaml_error(err, f, v, "out of memory");
		source_free(&source);
	}
	free(path);
	return ret;
}

static int
read_validator(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	struct rule *r = object;
	size_t i;

	if (v->kind == YAML_TEXT)
		r->validator = validator_find(v->text);
	if (r->validator != NULL)
		return 0;
	yaml_error(err, f, v, "validator '%s' is not known; expected one of",
	    v->kind == YAML_TEXT ? v->text : "");
	for (i = 0; validator_at(i) != NULL; i++)
		buf_addf(err, "%s %s", i > 0 ? "," : "", validator_at(i)->name);
	return -1;
}

static int
read_zones(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	const char *words[ZONE_COUNT];
	struct yaml *const *items = v->items;
	size_t i, n = v->n;
	int zone;

	for (i = 0; i < ZONE_COUNT; i++)
		words[i] = zone_name((enum zone)i);
	if (v->kind != YAML_LIST) {
		items = (struct yaml *const *)&v;
		n = 1;
	}
	((struct rule *)object)->zones = 0;
	for (i = 0; i < n; i++) {
		if (rule_near_word(f, items[i], words, ZONE_COUNT, &zone, err) <
		    0)
			return -1;
		((struct rule *)object)->zones |= 1u << zone;
	}
	return 0;
}

static int
read_anchor(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	struct yaml *const *items = v->items;
	size_t i, n = v->n;
	int anchor;

	if (v->kind != YAML_LIST) {
		items = (struct yaml *const *)&v;
		n = 1;
	}
	for (i = 0; i < n; i++) {
		if (rule_near_word(f, items[i], anchor_words, ANCHOR_COUNT,
			&anchor, err) < 0)
			return -1;
		((struct rule *)object)->anchors |= 1u << anchor;
	}
	return 0;
}

static int
read_people(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	int people;

	if (rule_near_word(f, v, people_words, 4, &people, err) < 0)
		return -1;
	((struct rule *)object)->people = (enum counts)people;
	return 0;
}

static int
read_step(
    const struct yaml_file *f, const struct yaml *v, int *ret, struct buf *err)
{
	const char *words[CONFIDENCE_COUNT];
	int i;

	for (i = 0; i < CONFIDENCE_COUNT; i++)
		words[i] = confidence_name((enum confidence)i);
	return rule_near_word(f, v, words, CONFIDENCE_COUNT, ret, err);
}

static int
read_alone(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return read_step(f, v, &((struct rule *)object)->alone, err);
}

static int
read_with_context(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return read_step(f, v, &((struct rule *)object)->with_context, err);
}

static const struct yaml_key confidence_keys[] = {
    {"alone", read_alone, false, "low, medium or high without context"},
    {"with-context", read_with_context, false, "low, medium or high"},
    {NULL, NULL, false, NULL},
};

static int
read_confidence(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	struct rule *r = object;

	if (yaml_walk(f, v, confidence_keys, object, err) < 0)
		return -1;
	if (r->with_context != RULE_UNSET && !r->has_context)
		return yaml_error(err, f, v,
		    "with-context, but the rule has no context; expected "
		    "'context: {words: […]}' too");
	if (r->alone == RULE_UNSET && r->with_context == RULE_UNSET)
		return yaml_error(
		    err, f, v, "no step; expected alone, with-context or both");
	if (r->alone == CONFIDENCE_HIGH && r->validator != NULL &&
	    r->anchors == 0 && r->nneeds == 0)
		return yaml_error(err, f, v,
		    "'alone: high' with a validator; expected at most medium, "
		    "for a check digit alone is never enough");
	return 0;
}

static int
read_severe(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	bool severe;

	if (yaml_bool(f, v, &severe, err) < 0)
		return -1;
	((struct rule *)object)->severe = severe;
	return 0;
}

static int
read_shows(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	struct rule *r = object;

	if (rule_near_word(f, v, shows_words, 3, &r->shows, err) < 0)
		return -1;
	if (r->shows == SHOWS_PHRASE && r->category != NULL &&
	    category_matches("personal.*", r->category))
		return yaml_error(err, f, v,
		    "'phrase' in a personal category; expected value or class, "
		    "for what is found there is somebody's");
	return 0;
}

static int
read_line(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	bool line;

	if (yaml_bool(f, v, &line, err) < 0)
		return -1;
	((struct rule *)object)->not_on_line = !line;
	return 0;
}

static int
read_ok(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return yaml_strings(f, v, true, &((struct rule *)object)->ok, err);
}

static int
read_fail(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return yaml_strings(f, v, true, &((struct rule *)object)->fail, err);
}

/* Order matters: see above. */
static const struct yaml_key rule_keys[] = {
    {"id", read_id, true, "lower-case letters, digits, hyphens"},
    {"title", read_title, false, "what it is, for a person"},
    {"category", read_category, false, "a category code"},
    {"why", read_why, false, "one sentence for sender and officer"},
    {"law", read_law, false, "the law behind it"},
    {"mark", read_mark, false, "true: only named by other rules"},
    {"case", read_case, false, "exact: capitals matter"},
    {"regex", read_regex, false, "a quoted PCRE2 regex, or a list"},
    {"phrases", read_phrases, false, "a list of phrases"},
    {"list", read_list, false, "a file of phrases beside this one"},
    {"learned", rule_learned_weights, false,
	"a file of weights beside this one"},
    {"likely", rule_learned_likely, false, "{low, medium, high}, in percent"},
    {"check", rule_placeless_check, false, "a check about the recipients"},
    {"at-least", rule_placeless_at_least, false, "a number for the check"},
    {"sign", rule_placeless_sign, false, "what the make of a document tells"},
    {"about", rule_placeless_about, false, "words the sign is told in"},
    {"listed", rule_placeless_listed, false, "crests: a picture in that list"},
    {"validator", read_validator, false, "a named check digit or shape"},
    {"zones", read_zones, false, "where it looks"},
    {"anchor", read_anchor, false, "where it has to stand"},
    {"needs", rule_near_needs, false, "what must stand with it"},
    {"not", rule_near_not, false, "what drops it"},
    {"context", rule_near_context, false, "what makes it surer"},
    {"people", read_people, false, "row, value, name or none"},
    {"confidence", read_confidence, false, "{alone, with-context}"},
    {"severe", read_severe, false, "true or false"},
    {"shows", read_shows, false, "value, phrase or class"},
    {"line", read_line, false, "false: not on single lines"},
    {"ok", read_ok, false, "quoted samples that are found"},
    {"fail", read_fail, false, "quoted samples that are not"},
    {NULL, NULL, false, NULL},
};

bool
rule_has_phrases(const struct rule *r)
{
	return r->phrases.n > 0;
}

bool
rule_is_placeless(const struct rule *r)
{
	return r->check != NULL || r->sign != RULE_UNSET;
}

static enum shows
default_shows(const struct rule *r)
{
	bool personal =
	    r->category != NULL && category_matches("personal.*", r->category);

	if (rule_has_phrases(r))
		return personal ? SHOWS_CLASS : SHOWS_PHRASE;
	return personal ? SHOWS_VALUE : SHOWS_CLASS;
}

/* What no single key can see. */
static int
check_whole(const struct yaml_file *f, const struct yaml *map, struct rule *r,
    struct buf *err)
{
	size_t kinds = (yaml_get(map, "regex") != NULL) +
		       (yaml_get(map, "phrases") != NULL) +
		       (yaml_get(map, "list") != NULL) +
		       (yaml_get(map, "check") != NULL) +
		       (yaml_get(map, "sign") != NULL) +
		       (yaml_get(map, "learned") != NULL);

	if (kinds != 1)
		return yaml_error(err, f, map,
		    "%s of regex, phrases, list, learned, check and sign; "
		    "expected one",
		    kinds == 0 ? "none" : "more than one");
	if (r->weights != NULL) {
		r->shows = SHOWS_CLASS;
		return rule_learned_check(f, map, r, err);
	}
	if (rule_placeless_whole(f, map, r, err) < 0)
		return -1;
	if (!rule_is_placeless(r) && r->regex.n + r->phrases.n == 0)
		return yaml_error(err, f, map,
		    "nothing to look for; expected a regex or a phrase");
	if (!r->mark && r->category == NULL)
		return yaml_error(
		    err, f, map, "no category; expected one, or 'mark: true'");
	if (!r->mark && yaml_get(map, "confidence") == NULL)
		return yaml_error(err, f, map,
		    "no confidence; expected 'confidence: {alone: …}'");
	if (r->mark && rule_is_placeless(r))
		return yaml_error(err, f, map,
		    "a mark with a check or sign; expected regex, phrases or "
		    "list");
	if (rule_is_placeless(r) && r->alone == RULE_UNSET)
		return yaml_error(err, f, map,
		    "a check or sign without 'confidence: {alone: …}'; "
		    "expected that, for it has no context");
	if (r->shows == RULE_UNSET)
		r->shows = default_shows(r);
	return 0;
}

static void
start(struct rule *r, const struct yaml *map)
{
	*r = (struct rule){
	    .line = map->line,
	    .column = map->column,
	    .list = RULE_NO_LIST,
	    .at_least = AT_LEAST,
	    .sign = RULE_UNSET,
	    .zones = ((1u << ZONE_COUNT) - 1) & ~(1u << ZONE_FOOTER) &
		     ~(1u << ZONE_SIGNATURE),
	    .not .list = RULE_NO_LIST,
	    .context.list = RULE_NO_LIST,
	    .alone = RULE_UNSET,
	    .with_context = RULE_UNSET,
	    .severe = RULE_UNSET,
	    .shows = RULE_UNSET,
	};
}

int
rule_read(struct yaml_file *f, const struct yaml *map, struct rule *ret,
    struct buf *err)
{
	const struct yaml *id =
	    map->kind == YAML_MAP ? yaml_get(map, "id") : NULL;
	const char *before = f->about;
	char about[ID_MAX + sizeof "rule "];

	start(ret, map);
	ret->file = strdup(f->path);
	if (id != NULL && id->kind == YAML_TEXT) {
		snprintf(about, sizeof about, "rule %s", id->text);
		f->about = about;
	}
	if (ret->file == NULL) {
		yaml_error(err, f, map, "out of memory");
		goto fail;
	}
	if (yaml_walk(f, map, rule_keys, ret, err) < 0 ||
	    check_whole(f, map, ret, err) < 0)
		goto fail;
	f->about = before;
	return 0;
fail:
	f->about = before;
	rule_free(ret);
	return -1;
}

void
rule_free(struct rule *r)
{
	size_t i;

	for (i = 0; i < r->nneeds; i++)
		rule_near_free(&r->needs[i]);
	free(r->needs);
	rule_near_free(&r->not );
	rule_near_free(&r->context);
	rule_near_free_patterns(&r->regex);
	strlist_free(&r->phrases);
	strlist_free(&r->about);
	strlist_free(&r->ok);
	strlist_free(&r->fail);
	free(r->id);
	free(r->title);
	free(r->category);
	free(r->why);
	free(r->law);
	free(r->file);
	free(r->weights);
	*r = (struct rule){0};
}
