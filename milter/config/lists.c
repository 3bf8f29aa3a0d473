/* SPDX-License-Identifier: MIT
 *
 * lists.c - lists/: who is in which circle, and who is never held.
 *
 * All lists share one sorted table, an entry carrying a bit for each list it
 * is in.
 */
#include "config/lists.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "config/mailset.h"
#include "config/source.h"

struct lists {
	struct mailset *set;
};

/* The longest line that can hold an entry: an address and then some. */
#define ENTRY_MAX 400

#define BIT(circle) (1u << (circle))
#define NEVER_HOLD (1u << CIRCLE_COUNT)
#define ANY_CIRCLE (NEVER_HOLD - 1)

static const struct list {
	const char *file;
	unsigned bit;
} known[] = {
    {"trusted.txt", BIT(CIRCLE_TRUSTED)},
    {"press.txt", BIT(CIRCLE_PRESS)},
    {"party.txt", BIT(CIRCLE_PARTY)},
    {"private.txt", BIT(CIRCLE_PRIVATE)},
    {"internal.txt", BIT(CIRCLE_INTERNAL)},
    {"never-hold.txt", NEVER_HOLD},
};
#define KNOWN_COUNT (sizeof known / sizeof known[0])

/* Where an entry is in several lists: the circle with most at stake. */
static const enum circle order[] = {CIRCLE_PRIVATE, CIRCLE_PARTY, CIRCLE_PRESS,
    CIRCLE_TRUSTED, CIRCLE_INTERNAL};

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Adds what one line (without its line feed) says. */
static int
read_line(struct lists *l, const struct source *s, const char *line,
    const char *end, unsigned bit, struct buf *err)
{
	char entry[ENTRY_MAX + 1];
	const char *hash = memchr(line, '#', (size_t)(end - line));
	const char *expected = "one entry a line";
	struct place at;

	if (hash != NULL)
		end = hash;
	while (line < end && blank(*line))
		line++;
	while (end > line && blank(end[-1]))
		end--;
	if (line == end)
		return 0;
	if (end - line <= ENTRY_MAX) {
		memcpy(entry, line, (size_t)(end - line));
		entry[end - line] = '\0';
		expected = mailset_wrong(entry);
		if (expected == NULL)
			return mailset_add(
			    l->set, line, (size_t)(end - line), bit);
	}
	at = source_place(s->data, (size_t)(line - s->data));
	return source_error(err, s->path, at, "'%.*s'; expected %s",
	    end - line > 100 ? 100 : (int)(end - line), line, expected);
}

static int
read_list(struct lists *l, const char *path, unsigned bit, struct buf *err)
{
	const char *line, *end, *stop;
	struct source s;
	int rc = 0;

	if (source_read(path, &s, err) < 0)
		return -1;
	stop = s.data + s.len;
	for (line = s.data; line < stop && rc == 0; line = end + 1) {
		end = memchr(line, '\n', (size_t)(stop - line));
		if (end == NULL)
			end = stop;
		rc = read_line(l, &s, line, end, bit, err);
	}
	source_free(&s);
	return rc;
}

static int
unknown_list(const char *path, struct buf *err)
{
	size_t i;

	buf_addf(err, "%s: no such list; known lists: ", path);
	for (i = 0; i < KNOWN_COUNT; i++)
		buf_addf(err, "%s%s", i ? ", " : "", known[i].file);
	return -1;
}

/* A file of the folder: one of the lists, or nothing of ours. */
static int
read_file(
    struct lists *l, const char *folder, const char *name, struct buf *err)
{
	size_t len = strlen(name), i;
	struct buf path = BUF_MAX(4096);
	int rc = 0;

	if (name[0] == '.' || len < 4 || strcmp(name + len - 4, ".txt") != 0)
		return 0;
	buf_addf(&path, "%s/%s", folder, name);
	for (i = 0; i < KNOWN_COUNT; i++)
		if (strcmp(known[i].file, name) == 0)
			break;
	if (i == KNOWN_COUNT)
		rc = unknown_list(buf_str(&path), err);
	else
		rc = read_list(l, buf_str(&path), known[i].bit, err);
	buf_free(&path);
	return rc;
}

static int
read_folder(struct lists *l, const char *folder, struct buf *err)
{
	struct dirent **names;
	int n = scandir(folder, &names, NULL, alphasort), i, rc = 0;

	if (n < 0 && errno == ENOENT)
		return 0;
	if (n < 0) {
		buf_addf(
		    err, "%s: cannot be read: %s", folder, strerror(errno));
		return -1;
	}
	for (i = 0; i < n; i++) {
		if (rc == 0)
			rc = read_file(l, folder, names[i]->d_name, err);
		free(names[i]);
	}
	free(names);
	return rc;
}

struct lists *
lists_load(
    const char *folder, const struct strlist *internal, struct buf *ret_err)
{
	struct lists *l = calloc(1, sizeof *l);
	size_t i;

	if (l == NULL || (l->set = mailset_new()) == NULL)
		goto memory;
	for (i = 0; i < internal->n; i++)
		if (mailset_add(l->set, internal->v[i], strlen(internal->v[i]),
			BIT(CIRCLE_INTERNAL)) < 0)
			goto memory;
	if (read_folder(l, folder, ret_err) < 0)
		goto fail;
	mailset_seal(l->set);
	return l;
memory:
	buf_addf(ret_err, "%s: out of memory", folder);
fail:
	lists_free(l);
	return NULL;
}

void
lists_free(struct lists *l)
{
	if (l == NULL)
		return;
	mailset_free(l->set);
	free(l);
}

int
lists_circle(const struct lists *l, const char *address, enum circle *ret,
    size_t *ret_weight)
{
	unsigned bits = mailset_find(l->set, address, ANY_CIRCLE, ret_weight);
	size_t i;

	for (i = 0; i < sizeof order / sizeof order[0]; i++) {
		if (bits & BIT(order[i])) {
			*ret = order[i];
			return 0;
		}
	}
	return -1;
}

bool
lists_never_hold(const struct lists *l, const char *address)
{
	return mailset_find(l->set, address, NEVER_HOLD, NULL) != 0;
}
