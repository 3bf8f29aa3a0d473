/* SPDX-License-Identifier: MIT
 *
 * fields.h - the fields of a JSON object that nobody vouches for, one by one.
 *
 * An object is opened, its fields are read by name and type, it is closed;
 * closing fails when it has a field that nobody read.  Every function returns
 * 0 (or what it read), or -1 (NULL) with a complaint that names the field and
 * never its content; the first complaint stands.  Strings and arrays called
 * "borrowed" live as long as the tree.
 */
#ifndef REPORT_FIELDS_H
#define REPORT_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "base/words.h"

/* One object being read. `seen` counts the fields asked for, so that any
 * others show as a difference to its size. */
struct fields {
	const json_t *json;
	const char *name; /* what complaints call it; NULL at the top */
	long index;       /* in the array of that name, or -1 */
	size_t seen;
	struct buf *err; /* empty at first */
};

/* Opens an object; borrows all its arguments. */
int fields_open(struct fields *f, const json_t *json, const char *name,
    long index, struct buf *err);
int fields_close(const struct fields *f);

/* Notes a complaint: "name[index].key: text"; key may be NULL. Returns -1. */
int fields_refuse(const struct fields *f, const char *key, const char *text);

bool fields_has(const struct fields *f, const char *key);
/* The raw value, borrowed, or NULL when there is none; no complaint. */
const json_t *fields_get(struct fields *f, const char *key);
/* A string of at most max bytes, borrowed. */
const char *fields_borrow(struct fields *f, const char *key, size_t max);

/* A copy of a string of at most REPORT_STRING_BYTES; fields_may_text leaves
 * *ret as it is when the field is absent. */
int fields_text(struct fields *f, const char *key, char **ret);
int fields_may_text(struct fields *f, const char *key, char **ret);
/* A whole number from 0 to REPORT_NUMBER_MAX. */
int fields_count(struct fields *f, const char *key, size_t *ret);
/* The same for a value v already at hand, of field key. */
int fields_number(
    const struct fields *f, const char *key, const json_t *v, size_t *ret);
/* An index into an array of n entries; -1 when the field is absent. */
int fields_may_index(struct fields *f, const char *key, size_t n, long *ret);
int fields_flag(struct fields *f, const char *key, bool *ret);
/* A time as report_write makes it, in seconds since 1970. */
int fields_time(struct fields *f, const char *key, long long *ret);

/* An array of at most max entries, borrowed. */
const json_t *fields_array(struct fields *f, const char *key, size_t max);
/* The same, with *ret set to as many zeroed entries of `each` bytes (NULL for
 * none), the caller's to free. */
const json_t *fields_entries(
    struct fields *f, const char *key, size_t max, size_t each, void **ret);
/* An array of strings, added to *ret. */
int fields_strings(
    struct fields *f, const char *key, size_t max, struct strlist *ret);

/* A word of one of the vocabularies. */
int fields_action(struct fields *f, const char *key, enum action *ret);
int fields_circle(struct fields *f, const char *key, enum circle *ret);
int fields_confidence(struct fields *f, const char *key, enum confidence *ret);
int fields_unread(struct fields *f, const char *key, enum unread *ret);
int fields_whose(struct fields *f, const char *key, enum whose *ret);
int fields_zone(struct fields *f, const char *key, enum zone *ret);

#endif
