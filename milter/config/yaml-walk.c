/* SPDX-License-Identifier: MIT
 *
 * yaml-walk.c - reading values out of a YAML tree, with errors that help.
 */
#include "config/yaml.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"

/* How much of a value a message shows. */
#define SHOW "%.100s"
/* The longest word for which a nearest one is looked for. */
#define WORD_MAX 40

/* How many letters must be put in, left out or changed to make b of a
 * (Levenshtein 1965); more than any word's length for longer ones. */
static size_t
edits(const char *a, const char *b)
{
	size_t row[WORD_MAX + 1], i, j, corner, above, best;
	size_t na = strlen(a), nb = strlen(b);

	if (na > WORD_MAX || nb > WORD_MAX)
		return WORD_MAX + 1;
	for (j = 0; j <= nb; j++)
		row[j] = j;
	for (i = 1; i <= na; i++) {
		corner = row[0];
		row[0] = i;
		for (j = 1; j <= nb; j++) {
			above = row[j];
			best = corner + (a[i - 1] != b[j - 1]);
			if (best > above + 1)
				best = above + 1;
			if (best > row[j - 1] + 1)
				best = row[j - 1] + 1;
			row[j] = best;
			corner = above;
		}
	}
	return row[nb];
}

/* The known word that word was most likely meant to be, or NULL: at most a
 * third of its letters wrong. */
static const char *
nearest(const char *word, const char *const *known, size_t n)
{
	const char *best = NULL;
	size_t i, d, least = strlen(word) / 3 + 2;

	for (i = 0; i < n; i++) {
		d = edits(word, known[i]);
		if (d < least) {
			least = d;
			best = known[i];
		}
	}
	return best;
}

int
yaml_unknown(const struct yaml_file *f, const struct yaml *at, const char *noun,
    const char *word, const char *const *known, size_t n, struct buf *err)
{
	const char *meant = nearest(word, known, n);
	size_t i, len = strlen(noun);

	yaml_error(err, f, at, "unknown %s '" SHOW "'; ", noun, word);
	if (meant != NULL)
		buf_addf(err, "did you mean '%s'? ", meant);
	if (len > 1 && noun[len - 1] == 'y' && noun[len - 2] != 'e')
		buf_addf(err, "known %.*sies: ", (int)len - 1, noun);
	else
		buf_addf(err, "known %ss: ", noun);
	for (i = 0; i < n; i++)
		buf_addf(err, "%s%s", i ? ", " : "", known[i]);
	return -1;
}

/* What stands here, in words. */
static const char *
kind_of(const struct yaml *v)
{
	switch (v->kind) {
	case YAML_LIST:
		return "a list";
	case YAML_MAP:
		return "a map of keys";
	default:
		return v->plain && v->text[0] == '\0' ? "nothing" : "a text";
	}
}

static bool
is_text(const struct yaml *v)
{
	return v->kind == YAML_TEXT && (!v->plain || v->text[0] != '\0');
}

#define KNOWN_MAX 64

static int
unknown_key(const struct yaml_file *f, const struct yaml *key,
    const struct yaml_key *keys, struct buf *err)
{
	const char *known[KNOWN_MAX];
	size_t n;

	for (n = 0; keys[n].name != NULL && n < KNOWN_MAX; n++)
		known[n] = keys[n].name;
	return yaml_unknown(f, key, "key", key->text, known, n, err);
}

static const struct yaml_key *
find_key(const struct yaml_key *keys, const char *name)
{
	for (; keys->name != NULL; keys++)
		if (strcmp(keys->name, name) == 0)
			return keys;
	return NULL;
}

int
yaml_walk(const struct yaml_file *f, const struct yaml *map,
    const struct yaml_key *keys, void *object, struct buf *err)
{
	const struct yaml_key *k;
	const struct yaml *value;
	size_t i;

	if (map == NULL || map->kind != YAML_MAP)
		return yaml_error(err, f, map, "%s; expected 'key: value'",
		    map ? kind_of(map) : "an empty file");
	for (i = 0; i < map->n; i++)
		if (find_key(keys, map->keys[i]->text) == NULL)
			return unknown_key(f, map->keys[i], keys, err);
	for (k = keys; k->name != NULL; k++) {
		value = yaml_get(map, k->name);
		if (value == NULL && k->required)
			return yaml_error(err, f, map,
			    "no key '%s'; expected %s: %s", k->name, k->name,
			    k->help ? k->help : "…");
		if (value != NULL && k->read(f, value, object, err) < 0)
			return -1;
	}
	return 0;
}

static int
replace(const struct yaml_file *f, const struct yaml *v, char **ret,
    struct buf *err)
{
	char *copy = strdup(v->text);

	if (copy == NULL)
		return yaml_error(err, f, v, "out of memory");
	free(*ret);
	*ret = copy;
	return 0;
}

int
yaml_string(const struct yaml_file *f, const struct yaml *v, char **ret,
    struct buf *err)
{
	if (!is_text(v))
		return yaml_wrong(err, f, v,
		    "%s; expected a text ('' for an empty one)", kind_of(v));
	return replace(f, v, ret, err);
}

static int
check_quoted(const struct yaml_file *f, const struct yaml *v, struct buf *err)
{
	if (!is_text(v))
		return yaml_wrong(
		    err, f, v, "%s; expected a quoted text", kind_of(v));
	if (v->plain)
		return yaml_wrong(err, f, v,
		    "a text without quotes; quote it: '" SHOW "'", v->text);
	return 0;
}

int
yaml_quoted(const struct yaml_file *f, const struct yaml *v, char **ret,
    struct buf *err)
{
	if (check_quoted(f, v, err) < 0)
		return -1;
	return replace(f, v, ret, err);
}

int
yaml_strings(const struct yaml_file *f, const struct yaml *v, bool quoted,
    struct strlist *ret, struct buf *err)
{
	struct strlist list = {0};
	struct yaml *const *items = v->items;
	size_t i, n = v->n;

	if (v->kind != YAML_LIST) {
		items = (struct yaml *const *)&v;
		n = 1;
	}
	for (i = 0; i < n; i++) {
		if (quoted && check_quoted(f, items[i], err) < 0)
			goto fail;
		if (!is_text(items[i])) {
			yaml_wrong(err, f, items[i],
			    "%s; expected a text or a list of texts ([] for "
			    "none)",
			    kind_of(items[i]));
			goto fail;
		}
		if (strlist_add(&list, items[i]->text) < 0) {
			yaml_error(err, f, v, "out of memory");
			goto fail;
		}
	}
	strlist_free(ret);
	*ret = list;
	return 0;
fail:
	strlist_free(&list);
	return -1;
}

int
yaml_entries(const struct yaml_file *f, const struct yaml *v,
    const char *(*check)(const char *), struct strlist *ret, struct buf *err)
{
	const struct yaml *item;
	struct strlist list = {0};
	const char *expected;
	size_t i;

	if (yaml_strings(f, v, false, &list, err) < 0)
		return -1;
	for (i = 0; i < list.n; i++) {
		expected = check(list.v[i]);
		if (expected == NULL)
			continue;
		item = v->kind == YAML_LIST ? v->items[i] : v;
		yaml_wrong(err, f, item, "'" SHOW "'; expected %s", list.v[i],
		    expected);
		strlist_free(&list);
		return -1;
	}
	strlist_free(ret);
	*ret = list;
	return 0;
}

int
yaml_bool(
    const struct yaml_file *f, const struct yaml *v, bool *ret, struct buf *err)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = {{"yes", true}, {"no", false}, {"true", true},
	    {"false", false}, {"on", true}, {"off", false}};
	size_t i;

	for (i = 0; v->kind == YAML_TEXT && i < sizeof words / sizeof *words;
	     i++) {
		if (strcasecmp(v->text, words[i].word) == 0) {
			*ret = words[i].value;
			return 0;
		}
	}
	return yaml_wrong(err, f, v, "%s%s%s; expected yes or no",
	    is_text(v) ? "'" : "", is_text(v) ? v->text : kind_of(v),
	    is_text(v) ? "'" : "");
}

/* Digits and, where bytes, a unit. 0, or -1 for anything else or overflow. */
static int
parse_number(const char *s, bool bytes, unsigned long long *ret)
{
	static const struct {
		const char *name;
		unsigned shift;
	} units[] = {{"", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}};
	unsigned long long value;
	char *end;
	size_t i;

	if (*s < '0' || *s > '9')
		return -1;
	errno = 0;
	value = strtoull(s, &end, 10);
	if (errno != 0)
		return -1;
	if (bytes && *end == ' ')
		end++;
	for (i = 0; i < (bytes ? sizeof units / sizeof *units : 1); i++) {
		if (strcmp(end, units[i].name) != 0)
			continue;
		if (value > ~0ull >> units[i].shift)
			return -1;
		*ret = value << units[i].shift;
		return 0;
	}
	return -1;
}

/* Writes a bound the way a person would. */
static void
add_bound(struct buf *err, bool bytes, unsigned long long value)
{
	if (bytes && value >= MIB && value % MIB == 0)
		buf_addf(err, "%llu MiB", value / MIB);
	else if (bytes && value >= KIB && value % KIB == 0)
		buf_addf(err, "%llu KiB", value / KIB);
	else
		buf_addf(err, "%llu", value);
}

int
yaml_number(const struct yaml_file *f, const struct yaml *v, bool bytes,
    unsigned long long min, unsigned long long max, unsigned long long *ret,
    struct buf *err)
{
	unsigned long long value;

	if (v->kind == YAML_TEXT && parse_number(v->text, bytes, &value) == 0 &&
	    value >= min && value <= max) {
		*ret = value;
		return 0;
	}
	yaml_wrong(err, f, v, "%s%s%s; expected a %s from ",
	    is_text(v) ? "'" : "", is_text(v) ? v->text : kind_of(v),
	    is_text(v) ? "'" : "",
	    bytes ? "size (with KiB, MiB or GiB)" : "whole number");
	add_bound(err, bytes, min);
	buf_adds(err, " to ");
	add_bound(err, bytes, max);
	return -1;
}
