/* SPDX-License-Identifier: MIT
 *
 * check_schema.c - is this JSON what a JSON Schema says?
 *
 * One function a keyword, in a table.  A path is built on the way down and cut
 * on the way up, so that on failure it says where.
 *
 * BUGS: patterns are POSIX extended regular expressions; references are to
 * #/$defs/NAME only; "integer" refuses 1.0.
 */
#include "report/check_schema.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/limits.h"

struct check_schema {
	json_t *root;
};

/* One check under way: where we are, and the schema's root. */
struct walk {
	const json_t *root;
	struct buf path;
	struct buf *err;
};

static int check(struct walk *w, const json_t *schema, const json_t *v);

static int
failed(struct walk *w, const char *keyword)
{
	if (w->err->len == 0)
		buf_addf(w->err, "%s: %s",
		    w->path.len > 0 ? buf_str(&w->path) : "/", keyword);
	return -1;
}

/* Checks a value one step further down. */
static int
check_below(
    struct walk *w, const char *step, const json_t *schema, const json_t *v)
{
	size_t len = w->path.len;

	buf_addf(&w->path, "/%s", step);
	if (check(w, schema, v) < 0)
		return -1;
	w->path.len = len;
	w->path.data[len] = '\0';
	return 0;
}

static int
check_type(struct walk *w, const json_t *rule, const json_t *v)
{
	const char *type = json_string_value(rule);
	bool ok = false;

	if (strcmp(type, "object") == 0)
		ok = json_is_object(v);
	else if (strcmp(type, "array") == 0)
		ok = json_is_array(v);
	else if (strcmp(type, "string") == 0)
		ok = json_is_string(v);
	else if (strcmp(type, "integer") == 0)
		ok = json_is_integer(v);
	else if (strcmp(type, "number") == 0)
		ok = json_is_number(v);
	else if (strcmp(type, "boolean") == 0)
		ok = json_is_boolean(v);
	return ok ? 0 : failed(w, "type");
}

static int
check_const(struct walk *w, const json_t *rule, const json_t *v)
{
	return json_equal(rule, v) ? 0 : failed(w, "const");
}

static int
check_enum(struct walk *w, const json_t *rule, const json_t *v)
{
	size_t i;

	for (i = 0; i < json_array_size(rule); i++)
		if (json_equal(json_array_get(rule, i), v))
			return 0;
	return failed(w, "enum");
}

static int
check_minimum(struct walk *w, const json_t *rule, const json_t *v)
{
	if (json_is_number(v) && json_number_value(v) < json_number_value(rule))
		return failed(w, "minimum");
	return 0;
}

static int
check_maximum(struct walk *w, const json_t *rule, const json_t *v)
{
	if (json_is_number(v) && json_number_value(v) > json_number_value(rule))
		return failed(w, "maximum");
	return 0;
}

static int
check_min_items(struct walk *w, const json_t *rule, const json_t *v)
{
	if (json_is_array(v) &&
	    json_array_size(v) < (size_t)json_integer_value(rule))
		return failed(w, "minItems");
	return 0;
}

static int
check_max_items(struct walk *w, const json_t *rule, const json_t *v)
{
	if (json_array_size(v) > (size_t)json_integer_value(rule))
		return failed(w, "maxItems");
	return 0;
}

static size_t
characters(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static int
check_max_length(struct walk *w, const json_t *rule, const json_t *v)
{
	if (json_is_string(v) &&
	    characters(json_string_value(v)) > (size_t)json_integer_value(rule))
		return failed(w, "maxLength");
	return 0;
}

static int
check_pattern(struct walk *w, const json_t *rule, const json_t *v)
{
	regex_t re;
	int got;

	if (!json_is_string(v))
		return 0;
	if (regcomp(&re, json_string_value(rule), REG_EXTENDED | REG_NOSUB) !=
	    0)
		return failed(w, "pattern cannot be compiled");
	got = regexec(&re, json_string_value(v), 0, NULL, 0);
	regfree(&re);
	return got == 0 ? 0 : failed(w, "pattern");
}

static int
check_required(struct walk *w, const json_t *rule, const json_t *v)
{
	const char *name;
	size_t i;

	for (i = 0; json_is_object(v) && i < json_array_size(rule); i++) {
		name = json_string_value(json_array_get(rule, i));
		if (json_object_get(v, name) != NULL)
			continue;
		buf_addf(&w->path, "/%s", name);
		return failed(w, "required");
	}
	return 0;
}

static int
check_properties(struct walk *w, const json_t *rule, const json_t *v)
{
	const json_t *below;
	const char *name;
	json_t *schema;

	json_object_foreach((json_t *)rule, name, schema)
	{
		below = json_object_get(v, name);
		if (below != NULL && check_below(w, name, schema, below) < 0)
			return -1;
	}
	return 0;
}

static int
check_items(struct walk *w, const json_t *rule, const json_t *v)
{
	char step[24];
	size_t i;

	for (i = 0; i < json_array_size(v); i++) {
		snprintf(step, sizeof step, "%zu", i);
		if (check_below(w, step, rule, json_array_get(v, i)) < 0)
			return -1;
	}
	return 0;
}

static int
check_ref(struct walk *w, const json_t *rule, const json_t *v)
{
	static const char below[] = "#/$defs/";
	const char *ref = json_string_value(rule);
	const json_t *schema = NULL;

	if (ref != NULL && strncmp(ref, below, sizeof below - 1) == 0)
		schema = json_object_get(
		    json_object_get(w->root, "$defs"), ref + sizeof below - 1);
	if (schema == NULL)
		return failed(w, "$ref leads nowhere");
	return check(w, schema, v);
}

static int
check_nothing(struct walk *w, const json_t *rule, const json_t *v)
{
	(void)w, (void)rule, (void)v;
	return 0;
}

/* additionalProperties needs its neighbours; see check. */
static const struct {
	const char *name;
	int (*check)(struct walk *, const json_t *, const json_t *);
} keywords[] = {
    {"$schema", check_nothing},
    {"$id", check_nothing},
    {"title", check_nothing},
    {"description", check_nothing},
    {"$defs", check_nothing},
    {"additionalProperties", check_nothing},
    {"$ref", check_ref},
    {"type", check_type},
    {"const", check_const},
    {"enum", check_enum},
    {"minimum", check_minimum},
    {"maximum", check_maximum},
    {"minItems", check_min_items},
    {"maxItems", check_max_items},
    {"maxLength", check_max_length},
    {"pattern", check_pattern},
    {"required", check_required},
    {"properties", check_properties},
    {"items", check_items},
};
#define KEYWORDS (sizeof keywords / sizeof keywords[0])

static int
check_keyword(
    struct walk *w, const char *name, const json_t *rule, const json_t *v)
{
	size_t i;

	for (i = 0; i < KEYWORDS; i++)
		if (strcmp(keywords[i].name, name) == 0)
			return keywords[i].check(w, rule, v);
	return failed(w, "the schema has a keyword that is not checked");
}

/* additionalProperties: false. */
static int
check_others(struct walk *w, const json_t *schema, const json_t *v)
{
	const json_t *known = json_object_get(schema, "properties");
	const char *name;
	json_t *below;

	if (!json_is_false(json_object_get(schema, "additionalProperties")))
		return 0;
	json_object_foreach((json_t *)v, name, below)
	{
		if (json_object_get(known, name) != NULL)
			continue;
		buf_addf(&w->path, "/%s", name);
		return failed(w, "additionalProperties");
	}
	return 0;
}

static int
check(struct walk *w, const json_t *schema, const json_t *v)
{
	const char *name;
	json_t *rule;

	json_object_foreach((json_t *)schema, name, rule)
	{
		if (check_keyword(w, name, rule, v) < 0)
			return -1;
	}
	return check_others(w, schema, v);
}

struct check_schema *
check_schema_load(const char *path, struct buf *ret_err)
{
	struct check_schema *s = calloc(1, sizeof *s);
	json_error_t where;

	if (s == NULL)
		return NULL;
	s->root = json_load_file(path, JSON_REJECT_DUPLICATES, &where);
	if (json_is_object(s->root))
		return s;
	buf_addf(ret_err, "%s:%d:%d: %s", path, where.line, where.column,
	    where.text);
	check_schema_free(s);
	return NULL;
}

void
check_schema_free(struct check_schema *s)
{
	if (s == NULL)
		return;
	json_decref(s->root);
	free(s);
}

int
check_schema(const struct check_schema *s, const char *json, size_t len,
    struct buf *ret_err)
{
	struct walk w = {
	    .root = s->root, .path = BUF_MAX(64 * KIB), .err = ret_err};
	json_error_t where;
	json_t *v = json_loadb(json, len, JSON_REJECT_DUPLICATES, &where);
	int ret;

	if (v == NULL) {
		buf_addf(ret_err, "not JSON at byte %d: %s", where.position,
		    where.text);
		return -1;
	}
	ret = check(&w, s->root, v);
	buf_free(&w.path);
	json_decref(v);
	return ret;
}
