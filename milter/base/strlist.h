/* SPDX-License-Identifier: MIT
 *
 * strlist.h - a growing list of owned C strings.
 *
 * A value: zero-initialise it, free it with strlist_free.
 */
#ifndef BASE_STRLIST_H
#define BASE_STRLIST_H

#include <stdbool.h>
#include <stddef.h>

struct strlist {
	char **v;
	size_t n;
	size_t cap;
};

/* Adds a copy of s, or of its first len bytes. Returns 0, or -1 when memory is
 * out; the list is then unchanged. */
int strlist_add(struct strlist *l, const char *s);
int strlist_addn(struct strlist *l, const char *s, size_t len);

/* True when s is in the list, byte for byte. */
bool strlist_has(const struct strlist *l, const char *s);

/* Frees the strings and leaves an empty list. */
void strlist_free(struct strlist *l);

#endif
