/* SPDX-License-Identifier: MIT
 *
 * kind.h - the kinds of value a setting can have: how each is read, shown and
 * freed.
 *
 * A field of struct settings is handled through a pointer to it; what it
 * points to is given beside each kind.
 */
#ifndef CONFIG_KIND_H
#define CONFIG_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "config/yaml.h"

struct kind;

/* One line of the table of settings. */
struct setting {
	const char *key; /* "inspect.senders" */
	const struct kind *kind;
	size_t offset;        /* of the field in struct settings */
	const char *fallback; /* as a person writes it; list items by spaces */
	unsigned long long min, max;        /* of numbers and sizes */
	const char *(*wrong)(const char *); /* of texts and items; or NULL */
	const char *words[2];               /* of a choice: false, true */
	const char *help;
};

/* What a reader needs to know of its surroundings. */
struct reading {
	const struct yaml_file *f;
	const char *folder; /* relative paths start here; absolute itself */
	bool defaults;      /* reading a default: folders may be missing */
	struct buf *err;
};

struct kind {
	const char *name; /* for the manual */
	/* Replaces what field holds. 0, or -1 after yaml_error. */
	int (*read)(struct reading *r, const struct setting *s,
	    const struct yaml *v, void *field);
	/* Writes the value as YAML. */
	void (*show)(
	    const struct setting *s, const void *field, struct buf *out);
	void (*clear)(void *field); /* NULL: owns nothing */
};

extern const struct kind kind_text;    /* char *, one line */
extern const struct kind kind_list;    /* struct strlist */
extern const struct kind kind_flag;    /* bool */
extern const struct kind kind_choice;  /* bool, as one of two words */
extern const struct kind kind_number;  /* unsigned */
extern const struct kind kind_size;    /* size_t, bytes */
extern const struct kind kind_mode;    /* unsigned, octal */
extern const struct kind kind_path;    /* char *, made absolute */
extern const struct kind kind_folder;  /* the same; must be there if given */
extern const struct kind kind_folders; /* struct strlist of those */

/* A new path: name itself when absolute, else below folder. NULL when it is
 * too long or memory is out. */
char *kind_resolve(const char *folder, const char *name);

bool kind_is_folder(const char *path);

/* Writes a number of bytes, in MiB where it is whole. */
void kind_add_size(unsigned long long bytes, struct buf *out);

#endif
