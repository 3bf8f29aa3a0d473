/* SPDX-License-Identifier: MIT
 *
 * package-relations.c - what a part of an office package points to
 * (ECMA-376-2, 9.3 and annex A).
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/package.h"
#include "extract/xml.h"

/* Longer ids, types and targets are cut; they then lead nowhere. */
#define LONGEST 2048

struct reading {
	const char *folder; /* of the part, with its '/' */
	size_t folder_len;
	struct package_relations *r;
};

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One segment of a path, its %XX decoded, behind what is in out. */
static void
add_segment(struct buf *out, const char *s, size_t len)
{
	if (out->len > 0)
		buf_addc(out, '/');
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '%' && i + 2 < len && hex(s[i + 1]) >= 0 &&
		    hex(s[i + 2]) >= 0 && hex(s[i + 1]) + hex(s[i + 2]) > 0) {
			buf_addc(
			    out, (char)(hex(s[i + 1]) * 16 + hex(s[i + 2])));
			i += 2;
		} else
			buf_addc(out, s[i] == '\\' ? '/' : s[i]);
	}
}

static void
drop_segment(struct buf *out)
{
	while (out->len > 0 && out->data[--out->len] != '/')
		;
	if (out->data != NULL)
		out->data[out->len] = '\0';
}

static void
add_path(struct buf *out, const char *s, size_t len)
{
	const char *end = s + len, *slash;

	while (s < end) {
		slash = memchr(s, '/', (size_t)(end - s));
		if (slash == NULL)
			slash = end;
		len = (size_t)(slash - s);
		if (len == 2 && memcmp(s, "..", 2) == 0)
			drop_segment(out);
		else if (len > 0 && !(len == 1 && *s == '.'))
			add_segment(out, s, len);
		s = slash < end ? slash + 1 : end;
	}
}

/* A target as the part that it names (RFC 3986, 5.2). */
static char *
resolve(const struct reading *r, const char *target)
{
	struct buf out = BUF_MAX(8 * LONGEST);

	if (target[0] != '/')
		add_path(&out, r->folder, r->folder_len);
	add_path(&out, target, strcspn(target, "#?"));
	return buf_take(&out);
}

static int
keep(struct package_relations *r, const struct package_relation *one)
{
	struct package_relation *v;

	if (one->id == NULL || one->type == NULL || one->target == NULL)
		return -1;
	if (r->n == r->cap) {
		size_t cap = r->cap > 0 ? 2 * r->cap : 16;

		v = realloc(r->v, cap * sizeof *v);
		if (v == NULL)
			return -1;
		r->v = v;
		r->cap = cap;
	}
	r->v[r->n++] = *one;
	return 0;
}

static int
open_relation(void *arg, const char *name, const struct xml_attributes *a)
{
	struct reading *r = arg;
	struct package_relation one = {.external = false};
	char id[256], type[512], target[LONGEST];
	const char *last;

	if (strcmp(name, "Relationship") != 0 || r->r->n >= LIMIT_MEMBERS ||
	    xml_attribute(a, "Id", id, sizeof id) == NULL ||
	    xml_attribute(a, "Type", type, sizeof type) == NULL ||
	    xml_attribute(a, "Target", target, sizeof target) == NULL)
		return 0;
	last = strrchr(type, '/');
	one.external = xml_attribute_is(a, "TargetMode", "External");
	one.id = strdup(id);
	one.type = strdup(last != NULL ? last + 1 : type);
	one.target = one.external ? strdup(target) : resolve(r, target);
	if (keep(r->r, &one) < 0) {
		free(one.id);
		free(one.type);
		free(one.target);
		return -1;
	}
	return 0;
}

/* "word/_rels/document.xml.rels" for "word/document.xml". */
static const struct package_part *
relations_part(const struct package *p, const char *name, size_t folder_len)
{
	struct buf path = BUF_MAX(MIB);
	const struct package_part *part = NULL;

	buf_add(&path, name, folder_len);
	buf_addf(&path, "_rels/%s.rels", name + folder_len);
	if (!buf_failed(&path))
		part = package_part(p, buf_str(&path));
	buf_free(&path);
	return part;
}

int
package_relations(const struct package *p, const struct package_part *from,
    struct package_relations *ret)
{
	static const struct xml_handler handler = {.open = open_relation};
	const char *name = from != NULL ? from->name : "";
	const char *slash = strrchr(name, '/');
	struct reading r = {.folder = name,
	    .folder_len = slash != NULL ? (size_t)(slash - name) + 1 : 0,
	    .r = ret};
	const struct package_part *part = relations_part(p, name, r.folder_len);
	enum xml_walked walked;

	*ret = (struct package_relations){.v = NULL};
	if (part == NULL || part->data == NULL)
		return 0;
	walked = xml_walk(part->data, part->len, &handler, &r);
	if (walked == XML_MEMORY || walked == XML_STOPPED) {
		package_relations_free(ret);
		return -1;
	}
	return 0;
}

void
package_relations_free(struct package_relations *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->v[i].id);
		free(r->v[i].type);
		free(r->v[i].target);
	}
	free(r->v);
	*r = (struct package_relations){.v = NULL};
}

const struct package_relation *
package_relation(const struct package_relations *r, const char *id)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->v[i].id, id) == 0)
			return &r->v[i];
	return NULL;
}

struct package_part *
package_related(const struct package *p, const struct package_relations *r,
    const char *type, size_t *at)
{
	struct package_part *part = NULL;

	while (part == NULL && *at < r->n) {
		const struct package_relation *one = &r->v[(*at)++];

		if (!one->external && strcmp(one->type, type) == 0)
			part = package_part(p, one->target);
	}
	return part;
}
