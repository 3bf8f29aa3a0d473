/* SPDX-License-Identifier: MIT
 *
 * package.h - an office document's ZIP package in memory, by part name.
 *
 * OOXML (ECMA-376-2, open packaging conventions) and OpenDocument (1.3 part 2)
 * are ZIP archives of XML parts.  All parts are unpacked at once, within the
 * limits of unpack.h.
 */
#ifndef EXTRACT_PACKAGE_H
#define EXTRACT_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/unpack.h"
#include "extract/xml.h"

enum package_kind {
	PACKAGE_PLAIN, /* no office document: any ZIP archive */
	PACKAGE_DOCX,
	PACKAGE_XLSX,
	PACKAGE_PPTX,
	PACKAGE_ODT,
	PACKAGE_ODS,
	PACKAGE_ODP,
	PACKAGE_OTHER, /* an office document of another kind (drawing, XPS,
			* formula, binary workbook) */
};

struct package_part {
	char *name; /* as stored, without a leading '/' */
	char *data; /* NULL for one that could not be unpacked */
	size_t len;
	size_t index; /* in the archive, from 1 */
	bool encrypted, damaged, limited, unsupported;
	bool used; /* a reader's mark: what none has marked is looked at as a
		    * document within */
};

struct package {
	struct package_part *v;
	size_t n, cap;
	enum package_kind kind;
	bool encrypted; /* ODF: its manifest says so */
	enum unpack_walked walked;
};

/* Unpacks data. Returns 0 and *ret, free with package_free, also for what was
 * damaged or limited (see walked); -1 when memory is out. */
int package_open(
    const char *data, size_t len, struct texts *out, struct package *ret);
void package_free(struct package *p);

/* The same from parts that came some other way: a package made empty, with
 * `walked` as it was, takes a copy of each, and package_end tells its kind. 0,
 * or -1 when memory is out; package_free is right in any case. */
int package_add(struct package *p, const struct unpack_member *m);
int package_end(struct package *p);

/* The part of that name, whatever its case; NULL: none. */
struct package_part *package_part(const struct package *p, const char *name);

/* Is it, whatever it is called, a document or an archive of its own, which
 * nothing that only belongs to an office document is? */
bool package_part_is_document(const struct package_part *part);

/* What a part (NULL: the package) points to (part 2, 9.3): */
struct package_relation {
	char *id;
	char *type;   /* the last segment of its URI: "comments", "slide" */
	char *target; /* a part's name, resolved; or a URI where external */
	bool external;
};
struct package_relations {
	struct package_relation *v;
	size_t n, cap;
};

/* Reads the relations of a part into *ret, free with package_relations_free.
 * 0, or -1 when memory is out. A damaged list gives what could be read. */
int package_relations(const struct package *p, const struct package_part *from,
    struct package_relations *ret);
void package_relations_free(struct package_relations *r);
const struct package_relation *package_relation(
    const struct package_relations *r, const char *id);

/* The next part that a relation of that type points to, from *at on (start with
 * 0); NULL: no more. */
struct package_part *package_related(const struct package *p,
    const struct package_relations *r, const char *type, size_t *at);

/* Walks a part of a document's package (xml.h) and marks it used. One that
 * could not be unpacked, which office.c has said, has nothing to walk; what is
 * damaged, or was not walked to its end, is noted. Returns 0, or -1 when memory
 * is out (out->failed is then true). */
int package_walk(const struct document *d, struct package_part *part,
    const struct xml_handler *h, void *arg, struct texts *out);

#endif
