/* SPDX-License-Identifier: MIT
 *
 * fields.c - the fields of a JSON object that nobody vouches for.
 */
#include "report/fields.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "report/report-json.h"

int
fields_refuse(const struct fields *f, const char *key, const char *text)
{
	if (f->err->len > 0)
		return -1;
	if (f->name != NULL)
		buf_adds(f->err, f->name);
	if (f->index >= 0)
		buf_addf(f->err, "[%ld]", f->index);
	if (f->name != NULL && key != NULL)
		buf_addc(f->err, '.');
	if (key != NULL)
		buf_adds(f->err, key);
	if (f->err->len == 0)
		buf_adds(f->err, "report");
	buf_addf(f->err, ": %s", text);
	return -1;
}

bool
fields_has(const struct fields *f, const char *key)
{
	return json_object_get(f->json, key) != NULL;
}

const json_t *
fields_get(struct fields *f, const char *key)
{
	const json_t *v = json_object_get(f->json, key);

	if (v != NULL)
		f->seen++;
	return v;
}

int
fields_open(struct fields *f, const json_t *json, const char *name, long index,
    struct buf *err)
{
	*f = (struct fields){
	    .json = json, .name = name, .index = index, .err = err};
	if (!json_is_object(json))
		return fields_refuse(f, NULL, "expected an object");
	return 0;
}

int
fields_close(const struct fields *f)
{
	if (f->seen != json_object_size(f->json))
		return fields_refuse(f, NULL, "a field that is not known");
	return 0;
}

const char *
fields_borrow(struct fields *f, const char *key, size_t max)
{
	const json_t *v = fields_get(f, key);

	if (!json_is_string(v)) {
		fields_refuse(f, key, "expected a string");
		return NULL;
	}
	if (json_string_length(v) > max) {
		fields_refuse(f, key, "too long");
		return NULL;
	}
	return json_string_value(v);
}

int
fields_text(struct fields *f, const char *key, char **ret)
{
	const char *s = fields_borrow(f, key, REPORT_STRING_BYTES);

	if (s == NULL)
		return -1;
	*ret = strdup(s);
	return *ret != NULL ? 0 : fields_refuse(f, key, "out of memory");
}

int
fields_may_text(struct fields *f, const char *key, char **ret)
{
	if (!fields_has(f, key))
		return 0;
	return fields_text(f, key, ret);
}

int
fields_number(
    const struct fields *f, const char *key, const json_t *v, size_t *ret)
{
	json_int_t n = json_integer_value(v);

	if (!json_is_integer(v) || n < 0 || n > REPORT_NUMBER_MAX)
		return fields_refuse(
		    f, key, "expected a whole number, 0 or more");
	*ret = (size_t)n;
	return 0;
}

int
fields_count(struct fields *f, const char *key, size_t *ret)
{
	return fields_number(f, key, fields_get(f, key), ret);
}

int
fields_may_index(struct fields *f, const char *key, size_t n, long *ret)
{
	size_t i = 0;

	*ret = -1;
	if (!fields_has(f, key))
		return 0;
	if (fields_count(f, key, &i) < 0)
		return -1;
	if (i >= n)
		return fields_refuse(f, key, "points past the end");
	*ret = (long)i;
	return 0;
}

int
fields_flag(struct fields *f, const char *key, bool *ret)
{
	const json_t *v = fields_get(f, key);

	if (!json_is_boolean(v))
		return fields_refuse(f, key, "expected true or false");
	*ret = json_is_true(v);
	return 0;
}

const json_t *
fields_array(struct fields *f, const char *key, size_t max)
{
	const json_t *v = fields_get(f, key);

	if (!json_is_array(v)) {
		fields_refuse(f, key, "expected an array");
		return NULL;
	}
	if (json_array_size(v) > max) {
		fields_refuse(f, key, "too many");
		return NULL;
	}
	return v;
}

int
fields_strings(
    struct fields *f, const char *key, size_t max, struct strlist *ret)
{
	const json_t *list = fields_array(f, key, max), *v;
	size_t i;

	if (list == NULL)
		return -1;
	json_array_foreach(list, i, v)
	{
		if (!json_is_string(v) ||
		    json_string_length(v) > REPORT_STRING_BYTES)
			return fields_refuse(
			    f, key, "expected strings, not too long");
		if (strlist_add(ret, json_string_value(v)) < 0)
			return fields_refuse(f, key, "out of memory");
	}
	return 0;
}

/* A reader for a field of a vocabulary of base/words.h. */
#define WORD(word)                                                           \
	int fields_##word(struct fields *f, const char *key, enum word *ret) \
	{                                                                    \
		const char *s = fields_borrow(f, key, REPORT_STRING_BYTES);  \
                                                                             \
		if (s == NULL)                                               \
			return -1;                                           \
		if (word##_parse(s, ret) < 0)                                \
			return fields_refuse(f, key, "not a known word");    \
		return 0;                                                    \
	}

WORD(action)
WORD(circle)
WORD(confidence)
WORD(unread)
WORD(whose)
WORD(zone)

/* RFC 3339 in UTC: read, made again, compared, so that there is one spelling
 * of a time and no 30 February. */
int
fields_time(struct fields *f, const char *key, long long *ret)
{
	const char *s = fields_borrow(f, key, 20), *rest;
	struct tm tm = {0};
	char again[32];
	time_t at;

	if (s == NULL)
		return -1;
	rest = strptime(s, "%Y-%m-%dT%H:%M:%SZ", &tm);
	if (rest == NULL || *rest != '\0')
		return fields_refuse(f, key, "expected a time in UTC");
	at = timegm(&tm);
	if (at < 0 || gmtime_r(&at, &tm) == NULL ||
	    strftime(again, sizeof again, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0 ||
	    strcmp(s, again) != 0)
		return fields_refuse(f, key, "expected a time in UTC");
	*ret = at;
	return 0;
}

const json_t *
fields_entries(
    struct fields *f, const char *key, size_t max, size_t each, void **ret)
{
	const json_t *list = fields_array(f, key, max);

	if (list == NULL || json_array_size(list) == 0)
		return list;
	*ret = calloc(json_array_size(list), each);
	if (*ret == NULL) {
		fields_refuse(f, key, "out of memory");
		return NULL;
	}
	return list;
}
