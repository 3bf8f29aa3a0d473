/* SPDX-License-Identifier: MIT
 *
 * archive.c - archives other than ZIP, and single compressed files.
 */
#include "extract/archive.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "extract/unpacked.h"

/* What a compressed file's name loses when it is unpacked, and gains. */
static const struct {
	const char *end, *instead;
} endings[] = {
    {".gz", ""},
    {".bz2", ""},
    {".xz", ""},
    {".zst", ""},
    {".lzma", ""},
    {".lz", ""},
    {".lz4", ""},
    {".z", ""},
    {".tgz", ".tar"},
    {".tbz2", ".tar"},
    {".txz", ".tar"},
    {".tzst", ".tar"},
    {".svgz", ".svg"},
    {".emz", ".emf"},
    {".wmz", ".wmf"},
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const char *
name_within(const struct document *d, char name[DOCUMENT_PLACE_MAX])
{
	size_t len = d->name != NULL ? strlen(d->name) : 0;

	for (size_t i = 0; i < COUNT(endings); i++) {
		size_t n = strlen(endings[i].end);

		if (len <= n || len >= DOCUMENT_PLACE_MAX ||
		    strcasecmp(d->name + len - n, endings[i].end) != 0)
			continue;
		snprintf(name, DOCUMENT_PLACE_MAX, "%.*s%s", (int)(len - n),
		    d->name, endings[i].instead);
		return name;
	}
	return NULL;
}

int
archive_texts(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out)
{
	char name[DOCUMENT_PLACE_MAX];
	struct unpacked m = {.outer = d,
	    .depth = depth,
	    .out = out,
	    .unnamed = name_within(d, name)};
	enum unpack_walked walked =
	    unpack_walk(data, len, out, unpacked_take, &m);
	int rc = unpacked_walked(&m, walked);

	unpacked_free(&m);
	return rc;
}
