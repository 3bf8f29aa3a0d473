/* SPDX-License-Identifier: MIT
 *
 * fuzz_package.c - any bytes as an archive, as an office package, and as a
 * document of each name that changes how it is read.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fd.h"
#include "base/limits.h"
#include "extract/extract.h"
#include "extract/package.h"
#include "extract/unpacked.h"
#include "parse/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* Bombs are for the unit tests: here a little of one is enough. */
static void
allow_little(struct texts *t)
{
	texts_init(t, MIB);
	t->documents = true;
	t->deadline_ms = clock_ms() + 5000;
	t->unpacked = LIMIT_UNPACKED_BYTES - 4 * MIB;
	t->members = LIMIT_MEMBERS - 500;
}

static void
read_document(const char *name, const char *data, size_t len)
{
	struct texts t;

	allow_little(&t);
	if (extract_document(name, data, len, &t) < 0)
		__builtin_trap();
	for (size_t i = 0; i < t.n; i++)
		if (charset_utf8_prefix(t.v[i].data, t.v[i].len) != t.v[i].len)
			__builtin_trap();
	texts_free(&t);
}

static void
read_package(const char *data, size_t len)
{
	struct package_relations r;
	struct package p;
	struct texts t;
	char *folder, *name;

	allow_little(&t);
	if (package_open(data, len, &t, &p) < 0)
		__builtin_trap();
	for (size_t i = 0; i < p.n; i++) {
		if (package_part(&p, p.v[i].name) == NULL ||
		    package_relations(&p, &p.v[i], &r) < 0 ||
		    unpacked_path(p.v[i].name, &folder, &name) < 0)
			__builtin_trap();
		package_relations_free(&r);
		free(folder);
		free(name);
	}
	package_free(&p);
	texts_free(&t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static int ready;

	if (!ready && extract_init() < 0)
		return -1;
	ready = 1;
	read_package((const char *)data, len);
	read_document("a.zip", (const char *)data, len);
	read_document("a.pdf", (const char *)data, len);
	return 0;
}
