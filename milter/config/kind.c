/* SPDX-License-Identifier: MIT
 *
 * kind.c - the kinds of value a setting can have.
 */
#include "config/kind.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/strlist.h"
#include "config/value.h"

static void
show_text(const char *s, struct buf *out)
{
	buf_addc(out, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '\'')
			buf_addc(out, '\'');
		buf_addc(out, *s);
	}
	buf_addc(out, '\'');
}

static int
text_read(struct reading *r, const struct setting *s, const struct yaml *v,
    void *field)
{
	const char *expected;
	char *text = NULL;

	if (yaml_string(r->f, v, &text, r->err) < 0)
		return -1;
	expected = value_line(text);
	if (expected == NULL && s->wrong != NULL)
		expected = s->wrong(text);
	if (expected != NULL) {
		yaml_wrong(
		    r->err, r->f, v, "'%.100s'; expected %s", text, expected);
		free(text);
		return -1;
	}
	free(*(char **)field);
	*(char **)field = text;
	return 0;
}

static void
text_show(const struct setting *s, const void *field, struct buf *out)
{
	(void)s;
	show_text(*(char *const *)field, out);
}

static void
text_clear(void *field)
{
	free(*(char **)field);
}

static int
list_read(struct reading *r, const struct setting *s, const struct yaml *v,
    void *field)
{
	return yaml_entries(
	    r->f, v, s->wrong != NULL ? s->wrong : value_line, field, r->err);
}

static void
list_show(const struct setting *s, const void *field, struct buf *out)
{
	const struct strlist *l = field;
	size_t i;

	(void)s;
	buf_addc(out, '[');
	for (i = 0; i < l->n; i++) {
		buf_adds(out, i ? ", " : "");
		show_text(l->v[i], out);
	}
	buf_addc(out, ']');
}

static void
list_clear(void *field)
{
	strlist_free(field);
}

static int
flag_read(struct reading *r, const struct setting *s, const struct yaml *v,
    void *field)
{
	(void)s;
	return yaml_bool(r->f, v, field, r->err);
}

static void
flag_show(const struct setting *s, const void *field, struct buf *out)
{
	(void)s;
	buf_adds(out, *(const bool *)field ? "yes" : "no");
}

static int
choice_read(struct reading *r, const struct setting *s, const struct yaml *v,
    void *field)
{
	char *word = NULL;
	int i;

	if (yaml_string(r->f, v, &word, r->err) < 0)
		return -1;
	for (i = 0; i < 2 && strcmp(word, s->words[i]) != 0; i++)
		;
	if (i == 2)
		yaml_wrong(r->err, r->f, v, "'%.100s'; expected %s or %s", word,
		    s->words[0], s->words[1]);
	else
		*(bool *)field = i == 1;
	free(word);
	return i == 2 ? -1 : 0;
}

static void
choice_show(const struct setting *s, const void *field, struct buf *out)
{
	buf_adds(out, s->words[*(const bool *)field]);
}

static int
number_read(struct reading *r, const struct setting *s, const struct yaml *v,
    void *field)
{
	unsigned long long n;

	if (yaml_number(r->f, v, false, s->min, s->max, &n, r->err) < 0)
		return -1;
	*(unsigned *)field = (unsigned)n;
	return 0;
}

static void
number_show(const struct setting *s, const void *field, struct buf *out)
{
	(void)s;
	buf_addf(out, "%u", *(const unsigned *)field);
}

static int
size_read(struct reading *r, const struct setting *s, const struct yaml *v,
    void *field)
{
	unsigned long long n;

	if (yaml_number(r->f, v, true, s->min, s->max, &n, r->err) < 0)
		return -1;
	*(size_t *)field = (size_t)n;
	return 0;
}

void
kind_add_size(unsigned long long n, struct buf *out)
{
	if (n % MIB == 0)
		buf_addf(out, "%llu MiB", n / MIB);
	else
		buf_addf(out, "%llu", n);
}

static void
size_show(const struct setting *s, const void *field, struct buf *out)
{
	(void)s;
	kind_add_size(*(const size_t *)field, out);
}

/* Permissions as chmod(1) takes them in octal: three digits. */
static int
mode_read(struct reading *r, const struct setting *s, const struct yaml *v,
    void *field)
{
	char *text = NULL, *end = NULL;
	unsigned long mode;

	(void)s;
	if (yaml_string(r->f, v, &text, r->err) < 0)
		return -1;
	mode = strtoul(text, &end, 8);
	if (text[0] < '0' || text[0] > '7' || *end != '\0' || mode > 0777) {
		yaml_wrong(r->err, r->f, v,
		    "'%.100s'; expected octal permissions such as 0660", text);
		free(text);
		return -1;
	}
	*(unsigned *)field = (unsigned)mode;
	free(text);
	return 0;
}

static void
mode_show(const struct setting *s, const void *field, struct buf *out)
{
	(void)s;
	buf_addf(out, "0%o", *(const unsigned *)field);
}

char *
kind_resolve(const char *folder, const char *text)
{
	struct buf path = BUF_MAX(PATH_MAX);
	char *taken;

	if (text[0] != '/')
		buf_addf(&path, "%s/", folder);
	buf_adds(&path, text);
	taken = buf_take(&path);
	buf_free(&path);
	return taken;
}

bool
kind_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int
path_read(struct reading *r, const struct setting *s, const struct yaml *v,
    void *field)
{
	char **path = field, *resolved;

	if (text_read(r, s, v, field) < 0)
		return -1;
	/* A path that nothing stands in for may be left empty. */
	if (**path == '\0' && s->fallback == NULL)
		return 0;
	resolved = kind_resolve(r->folder, *path);
	if (resolved == NULL)
		return yaml_wrong(
		    r->err, r->f, v, "%s", "the path is too long");
	free(*path);
	*path = resolved;
	return 0;
}

static int
not_folder(struct reading *r, const struct yaml *v, const char *path)
{
	return yaml_wrong(
	    r->err, r->f, v, "no folder %s; expected one that is there", path);
}

static int
folder_read(struct reading *r, const struct setting *s, const struct yaml *v,
    void *field)
{
	if (path_read(r, s, v, field) < 0)
		return -1;
	if (r->defaults || kind_is_folder(*(char **)field))
		return 0;
	return not_folder(r, v, *(char **)field);
}

static int
folders_read(struct reading *r, const struct setting *s, const struct yaml *v,
    void *field)
{
	struct strlist *list = field;
	char *resolved;
	size_t i;

	if (list_read(r, s, v, field) < 0)
		return -1;
	for (i = 0; i < list->n; i++) {
		resolved = kind_resolve(r->folder, list->v[i]);
		if (resolved == NULL)
			return yaml_wrong(
			    r->err, r->f, v, "%s", "the path is too long");
		free(list->v[i]);
		list->v[i] = resolved;
		if (!kind_is_folder(resolved))
			return not_folder(r,
			    v->kind == YAML_LIST ? v->items[i] : v, resolved);
	}
	return 0;
}

const struct kind kind_text = {"text", text_read, text_show, text_clear};
const struct kind kind_list = {"list", list_read, list_show, list_clear};
const struct kind kind_flag = {"yes|no", flag_read, flag_show, NULL};
const struct kind kind_choice = {"word", choice_read, choice_show, NULL};
const struct kind kind_number = {"number", number_read, number_show, NULL};
const struct kind kind_size = {"size", size_read, size_show, NULL};
const struct kind kind_mode = {"mode", mode_read, mode_show, NULL};
const struct kind kind_path = {"path", path_read, text_show, text_clear};
const struct kind kind_folder = {"folder", folder_read, text_show, text_clear};
const struct kind kind_folders = {
    "folders", folders_read, list_show, list_clear};
