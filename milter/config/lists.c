/* SPDX-License-Identifier: MIT
 *
 * lists.c - lists/: who is in which circle, and who is never held.
 *
 * All lists share one sorted table, an entry carrying a bit for each list it
 * is in.
 */
#include "config/lists.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "config/mailset.h"
#include "config/source.h"

/* An entry as it stands in a file, to say where two lists overlap. */
struct line {
	char *entry;
	size_t list; /* index into known */
	unsigned line;
};

struct lists {
	struct mailset *set;
	struct strlist crests; /* SHA-256 in small hexadecimal letters */
	struct line *lines;
	size_t nlines;
};

/* The longest line that can hold an entry: an address and then some. */
#define ENTRY_MAX 400

#define BIT(circle) (1u << (circle))
#define NEVER_HOLD (1u << CIRCLE_COUNT)
#define WEBMAIL (NEVER_HOLD << 1)
#define CREST (WEBMAIL << 1) /* of digests, not of mailboxes */
#define DIGEST_CHARS 64
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
    {"webmail.txt", WEBMAIL},
    {"crests.txt", CREST},
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

/* Adds a well-written entry of a list. 0, or -1: memory. */
static int
add_entry(
    struct lists *l, const char *entry, size_t list, const struct place *at)
{
	struct line *v;

	if (mailset_add(l->set, entry, strlen(entry), known[list].bit) < 0)
		return -1;
	/* Doubling: full whenever the count is a power of two. */
	if ((l->nlines & (l->nlines - 1)) == 0) {
		v = reallocarray(
		    l->lines, l->nlines ? l->nlines * 2 : 1, sizeof *v);
		if (v == NULL)
			return -1;
		l->lines = v;
	}
	v = &l->lines[l->nlines];
	*v = (struct line){strdup(entry), list, at->line};
	if (v->entry == NULL)
		return -1;
	l->nlines++;
	return 0;
}

/* Adds a line of crests.txt as sha256sum prints it: digest, spaces, file.
 * Returns what was expected instead, or NULL. */
static const char *
add_crest(struct lists *l, const char *line, const char *end)
{
	char digest[DIGEST_CHARS];
	size_t i;

	if (end - line < DIGEST_CHARS ||
	    (end - line > DIGEST_CHARS && !blank(line[DIGEST_CHARS])))
		return "a line of sha256sum: 64 hexadecimal digits";
	for (i = 0; i < DIGEST_CHARS; i++) {
		if (!isxdigit((unsigned char)line[i]))
			return "64 hexadecimal digits";
		digest[i] = (char)tolower((unsigned char)line[i]);
	}
	return strlist_addn(&l->crests, digest, sizeof digest) == 0
		   ? NULL
		   : "memory that is not out";
}

/* Adds what one line (without its line feed) says; `number` counts lines. */
static int
read_line(struct lists *l, const struct source *s, const char *line,
    const char *end, size_t list, unsigned number, struct buf *err)
{
	char entry[ENTRY_MAX + 1];
	const char *hash = memchr(line, '#', (size_t)(end - line));
	const char *expected = "one entry a line";
	struct place at = {number, 1};

	if (hash != NULL)
		end = hash;
	while (line < end && blank(*line))
		line++;
	while (end > line && blank(end[-1]))
		end--;
	if (line == end)
		return 0;
	if (known[list].bit == CREST) {
		expected = add_crest(l, line, end);
		if (expected == NULL)
			return 0;
	} else if (end - line <= ENTRY_MAX) {
		memcpy(entry, line, (size_t)(end - line));
		entry[end - line] = '\0';
		expected = mailset_wrong(entry);
		if (expected == NULL) {
			if (add_entry(l, entry, list, &at) == 0)
				return 0;
			return source_error(err, s->path, at, "out of memory");
		}
	}
	at = source_place(s->data, (size_t)(line - s->data));
	return source_error(err, s->path, at, "'%.*s'; expected %s",
	    end - line > 100 ? 100 : (int)(end - line), line, expected);
}

static int
read_list(struct lists *l, const char *path, size_t list, struct buf *err)
{
	const char *line, *end, *stop;
	struct source s;
	unsigned number = 0;
	int rc = 0;

	if (source_read(path, &s, err) < 0)
		return -1;
	stop = s.data + s.len;
	for (line = s.data; line < stop && rc == 0; line = end + 1) {
		end = memchr(line, '\n', (size_t)(stop - line));
		if (end == NULL)
			end = stop;
		rc = read_line(l, &s, line, end, list, ++number, err);
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
		rc = read_list(l, buf_str(&path), i, err);
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
	size_t i;

	if (l == NULL)
		return;
	for (i = 0; i < l->nlines; i++)
		free(l->lines[i].entry);
	free(l->lines);
	strlist_free(&l->crests);
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

bool
lists_webmail(const struct lists *l, const char *address)
{
	return mailset_find(l->set, address, WEBMAIL, NULL) != 0;
}

bool
lists_crest(const struct lists *l, const char *digest)
{
	size_t i;

	for (i = 0; i < l->crests.n; i++)
		if (strcmp(l->crests.v[i], digest) == 0)
			return true;
	return false;
}

bool
lists_has_crests(const struct lists *l)
{
	return l->crests.n > 0;
}

/* The circle that an entry in several lists counts as. */
static enum circle
first_circle(unsigned bits)
{
	size_t i;

	for (i = 0; i < sizeof order / sizeof order[0]; i++)
		if (bits & BIT(order[i]))
			break;
	return order[i < sizeof order / sizeof order[0] ? i : 0];
}

/* What a list of this circle is called. */
static const char *
file_of(enum circle c)
{
	size_t i;

	for (i = 0; i < KNOWN_COUNT; i++)
		if (known[i].bit == BIT(c))
			return known[i].file;
	return "?";
}

/* The circles that hold the whole domain of an entry from further up. */
static unsigned
above(const struct lists *l, const char *entry)
{
	const char *at = strrchr(entry, '@'), *domain;
	unsigned bits = 0;

	domain = at != NULL ? at + 1 : strchr(entry, '.');
	if (domain != NULL && *domain == '.')
		domain++;
	while (domain != NULL && bits == 0) {
		bits = mailset_exact(l->set, domain) & ANY_CIRCLE;
		domain = strchr(domain, '.');
		if (domain != NULL)
			domain++;
	}
	return bits;
}

int
lists_overlaps(const struct lists *l, const char *folder, struct buf *out)
{
	const struct line *e;
	unsigned own, same, wider;
	enum circle c;
	size_t i;

	for (i = 0; i < l->nlines; i++) {
		e = &l->lines[i];
		own = known[e->list].bit & ANY_CIRCLE;
		if (own == 0)
			continue;
		same = mailset_exact(l->set, e->entry) & ANY_CIRCLE;
		wider = above(l, e->entry);
		c = first_circle(same);
		if ((same & ~own) != 0 && BIT(c) != own)
			buf_addf(out,
			    "%s/%s:%u: '%s' is in %s too; it counts as %s\n",
			    folder, known[e->list].file, e->line, e->entry,
			    file_of(c), circle_name(c));
		else if (same == own && wider != 0 && (wider & own) == 0)
			buf_addf(out,
			    "%s/%s:%u: '%s' lies within an entry of %s; the "
			    "narrower one counts\n",
			    folder, known[e->list].file, e->line, e->entry,
			    file_of(first_circle(wider)));
	}
	return buf_failed(out) ? -1 : 0;
}
