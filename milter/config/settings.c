/* SPDX-License-Identifier: MIT
 *
 * settings.c - what is done with the table of settings: reading over the
 * defaults, showing, the manual's list.
 *
 * A setting is a dotted key; the dots are nested maps in the file.  A default
 * goes through the same reader as the file, so that a bad one cannot hide.
 */
#include "config/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/kind.h"
#include "config/settings-table.h"

/* What has been read so far, and from where. */
struct session {
	struct reading r;
	struct settings *set;
	bool given[SETTINGS_MAX];
};

static void *
field_of(struct settings *set, const struct setting *s)
{
	return (char *)set + s->offset;
}

static const void *
field_in(const struct settings *set, const struct setting *s)
{
	return (const char *)set + s->offset;
}

/* Defaults. */

/* Reads one text as if it stood in a file. */
static int
read_default_text(struct session *n, const struct setting *s)
{
	struct yaml v = {.kind = YAML_TEXT, .text = (char *)s->fallback};

	if (s->fallback == NULL)
		v.text = (char *)"";
	return s->kind->read(&n->r, s, &v, field_of(n->set, s));
}

static int
read_default_list(struct session *n, const struct setting *s)
{
	const char *p = s->fallback != NULL ? s->fallback : "";
	struct strlist *l = field_of(n->set, s);
	size_t len;

	for (; *p != '\0'; p += len + (p[len] == ' ')) {
		len = strcspn(p, " ");
		if (strlist_addn(l, p, len) < 0)
			return yaml_error(
			    n->r.err, n->r.f, NULL, "out of memory");
	}
	return 0;
}

static bool
is_list(const struct setting *s)
{
	return s->kind == &kind_list || s->kind == &kind_folders;
}

static int
read_defaults(struct session *n)
{
	const struct setting *s;

	n->r.defaults = true;
	for (s = settings_table; s < settings_end; s++)
		if ((is_list(s) ? read_default_list(n, s)
				: read_default_text(n, s)) < 0)
			return -1;
	n->r.defaults = false;
	return 0;
}

/* The file. */

static const struct setting *
find(const char *key)
{
	const struct setting *s;

	for (s = settings_table; s < settings_end; s++)
		if (strcmp(s->key, key) == 0)
			return s;
	return NULL;
}

/* Does any key continue prefix ("inspect."). */
static bool
begins_keys(const char *prefix)
{
	const struct setting *s;

	for (s = settings_table; s < settings_end; s++)
		if (strncmp(s->key, prefix, strlen(prefix)) == 0)
			return true;
	return false;
}

/* Lists the keys that may stand below prefix ("" or "inspect."), each once. */
static int
unknown_key(struct session *n, const struct yaml *key, const char *prefix)
{
	char parts[SETTINGS_MAX][32];
	const char *known[SETTINGS_MAX];
	const struct setting *s;
	size_t count = 0, len = strlen(prefix);

	for (s = settings_table; s < settings_end; s++) {
		if (strncmp(s->key, prefix, len) != 0)
			continue;
		snprintf(parts[count], sizeof parts[count], "%.*s",
		    (int)strcspn(s->key + len, "."), s->key + len);
		if (count == 0 || strcmp(parts[count], parts[count - 1]) != 0) {
			known[count] = parts[count];
			count++;
		}
	}
	return yaml_unknown(
	    n->r.f, key, "key", key->text, known, count, n->r.err);
}

static int read_map(
    struct session *n, const struct yaml *map, const char *prefix);

static int
read_key(struct session *n, const struct yaml *key, const struct yaml *value,
    const char *prefix)
{
	const struct setting *s;
	char name[64];

	if (strchr(key->text, '.') != NULL && find(key->text) != NULL)
		return yaml_error(n->r.err, n->r.f, key,
		    "key '%s' with a dot; expected '%.*s:' and, indented on "
		    "the next line, '%s:'",
		    key->text, (int)strcspn(key->text, "."), key->text,
		    strchr(key->text, '.') + 1);
	snprintf(name, sizeof name, "%s%.30s", prefix, key->text);
	s = find(name);
	if (s != NULL) {
		n->given[s - settings_table] = true;
		return s->kind->read(&n->r, s, value, field_of(n->set, s));
	}
	snprintf(name, sizeof name, "%s%.30s.", prefix, key->text);
	if (!begins_keys(name))
		return unknown_key(n, key, prefix);
	return read_map(n, value, name);
}

static int
read_map(struct session *n, const struct yaml *map, const char *prefix)
{
	size_t i;

	if (map->kind != YAML_MAP)
		return yaml_wrong(n->r.err, n->r.f, map,
		    "no keys; expected 'key: value', indented, a line each");
	for (i = 0; i < map->n; i++)
		if (read_key(n, map->keys[i], map->items[i], prefix) < 0)
			return -1;
	return 0;
}

/* What depends on other settings, or on where the file is. */

static int
no_memory(struct session *n)
{
	return yaml_error(n->r.err, n->r.f, NULL, "out of memory");
}

/* folder/name with links and dots taken out, or NULL when it is no folder. */
static char *
real_folder(const char *folder, const char *name)
{
	char *joined = kind_resolve(folder, name), *real = NULL;

	if (joined != NULL && kind_is_folder(joined))
		real = realpath(joined, NULL);
	free(joined);
	return real;
}

static bool
was_given(const struct session *n, const char *key)
{
	return n->given[find(key) - settings_table];
}

static int
add_folder(struct session *n, char *folder)
{
	int rc;

	if (folder == NULL)
		return 0;
	rc = strlist_add(&n->set->rules_dirs, folder);
	free(folder);
	return rc < 0 ? no_memory(n) : 0;
}

static int
default_rules(struct session *n)
{
	const char *folder = n->r.folder;
	char *shipped;

	if (was_given(n, "rules"))
		return 0;
	shipped = real_folder(folder, "../rules");
	if (shipped == NULL)
		shipped = real_folder(PROBITY_DATADIR, "rules");
	if (shipped == NULL)
		return yaml_error(n->r.err, n->r.f, NULL,
		    "no rules in %s/../rules or %s; expected one of them, or "
		    "a key 'rules' with a list of folders",
		    folder, PROBITY_DATADIR "/rules");
	if (add_folder(n, shipped) < 0)
		return -1;
	return add_folder(n, real_folder(folder, "rules.d"));
}

static int
default_notices(struct session *n)
{
	char **field = &n->set->notices_dir, *shipped;

	if (was_given(n, "notices.templates") || kind_is_folder(*field))
		return 0;
	shipped = real_folder(PROBITY_DATADIR, "conf/notices");
	if (shipped == NULL)
		return 0;
	free(*field);
	*field = shipped;
	return 0;
}

static int
default_from(struct session *n)
{
	struct settings *set = n->set;
	struct buf from = BUF_MAX(400);

	if (set->notice_from[0] != '\0' || set->council_domains.n == 0)
		return 0;
	buf_addf(&from, "probity@%s", set->council_domains.v[0]);
	free(set->notice_from);
	set->notice_from = buf_take(&from);
	buf_free(&from);
	return set->notice_from != NULL ? 0 : no_memory(n);
}

/* Nobody's mail goes to nobody while there is an officer at all. */
static int
default_officers(struct session *n)
{
	char **officer = n->set->officer, *copy;
	const char *stand_in = officer[ROUTE_CLERK];
	int i;

	for (i = 0; i < ROUTE_COUNT && stand_in[0] == '\0'; i++)
		stand_in = officer[i];
	for (i = 0; i < ROUTE_COUNT; i++) {
		if (officer[i][0] != '\0')
			continue;
		copy = strdup(stand_in);
		if (copy == NULL)
			return no_memory(n);
		free(officer[i]);
		officer[i] = copy;
	}
	return 0;
}

int
settings_read(const struct yaml_file *f, const char *folder,
    struct settings *ret, struct buf *err)
{
	struct settings set = {0};
	struct session n = {
	    .r = {.f = f, .folder = folder, .err = err}, .set = &set};

	if (read_defaults(&n) < 0 ||
	    (f->root != NULL && read_map(&n, f->root, "") < 0) ||
	    default_rules(&n) < 0 || default_notices(&n) < 0 ||
	    default_from(&n) < 0 || default_officers(&n) < 0) {
		settings_free(&set);
		return -1;
	}
	*ret = set;
	return 0;
}

void
settings_free(struct settings *set)
{
	const struct setting *s;

	for (s = settings_table; s < settings_end; s++)
		if (s->kind->clear != NULL)
			s->kind->clear(field_of(set, s));
	*set = (struct settings){0};
}

/* Showing. */

#define WIDTH 79

/* Writes text in lines of at most WIDTH bytes, each after prefix. */
static void
add_wrapped(const char *prefix, const char *text, size_t len, struct buf *out)
{
	size_t room = WIDTH - strlen(prefix), n;

	while (len > 0) {
		n = len;
		if (n > room)
			for (n = room; n > 1 && text[n] != ' '; n--)
				;
		buf_addf(out, "%s%.*s\n", prefix, (int)n, text);
		n += n < len;
		text += n;
		len -= n;
	}
}

/* The length of a key's first part with its dot, or 0. */
static size_t
head_len(const char *key)
{
	const char *dot = strchr(key, '.');

	return dot != NULL ? (size_t)(dot - key) + 1 : 0;
}

int
settings_show(const struct settings *set, struct buf *out)
{
	const char *head = "", *indent;
	const struct setting *s;
	size_t len;

	for (s = settings_table; s < settings_end; s++) {
		len = head_len(s->key);
		indent = len > 0 ? "    " : "";
		if (len > 0 && strncmp(head, s->key, len) != 0)
			buf_addf(out, "%.*s:\n", (int)len - 1, s->key);
		head = len > 0 ? s->key : "";
		add_wrapped(
		    len > 0 ? "    # " : "# ", s->help, strlen(s->help), out);
		buf_addf(out, "%s%s: ", indent, s->key + len);
		s->kind->show(s, field_in(set, s), out);
		buf_addc(out, '\n');
	}
	return buf_failed(out) ? -1 : 0;
}

/* "From 1 to 300." */
static void
add_bounds(const struct setting *s, struct buf *out)
{
	bool bytes = s->kind == &kind_size;

	if (s->max == 0)
		return;
	buf_adds(out, "From ");
	if (bytes)
		kind_add_size(s->min, out);
	else
		buf_addf(out, "%llu", s->min);
	buf_adds(out, " to ");
	if (bytes)
		kind_add_size(s->max, out);
	else
		buf_addf(out, "%llu", s->max);
	buf_adds(out, ".\n");
}

/* A sentence a line, as mdoc wants them. */
static void
add_sentences(const char *help, struct buf *out)
{
	const char *stop;

	while ((stop = strstr(help, ". ")) != NULL) {
		add_wrapped("", help, (size_t)(stop - help) + 1, out);
		help = stop + 2;
	}
	add_wrapped("", help, strlen(help), out);
}

int
settings_manual(struct buf *out)
{
	const struct setting *s;

	for (s = settings_table; s < settings_end; s++) {
		buf_addf(out, ".It Cm %s : Ar %s\n", s->key, s->kind->name);
		add_sentences(s->help, out);
		add_bounds(s, out);
		if (s->fallback != NULL)
			buf_addf(out, "Default:\n.Ql %s .\n", s->fallback);
	}
	return buf_failed(out) ? -1 : 0;
}
