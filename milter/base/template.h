/* SPDX-License-Identifier: MIT
 *
 * template.h - the one template filler: notices, and later desk and letters.
 *
 *   {{name}}               the value, escaped for the template's context
 *   {{#name}} … {{/name}}  once for each row of a list; or, of a value, shown
 *                          when it is there and not empty
 *   {{^name}} … {{/name}}  shown when the list has no rows or the value is not
 *                          there
 *   {{! words }}           a remark, left out
 *
 * A section mark or remark alone on its line leaves no empty line behind.
 * There is no way to have a value unescaped.  Which slots a template may use
 * is told by the caller, so that a template edited into naming something else
 * is refused when it is loaded, not noticed when it is needed.
 */
#ifndef BASE_TEMPLATE_H
#define BASE_TEMPLATE_H

#include <stddef.h>

#include "base/buf.h"

/* Where the filled text will stand, which decides how values are escaped. In
 * all of them controls and direction marks are dropped, and what is not UTF-8
 * becomes U+FFFD. */
enum template_context {
	TEMPLATE_TEXT,   /* newline and tab stay */
	TEMPLATE_HEADER, /* newline and tab become a space: always one line */
	TEMPLATE_HTML,   /* & < > " ' escaped: for text and quoted attributes */
};

/* A slot that a template may name; a table of them ends with a NULL name. A
 * list has the table of its rows' slots; inside its section the slots outside
 * may be named as well, the row's first. */
struct template_slot {
	const char *name;
	const struct template_slot *row; /* NULL: a value */
};

struct template_source {
	const char *name; /* for errors: the file's */
	unsigned line;    /* of data's first line in that file; 0 counts as 1 */
	const char *data;
	size_t len;
	enum template_context context;
	const struct template_slot *known;
};

struct template;
struct template_values;

/* Returns a new template that borrows nothing; free with template_free. NULL
 * with "file:line:column: what was found; what was expected" in *ret_err. */
struct template *template_parse(
    const struct template_source *source, struct buf *ret_err);
void template_free(struct template *t);

/* Adds the filled template to out. Returns 0, or -1 (and out failed or only
 * partly added to) when out's maximum was reached or memory was out, also while
 * the values were being set. */
int template_fill(
    const struct template *t, const struct template_values *v, struct buf *out);

/* A set of values. Names are borrowed (literals), values copied. Memory running
 * out is kept and told by template_fill, so setting needs no checks; setting in
 * NULL does nothing. template_values_free frees rows too. */
struct template_values *template_values_new(void);
void template_values_free(struct template_values *v);

/* Sets a value, once a name; NULL and "" both mean that it is not there. Line
 * ends and tabs in it become spaces, whatever the context: a file name must not
 * be able to write a line of its own into a notice. */
void template_set(
    struct template_values *v, const char *name, const char *value);
void template_setf(struct template_values *v, const char *name, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

/* The same for a text of several lines, which keeps them where the context
 * does. */
void template_set_lines(
    struct template_values *v, const char *name, const char *value);

/* Adds a row to a list and returns it, borrowed from v; NULL (and v marked
 * failed) when memory is out. */
struct template_values *template_row(
    struct template_values *v, const char *list);

#endif
