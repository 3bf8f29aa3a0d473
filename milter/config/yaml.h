/* SPDX-License-Identifier: MIT
 *
 * yaml.h - YAML as a tree with positions, and nothing clever.
 *
 * libyaml reads; this refuses what a config has no use for: duplicate keys,
 * tabs in the indentation, anchors, aliases, tags, directives, keys that are
 * not text, NUL, bytes that are not UTF-8, more than one document.  Every node
 * knows its line and column, so that every error can say where.  Users walk the
 * tree with a table of keys (yaml_walk) or by hand, and report with yaml_error.
 */
#ifndef CONFIG_YAML_H
#define CONFIG_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/strlist.h"

enum yaml_kind { YAML_TEXT, YAML_LIST, YAML_MAP };

struct yaml {
	enum yaml_kind kind;
	unsigned line, column; /* from 1 */
	char *text;            /* YAML_TEXT; NUL-free */
	bool plain;            /* YAML_TEXT written without quotes or block */
	struct yaml **items;   /* YAML_LIST: items; YAML_MAP: values */
	struct yaml **keys;    /* YAML_MAP: as many as items */
	size_t n;
	const char
	    *key; /* the key this value stands under, or NULL; borrowed */
};

struct yaml_file {
	char *path;
	struct yaml *root; /* NULL for an empty file */
	/* What a caller is reading ("policy x"): put before every message.
	 * Borrowed; NULL for nothing. */
	const char *about;
};

/* Reads a file (at most LIMIT_CONFIG_BYTES). 0, or -1 with the error. */
int yaml_load(const char *path, struct yaml_file *ret, struct buf *ret_err);
/* The same from memory; path is only for messages. */
int yaml_parse(const char *path, const char *data, size_t len,
    struct yaml_file *ret, struct buf *ret_err);
/* Frees what a file owns. Not called yaml_free: libyaml exports that name,
 * and ours would be called in its place. */
void yaml_unload(struct yaml_file *f);

/* Adds "path:line:column: ", `about` and the message to err; at may be NULL
 * for the start of the file. Always returns -1, so that callers can
 * `return yaml_error(…)`. */
int yaml_error(struct buf *err, const struct yaml_file *f,
    const struct yaml *at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* The same about a value, naming first the key it stands under. */
int yaml_wrong(struct buf *err, const struct yaml_file *f,
    const struct yaml *at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* The value under key in a map, or NULL. */
const struct yaml *yaml_get(const struct yaml *map, const char *key);

/* One known key of a map: the reader gets the value and the caller's object,
 * and returns 0 or -1 after yaml_error. */
struct yaml_key {
	const char *name;
	int (*read)(const struct yaml_file *f, const struct yaml *value,
	    void *object, struct buf *err);
	bool required;
	const char *help;
};

/* Reads every key of map by the table (ended by a NULL name), in the order of
 * the table, whatever the order in the file. An unknown key is an error that
 * names the nearest known one; a missing required key is an error at the
 * map; so is a map that is something else. */
int yaml_walk(const struct yaml_file *f, const struct yaml *map,
    const struct yaml_key *keys, void *object, struct buf *err);

/* Reports a word that is none of the n known ones: "unknown NOUN 'WORD'; did
 * you mean 'X'? known NOUNs: …". Always returns -1. */
int yaml_unknown(const struct yaml_file *f, const struct yaml *at,
    const char *noun, const char *word, const char *const *known, size_t n,
    struct buf *err);

/* Readers of single values; each returns 0 or -1 after yaml_error, leaving
 * what was there. A value that is not there at all ("key:") is an error.
 * yaml_string replaces *ret (freeing it). yaml_quoted refuses plain scalars
 * ("quote it: …"), as regexes and samples must be. yaml_strings accepts one
 * text or a list of them and replaces *ret. yaml_number checks the bounds, both
 * inclusive, and says them; it accepts a unit KiB, MiB or GiB where `bytes`. */
int yaml_string(const struct yaml_file *f, const struct yaml *v, char **ret,
    struct buf *err);
int yaml_quoted(const struct yaml_file *f, const struct yaml *v, char **ret,
    struct buf *err);
int yaml_strings(const struct yaml_file *f, const struct yaml *v, bool quoted,
    struct strlist *ret, struct buf *err);
/* yaml_strings for texts that must be well written: wrong returns NULL for
 * such a one, else what was expected. */
int yaml_entries(const struct yaml_file *f, const struct yaml *v,
    const char *(*wrong)(const char *), struct strlist *ret, struct buf *err);
int yaml_bool(const struct yaml_file *f, const struct yaml *v, bool *ret,
    struct buf *err);
int yaml_number(const struct yaml_file *f, const struct yaml *v, bool bytes,
    unsigned long long min, unsigned long long max, unsigned long long *ret,
    struct buf *err);

#endif
