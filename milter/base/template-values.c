/* SPDX-License-Identifier: MIT
 *
 * template-values.c - the values of a template, and how each is escaped.
 *
 * A set of values is a tree: rows hang off the set they were added to, in one
 * chain in order of addition, whatever list they belong to.
 */
#include "base/template-values.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* One value: an officer's reason or a place, never a document. */
#define VALUE_MAX (64 * 1024)

struct value {
	const char *name;
	char *text;
	struct value *next;
};

struct template_values {
	struct template_values *root;
	const char *list; /* which list of the parent this is a row of */
	struct value *values;
	struct template_values *rows, *last_row;
	struct template_values *next;
	bool failed; /* only the root's counts */
};

struct template_values *
template_values_new(void)
{
	struct template_values *v = calloc(1, sizeof *v);

	if (v != NULL)
		v->root = v;
	return v;
}

void
template_values_free(struct template_values *v)
{
	struct template_values *row;
	struct value *value;

	if (v == NULL)
		return;
	while ((value = v->values) != NULL) {
		v->values = value->next;
		free(value->text);
		free(value);
	}
	while ((row = v->rows) != NULL) {
		v->rows = row->next;
		template_values_free(row);
	}
	free(v);
}

/* Takes text. */
static void
set_taken(struct template_values *v, const char *name, char *text)
{
	struct value *value = text != NULL ? malloc(sizeof *value) : NULL;

	if (value == NULL) {
		free(text);
		v->root->failed = true;
		return;
	}
	*value = (struct value){name, text, v->values};
	v->values = value;
}

static char *
on_one_line(char *text)
{
	char *s = text;

	for (; s != NULL && *s != '\0'; s++)
		if (*s == '\n' || *s == '\t')
			*s = ' ';
	return text;
}

void
template_set(struct template_values *v, const char *name, const char *value)
{
	if (v != NULL && value != NULL)
		set_taken(v, name, on_one_line(strndup(value, VALUE_MAX)));
}

void
template_set_lines(
    struct template_values *v, const char *name, const char *value)
{
	if (v != NULL && value != NULL)
		set_taken(v, name, strndup(value, VALUE_MAX));
}

void
template_setf(struct template_values *v, const char *name, const char *fmt, ...)
{
	struct buf b = BUF_MAX(VALUE_MAX);
	va_list ap;

	if (v == NULL)
		return;
	va_start(ap, fmt);
	buf_addv(&b, fmt, ap);
	va_end(ap);
	set_taken(v, name, on_one_line(buf_take(&b)));
	buf_free(&b);
}

struct template_values *
template_row(struct template_values *v, const char *list)
{
	struct template_values *row;

	if (v == NULL)
		return NULL;
	if ((row = calloc(1, sizeof *row)) == NULL) {
		v->root->failed = true;
		return NULL;
	}
	row->root = v->root;
	row->list = list;
	if (v->last_row != NULL)
		v->last_row->next = row;
	else
		v->rows = row;
	v->last_row = row;
	return row;
}

const char *
template_values_get(const struct template_values *v, const char *name)
{
	const struct value *value;

	for (value = v->values; value != NULL; value = value->next)
		if (strcmp(value->name, name) == 0)
			return value->text;
	return "";
}

const struct template_values *
template_values_row(const struct template_values *v, const char *list,
    const struct template_values *after)
{
	const struct template_values *row;

	row = after != NULL ? after->next : v->rows;
	while (row != NULL && strcmp(row->list, list) != 0)
		row = row->next;
	return row;
}

bool
template_values_failed(const struct template_values *v)
{
	return v->root->failed;
}

/* What stands for c in that context instead of itself; NULL: itself. */
static const char *
stand_in(enum template_context context, uint32_t c)
{
	static const struct {
		char c;
		const char *html;
	} html[] = {
	    {'&', "&amp;"},
	    {'<', "&lt;"},
	    {'>', "&gt;"},
	    {'"', "&quot;"},
	    {'\'', "&#39;"},
	};
	size_t i;

	if (c == '\n' || c == '\t')
		return context == TEMPLATE_HEADER ? " " : NULL;
	if (utf8_control(c))
		return "";
	if (context != TEMPLATE_HTML)
		return NULL;
	for (i = 0; i < sizeof html / sizeof html[0]; i++)
		if (c == (unsigned char)html[i].c)
			return html[i].html;
	return NULL;
}

int
template_escape(
    enum template_context context, const char *value, struct buf *out)
{
	size_t left = strlen(value), n;
	const char *instead;
	uint32_t c;

	for (; left > 0; value += n, left -= n) {
		n = utf8_next(value, left, &c);
		instead = n > 0 ? stand_in(context, c) : "\xef\xbf\xbd";
		if (n == 0)
			n = 1;
		if (instead != NULL)
			buf_adds(out, instead);
		else
			buf_add(out, value, n);
	}
	return buf_failed(out) ? -1 : 0;
}
