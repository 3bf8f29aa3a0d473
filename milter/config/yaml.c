/* SPDX-License-Identifier: MIT
 *
 * yaml.c - YAML as a tree with positions, and nothing clever.
 *
 * libyaml's events become nodes by recursive descent, one function for each
 * kind; reading values out of the tree is yaml-walk.c.  Promises: a tree is at
 * most DEPTH_MAX deep and a map at most KEYS_MAX wide, every text is UTF-8
 * without NUL, no map has a key twice, and whatever is refused is refused with
 * its place.
 *
 * BUGS: a tab that starts a line inside a block or quoted text is refused
 * too, as the scan for tabs comes before parsing.
 */
#include "config/yaml.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "config/source.h"

/* The deepest file of ours (a rule's context) has 5. */
#define DEPTH_MAX 16
/* The widest map of ours has about 20; finding duplicates is quadratic. */
#define KEYS_MAX 1000
/* How much of a value a message shows. */
#define SHOW "%.100s"

struct loader {
	yaml_parser_t parser;
	struct yaml_file *file;
	struct buf *err;
};

static struct yaml *load_node(
    struct loader *l, yaml_event_t *e, unsigned depth);

static void
node_free(struct yaml *v)
{
	size_t i;

	if (v == NULL)
		return;
	for (i = 0; i < v->n; i++) {
		node_free(v->items[i]);
		if (v->keys != NULL)
			node_free(v->keys[i]);
	}
	free(v->items);
	free(v->keys);
	free(v->text);
	free(v);
}

void
yaml_unload(struct yaml_file *f)
{
	node_free(f->root);
	free(f->path);
	*f = (struct yaml_file){0};
}

static int
report(struct buf *err, const struct yaml_file *f, const struct yaml *at,
    const char *key, const char *fmt, va_list ap)
{
	struct place place = {1, 1};

	if (at != NULL)
		place = (struct place){at->line, at->column};
	source_error(err, f->path, place, "%s%s%s%s", f->about ? f->about : "",
	    f->about ? ": " : "", key ? key : "", key ? ": " : "");
	buf_addv(err, fmt, ap);
	return -1;
}

int
yaml_error(struct buf *err, const struct yaml_file *f, const struct yaml *at,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(err, f, at, NULL, fmt, ap);
	va_end(ap);
	return -1;
}

int
yaml_wrong(struct buf *err, const struct yaml_file *f, const struct yaml *at,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(err, f, at, at->key, fmt, ap);
	va_end(ap);
	return -1;
}

/* Reports at a place libyaml gave; NULL is what loaders return. */
static struct yaml *
refuse(struct loader *l, const yaml_mark_t *mark, const char *what)
{
	struct place at = {
	    (unsigned)mark->line + 1, (unsigned)mark->column + 1};

	source_error(l->err, l->file->path, at, "%s", what);
	return NULL;
}

/* What libyaml itself could not read, in its words. */
static struct yaml *
refuse_syntax(struct loader *l)
{
	const yaml_parser_t *p = &l->parser;
	struct place at = {(unsigned)p->problem_mark.line + 1,
	    (unsigned)p->problem_mark.column + 1};
	const char *problem = p->problem != NULL ? p->problem : "no memory";

	if (p->error == YAML_READER_ERROR)
		at = source_place(
		    (const char *)p->input.string.start, p->problem_offset);
	source_error(l->err, l->file->path, at,
	    "not YAML: %s%s%s; expected 'key: value' or '- item' (quote a text "
	    "that holds ': ' or ' #' or starts with a sign)",
	    problem, p->context != NULL ? " " : "",
	    p->context != NULL ? p->context : "");
	return NULL;
}

static int
next_event(struct loader *l, yaml_event_t *e)
{
	if (yaml_parser_parse(&l->parser, e))
		return 0;
	refuse_syntax(l);
	return -1;
}

static struct yaml *
node_new(struct loader *l, enum yaml_kind kind, const yaml_mark_t *mark)
{
	struct yaml *v = calloc(1, sizeof *v);

	if (v == NULL)
		return refuse(l, mark, "out of memory");
	v->kind = kind;
	v->line = (unsigned)mark->line + 1;
	v->column = (unsigned)mark->column + 1;
	return v;
}

static struct yaml *
load_text(struct loader *l, const yaml_event_t *e)
{
	const char *text = (const char *)e->data.scalar.value;
	size_t len = e->data.scalar.length;
	struct yaml *v;

	if (memchr(text, '\0', len) != NULL)
		return refuse(l, &e->start_mark,
		    "a text with a NUL character; expected text without");
	v = node_new(l, YAML_TEXT, &e->start_mark);
	if (v == NULL)
		return NULL;
	v->plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	v->text = strndup(text, len);
	if (v->text == NULL) {
		node_free(v);
		return refuse(l, &e->start_mark, "out of memory");
	}
	return v;
}

/* Tells a value, and the items of a list, what key they stand under. */
static void
name_value(struct yaml *v, const char *key)
{
	size_t i;

	v->key = key;
	for (i = 0; v->kind == YAML_LIST && i < v->n; i++)
		v->items[i]->key = key;
}

/* Takes key (may be NULL) and item; frees both where there is no memory. */
static int
node_push(struct yaml *v, struct yaml *key, struct yaml *item)
{
	struct yaml **items, **keys;

	/* Doubling: full whenever n is a power of two. */
	if ((v->n & (v->n - 1)) == 0) {
		items =
		    reallocarray(v->items, v->n ? v->n * 2 : 1, sizeof *items);
		if (items == NULL)
			goto fail;
		v->items = items;
		if (key != NULL) {
			keys = reallocarray(
			    v->keys, v->n ? v->n * 2 : 1, sizeof *keys);
			if (keys == NULL)
				goto fail;
			v->keys = keys;
		}
	}
	v->items[v->n] = item;
	if (key != NULL) {
		v->keys[v->n] = key;
		name_value(item, key->text);
	}
	v->n++;
	return 0;
fail:
	node_free(key);
	node_free(item);
	return -1;
}

static struct yaml *
load_list(struct loader *l, const yaml_event_t *start, unsigned depth)
{
	struct yaml *v = node_new(l, YAML_LIST, &start->start_mark), *item;
	yaml_event_t e;

	if (v == NULL)
		return NULL;
	for (;;) {
		if (next_event(l, &e) < 0)
			goto fail;
		if (e.type == YAML_SEQUENCE_END_EVENT)
			break;
		item = load_node(l, &e, depth + 1);
		if (item == NULL)
			goto fail;
		if (node_push(v, NULL, item) < 0) {
			refuse(l, &start->start_mark, "out of memory");
			goto fail;
		}
	}
	yaml_event_delete(&e);
	return v;
fail:
	node_free(v);
	return NULL;
}

/* The index of a key in a map, or n. */
static size_t
find_key(const struct yaml *map, const char *key)
{
	size_t i;

	for (i = 0; i < map->n; i++)
		if (strcmp(map->keys[i]->text, key) == 0)
			return i;
	return map->n;
}

/* A key's node from its event, which it consumes; NULL after an error. */
static struct yaml *
load_key(struct loader *l, yaml_event_t *e, const struct yaml *map)
{
	struct yaml *key;
	size_t i;

	if (e->type == YAML_SEQUENCE_START_EVENT ||
	    e->type == YAML_MAPPING_START_EVENT) {
		refuse(l, &e->start_mark,
		    "a list or map as a key; expected a word");
		yaml_event_delete(e);
		return NULL;
	}
	key = load_node(l, e, 0);
	if (key == NULL)
		return NULL;
	i = find_key(map, key->text);
	if (i < map->n)
		source_error(l->err, l->file->path,
		    (struct place){key->line, key->column},
		    "key '" SHOW "' a second time; expected it once (the other "
		    "is on line %u)",
		    key->text, map->keys[i]->line);
	else if (map->n == KEYS_MAX)
		source_error(l->err, l->file->path,
		    (struct place){key->line, key->column},
		    "a map of more than %d keys; expected fewer", KEYS_MAX);
	else
		return key;
	node_free(key);
	return NULL;
}

static struct yaml *
load_map(struct loader *l, const yaml_event_t *start, unsigned depth)
{
	struct yaml *v = node_new(l, YAML_MAP, &start->start_mark);
	struct yaml *key = NULL, *item;
	yaml_event_t e;

	if (v == NULL)
		return NULL;
	for (;;) {
		if (next_event(l, &e) < 0)
			goto fail;
		if (e.type == YAML_MAPPING_END_EVENT)
			break;
		key = load_key(l, &e, v);
		if (key == NULL || next_event(l, &e) < 0)
			goto fail;
		item = load_node(l, &e, depth + 1);
		if (item == NULL)
			goto fail;
		if (node_push(v, key, item) < 0) {
			key = NULL;
			refuse(l, &start->start_mark, "out of memory");
			goto fail;
		}
		key = NULL;
	}
	yaml_event_delete(&e);
	return v;
fail:
	node_free(key);
	node_free(v);
	return NULL;
}

/* What an event's anchor or tag is refused with, or NULL. */
static const char *
not_ours(const yaml_event_t *e)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	switch (e->type) {
	case YAML_ALIAS_EVENT:
		return "an alias (*name); expected the value written out "
		       "(quote a text that starts with '*')";
	case YAML_SCALAR_EVENT:
		anchor = e->data.scalar.anchor;
		tag = e->data.scalar.tag;
		break;
	case YAML_SEQUENCE_START_EVENT:
		anchor = e->data.sequence_start.anchor;
		tag = e->data.sequence_start.tag;
		break;
	default:
		anchor = e->data.mapping_start.anchor;
		tag = e->data.mapping_start.tag;
		break;
	}
	if (anchor != NULL)
		return "an anchor (&name); expected none "
		       "(quote a text that starts with '&')";
	if (tag != NULL)
		return "a tag (!name); expected none "
		       "(quote a text that starts with '!')";
	return NULL;
}

/* The node that starts with e, which it consumes; NULL after an error. */
static struct yaml *
load_node(struct loader *l, yaml_event_t *e, unsigned depth)
{
	const char *wrong = not_ours(e);
	struct yaml *v;

	if (wrong == NULL && depth > DEPTH_MAX)
		wrong = "nested more than 16 deep; expected less";
	if (wrong != NULL)
		v = refuse(l, &e->start_mark, wrong);
	else if (e->type == YAML_SCALAR_EVENT)
		v = load_text(l, e);
	else if (e->type == YAML_SEQUENCE_START_EVENT)
		v = load_list(l, e, depth);
	else
		v = load_map(l, e, depth);
	yaml_event_delete(e);
	return v;
}

/* Consumes an event that opens a document; -1 when it brings directives. */
static int
check_start(struct loader *l, yaml_event_t *e)
{
	bool directives = e->data.document_start.version_directive != NULL ||
			  e->data.document_start.tag_directives.start !=
			      e->data.document_start.tag_directives.end;

	if (directives)
		refuse(l, &e->start_mark, "a directive (%NAME); expected none");
	yaml_event_delete(e);
	return directives ? -1 : 0;
}

/* Consumes the event after a document; -1 when it is not the stream's end. */
static int
check_end(struct loader *l, yaml_event_t *e)
{
	bool another = e->type != YAML_STREAM_END_EVENT;

	if (another)
		refuse(l, &e->start_mark,
		    "a second document (---); expected one a file");
	yaml_event_delete(e);
	return another ? -1 : 0;
}

/* The one document of a file, or nothing. */
static int
load_stream(struct loader *l)
{
	yaml_event_t e;

	if (next_event(l, &e) < 0)
		return -1;
	yaml_event_delete(&e); /* the stream's start */
	if (next_event(l, &e) < 0)
		return -1;
	if (e.type != YAML_DOCUMENT_START_EVENT)
		return check_end(l, &e);
	if (check_start(l, &e) < 0 || next_event(l, &e) < 0)
		return -1;
	l->file->root = load_node(l, &e, 1);
	if (l->file->root == NULL || next_event(l, &e) < 0)
		return -1;
	yaml_event_delete(&e); /* the document's end */
	if (next_event(l, &e) < 0)
		return -1;
	return check_end(l, &e);
}

/* YAML forbids tabs as indentation, but libyaml lets some pass. */
static int
refuse_tabs(const char *path, const char *data, size_t len, struct buf *err)
{
	size_t i;
	bool indent = true;

	for (i = 0; i < len; i++) {
		if (indent && data[i] == '\t')
			return source_error(err, path, source_place(data, i),
			    "a tab in the indentation; expected spaces");
		indent = data[i] == '\n' || (indent && data[i] == ' ');
	}
	return 0;
}

int
yaml_parse(const char *path, const char *data, size_t len,
    struct yaml_file *ret, struct buf *ret_err)
{
	struct yaml_file f = {.path = strdup(path)};
	struct loader l = {.file = &f, .err = ret_err};
	int bad;

	if (f.path == NULL || !yaml_parser_initialize(&l.parser)) {
		buf_addf(ret_err, "%s: out of memory", path);
		free(f.path);
		return -1;
	}
	bad = source_check(path, data, len, ret_err) < 0 ||
	      refuse_tabs(path, data, len, ret_err) < 0;
	if (!bad) {
		yaml_parser_set_encoding(&l.parser, YAML_UTF8_ENCODING);
		yaml_parser_set_input_string(
		    &l.parser, (const unsigned char *)data, len);
		bad = load_stream(&l) < 0;
	}
	yaml_parser_delete(&l.parser);
	if (bad) {
		yaml_unload(&f);
		return -1;
	}
	*ret = f;
	return 0;
}

int
yaml_load(const char *path, struct yaml_file *ret, struct buf *ret_err)
{
	struct source s;
	int rc;

	if (source_read(path, &s, ret_err) < 0)
		return -1;
	rc = yaml_parse(path, s.data, s.len, ret, ret_err);
	source_free(&s);
	return rc;
}

const struct yaml *
yaml_get(const struct yaml *map, const char *key)
{
	size_t i;

	if (map == NULL || map->kind != YAML_MAP)
		return NULL;
	i = find_key(map, key);
	return i < map->n ? map->items[i] : NULL;
}
