/* SPDX-License-Identifier: MIT
 *
 * tree.c - the growing list of parts of one message.
 */
#include "parse/tree.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "parse/fields.h"

#define STRAYS_MORE 64u

static int
grow(struct mail *m)
{
	size_t cap = m->cap > 0 ? m->cap * 2 : 8;
	struct mail_part *parts = realloc(m->parts, cap * sizeof *parts);
	struct source *sources;

	if (parts == NULL)
		return -1;
	m->parts = parts;
	sources = realloc(m->sources, cap * sizeof *sources);
	if (sources == NULL)
		return -1;
	m->sources = sources;
	m->cap = cap;
	return 0;
}

struct mail_part *
tree_add(struct mail *m, enum mail_kind kind, const char *path,
    const struct tree_place *at, const char *raw, size_t raw_len)
{
	struct mail_part *p;
	char *copy;

	/* The rest behind the last part must find room as strays. */
	if (m->nparts >= LIMIT_PARTS + (kind == MAIL_STRAY ? STRAYS_MORE : 0)) {
		m->limited = true;
		return NULL;
	}
	if (m->nparts == m->cap && grow(m) < 0)
		return NULL;
	copy = strdup(path[0] != '\0' ? path : "0");
	if (copy == NULL)
		return NULL;
	p = &m->parts[m->nparts];
	*p = (struct mail_part){.kind = kind,
	    .path = copy,
	    .depth = at->depth,
	    .parent = at->parent,
	    .message = at->message,
	    .raw_len = raw_len};
	m->sources[m->nparts++] =
	    (struct source){.raw = raw, .raw_len = raw_len};
	return p;
}

int
tree_own(struct mail *m, char *bytes)
{
	char **owned = realloc(m->owned, (m->nowned + 1) * sizeof *owned);

	if (owned == NULL) {
		free(bytes);
		return -1;
	}
	m->owned = owned;
	owned[m->nowned++] = bytes;
	return 0;
}

void
tree_part_free(struct mail_part *p)
{
	free(p->path);
	free(p->type);
	free(p->other_type);
	free(p->charset);
	free(p->name);
	free(p->content_id);
	free(p->other_names);
	free(p->description);
	fields_free(p->headers, p->nheaders);
}
